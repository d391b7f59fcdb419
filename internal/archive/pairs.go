package archive

import (
	"cmp"
	"database/sql"
	"iter"
	"slices"
	"time"

	"weft/internal/entry"
)

// A Pair is two entries that have words in common: found once, when the later of
// them came in, and kept.
type Pair struct {
	Entry, Earlier string    // ids
	At             time.Time // the date of Entry
	Kind           string    // what they have in common; the archive does not ask
	// Passage is words of Entry, as it has them, that Earlier has as well.
	Passage string
}

// Pairs gives the stored pairs in which one of some entries is, each once, by
// Entry and Earlier.
func (db *DB) Pairs(ids []string) ([]Pair, error) {
	if db.form < 5 {
		return nil, nil
	}
	if len(ids) >= crowd {
		if few, all, err := db.fewPairs(len(ids)); few || err != nil {
			return ofAny(all, ids), err
		}
	}
	var out []Pair
	for chunk := range slices.Chunk(ids, 2000) {
		list := string(marshal(chunk))
		for _, side := range []string{"entry", "earlier"} {
			rows, err := db.rows(`SELECT entry, earlier, at, kind, passage FROM pair WHERE `+side+` IN (SELECT value FROM json_each(?))`, list)
			if err != nil {
				return nil, db.fail("read", err)
			}
			found, err := scanPairsOf(rows)
			if err != nil {
				return nil, db.fail("read", err)
			}
			out = append(out, found...)
		}
	}
	slices.SortFunc(out, Pair.Compare)
	return slices.Compact(out), nil
}

// crowd is from how many entries on it is asked first how many pairs there are.
const crowd = 500

// fewPairs gives all pairs, if there are no more than some: to read them all takes
// less than to look for those of as many entries.
func (db *DB) fewPairs(most int) (few bool, all []Pair, err error) {
	var n int
	if err := db.row(`SELECT count(*) FROM (SELECT 1 FROM pair LIMIT ?)`, most+1).Scan(&n); err != nil || n > most {
		return false, nil, db.fail("read", err)
	}
	if n == 0 {
		return true, nil, nil
	}
	rows, err := db.rows(`SELECT entry, earlier, at, kind, passage FROM pair ORDER BY entry, earlier`)
	if err != nil {
		return false, nil, db.fail("read", err)
	}
	all, err = scanPairsOf(rows)
	return err == nil, all, db.fail("read", err)
}

// ofAny gives those pairs of which any of some entries is a part.
func ofAny(all []Pair, ids []string) []Pair {
	if len(all) == 0 {
		return nil
	}
	some := make(map[string]bool, len(ids))
	for _, id := range ids {
		some[id] = true
	}
	return slices.DeleteFunc(all, func(p Pair) bool { return !some[p.Entry] && !some[p.Earlier] })
}

// PairsIn gives all pairs of the entries of a stretch of time, To exclusive, by
// entry, then by the earlier one.
func (db *DB) PairsIn(from, to time.Time) ([]Pair, error) {
	if db.form < 5 {
		return nil, nil
	}
	rows, err := db.rows(`SELECT entry, earlier, at, kind, passage FROM pair WHERE at >= ? AND at < ? ORDER BY entry, earlier`, unix(from), unix(to))
	if err != nil {
		return nil, db.fail("read", err)
	}
	out, err := scanPairsOf(rows)
	return out, db.fail("read", err)
}

// Compare is the order of pairs: by Entry, then by Earlier.
func (p Pair) Compare(q Pair) int {
	return cmp.Or(cmp.Compare(p.Entry, q.Entry), cmp.Compare(p.Earlier, q.Earlier))
}

func scanPairsOf(rows *sql.Rows) ([]Pair, error) {
	defer rows.Close()
	var out []Pair
	for rows.Next() {
		var p Pair
		var at int64
		if err := rows.Scan(&p.Entry, &p.Earlier, &at, &p.Kind, &p.Passage); err != nil {
			return nil, err
		}
		p.At = fromUnix(at)
		out = append(out, p)
	}
	return out, rows.Err()
}

