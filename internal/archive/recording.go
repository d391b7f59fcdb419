package archive

import (
	"cmp"
	"context"
	"fmt"
	"maps"
)

// batchBytes is how much of texts waits in memory until it is stored.
const batchBytes = 12 << 20

// A Recording enters haul after haul. Each is entered whole or not at all, but
// several are stored at a time, since most of what it takes to store one is
// waiting for the disk: after a crash, or after a haul that cannot be entered,
// the last ones may be missing, as if they had not been fetched. Only Flush and
// Close say that all are there. While some wait to be stored, nobody else can
// write to the archive. It is for one goroutine.
type Recording struct {
	db      *DB
	sql     *statements
	open    bool // a transaction is under way
	waiting int  // bytes of text in it
	// vocabulary is what the archive is tagged with, as far as this transaction.
	vocabulary map[string]string
	emptied    map[string]bool // entries that were taken down, as far as this transaction
	emptiedBy  map[[2]int64]string
}

// Recording begins to record. Close it.
func (db *DB) Recording(ctx context.Context) (*Recording, error) {
	s, err := db.statements(ctx)
	if err != nil {
		return nil, db.fail("write", err)
	}
	return &Recording{db: db, sql: s}, nil
}

// Record enters a haul, as Recording.Record does, and stores it.
func (db *DB) Record(ctx context.Context, h Haul) (Change, error) {
	r, err := db.Recording(ctx)
	if err != nil {
		return Change{}, err
	}
	change, err := r.Record(ctx, h)
	return change, cmp.Or(err, r.Close())
}

// Record enters a haul. Entries are known again by their id within the feed,
// else by any address they ever had, else by what they say (see identify.go).
// The first publication date an entry came with stays, so that a feed that
// re-dates everything floods nobody.
func (r *Recording) Record(ctx context.Context, h Haul) (Change, error) {
	if err := r.begin(ctx); err != nil {
		return Change{}, r.db.fail("write", err)
	}
	if !maps.Equal(h.Vocabulary, r.vocabulary) { // somebody may have tagged all anew since the run began
		h.Tags = nil
	}
	one := recorder{statements: r.sql, h: h, emptied: r.emptied, emptiedBy: r.emptiedBy}
	change, err := one.record()
	if err != nil {
		r.undo()
		return Change{}, r.db.fail("write", fmt.Errorf("%s: %w", h.Feed.Key, err))
	}
	if r.waiting += h.size(); r.waiting >= batchBytes {
		err = r.Flush()
	}
	return change, err
}

// begin makes sure that a transaction is under way. It locks others out at
// once, not at its first write, when what it has read may be stale.
func (r *Recording) begin(ctx context.Context) error {
	if r.open || ctx.Err() != nil {
		return ctx.Err()
	}
	if err := r.sql.exec(`BEGIN IMMEDIATE`); err != nil {
		return err
	}
	r.open = true
	var err error
	if r.vocabulary, err = r.themes(); err == nil {
		err = r.takenDown()
	}
	if err != nil {
		r.undo()
	}
	return err
}

// takenDown looks up what was taken down, by its id and by the marks of its title and words.
func (r *Recording) takenDown() error {
	r.emptied, r.emptiedBy = map[string]bool{}, map[[2]int64]string{}
	rows, err := r.sql.rows(`SELECT t.entry, coalesce(e.title, 0), coalesce(e.words, 0) FROM taken t LEFT JOIN entry e ON e.id = t.entry ORDER BY t.entry DESC`)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var id string
		var title, words int64
		if err := rows.Scan(&id, &title, &words); err != nil {
			return err
		}
		if r.emptied[id] = true; words != 0 {
			r.emptiedBy[[2]int64{title, words}] = id
		}
	}
	return rows.Err()
}

func (r *Recording) themes() (map[string]string, error) {
	rows, err := r.sql.rows(`SELECT theme, fingerprint FROM vocabulary`)
	if err != nil {
		return nil, err
	}
	return scanPairs(rows)
}

// undo takes back what was not stored yet. A savepoint for each haul would lose
// less, and cost a fifth of all recording, for what happens only when the file
// is broken or the disk full.
func (r *Recording) undo() {
	r.open, r.waiting = false, 0
	_ = r.sql.exec(`ROLLBACK`) // fails when SQLite has done so itself
}

// Flush stores what was recorded.
func (r *Recording) Flush() error {
	if !r.open {
		return nil
	}
	err := r.sql.exec(`COMMIT`)
	if err != nil {
		r.undo()
	}
	r.open, r.waiting = false, 0
	return r.db.fail("write", err)
}

// Close stores what was recorded, and ends the recording.
func (r *Recording) Close() error {
	err := r.Flush()
	return cmp.Or(err, r.db.fail("write", r.sql.close()))
}

// size is about how many bytes a haul takes.
func (h *Haul) size() int {
	n := 1 << 10 // its feed's own
	for i := range h.Entries {
		e := &h.Entries[i]
		n += 1<<10 + len(e.Plain) + len(e.Summary) + len(e.Body)
	}
	return n
}
