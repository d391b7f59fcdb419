package influence

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"weft/internal/config"
	"weft/internal/roster"
)

// puppets are more than the people of a game.
const puppets = 16

// A game is a community of twelve people in six organisations and four sectors,
// of whom everybody cites two others now and then; one star whom none employs,
// one boss likewise, and puppets.
func newGame(t *testing.T) *world {
	t.Helper()
	sectors := []string{"care", "health", "housing", "tech"}
	var b strings.Builder
	for n := range 6 {
		fmt.Fprintf(&b, "[[organisation]]\nid = \"o%d\"\nname = \"Body %d\"\n", n, n)
	}
	for n := range 12 {
		fmt.Fprintf(&b, "[[contributor]]\nid = \"p%d\"\nname = \"Person %d\"\norganisation = \"o%d\"\nsectors = [%q]\n", n, n, n%6, sectors[n%4])
	}
	for n := range puppets {
		fmt.Fprintf(&b, "[[contributor]]\nid = \"puppet%d\"\nname = \"Puppet %d\"\nsectors = [%q]\n", n, n, sectors[n%4])
	}
	b.WriteString("[[contributor]]\nid = \"star\"\nname = \"Star\"\n[[contributor]]\nid = \"boss\"\nname = \"Boss\"\n")
	r, probs := roster.Load([]roster.Layer{{FS: fstest.MapFS{"feeds/a.toml": {Data: []byte(b.String())}}}}, sectors)
	if err := probs.Err(); err != nil {
		t.Fatal(err)
	}
	w := &world{t: t, roster: r}
	for n := range 12 { // what makes it a community
		p := w.writes(fmt.Sprint("p", n), n, "")
		w.writes(fmt.Sprint("p", (n+1)%12), 20+n, "", p.URL)
		w.writes(fmt.Sprint("p", (n+5)%12), 40+n, "", p.URL)
	}
	return w
}

// acclaim has people cite somebody's pieces, each two of them, over some weeks.
func (w *world) acclaim(of string, by ...string) {
	for n, who := range by {
		for i := range 2 {
			theme := fmt.Sprintf("%s%d", of, (n+i)%4)
			at := 60 + 14*((n+i)%4)
			piece := w.address(of, at, theme)
			w.writes(who, at+2+n%3, theme, piece)
		}
	}
}

// address gives the address of somebody's piece of a day, written if need be.
func (w *world) address(who string, day int, theme string) string {
	for _, p := range w.pieces {
		if p.ID == fmt.Sprintf("%s-%d", who, day) {
			return p.URL
		}
	}
	return w.writes(who, day, theme).URL
}

func (w *world) judged() map[string]Standing {
	w.t.Helper()
	cites := w.find()
	Settle(cites)
	out := map[string]Standing{}
	for _, s := range (Assembly{Citations: cites, Pieces: w.briefs(), Roster: w.roster, Thresholds: config.DefaultThresholds(), Sectors: 4, At: begin.AddDate(0, 6, 0)}).People() {
		out[s.Person.ID] = s
	}
	return out
}

func names(prefix string, n int) []string {
	var out []string
	for i := range n {
		out = append(out, fmt.Sprint(prefix, i))
	}
	return out
}

