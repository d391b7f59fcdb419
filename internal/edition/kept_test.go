package edition

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"weft/internal/archive"
	"weft/internal/config"
	"weft/internal/entry"
	"weft/internal/influence"
)

// A life is what happens to a site by chance: people write, cite, quote, copy,
// mend and take back; tags and texts are looked at anew; weeks go by.
type life struct {
	place
	rnd     *rand.Rand
	now     time.Time
	feeds   map[string]string // of which layer
	entries map[string][]entry.Entry
	n       int
	done    []string // what happened, for a message
}

func newLife(t *testing.T, seed uint64) *life {
	l := &life{place: newPlace(t), rnd: rand.New(rand.NewPCG(seed, 3)), now: now.AddDate(0, -8, 0), entries: map[string][]entry.Entry{},
		feeds: map[string]string{"https://ada.example/feed.xml": "", "https://bo.example/feed.xml": "", "https://cy.example/feed.xml": "", "https://inside.example/feed.xml": "private"}}
	l.write("feeds/c.toml", `[[organisation]]
id = "guild"
name = "The Guild"
[[contributor]]
id = "cy"
name = "Cy Dale"
profiles = ["https://social.example/@cy"]
affiliation = [{organisation = "guild", from = 2026-06-01, until = 2026-08-31}]
feeds = ["https://cy.example/feed.xml"]
`)
	return l
}

// feed is one of them, the same for the same chance.
func (l *life) feed() string {
	all := []string{"https://ada.example/feed.xml", "https://bo.example/feed.xml", "https://cy.example/feed.xml", "https://inside.example/feed.xml"}
	return all[l.rnd.IntN(len(all))]
}

func (l *life) address(feed string, n int) string {
	return strings.TrimSuffix(feed, "feed.xml") + fmt.Sprint("piece-", n)
}

// anything is an address that there is, will be, or is somebody's.
func (l *life) anything() string {
	switch l.rnd.IntN(8) {
	case 0:
		return "https://social.example/@cy"
	case 1:
		return "https://ada.example/"
	}
	return l.address(l.feed(), l.rnd.IntN(l.n+3))
}

// piece is a new one of a feed, or one that it has, with other words.
func (l *life) piece(feed string, n int) entry.Entry {
	words := fmt.Sprintf("In piece %d of %d I tell how the bridge number %d was mended by its neighbours with rope and patience over a long wet weekend.", n, l.rnd.IntN(3), n)
	if l.rnd.IntN(4) == 0 && n > 0 { // it quotes another, or is it
		other := l.rnd.IntN(n)
		theirs := fmt.Sprintf("In piece %d of %d I tell how the bridge number %d was mended by its neighbours with rope and patience over a long wet weekend.", other, l.rnd.IntN(3), other)
		if words += " She says: “" + theirs + "”"; l.rnd.IntN(2) == 0 {
			words = theirs
		}
	}
	e := entry.Entry{Feed: feed, NativeID: fmt.Sprint("id-", n), URL: l.address(feed, n), Title: fmt.Sprint("Piece ", n), Plain: words, Body: "<p>" + words + "</p>",
		Published: l.now.Add(-time.Duration(l.rnd.IntN(14*24)) * time.Hour)}
	for range l.rnd.IntN(3) {
		to := l.anything()
		e.Links = append(e.Links, entry.Link{URL: to, Passage: "as " + to + " tells"})
	}
	if l.rnd.IntN(5) == 0 {
		e.Bylines = []entry.Byline{{Name: "Cy Dale"}}
	}
	if l.rnd.IntN(12) == 0 {
		e.Published = l.now.AddDate(0, 0, 20) // it waits for its day
	}
	if l.rnd.IntN(12) == 0 {
		e.URL = l.address("https://ada.example/feed.xml", n) // at another's
	}
	return e
}

