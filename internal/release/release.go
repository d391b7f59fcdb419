// Package release puts a whole tree of files where readers find it, at one
// instant.
//
// The place that readers are shown, such as /srv/www/digest, is a symbolic link.
// It leads into a folder beside it, which is weft's own:
//
//	/srv/www/digest -> .digest.weft/5f0c2a7b9de4418c3a10/tree
//	/srv/www/.digest.weft/
//	    lock            held while a Place is open
//	    of.json         which site, and which of its editions, this is a place of
//	    5f0c…/tree      the tree that is shown; 5f0c… is the hash of what it holds,
//	                    with a b behind it where one of the same hash had to be replaced
//	    5f0c…/state     what weft wrote in it (package publish)
//	    next/           a tree in the making
//	    link            a link in the making
//	    unsaid.json     what is to be recorded of a tree that was put in place
//
// The rename of a link over another is one step of the file system: who asks for
// a file gets it of the one tree or of the other, and nobody sees a mix.
//
// It promises:
//
//   - A process killed at any moment leaves the old tree or the new one, and the
//     next [Open] clears away what is left. What was to be recorded of a tree that
//     readers have is told to whoever opens the place next, until they say that
//     it is.
//   - What weft did not put there is never replaced: not a folder or a file in the
//     place, not a link elsewhere, not a tree of another site or another edition.
//   - A tree is checked while it is copied: what is not what it was said to be is
//     not shown.
//   - A file that is in the tree before is not copied but linked, so that its date
//     stays, by which browsers and feed readers ask whether it has changed.
//
// The tree before is not kept: it may hold what somebody asked to have taken down.
// Who wants to go back builds what was, and publishes that.
//
// It does not judge what is published. On Windows a folder cannot be put in place
// of another at one instant, and Open says so.
package release

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"weft/internal/atomicfile"
	"weft/internal/publish"
)

// Owner says whose trees a place shows: readers of one are not those of another.
type Owner struct {
	Site    string `json:"site"`    // the id of site.toml
	Title   string `json:"title"`   // of the site, for messages
	Edition string `json:"edition"` // its name
}

// A Place is where readers find a site, open for one process.
type Place struct {
	target string // absolute, the link
	dir    string // the folder beside it
	free   func() error
	shown  string // the name of the tree that the link leads to; "": none yet
	unsaid *unsaid
}

// unsaid is what is to be recorded of a tree, and of which.
type unsaid struct {
	Tree string `json:"tree"` // its name
	Line string `json:"line"`
}

// Hash names a tree by all that it holds.
func Hash(files []publish.File) string {
	files = slices.SortedFunc(slices.Values(files), func(a, b publish.File) int { return strings.Compare(a.Name, b.Name) })
	h := sha256.New()
	for _, f := range files {
		fmt.Fprintf(h, "%s\x00%s\n", f.Name, f.SHA256)
	}
	return hex.EncodeToString(h.Sum(nil)[:10])
}

// Open takes a place for its owner, making weft's folder beside it where there is
// none. It waits for a process that has it, and clears away what one left that was
// killed. The folder in which the place lies must be there.
func Open(target string, owner Owner) (*Place, error) {
	if err := possible(target); err != nil {
		return nil, err
	}
	if own := within(target); own != "" {
		return nil, fmt.Errorf("%s lies in %s, which is weft's own: readers of what is published there would be shown it; name another place", target, own)
	}
	p := &Place{target: target, dir: Beside(target)}
	if _, err := p.look(); err != nil { // before anything is made
		return nil, err
	}
	if err := p.makeOwn(); err != nil {
		return nil, err
	}
	free, err := atomicfile.Turn(filepath.Join(p.dir, "lock"))
	if err != nil {
		return nil, err
	}
	p.free = free
	if err := p.open(owner); err != nil {
		return nil, errors.Join(err, p.free())
	}
	return p, nil
}

// Close removes what readers are not shown, and lets others have the place.
func (p *Place) Close() error { return errors.Join(p.tidy(), p.free()) }

// Beside is weft's own folder of a place.
func Beside(target string) string {
	return filepath.Join(filepath.Dir(target), "."+filepath.Base(target)+".weft")
}

// Own is weft's own folder of the place.
func (p *Place) Own() string { return p.dir }

// within names weft's own folder of another place that a place lies in; "": none.
func within(target string) string {
	for at := filepath.Dir(target); filepath.Dir(at) != at; at = filepath.Dir(at) {
		if name := filepath.Base(at); strings.HasPrefix(name, ".") && strings.HasSuffix(name, ".weft") {
			return at
		}
	}
	return ""
}

