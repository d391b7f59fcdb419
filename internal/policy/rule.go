package policy

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"weft/internal/config"
	"weft/internal/diag"
	"weft/internal/roster"
	"weft/internal/tomlfile"
)

// A Rule is one rule of feeds/policy.toml.
type Rule struct {
	ID       string
	Owner    string
	When     string // the expression, as written
	Action   Action
	Reason   string
	Final    bool
	Until    time.Time     // of an embargo
	For      time.Duration // of an embargo, from the entry's date
	Expires  time.Time     // the rule does not hold from this day on; zero: no end
	Layer    int
	File     string
	Line     int
	question *question
	// where it asks, and where it says when it ends
	whenLine, expiresLine, untilLine int
}

// The form of the file.
type rulesFile struct {
	Rules []ruleRow `toml:"rule"`
}

type ruleRow struct {
	ID      string        `toml:"id"`
	Owner   string        `toml:"owner"`
	When    string        `toml:"when"`
	Action  string        `toml:"action"`
	Reason  string        `toml:"reason"`
	Final   bool          `toml:"final"`
	Until   tomlfile.Time `toml:"until"`
	For     string        `toml:"for"`
	Expires tomlfile.Time `toml:"expires"`
}

// LoadRules reads feeds/policy.toml of every layer. A site without rules
// publishes what its contributors publish. Days are those of the zone.
func LoadRules(layers []roster.Layer, zone *time.Location) ([]Rule, diag.List) {
	var rules []Rule
	var probs diag.List
	seen := map[string]Rule{}
	for n, layer := range layers {
		const name = "feeds/" + roster.PolicyFile
		data, there := readFile(layer, name, &probs)
		if !there {
			continue // no file: no rules
		}
		l := ruleLoader{layer.Name + name, layer, n, zone, data, tomlfile.Lines{}, &probs}
		var f rulesFile
		l.lines = tomlfile.Decode(l.file, data, &f, &probs)
		if l.lines.Broken() {
			continue
		}
		for i, row := range f.Rules {
			rule := l.rule(row, i)
			if first, double := seen[rule.ID]; double {
				probs.Add(rule.File, rule.Line, "give one of them another id; an overlay cannot replace a public rule", "rule %q stands in %s:%d already", rule.ID, first.File, first.Line)
			}
			seen[rule.ID] = rule
			rules = append(rules, rule)
		}
	}
	return rules, probs
}

type ruleLoader struct {
	file  string
	in    roster.Layer
	layer int
	zone  *time.Location
	data  []byte
	lines tomlfile.Lines
	probs *diag.List
}

func (l ruleLoader) rule(row ruleRow, i int) Rule {
	r := Rule{ID: row.ID, Owner: row.Owner, When: row.When, Action: Action(row.Action), Reason: row.Reason, Final: row.Final,
		Until: row.Until.In(l.zone), Expires: row.Expires.In(l.zone), Layer: l.layer, File: l.file, Line: l.lines.Of("rule", i)}
	r.whenLine = l.lines.Of("rule", i, "when")
	r.expiresLine, r.untilLine = l.lines.Of("rule", i, "expires"), l.lines.Of("rule", i, "until")
	add := func(key, hint, format string, args ...any) {
		l.probs.Add(l.file, l.lines.Of("rule", i, key), hint, format, args...)
	}
	if !config.ValidID(row.ID) {
		add("id", config.IDHint, "rule id %q", row.ID)
	}
	if strings.TrimSpace(row.Owner) == "" || strings.TrimSpace(row.Reason) == "" {
		add("id", `write owner = "…" and reason = "…": whoever is refused can ask whom, and why`, "rule %q names no owner or no reason", row.ID)
	}
	if row.Action == "" {
		add("id", `write action = "review" or another: `+strings.Join(actionNames(), ", "), "rule %q has no action", row.ID)
		r.Action = Review
	} else if strictness[r.Action] == 0 || r.Action == Takedown {
		add("action", diag.DidYouMean(row.Action, actionNames(), strings.Join(actionNames(), ", ")), "action = %q", row.Action)
		r.Action = Review // what is not understood holds
	}
	if row.For != "" {
		d, err := parseDays(row.For)
		if err != nil {
			add("for", `write a number of days or weeks, such as "14d" or "2w"`, "for = %q", row.For)
		}
		r.For = d
	}
	if isEmbargo, ends := r.Action == Embargo, !r.Until.IsZero() || row.For != ""; isEmbargo != ends {
		says := "is an embargo without an end"
		if ends {
			says = "has an end, and is no embargo"
		}
		add("action", `an embargo, and nothing else, has until = 2026-12-01 or for = "14d"`, "rule %q %s", row.ID, says)
	}
	if r.Action == Embargo && r.Until.IsZero() && r.For == 0 {
		r.Action = Review
	}
	q, fault := compile(row.When, l.in)
	if fault != nil {
		*l.probs = append(*l.probs, fault.problem(l.file, l.data, l.lines.Of("rule", i, "when"), "when", "rule", i, "when"))
	}
	r.question = q
	return r
}

func actionNames() []string {
	names := []string{}
	for _, a := range slices.Sorted(maps.Keys(strictness)) {
		if a != Takedown {
			names = append(names, string(a))
		}
	}
	return names
}

var daysForm = regexp.MustCompile(`^(\d{1,4})([dw])$`)

func parseDays(s string) (time.Duration, error) {
	m := daysForm.FindStringSubmatch(s)
	if m == nil {
		return 0, fmt.Errorf("%q is no number of days", s)
	}
	n, _ := strconv.Atoi(m[1])
	if m[2] == "w" {
		n *= 7
	}
	return time.Duration(n) * 24 * time.Hour, nil
}

// holds reports whether a rule is in force at a moment.
func (r *Rule) holds(at time.Time) bool { return r.Expires.IsZero() || at.Before(r.Expires) }

// until is when an embargo by the rule ends for an entry of a date.
func (r *Rule) until(date time.Time) time.Time {
	end := r.Until
	if r.For > 0 && date.Add(r.For).After(end) {
		end = date.Add(r.For)
	}
	return end
}