// live lets something happen.
func (l *life) live() {
	l.t.Helper()
	feed := l.feed()
	own := l.entries[feed]
	what := l.rnd.IntN(8)
	l.done = append(l.done, fmt.Sprint(what))
	var deleted []string
	switch {
	case what == 0:
		l.now = l.now.AddDate(0, 0, 7*(1+l.rnd.IntN(3)))
	case what == 1 && len(own) > 0:
		i := l.rnd.IntN(len(own))
		was := own[i]
		own[i] = l.piece(feed, l.rnd.IntN(l.n))
		own[i].NativeID, own[i].URL, own[i].Published = was.NativeID, was.URL, was.Published
	case what == 2 && len(own) > 0:
		i := l.rnd.IntN(len(own))
		deleted = []string{own[i].NativeID}
		own = slices.Delete(own, i, i+1)
	case what == 3:
		l.retag()
	default:
		for range 1 + l.rnd.IntN(4) {
			own = append(own, l.piece(feed, l.n))
			l.n++
		}
	}
	l.entries[feed] = own
	l.records(feed, own, deleted)
	for _, name := range []string{config.Public, "internal"} { // as the program does after a fetch
		ed := l.at(name)
		if err := errors.Join(ed.Tag(l.t.Context(), nil), ed.Compare(l.t.Context(), nil)); err != nil {
			l.t.Fatal(err)
		}
	}
}

func (l *life) archive(layer string) *archive.DB {
	l.t.Helper()
	db, err := archive.OpenForWriting(filepath.Join(l.dir, layer, filepath.FromSlash(archive.Name)))
	if err != nil {
		l.t.Fatal(err)
	}
	return db
}

func (l *life) records(feed string, own []entry.Entry, deleted []string) {
	l.t.Helper()
	db := l.archive(l.feeds[feed])
	defer db.Close()
	h := archive.Haul{Feed: archive.Feed{Key: feed, Title: feed, Good: l.now}, At: l.now, Entries: slices.Clone(own), Deleted: deleted,
		Owns: func(address string) bool { return entry.Host(address) == entry.Host(feed) }}
	if _, err := db.Record(context.Background(), h); err != nil {
		l.t.Fatal(err)
	}
	if _, err := db.Settle(context.Background(), l.now); err != nil {
		l.t.Fatal(err)
	}
}

