package edition

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"weft/internal/archive"
	"weft/internal/entry"
	"weft/internal/influence"
	"weft/internal/policy"
	"weft/internal/site"
	"weft/internal/theme"
	"weft/internal/travel"
)

// record finds all pieces ever of each theme, in brief, when each theme crossed,
// and who among the pieces pointed to whom. What is older than the window is
// never held whole: of years there can be very much.
func (ed *Edition) record(in *site.Input) error {
	r := recorder{ed: ed, abridge: policy.NewAbridger(), byID: map[string]*policy.Brief{}, places: map[string]*policy.Brief{}, furniture: influence.Furniture{},
		listed: ed.listedHosts()}
	for _, p := range in.Window {
		r.byID[p.ID] = r.abridge.Whole(p)
	}
	atHand := maps.Clone(r.byID)
	if err := ed.View.Record(in.From, func(id string) bool { return atHand[id] != nil }, r.take); err != nil {
		return err
	}
	if err := r.point(); err != nil {
		return err
	}
	all := slices.SortedFunc(maps.Values(r.byID), func(a, b *policy.Brief) int { return cmp.Or(b.At.Compare(a.At), cmp.Compare(a.ID, b.ID)) })
	in.Record = map[string][]*policy.Brief{}
	for _, b := range all {
		for _, t := range b.Tags {
			in.Record[t.Theme] = append(in.Record[t.Theme], b)
		}
	}
	in.Crossings = r.crossings(all)
	var err error
	in.Earlier, err = r.cited()
	return err
}

// crossings says when each theme crossed, period by period.
func (r *recorder) crossings(all []*policy.Brief) map[string][]theme.Crossing {
	out := map[string][]theme.Crossing{}
	for len(all) > 0 {
		period := r.ed.Site.Calendar.Of(all[0].At)
		var pieces []*policy.Piece
		for len(all) > 0 && (len(pieces) == 0 || period.Contains(all[0].At)) {
			pieces, all = append(pieces, all[0].Shown()), all[1:]
		}
		maps.Copy(out, r.ed.crossings(pieces))
	}
	return out
}

// A recorder takes in the record of an edition.
type recorder struct {
	ed        *Edition
	abridge   *policy.Abridger
	byID      map[string]*policy.Brief
	places    map[string]*policy.Brief // by the folded addresses of copies
	listed    map[string]bool
	furniture influence.Furniture
	pointing  []pointing
	unseen    []*policy.Piece // their links were not looked up yet
}

// pointing is where an old piece may point to earlier ones of the record.
type pointing struct {
	from   *policy.Brief
	feed   string
	links  []entry.Link
	to     []string // of each link the ids that it may mean, apart by blanks
	quotes []quoted
}

type quoted struct{ id, passage string }

// take takes in some old pieces.
func (r *recorder) take(pieces []*policy.Piece) error {
	for _, p := range pieces {
		r.ed.ease(p, r.listed)
		r.furniture.Add(p)
		b := r.abridge.Brief(p)
		r.byID[b.ID] = b
		for _, address := range p.AlsoAt {
			if key := entry.AddressKey(address); r.places[key] == nil || b.ID < r.places[key].ID {
				r.places[key] = b
			}
		}
	}
	if r.unseen = append(r.unseen, pieces...); len(r.unseen) < linksAtOnce {
		return nil
	}
	return r.point()
}

// linksAtOnce is of how many pieces the links are looked up at a time: the more,
// the nearer to each other lie the answers in the archive.
const linksAtOnce = 5000

// point notes what the pieces taken in last may point to: of all that they link to, what is
// an entry, and earlier.
func (r *recorder) point() error {
	pieces := r.unseen
	r.unseen = nil
	meant, err := r.meant(pieces)
	if err != nil {
		return err
	}
	quotes, err := r.ed.View.Quotes(pieces)
	if err != nil {
		return err
	}
	from := map[string][]quoted{}
	for _, q := range quotes {
		from[q.From.ID] = append(from[q.From.ID], quoted{q.To.ID, q.Passage})
	}
	for _, p := range pieces {
		n := pointing{from: r.byID[p.ID], feed: p.Entry.Feed, quotes: from[p.ID]}
		for _, l := range p.Links {
			ids, any := earlier(meant[entry.AddressKey(l.URL)], p)
			if any {
				n.links, n.to = append(n.links, entry.Link{URL: l.URL, Passage: l.Passage}), append(n.to, ids)
			}
		}
		if len(n.links)+len(n.quotes) > 0 {
			r.pointing = append(r.pointing, n)
		}
	}
	return nil
}

