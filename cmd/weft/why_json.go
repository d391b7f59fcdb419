package main

import (
	"strings"

	"weft/internal/edition"
	"weft/internal/entry"
	"weft/internal/policy"
	"weft/internal/text"
)

// An explained entry is what `weft why --json` prints.
type explained struct {
	Known        bool                `json:"known"`
	ID           string              `json:"id"`
	URL          string              `json:"url"`
	Title        string              `json:"title"`
	Overlay      string              `json:"overlay"`
	Contributor  string              `json:"contributor"`
	Name         string              `json:"name"`
	Organisation string              `json:"organisation"`
	Relation     string              `json:"relation"`
	Sectors      []string            `json:"sectors"`
	Byline       []string            `json:"byline"`
	Feed         string              `json:"feed"`
	File         string              `json:"file"`
	Line         int                 `json:"line"`
	CarriedBy    []string            `json:"carried_by"`
	AlsoAt       []string            `json:"also_at"`
	Published    string              `json:"published"`
	Updated      string              `json:"updated"`
	FirstSeen    string              `json:"first_seen"`
	LastSeen     string              `json:"last_seen"`
	InFeed       bool                `json:"in_feed"`
	TakenBack    bool                `json:"taken_back"`
	Withdrawn    string              `json:"withdrawn"`
	HeldUntil    string              `json:"held_until"`
	Period       string              `json:"period"`
	Addresses    []string            `json:"addresses"`
	Others       []string            `json:"others"`
	Versions     []versionJSON       `json:"versions"`
	Themes       []entry.Tag         `json:"themes"`
	Suggested    []entry.Tag         `json:"suggested"`
	StruckOut    []string            `json:"struck_out"`
	Said         []saidJSON          `json:"said"`
	Cites        []whyCitation       `json:"cites"`
	CitedBy      []whyCitation       `json:"cited_by"`
	Credits      []edition.CreditRow `json:"credits"`
	Rules        []ruleJSON          `json:"rules"`
	Decisions    []decisionJSON      `json:"decisions"`
	Appeals      []appealJSON        `json:"appeals"`
	Editions     []editionJSON       `json:"editions"`
	Digests      []placingJSON       `json:"digests"`
	Unknown      []string            `json:"unknown"`
}

// A versionJSON is one version of an entry's words.
type versionJSON struct {
	Seen   string `json:"seen"`
	Title  string `json:"title"`
	Words  int    `json:"words"`
	Change string `json:"change"`
}

// A saidJSON is what a curator said of the themes.
type saidJSON struct {
	Themes []string `json:"themes"`
	Not    []string `json:"not"`
	By     string   `json:"by"`
	At     string   `json:"at"`
	File   string   `json:"file"`
	Line   int      `json:"line"`
}

// A whyCitation is a citation from or to the entry.
type whyCitation struct {
	edition.CitationRow
	InWindow bool   `json:"in_window"`
	Title    string `json:"title"`
	Overlay  string `json:"overlay"`
}

// A ruleJSON is a rule that met the entry.
type ruleJSON struct {
	ID     string `json:"id"`
	Action string `json:"action"`
	Reason string `json:"reason"`
	Owner  string `json:"owner"`
	Final  bool   `json:"final"`
	Until  string `json:"until"`
	Ended  bool   `json:"ended"`
	File   string `json:"file"`
	Line   int    `json:"line"`
}

// A decisionJSON is what a person decided.
type decisionJSON struct {
	Action string `json:"action"`
	Reason string `json:"reason"`
	Until  string `json:"until"`
	By     string `json:"by"`
	At     string `json:"at"`
	File   string `json:"file"`
	Line   int    `json:"line"`
	Stands bool   `json:"stands"`
}

// An editionJSON is what becomes of the entry in one edition.
type editionJSON struct {
	Name    string `json:"name"`
	Shown   bool   `json:"shown"`
	Action  string `json:"action"`
	Verdict string `json:"verdict"`
}

// A placingJSON is an issue that has to do with the entry.
type placingJSON struct {
	Period  string `json:"period"`
	File    string `json:"file"`
	Line    int    `json:"line"`
	Section string `json:"section"`
	Draft   bool   `json:"draft"`
	Frozen  bool   `json:"frozen"`
	Offered bool   `json:"offered"`
	Kept    bool   `json:"kept"`
	By      string `json:"by"` // who froze the issue, and when
	At      string `json:"at"`
}

func placingRow(ed *edition.Edition, p edition.Placing) placingJSON {
	row := placingJSON{Period: p.Period, File: p.File, Line: p.Line, Section: p.Section, Draft: p.Draft, Frozen: p.Frozen, Offered: p.Offered, Kept: p.Kept}
	if a := freezeOf(ed, p); a != nil {
		row.By, row.At = a.By, stampOf(a.At)
	}
	return row
}

