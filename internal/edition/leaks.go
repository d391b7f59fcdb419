package edition

import (
	"io/fs"
	"net/netip"
	"slices"
	"strings"
	"unicode/utf8"

	"weft/internal/archive"
	"weft/internal/config"
	"weft/internal/entry"
	"weft/internal/leak"
	"weft/internal/policy"
	"weft/internal/roster"
	"weft/internal/text"
)

// titleWords is how long a title must be to be looked for: shorter ones are
// what anybody might say.
const titleWords = 3

// PrivateAddress is what Needles calls the host of a feed that lies in a private
// network: with it, all that lies there is internal, met or not.
const PrivateAddress = "an address in a private network"

// Note is what Needles calls the words of a line of an overlay's ledger.
const Note = "a note"

// Needles lists what only the overlays of a loaded edition know: what the
// public tree must not hold.
func (ed *Edition) Needles() ([]leak.Needle, error) {
	var out []leak.Needle
	add := func(what, s string) {
		if s != "" {
			out = append(out, leak.Needle{Text: s, What: what})
		}
	}
	address := func(s string) { add("an address", withoutScheme(s)) }
	for n := 1; n < len(ed.archives); n++ {
		if ed.archives[n] == nil {
			continue
		}
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
	ed.saidInside(add, address)
	return out, nil
}

// saidInside is what the overlays' ledgers say in words: credits, reasons, and who
// is suggested no more. Whom they are about, lists say.
func (ed *Edition) saidInside(add func(what, s string), address func(string)) {
	inside := map[string]bool{}
	for _, layer := range ed.Layers[1:] {
		inside[layer.Name+policy.LedgerFile] = true
	}
	for _, a := range ed.gate.Verdicts.Ledger.Acts {
		if !inside[a.File] {
			continue
		}
		for _, words := range []string{a.Note, a.Reason} {
			if text.CountWords(words) >= titleWords {
				add(Note, words)
			}
		}
		if add("a name", longEnough(a.Name)); a.Act == policy.ActSuggest {
			address(a.URL)
		}
	}
}

func (ed *Edition) namesOfOverlays(add func(what, s string), address func(string)) {
	for _, c := range ed.Roster.Contributors {
		for _, f := range c.Feeds {
			if f.Layer > 0 && !f.Local {
				address(f.Key)
				add(PrivateAddress, innerHost(f))
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

// innerHost is the host of a feed in a private network, which is internal with
// all that lies there; "" where its name is a word like others, or this machine.
func innerHost(f roster.Feed) string {
	host := entry.Host(f.Key)
	name, _, _ := strings.Cut(host, ":")
	if ip, err := netip.ParseAddr(name); f.Network != "private" || !strings.Contains(name, ".") || err == nil && ip.IsLoopback() {
		return ""
	}
	return host
}

func withoutScheme(address string) string {
	if _, rest, ok := strings.Cut(address, "://"); ok {
		address = rest
	}
	return strings.TrimRight(address, "/")
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
// being in the public tree gives nothing away: a public entry, a public list or
// another public file holds it. An address in what people wrote is no excuse:
// it should not be there.
func (ed *Edition) Known(n leak.Needle) (bool, error) {
	scanner := leak.NewScanner([]leak.Needle{n})
	holds := func(words string) bool { return len(scanner.Find([]byte(words))) > 0 }
	if read, err := ed.publicWords(holds); read || err != nil {
		return read, err
	}
	if n.What == "an address" || n.What == PrivateAddress {
		return ed.declares(n.Text), nil
	}
	return inFiles(ed.Layers[0].FS, scanner)
}

// publicWords reports whether an entry of the public archive, where there is
// one, holds something.
func (ed *Edition) publicWords(holds func(string) bool) (bool, error) {
	if ed.archives[0] == nil {
		return false, nil
	}
	for e, err := range ed.archives[0].Entries(archive.Query{}) {
		if err != nil {
			return false, err
		}
		if holds(wordsOf(&e)) {
			return true, nil
		}
	}
	return false, nil
}

// wordsOf gives everything of an entry that a page may show.
func wordsOf(e *entry.Entry) string {
	words := []string{e.ID, e.Title, e.Plain, e.URL, e.Canonical}
	for _, l := range e.Links {
		words = append(words, l.URL)
	}
	for _, b := range e.Bylines {
		words = append(words, b.Name, b.URL)
	}
	return strings.Join(words, "\n")
}

// declares reports whether the public lists give an address as somebody's: an
// overlay that gives the same one has no secret in it.
func (ed *Edition) declares(address string) bool {
	public, _ := roster.Load(ed.Layers[:1], ed.Site.SectorIDs())
	said := []string{ed.Site.BaseURL}
	for _, o := range public.Organisations {
		said = append(said, o.Site)
	}
	for _, c := range public.Contributors {
		said = append(append(append(said, c.Site), c.Profiles...), c.Hosts...)
		for _, f := range c.Feeds {
			said = append(said, f.Key, entry.Host(f.Key))
		}
	}
	return slices.ContainsFunc(said, func(s string) bool { return withoutScheme(s) == address })
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
