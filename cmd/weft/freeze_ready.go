package main

import (
	"errors"
	"fmt"

	"weft/internal/config"
	"weft/internal/diag"
	"weft/internal/edition"
	"weft/internal/lint"
)

// readyToFreeze looks through the files of an issue that freezing would end:
// readers have it afterwards. All of them are looked at before any is frozen;
// anyway: what is wrong is said, and stops nothing.
func (env *environment) readyToFreeze(p *edition.Project, at edition.Moment, period string, anyway bool) error {
	var all diag.List
	for _, e := range p.Editions() {
		found, err := slips(p, e, at, period)
		if err != nil {
			return err
		}
		all = append(all, found...)
	}
	all = all.Sorted()
	errs := 0
	for _, problem := range all {
		if !problem.Warning {
			env.say("%s", shown(problem.String()))
			errs++
		}
	}
	if more := len(all) - errs; more > 0 {
		env.say("%s: %s, which may be meant; `weft check` says which", period, count(more, "warning", "warnings"))
	}
	if errs > 0 && !anyway {
		return fmt.Errorf("%s has %s and was not frozen; mend %s, or freeze it as it is: `weft freeze --anyway %s`", period, count(errs, "error", "errors"), itOrThem(errs), period)
	}
	return nil
}

func itOrThem(n int) string {
	if n == 1 {
		return "it"
	}
	return "them"
}

// slips are what is wrong with the topmost layer's file of an issue; of one that
// is not there or is frozen already, nothing.
func slips(p *edition.Project, e config.Edition, at edition.Moment, period string) (diag.List, error) {
	ed, probs, err := p.Load(e, at)
	if err = errors.Join(err, probs.Err()); err != nil {
		return nil, err
	}
	defer ed.Close()
	source, found, err := ed.Source(period, len(ed.Layers)-1)
	if err != nil || !found || source.Record.Frozen && !source.File.Draft {
		return nil, err
	}
	return lint.Issue(ed, period)
}
