// Package gather reads every feed of a layer into its archive: asks for it,
// turns its bytes into entries, looks for themes in these, and records them.
//
// It promises that one failing feed never stops the rest nor changes what was
// there, that an answer with the same bytes is not parsed again, and that what
// was recorded when it is interrupted stays.
//
// Three steps, each in a file of its own, hand an answer on:
//
//	ask.go, local.go   who is due; an answer from the network or from a file
//	read.go            its bytes become entries, tagged while they are at hand; pure
//	record.go          what became of it goes into the archive
//
// They work side by side: answers arrive in any order, several are read at a
// time, and they are recorded in the order of the lists (queue.go), so that two
// runs on the same input record the same. However much arrives, little of it is
// in memory.
package gather

import (
	"cmp"
	"context"
	"time"

	"weft/internal/archive"
	"weft/internal/diag"
	"weft/internal/entry"
	"weft/internal/fetch"
	"weft/internal/roster"
)

// A Job is one layer to read.
type Job struct {
	Layer   roster.Layer
	N       int // which layer it is
	Roster  *roster.Roster
	Archive *archive.DB
	BaseURL string // the site's address
	Zone    *time.Location
	Now     time.Time
	Client  *fetch.Client
	// Only says which feeds to ask; nil: all.
	Only func(roster.Feed) bool
	// Force asks feeds too whose last answer still holds, that failed often or
	// that are gone for good. A host that asked to wait is never pressed.
	Force bool
	// Trust takes what a feed gives even where it is another site's: a person
	// looked at it, and wants it.
	Trust bool
	// Finder makes something that finds the themes of entries, for one goroutine;
	// Vocabulary are the fingerprints of these themes. What comes in is tagged at
	// once where the archive was tagged with them; nil: it is left to be.
	Finder     func() Finder
	Vocabulary map[string]string
	// Scratch is a folder for what must wait on the disk for a while; "" is the
	// system's own.
	Scratch string
	// Heard is told of every feed as soon as its answer is there, before it is
	// read, and Done when it is recorded; nil: nobody is.
	Heard func(feed string)
	Done  func(Result)
}

// A Finder gives the themes of an entry.
type Finder func(*entry.Entry) []entry.Tag

// A Status is what became of a feed in a run.
type Status string

// What can become of a feed.
const (
	Good      Status = "ok"        // read and recorded
	Unchanged Status = "unchanged" // 304, or the same bytes as before
	Failed    Status = "failed"
	Gone      Status = "gone"     // 410
	Deferred  Status = "deferred" // asked to wait, or waiting still

	// Not asked in this run:
	Fresh   Status = "fresh"   // the last answer still holds, as its server said
	Paused  Status = "paused"  // it failed often in a row, and is asked less often
	Retired Status = "retired" // its server said that it is gone for good
)

// A Result says what became of one feed.
type Result struct {
	Feed                  string
	Contributor           string // id
	Status                Status
	Entries, New, Updated int
	Parsed                bool // the bytes were new, and so read
	Notice                string
	MovedTo               string // where permanent redirects lead
	MovedTimes            int    // how often in a row
	Found                 string // a feed that the page in its place names
	GoneSince             time.Time
	Err                   error // in plain words
	Requests              int
	Elapsed               time.Duration
	NextAt                time.Time // not asked again before; zero: any time
	Failures              int       // in a row, before this run; of a feed that is paused
	LastGood              time.Time
}

// Run reads all feeds of a layer: files first, in the order of the lists, then
// the web. Problems are those of people's own pieces. The error is one that
// stopped the run: an archive that cannot be written, or an interruption.
func (j Job) Run(ctx context.Context) ([]Result, diag.List, error) {
	r := &run{Job: j}
	r.pieces = pieceReader{md: newConverter(), base: j.BaseURL, zone: j.Zone, probs: &r.probs, lists: j.Roster}
	err := r.carry(ctx)
	if err != nil {
		return nil, nil, err
	}
	if r.recording, err = j.Archive.Recording(context.WithoutCancel(ctx)); err != nil {
		return nil, nil, err
	}
	if err = r.adopt(ctx); err == nil {
		err = r.all(ctx)
	}
	if err = cmp.Or(err, r.recording.Close()); err == nil {
		_, err = j.Archive.Settle(ctx, j.Now)
	}
	return r.results, r.probs, err
}

type run struct {
	Job
	known     map[string]archive.Feed // what was remembered of each feed before the run
	carried   map[string]string       // by key: what a feed goes on from, in words
	recording *archive.Recording
	pieces    pieceReader
	themes    Finder // for what is no answer from the web
	probs     diag.List
	results   []Result
}

func (r *run) all(ctx context.Context) error {
	if err := r.remember(); err != nil {
		return err
	}
	if err := r.contributions(ctx); err != nil {
		return err
	}
	var web []roster.Feed
	for _, f := range r.Roster.Feeds(r.N) {
		if r.Only != nil && !r.Only(f) {
			continue
		}
		if !f.Local {
			web = append(web, f)
			continue
		}
		if err := r.take(ctx, r.local(f)); err != nil {
			return err
		}
	}
	return r.web(ctx, web)
}

// adopt drops the finder where tags of its themes are not to be mixed in.
func (r *run) adopt(ctx context.Context) error {
	if r.Finder == nil {
		return nil
	}
	same, err := r.Archive.Adopt(ctx, r.Vocabulary)
	if !same {
		r.Finder = nil
	}
	return err
}

// finder makes a finder; nil where none is to find anything.
func (r *run) finder() Finder {
	if r.Finder == nil {
		return nil
	}
	return r.Finder()
}

// remember looks up every feed at once: a thousand questions would take longer
// than a thousand servers to say that nothing changed.
func (r *run) remember() error {
	feeds, err := r.Archive.Feeds()
	r.known = make(map[string]archive.Feed, len(feeds))
	for _, f := range feeds {
		r.known[f.Key] = f
	}
	return err
}

// before gives what was remembered of a feed, as far as it still holds; one
// never met has only its key.
func (r *run) before(f roster.Feed) archive.Feed {
	state := r.known[f.Key]
	state.Key = f.Key
	return onTerms(state, f)
}

// take reads an answer that was not asked for, and records it.
func (r *run) take(ctx context.Context, a *answer) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	r.heard(a.feed)
	if a.read(); r.themes == nil {
		r.themes = r.finder()
	}
	a.find(r.themes)
	return r.record(a)
}

func (r *run) heard(f roster.Feed) {
	if r.Heard != nil {
		r.Heard(f.Key)
	}
}

func (r *run) finish(res Result) {
	r.results = append(r.results, res)
	if r.Done != nil {
		r.Done(res)
	}
}
