package archive

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"testing"
)

func TestAHaulThatFailsTakesWithItOnlyWhatWasNotStored(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	db, err := OpenForWriting(path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.sql.Exec(`CREATE TRIGGER refuse BEFORE INSERT ON version WHEN NEW.plain = 'bad' BEGIN SELECT RAISE(ABORT, 'refused'); END`); err != nil {
		t.Fatal(err)
	}
	r, err := db.Recording(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.Record(context.Background(), numbered(0)); err != nil {
		t.Fatal(err)
	}
	if err := r.Flush(); err != nil {
		t.Fatal(err)
	}
	if _, err := r.Record(context.Background(), numbered(3)); err != nil {
		t.Fatal(err)
	}
	half := numbered(1)
	half.Entries[haulSize/2].Plain = "bad"
	if _, err := r.Record(context.Background(), half); err == nil || !strings.Contains(err.Error(), "feed-1") {
		t.Errorf("the haul that fails: %v", err)
	}
	if _, err := r.Record(context.Background(), numbered(2)); err != nil {
		t.Error(err)
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	if n, _ := db.Count(); n != 2*haulSize {
		t.Errorf("%d entries, want those of the two good hauls", n)
	}
	for _, lost := range []string{"feed-1", "feed-3"} {
		if f, _ := db.Feed(lost); !f.Good.IsZero() {
			t.Errorf("of what is not there, the feed is %+v", f)
		}
	}
}

func TestAnEndedRunRecordsNoMore(t *testing.T) {
	db, err := OpenForWriting(filepath.Join(t.TempDir(), "a.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	ctx, end := context.WithCancel(context.Background())
	end()
	if _, err := db.Record(ctx, numbered(0)); !errors.Is(err, context.Canceled) {
		t.Errorf("recorded with %v", err)
	}
	if n, _ := db.Count(); n != 0 {
		t.Errorf("%d entries", n)
	}
}

func TestARecordingLetsOthersReadWhatIsStored(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	db, err := OpenForWriting(path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	r, err := db.Recording(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	for k, want := range []int{0, haulSize} {
		if k == 1 {
			if err := r.Flush(); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := r.Record(context.Background(), numbered(k)); err != nil {
			t.Fatal(err)
		}
		reader, err := Open(path)
		if err != nil {
			t.Fatal(err)
		}
		if n, err := reader.Count(); n != want || err != nil {
			t.Errorf("a reader sees %d entries, %v, want %d", n, err, want)
		}
		reader.Close()
	}
}