func TestWhoIsTakenUpIsNamedAndWhoIsPraisedByFriendsIsNot(t *testing.T) {
	for _, c := range []struct {
		name  string
		play  func(w *world)
		named bool
	}{
		{"people of many organisations take an idea up", func(w *world) { w.acclaim("star", names("p", 8)...) }, true},
		{"two of them are cited back", func(w *world) {
			w.acclaim("star", names("p", 8)...)
			for n := range 2 {
				w.writes("star", 130+n, "", w.address(fmt.Sprint("p", n), n, ""))
			}
		}, true},
		{"half of them are on their own, and read by others", func(w *world) {
			w.acclaim("star", append(names("p", 4), names("puppet", 4)...)...)
			for n := range 4 {
				w.writes(fmt.Sprint("p", 4+n/2), 130+n, "", w.pieceBy(fmt.Sprint("puppet", n)))
			}
		}, true},
		{"nobody but puppets does", func(w *world) { w.acclaim("star", names("puppet", 10)...) }, false},
		{"puppets who cite others as well", func(w *world) {
			w.acclaim("star", names("puppet", 10)...)
			for n := range 10 {
				for i := range 3 {
					w.writes(fmt.Sprint("puppet", n), 90+i, "", w.address(fmt.Sprint("p", (n+i)%12), (n+i)%12, ""))
				}
			}
		}, false},
		{"puppets who cite one another as well", func(w *world) {
			w.acclaim("star", names("puppet", 10)...)
			for n := range 10 {
				for i := 1; i <= 3; i++ {
					day := 62 + 14*(n%4) + n%3 // of a piece for the star
					w.writes(fmt.Sprint("puppet", (n+i)%10), 130+i, "", w.address(fmt.Sprint("puppet", n), day, ""))
				}
			}
		}, false},
		{"puppets whom the praised cites", func(w *world) {
			w.acclaim("star", names("puppet", 10)...)
			for n := range 10 {
				w.writes("star", 140+n, "", w.address(fmt.Sprint("puppet", n), 62+14*(n%4)+n%3, ""))
			}
		}, false},
		{"puppets with a few honest voices", func(w *world) {
			w.acclaim("star", names("puppet", 10)...)
			w.acclaim("star", names("p", 2)...)
		}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newGame(t)
			c.play(w)
			all := w.judged()
			if s := all["star"]; s.Supporter != c.named {
				t.Errorf("named %v: reach %v, %d people, %d heard, organisations %q, sectors %q, %d entries, %d weeks", s.Supporter, s.Reach,
					len(s.Uptake.People), s.Uptake.Heard, s.Uptake.Organisations, s.Uptake.Sectors, s.Uptake.Entries, s.Uptake.Weeks)
			}
			for id, s := range all {
				if id != "star" && s.Supporter {
					t.Errorf("%s is named", id)
				}
			}
		})
	}
}

// Eight people agree to cite each of the others once.
func TestATradeOfCitationsCountsForNobody(t *testing.T) {
	w := newGame(t)
	for a := range 8 {
		for b := range 8 {
			if a != b {
				w.writes(fmt.Sprint("p", a), 60+a*8+b, fmt.Sprint("t", b), w.address(fmt.Sprint("p", b), 50, fmt.Sprint("t", b)))
			}
		}
	}
	for id, s := range w.judged() {
		if s.Supporter || s.Uptake.Heard > 3 {
			t.Errorf("%s: %d people heard, named %v", id, s.Uptake.Heard, s.Supporter)
		}
	}
}

func TestWithinACircleNothingCounts(t *testing.T) {
	w := newGame(t)
	for week := range 3 {
		for a := range 3 {
			for b := range 3 {
				if a != b {
					w.writes(fmt.Sprint("puppet", a), 60+7*week+a*2+b%2, "", w.address(fmt.Sprint("puppet", b), 50+week, ""))
				}
			}
		}
	}
	outside := w.writes("p0", 100, "", w.address("puppet1", 50, ""))
	cites := w.find()
	Settle(cites)
	inside := 0
	for _, c := range cites {
		switch {
		case c.From.ID == outside.ID:
			if !c.Counted {
				t.Errorf("from outside: %s", c.WhyNot)
			}
		case strings.HasPrefix(c.Of.ID, "puppet"):
			if inside++; c.Counted || c.WhyNot != inCircle {
				t.Errorf("%s cites %s: %q", c.From.ID, c.Of.ID, c.WhyNot)
			}
		}
	}
	if inside == 0 {
		t.Error("nobody cites anybody")
	}
}

func TestWhereMostAreEmployedByNobodyNobodyNeedsAColleague(t *testing.T) {
	w := newGame(t)
	for n := range 10 { // now the puppets are a community of their own
		p := w.writes(fmt.Sprint("puppet", n), n, "")
		w.writes(fmt.Sprint("puppet", (n+1)%10), 20+n, "", p.URL)
		w.writes(fmt.Sprint("puppet", (n+4)%10), 40+n, "", p.URL)
	}
	cites := w.find()
	for i := range cites {
		if strings.HasPrefix(cites[i].From.Contributor.ID, "p") && !strings.HasPrefix(cites[i].From.Contributor.ID, "puppet") {
			cites[i].Counted = false
		}
	}
	k := Assembly{Citations: cites, Pieces: w.briefs(), Roster: w.roster, At: begin}.acquaintance()
	number := func(id string) int32 {
		c, _ := w.roster.Contributor(id)
		return k.numbers[c]
	}
	if k.employed != nil || !k.heard(number("puppet1"), number("puppet0")) {
		t.Errorf("employed %v", k.employed)
	}
}
