// Package archive remembers every entry ever seen: its versions, its
// addresses, the feeds that carried it, what it links to, and how each feed
// was doing. One archive is one SQLite file; a site has one for its public
// side and one for each overlay.
//
// It promises that what was recorded stays, whatever happens while recording
// (only a copy's words go when the entry goes over to its author's feed, and
// those of what is taken down); that
// an entry keeps its id and its first-seen date for good; and that every
// question is answered by window, feed, id or address, never by loading all.
// It decides nothing: what an edition may see is policy's.
//
// Layout (times are Unix seconds, 0 for none):
//
//	feed        key → validators, hash of the last good body, health
//	entry       id → owner feed, dates, hashes of the newest version and of the one tagged
//	version     (entry, seen) → the content as JSON, and its texts beside it
//	native      (feed, id as given) → entry
//	address     folded address → entry; every address an entry ever had
//	claim       folded address at somebody else's → entry that calls it its first home
//	link        folded address → entry that links to it
//	sighting    (entry, feed): who carried it beside its owner, or before
//	tag         (entry, theme) → evidence; made once, kept
//	tagged      entry of another archive, tagged here → hash of the version
//	vocabulary  theme → fingerprint of what the tags were made with
//	model       what was learnt for tagging, and in which period
//	pair        (entry, earlier entry) with the same words, or some of them
//	compared    entry of another archive, compared here → hash of the version
//	touched     entry → when it, or its tags, last changed, by the archive's own count
//	taken       entry whose words are not kept: it was taken down
package archive

import (
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"modernc.org/sqlite" // the driver, and its errors
)

// Name is the archive's file within a layer's folder.
const Name = ".weft/archive.db"

// A DB is one archive. It may be used by several goroutines.
type DB struct {
	sql  *sql.DB
	path string
	form int // of the schema, as the file has it

	ready prepared
}

const (
	applicationID = 0x77656674 // "weft"
	schemaVersion = 7
)

// Open opens an archive for reading. Where there is none yet it gives an empty
// one in memory, so that a site can be built before anything was fetched.
func Open(path string) (*DB, error) {
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return open(path, ":memory:", true)
	}
	if err := recoverJournal(path); err != nil {
		return nil, err
	}
	return open(path, dsn(path, "ro"), false)
}

// OpenForWriting opens an archive to record in, and makes it if need be.
func OpenForWriting(path string) (*DB, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return nil, fmt.Errorf("make the archive's folder: %w", err)
	}
	return open(path, dsn(path, "rwc"), true)
}

// dsn lets a writer keep what it writes in memory until it commits: spilling it
// earlier would lock out the readers it works beside, in the same process. What
// a statement may have to undo stays in memory, too; and so does more of the
// file than SQLite would keep by itself (2 MB), since each entry is looked up in
// a dozen places. A new file has pages that hold most entries' texts in one or
// two.
func dsn(path, mode string) string {
	q := url.Values{"mode": {mode}, "_txlock": {"immediate"}, "_pragma": {"busy_timeout(10000)", "foreign_keys(1)", "synchronous(FULL)", "cache_spill(0)"}}
	if mode == "rwc" {
		q["_pragma"] = append(q["_pragma"], "page_size(8192)", "temp_store(MEMORY)", "cache_size(-8000)")
	}
	return (&url.URL{Scheme: "file", Opaque: (&url.URL{Path: filepath.ToSlash(path)}).EscapedPath(), RawQuery: q.Encode()}).String()
}

func open(path, source string, create bool) (*DB, error) {
	conn, err := sql.Open("sqlite", source)
	if err != nil {
		return nil, fmt.Errorf("open the archive %s: %w", path, err)
	}
	if source == ":memory:" {
		conn.SetMaxOpenConns(1) // each connection would be a database of its own
	}
	db := &DB{sql: conn, path: path, form: schemaVersion}
	if err := db.check(create); err != nil {
		conn.Close()
		return nil, err
	}
	return db, nil
}

// recoverJournal finishes or undoes what a killed writer left: SQLite can do
// that for a writer only.
func recoverJournal(path string) error {
	if _, err := os.Stat(path + "-journal"); err != nil {
		return nil
	}
	db, err := open(path, dsn(path, "rw"), false)
	if err != nil {
		return err
	}
	return db.Close()
}

