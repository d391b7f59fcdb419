package digest

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"weft/internal/config"
	"weft/internal/policy"
	"weft/internal/text"
)

// openingRunes is how much of a piece's opening a draft quotes, for the curator
// to write over.
const openingRunes = 180

// Markdown writes a new draft.
func (d Desk) Markdown(p Proposal) string {
	var b strings.Builder
	fmt.Fprintf(&b, "+++\ntitle = %s\nperiod = \"%s\"\ndraft = true\n+++\n", tomlString(d.title()), d.Period.Name)
	if d.Internal {
		b.WriteString("<!-- Words for the internal edition alone: they are added to the sections of the same name. -->\n")
		d.young(&b)
		d.waiting(&b)
		d.sections(&b, p)
		d.leftOut(&b, p.Left)
		d.thanks(&b)
		return b.String()
	}
	b.WriteString("<!-- A few words from you: what did people tell one another this time? Comments like this one never reach a reader.\n" +
		"     Each item begins with its link; keep the link and write over the rest. Delete what you do not want: it is not offered again. -->\n")
	b.WriteString(d.opening())
	d.perhaps(&b)
	d.young(&b)
	d.waiting(&b)
	d.sections(&b, p)
	d.leftOut(&b, p.Left)
	d.thanks(&b)
	b.WriteString("\n## Your turn {#your-turn}\n\n")
	b.WriteString("Have you written something, or read something that others here should know? Tell us: [how to contribute](" + "/contribute/" + ").\n")
	if len(d.Curators) > 0 {
		fmt.Fprintf(&b, "\nCurated by %s.\n", inline(JoinAnd(d.Curators)))
	}
	return b.String()
}

// Again writes what has arrived since, to be put below what is there.
func (d Desk) Again(p Proposal, now time.Time) string {
	var b strings.Builder
	day := now.In(d.Site.Calendar.Zone)
	fmt.Fprintf(&b, "\n## Arrived since, %s\n\n", day.Format("2 January 2006"))
	for _, s := range p.Sections {
		for _, piece := range s.Pieces {
			d.item(&b, piece)
		}
	}
	return b.String()
}

func (d Desk) title() string {
	for _, c := range d.Crossings {
		if label := d.label(c.Theme); !slices.Contains(d.Titles, label) {
			return label
		}
	}
	return d.days()
}

// opening states the window and what crossed, so that a curator begins with a
// true sentence.
func (d Desk) opening() string {
	var b strings.Builder
	fmt.Fprintf(&b, "\nWhat was written from %s.", d.days())
	if len(d.Crossings) > 0 {
		var parts []string
		for _, c := range d.Crossings {
			parts = append(parts, fmt.Sprintf("%s (%s)", inline(d.label(c.Theme)), inline(JoinAnd(d.sectorNames(c.Sectors)))))
		}
		fmt.Fprintf(&b, " Crossing sectors: %s.", strings.Join(parts, "; "))
	}
	b.WriteString("\n")
	return b.String()
}

// perhaps tells the curator which themes would cross if they confirmed them.
func (d Desk) perhaps(b *strings.Builder) {
	if len(d.Perhaps) == 0 {
		return
	}
	b.WriteString("\n<!-- Perhaps these crossed sectors, too; weft is not sure enough to say so. Where it is right, confirm it: weft tag ADDRESS THEME\n")
	for _, c := range d.Perhaps {
		fmt.Fprintf(b, "     %s (%s)\n", comment(d.label(c.Theme)), comment(JoinAnd(d.sectorNames(c.Sectors))))
		for _, p := range d.Pieces {
			if slices.Contains(c.Entries, p.ID) {
				fmt.Fprintf(b, "       %s %s\n", comment(clean(p.URL)), comment(c.Theme))
			}
		}
	}
	b.WriteString("-->\n")
}

// young tells the curator, and nobody else, what people have begun to write about.
func (d Desk) young(b *strings.Builder) {
	for _, y := range d.Young {
		fmt.Fprintf(b, "\n<!-- Young, and no theme yet: %s\n", comment(y.Words))
		for _, r := range y.Reasons {
			fmt.Fprintf(b, "     %s\n", comment(r))
		}
		fmt.Fprintf(b, "     To follow it: weft themes suggest --period %s --accept %s -->\n", d.Period.Name, comment(strconv.Quote(y.Phrase)))
	}
}

