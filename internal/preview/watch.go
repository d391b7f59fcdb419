package preview

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/fsnotify/fsnotify"
)

// A Watcher tells which of some files and trees of files have changed.
type Watcher struct {
	notify       *fsnotify.Watcher
	files, trees []string
}

// NewWatcher makes a watcher that watches nothing yet.
func NewWatcher() (*Watcher, error) {
	n, err := fsnotify.NewWatcher()
	if err != nil {
		return nil, fmt.Errorf("watch the files: %w", err)
	}
	return &Watcher{notify: n}, nil
}

// Close ends the watching.
func (w *Watcher) Close() error { return w.notify.Close() }

// Watch watches files, and all files below folders; some of them may not be
// there yet. It takes the place of what was watched before. Folders are watched,
// not files: an editor may save a file by putting another in its place.
func (w *Watcher) Watch(files, trees []string) error {
	w.files, w.trees = files, trees
	var dirs []string
	for _, file := range files {
		dirs = append(dirs, nearest(filepath.Dir(file)))
	}
	for _, tree := range trees {
		dirs = append(append(dirs, nearest(filepath.Dir(tree))), below(tree)...)
	}
	slices.Sort(dirs)
	dirs = slices.Compact(dirs)
	watched := w.notify.WatchList()
	for _, dir := range watched {
		if !slices.Contains(dirs, dir) {
			w.notify.Remove(dir) // gone, or of no interest any more
		}
	}
	for _, dir := range dirs {
		// One that is there again is not the one that was watched, so each is
		// added every time; for one that is watched that changes nothing.
		if err := w.notify.Add(dir); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("watch %s: %w", dir, err)
		}
	}
	return nil
}

// nearest gives a folder, or the one above it that is there.
func nearest(dir string) string {
	for {
		if info, err := os.Stat(dir); err == nil && info.IsDir() || filepath.Dir(dir) == dir {
			return dir
		}
		dir = filepath.Dir(dir)
	}
}

// below lists a folder and all folders in it; none where there is none.
func below(tree string) []string {
	var dirs []string
	filepath.WalkDir(tree, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.IsDir() {
			return nil // a folder that cannot be read is whoever reads it's to tell
		}
		if path != tree && ignored(d.Name()) {
			return fs.SkipDir
		}
		dirs = append(dirs, path)
		return nil
	})
	return dirs
}

const (
	// settled is how long nothing more must happen: an editor that saves does
	// so in several steps, a few milliseconds apart.
	settled = 8 * time.Millisecond
	// longest bounds the waiting where something always happens.
	longest = 100 * time.Millisecond
)

// Next waits until something has changed, and says what, sorted. Its error is
// the context's.
func (w *Watcher) Next(ctx context.Context) ([]string, error) {
	var changed []string
	var quiet, enough <-chan time.Time
	for {
		select {
		case e := <-w.notify.Events:
			if !w.concerns(e) {
				continue
			}
			if enough == nil {
				enough = time.After(longest)
			}
			quiet = time.After(settled)
			changed = append(changed, e.Name)
		case <-w.notify.Errors: // events were lost: whoever asks looks at everything anyway
			quiet = time.After(settled)
		case <-quiet:
			return distinct(changed), nil
		case <-enough:
			return distinct(changed), nil
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

func distinct(names []string) []string {
	slices.Sort(names)
	return slices.Compact(names)
}

// concerns reports whether an event is about what is watched, or about a folder
// that it lies in.
func (w *Watcher) concerns(e fsnotify.Event) bool {
	if e.Op == fsnotify.Chmod {
		return false
	}
	if slices.Contains(w.files, e.Name) {
		return true
	}
	if ignored(filepath.Base(e.Name)) && !w.leadsTo(e.Name) {
		return false
	}
	return w.leadsTo(e.Name) || slices.ContainsFunc(w.trees, func(tree string) bool { return within(e.Name, tree) })
}

// leadsTo reports whether something watched is, or would be, in a folder.
func (w *Watcher) leadsTo(dir string) bool {
	in := func(path string) bool { return within(path, dir) }
	return slices.ContainsFunc(w.files, in) || slices.ContainsFunc(w.trees, in)
}

func within(path, dir string) bool {
	return path == dir || strings.HasPrefix(path, dir+string(filepath.Separator))
}

// ignored reports whether a name is that of what editors, systems and weft
// itself leave for a moment: vim's .x.swp and 4913, Emacs' .#x and #x#, x~.
func ignored(name string) bool {
	switch filepath.Ext(name) {
	case ".swp", ".swx", ".tmp", ".part", ".bak":
		return true
	}
	return strings.HasPrefix(name, ".") || strings.HasPrefix(name, "#") || strings.HasSuffix(name, "~") || name == "4913"
}
