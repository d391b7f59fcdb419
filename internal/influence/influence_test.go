package influence

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"testing/fstest"
	"time"

	"weft/internal/config"
	"weft/internal/entry"
	"weft/internal/policy"
	"weft/internal/roster"

	"github.com/google/go-cmp/cmp"
)

const lists = `
[[organisation]]
id = "home"
name = "Home"
home = true
[[organisation]]
id = "away"
name = "Away"
[[contributor]]
id = "ada"
name = "Ada"
organisation = "home"
sectors = ["housing"]
[[contributor]]
id = "alf"
name = "Alf"
organisation = "home"
sectors = ["housing"]
[[contributor]]
id = "bea"
name = "Bea"
organisation = "away"
sectors = ["health"]
[[contributor]]
id = "idris"
name = "Idris"
site = "https://idris.example/"
sectors = ["council"]
[[contributor]]
id = "quiet"
name = "Quiet"
sectors = ["council"]
site = "https://quiet.example/"
opt_out = ["influence"]
[[contributor]]
id = "nobody"
name = "No Sector"
`

// A world is a few people and what they wrote, in days from the first.
type world struct {
	t      *testing.T
	roster *roster.Roster
	pieces []*policy.Piece // newest first
	kept   map[*policy.Piece]*policy.Brief
}

func newWorld(t *testing.T) *world {
	t.Helper()
	r, probs := roster.Load([]roster.Layer{{FS: fstest.MapFS{"feeds/a.toml": {Data: []byte(lists)}}}}, []string{"housing", "health", "council"})
	if err := probs.Err(); err != nil {
		t.Fatal(err)
	}
	return &world{t: t, roster: r}
}

var begin = time.Date(2026, 9, 7, 12, 0, 0, 0, time.UTC)

// writes adds a piece of somebody's on a day, about a theme, that links to addresses.
func (w *world) writes(who string, day int, theme string, links ...string) *policy.Piece {
	w.t.Helper()
	c, ok := w.roster.Contributor(who)
	if !ok {
		w.t.Fatalf("nobody is called %s", who)
	}
	at := begin.AddDate(0, 0, day)
	id := fmt.Sprintf("%s-%d", who, day)
	p := &policy.Piece{Entry: entry.Entry{ID: id, Feed: who, URL: "https://" + who + ".example/" + id, Title: id, Published: at, FirstSeen: at},
		Contributor: c, People: []policy.Person{{Key: c.ID, Name: c.Name, Contributor: c}}, Sectors: c.Sectors}
	if org, ok := w.roster.EmployedBy(c, at); ok {
		p.Organisation = &org
	}
	if theme != "" {
		p.Tags = []entry.Tag{{Theme: theme, Score: 1}}
	}
	for _, l := range links {
		p.Links = append(p.Links, entry.Link{URL: l, Passage: "as " + l + " says"})
	}
	w.pieces = append(w.pieces, p)
	slices.SortStableFunc(w.pieces, func(a, b *policy.Piece) int { return b.Date().Compare(a.Date()) })
	return p
}

// guest adds a piece that somebody writes in another's feed.
func (w *world) guest(who, host string, day int, links ...string) *policy.Piece {
	w.t.Helper()
	via, ok := w.roster.Contributor(host)
	if !ok {
		w.t.Fatalf("nobody is called %s", host)
	}
	p := w.writes(who, day, "", links...)
	p.Via, p.Entry.Feed = via, host
	return p
}

// brief is what citations keep of a piece, the same each time.
func (w *world) brief(p *policy.Piece) *policy.Brief {
	if w.kept == nil {
		w.kept = map[*policy.Piece]*policy.Brief{}
	}
	if w.kept[p] == nil {
		w.kept[p] = policy.NewAbridger().Lean(p)
	}
	return w.kept[p]
}

func (w *world) briefs() []*policy.Brief {
	var all []*policy.Brief
	for _, p := range w.pieces {
		all = append(all, w.brief(p))
	}
	return all
}

func (w *world) find() []Citation { return w.wanted(nil) }

