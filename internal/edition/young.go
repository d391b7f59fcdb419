package edition

import (
	"fmt"
	"iter"
	"sync"

	"weft/internal/emerging"
	"weft/internal/period"
	"weft/internal/policy"
	"weft/internal/theme"
)

// A Young is what people began to write about in a period.
type Young struct {
	emerging.Report
	Period period.Period
	Weeks  int // of the period
	// Pieces are the entries that the findings show, by id.
	Pieces map[string]*policy.Piece
}

// Young looks for phrases that people of several sectors began to use in a
// period, among those an edition may see, with what was known at its end.
func (ed *Edition) Young(p period.Period) (*Young, error) {
	span := emerging.SpanOf(p)
	ignore, probs := emerging.LoadIgnore(ed.Layers)
	if err := probs.Err(); err != nil {
		return nil, err
	}
	y := &Young{Period: p, Weeks: span.Weeks, Pieces: map[string]*policy.Piece{}}
	report, err := emerging.Find(ed.voices(span, y.Pieces), emerging.Options{Weeks: span.Weeks, Language: ed.Site.Language, Least: ed.Site.Thresholds.Emerging,
		Ignore: ignore, Names: ed.names(), Known: knownThemes(ed.Themes)})
	y.Report = report
	y.keep()
	return y, err
}

// keep lets go of the pieces that no finding shows.
func (y *Young) keep() {
	shown := map[string]*policy.Piece{}
	for _, list := range [][]emerging.Finding{y.Found, y.Rising, y.Seasonal} {
		for i := range list {
			for _, id := range list[i].Entries() {
				shown[id] = y.Pieces[id]
			}
		}
	}
	y.Pieces = shown
}

// recently is how many weeks back a finding may show entries.
const recently = 4

// voices gives who wrote what in a week, and notes the pieces of the newest ones.
func (ed *Edition) voices(span emerging.Span, seen map[string]*policy.Piece) emerging.Source {
	return func(ago int) iter.Seq2[emerging.Voice, error] {
		return func(yield func(emerging.Voice, error) bool) {
			pieces, err := ed.View.Told(span.Week(ago))
			if err != nil {
				yield(emerging.Voice{}, err)
				return
			}
			linked := sync.OnceValues(func() (map[string][]string, error) { return ed.View.Linked(pieces) })
			for _, p := range pieces {
				v := voiceOf(p)
				if len(p.Links) > 0 {
					v.Linked = func() ([]string, error) {
						texts, err := linked()
						return texts[p.ID], err
					}
				}
				if !yield(v, nil) {
					return
				}
				if ago < span.Weeks+recently {
					light := *p
					light.Plain, light.Summary, light.Body, light.Links = "", "", "", nil
					seen[p.ID] = &light
				}
			}
		}
	}
}

func voiceOf(p *policy.Piece) emerging.Voice {
	v := emerging.Voice{Entry: p.ID, Person: p.People[0].Key, Feed: p.Entry.Feed, Sectors: p.Sectors, Title: p.Title, Plain: p.Plain,
		Language: p.Language, At: p.Date(), Same: p.Original, Tags: p.Tags}
	if p.Organisation != nil {
		v.Organisation = p.Organisation.ID
	}
	return v
}

// names are those of people and organisations: they are no subject.
func (ed *Edition) names() []string {
	var names []string
	for _, c := range ed.Roster.Contributors {
		names = append(names, c.Name)
		names = append(names, c.Aliases...)
	}
	for _, o := range ed.Roster.Organisations {
		names = append(names, o.Name)
	}
	return names
}

func knownThemes(themes []theme.Theme) []emerging.Known {
	var known []emerging.Known
	for _, t := range themes {
		known = append(known, emerging.Known{ID: t.ID, Label: t.Label, Phrases: append([]string{t.Label}, t.Terms...)})
	}
	return known
}

// Reason tells an entry of a finding: who says what, and where it stands.
func (y *Young) Reason(ed *Edition, ev emerging.Evidence) string {
	p := y.Pieces[ev.Entry]
	return fmt.Sprintf("%s: “%s” (%s) %s", author(p), ev.Quote, ev.Where, ed.absolute(p.URL))
}

// author names the person who is counted for a piece, and for whom they write.
func author(p *policy.Piece) string {
	who, whose := p.People[0].Name, p.Contributor.Name
	if p.Organisation != nil {
		whose = p.Organisation.Name
	}
	if whose == who {
		return who
	}
	return who + ", " + whose
}

// EmergingRow is a line of `weft export emerging`.
type EmergingRow struct {
	Phrase        string   `json:"phrase"`
	People        int      `json:"people"`
	Organisations int      `json:"organisations"`
	Sectors       []string `json:"sectors"`
	Expected      float64  `json:"expected"`
	Q             float64  `json:"q"`
	Level         string   `json:"level"`
	Entries       []string `json:"entries"` // addresses
}

// Rows gives what was found, best first.
func (y *Young) Rows(ed *Edition) []EmergingRow {
	rows := []EmergingRow{}
	for i := range y.Found {
		f := &y.Found[i]
		row := EmergingRow{Phrase: f.Phrase, People: len(f.People), Organisations: len(f.Organisations), Sectors: list(f.Sectors),
			Expected: f.Expected, Q: f.Q, Level: f.Level, Entries: []string{}}
		for _, id := range f.Entries() {
			if p := y.Pieces[id]; p != nil {
				row.Entries = append(row.Entries, ed.absolute(p.URL))
			}
		}
		rows = append(rows, row)
	}
	return rows
}
