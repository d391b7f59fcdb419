// Package gather reads every feed of a layer into its archive: asks for it,
// turns its bytes into entries, and records them.
//
// It promises that one failing feed never stops the rest nor changes what was
// there, that an answer with the same bytes is not parsed again, and that what
// was recorded when it is interrupted stays.
package gather

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"time"

	"weft/internal/archive"
	"weft/internal/diag"
	"weft/internal/fetch"
	"weft/internal/policy"
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
	// Done is told of every feed as it is finished; nil: nobody is.
	Done func(Result)
}

// A Status is what became of a feed in a run.
type Status string

// What can become of a feed.
const (
	Good      Status = "ok"        // read and recorded
	Unchanged Status = "unchanged" // 304, or the same bytes as before
	Failed    Status = "failed"
	Gone      Status = "gone"     // 410
	Deferred  Status = "deferred" // asked to wait, or waiting still
)

// A Result says what became of one feed.
type Result struct {
	Feed                  string
	Contributor           string // id
	Status                Status
	Entries, New, Updated int
	Format                string
	Notice                string
	MovedTo               string // where permanent redirects lead
	Err                   error  // in plain words
	Requests              int
	Elapsed               time.Duration
	NextAt                time.Time
	LastGood              time.Time
}

// Run reads all feeds of a layer: files first, in the order of the lists, then
// the web. Problems are those of people's own pieces. The error is one that
// stopped the run: an archive that cannot be written, or an interruption.
func (j Job) Run(ctx context.Context) ([]Result, diag.List, error) {
	r := &run{Job: j}
	r.pieces = pieceReader{md: newConverter(), base: j.BaseURL, zone: j.Zone, probs: &r.probs}
	err := r.all(ctx)
	return r.results, r.probs, err
}

type run struct {
	Job
	pieces  pieceReader
	probs   diag.List
	results []Result
}

func (r *run) all(ctx context.Context) error {
	if err := r.contributions(ctx); err != nil {
		return err
	}
	var web []roster.Feed
	for _, f := range r.Roster.Feeds(r.N) {
		if !f.Local {
			web = append(web, f)
			continue
		}
		if err := r.local(ctx, f); err != nil {
			return err
		}
	}
	return r.web(ctx, web)
}

// contributions reads the pieces handed in by people without a blog.
func (r *run) contributions(ctx context.Context) error {
	f := roster.Feed{Key: policy.Contributions, Local: true, Layer: r.N}
	entries, data, whole := r.pieces.folder(r.Layer.FS, f.Key, r.Layer.Name)
	if state, err := r.Archive.Feed(f.Key); err != nil || len(data) == 0 && state.Good.IsZero() {
		return err // there never were any
	}
	withoutAuthor(entries, r.Layer, r.Roster, &r.probs)
	return r.folder(ctx, f, entries, data, whole)
}

func (r *run) finish(res Result) {
	r.results = append(r.results, res)
	if r.Done != nil {
		r.Done(res)
	}
}

func digestOf(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}
