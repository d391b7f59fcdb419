package main

import (
	"fmt"
	"path/filepath"
	"time"
)

// weeks is how many the data has; the first is the week of a Monday.
const weeks = 48

var firstWeek = time.Date(2025, 1, 6, 12, 0, 0, 0, time.UTC)

// bursts has weft say what is emerging in every week.
func (b bench) bursts() error {
	docs, err := read[struct {
		ID, Feed, Person, Org, Sector, Title, Text string
		Week                                       int
	}](filepath.Join(b.data, "dev", "bursts.jsonl"))
	if err != nil {
		return err
	}
	s := site{dir: filepath.Join(b.out, "bursts"), feeds: map[string]*feed{}}
	sectors := map[string]bool{}
	for i, d := range docs {
		f := s.feeds[d.Feed]
		if f == nil {
			f = &feed{person: d.Person, org: d.Org, sector: d.Sector}
			s.feeds[d.Feed] = f
		}
		sectors[d.Sector] = true
		at := firstWeek.AddDate(0, 0, 7*d.Week+i%5)
		f.items = append(f.items, item{ID: d.ID, URL: address(d.ID), Title: d.Title, HTML: paragraphs(d.Text), Date: at.Format(time.RFC3339)})
	}
	s.sectors = sorted(sectors)
	if err := s.write(); err != nil {
		return err
	}
	if _, err := b.run(s.dir, "fetch"); err != nil {
		return err
	}
	for _, level := range []string{"emerging", ""} {
		if err := b.burst(s.dir, level); err != nil {
			return err
		}
	}
	return nil
}

func (b bench) burst(dir, level string) error {
	type found struct {
		Phrase  string   `json:"phrase"`
		Score   float64  `json:"score"`
		Entries []string `json:"entries"`
	}
	type week struct {
		Week     int     `json:"week"`
		Emerging []found `json:"emerging"`
	}
	var all []week
	for w := range weeks {
		year, iso := firstWeek.AddDate(0, 0, 7*w).ISOWeek()
		out, err := b.run(dir, "export", "emerging", "--period", fmt.Sprintf("%d-W%02d", year, iso))
		if err != nil {
			return err
		}
		rows, err := lines[struct {
			Phrase, Level string
			Q             float64
			Entries       []string
		}](out)
		if err != nil {
			return err
		}
		this := week{w, []found{}}
		for _, r := range rows {
			if level != "" && r.Level != level {
				continue
			}
			f := found{r.Phrase, -r.Q, nil}
			for _, a := range r.Entries {
				f.Entries = append(f.Entries, a[len("https://eval.example/"):])
			}
			this.Emerging = append(this.Emerging, f)
		}
		all = append(all, this)
	}
	name := "at .20"
	if level != "" {
		name = "at .10"
	}
	file := filepath.Join(b.out, "bursts"+level+".pred.jsonl")
	if err := write(file, all); err != nil {
		return err
	}
	figures, err := b.score("bursts", "--truth", filepath.Join(b.data, "dev", "bursts.truth.jsonl"), "--pred", file)
	fmt.Println("bursts", name, figures)
	return err
}
