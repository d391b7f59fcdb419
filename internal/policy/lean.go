package policy

import (
	"maps"
	"slices"
	"time"

	"weft/internal/archive"
	"weft/internal/entry"
	"weft/internal/story"
)

// Outlined gives the visible pieces of a stretch of time as far as finding
// citations needs them: with links, themes and where else they stand, newest
// first, copies of others among them. Who else carries them is not told, nor
// their texts.
func (v *View) Outlined(from, to time.Time) ([]*Piece, error) {
	return v.outlined(func(layer int) ([]string, error) {
		return v.gate.Archives[layer].IDs(archive.Query{From: from, To: to})
	})
}

// OutlinedAmong gives those of some entries, by id, as Outlined does.
func (v *View) OutlinedAmong(ids []string) ([]*Piece, error) {
	ids = slices.Sorted(slices.Values(ids))
	return v.outlined(func(int) ([]string, error) { return ids, nil })
}

func (v *View) outlined(ids func(layer int) ([]string, error)) ([]*Piece, error) {
	var pieces []*Piece
	for layer := range v.gate.Archives {
		some, err := ids(layer)
		if err != nil {
			return nil, err
		}
		found, err := v.lightByIDs(some, layer, true)
		if err != nil {
			return nil, err
		}
		pieces = slices.AppendSeq(pieces, maps.Values(found))
	}
	slices.SortFunc(pieces, newestFirst)
	return v.outline(oncePerAddress(pieces))
}

func (v *View) outline(pieces []*Piece) ([]*Piece, error) {
	pieces, err := v.notBelow(pieces)
	if err != nil {
		return nil, err
	}
	f, err := v.kin(pieces)
	if err != nil {
		return nil, err
	}
	f.places(pieces)
	return pieces, v.tagBy(pieces, (*archive.DB).Themes)
}

// Lean gives the brief of a piece as far as citations to and from it are told:
// those on the same themes share what they have in common.
func (a *Abridger) Lean(p *Piece) *Brief {
	b := a.brief(p)
	b.Tags, b.AlsoAt = a.themes(p.Tags), nil
	return b
}

// untitled is how many runes stand for a title where there is none.
const untitled = 60

// themes gives tags without what they rest on.
func (a *Abridger) themes(tags []entry.Tag) []entry.Tag {
	if len(tags) == 0 {
		return nil
	}
	key := ""
	for i := range tags {
		key += tags[i].Theme + "\x00"
	}
	if a.tags[key] == nil {
		for i := range tags {
			a.tags[key] = append(a.tags[key], entry.Tag{Theme: tags[i].Theme})
		}
	}
	return a.tags[key]
}

// Around gives the ids of the entries that may be seen otherwise when some have
// changed, these among them: what has an address of theirs, or is the same
// piece; and apart from these whatever links to any of them, or quotes it.
func (v *View) Around(ids []string) (same, pointing []string, err error) {
	met := map[string]bool{}
	for next := ids; len(next) > 0; {
		var fresh []string
		for _, id := range next {
			if !met[id] {
				met[id], fresh = true, append(fresh, id)
			}
		}
		if next, err = v.alike(fresh); err != nil {
			return nil, nil, err
		}
	}
	same = slices.Sorted(maps.Keys(met))
	pointing, err = v.pointing(same)
	return same, slices.DeleteFunc(pointing, func(id string) bool { return met[id] }), err
}

// alike gives what has an address of some entries, or is paired with them as the
// same piece.
func (v *View) alike(ids []string) ([]string, error) {
	keys, err := v.everyAddress(ids)
	if err != nil {
		return nil, err
	}
	known, err := v.Known(keys)
	out := entriesOf(known)
	for _, db := range v.gate.Archives {
		var pairs []archive.Pair
		if err == nil {
			pairs, err = db.Pairs(ids)
		}
		for _, p := range pairs {
			if p.Kind == string(story.Same) {
				out = append(out, p.Entry, p.Earlier)
			}
		}
	}
	return out, err
}

// pointing gives what links to some entries, or has words of theirs.
func (v *View) pointing(ids []string) ([]string, error) {
	keys, err := v.everyAddress(ids)
	if err != nil {
		return nil, err
	}
	var out []string
	for _, db := range v.gate.Archives {
		linking, err := db.LinkingAny(keys)
		if err != nil {
			return nil, err
		}
		pairs, err := db.Pairs(ids)
		if err != nil {
			return nil, err
		}
		out = append(out, linking...)
		for _, p := range pairs {
			out = append(out, p.Entry)
		}
	}
	slices.Sort(out)
	return slices.Compact(out), nil
}

func (v *View) everyAddress(ids []string) ([]string, error) {
	var keys []string
	for _, db := range v.gate.Archives {
		some, err := db.AddressesOf(ids)
		if err != nil {
			return nil, err
		}
		keys = append(keys, some...)
	}
	slices.Sort(keys)
	return slices.Compact(keys), nil
}

// Having gives, of folded addresses, those that entries have or had, also of
// entries that the edition may not see.
func (v *View) Having(keys []string) ([]archive.Address, error) {
	var out []archive.Address
	for _, db := range v.gate.Archives {
		found, err := db.Having(keys)
		if err != nil {
			return nil, err
		}
		out = append(out, found...)
	}
	return out, nil
}

// PairsIn gives what the entries of a stretch of time have in common with
// earlier ones, layer by layer.
func (v *View) PairsIn(from, to time.Time) ([]archive.Pair, error) {
	var out []archive.Pair
	for _, db := range v.gate.Archives {
		found, err := db.PairsIn(from, to)
		if err != nil {
			return nil, err
		}
		out = append(out, found...)
	}
	return out, nil
}

// Timed reports whether what may be seen can change by time alone: by an embargo
// or a rule that ends.
func (v *View) Timed() bool {
	return slices.ContainsFunc(v.gate.Verdicts.Rules, func(r Rule) bool { return r.Action == Embargo || !r.Expires.IsZero() }) ||
		v.gate.Verdicts.Ledger.timed()
}

// At is the moment embargoes are measured by.
func (v *View) At() time.Time { return v.gate.At }

// Passed reports whether time alone may have changed what is seen, from the view's
// own moment to a later one: an embargo ended in between, or a rule.
func (v *View) Passed(now time.Time) (bool, error) {
	at := v.gate.At
	between := func(t time.Time) bool { return t.After(at) && !t.After(now) }
	if slices.ContainsFunc(v.gate.Verdicts.Ledger.Acts, func(a Act) bool { return between(a.Until) }) {
		return true, nil
	}
	for i := range v.gate.Verdicts.Rules {
		r := &v.gate.Verdicts.Rules[i]
		if between(r.Expires) || r.Action == Embargo && between(r.Until) {
			return true, nil
		}
		if r.Action != Embargo || r.For == 0 {
			continue
		}
		for p, err := range v.judging(at.Add(-r.For), now.Add(time.Second-r.For)) {
			if err != nil {
				return false, err
			}
			if slices.Contains(p.Decision.Rules, r.ID) && between(r.until(p.Date())) {
				return true, nil
			}
		}
	}
	return false, nil
}
