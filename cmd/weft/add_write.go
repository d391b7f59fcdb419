package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"weft/internal/atomicfile"
	"weft/internal/edition"
	"weft/internal/enlist"
	"weft/internal/roster"
	"weft/internal/tomlfile"
)

// contributors is the list of tables that people stand in.
const contributors = "contributor"

// addContributor writes somebody new.
func (env *environment) addContributor(ctx context.Context, p *edition.Project, known enlist.Known, to target, o enlist.Offer, found enlist.Result, w newcomer) error {
	row := enlist.RowOf(o, found, p.Site.Language)
	_, from := enlist.NameOf(o.Feed, found.Page)
	if w.name != "" {
		row.Name, from = w.name, ""
	}
	if l, shared := known.Page(row.Site); shared && l.Layer() <= to.Layer {
		row.Site = "" // a page of two people finds neither
	}
	if err := refuseNamesake(known, row.Name, o, to, w); err != nil {
		return err
	}
	row.ID = w.id
	if row.ID == "" {
		row.ID = enlist.FreeID(row.Name, o.Address, func(id string) bool { return takenFor(known, id, o) })
	}
	row.Organisation = w.organisation
	env.say("%s", shown(offered(o)))
	var err error
	if row.Sectors, err = env.sectorsFor(ctx, p, to, row.Name, w); err != nil {
		return err
	}
	data, err := tomlfile.AddTables(to.Data, contributors, row.Table())
	if err != nil {
		return byHand(to.Name, err, row.Table().Text(contributors))
	}
	var notes []string
	if from != "" {
		notes = append(notes, "the name is "+from+"; change it if it is wrong, and leave the id")
	}
	if row.Sectors == nil && to.sector == "" && !w.sectorsGiven {
		notes = append(notes, fmt.Sprintf("they have no sector; to give them one, write sectors = [%q] below their name", firstOf(p.Site.SectorIDs(), "housing")))
	}
	if o.Private && to.Layer == 0 && len(p.Site.AllOverlays()) > 0 {
		notes = append(notes, fmt.Sprintf("the feed lies in a private network and %s is public; what only colleagues may see belongs into a list of an overlay", to.Name))
	}
	return env.writeList(p, to.ListFile, data, row.Table().Text(contributors), w.dryRun, notes)
}

// byHand says why a list was left alone and, where a person can write what weft
// does not, what that is.
func byHand(name string, err error, block string) error {
	if !errors.Is(err, tomlfile.ErrForm) || block == "" {
		return fmt.Errorf("%s: %w", name, err)
	}
	lines := strings.ReplaceAll("\n"+strings.TrimSpace(block), "\n", "\n      ")
	return fmt.Errorf("%s: %w; nothing was added\n    hint: this is to go into it, in the form that it has:%s", name, err, lines)
}

func firstOf(list []string, otherwise string) string {
	if len(list) > 0 {
		return list[0]
	}
	return otherwise
}

// takenFor reports whether an id is somebody else's. An overlay may know the
// same person by it: then it is the right one.
func takenFor(known enlist.Known, id string, o enlist.Offer) bool {
	c, taken := known.Contributor(id)
	if !taken {
		return false
	}
	l, same := known.Feed(o.Address)
	return !same || l.Contributor != c || c.ID != id || l.Layer() == 0
}

// refuseNamesake refuses a second contributor of a name: neither would be found
// by it any more.
func refuseNamesake(known enlist.Known, name string, o enlist.Offer, to target, w newcomer) error {
	c := known.Name(name)
	if c == nil || w.id != "" || c.Layer > to.Layer {
		return nil
	}
	if c.OptOut.All {
		return fmt.Errorf("%s:%d: %s asked not to be shown (opt_out); nothing was added\n    hint: if this is somebody else of that name, give an --id", c.File, c.Line, shown(c.Name))
	}
	return fmt.Errorf("%s (%s) is in a list already, %s:%d; nothing was added\n    hint: if this is a further feed of theirs: weft add --to %s %s; if it is somebody else of that name, give an --id", shown(c.Name), c.ID, c.File, c.Line, c.ID, asArgument(o.Address))
}

// sectorsFor gives the sectors of somebody new: those given, those of the list,
// or those that are chosen.
func (env *environment) sectorsFor(ctx context.Context, p *edition.Project, to target, name string, w newcomer) ([]string, error) {
	switch {
	case w.sectorsGiven && len(w.sectors) == 0 && to.sector != "":
		return []string{}, nil
	case w.sectorsGiven:
		return w.sectors, nil
	case to.sector != "" || w.yes || !env.asks() || len(p.Site.Sectors) == 0:
		return nil, nil
	}
	var names []string
	for _, s := range p.Site.Sectors {
		names = append(names, s.Name)
	}
	picked, err := env.chooseAny(ctx, "which sectors does "+name+" write in? numbers, or nothing:", names)
	if err != nil {
		return nil, err
	}
	var out []string
	for _, i := range picked {
		out = append(out, p.Site.Sectors[i].ID)
	}
	return out, nil
}