func (w *reasons) object() explained {
	e, f, c := w.entry(), w.a.Found, w.a.Case
	out := explained{Known: true, ID: e.ID, URL: e.URL, Title: e.Title, Overlay: w.overlay(f.Layer), Byline: w.bylines(), Feed: e.Feed,
		Published: stampOf(e.Published), Updated: stampOf(e.Updated), FirstSeen: stampOf(e.FirstSeen), LastSeen: stampOf(f.LastSeen), InFeed: f.InFeed(), TakenBack: f.Gone, Withdrawn: stampOf(e.Withdrawn), HeldUntil: stampOf(f.Due),
		Period: w.ed.Site.Calendar.Of(e.Date()).Name, Addresses: filled(f.Addresses), Others: filled(f.Others), CarriedBy: []string{}, AlsoAt: filled(w.alsoAt()),
		Sectors: []string{}, Themes: []entry.Tag{}, Suggested: []entry.Tag{}, StruckOut: []string{}, Unknown: filled(w.gaps())}
	for _, feed := range f.Feeds {
		if feed != e.Feed {
			out.CarriedBy = append(out.CarriedBy, feed)
		}
	}
	if c.Host != nil {
		out.Contributor, out.Name = c.Host.ID, c.Host.Name
	}
	if c.Feed != nil {
		out.File, out.Line = c.Feed.File, c.Feed.Line
	}
	if p := c.Piece; p != nil {
		out.Contributor, out.Name, out.Relation, out.Sectors = p.Contributor.ID, p.Contributor.Name, string(p.Relation), filled(p.Sectors)
		out.Themes, out.Suggested = filled(p.Tags), filled(p.Suggested)
		if p.Organisation != nil {
			out.Organisation = p.Organisation.ID
		}
		_, struck := w.ed.View.Curated(c)
		out.StruckOut = filled(struck)
	}
	w.listed(&out)
	return out
}

// listed adds what comes in lists of things of their own.
func (w *reasons) listed(out *explained) {
	out.Versions, out.Said = []versionJSON{}, []saidJSON{}
	for i, v := range w.a.Found.Versions {
		row := versionJSON{Seen: stampOf(v.Seen), Title: v.Title, Words: text.CountWords(v.Plain)}
		if i > 0 {
			row.Change = changed(w.a.Found.Versions[i-1], v)
		}
		out.Versions = append(out.Versions, row)
	}
	for _, t := range w.a.Case.Said {
		out.Said = append(out.Said, saidJSON{filled(t.Themes), filled(t.Not), t.By, stampOf(t.At), t.File, t.Line})
	}
	out.Cites, out.CitedBy = w.citationRows(w.a.Cites, false), w.citationRows(w.a.CitedBy, true)
	out.Credits = w.ed.CreditRows(w.credits())
	out.Rules, out.Decisions = ruleRows(w.a.Case.Hits), decisionRows(w.a.Case.Acts)
	out.Appeals = appealRows(w.appeals())
	out.Editions, out.Digests = []editionJSON{}, []placingJSON{}
	for _, each := range w.sights {
		row := editionJSON{Name: each.ed.Edition.Name, Verdict: verdict(each.ed, each.c)}
		if each.c != nil && each.c.Piece != nil {
			row.Shown, row.Action = each.c.Visible, string(each.c.Piece.Decision.Action)
		}
		out.Editions = append(out.Editions, row)
	}
	for _, p := range w.a.Placings {
		out.Digests = append(out.Digests, placingRow(w.ed, p))
	}
}

func (w *reasons) overlay(layer int) string { return strings.TrimSuffix(w.ed.Layers[layer].Name, "/") }

func (w *reasons) citationRows(cites []edition.Cited, citing bool) []whyCitation {
	out := []whyCitation{}
	for i := range cites {
		c := &cites[i]
		row := whyCitation{CitationRow: w.ed.CitationRow(&c.Citation), InWindow: c.Counting}
		other := c.To
		if citing {
			other = c.From
		}
		if other != nil {
			row.Title, row.Overlay = other.Title, w.overlay(other.Layer)
		}
		out = append(out, row)
	}
	return out
}

func ruleRows(hits []policy.Hit) []ruleJSON {
	out := []ruleJSON{}
	for _, h := range hits {
		out = append(out, ruleJSON{h.Rule.ID, string(h.Action), h.Reason, h.Rule.Owner, h.Rule.Final, stampOf(h.Until), h.Ended, h.Rule.File, h.Rule.Line})
	}
	return out
}

func decisionRows(acts []policy.Act) []decisionJSON {
	out := []decisionJSON{}
	for i, a := range acts {
		out = append(out, decisionJSON{string(a.Action), a.Reason, stampOf(a.Until), a.By, stampOf(a.At), a.File, a.Line, i == len(acts)-1})
	}
	return out
}

// filled makes an empty list of none, as JSON readers expect.
func filled[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

// An unmet address is what `weft why --json` prints of one that no entry has.
type unmet struct {
	Known       bool           `json:"known"`
	URL         string         `json:"url"`
	Contributor string         `json:"contributor"`
	OptedOut    bool           `json:"opted_out"`
	Feeds       []unmetFeed    `json:"feeds"`
	CitedBy     []string       `json:"cited_by"`
	Digests     []placingJSON  `json:"digests"`
	Decisions   []decisionJSON `json:"decisions"`
	Near        []string       `json:"near"`
}

// An unmetFeed is a feed of the one at whose address it would lie.
type unmetFeed struct {
	Feed     string `json:"feed"`
	Entries  int    `json:"entries"`
	Oldest   string `json:"oldest"`
	LastGood string `json:"last_good"`
}

func (w *stranger) object() unmet {
	out := unmet{URL: w.s.Address, Contributor: w.s.OwnerID, OptedOut: w.s.OptedOut, Feeds: []unmetFeed{}, CitedBy: []string{}, Digests: []placingJSON{},
		Decisions: decisionRows(w.s.Acts), Near: filled(w.s.Near)}
	for _, f := range w.s.Feeds {
		out.Feeds = append(out.Feeds, unmetFeed{f.Key, f.Entries, stampOf(f.Oldest), stampOf(f.Good)})
	}
	for _, p := range w.s.CitedBy {
		out.CitedBy = append(out.CitedBy, p.URL)
	}
	for _, p := range w.s.Placings {
		out.Digests = append(out.Digests, placingRow(w.ed, p))
	}
	return out
}
