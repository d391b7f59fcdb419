package main

import (
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"weft/internal/edition"
	"weft/internal/influence"
)

// What why says of one entry is what the pages say of all: the same citations,
// counted and not counted for the same reasons, and the same outcome.
func TestWhySaysOfEachEntryWhatThePagesSay(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.intertwined()
	b.must("run")
	p, _, err := edition.Open(b.dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range p.Editions() {
		ed, _, err := p.Load(e, edition.Moment{Now: b.now, Live: true})
		if err != nil {
			t.Fatal(err)
		}
		defer ed.Close()
		judged, err := ed.View.Judged(time.Time{}, b.now)
		if err != nil {
			t.Fatal(err)
		}
		said := map[string]bool{}
		for _, piece := range judged {
			f, err := ed.Locate(piece.URL)
			if err != nil || f == nil || f.Entry.ID != piece.ID {
				t.Fatalf("%s: %+v, %v", piece.URL, f, err)
			}
			a, err := ed.Account(f)
			if err != nil {
				t.Fatal(err)
			}
			if got := a.Case.Piece.Decision.Action; got != piece.Decision.Action {
				t.Errorf("%s: %s, and the gate says %s", piece.URL, got, piece.Decision.Action)
			}
			if seen, err := ed.View.Whole(piece.ID); err != nil || (seen != nil) != a.Case.Visible {
				t.Errorf("%s: visible %v, and the gate says %v", piece.URL, a.Case.Visible, seen != nil)
			}
			if !a.Case.Visible {
				continue
			}
			for _, c := range slices.Concat(a.Cites, a.CitedBy) {
				if c.Counting && c.Kind != influence.MentionKind { // whom texts name, no page counts
					said[citationLine(&c.Citation)] = true
				}
			}
		}
		cites, err := ed.Citations()
		if err != nil {
			t.Fatal(err)
		}
		want := map[string]bool{}
		for i := range cites {
			if cites[i].Kind != influence.MentionKind {
				want[citationLine(&cites[i])] = true
			}
		}
		if len(want) < 10 || !maps.Equal(said, want) {
			t.Errorf("%s: why tells %d citations, the pages %d", e.Name, len(said), len(want))
			for line := range said {
				if !want[line] {
					t.Errorf("only why: %s", line)
				}
			}
			for line := range want {
				if !said[line] {
					t.Errorf("only the pages: %s", line)
				}
			}
		}
	}
}

func citationLine(c *influence.Citation) string {
	to := ""
	if c.To != nil {
		to = c.To.URL
	}
	return fmt.Sprintf("%s cites %s (%s) of %s, counted %v, %s, %q", c.From.URL, to, c.Address, c.Of.ID, c.Counted, c.WhyNot, c.Passage)
}
