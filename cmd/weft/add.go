package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"weft/internal/config"
	"weft/internal/diag"
	"weft/internal/edition"
	"weft/internal/enlist"
	"weft/internal/fetch"

	"github.com/spf13/cobra"
)

func newAdd(env *environment) *cobra.Command {
	var w newcomer
	cmd := &cobra.Command{
		Use: "add URL", Short: "find the feed of a blog and put its writer into a list", GroupID: everyDay,
		Long: "Add asks a page for its feeds and shows what each holds; with several it asks\n" +
			"which. It then adds a contributor to a list: nothing else in the file changes.\n" +
			"Somebody who is listed already is not added twice, also not under another\n" +
			"address of the same blog. URL may be the feed itself.\n\n" +
			"Only the address you name is asked, what that page points to, and the places\n" +
			"where blogs commonly have their feed.",
		Example: "  weft add wetwalls.example\n  weft add https://example.org/blog/ --list housing --sector housing --sector health\n  weft add https://example.org/podcast.xml --to ana-pop",
		Args:    cobra.ExactArgs(1), ValidArgsFunction: cobra.NoFileCompletions,
		RunE: func(cmd *cobra.Command, args []string) error {
			w.sectorsGiven = cmd.Flags().Changed("sector")
			return env.add(cmd.Context(), args[0], w)
		},
	}
	f := cmd.Flags()
	f.StringVar(&w.list, "list", "", "the `list` to add to, such as housing or feeds/housing.toml; a new one is made")
	f.StringVar(&w.name, "name", "", "the `name` readers see (default: the feed's author, or its title)")
	f.StringVar(&w.id, "id", "", "the `id`, for good (default: made of the name)")
	f.StringSliceVar(&w.sectors, "sector", nil, "a `sector` they write in; may be repeated; '' for none")
	f.StringVar(&w.organisation, "organisation", "", "the id of the `organisation` they work for")
	f.StringVar(&w.to, "to", "", "add the feed to the contributor with this `id`")
	f.BoolVar(&w.private, "private", false, "the host may be in a private network, and the feed is listed so")
	f.BoolVar(&w.yes, "yes", false, "ask nothing: take the best feed")
	f.BoolVar(&w.dryRun, "dry-run", false, "show what would be written, and write nothing")
	completeFlag(cmd, "list", env.listNames)
	completeFlag(cmd, "sector", env.sectorNames)
	completeFlag(cmd, "to", env.people)
	completeFlag(cmd, "organisation", env.organisationNames)
	return cmd
}

// A newcomer is what the command line says of somebody to be added.
type newcomer struct {
	list, name, id, organisation, to string
	sectors                          []string
	sectorsGiven                     bool
	private, yes, dryRun             bool
}

// add goes the whole way; nothing is written before its end.
func (env *environment) add(ctx context.Context, address string, w newcomer) error {
	if err := w.check(); err != nil {
		return err
	}
	if err := env.addressable(address); err != nil {
		return err
	}
	p, err := env.project()
	if err != nil {
		return err
	}
	known, closeAll, err := env.known(p)
	if err != nil {
		return err
	}
	defer closeAll()
	if err := w.fits(p, known); err != nil {
		return err
	}
	l, listed := known.Feed(address, "https://"+address)
	if listed && l.Layer() == 0 && w.to == "" { // whatever list was meant
		return refused(l, address, w)
	}
	to, err := env.target(ctx, p, known, w)
	if err != nil {
		return err
	}
	if listed && !publishing(l, to.ListFile, w) {
		return refused(l, address, w)
	}
	found, err := env.probe(ctx, p, address, w)
	if l, ok := known.Page(address, "https://"+address); ok && err != nil && w.to == "" && w.id == "" {
		return refused(l, address, w) // why it cannot be had is no matter then
	}
	if err != nil {
		return err
	}
	if found.Offers, err = narrow(address, known, found.Offers, to.ListFile, w); err != nil {
		return err
	}
	offer, err := env.which(ctx, address, found, w)
	if err != nil {
		return err
	}
	if err := env.refuseListed(address, known, offer, found, to.ListFile, w); err != nil {
		return err
	}
	if w.to != "" {
		return env.addFeed(p, to, offer, w)
	}
	return env.addContributor(ctx, p, known, to, offer, found, w)
}

// check refuses what no site is needed to refuse.
func (w *newcomer) check() error {
	w.sectors = slices.DeleteFunc(w.sectors, func(s string) bool { return s == "" })
	switch {
	case w.to != "" && (w.name != "" || w.id != "" || w.organisation != "" || w.sectorsGiven):
		return usageError{errors.New("add: --to adds a feed to somebody who is listed; --name, --id, --sector and --organisation are of somebody new")}
	case w.id != "" && !config.ValidID(w.id):
		return usageError{fmt.Errorf("add: --id %q; %s", shown(w.id), config.IDHint)}
	case w.name != "" && enlist.CleanName(w.name) != strings.TrimSpace(w.name):
		return usageError{fmt.Errorf("add: --name %q holds what would not be seen, or is too long; %q would do", shown(w.name), enlist.CleanName(w.name))}
	}
	w.name = strings.TrimSpace(w.name)
	return nil
}

