package archive

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"weft/internal/entry"
)

// A Takedown says what taking entries down changed in an archive.
type Takedown struct {
	Emptied  int // entries that lost their words
	Released int // entries that may come in again with theirs
}

// TakeDown keeps of some entries the fact alone: that there was one, whose, where
// and when, and what it was called. Its words go, those of every version, with what
// it links to, its tags and what it has in common with others, and do not come in
// again while it is among ids. What was taken down before and is not among them
// any more is released: its words come in at the feed's next fetch. The ids may
// be of entries of other archives: what this one says of those goes as well.
//
// What is deleted is overwritten in the file, too.
func (db *DB) TakeDown(ctx context.Context, ids []string) (Takedown, error) {
	var t Takedown
	before, err := db.TakenDown()
	if err != nil {
		return t, err
	}
	ids = slices.Compact(slices.Sorted(slices.Values(ids)))
	down := slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return slices.Contains(before, id) })
	free := slices.DeleteFunc(slices.Clone(before), func(id string) bool { return slices.Contains(ids, id) })
	if len(down)+len(free) == 0 {
		return t, db.sweep(ctx) // as nearly always nothing
	}
	conn, err := db.sql.Conn(ctx)
	if err != nil {
		return t, db.fail("write", err)
	}
	defer conn.Close() // again, where it was not yet
	if _, err := conn.ExecContext(ctx, `PRAGMA secure_delete = 1`); err != nil {
		return t, db.fail("write", err)
	}
	tx, err := conn.BeginTx(ctx, nil)
	if err != nil {
		return t, db.fail("write", err)
	}
	defer tx.Rollback()
	e := emptier{tx: tx, ctx: ctx}
	for _, id := range down {
		e.empty(id, &t)
	}
	for _, id := range free {
		e.release(id, &t)
	}
	if e.err != nil {
		return Takedown{}, db.fail("write", e.err)
	}
	if err := tx.Commit(); err != nil || t.Emptied == 0 {
		return t, db.fail("write", err)
	}
	conn.Close()
	return t, db.sweep(ctx)
}

// sweep writes the file anew, where words were deleted from it. SQLite leaves
// copies of rows that it moved in the gaps of its pages, which nothing that is
// deleted later overwrites. What a killed run left is done by the next.
func (db *DB) sweep(ctx context.Context) error {
	if left, err := db.strings(`SELECT key FROM meta WHERE key = 'unswept'`); err != nil || len(left) == 0 {
		return err
	}
	conn, err := db.sql.Conn(ctx)
	if err != nil {
		return db.fail("write", err)
	}
	defer conn.Close()
	if err := anew(ctx, conn); err != nil {
		return db.fail("write", err)
	}
	_, err = conn.ExecContext(ctx, `DELETE FROM meta WHERE key = 'unswept'`)
	return db.fail("write", err)
}

// anew writes the file anew by way of one beside the system's others, and not in
// memory as all else: that would take three times what the archive has, and where
// there is less no fetch would get beyond it. It holds what is kept, and is gone
// with the process. Where no such file can be made, memory has to do.
func anew(ctx context.Context, conn *sql.Conn) error {
	if _, err := conn.ExecContext(ctx, `PRAGMA temp_store = FILE; PRAGMA cache_spill = 1`); err != nil {
		return err
	}
	_, err := conn.ExecContext(ctx, `VACUUM`)
	_, back := conn.ExecContext(context.WithoutCancel(ctx), `PRAGMA temp_store = MEMORY; PRAGMA cache_spill = 0`)
	if err != nil && ctx.Err() == nil {
		_, err = conn.ExecContext(ctx, `VACUUM`)
	}
	return errors.Join(err, back)
}

// TakenDown gives the ids of the entries whose words are not kept, sorted.
func (db *DB) TakenDown() ([]string, error) {
	if db.form < 7 {
		return nil, nil
	}
	return db.strings(`SELECT entry FROM taken ORDER BY entry`)
}

// An emptier takes words out of an archive, until something goes wrong.
type emptier struct {
	tx  *sql.Tx
	ctx context.Context
	err error
}

func (m *emptier) exec(query string, args ...any) {
	if m.err == nil {
		_, m.err = m.tx.ExecContext(m.ctx, query, args...)
	}
}

