package lint

import (
	"fmt"

	"weft/internal/diag"
	"weft/internal/digest"
	"weft/internal/entry"
)

// place notes of every item where it stood before: in an earlier issue, higher
// up in its own file, or in the public file that it is added to. An entry is
// known by its id and by every address it ever had.
func (d *digests) place() {
	first := map[string]place{}
	for _, f := range d.files {
		if f.stray {
			continue // the issue it is a copy of would be told for it
		}
		for i := range f.items {
			it := &f.items[i]
			names := it.names(f)
			for _, name := range append(names, "at "+entry.AddressKey(it.link)) {
				if at, ok := first[name]; ok && it.placed == nil {
					it.placed = &at
				}
			}
			for _, name := range names {
				if _, ok := first[name]; !ok {
					first[name] = place{f.name, it.line}
				}
			}
		}
	}
}

// names gives everything that an item is known by. What is no entry, such as a
// page that every issue points to, is known within its own file alone.
func (it *item) names(f *issueFile) []string {
	key := entry.AddressKey(it.link)
	if it.facts == nil && len(it.known) == 0 && !it.offer {
		return []string{"in " + f.name + " " + key}
	}
	names := []string{"at " + key}
	for _, id := range it.known {
		names = append(names, "entry "+id)
	}
	if it.facts != nil {
		names = append(names, "entry "+it.facts.Entry)
		for _, address := range it.facts.Addresses {
			names = append(names, "at "+address)
		}
	}
	return names
}

// twice tells of items that stand for the second time. In an issue that readers
// have had, an earlier issue's item is told and no more.
func (d *digests) twice(f *issueFile) {
	for _, it := range f.items {
		if it.placed == nil {
			continue
		}
		const hint = "take one of the two out; a link within a sentence is no item, and may come again"
		here := it.placed.file == f.name || f.public != nil && it.placed.file == f.public.name
		switch {
		case here:
			d.probs.Add(f.name, it.line, hint, "%q stands in this issue already: %s", it.title, it.placed)
		case f.record.Frozen && f.published():
			d.probs.Warn(f.name, it.line, hint, "%q was in an earlier issue: %s", it.title, it.placed)
		default:
			d.probs.Add(f.name, it.line, hint, "%q was in an earlier issue: %s", it.title, it.placed)
		}
	}
}

// unknown tells of items that have no facts: their links stay plain links.
func (d *digests) unknown(f *issueFile) error {
	for _, it := range f.items {
		if isOwnPath(it.link) || it.facts != nil || it.placed != nil || !isAddress(it.link) {
			continue
		}
		entry := len(it.known) > 0
		switch {
		case f.record.Frozen && (entry || it.offer):
			if refused, err := d.refused(it.link); err != nil || refused {
				return err
			}
			d.probs.Warn(f.name, it.line, fmt.Sprintf("to make it an item write draft = true below the period and `weft freeze %s` again, or leave it a plain link", f.period.Name),
				"%q has no facts: it was added after the issue was frozen", it.title)
		case !f.record.Frozen && !entry && d.asked():
			hint := "it stays a plain link; to make it an item, link to a piece that weft has read"
			if near := d.near(f, it.link); near != "" {
				hint = fmt.Sprintf("did you mean %s?", near)
			}
			d.probs.Warn(f.name, it.line, hint, "weft knows no entry at %s", it.link)
		}
	}
	return nil
}

// asked reports whether there is an archive that could know entries.
func (d *digests) asked() bool {
	for n := range d.ed.Layers {
		if db := d.ed.Archive(n); db != nil {
			if count, err := db.Count(); err == nil && count > 0 {
				return true
			}
		}
	}
	return false
}

// near finds what the curator may have had in mind: a piece that the issue was
// offered and that stands nowhere in it.
func (d *digests) near(f *issueFile, link string) string {
	there := map[string]bool{}
	for _, it := range f.items {
		there[entry.AddressKey(it.link)] = true
	}
	key, best, most := entry.AddressKey(link), digest.Offer{}, 0
	for _, o := range f.record.Offered {
		k := entry.AddressKey(o.URL)
		if most = min(len(k), len(key)) / 8; there[k] || diag.Distance(key, k) > max(most, 3) {
			continue
		}
		if best.URL == "" || diag.Distance(key, k) < diag.Distance(key, entry.AddressKey(best.URL)) {
			best = o
		}
	}
	return best.URL
}
