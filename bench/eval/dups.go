package main

import (
	"fmt"
	"net/url"
	"path/filepath"
	"strings"
)

// dupSite makes a site of the documents, fetched, and says which has which address.
func (b bench) dupSite(name string) (site, map[string]string, error) {
	s := site{dir: filepath.Join(b.out, name), sectors: []string{"any"}, feeds: map[string]*feed{}}
	docs, err := read[struct{ ID, Date, Feed, URL, Title, Text string }](filepath.Join(b.data, "dev", "dups.jsonl"))
	if err != nil {
		return s, nil, err
	}
	ids := map[string]string{} // by address
	for _, d := range docs {
		f := s.feeds[d.Feed]
		if f == nil {
			f = &feed{person: d.Feed, sector: "any"}
			s.feeds[d.Feed] = f
		}
		f.items = append(f.items, item{ID: d.ID, URL: d.URL, Title: d.Title, HTML: paragraphs(d.Text), Date: d.Date + "T12:00:00Z"})
		ids[key(d.URL)] = d.ID
	}
	if err := s.write(); err != nil {
		return s, nil, err
	}
	_, err = b.run(s.dir, "fetch")
	return s, ids, err
}

// dups has weft tell the same pieces and the stories.
func (b bench) dups() error {
	s, ids, err := b.dupSite("dups")
	if err != nil {
		return err
	}
	out, err := b.run(s.dir, "export", "entries")
	if err != nil {
		return err
	}
	rows, err := lines[struct {
		URL, Story string
		AlsoAt     []string `json:"also_at"`
	}](out)
	if err != nil {
		return err
	}
	type prediction struct {
		ID    string `json:"id"`
		Dup   string `json:"dup_group,omitempty"`
		Story string `json:"story_group,omitempty"`
	}
	var all []prediction
	for _, r := range rows {
		p := prediction{ID: ids[key(r.URL)], Story: r.Story}
		if p.ID == "" {
			return fmt.Errorf("no document at %s", r.URL)
		}
		for _, a := range append(r.AlsoAt, r.URL) { // the group is called by its first member
			if id := ids[key(a)]; id != "" && len(r.AlsoAt) > 0 && (p.Dup == "" || id < p.Dup) {
				p.Dup = id
			}
		}
		all = append(all, p)
	}
	file := filepath.Join(b.out, "dups.pred.jsonl")
	if err := write(file, all); err != nil {
		return err
	}
	figures, err := b.score("dups", "--docs", filepath.Join(b.data, "dev", "dups.jsonl"), "--truth", filepath.Join(b.data, "dev", "dups.truth.jsonl"), "--pred", file)
	fmt.Println("dups:", len(rows), "entries of", len(ids), figures)
	return err
}

func key(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	return u.Host + strings.TrimSuffix(u.Path, "/")
}
