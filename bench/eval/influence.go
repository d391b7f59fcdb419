package main

import (
	"encoding/json"
	"fmt"
	"html"
	"os"
	"path/filepath"
	"strings"
)

// A worldEntry is an entry of a world, with the ideas that its maker put in.
type worldEntry struct {
	ID, Date, URL, Title, Feed, Person string
	Links, Ideas                       []string
}

type worldPerson struct {
	Person, Org, Sector string
	OptOut              bool
	Feeds               []struct{ Feed, Site string }
}

// influence has weft say whose ideas carry, in worlds of which the truth is
// known. The ideas are themes that a curator confirmed.
func (b bench) influence() error {
	worlds, err := filepath.Glob(filepath.Join(b.data, "dev", "influence-??.jsonl"))
	if err != nil || len(worlds) == 0 {
		return fmt.Errorf("no worlds in %s: %v", b.data, err)
	}
	predictions := filepath.Join(b.out, "influence")
	for _, world := range worlds {
		name := strings.TrimSuffix(filepath.Base(world), ".jsonl")
		if err := b.world(world, filepath.Join(predictions, name)); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	for _, kind := range []string{"plain", "hard"} {
		figures, err := b.score("influence", "--truth-dir", filepath.Join(b.data, "dev"), "--pred-dir", predictions, "--only", kind)
		if err != nil {
			return err
		}
		delete(figures, "by")
		fmt.Println("influence,", kind+":")
		for _, name := range sorted(figures) {
			fmt.Printf("  %-24s %.3f\n", name, figures[name])
		}
	}
	return nil
}

func (b bench) world(file, dir string) error {
	entries, err := read[worldEntry](file)
	if err != nil {
		return err
	}
	people, err := read[worldPerson](strings.TrimSuffix(file, ".jsonl") + ".people.jsonl")
	if err != nil {
		return err
	}
	s, ids := worldSite(dir, entries, people)
	if err := s.write(); err != nil {
		return err
	}
	if err := s.ideas(entries); err != nil {
		return err
	}
	if _, err := b.run(s.dir, "fetch"); err != nil {
		return err
	}
	out, err := b.run(s.dir, "export", "people", "--as-of", entries[len(entries)-1].Date)
	if err != nil {
		return err
	}
	rows, err := lines[personRow](out)
	if err != nil {
		return err
	}
	var all []worldPrediction
	for _, r := range rows {
		all = append(all, r.prediction(ids))
	}
	return write(dir+".pred.jsonl", all)
}

// worldSite makes a site of a world, and says which entry has which address.
func worldSite(dir string, entries []worldEntry, people []worldPerson) (site, map[string]string) {
	s := site{dir: dir, feeds: map[string]*feed{}}
	sectors := map[string]bool{}
	for _, p := range people {
		if p.Sector != "" {
			sectors[p.Sector] = true
		}
		for _, f := range p.Feeds {
			s.feeds[f.Feed] = &feed{person: p.Person, org: p.Org, sector: p.Sector, optOut: p.OptOut}
		}
	}
	s.sectors = sorted(sectors)
	ids := map[string]string{}
	for _, e := range entries {
		ids[key(e.URL)] = e.ID
		var body strings.Builder
		fmt.Fprintf(&body, "<p>This is %s, of %s, and it has words of its own: %s.</p>\n", e.Title, e.Date, e.ID)
		for _, l := range e.Links {
			fmt.Fprintf(&body, "<p>%s says <a href=\"%s\">this</a>.</p>\n", e.ID, html.EscapeString(l))
		}
		f := s.feeds[e.Feed]
		f.items = append(f.items, item{ID: e.ID, URL: e.URL, Title: e.Title, HTML: body.String(), Date: e.Date + "T12:00:00Z", Authors: []who{{"Person " + e.Person}}})
	}
	return s, ids
}

// ideas makes a theme of each idea, and has a curator say which entries have it.
func (s site) ideas(entries []worldEntry) error {
	var log strings.Builder
	themes := map[string]bool{}
	for _, e := range entries {
		if len(e.Ideas) == 0 {
			continue
		}
		for _, idea := range e.Ideas {
			themes[idea] = true
		}
		line, err := json.Marshal(map[string]any{"url": e.URL, "themes": e.Ideas, "by": "maker", "at": e.Date + "T13:00:00Z"})
		if err != nil {
			return err
		}
		log.WriteString(string(line) + "\n")
	}
	for _, idea := range sorted(themes) {
		if err := s.put("content/themes/"+idea+".md", fmt.Sprintf("+++\nlabel = %q\n+++\n", idea)); err != nil {
			return err
		}
	}
	return os.WriteFile(filepath.Join(s.dir, "content", "tags.jsonl"), []byte(log.String()), 0o644)
}

// A personRow is what `weft export people` says of somebody.
type personRow struct {
	ID             string
	Supporter      bool
	Independent    bool
	SuperConnector bool `json:"super_connector"`
	Enough         bool
	Reach          float64
	Bridging       float64
	Evidence       []struct{ From, To string }
}

// A worldPrediction is what the scorer reads; what rests on too little is
// withheld.
type worldPrediction struct {
	Person         string       `json:"person"`
	Influence      *float64     `json:"influence"`
	Bridging       *float64     `json:"bridging"`
	Named          bool         `json:"named"`
	NamedConnector bool         `json:"named_connector"`
	Confidence     string       `json:"confidence"`
	Evidence       []worldCited `json:"evidence"`
}

type worldCited struct {
	Entry string `json:"entry"`
	Cites string `json:"cites"`
}

func (r personRow) prediction(ids map[string]string) worldPrediction {
	p := worldPrediction{Person: r.ID, Named: r.Supporter && r.Independent, NamedConnector: r.SuperConnector, Confidence: "not-enough", Evidence: []worldCited{}}
	if r.Enough {
		p.Confidence, p.Influence, p.Bridging = "enough", &r.Reach, &r.Bridging
	}
	for _, e := range r.Evidence {
		p.Evidence = append(p.Evidence, worldCited{ids[key(e.From)], ids[key(e.To)]})
	}
	return p
}
