package edition

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"weft/internal/digest"
	"weft/internal/influence"
	"weft/internal/policy"
	"weft/internal/roster"
	"weft/internal/text"
)

// A Taken is somebody whose ideas were taken up, as a curator sees it: by whom,
// how far from being named, and what curators said of naming them.
type Taken struct {
	influence.Standing
	Confirmed bool
	Naming    *policy.Act // a curator's newest word on naming them; nil: none
	Credits   []policy.Act
	uptake    uptake
}

// How far somebody is from being named.
const (
	Named     = "named"      // over the thresholds, and confirmed
	Waiting   = "waiting"    // over the thresholds; a curator has not spoken yet
	Unnamed   = "unnamed"    // over the thresholds; a curator said no
	Known     = "known"      // enough to speak of, and below the thresholds
	TooLittle = "too little" // not enough to say
)

// State says how far somebody is from being named.
func (t *Taken) State() string {
	over := t.Supporter || t.SuperConnector
	switch {
	case over && t.Confirmed:
		return Named
	case over && t.Naming != nil && t.Naming.Not:
		return Unnamed
	case over:
		return Waiting
	case t.Enough:
		return Known
	}
	return TooLittle
}

// Taken gives everybody whose ideas were taken up in the window, by name and
// never by how far, and those of whom only a curator knows it.
func (ed *Edition) Taken() ([]Taken, error) {
	standings, err := ed.Standings()
	if err != nil {
		return nil, err
	}
	byID := map[string]influence.Standing{}
	for _, s := range standings {
		byID[s.Person.ID] = s
	}
	var out []Taken
	for _, c := range ed.Roster.Contributors {
		credits, err := ed.shownCredits(c)
		if err != nil {
			return nil, err
		}
		s, known := byID[c.ID]
		if !known {
			s = ed.standingless(c)
		}
		if len(s.Evidence) == 0 && len(credits) == 0 || c.OptOut.All || c.OptOut.Influence {
			continue
		}
		t := Taken{Standing: s, Confirmed: ed.Confirmed(c), Credits: credits, uptake: ed.uptakeOf(&s)}
		if a, said := ed.Naming(c); said {
			t.Naming = &a
		}
		out = append(out, t)
	}
	slices.SortFunc(out, func(x, y Taken) int {
		return cmp.Or(strings.Compare(text.Fold(x.Person.Name), text.Fold(y.Person.Name)), strings.Compare(x.Person.ID, y.Person.ID))
	})
	return out, nil
}

// standingless is somebody of whom no citation tells.
func (ed *Edition) standingless(c *roster.Contributor) influence.Standing {
	s := influence.Standing{Person: c}
	_, end := ed.Span()
	if org, ok := ed.Roster.EmployedBy(c, end); ok {
		s.Organisation = &org
	}
	s.Independent = s.Organisation == nil
	return s
}

// An uptake counts by whom and where somebody's ideas were taken up.
type uptake struct {
	people, employed, alone, orgs, sectors []string
	inside, homes                          []string // names, of the home organisation
}

// uptakeOf counts everybody once, where they work at the window's end, as the
// thresholds do: somebody who changed employers is no two organisations.
func (ed *Edition) uptakeOf(s *influence.Standing) uptake {
	var u uptake
	_, end := ed.Span()
	for _, c := range s.Evidence {
		who := c.From.Contributor
		u.people = append(u.people, who.ID)
		u.sectors = append(u.sectors, c.From.Sectors...)
		if org := c.From.Organisation; org != nil && org.Home {
			u.inside, u.homes = append(u.inside, who.Name), append(u.homes, org.Name)
		}
		if org, ok := ed.Roster.EmployedBy(who, end); ok {
			u.employed, u.orgs = append(u.employed, who.ID), append(u.orgs, org.ID)
		} else {
			u.alone = append(u.alone, who.ID)
		}
	}
	for _, list := range []*[]string{&u.people, &u.employed, &u.alone, &u.orgs, &u.sectors, &u.inside, &u.homes} {
		slices.Sort(*list)
		*list = slices.Compact(*list)
	}
	return u
}

// Sentences say what was taken up, inside the home organisation first: that is
// what the organisation wants to know.
func (ed *Edition) Sentences(t *Taken) []string {
	var out []string
	u, name := t.uptake, t.Person.Name
	if len(u.inside) > 0 {
		out = append(out, fmt.Sprintf("At %s, %s took up ideas from %s", digest.JoinAnd(u.homes), digest.JoinAnd(u.inside), name))
	}
	if len(u.people) > 0 {
		across := ""
		if names := digest.SectorWords(ed.Site, u.sectors); len(names) > 0 {
			across = " across " + digest.JoinAnd(names)
		}
		out = append(out, fmt.Sprintf("Ideas from %s were taken up by %s%s in the last half year", name, u.by(), across))
	}
	if passed := ed.passed(t); passed != "" {
		out = append(out, fmt.Sprintf("Through %s passed %s", name, passed))
	}
	return out
}

// by says how many people took somebody up, and in how many organisations. Who
// works for none that is listed is on their own.
func (u uptake) by() string {
	alone := several(len(u.alone), "person on their own", "people on their own")
	if len(u.employed) == 0 {
		return alone
	}
	in := several(len(u.employed), "person", "people") + " in " + several(len(u.orgs), "organisation", "organisations")
	if len(u.alone) == 0 {
		return in
	}
	return in + " and " + alone
}

