package edition

import (
	"fmt"
	"slices"

	"weft/internal/digest"
	"weft/internal/text"
)

// acknowledge enters whose ideas were taken up in the period, who could be named
// for it and waits for a curator, and who is; as far as base does not tell it.
func (ed *Edition) acknowledge(d *digest.Desk, base *digest.Desk) error {
	all, err := ed.Taken()
	if err != nil {
		return err
	}
	d.Supporters = map[string]bool{}
	for i := range all {
		t := &all[i]
		c := t.Person
		thanks := digest.Thanks{ID: c.ID, Name: c.Name}
		for _, e := range t.Evidence {
			if d.Period.Contains(e.At) {
				thanks.Reasons = append(thanks.Reasons, fmt.Sprintf("taken up by %s in “%s”", e.From.Contributor.Name, text.Excerpt(e.From.Title, 60)))
			}
		}
		if len(thanks.Reasons) > 0 && !thanked(base, c.ID) {
			d.Thanks = append(d.Thanks, thanks)
		}
		switch t.State() {
		case Named:
			d.Supporters[c.ID] = t.Supporter
		case Waiting:
			if !waits(base, c.ID) {
				d.Waiting = append(d.Waiting, digest.Waiting{ID: c.ID, Name: c.Name, Words: ed.Sentences(t)})
			}
		}
	}
	return nil
}

func thanked(base *digest.Desk, id string) bool {
	return base != nil && slices.ContainsFunc(base.Thanks, func(t digest.Thanks) bool { return t.ID == id })
}

func waits(base *digest.Desk, id string) bool {
	return base != nil && slices.ContainsFunc(base.Waiting, func(w digest.Waiting) bool { return w.ID == id })
}
