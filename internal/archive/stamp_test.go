package archive

import (
	"context"
	"path/filepath"
	"testing"
	"time"
)

func TestAnArchiveThatWasWrittenToHasAnotherStamp(t *testing.T) {
	path := filepath.Join(t.TempDir(), "archive.db")
	stamp := func() string {
		t.Helper()
		s, err := Stamp(path)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	seen := map[string]string{stamp(): "before it was there"}
	another := func(what string) {
		t.Helper()
		s := stamp()
		if was, ok := seen[s]; ok {
			t.Errorf("%s: the stamp is that of %s", what, was)
		}
		if s != stamp() {
			t.Errorf("%s: asked twice, it is another", what)
		}
		seen[s] = what
	}
	db, err := OpenForWriting(path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	another("made")
	for _, day := range []int{1, 2} {
		at := time.Date(2026, 11, day, 0, 0, 0, 0, time.UTC)
		if _, err := db.Record(context.Background(), Haul{Feed: Feed{Key: "https://a.example/feed", Good: at}, At: at}); err != nil {
			t.Fatal(err)
		}
		another("recorded once more")
	}
	before := stamp()
	reader, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := reader.Count(); err != nil {
		t.Fatal(err)
	}
	reader.Close()
	if stamp() != before {
		t.Error("to read an archive is not to change it")
	}
}
