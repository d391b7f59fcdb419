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

// river plans the page of the newest entries.
func (b *builder) river() { b.page(visit{route.River, newestOf(b.in.River)}, b.riverPage) }

// riverPage shows them by day.
func (b *builder) riverPage(s *sheet) (leaf, any) {
	page := riverPage{Links: s.links()}
	for _, p := range b.in.River {
		day := b.weekday(p.Date())
		if n := len(page.Days); n == 0 || page.Days[n-1].Date != day {
			page.Days = append(page.Days, group{Date: day})
		}
		last := &page.Days[len(page.Days)-1]
		last.Cards = append(last.Cards, s.piece(p))
	}
	return leaf{kind: "river", title: b.say("nav.river"), description: b.say("river.lead"), feed: route.River, feedTitle: b.say("nav.river")}, page
}

type contributionPage struct {
	Card  card
	Body  template.HTML
	Links map[string]string
}

// contributions plans a page for every piece submitted by somebody without a
// blog.
func (b *builder) contributions() {
	for _, p := range b.in.Contributions {
		if !isOurs(p.URL) {
			continue
		}
		b.page(visit{p.URL, p.Date()}, func(s *sheet) (leaf, any) {
			c := s.piece(p)
			page := contributionPage{Card: c, Body: s.foreign(bodyOf(p), 1), Links: s.links()}
			return leaf{kind: "contribution", title: c.Title, description: p.Excerpt}, page
		})
	}
}

// bodyOf is what may be read of a piece: the whole where that is allowed, else
// the excerpt.
func bodyOf(p *policy.Piece) string {
	if p.Full {
		return p.Text()
	}
	return "<p>" + template.HTMLEscapeString(strings.TrimSpace(p.Excerpt)) + "</p>"
}
