package edition

import (
	"io/fs"
	"slices"
	"strings"

	"weft/internal/archive"
	"weft/internal/config"
	"weft/internal/digest"
	"weft/internal/entry"
	"weft/internal/leak"
	"weft/internal/policy"
	"weft/internal/roster"
)

// Known tells which needles of an overlay that is not the edition's own it knows
// itself, so that their being in its tree gives nothing away: an entry of its
// archives holds them, a frozen issue, or its lists and themes declare them.
// What people wrote in an issue, on a page or in a piece of the site's own is no
// excuse: there it is that something slips in.
func (ed *Edition) Known(needles []leak.Needle) (map[leak.Needle]bool, error) {
	known := map[leak.Needle]bool{}
	scanner := leak.NewScanner(needles)
	holds := func(words ...string) {
		for _, n := range scanner.Find([]byte(strings.Join(words, "\n"))) {
			known[n] = true
		}
	}
	for _, db := range ed.archives {
		if db == nil {
			continue
		}
		for e, err := range db.Entries(archive.Query{}) {
			if err != nil {
				return nil, err
			}
			holds(wordsOf(&e)...)
		}
	}
	for n := range ed.Layers {
		ed.frozenIn(n, func(f digest.Facts) { holds(calledIn(f)...) })
	}
	holds(ed.declared()...)
	places := ed.places()
	for _, n := range needles {
		switch n.What {
		case Address, PrivateAddress:
			known[n] = known[n] || slices.ContainsFunc(places, func(s string) bool { return withoutScheme(s) == n.Text })
		case reason:
			known[n] = known[n] || slices.ContainsFunc(ed.Rules, func(r policy.Rule) bool { return r.Reason == n.Text })
		}
	}
	return known, nil
}

// wordsOf gives everything of an entry that a page may show. Of a piece of the
// site's own that is only what it is called: its words are a file's.
func wordsOf(e *entry.Entry) []string {
	words := []string{e.ID, e.Title, e.URL, e.Canonical}
	for _, b := range e.Bylines {
		words = append(words, b.Name, b.URL)
	}
	if e.Feed == policy.Contributions {
		return words
	}
	words = append(words, e.Plain)
	for _, l := range e.Links {
		words = append(words, l.URL)
	}
	return words
}

// calledIn is what frozen facts call things: it was published so.
func calledIn(f digest.Facts) []string {
	said := append([]string{f.Entry, f.Title, f.URL, f.Contributor.ID, f.Contributor.Name}, f.Byline...)
	for _, r := range []*digest.Ref{f.Via, f.Organisation} {
		if r != nil {
			said = append(said, r.ID, r.Name)
		}
	}
	for _, t := range f.Themes {
		said = append(said, t.ID, t.Label)
	}
	for _, u := range f.TakenUp {
		said = append(said, u.By.ID, u.By.Name, u.Title, u.URL)
	}
	for _, c := range f.SameStory {
		said = append(said, c.By.ID, c.By.Name, c.Title, c.URL)
	}
	for _, r := range f.AlsoIn {
		said = append(said, r.ID, r.Name)
	}
	return append(append(said, f.Addresses...), f.AlsoAt...)
}

// declared is what the edition's own lists, themes and rules call things.
func (ed *Edition) declared() []string {
	said := []string{ed.Site.Title, ed.Site.Tagline, ed.Edition.Name}
	for _, s := range ed.Site.Sectors {
		said = append(said, s.ID, s.Name)
	}
	for _, o := range ed.Roster.Organisations {
		said = append(said, o.ID, o.Name)
	}
	for _, l := range ed.Roster.Lists {
		said = append(said, l.Curators...)
	}
	for _, c := range ed.Roster.Contributors {
		said = append(append(append(said, c.ID, c.Name), c.Aliases...), c.Was...)
	}
	for _, t := range ed.Themes {
		said = append(append(said, t.ID, t.Label), t.Terms...)
	}
	for _, r := range ed.Rules {
		said = append(said, r.ID)
	}
	for _, a := range ed.gate.Verdicts.Ledger.Acts {
		said = append(said, a.Name)
	}
	return said
}

// places are the addresses that the edition's own lists give as somebody's: an
// overlay that gives the same one has no secret in it.
func (ed *Edition) places() []string {
	said := []string{ed.Site.BaseURL}
	for _, o := range ed.Roster.Organisations {
		said = append(said, o.Site)
	}
	for _, c := range ed.Roster.Contributors {
		said = append(append(append(said, c.Site), c.Profiles...), c.Hosts...)
		for _, f := range c.Feeds {
			said = append(said, f.Key, hostOf(f))
		}
	}
	return said
}

func hostOf(f roster.Feed) string {
	if f.Local {
		return ""
	}
	return entry.Host(f.Key)
}

func (ed *Edition) hasFile(n int, name string) bool {
	_, err := fs.Stat(ed.Layers[n].FS, name)
	return err == nil
}

// Includes reports whether an edition is made of an overlay's folder.
func (ed *Edition) Includes(overlay string) bool {
	return slices.Contains(ed.Site.Overlays(ed.Edition), overlay)
}

// EachFile reads what people, and weft for them, wrote in a layer.
func (ed *Edition) EachFile(n int, use func(name string, data []byte) error) error {
	for _, dir := range []string{config.File, "feeds", "content", "templates"} {
		if n > 0 && dir == config.File {
			continue
		}
		err := fs.WalkDir(ed.Layers[n].FS, dir, func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return nil
			}
			data, err := fs.ReadFile(ed.Layers[n].FS, name)
			if err != nil {
				return nil // told by whoever reads it
			}
			return use(ed.Layers[n].Name+name, data)
		})
		if err != nil {
			return err
		}
	}
	return nil
}
