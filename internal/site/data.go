package site

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"weft/internal/digest"
	"weft/internal/entry"
	"weft/internal/policy"
	"weft/internal/route"
)

// The files of /data/: what the pages say, for machines. Facts with their
// evidence; no score, no rank. Members that are not known are left out.

type dataPage struct {
	Files []dataFile
	Links map[string]string
}

type dataFile struct {
	Name, Href, About string
}

type dataIssue struct {
	Period string     `json:"period"`
	From   string     `json:"from"`
	Until  string     `json:"until"` // the last day
	Title  string     `json:"title"`
	URL    string     `json:"url"`
	Items  []dataItem `json:"items"`
}

// A dataItem says of an item of an issue whether the edition's overlay put it there.
type dataItem struct {
	digest.Facts
	Internal bool `json:"internal,omitempty"`
}

type dataEntry struct {
	ID           string      `json:"id"`
	URL          string      `json:"url"`
	Title        string      `json:"title"`
	Contributor  digest.Ref  `json:"contributor"`
	Byline       []string    `json:"byline"`
	Organisation *digest.Ref `json:"organisation,omitempty"`
	Sectors      []string    `json:"sectors"`
	Relation     string      `json:"relation"`
	Language     string      `json:"language,omitempty"`
	Published    string      `json:"published"`
	Themes       []dataTag   `json:"themes"`
	AlsoAt       []string    `json:"also_at,omitempty"`
	SameStory    []string    `json:"same_story,omitempty"` // addresses
	Internal     bool        `json:"internal,omitempty"`   // an overlay's
}

type dataTag struct {
	ID       string           `json:"id"`
	By       string           `json:"by"`
	Evidence []entry.Evidence `json:"evidence"`
}

type dataTheme struct {
	ID        string         `json:"id"`
	Label     string         `json:"label"`
	URL       string         `json:"url"`
	Terms     []string       `json:"terms"`
	Not       []string       `json:"not,omitempty"`
	Related   []string       `json:"related,omitempty"`
	Entries   int            `json:"entries"` // how many, of the whole record
	Sectors   []dataFirst    `json:"sectors"`
	Crossings []dataCrossing `json:"crossings"`
	Legs      []dataLeg      `json:"legs"`
	MoreLegs  int            `json:"more_legs,omitempty"`
	Unlinked  []dataMention  `json:"unlinked"`
	Internal  bool           `json:"internal,omitempty"`
	MoreOut   int            `json:"more_unlinked,omitempty"`
}

type dataCrossing struct {
	Period        string   `json:"period"`
	Sectors       []string `json:"sectors"`
	People        []string `json:"people"`
	Organisations []string `json:"organisations"`
	Entries       []string `json:"entries"` // addresses
	More          int      `json:"more_entries,omitempty"`
}

// A dataFirst says how often a theme was in a sector, and how it came there.
type dataFirst struct {
	ID      string      `json:"id"`
	Entries int         `json:"entries"`
	First   dataMention `json:"first"`
	How     string      `json:"how"`
}

type dataMention struct {
	URL       string   `json:"url"`
	Published string   `json:"published"`
	By        []string `json:"by"`
}

type dataLeg struct {
	From    string `json:"from"`
	To      string `json:"to"`
	Kind    string `json:"kind"`
	At      string `json:"at"`
	Passage string `json:"passage,omitempty"`
	Crosses bool   `json:"crosses"`
}

type dataContributor struct {
	ID           string      `json:"id"`
	Name         string      `json:"name"`
	URL          string      `json:"url"`
	Site         string      `json:"site,omitempty"`
	Organisation *digest.Ref `json:"organisation,omitempty"`
	Sectors      []string    `json:"sectors"`
	Feeds        []string    `json:"feeds,omitempty"`
	Internal     bool        `json:"internal,omitempty"`
}

type dataCitation struct {
	From     string     `json:"from"`
	To       string     `json:"to"`
	Kind     string     `json:"kind"`
	Of       digest.Ref `json:"of"`
	By       digest.Ref `json:"by"`
	At       string     `json:"at"`
	Passage  string     `json:"passage,omitempty"`
	Counted  bool       `json:"counted"`
	WhyNot   string     `json:"why_not,omitempty"`
	Internal bool       `json:"internal,omitempty"`
}

// data plans the files and the page that explains them.
func (b *builder) data() {
	files := []struct {
		name string
		rows func() any
	}{
		{"citations.json", func() any { return b.dataCitations() }}, {"contributors.json", func() any { return b.dataContributors() }},
		{"digests.json", func() any { return b.dataIssues() }}, {"entries.json", func() any { return b.dataEntries() }},
		{"themes.json", func() any { return b.dataThemes() }},
	}
	for _, f := range files {
		b.file(route.File(route.Data+f.name), func() ([]byte, error) { return toJSON(f.name, f.rows()) })
	}
	b.page(visit{path: route.Data}, func(s *sheet) (leaf, any) {
		page := dataPage{Links: s.links()}
		for _, f := range files {
			page.Files = append(page.Files, dataFile{f.name, s.to(route.Data + f.name), b.say("data." + f.name)})
		}
		return leaf{kind: "data", title: b.say("data.title"), description: b.say("data.lead")}, page
	})
}

