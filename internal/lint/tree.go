package lint

import (
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"weft/internal/diag"
	"weft/internal/policy"
	"weft/internal/roster"
)

// A tree is the folders of one layer that people edit.
type tree struct {
	layer  roster.Layer
	dir    string   // the layer's folder
	local  []string // feeds that lie in it
	strict bool     // the site is a Go module too
	files  []string // as shown
	probs  diag.List
}

// walk looks at every file and folder, whoever reads it or does not. Links are
// not followed here.
func (t *tree) walk() error {
	for _, top := range []string{"feeds", "content", "templates"} {
		root := filepath.Join(t.dir, top)
		err := filepath.WalkDir(root, func(full string, d fs.DirEntry, err error) error {
			rel, relErr := filepath.Rel(t.dir, full)
			if err = errors.Join(err, relErr); errors.Is(err, fs.ErrNotExist) && full == root {
				return fs.SkipDir
			}
			name := filepath.ToSlash(rel)
			if err != nil {
				t.probs.Add(t.layer.Name+name, 0, "make it readable, or move it away", "cannot be read: %v", err)
				return fs.SkipDir
			}
			return t.meet(name, d)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (t *tree) meet(name string, d fs.DirEntry) error {
	shown := t.layer.Name + name
	if strings.HasPrefix(d.Name(), ".") {
		if d.IsDir() {
			return fs.SkipDir
		}
		return nil // of an editor's or the machine's
	}
	checkName(shown, d.Name(), t.strict, &t.probs)
	switch {
	case d.Type()&fs.ModeSymlink != 0:
		t.link(name)
	case d.IsDir():
		t.siblings(name)
		return t.folder(name)
	default:
		t.files = append(t.files, shown)
		t.unread(name)
		if !t.isLocal(name) { // a stranger's words are made calm when they are taken in
			t.probs = append(t.probs, turned(t.layer.FS, name, shown)...)
		}
	}
	return nil
}

// link finds symbolic links that lead out of the site, into an overlay, or
// nowhere: what the gate does not let through is not there.
func (t *tree) link(name string) {
	if _, err := fs.Stat(t.layer.FS, name); err == nil {
		return
	}
	if _, err := os.Stat(filepath.Join(t.dir, filepath.FromSlash(name))); err != nil {
		t.probs.Add(t.layer.Name+name, 0, "put the file there, or take the link away", "a symbolic link that leads nowhere")
		return
	}
	t.probs.Add(t.layer.Name+name, 0, "copy the file here, if everybody may read it", "a symbolic link out of the site or into an overlay; weft does not follow it")
}

// siblings finds names in one folder that are one and the same elsewhere.
func (t *tree) siblings(dir string) {
	entries, err := os.ReadDir(filepath.Join(t.dir, filepath.FromSlash(dir)))
	if err != nil {
		return // the walk says so
	}
	first := map[string]string{}
	for _, e := range entries {
		key := foldedName(e.Name())
		if other, ok := first[key]; ok {
			t.probs.Add(t.layer.Name+path.Join(dir, e.Name()), 0, "give one of them another name", "on Windows and Macs this is the same file as %q", other)
			continue
		}
		first[key] = e.Name()
	}
}

// What content holds, and which folders hold pieces of their own reader's.
var contentFolders = []string{"contributions", "contributors", "digests", "pages", "themes"}

func (t *tree) folder(name string) error {
	dir, base := path.Split(name)
	switch {
	case t.isLocal(name):
		return nil
	case strings.HasSuffix(base, ".md") && (dir == "content/digests/" || dir == "content/contributions/"):
		t.probs.Add(t.layer.Name+name, 0, "move what is in it to where it belongs", "a folder with a file's name; nothing reads it")
		return fs.SkipDir
	case dir == "content/" && !slices.Contains(contentFolders, base):
		t.probs.Warn(t.layer.Name+name, 0, diag.DidYouMean(base, contentFolders, "content holds "+strings.Join(contentFolders, ", ")), "nothing reads this folder")
		return fs.SkipDir
	case strings.Count(name, "/") == 2 && strings.HasPrefix(name, "content/") && !strings.HasSuffix(base, ".md"):
		t.probs.Warn(t.layer.Name+name, 0, "put the files one folder up", "nothing reads this folder")
		return fs.SkipDir
	}
	return nil
}

// unread finds files that look as if somebody should read them, and nobody does.
func (t *tree) unread(name string) {
	dir, base := path.Split(name)
	ext := path.Ext(base)
	switch {
	case t.isLocal(name) || !slices.Contains(texts, strings.ToLower(ext)) && !slices.Contains(processed, strings.ToLower(ext)) || isForPeople(base):
	case dir == "content/":
		known := []string{path.Base(policy.LedgerFile), path.Base(policy.TagFile)}
		if !slices.Contains(known, base) {
			t.nothingReads(name, diag.DidYouMean(base, known, "texts lie in the folders of content"))
		}
	case dir == "content/digests/" && strings.HasSuffix(base, ".items.json"):
		if _, err := fs.Stat(t.layer.FS, strings.TrimSuffix(name, ".items.json")+".md"); err != nil {
			t.probs.Warn(t.layer.Name+name, 0, "take the issue back from git, or delete this one too", "there is no issue beside it, so nothing reads it")
		}
	case strings.HasPrefix(name, "content/") && slices.Contains(processed, strings.ToLower(ext)):
		t.nothingReads(name, "it is a word processor's; save it as plain text, under a name that ends in .md")
	case strings.HasPrefix(name, "content/") && ext != ".md":
		t.nothingReads(name, "give it a name that ends in .md")
	case dir == "feeds/" && ext != ".toml" && strings.EqualFold(ext, ".toml"):
		t.nothingReads(name, "give it a name that ends in .toml")
	case strings.HasPrefix(name, "feeds/") && dir != "feeds/" && ext == ".toml":
		t.nothingReads(name, "lists lie in feeds itself, not in a folder below it")
	}
}

func (t *tree) nothingReads(name, hint string) {
	t.probs.Warn(t.layer.Name+name, 0, hint, "nothing reads this file")
}

// texts are the endings of what people write.
var texts = []string{".md", ".markdown", ".mdown", ".mkd", ".txt", ".toml", ".json", ".jsonl"}

// processed are the endings of what word processors write.
var processed = []string{".docx", ".doc", ".odt", ".rtf", ".pages"}

func isForPeople(base string) bool {
	name := strings.ToUpper(strings.TrimSuffix(base, path.Ext(base)))
	return name == "README" || name == "LICENSE" || name == "LICENCE"
}

// isLocal reports whether a file is, holds or lies in somebody's feed.
func (t *tree) isLocal(name string) bool {
	return slices.ContainsFunc(t.local, func(key string) bool {
		return name == key || strings.HasPrefix(name, key+"/") || strings.HasPrefix(key, name+"/")
	})
}

// pieceFiles lists the Markdown files of a layer that are, or may be, pieces
// with a page here.
func pieceFiles(layer roster.Layer, r *roster.Roster, n int) []string {
	dirs := []string{policy.Contributions}
	for _, f := range r.Feeds(n) {
		if f.Local {
			dirs = append(dirs, f.Key)
		}
	}
	var out []string
	for _, dir := range dirs {
		names, _ := fs.Glob(layer.FS, globbed.Replace(dir)+"/*.md")
		out = append(out, names...)
	}
	return out
}

// globbed makes the name of a folder stand for itself in a pattern.
var globbed = strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`, `[`, `\[`)
