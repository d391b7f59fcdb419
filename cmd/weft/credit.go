package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"weft/internal/edition"
	"weft/internal/policy"
	"weft/internal/roster"

	"github.com/spf13/cobra"
)

// A crediting is what a curator knows of an idea.
type crediting struct {
	by, note    string
	public, not bool
}

func newCredit(env *environment) *cobra.Command {
	var how crediting
	cmd := &cobra.Command{
		Use: "credit URL|NAME --by … --note …", Short: "record an idea that was taken up where no link shows it", GroupID: everyDay,
		Long: "Credit records what you know: that an idea was taken up in a meeting, a plan, a\n" +
			"talk. It stands on the person's page and in `weft why` with your name and the\n" +
			"day, attested by you and never counted.\n\n" +
			"The line goes into the overlay's content/ledger.jsonl, since much of this is\n" +
			"internal; with --public into the public one, for everybody to read. With --not\n" +
			"an earlier credit is taken back: that with the same --note, or all of them.\n" +
			"URL is an address of the entry whose idea it was, NAME its author.",
		Example: "  weft credit https://example.org/three-in-four --note 'quoted in the business case for the lab'\n  weft credit idris-vaughan --by 'Ada Jones' --note 'named by the council leader' --public",
		Args:    cobra.ExactArgs(1), ValidArgsFunction: complete(1, env.people),
		RunE: func(cmd *cobra.Command, args []string) error {
			return env.credit(cmd.Context(), args[0], how)
		},
	}
	cmd.Flags().StringVar(&how.note, "note", "", "`what` you know, in a sentence; needed")
	cmd.Flags().StringVar(&how.by, "by", "", "`who` attests it (default: $WEFT_BY, or git's user)")
	cmd.Flags().BoolVar(&how.public, "public", false, "write into the public ledger: everybody may read it")
	cmd.Flags().BoolVar(&how.not, "not", false, "take an earlier credit back")
	return cmd
}

func (env *environment) credit(ctx context.Context, named string, how crediting) error {
	how.note = strings.TrimSpace(how.note)
	if how.note == "" && !how.not {
		return usageError{errors.New(`credit: nothing is said; add --note "quoted in the business case for the lab": whoever reads the page finds it there`)}
	}
	if err := printable("--note", how.note); err != nil {
		return err
	}
	p, all, done, err := env.deskInTurn()
	if err != nil {
		return err
	}
	defer done()
	c, f, err := env.credited(all, named)
	if err != nil {
		return err
	}
	act := policy.Act{Act: policy.ActCredit, Person: c.ID, Not: how.not, Note: how.note, At: env.now()}
	if f != nil {
		act.URL, act.Entry = f.Entry.URL, f.Entry.ID
	}
	if act.By, err = env.person(ctx, p.Dir, how.by); err != nil {
		return err
	}
	top, layer, err := ledgerOfCredit(all, c, f, act, how)
	if err != nil {
		return err
	}
	return env.attest(all, top, layer, c, act.Recorded())
}

// credited finds whose idea is meant, and of which entry; nil: of none that is
// named.
func (env *environment) credited(all []*edition.Edition, named string) (*roster.Contributor, *edition.Found, error) {
	for _, ed := range all {
		if c, ok := ed.Roster.Contributor(named); ok || ed.Roster.Named(named) != nil {
			if c == nil {
				c = ed.Roster.Named(named)
			}
			c, err := listedAs(all, c.ID)
			return c, nil, err
		}
	}
	ed, f, err := env.locate(all, named)
	if err != nil {
		return nil, nil, err
	}
	if f == nil {
		return env.ownerOf(all, named)
	}
	c, err := ed.Case(f.Entry.ID)
	switch {
	case err != nil:
		return nil, nil, err
	case c == nil || c.Piece == nil:
		return nil, nil, fmt.Errorf("%s: nobody who may be named wrote it; see `weft why %s`", called(&f.Entry), asArgument(f.Entry.ID))
	}
	who, err := listedAs(all, c.Piece.Contributor.ID)
	return who, f, err
}

