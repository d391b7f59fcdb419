package edition

import (
	"context"
	"errors"
	"maps"
	"runtime"
	"slices"
	"sync"

	"weft/internal/archive"
	"weft/internal/entry"
	"weft/internal/theme"
)

// Tag brings the stored tags up to date: entries that have none get theirs, by
// what was learnt in this period; the others keep what they have, but for themes
// whose file changed. They are kept in the archive of the topmost layer, which is
// opened for writing only when there is something to write. progress, if not nil,
// is told how many entries were read.
//
// An edition that looks back is tagged by what is known at present: tags are
// kept, and what a past day knew would stay with them.
func (ed *Edition) Tag(ctx context.Context, progress func(n int)) error {
	return ed.atPresent(func(ed *Edition) error { return ed.tag(ctx, false, progress) })
}

// Retag learns anew and makes the tags of all entries anew.
func (ed *Edition) Retag(ctx context.Context, progress func(n int)) error {
	return ed.atPresent(func(ed *Edition) error { return ed.tag(ctx, true, progress) })
}

// atPresent does something with the edition as it is now, if it looks back.
func (ed *Edition) atPresent(do func(*Edition) error) error {
	if ed.at.AsOf.IsZero() {
		return do(ed)
	}
	now, probs, err := ed.Load(ed.Edition, Moment{Now: ed.at.Now})
	if err = errors.Join(err, probs.Err()); err != nil {
		return err
	}
	defer now.Close()
	return do(now)
}

// Waiting gives how many entries Tag and Compare would read, those that came in
// since, and all of them when a theme changed; and whether there is anything for
// them to do, be it that a theme is no more.
func (ed *Edition) Waiting() (entries int, due bool, err error) {
	todo, err := ed.backlog(ed.archives[len(ed.archives)-1], false)
	if err != nil {
		return 0, false, err
	}
	n := todo.size()
	for _, ids := range todo.others {
		n += len(ids)
	}
	fresh, err := uncompared(ed.archives)
	n = max(n, len(fresh))
	return n, n > 0 || !todo.nothing(), err
}

func (ed *Edition) tag(ctx context.Context, anew bool, progress func(n int)) error {
	top := ed.archives[len(ed.archives)-1]
	todo, err := ed.backlog(top, anew)
	if err != nil || todo.nothing() {
		return err
	}
	db, err := archive.OpenForWriting(ed.ArchivePath(ed.Edition, len(ed.archives)-1))
	if err != nil {
		return err
	}
	defer db.Close()
	tagger, err := db.Tagging(ctx)
	if err != nil {
		return err
	}
	// Now nobody else writes, and what came in meanwhile counts, too.
	if todo, err = ed.backlog(top, anew); err == nil {
		todo.model, err = ed.model(ctx, top, tagger, todo)
	}
	if err == nil {
		err = ed.tagAll(ctx, tagger, todo, progress)
	}
	if err != nil {
		tagger.Abandon()
		return err
	}
	return tagger.End(todo.prints)
}

// model gives what was learnt for this period. It is learnt when the first entry
// of a period is tagged, when a theme changed, and when more is to be tagged than
// was ever read; else what was learnt then stays, so that a period's entries are
// tagged alike.
func (ed *Edition) model(ctx context.Context, top *archive.DB, tagger *archive.Tagger, todo backlog) (*theme.Model, error) {
	if len(ed.Themes) == 0 {
		return nil, nil
	}
	now := ed.Site.Calendar.Of(ed.at.Now).Name
	in, data, err := top.Model()
	if err != nil {
		return nil, err
	}
	if known := (&theme.Model{}); in == now && !todo.anew && len(todo.changed) == 0 && known.UnmarshalBinary(data) == nil && known.Entries() >= todo.size() {
		return known, nil
	}
	learnt, err := ed.learn(ctx)
	if err != nil {
		return nil, err
	}
	if data, err = learnt.MarshalBinary(); err != nil {
		return nil, err
	}
	tagger.Learn(now, data)
	return learnt, nil
}

// A backlog is what tagging has to do.
type backlog struct {
	fresh   []map[string]string // by layer: ids without tags of their newest version, and its hash
	others  []map[string]string // by layer: the rest, where themes changed
	changed []string            // themes that are new or another than before
	gone    []string            // themes that are no more
	prints  map[string]string   // of the themes as they are
	anew    bool                // all of it is asked for
	model   *theme.Model        // what was learnt
}

