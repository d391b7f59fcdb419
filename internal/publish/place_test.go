package publish

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// Two folders for temporary files, on two file systems where memory is one.
var (
	memory = "/dev/shm"
	disk   = os.TempDir()
)

// files is a tree: slash name → bytes.
type files map[string]string

// place is an output folder with its state, for a test.
type place struct {
	t          testing.TB
	out, state string
}

func newPlace(t testing.TB) place {
	t.Helper()
	dir := t.TempDir()
	p := place{t, filepath.Join(dir, "public"), filepath.Join(dir, "weft", "public")}
	for _, d := range []string{p.out, p.state} {
		if err := os.MkdirAll(d, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	return p
}

func (p place) begin(opt Options) *Staging {
	p.t.Helper()
	s, err := Begin(p.out, p.state, opt)
	if err != nil {
		p.t.Fatal(err)
	}
	return s
}

// put publishes a tree that must succeed.
func (p place) put(site files) Report {
	p.t.Helper()
	r, err := p.try(site, Options{})
	if err != nil {
		p.t.Fatal(err)
	}
	return r
}

func (p place) try(site files, opt Options) (Report, error) {
	s, err := Begin(p.out, p.state, opt)
	if err != nil {
		return Report{}, err
	}
	for name, data := range site {
		if err := s.Write(name, []byte(data)); err != nil {
			_ = s.Abort()
			return Report{}, err
		}
	}
	return s.Commit()
}

// lay puts files into the output folder as a person would.
func (p place) lay(site files) {
	p.t.Helper()
	layIn(p.t, p.out, site)
}

func layIn(t testing.TB, dir string, site files) {
	t.Helper()
	for name, data := range site {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(data), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// tree reads all plain files of the output folder.
func (p place) tree() files {
	p.t.Helper()
	return readTree(p.t, p.out)
}

func readTree(t testing.TB, dir string) files {
	t.Helper()
	got := files{}
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		data, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
		got[name] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// times are the modification times of all files and folders.
func (p place) times() map[string]time.Time {
	p.t.Helper()
	got := map[string]time.Time{}
	err := filepath.WalkDir(p.out, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err == nil {
			got[path] = info.ModTime()
		}
		return err
	})
	if err != nil {
		p.t.Fatal(err)
	}
	return got
}

func wantTree(t testing.TB, p place, want files) {
	t.Helper()
	wantFiles(t, p.out, want)
}

func wantFiles(t testing.TB, dir string, want files) {
	t.Helper()
	if diff := cmp.Diff(want, readTree(t, dir)); diff != "" {
		t.Errorf("the tree differs (-want +got):\n%s", diff)
	}
}

func wantReport(t testing.TB, got, want Report) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the report differs (-want +got):\n%s", diff)
	}
}

// wantNothingWaiting fails when the state folder holds more than a finished
// run leaves.
func wantNothingWaiting(t testing.TB, p place) {
	t.Helper()
	entries, err := os.ReadDir(p.state)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if e.Name() != "lock" && e.Name() != "manifest.json" {
			t.Errorf("left in the state folder: %s", e.Name())
		}
	}
}
