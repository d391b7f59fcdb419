package edition

import (
	"weft/internal/policy"
)

// Case weighs an entry as this edition's gate does: nil when the edition does
// not hold it.
func (ed *Edition) Case(id string) (*policy.Case, error) {
	f, err := ed.Holds(id)
	if f == nil || err != nil {
		return nil, err
	}
	return ed.View.Case(f.Entry, f.Layer)
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