// A State names an entry as it is now: its date, and the hash of its content.
type State struct {
	ID, Hash string
	Date     time.Time
}

// States gives the entries of a stretch of time, To exclusive, the oldest
// first; open where a bound is zero. Those that are not given out are among them.
func (db *DB) States(from, to time.Time) iter.Seq2[State, error] {
	where, args := (Query{From: from, To: to}).where()
	return db.states(`SELECT id, hash, date FROM entry e WHERE `+where+` ORDER BY date, id DESC`, args...)
}

// Uncompared gives the entries of this archive that were not compared here with
// others as they are now, the oldest first.
func (db *DB) Uncompared() iter.Seq2[State, error] {
	if db.form < 5 {
		return db.states(`SELECT id, hash, date FROM entry ORDER BY date, id DESC`)
	}
	return db.states(`SELECT id, hash, date FROM entry WHERE compared <> hash ORDER BY date, id DESC`)
}

// Compared gives the content hash with which each entry of other archives was
// compared here last.
func (db *DB) Compared() (map[string]string, error) {
	if db.form < 5 {
		return map[string]string{}, nil
	}
	return db.pairs(`SELECT entry, hash FROM compared`)
}

func (db *DB) states(query string, args ...any) iter.Seq2[State, error] {
	return func(yield func(State, error) bool) {
		rows, err := db.rows(query, args...)
		if err != nil {
			yield(State{}, db.fail("read", err))
			return
		}
		defer rows.Close()
		for rows.Next() {
			var v State
			var date int64
			err := rows.Scan(&v.ID, &v.Hash, &date)
			v.Date = fromUnix(date)
			if !yield(v, db.fail("read", err)) || err != nil {
				return
			}
		}
		if err := rows.Err(); err != nil {
			yield(State{}, db.fail("read", err))
		}
	}
}

// Reading gives the entries of a stretch of time with their plain text,
// and the text itself where it marks quotations, the oldest first, those of one second by id, one at a time. Those that are not
// given out are among them: they may be again.
func (db *DB) Reading(from, to time.Time) iter.Seq2[entry.Entry, error] {
	where, args := (Query{From: from, To: to}).where()
	backwards := db.query(time.Time{}, QuoteText, where+` ORDER BY e.date, e.id DESC`, args...) // the index, so that nothing is sorted
	return func(yield func(entry.Entry, error) bool) {
		var second []entry.Entry // all of one second
		give := func() bool {
			for _, e := range slices.Backward(second) {
				if !yield(e, nil) {
					return false
				}
			}
			second = second[:0]
			return true
		}
		for e, err := range backwards {
			if err != nil {
				yield(e, err)
				return
			}
			if len(second) > 0 && unix(e.Date()) != unix(second[0].Date()) && !give() {
				return
			}
			second = append(second, e)
		}
		give()
	}
}

// Compared says that an entry was compared with others as it is now.
func (t *Tagger) Compared(s State) {
	if t.exec(`UPDATE entry SET compared = ? WHERE id = ?`, s.Hash, s.ID) == 0 { // it is another archive's
		t.exec(`INSERT OR REPLACE INTO compared VALUES (?,?)`, s.ID, s.Hash)
	}
}

// Pair stores what entries have in common, in place of all pairs dated in a
// stretch of time, both ends among it.
func (t *Tagger) Pair(from, until time.Time, pairs []Pair) {
	t.exec(`DELETE FROM pair WHERE at BETWEEN ? AND ?`, unix(from), unix(until))
	for _, p := range pairs {
		t.exec(`INSERT OR REPLACE INTO pair VALUES (?,?,?,?,?)`, p.Entry, p.Earlier, unix(p.At), p.Kind, p.Passage)
	}
}
