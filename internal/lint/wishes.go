package lint

import (
	"slices"
	"strings"

	"weft/internal/leak"
	"weft/internal/markdown"
	"weft/internal/text"
)

// contributions is where pieces handed in have their pages.
const contributions = "/contributions/"

// withdrawn tells of items that are held back, or were withdrawn since the issue
// was frozen. What people wrote is not weft's to change: readers do not see the
// items, and the text is the curator's.
func (d *digests) withdrawn(f *issueFile) error {
	if d.ed.View == nil {
		return nil // what may be shown is not known
	}
	for i := range f.items {
		it := &f.items[i]
		var err error
		switch {
		case it.facts != nil:
			it.gone, err = d.ed.Hidden(*it.facts), d.ed.Err()
		default:
			it.gone, err = d.refused(it.link)
		}
		if err != nil {
			return err
		}
		if it.gone {
			d.probs.Warn(f.name, it.line, "readers do not see the item, nor your words about it, and `weft why` with its address says why; take the lines out if the file itself is public", "%q is held back or was withdrawn", it.title)
		}
	}
	return nil
}

func (d *digests) refused(link string) (bool, error) {
	if d.ed.View == nil {
		return false, nil
	}
	return d.ed.Refused(link)
}

// names looks in each line, and, since a name may go over the end of one, in
// each passage whole.
func (d *digests) names(f *prose, passages []markdown.Passage, told map[int]bool) {
	for _, p := range passages {
		whole, found := "", []string{}
		skip := false
		for _, l := range p.Lines {
			line := f.line(l.N)
			skip = skip || told[line]
			for _, c := range d.ed.Roster.DeclinedIn(l.Text) {
				if found = append(found, c.ID); !skip {
					d.named(f, line, c.ID)
				}
			}
			whole += l.Text + " "
		}
		for _, c := range d.ed.Roster.DeclinedIn(whole) {
			if !skip && !slices.Contains(found, c.ID) {
				d.named(f, f.line(p.Lines[0].N), c.ID)
			}
		}
	}
}

func (d *digests) named(f *prose, line int, id string) {
	d.probs.Warn(f.name, line, "what you wrote is yours to change: leave the name out, or ask the person", "names %q, who opted out", id)
}

// down looks for the titles of what was taken down, where they are long enough to
// be nothing else.
func (d *digests) down(f *prose, passages []markdown.Passage, told map[int]bool) error {
	if d.titles == nil {
		taken, err := d.ed.TakenDown()
		if err != nil {
			return err
		}
		var needles []leak.Needle
		for _, e := range taken {
			if text.CountWords(e.Title) >= titleWords {
				needles = append(needles, leak.Needle{Text: e.Title, What: "a title"})
			}
		}
		d.titles = leak.NewScanner(needles)
	}
	if d.titles.Empty() {
		return nil
	}
	for _, p := range passages {
		for _, l := range p.Lines {
			for _, n := range d.titles.Find([]byte(l.Text)) {
				if line := f.line(l.N); !told[line] {
					d.probs.Warn(f.name, line, "what you wrote is yours to change: leave it out, if nothing is to be left of the piece", "names %q, which was taken down", n.Text)
				}
			}
		}
	}
	return nil
}

// titleWords is how long a title must be to be found in what people write.
const titleWords = 3

// links looks at those that are no items.
func (d *digests) links(f *prose, items []item, links []markdown.Link) error {
	for _, l := range links {
		if itemAt(f, items, l) != nil || !isAddress(l.URL) && !strings.HasPrefix(l.URL, contributions) {
			continue
		}
		refused, err := d.refused(l.URL)
		if err != nil {
			return err
		}
		if refused {
			d.probs.Warn(f.name, f.line(l.Line), "take the link out, or leave it if it is meant", "the link %q leads to what is held back or was withdrawn", l.URL)
		}
	}
	return nil
}
