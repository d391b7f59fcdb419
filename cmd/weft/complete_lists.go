package main

import (
	"weft/internal/edition"

	"github.com/spf13/cobra"
)

// What the shell is told of lists, sectors and organisations.

// listNames lists the lists of all layers.
func (env *environment) listNames([]string) []string {
	p, ok := env.site()
	if !ok {
		return nil
	}
	files, err := p.ListFiles()
	if err != nil {
		return nil
	}
	return namesOf(files)
}

// sectorNames lists the sectors of the site.
func (env *environment) sectorNames([]string) (out []string) {
	if p, ok := env.site(); ok {
		for _, s := range p.Site.Sectors {
			out = append(out, cobra.CompletionWithDesc(s.ID, aside(s.Name)))
		}
	}
	return out
}

// organisationNames lists those that are declared in any list.
func (env *environment) organisationNames([]string) (out []string) {
	env.glance(func(ed *edition.Edition) {
		for _, o := range ed.Roster.Organisations {
			out = append(out, cobra.CompletionWithDesc(o.ID, aside(o.Name)))
		}
	})
	return out
}
