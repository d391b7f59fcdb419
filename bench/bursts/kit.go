package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"os"
	"time"

	"weft/internal/emerging"
	"weft/internal/story"
)

// begin is the Monday that stands for the kit's week 0.
var begin = time.Date(2026, 1, 5, 0, 0, 0, 0, time.UTC)

// A line is one entry of the kit.
type line struct {
	ID, Feed, Person, Org, Sector, Title, Text string
	Week                                       int
}

// An item is what the scorer reads.
type item struct {
	Phrase  string   `json:"phrase"`
	Score   float64  `json:"score"`
	Entries []string `json:"entries"`
}

func kit(out io.Writer, file, level string, o emerging.Options) error {
	w, last, err := readKit(file)
	if err != nil {
		return err
	}
	for week := 0; week <= last; week++ {
		r, err := w.find(week, o)
		if err != nil {
			return err
		}
		items := []item{}
		for _, f := range r.Found {
			if level == "" || f.Level == level {
				items = append(items, item{f.Phrase, -math.Log10(f.P), f.Entries()})
			}
		}
		data, err := json.Marshal(map[string]any{"week": week, "emerging": items})
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "%s\n", data)
	}
	return nil
}

func readKit(file string) (w *world, last int, err error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, 0, err
	}
	defer f.Close()
	w = newWorld()
	sc := bufio.NewScanner(f)
	sc.Buffer(nil, 64<<20)
	for sc.Scan() {
		var l line
		if err := json.Unmarshal(sc.Bytes(), &l); err != nil {
			return nil, 0, err
		}
		v := emerging.Voice{Entry: l.ID, Person: l.Person, Feed: l.Feed, Organisation: l.Org, Sectors: []string{l.Sector}, Title: l.Title, Plain: l.Text}
		w.add(l.Week, v, story.Piece{ID: l.ID, Date: begin.AddDate(0, 0, 7*l.Week), Feed: l.Feed, Person: l.Person, Title: l.Title, Plain: l.Text})
		last = max(last, l.Week)
	}
	w.group()
	return w, last, sc.Err()
}
