package edition

import (
	"errors"
	"time"

	"weft/internal/archive"
	"weft/internal/config"
	"weft/internal/diag"
	"weft/internal/health"
	"weft/internal/policy"
	"weft/internal/roster"
)

// A Report is how the feeds of all layers at hand are doing.
type Report struct {
	Feeds []health.Feed // as health.Sort has them
	// Unlisted is how many feeds are on no list any more, and Left how many
	// entries of theirs stay.
	Unlisted, Left int
	// Fetched says that something was ever asked for.
	Fetched bool
	// Absent are overlays that are not at hand: their feeds are not here.
	Absent []string
}

// Health looks at every layer that is at hand. It reads lists and archives and
// asks nobody.
func (p *Project) Health(now time.Time) (Report, diag.List, error) {
	var out Report
	var probs diag.List
	seen := map[string]bool{}
	for _, e := range p.Editions() {
		n := len(p.Site.Overlays(e))
		dir := p.LayerDir(e, n)
		if seen[dir] {
			continue
		}
		seen[dir] = true
		lists, layers, found := p.Lists(e)
		if probs = append(probs, found...); found.Errors() > 0 {
			continue
		}
		if err := p.healthOf(&out, e, n, lists, layers[n].Name); err != nil {
			return out, probs, err
		}
	}
	for _, e := range p.Site.Editions {
		if !p.AtHand(e) {
			out.Absent = append(out.Absent, e.Overlay)
		}
	}
	health.Sort(out.Feeds, now)
	return out, probs.Sorted(), nil
}

// healthOf adds the feeds of one layer.
func (p *Project) healthOf(out *Report, e config.Edition, n int, lists *roster.Roster, overlay string) error {
	db, err := archive.Open(p.ArchivePath(e, n))
	if err != nil {
		return err
	}
	defer db.Close()
	held, err := db.Holdings(health.Recent)
	states, err2 := db.Feeds()
	if err := errors.Join(err, err2); err != nil {
		return err
	}
	heirs := archive.Heirs(states, keysOf(lists, n))
	asked := map[string]archive.Feed{}
	for _, s := range states {
		asked[s.Key] = s
	}
	out.Fetched = out.Fetched || len(states) > 0
	listed := map[string]bool{policy.Contributions: true}
	for _, c := range lists.Contributors {
		for _, f := range c.Feeds {
			if f.Layer != n {
				continue
			}
			listed[f.Key] = true
			state, from := asked[f.Key], f.Key
			if old, ok := heirs[f.Key]; ok {
				from, listed[old] = old, true
			}
			state.Key = f.Key
			out.Feeds = append(out.Feeds, health.Feed{Feed: state, Held: held[from], GoesOn: heirs[f.Key], Contributor: c.ID, Name: c.Name, OptedOut: c.OptOut.All,
				Overlay: overlay, File: f.File, Line: f.Line, Local: f.Local, Network: f.Network, Auth: f.Auth, Site: c.Site, Hosts: c.Hosts})
		}
	}
	for key, h := range held {
		if !listed[key] {
			out.Unlisted, out.Left = out.Unlisted+1, out.Left+h.Entries
		}
	}
	return nil
}

func keysOf(lists *roster.Roster, n int) []string {
	var keys []string
	for _, f := range lists.Feeds(n) {
		keys = append(keys, f.Key)
	}
	return keys
}

// succeed lets entries be found by the feeds that their feeds became, so that
// what a mended address brought stays on the pages until the next fetch.
func (ed *Edition) succeed() error {
	for n, db := range ed.archives {
		heirs, err := db.Heirs(keysOf(ed.Roster, n))
		if err != nil {
			return err
		}
		for key, old := range heirs {
			ed.Roster.Succeed(old, key)
		}
	}
	return nil
}
