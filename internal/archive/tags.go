package archive

import (
	"context"
	"database/sql"
	"encoding/json"
	"maps"
	"slices"
	"time"

	"weft/internal/entry"
)

// Tags gives the stored tags of entries, by entry id; those of an entry are in
// the order of themes.
func (db *DB) Tags(ids []string) (map[string][]entry.Tag, error) {
	return db.tags(ids, "evidence")
}

// Themes gives the tags of entries as Tags does, without what they rest on.
func (db *DB) Themes(ids []string) (map[string][]entry.Tag, error) {
	return db.tags(ids, "''")
}

func (db *DB) tags(ids []string, evidence string) (map[string][]entry.Tag, error) {
	out, kind := map[string][]entry.Tag{}, "kind"
	if db.form < 5 {
		kind = "0"
	}
	for chunk := range slices.Chunk(ids, 500) { // within SQLite's bound of parameters
		list, err := json.Marshal(chunk)
		if err != nil {
			return nil, err
		}
		rows, err := db.rows(`SELECT entry, theme, score, `+evidence+`, `+kind+` FROM tag WHERE entry IN (SELECT value FROM json_each(?)) ORDER BY entry, theme`, string(list))
		if err != nil {
			return nil, db.fail("read", err)
		}
		if err := scanTags(rows, out); err != nil {
			return nil, db.fail("read", err)
		}
	}
	return out, nil
}

func scanTags(rows *sql.Rows, out map[string][]entry.Tag) error {
	defer rows.Close()
	for rows.Next() {
		var id, evidence string
		var kind int
		t := entry.Tag{By: entry.ByWeft}
		if err := rows.Scan(&id, &t.Theme, &t.Score, &evidence, &kind); err != nil {
			return err
		}
		t.Suggested, t.Short = kind&suggested != 0, kind&short != 0
		if evidence != "" {
			if err := json.Unmarshal([]byte(evidence), &t.Evidence); err != nil {
				return err
			}
		}
		out[id] = append(out[id], t)
	}
	return rows.Err()
}

// WithTheme gives the ids of the entries stored with a theme, sorted.
func (db *DB) WithTheme(theme string) ([]string, error) {
	return db.strings(`SELECT entry FROM tag WHERE theme = ? ORDER BY entry`, theme)
}

// SaidOf gives the ids of the entries of which a theme is said aloud, sorted.
func (db *DB) SaidOf(theme string) ([]string, error) {
	if db.form < 5 {
		return db.WithTheme(theme)
	}
	return db.strings(`SELECT entry FROM tag WHERE theme = ? AND kind & ? = 0 ORDER BY entry`, theme, suggested)
}

// Tagged gives the content hash with which each entry was tagged last.
func (db *DB) Tagged() (map[string]string, error) {
	if db.form < 4 {
		return db.pairs(`SELECT entry, hash FROM tagged`)
	}
	return db.pairs(`SELECT entry, hash FROM tagged UNION ALL SELECT id, tagged FROM entry WHERE tagged <> ''`)
}

// Untagged gives the entries of this archive that were not tagged here as they
// are now, with their content hashes.
func (db *DB) Untagged() (map[string]string, error) {
	if db.form < 4 {
		return db.pairs(`SELECT e.id, e.hash FROM entry e LEFT JOIN tagged t ON t.entry = e.id WHERE t.hash IS NOT e.hash`)
	}
	return db.pairs(`SELECT id, hash FROM entry WHERE tagged <> hash`)
}

// ToTag gives those of some entries that there are, with what themes are found
// in. Those that are not given out are among them: they may be again, and by
// then nobody knows which themes have changed meanwhile.
func (db *DB) ToTag(ids []string) ([]entry.Entry, error) {
	return db.among(ids, time.Time{}, TagText, `1`)
}

// Hashes gives each entry's content hash, that is of its newest version.
func (db *DB) Hashes() (map[string]string, error) {
	return db.pairs(`SELECT id, hash FROM entry`)
}

// Vocabulary gives the fingerprint of each theme the tags were made with.
func (db *DB) Vocabulary() (map[string]string, error) {
	return db.pairs(`SELECT theme, fingerprint FROM vocabulary`)
}

func (db *DB) pairs(query string) (map[string]string, error) {
	rows, err := db.rows(query)
	if err != nil {
		return nil, db.fail("read", err)
	}
	out, err := scanPairs(rows)
	return out, db.fail("read", err)
}

func scanPairs(rows *sql.Rows) (map[string]string, error) {
	defer rows.Close()
	out := map[string]string{}
	for rows.Next() {
		var k, v string
		if err := rows.Scan(&k, &v); err != nil {
			return nil, err
		}
		out[k] = v
	}
	return out, rows.Err()
}

