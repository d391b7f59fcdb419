package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"weft/internal/archive"
	"weft/internal/edition"
	"weft/internal/enlist"
	"weft/internal/entry"
	"weft/internal/roster"
)

// known opens all that says who is listed: the lists of every edition at hand,
// and their archives.
func (env *environment) known(p *edition.Project) (enlist.Known, func(), error) {
	var rosters []*roster.Roster
	var archives []*archive.DB
	closeAll := func() {
		for _, db := range archives {
			db.Close() // it was read only
		}
	}
	opened := map[string]bool{}
	for _, e := range p.Editions() {
		r, layers, probs := p.Lists(e)
		if err := probs.Err(); err != nil {
			closeAll()
			return enlist.Known{}, nil, err
		}
		rosters = append(rosters, r)
		for n := range layers {
			path := p.ArchivePath(e, n)
			if opened[path] {
				continue
			}
			opened[path] = true
			db, err := archive.Open(path)
			if err != nil {
				closeAll()
				return enlist.Known{}, nil, err
			}
			archives = append(archives, db)
		}
	}
	return enlist.Know(rosters, archives), closeAll, nil
}

// A target is the list to write to, and, where somebody in it gets a feed, who.
type target struct {
	edition.ListFile
	sector string              // the list's own
	person *roster.Contributor // nil: a new one
}

// target finds the list: the one named, the one that has the contributor of
// --to, the only one, or the one that is chosen.
func (env *environment) target(ctx context.Context, p *edition.Project, known enlist.Known, w newcomer) (target, error) {
	var t target
	if w.to != "" {
		c, ok := known.Contributor(w.to)
		if !ok {
			return t, fmt.Errorf("add: no contributor %q; `weft export people` lists those there are, and --id makes a new one", shown(w.to))
		}
		t.person = c
		w.list = cmp.Or(w.list, c.File)
	}
	var err error
	if t.ListFile, err = env.list(ctx, p, w); err != nil {
		return t, err
	}
	for _, r := range known.Rosters {
		for _, l := range r.Lists {
			if l.File == t.Name {
				t.sector = l.Sector
			}
		}
	}
	return t, nil
}

func (env *environment) list(ctx context.Context, p *edition.Project, w newcomer) (edition.ListFile, error) {
	if w.list != "" {
		f, err := p.List(w.list)
		if errors.Is(err, edition.ErrNoList) {
			err = usageError{fmt.Errorf("--list: %w", err)}
		}
		return f, err
	}
	all, err := p.ListFiles()
	if err != nil {
		return edition.ListFile{}, err
	}
	public := slices.DeleteFunc(slices.Clone(all), func(f edition.ListFile) bool { return f.Layer > 0 })
	switch {
	case len(public) == 1:
		return public[0], nil
	case len(all) == 0:
		return edition.ListFile{}, usageError{errors.New("there is no list yet; name one, and it is made: --list people")}
	case w.yes || !env.asks():
		return edition.ListFile{}, usageError{fmt.Errorf("which list? there are several; add --list with one of: %s", strings.Join(namesOf(all), ", "))}
	}
	n, err := env.choose(ctx, "which list?", namesOf(all))
	if err != nil {
		return edition.ListFile{}, err
	}
	return all[n], nil
}

func namesOf(files []edition.ListFile) []string {
	var out []string
	for _, f := range files {
		out = append(out, f.Name)
	}
	return out
}

// narrow leaves of a page's feeds those to choose from: for somebody who is
// listed, the further ones. Where one is listed, so is whose page it is.
func narrow(address string, known enlist.Known, offers []enlist.Offer, to edition.ListFile, w newcomer) ([]enlist.Offer, error) {
	fresh := unlisted(known, offers)
	if w.to != "" && len(fresh) > 0 {
		return fresh, nil
	}
	if w.id != "" || len(fresh) == len(offers) {
		return offers, nil
	}
	for _, o := range offers {
		if l, ok := known.Feed(append(o.Also, o.Address)...); ok && !publishing(l, to, w) {
			return nil, fmt.Errorf("%w%s", refused(l, address, w), furtherFeeds(l, fresh))
		}
	}
	return offers, nil
}