func (w *world) wanted(wanted func(p *policy.Piece, key string) bool) []Citation {
	w.t.Helper()
	resolve := func(keys []string) (map[string]*policy.Brief, error) {
		out := map[string]*policy.Brief{}
		for _, p := range w.pieces {
			if slices.Contains(keys, entry.AddressKey(p.URL)) {
				out[entry.AddressKey(p.URL)] = w.brief(p)
			}
		}
		return out, nil
	}
	cites, err := Citing{Pieces: w.pieces, Roster: w.roster, Resolve: resolve, Wanted: wanted, Brief: w.brief}.Find()
	if err != nil {
		w.t.Fatal(err)
	}
	return cites
}

func TestAHouseThatPointsToItsOwnPagesTakesNothingUp(t *testing.T) {
	for _, c := range []struct {
		name string
		do   func(w *world)
		want string
	}{
		{"of a guest's piece by whose feed it is in", func(w *world) {
			p := w.guest("idris", "bea", 0)
			w.writes("bea", 3, "", p.URL)
		}, whyHouse},
		{"of a guest's piece in a feed by another", func(w *world) {
			p := w.guest("idris", "bea", 0)
			w.writes("ada", 3, "", p.URL)
		}, ""},
		{"of what a guest wrote elsewhere, by whose feed they wrote in", func(w *world) {
			w.guest("idris", "bea", 0)
			p := w.writes("idris", 1, "")
			w.writes("bea", 3, "", p.URL)
		}, ""},
		{"by a guest, of whose feed it is in", func(w *world) {
			p := w.writes("bea", 0, "")
			w.guest("idris", "bea", 3, p.URL)
		}, whyHouse},
		{"by one guest, of another in that feed", func(w *world) {
			p := w.guest("ada", "bea", 0)
			w.guest("idris", "bea", 3, p.URL)
		}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t)
			c.do(w)
			for _, cite := range w.find() {
				if cite.Kind == Link && (cite.WhyNot != c.want || cite.Counted != (c.want == "")) {
					t.Errorf("%+v, want %q", cite, c.want)
				}
			}
		})
	}
}

func TestACitationCountsOrSaysWhyNot(t *testing.T) {
	for _, c := range []struct {
		name string
		do   func(w *world)
		want string // "": counts; "-": none is seen
	}{
		{"of another's earlier piece", func(w *world) { p := w.writes("idris", 0, ""); w.writes("ada", 3, "", p.URL+"?utm_source=mail") }, ""},
		{"of one's own", func(w *world) { p := w.writes("ada", 0, ""); w.writes("ada", 3, "", p.URL) }, "their own"},
		{"of a piece one wrote with another", func(w *world) {
			p := w.writes("idris", 0, "")
			q := w.writes("ada", 3, "", p.URL)
			q.People = append(q.People, policy.Person{Key: "idris", Name: "Idris"})
		}, "their own"},
		{"of a colleague's", func(w *world) { p := w.writes("alf", 0, ""); w.writes("ada", 3, "", p.URL) }, "the same organisation"},
		{"of what comes later", func(w *world) { w.writes("ada", 0, "", "https://idris.example/idris-3"); w.writes("idris", 3, "") }, "the cited entry is not earlier"},
		{"of a front page", func(w *world) { w.writes("ada", 0, "", "https://www.idris.example") }, "a front page, not a piece"},
		{"of a page weft has not seen", func(w *world) { w.writes("ada", 0, "", "https://idris.example/elsewhere") }, "no entry that weft has seen"},
		{"of a stranger", func(w *world) { w.writes("ada", 0, "", "https://stranger.example/x") }, "-"},
		{"of somebody who declined", func(w *world) { p := w.writes("quiet", 0, ""); w.writes("ada", 3, "", p.URL) }, "-"},
		{"by somebody who declined", func(w *world) { p := w.writes("idris", 0, ""); w.writes("quiet", 3, "", p.URL) }, "-"},
		{"of the piece itself", func(w *world) { w.writes("ada", 0, "", "https://ada.example/ada-0#note") }, "-"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t)
			c.do(w)
			cites := w.find()
			if c.want == "-" {
				if len(cites) != 0 {
					t.Fatalf("%+v", cites)
				}
				return
			}
			if len(cites) != 1 || cites[0].WhyNot != c.want || cites[0].Counted != (c.want == "") || cites[0].Passage == "" {
				t.Errorf("%+v, want one with the reason %q", cites, c.want)
			}
		})
	}
}