func toJSON(name string, rows any) ([]byte, error) {
	var buf bytes.Buffer
	e := json.NewEncoder(&buf)
	e.SetEscapeHTML(false) // it is no page; "&" in an address stays readable
	e.SetIndent("", " ")
	if err := e.Encode(rows); err != nil {
		return nil, fmt.Errorf("make %s: %w", name, err)
	}
	return buf.Bytes(), nil
}

func (b *builder) dataIssues() []dataIssue {
	rows := []dataIssue{}
	for i := range b.in.Issues {
		is := &b.in.Issues[i]
		if is.Draft {
			continue
		}
		row := dataIssue{Period: is.Period.Name, From: b.day(is.Period.Start).ISO, Until: b.day(is.Period.Last()).ISO, Title: is.Title,
			URL: route.Absolute(b.in.Site.BaseURL, route.Digest(is.Period.Name)), Items: []dataItem{}}
		for _, it := range items(is) {
			row.Items = append(row.Items, dataItem{b.dataFacts(it.Facts), it.Internal})
		}
		rows = append(rows, row)
	}
	return rows
}

// dataFacts makes a path of ours an address, and an empty list of none.
func (b *builder) dataFacts(f digest.Facts) digest.Facts {
	f.URL = b.address(f.URL)
	f.Addresses, f.Sectors, f.Themes = list(f.Addresses), list(f.Sectors), list(f.Themes)
	f.TakenUp = slices.Clone(f.TakenUp)
	for i := range f.TakenUp {
		f.TakenUp[i].URL = b.address(f.TakenUp[i].URL)
	}
	f.SameStory = slices.Clone(f.SameStory)
	for i := range f.SameStory {
		f.SameStory[i].URL = b.address(f.SameStory[i].URL)
	}
	return f
}

// address gives the address of an entry, also of one that lies here.
func (b *builder) address(url string) string {
	if isOurs(url) {
		return route.Absolute(b.in.Site.BaseURL, url)
	}
	return url
}

func (b *builder) dataEntries() []dataEntry {
	rows := []dataEntry{}
	for _, p := range b.in.Window {
		row := dataEntry{ID: p.ID, URL: b.address(p.URL), Title: p.Title, Contributor: digest.Ref{ID: p.Contributor.ID, Name: p.Contributor.Name},
			Byline: []string{}, Sectors: list(p.Sectors), Relation: string(p.Relation), Language: p.Language,
			Published: utc(p.Date()), Themes: b.dataTags(p), AlsoAt: p.AlsoAt, Internal: p.Layer > 0}
		for _, q := range b.in.Stories[p.ID] {
			if !b.gone(q.Contributor.ID) {
				row.SameStory = append(row.SameStory, b.address(q.URL))
			}
		}
		for _, a := range p.People {
			if a.Contributor == nil || !a.Contributor.OptOut.All {
				row.Byline = append(row.Byline, a.Name)
			}
		}
		if p.Organisation != nil {
			row.Organisation = &digest.Ref{ID: p.Organisation.ID, Name: p.Organisation.Name}
		}
		rows = append(rows, row)
	}
	return rows
}

func (b *builder) dataTags(p *policy.Piece) []dataTag {
	tags := []dataTag{}
	for _, t := range p.Tags {
		if b.themes[t.Theme] != nil {
			tags = append(tags, dataTag{t.Theme, t.By, list(t.Evidence)})
		}
	}
	return tags
}

func (b *builder) dataContributors() []dataContributor {
	rows := []dataContributor{}
	for _, c := range b.people {
		row := dataContributor{ID: c.ID, Name: c.Name, URL: route.Absolute(b.in.Site.BaseURL, route.Contributor(c.ID)), Site: c.Site, Sectors: list(c.Sectors), Internal: c.Layer > 0}
		if org, ok := b.in.Roster.EmployedBy(c, b.in.To); ok {
			row.Organisation = &digest.Ref{ID: org.ID, Name: org.Name}
		}
		for _, s := range subscriptions(c) {
			row.Feeds = append(row.Feeds, s.FeedURL)
		}
		rows = append(rows, row)
	}
	return rows
}

func (b *builder) dataCitations() []dataCitation {
	rows := []dataCitation{}
	for _, c := range slices.Concat(b.counted, b.beside) {
		row := dataCitation{From: b.address(c.From.URL), To: b.address(c.Address), Kind: string(c.Kind), Of: digest.Ref{ID: c.Of.ID, Name: c.Of.Name},
			By: digest.Ref{ID: c.By().ID, Name: c.By().Name}, At: utc(c.At), Passage: c.Passage, Counted: c.Counted, WhyNot: c.WhyNot,
			Internal: c.From.Layer > 0 || c.Of.Layer > 0 || c.To != nil && c.To.Layer > 0}
		if c.To != nil {
			row.To = b.address(c.To.URL)
		}
		rows = append(rows, row)
	}
	return rows
}

// list makes an empty list of none, so that a machine meets [] and not null.
func list[T any](l []T) []T {
	if l == nil {
		return []T{}
	}
	return l
}

func utc(t time.Time) string { return t.UTC().Format(time.RFC3339) }
