package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"weft/internal/diag"
	"weft/internal/edition"
	"weft/internal/policy"

	"github.com/spf13/cobra"
)

func newTag(env *environment) *cobra.Command {
	var not []string
	var by string
	cmd := &cobra.Command{
		Use: "tag URL THEME… [--not THEME]", Short: "say which themes an entry is about, and which not", GroupID: everyDay,
		Long: "Tag adds a line to content/tags.jsonl (of the overlay, where the entry or the\n" +
			"theme is the overlay's): your word goes over what weft found. What was said\n" +
			"of other themes stays. URL is any address the entry ever had, its id, or the\n" +
			"file of a contribution. Issues that are frozen keep the themes they had.",
		Example: "  weft tag https://example.org/a good-neighbours\n  weft tag https://example.org/a --not damp-and-mould --by 'Ada Jones'",
		Args:    cobra.MinimumNArgs(1), ValidArgsFunction: complete(anyNumber, env.addressThen(env.themeIDs)),
		RunE: func(cmd *cobra.Command, args []string) error {
			return env.tagEntry(cmd.Context(), args[0], tagging{yes: args[1:], not: not, by: by})
		},
	}
	cmd.Flags().StringArrayVar(&not, "not", nil, "a `theme` it is not about; may be repeated")
	cmd.Flags().StringVar(&by, "by", "", "`who` says so (default: $WEFT_BY, or git's user)")
	completeFlag(cmd, "not", env.themeIDs)
	return cmd
}

// A tagging is what somebody says about an entry's themes.
type tagging struct {
	yes, not []string
	by       string
}

func (t tagging) all() []string { return slices.Concat(t.yes, t.not) }

// check refuses what says nothing, or two things at once.
func (t tagging) check() error {
	if len(t.all()) == 0 {
		return usageError{errors.New("tag: no theme is named; `weft tag URL THEME` confirms one, --not THEME strikes one out")}
	}
	for _, id := range t.yes {
		if slices.Contains(t.not, id) {
			return usageError{fmt.Errorf("tag: %q stands on both sides; name it once, as a theme or behind --not", id)}
		}
	}
	return nil
}

// tagEntry records what is said.
func (env *environment) tagEntry(ctx context.Context, named string, t tagging) error {
	if err := t.check(); err != nil {
		return err
	}
	p, all, done, err := env.deskInTurn()
	if err != nil {
		return err
	}
	defer done()
	if err := knownThemes(all, t.all()); err != nil {
		return err
	}
	if err := env.catchUpAll(ctx, all); err != nil { // it says which themes the entry had
		return err
	}
	_, f, err := env.locate(all, named)
	switch {
	case err != nil:
		return err
	case f == nil:
		return unknownEntry(named)
	}
	if t.by, err = env.person(ctx, p.Dir, t.by); err != nil {
		return err
	}
	return env.record(all, f, t)
}

// knownThemes refuses themes that no file declares.
func knownThemes(all []*edition.Edition, ids []string) error {
	var known []string
	for _, ed := range all {
		for _, theme := range ed.Themes {
			known = append(known, theme.ID)
		}
	}
	slices.Sort(known)
	known = slices.Compact(known)
	for _, id := range ids {
		if slices.Contains(known, id) {
			continue
		}
		there := "there is none yet: make a file content/themes/" + id + ".md"
		if len(known) > 0 {
			there = diag.DidYouMean(id, known, "") + " there are: " + strings.Join(known, ", ")
		}
		return usageError{fmt.Errorf("no theme %q; %s", id, strings.TrimSpace(there))}
	}
	return nil
}

// knowing is the topmost edition that holds an entry and knows all the themes;
// nil when none does both.
func knowing(all []*edition.Edition, id string, themes []string) (*edition.Edition, *edition.Found, error) {
	for _, ed := range slices.Backward(all) {
		unknown := func(theme string) bool { _, known := ed.ThemeLayer(theme); return !known }
		f, err := ed.Holds(id)
		if err != nil || f != nil && !slices.ContainsFunc(themes, unknown) {
			return ed, f, err
		}
	}
	return nil, nil, nil
}

