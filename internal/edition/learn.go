package edition

import (
	"context"
	"errors"
	"maps"
	"slices"
	"time"

	"weft/internal/archive"
	"weft/internal/digest"
	"weft/internal/entry"
	"weft/internal/theme"
)

// sampled is how many entries of a layer are read to learn what its words are
// worth: more teach little, and cost memory.
const sampled = 4000

// learn makes the model of a period: from what curators confirmed, and from the
// newest entries that the edition may see. A person who declined teaches nothing.
func (ed *Edition) learn(ctx context.Context) (*theme.Model, error) {
	lessons, err := ed.lessonsApart()
	if err != nil {
		return nil, err
	}
	var failed error
	model := theme.Learn(ed.Themes, ed.Site.Language, lessons, func(yield func(*entry.Entry) bool) {
		if failed = ed.sample(ctx, yield); failed == nil {
			failed = ed.taught(lessons, yield)
		}
	})
	return model, failed
}

// sample gives the newest entries of each layer.
func (ed *Edition) sample(ctx context.Context, yield func(*entry.Entry) bool) error {
	for p, err := range ed.View.Reading(time.Time{}, ed.Now().Add(entry.Ahead), sampled) {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return err
		}
		if !yield(&p.Entry) {
			return nil
		}
	}
	return nil
}

// taught gives the entries that the lessons are about, be they ever so old.
func (ed *Edition) taught(lessons map[string]theme.Lesson, yield func(*entry.Entry) bool) error {
	for ids := range slices.Chunk(slices.Sorted(maps.Keys(lessons)), chunk) {
		for _, db := range ed.archives {
			found, err := db.ByIDs(ids, time.Time{}, archive.TagText)
			if err != nil {
				return err
			}
			for i := range found {
				if !yield(&found[i]) {
					return nil
				}
			}
		}
	}
	return nil
}

// lessonsApart gathers the lessons in an edition of its own. To assemble issues is
// to read entries with the tags they have; this edition would keep them so, and
// show and freeze what stood before the tagging that the lessons are for.
func (ed *Edition) lessonsApart() (map[string]theme.Lesson, error) {
	apart, probs, err := ed.Load(ed.Edition, ed.at)
	if err = errors.Join(err, probs.Err()); err != nil {
		return nil, err
	}
	lessons, err := apart.lessons()
	return lessons, errors.Join(err, apart.Close())
}

// lessons gathers what curators confirmed and struck out: in their record, which
// has the last word, and by what they put under a theme's heading in an issue that
// is frozen.
func (ed *Edition) lessons() (map[string]theme.Lesson, error) {
	lessons := map[string]theme.Lesson{}
	issues, err := ed.frozenIssues() // what cannot be read teaches nothing; `weft check` tells of it
	if err != nil {
		return nil, err
	}
	for i := range issues {
		for _, section := range issues[i].Sections {
			for _, part := range section.Parts {
				for _, item := range part.Items {
					if id := item.Facts.Entry; section.Theme != "" && id != "" && !item.Draft && !ownWord(item, section.Theme) {
						lessons[id] = placedUnder(lessons[id], section.Theme)
					}
				}
			}
		}
	}
	said, err := ed.View.Taught()
	for id, t := range said {
		lesson := lessons[id]
		lesson.Yes = slices.DeleteFunc(lesson.Yes, func(id string) bool { return slices.Contains(t.No, id) })
		lesson.Yes = append(lesson.Yes, t.Yes...)
		slices.Sort(lesson.Yes)
		lesson.Yes, lesson.No = slices.Compact(lesson.Yes), t.No
		lesson.Open = lesson.Open && len(t.Yes) == 0
		lessons[id] = lesson
	}
	return lessons, err
}

// frozenIssues gives the issues that are finished. Others are not put together for
// it: of those every item is looked up in the archive.
func (ed *Edition) frozenIssues() ([]digest.Issue, error) {
	periods, _ := ed.Periods()
	assembler := ed.assembler()
	var issues []digest.Issue
	for _, p := range periods {
		if record, err := ed.Record(p.Name, 0); err != nil || !record.Frozen {
			continue
		}
		made, err := ed.issue(assembler, p)
		if err != nil {
			return nil, err
		}
		if made.issue != nil && !made.issue.Draft {
			issues = append(issues, *made.issue)
		}
	}
	return issues, ed.failed
}

// ownWord reports whether an item stands under a theme's heading because a draft
// put it there. That somebody left it is not enough to learn from: weft would
// teach itself, and be the surer of its mistakes with each issue.
func ownWord(item digest.Item, id string) bool {
	return item.Offered && slices.ContainsFunc(item.Facts.Themes, func(t digest.ThemeFact) bool { return t.ID == id && t.By == entry.ByWeft })
}

// placedUnder notes a theme under whose heading an item stands; it may be about
// others as well.
func placedUnder(l theme.Lesson, id string) theme.Lesson {
	l.Open = true
	if !slices.Contains(l.Yes, id) {
		l.Yes = append(l.Yes, id)
	}
	return l
}
