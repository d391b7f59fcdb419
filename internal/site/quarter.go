package site

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"weft/internal/influence"
	"weft/internal/policy"
	"weft/internal/roster"
	"weft/internal/route"
)

// A quarter's page is for the one who answers for the digest: which ideas went
// where, what was held back, what people decided, and who objected. What it says
// of pieces that are held is a number, but in an edition with an overlay.

type quarterPage struct {
	Title    string
	When     string
	Running  bool
	Looked   string // how many pieces were looked through; empty: none were
	Became   []string
	Met      []metRow
	Decided  []string
	Appeals  []string
	Took     string
	Flows    flows
	Holding  bool
	Held     []heldView
	MoreHeld int
	Deeds    []deedView
	More     int
	Before   link
	After    link
	Links    map[string]string
}

// flows are the ideas that went from one sector to another, and over the border of
// the home organisation, in the part of the quarter that citations are known of.
type flows struct {
	Known  bool
	Since  string // where that is not all of it
	Matrix matrix
	In     []passing // taken up inside, from outside
	Out    []passing // taken up outside, from inside
	Sums   []string
	MoreIn, MoreOut,
	Home int
}

// A quarterRow is a quarter in the list of them.
type quarterRow struct {
	Quarter link
	Looked  string // empty: they were not looked through
	Held    string
	Decided int
	Appeals int
}

// A heldView is a piece that is not shown: where the edition may tell.
type heldView struct {
	Title, Href, Lang string // empty: it was taken down, and nothing of it is told
	Who               link
	Date              stamp
	What              string // what has become of it
	Reason            string
	Owner             string
	By                string
	Internal          bool
}

// A deedView is a line of the ledger, as the internal edition tells it.
type deedView struct {
	Date              stamp
	By                string
	What              string
	Title, Href, Lang string
	Who               link
	Reason            string
	Internal          bool
}

// eventful reports whether there is anything to say of a quarter.
func eventful(q *policy.Tally) bool {
	return q.Judged > 0 || len(q.Decided)+len(q.Appeals) > 0 || len(q.Deeds) > 0
}

// heldBack counts what an edition does not show, of the actions that hold back.
func (s *sheet) heldBack(q *policy.Tally) int {
	n := q.Became[policy.Withhold] + q.Became[policy.Review] + q.Became[policy.Embargo] + q.Became[policy.Takedown]
	if !s.internal() {
		n += q.Became[policy.ToOverlay]
	}
	return n
}

func total[K comparable](counts map[K]int) int {
	n := 0
	for _, c := range counts {
		n += c
	}
	return n
}

// quarterLink leads to a quarter's page, where it has one.
func (s *sheet) quarterLink(q *policy.Tally) link {
	l := link{Text: s.say("quarter.short", (int(s.local(q.Start).Month())+2)/3, s.local(q.Start).Year())}
	if eventful(q) {
		l.Href = s.to(route.Quarter(q.Name))
	}
	return l
}

// quarterName says which months a quarter has: "October to December 2026".
func (b *builder) quarterName(q *policy.Tally) string {
	return b.say("quarter.name", b.month(b.local(q.Start)), b.month(b.local(q.Last())), b.local(q.Start).Year())
}

func (s *sheet) quarterRow(q *policy.Tally) quarterRow {
	row := quarterRow{Quarter: s.quarterLink(q), Decided: total(q.Decided), Appeals: total(q.Appeals)}
	if q.Counted {
		row.Looked, row.Held = strconv.Itoa(q.Judged), strconv.Itoa(s.heldBack(q))
	}
	return row
}

// took says how long decisions took: the middle one, and the longest.
func (b *builder) took(all []time.Duration) string {
	if len(all) == 0 {
		return ""
	}
	all = slices.Sorted(slices.Values(all))
	if len(all) == 1 {
		return b.days(all[0])
	}
	return b.say("quarter.took", b.days(all[len(all)/2]), b.days(all[len(all)-1]))
}

// days says a length of time in whole days, begun ones rounded.
func (b *builder) days(d time.Duration) string {
	if d < 24*time.Hour {
		return b.say("days.less")
	}
	return b.plural("count.days", int((d+12*time.Hour)/(24*time.Hour)))
}

// outcomes says what came of appeals, those that wait last.
func (b *builder) outcomes(appeals map[policy.Outcome]int) []string {
	var said []string
	for _, o := range []policy.Outcome{policy.Granted, policy.Upheld, policy.Withdrawn, policy.Waiting} {
		if appeals[o] > 0 {
			said = append(said, b.plural("appeals."+string(o), appeals[o]))
		}
	}
	return said
}

// acted says how often each action was taken, the mildest first.
func acted(counts map[policy.Action]int, in func(a policy.Action, n int) string) []string {
	var said []string
	for _, a := range policy.Actions() {
		if counts[a] == 0 {
			continue
		}
		if words := in(a, counts[a]); words != "" {
			said = append(said, words)
		}
	}
	return said
}

// became says it of pieces; of those that simply appeared nothing.
func (b *builder) became(counts map[policy.Action]int) []string {
	return acted(counts, func(a policy.Action, n int) string {
		if a == policy.Publish {
			return ""
		}
		return b.plural("became."+string(a), n)
	})
}

func (b *builder) decided(counts map[policy.Action]int) []string {
	return acted(counts, func(a policy.Action, n int) string { return b.plural("decided."+string(a), n) })
}

