package main

import (
	"bufio"
	"cmp"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"

	"weft/internal/entry"
)

// predictions are files for the scorer of the evaluation kit: what was found,
// and the truth of the entries that were asked about.
type predictions struct {
	files       []*os.File
	pred, truth *bufio.Writer
}

// newPredictions writes into a folder; none, if it is empty.
func newPredictions(dir, protocol, corpus string) *predictions {
	if dir == "" {
		return nil
	}
	p := &predictions{}
	open := func(kind string) *bufio.Writer {
		f, err := os.Create(filepath.Join(dir, protocol+"-"+corpus+"."+kind+".jsonl"))
		if err != nil {
			panic(err)
		}
		p.files = append(p.files, f)
		return bufio.NewWriter(f)
	}
	p.pred, p.truth = open("pred"), open("truth")
	return p
}

type prediction struct {
	ID      string      `json:"id"`
	Themes  []predicted `json:"themes"`
	Suggest []predicted `json:"suggest"`
}

type predicted struct {
	ID       string  `json:"id"`
	Score    float64 `json:"score"`
	Evidence []quote `json:"evidence"`
}

type quote struct {
	Quote string `json:"quote"`
	Field string `json:"field"`
}

func (p *predictions) add(e *entry.Entry, truth []string, tags []entry.Tag) {
	if p == nil {
		return
	}
	out := prediction{e.ID, []predicted{}, []predicted{}}
	slices.SortStableFunc(tags, func(a, b entry.Tag) int { return cmp.Compare(b.Score, a.Score) })
	for _, tag := range tags {
		one := predicted{tag.Theme, tag.Score, nil}
		for _, ev := range tag.Evidence {
			field := ev.Where
			if field != "title" && field != "summary" {
				field = "text"
			}
			one.Evidence = append(one.Evidence, quote{ev.Quote, field})
		}
		if tag.Suggested {
			out.Suggest = append(out.Suggest, one)
		} else {
			out.Themes = append(out.Themes, one)
		}
	}
	write(p.pred, out)
	write(p.truth, map[string]any{"id": e.ID, "themes": truth})
}

func write(w *bufio.Writer, v any) {
	data, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	w.Write(append(data, '\n')) // an error stays until Flush
}

func (p *predictions) close() {
	if p == nil {
		return
	}
	for i, w := range []*bufio.Writer{p.pred, p.truth} {
		if err := w.Flush(); err != nil {
			panic(err)
		}
		if err := p.files[i].Close(); err != nil {
			panic(err)
		}
	}
}
