package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"strings"
	"time"

	"weft/internal/atomicfile"
	"weft/internal/contribution"
	"weft/internal/diag"
	"weft/internal/edition"
	"weft/internal/leak"
	"weft/internal/policy"
	"weft/internal/roster"
	"weft/internal/route"

	"github.com/spf13/cobra"
)

// A handing is a piece that is handed in, as the command line has it.
type handing struct {
	contribution.Fields
	edition, charset, by string
	anyway               bool
}

func newContribute(env *environment) *cobra.Command {
	var h handing
	cmd := &cobra.Command{
		Use: "contribute FILE|-", Short: "take in a piece that somebody sent", GroupID: everyDay,
		Long: "Contribute makes a file in content/contributions/ of a text that somebody sent:\n" +
			"plain text, Markdown, or a page of HTML, of which the words stay. What a text\n" +
			"may not bring is taken out and told: HTML, pictures, comments, links that act,\n" +
			"settings of its own. The piece waits until somebody decides on it.\n\n" +
			"Who wrote it is said by --name, with --sector where they have one, or by\n" +
			"--author for a contributor of the lists. Somebody in no list must have agreed:\n" +
			"--consent says to what, and how you know. On a terminal weft asks for what is\n" +
			"not given. - reads the text from stdin. No file is ever overwritten.",
		Example: "  weft contribute letter.txt --name Maggie --consent 'by telephone, Ana'\n  pbpaste | weft contribute - --author maggie-fenn --title 'A knock'",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return env.contribute(cmd.Context(), args[0], h)
		},
	}
	cmd.Flags().StringVar(&h.Name, "name", "", "`who` wrote it, as it is to be signed")
	cmd.Flags().StringVar(&h.Author, "author", "", "the `id` of the contributor who wrote it, if a list has them")
	cmd.Flags().StringVar(&h.Sector, "sector", "", "the `id` of their sector; nothing for somebody without one")
	cmd.Flags().StringVar(&h.Title, "title", "", "its `title` (default: the heading it begins with)")
	cmd.Flags().StringVar(&h.Date, "date", "", "its `day`, such as 2026-11-23 (default today)")
	cmd.Flags().StringVar(&h.Licence, "licence", "", "the `licence` they gave (default: what site.toml says under [contribute])")
	cmd.Flags().StringVar(&h.Consent, "consent", "", "`what` they agreed to, and how you know")
	cmd.Flags().StringVar(&h.charset, "charset", "", "the `encoding` of the text, where it is not told right")
	cmd.Flags().StringVar(&h.edition, "edition", "", "for the `edition` whose overlay it belongs to (default public)")
	cmd.Flags().StringVar(&h.by, "by", "", "`who` takes it in (default: $WEFT_BY, or git's user)")
	cmd.Flags().BoolVar(&h.anyway, "anyway", false, "take it in although it holds what only an overlay knows")
	completeFlag(cmd, "edition", env.editionNames)
	return cmd
}

func (env *environment) contribute(ctx context.Context, file string, h handing) error {
	p, all, done, err := env.deskInTurn()
	if err != nil {
		return err
	}
	defer done()
	ed, err := editionOf(p, all, h.edition)
	if err != nil {
		return err
	}
	by, err := env.person(ctx, p.Dir, h.by)
	if err != nil {
		return err
	}
	text, err := env.sent(file, h.charset)
	if err != nil {
		return err
	}
	for _, what := range text.Told {
		env.say("%s: %s", shown(file), what)
	}
	for _, what := range text.Taken {
		env.say("%s: took out %s", shown(file), what)
	}
	if err := env.signed(ctx, ed, text, &h.Fields); err != nil {
		return err
	}
	if err := env.keptOut(all, ed, text, h); err != nil {
		return err
	}
	return env.handIn(ed, text, h.Fields, by)
}

