package main

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"weft/internal/edition"
	"weft/internal/entry"
	"weft/internal/influence"
)

// severally is how many contributors must cite or mention somebody who is on no
// list, for them to be suggested.
const severally = 3

// A candidateRow is a line of `weft people suggest --json`.
type candidateRow struct {
	Name    string        `json:"name"`
	Address string        `json:"address"`
	By      []string      `json:"by"` // ids of contributors
	Shown   []evidenceRow `json:"shown"`
}

type evidenceRow struct {
	From    string `json:"from"`
	By      string `json:"by"`
	Address string `json:"address"`
	Passage string `json:"passage"`
}

// suggestPeople shows who is cited or mentioned by several and on no list.
func (env *environment) suggestPeople(ctx context.Context, p *edition.Project, name string, at edition.Moment, how peopling) error {
	desks, done, err := env.open(p, at)
	if err != nil {
		return err
	}
	defer done()
	ed := desks[slices.IndexFunc(desks, func(ed *edition.Edition) bool { return ed.Edition.Name == name })]
	if err := env.catchUp(ctx, ed); err != nil {
		return err
	}
	all, err := strangers(ed, severally)
	if err != nil {
		return err
	}
	found := len(all)
	all = slices.DeleteFunc(all, func(c influence.Candidate) bool { return turnedDown(desks, &c) })
	if n := found - len(all); n > 0 {
		env.say("%s no more, as a curator said; the ledgers have who: `weft people suggest NAME` takes it back", count(n, "further one is offered", "further ones are offered"))
	}
	if how.json {
		rows := make([]candidateRow, 0, len(all))
		for i := range all {
			rows = append(rows, rowOf(ed, &all[i]))
		}
		return writeLinesOf(env.stdout, rows)
	}
	if len(all) == 0 {
		env.say("nobody to suggest: no name and no address outside your lists is cited or mentioned by %d contributors in the last half year", severally)
		return nil
	}
	env.sheet(func(s *sheet) {
		for i := range all {
			writeCandidate(s, ed, &all[i])
		}
	})
	env.say("next: ask whether they want to be read here; nothing is added by itself; whom you do not want: `weft people suggest NAME --not`")
	return nil
}

// strangers gives who is on no list and cited or mentioned by so many; the digest
// itself, to which many link, is nobody.
func strangers(ed *edition.Edition, least int) ([]influence.Candidate, error) {
	all, err := ed.Candidates(least)
	own := entry.Host(ed.Site.BaseURL)
	return slices.DeleteFunc(all, func(c influence.Candidate) bool { return c.Address != "" && c.Address == own }), err
}

func rowOf(ed *edition.Edition, c *influence.Candidate) candidateRow {
	row := candidateRow{Name: c.Name, Address: c.Address, By: []string{}, Shown: []evidenceRow{}}
	for _, by := range c.By {
		row.By = append(row.By, by.ID)
	}
	for _, sign := range c.Shown {
		row.Shown = append(row.Shown, evidenceRow{ed.Absolute(sign.From.URL), sign.From.Contributor.ID, sign.Address, sign.Passage})
	}
	return row
}

// writeCandidate shows one, with who cites or mentions them where, and how they
// are taken up.
func writeCandidate(s *sheet, ed *edition.Edition, c *influence.Candidate) {
	s.head("%s", cmp.Or(c.Name, c.Address))
	var by []string
	for _, who := range c.By {
		by = append(by, who.Name)
	}
	s.line("cited or mentioned by %s", strings.Join(by, ", "))
	for _, sign := range c.Shown {
		s.more("“%s” by %s, in “%s” %s", sign.Passage, sign.From.Contributor.Name, sign.From.Title, ed.Absolute(sign.From.URL))
	}
	s.line("to take them up: %s", takingUp(c))
}

// takingUp is the command, or the lines of a list, that reads somebody, or
// credits them.
func takingUp(c *influence.Candidate) string {
	if c.Address != "" {
		return "`weft add " + asArgument("https://"+c.Address+"/") + "`"
	}
	return fmt.Sprintf("[[contributor]] with name = %q in a list of feeds/, which needs no feed", c.Name)
}
