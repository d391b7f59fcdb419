package archive

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// Every question that is asked while drafting or building must be answered
// from an index: with 100,000 entries a scan or a sort of them all is seconds.
func TestQuestionsAreAnsweredFromIndexes(t *testing.T) {
	path := filepath.Join(t.TempDir(), Name)
	fill(t, path)
	db, w := watched(t, path)
	sent := &w.sent
	var some Query
	some.From, some.To = monday.AddDate(0, 0, -7), monday
	asOf := some
	asOf.AsOf = monday
	for _, c := range []struct {
		name string
		ask  func() error
		may  string // what the plan may hold all the same
	}{
		{"a window", entries(db, some), ""},
		{"a window, looking back", entries(db, asOf), ""},
		{"everything, newest first", entries(db, Query{}), "SCAN e USING INDEX entry_date"},
		{"the newest before a moment", entries(db, Query{To: monday, Limit: 1}), ""},
		{"a feed", entries(db, Query{Feed: "x"}), ""},
		{"a feed's window", entries(db, Query{Feed: "x", From: some.From, To: some.To}), ""},
		{"an address", func() error { _, err := db.ByAddress("https://a.example/1", time.Time{}); return err }, "USE TEMP B-TREE FOR ORDER BY"}, // of a handful
		{"an id", func() error { _, _, err := db.ByID("x", monday); return err }, ""},
		{"who links to an address", func() error { _, err := db.Linking("https://a.example/1"); return err }, ""},
		{"an entry's addresses", func() error { _, err := db.Addresses("x"); return err }, ""},
		{"who carried an entry", func() error { _, err := db.Carriers([]string{"x"}); return err }, "USE TEMP B-TREE FOR ORDER BY"},
		{"many entries", func() error { _, err := db.ByIDs([]string{"x"}, monday, NoTexts); return err }, "USE TEMP B-TREE FOR ORDER BY"},
		{"many addresses", func() error { _, err := db.Known([]string{"x"}); return err }, "USE TEMP B-TREE FOR ORDER BY"}, // of a handful
		{"tags of entries", func() error { _, err := db.Tags([]string{"x"}); return err }, ""},
		{"entries of a theme", func() error { _, err := db.WithTheme("x"); return err }, ""},
		{"what entries have in common", func() error { _, err := db.Pairs([]string{"x"}); return err }, ""},
		{"what a stretch of time has in common with what was before", func() error { _, err := db.PairsIn(some.From, some.To); return err }, "USE TEMP B-TREE FOR ORDER BY"},
		{"ids of a window", func() error { _, err := db.IDs(some); return err }, ""},
		{"who has many addresses", func() error { _, err := db.Having([]string{"x"}); return err }, ""},
		{"addresses of many entries", func() error { _, err := db.AddressesOf([]string{"x"}); return err }, "USE TEMP B-TREE FOR DISTINCT"},
		{"who links to many addresses", func() error { _, err := db.LinkingAny([]string{"x"}); return err }, "USE TEMP B-TREE FOR DISTINCT"},
		{"themes of entries", func() error { _, err := db.Themes([]string{"x"}); return err }, ""},
		{"what changed", func() error { _, _, err := db.Since(Mark{}); return err }, ""},
		{"texts in the order of time", func() error { _, err := collect(db.Reading(some.From, some.To)); return err }, ""},
		{"all texts in the order of time", func() error { _, err := collect(db.Reading(time.Time{}, time.Time{})); return err }, "SCAN e USING INDEX entry_date"},
		{"the newest date", func() error { _, err := db.Newest(monday); return err }, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			*sent = nil
			if err := c.ask(); err != nil {
				t.Fatal(err)
			}
			if len(*sent) == 0 {
				t.Fatal("nothing was asked")
			}
			for _, query := range *sent {
				checkPlan(t, db, query, c.may)
			}
		})
	}
}

func entries(db *DB, q Query) func() error {
	return func() error { _, err := collect(db.Entries(q)); return err }
}

// watched opens an archive so that the test sees which questions are sent.
func watched(t *testing.T, path string) (*DB, *watcher) {
	t.Helper()
	plain, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	plain.Close()
	w := &watcher{sqlite: plain.sql.Driver(), path: path}
	db := &DB{sql: sql.OpenDB(w), path: path, form: schemaVersion}
	t.Cleanup(func() { db.Close() })
	return db, w
}

type watcher struct {
	sqlite driver.Driver
	path   string
	sent   []string // each time it is asked
	made   []string // each time it is made ready
}

func (w *watcher) Driver() driver.Driver { return w.sqlite }

func (w *watcher) Connect(context.Context) (driver.Conn, error) {
	conn, err := w.sqlite.Open(dsn(w.path, "ro"))
	return watchedConn{conn, w}, err
}

type watchedConn struct {
	driver.Conn
	w *watcher
}

func (c watchedConn) Prepare(query string) (driver.Stmt, error) {
	c.w.made = append(c.w.made, query)
	s, err := c.Conn.Prepare(query)
	return watchedStmt{s, query, c.w}, err
}

type watchedStmt struct {
	driver.Stmt
	query string
	w     *watcher
}

func (s watchedStmt) QueryContext(ctx context.Context, args []driver.NamedValue) (driver.Rows, error) {
	s.w.sent = append(s.w.sent, s.query)
	return s.Stmt.(driver.StmtQueryContext).QueryContext(ctx, args)
}

func (c watchedConn) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	c.w.sent = append(c.w.sent, query)
	return c.Conn.(driver.QueryerContext).QueryContext(ctx, query, args)
}

func checkPlan(t *testing.T, db *DB, query string, may string) {
	t.Helper()
	rows, err := db.sql.Query(`EXPLAIN QUERY PLAN `+query, make([]any, strings.Count(query, "?"))...)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var id, parent, unused sql.NullInt64
		var detail string
		if err := rows.Scan(&id, &parent, &unused, &detail); err != nil {
			t.Fatal(err)
		}
		scan := strings.HasPrefix(detail, "SCAN") && !strings.Contains(detail, "json_each") && !strings.Contains(detail, "SCAN k ") && detail != "SCAN CONSTANT ROW"
		sort := strings.Contains(detail, "TEMP B-TREE") && parent.Int64 == 0
		if (scan || sort) && detail != may {
			t.Errorf("the plan is to %s\nof %s", detail, query)
		}
	}
}
