package archive

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"weft/internal/entry"
)

// A History is all that is remembered of one entry, also of one that its
// author took back: for the curator who asks about it, never for a page.
type History struct {
	Entry     entry.Entry // its newest version, with its texts
	Versions  []Version   // the oldest first
	Addresses []string    // every folded address it ever had, sorted
	Feeds     []string    // that carry it, its own among them, sorted
	LastSeen  time.Time   // when its own feed was last read with it in it
	Gone      bool        // taken back by its author: its file was deleted
	Missing   time.Time   // when its feed first did not have it, though older ones; zero: it has it, or that is settled
	Due       time.Time   // held back until then: its feed dates it ahead; zero: it is not
	// FeedRead is when its own feed last brought something to read, as far as
	// the feed's entries show.
	FeedRead time.Time
	// OlderStay says that the feed still holds entries older than this one: it
	// did not fall off the end.
	OlderStay bool
}

// A Version is an entry's words as they were seen from a moment on.
type Version struct {
	Seen    time.Time
	Title   string
	Plain   string
	Updated time.Time
}

// InFeed reports whether the entry was in its feed when that was last read.
func (h *History) InFeed() bool {
	return !h.Gone && h.Entry.Withdrawn.IsZero() && !h.LastSeen.Before(h.FeedRead)
}

// IDsAt gives the ids of the entries that have, or had, an address, those
// taken back too, the oldest entry first.
func (db *DB) IDsAt(address string) ([]string, error) {
	return db.strings(`SELECT e.id FROM address a JOIN entry e ON e.id = a.entry WHERE a.key = ? ORDER BY e.gone, e.date, e.id`, entry.AddressKey(address))
}

// AddressesAt gives folded addresses of a folded host, sorted, at most max.
func (db *DB) AddressesAt(host string, max int) ([]string, error) {
	return db.strings(`SELECT DISTINCT key FROM address WHERE key >= ?1 || '/' AND key < ?1 || '0' LIMIT ?2`, host, max) // "0" comes after "/"
}

// History gives what is remembered of an entry; false when there is nothing.
func (db *DB) History(id string) (History, bool, error) {
	var h History
	found, err := db.current(id, &h)
	if err != nil || !found {
		return h, false, err
	}
	if h.Versions, err = db.versions(id); err != nil {
		return h, false, err
	}
	if h.Addresses, err = db.Addresses(id); err != nil {
		return h, false, err
	}
	if h.Feeds, err = db.strings(`SELECT feed FROM sighting WHERE entry = ?1 UNION SELECT feed FROM entry WHERE id = ?1 ORDER BY feed`, id); err != nil {
		return h, false, err
	}
	var read, older int64
	err = db.row(`SELECT max(last_seen) FROM entry WHERE feed = ?`, h.Entry.Feed).Scan(&read)
	if err == nil {
		err = db.row(`SELECT count(*) FROM entry WHERE feed = ? AND last_seen = ? AND date < ?`, h.Entry.Feed, read, unix(h.Entry.Date())).Scan(&older)
	}
	h.FeedRead, h.OlderStay = fromUnix(read), older > 0
	return h, err == nil, db.fail("read", err)
}

// current reads the entry itself, whether it was taken back or not.
func (db *DB) current(id string, h *History) (bool, error) {
	var seen int64
	rows, err := db.rows(`SELECT `+db.entryColumns()+`v.plain, v.summary, v.body FROM entry e JOIN version v ON v.entry = e.id AND `+newestVersion+` WHERE e.id = ?`, id)
	if err != nil {
		return false, db.fail("read", err)
	}
	defer rows.Close()
	if !rows.Next() {
		return false, db.fail("read", rows.Err())
	}
	if h.Entry, err = scan(rows); err != nil {
		return false, db.fail("read", err)
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		return false, db.fail("read", err)
	}
	waits := `missing, due`
	if db.form < 3 {
		waits = `0, 0`
	}
	var missing, due int64
	err = db.row(`SELECT last_seen, gone, `+waits+` FROM entry WHERE id = ?`, id).Scan(&seen, &h.Gone, &missing, &due)
	h.LastSeen, h.Missing, h.Due = fromUnix(seen), fromUnix(missing), fromUnix(due)
	return err == nil, db.fail("read", err)
}

func (db *DB) versions(id string) ([]Version, error) {
	rows, err := db.rows(`SELECT seen, content, plain FROM version WHERE entry = ? ORDER BY seen, rowid`, id)
	if err != nil {
		return nil, db.fail("read", err)
	}
	defer rows.Close()
	var out []Version
	for rows.Next() {
		var seen int64
		var content, plain []byte
		if err := rows.Scan(&seen, &content, &plain); err != nil {
			return nil, db.fail("read", err)
		}
		var e entry.Entry
		if err := json.Unmarshal(content, &e); err != nil {
			return nil, db.fail("read", fmt.Errorf("entry %s: %w", id, err))
		}
		out = append(out, Version{fromUnix(seen), e.Title, string(plain), e.Updated})
	}
	return out, db.fail("read", rows.Err())
}

// Withdrawn gives the ids of all entries that their authors took back, and
// every folded address these had, sorted.
func (db *DB) Withdrawn() ([]string, error) {
	if db.form < 3 {
		return nil, nil
	}
	return db.strings(`SELECT id FROM entry WHERE withdrawn > 0 UNION SELECT key FROM address WHERE entry IN (SELECT id FROM entry WHERE withdrawn > 0) ORDER BY 1`)
}