// unlisted gives what is not listed yet.
func unlisted(known enlist.Known, offers []enlist.Offer) []enlist.Offer {
	var out []enlist.Offer
	for _, o := range offers {
		if _, listed := known.Feed(append(o.Also, o.Address)...); !listed {
			out = append(out, o)
		}
	}
	return out
}

// furtherFeeds says how the other feeds of a page come into the list.
func furtherFeeds(l enlist.Listed, fresh []enlist.Offer) string {
	if len(fresh) == 0 || l.Contributor.OptOut.All {
		return ""
	}
	return fmt.Sprintf("\n    hint: the page has a further feed; if it is theirs: weft add --to %s %s", l.Contributor.ID, asArgument(fresh[0].Address))
}

// which chooses among what was found: the only one, the best with --yes, or the
// one that is picked. Where nobody can be asked it lists them.
func (env *environment) which(ctx context.Context, address string, found enlist.Result, w newcomer) (enlist.Offer, error) {
	if len(found.Offers) == 1 || w.yes {
		return found.Offers[0], nil
	}
	env.say("%s has %d feeds:", shown(found.Asked), len(found.Offers))
	if env.asks() {
		var options []string
		for _, o := range found.Offers {
			options = append(options, offered(o))
		}
		n, err := env.choose(ctx, "which one?", options)
		if err != nil {
			return enlist.Offer{}, err
		}
		return found.Offers[n], nil
	}
	for _, o := range found.Offers {
		env.say("    %s", shown(offered(o)))
		env.say("        weft add %s", asArgument(o.Address))
	}
	return enlist.Offer{}, usageError{fmt.Errorf("add: which feed? give the address of the one you mean, or --yes for the first: weft add --yes %s", asArgument(address))}
}

// offered says what a feed is, for whoever chooses.
func offered(o enlist.Offer) string {
	said := enlist.CleanName(cmp.Or(o.Feed.Title, o.Title, "without a title")) + ": " + enlist.Describe(o.Found) + " (" + o.Address
	if forms := o.Forms(); len(forms) > 0 {
		said += "; also as " + forms[0]
	}
	return said + ")"
}

// refuseListed refuses whoever is listed already.
func (env *environment) refuseListed(address string, known enlist.Known, o enlist.Offer, found enlist.Result, to edition.ListFile, w newcomer) error {
	l, listed, err := known.Check(o, found)
	if err != nil || !listed {
		return err
	}
	switch {
	case l.Feed == nil && (l.Contributor.ID == w.to || w.id != ""): // their page: a further feed of theirs, or of somebody who shares it
		return nil
	case publishing(l, to, w):
		env.say("%s lists it too, as %s, for colleagues; in %s it is public", l.Place(), l.Contributor.ID, to.Name)
		return nil
	}
	return refused(l, address, w)
}

// publishing reports whether somebody whom an overlay alone lists is put into a
// public list that was named: that is a decision, and not a slip.
func publishing(l enlist.Listed, to edition.ListFile, w newcomer) bool {
	return w.list != "" && l.Layer() > to.Layer
}

// refused says who is there already, and what can be done.
func refused(l enlist.Listed, address string, w newcomer) error {
	c := l.Contributor
	said := fmt.Sprintf("%s is listed already: %s (%s), %s", shown(address), shown(c.Name), c.ID, l.Place())
	switch {
	case l.Feed != nil && entry.AddressKey(l.Feed.Key) != entry.AddressKey(address) && entry.AddressKey(l.Feed.Key) != entry.AddressKey("https://"+address):
		said += ", with the feed " + l.Feed.Key
	case l.Feed == nil:
		said = fmt.Sprintf("%s is in a list already: %s (%s), %s", shown(c.Name), shown(address), c.ID, l.Place())
	}
	if l.Why != "" {
		said += "; " + shown(l.Why)
	}
	said += "; nothing was added"
	switch {
	case c.OptOut.All:
		said += "\n    hint: they asked not to be shown (opt_out); leave it so"
	case l.Layer() > 0 && w.list == "":
		said += "\n    hint: that list is for colleagues alone; to publish them as well, name the public list: --list people"
	case l.Feed == nil:
		said += fmt.Sprintf("\n    hint: if this is a further feed of theirs: weft add --to %s %s; if it is somebody else's, give an --id", c.ID, asArgument(address))
	}
	return errors.New(said)
}
