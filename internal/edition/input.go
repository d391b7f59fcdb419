package edition

import (
	"io/fs"
	"strings"

	"weft/internal/diag"
	"weft/internal/period"
	"weft/internal/policy"
	"weft/internal/site"
	"weft/internal/theme"
)

const (
	riverLength  = 150 // pieces on the river
	recentLength = 20  // pieces on a contributor's page
)

// Input gives everything the edition's pages show. With drafts, issues that
// are still being written are among them.
func (ed *Edition) Input(templates fs.FS, drafts bool) (site.Input, diag.List, error) {
	if ed.lasting == nil {
		lasting := site.Input{Site: ed.Site, Edition: ed.Edition, Roster: ed.Roster, Themes: ed.Themes, Rules: ed.Rules,
			Gathered: ed.gathered, Newest: ed.newest, Recent: map[string][]*policy.Piece{}}
		lasting.From, lasting.To = ed.Span()
		if err := ed.pieces(&lasting); err != nil {
			return site.Input{}, nil, err
		}
		ed.lasting = &lasting
		ed.keepAnswers()
	}
	in := *ed.lasting
	in.Templates = templates
	ed.drafts = drafts
	issues, probs, err := ed.Issues()
	if err != nil {
		return in, probs, err
	}
	for _, issue := range issues {
		if drafts || !issue.Draft {
			in.Issues = append(in.Issues, issue)
		}
	}
	if in.Responses, err = ed.responses(in.Issues); err != nil {
		return in, probs, err
	}
	var found diag.List
	in.Pages, found = ed.pages()
	probs = append(probs, found...)
	return in, probs, nil
}

func (ed *Edition) pieces(in *site.Input) error {
	var err error
	if in.Window, err = ed.Window(); err != nil {
		return err
	}
	if in.River, err = ed.View.Newest(riverLength); err != nil {
		return err
	}
	if in.Citations, err = ed.Citations(); err != nil {
		return err
	}
	if err := ed.persons(in); err != nil {
		return err
	}
	if err := ed.stories(in); err != nil {
		return err
	}
	if err := ed.record(in); err != nil {
		return err
	}
	if err := ed.recent(in); err != nil {
		return err
	}
	if in.Quarters, err = ed.tallies(); err != nil {
		return err
	}
	return ed.contributions(in)
}

// crossings says, for every period that some pieces are of, which themes crossed.
func (ed *Edition) crossings(window []*policy.Piece) map[string][]theme.Crossing {
	byPeriod := map[string][]*policy.Piece{}
	cal := ed.Site.Calendar
	var last period.Period
	for _, p := range window {
		if last.Name == "" || !last.Contains(p.Date()) {
			last = cal.Of(p.Date())
		}
		byPeriod[last.Name] = append(byPeriod[last.Name], p)
	}
	out := map[string][]theme.Crossing{}
	for name, pieces := range byPeriod {
		if found := theme.Crossings(pieces, ed.Site.Thresholds.Crossing, ed.Site.SectorIDs()); len(found) > 0 {
			out[name] = found
		}
	}
	return out
}

// Crossed says which themes crossed in a period of the window.
func (ed *Edition) Crossed(p period.Period) ([]theme.Crossing, error) {
	window, err := ed.Window()
	return ed.crossings(window)[p.Name], err
}

// recent finds the newest pieces of each contributor: of the window, and, so
// that nobody's page is empty who was quiet for half a year, of their feeds.
func (ed *Edition) recent(in *site.Input) error {
	for _, p := range in.Window {
		if list := in.Recent[p.Contributor.ID]; len(list) < recentLength {
			in.Recent[p.Contributor.ID] = append(list, p)
		}
	}
	for _, c := range ed.Roster.Contributors {
		if c.OptOut.All || len(in.Recent[c.ID]) > 0 {
			continue
		}
		for _, f := range c.Feeds {
			pieces, err := ed.View.OfFeed(f.Key, recentLength)
			if err != nil {
				return err
			}
			for _, p := range pieces {
				if p.Contributor.ID == c.ID && p.Date().Before(in.To) {
					in.Recent[c.ID] = append(in.Recent[c.ID], p)
				}
			}
		}
	}
	return nil
}

// tallies says what rules and people decided. Which pieces are held, and what was
// decided on each, is for an edition with an overlay.
func (ed *Edition) tallies() ([]policy.Tally, error) {
	all, err := ed.View.Tallies(ed.Site.Calendar)
	if ed.Edition.Overlay == "" {
		for i := range all {
			all[i].Held, all[i].Deeds = nil, nil
		}
	}
	return all, err
}

// contributions gives the pieces that have their page here, whole.
func (ed *Edition) contributions(in *site.Input) error {
	keys := []string{policy.Contributions}
	for _, c := range ed.Roster.Contributors {
		for _, f := range c.Feeds {
			if f.Local {
				keys = append(keys, f.Key)
			}
		}
	}
	for _, key := range keys {
		pieces, err := ed.View.OfFeed(key, 0)
		if err != nil {
			return err
		}
		for _, p := range pieces {
			if !strings.HasPrefix(p.URL, "/") {
				continue
			}
			whole, err := ed.View.Whole(p.ID)
			if err != nil {
				return err
			}
			if whole != nil {
				in.Contributions = append(in.Contributions, whole)
			}
		}
	}
	return nil
}
