package preview

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// A folder is what a watcher watches in a test. Nothing is timed: what has to
// be seen is waited for, and what must not be seen is done before it.
type folder struct {
	t       *testing.T
	dir     string
	watcher *Watcher
}

func newFolder(t *testing.T) *folder {
	w, err := NewWatcher()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.Close() })
	f := &folder{t, t.TempDir(), w}
	f.write("site.toml")
	f.write("content/digests/a.md")
	f.watch()
	return f
}

func (f *folder) watch() {
	f.t.Helper()
	if err := f.watcher.Watch([]string{f.path("site.toml"), f.path("private/.weft/archive.db")}, []string{f.path("content"), f.path("feeds")}); err != nil {
		f.t.Fatal(err)
	}
}

func (f *folder) path(name string) string { return filepath.Join(f.dir, filepath.FromSlash(name)) }

func (f *folder) write(name string) {
	f.t.Helper()
	if err := os.MkdirAll(filepath.Dir(f.path(name)), 0o755); err != nil {
		f.t.Fatal(err)
	}
	if err := os.WriteFile(f.path(name), []byte(name), 0o644); err != nil {
		f.t.Fatal(err)
	}
}

// sees waits until something is seen, and gives the names, also of what
// follows until the last one is.
func (f *folder) sees(last string) []string {
	f.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	var all []string
	for !slices.Contains(all, last) {
		changed, err := f.watcher.Next(ctx)
		if err != nil {
			f.t.Fatalf("%s was not seen; %q was", last, all)
		}
		for _, path := range changed {
			name, _ := filepath.Rel(f.dir, path)
			all = append(all, filepath.ToSlash(name))
		}
		f.watch()
	}
	return distinct(all)
}

func TestASavedFileIsSeenHoweverItIsSaved(t *testing.T) {
	f := newFolder(t)
	f.write("content/digests/a.md")
	f.sees("content/digests/a.md")
	f.write("content/digests/.a.md.swp")
	f.write("content/digests/a.md~")
	f.write("content/digests/new.tmp")
	if err := os.Rename(f.path("content/digests/new.tmp"), f.path("content/digests/a.md")); err != nil {
		t.Fatal(err)
	}
	if got := f.sees("content/digests/a.md"); len(got) != 1 {
		t.Errorf("seen: %q", got)
	}
	if err := os.Remove(f.path("content/digests/a.md")); err != nil {
		t.Fatal(err)
	}
	f.sees("content/digests/a.md")
	f.write("site.toml")
	f.sees("site.toml")
}

func TestAFolderThatComesIsWatched(t *testing.T) {
	f := newFolder(t)
	if err := os.MkdirAll(f.path("feeds/deep"), 0o755); err != nil {
		t.Fatal(err)
	}
	f.sees("feeds")
	f.write("feeds/deep/a.toml")
	f.sees("feeds/deep/a.toml")
	if err := os.MkdirAll(f.path("private/.weft"), 0o755); err != nil {
		t.Fatal(err)
	}
	f.sees("private")
	f.write("private/.weft/archive.db")
	f.sees("private/.weft/archive.db")
	if err := os.RemoveAll(f.path("content")); err != nil {
		t.Fatal(err)
	}
	f.sees("content")
	f.write("content/digests/b.md")
	f.sees("content")
	f.write("content/digests/b.md")
	f.sees("content/digests/b.md")
}

func TestWhatIsOfNoInterestIsNotSeen(t *testing.T) {
	f := newFolder(t)
	for _, name := range []string{"public/index.html", "README.md", ".git/index", "private/notes.md", "content/.x.md.swp", "content/#x#", "content/4913", "content/x.md~", "content/.git/x"} {
		f.write(name)
	}
	f.watch()
	f.write("private/.weft/archive.db-journal")
	f.write("content/.git/x")
	f.write("content/digests/a.md")
	for _, name := range f.sees("content/digests/a.md") {
		if name != "content/digests/a.md" && !strings.HasPrefix("private/.weft", name) {
			t.Errorf("%s was seen", name)
		}
	}
}

func TestNobodyWaitsLongerThanTheyWantTo(t *testing.T) {
	f := newFolder(t)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := f.watcher.Next(ctx); err != context.Canceled {
		t.Errorf("interrupted: %v", err)
	}
}
