package archive

import (
	"database/sql"
	"errors"
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
}

func (r *recorder) feed(f Feed) error {
	return r.exec(`INSERT INTO feed VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12)
		ON CONFLICT (key) DO UPDATE SET etag=?2, modified=?3, hash=?4, title=?5, checked=?6, good=?7, new=max(new,?8), next=?9, failures=?10, error=?11, notice=?12`,
		f.Key, f.ETag, f.LastModified, f.Hash, f.Title, unix(f.Checked), unix(f.Good), unix(f.New), unix(f.Next), f.Failures, f.Error, f.Notice)
}

// Feed gives a feed's state; one never met has only its key.
func (db *DB) Feed(key string) (Feed, error) {
	f := Feed{Key: key}
	var checked, good, fresh, next int64
	err := db.sql.QueryRow(`SELECT etag, modified, hash, title, checked, good, new, next, failures, error, notice FROM feed WHERE key = ?`, key).
		Scan(&f.ETag, &f.LastModified, &f.Hash, &f.Title, &checked, &good, &fresh, &next, &f.Failures, &f.Error, &f.Notice)
	if errors.Is(err, sql.ErrNoRows) {
		return f, nil
	}
	f.Checked, f.Good, f.New, f.Next = fromUnix(checked), fromUnix(good), fromUnix(fresh), fromUnix(next)
	return f, db.fail("read", err)
}

// Gathered is when a fetch last brought something new; zero when none did.
func (db *DB) Gathered() (time.Time, error) {
	var at int64
	err := db.sql.QueryRow(`SELECT value FROM meta WHERE key = 'gathered'`).Scan(&at)
	if errors.Is(err, sql.ErrNoRows) {
		return time.Time{}, nil
	}
	return fromUnix(at), db.fail("read", err)
}
