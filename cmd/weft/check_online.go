package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"weft/internal/amend"
	"weft/internal/edition"
	"weft/internal/entry"
	"weft/internal/fetch"
	"weft/internal/lint"
)

// online asks each feed of the lists once, conditionally and within the bounds
// of a fetch, and adds to a report what is wrong with them. It records nothing:
// it is for whoever looks at the lists, on any machine.
func (env *environment) online(ctx context.Context, dir string, only []lint.Place, report lint.Report) (lint.Report, error) {
	p, _, err := edition.Open(dir)
	if err != nil || p == nil {
		report.Notes = append(report.Notes, "no feed was asked: site.toml cannot be read; mend it, and check again")
		return report, nil
	}
	all, probs, err := p.Listings()
	if err != nil {
		return report, err
	}
	if probs.Errors() > 0 {
		report.Notes = append(report.Notes, "no feed was asked: mend the errors in the lists, and check again")
		return report, nil
	}
	due, waiting := env.toAsk(all, only)
	told, err := env.askOnce(ctx, p, due)
	if err != nil {
		return report, err
	}
	report.Problems = slices.Concat(report.Problems, lint.Together(told)).Sorted()
	report.Notes = append(append(report.Notes, waiting...), answeredWell(len(due), told))
	return report, nil
}

// toAsk picks the feeds that are meant, without those whose host asked to wait.
func (env *environment) toAsk(all []edition.Listing, only []lint.Place) (due []edition.Listing, waiting []string) {
	for _, l := range all {
		meant := len(only) == 0 || slices.ContainsFunc(only, func(at lint.Place) bool { return at.Holds(l.File, l.Line) })
		switch at := l.State.Next; {
		case !meant:
		case l.State.Reason == "deferred" && env.now().Before(at):
			waiting = append(waiting, fmt.Sprintf("%s:%d: %s was not asked: its host asked to wait until %s", l.File, l.Line, l.Key, at.UTC().Format("2 January 2006 15:04 MST")))
		default:
			due = append(due, l)
		}
	}
	return due, waiting
}

func (env *environment) askOnce(ctx context.Context, p *edition.Project, due []edition.Listing) ([]lint.Told, error) {
	reqs := make([]fetch.Request, len(due))
	for i, l := range due {
		reqs[i] = fetch.Request{URL: l.Key, Network: l.Network, Auth: l.Auth, ETag: l.State.ETag, LastModified: l.State.LastModified, ValidatedURL: l.State.Validated}
	}
	show := newProgress(env.stderr)
	defer show.end()
	done := 0
	var told []lint.Told
	err := env.client(p, fetch.Options{Attempts: 1}).All(ctx, reqs, func(i int, o fetch.Outcome) {
		done++
		line := ""
		if done%100 == 0 {
			line = fmt.Sprintf("%d of %d feeds asked", done, len(due))
		}
		show.step(fmt.Sprintf("asking %d of %d: %s", done, len(due), due[i].Key), line)
		told = append(told, ofListing(due[i], o, env)...)
	})
	if err != nil {
		return nil, fmt.Errorf("interrupted: %d of %s asked; nothing was changed", done, count(len(due), "feed", "feeds")) // not as after a fetch, which goes on
	}
	return told, nil
}

func ofListing(l edition.Listing, o fetch.Outcome, env *environment) []lint.Told {
	if o.Permanent == l.State.Moved && l.State.MovedTimes >= amend.Enough { // told with its change
		o.Permanent = ""
	}
	probs, reason := amend.OfVisit(l.Feed, o, env.now())
	var out []lint.Told
	for _, p := range probs {
		t := lint.Told{Problem: p}
		if o.Err != nil {
			host := entry.Host(l.Key)
			t.Alike, t.What = host+" "+reason, fmt.Sprintf("of %s: %s", host, strings.TrimPrefix(p.Message, "the feed "))
		}
		out = append(out, t)
	}
	return out
}

// answeredWell counts how the feeds answered.
func answeredWell(n int, told []lint.Told) string {
	ill := map[string]bool{}
	for _, t := range told {
		ill[fmt.Sprint(t.File, t.Line)] = true
	}
	return fmt.Sprintf("%s asked, nothing recorded: %d %s well", count(n, "feed", "feeds"), n-len(ill), plural(n-len(ill), "answers", "answer"))
}