// retag puts other tags on some entries, as another model would.
func (l *life) retag() {
	l.t.Helper()
	db := l.archive([]string{"", "private"}[l.rnd.IntN(2)])
	defer db.Close()
	hashes, err := db.Tagged()
	if err != nil {
		l.t.Fatal(err)
	}
	tagger, err := db.Tagging(context.Background())
	if err != nil {
		l.t.Fatal(err)
	}
	var ids []string
	for id := range hashes {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	for _, id := range ids {
		if l.rnd.IntN(4) == 0 {
			tagger.Put(id, hashes[id], nil, []entry.Tag{{Theme: "fail", Score: .9, By: entry.ByWeft}}[l.rnd.IntN(2):])
		}
	}
	if err := tagger.Done(); err != nil {
		l.t.Fatal(err)
	}
}

func (l *life) at(name string) *Edition {
	l.t.Helper()
	p, probs, err := Open(l.dir)
	if err = errors.Join(err, probs.Err()); err != nil {
		l.t.Fatal(err)
	}
	e, ok := p.Site.Edition(name)
	if !ok {
		l.t.Fatal("no edition ", name)
	}
	ed, probs, err := p.Load(e, Moment{Now: l.now})
	if err = errors.Join(err, probs.Err()); err != nil {
		l.t.Fatal(err)
	}
	l.t.Cleanup(func() { ed.Close() })
	return ed
}

// told tells all that was found, a line each.
func told(f *influence.Found) string {
	var b strings.Builder
	for _, p := range f.Pieces {
		via, org, people := "", "", ""
		if p.Via != nil {
			via = p.Via.ID
		}
		if p.Organisation != nil {
			org = p.Organisation.Name
		}
		for _, who := range p.People {
			people += fmt.Sprint(who.Key, " ", who.Name, " ", who.Contributor != nil, "; ")
		}
		fmt.Fprintf(&b, "%s %s %q %s %v %v %s by %s via %s of %s in %v, %d, %s: %v\n", p.ID, p.URL, p.Title, p.Feed, p.At, p.Dated, p.Original,
			p.Contributor.ID, via, org, p.Sectors, p.Layer, people, p.Tags)
	}
	for _, c := range f.Citations {
		to := "nothing"
		if c.To != nil {
			to = c.To.ID + " " + c.To.Title + " " + c.To.Contributor.ID + fmt.Sprint(c.To.Tags, c.To.Date(), c.To.Original)
		}
		fmt.Fprintf(&b, "%s %s %s of %s at %s on %v: %q, %v %s; by %s\n", c.From.ID, c.Kind, to, c.Of.ID, c.Address, c.At, c.Passage, c.Counted, c.WhyNot, c.By().ID)
	}
	cites, pieces := f.Settled()
	for _, c := range cites {
		fmt.Fprintf(&b, "%v %s\n", c.Counted, c.WhyNot)
	}
	fmt.Fprint(&b, len(pieces))
	return b.String()
}

func foundBy(t *testing.T, ed *Edition) string {
	t.Helper()
	f, err := ed.found()
	if err != nil {
		t.Fatal(err)
	}
	return told(f)
}

// keepNow keeps what is found, however little it is.
func keepNow(t *testing.T, ed *Edition) {
	t.Helper()
	now, err := ed.ground()
	if err != nil {
		t.Fatal(err)
	}
	f, err := ed.found()
	if err != nil {
		t.Fatal(err)
	}
	ed.keep(now, f, worthKeeping)
}

// Whatever happens, what is found with the help of what was kept is what is found
// without, in both editions.
func TestWhatIsKeptOfCitationsChangesNothing(t *testing.T) {
	lives := uint64(4)
	if testing.Short() { // only races are looked for
		lives = 1
	}
	for seed := range lives {
		t.Run(fmt.Sprint("life ", seed), func(t *testing.T) {
			l := newLife(t, seed)
			renewed := 0
			for range 25 {
				l.live()
				for _, name := range []string{config.Public, "internal"} {
					ed := l.at(name)
					now, err := ed.ground()
					if err != nil {
						t.Fatal(err)
					}
					if ed.remembered(now) != nil {
						renewed++
					}
					got := foundBy(t, ed)
					if err := os.Remove(ed.keptPath()); err != nil && renewed > 0 && !os.IsNotExist(err) {
						t.Fatal(err)
					}
					if want := foundBy(t, l.at(name)); got != want {
						t.Fatalf("%s after %s: with what was kept\n%s\nwithout\n%s", name, strings.Join(l.done, " "), got, want)
					}
					if l.rnd.IntN(3) > 0 {
						keepNow(t, ed)
					}
				}
			}
			if renewed < 5 {
				t.Errorf("only %d times was there something kept", renewed)
			}
		})
	}
}

// What was torn, cut off, is of another form, or was found by other lists, is
// passed over; what is of no use any more goes, for it may name who left.
func TestWhatCannotBeUsedOfWhatWasKeptIsPassedOver(t *testing.T) {
	l := newLife(t, 1)
	for range 12 {
		l.live()
	}
	ed := l.at(config.Public)
	want := foundBy(t, ed)
	keepNow(t, ed)
	whole, err := os.ReadFile(ed.keptPath())
	if err != nil {
		t.Fatal(err)
	}
	remembers := func() bool {
		t.Helper()
		ed := l.at(config.Public)
		now, err := ed.ground()
		if err != nil {
			t.Fatal(err)
		}
		kept := ed.remembered(now) != nil
		if got := foundBy(t, ed); got != want {
			t.Errorf("found\n%s\nwant\n%s", got, want)
		}
		return kept
	}
	if !remembers() {
		t.Fatal("what was kept is not used at all")
	}
	for what, data := range map[string][]byte{"empty": nil, "cut off": whole[:len(whole)-9], "one byte": append([]byte("x"), whole[1:]...), "longer": append(slices.Clone(whole), 'x'),
		"of another form": []byte(strings.Replace(string(whole), `"Form":1`, `"Form":0`, 1)), "no file of ours": []byte("hello\nworld")} {
		if err := os.WriteFile(ed.keptPath(), data, 0o644); err != nil {
			t.Fatal(err)
		}
		if remembers() {
			t.Errorf("%s: it is used", what)
		}
		if _, err := os.Stat(ed.keptPath()); err == nil {
			t.Errorf("%s: it stays", what)
		}
	}
	if err := os.WriteFile(ed.keptPath(), whole, 0o644); err != nil {
		t.Fatal(err)
	}
	l.write("content/contributors/bo.md", "+++\nopt_out = true\n+++\n")
	want = foundBy(t, l.at(config.Public))
	if _, err := os.Stat(ed.keptPath()); err == nil {
		t.Error("somebody left, and what was kept of them stays")
	}
	if remembers() || strings.Contains(want, "bo.example") {
		t.Error("what names who left is used")
	}
}
