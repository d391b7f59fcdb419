package edition

import (
	"iter"
	"slices"
	"time"

	"weft/internal/entry"
	"weft/internal/influence"
	"weft/internal/policy"
)

// EntryRow is a line of `weft export entries`.
type EntryRow struct {
	ID           string      `json:"id"`
	URL          string      `json:"url"`
	Title        string      `json:"title"`
	Contributor  string      `json:"contributor"`
	Byline       []string    `json:"byline"`
	Organisation string      `json:"organisation"`
	Sectors      []string    `json:"sectors"`
	Relation     string      `json:"relation"`
	Published    string      `json:"published"`
	Updated      string      `json:"updated"`
	FirstSeen    string      `json:"first_seen"`
	Themes       []entry.Tag `json:"themes"`
	Suggested    []entry.Tag `json:"suggested"`
	AlsoAt       []string    `json:"also_at"`
	Story        string      `json:"story"`
	Quotes       []string    `json:"quotes"`
	Decision     string      `json:"decision"`
}

// Held is the decision on what is dated ahead: it waits for its day.
const Held = "held"

// EntryRows gives every visible entry, newest first, and then those that wait for
// the day their feeds date them. It holds some weeks of them at a time.
func (ed *Edition) EntryRows() iter.Seq2[EntryRow, error] {
	return func(yield func(EntryRow, error) bool) {
		stories, err := ed.allStories()
		if err != nil {
			yield(EntryRow{}, err)
			return
		}
		for pieces, err := range ed.View.EachInTurn(ed.Now().Add(entry.Ahead)) {
			var quoted map[string][]string
			if err == nil {
				quoted, err = ed.quotedBy(pieces)
			}
			if err != nil {
				yield(EntryRow{}, err)
				return
			}
			for _, p := range pieces {
				row := ed.entryRow(p)
				row.Quotes, row.Story = list(quoted[p.ID]), stories[p.ID]
				if !yield(row, nil) {
					return
				}
			}
		}
		held, err := ed.View.Held()
		if err != nil {
			yield(EntryRow{}, err)
			return
		}
		for _, p := range held {
			row := ed.entryRow(p)
			row.Decision, row.FirstSeen = Held, ""
			if !yield(row, nil) {
				return
			}
		}
	}
}

// quotedBy gives the addresses that pieces quote from, by the quoting piece.
func (ed *Edition) quotedBy(pieces []*policy.Piece) (map[string][]string, error) {
	quotes, err := ed.View.Quotes(pieces)
	quoted := map[string][]string{}
	for _, q := range quotes {
		quoted[q.From.ID] = append(quoted[q.From.ID], ed.absolute(q.To.URL))
	}
	return quoted, err
}

func (ed *Edition) entryRow(p *policy.Piece) EntryRow {
	row := EntryRow{ID: p.ID, URL: ed.absolute(p.URL), Title: p.Title, Contributor: p.Contributor.ID, Byline: byline(p), Sectors: list(p.Sectors),
		Relation: string(p.Relation), Published: stamp(p.Published), Updated: stamp(p.Updated), FirstSeen: stamp(p.FirstSeen),
		Themes: list(p.Tags), Suggested: list(p.Suggested), AlsoAt: list(p.AlsoAt), Quotes: []string{}, Decision: string(p.Decision.Action)}
	if p.Organisation != nil {
		row.Organisation = p.Organisation.ID
	}
	return row
}

func byline(p *policy.Piece) []string {
	names := []string{}
	for _, who := range p.People {
		names = append(names, who.Name)
	}
	return names
}

// CitationRow is a line of `weft export citations`.
type CitationRow struct {
	From    string `json:"from"`
	To      string `json:"to"`
	Kind    string `json:"kind"`
	Of      string `json:"of"`
	By      string `json:"by"`
	At      string `json:"at"`
	Passage string `json:"passage"`
	Counted bool   `json:"counted"`
	WhyNot  string `json:"why_not"`
}

func (ed *Edition) citationRow(c *influence.Citation) CitationRow {
	row := CitationRow{From: ed.absolute(c.From.URL), To: c.Address, Kind: string(c.Kind), Of: c.Of.ID, By: c.By().ID, At: stamp(c.At),
		Passage: c.Passage, Counted: c.Counted, WhyNot: c.WhyNot}
	if c.To != nil {
		row.To = ed.absolute(c.To.URL)
	}
	return row
}

// PersonRow is a line of `weft export people`.
type PersonRow struct {
	ID             string        `json:"id"`
	Name           string        `json:"name"`
	Organisation   string        `json:"organisation"`
	Sectors        []string      `json:"sectors"`
	Supporter      bool          `json:"supporter"`
	Independent    bool          `json:"independent"`
	SuperConnector bool          `json:"super_connector"`
	Confirmed      bool          `json:"confirmed"`
	Enough         bool          `json:"enough"`
	Reach          float64       `json:"reach"`
	Bridging       float64       `json:"bridging"`
	Evidence       []EvidenceRow `json:"evidence"`
}

