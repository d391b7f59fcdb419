package archive

import (
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"slices"
	"time"

	"weft/internal/entry"
)

// A Query asks for entries by window or feed. The zero value asks for all.
type Query struct {
	From, To time.Time // by date, To exclusive; zero: open
	Feed     string    // of this feed only
	Limit    int       // the newest so many; 0: no bound
	// AsOf shows the archive as it was at the end of that moment: entries and
	// versions seen later are not there, except that the earliest version
	// stands in where no older one is held. Zero: as it is.
	AsOf time.Time
	// Held asks for those that are dated ahead and wait for their day, and for no
	// others.
	Held bool
	// Texts says which of the long texts to read; the zero value reads all.
	Texts Texts
}

// Texts says which long texts of entries are read.
type Texts int

// What is read of entries.
const (
	AllTexts  Texts = iota // Summary, Body and Plain
	PlainText              // Plain alone
	NoTexts                // none: Opening has the beginning
	TagText                // Plain, and a Summary if it is short: what themes are found in
	QuoteText              // Plain, and as Body the text if it marks quotations
)

var textColumns = [...]string{AllTexts: "v.plain, v.summary, v.body", PlainText: "v.plain, '', ''", NoTexts: "'', '', ''",
	TagText: "v.plain, CASE WHEN octet_length(v.summary) <= 4000 THEN v.summary ELSE '' END, ''",
	QuoteText: "v.plain, '', CASE WHEN instr(v.body, '<blockquote') > 0 OR instr(v.body, '<q') > 0 THEN v.body" +
		" WHEN v.body = '' AND (instr(v.summary, '<blockquote') > 0 OR instr(v.summary, '<q') > 0) THEN v.summary ELSE '' END"}

// Entries gives the entries asked for, newest first, by id where dates are
// equal. They come one at a time; what is not looked at is not loaded.
func (db *DB) Entries(q Query) iter.Seq2[entry.Entry, error] {
	where, args := q.where()
	order := ` ORDER BY e.date DESC, e.id`
	if q.Limit > 0 {
		order += fmt.Sprintf(" LIMIT %d", q.Limit)
	}
	return db.query(q.AsOf, q.Texts, db.given(q.Held)+` AND `+where+order, args...)
}

// IDs gives the ids of the entries asked for, sorted: what is asked about in that
// order lies together in the archive.
func (db *DB) IDs(q Query) ([]string, error) {
	where, args := q.where()
	ids, err := db.strings(`SELECT e.id FROM entry e WHERE `+where, args...)
	slices.Sort(ids)
	return ids, err
}

func (q Query) where() (string, []any) {
	where, args := "1", []any{}
	add := func(cond string, arg any) { where, args = where+" AND "+cond, append(args, arg) }
	if !q.From.IsZero() {
		add("e.date >= ?", unix(q.From))
	}
	if !q.To.IsZero() {
		add("e.date < ?", unix(q.To))
	}
	if q.Feed != "" {
		add("e.feed = ?", q.Feed)
	}
	return where, args
}

// ByAddress gives the entries that have, or had, an address; usually one.
func (db *DB) ByAddress(address string, asOf time.Time) ([]entry.Entry, error) {
	return collect(db.query(asOf, AllTexts, db.shown()+` AND e.id IN (SELECT entry FROM address WHERE key = ?) ORDER BY e.date, e.id`, entry.AddressKey(address)))
}

// ByID gives an entry; false when there is none.
func (db *DB) ByID(id string, asOf time.Time) (entry.Entry, bool, error) {
	found, err := collect(db.query(asOf, AllTexts, db.shown()+` AND e.id = ?`, id))
	if err != nil || len(found) == 0 {
		return entry.Entry{}, false, err
	}
	return found[0], true, nil
}

