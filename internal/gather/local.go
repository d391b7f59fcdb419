package gather

import (
	"context"
	"io/fs"

	"weft/internal/feed"
	"weft/internal/policy"
	"weft/internal/roster"
)

// local is what a feed that is a file or a folder of the site holds.
func (r *run) local(f roster.Feed) *answer {
	info, err := fs.Stat(r.Layer.FS, f.Key)
	if err != nil {
		return r.answer(f, Result{Status: Failed, Err: err})
	}
	if info.IsDir() {
		return r.folder(f)
	}
	data, err := fs.ReadFile(r.Layer.FS, f.Key)
	if err != nil {
		return r.answer(f, Result{Status: Failed, Err: err})
	}
	a := r.answer(f, Result{Status: Good})
	a.body, a.src = data, feed.Source{Identity: f.Identity}
	return a
}

// folder is what the pieces of a folder say. What is not right, or could not be
// read whole, is read again the next time, whatever its bytes.
func (r *run) folder(f roster.Feed) *answer {
	files, data, readable := r.pieces.files(r.Layer.FS, f.Key, r.Layer.Name)
	a := r.answer(f, Result{Status: Good})
	a.body = data
	a.pieces = func() reading {
		entries, whole, right := r.pieces.entries(files, r.Layer.Name)
		whole = whole && readable
		got := reading{entries: entries, complete: whole, again: !right || !whole}
		if !whole {
			got.notices = []string{"a piece in it cannot be read; `weft check` says which"}
		}
		return got
	}
	return a
}

// contributions reads the pieces handed in by people without a blog.
func (r *run) contributions(ctx context.Context) error {
	f := roster.Feed{Key: policy.Contributions, Local: true, Layer: r.N}
	if r.Only != nil && !r.Only(f) {
		return nil
	}
	a := r.folder(f)
	if len(a.body) == 0 && a.before.Good.IsZero() {
		return nil // there never were any
	}
	return r.take(ctx, a)
}
