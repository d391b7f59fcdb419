package edition

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"weft/internal/diag"
	"weft/internal/digest"
	"weft/internal/period"
	"weft/internal/policy"
	"weft/internal/roster"
	"weft/internal/theme"
)

// Desk gives what a draft of a period is made of. For an overlay's edition it
// is what the edition base does not see: base is its Desk, or nil for the
// public one.
func (ed *Edition) Desk(p period.Period, base *digest.Desk) (digest.Desk, diag.List, error) {
	d := digest.Desk{Site: ed.Site, Period: p, Themes: ed.Themes, Internal: base != nil}
	pieces, err := ed.View.Window(p.Start.AddDate(0, 0, -ed.lookBack()), p.End)
	if err != nil {
		return d, nil, err
	}
	d.Crossings, d.Perhaps = ed.crossingsIn(pieces, p)
	if base != nil {
		pieces = slices.DeleteFunc(pieces, func(piece *policy.Piece) bool {
			return slices.ContainsFunc(base.Pieces, func(b *policy.Piece) bool { return b.ID == piece.ID })
		})
	}
	d.Pieces = pieces
	if d.Stories, err = ed.Stories(p.Start.AddDate(0, 0, -aroundStories), p.End.AddDate(0, 0, aroundStories)); err != nil {
		return d, nil, err
	}
	if d.Young, err = ed.hints(p, base); err != nil {
		return d, nil, err
	}
	var probs diag.List
	if d.Memory, probs, err = ed.Memory(); err != nil {
		return d, probs, err
	}
	addresses, err := ed.addressesOf(pieces)
	if err != nil {
		return d, probs, err
	}
	d.Addresses = func(p *policy.Piece) []string { return addresses[p.ID] }
	d.Curators = ed.curators()
	if d.Titles, err = ed.titles(p); err != nil {
		return d, probs, err
	}
	if err := ed.acknowledge(&d, base); err != nil {
		return d, probs, err
	}
	return d, probs, ed.citing(&d)
}

// mostReasons is how many entries a hint shows.
const mostReasons = 5

// hints tells what people have begun to write about, as far as the edition base
// does not tell it.
func (ed *Edition) hints(p period.Period, base *digest.Desk) ([]digest.Young, error) {
	young, err := ed.Young(p)
	if err != nil {
		return nil, err
	}
	var out []digest.Young
	for i := range young.Found {
		f := &young.Found[i]
		if base != nil && slices.ContainsFunc(base.Young, func(y digest.Young) bool { return strings.EqualFold(y.Phrase, f.Phrase) }) {
			continue
		}
		y := digest.Young{Phrase: f.Phrase, Words: young.Sentence(f)}
		for _, ev := range f.Evidence {
			if len(y.Reasons) < mostReasons {
				y.Reasons = append(y.Reasons, young.Reason(ed, ev))
			}
		}
		if more := len(f.Evidence) - len(y.Reasons); more > 0 {
			y.Reasons = append(y.Reasons, fmt.Sprintf("and %d more of its entries", more))
		}
		out = append(out, y)
	}
	return out, nil
}

// lookBack is how many days before a period late arrivals are looked for: what
// an embargo held may be older than the overlap.
func (ed *Edition) lookBack() int {
	for _, r := range ed.Rules {
		if r.Action == policy.Embargo {
			return halfYear
		}
	}
	return ed.Site.Digest.OverlapDays
}

func (ed *Edition) crossingsIn(pieces []*policy.Piece, p period.Period) (sure, perhaps []theme.Crossing) {
	var within []*policy.Piece
	for _, piece := range pieces {
		if p.Contains(piece.Date()) {
			within = append(within, piece)
		}
	}
	least, sectors := ed.Site.Thresholds.Crossing, ed.Site.SectorIDs()
	return theme.Crossings(within, least, sectors), theme.Perhaps(within, least, sectors)
}

func (ed *Edition) addressesOf(pieces []*policy.Piece) (map[string][]string, error) {
	out := map[string][]string{}
	for _, p := range pieces {
		var err error
		if out[p.ID], err = ed.View.AddressesOf(p); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// citing enters who took up whom, by name.
func (ed *Edition) citing(d *digest.Desk) error {
	cites, err := ed.Citations() // all of the window: some count only as far as the others show
	if err != nil {
		return err
	}
	taken, across := map[string]map[string]bool{}, map[string]map[string]bool{}
	note := func(m map[string]map[string]bool, id, name string) {
		if m[id] == nil {
			m[id] = map[string]bool{}
		}
		m[id][name] = true
	}
	for _, c := range cites {
		if !c.Counted {
			continue
		}
		note(taken, c.To.ID, c.From.Contributor.Name)
		if c.Crosses() {
			note(across, c.From.ID, c.Of.Name)
		}
	}
	d.TakenUp, d.CitesAcross = sortedNames(taken), sortedNames(across)
	return nil
}

func sortedNames(m map[string]map[string]bool) map[string][]string {
	out := map[string][]string{}
	for id, names := range m {
		out[id] = slices.Sorted(maps.Keys(names))
	}
	return out
}

// recentTitles is how many issues back a draft looks for a title of its own.
const recentTitles = 6

// titles gives those of the newest issues before a period.
func (ed *Edition) titles(before period.Period) ([]string, error) {
	periods, _ := ed.Periods()
	var titles []string
	for _, p := range periods {
		if len(titles) == recentTitles || !p.Start.Before(before.Start) {
			continue
		}
		s, found, err := ed.Source(p.Name, 0)
		if err != nil {
			return nil, err
		}
		if found {
			titles = append(titles, s.File.Title)
		}
	}
	return titles, nil
}

// curators gives the names of those who answer for the public lists, without
// their addresses.
func (ed *Edition) curators() []string {
	var names []string
	for _, list := range ed.Roster.Lists {
		for _, c := range list.Curators {
			if k := roster.KeeperOf(c); k.Name != "" && !slices.Contains(names, k.Name) && !ed.Roster.Names(k.Name) {
				names = append(names, k.Name)
			}
		}
	}
	slices.Sort(names)
	return names
}
