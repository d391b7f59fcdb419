package edition

import (
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

// Decided gives the decisions on an address, the last one stands.
func (ed *Edition) Decided(address string) []policy.Act { return ed.View.ActsOn("", []string{address}) }

// CitationRow writes a citation as `weft export citations` does.
func (ed *Edition) CitationRow(c *influence.Citation) CitationRow { return ed.citationRow(c) }
