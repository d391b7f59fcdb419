package gather

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"weft/bench/hostile/wicked"
	"weft/internal/archive"
	"weft/internal/fetch"
	"weft/internal/roster"
)

// turned are what twenty of a hundred feeds become: by protocol, by time, by
// size, by where they lead, by what they say. Each fails.
var turned = []string{"endless-header", "early-hints-endless", "chunk-extensions", "chunk-huge", "http-0.9", "http-2-clear", "one-byte", "reset-mid-body", "reset-at-once", "slow-header", "slow-body", "silence",
	"endless-body", "length-lie", "gzip-bomb", "gzip-cut", "cookie-wall", "to-circled", "meta-refresh", "error-endless"}

// A village is a hundred feeds, each at an address of its own.
type village struct {
	t     *testing.T
	hosts []*wicked.Host
	lists *roster.Roster
	db    *archive.DB
}

func newVillage(t *testing.T) *village {
	v := &village{t: t}
	var list strings.Builder
	for i := range 100 {
		h, err := wicked.Serve(fmt.Sprintf("feed-%d", i))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(h.Close)
		v.hosts = append(v.hosts, h)
		fmt.Fprintf(&list, "[[contributor]]\nid = \"c-%d\"\nname = \"C %d\"\n[[contributor.feed]]\nurl = %q\nnetwork = \"private\"\n", i, i, h.URL)
	}
	lists, probs := roster.Load([]roster.Layer{{FS: fstest.MapFS{"feeds/a.toml": {Data: []byte(list.String())}}}}, nil)
	if err := probs.Err(); err != nil {
		t.Fatal(err)
	}
	db, err := archive.OpenForWriting(t.TempDir() + "/a.db")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	v.lists, v.db = lists, db
	return v
}

func (v *village) fetch(at time.Time) map[string]Result {
	v.t.Helper()
	ctx, cancel := context.WithTimeout(v.t.Context(), 5*time.Minute)
	defer cancel()
	work := Job{Layer: roster.Layer{FS: fstest.MapFS{}}, Roster: v.lists, Archive: v.db, BaseURL: "https://digest.example/", Zone: time.UTC, Now: at, Force: true,
		Client: fetch.New(fetch.Options{Concurrency: 32, Attempts: 1, Timeout: 10 * time.Second, Gap: -1, Now: func() time.Time { return at }})}
	results, _, err := work.Run(ctx)
	if err != nil || len(results) != 100 {
		v.t.Fatalf("%d results, %v", len(results), err)
	}
	out := map[string]Result{}
	for _, r := range results {
		out[r.Feed] = r
	}
	return out
}

// titles gives what the archive holds of a feed.
func (v *village) titles(feed string) []string {
	v.t.Helper()
	var out []string
	for e, err := range v.db.Entries(archive.Query{Feed: feed}) {
		if err != nil {
			v.t.Fatal(err)
		}
		out = append(out, e.Title)
	}
	slices.Sort(out)
	return out
}

func TestTwentyHostileFeedsOfAHundredHarmNobody(t *testing.T) {
	if testing.Short() {
		t.Skip("some of the twenty take as long as they are let")
	}
	v := newVillage(t)
	v.fetch(now)
	all := map[string]wicked.Behaviour{}
	for _, b := range wicked.All() {
		all[b.ID] = b
	}
	for i, id := range turned {
		b, ok := all[id]
		if !ok {
			t.Fatalf("there is no behaviour %q", id)
		}
		v.hosts[5*i].Turn(b)
	}
	results := v.fetch(now.Add(time.Hour))
	for i, h := range v.hosts {
		r, name := results[h.URL], fmt.Sprintf("feed-%d", i)
		if want := []string{"One of " + name, "Two of " + name}; !slices.Equal(v.titles(h.URL), want) {
			t.Errorf("of %s there is %q", name, v.titles(h.URL))
		}
		hostile := i%5 == 0 && i/5 < len(turned)
		if hostile && (r.Status != Failed || r.Err == nil || !r.LastGood.Equal(now)) {
			t.Errorf("%s (%s): %s, %v, last good %s", name, turned[i/5], r.Status, r.Err, r.LastGood)
		}
		if !hostile && r.Status != Unchanged {
			t.Errorf("%s suffers from the others: %s, %v", name, r.Status, r.Err)
		}
	}
}
