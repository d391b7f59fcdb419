package site

import (
	"html/template"
	"strings"

	"weft/internal/policy"
	"weft/internal/route"
)

type riverPage struct {
	Days  []group
	Links map[string]string
}

// river makes the page of the newest entries, by day.
func (b *builder) river() error {
	s := b.sheet(route.River)
	page := riverPage{Links: s.links()}
	for _, p := range b.in.River {
		day := b.weekday(p.Date())
		if n := len(page.Days); n == 0 || page.Days[n-1].Date != day {
			page.Days = append(page.Days, group{Date: day})
		}
		last := &page.Days[len(page.Days)-1]
		last.Cards = append(last.Cards, s.piece(p))
	}
	return s.page(leaf{kind: "river", title: b.say("nav.river"), description: b.say("river.lead"), feed: route.River,
		feedTitle: b.say("nav.river"), mod: newestOf(b.in.River)}, page)
}

type contributionPage struct {
	Card  card
	Body  template.HTML
	Links map[string]string
}

// contributions makes a page for every piece submitted by somebody without a
// blog.
func (b *builder) contributions() error {
	for _, p := range b.in.Contributions {
		if !isOurs(p.URL) {
			continue
		}
		s := b.sheet(p.URL)
		c := s.piece(p)
		page := contributionPage{Card: c, Body: s.foreign(bodyOf(p), 1), Links: s.links()}
		if err := s.page(leaf{kind: "contribution", title: c.Title, description: p.Excerpt, mod: p.Date()}, page); err != nil {
			return err
		}
	}
	return nil
}

// bodyOf is what may be read of a piece: the whole where that is allowed, else
// the excerpt.
func bodyOf(p *policy.Piece) string {
	if p.Full {
		return p.Text()
	}
	return "<p>" + template.HTMLEscapeString(strings.TrimSpace(p.Excerpt)) + "</p>"
}