func (m *emptier) empty(id string, t *Takedown) {
	m.exec(`INSERT OR IGNORE INTO taken VALUES (?)`, id)
	m.exec(`DELETE FROM tag WHERE entry = ?`, id)
	m.exec(`DELETE FROM pair WHERE entry = ?1 OR earlier = ?1`, id)
	kept, seen, there := m.versions(id)
	if !there || m.err != nil {
		return
	}
	m.exec(`DELETE FROM version WHERE entry = ?`, id)
	v := encode(&kept)
	m.exec(`INSERT INTO version VALUES (?,?,?,?,'','','')`, id, seen, v.hash, v.content)
	m.exec(`UPDATE entry SET hash = ?2, tagged = ?2, compared = ?2 WHERE id = ?1`, id, v.hash)
	m.exec(`DELETE FROM claim WHERE entry = ?`, id)
	m.exec(`UPDATE feed SET notice = '' WHERE instr(notice, ?) > 0 AND ? <> ''`, kept.Title, kept.Title) // some name entries by their titles
	m.exec(`INSERT OR REPLACE INTO meta VALUES ('unswept', 1)`)
	t.Emptied++
}

// versions forgets what every version of an entry links to, and gives what stays
// of the newest, and when the first was seen.
func (m *emptier) versions(id string) (kept entry.Entry, seen int64, there bool) {
	if m.err != nil {
		return kept, 0, false
	}
	rows, err := m.tx.QueryContext(m.ctx, `SELECT v.content, (SELECT min(seen) FROM version WHERE entry = e.id) FROM version v JOIN entry e ON e.id = v.entry WHERE e.id = ? ORDER BY v.hash = e.hash, v.seen`, id)
	if m.err = err; err != nil {
		return kept, 0, false
	}
	defer rows.Close()
	var keys []string
	for rows.Next() {
		var content []byte
		var was entry.Entry
		if m.err = rows.Scan(&content, &seen); m.err != nil {
			return kept, 0, false
		}
		if m.err = json.Unmarshal(content, &was); m.err != nil {
			m.err = fmt.Errorf("entry %s: %w", id, m.err)
			return kept, 0, false
		}
		keys, kept, there = append(keys, linked(&was)...), fact(&was), true
	}
	m.err = errors.Join(rows.Err(), rows.Close())
	for _, key := range keys {
		m.exec(`DELETE FROM link WHERE key = ? AND entry = ?`, key, id)
	}
	return kept, seen, there
}

// fact is what stays of an entry: nothing of what it says but its title, by which
// whoever answers for the takedown knows what it is about.
func fact(e *entry.Entry) entry.Entry {
	return entry.Entry{NativeID: e.NativeID, URL: e.URL, Canonical: e.Canonical, Title: e.Title, Language: e.Language, Licence: e.Licence,
		Published: e.Published, Updated: e.Updated, Bylines: e.Bylines}
}

// release lets an entry come in again: its feed is read the next time, whatever it
// says of not having changed.
func (m *emptier) release(id string, t *Takedown) {
	m.exec(`DELETE FROM taken WHERE entry = ?`, id)
	m.exec(`UPDATE feed SET etag = '', modified = '', validated = '', hash = '', fresh = 0 WHERE key = (SELECT feed FROM entry WHERE id = ?)`, id)
	t.Released++
}

// byEmptied knows a piece as an entry that was taken down, where it has the same
// title and words letter for letter: a copy elsewhere that came in later is the same
// piece.
func (r *recorder) byEmptied(p *arrival) error {
	id := r.emptiedBy[[2]int64{p.marks.title, p.marks.words}]
	if p.known != nil || !p.marks.long || id == "" {
		return nil
	}
	var err error
	p.known, err = r.one(`entry e WHERE e.id = ?`, id)
	return err
}

// CopyOfTaken gives the id of the entry that was taken down of which a piece has the
// title and the words; "" where there is none, or it says too little to know.
func (db *DB) CopyOfTaken(e *entry.Entry) (string, error) {
	m := marksOf(e)
	if m.words == 0 {
		return "", nil
	}
	ids, err := db.strings(`SELECT t.entry FROM taken t JOIN entry e ON e.id = t.entry WHERE e.title = ? AND e.words = ? ORDER BY t.entry LIMIT 1`, m.title, m.words)
	return strings.Join(ids, ""), err
}

// takenDown records that a feed still holds an entry that was taken down: nothing
// of what it says is entered.
func (r *recorder) takenDown(p *arrival) error {
	e, k := p.Entry, p.known
	var named int
	if err := r.row(`SELECT count(*) FROM address WHERE entry = ? AND key = ?`, k.id, entry.AddressKey(e.URL)).Scan(&named); err != nil {
		return err
	}
	if named == 0 && !r.others(e.URL) {
		r.count.copies = append(r.count.copies, e.URL)
	}
	if k.feed != p.Feed && (r.h.Listed == nil || r.h.Listed(k.feed)) {
		return cmp.Or(r.sighting(e), r.native(e))
	}
	return cmp.Or(r.exec(`UPDATE entry SET feed = ?, last_seen = ?, gone = 0, missing = 0, withdrawn = 0, given = ? WHERE id = ?`,
		e.Feed, unix(r.h.At), unix(e.Published), e.ID), r.native(e))
}
