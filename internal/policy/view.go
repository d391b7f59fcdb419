package policy

import (
	"cmp"
	"iter"
	"maps"
	"slices"
	"time"

	"weft/internal/archive"
	"weft/internal/entry"
	"weft/internal/roster"
)

// Contributions is the key of the feed of pieces submitted by people without a
// blog: the folder they lie in.
const Contributions = roster.ContributionDir

// A Gate is what an edition's View is made of: the archives of its layers, the
// site's own first, and what its own folders say.
type Gate struct {
	Public   bool           // the edition without overlays
	Layers   []roster.Layer // whose files are read
	Archives []*archive.DB  // by layer
	Roster   *roster.Roster
	Verdicts Verdicts
	TagLog   TagLog
	Themes   []string // ids of the themes the edition knows
	// At is the moment embargoes and expiries are measured by. It is a moment
	// of the archive, not of the clock, so that an unchanged site stays so.
	At time.Time
	// AsOf shows everything as it was at the end of a moment; zero: as it is.
	AsOf time.Time
	// Counts are those of an earlier view; nil: none.
	Counts Counts
}

// A View is what one edition may see of the archives: the only way to their
// entries for everything above.
type View struct {
	gate     Gate
	keeps    keeps
	recalled map[string]*Piece
	asked    []map[string][]string // by layer and entry id: addresses that people spoke of; nil: not looked up yet
	returned map[string]bool       // what its authors took back, by id and address; nil: not asked yet
}

// NewView makes the view of an edition. What rules answer is remembered at least as
// long as it.
func NewView(g Gate) *View {
	if g.Counts == nil {
		g.Counts = Counts{}
	}
	return &View{gate: g, keeps: keeps{g.Layers, map[keepKey]*question{}}}
}

// Window gives the visible pieces of a stretch of time, To exclusive, newest
// first. Their bodies are left out: see Whole.
func (v *View) Window(from, to time.Time) ([]*Piece, error) {
	return v.pieces(archive.Query{From: from, To: to}, 0)
}

// Each gives all visible pieces of a stretch of time, newest first, copies of
// others among them: for the record, where a page shows the original alone.
func (v *View) Each(from, to time.Time) ([]*Piece, error) {
	all, err := v.layered(archive.Query{From: from, To: to}, 0)
	if err != nil {
		return nil, err
	}
	return all, v.complete(all)
}

// Reading gives the visible pieces of a stretch of time with their summary and
// plain text, layer by layer, the newest first, at most so many of each layer (0:
// all), one at a time: for whoever reads them, and does not list them. Who else
// carries them and their tags are not told, and copies of others are among them.
func (v *View) Reading(from, to time.Time, most int) iter.Seq2[*Piece, error] {
	return func(yield func(*Piece, error) bool) {
		if err := v.ask(); err != nil {
			yield(nil, err)
			return
		}
		for layer := range v.gate.Archives {
			n := 0
			for e, err := range v.gate.Archives[layer].Entries(archive.Query{From: from, To: to, AsOf: v.gate.AsOf, Texts: archive.TagText}) {
				var p *Piece
				if err == nil {
					p, err = v.admit(e, layer)
				}
				if p == nil && err == nil {
					continue
				}
				if !yield(p, err) || err != nil {
					return
				}
				if n++; n == most {
					break
				}
			}
		}
	}
}

// Told gives all visible pieces of a stretch of time with what they say, newest
// first, copies of others among them: of a few weeks at most, since all their
// texts are in memory.
func (v *View) Told(from, to time.Time) ([]*Piece, error) {
	var all []*Piece
	for p, err := range v.Reading(from, to, 0) {
		if err != nil {
			return nil, err
		}
		all = append(all, p)
	}
	slices.SortStableFunc(all, newestFirst)
	all = oncePerAddress(all)
	return all, v.complete(all)
}