// EvidenceRow is one citation behind a claim about a person.
type EvidenceRow struct {
	Kind    string `json:"kind"`
	From    string `json:"from"`
	To      string `json:"to"`
	By      string `json:"by"`
	At      string `json:"at"`
	Passage string `json:"passage"`
}

// PersonRows gives everybody on the lists, by id, with what the window's
// citations say of them. Who declined to have anything said of whose ideas carry
// is not there: that nobody took theirs up would be said of them too.
func (ed *Edition) PersonRows() ([]PersonRow, error) {
	standings, err := ed.Standings()
	if err != nil {
		return nil, err
	}
	byID := map[string]influence.Standing{}
	for _, s := range standings {
		byID[s.Person.ID] = s
	}
	_, end := ed.Span()
	var rows []PersonRow
	for _, c := range ed.Roster.Contributors {
		if c.OptOut.All || c.OptOut.Influence {
			continue
		}
		s := byID[c.ID]
		row := PersonRow{ID: c.ID, Name: c.Name, Sectors: list(c.Sectors), Supporter: s.Supporter, SuperConnector: s.SuperConnector, Enough: s.Enough,
			Confirmed: ed.Confirmed(c), Reach: s.Reach, Bridging: s.Bridging, Evidence: []EvidenceRow{}}
		org, employed := ed.Roster.EmployedBy(c, end)
		row.Organisation, row.Independent = org.ID, !employed
		for _, e := range s.Evidence {
			r := ed.citationRow(e)
			row.Evidence = append(row.Evidence, EvidenceRow{r.Kind, r.From, r.To, r.By, r.At, r.Passage})
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// Standings says what the window's citations say about people.
func (ed *Edition) Standings() ([]influence.Standing, error) {
	cites, err := ed.Citations()
	if err != nil {
		return nil, err
	}
	_, end := ed.Span()
	return influence.Assembly{Citations: cites, Pieces: ed.leaning, Roster: ed.Roster, Thresholds: ed.Site.Thresholds, Sectors: len(ed.Site.Sectors), At: end}.People(), nil
}

// untraced gives words, unless they call somebody by name who wants no trace.
func (ed *Edition) untraced(words string) string {
	if ed.Roster.Names(words) {
		return ""
	}
	return words
}

// DecisionRow is a line of `weft export decisions`.
type DecisionRow struct {
	URL    string   `json:"url"`
	Action string   `json:"action"`
	Rules  []string `json:"rules"`
	Reason string   `json:"reason"`
	Owner  string   `json:"owner"`
	By     string   `json:"by"`
	At     string   `json:"at"`
	Final  bool     `json:"final"`
}

// DecisionRows gives every entry that a rule matched or a person decided on,
// newest first, held ones too.
func (ed *Edition) DecisionRows() ([]DecisionRow, error) {
	judged, err := ed.View.Judged(time.Time{}, ed.Now().Add(time.Second))
	if err != nil {
		return nil, err
	}
	var rows []DecisionRow
	for _, p := range judged {
		d := p.Decision
		if len(d.Rules) == 0 && d.By == "" {
			continue
		}
		rows = append(rows, DecisionRow{ed.absolute(p.URL), string(d.Action), list(d.Rules), ed.untraced(d.Reason), ed.untraced(d.Owner), ed.untraced(d.By), stamp(d.At), d.Final})
	}
	return rows, nil
}

// FeedRow is a line of `weft export feeds`.
type FeedRow struct {
	Feed        string   `json:"feed"`
	Title       string   `json:"title"`
	Contributor string   `json:"contributor"`
	Name        string   `json:"name"`
	Site        string   `json:"site"`
	Sectors     []string `json:"sectors"`
	Local       bool     `json:"local"`
	LastGood    string   `json:"last_good"`
	LastNew     string   `json:"last_new"`
	Error       string   `json:"error"`
}

// FeedRows gives every listed feed, by contributor.
func (ed *Edition) FeedRows() ([]FeedRow, error) {
	var rows []FeedRow
	for _, c := range ed.Roster.Contributors {
		if c.OptOut.All {
			continue
		}
		for _, f := range c.Feeds {
			state, err := ed.archives[f.Layer].Feed(f.Key)
			if err != nil {
				return nil, err
			}
			rows = append(rows, FeedRow{f.Key, state.Title, c.ID, c.Name, c.Site, list(c.Sectors), f.Local, stamp(state.Good), stamp(state.New), state.Error})
		}
	}
	return rows, nil
}

func (ed *Edition) absolute(url string) string {
	if len(url) > 0 && url[0] == '/' {
		return ed.Site.BaseURL + url[1:]
	}
	return url
}

func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

// list makes an empty list of none, as JSON readers expect.
func list[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return slices.Clone(s)
}
