package archive

import (
	"bytes"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// sealed lists a folder's files with their bytes, to see what was touched.
func sealed(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		out[path] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func wantUntouched(t *testing.T, before, after map[string]string) {
	t.Helper()
	for path, data := range before {
		if after[path] != data {
			t.Errorf("%s was changed", filepath.Base(path))
		}
	}
	for path := range after {
		if _, ok := before[path]; !ok {
			t.Errorf("%s was made", filepath.Base(path))
		}
	}
}

// fill makes an archive file of one entry.
func fill(t *testing.T, path string) {
	t.Helper()
	db, err := OpenForWriting(path)
	if err != nil {
		t.Fatal(err)
	}
	fetched(t, db, "a", monday, piece("1", "https://a.example/1", "One", monday))
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestReadingWhereThereIsNoArchiveShowsAnEmptyOneAndMakesNothing(t *testing.T) {
	dir := t.TempDir()
	db, err := Open(filepath.Join(dir, Name))
	if err != nil {
		t.Fatal(err)
	}
	wantTold(t, db, "")
	if n, err := db.Count(); n != 0 || err != nil {
		t.Errorf("count %d, %v", n, err)
	}
	if at, err := db.Newest(monday); !at.IsZero() || err != nil {
		t.Errorf("newest %v, %v", at, err)
	}
	db.Close()
	wantUntouched(t, nil, sealed(t, dir))
	if _, err := os.Stat(filepath.Join(dir, ".weft")); err == nil {
		t.Error("a folder was made")
	}
}

func TestReadingWritesNothing(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a.db")
	fill(t, path)
	before := sealed(t, dir)
	db, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	wantTold(t, db, "a One 11-16")
	if _, err := db.sql.Exec(`DELETE FROM entry`); err == nil {
		t.Error("an archive opened for reading let itself be written")
	}
	db.Close()
	wantUntouched(t, before, sealed(t, dir))
}

func TestFilesThatAreNoArchiveAreRefusedAndLeftAsTheyAre(t *testing.T) {
	otherSQLite := func(pragma string) []byte {
		path := filepath.Join(t.TempDir(), "other.db")
		db, err := sql.Open("sqlite", path)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := db.Exec(`CREATE TABLE entry (id TEXT);` + pragma); err != nil {
			t.Fatal(err)
		}
		db.Close()
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	cut := func() []byte {
		path := filepath.Join(t.TempDir(), "cut.db")
		fill(t, path)
		data, _ := os.ReadFile(path)
		return data[:700]
	}
	for _, c := range []struct {
		name string
		data []byte
		says string
	}{
		{"a text", []byte(strings.Repeat("Dear diary, ", 400)), "is no archive of weft's"},
		{"another program's database", otherSQLite(""), "is no archive of weft's"},
		{"a database with a mark of its own", otherSQLite("PRAGMA application_id = 252006674"), "is no archive of weft's"},
		{"a database that is cut off", cut(), "no archive of weft's"},
		{"a newer weft's archive", otherSQLite(fmt.Sprintf("PRAGMA application_id = %d; PRAGMA user_version = 99", applicationID)), "was written by a newer weft (form 99, this one knows 7)"},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			path := filepath.Join(dir, "a.db")
			if err := os.WriteFile(path, c.data, 0o644); err != nil {
				t.Fatal(err)
			}
			before := sealed(t, dir)
			for doing, open := range map[string]func(string) (*DB, error){"reading": Open, "writing": OpenForWriting} {
				db, err := open(path)
				if err == nil {
					db.Close()
					t.Errorf("opened for %s", doing)
				} else if !strings.Contains(err.Error(), c.says) || !strings.Contains(err.Error(), path) {
					t.Errorf("for %s the message is %q, and should name the file and say %q", doing, err, c.says)
				}
			}
			wantUntouched(t, before, sealed(t, dir))
		})
	}
}

func TestAnEmptyFileIsFilledByAFetchAndNamedToAReader(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	if err := os.WriteFile(path, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(path); err == nil || !strings.Contains(err.Error(), "is empty; `weft fetch` fills it") {
		t.Errorf("a reader is told %v", err)
	}
	fill(t, path)
	db, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	wantTold(t, db, "a One 11-16")
}

func TestAnArchiveMayLieUnderAnyName(t *testing.T) {
	for _, name := range []string{"two words.db", "what?.db", "100%.db", "a#b.db", "a%41b.db", "größe.db", "a&b=c.db", "a;b.db"} {
		dir := t.TempDir()
		fill(t, filepath.Join(dir, name, "archive.db"))
		after := sealed(t, dir)
		if _, ok := after[filepath.Join(dir, name, "archive.db")]; !ok || len(after) != 1 {
			t.Errorf("%q: the files are %v", name, after)
		}
		db, err := Open(filepath.Join(dir, name, "archive.db"))
		if err != nil {
			t.Errorf("%q: %v", name, err)
			continue
		}
		wantTold(t, db, "a One 11-16")
		db.Close()
	}
}

// The same hauls make the same file, so that two machines that fetched the
// same can compare what they have.
func TestTheSameHaulsMakeTheSameBytes(t *testing.T) {
	var files [2][]byte
	for i := range files {
		path := filepath.Join(t.TempDir(), "a.db")
		fill(t, path)
		files[i], _ = os.ReadFile(path)
	}
	if !bytes.Equal(files[0], files[1]) {
		t.Error("two archives of the same hauls differ")
	}
}

func TestTwoProcessesMayBothMakeTheArchive(t *testing.T) {
	path := filepath.Join(t.TempDir(), "archive.db")
	conn, err := sql.Open("sqlite", dsn(path, "rwc"))
	if err != nil {
		t.Fatal(err)
	}
	late := &DB{sql: conn, path: path, form: schemaVersion} // it has looked, and found nothing
	defer late.Close()
	fill(t, path)
	if err := late.create(); err != nil {
		t.Fatalf("the second to make it: %v", err)
	}
	if hashes, err := late.Hashes(); err != nil || len(hashes) != 1 {
		t.Errorf("what the first recorded is not there: %v, %v", hashes, err)
	}
}
