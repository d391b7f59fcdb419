package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"weft/internal/diag"
	"weft/internal/edition"
	"weft/internal/fetch"
	"weft/internal/policy"

	"github.com/spf13/cobra"
)

func newDecide(env *environment) *cobra.Command {
	var w wish
	cmd := &cobra.Command{
		Use: "decide URL " + strings.Join(actionNames(), "|") + " --reason …", Short: "decide what becomes of an entry", GroupID: everyDay,
		Long: "Decide adds a line to content/ledger.jsonl (the overlay's, for an entry of the\n" +
			"overlay): who decided what, when and why. A person's decision goes over rules,\n" +
			"except over one marked final. The newest decision counts; none is ever erased.\n\n" +
			"  publish   it appears, whatever rules say\n" +
			"  excerpt   it appears, its first lines only\n" +
			"  internal  it appears in editions with an overlay alone\n" +
			"  embargo   it waits: --until DAY, or --for 14d from today\n" +
			"  review    it waits for another decision\n" +
			"  withhold  it does not appear\n" +
			"  takedown  it goes for good, because its author asks, or the law: out of every\n" +
			"            edition, frozen issues too, and its words out of the archive\n\n" +
			"Issues that are frozen keep their items, except those taken down, withheld or\n" +
			"internal.\n" +
			"URL is any address the entry ever had, its id, or the file of a contribution.",
		Example: "  weft decide https://example.org/a publish --reason 'looked at it, no patient is named'\n  weft decide https://example.org/a embargo --until 2026-12-01 --reason 'the report is out then'",
		Args:    cobra.ExactArgs(2), ValidArgsFunction: complete(2, env.addressThen(func([]string) []string { return actionNames() })),
		RunE: func(cmd *cobra.Command, args []string) error {
			return env.decide(cmd.Context(), args[0], args[1], w)
		},
	}
	cmd.Flags().StringVar(&w.reason, "reason", "", "`why`, for whoever asks later; needed")
	cmd.Flags().StringVar(&w.until, "until", "", "the `day` an embargo ends, such as 2026-12-01")
	cmd.Flags().StringVar(&w.length, "for", "", "how `long` an embargo lasts from today, such as 14d or 2w")
	cmd.Flags().StringVar(&w.by, "by", "", "`who` decides (default: $WEFT_BY, or git's user)")
	cmd.Flags().BoolVar(&w.ahead, "ahead", false, "decide on an address that weft has not met yet")
	return cmd
}

// A wish is what somebody decides, as the command line has it.
type wish struct {
	reason, until, length, by string
	ahead                     bool
}

func (env *environment) decide(ctx context.Context, named, action string, w wish) error {
	if err := checkWish(action, &w); err != nil {
		return err
	}
	p, all, done, err := env.deskInTurn()
	if err != nil {
		return err
	}
	defer done()
	until, err := w.end(p, env.now())
	if err != nil {
		return err
	}
	act := policy.Act{Act: policy.ActDecide, Action: policy.Action(action), Reason: w.reason, Until: until, At: env.now()}
	ed, f, err := env.locate(all, named)
	switch {
	case err != nil:
		return err
	case f == nil && !w.ahead && isWebAddress(named):
		return fmt.Errorf("%w; with --ahead the decision waits for an entry that has it", unknownEntry(named))
	case f == nil && !w.ahead:
		return unknownEntry(named)
	}
	if act.By, err = env.person(ctx, p.Dir, w.by); err != nil {
		return err
	}
	if f == nil {
		return env.decideAhead(all, named, act)
	}
	act.URL, act.Entry = f.Entry.URL, f.Entry.ID
	return env.enter(ctx, all, ed, f, act.Recorded())
}

// checkWish refuses what no site is needed to refuse.
func checkWish(action string, w *wish) error {
	names := actionNames()
	w.reason = strings.TrimSpace(w.reason)
	embargo := action == string(policy.Embargo)
	ends := w.until != "" || w.length != ""
	switch {
	case !slices.Contains(names, action):
		return usageError{fmt.Errorf("decide: no action %q; %s", action, strings.TrimSpace(diag.DidYouMean(action, names, "")+" there are: "+strings.Join(names, ", ")))}
	case w.reason == "":
		return usageError{errors.New(`decide: no reason is given; add --reason "…": whoever asks later finds it there`)}
	case w.until != "" && w.length != "":
		return usageError{errors.New("decide: --until and --for both say when the embargo ends; give one")}
	case embargo && !ends:
		return usageError{errors.New("decide: an embargo ends; add --until 2026-12-01 or --for 14d, or choose withhold")}
	case !embargo && ends:
		return usageError{fmt.Errorf("decide: --until and --for belong to an embargo, not to %s", action)}
	}
	return printable("--reason", w.reason)
}

