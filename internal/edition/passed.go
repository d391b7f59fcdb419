package edition

import (
	"context"
	"errors"

	"weft/internal/archive"
)

// PassTime brings the edition's own time up to its Now, where an embargo or a rule
// has ended since: pages go by the archive's time, so that an unchanged site builds
// to the same bytes, and else such a piece would wait until something new comes in.
// Whoever fetches calls it. It reports whether it did.
func (ed *Edition) PassTime(ctx context.Context) (bool, error) {
	passed, err := ed.View.Passed(ed.at.Now)
	if !passed || err != nil {
		return false, err
	}
	db, err := archive.OpenForWriting(ed.ArchivePath(ed.Edition, len(ed.Layers)-1))
	if err != nil {
		return false, err
	}
	return true, errors.Join(db.Gather(ctx, ed.at.Now), db.Close())
}
