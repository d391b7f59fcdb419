package archive

import (
	"cmp"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
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
	// Unchanged says that the feed brought nothing to read (304, or the same
	// bytes): only its state is recorded.
	Unchanged bool
}

// A Change says what recording a Haul did.
type Change struct {
	New, Updated, Known int
	Notice              string // about a feed that gave everything new ids or dates
}

// A recorder enters one haul.
type recorder struct {
	*statements
	h       Haul
	first   bool            // the feed's first good fetch
	shared  map[string]bool // addresses that say nothing about identity
	met     map[string]bool // ids of entries recorded already
	change  Change
	renamed int // entries known by address that came with a new id
	redated int // entries known that came with another date
}

func (r *recorder) record() (Change, error) {
	var good int64
	err := r.row(`SELECT good FROM feed WHERE key = ?`, r.h.Feed.Key).Scan(&good)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return Change{}, err
	}
	r.first = good == 0
	r.shared, r.met = sharedPages(r.h.Entries), map[string]bool{}
	if !r.h.Unchanged {
		for i := range r.h.Entries {
			if err := r.entry(&r.h.Entries[i]); err != nil {
				return Change{}, err
			}
		}
	}
	if err := r.takenBack(); err != nil {
		return Change{}, err
	}
	r.notice()
	if r.change.New+r.change.Updated > 0 {
		r.h.Feed.New = r.h.At
		if err := r.exec(`INSERT INTO meta VALUES ('gathered', ?1) ON CONFLICT (key) DO UPDATE SET value = max(value, ?1)`, unix(r.h.At)); err != nil {
			return Change{}, err
		}
	}
	return r.change, r.feed(r.h.Feed)
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

// notice tells a feed that was rebuilt from one that has much to say.
func (r *recorder) notice() {
	many := func(n int) bool { return n >= 5 && n*5 > r.change.Known*4 }
	switch {
	case many(r.renamed):
		r.change.Notice = fmt.Sprintf("gave new ids to %d entries known by their addresses; nothing is shown twice", r.renamed)
	case many(r.redated):
		r.change.Notice = fmt.Sprintf("gave new dates to %d known entries; the first dates stay", r.redated)
	default:
		return
	}
	r.h.Feed.Notice = r.change.Notice
}

func (r *recorder) entry(e *entry.Entry) error {
	e.Feed = r.h.Feed.Key
	id, owner, err := r.find(e)
	if err != nil {
		return err
	}
	if id == "" {
		return r.insert(e)
	}
	r.change.Known++
	e.ID = id
	if r.met[id] { // a feed that holds an entry twice would rewrite it twice at every fetch
		return r.native(e)
	}
	r.met[id] = true
	if owner != e.Feed {
		return r.seenElsewhere(e)
	}
	return r.update(e)
}

func (r *recorder) insert(e *entry.Entry) error {
	e.ID = entry.NewID(e.Feed, e.NativeID)
	e.FirstSeen = r.firstSeen(e)
	r.change.New++
	r.met[e.ID] = true
	v := encode(e)
	err := r.exec(`INSERT INTO entry (id, feed, date, published, first_seen, last_seen, hash, owned) VALUES (?,?,?,?,?,?,?,?)`, e.ID, e.Feed, unix(e.Date()), unix(e.Published), unix(e.FirstSeen), unix(r.h.At), v.hash, r.owns(e))
	if key := entry.AddressKey(e.URL); key != "" {
		err = cmp.Or(err, r.exec(`INSERT OR IGNORE INTO address VALUES (?,?)`, key, e.ID))
	}
	return cmp.Or(err, r.version(e, v), r.known(e))
}

// firstSeen is the moment of the fetch, but what a feed holds when it is first
// read was there before: its dates count, as far as they are past.
func (r *recorder) firstSeen(e *entry.Entry) time.Time {
	if r.first && !e.Published.IsZero() && e.Published.Before(r.h.At) {
		return e.Published.UTC()
	}
	return r.h.At.UTC()
}

func (r *recorder) update(e *entry.Entry) error {
	var old string
	var published int64
	if err := r.row(`SELECT hash, published FROM entry WHERE id = ?`, e.ID).Scan(&old, &published); err != nil {
		return err
	}
	if !e.Published.IsZero() && published != 0 && unix(e.Published) != published {
		r.redated++
	}
	v, err := r.edited(e, old)
	if err != nil {
		return err
	}
	if v.hash != old {
		r.change.Updated++
		if err := r.version(e, v); err != nil {
			return err
		}
	}
	return cmp.Or(r.exec(`UPDATE entry SET hash = ?, last_seen = ?, gone = 0 WHERE id = ?`, v.hash, unix(r.h.At), e.ID), r.known(e))
}

// edited gives the version of an entry that is known by the hash old. Other
// dates alone make no new one: some feeds date everything anew at each fetch.
func (r *recorder) edited(e *entry.Entry, old string) (version, error) {
	v := encode(e)
	if v.hash == old {
		return v, nil
	}
	var before []byte
	if err := r.row(`SELECT content FROM version WHERE entry = ? AND hash = ? ORDER BY seen DESC LIMIT 1`, e.ID, old).Scan(&before); err != nil {
		return v, err
	}
	var was entry.Entry
	if err := json.Unmarshal(before, &was); err != nil {
		return v, fmt.Errorf("entry %s: %w", e.ID, err)
	}
	same := *e
	same.Published, same.Updated = was.Published, was.Updated
	if v := encode(&same); v.hash == old {
		return v, nil
	}
	return v, nil
}

