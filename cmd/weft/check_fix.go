package main

import (
	"errors"
	"fmt"
	"slices"

	"weft/internal/amend"
	"weft/internal/diag"
	"weft/internal/edition"
	"weft/internal/health"
	"weft/internal/lint"
)

// A fixing is what there is to change in one list.
type fixing struct {
	file  edition.ListFile
	props []amend.Proposal
}

// fix puts into the lists what fetching has learnt of their feeds.
func (env *environment) fix(args []string, f checkFlags) error {
	p, err := env.project()
	if err != nil {
		return err
	}
	only, err := env.within(p.Dir, args)
	if err != nil {
		return err
	}
	report, probs, err := p.Health(env.now())
	if err == nil {
		err = probs.Err()
	}
	if err != nil {
		return err
	}
	files, err := p.ListFiles()
	if err != nil {
		return err
	}
	props := proposals(report.Feeds)
	doing, left := chooseFixes(props, only)
	done, broken := 0, error(nil)
	for _, file := range files {
		x := fixing{file: file}
		for _, prop := range doing {
			if prop.Feed.File == file.Name {
				x.props = append(x.props, prop)
			}
		}
		n, err := env.fixList(p, x, f.asJSON)
		done, broken = done+n, errors.Join(broken, err)
	}
	if err := env.tellProblems(left, f.asJSON); err != nil {
		return err
	}
	env.tellFixed(done, len(doing), len(left))
	switch {
	case broken != nil && done > 0:
		return keptError{broken, "what was changed in other lists stays"}
	case broken == nil && done == 0 && len(left) > 0 && slices.ContainsFunc(only, func(at lint.Place) bool { return at.Line > 0 }):
		return errToMend // it was asked for, and not done
	}
	return broken
}

// proposals gives what the feeds' states call for, in the order of the lists.
func proposals(feeds []health.Feed) []amend.Proposal {
	lists := amend.NewLists(feeds)
	var out []amend.Proposal
	for i := range feeds {
		if p, ok := lists.Of(&feeds[i]); ok {
			out = append(out, p)
		}
	}
	slices.SortStableFunc(out, func(a, b amend.Proposal) int { return a.Feed.Line - b.Feed.Line })
	return out
}

// chooseFixes tells what is to be done from what is left to a person.
func chooseFixes(props []amend.Proposal, only []lint.Place) (doing []amend.Proposal, left diag.List) {
	for _, p := range props {
		named := slices.ContainsFunc(only, func(at lint.Place) bool { return at.Line > 0 && at.Holds(p.Feed.File, p.Feed.Line) })
		meant := len(only) == 0 || slices.ContainsFunc(only, func(at lint.Place) bool { return at.Holds(p.Feed.File, p.Feed.Line) })
		switch {
		case !meant:
		case p.Not != "", p.Asked() && !named:
			left.Warn(p.Feed.File, p.Feed.Line, p.Next(), "left as it is: %s", p.Why())
		default:
			doing = append(doing, p)
		}
	}
	return doing, left.Sorted()
}

// fixList changes one list, all of what there is to change in it or nothing.
func (env *environment) fixList(p *edition.Project, x fixing, asJSON bool) (done int, err error) {
	if len(x.props) == 0 {
		return 0, nil
	}
	data := x.file.Data
	var told diag.List
	for _, prop := range x.props {
		diff, err := prop.Diff(data)
		if err == nil {
			data, err = prop.Apply(data)
		}
		if err != nil {
			return 0, fmt.Errorf("%s:%d: %w; nothing was changed in this list", x.file.Name, prop.Feed.Line, err)
		}
		hint := prop.Reminder()
		told = append(told, diag.Problem{File: x.file.Name, Line: prop.Feed.Line, Message: prop.Done(), Hint: hint, Diff: diff})
	}
	if err := p.Try(x.file, data).Err(); err != nil {
		return 0, err
	}
	if err := replaceList(x.file, data); err != nil {
		return 0, err
	}
	return len(x.props), env.tellAs(told, "changed", asJSON)
}

func (env *environment) tellFixed(done, tried, left int) {
	switch {
	case done > 0:
		env.say("%s changed in the lists%s", count(done, "line", "lines"), leftToYou(left))
		env.say("next: weft fetch")
	case tried > 0:
	case left > 0:
		env.say("nothing was changed%s", leftToYou(left))
	default:
		env.say("nothing to fix: no feed has moved for good at %d fetches in a row", amend.Enough)
	}
}

func leftToYou(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprintf("; %s left to you", count(n, "is", "are"))
}
