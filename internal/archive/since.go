package archive

import (
	"database/sql"
	"encoding/json"
	"errors"
	"slices"
)

// A Mark is how far an archive had been written at a moment: what Since counts
// from. It names rows by what they held, because a backup may take the file's
// place.
type Mark struct {
	Version   int64  // the newest row of version
	VersionOf string // which entry and content it is
	Touched   int64  // the newest count
	TouchedOf string // which entry it counts
}

// Mark gives how far the archive is written; false for one of an older form,
// which does not count.
func (db *DB) Mark() (m Mark, counts bool, err error) {
	if db.form < 6 {
		return m, false, nil
	}
	err = db.row(`SELECT rowid, entry || ' ' || hash || ' ' || seen FROM version ORDER BY rowid DESC LIMIT 1`).Scan(&m.Version, &m.VersionOf)
	if err == nil || err == sql.ErrNoRows {
		err = db.row(`SELECT n, entry FROM touched ORDER BY n DESC LIMIT 1`).Scan(&m.Touched, &m.TouchedOf)
	}
	if err == sql.ErrNoRows {
		err = nil
	}
	return m, err == nil, db.fail("read", err)
}

// Since gives the ids of the entries that came in, or of which something that is
// seen changed, or that were tagged, after a mark, sorted; false when the mark is
// not this archive's, because it was begun anew or a backup was put in its place.
// Sightings and pairs are not counted.
func (db *DB) Since(m Mark) (ids []string, ours bool, err error) {
	if ours, err = db.holds(m); !ours || err != nil {
		return nil, false, err
	}
	for query, after := range map[string]int64{`SELECT entry FROM version WHERE rowid > ?`: m.Version, `SELECT entry FROM touched WHERE n > ?`: m.Touched} {
		found, err := db.strings(query, after)
		if err != nil {
			return nil, false, err
		}
		ids = append(ids, found...)
	}
	slices.Sort(ids)
	return slices.Compact(ids), true, nil
}

// holds reports whether the rows that a mark names are there: the version as it
// was, the count no lower.
func (db *DB) holds(m Mark) (bool, error) {
	if db.form < 6 {
		return false, nil
	}
	var ours bool
	err := db.row(`SELECT (?1 = 0 OR EXISTS (SELECT 1 FROM version WHERE rowid = ?1 AND entry || ' ' || hash || ' ' || seen = ?2))
		AND (?3 = 0 OR EXISTS (SELECT 1 FROM touched WHERE entry = ?4 AND n >= ?3))`, m.Version, m.VersionOf, m.Touched, m.TouchedOf).Scan(&ours)
	return ours, db.fail("read", err)
}

// AddressesOf lists every folded address that any of some entries ever had.
func (db *DB) AddressesOf(ids []string) ([]string, error) {
	return db.stringsOf(ids, `SELECT DISTINCT key FROM address WHERE entry IN (SELECT value FROM json_each(?))`)
}

// LinkingAny gives the ids of the entries that link to any of some folded
// addresses.
func (db *DB) LinkingAny(keys []string) ([]string, error) {
	return db.stringsOf(keys, `SELECT DISTINCT entry FROM link WHERE key IN (SELECT value FROM json_each(?))`)
}

// stringsOf asks about many values, some thousands at a time, and gives each
// answer once, sorted.
func (db *DB) stringsOf(values []string, query string) ([]string, error) {
	var out []string
	for some := range slices.Chunk(values, 2000) {
		list, err := json.Marshal(some)
		if err != nil {
			return nil, err
		}
		found, err := db.strings(query, string(list))
		if err != nil {
			return nil, err
		}
		out = append(out, found...)
	}
	slices.Sort(out)
	return slices.Compact(out), nil
}

// Having gives, of folded addresses, those that entries have or had, in no order
// that says anything, and without dates: for whoever knows the entries.
func (db *DB) Having(keys []string) ([]Address, error) {
	var out []Address
	for some := range slices.Chunk(keys, 2000) {
		list, err := json.Marshal(some)
		if err != nil {
			return nil, err
		}
		rows, err := db.rows(`SELECT a.key, a.entry FROM json_each(?) k JOIN address a ON a.key = k.value`, string(list))
		if err != nil {
			return nil, db.fail("read", err)
		}
		for rows.Next() {
			var a Address
			if err := rows.Scan(&a.Key, &a.Entry); err != nil {
				rows.Close()
				return nil, db.fail("read", err)
			}
			out = append(out, a)
		}
		if err := errors.Join(rows.Err(), rows.Close()); err != nil {
			return nil, db.fail("read", err)
		}
	}
	return out, nil
}
