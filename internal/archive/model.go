package archive

import (
	"database/sql"
	"errors"
)

// Model gives what was learnt for tagging, and in which period; "" when nothing
// was yet.
func (db *DB) Model() (period string, data []byte, err error) {
	if db.form < 5 {
		return "", nil, nil
	}
	err = db.row(`SELECT period, data FROM model`).Scan(&period, &data)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return period, data, db.fail("read", err)
}

// Learn keeps what was learnt, in place of what was.
func (t *Tagger) Learn(period string, data []byte) {
	t.exec(`DELETE FROM model`)
	t.exec(`INSERT INTO model VALUES (?,?)`, period, data)
}
