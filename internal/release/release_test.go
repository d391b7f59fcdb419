//go:build !windows

package release

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"weft/internal/publish"
)

var ours = Owner{Site: "7c1f", Title: "Ours", Edition: "public"}

// listed gives files as a tree and as the list of what it holds.
func listed(files map[string]string) (fs.FS, []publish.File) {
	tree := fstest.MapFS{}
	var list []publish.File
	for name, data := range files {
		tree[name] = &fstest.MapFile{Data: []byte(data)}
		sum := sha256.Sum256([]byte(data))
		list = append(list, publish.File{Name: name, SHA256: hex.EncodeToString(sum[:])})
	}
	slices.SortFunc(list, func(a, b publish.File) int { return strings.Compare(a.Name, b.Name) })
	return tree, list
}

func open(t *testing.T, target string) *Place {
	t.Helper()
	p, err := Open(target, ours)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// put publishes files and says that it was recorded.
func put(t *testing.T, target string, files map[string]string) {
	t.Helper()
	p := open(t, target)
	tree, list := listed(files)
	if err := errors.Join(p.Put(tree, list, "a line"), p.Said(), p.Close()); err != nil {
		t.Fatal(err)
	}
}

// shownIn reads what readers see; nil: nothing.
func shownIn(t *testing.T, target string) map[string]string {
	t.Helper()
	root, err := filepath.EvalSymlinks(target)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	out := map[string]string{}
	err = errors.Join(err, fs.WalkDir(os.DirFS(root), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(os.DirFS(root), name)
		out[name] = string(data)
		return err
	}))
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func same(a, b map[string]string) bool {
	if len(a) != len(b) {
		return false
	}
	for name, data := range a {
		if is, there := b[name]; !there || is != data {
			return false
		}
	}
	return true
}

var (
	before = map[string]string{"index.html": "old", "same.html": "same", "deep/er/stale.html": "stale"}
	after  = map[string]string{"index.html": "new", "same.html": "same", "deep/fresh.html": "fresh"}
)

func TestReadersHaveTheNewTreeAndNothingOfTheOldIsKept(t *testing.T) {
	t.Parallel()
	target := filepath.Join(t.TempDir(), "www")
	put(t, target, before)
	was, err := os.Stat(filepath.Join(target, "same.html"))
	if err != nil {
		t.Fatal(err)
	}
	put(t, target, after)
	if is := shownIn(t, target); !same(is, after) {
		t.Errorf("readers see %v", is)
	}
	is, err := os.Stat(filepath.Join(target, "same.html"))
	if err != nil || !os.SameFile(was, is) {
		t.Errorf("a file that did not change is another (%v): browsers would fetch it again", err)
	}
	wantTidy(t, target)
}

func TestWhatOnlyItsOwnerMayReadIsSaidAndNotHandedOn(t *testing.T) {
	t.Parallel()
	target := filepath.Join(t.TempDir(), "www")
	put(t, target, before)
	if info, err := os.Stat(Beside(target)); err != nil || info.Mode().Perm()&0o044 != 0o044 {
		t.Skipf("with the umask of this run nobody else may read anything (%v)", err)
	}
	wantShut := func(want string) {
		t.Helper()
		p := open(t, target)
		shut, err := p.Shut()
		if err := errors.Join(err, p.Close()); err != nil || filepath.Base(shut) != want {
			t.Errorf("%s is said to be shut (%v), want %s", shut, err, want)
		}
	}
	wantShut(".")
	if err := os.Chmod(filepath.Join(target, "same.html"), 0o600); err != nil {
		t.Fatal(err)
	}
	wantShut("same.html")
	put(t, target, after)
	wantShut(".")
	if err := os.Chmod(Beside(target), 0o700); err != nil {
		t.Fatal(err)
	}
	wantShut(".www.weft")
}

// wantTidy: beside the place lies one tree and nothing that waits.
func wantTidy(t *testing.T, target string) {
	t.Helper()
	entries, err := os.ReadDir(Beside(target))
	if err != nil {
		t.Fatal(err)
	}
	trees := 0
	for _, e := range entries {
		switch {
		case nameForm.MatchString(e.Name()):
			trees++
		case e.Name() != "lock" && e.Name() != "of.json":
			t.Errorf("%s is left over", e.Name())
		}
	}
	if trees != 1 {
		t.Errorf("%d trees are kept", trees)
	}
}

func TestAReaderWhoLooksAllTheTimeSeesOneTreeOrTheOther(t *testing.T) {
	t.Parallel()
	target := filepath.Join(t.TempDir(), "www")
	put(t, target, before)
	stop := make(chan struct{})
	var wg sync.WaitGroup
	looks, missing, saw := 0, 0, map[string]bool{}
	wg.Go(func() {
		for {
			select {
			case <-stop:
				return
			default:
			}
			root, err := os.OpenRoot(target) // one look, as of one moment
			if err != nil {
				missing++
				continue
			}
			page, err := root.ReadFile("index.html")
			_, stale := root.Stat("deep/er/stale.html")
			_, fresh := root.Stat("deep/fresh.html")
			again, gone := root.Stat(".")
			root.Close()
			if err != nil || gone != nil || again == nil {
				continue // the tree that it holds on to was removed meanwhile
			}
			_, still := os.Stat(filepath.Join(target, "same.html"))
			if still != nil {
				missing++
			}
			looks++
			if state := string(page); (state == "old") != (stale == nil) || (state == "new") != (fresh == nil) {
				if stale != nil && fresh != nil {
					continue // removed between two questions
				}
				t.Errorf("a mix: %q, stale %v, fresh %v", state, stale, fresh)
			}
			saw[string(page)] = true
		}
	})
	for range 20 {
		put(t, target, after)
		put(t, target, before)
	}
	close(stop)
	wg.Wait()
	if missing > 0 {
		t.Errorf("%d times of %d there was nothing", missing, looks)
	}
	if !saw["old"] || !saw["new"] {
		t.Errorf("%d looks saw only %v: too few to show anything", looks, saw)
	}
}

// Whatever step fails, readers have one tree or the other, and the next run ends
// where one ends that never failed; a line is told again as long as it is not said
// to be recorded, and only when readers have its tree.
func TestAtWhateverStepItFailsTheNextRunIsRight(t *testing.T) {
	boom := errors.New("boom")
	for _, kind := range []string{"claim", "lend", "note", "name", "link", "turn", "said", "clear", "rmdir"} {
		for nth := 1; nth <= 6; nth++ {
			target := filepath.Join(t.TempDir(), "www")
			first := kind == "claim" || kind == "rmdir"
			if kind == "rmdir" {
				if err := os.Mkdir(target, 0o755); err != nil {
					t.Fatal(err)
				}
			}
			if !first {
				put(t, target, before)
			}
			failing := 0
			testOnlyFault = func(step string) error {
				if step == kind {
					failing++
					if failing >= nth {
						return boom
					}
				}
				return nil
			}
			tree, list := listed(after)
			p, err := Open(target, ours)
			if err == nil {
				err = p.Put(tree, list, "the line")
				if told := p.Unsaid() != ""; err != nil && told != same(shownIn(t, target), after) {
					t.Errorf("%s %d failed, the line is to be recorded: %v, and readers see %v", kind, nth, told, shownIn(t, target))
				}
				p.free() // killed here
			}
			testOnlyFault = nil
			is := shownIn(t, target)
			if !same(is, after) && !(first && len(is) == 0) && !same(is, before) {
				t.Errorf("%s %d failed, and readers see %v", kind, nth, is)
			}
			p = open(t, target)
			if told := p.Unsaid() == "the line"; told != same(shownIn(t, target), after) {
				t.Errorf("%s %d failed: the line is to be recorded: %v; readers see %v", kind, nth, told, shownIn(t, target))
			}
			if err := errors.Join(p.Put(tree, list, "the line"), p.Said(), p.Close()); err != nil {
				t.Errorf("%s %d failed, and then: %v", kind, nth, err)
			}
			if is := shownIn(t, target); !same(is, after) {
				t.Errorf("%s %d failed, and after the next run readers see %v", kind, nth, is)
			}
			wantTidy(t, target)
			if failing < nth {
				break // so often is that step not taken
			}
		}
	}
}

func TestWhatChangesWhileItIsCopiedIsNotShown(t *testing.T) {
	target := filepath.Join(t.TempDir(), "www")
	put(t, target, before)
	p := open(t, target)
	_, list := listed(after)
	changed, _ := listed(map[string]string{"index.html": "somebody's", "same.html": "same", "deep/fresh.html": "fresh"})
	if err := p.Put(changed, list, "a line"); err == nil || !strings.Contains(err.Error(), "index.html changed while it was being published") {
		t.Errorf("it was taken: %v", err)
	}
	if err := p.Close(); err != nil || !same(shownIn(t, target), before) {
		t.Errorf("readers see %v (%v)", shownIn(t, target), err)
	}
	wantTidy(t, target)
}

func TestWhatSomebodyDidToThePublishedTreeIsSeen(t *testing.T) {
	target := filepath.Join(t.TempDir(), "www")
	put(t, target, before)
	for name, data := range map[string]string{"index.html": "mine", "theirs/new.html": "x"} {
		path := filepath.Join(target, name)
		os.MkdirAll(filepath.Dir(path), 0o755)
		if err := os.WriteFile(path, []byte(data), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	os.Remove(filepath.Join(target, "same.html"))
	p := open(t, target)
	if is, err := p.Strange(); err != nil || !slices.Equal(is, []string{"index.html", "same.html", "theirs/new.html"}) {
		t.Errorf("it sees %q (%v)", is, err)
	}
	tree, list := listed(before) // the same once more, under another name
	if err := errors.Join(p.Put(tree, list, "a line"), p.Said(), p.Close()); err != nil || !same(shownIn(t, target), before) {
		t.Errorf("readers see %v (%v)", shownIn(t, target), err)
	}
	wantTidy(t, target)
}

func TestWhatIsSomebodyElsesIsRefused(t *testing.T) {
	dir := t.TempDir()
	put(t, filepath.Join(dir, "ours"), before)
	real, err := filepath.EvalSymlinks(filepath.Join(dir, "ours"))
	if err != nil {
		t.Fatal(err)
	}
	os.Mkdir(filepath.Join(dir, "full"), 0o755)
	os.WriteFile(filepath.Join(dir, "full", "theirs"), nil, 0o644)
	os.WriteFile(filepath.Join(dir, "file"), nil, 0o644)
	os.Symlink("full", filepath.Join(dir, "link"))
	os.Symlink("nowhere", filepath.Join(dir, "dangling"))
	for _, c := range []struct {
		target string
		owner  Owner
		want   string
	}{
		{"full", ours, "is a folder that weft did not put there and holds theirs"},
		{"file", ours, "is a file"},
		{"link", ours, `is a link to "full"`},
		{"dangling", ours, `is a link to "nowhere"`},
		{"missing/www", ours, "missing is not there; make it"},
		{"ours", Owner{ours.Site, ours.Title, "internal"}, "shows the public edition"},
		{"ours", Owner{"8d2e", "Theirs", "public"}, `shows another site, "Ours"`},
		{filepath.Join(real, "inside"), ours, "which is weft's own"},
	} {
		target := c.target
		if !filepath.IsAbs(target) {
			target = filepath.Join(dir, target)
		}
		p, err := Open(target, c.owner)
		if err == nil {
			p.Close()
			t.Errorf("%s was taken", c.target)
		} else if !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %q does not say %q", c.target, err, c.want)
		}
		if _, err := os.Stat(Beside(target)); err == nil && c.target != "ours" {
			t.Errorf("%s is refused, and %s was made", c.target, Beside(target))
		}
	}
}

func TestAPlaceIsTakenByOneAtATime(t *testing.T) {
	target := filepath.Join(t.TempDir(), "www")
	p := open(t, target)
	tree, list := listed(before)
	waited := make(chan error)
	go func() {
		q, err := Open(target, ours)
		if err == nil {
			if q.Shown() != Hash(list) {
				err = errors.New("it was let in before the other had finished")
			}
			err = errors.Join(err, q.Close())
		}
		waited <- err
	}()
	time.Sleep(20 * time.Millisecond)
	if err := errors.Join(p.Put(tree, list, "a line"), p.Said(), p.Close()); err != nil {
		t.Error(err)
	}
	if err := <-waited; err != nil {
		t.Error(err)
	}
}