// addFeed gives somebody who is listed a further feed.
func (env *environment) addFeed(p *edition.Project, to target, o enlist.Offer, w newcomer) error {
	f := enlist.Feed{URL: o.Address, Private: o.Private}
	i, here := roster.Row(to.Data, to.person.ID)
	var data []byte
	var err error
	block := ""
	switch {
	case !here && to.Layer <= to.person.Layer:
		return usageError{fmt.Errorf("add: %s is in %s:%d, not in %s; leave --list out", to.person.ID, to.person.File, to.person.Line, to.Name)}
	case !here: // an overlay adds to somebody by naming the id again
		row := enlist.Row{ID: to.person.ID, Feeds: []enlist.Feed{f}}.Table()
		data, err = tomlfile.AddTables(to.Data, contributors, row)
		block = row.Text(contributors)
	case o.Private:
		data, err = tomlfile.AddTableBelow(to.Data, contributors, i, "feed", f.Table())
		block = f.Table().Text(contributors + ".feed")
	default:
		data, err = tomlfile.AddText(to.Data, contributors, i, "feeds", f.URL)
		block = "feeds = […, " + tomlfile.Quote(f.URL) + "]\n"
	}
	if err != nil {
		return byHand(to.Name, err, block)
	}
	env.say("%s", shown(offered(o)))
	return env.writeList(p, to.ListFile, data, block, w.dryRun, nil)
}

// writeList tries a changed list, shows what is new in it, and writes it unless
// somebody saved it in the meantime.
func (env *environment) writeList(p *edition.Project, f edition.ListFile, data []byte, block string, dryRun bool, notes []string) error {
	if err := p.Try(f, data).Err(); err != nil {
		return err
	}
	line := newLine(f.Data, data)
	fmt.Fprint(env.stdout, block)
	if dryRun {
		env.say("%s:%d: this would be written%s; nothing was", f.Name, line, newList(f))
		return nil
	}
	if err := replaceList(f, data); err != nil {
		return err
	}
	env.say("%s:%d: written%s", f.Name, line, newList(f))
	for _, n := range notes {
		env.say("%s", n)
	}
	env.say("next: weft fetch")
	return nil
}

// writeRows is writeList for many.
func (env *environment) writeRows(p *edition.Project, f edition.ListFile, rows []enlist.Row, feeds int, dryRun bool) error {
	all, text := tables(rows)
	data, err := tomlfile.AddTables(f.Data, contributors, all...)
	if err != nil {
		return fmt.Errorf("%s: %w", f.Name, err)
	}
	if err := p.Try(f, data).Err(); err != nil {
		return err
	}
	said := fmt.Sprintf("%s with %s", count(len(rows), "contributor", "contributors"), count(feeds, "feed", "feeds"))
	if dryRun {
		fmt.Fprint(env.stdout, text)
		env.say("%s:%d: %s would be written; nothing was", f.Name, newLine(f.Data, data), said)
		return nil
	}
	if err := replaceList(f, data); err != nil {
		return err
	}
	env.say("%s:%d: %s written%s", f.Name, newLine(f.Data, data), said, newList(f))
	env.say("next: weft fetch")
	return nil
}

// newList says that a list was made: its name may be a slip of the pen.
func newList(f edition.ListFile) string {
	if f.Data != nil {
		return ""
	}
	return ", in a list that is new"
}

func replaceList(f edition.ListFile, data []byte) error {
	if f.Data == nil {
		if err := os.MkdirAll(filepath.Dir(f.Path), 0o755); err != nil {
			return err
		}
		err := atomicfile.WriteNew(f.Path, data, 0o644)
		if errors.Is(err, fs.ErrExist) {
			return fmt.Errorf("%s was made by somebody else in the meantime; run it again", f.Name)
		}
		return err
	}
	err := atomicfile.Replace(f.Path, f.Data, data, 0o644)
	if errors.Is(err, atomicfile.ErrChanged) {
		return fmt.Errorf("%s was saved by somebody else in the meantime; nothing was written: run it again", f.Name)
	}
	return err
}

// newLine is the line on which what is new begins, behind empty ones.
func newLine(old, data []byte) int {
	at := 0
	for at < len(old) && at < len(data) && old[at] == data[at] {
		at++
	}
	at = bytes.LastIndexByte(data[:at], '\n') + 1
	for at < len(data) && strings.ContainsRune("\r\n", rune(data[at])) {
		at++
	}
	return 1 + bytes.Count(data[:at], []byte("\n"))
}