// Owners counts, by feed, the entries that have one of some addresses, or that
// any feed gave one of some ids.
func (db *DB) Owners(addresses, ids []string) (map[string]int, error) {
	keys := make([]string, len(addresses))
	for i, a := range addresses {
		keys[i] = entry.AddressKey(a)
	}
	byAddress, err := json.Marshal(keys)
	if err != nil {
		return nil, err
	}
	byID, err := json.Marshal(ids)
	if err != nil {
		return nil, err
	}
	rows, err := db.rows(`SELECT feed, count(*) FROM entry WHERE id IN (SELECT entry FROM address WHERE key IN (SELECT value FROM json_each(?)))
		OR id IN (SELECT entry FROM native WHERE id IN (SELECT value FROM json_each(?))) GROUP BY feed`, string(byAddress), string(byID))
	if err != nil {
		return nil, db.fail("read", err)
	}
	defer rows.Close()
	out := map[string]int{}
	for rows.Next() {
		var feed string
		var n int
		if err := rows.Scan(&feed, &n); err != nil {
			return nil, db.fail("read", err)
		}
		out[feed] = n
	}
	return out, db.fail("read", rows.Err())
}

// Linking gives the ids of the entries that link to an address, sorted.
func (db *DB) Linking(address string) ([]string, error) {
	return db.strings(`SELECT entry FROM link WHERE key = ? ORDER BY entry`, entry.AddressKey(address))
}

// Addresses lists every folded address an entry ever had, sorted.
func (db *DB) Addresses(id string) ([]string, error) {
	return db.strings(`SELECT key FROM address WHERE entry = ? ORDER BY key`, id)
}

// ByIDs gives those of the entries that there are, by date, then id.
func (db *DB) ByIDs(ids []string, asOf time.Time, texts Texts) ([]entry.Entry, error) {
	return db.among(ids, asOf, texts, db.shown())
}

// among gives those of some entries that a condition holds for.
func (db *DB) among(ids []string, asOf time.Time, texts Texts, where string) ([]entry.Entry, error) {
	var out []entry.Entry
	for chunk := range slices.Chunk(ids, 500) {
		list, err := json.Marshal(chunk)
		if err != nil {
			return nil, err
		}
		found, err := collect(db.query(asOf, texts, where+` AND e.id IN (SELECT value FROM json_each(?)) ORDER BY e.date, e.id`, string(list)))
		if err != nil {
			return nil, err
		}
		out = append(out, found...)
	}
	return out, nil
}

// Carriers gives, by entry id, the feeds that carry an entry beside its own,
// sorted; entries that no other feed carries are not there.
func (db *DB) Carriers(ids []string) (map[string][]string, error) {
	out := map[string][]string{}
	for chunk := range slices.Chunk(ids, 2000) {
		list, err := json.Marshal(chunk)
		if err != nil {
			return nil, err
		}
		rows, err := db.rows(`SELECT s.entry, s.feed FROM sighting s JOIN entry e ON e.id = s.entry WHERE s.entry IN (SELECT value FROM json_each(?)) AND s.feed <> e.feed ORDER BY s.entry, s.feed`, string(list))
		if err != nil {
			return nil, db.fail("read", err)
		}
		for rows.Next() {
			var id, feed string
			if err := rows.Scan(&id, &feed); err != nil {
				rows.Close()
				return nil, db.fail("read", err)
			}
			out[id] = append(out[id], feed)
		}
		if err := errors.Join(rows.Err(), rows.Close()); err != nil {
			return nil, db.fail("read", err)
		}
	}
	return out, nil
}

// Newest gives the date of the newest entry before a moment; zero if none is.
func (db *DB) Newest(before time.Time) (time.Time, error) {
	var at sql.NullInt64
	err := db.row(`SELECT max(date) FROM entry WHERE date < ? AND `+db.shown(), unix(before)).Scan(&at)
	return fromUnix(at.Int64), db.fail("read", err)
}

// Count gives the number of entries.
func (db *DB) Count() (int, error) {
	var n int
	err := db.row(`SELECT count(*) FROM entry`).Scan(&n)
	return n, db.fail("read", err)
}

func (db *DB) strings(query string, args ...any) ([]string, error) {
	rows, err := db.rows(query, args...)
	if err != nil {
		return nil, db.fail("read", err)
	}
	defer rows.Close()
	var out []string
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			return nil, db.fail("read", err)
		}
		out = append(out, s)
	}
	return out, db.fail("read", rows.Err())
}

