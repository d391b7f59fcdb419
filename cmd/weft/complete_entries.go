package main

import (
	"io"
	"slices"
	"strings"

	"weft/internal/edition"
	"weft/internal/policy"

	"github.com/spf13/cobra"
)

// What the shell is told of what only the site's files and archives know:
// themes, people, entries. Nothing is said, and nothing written.

// glance opens the topmost edition at hand to look at it once; a site that
// cannot be read is not looked at.
func (env *environment) glance(look func(*edition.Edition)) {
	quiet := *env
	quiet.stderr = io.Discard
	p, at, err := quiet.desk("")
	if err != nil {
		return
	}
	editions := p.Editions()
	ed, _, err := p.Load(editions[len(editions)-1], at)
	if err != nil || ed == nil {
		return
	}
	defer ed.Close()
	look(ed)
}

// themeIDs lists the themes that are not named yet, each with its label.
func (env *environment) themeIDs(args []string) (out []string) {
	env.glance(func(ed *edition.Edition) {
		for _, t := range ed.Themes {
			if !slices.Contains(args, t.ID) {
				out = append(out, cobra.CompletionWithDesc(t.ID, aside(t.Label)))
			}
		}
	})
	return out
}

// addresses lists those of the entries of the last half year, held ones too,
// the newest first, each with its title.
func (env *environment) addresses([]string) (out []string) {
	env.glance(func(ed *edition.Edition) {
		from, _ := ed.Span()
		pieces, err := ed.View.Judged(from, ed.Now())
		if err != nil {
			return
		}
		for _, p := range pieces {
			if printable("the address", p.URL) == nil {
				out = append(out, cobra.CompletionWithDesc(p.URL, aside(p.Title)))
			}
		}
	})
	return out
}

// people lists the contributors who are not named yet, each with their name.
func (env *environment) people(args []string) (out []string) {
	env.glance(func(ed *edition.Edition) {
		for _, c := range ed.Roster.Contributors {
			if !c.OptOut.All && !slices.Contains(args, c.ID) {
				out = append(out, cobra.CompletionWithDesc(c.ID, aside(c.Name)))
			}
		}
	})
	return out
}

// addressThen lists addresses for the first argument, and something else for
// those behind it.
func (env *environment) addressThen(next func(args []string) []string) func(args []string) []string {
	return func(args []string) []string {
		if len(args) == 0 {
			return env.addresses(args)
		}
		return next(args)
	}
}

func actionNames() []string {
	var names []string
	for _, a := range policy.Actions() {
		names = append(names, string(a))
	}
	return names
}

// aside makes strangers' words fit to stand beside a completion: one line, and
// nothing that moves a cursor.
func aside(s string) string { return strings.Join(strings.Fields(shown(s)), " ") }

// anyNumber is for commands that take as many arguments as one likes.
const anyNumber = 1 << 16
