package main

import (
	"weft/internal/edition"
	"weft/internal/health"
	"weft/internal/policy"
	"weft/internal/roster"
)

// asking says whom a fetch asks, and how it tells what came.
type asking struct {
	json  bool
	force bool
	trust bool            // what a feed gives is wanted, be it another site's
	only  map[string]bool // the feeds to ask, by layer and key; nil: all
}

// within says which feeds of a layer to ask; nil: all.
func (a asking) within(layer string) func(roster.Feed) bool {
	if a.only == nil {
		return nil
	}
	return func(f roster.Feed) bool { return a.only[layer+f.Key] }
}

// pick finds the feeds that are meant by a contributor's id or name, by a
// feed's address or its host; without arguments it gives nil, for all.
func pick(p *edition.Project, args []string) (map[string]bool, error) {
	if len(args) == 0 {
		return nil, nil
	}
	listed, err := listedFeeds(p)
	if err != nil {
		return nil, err
	}
	picked, err := chosen(listed, args)
	if err != nil {
		return nil, err
	}
	only := map[string]bool{}
	for _, f := range picked {
		only[f.Overlay+f.Key] = true
	}
	return only, nil
}

// listedFeeds gives the feeds of every layer at hand, contributions too.
func listedFeeds(p *edition.Project) ([]health.Feed, error) {
	var out []health.Feed
	seen := map[string]bool{}
	for _, e := range p.Editions() {
		lists, layers, probs := p.Lists(e)
		if err := probs.Err(); err != nil {
			return nil, err
		}
		for n, layer := range layers {
			if seen[layer.Name] {
				continue
			}
			seen[layer.Name] = true
			handedIn := roster.Feed{Key: policy.Contributions, Local: true, Layer: n}
			for _, f := range append(lists.Feeds(n), handedIn) {
				listed := health.Feed{Contributor: f.Contributor, Overlay: layer.Name, Local: f.Local}
				listed.Key = f.Key
				if c, ok := lists.Contributor(f.Contributor); ok {
					listed.Name = c.Name
				}
				out = append(out, listed)
			}
		}
	}
	return out, nil
}
