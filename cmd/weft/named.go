package main

import (
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"unicode"

	"weft/internal/edition"
	"weft/internal/policy"
)

// locate finds the entry that somebody named, and the edition to speak of it
// from: the topmost that holds it. Nil when none does.
func (env *environment) locate(all []*edition.Edition, named string) (*edition.Edition, *edition.Found, error) {
	named = env.meant(all[0], named)
	for _, ed := range slices.Backward(all) {
		if f, err := ed.Locate(named); f != nil || err != nil {
			return ed, f, err
		}
	}
	return nil, nil, staysAway(all, named)
}

// staysAway says of the file of a piece why no fetch takes it in, where it is a copy
// of what was taken down; nil where it is not.
func staysAway(all []*edition.Edition, named string) error {
	for _, ed := range all {
		n := len(ed.Layers) - 1
		name, inside := strings.CutPrefix(named, ed.Layers[n].Name)
		if !inside || path.Dir(name) != policy.Contributions {
			continue
		}
		f, act, err := ed.CopyOfTaken(n, name)
		if err != nil {
			return err
		}
		if f != nil {
			return fmt.Errorf("%s is a copy of %s, which was taken down on %s: it stays away; `weft decide %s publish --reason …` lets it in", shown(named), called(&f.Entry), day(ed, act.At), f.Entry.ID)
		}
	}
	return nil
}

// meant reads the path of a file as people type it, from where they are: as
// one from the site's folder.
func (env *environment) meant(ed *edition.Edition, named string) string {
	if strings.Contains(named, "://") || !strings.HasSuffix(named, ".md") {
		return named
	}
	for _, from := range []string{"", env.dir} {
		path, err := filepath.Abs(filepath.Join(from, named))
		if err != nil {
			continue
		}
		if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if rel, err := filepath.Rel(ed.Dir, path); err == nil && filepath.IsLocal(rel) {
			return filepath.ToSlash(rel)
		}
	}
	return named
}

// unknownEntry is what a command says that cannot go on without the entry.
func unknownEntry(named string) error {
	if strings.HasSuffix(named, ".md") && strings.Contains(filepath.ToSlash(named), policy.Contributions+"/") {
		return fmt.Errorf("%s is not taken in yet; `weft fetch` does that, `weft check` says what is wrong with it", shown(named))
	}
	return fmt.Errorf("no entry is known for %q; `weft why %s` says what is near it", named, asArgument(named))
}

// asArgument makes an argument fit to be copied into a command line, and to be
// shown there.
func asArgument(arg string) string {
	if arg != "" && !strings.ContainsFunc(arg, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("/:.,_-+=%@", r)
	}) {
		return arg
	}
	return "'" + strings.ReplaceAll(shown(arg), "'", `'\''`) + "'"
}

func isWebAddress(s string) bool {
	u, err := url.Parse(s)
	return err == nil && u.Host != "" && (u.Scheme == "http" || u.Scheme == "https")
}

// printable refuses words that would not stay one readable line in a file.
func printable(what, s string) error {
	if strings.ContainsFunc(s, func(r rune) bool {
		return r == unicode.ReplacementChar || unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r)
	}) {
		return usageError{fmt.Errorf("%s %q holds characters that cannot be seen; write it as one line of plain words", what, s)}
	}
	return nil
}
