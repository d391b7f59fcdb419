package main

import (
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// plainName is what a part of a published path may be: safe in an address and
// on every system.
var plainName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_-]*(\.[A-Za-z0-9]+)*$`)

// device are the names that Windows keeps for itself, with any ending.
var device = regexp.MustCompile(`(?i)^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)`)

// nameFaults says what is wrong with the paths of a published tree.
func nameFaults(paths []string) faults {
	var f faults
	seen := map[string]string{}
	for _, path := range paths {
		for part := range strings.SplitSeq(path, "/") {
			if !plainName.MatchString(part) || device.MatchString(part) || len(part) > 100 {
				f.add("the name %q in %q", brief(part), brief(path))
			}
		}
		folded := strings.ToLower(norm.NFKC.String(path))
		if other, ok := seen[folded]; ok {
			f.add("%q and %q differ in case or form alone", path, other)
		}
		seen[folded] = path
	}
	return f
}

// strays lists files that lie where the program has no business.
func (p *place) strays() ([]string, error) {
	var out []string
	err := filepath.WalkDir(p.root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		rel, _ := filepath.Rel(p.root, path) // root is its parent
		rel = filepath.ToSlash(rel)
		if !mayBe.MatchString(rel) || !d.Type().IsRegular() {
			out = append(out, rel)
		}
		return nil
	})
	slices.Sort(out)
	return out, err
}

// mayBe are the files of ours and of the program's.
var mayBe = regexp.MustCompile(`^site/(site\.toml|(private/)?feeds/(samples/)?[a-z]+\.(toml|xml)|content/themes/entries\.md|(private/)?content/(tags|ledger)\.jsonl|(private/)?content/digests/2026-W4[78]\.(md|items\.json)|(private/)?\.weft/.*|public(-internal)?/.*)$`)
