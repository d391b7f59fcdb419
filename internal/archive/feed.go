package archive

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"time"
)

// A Feed is what is known of a feed's health.
type Feed struct {
	Key          string
	ETag         string    // validators of the last good answer
	LastModified string    //
	Hash         string    // of the last good body, hexadecimal SHA-256
	Title        string    // as the feed calls itself
	Checked      time.Time // last asked
	Good         time.Time // last answered well
	New          time.Time // last brought something new
	Next         time.Time // not to be asked before; zero: any time
	Failures     int       // in a row
	Error        string    // of the last failure, empty when good
	Notice       string    // what a curator should know
	Reason       string    // the kind of the last failure, for machines; empty when good
	Moved        string    // where permanent redirects lead; empty when they don't
	MovedSince   time.Time // when that was first met
	MovedTimes   int       // how often in a row
	Validated    string    // the address that gave the validators; empty: the feed's own, or wherever it led
	Fresh        time.Time // until then the last answer holds, as its server said (Cache-Control); zero: it did not say
	Retired      time.Time // since when its server says that it is gone for good; zero: it is not
	Found        string    // a feed that the page now at its address names; empty: none
	Page         string    // the page that the feed says it belongs to
	Terms        string    // how the list had it asked and read, as a hash; empty: not known
}

// columns are a feed's, in the order of its table.
const columns = `key, etag, modified, hash, title, checked, good, new, next, failures, error, notice, reason, moved, moved_since, moved_times, validated, fresh, retired, found, page, terms`

func (r *recorder) feed(f Feed) error {
	return r.exec(`INSERT INTO feed (`+columns+`)
		VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14,?15,?16,?17,?18,?19,?20,?21,?22)
		ON CONFLICT (key) DO UPDATE SET etag=?2, modified=?3, hash=?4, title=?5, checked=?6, good=?7, new=max(new,?8), next=?9, failures=?10, error=?11, notice=?12,
			reason=?13, moved=?14, moved_since=?15, moved_times=?16, validated=?17, fresh=?18, retired=?19, found=?20, page=?21, terms=?22`,
		f.Key, f.ETag, f.LastModified, f.Hash, f.Title, unix(f.Checked), unix(f.Good), unix(f.New), unix(f.Next), f.Failures, f.Error, f.Notice,
		f.Reason, f.Moved, unix(f.MovedSince), f.MovedTimes, f.Validated, unix(f.Fresh), unix(f.Retired), f.Found, f.Page, f.Terms)
}

// Feed gives a feed's state; one never met has only its key.
func (db *DB) Feed(key string) (Feed, error) {
	found, err := db.feeds(`WHERE key = ?`, key)
	if err != nil || len(found) == 0 {
		return Feed{Key: key}, err
	}
	return found[0], nil
}

// Feeds gives the state of every feed ever asked, by key.
func (db *DB) Feeds() ([]Feed, error) { return db.feeds(`ORDER BY key`) }

func (db *DB) feeds(which string, args ...any) ([]Feed, error) {
	columns := columns
	if db.form < 2 {
		columns = strings.Replace(columns, "reason, moved, moved_since, moved_times", "'', '', 0, 0", 1)
	}
	if db.form < 3 {
		columns = strings.Replace(columns, "validated, fresh, retired, found, page, terms", "'', 0, 0, '', '', ''", 1)
	}
	rows, err := db.rows(`SELECT `+columns+` FROM feed `+which, args...)
	if err != nil {
		return nil, db.fail("read", err)
	}
	defer rows.Close()
	var out []Feed
	for rows.Next() {
		var f Feed
		var checked, good, brought, next, moved, fresh, retired int64
		if err := rows.Scan(&f.Key, &f.ETag, &f.LastModified, &f.Hash, &f.Title, &checked, &good, &brought, &next, &f.Failures, &f.Error, &f.Notice,
			&f.Reason, &f.Moved, &moved, &f.MovedTimes, &f.Validated, &fresh, &retired, &f.Found, &f.Page, &f.Terms); err != nil {
			return nil, db.fail("read", err)
		}
		f.Checked, f.Good, f.New, f.Next, f.MovedSince = fromUnix(checked), fromUnix(good), fromUnix(brought), fromUnix(next), fromUnix(moved)
		f.Fresh, f.Retired = fromUnix(fresh), fromUnix(retired)
		out = append(out, f)
	}
	return out, db.fail("read", rows.Err())
}

// A Holding is what the archive has of one feed.
type Holding struct {
	Entries int
	Oldest  time.Time   // by date
	Newest  []time.Time // the dates of its newest entries, newest first, at most so many as asked for
	Arrived time.Time   // when the last of them was first seen
}

// Holding gives what there is of one feed: how much, how old, and when the last
// of it came.
func (db *DB) Holding(feed string) (Holding, error) {
	var h Holding
	var oldest, arrived sql.NullInt64
	err := db.row(`SELECT count(*), min(date), max(first_seen) FROM entry WHERE feed = ? AND `+db.shown(), feed).Scan(&h.Entries, &oldest, &arrived)
	h.Oldest, h.Arrived = fromUnix(oldest.Int64), fromUnix(arrived.Int64)
	return h, db.fail("read", err)
}

// Holdings gives what there is of every feed that owns entries.
func (db *DB) Holdings(newest int) (map[string]Holding, error) {
	rows, err := db.rows(`SELECT feed, date, first_seen FROM entry WHERE ` + db.shown() + ` ORDER BY feed, date DESC`)
	if err != nil {
		return nil, db.fail("read", err)
	}
	defer rows.Close()
	out := map[string]Holding{}
	for rows.Next() {
		var feed string
		var date, seen int64
		if err := rows.Scan(&feed, &date, &seen); err != nil {
			return nil, db.fail("read", err)
		}
		h := out[feed]
		h.Entries, h.Oldest = h.Entries+1, fromUnix(date)
		if len(h.Newest) < newest {
			h.Newest = append(h.Newest, fromUnix(date))
		}
		if at := fromUnix(seen); at.After(h.Arrived) {
			h.Arrived = at
		}
		out[feed] = h
	}
	return out, db.fail("read", rows.Err())
}

// Oldest is the earliest date of an entry, if there is one.
func (db *DB) Oldest() (at time.Time, met bool, err error) {
	var date sql.NullInt64
	err = db.row(`SELECT min(date) FROM entry`).Scan(&date)
	return fromUnix(date.Int64), date.Valid, db.fail("read", err)
}

// Gathered is when a fetch last brought something new; zero when none did.
func (db *DB) Gathered() (time.Time, error) {
	var at int64
	err := db.row(`SELECT value FROM meta WHERE key = 'gathered'`).Scan(&at)
	if errors.Is(err, sql.ErrNoRows) {
		return time.Time{}, nil
	}
	return fromUnix(at), db.fail("read", err)
}

// Gather sets the moment that the archive is of, unless it is of a later one: when
// something new was brought, or a fetch found that time alone had changed what may
// be seen.
func (db *DB) Gather(ctx context.Context, at time.Time) error {
	_, err := db.sql.ExecContext(ctx, `INSERT INTO meta VALUES ('gathered', ?1) ON CONFLICT (key) DO UPDATE SET value = max(value, ?1)`, unix(at))
	return db.fail("write", err)
}