// fits refuses what the site does not know.
func (w *newcomer) fits(p *edition.Project, known enlist.Known) error {
	for _, s := range w.sectors {
		if _, ok := p.Site.Sector(s); !ok {
			return fmt.Errorf("add: sector %q is not declared; %s", shown(s), diag.DidYouMean(s, p.Site.SectorIDs(), "site.toml has: "+strings.Join(p.Site.SectorIDs(), ", ")))
		}
	}
	if w.organisation != "" {
		if err := knownOrganisation(known, w.organisation); err != nil {
			return err
		}
	}
	if w.id != "" {
		if c, taken := known.Contributor(w.id); taken {
			return fmt.Errorf("add: the id %q is that of %s, %s:%d; choose another, or add the feed to them: --to %s", w.id, shown(c.Name), c.File, c.Line, c.ID)
		}
	}
	return nil
}

func knownOrganisation(known enlist.Known, id string) error {
	var ids []string
	for _, r := range known.Rosters {
		if _, ok := r.Organisation(id); ok {
			return nil
		}
		for _, o := range r.Organisations {
			if !slices.Contains(ids, o.ID) {
				ids = append(ids, o.ID)
			}
		}
	}
	hint := "declare it in a list first: [[organisation]] id = \"…\" name = \"…\""
	if len(ids) > 0 {
		hint = "the lists have: " + strings.Join(ids, ", ")
	}
	return fmt.Errorf("add: organisation %q is not declared; %s", shown(id), diag.DidYouMean(id, ids, hint))
}

// longestAsk is how long one address may take: somebody sits and waits.
const longestAsk = 15 * time.Second

// probe asks the blog, and explains where it cannot be had or has no feed.
func (env *environment) probe(ctx context.Context, p *edition.Project, address string, w newcomer) (enlist.Result, error) {
	show := newProgress(env.stderr)
	client := env.client(p, fetch.Options{Attempts: 2, Timeout: longestAsk})
	found, err := enlist.Probe{Client: client, Private: w.private, Now: env.now(), Step: func(a string) { show.step("asking "+a, "") }}.Find(ctx, address)
	show.end()
	var failed *enlist.Unreachable
	switch {
	case errors.As(err, &failed) && failed.Private && !w.private:
		var f *fetch.Failure
		errors.As(failed.Failure, &f)
		return found, fmt.Errorf("%s: %s; nothing was added\n    hint: if that is meant, weft add --private %s; the feed is then listed with network = \"private\"", failed.Address, f.Text, asArgument(address))
	case err != nil:
		return found, err
	case len(found.Offers) == 0:
		return found, fmt.Errorf("no feed was found; nothing was added\n    %s\n    hint: look for a link called RSS or Feed on the page, or ask its owner, and give that address to `weft add`; for somebody without a blog see \"People without a blog\" in docs/curators.md", strings.Join(found.Reasons(), "\n    "))
	}
	return found, nil
}

// addressable refuses what is no web address: a slip, or a file.
func (env *environment) addressable(address string) error {
	if !strings.Contains(address, "://") && (strings.HasSuffix(address, ".opml") || isFile(address) || isFile(filepath.Join(env.dir, address))) {
		return usageError{fmt.Errorf("add: %q is a file; give the web address of a blog, or take in a list of feeds: `weft import FILE.opml`", shown(address))}
	}
	if !couldBeAddress(address) {
		return usageError{fmt.Errorf("add: %q is no web address; give that of the blog or its feed, as a browser shows it", shown(address))}
	}
	return nil
}

func isFile(name string) bool {
	info, err := os.Stat(name)
	return err == nil && info.Mode().IsRegular()
}

// couldBeAddress tells a slip from an address that may lack its scheme.
func couldBeAddress(s string) bool {
	scheme, rest, hasScheme := strings.Cut(strings.TrimSpace(s), "://")
	if !hasScheme {
		rest = strings.TrimPrefix(scheme, "feed:")
	}
	host, _, _ := strings.Cut(strings.TrimLeft(rest, "/"), "/")
	halfScheme := !hasScheme && (host == "http" || host == "https" || strings.HasSuffix(host, ":"))
	return host != "" && !halfScheme && !strings.HasPrefix(host, ".") && !strings.ContainsAny(rest, " \t\n") && (hasScheme || !strings.Contains(host, "@")) &&
		(!hasScheme || scheme == "http" || scheme == "https" || scheme == "feed" || scheme == "feed:http" || scheme == "feed:https")
}
