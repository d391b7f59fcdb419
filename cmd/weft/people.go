package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"weft/internal/edition"

	"github.com/spf13/cobra"
)

// A peopling is what is asked about people whose ideas carry.
type peopling struct {
	name, asOf string // edition, day
	json       bool
	by, note   string
	not        bool
	public     bool
}

func newPeople(env *environment) *cobra.Command {
	var how peopling
	cmd := &cobra.Command{
		Use: "people [suggest [NAME]|confirm NAME]", Short: "show whose ideas were taken up, and confirm who may be named", GroupID: everyDay,
		Long: "People lists whose ideas were taken up in the last half year, alphabetically:\n" +
			"inside the home organisation first, then by how many people in how many\n" +
			"organisations and sectors, and what is missing before somebody may be named a\n" +
			"supporter or a super-connector. Nobody is named on a page before you confirm it.\n\n" +
			"Confirm NAME lets somebody be named: a line in content/ledger.jsonl, or in the\n" +
			"overlay's, where the person or what shows it is internal; --public chooses the\n" +
			"public one. With --not they are not named, and no draft asks again. Ask them\n" +
			"first, or tell them.\n\n" +
			"Suggest shows who is cited or mentioned by three or more contributors and\n" +
			"stands on no list, with where, and how to take them up. It offers nobody who\n" +
			"opted out. Suggest NAME --not, by the name or address it shows, never offers\n" +
			"that one again: a line in the overlay's ledger, or with --public in the public\n" +
			"one. Suggest NAME takes it back.",
		Example: "  weft people\n  weft people --edition internal --as-of 2026-06-30\n  weft people confirm idris-vaughan --note 'glad to be named, by mail'\n  weft people suggest\n  weft people suggest news.example --not --note 'a newspaper, nobody to ask'",
		Args:    cobra.MaximumNArgs(2), ValidArgsFunction: complete(2, env.peopleOr),
		RunE: func(cmd *cobra.Command, args []string) error {
			return env.peopling(cmd.Context(), args, how)
		},
	}
	cmd.Flags().StringVar(&how.name, "edition", "", "as this `edition` sees it (default public)")
	cmd.Flags().StringVar(&how.asOf, "as-of", "", "what was known at the end of this `day`")
	cmd.Flags().BoolVar(&how.json, "json", false, "one JSON object a person on stdout")
	cmd.Flags().StringVar(&how.by, "by", "", "with NAME: `who` says so (default: $WEFT_BY, or git's user)")
	cmd.Flags().StringVar(&how.note, "note", "", "with NAME: `why`, for whoever asks later")
	cmd.Flags().BoolVar(&how.not, "not", false, "with NAME: they are not to be named, or suggested")
	cmd.Flags().BoolVar(&how.public, "public", false, "with NAME: write into the public ledger")
	completeFlag(cmd, "edition", env.editionNames)
	return cmd
}

// peopleOr lists what may stand behind `weft people`.
func (env *environment) peopleOr(args []string) []string {
	if len(args) == 0 {
		return []string{"confirm", "suggest"}
	}
	if args[0] == "confirm" {
		return env.people(args[1:])
	}
	return nil
}

// check refuses what goes with something else.
func (h peopling) check(args []string) error {
	what := strings.Join(args[:min(1, len(args))], "")
	writes := h.by != "" || h.note != "" || h.not || h.public
	reads := h.name != "" || h.asOf != "" || h.json
	switch {
	case what != "" && what != "suggest" && what != "confirm":
		return usageError{fmt.Errorf("people: nothing is called %q; there are `weft people`, `weft people suggest` and `weft people confirm NAME`", what)}
	case what == "confirm" && len(args) < 2:
		return usageError{errors.New("people: confirm whom? `weft people confirm NAME`, by id or name; `weft people` lists who waits")}
	case len(args) < 2 && writes:
		return usageError{errors.New("people: --by, --note, --not and --public go with `weft people confirm NAME` and `weft people suggest NAME`")}
	case len(args) == 2 && reads:
		return usageError{errors.New("people: --edition, --as-of and --json go with the lists; what is said of a NAME is of today")}
	}
	return printable("--note", h.note)
}