func TestAQuoteCountsUnlessALinkDoes(t *testing.T) {
	w := newWorld(t)
	first, own := w.writes("idris", 0, ""), w.writes("ada", 1, "")
	quoting, linking, quiet := w.writes("ada", 2, ""), w.writes("bea", 3, "", first.URL), w.writes("quiet", 4, "")
	resolve := func(keys []string) (map[string]*policy.Brief, error) {
		return map[string]*policy.Brief{entry.AddressKey(first.URL): w.brief(first)}, nil
	}
	var quotes []policy.Quote
	for _, q := range [][2]*policy.Piece{{quoting, first}, {quoting, own}, {linking, first}, {quiet, first}, {linking, quiet}} {
		quotes = append(quotes, policy.Quote{From: q[0], To: q[1], Passage: "the very words"})
	}
	cites, err := Citing{Pieces: w.pieces, Roster: w.roster, Resolve: resolve, Quotes: quotes}.Find()
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, c := range cites {
		got = append(got, fmt.Sprintf("%s %s %s %v %s", c.From.ID, c.Kind, c.To.ID, c.Counted, c.WhyNot))
	}
	want := []string{"bea-3 link idris-0 true ", "bea-3 quote idris-0 false linked as well, which counts", "ada-2 quote idris-0 true ", "ada-2 quote ada-1 false their own"}
	if !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestALinkInEveryEntryIsFurniture(t *testing.T) {
	w := newWorld(t)
	p := w.writes("idris", 0, "")
	for day := 1; day <= 3; day++ {
		w.writes("bea", day, "", p.URL)
	}
	for _, c := range w.find() {
		if c.Counted {
			t.Errorf("a link in three of three entries counts: %+v", c)
		}
	}
}

func TestAskingAboutAFewPiecesFindsTheSameOfThem(t *testing.T) {
	w := newWorld(t)
	first := w.writes("idris", 0, "")
	second := w.writes("bea", 1, "", first.URL)
	third := w.writes("ada", 2, "", first.URL, second.URL, "https://idris.example/")
	w.writes("alf", 3, "", first.URL, third.URL)
	for _, about := range w.pieces {
		var want []Citation
		for _, c := range w.find() {
			if c.From.ID == about.ID || c.To != nil && c.To.ID == about.ID {
				want = append(want, c)
			}
		}
		got := w.wanted(func(p *policy.Piece, key string) bool { return p == about || key == entry.AddressKey(about.URL) })
		if !slices.Equal(got, want) {
			t.Errorf("about %s: %d citations, want %d", about.ID, len(got), len(want))
		}
	}
}

func TestOnlyWhatGoesFromSectorToSectorCrosses(t *testing.T) {
	w := newWorld(t)
	p := w.writes("idris", 0, "")
	w.writes("ada", 1, "", p.URL)
	w.writes("nobody", 2, "", p.URL)
	q := w.writes("alf", 3, "")
	w.writes("bea", 4, "", q.URL)
	got := map[string]bool{}
	for _, c := range w.find() {
		got[c.From.ID] = c.Crosses()
	}
	if want := map[string]bool{"ada-1": true, "nobody-2": false, "bea-4": true}; !cmp.Equal(got, want) {
		t.Error(cmp.Diff(want, got))
	}
}

// standings works out what citations say, with small thresholds.
func (w *world) standings() map[string]Standing {
	w.t.Helper()
	a := Assembly{Citations: w.find(), Pieces: w.briefs(), Roster: w.roster, Sectors: 3, At: begin.AddDate(0, 3, 0), Thresholds: config.Thresholds{
		Supporter: config.Supporter{People: 3, Organisations: 2, Sectors: 2, Entries: 2, Weeks: 2, Reach: 0.5},
		Connector: config.Connector{Ideas: 1, Pairs: 1, Readers: 1, Origins: 1},
		Enough:    config.Enough{People: 2, Organisations: 2}}}
	out := map[string]Standing{}
	for _, s := range a.People() {
		out[s.Person.ID] = s
	}
	return out
}

// citeOthersThan gives some a standing of their own: each cites others as well.
func (w *world) citeOthersThan(not string, who ...string) {
	all := []string{"ada", "bea", "idris", "nobody", "alf"}
	for i, id := range who {
		for k, other := range all {
			if other != id && other != not {
				w.writes(id, 50+10*i+k, "", w.writes(other, 30+10*i+k, "").URL)
			}
		}
	}
}

func TestASupporterIsOutsideAndTakenUpWidely(t *testing.T) {
	w := newWorld(t)
	one, two := w.writes("idris", 0, "fail"), w.writes("idris", 10, "fail")
	w.citeOthersThan("idris", "ada", "alf", "bea")
	w.writes("ada", 1, "fail", one.URL)
	w.writes("alf", 12, "fail", two.URL)
	if s := w.standings()["idris"]; s.Supporter || s.Enough {
		t.Errorf("two people of one organisation are enough: %+v", s)
	}
	w.writes("bea", 13, "fail", two.URL)
	s := w.standings()["idris"]
	if !s.Supporter || !s.Independent || len(s.Evidence) != 3 || len(s.Uptake.Home) != 2 || s.Reach <= 0.5 {
		t.Errorf("%+v", s)
	}
	inside := newWorld(t)
	one, two = inside.writes("ada", 0, "fail"), inside.writes("ada", 10, "fail")
	inside.citeOthersThan("ada", "bea", "idris", "nobody")
	for i, who := range []string{"bea", "idris", "nobody"} {
		inside.writes(who, 11+i, "fail", one.URL)
		inside.writes(who, 21+i, "fail", two.URL)
	}
	if s := inside.standings()["ada"]; s.Supporter || !s.Enough {
		t.Errorf("somebody of the home organisation is its supporter: %+v", s)
	}
}

func TestOneVoiceStaysOneHoweverOften(t *testing.T) {
	once, often := newWorld(t), newWorld(t)
	for _, w := range []*world{once, often} {
		p := w.writes("idris", 0, "fail")
		w.writes("bea", 1, "fail", p.URL)
	}
	for day := 2; day < 40; day++ {
		p := often.writes("idris", day*10, "fail")
		often.writes("bea", day*10+1, "", p.URL)
	}
	if a, b := once.standings()["idris"].Reach, often.standings()["idris"].Reach; b > 2*a || b < a {
		t.Errorf("reach %v by one citation, %v by many of the same person", a, b)
	}
}

func TestAConnectorPassesAnIdeaFromSectorToSector(t *testing.T) {
	w := newWorld(t)
	x := w.writes("idris", 0, "fail")
	v := w.writes("bea", 5, "fail", x.URL)
	w.writes("ada", 9, "fail", v.URL)
	w.writes("nobody", 9, "fail", v.URL)
	s := w.standings()["bea"]
	if !s.SuperConnector || s.Bridging == 0 {
		t.Errorf("%+v", s)
	}
	back := newWorld(t) // the idea comes back to where it was from
	x = back.writes("idris", 0, "fail")
	v = back.writes("bea", 5, "fail", x.URL)
	back.writes("idris", 9, "fail", v.URL)
	if s := back.standings()["bea"]; s.Bridging != 0 {
		t.Errorf("an idea sent back bridges nothing: %+v", s)
	}
}

func TestTheOrderOfCitationsDoesNotMatter(t *testing.T) {
	w := newWorld(t)
	for day := range 30 {
		p := w.writes("idris", day*2, "fail")
		w.writes([]string{"ada", "alf", "bea", "nobody"}[day%4], day*2+1, "fail", p.URL)
	}
	cites := w.find()
	a := Assembly{Citations: cites, Roster: w.roster, Sectors: 3, At: begin, Thresholds: config.DefaultThresholds()}
	want := fmt.Sprint(a.People()[0].Reach, a.People()[0].Bridging, len(a.People()[0].Evidence))
	random := rand.New(rand.NewPCG(1, 2))
	for range 20 {
		shuffled := slices.Clone(cites)
		random.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		a.Citations = shuffled
		if got := fmt.Sprint(a.People()[0].Reach, a.People()[0].Bridging, len(a.People()[0].Evidence)); got != want {
			t.Fatalf("%s, then %s", want, got)
		}
	}
}
