package edition

import (
	"io/fs"
	"strings"
	"unicode/utf8"

	"weft/internal/archive"
	"weft/internal/config"
	"weft/internal/leak"
	"weft/internal/text"
)

// titleWords is how long a title must be to be looked for: shorter ones are
// what anybody might say.
const titleWords = 3

// Needles lists what only the overlays of a loaded edition know: what the
// public tree must not hold.
func (ed *Edition) Needles() ([]leak.Needle, error) {
	var out []leak.Needle
	add := func(what, s string) {
		if s != "" {
			out = append(out, leak.Needle{Text: s, What: what})
		}
	}
	address := func(s string) { // whatever the scheme
		_, rest, ok := strings.Cut(s, "://")
		if !ok {
			rest = s
		}
		add("an address", strings.TrimRight(rest, "/"))
	}
	for n := 1; n < len(ed.archives); n++ {
		for e, err := range ed.archives[n].Entries(archive.Query{}) {
			if err != nil {
				return nil, err
			}
			address(e.URL)
			add("an entry's id", e.ID)
			if text.CountWords(e.Title) >= titleWords {
				add("a title", e.Title)
			}
		}
	}
	ed.namesOfOverlays(add, address)
	return out, nil
}

func (ed *Edition) namesOfOverlays(add func(what, s string), address func(string)) {
	for _, c := range ed.Roster.Contributors {
		for _, f := range c.Feeds {
			if f.Layer > 0 && !f.Local {
				address(f.Key)
			}
		}
		if c.Layer > 0 {
			add("a contributor's id", longEnough(c.ID))
			add("a name", longEnough(c.Name))
			if strings.Contains(c.Site, "://") {
				address(c.Site)
			}
		}
	}
	for _, o := range ed.Roster.Organisations {
		if o.Layer > 0 {
			add("an organisation", longEnough(o.Name))
		}
	}
	for _, t := range ed.Themes {
		if t.Layer > 0 {
			add("a theme's id", longEnough(t.ID))
			add("a theme", longEnough(t.Label))
		}
	}
	for _, r := range ed.Rules {
		if r.Layer > 0 {
			add("a rule", longEnough(r.ID))
		}
	}
}

// longEnough drops names of a single short word: they would be found in every
// second text and prove nothing.
func longEnough(s string) string {
	if utf8.RuneCountInString(s) < 6 && text.CountWords(s) < 2 {
		return ""
	}
	return s
}

// Known reports whether the public side itself knows a needle, so that its
// being in the public tree gives nothing away: a public entry or a public file
// holds it. An address in a file of people's is no excuse: it should not be there.
func (ed *Edition) Known(n leak.Needle) (bool, error) {
	scanner := leak.NewScanner([]leak.Needle{n})
	for e, err := range ed.archives[0].Entries(archive.Query{}) {
		if err != nil {
			return false, err
		}
		words := e.Title + "\n" + e.Plain + "\n" + e.URL
		for _, l := range e.Links {
			words += "\n" + l.URL
		}
		if len(scanner.Find([]byte(words))) > 0 {
			return true, nil
		}
	}
	if n.What == "an address" {
		return false, nil
	}
	return inFiles(ed.Layers[0].FS, scanner)
}

func inFiles(root fs.FS, scanner *leak.Scanner) (bool, error) {
	found := false
	for _, dir := range []string{config.File, "feeds", "content"} {
		err := fs.WalkDir(root, dir, func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || found {
				return nil
			}
			data, err := fs.ReadFile(root, name)
			found = found || err == nil && len(scanner.Find(data)) > 0
			return nil
		})
		if err != nil {
			return false, err
		}
	}
	return found, nil
}
