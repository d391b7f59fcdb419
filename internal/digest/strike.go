package digest

import "slices"

// Strike takes the words of entries out of what is frozen of an issue, and says
// whether there were any. Of an item the fact stays that it was there: its id, its
// addresses and its day. Of what others' items say of such an entry nothing does.
// gone is asked by id, which may be empty, and address.
func (r Record) Strike(gone func(id, address string) bool) (Record, bool) {
	struck := false
	r.Items = slices.Clone(r.Items)
	for i, f := range r.Items {
		if gone(f.Entry, f.URL) {
			struck = struck || !f.TakenDown
			r.Items[i] = Facts{Entry: f.Entry, URL: f.URL, Addresses: f.Addresses, Date: f.Date, Sectors: []Ref{}, Themes: []ThemeFact{}, TakenDown: true}
			continue
		}
		before := len(f.AlsoAt) + len(f.TakenUp) + len(f.SameStory)
		f.AlsoAt = slices.DeleteFunc(slices.Clone(f.AlsoAt), func(a string) bool { return gone("", a) })
		f.TakenUp = slices.DeleteFunc(slices.Clone(f.TakenUp), func(u Uptake) bool { return gone("", u.URL) })
		f.SameStory = slices.DeleteFunc(slices.Clone(f.SameStory), func(c Companion) bool { return gone(c.Entry, c.URL) })
		if len(f.AlsoAt)+len(f.TakenUp)+len(f.SameStory) < before {
			struck, r.Items[i] = true, f
		}
	}
	return r, struck
}
