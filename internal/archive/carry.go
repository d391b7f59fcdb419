package archive

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"weft/internal/entry"
)

// A feed is known by its address, and its address changes: a list is mended.
// What is remembered of it then goes over to the new one, so that its entries
// stay what they are and nothing comes in as new.

// Heirs finds, among the feeds that are listed, those that go on where another
// was: never read under their own address, which is where the other's redirects
// led, what the page in its place named, or another spelling of its own. What
// they go on from is listed no more. It gives the old key by the new.
func Heirs(states []Feed, listed []string) map[string]string {
	isListed, read := map[string]bool{}, map[string]bool{}
	for _, key := range listed {
		isListed[key] = true
	}
	leads := map[string][]string{} // folded address → the feeds that were known to be there, by key
	for _, f := range states {
		read[f.Key] = !f.Good.IsZero()
		if isListed[f.Key] || !isWeb(f.Key) {
			continue
		}
		for _, address := range []string{f.Moved, f.Found, f.Key} {
			if key := entry.AddressKey(address); key != "" && !slices.Contains(leads[key], f.Key) {
				leads[key] = append(leads[key], f.Key)
			}
		}
	}
	heirs, taken := map[string]string{}, map[string]bool{}
	for _, key := range slices.Sorted(slices.Values(listed)) {
		if !isWeb(key) || read[key] {
			continue
		}
		for _, old := range leads[entry.AddressKey(key)] {
			if !taken[old] && heirs[key] == "" {
				heirs[key], taken[old] = old, true
			}
		}
	}
	return heirs
}

func isWeb(key string) bool { return strings.Contains(key, "://") }

// Heirs does so by what the archive remembers.
func (db *DB) Heirs(listed []string) (map[string]string, error) {
	good, err := db.strings(`SELECT key FROM feed WHERE good > 0`)
	if err != nil {
		return nil, err
	}
	read := map[string]bool{}
	for _, key := range good {
		read[key] = true
	}
	if !slices.ContainsFunc(listed, func(key string) bool { return isWeb(key) && !read[key] }) {
		return nil, nil // as nearly always
	}
	states, err := db.Feeds()
	return Heirs(states, listed), err
}

// ofFeeds are the tables that name feeds, each with the column that does.
var ofFeeds = []struct{ table, column string }{{"entry", "feed"}, {"native", "feed"}, {"sighting", "feed"}}

// Carry lets a feed go on under another key, with all that is remembered of it,
// and says how many entries are its own. What only the old address said of
// itself, such as that it moved, failed or is gone, is forgotten. A feed that
// was read under the new key is left alone.
func (db *DB) Carry(ctx context.Context, from, to string) (entries int, err error) {
	tx, err := db.sql.BeginTx(ctx, nil)
	if err != nil {
		return 0, db.fail("write", err)
	}
	defer tx.Rollback()
	if entries, err = carry(ctx, tx, from, to); err != nil {
		return 0, db.fail("write", fmt.Errorf("%s, which goes on as %s: %w", from, to, err))
	}
	return entries, db.fail("write", tx.Commit())
}

func carry(ctx context.Context, tx *sql.Tx, from, to string) (entries int, err error) {
	var read int
	if err := tx.QueryRowContext(ctx, `SELECT count(*) FROM feed WHERE key = ? AND good > 0`, to).Scan(&read); err != nil || read > 0 {
		return 0, err
	}
	exec := func(query string, args ...any) {
		if err == nil {
			_, err = tx.ExecContext(ctx, query, args...)
		}
	}
	exec(`DELETE FROM feed WHERE key = ?`, to)
	exec(`UPDATE feed SET key = ?, next = 0, failures = 0, error = '', reason = '', moved = '', moved_since = 0, moved_times = 0, fresh = 0, retired = 0, found = '' WHERE key = ?`, to, from)
	for _, t := range ofFeeds {
		exec(fmt.Sprintf(`UPDATE OR REPLACE %s SET %s = ? WHERE %s = ?`, t.table, t.column, t.column), to, from)
	}
	if err == nil {
		err = tx.QueryRowContext(ctx, `SELECT count(*) FROM entry WHERE feed = ? AND gone = 0`, to).Scan(&entries)
	}
	return entries, err
}
