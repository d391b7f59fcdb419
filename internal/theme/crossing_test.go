package theme

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"time"

	"weft/internal/config"
	"weft/internal/entry"
	"weft/internal/policy"
	"weft/internal/roster"
)

// voice makes a piece written "who@organisation sector,sector theme,theme".
func voice(n int, text string) *policy.Piece {
	f := strings.Fields(text)
	who, org, _ := strings.Cut(f[0], "@")
	c := &roster.Contributor{ID: who}
	p := &policy.Piece{Contributor: c, People: []policy.Person{{Key: who, Contributor: c}}}
	p.ID, p.Published = fmt.Sprint("e", n), time.Date(2026, 11, 1+n, 0, 0, 0, 0, time.UTC)
	if org != "" {
		p.Organisation = &roster.Organisation{ID: org}
	}
	if f[1] != "-" {
		p.Sectors = strings.Split(f[1], ",")
	}
	for _, t := range strings.Split(f[2], ",") {
		p.Tags = append(p.Tags, entry.Tag{Theme: t, Score: 1})
	}
	return p
}

func voices(texts ...string) []*policy.Piece {
	var out []*policy.Piece
	for i, text := range texts {
		out = append(out, voice(i, text))
	}
	return out
}

func crossed(pieces []*policy.Piece, least config.Crossing) string {
	var out []string
	for _, c := range Crossings(pieces, least, []string{"housing", "health", "tech"}) {
		out = append(out, fmt.Sprintf("%s %s %d people %d organisations %s", c.Theme, strings.Join(c.Sectors, ","), len(c.People), len(c.Organisations), strings.Join(c.Entries, ",")))
	}
	return strings.Join(out, "; ")
}

func TestAThemeCrossesByIndependentPeopleOfDifferentOrganisations(t *testing.T) {
	small := config.Crossing{Sectors: 2, People: 2, Organisations: 2}
	for _, c := range []struct {
		name   string
		least  config.Crossing
		pieces []*policy.Piece
		want   string
	}{
		{"two people of two organisations in two sectors", small, voices("a@o1 health x", "b@o2 housing x"), "x housing,health 2 people 2 organisations e0,e1"},
		{"employed by nobody, each is one of their own", small, voices("a health x", "b housing x"), "x housing,health 2 people 2 organisations e0,e1"},
		{"one person in two sectors", small, voices("a@o1 health x", "a@o1 housing x", "a@o1 health,housing x"), ""},
		{"two people of one organisation", small, voices("a@o1 health x", "b@o1 housing x"), ""},
		{"in one sector", small, voices("a@o1 health x", "b@o2 health x"), ""},
		{"a sector the site does not declare", small, voices("a@o1 health x", "b@o2 poetry x"), ""},
		{"a voice without a sector is heard and carries nothing", small, voices("a@o1 health x", "b@o2 - x"), ""},
		{"and is among the entries", small, voices("a@o1 health x", "b@o2 - x", "c@o3 housing x"), "x housing,health 2 people 2 organisations e0,e1,e2"},
		{"different themes do not meet", small, voices("a@o1 health x", "b@o2 housing y"), ""},
		{"the widest first, then by id", small, voices("a@o1 health y,z,x", "b@o2 housing x,y,z", "c@o3 tech z"),
			"z housing,health,tech 3 people 3 organisations e0,e1,e2; x housing,health 2 people 2 organisations e0,e1; y housing,health 2 people 2 organisations e0,e1"},
		{"more are asked for", config.Crossing{Sectors: 2, People: 3, Organisations: 2}, voices("a@o1 health x", "b@o2 housing x"), ""},
		{"nothing", small, nil, ""},
	} {
		if got := crossed(c.pieces, c.least); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestOnlyWhatIsSaidAloudCrosses(t *testing.T) {
	pieces := voices("a@o1 health x", "b@o2 housing x")
	pieces[1].Suggested, pieces[1].Tags = pieces[1].Tags, nil
	if got := crossed(pieces, config.Crossing{Sectors: 2, People: 2, Organisations: 2}); got != "" {
		t.Errorf("a suggestion crossed: %s", got)
	}
}

func TestTheOrderOfPiecesDoesNotMatter(t *testing.T) {
	pieces := voices("a@o1 health x,y", "b@o2 housing x", "c@o3 tech y,z", "d health,tech z,x", "e@o1 - y", "f@o2 housing z,y")
	least := config.Crossing{Sectors: 2, People: 2, Organisations: 2}
	want := crossed(pieces, least)
	random := rand.New(rand.NewPCG(1, 2))
	for range 50 {
		random.Shuffle(len(pieces), func(i, j int) { pieces[i], pieces[j] = pieces[j], pieces[i] })
		if got := crossed(pieces, least); got != want {
			t.Fatalf("shuffled: %s\nwant %s", got, want)
		}
	}
}

func TestACrossingListsWhoIsBehindIt(t *testing.T) {
	pieces := voices("zoe@o1 health x", "bob housing x", "ann@o3 - x", "bob housing x")
	for i := range pieces {
		pieces[i].People[0].Name = strings.ToUpper(pieces[i].People[0].Key)
	}
	got := Crossings(pieces, config.Crossing{Sectors: 2, People: 2, Organisations: 2}, []string{"housing", "health"})
	want := []Crossing{{Theme: "x", Sectors: []string{"housing", "health"}, People: []Voice{{"bob", "BOB"}, {"zoe", "ZOE"}},
		Organisations: []string{"o1", "person:bob"}, Entries: []string{"e0", "e1", "e2", "e3"}}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("have %+v\nwant %+v", got, want)
	}
}
