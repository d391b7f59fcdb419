package site

import (
	"html/template"
	"strings"

	"weft/internal/mail"
)

// A penned writes what a mail's text says of an issue: what the parts of the
// pages say, without markup.
type penned struct {
	mail.Pen
	s *sheet
}

// Words writes what a curator or an overlay wrote, each line behind a lead.
func (p *penned) Words(lead string, safe template.HTML) string { return p.Prose(lead, string(safe)) }

// Under gives a heading with a line of signs below it.
func (p *penned) Under(sign string, words ...string) string {
	return mail.Underlined(strings.Join(words, ""), sign)
}

// Only marks what is for the internal edition alone.
func (p *penned) Only(internal bool) string {
	if internal {
		return " [" + p.s.say("label.internal") + "]"
	}
	return ""
}

// Entry names an entry, with what is to be known of it.
func (p *penned) Entry(c card) string {
	title := c.Title + p.Only(c.Internal)
	if c.Changed {
		title += " [" + p.s.say("label.changed") + "]"
	}
	if c.Withdrawn {
		title += " [" + p.s.say("label.withdrawn") + "]"
	}
	return title
}

// Names lists people or places.
func (p *penned) Names(links []link) string {
	var all []string
	for _, l := range links {
		name := l.Text + p.Only(l.Internal)
		if l.Supporter {
			name += " [" + p.s.say("label.supporter") + "]"
		}
		all = append(all, name)
	}
	return strings.Join(all, ", ")
}

// Sectors lists sectors.
func (p *penned) Sectors(marks []sectorMark) string {
	var all []string
	for _, m := range marks {
		all = append(all, m.Name+p.Only(m.Internal))
	}
	return strings.Join(all, ", ")
}

// Facts says who wrote an entry, for whom, in which sectors and when.
func (p *penned) Facts(c card) string {
	who := p.Names(c.By)
	if len(c.In) > 0 {
		who += ", " + p.s.say("entry.in") + " " + p.Names(c.In)
	}
	facts := []string{who}
	if c.Org != "" {
		facts = append(facts, c.Org+p.Only(c.OrgIn))
	}
	if len(c.Sectors) > 0 {
		facts = append(facts, p.Sectors(c.Sectors))
	}
	if c.Date.ISO != "" {
		facts = append(facts, c.Date.Text)
	}
	return strings.Join(facts, " · ")
}

// Theme names a theme with the words that show it.
func (p *penned) Theme(t themeMark) string {
	said := t.Label + p.Only(t.Internal)
	switch {
	case t.Quote != "" && t.Curator:
		said += " " + p.shown(t) + ", " + p.s.say("tag.curator")
	case t.Curator:
		said += ", " + p.s.say("tag.curator")
	case t.Quote != "":
		said += ", " + p.s.say("tag.because") + " " + p.shown(t)
	default:
		said += ", " + p.s.say("tag.suggested")
	}
	return said
}

// shown gives the words and where they stand.
func (p *penned) shown(t themeMark) string {
	if t.Where == "" {
		return "“" + t.Quote + "”"
	}
	return "“" + t.Quote + "” (" + t.Where + ")"
}

// Taken says who took an entry up, and with which words.
func (p *penned) Taken(u uptake) string {
	said := p.Names([]link{u.By})
	if len(u.Sectors) > 0 {
		said += " (" + p.Sectors(u.Sectors) + ")"
	}
	said += ", " + p.s.say("entry.takenin") + " " + u.Title
	if u.Date.ISO != "" {
		said += ", " + u.Date.Text
	}
	if u.Passage != "" {
		said += ": “" + u.Passage + "”"
	}
	return said + p.Only(u.Internal)
}

// Teller names who else tells a story.
func (p *penned) Teller(t teller) string {
	said := p.Names([]link{t.By})
	if len(t.Sectors) > 0 {
		said += " (" + p.Sectors(t.Sectors) + ")"
	}
	return said
}

// Curated names who curates, those of an overlay's lists marked.
func (p *penned) Curated(all, keepers []string) string {
	for _, k := range keepers {
		all = append(all[:len(all):len(all)], k+p.Only(true))
	}
	return p.s.listed(all)
}

// At gives the address of a link as one reads it.
func (p *penned) At(href string) string { return strings.TrimPrefix(href, "mailto:") }