// end is when an embargo ends: at the beginning of a day in the site's zone.
func (w wish) end(p *edition.Project, now time.Time) (time.Time, error) {
	zone := p.Site.Calendar.Zone
	now = now.In(zone)
	today := time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, zone)
	switch {
	case w.until != "":
		day, err := time.ParseInLocation(time.DateOnly, w.until, zone)
		if err != nil {
			return day, usageError{fmt.Errorf("--until %q is no day; write it like 2026-12-01", w.until)}
		}
		if !day.After(now) {
			return day, usageError{fmt.Errorf("--until %s is past; name a day to come, or decide publish", w.until)}
		}
		return day, nil
	case w.length != "":
		length, err := policy.Days(w.length)
		if err != nil || length == 0 {
			return today, usageError{fmt.Errorf(`--for %q is no number of days or weeks; write it like 14d or 2w`, w.length)}
		}
		return today.AddDate(0, 0, int(length/(24*time.Hour))), nil
	}
	return time.Time{}, nil
}

// enter weighs the decision in every edition that holds the entry, and appends
// it.
func (env *environment) enter(ctx context.Context, all []*edition.Edition, top *edition.Edition, f *edition.Found, act policy.Act) error {
	stood := top.View.ActsOn(f.Entry.ID, f.Addresses)
	if last := last(stood); last == nil || !same(*last, act) {
		act = env.behind(act, stood...)
	}
	cases, outlooks := map[*edition.Edition]*policy.Case{}, map[*edition.Edition]policy.Outlook{}
	overruled := 0
	for _, ed := range all {
		c, err := ed.Case(f.Entry.ID)
		if err != nil {
			return err
		}
		if cases[ed] = c; c == nil {
			continue
		}
		outlooks[ed] = ed.View.Foresee(c, act)
		if outlooks[ed].Overruled != nil {
			overruled++
		}
	}
	if err := refusal(f, cases[top], outlooks[top], overruled == len(outlooks), act.Action == policy.Takedown); err != nil {
		return err
	}
	if stands := last(cases[top].Acts); stands != nil && decidedSo(cases, act) && !appealed(top, cases[top], f.Entry.ID) {
		env.say("%s: decided so already by %s on %s (%s:%d), nothing to do", called(&f.Entry), shown(stands.By), day(top, stands.At), stands.File, stands.Line)
		found, err := env.entered(all, top, f, act, true)
		if err != nil {
			return err
		}
		return env.carryOut(ctx, all, found, act) // what a killed run may have left
	}
	found, err := env.entered(all, top, f, act, false)
	if err != nil {
		return err
	}
	for _, ed := range all {
		env.tellChange(ed, cases[ed], outlooks[ed])
	}
	env.tellAnswered(top, f, cases[top].Addresses, act)
	env.tellFrozenFate(top, f, act.Action)
	if err := env.carryOut(ctx, all, found, act); err != nil {
		return err
	}
	if env.amid {
		return nil
	}
	env.say("next: `weft build` carries it out%s%s", toReaders(top.Site), map[bool]string{true: "; `weft check` names what you wrote about it, which stays"}[act.Action == policy.Takedown])
	return nil
}

// decidedSo reports whether the same stands already, in every edition that holds
// the entry.
func decidedSo(cases map[*edition.Edition]*policy.Case, act policy.Act) bool {
	for _, c := range cases {
		if c == nil {
			continue
		}
		if stands := last(c.Acts); stands == nil || !same(*stands, act) {
			return false
		}
	}
	return true
}

func last(acts []policy.Act) *policy.Act {
	if len(acts) == 0 {
		return nil
	}
	return &acts[len(acts)-1]
}

func same(a, b policy.Act) bool {
	return a.Action == b.Action && a.Reason == b.Reason && a.Until.Equal(b.Until)
}

