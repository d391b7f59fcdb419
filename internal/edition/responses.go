package edition

import (
	"slices"

	"weft/internal/digest"
	"weft/internal/entry"
	"weft/internal/policy"
	"weft/internal/route"
)

// responses gives the visible entries that link to the page of an issue, by its
// period, the oldest first: at the site's address, or one that it had before.
// They are of today, and no part of what is frozen.
func (ed *Edition) responses(issues []digest.Issue) (map[string][]*policy.Piece, error) {
	out := map[string][]*policy.Piece{}
	for i := range issues {
		var keys []string
		for _, base := range append([]string{ed.Site.BaseURL}, ed.Site.Was...) {
			keys = append(keys, entry.AddressKey(route.Absolute(base, route.Digest(issues[i].Period.Name))))
		}
		slices.Sort(keys)
		pieces, err := ed.View.Responding(slices.Compact(keys))
		if err != nil {
			return nil, err
		}
		if len(pieces) > 0 {
			out[issues[i].Period.Name] = pieces
		}
	}
	return out, nil
}