// ownerOf finds whose page an address is.
func (env *environment) ownerOf(all []*edition.Edition, named string) (*roster.Contributor, *edition.Found, error) {
	if !isWebAddress(named) {
		return nil, nil, nobodyListed(all, named)
	}
	for _, ed := range slices.Backward(all) {
		if c := ed.Roster.Owner(named); c != nil {
			return nil, nil, fmt.Errorf("no entry is known for %q, which is an address of %s; `weft credit %s` credits the person, `weft why %s` says what is near", named, shown(c.Name), c.ID, asArgument(named))
		}
	}
	return nil, nil, unknownEntry(named)
}

// ledgerOfCredit gives the layer whose ledger a credit belongs into: an
// overlay's, unless the public one is asked for and may have it.
func ledgerOfCredit(all []*edition.Edition, c *roster.Contributor, f *edition.Found, act policy.Act, how crediting) (*edition.Edition, int, error) {
	inside := f != nil && f.Layer > 0
	switch {
	case how.public && (c.Layer > 0 || inside):
		return nil, 0, usageError{fmt.Errorf("--public: %s is internal, and the public ledger must not name it", map[bool]string{true: "that entry", false: shown(c.Name)}[inside])}
	case how.public:
		return all[0], 0, keepInside(all, 0, "--note", how.note)
	}
	for _, ed := range slices.Backward(all[1:]) {
		listed, ok := ed.Roster.Contributor(c.ID)
		if !ok || act.Not && !attested(ed, listed, act, len(ed.Layers)-1) {
			continue
		}
		return ed, len(ed.Layers) - 1, nil
	}
	if act.Not { // it stands in the public one, or nowhere
		return all[0], 0, nil
	}
	return nil, 0, usageError{errors.New("credit: no overlay is at hand, and what you know would stand where everybody reads it; if that is right, add --public")}
}

// attested reports whether the ledger of a layer holds a credit that an act
// takes back.
func attested(ed *edition.Edition, c *roster.Contributor, act policy.Act, layer int) bool {
	return slices.ContainsFunc(ed.Credits(c), func(a policy.Act) bool {
		return act.TakesBack(a) && strings.HasPrefix(a.File, ed.Layers[layer].Name)
	})
}

// attest appends the line, unless it changes nothing.
func (env *environment) attest(all []*edition.Edition, top *edition.Edition, layer int, c *roster.Contributor, act policy.Act) error {
	listed, _ := top.Roster.Contributor(c.ID)
	for _, a := range top.Credits(listed) {
		if !act.Not && a.SameCredit(act) && strings.HasPrefix(a.File, top.Layers[layer].Name) {
			env.say("%s: attested so already by %s on %s (%s:%d), nothing to do", shown(c.Name), shown(a.By), day(top, a.At), a.File, a.Line)
			return nil
		}
	}
	if act.Not && !attested(top, listed, act, layer) {
		return fmt.Errorf("%s: there is no such credit to take back%s", shown(c.Name), creditsOf(all, c))
	}
	file, err := appendTo(top, layer, policy.LedgerFile, act)
	if err != nil {
		return err
	}
	switch {
	case act.Not:
		env.say("%s: took back what was attested of %s", file, shown(c.Name))
	default:
		env.say("%s: %s is credited, attested by %s: %s", file, shown(c.Name), shown(act.By), shown(act.Note))
		env.say("    it is shown with your name and today's date, and never counted")
	}
	env.say("next: `weft build` shows it%s", toReaders(top.Site))
	return nil
}

// creditsOf lists what stands of somebody, so that it can be named.
func creditsOf(all []*edition.Edition, c *roster.Contributor) string {
	var notes []string
	for _, ed := range all {
		listed, ok := ed.Roster.Contributor(c.ID)
		if !ok {
			continue
		}
		for _, a := range ed.Credits(listed) {
			if said := fmt.Sprintf("%q (%s:%d)", a.Note, a.File, a.Line); !slices.Contains(notes, said) {
				notes = append(notes, said)
			}
		}
	}
	if len(notes) == 0 {
		return ""
	}
	return "; there are: " + shown(strings.Join(notes, ", "))
}

// creditWords say what is attested.
func creditWords(ed *edition.Edition, a policy.Act) string {
	of := ""
	if a.URL != "" {
		of = ", of " + ed.Absolute(a.URL)
	}
	return fmt.Sprintf("attested by %s on %s%s: %s (%s:%d)", a.By, day(ed, a.At), of, a.Note, a.File, a.Line)
}