// keptOut refuses a piece for everybody that holds what only an overlay knows: it
// would lie in a public file as soon as it is written.
func (env *environment) keptOut(all []*edition.Edition, ed *edition.Edition, text contribution.Text, h handing) error {
	if len(ed.Layers) > 1 {
		return nil
	}
	n, overlay, err := insideIn(all, string(text.File(h.Fields)), func(leak.Needle) bool { return true })
	switch {
	case n == nil || err != nil:
		return err
	case h.anyway:
		env.say("it holds %s that only %s knows: %q; `weft check` tells its line, and `weft build` stops where a page would show it", asSaid(n.What), overlay, shown(n.Text))
		return nil
	}
	return fmt.Errorf("it holds %s that only %s knows: %q; nothing was written: take that out of the text, or add --edition and the name of the edition that may read it, or --anyway", asSaid(n.What), overlay, n.Text)
}

func editionOf(p *edition.Project, all []*edition.Edition, name string) (*edition.Edition, error) {
	e, err := named(p, name)
	if err != nil {
		return nil, err
	}
	for _, ed := range all {
		if ed.Edition.Name == e.Name {
			return ed, nil
		}
	}
	return all[0], nil
}

// sent reads the text: no more of it than can be a piece.
func (env *environment) sent(file, charset string) (contribution.Text, error) {
	in := env.stdin
	if file != "-" {
		f, err := os.Open(file)
		if err != nil {
			return contribution.Text{}, fmt.Errorf("read the piece: %w", err)
		}
		defer f.Close()
		in = f
	} else if env.asks() {
		env.say("paste the text; Ctrl-D on a line of its own ends it")
	}
	data, err := io.ReadAll(io.LimitReader(in, contribution.MaxSize+1))
	if err != nil {
		return contribution.Text{}, fmt.Errorf("read the piece: %w", err)
	}
	text, err := contribution.Read(data, charset)
	if err != nil {
		return text, fmt.Errorf("%s was not taken in: %w", shown(file), err)
	}
	return text, nil
}

// signed fills in what is not said of a piece, or asks for it, and refuses what
// would not do.
func (env *environment) signed(ctx context.Context, ed *edition.Edition, text contribution.Text, f *contribution.Fields) error {
	if f.Title == "" {
		f.Title = text.Title
	}
	if f.Date == "" {
		f.Date = env.now().In(ed.Site.Calendar.Zone).Format(time.DateOnly)
	}
	if f.Licence == "" {
		f.Licence = ed.Site.Contribute.Licence
	}
	if _, err := time.Parse(time.DateOnly, f.Date); err != nil {
		return usageError{fmt.Errorf("--date %q is no day; write it like 2026-11-23", f.Date)}
	}
	if err := wellSigned(ed, f); err != nil {
		return err
	}
	if env.asks() {
		if err := env.askAuthor(ctx, ed, f); err != nil {
			return err
		}
	}
	for _, said := range []struct{ flag, value string }{{"--title", f.Title}, {"--name", f.Name}, {"--licence", f.Licence}, {"--consent", f.Consent}} {
		if err := printable(said.flag, said.value); err != nil {
			return err
		}
	}
	return unsigned(ed, f)
}

// askAuthor asks for what is missing. What would be refused is refused before
// the next question.
func (env *environment) askAuthor(ctx context.Context, ed *edition.Edition, f *contribution.Fields) (err error) {
	if f.Title == "" {
		if f.Title, err = env.askUntil(ctx, "what is it called?"); err != nil {
			return err
		}
	}
	if f.Author == "" && f.Name == "" {
		if f.Name, err = env.askUntil(ctx, "who wrote it, as it is to be signed?"); err != nil {
			return err
		}
	}
	if err := wellSigned(ed, f); err != nil || writer(ed, f) != nil {
		return err
	}
	if f.Sector == "" && len(ed.Site.Sectors) > 0 {
		options := []string{"none"}
		for _, s := range ed.Site.Sectors {
			options = append(options, s.Name)
		}
		n, err := env.choose(ctx, "in which sector are they?", options)
		if err != nil {
			return err
		}
		if n > 0 {
			f.Sector = ed.Site.Sectors[n-1].ID
		}
	}
	if f.Consent == "" {
		f.Consent, err = env.askUntil(ctx, "what did they agree to, and how do you know?")
	}
	return err
}

// writer gives the contributor of the lists who wrote a piece; nil: somebody who
// is in none.
func writer(ed *edition.Edition, f *contribution.Fields) *roster.Contributor {
	if f.Author == "" {
		return ed.Roster.Named(f.Name)
	}
	c, _ := ed.Roster.Contributor(f.Author)
	if c != nil && c.Handed {
		return nil
	}
	return c
}