// Taught gives what curators said of the themes of visible entries, by entry id.
func (v *View) Taught() (map[string]Taught, error) {
	out := map[string]Taught{}
	keys := v.gate.TagLog.Addresses()
	for layer := range v.gate.Archives {
		_, pieces, err := v.at(layer, keys)
		if err != nil {
			return nil, err
		}
		for id, p := range pieces {
			addresses, err := v.addresses(p)
			if err != nil {
				return nil, err
			}
			yes, no := v.gate.TagLog.Themes(addresses, v.gate.AsOf)
			out[id] = Taught{yes, no}
		}
	}
	return out, nil
}

// Taught is what curators said of an entry's themes.
type Taught struct {
	Yes, No []string
}

// Newest gives the n newest visible pieces.
func (v *View) Newest(n int) ([]*Piece, error) { return v.pieces(archive.Query{}, n) }

// OfFeed gives the n newest visible pieces of a feed; n = 0 means all.
func (v *View) OfFeed(key string, n int) ([]*Piece, error) {
	return v.pieces(archive.Query{Feed: key}, n)
}

// withCopies is how many pieces are read where n are wanted: some may be copies.
func withCopies(n int) int {
	if n == 0 {
		return 0
	}
	return n + n/4 + 8
}

// pieces merges the layers, newest first, and stops after n. Of pieces that are
// the same the original is given.
func (v *View) pieces(q archive.Query, n int) ([]*Piece, error) {
	all, err := v.layered(q, withCopies(n))
	if err != nil {
		return nil, err
	}
	f, err := v.kin(all)
	if err != nil {
		return nil, err
	}
	if all = f.fold(all); n > 0 && len(all) > n {
		all = all[:n]
	}
	return all, v.completeIn(all, f)
}

// layered merges the layers, newest first, and stops after n of each.
func (v *View) layered(q archive.Query, n int) ([]*Piece, error) {
	q.AsOf, q.Texts = v.gate.AsOf, v.light()
	var all []*Piece
	for layer := range v.gate.Archives {
		count := 0
		for p, err := range v.visible(layer, q) {
			if err != nil {
				return nil, err
			}
			all = append(all, p)
			if count++; count == n {
				break
			}
		}
	}
	slices.SortStableFunc(all, newestFirst)
	return oncePerAddress(all), nil
}

func newestFirst(a, b *Piece) int {
	return cmp.Or(b.Date().Compare(a.Date()), cmp.Compare(a.Layer, b.Layer), cmp.Compare(a.ID, b.ID))
}

// OldestFirst gives pieces by date, those of one moment by id.
func OldestFirst(pieces []*Piece) []*Piece {
	return slices.SortedFunc(slices.Values(pieces), func(a, b *Piece) int { return cmp.Or(a.Date().Compare(b.Date()), cmp.Compare(a.ID, b.ID)) })
}

// oncePerAddress keeps the public one of two pieces that layers share.
func oncePerAddress(all []*Piece) []*Piece {
	layerOf := map[string]int{}
	for _, p := range all {
		key := entry.AddressKey(p.URL)
		if layer, ok := layerOf[key]; !ok || p.Layer < layer {
			layerOf[key] = p.Layer
		}
	}
	return slices.DeleteFunc(all, func(p *Piece) bool {
		key := entry.AddressKey(p.URL)
		return key != "" && !entry.IsRoot(p.URL) && layerOf[key] != p.Layer
	})
}

// visible gives the pieces of one layer that pass the gate, without bodies.
func (v *View) visible(layer int, q archive.Query) iter.Seq2[*Piece, error] {
	return func(yield func(*Piece, error) bool) {
		if err := v.ask(); err != nil {
			yield(nil, err)
			return
		}
		for e, err := range v.gate.Archives[layer].Entries(q) {
			if err != nil {
				yield(nil, err)
				return
			}
			p, err := v.admit(e, layer)
			if err != nil {
				yield(nil, err)
				return
			}
			if p != nil && !yield(p.lighten(), nil) {
				return
			}
		}
	}
}

// lighten drops what a page about many pieces does not show.
func (p *Piece) lighten() *Piece {
	p.Body, p.Summary, p.Plain = "", "", ""
	return p
}

