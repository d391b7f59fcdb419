package edition

import (
	"slices"

	"weft/internal/digest"
	"weft/internal/influence"
	"weft/internal/policy"
)

// facts gives what an issue says of a piece beside the editor's words.
func (ed *Edition) facts(p *policy.Piece) (digest.Facts, error) {
	addresses, err := ed.View.AddressesOf(p)
	if err != nil {
		return digest.Facts{}, err
	}
	uptakes, err := ed.uptakes()
	if err != nil {
		return digest.Facts{}, err
	}
	told, err := ed.onStory(p)
	if err != nil {
		return digest.Facts{}, err
	}
	f := digest.Facts{
		Entry: p.ID, URL: p.URL, Addresses: addresses, Title: p.Title, Contributor: digest.Ref{ID: p.Contributor.ID, Name: p.Contributor.Name},
		Sectors: ed.sectorRefs(p.Sectors), Relation: string(p.Relation), Date: p.Date().UTC(), Language: p.Language, Licence: p.Licence,
		Excerpt: p.Excerpt, Themes: ed.themeFacts(p), AlsoAt: p.AlsoAt, TakenUp: uptakes[p.ID], SameStory: told, Hash: digest.Fingerprint(p.Title, p.Plain),
	}
	if f.Supporter, err = ed.isSupporter(p.Contributor.ID); err != nil {
		return f, err
	}
	if p.Via != nil {
		f.Via = &digest.Ref{ID: p.Via.ID, Name: p.Via.Name}
	}
	if p.Organisation != nil {
		f.Organisation = &digest.Ref{ID: p.Organisation.ID, Name: p.Organisation.Name}
	}
	for _, c := range p.AlsoIn {
		f.AlsoIn = append(f.AlsoIn, digest.Ref{ID: c.ID, Name: c.Name})
	}
	f.Byline = beside(p)
	return f, nil
}

// beside names all authors of a piece, in their order, where they are others than
// its contributor alone: without the contributor among them, they would be taken
// for guests in the contributor's feed.
func beside(p *policy.Piece) (names []string) {
	if len(p.People) == 1 && p.People[0].Key == p.Contributor.ID {
		return nil
	}
	for _, who := range p.People {
		names = append(names, who.Name)
	}
	return names
}

func (ed *Edition) sectorRefs(ids []string) []digest.Ref {
	refs := []digest.Ref{}
	for _, s := range ed.Site.Sectors { // in the site's order
		if slices.Contains(ids, s.ID) {
			refs = append(refs, digest.Ref{ID: s.ID, Name: s.Name})
		}
	}
	return refs
}

func (ed *Edition) themeFacts(p *policy.Piece) []digest.ThemeFact {
	facts := []digest.ThemeFact{}
	for _, tag := range p.Tags {
		f := digest.ThemeFact{ID: tag.Theme, Label: ed.Label(tag.Theme), By: tag.By}
		if len(tag.Evidence) > 0 {
			f.Quote, f.Where = tag.Evidence[0].Quote, tag.Evidence[0].Where
		}
		facts = append(facts, f)
	}
	return facts
}

// Label is how a theme is called.
func (ed *Edition) Label(theme string) string {
	for _, t := range ed.Themes {
		if t.ID == theme {
			return t.Label
		}
	}
	return theme
}

// uptakes gives, by entry id, the later entries of others that cite it, the
// oldest first.
func (ed *Edition) uptakes() (map[string][]digest.Uptake, error) {
	if ed.takenUp != nil {
		return ed.takenUp, nil
	}
	cites, err := ed.Citations()
	if err != nil {
		return nil, err
	}
	ed.takenUp = map[string][]digest.Uptake{}
	for _, c := range slices.Backward(cites) {
		if c.Counted {
			ed.takenUp[c.To.ID] = append(ed.takenUp[c.To.ID], ed.uptake(c))
		}
	}
	return ed.takenUp, nil
}

func (ed *Edition) uptake(c influence.Citation) digest.Uptake {
	return digest.Uptake{By: digest.Ref{ID: c.From.Contributor.ID, Name: c.From.Contributor.Name}, URL: c.From.URL, Title: c.From.Title,
		Sectors: ed.sectorRefs(c.From.Sectors), Date: c.At.UTC(), Passage: c.Passage, Inside: c.From.Layer > 0}
}