// check looks whose file this is before anything is read from it.
func (db *DB) check(create bool) error {
	var app, version, tables int
	err := db.sql.QueryRow(`SELECT (SELECT application_id FROM pragma_application_id), (SELECT user_version FROM pragma_user_version), (SELECT count(*) FROM sqlite_schema)`).
		Scan(&app, &version, &tables)
	switch {
	case err != nil:
		return foreign(db.path, err)
	case app == 0 && tables == 0 && create:
		return db.create()
	case app == 0 && tables == 0:
		return fmt.Errorf("%s is empty; `weft fetch` fills it", db.path)
	case app != applicationID, version < 1:
		return foreign(db.path, nil)
	case version > schemaVersion:
		return fmt.Errorf("%s was written by a newer weft (form %d, this one knows %d); use that one, nothing was changed", db.path, version, schemaVersion)
	case version < schemaVersion && create:
		return db.update()
	}
	db.form = version
	return nil
}

func foreign(path string, err error) error {
	const hint = "is no archive of weft's; nothing was changed; move it away and run `weft fetch`, or put the right file back"
	if err == nil {
		return fmt.Errorf("%s %s", path, hint)
	}
	return fmt.Errorf("%s cannot be read, or %s: %w", path, hint, err)
}

const schema = `
CREATE TABLE feed (
  key TEXT PRIMARY KEY, etag TEXT NOT NULL DEFAULT '', modified TEXT NOT NULL DEFAULT '', hash TEXT NOT NULL DEFAULT '',
  title TEXT NOT NULL DEFAULT '', checked INTEGER NOT NULL DEFAULT 0, good INTEGER NOT NULL DEFAULT 0, new INTEGER NOT NULL DEFAULT 0,
  next INTEGER NOT NULL DEFAULT 0, failures INTEGER NOT NULL DEFAULT 0, error TEXT NOT NULL DEFAULT '', notice TEXT NOT NULL DEFAULT '',
  reason TEXT NOT NULL DEFAULT '', moved TEXT NOT NULL DEFAULT '', moved_since INTEGER NOT NULL DEFAULT 0, moved_times INTEGER NOT NULL DEFAULT 0,
  validated TEXT NOT NULL DEFAULT '', fresh INTEGER NOT NULL DEFAULT 0, retired INTEGER NOT NULL DEFAULT 0, found TEXT NOT NULL DEFAULT '', page TEXT NOT NULL DEFAULT '',
  terms TEXT NOT NULL DEFAULT '', returns INTEGER NOT NULL DEFAULT 0, whole INTEGER NOT NULL DEFAULT 0);
CREATE TABLE entry (
  id TEXT PRIMARY KEY, feed TEXT NOT NULL, date INTEGER NOT NULL, published INTEGER NOT NULL, first_seen INTEGER NOT NULL,
  last_seen INTEGER NOT NULL, hash TEXT NOT NULL, owned INTEGER NOT NULL, gone INTEGER NOT NULL DEFAULT 0,
  title INTEGER NOT NULL DEFAULT 0, words INTEGER NOT NULL DEFAULT 0, given INTEGER NOT NULL DEFAULT 0, missing INTEGER NOT NULL DEFAULT 0, withdrawn INTEGER NOT NULL DEFAULT 0,
  due INTEGER NOT NULL DEFAULT 0, tagged TEXT NOT NULL DEFAULT '', compared TEXT NOT NULL DEFAULT '') WITHOUT ROWID;
CREATE INDEX entry_date ON entry(date DESC, id);
CREATE INDEX entry_feed ON entry(feed, date DESC, id);
CREATE INDEX entry_due ON entry(due) WHERE due > 0;
CREATE INDEX entry_missing ON entry(feed) WHERE missing > 0;
CREATE INDEX entry_withdrawn ON entry(withdrawn) WHERE withdrawn > 0;
CREATE TABLE version (entry TEXT NOT NULL, seen INTEGER NOT NULL, hash TEXT NOT NULL, content TEXT NOT NULL, plain TEXT NOT NULL,
  summary TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (entry, seen, hash));
CREATE TABLE native (feed TEXT NOT NULL, id TEXT NOT NULL, entry TEXT NOT NULL, PRIMARY KEY (feed, id)) WITHOUT ROWID;
CREATE INDEX native_id ON native(id);
CREATE TABLE address (key TEXT NOT NULL, entry TEXT NOT NULL, PRIMARY KEY (key, entry)) WITHOUT ROWID;
CREATE INDEX address_entry ON address(entry);
CREATE TABLE claim (key TEXT NOT NULL, entry TEXT NOT NULL, PRIMARY KEY (key, entry)) WITHOUT ROWID;
CREATE TABLE link (key TEXT NOT NULL, entry TEXT NOT NULL, PRIMARY KEY (key, entry)) WITHOUT ROWID;
CREATE TABLE sighting (entry TEXT NOT NULL, feed TEXT NOT NULL, PRIMARY KEY (entry, feed)) WITHOUT ROWID;
CREATE TABLE tag (entry TEXT NOT NULL, theme TEXT NOT NULL, score REAL NOT NULL, evidence TEXT NOT NULL, kind INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (entry, theme)) WITHOUT ROWID;
CREATE INDEX tag_theme ON tag(theme, entry);
CREATE TABLE tagged (entry TEXT PRIMARY KEY, hash TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE vocabulary (theme TEXT PRIMARY KEY, fingerprint TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE meta (key TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
` + learnt + noted + emptied

