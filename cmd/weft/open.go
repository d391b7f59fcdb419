package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"weft/internal/config"
	"weft/internal/edition"
)

// load opens an edition and shows what warns; problems that are errors stop.
func (env *environment) load(p *edition.Project, e config.Edition, at edition.Moment) (*edition.Edition, error) {
	ed, probs, err := p.Load(e, at)
	if err != nil {
		return nil, err
	}
	if err := probs.Err(); err != nil {
		return nil, err
	}
	env.warn(probs)
	return ed, nil
}

// loadToRead opens an edition like load, and first looks through what came in
// since it was last asked. Where the archive cannot be written, or another
// program writes it, what was found before is shown, and said to be.
func (env *environment) loadToRead(ctx context.Context, p *edition.Project, e config.Edition, at edition.Moment) (*edition.Edition, error) {
	ed, err := env.load(p, e, at)
	if err != nil {
		return nil, err
	}
	if err := env.catchUp(ctx, ed); err != nil {
		return nil, errors.Join(err, ed.Close())
	}
	return ed, nil
}

// catchUp looks through what came in, for a command that only shows.
func (env *environment) catchUp(ctx context.Context, ed *edition.Edition) error {
	err := env.tagEdition(ctx, ed)
	if err == nil || ctx.Err() != nil {
		return err
	}
	waiting, _, failed := ed.Waiting()
	if failed != nil || waiting == 0 {
		return failed
	}
	env.say("%s: %s not looked through for themes and for words of others: %v", ed.Edition.Name, count(waiting, "entry is", "entries are"), err)
	return nil
}

// catchUpAll looks through what came in for every edition.
func (env *environment) catchUpAll(ctx context.Context, all []*edition.Edition) error {
	for _, ed := range all {
		if err := env.catchUp(ctx, ed); err != nil {
			return err
		}
	}
	return nil
}

// moment reads --as-of: the end of that day in the site's zone.
func (env *environment) moment(p *edition.Project, asOf string) (edition.Moment, error) {
	at := edition.Moment{Now: env.now()}
	if asOf == "" {
		return at, nil
	}
	day, err := time.ParseInLocation(time.DateOnly, asOf, p.Site.Calendar.Zone)
	if err != nil {
		return at, usageError{fmt.Errorf("--as-of %q is no day; write it like 2026-11-22", asOf)}
	}
	at.AsOf = day.AddDate(0, 0, 1).Add(-time.Second)
	return at, nil
}

// desk opens the site for a curator at work: what they are shown and freeze is
// of this moment, or of the day they look back to.
func (env *environment) desk(asOf string) (*edition.Project, edition.Moment, error) {
	p, err := env.project()
	if err != nil {
		return nil, edition.Moment{}, err
	}
	at, err := env.moment(p, asOf)
	at.Live = true
	return p, at, err
}

// named finds the edition of a flag; an empty name means the public one.
func named(p *edition.Project, name string) (config.Edition, error) {
	if name == "" {
		name = config.Public
	}
	e, ok := p.Site.Edition(name)
	if !ok {
		return e, usageError{fmt.Errorf("no edition %q; site.toml declares the editions under [[edition]], and \"public\" is always there", name)}
	}
	if !p.AtHand(e) {
		return e, fmt.Errorf("edition %q: the folder %s is not here; get it, or build the others", name, e.Overlay)
	}
	return e, nil
}