// seenElsewhere notes that another feed carries an entry. Its words do not
// count, or anybody could rewrite anybody; but an entry goes over to the feed
// of the person at whose address it lies.
func (r *recorder) seenElsewhere(e *entry.Entry) error {
	var owned bool
	var owner string
	if err := r.row(`SELECT owned, feed FROM entry WHERE id = ?`, e.ID).Scan(&owned, &owner); err != nil {
		return err
	}
	abandoned := r.h.Listed != nil && !r.h.Listed(owner)
	if !abandoned && (owned || !r.owns(e)) {
		return cmp.Or(r.sighting(e), r.native(e))
	}
	v := encode(e)
	moved := r.exec(`UPDATE entry SET feed = ?, hash = ?, last_seen = ?, owned = ?, gone = 0 WHERE id = ?`, e.Feed, v.hash, unix(r.h.At), r.owns(e), e.ID)
	if !abandoned {
		moved = cmp.Or(moved, r.disown(e))
	}
	return cmp.Or(moved, r.version(e, v), r.known(e))
}

// disown drops what a copy said of an entry that now goes to its author: the
// words would be shown as the author's when looking back, and the copy's date
// could pin or hide them. When weft first saw the entry stays.
func (r *recorder) disown(e *entry.Entry) error {
	var first int64
	if err := r.row(`SELECT first_seen FROM entry WHERE id = ?`, e.ID).Scan(&first); err != nil {
		return err
	}
	e.FirstSeen = fromUnix(first)
	return cmp.Or(
		r.exec(`UPDATE entry SET published = ?, date = ? WHERE id = ?`, unix(e.Published), unix(e.Date()), e.ID),
		r.exec(`DELETE FROM version WHERE entry = ?`, e.ID))
}

func (r *recorder) owns(e *entry.Entry) bool { return r.h.Owns != nil && r.h.Owns(e.URL) }

func (r *recorder) version(e *entry.Entry, v version) error {
	keys := make([]string, len(e.Links)) // [] and not null
	for i, l := range e.Links {
		keys[i] = entry.AddressKey(l.URL)
	}
	list, err := json.Marshal(keys)
	return cmp.Or(err,
		r.exec(`INSERT OR IGNORE INTO version VALUES (?,?,?,?,?,?,?)`, e.ID, unix(r.h.At), v.hash, v.content, e.Plain, e.Summary, e.Body),
		r.exec(`DELETE FROM link WHERE entry = ?`, e.ID),
		r.exec(`INSERT OR IGNORE INTO link SELECT value, ? FROM json_each(?)`, e.ID, string(list)))
}

// known enters what an entry is known by. An address at somebody else's is
// entered only when the entry was met there first: who could claim one later,
// or as "canonical", would take the citations, or the entry, of its author.
func (r *recorder) known(e *entry.Entry) error {
	err := cmp.Or(r.native(e), r.sighting(e))
	for _, address := range []string{e.URL, e.Canonical} {
		if key := entry.AddressKey(address); key != "" && err == nil && !r.others(address) {
			err = r.exec(`INSERT OR IGNORE INTO address VALUES (?,?)`, key, e.ID)
		}
	}
	return err
}

func (r *recorder) others(address string) bool { return r.h.Others != nil && r.h.Others(address) }

func (r *recorder) native(e *entry.Entry) error {
	return r.exec(`INSERT OR REPLACE INTO native VALUES (?,?,?)`, r.h.Feed.Key, e.NativeID, e.ID)
}

func (r *recorder) sighting(e *entry.Entry) error {
	return r.exec(`INSERT OR IGNORE INTO sighting VALUES (?,?)`, e.ID, r.h.Feed.Key)
}

// A version is an entry's content: all but its long texts as JSON, and a hash
// of both.
type version struct{ hash, content string }

// encode gives an entry's version. What the archive keeps beside it does not
// count as content, nor does what weft derives from the texts.
func encode(e *entry.Entry) version {
	c := *e
	c.ID, c.Feed, c.NativeID, c.Hash, c.FirstSeen = "", "", "", "", time.Time{}
	c.Published, c.Updated = writable(c.Published), writable(c.Updated)
	c.Summary, c.Body, c.Plain, c.Opening = "", "", "", ""
	h := sha256.New()
	h.Write(marshal(c))
	io.WriteString(h, "\x00"+e.Summary+"\x00"+e.Body)
	c.Opening = e.Opening
	return version{hex.EncodeToString(h.Sum(nil)[:12]), string(marshal(c))}
}

func marshal(e entry.Entry) []byte {
	data, err := json.Marshal(e)
	if err != nil {
		panic(err) // an Entry is plain data
	}
	return data
}

// writable drops a date that JSON cannot write (RFC 3339 has years of four
// digits): a local date of the year 9999 may be over the edge in UTC.
func writable(t time.Time) time.Time {
	if t = t.UTC(); t.Year() < 0 || t.Year() > 9999 {
		return time.Time{}
	}
	return t
}

// unix is how times are kept: whole seconds, 0 for none.
func unix(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.Unix()
}

func fromUnix(s int64) time.Time {
	if s == 0 {
		return time.Time{}
	}
	return time.Unix(s, 0).UTC()
}
