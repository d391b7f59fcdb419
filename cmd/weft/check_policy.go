package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"weft/internal/diag"
	"weft/internal/edition"
	"weft/internal/policy"

	"github.com/spf13/cobra"
)

func newCheckPolicy(env *environment) *cobra.Command {
	var f trialFlags
	cmd := &cobra.Command{
		Use: "policy", Short: "try the rules on the archive",
		Long: "Check policy puts every rule to the entries of the last half year and tells\n" +
			"what each would have held, with the newest examples and the words that it met:\n" +
			"for a new rule, before it is merged. It changes nothing. It says which rules\n" +
			"match nothing, which match half of all or more, and which could not be asked.\n" +
			"Where nothing came for half a year, it is the half year up to the newest entry.\n\n" +
			"With --edition it tries the rules of an overlay too, on all that edition sees.",
		Args:    cobra.NoArgs,
		Example: "  weft check policy\n  weft check policy --rule patient-confidentiality\n  weft check policy --edition internal --json",
		RunE:    func(cmd *cobra.Command, _ []string) error { return env.checkPolicy(cmd.Context(), f) },
	}
	cmd.Flags().StringVar(&f.rule, "rule", "", "try the rule of this `id` alone")
	cmd.Flags().StringVar(&f.edition, "edition", "", "as this `edition` sees it (default public)")
	cmd.Flags().BoolVar(&f.asJSON, "json", false, "one JSON object a rule on stdout")
	completeFlag(cmd, "edition", env.editionNames)
	return cmd
}

// fewExamples is how many entries are shown of each rule.
const fewExamples = 3

type trialFlags struct {
	rule, edition string
	asJSON        bool
}

func (env *environment) checkPolicy(ctx context.Context, f trialFlags) error {
	p, err := env.project()
	if err != nil {
		return err
	}
	e, err := named(p, f.edition)
	if err != nil {
		return err
	}
	ed, err := env.load(p, e, edition.Moment{Now: env.now(), Live: true})
	if err != nil {
		return err
	}
	defer ed.Close()
	env.sayNamesake(p.Dir)
	if err := wantedRule(ed, f.rule); err != nil {
		return err
	}
	from, err := ed.Lately()
	if err != nil {
		return err
	}
	shown := newProgress(env.stderr)
	trials, err := ed.View.Try(from, env.now(), fewExamples, func(r *policy.Rule) bool { return ctx.Err() == nil && (f.rule == "" || r.ID == f.rule) }, shown.counting("asking the rules"))
	shown.end()
	if err = errors.Join(err, ctx.Err()); err != nil {
		return err
	}
	if f.asJSON {
		return env.trialRows(trials)
	}
	for i := range trials {
		if trials[i].All == 0 {
			break // there is nothing to tell but that
		}
		env.tellTrial(&trials[i], policy.Misnamed(trials[i].Rule, ed.Roster, ed.ThemeIDs()), ed.Site.Calendar.Zone)
	}
	env.sumUpTrials(p, ed, trials, from, f)
	return nil
}

// sayNamesake tells of a file that may have been meant.
func (env *environment) sayNamesake(dir string) {
	for _, at := range []string{env.dir, dir} {
		if _, err := os.Lstat(filepath.Join(at, "policy")); err == nil {
			env.say("the rules are tried; to look through the file or folder policy: weft check ./policy")
			return
		}
	}
}

func wantedRule(ed *edition.Edition, id string) error {
	if id == "" || slices.ContainsFunc(ed.Rules, func(r policy.Rule) bool { return r.ID == id }) {
		return nil
	}
	var ids []string
	for _, r := range ed.Rules {
		ids = append(ids, r.ID)
	}
	return usageError{fmt.Errorf("no rule %q in the %s edition; %s", id, ed.Edition.Name, diag.DidYouMean(id, ids, "it has "+strings.Join(ids, ", ")+"; --edition names another edition"))}
}

// tellTrial writes what one rule did: it is what was asked for, so it goes to
// stdout.
func (env *environment) tellTrial(t *policy.Trial, slips []policy.Misnomer, zone *time.Location) {
	out := func(format string, args ...any) { fmt.Fprintln(env.stdout, shown(fmt.Sprintf(format, args...))) }
	r := t.Rule
	out("%s (%s, %s:%d): matches %d of %s", r.ID, r.Action, r.File, r.Line, t.Matched(), count(t.All, "entry", "entries"))
	for _, slip := range slips {
		out("    %s", slip.Message)
		out("    hint: %s", slip.Hint)
	}
	for _, line := range trialWords(t) {
		out("    %s", line)
	}
	for _, x := range t.Examples {
		title := x.Title
		if title == "" {
			title = "(no title)"
		}
		out("    - %s, %s: %s", title, x.Date.In(zone).Format("2 January 2006"), x.URL)
		for _, p := range x.Passages[:min(len(x.Passages), 2)] {
			out("      %s: %s", p.Where, marked(p))
		}
	}
}