// noted is what the sixth form has beside the others: whatever changes of an
// entry that stays, or of its tags, is counted, so that who worked something out
// of all entries need look only at those. New entries and new versions of them
// are known by the rows of version. Triggers do it, so that no statement that
// writes can forget to.
const noted = `CREATE TABLE touched (entry TEXT PRIMARY KEY, n INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX touched_n ON touched(n);
CREATE TRIGGER entry_changes AFTER UPDATE OF feed, date, published, first_seen, hash, gone, due, withdrawn ON entry
WHEN old.feed <> new.feed OR old.date <> new.date OR old.published <> new.published OR old.first_seen <> new.first_seen OR old.hash <> new.hash
  OR old.gone <> new.gone OR old.due <> new.due OR old.withdrawn <> new.withdrawn
BEGIN INSERT OR REPLACE INTO touched VALUES (new.id, (SELECT coalesce(max(n), 0) + 1 FROM touched)); END;
CREATE TRIGGER entry_tagged AFTER UPDATE OF tagged ON entry
BEGIN INSERT OR REPLACE INTO touched VALUES (new.id, (SELECT coalesce(max(n), 0) + 1 FROM touched)); END;
CREATE TRIGGER other_tagged AFTER INSERT ON tagged
BEGIN INSERT OR REPLACE INTO touched VALUES (new.entry, (SELECT coalesce(max(n), 0) + 1 FROM touched)); END;
`

// emptied is what the seventh form has beside the others.
const emptied = `CREATE TABLE taken (entry TEXT PRIMARY KEY) WITHOUT ROWID;
`

// learnt is what the fifth form has beside the others.
const learnt = `CREATE TABLE model (period TEXT NOT NULL, data BLOB NOT NULL);
` + inCommon + `CREATE TABLE compared (entry TEXT PRIMARY KEY, hash TEXT NOT NULL) WITHOUT ROWID;
`

// inCommon is where it stands what entries have in common.
const inCommon = `CREATE TABLE pair (entry TEXT NOT NULL, earlier TEXT NOT NULL, at INTEGER NOT NULL, kind TEXT NOT NULL, passage TEXT NOT NULL, PRIMARY KEY (entry, earlier)) WITHOUT ROWID;
CREATE INDEX pair_earlier ON pair(earlier, entry);
CREATE INDEX pair_at ON pair(at);
`

// create lays out an empty file, unless another process has done so meanwhile.
func (db *DB) create() error {
	tx, err := db.sql.Begin()
	if err != nil {
		return db.fail("make", err)
	}
	defer tx.Rollback()
	var tables int
	if err := tx.QueryRow(`SELECT count(*) FROM sqlite_schema`).Scan(&tables); err != nil {
		return db.fail("make", err)
	}
	if tables > 0 {
		tx.Rollback()
		return db.check(true)
	}
	mark := fmt.Sprintf("PRAGMA application_id = %d; PRAGMA user_version = %d;", applicationID, schemaVersion)
	if _, err := tx.Exec(schema + mark); err != nil {
		return db.fail("make", err)
	}
	return db.fail("make", tx.Commit())
}