// size is how many entries have no tags yet.
func (b backlog) size() int {
	n := 0
	for _, ids := range b.fresh {
		n += len(ids)
	}
	return n
}

func (b backlog) nothing() bool {
	return len(b.changed)+len(b.gone)+b.size() == 0
}

func (ed *Edition) backlog(top *archive.DB, anew bool) (backlog, error) {
	b := backlog{prints: theme.Fingerprints(ed.Themes), anew: anew}
	old, err := top.Vocabulary()
	if err != nil {
		return b, err
	}
	for _, id := range slices.Sorted(maps.Keys(b.prints)) {
		if old[id] != b.prints[id] {
			b.changed = append(b.changed, id)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(old)) {
		if _, ok := b.prints[id]; !ok {
			b.gone = append(b.gone, id)
		}
	}
	return b, ed.entriesToTag(top, &b)
}

// entriesToTag asks the topmost archive about its own entries, so that the work
// grows with what is new; only for those of the layers below, which it does not
// hold, are the lists compared.
func (ed *Edition) entriesToTag(top *archive.DB, b *backlog) error {
	for _, db := range ed.archives {
		var fresh, others map[string]string
		var err error
		switch {
		case b.anew:
			fresh, err = db.Hashes()
		case db == top:
			fresh, err = db.Untagged()
		default:
			fresh, err = untaggedBelow(top, db)
		}
		if err == nil && len(b.changed) > 0 {
			others, err = db.Hashes()
		}
		if err != nil {
			return err
		}
		for id := range fresh {
			delete(others, id)
		}
		b.fresh, b.others = append(b.fresh, fresh), append(b.others, others)
	}
	return nil
}

func untaggedBelow(top, db *archive.DB) (map[string]string, error) {
	tagged, err := top.Tagged()
	if err != nil {
		return nil, err
	}
	hashes, err := db.Hashes()
	maps.DeleteFunc(hashes, func(id, hash string) bool { return tagged[id] == hash })
	return hashes, err
}

// chunk is how many entries are read and tagged at once; a reader must be done
// before its writer commits. stored is how many are stored at once, since most
// of what that takes is waiting for the disk.
const chunk, stored = 500, 10 * chunk

func (ed *Edition) tagAll(ctx context.Context, tagger *archive.Tagger, todo backlog, progress func(int)) error {
	for _, id := range todo.gone {
		tagger.Forget(id)
	}
	for _, id := range todo.changed {
		tagger.Renew(id)
	}
	hands := ed.hands(todo.model)
	n := 0
	put := func(layer int, entries map[string]string, themes []string) error {
		for ids := range slices.Chunk(slices.Sorted(maps.Keys(entries)), chunk) {
			found, err := ed.archives[layer].ToTag(ids)
			if err != nil {
				return err
			}
			for i, tags := range hands.tag(found) {
				tagger.Put(found[i].ID, entries[found[i].ID], themes, tags)
			}
			if n += len(found); progress != nil {
				progress(n)
			}
			if err := ctx.Err(); err != nil {
				return err
			}
			if n/stored > (n-len(found))/stored {
				if err := tagger.Pause(); err != nil {
					return err
				}
			}
		}
		return nil
	}
	for layer := range ed.archives {
		if err := put(layer, todo.fresh[layer], nil); err != nil {
			return err
		}
		if err := put(layer, todo.others[layer], todo.changed); err != nil {
			return err
		}
	}
	return nil
}

// Hands read entries at the same time, each with a vocabulary of its own.
type hands []*theme.Vocabulary

func (ed *Edition) hands(model *theme.Model) hands {
	all := make(hands, runtime.GOMAXPROCS(0))
	for i := range all {
		all[i] = theme.NewVocabulary(ed.Themes, ed.Site.Language, model)
	}
	return all
}

// tag finds the themes of entries, in their order.
func (h hands) tag(entries []entry.Entry) [][]entry.Tag {
	found := make([][]entry.Tag, len(entries))
	var all sync.WaitGroup
	for first, vocabulary := range h {
		all.Go(func() {
			for i := first; i < len(entries); i += len(h) {
				found[i] = vocabulary.Tags(&entries[i])
			}
		})
	}
	all.Wait()
	return found
}
