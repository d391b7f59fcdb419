package influence

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"weft/internal/policy"
	"weft/internal/roster"
)

// foundInAWorld is what is found where all kinds of citations are.
func foundInAWorld(t *testing.T) (*Found, *roster.Roster) {
	t.Helper()
	w := newWorld(t)
	first := w.writes("idris", 0, "failure")
	second := w.writes("bea", 1, "failure", first.URL, "https://idris.example/")
	third := w.writes("ada", 2, "", first.URL, second.URL, "https://idris.example/not-seen")
	third.Title, third.Excerpt, third.Published = "", "Some words of a piece without a title", time.Time{}
	idris, _ := w.roster.Contributor("idris")
	third.Via, third.People = idris, append(third.People, policy.Person{Key: "feed|somebody", Name: "Some\"body"})
	copied := w.writes("nobody", 3, "failure", first.URL)
	copied.Original = third.ID
	cites, err := Citing{Pieces: w.pieces[1:], Roster: w.roster, Furniture: Furniture{}, Names: NewNames(w.roster), Resolve: func([]string) (map[string]*policy.Brief, error) {
		return map[string]*policy.Brief{"idris.example/idris-0": w.brief(first), "bea.example/bea-1": w.brief(second)}, nil
	}, Brief: w.brief, Quotes: []policy.Quote{{From: third, To: first, Passage: "the “same” words"}}}.Find()
	if err != nil || len(cites) < 6 {
		t.Fatal(cites, err)
	}
	f := &Found{Citations: cites}
	for _, p := range w.pieces {
		if p != first { // it is of before the stretch
			f.Pieces = append(f.Pieces, w.brief(p))
		}
	}
	return new(Found).Join(f), w.roster
}

func TestWhatWasFoundIsReadAsItWasWritten(t *testing.T) {
	f, lists := foundInAWorld(t)
	data := f.AppendTo([]byte("before"))
	got, err := Recall(strings.TrimPrefix(string(data), "before"), lists)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got, f) {
		t.Errorf("read\n%+v\nwritten\n%+v", got, f)
	}
	if got.Citations[0].From != got.Pieces[slices.IndexFunc(got.Pieces, func(p *policy.Brief) bool { return p.ID == got.Citations[0].From.ID })] {
		t.Error("a piece is there twice")
	}
}

func TestWhatWasFoundIsNotReadWithOtherLists(t *testing.T) {
	f, _ := foundInAWorld(t)
	if got, err := Recall(string(f.AppendTo(nil)), &roster.Roster{}); err == nil {
		t.Error(got)
	}
}

// Whatever is done to the file, it is read or it is not, and what is read can be
// written and read again.
func FuzzRecall(f *testing.F) {
	t := &testing.T{}
	found, lists := foundInAWorld(t)
	whole := string(found.AppendTo(nil))
	f.Add(whole)
	f.Add(whole[:len(whole)/2])
	f.Add(whole + "x")
	f.Add("")
	f.Add("\x00\x00\x00\x00")
	f.Add("\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01")
	f.Add("\x01\x05idris\x00\xff\xff\xff\x7f")
	for at := range 40 {
		torn := []byte(whole)
		torn[at*len(torn)/40] ^= 0xff
		f.Add(string(torn))
	}
	f.Fuzz(func(t *testing.T, data string) {
		got, err := Recall(data, lists)
		if err != nil {
			return
		}
		again, err := Recall(string(got.AppendTo(nil)), lists)
		if err != nil || len(again.Pieces) != len(got.Pieces) || len(again.Citations) != len(got.Citations) {
			t.Errorf("%v, %v", again, err)
		}
		got.Settled()
	})
}
