package edition

import (
	"net/netip"
	"slices"
	"strings"
	"unicode/utf8"

	"weft/internal/archive"
	"weft/internal/digest"
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
// network, or that an overlay says is somebody's: with it, all that lies there
// is internal, met or not.
const PrivateAddress = "an address in a private network"

// Address is what Needles calls the address of one thing.
const Address = "an address"

// Note is what Needles calls the words of a line of an overlay's ledger.
const Note = "a note"

// reason is what Needles calls the words of an overlay's rule.
const reason = "a rule's reason"

// A gathering collects needles.
type gathering struct{ all []leak.Needle }

func (g *gathering) add(what, s string) {
	if s = strings.TrimSpace(s); s != "" {
		g.all = append(g.all, leak.Needle{Text: s, What: what})
	}
}

func (g *gathering) address(s string) {
	g.add(Address, withoutScheme(s))
}

func (g *gathering) words(what, s string) {
	if text.CountWords(s) >= titleWords {
		g.add(what, s)
	}
}

// Needles lists what only the topmost overlay of an edition knows: what the
// trees of editions without that overlay must not hold. What the overlays below
// it know, their own editions list.
func (ed *Edition) Needles() ([]leak.Needle, error) {
	top := len(ed.Layers) - 1
	if top == 0 {
		return nil, nil
	}
	var g gathering
	if err := ed.entriesOf(top, &g); err != nil {
		return nil, err
	}
	ed.frozenIn(top, func(f digest.Facts) {
		g.words("a title", f.Title)
		g.address(f.URL)
		g.add("an entry's id", f.Entry)
	})
	base, _ := roster.Load(ed.Layers[:top], ed.sectorIDs())
	ed.peopleOf(top, base, &g)
	ed.namesOf(top, &g)
	ed.saidInside(top, &g)
	ed.curatorsOf(top, base, &g)
	ed.signersOf(top, &g)
	open := ed.noSecrets()
	return slices.DeleteFunc(g.all, func(n leak.Needle) bool { return len(open.Find([]byte(n.Text))) > 0 }), nil
}

// noSecrets finds what the site says may be known of an overlay, and what that
// is part of: an address that may be known opens all below it.
func (ed *Edition) noSecrets() *leak.Scanner {
	var open []leak.Needle
	for _, s := range ed.Edition.NoSecret {
		open = append(open, leak.Needle{Text: withoutScheme(s)})
	}
	return leak.NewScanner(open)
}

func (ed *Edition) entriesOf(top int, g *gathering) error {
	if ed.Archive(top) == nil {
		return nil
	}
	for e, err := range ed.archives[top].Entries(archive.Query{}) {
		if err != nil {
			return err
		}
		g.address(e.URL)
		g.add("an entry's id", e.ID)
		g.words("a title", e.Title)
	}
	return nil
}

// frozenIn gives what the frozen facts of a layer's issues know of entries: it
// stands without the archive.
func (ed *Edition) frozenIn(n int, use func(digest.Facts)) {
	periods, _ := ed.periodsOf(ed.Layers[n].FS)
	for _, p := range periods {
		record, err := ed.Record(p.Name, n)
		if err != nil || !record.Frozen {
			continue
		}
		for _, f := range record.Items {
			use(f)
		}
	}
}

// peopleOf is who an overlay lists, and what it adds of people listed below it.
func (ed *Edition) peopleOf(top int, base *roster.Roster, g *gathering) {
	for _, c := range ed.Roster.Contributors {
		below, known := base.Contributor(c.ID)
		if !known {
			below = &roster.Contributor{}
			g.add("a contributor's id", longEnough(c.ID))
			g.add("a name", longEnough(c.Name))
		}
		for _, name := range added(slices.Concat(c.Aliases, c.Was), slices.Concat(below.Aliases, below.Was, []string{c.Name})) {
			g.add("a name", longEnough(name))
		}
		for _, page := range added(append(slices.Clone(c.Profiles), c.Site), append(slices.Clone(below.Profiles), below.Site)) {
			if strings.Contains(page, "://") {
				g.address(page)
			}
		}
		for _, host := range added(c.Hosts, below.Hosts) {
			g.add(PrivateAddress, longHost(host))
		}
		for _, f := range c.Feeds {
			if f.Layer == top && !f.Local {
				g.address(f.Key)
				g.add(PrivateAddress, innerHost(f))
			}
		}
	}
	for _, o := range ed.Roster.Organisations {
		if o.Layer == top {
			g.add("an organisation", longEnough(o.Name))
			g.add("an organisation's id", longEnough(o.ID))
			if strings.Contains(o.Site, "://") {
				g.address(o.Site)
			}
		}
	}
}

// curatorsOf is who keeps an overlay's lists, and no list below it: "Name <mail>".
func (ed *Edition) curatorsOf(top int, base *roster.Roster, g *gathering) {
	var below []string
	for _, l := range base.Lists {
		below = append(below, l.Curators...)
	}
	for _, l := range ed.Roster.Lists {
		if !strings.HasPrefix(l.File, ed.Layers[top].Name) {
			continue
		}
		for _, c := range added(l.Curators, below) {
			name, mail, _ := strings.Cut(strings.TrimSuffix(strings.TrimSpace(c), ">"), "<")
			g.add("a name", longEnough(strings.TrimSpace(name)))
			g.add("an address", mail)
		}
	}
}

// signersOf is who signed the pieces that an overlay holds, and none below it.
func (ed *Edition) signersOf(top int, g *gathering) {
	for _, c := range ed.Roster.Handed(top) {
		below := false
		for n := range top {
			below = below || ed.Roster.Signed(n, c.Name) != nil
		}
		if !below {
			g.add("a name", longEnough(c.Name))
		}
	}
}

// added gives what is in one list and not in another.
func added(all, before []string) []string {
	return slices.DeleteFunc(slices.Clone(all), func(s string) bool { return slices.Contains(before, s) })
}

// namesOf is what else of an overlay has a name.
func (ed *Edition) namesOf(top int, g *gathering) {
	for _, t := range ed.Themes {
		if t.Layer == top {
			g.theme(t.ID, t.Label)
		}
	}
	for _, r := range ed.Rules {
		if r.Layer == top {
			g.add("a rule", severalWords(r.ID))
			g.words(reason, r.Reason)
		}
	}
	pages, _ := ed.pages()
	for _, p := range pages {
		if p.Internal && ed.hasFile(top, "content/pages/"+p.Slug+".md") {
			g.words("a title", p.Title)
		}
	}
}

// saidInside is what an overlay's ledger says in words: credits, reasons, and who
// is suggested no more. Whom they are about, lists say. What a ledger below it says
// of the same is no secret.
func (ed *Edition) saidInside(top int, g *gathering) {
	own := ed.Layers[top].Name + policy.LedgerFile
	said := map[policy.Act]bool{}
	for _, a := range ed.gate.Verdicts.Ledger.Acts {
		if a.File != own {
			said[saying(a)] = true
		}
	}
	for _, a := range ed.gate.Verdicts.Ledger.Acts {
		if a.File != own || said[saying(a)] {
			continue
		}
		g.words(Note, a.Note)
		g.words(Note, a.Reason)
		if g.add("a name", longEnough(a.Name)); a.Act == policy.ActSuggest {
			g.address(a.URL)
		}
	}
}

// saying is what a line says, whoever wrote it and when.
func saying(a policy.Act) policy.Act {
	return policy.Act{Act: a.Act, URL: a.URL, Entry: a.Entry, Person: a.Person, Name: a.Name, Note: a.Note, Reason: a.Reason}
}

// theme notes a theme. One word is everybody's, and gives nothing away but where
// it is an id: in an address, and in data.
func (g *gathering) theme(id, label string) {
	const what = "a theme's id"
	for _, before := range []string{"themes/", "theme ", "id "} {
		g.add(what, before+id)
	}
	g.add(what, severalWords(id))
	g.add("a theme", severalWords(label))
}

func severalWords(s string) string {
	if text.CountWords(strings.ReplaceAll(s, "-", " ")) < 2 {
		return ""
	}
	return s
}

// innerHost is the host of a feed in a private network, which is internal with
// all that lies there; "" where its name is a word like others, or this machine.
func innerHost(f roster.Feed) string {
	host := entry.Host(f.Key)
	name, _, _ := strings.Cut(host, ":")
	if ip, err := netip.ParseAddr(name); f.Network != "private" || err == nil && ip.IsLoopback() {
		return ""
	}
	return longHost(host)
}

// longHost drops the name of a machine that is a word like others.
func longHost(host string) string {
	if name, _, _ := strings.Cut(host, "/"); !strings.Contains(name, ".") {
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