func (d Desk) days() string {
	from, to := d.Period.Start, d.Period.Last()
	form := "2 January"
	switch {
	case from.Year() != to.Year():
		form = "2 January 2006"
	case from.Month() == to.Month():
		form = "2"
	}
	return from.Format(form) + " to " + to.Format("2 January 2006")
}

func (d Desk) sections(b *strings.Builder, p Proposal) {
	for _, s := range p.Sections {
		fmt.Fprintf(b, "\n## %s {#%s}\n\n", inline(s.Title), s.ID)
		for _, piece := range s.Pieces {
			d.item(b, piece)
		}
	}
}

func (d Desk) item(b *strings.Builder, p *policy.Piece) {
	title := p.Title
	if clean(title) == "" {
		title = text.Excerpt(p.Excerpt, 60)
	}
	if clean(title) == "" {
		title = p.URL
	}
	fmt.Fprintf(b, "- [%s](%s)", inline(title), destination(p.URL))
	if opening := text.Excerpt(p.Excerpt, openingRunes); clean(opening) != "" {
		fmt.Fprintf(b, " “%s”", inline(opening))
	}
	fmt.Fprintf(b, "\n  <!-- why: %s -->\n", comment(d.why(p)))
}

// why is the evidence for an item: its themes with their words, who and when,
// whom it cites, who took it up.
func (d Desk) why(p *policy.Piece) string {
	var parts []string
	for _, t := range p.Tags {
		said := d.label(t.Theme)
		if len(t.Evidence) > 0 {
			said += fmt.Sprintf(": “%s” (%s)", t.Evidence[0].Quote, t.Evidence[0].Where)
		}
		parts = append(parts, said)
	}
	if len(p.Tags) == 0 {
		parts = append(parts, "no theme")
	}
	parts = append(parts, d.who(p))
	if len(p.Sectors) > 0 {
		parts = append(parts, strings.Join(d.sectorNames(p.Sectors), ", "))
	}
	parts = append(parts, p.Date().In(d.Site.Calendar.Zone).Format("Mon 2 Jan"))
	if names := d.CitesAcross[p.ID]; len(names) > 0 {
		parts = append(parts, "cites "+JoinAnd(names))
	}
	if names := d.TakenUp[p.ID]; len(names) > 0 {
		parts = append(parts, "taken up by "+JoinAnd(names))
	}
	if told := d.companions(p); len(told) > 0 {
		parts = append(parts, "others on this story: "+JoinAnd(titlesOf(told)))
	}
	return strings.Join(parts, " · ")
}

// mostCompanions is how many others on a story are named.
const mostCompanions = 4

func titlesOf(pieces []*policy.Piece) []string {
	var titles []string
	for i, p := range pieces {
		if i == mostCompanions {
			return append(titles, fmt.Sprintf("%d more", len(pieces)-i))
		}
		titles = append(titles, fmt.Sprintf("“%s” (%s)", text.Excerpt(p.Title, 60), p.Contributor.Name))
	}
	return titles
}

// who names the authors, and the organisation where that says more.
func (d Desk) who(p *policy.Piece) string {
	names := []string{p.Contributor.Name}
	for _, person := range p.People {
		if !slices.Contains(names, person.Name) && len(names) < 4 {
			names = append(names, person.Name)
		}
	}
	if p.Organisation != nil && !slices.Contains(names, p.Organisation.Name) {
		names = append(names, p.Organisation.Name)
	}
	if d.Supporters[p.Contributor.ID] {
		names[0] += " (supporter)"
	}
	return strings.Join(names, ", ")
}

func (d Desk) label(theme string) string {
	for _, t := range d.Themes {
		if t.ID == theme {
			return t.Label
		}
	}
	return theme
}

func (d Desk) sectorNames(ids []string) []string { return SectorWords(d.Site, ids) }

// SectorWords names sectors as in the middle of a sentence, in the site's order.
func SectorWords(site *config.Site, ids []string) []string {
	var names []string
	for _, s := range site.Sectors {
		if slices.Contains(ids, s.ID) {
			names = append(names, lowerFirst(s.Name))
		}
	}
	return names
}

// lowerFirst puts a name into the middle of a sentence, unless it is all
// capitals, such as IT.
func lowerFirst(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	next, _ := utf8.DecodeRuneInString(s[n:])
	if unicode.IsUpper(next) {
		return s
	}
	return string(unicode.ToLower(r)) + s[n:]
}

// JoinAnd lists names as a sentence does.
func JoinAnd(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
}