// passed lists which ideas went through somebody, from which sector into which.
func (ed *Edition) passed(t *Taken) string {
	var said []string
	for _, c := range t.Passed {
		from, into := digest.SectorWords(ed.Site, []string{c.From}), digest.SectorWords(ed.Site, []string{c.Into})
		said = append(said, fmt.Sprintf("“%s” from %s into %s", ed.Label(c.Theme), strings.Join(from, ""), strings.Join(into, "")))
	}
	slices.Sort(said)
	return digest.JoinAnd(slices.Compact(said))
}

// Lacks says what is missing before somebody is named, as "3 of 5
// organisations"; none when they are over the thresholds, or nothing can be
// counted.
func (ed *Edition) Lacks(t *Taken) []string {
	var out []string
	lacks := func(have, need int, one, many string) {
		if have < need {
			out = append(out, fmt.Sprintf("%d of %s", have, several(need, one, many)))
		}
	}
	u, least := t.uptake, ed.Site.Thresholds
	one, many := "organisation", "organisations"
	if len(u.alone) > 0 {
		one, many = one+" (who is on their own counts as one)", many+" (who is on their own counts as one)"
	}
	if !t.Enough {
		lacks(len(u.people), least.Enough.People, "person", "people")
		lacks(len(u.orgs)+len(u.alone), least.Enough.Organisations, one, many)
		return out
	}
	if t.Supporter || t.SuperConnector {
		return nil
	}
	if t.Organisation != nil && t.Organisation.Home { // they support nobody from outside, and may connect
		lacks(len(t.Bridge.Ideas), least.Connector.Ideas, "idea passed on", "ideas passed on")
		lacks(len(t.Bridge.Pairs), least.Connector.Pairs, "pair of sectors", "pairs of sectors")
		lacks(len(t.Bridge.Readers), least.Connector.Readers, "person it reached", "people it reached")
		lacks(len(t.Bridge.Origins), least.Connector.Origins, "person it came from", "people it came from")
		return out
	}
	lacks(t.Uptake.Heard, least.Supporter.People, "person", "people")
	lacks(len(t.Uptake.Organisations), least.Supporter.Organisations, one, many)
	lacks(len(t.Uptake.Sectors), least.Supporter.Sectors, "sector", "sectors")
	lacks(t.Uptake.Entries, least.Supporter.Entries, "entry", "entries")
	lacks(t.Uptake.Weeks, least.Supporter.Weeks, "week", "weeks")
	switch heard, all := t.Uptake.Heard, len(t.Uptake.People); {
	case len(out) == 0:
		out = append(out, "too much of it from too few")
	case heard < all: // the sentence above tells of all
		out = append(out, fmt.Sprintf("counting only the %d of these %s whose word counts in full, as the page connections/method says", heard, several(all, "person", "people")))
	}
	return out
}

// TakenRow is a line of `weft people --json`.
type TakenRow struct {
	ID             string        `json:"id"`
	Name           string        `json:"name"`
	Overlay        string        `json:"overlay"`
	Organisation   string        `json:"organisation"`
	Sectors        []string      `json:"sectors"`
	State          string        `json:"state"`
	Supporter      bool          `json:"supporter"`
	Independent    bool          `json:"independent"`
	SuperConnector bool          `json:"super_connector"`
	Confirmed      bool          `json:"confirmed"`
	Sentences      []string      `json:"sentences"`
	Missing        []string      `json:"missing"`
	Evidence       []EvidenceRow `json:"evidence"`
	Credits        []CreditRow   `json:"credits"`
}

// CreditRow is what a curator knows of an idea, attested by their name.
type CreditRow struct {
	URL     string `json:"url"`
	Note    string `json:"note"`
	By      string `json:"by"`
	At      string `json:"at"`
	Overlay string `json:"overlay"`
}

// Row gives it for other programs.
func (ed *Edition) Row(t *Taken) TakenRow {
	c := t.Person
	row := TakenRow{ID: c.ID, Name: c.Name, Overlay: ed.overlay(c.Layer), Sectors: list(c.Sectors), State: t.State(), Supporter: t.Supporter, Independent: t.Independent,
		SuperConnector: t.SuperConnector, Confirmed: t.Confirmed, Sentences: list(ed.Sentences(t)), Missing: list(ed.Lacks(t)), Evidence: []EvidenceRow{}}
	if t.Organisation != nil {
		row.Organisation = t.Organisation.ID
	}
	for _, e := range t.Evidence {
		r := ed.citationRow(e)
		row.Evidence = append(row.Evidence, EvidenceRow{r.Kind, r.From, r.To, r.By, r.At, r.Passage})
	}
	row.Credits = ed.CreditRows(t.Credits)
	return row
}

// CreditRows gives credits for other programs.
func (ed *Edition) CreditRows(acts []policy.Act) []CreditRow {
	rows := []CreditRow{}
	for _, a := range acts {
		rows = append(rows, CreditRow{ed.absolute(a.URL), a.Note, a.By, stamp(a.At), ed.overlayOf(a.File)})
	}
	return rows
}

// overlay names the folder of a layer; "" for the public one.
func (ed *Edition) overlay(layer int) string { return strings.TrimSuffix(ed.Layers[layer].Name, "/") }

// overlayOf names the overlay that a file lies in.
func (ed *Edition) overlayOf(file string) string {
	for _, layer := range ed.Layers {
		if layer.Name != "" && strings.HasPrefix(file, layer.Name) {
			return strings.TrimSuffix(layer.Name, "/")
		}
	}
	return ""
}

func several(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
