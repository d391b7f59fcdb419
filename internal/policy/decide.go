package policy

import (
	"slices"
	"strings"
	"time"
)

// A Verdicts is the rules and people's decisions of one edition.
type Verdicts struct {
	Rules  []Rule
	Ledger Ledger
}

// Decide says what policy does with a piece at a moment. All rules that match
// are recorded and the strictest acts; a person's decision goes over rules,
// except over one marked final. Without either a piece is published.
func (v *Verdicts) Decide(p *Piece, curated []string, addresses []string, at time.Time) Decision {
	d := v.byRules(p, curated, at)
	said, ok := v.Ledger.Find(p.ID, addresses)
	if !ok || d.Final && said.Action != Takedown {
		return d
	}
	return Decision{Action: said.Action, Rules: d.Rules, Reason: said.Reason, Owner: d.Owner, By: said.By, At: said.At, Until: said.Until}
}

func (v *Verdicts) byRules(p *Piece, curated []string, at time.Time) Decision {
	d := Decision{Action: Publish}
	if len(v.Rules) == 0 {
		return d
	}
	env := environment(p, curated)
	for i := range v.Rules {
		r := &v.Rules[i]
		if !r.holds(at) {
			continue
		}
		match, err := ask(r.program, env)
		if err != nil {
			d = stricter(d, r, Review, "the rule could not be asked: "+firstLine(err.Error()))
			continue
		}
		if match && !(r.Action == Embargo && !at.Before(r.until(p.Date()))) {
			d = stricter(d, r, r.Action, r.Reason)
			if r.Action == Embargo && d.Action == Embargo {
				d.Until = r.until(p.Date())
			}
		}
	}
	slices.Sort(d.Rules)
	return d
}

// stricter adds a rule that matched; where two are equally strict the first
// one's reason stands, but finality of either counts.
func stricter(d Decision, r *Rule, action Action, reason string) Decision {
	d.Rules = append(d.Rules, r.ID)
	switch {
	case strictness[action] > strictness[d.Action] || d.Owner == "":
		d.Action, d.Reason, d.Owner, d.Final = action, reason, r.Owner, r.Final
	case strictness[action] == strictness[d.Action]:
		d.Final = d.Final || r.Final
	}
	return d
}

func firstLine(s string) string {
	line, _, _ := strings.Cut(s, "\n")
	return line
}

// Visible reports whether a piece with this decision may be in an edition at a
// moment: the public one, or one with an overlay.
func (d Decision) Visible(public bool, at time.Time) bool {
	switch d.Action {
	case Publish, Excerpt:
		return true
	case ToOverlay:
		return !public
	case Embargo:
		return !d.Until.IsZero() && !at.Before(d.Until)
	}
	return false
}
