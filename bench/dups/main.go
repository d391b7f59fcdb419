// Command dups tells the same pieces and the stories of the labelled data
// (task D), for its scorer:
//
//	go run ./bench/dups ../shared/eval/dev/dups.jsonl >pred.jsonl
//	python3 ../shared/eval/score/score-dups.py --docs ../shared/eval/dev/dups.jsonl \
//		--truth ../shared/eval/dev/dups.truth.jsonl --pred pred.jsonl
//
// It promises to look at the documents alone: the truth is for the scorer. With
// -pairs it prints the pairs instead, with the passages of quotes.
package main

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"time"

	"weft/internal/story"
)

func main() {
	pairs := flag.Bool("pairs", false, "print the pairs found, with their passages")
	flag.Parse()
	if err := run(flag.Args(), *pairs, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "dups:", err)
		os.Exit(1)
	}
}

func run(files []string, onlyPairs bool, out io.Writer) error {
	if len(files) != 1 {
		return fmt.Errorf("want one file of documents, have %d", len(files))
	}
	pieces, err := read(files[0])
	if err != nil {
		return err
	}
	w := bufio.NewWriter(out)
	found := slices.Collect(story.Pairs(slices.Values(pieces)))
	if onlyPairs {
		for _, p := range found {
			line(w, p)
		}
		return w.Flush()
	}
	predict(w, pieces, found)
	return w.Flush()
}

// A prediction is a line as the scorer reads it.
type prediction struct {
	ID    string `json:"id"`
	Dup   string `json:"dup_group,omitempty"`
	Story string `json:"story_group,omitempty"`
}

func predict(w io.Writer, pieces []story.Piece, pairs []story.Pair) {
	same, told := map[string]string{}, map[string]string{}
	for _, g := range story.Groups(pieces, pairs) {
		same[g.Original] = g.Original
		for _, id := range g.Others {
			same[id] = g.Original
		}
	}
	for s := range story.Stories(slices.Values(pieces)) {
		for _, id := range s.Entries {
			told[id] = s.ID
		}
	}
	for _, p := range pieces {
		line(w, prediction{p.ID, same[p.ID], told[p.ID]})
	}
}

func line(w io.Writer, v any) {
	b, _ := json.Marshal(v) // strings alone: cannot fail
	fmt.Fprintf(w, "%s\n", b)
}

// read gives the documents in order of date, then id.
func read(file string) ([]story.Piece, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var out []story.Piece
	for d := json.NewDecoder(f); ; {
		var doc struct{ ID, Date, Feed, URL, Title, Text string }
		if err := d.Decode(&doc); err == io.EOF {
			break
		} else if err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		date, err := time.Parse(time.DateOnly, doc.Date)
		if err != nil {
			return nil, fmt.Errorf("%s: %s: %w", file, doc.ID, err)
		}
		out = append(out, story.Piece{ID: doc.ID, Date: date, Feed: doc.Feed, Person: doc.Feed, URL: doc.URL, Title: doc.Title, Plain: doc.Text, Language: "en"})
	}
	slices.SortFunc(out, story.ByDate)
	return out, nil
}
