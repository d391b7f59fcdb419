package archive

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"weft/internal/entry"
)

// A world is a blog with a history made by chance, of which the truth is known:
// each piece bears its number in its tags, where nothing looks for identity.
type world struct {
	rnd    *rand.Rand
	pieces []*blogged // by age
	step   int
	host   string
	naming int // of ids: grows when all get new ones
	every  bool
	window int
	shift  time.Duration // by which all dates are wrong
	events []string      // what happened, for a message
	edited bool          // shown whole, for the same reason
}

type blogged struct {
	n, edits  int
	title     string
	text      string
	published time.Time
	slug      string
	states    int  // how many different contents were shown
	shown     bool // in the last document
	last      string
	ever      bool
}

func newWorld(seed uint64) *world {
	rnd := rand.New(rand.NewPCG(seed, 7))
	w := &world{rnd: rnd, host: "one.example", window: []int{4, 10, 30, 1000}[rnd.IntN(4)], every: rnd.IntN(8) == 0}
	for range 3 + rnd.IntN(12) {
		w.write(monday.AddDate(0, 0, -len(w.pieces)-1))
	}
	slices.Reverse(w.pieces)
	return w
}

// write adds a piece; some have the title of others.
func (w *world) write(at time.Time) {
	n := len(w.pieces)
	p := &blogged{n: n, title: fmt.Sprint("Piece ", n), text: long(n), published: at.Add(time.Duration(n%7) * time.Minute)}
	if w.rnd.IntN(4) == 0 {
		p.title = "Weeknotes"
	}
	p.slug = fmt.Sprintf("%d-%d", w.rnd.IntN(1000), n)
	w.pieces = append(w.pieces, p)
}

func (w *world) now() time.Time { return monday.AddDate(0, 0, w.step) }

// live lets a day pass: something is written, edited, or the platform changes.
func (w *world) live() {
	w.step++
	for i := range w.rnd.IntN(3) {
		w.write(w.now().Add(time.Duration(i-20) * hour))
	}
	w.edited = false
	event := w.rnd.IntN(9)
	w.events = append(w.events, fmt.Sprint(w.step, ":", event))
	switch event {
	case 0: // a few edits, one of them of all but the id
		w.edited = true
		for range 3 {
			p := w.pieces[w.rnd.IntN(len(w.pieces))]
			if !p.shown {
				continue // what nobody saw move cannot be known when all else changes, too
			}
			p.edits++
			switch w.rnd.IntN(4) {
			case 0:
				p.title = fmt.Sprint("Edited ", p.n, " ", p.edits)
			case 1:
				p.text += fmt.Sprint(" and more ", p.edits)
			case 2:
				p.text = long(1000*p.edits + p.n)
			case 3:
				p.slug += "-b"
			}
		}
	case 1: // new ids
		w.naming++
	case 2: // another domain
		w.host = fmt.Sprintf("site%d.example", w.step)
	case 3: // both, and all dates are others
		w.naming++
		w.host = fmt.Sprintf("site%d.example", w.step)
		w.shift += hour
	case 4: // other addresses on the same site, and new ids
		w.naming++
		for _, p := range w.pieces {
			p.slug = fmt.Sprintf("%d/%d", w.step, p.n)
		}
	case 5: // other dates
		w.shift += 30 * time.Minute
	}
	if w.every {
		w.naming++
	}
}

// document is what the feed shows: its newest, in any order, some twice, and
// now and then cut off.
func (w *world) document() (all []entry.Entry, partial bool) {
	shown := w.pieces[max(0, len(w.pieces)-w.window):]
	if partial = !w.edited && w.rnd.IntN(6) == 0; partial {
		shown = shown[w.rnd.IntN(len(shown)):]
	}
	for _, p := range w.pieces {
		p.shown = false
	}
	for _, p := range shown {
		e := entry.Entry{NativeID: fmt.Sprintf("%d-of-%d", p.n, w.naming), URL: fmt.Sprintf("https://%s/%s", w.host, p.slug), Title: p.title,
			Plain: p.text, Body: "<p>" + p.text + "</p>", Published: p.published.Add(w.shift), Tags: []string{fmt.Sprint(p.n)}}
		all = append(all, e)
		if w.rnd.IntN(10) == 0 {
			all = append(all, e)
		}
		content := e.Title + e.Plain + e.URL
		p.shown, p.ever = true, true
		if content != p.last {
			p.last, p.states = content, p.states+1
		}
	}
	return all, partial
}

