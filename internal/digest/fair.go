package digest

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"weft/internal/policy"
	"weft/internal/route"
)

// A Left is a piece that a draft has no room for, and why.
type Left struct {
	Piece *policy.Piece
	Why   string // what bounds the draft; empty: it has no address of its own
}

// choose takes no more of one feed, of one contributor and in all than is
// fair: of a feed's those that carry most across, then the newest. What the
// issue has already counts.
func (d Desk) choose(fresh []*policy.Piece, perFeed, perPerson map[string]int, placed int) (chosen []*policy.Piece, left []Left) {
	ranked := slices.Clone(fresh)
	slices.SortStableFunc(ranked, func(a, b *policy.Piece) int { return cmp.Compare(d.carries(b), d.carries(a)) })
	taken := map[*policy.Piece]bool{}
	why := map[*policy.Piece]string{}
	for _, p := range ranked {
		if why[p] = d.bound(p, perFeed[p.Entry.Feed], perPerson[p.Contributor.ID], placed); why[p] != "" {
			continue
		}
		taken[p] = true
		placed++
		perFeed[p.Entry.Feed]++
		perPerson[p.Contributor.ID]++
	}
	for _, p := range fresh { // in their order
		if taken[p] {
			chosen = append(chosen, p)
		} else {
			left = append(left, Left{p, why[p]})
		}
	}
	return chosen, left
}

// bound says what keeps a piece out when so many of its feed, of its
// contributor and in all are in; "" when nothing does.
func (d Desk) bound(p *policy.Piece, ofFeed, ofPerson, all int) string {
	most := d.Site.Digest.MaxPerContributor
	switch {
	case p.Feed != nil && p.Feed.MaxPerIssue > 0 && ofFeed >= p.Feed.MaxPerIssue:
		return fmt.Sprintf("max_per_issue = %d, %s:%d", p.Feed.MaxPerIssue, p.Feed.File, p.Feed.Line)
	case most > 0 && ofPerson >= most:
		return fmt.Sprintf("max_per_contributor = %d, site.toml", most)
	case all >= mostItems:
		return fmt.Sprintf("a draft offers %d at most", mostItems)
	}
	return ""
}

// mostNamed is how many titles of what was left out a draft names at one bound.
const mostNamed = 10

// leftOut tells the curator in comments how many pieces were left out, whose,
// why, and where they are.
func (d Desk) leftOut(b *strings.Builder, left []Left) {
	type group struct {
		who *policy.Piece
		why string
		all []*policy.Piece
	}
	var groups []group
	for _, l := range left {
		if l.Why == "" {
			continue
		}
		i := slices.IndexFunc(groups, func(g group) bool { return g.why == l.Why && g.who.Contributor.ID == l.Piece.Contributor.ID })
		if i < 0 {
			i, groups = len(groups), append(groups, group{who: l.Piece, why: l.Why})
		}
		groups[i].all = append(groups[i].all, l.Piece)
	}
	for _, g := range groups {
		fmt.Fprintf(b, "\n<!-- left out: %d more of %s (%s); all are on %s", len(g.all), comment(g.who.Contributor.Name), comment(g.why), route.Contributor(g.who.Contributor.ID))
		for i, p := range g.all {
			if i == mostNamed {
				fmt.Fprintf(b, "\n     and %d more", len(g.all)-i)
				break
			}
			fmt.Fprintf(b, "\n     %s %s", comment(cmp.Or(p.Title, "(no title)")), comment(p.URL))
		}
		b.WriteString(" -->\n")
	}
}
