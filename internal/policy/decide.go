package policy

import (
	"slices"
	"strings"
	"time"
)

// A Verdicts is the rules and people's decisions of one edition.
type Verdicts struct {
	Rules   []Rule
	Ledger  Ledger
	Answers *Answers // of the rules; nil: none are remembered
}

// Decide says what policy does with a piece at a moment. All rules that match
// are recorded and the strictest acts. A person's decision goes over rules,
// except over one marked final: they may be stricter than that, not milder.
// Without either a piece is published.
func (v *Verdicts) Decide(p *Piece, curated []string, addresses []string, at time.Time) Decision {
	d, final := v.byRules(p, curated, at)
	said, ok := v.Ledger.Find(p.ID, addresses)
	if !ok {
		return d
	}
	if said.milder(final, at) {
		final.Rules = d.Rules
		return final
	}
	return Decision{Action: said.Action, Rules: d.Rules, Reason: said.Reason, Owner: d.Owner, By: said.By, At: said.At, Until: said.Until, Released: d.Released}
}

// milder reports whether a person's decision would let more pass at a moment
// than one by final rules does. An embargo that has ended lets all pass.
func (a Act) milder(final Decision, at time.Time) bool {
	action := a.Action
	if action == Embargo && !a.Until.IsZero() && !at.Before(a.Until) {
		action = Publish
	}
	if action == Embargo && final.Action == Embargo {
		return !a.Until.IsZero() && a.Until.Before(final.Until)
	}
	return strictness[action] < strictness[final.Action]
}

// byRules gives what all rules together say, and what the final ones say alone.
func (v *Verdicts) byRules(p *Piece, curated []string, at time.Time) (all, final Decision) {
	all, final = Decision{Action: Publish}, Decision{Action: Publish}
	if len(v.Rules) == 0 {
		return all, final
	}
	answers := v.answer(p, curated)
	var released time.Time
	var ended []string // rules whose embargo is over: they matched, and hold no more
	for i := range v.Rules {
		r := &v.Rules[i]
		hit, matched := r.says(answers[i], p.Date(), at)
		if !hit.Released.IsZero() {
			ended = append(ended, r.ID)
		}
		if hit.Released.After(released) {
			released = hit.Released
		}
		if !matched {
			continue
		}
		all = stricter(all, hit)
		if r.Final {
			final = stricter(final, hit)
		}
	}
	all.Rules = append(all.Rules, ended...)
	slices.Sort(all.Rules)
	all.Released = released
	return all, final
}

// says makes of a rule's answer what it asks for; false when it does not match,
// does not hold any more, or is an embargo that has ended.
func (r *Rule) says(a answer, date, at time.Time) (Decision, bool) {
	if !r.holds(at) {
		return Decision{}, false
	}
	d := Decision{Action: r.Action, Rules: []string{r.ID}, Reason: r.Reason, Owner: r.Owner, Final: r.Final}
	if a.err != nil {
		d.Action, d.Reason = Review, "the rule could not be asked: "+firstLine(a.err.Error())
		return d, true
	}
	if r.Action == Embargo {
		d.Until = r.until(date)
		if a.match && !at.Before(d.Until) {
			return Decision{Released: d.Until}, false
		}
	}
	return d, a.match
}

// stricter adds what a rule said; where two are equally strict the first one's
// reason stands, but finality of either counts, and the later end of two
// embargoes.
func stricter(d, hit Decision) Decision {
	rules := append(d.Rules, hit.Rules...)
	switch {
	case len(d.Rules) == 0 || strictness[hit.Action] > strictness[d.Action]:
		d = hit
	case strictness[hit.Action] == strictness[d.Action]:
		d.Final = d.Final || hit.Final
		if hit.Until.After(d.Until) {
			d.Until = hit.Until
		}
	}
	d.Rules = rules
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
