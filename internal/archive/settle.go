package archive

import (
	"context"
	"database/sql"
	"time"
)

// A Settlement says what settling an archive changed.
type Settlement struct {
	Due       int // entries whose day has come
	Withdrawn int // entries that their feeds took back
}

// Settle ends a run in which feeds were read. What was held back until its day
// is given out once that has come; what is missing since an answer before its
// feed's last good one is withdrawn, unless the feed shows now this and now that.
func (db *DB) Settle(ctx context.Context, at time.Time) (Settlement, error) {
	var s Settlement
	if nothing, err := db.settled(ctx, at); nothing || err != nil {
		return s, db.fail("read", err)
	}
	tx, err := db.sql.BeginTx(ctx, nil)
	if err != nil {
		return s, db.fail("write", err)
	}
	defer tx.Rollback()
	if s, err = settle(ctx, tx, at); err != nil {
		return Settlement{}, db.fail("write", err)
	}
	return s, db.fail("write", tx.Commit())
}

// settled reports whether there is nothing to do, as mostly: what is not
// written does not change the file.
func (db *DB) settled(ctx context.Context, at time.Time) (bool, error) {
	var some bool
	err := db.sql.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM entry WHERE due > 0 AND due <= ?) OR EXISTS (SELECT 1 FROM entry WHERE missing > 0)`, unix(at)).Scan(&some)
	return !some, err
}

func settle(ctx context.Context, tx *sql.Tx, at time.Time) (s Settlement, err error) {
	change := func(query string, args ...any) int {
		if err != nil {
			return 0
		}
		var res sql.Result
		if res, err = tx.ExecContext(ctx, query, args...); err != nil {
			return 0
		}
		n, _ := res.RowsAffected()
		return int(n)
	}
	if s.Due = change(`UPDATE entry SET due = 0 WHERE due > 0 AND due <= ?`, unix(at)); s.Due > 0 {
		change(`INSERT INTO meta VALUES ('gathered', ?1) ON CONFLICT (key) DO UPDATE SET value = max(value, ?1)`, unix(at))
	}
	change(`UPDATE entry SET missing = 0 WHERE missing > 0 AND (SELECT returns FROM feed WHERE key = entry.feed) >= ?`, rotating)
	change(`UPDATE entry SET withdrawn = 0 WHERE withdrawn > 0 AND (SELECT returns FROM feed WHERE key = entry.feed) >= ?`, rotating)
	s.Withdrawn = change(`UPDATE entry SET withdrawn = ?, missing = 0 WHERE missing > 0 AND missing < (SELECT good FROM feed WHERE key = entry.feed)`, unix(at))
	return s, err
}
