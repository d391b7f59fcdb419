package archive

import (
	"context"
	"database/sql"
	"encoding/json"
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
func (db *DB) Heirs(listed []string) (map[string]string, error) {
	fresh, err := db.unread(listed)
	if err != nil || len(fresh) == 0 {
		return nil, err
	}
	states, err := db.Feeds()
	if err != nil {
		return nil, err
	}
	left := slices.DeleteFunc(states, func(f Feed) bool {
		return slices.Contains(listed, f.Key) || !strings.Contains(f.Key, "://")
	})
	heirs, taken := map[string]string{}, map[string]bool{}
	for _, key := range fresh {
		for _, f := range left {
			if !taken[f.Key] && f.leadsTo(key) {
				heirs[key], taken[f.Key] = f.Key, true
				break
			}
		}
	}
	return heirs, nil
}

// leadsTo reports whether a feed was known to be at another address.
func (f Feed) leadsTo(address string) bool {
	key := entry.AddressKey(address)
	return key != "" && (key == entry.AddressKey(f.Moved) || key == entry.AddressKey(f.Found) || key == entry.AddressKey(f.Key))
}

// unread gives, sorted, those of some feeds that never answered well.
func (db *DB) unread(keys []string) ([]string, error) {
	list, err := json.Marshal(append([]string{}, keys...))
	if err != nil {
		return nil, err
	}
	return db.strings(`SELECT value FROM json_each(?) WHERE value LIKE '%://%' AND value NOT IN (SELECT key FROM feed WHERE good > 0) ORDER BY value`, string(list))
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