// Adopt reports whether what is tagged here was tagged with a vocabulary, so
// that entries may come with the tags it finds (Haul.Tags). An archive in which
// nothing is to be tagged takes on whichever it is asked about.
func (db *DB) Adopt(ctx context.Context, fingerprints map[string]string) (bool, error) {
	have, err := db.Vocabulary()
	if err != nil || maps.Equal(have, fingerprints) {
		return err == nil, err
	}
	var some bool
	if err := db.sql.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM entry) OR EXISTS (SELECT 1 FROM tagged)`).Scan(&some); some || err != nil {
		return false, db.fail("read", err)
	}
	t, err := db.Tagging(ctx)
	if err != nil {
		return false, err
	}
	err = t.End(fingerprints)
	return err == nil, err
}

// A Tagger writes tags. What was put before a Pause stays, all after it stays
// or none; only End says that the vocabulary is done.
type Tagger struct {
	db   *DB
	tx   *sql.Tx
	kept map[string]*sql.Stmt // of the transaction: to compile one takes longer than to run it
	ctx  context.Context
	err  error
}

// Tagging begins to write tags. End or Abandon it.
func (db *DB) Tagging(ctx context.Context) (*Tagger, error) {
	tx, err := db.sql.BeginTx(ctx, nil)
	return &Tagger{db: db, tx: tx, ctx: ctx}, db.fail("write", err)
}

// Put stores an entry's tags of some themes in place of those it had; nil
// themes means all.
func (t *Tagger) Put(id, hash string, themes []string, tags []entry.Tag) {
	if themes == nil {
		t.exec(`DELETE FROM tag WHERE entry = ?`, id)
	}
	for _, theme := range themes {
		t.exec(`DELETE FROM tag WHERE entry = ? AND theme = ?`, id, theme)
	}
	for _, tag := range tags {
		if themes == nil || slices.Contains(themes, tag.Theme) {
			t.exec(putTag, tagArgs(id, tag)...)
		}
	}
	if t.exec(`UPDATE entry SET tagged = ? WHERE id = ?`, hash, id) == 0 { // it is another archive's
		t.exec(`INSERT OR REPLACE INTO tagged VALUES (?,?)`, id, hash)
	}
}

const putTag = `INSERT INTO tag VALUES (?,?,?,?,?)`

// Kinds of tags, added up.
const suggested, short = 1, 2

func tagArgs(id string, tag entry.Tag) []any {
	kind := 0
	if tag.Suggested {
		kind |= suggested
	}
	if tag.Short {
		kind |= short
	}
	return []any{id, tag.Theme, tag.Score, string(marshal(tag.Evidence)), kind}
}

// Forget drops a theme's tags: the theme is no more.
func (t *Tagger) Forget(theme string) {
	t.exec(`DELETE FROM tag WHERE theme = ?`, theme)
	t.Renew(theme)
}

// Renew says that a theme is new, or another than it was. Until End nobody has
// the vocabulary of this archive: what comes in between two Pauses is not among
// what is tagged anew, and must not bring tags of the old one.
func (t *Tagger) Renew(theme string) {
	t.exec(`INSERT OR REPLACE INTO vocabulary VALUES (?,'')`, theme)
}

// Pause stores what was put so far, so that little waits in memory.
func (t *Tagger) Pause() error {
	if t.err != nil {
		return t.Abandon()
	}
	if err := t.tx.Commit(); err != nil {
		return t.db.fail("write", err)
	}
	t.kept = nil // a transaction's statements go with it
	t.tx, t.err = t.db.sql.BeginTx(t.ctx, nil)
	return t.db.fail("write", t.err)
}

// End stores all and remembers with which vocabulary.
func (t *Tagger) End(fingerprints map[string]string) error {
	t.exec(`DELETE FROM vocabulary`)
	for _, theme := range slices.Sorted(maps.Keys(fingerprints)) {
		t.exec(`INSERT INTO vocabulary VALUES (?,?)`, theme, fingerprints[theme])
	}
	return t.Done()
}

// Done stores all, and leaves the vocabulary as it is.
func (t *Tagger) Done() error {
	if t.err != nil {
		return t.Abandon()
	}
	return t.db.fail("write", t.tx.Commit())
}

// Abandon stores nothing, and gives the error that was met, if any.
func (t *Tagger) Abandon() error {
	if t.tx != nil {
		t.tx.Rollback()
	}
	return t.db.fail("write", t.err)
}

// exec says how many rows it changed.
func (t *Tagger) exec(query string, args ...any) (rows int64) {
	if t.err != nil {
		return 0
	}
	st := t.kept[query]
	if st == nil {
		if st, t.err = t.tx.PrepareContext(t.ctx, query); t.err != nil {
			return 0
		}
		if t.kept == nil {
			t.kept = map[string]*sql.Stmt{}
		}
		t.kept[query] = st
	}
	res, err := st.ExecContext(t.ctx, args...)
	if err == nil {
		rows, err = res.RowsAffected()
	}
	t.err = err
	return rows
}