// admit is the gate: nil when the edition may not see the entry.
func (v *View) admit(e entry.Entry, layer int) (*Piece, error) {
	p := v.credit(e, layer)
	if p == nil || !v.keeps.ask(p) {
		return nil, nil
	}
	if err := v.judge(p); err != nil {
		return nil, err
	}
	if !p.Decision.Visible(v.gate.Public, v.gate.At) {
		return nil, nil
	}
	v.show(p)
	return p, nil
}

// addresses gives those of a piece that somebody decided on or tagged, and the
// one it has.
func (v *View) addresses(p *Piece) ([]string, error) {
	err := v.ask()
	if err != nil || len(v.asked) == 0 {
		return nil, err // nobody asks
	}
	return append(slices.Clone(v.asked[p.Layer][p.ID]), p.URL), nil
}

// ask finds, once, the entries at addresses that people decided on or tagged.
// It is done before entries are gone through one by one: to ask about each while
// the archive is being read would make a writer and a reader wait for one another.
func (v *View) ask() error {
	if v.asked != nil {
		return nil
	}
	keys := map[string]bool{}
	for key := range v.gate.Verdicts.Ledger.byAddress {
		keys[key] = true
	}
	for key := range v.gate.TagLog.byAddress {
		keys[key] = true
	}
	asked := []map[string][]string{}
	for _, db := range v.gate.Archives {
		if len(keys) == 0 {
			break
		}
		known, err := db.Known(slices.Sorted(maps.Keys(keys)))
		if err != nil {
			return err
		}
		of := map[string][]string{}
		for _, a := range known {
			of[a.Entry] = append(of[a.Entry], a.Key)
		}
		for _, addresses := range of {
			slices.Sort(addresses)
		}
		asked = append(asked, of)
	}
	v.asked = asked
	return nil
}

// Whole gives a visible piece with its body; nil when there is none.
func (v *View) Whole(id string) (*Piece, error) {
	for layer, db := range v.gate.Archives {
		e, ok, err := db.ByID(id, v.gate.AsOf)
		if err != nil {
			return nil, err
		}
		if ok {
			return v.one(e, layer)
		}
	}
	return nil, nil
}

// ByAddress gives the visible piece that has, or had, an address; nil when
// there is none. Where several have it, the public one that was first counts.
func (v *View) ByAddress(address string) (*Piece, error) {
	for layer, db := range v.gate.Archives {
		found, err := db.ByAddress(address, v.gate.AsOf)
		if err != nil {
			return nil, err
		}
		for _, e := range found {
			if p, err := v.one(e, layer); p != nil || err != nil {
				return p, err
			}
		}
	}
	return nil, nil
}

func (v *View) one(e entry.Entry, layer int) (*Piece, error) {
	p, err := v.admit(e, layer)
	if p == nil || err != nil {
		return nil, err
	}
	return p, v.complete([]*Piece{p})
}

// Linking gives the visible pieces that link to any of the addresses, oldest first.
func (v *View) Linking(addresses []string) ([]*Piece, error) {
	var out []*Piece
	for layer, db := range v.gate.Archives {
		var linking []archive.Address
		for _, address := range addresses {
			ids, err := db.Linking(address)
			if err != nil {
				return nil, err
			}
			for _, id := range ids {
				linking = append(linking, archive.Address{Key: address, Entry: id})
			}
		}
		pieces, err := v.lightByIDs(entriesOf(linking), layer, true)
		if err != nil {
			return nil, err
		}
		for _, p := range pieces {
			out = append(out, p)
		}
	}
	slices.SortFunc(out, func(a, b *Piece) int { return newestFirst(b, a) })
	return out, v.complete(out)
}

// Responding gives the visible pieces that link to any of the addresses, oldest
// first; of those that are the same the original, and none that its author took
// back.
func (v *View) Responding(addresses []string) ([]*Piece, error) {
	pieces, err := v.Linking(addresses)
	if err != nil || len(pieces) == 0 {
		return nil, err
	}
	pieces = slices.DeleteFunc(pieces, func(p *Piece) bool { return !p.Withdrawn.IsZero() })
	pieces = oncePerAddress(once(pieces))
	slices.SortFunc(pieces, newestFirst)
	f, err := v.kin(pieces)
	if err != nil {
		return nil, err
	}
	pieces = f.fold(pieces)
	return OldestFirst(pieces), v.completeIn(pieces, f)
}