// The version to show: the newest; as of a moment, the newest seen by then,
// else the earliest.
const (
	newestVersion = `v.hash = e.hash AND v.seen = (SELECT max(seen) FROM version WHERE entry = e.id AND hash = e.hash)`
	versionAsOf   = `v.rowid = (SELECT rowid FROM version WHERE entry = e.id ORDER BY seen > ?, CASE WHEN seen > ? THEN seen ELSE -seen END, rowid DESC LIMIT 1)`
)

func (db *DB) query(asOf time.Time, texts Texts, where string, args ...any) iter.Seq2[entry.Entry, error] {
	join := newestVersion
	if !asOf.IsZero() {
		join = versionAsOf + ` AND e.first_seen <= ?`
		args = append([]any{unix(asOf), unix(asOf), unix(asOf)}, args...)
	}
	return func(yield func(entry.Entry, error) bool) {
		rows, err := db.rows(`SELECT `+db.entryColumns()+textColumns[texts]+` FROM entry e JOIN version v ON v.entry = e.id AND `+join+` WHERE `+where, args...)
		if err != nil {
			yield(entry.Entry{}, db.fail("read", err))
			return
		}
		defer rows.Close()
		for rows.Next() {
			e, err := scan(rows)
			if !yield(e, db.fail("read", err)) || err != nil {
				return
			}
		}
		if err := rows.Err(); err != nil {
			yield(entry.Entry{}, db.fail("read", err))
		}
	}
}

// given is the condition of what is asked for: what is given out, or what waits
// for its day.
func (db *DB) given(held bool) string {
	switch {
	case held && db.form < 3:
		return `0`
	case held:
		return `gone = 0 AND due > 0`
	}
	return db.shown()
}

// shown is the condition of an entry that is given out: it was not taken back,
// and its day has come.
func (db *DB) shown() string {
	if db.form < 3 {
		return `gone = 0`
	}
	return `gone = 0 AND due = 0`
}

func (db *DB) entryColumns() string {
	withdrawn := `e.withdrawn`
	if db.form < 3 {
		withdrawn = `0`
	}
	return `e.id, e.feed, e.published, e.first_seen, ` + withdrawn + `, v.hash, v.content, `
}

func scan(rows *sql.Rows) (entry.Entry, error) {
	var e entry.Entry
	var id, feed, hash string
	var published, first, withdrawn int64
	var content, plain, summary, body []byte
	if err := rows.Scan(&id, &feed, &published, &first, &withdrawn, &hash, &content, &plain, &summary, &body); err != nil {
		return e, err
	}
	if err := json.Unmarshal(content, &e); err != nil {
		return e, fmt.Errorf("entry %s: %w", id, err)
	}
	e.Plain, e.Summary, e.Body = string(plain), string(summary), string(body)
	e.ID, e.Feed, e.Hash, e.Published, e.FirstSeen = id, feed, hash, fromUnix(published), fromUnix(first)
	e.Withdrawn = fromUnix(withdrawn)
	return e, nil
}

func collect(seq iter.Seq2[entry.Entry, error]) ([]entry.Entry, error) {
	var out []entry.Entry
	for e, err := range seq {
		if err != nil {
			return nil, err
		}
		out = append(out, e)
	}
	return out, nil
}

// An Address is a folded address and an entry that has or had it.
type Address struct {
	Key, Entry string
	Date       time.Time // the entry's
}

// Known gives, of folded addresses, those that entries have or had. Where
// several entries have one, they are in the order of their dates.
func (db *DB) Known(keys []string) ([]Address, error) {
	var out []Address
	for chunk := range slices.Chunk(keys, 2000) {
		list, err := json.Marshal(chunk)
		if err != nil {
			return nil, err
		}
		rows, err := db.rows(`SELECT a.key, a.entry, e.date FROM json_each(?) k JOIN address a ON a.key = k.value JOIN entry e ON e.id = a.entry ORDER BY e.date, e.id`, string(list))
		if err != nil {
			return nil, db.fail("read", err)
		}
		for rows.Next() {
			var a Address
			var date int64
			if err := rows.Scan(&a.Key, &a.Entry, &date); err != nil {
				rows.Close()
				return nil, db.fail("read", err)
			}
			a.Date = fromUnix(date)
			out = append(out, a)
		}
		if err := errors.Join(rows.Err(), rows.Close()); err != nil {
			return nil, db.fail("read", err)
		}
	}
	return out, nil
}