// lines are what is written, by layer: in that of the entry, and further up
// what is said of an overlay's theme, so that nothing internal gets into a
// public file and all that is public counts in the public edition.
func (t tagging) lines(ed *edition.Edition, f *edition.Found, at time.Time) map[int]policy.TagLine {
	lines := map[int]policy.TagLine{}
	say := func(ids []string, put func(*policy.TagLine, string)) {
		for _, id := range ids {
			n, _ := ed.ThemeLayer(id)
			n = max(n, f.Layer)
			line := lines[n]
			line.URL, line.By, line.At = f.Entry.URL, t.by, at
			put(&line, id)
			lines[n] = line
		}
	}
	say(t.yes, func(line *policy.TagLine, id string) { line.Themes = append(line.Themes, id) })
	say(t.not, func(line *policy.TagLine, id string) { line.Not = append(line.Not, id) })
	for n := range lines {
		lines[n] = lines[n].Recorded()
	}
	return lines
}

func (env *environment) record(all []*edition.Edition, found *edition.Found, t tagging) error {
	ed, f, err := knowing(all, found.Entry.ID, t.all())
	if err != nil {
		return err
	}
	if ed == nil {
		return fmt.Errorf("no edition has both %s and %s; they lie in different overlays", called(&found.Entry), strings.Join(t.all(), ", "))
	}
	before, err := ed.CaseOf(f, ed.View)
	if err != nil {
		return err
	}
	if before.Barred == policy.OptedOut {
		return fmt.Errorf("%s: its author wants no trace of it, so nothing is said about it; see `weft why %s`", called(&f.Entry), asArgument(f.Entry.ID))
	}
	if t.said(ed.View, before) {
		env.say("%s: said so already, nothing to do%s", called(&f.Entry), whereSaid(before.Said, t.all()))
		return nil
	}
	lines := t.lines(ed, f, env.now())
	then := ed.View.Saying(slices.Collect(maps.Values(lines))...) // of one time, and never of one theme
	after, err := ed.CaseOf(f, then)
	if err != nil {
		return err
	}
	if !t.said(then, after) {
		return fmt.Errorf("%s: a line with a later time goes over yours%s; mend its time, or this machine's clock", called(&f.Entry), whereSaid(after.Said, t.all()))
	}
	for _, n := range slices.Sorted(maps.Keys(lines)) {
		file, err := appendTo(ed, n, policy.TagFile, lines[n])
		if err != nil {
			return err
		}
		env.say("%s: added a line about %s", file, called(&f.Entry))
	}
	env.tellThemes(ed, "before", before, ed.View)
	env.tellThemes(ed, "now", after, then)
	env.tellFrozenThemes(ed, f)
	env.say("next: `weft build` shows it")
	return nil
}

// said reports whether curators have said all of it already.
func (t tagging) said(view *policy.View, c *policy.Case) bool {
	yes, no := view.Curated(c)
	return within(t.yes, yes) && within(t.not, no)
}

func within(some, all []string) bool {
	return !slices.ContainsFunc(some, func(s string) bool { return !slices.Contains(all, s) })
}

// lastAbout is the last line that says something of any of the themes; nil when
// none does.
func lastAbout(said []policy.TagLine, themes []string) *policy.TagLine {
	for i := range slices.Backward(said) {
		about := slices.Concat(said[i].Themes, said[i].Not)
		if slices.ContainsFunc(themes, func(id string) bool { return slices.Contains(about, id) }) {
			return &said[i]
		}
	}
	return nil
}

// whereSaid names that line.
func whereSaid(said []policy.TagLine, themes []string) string {
	line := lastAbout(said, themes)
	if line == nil || line.Line == 0 {
		return ""
	}
	return fmt.Sprintf(" (%s:%d, by %s)", line.File, line.Line, cmp.Or(shown(line.By), "nobody named"))
}

// tellThemes says which themes an entry has, and who says so.
func (env *environment) tellThemes(ed *edition.Edition, when string, c *policy.Case, view *policy.View) {
	var said []string
	if c.Piece != nil {
		for _, tag := range c.Piece.Tags {
			said = append(said, ed.Label(tag.Theme)+" ("+tag.By+")")
		}
	}
	_, struck := view.Curated(c)
	words := "no theme"
	if len(said) > 0 {
		words = strings.Join(said, ", ")
	}
	for i, id := range struck {
		if i == 0 {
			words += "; struck out: "
		} else {
			words += ", "
		}
		words += ed.Label(id)
	}
	env.say("    %s: %s", when, shown(words))
}

// tellFrozenThemes says which issues keep the themes they had.
func (env *environment) tellFrozenThemes(ed *edition.Edition, f *edition.Found) {
	placings, _ := ed.Placings(f.Entry.ID, f.Keys())
	for _, p := range placings {
		if p.Frozen && p.Kept && !p.Draft {
			env.say("    %s is frozen and keeps the themes it had", p.File)
		}
	}
}
