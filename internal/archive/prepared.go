package archive

import (
	"database/sql"
	"sync"
)

// prepared keeps what SQLite made of questions. They are few, and a command asks
// each of them dozens of times: once a week of its half year, once a feed. To read
// and plan one costs more than to answer it from some hundred entries.
type prepared struct {
	sync.Mutex
	of map[string]*sql.Stmt
}

// mostPrepared bounds them, should a question ever be made up anew each time.
const mostPrepared = 100

// rows asks a question. Whoever asks closes what is given.
func (db *DB) rows(query string, args ...any) (*sql.Rows, error) {
	if s := db.prepare(query); s != nil {
		return s.Query(args...)
	}
	return db.sql.Query(query, args...)
}

// row asks a question with one row for an answer.
func (db *DB) row(query string, args ...any) *sql.Row {
	if s := db.prepare(query); s != nil {
		return s.QueryRow(args...)
	}
	return db.sql.QueryRow(query, args...)
}

// prepare gives a question made ready; nil where it cannot be, which asking it
// will say. What is prepared is closed with the archive.
func (db *DB) prepare(query string) *sql.Stmt {
	db.ready.Lock()
	defer db.ready.Unlock()
	s := db.ready.of[query]
	if s != nil || len(db.ready.of) >= mostPrepared {
		return s
	}
	s, err := db.sql.Prepare(query)
	if err != nil {
		return nil
	}
	if db.ready.of == nil {
		db.ready.of = map[string]*sql.Stmt{}
	}
	db.ready.of[query] = s
	return s
}
