package site

import (
	"html/template"
	"time"

	"weft/internal/policy"
	"weft/internal/route"
)

// The page of the rules is for everybody: in words, with counts, and nothing by
// which anybody could tell which piece was held. In an edition with an overlay it
// lists them.

type policyPage struct {
	Title    string
	Body     template.HTML
	Rules    []ruleView
	Quarters []quarterRow // the newest first
	Met      []metRow     // how often each rule met a piece, in those that were counted
	Heads    []link       // of the columns of Met
	Appeals  []string     // what came of them, in words
	Took     string       // how long decisions took
	Holding  bool         // this edition says which pieces are held
	Held     []heldView
	More     int           // further held ones
	Inside   template.HTML // what overlays add below the words
	Links    map[string]string
}

type ruleView struct {
	Anchor, ID string
	Does       string
	Owner      string
	Reason     string
	When       string
	Count      string
	Final      bool
	Expires    stamp
	Internal   bool
}

// A metRow says how often a rule met a piece, quarter by quarter.
type metRow struct {
	Rule     link
	Counts   []int
	Internal bool
}

// policy plans the page of the rules, and those of the quarters.
func (b *builder) policy() {
	b.page(visit{path: route.Page("policy")}, b.policyPage)
	for i := range b.in.Quarters {
		if q := &b.in.Quarters[i]; eventful(q) {
			b.page(visit{path: route.Quarter(q.Name)}, func(s *sheet) (leaf, any) { return s.quarterPage(q) })
		}
	}
}

// untraced gives words, unless they call somebody by name who wants no trace.
func (b *builder) untraced(words string) string {
	if b.in.Roster.Names(words) {
		return ""
	}
	return words
}

// policyPage says of each rule what it does, who answers for it, why, and how
// often it met a piece; and what people decided.
func (b *builder) policyPage(s *sheet) (leaf, any) {
	p, _ := b.ownPage("policy")
	page := policyPage{Title: p.Title, Body: s.prose(p.HTML, 1), Inside: s.prose(p.Inside, 1), Links: s.links(), Holding: b.internal()}
	if page.Title == "" {
		page.Title = b.say("page.policy")
	}
	met := b.met()
	for _, r := range b.in.Rules {
		page.Rules = append(page.Rules, ruleView{Anchor: "rule-" + r.ID, ID: r.ID, Does: b.does(r), Owner: b.untraced(r.Owner), Reason: b.untraced(r.Reason), When: b.untraced(r.When),
			Count: b.plural("policy.count", met[r.ID]), Final: r.Final, Expires: b.day(r.Expires), Internal: r.Layer > 0})
	}
	s.quarters(&page)
	if page.Holding {
		var held []*policy.Piece
		for _, q := range b.in.Quarters {
			held = append(held, q.Held...)
		}
		for _, p := range first(held, perGroup, &page.More) {
			page.Held = append(page.Held, s.held(p))
		}
	}
	return leaf{kind: "policy", title: page.Title, description: p.Summary}, page
}

// met counts, by rule, the pieces of the quarters that were looked through.
func (b *builder) met() map[string]int {
	all := map[string]int{}
	for _, q := range b.in.Quarters {
		for rule, n := range q.Rules {
			all[rule] += n
		}
	}
	return all
}

// quarters fills in what the page says of each.
func (s *sheet) quarters(page *policyPage) {
	appeals := map[policy.Outcome]int{}
	var took []time.Duration
	for i := range s.in.Quarters {
		q := &s.in.Quarters[i]
		if eventful(q) {
			page.Quarters = append(page.Quarters, s.quarterRow(q))
		}
		if q.Counted {
			page.Heads = append(page.Heads, s.quarterLink(q))
		}
		for outcome, n := range q.Appeals {
			appeals[outcome] += n
		}
		if q.Counted {
			took = append(took, q.Took...)
		}
	}
	page.Appeals, page.Took = s.outcomes(appeals), s.took(took)
	for _, r := range s.in.Rules {
		row := metRow{Rule: link{Text: r.ID, Href: "#rule-" + r.ID}, Internal: r.Layer > 0}
		for _, q := range s.in.Quarters {
			if q.Counted {
				row.Counts = append(row.Counts, q.Rules[r.ID])
			}
		}
		page.Met = append(page.Met, row)
	}
}

// does says in words what happens to an entry a rule finds.
func (b *builder) does(r policy.Rule) string {
	if r.Action != policy.Embargo {
		return b.say("action." + string(r.Action))
	}
	switch {
	case !r.Until.IsZero():
		return b.say("action.embargo.until", b.day(r.Until).Text)
	case r.For >= 24*time.Hour:
		return b.plural("action.embargo.days", int((r.For+12*time.Hour)/(24*time.Hour)))
	}
	return b.say("action.embargo")
}
