package gather

import (
	"context"
	"io/fs"

	"weft/internal/entry"
	"weft/internal/feed"
	"weft/internal/policy"
	"weft/internal/roster"
)

// markdownFolder is the format of a feed that is a folder of the site.
const markdownFolder = "markdown"

// local is what a feed that is a file or a folder of the site holds.
func (r *run) local(f roster.Feed) *answer {
	info, err := fs.Stat(r.Layer.FS, f.Key)
	if err != nil {
		return r.answer(f, Result{Status: Failed, Err: err})
	}
	if info.IsDir() {
		entries, data, whole := r.pieces.folder(r.Layer.FS, f.Key, r.Layer.Name)
		return r.folder(f, entries, data, whole)
	}
	data, err := fs.ReadFile(r.Layer.FS, f.Key)
	if err != nil {
		return r.answer(f, Result{Status: Failed, Err: err})
	}
	a := r.answer(f, Result{Status: Good})
	a.hash, a.parse = digestOf(data), parser(data, feed.Source{Identity: f.Identity})
	return a
}

// folder is what the pieces of a folder say. What could not be read of it whole
// is read again the next time, whatever its bytes.
func (r *run) folder(f roster.Feed, entries []entry.Entry, data []byte, whole bool) *answer {
	a := r.answer(f, Result{Status: Good, Format: markdownFolder})
	if whole {
		a.hash = digestOf(data)
	}
	a.parse = func() (reading, error) { return reading{entries: entries, complete: whole}, nil }
	return a
}

// contributions reads the pieces handed in by people without a blog.
func (r *run) contributions(ctx context.Context) error {
	f := roster.Feed{Key: policy.Contributions, Local: true, Layer: r.N}
	if r.Only != nil && !r.Only(f) {
		return nil
	}
	entries, data, whole := r.pieces.folder(r.Layer.FS, f.Key, r.Layer.Name)
	if len(data) == 0 && r.before(f).Good.IsZero() {
		return nil // there never were any
	}
	withoutAuthor(entries, r.Layer, r.Roster, &r.probs)
	return r.take(ctx, r.folder(f, entries, data, whole))
}