// TestWhateverAFeedDoesEachPieceIsOneEntry plays random histories and holds the
// archive to the truth: no piece is two entries, no entry two pieces, ids and
// first-seen dates stay, so does the order, every version is kept, and the same
// documents in another order make the same bytes.
func TestWhateverAFeedDoesEachPieceIsOneEntry(t *testing.T) {
	for seed := range some(25) {
		t.Run(fmt.Sprint("history ", seed), func(t *testing.T) {
			var held [2]string
			for turned := range held {
				db := fresh(t)
				playWorld(t, db, newWorld(seed), rand.New(rand.NewPCG(seed, uint64(turned))))
				held[turned] = dump(t, db)
			}
			if !t.Failed() && held[0] != held[1] {
				t.Error("the order of the documents made another archive")
			}
		})
	}
}

// dump gives all that an archive holds, in the order it lies there.
func dump(t *testing.T, db *DB) string {
	t.Helper()
	tables, err := db.strings(`SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name`)
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, table := range tables {
		columns, _ := db.strings(`SELECT 'quote(' || name || ')' FROM pragma_table_info('` + table + `')`)
		rows, err := db.strings(`SELECT ` + strings.Join(columns, " || '|' || ") + ` FROM ` + table)
		if err != nil {
			t.Fatal(err)
		}
		all.WriteString(table + "\n" + strings.Join(rows, "\n") + "\n")
	}
	return all.String()
}

func playWorld(t *testing.T, db *DB, w *world, order *rand.Rand) {
	t.Helper()
	var before map[string]entry.Entry
	for range 25 {
		all, partial := w.document()
		mark := marked(t, db)
		order.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
		_, err := db.Record(context.Background(), Haul{Feed: Feed{Key: "https://one.example/feed", Title: "One", Good: w.now()}, At: w.now(), Entries: all, Partial: partial})
		if err != nil {
			t.Fatal(err)
		}
		settled(t, db, w.now())
		now := byID(t, db)
		wantNothingLost(t, before, now)
		wantCounted(t, db, mark, before, now)
		w.wantTruth(t, db, now)
		wantOrder(t, before, now)
		if t.Failed() {
			t.Logf("window %d, ids anew each time %v, %s", w.window, w.every, strings.Join(w.events, " "))
			return
		}
		before = now
		w.live()
	}
}

func (w *world) wantTruth(t *testing.T, db *DB, now map[string]entry.Entry) {
	t.Helper()
	entryOf := map[string]string{}
	for id, e := range now {
		if other, double := entryOf[e.Tags[0]]; double {
			t.Errorf("step %d: piece %s is the entries %s and %s", w.step, e.Tags[0], id, other)
		}
		entryOf[e.Tags[0]] = id
		if !e.Withdrawn.IsZero() {
			t.Errorf("step %d: piece %s is withdrawn", w.step, e.Tags[0])
		}
	}
	for _, p := range w.pieces {
		id, held := entryOf[fmt.Sprint(p.n)]
		if held != p.ever {
			t.Errorf("step %d: piece %d (%q) held %v, was shown %v", w.step, p.n, p.title, held, p.ever)
			continue
		}
		if !held {
			continue
		}
		if got := db.number(t, `SELECT count(*) FROM version WHERE entry = ?`, id); got != p.states {
			t.Errorf("step %d: piece %d has %d versions, and was shown in %d", w.step, p.n, got, p.states)
		}
		if others := db.number(t, `SELECT count(*) FROM version WHERE entry = ? AND json_extract(content, '$.Tags[0]') <> ?`, id, fmt.Sprint(p.n)); others > 0 {
			t.Errorf("step %d: piece %d has versions of another", w.step, p.n)
		}
	}
}

// wantOrder: what was known keeps its place among what was known.
func wantOrder(t *testing.T, before, now map[string]entry.Entry) {
	t.Helper()
	for id, e := range before {
		n := now[id]
		if d := n.Date(); !d.Equal(e.Date()) {
			t.Errorf("entry %s (%s) was of %v, and is of %v", id, e.Title, e.Date(), d)
		}
	}
}

// some is how many histories are played: all, or, where only races are looked for
// (-short), an eighth of them.
func some(all uint64) uint64 {
	if testing.Short() {
		return all / 8
	}
	return all
}
