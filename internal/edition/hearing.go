package edition

import (
	"weft/internal/entry"
	"weft/internal/influence"
	"weft/internal/policy"
)

// Case weighs an entry as this edition's gate does: nil when the edition does
// not hold it.
func (ed *Edition) Case(id string) (*policy.Case, error) {
	f, err := ed.Holds(id)
	if f == nil || err != nil {
		return nil, err
	}
	return ed.CaseOf(f, ed.View)
}

// CaseOf weighs what was found in a view of the edition.
func (ed *Edition) CaseOf(f *Found, view *policy.View) (*policy.Case, error) {
	c, err := view.Case(f.Entry, f.Layer)
	if err == nil && f.Gone && c.Barred == "" {
		c.Barred, c.Visible = policy.TakenBack, false
	}
	if err == nil && !f.Due.IsZero() && c.Barred == "" {
		c.Barred, c.Visible = policy.NotDue, false
	}
	return c, err
}

// ThemeLayer is the layer that declares a theme; false when none does.
func (ed *Edition) ThemeLayer(id string) (layer int, known bool) {
	for _, t := range ed.Themes {
		if t.ID == id {
			return t.Layer, true
		}
	}
	return 0, false
}

// LayerAt is the layer that declares whose an address is, or, where nobody says
// so, the lowest that lists a feed on its host; false when none does.
func (ed *Edition) LayerAt(address string) (layer int, known bool) {
	if c := ed.Roster.Owner(address); c != nil {
		return c.Layer, true
	}
	host := entry.Host(address)
	for _, c := range ed.Roster.Contributors {
		for _, f := range c.Feeds {
			if !f.Local && host != "" && entry.Host(f.Key) == host && (!known || f.Layer < layer) {
				layer, known = f.Layer, true
			}
		}
	}
	return layer, known
}

// Decided gives the decisions on an address, the last one stands.
func (ed *Edition) Decided(address string) []policy.Act { return ed.View.ActsOn("", []string{address}) }

// CitationRow writes a citation as `weft export citations` does.
func (ed *Edition) CitationRow(c *influence.Citation) CitationRow { return ed.citationRow(c) }
