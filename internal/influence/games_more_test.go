package influence

import (
	"fmt"
	"testing"
)

// camouflage has puppets cite real people as well.
func (w *world) camouflage() {
	for n := range puppets {
		for i := range 3 {
			w.writes(fmt.Sprint("puppet", n), 90+i, "", w.address(fmt.Sprint("p", (n+i)%12), (n+i)%12, ""))
		}
	}
}

// pieceOf is the address of one of a puppet's pieces.
func (w *world) pieceOf(puppet int) string { return w.pieceBy(fmt.Sprint("puppet", puppet)) }

// pieceBy is the address of the newest piece of somebody's.
func (w *world) pieceBy(who string) string {
	for _, p := range w.pieces {
		if p.Contributor.ID == who {
			return p.URL
		}
	}
	return w.writes(who, 0, "").URL
}

func TestNobodyIsNamedByAGame(t *testing.T) {
	for _, c := range []struct {
		name string
		play func(w *world)
	}{
		{"more puppets than there are people", func(w *world) {
			w.acclaim("boss", names("puppet", puppets)...)
			w.camouflage()
		}},
		{"one employed accomplice points to every puppet", func(w *world) {
			w.acclaim("boss", names("puppet", 10)...)
			w.camouflage()
			for n := range 10 {
				w.writes("p0", 160+n, "", w.pieceOf(n))
			}
		}},
		{"two employed accomplices point to half of the puppets each", func(w *world) {
			w.acclaim("boss", names("puppet", 10)...)
			w.camouflage()
			for n := range 10 {
				w.writes(fmt.Sprint("p", n%2), 160+n, "", w.pieceOf(n))
			}
		}},
		{"hosts announce what they wrote as a guest", func(w *world) {
			for n := range 8 {
				host := fmt.Sprint("p", n)
				for i := range 2 {
					p := w.guest("boss", host, 60+20*i+n)
					w.writes(host, 62+20*i+n, "", p.URL)
				}
			}
		}},
		{"guests whom they invited point to their host", func(w *world) {
			for n := range 8 {
				for i := range 3 {
					w.guest(fmt.Sprint("p", n), "boss", 70+14*i+n, w.address("boss", 60+14*i, "t"))
				}
			}
		}},
		{"former colleagues of one house take up all they write", func(w *world) {
			for n := range 8 {
				for i := range 3 {
					w.writes([]string{"p0", "p6"}[n%2], 70+14*i+n, "t", w.address("boss", 60+14*i, "t"))
				}
			}
		}},
		{"two who praise one another every week", func(w *world) {
			for i := range 12 {
				mine := w.address("boss", 60+7*i, "t")
				theirs := w.writes("puppet0", 61+7*i, "t", mine)
				w.writes("boss", 62+7*i, "t", theirs.URL)
			}
		}},
		{"a ring in which everybody points to the next", func(w *world) {
			for i := range 6 {
				for n := range 10 {
					w.writes(fmt.Sprint("puppet", n), 60+14*i+n, "t", w.address(fmt.Sprint("puppet", (n+1)%10), 55+14*i, "t"))
				}
			}
		}},
		{"rings of two weeks, one after another, with the boss in each", func(w *world) {
			for i := range 3 {
				for week := range 2 {
					day := 60 + 28*i + 7*week
					boss := w.address("boss", day, "t")
					for n := range 3 {
						p := w.writes(fmt.Sprint("puppet", 3*i+n), day+1+n, "t", boss)
						w.writes("boss", day+4+n, "t", p.URL)
					}
				}
			}
		}},
		{"one digest of links that everybody is in, and puppets", func(w *world) {
			w.acclaim("boss", names("puppet", 10)...)
			w.camouflage()
			for n := range 10 {
				w.writes("p0", 160+n, "", w.pieceOf(n), w.address(fmt.Sprint("p", 1+n), 1+n, ""))
			}
			w.writes("p0", 175, "", w.address("p11", 11, ""), w.address("star", 100, ""), w.address("boss", 60, "boss0"))
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newGame(t)
			c.play(w)
			for id, s := range w.judged() {
				if s.Supporter {
					t.Errorf("%s is named: reach %v, %d people, %d heard, organisations %q, sectors %q", id, s.Reach, len(s.Uptake.People), s.Uptake.Heard, s.Uptake.Organisations, s.Uptake.Sectors)
				}
			}
		})
	}
}

// What somebody who declined passed on is nobody's.
func TestWhoDeclinedIsNoLinkOfAChain(t *testing.T) {
	w := newWorld(t)
	x := w.writes("idris", 0, "risk")
	v := w.writes("quiet", 5, "risk", x.URL)
	w.writes("bea", 9, "risk", v.URL)
	cites := w.find()
	Settle(cites)
	for _, s := range (Assembly{Citations: cites, Pieces: w.briefs(), Roster: w.roster, Sectors: 3, At: begin.AddDate(0, 3, 0)}).People() {
		if s.Person.ID == "quiet" || len(s.Passed) > 0 {
			t.Errorf("%s: %+v", s.Person.ID, s.Passed)
		}
		for _, c := range s.Evidence {
			if c.From.Contributor.ID == "quiet" {
				t.Errorf("%s is shown by who declined", s.Person.ID)
			}
		}
	}
}
