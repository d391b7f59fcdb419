package edition

import (
	"context"
	"iter"
	"slices"
	"time"

	"weft/internal/archive"
	"weft/internal/entry"
	"weft/internal/htmlsafe"
	"weft/internal/story"
)

// Compare brings what entries have in common up to date: where some are new or
// edited, the time around them is looked through, and only that. Pairs of two
// entries of one layer lie in its archive; those with an entry further down in
// the archive of the upper one. Archives are opened for writing only when there
// is something to write. progress, if not nil, is told how many entries were read.
func (ed *Edition) Compare(ctx context.Context, progress func(n int)) error {
	for top := range ed.archives { // what an upper one leaves to those below must be there
		if err := ed.compareUpTo(ctx, top, progress); err != nil {
			return err
		}
	}
	return nil
}

// compareUpTo brings the pairs of one layer up to date, with no other than those
// below it.
func (ed *Edition) compareUpTo(ctx context.Context, top int, progress func(n int)) error {
	layers := ed.archives[:top+1]
	if fresh, err := uncompared(layers); err != nil || len(fresh) == 0 {
		return err
	}
	db, err := archive.OpenForWriting(ed.ArchivePath(ed.Edition, top))
	if err != nil {
		return err
	}
	defer db.Close()
	tagger, err := db.Tagging(ctx)
	if err != nil {
		return err
	}
	if err := compare(ctx, layers, tagger, progress); err != nil {
		tagger.Abandon()
		return err
	}
	return tagger.Done()
}

// uncompared gives the entries that the topmost archive has not compared as
// they are now: of its own, and of the layers below.
func uncompared(layers []*archive.DB) ([]archive.State, error) {
	top, below := layers[len(layers)-1], layers[:len(layers)-1]
	var fresh []archive.State
	for s, err := range top.Uncompared() {
		if err != nil {
			return nil, err
		}
		fresh = append(fresh, s)
	}
	if len(below) == 0 {
		return fresh, nil
	}
	known, err := top.Compared()
	if err != nil {
		return nil, err
	}
	for _, db := range below {
		for s, err := range db.States(time.Time{}, time.Time{}) {
			if err != nil {
				return nil, err
			}
			if known[s.ID] != s.Hash {
				fresh = append(fresh, s)
			}
		}
	}
	return fresh, nil
}

func compare(ctx context.Context, layers []*archive.DB, tagger *archive.Tagger, progress func(int)) error {
	fresh, err := uncompared(layers)
	if err != nil {
		return err
	}
	dates := make([]time.Time, len(fresh))
	for i, s := range fresh {
		dates[i] = s.Date
	}
	read := 0
	for _, stretch := range story.Stretches(dates) {
		pairs, err := pairsOf(ctx, layers, stretch, func() {
			if read++; read%chunk == 0 && progress != nil {
				progress(read)
			}
		})
		if err != nil {
			return err
		}
		tagger.Pair(stretch.From, stretch.Until, pairs)
	}
	for _, s := range fresh {
		tagger.Compared(s)
	}
	return nil
}

// pairsOf finds the pairs of a stretch that are the topmost layer's to keep.
func pairsOf(ctx context.Context, layers []*archive.DB, stretch story.Stretch, seen func()) ([]archive.Pair, error) {
	top := len(layers) - 1
	own := map[string]bool{} // of the topmost layer
	var failed error
	pieces := func(yield func(story.Piece) bool) {
		for at, err := range reading(layers, stretch.Since, stretch.Until.Add(time.Second)) {
			if failed = err; failed == nil {
				failed = ctx.Err()
			}
			if failed != nil {
				return
			}
			if at.layer == top {
				own[at.entry.ID] = true
			}
			seen()
			if !yield(storyPiece(&at.entry)) {
				return
			}
		}
	}
	var out []archive.Pair
	for p := range stretch.Pairs(pieces) {
		if own[p.A] || own[p.B] {
			out = append(out, archive.Pair{Entry: p.B, Earlier: p.A, At: p.At, Kind: string(p.Kind), Passage: p.Passage})
		}
	}
	return out, failed
}

func storyPiece(e *entry.Entry) story.Piece {
	p := story.Piece{ID: e.ID, Date: e.Date(), Feed: e.Feed, Title: e.Title, Plain: e.Plain, Language: e.Language,
		URL: e.URL, Canonical: e.Canonical, NativeID: e.NativeID, Quoted: htmlsafe.Quotes(e.Body)}
	for _, l := range e.Links {
		p.Links = append(p.Links, l.URL)
	}
	return p
}

// A placed entry is one of a layer.
type placed struct {
	entry entry.Entry
	layer int
}

// reading merges the layers' entries of a stretch of time, the oldest first,
// those of one second by id.
func reading(layers []*archive.DB, from, to time.Time) iter.Seq2[placed, error] {
	if len(layers) == 1 {
		return func(yield func(placed, error) bool) {
			for e, err := range layers[0].Reading(from, to) {
				if !yield(placed{e, 0}, err) {
					return
				}
			}
		}
	}
	return func(yield func(placed, error) bool) {
		var heads []*head
		for layer, db := range layers {
			next, stop := iter.Pull2(db.Reading(from, to))
			defer stop()
			if h := (&head{next: next, layer: layer}); h.advance() {
				heads = append(heads, h)
			}
		}
		for len(heads) > 0 {
			first := slices.MinFunc(heads, func(a, b *head) int { return story.ByDate(storyPiece(&a.entry), storyPiece(&b.entry)) })
			if !yield(placed{first.entry, first.layer}, first.err) || first.err != nil {
				return
			}
			if !first.advance() {
				heads = slices.DeleteFunc(heads, func(h *head) bool { return h == first })
			}
		}
	}
}

// A head is the next entry of a layer.
type head struct {
	next  func() (entry.Entry, error, bool)
	layer int
	entry entry.Entry
	err   error
}

func (h *head) advance() (there bool) {
	h.entry, h.err, there = h.next()
	return there
}
