package publish

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// forge changes a file's bytes, not its size, and sets its time back to what it
// was: what an edit within one tick of the clock would look like.
func forge(t *testing.T, path, data string) {
	t.Helper()
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(data), 0o644); err != nil {
		t.Fatal(err)
	}
	setTime(t, path, info.ModTime())
}

func setTime(t *testing.T, path string, at time.Time) {
	t.Helper()
	if err := os.Chtimes(path, at, at); err != nil {
		t.Fatal(err)
	}
}

func modified(t *testing.T, path string) time.Time {
	t.Helper()
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	return info.ModTime()
}

func wantConflict(t *testing.T, p place, site files) {
	t.Helper()
	_, err := p.try(site, Options{})
	var conflict *ConflictError
	if !errors.As(err, &conflict) {
		t.Errorf("error is %v, want a ConflictError: a person's edit went unnoticed", err)
	}
}

func TestAnEditInTheTickOfTheManifestIsNoticed(t *testing.T) {
	p := newPlace(t)
	site := files{"a.html": "bytes"}
	p.put(site)
	page := filepath.Join(p.out, "a.html")
	setTime(t, filepath.Join(p.state, "manifest.json"), modified(t, page))
	forge(t, page, "BYTES")
	wantConflict(t, p, site)
}

func TestAnEditInTheTickOfTheRunThatAdoptedTheFileIsNoticed(t *testing.T) {
	p := newPlace(t)
	site := files{"a.html": "bytes"}
	p.lay(site)
	page, manifest := filepath.Join(p.out, "a.html"), filepath.Join(p.state, "manifest.json")
	setTime(t, page, time.Now().Add(time.Hour)) // not older than the run
	p.put(site)
	setTime(t, manifest, modified(t, page).Add(time.Hour))
	forge(t, page, "BYTES")
	wantConflict(t, p, site)
}

func TestAFileOlderThanTheManifestIsNotReadAgain(t *testing.T) {
	p := newPlace(t)
	site := files{"a.html": "bytes"}
	p.put(site)
	page, manifest := filepath.Join(p.out, "a.html"), filepath.Join(p.state, "manifest.json")
	setTime(t, manifest, modified(t, page).Add(time.Second))
	forge(t, page, "BYTES")
	wantReport(t, p.put(site), Report{Unchanged: 1}) // the price, which the package comment tells
}

func TestATouchedFileIsReadAndKept(t *testing.T) {
	p := newPlace(t)
	site := files{"a.html": "bytes"}
	p.put(site)
	page := filepath.Join(p.out, "a.html")
	for _, at := range []time.Duration{-time.Hour, time.Hour} {
		touched := time.Now().Add(at)
		setTime(t, page, touched)
		wantReport(t, p.put(site), Report{Unchanged: 1})
		if got := modified(t, page); !got.Equal(touched.Round(0)) && got.Sub(touched).Abs() > time.Second {
			t.Errorf("its time is %v, want %v: it was written again", got, touched)
		}
	}
}