// AddressesOf lists every address a piece ever had, folded and sorted.
func (v *View) AddressesOf(p *Piece) ([]string, error) {
	return v.gate.Archives[p.Layer].Addresses(p.ID)
}

// Resolve finds the visible pieces behind folded addresses, without bodies and
// links: they are what was pointed at, and there can be many. Where several have
// an address, the public piece that was first counts.
func (v *View) Resolve(keys []string) (map[string]*Piece, error) {
	out := map[string]*Piece{}
	var all []*Piece
	for layer := range v.gate.Archives {
		known, pieces, err := v.at(layer, keys)
		if err != nil {
			return nil, err
		}
		for _, k := range known {
			if p := pieces[k.Entry]; p != nil && out[k.Key] == nil {
				out[k.Key] = p
			}
		}
		for _, k := range known { // each once, in a stable order
			if p := pieces[k.Entry]; p != nil {
				all = append(all, p)
				delete(pieces, k.Entry)
			}
		}
	}
	f, err := v.kin(all)
	if err != nil {
		return nil, err
	}
	for key, p := range out { // a link to a copy is about the original
		if original := f.original[p.ID]; original != nil {
			out[key] = original
			all = append(all, original)
		}
	}
	return out, v.completeIn(once(all), f)
}

// once gives each piece once, by id.
func once(pieces []*Piece) []*Piece {
	slices.SortFunc(pieces, func(a, b *Piece) int { return cmp.Compare(a.ID, b.ID) })
	return slices.CompactFunc(pieces, func(a, b *Piece) bool { return a.ID == b.ID })
}

// at gives the addresses of some that a layer's entries have or had, and the
// visible ones of these entries, by id.
func (v *View) at(layer int, keys []string) ([]archive.Address, map[string]*Piece, error) {
	known, err := v.gate.Archives[layer].Known(keys)
	if err != nil {
		return nil, nil, err
	}
	pieces, err := v.lightByIDs(entriesOf(known), layer, false)
	return known, pieces, err
}

func entriesOf(known []archive.Address) []string {
	var ids []string
	for _, k := range known {
		ids = append(ids, k.Entry)
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// atOnce is how many entries are held whole before the gate lightens them.
const atOnce = 500

// lightByIDs gives the visible ones of a layer's entries, by id, without bodies
// and, if not asked for, without what they link to.
func (v *View) lightByIDs(ids []string, layer int, links bool) (map[string]*Piece, error) {
	out := map[string]*Piece{}
	for some := range slices.Chunk(ids, atOnce) {
		entries, err := v.gate.Archives[layer].ByIDs(some, v.gate.AsOf, v.light())
		if err != nil {
			return nil, err
		}
		for _, e := range entries {
			p, err := v.admit(e, layer)
			if err != nil {
				return nil, err
			}
			if p == nil {
				continue
			}
			if !links {
				p.Links, p.Enclosures = nil, nil
			}
			out[p.ID] = p.lighten()
		}
	}
	return out, nil
}

// light says which texts the gate itself must read of an entry: those that
// rules ask about, where there are any.
func (v *View) light() archive.Texts {
	if len(v.gate.Verdicts.Rules) > 0 {
		return archive.PlainText
	}
	for _, c := range v.gate.Roster.Contributors {
		if slices.ContainsFunc(c.Feeds, func(f roster.Feed) bool { return f.Keep != "" }) {
			return archive.PlainText
		}
	}
	return archive.NoTexts
}

// NewestBefore gives the newest visible piece before a moment; nil if none is.
func (v *View) NewestBefore(t time.Time) (*Piece, error) {
	found, err := v.layered(archive.Query{To: t}, 1)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	return found[0], v.complete(found[:1])
}