// refusal is why a decision would change nothing, and is not written down.
func refusal(f *edition.Found, c *policy.Case, o policy.Outlook, overruled, takedown bool) error {
	switch {
	case c.Barred == policy.OptedOut && !takedown:
		return fmt.Errorf("%s: its author wants no trace of it, and that goes over every decision; see `weft why %s`", called(&f.Entry), asArgument(f.Entry.ID))
	case overruled && o.Overruled != nil:
		r := o.Overruled.Rule
		return fmt.Errorf("%s: rule %q is final and says %s: %s (%s:%d); ask its owner, %s, to change the rule, or decide more strictly",
			called(&f.Entry), r.ID, o.Overruled.Action, shown(o.Overruled.Reason), r.File, r.Line, shown(r.Owner))
	}
	return nil
}

// tellChange says what an edition did with the entry, and does from now on.
func (env *environment) tellChange(ed *edition.Edition, c *policy.Case, o policy.Outlook) {
	name := ed.Edition.Name
	if c == nil || c.Barred != "" {
		env.say("    %s: %s", name, verdict(ed, c))
		return
	}
	before, after := fate(ed, c.Piece.Decision, c.Visible), fate(ed, o.Decision, o.Visible)
	switch {
	case o.Overruled != nil:
		env.say("    %s: %s, as before: rule %q is final (%s:%d)", name, after, o.Overruled.Rule.ID, o.Overruled.Rule.File, o.Overruled.Rule.Line)
	case before == after:
		env.say("    %s: %s, as before", name, after)
	default:
		env.say("    %s: %s (before: %s)", name, after, before)
	}
}

// tellFrozenFate says what becomes of the entry in issues that are frozen.
func (env *environment) tellFrozenFate(ed *edition.Edition, f *edition.Found, action policy.Action) {
	placings, _ := ed.Placings(f.Entry.ID, f.Keys())
	for _, p := range placings {
		at := fmt.Sprintf("%s:%d", p.File, p.Line)
		switch {
		case p.Line == 0 || p.Draft || !p.Frozen:
		case action == policy.Withhold || action == policy.Takedown:
			env.say("    %s: it goes out of this frozen issue, and the words about it; prose that names it is yours to mend", at)
		case action == policy.ToOverlay:
			env.say("    %s: it goes out of this frozen issue in the public edition; prose that names it is yours to mend", at)
		default:
			env.say("    %s: stands in this frozen issue, where only withhold, takedown and internal take it out", at)
			continue
		}
		env.tellSent(ed, p)
	}
}

// tellSent says that an issue went out by mail with the entry in it.
func (env *environment) tellSent(ed *edition.Edition, p edition.Placing) {
	if p.Line == 0 || p.Draft || !p.Frozen {
		return
	}
	for _, a := range slices.Backward(ed.View.Ledger().Acts) {
		if a.Act == policy.ActSend && a.Issue == p.Period && !a.Not {
			env.say("    %s went out by mail on %s, and mail cannot be called back", p.Period, a.At.In(ed.Site.Calendar.Zone).Format("2 January 2006"))
			return
		}
	}
}

// placeOf gives the layer whose ledger an address belongs into: that of whoever
// has it or a feed beside it. What lies in a private network and is nobody's is
// an overlay's, where there is one: it is no business of a public file.
func placeOf(all []*edition.Edition, address string) (*edition.Edition, int) {
	ed, layer, known := all[0], 0, false
	for _, top := range all {
		if n, ok := top.LayerAt(address); ok {
			known = true
			if n > layer {
				ed, layer = top, n
			}
		}
	}
	if top := all[len(all)-1]; !known && fetch.IsInner(address) {
		return top, len(top.Layers) - 1
	}
	return ed, layer
}

// decideAhead decides on an address before any entry has it.
func (env *environment) decideAhead(all []*edition.Edition, named string, act policy.Act) error {
	if !isWebAddress(named) {
		return usageError{fmt.Errorf("--ahead needs a web address, https://…, not %q", named)}
	}
	if err := printable("the address", named); err != nil {
		return err
	}
	act.URL = named
	ed, layer := placeOf(all, named)
	if stands := last(ed.Decided(named)); stands != nil && same(*stands, act) {
		env.say("%s: decided so already by %s on %s (%s:%d), nothing to do", shown(named), shown(stands.By), day(ed, stands.At), stands.File, stands.Line)
		return nil
	}
	act = env.behind(act, ed.Decided(named)...)
	file, err := appendTo(ed, layer, policy.LedgerFile, act)
	if err != nil {
		return err
	}
	env.say("%s: %s on %s, by %s: %s", file, act.Action, shown(named), shown(act.By), shown(act.Reason))
	env.say("next: nothing; it counts as soon as an entry with this address comes")
	return nil
}