// updates bring an archive of form i+1 to form i+2. The first form did not say
// what kind of failure a feed had, nor where it moved; the second not which
// address gave the validators, how long an answer holds, since when a feed is
// gone for good, and what else its page names; nor by what else than its names
// an entry is known, whether it is missing, withdrawn or not due yet. The third
// noted of every entry in other tables what now stands with it or goes without
// saying. The fourth knew themes by their words alone, and no two entries as the
// same piece; the fifth kept at first no days with these, and finds them again. The
// sixth kept the words of everything.
var updates = [schemaVersion - 1]string{
	`ALTER TABLE feed ADD COLUMN reason TEXT NOT NULL DEFAULT '';
ALTER TABLE feed ADD COLUMN moved TEXT NOT NULL DEFAULT '';
ALTER TABLE feed ADD COLUMN moved_since INTEGER NOT NULL DEFAULT 0;
ALTER TABLE feed ADD COLUMN moved_times INTEGER NOT NULL DEFAULT 0;`,
	`ALTER TABLE feed ADD COLUMN validated TEXT NOT NULL DEFAULT '';
ALTER TABLE feed ADD COLUMN fresh INTEGER NOT NULL DEFAULT 0;
ALTER TABLE feed ADD COLUMN retired INTEGER NOT NULL DEFAULT 0;
ALTER TABLE feed ADD COLUMN found TEXT NOT NULL DEFAULT '';
ALTER TABLE feed ADD COLUMN page TEXT NOT NULL DEFAULT '';
ALTER TABLE feed ADD COLUMN terms TEXT NOT NULL DEFAULT '';
ALTER TABLE feed ADD COLUMN returns INTEGER NOT NULL DEFAULT 0;
ALTER TABLE feed ADD COLUMN whole INTEGER NOT NULL DEFAULT 0;
ALTER TABLE entry ADD COLUMN title INTEGER NOT NULL DEFAULT 0;
ALTER TABLE entry ADD COLUMN words INTEGER NOT NULL DEFAULT 0;
ALTER TABLE entry ADD COLUMN given INTEGER NOT NULL DEFAULT 0;
ALTER TABLE entry ADD COLUMN missing INTEGER NOT NULL DEFAULT 0;
ALTER TABLE entry ADD COLUMN withdrawn INTEGER NOT NULL DEFAULT 0;
ALTER TABLE entry ADD COLUMN due INTEGER NOT NULL DEFAULT 0;
CREATE INDEX entry_due ON entry(due) WHERE due > 0;
CREATE INDEX entry_missing ON entry(feed) WHERE missing > 0;
CREATE INDEX entry_withdrawn ON entry(withdrawn) WHERE withdrawn > 0;
CREATE INDEX native_id ON native(id);
CREATE TABLE claim (key TEXT NOT NULL, entry TEXT NOT NULL, PRIMARY KEY (key, entry)) WITHOUT ROWID;
DROP INDEX IF EXISTS link_entry;`,
	`ALTER TABLE entry ADD COLUMN tagged TEXT NOT NULL DEFAULT '';
UPDATE entry SET tagged = coalesce((SELECT t.hash FROM tagged t WHERE t.entry = entry.id), '');
DELETE FROM tagged WHERE entry IN (SELECT id FROM entry);
DELETE FROM sighting WHERE feed = (SELECT e.feed FROM entry e WHERE e.id = sighting.entry);`,
	`ALTER TABLE entry ADD COLUMN compared TEXT NOT NULL DEFAULT '';
ALTER TABLE tag ADD COLUMN kind INTEGER NOT NULL DEFAULT 0;
` + learnt,
	noted + `DROP TABLE pair;` + inCommon + `UPDATE entry SET compared = ''; DELETE FROM compared;`,
	emptied,
}

// update changes the form, unless another process has done so meanwhile.
func (db *DB) update() error {
	tx, err := db.sql.Begin()
	if err != nil {
		return db.fail("update", err)
	}
	defer tx.Rollback()
	var version int
	if err := tx.QueryRow(`PRAGMA user_version`).Scan(&version); err != nil || version == schemaVersion {
		return db.fail("update", err)
	}
	steps := strings.Join(updates[version-1:], "\n")
	if _, err := tx.Exec(steps + fmt.Sprintf("\nPRAGMA user_version = %d;", schemaVersion)); err != nil {
		return db.fail("update", err)
	}
	return db.fail("update", tx.Commit())
}

// fail says which archive an error is about, and what can be done; nil stays nil.
func (db *DB) fail(doing string, err error) error {
	if err == nil {
		return nil
	}
	if hint := hintFor(err); hint != "" {
		return fmt.Errorf("%s the archive %s: %w; %s", doing, db.path, err, hint)
	}
	return fmt.Errorf("%s the archive %s: %w", doing, db.path, err)
}

// hintFor says what a person can do about an error of SQLite's (its primary
// result codes, sqlite.org/rescode.html).
func hintFor(err error) string {
	var fault *sqlite.Error
	if !errors.As(err, &fault) {
		return ""
	}
	switch fault.Code() & 0xff {
	case 5, 6: // BUSY, LOCKED
		return "another weft is writing it: wait until it is done and run again"
	case 8: // READONLY
		return "make the file and its folder writable"
	case 10, 13: // IOERR, FULL
		return "look for space on the disk and run again; what was recorded before stays"
	case 11, 26: // CORRUPT, NOTADB
		return "move it away and put a backup in its place, or run `weft fetch` to begin a new one"
	}
	return ""
}

// Close lets go of the file.
func (db *DB) Close() error { return db.sql.Close() }
