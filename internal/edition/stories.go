package edition

import (
	"time"

	"weft/internal/policy"
	"weft/internal/story"
)

// storyWeeks is how much time is read at once where stories are looked for.
const storyWeeks = 2

// Stories gives the story that each entry of a stretch of time is of, by entry
// id; one that tells it alone is not among them.
func (ed *Edition) Stories(from, to time.Time) (map[string]string, error) {
	var failed error
	pieces := func(yield func(story.Piece) bool) {
		for ; from.Before(to); from = from.AddDate(0, 0, 7*storyWeeks) {
			until := from.AddDate(0, 0, 7*storyWeeks)
			if until.After(to) {
				until = to
			}
			told, err := ed.View.Told(from, until)
			if err != nil {
				failed = err
				return
			}
			for _, p := range policy.OldestFirst(told) {
				if !yield(p.Told()) {
					return
				}
			}
		}
	}
	of := map[string]string{}
	for s := range story.Stories(pieces) {
		for _, id := range s.Entries {
			of[id] = s.ID
		}
	}
	return of, failed
}
