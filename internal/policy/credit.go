package policy

import (
	"cmp"
	"slices"
	"strings"

	"weft/internal/archive"
	"weft/internal/entry"
	"weft/internal/roster"
	"weft/internal/text"
)

// credit finds the people behind an entry. Nil when the edition does not know
// the feed, or when its author, or whose page it is, wants no trace of it.
func (v *View) credit(e entry.Entry, layer int) *Piece {
	p := &Piece{Entry: e, Layer: layer, counts: v.gate.Counts, listed: v.gate.Roster}
	host, ok := v.host(p)
	if !ok || host != nil && host.OptOut.All || v.gate.Roster.DeclinedAt(e.URL) {
		return nil
	}
	if !v.authors(p, host) {
		return nil
	}
	if p.Contributor != host {
		p.Via = host
	}
	day := e.Date()
	if org, ok := v.gate.Roster.EmployedBy(p.Contributor, day); ok {
		p.Organisation = &org
	}
	p.Relation = External
	if p.Organisation != nil && p.Organisation.Home {
		p.Relation = Internal
	}
	p.Sectors = p.Contributor.Sectors
	if p.Language == "" {
		p.Language = p.Contributor.Language
	}
	return p
}

// host finds whose feed an entry came by; nil for a contribution.
func (v *View) host(p *Piece) (*roster.Contributor, bool) {
	if p.Entry.Feed == Contributions {
		return nil, true
	}
	feed, ok := v.gate.Roster.Feed(p.Entry.Feed)
	if !ok || feed.Layer != p.Layer { // not listed (any more)
		return nil, false
	}
	p.Feed = feed
	c, ok := v.gate.Roster.Contributor(feed.Contributor)
	return c, ok
}

// authors resolves the bylines. A listed author is credited; an author who
// opted out takes the piece along, a co-author only their name: also where the
// byline spells it in a way that no list has.
func (v *View) authors(p *Piece, host *roster.Contributor) bool {
	for i, b := range p.Bylines {
		who := v.match(b, host, p.Entry.Feed, p.Layer)
		if v.wantsNoTrace(who) {
			if i == 0 {
				return false
			}
			continue
		}
		if !slices.ContainsFunc(p.People, func(q Person) bool { return q.Key == who.Key }) {
			p.People = append(p.People, who)
		}
		if p.Contributor == nil && who.Contributor != nil {
			p.Contributor = who.Contributor
		}
	}
	if p.Contributor == nil {
		first := v.firstIn(p)
		if first != nil && first.OptOut.All {
			return false
		}
		p.Contributor = cmp.Or(first, host)
	}
	if p.Contributor == nil || p.Contributor.Handed && !v.gate.Roster.Consented(p.Layer, p.URL, p.Contributor) {
		return false // a contribution by nobody on a list, or by somebody who did not agree
	}
	if len(p.People) == 0 {
		p.People = []Person{{p.Contributor.ID, p.Contributor.Name, p.Contributor}}
	}
	return true
}

// firstIn finds whose feed a re-published entry says it comes from (RFC 4287
// §4.2.11): a planet's pieces are those of the people it gathers.
func (v *View) firstIn(p *Piece) *roster.Contributor {
	if p.Source == nil {
		return nil
	}
	for _, address := range []string{p.Source.ID, p.Source.Link} {
		if f, ok := v.gate.Roster.Feed(address); ok {
			c, _ := v.gate.Roster.Contributor(f.Contributor)
			return c
		}
	}
	return v.gate.Roster.Owner(p.Source.Link)
}

func (v *View) match(b entry.Byline, host *roster.Contributor, feed string, layer int) Person {
	var c *roster.Contributor
	if feed == Contributions {
		c, _ = v.gate.Roster.Contributor(b.Name) // contributions name ids
		if c != nil && c.Handed {
			c = nil
		}
	}
	if c == nil {
		c = v.gate.Roster.Named(b.Name)
	}
	if c == nil && b.URL != "" && !entry.IsRoot(b.URL) {
		c = v.gate.Roster.Owner(b.URL)
	}
	if c == nil && feed == Contributions {
		c = v.gate.Roster.Signed(layer, b.Name)
	}
	if c == nil {
		return Person{feed + "|" + text.Squeeze(text.Fold(b.Name)), b.Name, nil}
	}
	return Person{c.ID, c.Name, c}
}

// declined reports whether an entry's first author, or whose feed or page it
// is, wants no trace of it.
func (v *View) declined(e entry.Entry, layer int) bool {
	host, _ := v.host(&Piece{Entry: e, Layer: layer})
	if host != nil && host.OptOut.All || v.gate.Roster.DeclinedAt(e.URL) {
		return true
	}
	if len(e.Bylines) == 0 {
		return false
	}
	return v.wantsNoTrace(v.match(e.Bylines[0], host, e.Feed, layer))
}

// wantsNoTrace reports whether somebody in a byline opted out, be they called
// there in a way that no list has.
func (v *View) wantsNoTrace(who Person) bool {
	if who.Contributor == nil || who.Contributor.Handed {
		return v.gate.Roster.Names(who.Name)
	}
	return who.Contributor.OptOut.All
}