// earlier lists the ids of what an address means; false when all of it is later
// than the piece that links to it.
func earlier(meant []archive.Address, p *policy.Piece) (ids string, any bool) {
	for i, a := range meant {
		if i == 0 {
			ids = a.Entry
		} else {
			ids += " " + a.Entry
		}
		any = any || a.Date.Before(p.Date())
	}
	return ids, any || len(meant) == 0 // it can be where a copy lies
}

// meant finds the entries that have or had what some pieces link to.
func (r *recorder) meant(pieces []*policy.Piece) (map[string][]archive.Address, error) {
	var keys []string
	for _, p := range pieces {
		for _, l := range p.Links {
			keys = append(keys, entry.AddressKey(l.URL))
		}
	}
	slices.Sort(keys)
	known, err := r.ed.View.Known(slices.Compact(keys))
	out := map[string][]archive.Address{}
	for _, k := range known {
		out[k.Key] = append(out[k.Key], k)
	}
	return out, err
}

// cited finds the citations between old pieces of the record that share a theme.
func (r *recorder) cited() ([]travel.Citation, error) {
	var out []travel.Citation
	for some := range slices.Chunk(r.pointing, 500) { // pieces are made for each, and are large
		c := influence.Citing{Roster: r.ed.Roster, Furniture: r.furniture}
		targets := map[string]*policy.Brief{}
		for _, n := range some {
			p := n.from.Shown()
			p.Entry.Feed, p.Links = n.feed, n.links
			c.Pieces = append(c.Pieces, p)
			for i, l := range n.links {
				if key := entry.AddressKey(l.URL); targets[key] == nil {
					targets[key] = r.target(key, n.to[i])
				}
			}
			for _, q := range n.quotes {
				if to := r.byID[q.id]; to != nil {
					c.Quotes = append(c.Quotes, policy.Quote{From: p, To: to.Shown(), Passage: q.passage})
				}
			}
		}
		c.Resolve = func([]string) (map[string]*policy.Brief, error) { return targets, nil }
		c.Brief = func(p *policy.Piece) *policy.Brief { return r.byID[p.ID] }
		found, err := c.Find()
		if err != nil {
			return nil, err
		}
		for _, cite := range found {
			if between, ok := travel.Between(cite, r.byID); ok && between.Shared() {
				out = append(out, between)
			}
		}
	}
	return out, nil
}

// target is the piece of the record that an address means; a link to a copy is
// about the original.
func (r *recorder) target(key, ids string) *policy.Brief {
	for id := range strings.FieldsSeq(ids) {
		if b := r.byID[id]; b != nil {
			return b
		}
	}
	if b := r.places[key]; b != nil {
		return b
	}
	return nil
}

// ease takes from a piece those links that cannot lead to anybody listed. Who owns
// a host need not have written all that is there, so those to one's own stay.
func (ed *Edition) ease(p *policy.Piece, listed map[string]bool) {
	kept := p.Links[:0]
	for _, l := range p.Links {
		if listed[entry.Host(l.URL)] {
			kept = append(kept, l)
		}
	}
	p.Links = kept
}

// listedHosts are the hosts that anybody listed writes at.
func (ed *Edition) listedHosts() map[string]bool {
	hosts := map[string]bool{}
	for _, c := range ed.Roster.Contributors {
		hosts[entry.Host(c.Site)] = true
		for _, h := range c.Hosts {
			hosts[h] = true
		}
		for _, f := range c.Feeds {
			hosts[entry.Host(f.Key)] = true
		}
	}
	for _, p := range ed.window {
		hosts[entry.Host(p.URL)] = true
	}
	delete(hosts, "")
	return hosts
}
