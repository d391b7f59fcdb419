package edition

import (
	"cmp"
	"time"

	"weft/internal/digest"
	"weft/internal/entry"
	"weft/internal/period"
	"weft/internal/policy"
	"weft/internal/site"
	"weft/internal/story"
)

const (
	// storyWeeks is how much time is read at once where stories are looked for.
	storyWeeks = 2
	// aroundStories is how many days before and after a stretch of time are read
	// to tell its stories, so that they are those of the whole archive.
	aroundStories = 21
	// lately is of how many days before the end of the newest closed period pages
	// tell who else is on a story: what is older is past, and would be read for
	// nothing at each build.
	lately = 28
	// mostTold bounds how many entries are read for that, the newest first, and
	// mostOthers how many are named with one of them.
	mostTold   = 2000
	mostOthers = 8
)

// Stories gives the story that each entry of a stretch of time is of, by entry
// id; one that tells it alone is not among them.
func (ed *Edition) Stories(from, to time.Time) (map[string]string, error) {
	of := map[string]string{}
	err := ed.tell(from, to, func(*policy.Piece) {}, func(s story.Story) {
		for _, id := range s.Entries {
			of[id] = s.ID
		}
	})
	return of, err
}

// allStories gives the story of each entry, whenever it was.
func (ed *Edition) allStories() (map[string]string, error) {
	oldest, met, err := ed.View.Oldest()
	if err != nil || !met {
		return nil, err
	}
	return ed.Stories(oldest, ed.Now().Add(entry.Ahead))
}

// tell goes through the stories of a stretch of time. Each piece of it, copies
// of others among them, is handed to met without its texts.
func (ed *Edition) tell(from, to time.Time, met func(*policy.Piece), note func(story.Story)) error {
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
				p.Summary, p.Plain, p.Links, p.Enclosures = "", "", nil, nil
				met(p)
			}
		}
	}
	for s := range story.Stories(pieces) {
		note(s)
	}
	return failed
}

// A telling is who tells the stories of a stretch of time, the earliest first;
// of what stands at several places, the original.
type telling struct {
	stories [][]*policy.Piece
	of      map[string][]int // the stories of a piece, by its id
}

func (ed *Edition) telling(from, to time.Time) (*telling, error) {
	t := &telling{of: map[string][]int{}}
	byID := map[string]*policy.Piece{}
	var found []story.Story
	if err := ed.tell(from, to, func(p *policy.Piece) { byID[p.ID] = p }, func(s story.Story) { found = append(found, s) }); err != nil {
		return nil, err
	}
	for n, s := range found {
		var by []*policy.Piece
		for _, id := range s.Entries {
			p := byID[id]
			t.of[originalOf(p)] = append(t.of[originalOf(p)], n)
			if original := byID[p.Original]; original != nil {
				p = original
			}
			by = append(by, p)
		}
		t.stories = append(t.stories, by)
	}
	return t, nil
}

func originalOf(p *policy.Piece) string { return cmp.Or(p.Original, p.ID) }

// others are pieces of other people that tell the story of a piece, one of each,
// none that is the same piece or that its author took back.
func (t *telling) others(p *policy.Piece) []*policy.Piece {
	var out []*policy.Piece
	same, who := originalOf(p), map[string]bool{p.Contributor.ID: true}
	for _, n := range t.of[same] {
		for _, q := range t.stories[n] {
			if originalOf(q) == same || who[q.Contributor.ID] || !q.Withdrawn.IsZero() || len(out) == mostOthers {
				continue
			}
			who[q.Contributor.ID] = true
			out = append(out, q)
		}
	}
	return out
}

// OthersOn gives who else tells the story of a piece: live, for an issue that is
// not frozen, and for the pages of the newest entries.
func (ed *Edition) OthersOn(p *policy.Piece) ([]*policy.Piece, error) {
	var of period.Period // none: of the newest weeks
	if p.Date().Before(ed.since()) {
		of = ed.Site.Calendar.Of(p.Date())
	}
	t := ed.tellings[of.Name]
	if t == nil {
		from, to, err := ed.aroundStories(of)
		if err != nil {
			return nil, err
		}
		if t, err = ed.telling(from, to); err != nil {
			return nil, err
		}
		ed.tellings[of.Name] = t
	}
	return t.others(p), nil
}

// since is where the newest weeks begin.
func (ed *Edition) since() time.Time { return ed.newest.End.AddDate(0, 0, -lately) }

// aroundStories gives what must be read to tell the stories of a period, or, if
// it has no name, of the newest weeks.
func (ed *Edition) aroundStories(of period.Period) (from, to time.Time, err error) {
	if of.Name != "" {
		return of.Start.AddDate(0, 0, -aroundStories), of.End.AddDate(0, 0, aroundStories), nil
	}
	from, to = ed.since().AddDate(0, 0, -aroundStories), ed.newest.End
	window, err := ed.Window()
	if err != nil {
		return from, to, err
	}
	if len(window) > mostTold && window[mostTold].Date().After(from) {
		from = window[mostTold].Date()
	}
	last, err := ed.View.NewestBefore(ed.Now().AddDate(100, 0, 0))
	if last != nil && !last.Date().Before(to) {
		to = last.Date().Add(time.Second)
	}
	return from, to, err
}

// onStory gives an issue's facts of who else tells the story of a piece.
func (ed *Edition) onStory(p *policy.Piece) ([]digest.Companion, error) {
	others, err := ed.OthersOn(p)
	var out []digest.Companion
	for _, q := range others {
		out = append(out, digest.Companion{Entry: q.ID, By: digest.Ref{ID: q.Contributor.ID, Name: q.Contributor.Name}, URL: q.URL, Title: q.Title,
			Sectors: ed.sectorRefs(q.Sectors), Date: q.Date().UTC(), Inside: q.Layer > 0})
	}
	return out, err
}

// stories enters who else tells the story of the newest entries.
func (ed *Edition) stories(in *site.Input) error {
	in.Stories = map[string][]*policy.Piece{}
	for _, pieces := range [][]*policy.Piece{in.River, in.Window} {
		for _, p := range pieces { // newest first
			if p.Date().Before(ed.since()) {
				break
			}
			others, err := ed.OthersOn(p)
			if err != nil {
				return err
			}
			if len(others) > 0 {
				in.Stories[p.ID] = others
			}
		}
	}
	return nil
}
