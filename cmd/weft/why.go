package main

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"weft/internal/edition"

	"github.com/spf13/cobra"
)

func newWhy(env *environment) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use: "why URL", Short: "say all that is known and was decided about an entry", GroupID: everyDay,
		Long: "Why says where an entry comes from and when, how its words changed, which themes\n" +
			"it has and which words prove them, whom it cites and who cites it, which rules\n" +
			"and decisions met it, what that makes of it in each edition, in which issues it\n" +
			"stands, and what weft does not know. URL is any address the entry ever had, its\n" +
			"id, or the file of a contribution. Of an address that weft has not met it says\n" +
			"what is near, and ends with exit status 1.\n\n" +
			"It shows what is internal too, and says so; it is for those who run the site.",
		Example: "  weft why https://example.org/three-in-four\n  weft why content/contributions/the-passenger-seat.md\n  weft why --json https://example.org/three-in-four",
		Args:    cobra.ExactArgs(1), ValidArgsFunction: complete(1, env.addresses),
		RunE: func(cmd *cobra.Command, args []string) error {
			return env.why(cmd.Context(), args[0], asJSON)
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "one JSON object")
	return cmd
}

func (env *environment) why(ctx context.Context, named string, asJSON bool) error {
	p, at, err := env.desk("")
	if err != nil {
		return err
	}
	all, closeAll, err := env.open(p, at)
	if err != nil {
		return err
	}
	defer closeAll()
	if err := env.catchUpAll(ctx, all); err != nil {
		return err
	}
	ed, f, err := env.locate(all, named)
	if err != nil {
		return err
	}
	if f == nil {
		return env.whyNot(all[len(all)-1], env.meant(all[0], named), asJSON)
	}
	account, err := ed.Account(f)
	if err != nil {
		return err
	}
	w := reasons{ed: ed, a: account, absent: absent(p)}
	for _, each := range all {
		c, err := each.Case(f.Entry.ID)
		if err != nil {
			return err
		}
		w.sights = append(w.sights, sight{each, c})
	}
	if asJSON {
		return env.object(w.object())
	}
	env.sheet(w.write)
	arg := asArgument(named)
	env.say("next: `weft tag %s THEME` (or --not THEME) where a theme is wrong; `weft decide %s ACTION --reason …` holds it back or lets it pass", arg, arg)
	return nil
}

// absent lists the overlays that are not at hand.
func absent(p *edition.Project) []string {
	var out []string
	for _, e := range p.Site.Editions {
		if !p.AtHand(e) {
			out = append(out, e.Overlay)
		}
	}
	return out
}

// whyNot says what is near an address that no entry has.
func (env *environment) whyNot(ed *edition.Edition, named string, asJSON bool) error {
	s, err := ed.Stranger(named)
	if err != nil {
		return err
	}
	w := stranger{ed, s, absent(ed.Project)}
	if !isWebAddress(s.Address) && !strings.HasPrefix(s.Address, "/") {
		return usageError{fmt.Errorf("%q is no address; give one, https://…, an entry's id, or the file of a contribution", named)}
	}
	if asJSON {
		err = env.object(w.object())
	} else {
		env.sheet(w.write)
	}
	if err != nil {
		return err
	}
	return fmt.Errorf("no entry is known for %q%s", named, w.next())
}

func (env *environment) object(v any) error {
	enc := json.NewEncoder(env.stdout)
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}
