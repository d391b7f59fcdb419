package story

import "iter"

// A Story is entries that tell of one thing.
type Story struct {
	ID      string
	Entries []string
}

// Stories is not there yet.
func Stories(entries iter.Seq[Piece]) iter.Seq[Story] {
	return func(func(Story) bool) {}
}