// elsewhere names the other places a piece has: an address that it calls its
// first home, and others whose feeds carry it.
func (v *View) elsewhere(p *Piece, carriers []string) {
	for _, key := range carriers {
		feed, ok := v.gate.Roster.Feed(key)
		if !ok {
			continue
		}
		c, ok := v.gate.Roster.Contributor(feed.Contributor)
		if ok && !c.OptOut.All && c != p.Contributor && !slices.Contains(p.AlsoIn, c) {
			p.AlsoIn = append(p.AlsoIn, c)
		}
	}
	if p.Canonical != "" && !strings.HasPrefix(p.URL, "/") && entry.AddressKey(p.Canonical) != entry.AddressKey(p.URL) && !v.gate.Roster.DeclinedAt(p.Canonical) {
		p.AlsoAt = []string{p.Canonical}
	}
}

// show settles how much of the entry may be shown. Nothing is quoted that calls
// somebody by name who does not want to be found.
func (v *View) show(p *Piece) {
	if !p.Withdrawn.IsZero() { // what its author took back is named, and not quoted
		p.Links = nil
		return
	}
	permitted := roster.ExcerptFull // of a contribution, handed in to be published here
	if p.Feed != nil {
		permitted = p.Feed.Excerpt
	}
	p.Full = permitted == roster.ExcerptFull && p.Decision.Action != Excerpt && (p.Feed == nil || !roster.KeepsAllRights(p.Licence))
	p.Licensed = p.Full && (p.Feed != nil || p.Licence != "" && !roster.KeepsAllRights(p.Licence))
	if permitted != roster.ExcerptNone && !v.gate.Roster.Names(p.Opening) {
		p.Excerpt = p.Opening
	}
}

// keeps are the compiled keep expressions of mixed feeds.
type keeps struct {
	layers []roster.Layer // where the lists lie that they name
	asked  map[keepKey]*question
}

// One expression may name another file in another layer.
type keepKey struct {
	layer int
	when  string
}

// ask reports whether a feed's keep expression lets a piece in. One that
// fails keeps it out: it was written to let only some in.
func (k keeps) ask(p *Piece) bool {
	yes, err := k.try(p)
	return err == nil && yes
}

func (k keeps) try(p *Piece) (bool, error) {
	if p.Feed == nil || p.Feed.Keep == "" {
		return true, nil
	}
	key := keepKey{p.Feed.Layer, p.Feed.Keep}
	q, ok := k.asked[key]
	if !ok {
		var layer roster.Layer
		if key.layer < len(k.layers) {
			layer = k.layers[key.layer]
		}
		q, _ = compile(p.Feed.Keep, layer)
		k.asked[key] = q
	}
	return q.ask(environment(p, nil))
}

// A Sieve says what a feed's keep expression does to what the archive holds.
type Sieve struct {
	All, Kept int
	Failed    int   // of those left out: the expression could not be asked
	Err       error // the first failure
}

// Sieve tries a feed's keep expression on all of its entries, whatever rules say
// of them.
func (v *View) Sieve(key string, layer int) (Sieve, error) {
	var s Sieve
	for e, err := range v.gate.Archives[layer].Entries(archive.Query{Feed: key, AsOf: v.gate.AsOf, Texts: archive.PlainText}) {
		if err != nil {
			return s, err
		}
		p := v.credit(e, layer)
		if p == nil {
			continue
		}
		s.All++
		switch yes, err := v.keeps.try(p); {
		case err != nil:
			s.Failed++
			s.Err = cmp.Or(s.Err, err)
		case yes:
			s.Kept++
		}
	}
	return s, nil
}

// complete adds to pieces what is asked for many at once: who else carries
// them, where else they are, and their tags.
func (v *View) complete(pieces []*Piece) error {
	f, err := v.kin(pieces)
	if err != nil {
		return err
	}
	return v.completeIn(pieces, f)
}

func (v *View) completeIn(pieces []*Piece, f *family) error {
	for layer, db := range v.gate.Archives {
		var ids []string
		for _, p := range pieces {
			if p.Layer == layer {
				ids = append(ids, p.ID)
			}
		}
		carriers, err := db.Carriers(ids)
		if err != nil {
			return err
		}
		for _, p := range pieces {
			if p.Layer == layer {
				v.elsewhere(p, carriers[p.ID])
			}
		}
	}
	f.places(pieces)
	return v.tag(pieces)
}

// tag joins the stored tags with what curators said. They are kept in the
// archive of the topmost layer: an overlay's themes and words are its own.
func (v *View) tag(pieces []*Piece) error {
	return v.tagBy(pieces, (*archive.DB).Tags)
}

func (v *View) tagBy(pieces []*Piece, stored func(*archive.DB, []string) (map[string][]entry.Tag, error)) error {
	ids := make([]string, len(pieces))
	for i, p := range pieces {
		ids[i] = p.ID
	}
	slices.Sort(ids) // so they lie in the archive
	tags, err := stored(v.gate.Archives[len(v.gate.Archives)-1], ids)
	if err != nil {
		return err
	}
	for _, p := range pieces {
		addresses, err := v.addresses(p)
		if err != nil {
			return err
		}
		yes, no := v.gate.TagLog.Themes(addresses, v.gate.AsOf)
		p.Tags, p.Suggested = nil, nil
		if !p.Withdrawn.IsZero() { // a tag shows its words
			continue
		}
		for _, t := range apply(tags[p.ID], yes, no) {
			t.Evidence = slices.DeleteFunc(slices.Clone(t.Evidence), func(e entry.Evidence) bool { return v.gate.Roster.Names(e.Quote) })
			switch {
			case !slices.Contains(v.gate.Themes, t.Theme):
			case !t.Suggested:
				p.Tags = append(p.Tags, t)
			default:
				p.Suggested = append(p.Suggested, t)
			}
		}
	}
	return nil
}