func (env *environment) peopling(ctx context.Context, args []string, how peopling) error {
	how.note = strings.TrimSpace(how.note)
	if err := how.check(args); err != nil {
		return err
	}
	switch {
	case len(args) == 2 && args[0] == "suggest":
		return env.suggestion(ctx, args[1], how)
	case len(args) == 2:
		return env.confirm(ctx, args[1], how)
	}
	p, err := env.project()
	if err != nil {
		return err
	}
	e, err := named(p, how.name)
	if err != nil {
		return err
	}
	at, err := env.moment(p, how.asOf)
	if err != nil {
		return err
	}
	defer frugal(buildingMemory)()
	if len(args) == 1 {
		return env.suggestPeople(ctx, p, e.Name, at, how)
	}
	ed, err := env.loadToRead(ctx, p, e, at)
	if err != nil {
		return err
	}
	defer ed.Close()
	return env.listPeople(ed, how)
}

// listPeople shows everybody whose ideas were taken up, by name.
func (env *environment) listPeople(ed *edition.Edition, how peopling) error {
	all, err := ed.Taken()
	if err != nil {
		return err
	}
	if how.json {
		rows := make([]edition.TakenRow, 0, len(all))
		for i := range all {
			rows = append(rows, ed.Row(&all[i]))
		}
		return writeLinesOf(env.stdout, rows)
	}
	if len(all) == 0 {
		env.say("not enough to say: nobody's ideas were taken up in the last half year, as far as links and quotes show; `weft credit NAME --note …` records what they do not")
		return nil
	}
	var waiting []string
	env.sheet(func(s *sheet) {
		for i := range all {
			writeTaken(s, ed, &all[i])
			if all[i].State() == edition.Waiting {
				waiting = append(waiting, all[i].Person.ID)
			}
		}
	})
	if len(waiting) > 0 {
		env.say("next: ask %s, then `weft people confirm %s`; until then no page names them", count(len(waiting), "person who waits", "people who wait"), waiting[0])
	}
	return nil
}

// writeTaken shows one person: the sentences, how far from being named, and
// what shows it.
func writeTaken(s *sheet, ed *edition.Edition, t *edition.Taken) {
	s.head("%s (%s)%s", t.Person.Name, t.Person.ID, inOverlay(ed, t.Person.Layer))
	for _, sentence := range ed.Sentences(t) {
		s.line("%s", sentence)
	}
	s.line("%s", stateWords(ed, t))
	for _, e := range t.Evidence {
		s.more("%s: “%s” by %s, of “%s” %s", day(ed, e.At), e.From.Title, e.From.Contributor.Name, e.To.Title, ed.Absolute(e.From.URL))
	}
	for _, a := range t.Credits {
		s.more("%s", creditWords(ed, a))
	}
	if t.Person.Correction != "" {
		s.more("in their own words: %s", t.Person.Correction)
	}
}

func inOverlay(ed *edition.Edition, layer int) string {
	if layer == 0 {
		return ""
	}
	return " [internal: " + strings.TrimSuffix(ed.Layers[layer].Name, "/") + "]"
}

// roles says as what somebody may be named.
func roles(t *edition.Taken) string {
	switch {
	case t.Supporter && t.SuperConnector:
		return "supporter and super-connector"
	case t.SuperConnector:
		return "super-connector"
	}
	return "supporter"
}

func stateWords(ed *edition.Edition, t *edition.Taken) string {
	switch t.State() {
	case edition.Named:
		return fmt.Sprintf("%s: confirmed by %s on %s (%s:%d)", roles(t), t.Naming.By, day(ed, t.Naming.At), t.Naming.File, t.Naming.Line)
	case edition.Waiting:
		return fmt.Sprintf("could be named %s, and waits for a curator: `weft people confirm %s`", roles(t), t.Person.ID)
	case edition.Unnamed:
		return fmt.Sprintf("over the thresholds, and not to be named: %s on %s (%s:%d)", t.Naming.By, day(ed, t.Naming.At), t.Naming.File, t.Naming.Line)
	case edition.Known:
		return "not named: " + strings.Join(ed.Lacks(t), ", ")
	}
	if len(t.Evidence) == 0 {
		return "not enough to say: no link or quote shows it"
	}
	return "not enough to say: " + strings.Join(ed.Lacks(t), ", ")
}