// wellSigned refuses what is said of a piece's writer and cannot be, whatever else
// is still to be said.
func wellSigned(ed *edition.Edition, f *contribution.Fields) error {
	c := writer(ed, f)
	switch {
	case f.Author != "" && f.Name != "":
		return usageError{errors.New("contribute: --author and --name both say who wrote it; give one")}
	case f.Author != "" && c == nil:
		return usageError{fmt.Errorf("contribute: no contributor has the id %q; %s", f.Author, diag.DidYouMean(f.Author, ids(ed), "somebody in no list signs with --name"))}
	case c != nil && c.OptOut.All, c == nil && ed.Roster.Names(f.Name):
		return fmt.Errorf("%q asked to be left out, and that goes over everything: ask them, and take the wish out of the lists first", f.Author+f.Name)
	}
	if _, ok := ed.Site.Sector(f.Sector); c == nil && f.Sector != "" && !ok {
		return usageError{fmt.Errorf("contribute: sector %q is not declared; %s", f.Sector, diag.DidYouMean(f.Sector, ed.Site.SectorIDs(), "there are: "+strings.Join(ed.Site.SectorIDs(), ", ")))}
	}
	return nil
}

// unsigned refuses a piece that could not be shown, and names all that is missing.
func unsigned(ed *edition.Edition, f *contribution.Fields) error {
	var missing []string
	if strings.TrimSpace(f.Title) == "" {
		missing = append(missing, `the piece has no title; add --title "…", or begin the text with a heading, # Like this`)
	}
	c := writer(ed, f)
	if c != nil {
		f.Author, f.Name, f.Sector = c.ID, "", ""
	}
	nobody := c == nil && strings.TrimSpace(f.Name) == ""
	if nobody {
		missing = append(missing, "nobody is named who wrote it; add --name \"…\", as it is to be signed, or --author with the id of a contributor")
	}
	if c == nil && strings.TrimSpace(f.Consent) == "" {
		who := fmt.Sprintf("%q is in no list, so", f.Name)
		if nobody {
			who = "of somebody who is in no list"
		}
		missing = append(missing, fmt.Sprintf("%s what they agreed to goes on record; add --consent \"shown under my first name; by telephone, %s, Ana\"", who, f.Date))
	}
	if len(missing) == 0 {
		return nil
	}
	return usageError{errors.New("contribute: " + strings.Join(missing, "\n    "))}
}

func ids(ed *edition.Edition) []string {
	var all []string
	for _, c := range ed.Roster.Contributors {
		if !c.OptOut.All {
			all = append(all, c.ID)
		}
	}
	return all
}

// handIn has the piece wait before it is there: a piece is never without its
// line in the ledger.
func (env *environment) handIn(ed *edition.Edition, text contribution.Text, f contribution.Fields, by string) error {
	layer := len(ed.Layers) - 1
	slug := contribution.Slug(f.Title, func(slug string) bool { return ed.HasPiece(slug) })
	dir, err := ed.ContributionDir(layer)
	if err != nil {
		return err
	}
	act := policy.Act{Act: policy.ActDecide, URL: route.Contribution(slug), Action: policy.Review, Reason: "handed in; nobody has looked at it yet", By: by, At: env.now()}.Recorded()
	ledger, err := appendTo(ed, layer, policy.LedgerFile, act)
	if err != nil {
		return err
	}
	if err := atomicfile.WriteNew(filepath.Join(dir, slug+".md"), text.File(f), 0o644); err != nil {
		return fmt.Errorf("write the piece: %w", err)
	}
	name := path.Join(policy.Contributions, slug+".md")
	env.say("%s%s: made, by %s", ed.Layers[layer].Name, name, shown(f.Author+f.Name))
	env.say("%s: it waits for somebody to decide", ledger)
	if away := staysAway([]*edition.Edition{ed}, ed.Layers[layer].Name+name); away != nil {
		env.say("%s", away)
		return nil
	}
	env.say("next: read it and mend what needs mending; `weft fetch` takes it in, then `weft review` shows what waits, or `weft decide %s publish --reason …` decides at once", name)
	return nil
}
