package archive

import (
	"cmp"
	"database/sql"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"time"

	"weft/internal/entry"
)

// A Haul is what one fetch of one feed brought.
type Haul struct {
	Feed    Feed // the feed's state after the fetch, with Key set
	Entries []entry.Entry
	At      time.Time
	// Owns reports whether an address lies at the feed's own contributor. An
	// entry that several feeds carry belongs to the one whose address it is.
	Owns func(address string) bool
	// Others reports whether an address lies at somebody else's: an entry may
	// not claim such a one as its own. Nil: none does.
	Others func(address string) bool
	// Listed reports whether a feed is still read. An entry whose feed is not
	// goes over to the one that carries it now.
	Listed func(feed string) bool
	// Complete says that Entries are all there are: what is not among them was
	// taken back by its author, and is not given out again. It is so for
	// folders of the site, and never for a feed, which only shows its newest.
	Complete bool
	// Partial says that the feed may hold more than Entries (it was cut off):
	// what is not among them is not missed.
	Partial bool
	// Deleted are the ids of entries that the feed says were taken back.
	Deleted []string
	// Trusted says that a person wants whatever the feed gives, be it another
	// site's.
	Trusted bool
	// BadIDs says that the document's ids name nothing, and Remedy what a
	// curator can do about such a feed; empty: nothing more.
	BadIDs bool
	Remedy string
	// Unchanged says that the feed brought nothing to read (304, or the same
	// bytes): only its state is recorded.
	Unchanged bool
	// Tags are those of each of Entries; nil: they are found later. So they are
	// when the archive was tagged with another vocabulary than that of these
	// fingerprints (Adopt).
	Tags       [][]entry.Tag
	Vocabulary map[string]string
}

// A Change says what recording a Haul did.
type Change struct {
	New, Updated, Known int
	Held                int    // dated ahead, and held back until their day
	Notice              string // what a curator should know, what reading the feed told among it
	Swap                *Swap  // not nil: nothing was recorded, not even the feed's state
	fickle              bool
}

// A recorder enters one haul.
type recorder struct {
	*statements
	h       Haul
	before  Feed     // the feed's state before the haul
	returns int      // entries of its that were missing and came back
	whole   int64    // when it was last read to its end; 0: not known
	first   bool     // the feed's first good fetch
	own     []*known // the feed's entries before the haul, by date
	carried
	shared map[string]bool // addresses that say nothing about identity
	taken  map[string]bool // ids of entries that a piece of the haul is known as
	met    map[string]bool // ids of entries that the haul holds
	tags   map[*entry.Entry][]entry.Tag
	// emptied are the ids of entries whose words are not kept.
	emptied map[string]bool
	// emptiedBy are their ids by the marks of their titles and words.
	emptiedBy map[[2]int64]string
	// tagsOthers says that entries of other archives are tagged in this one.
	tagsOthers bool
	// arrived are the dates of entries that the haul brought and nothing had.
	arrived []int64
	change  Change
	count   counts
}

// counts are what notices are made of.
type counts struct {
	renamed    int      // known entries that came with a new id
	copies     []string // addresses of what is a copy of what was taken down
	recognised int      // of these, known by what they say alone
	reused     int      // pieces that came with an id of another
	redated    int      // known entries that came with another date
	ahead      []*entry.Entry
}

func (r *recorder) record() (Change, error) {
	if err := r.remember(); err != nil {
		return Change{}, err
	}
	if !r.h.Unchanged {
		if err := r.entries(); err != nil || r.change.Swap != nil {
			return r.change, err
		}
	}
	if err := r.takenBack(); err != nil {
		return Change{}, err
	}
	if err := r.notice(); err != nil {
		return Change{}, err
	}
	if r.change.New+r.change.Updated > 0 {
		r.h.Feed.New = r.h.At
		if err := r.gathered(); err != nil {
			return Change{}, err
		}
	}
	if err := r.feed(r.h.Feed); err != nil || r.h.Unchanged || r.h.Partial {
		return r.change, err
	}
	return r.change, r.exec(`UPDATE feed SET whole = ? WHERE key = ?`, unix(r.h.At), r.h.Feed.Key)
}

// gathered notes that something new was brought.
func (r *recorder) gathered() error {
	return r.exec(`INSERT INTO meta VALUES ('gathered', ?1) ON CONFLICT (key) DO UPDATE SET value = max(value, ?1)`, unix(r.h.At))
}

// remember looks up what the feed was before.
func (r *recorder) remember() error {
	var good int64
	err := r.row(`SELECT good, title, page, terms, returns, whole FROM feed WHERE key = ?`, r.h.Feed.Key).
		Scan(&good, &r.before.Title, &r.before.Page, &r.before.Terms, &r.returns, &r.whole)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	r.first, r.taken, r.met = good == 0, map[string]bool{}, map[string]bool{}
	return nil
}

// entries records what the haul holds, unless it is another site's.
func (r *recorder) entries() error {
	pieces, err := r.identify()
	if err != nil || r.change.Swap != nil {
		return err
	}
	for _, p := range pieces {
		if err := r.arrive(p); err != nil {
			return err
		}
	}
	return cmp.Or(r.deleted(), r.missing())
}

// takenBack marks what a complete haul does not hold any more.
func (r *recorder) takenBack() error {
	if !r.h.Complete || r.h.Unchanged {
		return nil
	}
	met, err := json.Marshal(slices.AppendSeq([]string{}, maps.Keys(r.met))) // [] and not null, in which nothing is and nothing is not
	if err != nil {
		return err
	}
	return r.exec(`UPDATE entry SET gone = 1 WHERE feed = ? AND id NOT IN (SELECT value FROM json_each(?))`, r.h.Feed.Key, string(met))
}