func (s *sheet) quarterPage(q *policy.Tally) (leaf, any) {
	page := quarterPage{Title: s.say("quarter.title", s.quarterName(q)), When: s.say("date.between", s.day(q.Start).Text, s.day(q.Last()).Text), Running: q.End.After(s.in.To), Took: s.took(q.Took),
		Appeals: s.outcomes(q.Appeals), Decided: s.decided(q.Decided), Holding: s.internal(), Links: s.links()}
	page.Links["policy"] = s.to(route.Page("policy"))
	if q.Counted && q.Judged > 0 {
		page.Looked, page.Became = s.plural("quarter.looked", q.Judged), s.became(q.Became)
		for _, r := range s.in.Rules {
			if n := q.Rules[r.ID]; n > 0 {
				page.Met = append(page.Met, metRow{Rule: link{Text: r.ID, Href: s.to(route.Page("policy")) + "#rule-" + r.ID}, Counts: []int{n}, Internal: r.Layer > 0})
			}
		}
	}
	page.Flows = s.flows(q)
	for _, p := range first(q.Held, perGroup, &page.MoreHeld) {
		page.Held = append(page.Held, s.held(p))
	}
	for _, d := range first(q.Deeds, perGroup, &page.More) {
		page.Deeds = append(page.Deeds, s.deed(d))
	}
	s.turn(q, &page)
	return leaf{kind: "quarter", title: page.Title, description: s.say("quarter.description", s.quarterName(q))}, page
}

// turn finds the quarters before and after one that have a page.
func (s *sheet) turn(q *policy.Tally, page *quarterPage) {
	for i := range s.in.Quarters {
		other := &s.in.Quarters[i]
		switch {
		case !eventful(other):
		case other.Start.After(q.Start):
			page.After = s.quarterLink(other) // the newest come first
		case other.Start.Before(q.Start) && page.Before.Href == "":
			page.Before = s.quarterLink(other)
		}
	}
}

// flows says what went where. Citations are known of the half-year that ends with
// the newest closed period: of a quarter that began before it, a part.
func (s *sheet) flows(q *policy.Tally) flows {
	if !q.End.After(s.in.From) || !q.Start.Before(s.in.To) {
		return flows{}
	}
	f := flows{Known: true}
	if q.Start.Before(s.in.From) {
		f.Since = s.day(s.in.From).Text
	}
	var crossed, in, out []*influence.Citation
	sums := map[string]int{}
	for _, c := range s.counted {
		if !q.Contains(c.At) {
			continue
		}
		if c.Crosses() {
			crossed = append(crossed, c)
		}
		way := s.border(c)
		switch sums[way]++; way {
		case "in":
			in = append(in, c)
		case "out":
			out = append(out, c)
		}
	}
	for _, way := range []string{"in", "out", "inside", "outside"} {
		if len(s.homes()) == 0 {
			break // there is no border that anything could go over
		}
		if sums[way] > 0 {
			f.Sums = append(f.Sums, s.plural("flows."+way, sums[way]))
		}
	}
	f.Matrix = s.matrix(crossed)
	f.In, f.MoreIn = s.passings(in)
	f.Out, f.MoreOut = s.passings(out)
	return f
}

// border is over which side of the home organisation's border an idea went.
func (s *sheet) border(c *influence.Citation) string {
	by, of := ofHome(c.From.Organisation), c.To != nil && ofHome(c.To.Organisation)
	switch {
	case by && of:
		return "inside"
	case by:
		return "in"
	case of:
		return "out"
	}
	return "outside"
}

// held is a piece that is not shown.
func (s *sheet) held(p *policy.Piece) heldView {
	d := p.Decision
	h := heldView{What: s.say("action." + string(d.Action)), Reason: d.Reason, Owner: d.Owner, By: d.By, Date: s.day(p.Date()), Internal: p.Layer > 0}
	if d.Action != policy.Takedown {
		h.Title, h.Href, h.Lang, h.Who = s.title(p.Title, ""), s.href(p.URL), s.lang(p.Language), s.contributor(p.Contributor)
	}
	return h
}

// deed is a line of the ledger. Of what was taken down nothing is told but that it
// was.
func (s *sheet) deed(d policy.Deed) deedView {
	view := deedView{Date: s.day(d.At), By: d.By, What: s.did(d.Act), Reason: cmp.Or(d.Reason, d.Note)}
	if p := d.Piece; p != nil {
		view.Internal = p.Layer > 0
		if p.Decision.Action != policy.Takedown {
			view.Title, view.Href, view.Lang, view.Who = s.title(p.Title, ""), s.href(p.URL), s.lang(p.Language), s.contributor(p.Contributor)
		}
	} else if c := s.shown[d.Person]; c != nil {
		view.Who = s.contributor(c)
	} else {
		view.Title = cmp.Or(d.Issue, d.Edition)
	}
	return view
}

// did says what an act did: of a kind that a later weft writes, its name.
func (b *builder) did(a policy.Act) string {
	switch a.Act {
	case policy.ActDecide:
		return b.say("deed.decide." + string(a.Action))
	case policy.ActAppeal, policy.ActFreeze, policy.ActSend, policy.ActPublish, policy.ActName, policy.ActCredit, policy.ActSuggest:
		if a.Not {
			return b.say("deed." + a.Act + ".not")
		}
		return b.say("deed." + a.Act)
	}
	return a.Act
}

func ofHome(o *roster.Organisation) bool { return o != nil && o.Home }
