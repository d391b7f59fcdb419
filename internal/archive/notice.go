package archive

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// notice tells a curator what a feed does to its entries, beside what reading
// it told: one that was rebuilt from one that has much to say.
func (r *recorder) notice() error {
	if r.h.Unchanged {
		return nil
	}
	said, err := r.said()
	if err != nil {
		return err
	}
	if r.h.Feed.Notice != "" {
		said = append(said, r.h.Feed.Notice)
	}
	if (r.h.BadIDs || r.count.reused > 0 || r.change.fickle) && r.h.Remedy != "" {
		said = append(said, r.h.Remedy)
	}
	r.change.Notice = strings.Join(said, "; ")
	r.h.Feed.Notice = r.change.Notice
	return nil
}

func (r *recorder) said() (said []string, err error) {
	n := r.count
	say := func(format string, args ...any) { said = append(said, fmt.Sprintf(format, args...)) }
	asked := r.before.Terms != r.h.Feed.Terms // the list names its entries in another way now: that is no change of the feed's
	if !asked {
		if r.change.fickle, err = r.fickle(); err != nil {
			return nil, err
		}
	}
	switch {
	case asked:
	case r.change.fickle:
		say("gives its entries new ids again and again; they are known by their addresses and words, and nothing is shown twice")
	case r.most(n.recognised):
		say("gave new ids and addresses to %d known entries, as a site does that moves; they were recognised by titles, dates and words, and nothing is shown twice", n.recognised)
	case r.most(n.renamed):
		say("gave new ids to %d entries known by their addresses; nothing is shown twice", n.renamed)
	}
	if n.reused > 0 {
		say("gave %s that other pieces had before; they are told apart by address, title and date", plural(n.reused, "an id", "ids"))
	}
	if r.most(n.redated) {
		say("gave new dates to %d known entries; the first dates stay", n.redated)
	}
	if len(n.copies) > 0 {
		slices.Sort(n.copies)
		say("holds %s of what was taken down, which stays away: %s", plural(len(n.copies), "a copy", "copies"), strings.Join(n.copies[:min(3, len(n.copies))], " "))
	}
	if len(n.ahead) > 0 {
		e := n.ahead[0]
		for _, other := range n.ahead {
			if other.Published.Before(e.Published) {
				e = other
			}
		}
		say("dates %s ahead: %q is of %s, and held back until then; if that is a slip, its author has to mend it", plural(len(n.ahead), "an entry", "entries"), shortened(e.Title), e.Published.UTC().Format("2 January 2006"))
	}
	return said, nil
}

func plural(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return fmt.Sprintf("%d %s", n, many)
}

func shortened(title string) string {
	const most = 60
	if r := []rune(title); len(r) > most {
		return string(r[:most]) + "…"
	}
	return title
}

// most reports whether so many are nearly all of what was known: of two or
// three entries, one may just have been edited.
func (r *recorder) most(n int) bool { return n >= 2 && n*5 > r.change.Known*4 }

// fickle reports whether the feed gives its entries new ids at every reading,
// and forgets those that did not come again: they would fill the archive.
func (r *recorder) fickle() (bool, error) {
	if !r.most(r.count.renamed) {
		return false, nil
	}
	const often = 3
	var ids int
	err := r.row(`SELECT count(*) FROM native n WHERE feed = ?`, r.h.Feed.Key).Scan(&ids)
	if err != nil || ids < often*(len(r.own)+r.change.New) {
		return false, err
	}
	given := make([]string, len(r.h.Entries))
	for i, e := range r.h.Entries {
		given[i] = e.NativeID
	}
	list, err := json.Marshal(given)
	if err != nil {
		return true, err
	}
	return true, r.exec(`DELETE FROM native WHERE feed = ?1 AND id NOT IN (SELECT value FROM json_each(?2)) AND id NOT IN
		(SELECT min(id) FROM native WHERE feed = ?1 AND id NOT IN (SELECT value FROM json_each(?2)) GROUP BY entry)`, r.h.Feed.Key, string(list))
}
