package edition

import (
	"maps"
	"slices"

	"weft/internal/entry"
	"weft/internal/policy"
	"weft/internal/site"
	"weft/internal/text"
)

// record finds all pieces ever of each theme: those of the window as they are,
// older ones with no more than pages about a theme need of them, and who among
// these pointed to whom.
func (ed *Edition) record(in *site.Input) error {
	byID := map[string]*policy.Piece{}
	for _, p := range in.Window {
		byID[p.ID] = p
	}
	listed := ed.listedHosts()
	older, err := ed.View.Record(in.From, func(id string) bool { return byID[id] != nil }, func(p *policy.Piece) { ed.ease(p, listed) })
	if err != nil {
		return err
	}
	for _, p := range older {
		byID[p.ID] = p
	}
	in.Record = map[string][]*policy.Piece{}
	for _, p := range slices.Concat(in.Window, older) {
		for _, t := range p.Tags {
			in.Record[t.Theme] = append(in.Record[t.Theme], p)
		}
	}
	in.Crossings = ed.crossings(slices.Concat(in.Window, older))
	cites, err := ed.citationsAmong(older, func(keys []string) (map[string]*policy.Piece, error) { return ed.meant(keys, byID) }, nil)
	if err != nil {
		return err
	}
	for _, p := range older {
		p.Links = nil // seen
	}
	for _, c := range cites {
		if c.To != nil && byID[c.To.ID] != nil && slices.ContainsFunc(c.From.Tags, func(t entry.Tag) bool { return byID[c.To.ID].HasTheme(t.Theme) }) {
			c.To = byID[c.To.ID]
			in.Earlier = append(in.Earlier, c)
		}
	}
	return nil
}

// meant finds which of some pieces, at any address they have or had, folded
// addresses mean.
func (ed *Edition) meant(keys []string, byID map[string]*policy.Piece) (map[string]*policy.Piece, error) {
	out := map[string]*policy.Piece{}
	known, err := ed.View.Known(keys)
	if err != nil {
		return nil, err
	}
	for _, k := range known {
		if p := byID[k.Entry]; p != nil && out[k.Key] == nil {
			out[k.Key] = p
		}
	}
	wanted := map[string]bool{}
	for _, key := range keys {
		wanted[key] = out[key] == nil
	}
	for _, id := range slices.Sorted(maps.Keys(byID)) { // a link to a copy is about the original
		for _, address := range byID[id].AlsoAt {
			if key := entry.AddressKey(address); wanted[key] && out[key] == nil {
				out[key] = byID[id]
			}
		}
	}
	return out, nil
}

// ease takes from a piece what is not shown of one that is older than the
// window, and of its links those that cannot lead to anybody listed.
func (ed *Edition) ease(p *policy.Piece, listed map[string]bool) {
	if p.Title == "" {
		p.Title = text.Excerpt(p.Excerpt, 60)
	}
	p.Excerpt, p.Opening, p.NativeID, p.Canonical, p.Image, p.Licence = "", "", "", "", "", ""
	p.Suggested, p.AlsoIn, p.Bylines, p.Contributors, p.Entry.Tags, p.Enclosures, p.Source, p.Decision = nil, nil, nil, nil, nil, nil, nil, policy.Decision{}
	for i := range p.Tags {
		p.Tags[i].Evidence = slices.Clone(p.Tags[i].Evidence[:min(1, len(p.Tags[i].Evidence))])
	}
	var kept []entry.Link
	for _, l := range p.Links {
		if listed[entry.Host(l.URL)] && ed.Roster.Owner(l.URL) != p.Contributor {
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
