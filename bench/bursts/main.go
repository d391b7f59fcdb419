// Bursts runs weft's search for emerging phrases by itself, without a site:
//
//	go run ./bench/bursts kit bursts.jsonl > predictions.jsonl
//	go run ./bench/bursts corpus manifest.json FEEDS/ > found.tsv
//
// kit reads the evaluation kit's entries and writes a line a week for its
// scorer; -level emerging leaves early signals out. corpus reads a folder of
// feeds, each blog being an organisation of its sector, and writes what it finds
// in each ISO week, or why it says nothing.
package main

import (
	"bufio"
	"flag"
	"fmt"
	"io"
	"iter"
	"os"
	"slices"

	"weft/internal/config"
	"weft/internal/emerging"
	"weft/internal/story"
)

func main() {
	level := flag.String("level", "", "only what has this `level`")
	weeks := flag.Int("weeks", 1, "ask about `n` weeks together")
	active := flag.Int("active", config.DefaultThresholds().Emerging.Active, "say nothing with fewer people than `n`")
	flag.Usage = func() {
		fmt.Fprintln(os.Stderr, "usage: bursts [-level LEVEL] kit FILE | corpus MANIFEST FEEDS")
	}
	flag.Parse()
	out := bufio.NewWriter(os.Stdout)
	err := run(out, flag.Args(), *level, emerging.Options{Weeks: *weeks, Least: leastOf(*active)})
	if err == nil {
		err = out.Flush()
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "bursts:", err)
		os.Exit(1)
	}
}

func run(out io.Writer, args []string, level string, o emerging.Options) error {
	switch {
	case len(args) == 2 && args[0] == "kit":
		return kit(out, args[1], level, o)
	case len(args) == 3 && args[0] == "corpus":
		return corpus(out, args[1], args[2], o)
	}
	flag.Usage()
	os.Exit(2)
	return nil
}

// A world is voices by week.
type world struct {
	weeks  map[int][]emerging.Voice
	pieces []story.Piece
	at     map[string]place
}

type place struct{ week, index int }

func newWorld() *world { return &world{weeks: map[int][]emerging.Voice{}, at: map[string]place{}} }

func (w *world) add(week int, v emerging.Voice, p story.Piece) {
	w.at[v.Entry] = place{week, len(w.weeks[week])}
	w.weeks[week] = append(w.weeks[week], v)
	w.pieces = append(w.pieces, p)
}

// group marks the same piece in several places.
func (w *world) group() {
	slices.SortFunc(w.pieces, story.ByDate)
	pairs := slices.Collect(story.Pairs(slices.Values(w.pieces)))
	for _, g := range story.Groups(w.pieces, pairs) {
		for _, id := range append(g.Others, g.Original) {
			w.weeks[w.at[id].week][w.at[id].index].Same = g.Original
		}
	}
}

// until gives the voices of a week and of those before it.
func (w *world) until(week int) emerging.Source {
	return func(ago int) iter.Seq2[emerging.Voice, error] {
		return func(yield func(emerging.Voice, error) bool) {
			for _, v := range w.weeks[week-ago] {
				if !yield(v, nil) {
					return
				}
			}
		}
	}
}

// leastOf are the defaults, with so many people who must write.
func leastOf(active int) config.Emerging {
	least := config.DefaultThresholds().Emerging
	least.Active = active
	return least
}

func (w *world) find(week int, o emerging.Options) (emerging.Report, error) {
	o.Language = "en"
	return emerging.Find(w.until(week), o)
}