// trialWords says what is worth knowing of a trial, and what to do about it.
func trialWords(t *policy.Trial) []string {
	var out []string
	add := func(n int, format string) {
		if n > 0 {
			out = append(out, fmt.Sprintf(format, n))
		}
	}
	if t.Acts != t.Matched() {
		add(t.Acts, "%d as it says")
	}
	add(t.Stricter, "%d where another rule is stricter")
	add(t.Decided, "%d on which a person decided")
	add(t.Over, "%d that it holds no more: its time is over")
	if t.Failed > 0 {
		out = append(out, fmt.Sprintf("could not be asked of %s, which wait for review: %v", count(t.Failed, "entry", "entries"), t.Err))
	}
	switch matched := t.Matched(); {
	case t.All == 0:
	case matched == 0 && t.Failed == 0:
		out = append(out, "hint: it matches nothing; look for a slip of the pen, and for capitals: matches \"(?i)words\" takes both. A rule for what is rare may match nothing for long")
	case matched == t.All:
		out = append(out, "hint: it matches everything; is a condition missing, or an || that was meant as &&?")
	case 2*matched >= t.All:
		out = append(out, fmt.Sprintf("hint: it matches %d %% of all; is a condition missing, such as entry.relation == \"internal\"?", 100*matched/t.All))
	}
	return out
}

func (env *environment) sumUpTrials(p *edition.Project, ed *edition.Edition, trials []policy.Trial, from time.Time, f trialFlags) {
	since := from.In(ed.Site.Calendar.Zone).Format("2 January 2006")
	if ed.Asleep() {
		since += ", half a year up to the newest there is"
	}
	switch {
	case len(trials) == 0:
		env.say("%s edition: there are no rules; feeds/policy.toml holds them, and docs/curators.md shows how one is written", ed.Edition.Name)
	case trials[0].All == 0:
		env.say("%s edition: the archive holds no entry since %s to try %s on; `weft fetch` fills it", ed.Edition.Name, since, count(len(trials), "rule", "rules"))
	default:
		env.say("%s edition: %s tried on %s since %s", ed.Edition.Name, count(len(trials), "rule", "rules"), count(trials[0].All, "entry", "entries"), since)
	}
	if f.edition != "" {
		return
	}
	for _, e := range p.Site.Editions {
		if e.Overlay != "" && p.AtHand(e) {
			env.say("next: `weft check policy --edition %s` tries the rules of %s too", e.Name, e.Overlay)
		}
	}
}

// A trialRow is one line of check policy --json.
type trialRow struct {
	Rule     string       `json:"rule"`
	File     string       `json:"file"`
	Line     int          `json:"line"`
	Action   string       `json:"action"`
	Entries  int          `json:"entries"`
	Matched  int          `json:"matched"`
	Acts     int          `json:"acts"`
	Stricter int          `json:"stricter"`
	Decided  int          `json:"decided"`
	Over     int          `json:"over"`
	Failed   int          `json:"failed"`
	Failure  string       `json:"failure"`
	Examples []exampleRow `json:"examples"`
}

type exampleRow struct {
	URL      string       `json:"url"`
	Title    string       `json:"title"`
	Date     string       `json:"date"`
	Decision string       `json:"decision"`
	Passages []passageRow `json:"passages"`
}

type passageRow struct {
	Where string `json:"where"`
	Text  string `json:"text"`
	Hit   string `json:"hit"`
}

func (env *environment) trialRows(trials []policy.Trial) error {
	enc := json.NewEncoder(env.stdout)
	enc.SetEscapeHTML(false)
	for _, t := range trials {
		row := trialRow{Rule: t.Rule.ID, File: t.Rule.File, Line: t.Rule.Line, Action: string(t.Rule.Action), Entries: t.All, Matched: t.Matched(),
			Acts: t.Acts, Stricter: t.Stricter, Decided: t.Decided, Over: t.Over, Failed: t.Failed, Examples: []exampleRow{}}
		if t.Err != nil {
			row.Failure = t.Err.Error()
		}
		for _, x := range t.Examples {
			e := exampleRow{x.URL, x.Title, x.Date.UTC().Format(time.RFC3339), string(x.Decision.Action), []passageRow{}}
			for _, p := range x.Passages {
				e.Passages = append(e.Passages, passageRow{p.Where, p.Text, p.Hit()})
			}
			row.Examples = append(row.Examples, e)
		}
		if err := enc.Encode(row); err != nil {
			return err
		}
	}
	return nil
}
