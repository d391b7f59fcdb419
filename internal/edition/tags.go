package edition

import (
	"context"
	"maps"
	"slices"

	"weft/internal/archive"
	"weft/internal/theme"
)

// Tag brings the stored tags up to date: entries that have none get theirs;
// the others keep what they have, but for themes whose file changed. They are
// kept in the archive of the topmost layer, which is opened for writing only
// when there is something to write. progress, if not nil, is told how many
// entries were read.
func (ed *Edition) Tag(ctx context.Context, progress func(n int)) error {
	top := ed.archives[len(ed.archives)-1]
	todo, err := ed.untagged(top)
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
	if err := ed.tagAll(ctx, tagger, todo, progress); err != nil {
		tagger.Abandon()
		return err
	}
	return tagger.End(todo.prints)
}

// A backlog is what tagging has to do.
type backlog struct {
	entries map[string]bool   // ids without tags of their newest version
	changed []string          // themes that are new or another than before
	gone    []string          // themes that are no more
	prints  map[string]string // of the themes as they are
	hashes  map[string]string // of all entries
}

func (b backlog) nothing() bool { return len(b.entries)+len(b.changed)+len(b.gone) == 0 }

func (ed *Edition) untagged(top *archive.DB) (backlog, error) {
	b := backlog{entries: map[string]bool{}, prints: theme.Fingerprints(ed.Themes), hashes: map[string]string{}}
	tagged, err := top.Tagged()
	if err != nil {
		return b, err
	}
	for _, db := range ed.archives {
		hashes, err := db.Hashes()
		if err != nil {
			return b, err
		}
		for id, hash := range hashes {
			b.hashes[id] = hash
			if tagged[id] != hash {
				b.entries[id] = true
			}
		}
	}
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
	return b, nil
}

func (ed *Edition) tagAll(ctx context.Context, tagger *archive.Tagger, todo backlog, progress func(int)) error {
	for _, id := range todo.gone {
		tagger.Forget(id)
	}
	vocabulary := theme.NewVocabulary(ed.Themes, ed.Site.Language)
	n := 0
	for _, db := range ed.archives {
		for e, err := range db.Entries(archive.Query{}) {
			if err != nil {
				return err
			}
			if ctx.Err() != nil {
				return ctx.Err()
			}
			fresh := todo.entries[e.ID]
			if !fresh && len(todo.changed) == 0 {
				continue
			}
			themes := todo.changed
			if fresh {
				themes = nil // all
			}
			tagger.Put(e.ID, todo.hashes[e.ID], themes, vocabulary.Tags(&e))
			if n++; progress != nil && n%100 == 0 {
				progress(n)
			}
		}
	}
	return nil
}