func (p *Place) open(owner Owner) (err error) {
	if err := p.own(owner); err != nil {
		return err
	}
	if p.shown, err = p.look(); err != nil { // again, now that nobody else changes it
		return err
	}
	if err := p.readUnsaid(); err != nil {
		return err
	}
	return p.tidy()
}

// tidy removes what is not shown.
func (p *Place) tidy() error {
	waste := slices.DeleteFunc(p.trees(), func(name string) bool { return name == p.shown })
	return p.clear(append(waste, "next", "link")...)
}

// look says which tree is shown, and refuses what weft did not put there.
func (p *Place) look() (hash string, err error) {
	info, err := os.Lstat(p.target)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "", nil
	case err != nil:
		return "", atomicfile.Explain("look at", p.target, err)
	case info.Mode()&fs.ModeSymlink != 0:
		return p.follow()
	case !info.IsDir():
		return "", &StrangerError{p.target, "is a file", nil}
	}
	inside, err := os.ReadDir(p.target)
	if err != nil {
		return "", atomicfile.Explain("read", p.target, err)
	}
	if len(inside) > 0 {
		return "", &StrangerError{p.target, "is a folder that weft did not put there", namesOf(inside)}
	}
	return "", nil
}

// follow says which of weft's trees the link leads to.
func (p *Place) follow() (string, error) {
	to, err := os.Readlink(p.target)
	if err != nil {
		return "", atomicfile.Explain("read", p.target, err)
	}
	for _, name := range p.trees() {
		if to == p.leads(name) {
			return name, nil
		}
	}
	if strings.HasPrefix(to, filepath.Base(p.dir)+string(filepath.Separator)) {
		return "", nil // into weft's own folder, where somebody cleared away
	}
	return "", &StrangerError{p.target, fmt.Sprintf("is a link to %q, which weft did not make", to), nil}
}

// leads is what the link says when it leads to a tree: a way from where it lies,
// so that both can be moved together.
func (p *Place) leads(name string) string {
	return filepath.Join(filepath.Base(p.dir), name, "tree")
}

var nameForm = regexp.MustCompile(`^[0-9a-f]{20}b?$`)

// trees lists the names of the whole trees.
func (p *Place) trees() []string {
	all, _ := os.ReadDir(p.dir)
	var out []string
	for _, e := range all {
		if e.IsDir() && nameForm.MatchString(e.Name()) {
			out = append(out, e.Name())
		}
	}
	return out
}

// hashOf is what a tree's name begins with.
func hashOf(name string) string { return name[:min(20, len(name))] }

// fresh is a name for a new tree beside the one that is shown.
func (p *Place) fresh(hash string) string {
	if p.shown == hash {
		return hash + "b"
	}
	return hash
}

func (p *Place) tree(name string) string  { return filepath.Join(p.dir, name, "tree") }
func (p *Place) state(name string) string { return filepath.Join(p.dir, name, "state") }

// Shown is the hash of the tree that readers have; "": none yet.
func (p *Place) Shown() string { return hashOf(p.shown) }

// Strange lists what somebody changed, added or took away in the tree that is
// shown. Every byte is read.
func (p *Place) Strange() ([]string, error) {
	if p.shown == "" {
		return nil, nil
	}
	changed, strangers, err := publish.Compare(p.tree(p.shown), p.state(p.shown))
	if err != nil {
		return nil, err
	}
	files, err := publish.Written(p.state(p.shown))
	if err != nil {
		return nil, err
	}
	all := slices.Concat(changed, strangers)
	for _, f := range files {
		if _, err := os.Lstat(filepath.Join(p.tree(p.shown), filepath.FromSlash(f.Name))); errors.Is(err, fs.ErrNotExist) {
			all = append(all, f.Name)
		}
	}
	slices.Sort(all)
	return all, nil
}

func (p *Place) clear(names ...string) error {
	for _, name := range names {
		path := filepath.Join(p.dir, name)
		if err := step("clear", func() error { return os.RemoveAll(path) }); err != nil {
			return atomicfile.Explain("clear", path, err)
		}
	}
	return nil
}

// testOnlyFault, when a test sets it, is asked before each step that changes
// something on disk; its error takes the step's place.
var testOnlyFault func(step string) error

func step(kind string, do func() error) error {
	if testOnlyFault != nil {
		if err := testOnlyFault(kind); err != nil {
			return err
		}
	}
	return do()
}
