package main

import (
	"cmp"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"math/big"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

var collections = []string{"digitalgov", "bssw", "18f", "carpentries"}

// A collection is one labelled set of documents.
type collection struct {
	name   string
	docs   []doc
	vocab  []subject
	themes map[string][]string // by document
	ids    map[string]string   // of themes as files are named → as the data names them
	files  map[string]string   // and back
}

type doc struct {
	ID, Title, Summary, Text, Date string
	Authors                        []string
}

type subject struct {
	ID, Label, Note string
	Alt             []string
}

func (b bench) collection(name string) (*collection, error) {
	c := &collection{name: name, themes: map[string][]string{}, ids: map[string]string{}, files: map[string]string{}}
	var err error
	if c.docs, err = read[doc](filepath.Join(b.data, "dev", "themes-"+name+".jsonl")); err != nil {
		return nil, err
	}
	if c.vocab, err = read[subject](filepath.Join(b.data, "dev", "themes-"+name+".vocab.jsonl")); err != nil {
		return nil, err
	}
	truth, err := read[struct {
		ID     string
		Themes []string
	}](filepath.Join(b.data, "dev", "themes-"+name+".truth.jsonl"))
	for _, t := range truth {
		c.themes[t.ID] = t.Themes
	}
	for _, s := range c.vocab {
		file := fileName(s.ID)
		c.ids[file], c.files[s.ID] = s.ID, file
	}
	return c, err
}

func fileName(id string) string {
	name := strings.Trim(strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return '-'
	}, strings.ToLower(id)), "-")
	for strings.Contains(name, "--") {
		name = strings.ReplaceAll(name, "--", "-")
	}
	return name
}

func address(id string) string { return "https://eval.example/" + url.PathEscape(id) }

// site makes a site of the collection in which curators confirmed the themes of
// some entries.
func (c *collection) site(dir string, confirmed func(id string) bool) error {
	f := &feed{person: "everybody"}
	for _, d := range c.docs {
		it := item{ID: d.ID, URL: address(d.ID), Title: d.Title, Summary: d.Summary, HTML: paragraphs(d.Text), Date: cmp.Or(d.Date, "2020-01-01") + "T12:00:00Z"}
		for _, a := range d.Authors {
			it.Authors = append(it.Authors, who{a})
		}
		f.items = append(f.items, it)
	}
	s := site{dir: dir, feeds: map[string]*feed{"all": f}}
	if err := s.write(); err != nil {
		return err
	}
	for _, v := range c.vocab {
		terms, err := json.Marshal(append([]string{}, v.Alt...))
		if err != nil {
			return err
		}
		if err := s.put("content/themes/"+c.files[v.ID]+".md", fmt.Sprintf("+++\nlabel = %q\nterms = %s\n+++\n%s\n", v.Label, terms, v.Note)); err != nil {
			return err
		}
	}
	var said []map[string]any
	for _, d := range c.docs {
		if !confirmed(d.ID) {
			continue
		}
		names := []string{}
		for _, t := range c.themes[d.ID] {
			names = append(names, c.files[t])
		}
		said = append(said, map[string]any{"url": address(d.ID), "themes": names, "by": "the labels", "at": "2026-01-01T00:00:00Z"})
	}
	return write(filepath.Join(dir, "content", "tags.jsonl"), said)
}

type tag struct {
	ID       string  `json:"id"`
	Score    float64 `json:"score"`
	By       string  `json:"by,omitempty"`
	Evidence []struct {
		Quote string `json:"quote"`
		Where string `json:"where"`
	} `json:"evidence"`
}

type prediction struct {
	ID      string `json:"id"`
	Themes  []tag  `json:"themes"`
	Suggest []tag  `json:"suggest"`
}

// predict has weft find the themes of a site's entries, and gives those of the
// entries that are judged.
func (b bench) predict(weft, dir string, c *collection, judged func(id string) bool) ([]prediction, error) {
	b.weft = weft
	if _, err := b.run(dir, "fetch"); err != nil {
		return nil, err
	}
	out, err := b.run(dir, "export", "entries")
	if err != nil {
		return nil, err
	}
	rows, err := lines[struct {
		URL               string
		Themes, Suggested []tag
	}](out)
	if err != nil {
		return nil, err
	}
	var all []prediction
	for _, r := range rows {
		id, err := url.PathUnescape(strings.TrimPrefix(r.URL, "https://eval.example/"))
		if err != nil {
			return nil, err
		}
		if judged(id) {
			all = append(all, prediction{id, c.ranked(r.Themes), c.ranked(r.Suggested)})
		}
	}
	return all, nil
}

func (c *collection) ranked(tags []tag) []tag {
	for i := range tags {
		tags[i].ID = c.ids[tags[i].ID]
	}
	slices.SortStableFunc(tags, func(a, b tag) int { return cmp.Compare(b.Score, a.Score) })
	return append([]tag{}, tags...)
}

// A protocol says what weft is told and what it is judged on, run after run.
type protocol struct {
	name string
	runs func(c *collection) []parting
}

type parting struct{ told, judged func(id string) bool }

func protocols() []protocol {
	return []protocol{
		{"warm", func(*collection) (runs []parting) {
			for f := range 5 {
				runs = append(runs, parting{func(id string) bool { return fold(id) != int64(f) }, func(id string) bool { return fold(id) == int64(f) }})
			}
			return runs
		}},
		{"50", func(c *collection) []parting {
			first := c.first50()
			return []parting{{func(id string) bool { return first[id] }, func(id string) bool { return !first[id] }}}
		}},
		{"cold", func(*collection) []parting {
			return []parting{{func(string) bool { return false }, func(string) bool { return true }}}
		}},
	}
}

func fold(id string) int64 {
	sum := sha256.Sum256([]byte(id))
	return new(big.Int).Mod(new(big.Int).SetBytes(sum[:]), big.NewInt(5)).Int64()
}

func (c *collection) first50() map[string]bool {
	docs := slices.Clone(c.docs)
	key := func(d doc) string { sum := sha256.Sum256([]byte("lc\x00" + d.ID)); return string(sum[:]) }
	slices.SortFunc(docs, func(a, b doc) int { return strings.Compare(key(a), key(b)) })
	first := map[string]bool{}
	for _, d := range docs[:50] {
		first[d.ID] = true
	}
	return first
}

// without builds a weft whose shipped weights had no part in a collection.
func (b bench) without(name string) (program string, err error) {
	dir, err := filepath.Abs(filepath.Join(b.out, "themes", name))
	if err != nil {
		return "", err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", err
	}
	weights, err := exec.Command("go", "run", "./bench/themes", "-dir", filepath.Join(b.data, "dev"), "-weights", "-without", name).Output()
	if err != nil {
		return "", err
	}
	file := filepath.Join(dir, "weights.json")
	if err := os.WriteFile(file, weights, 0o644); err != nil {
		return "", err
	}
	own, err := filepath.Abs("internal/theme/weights.json")
	if err != nil {
		return "", err
	}
	overlay, err := json.Marshal(map[string]any{"Replace": map[string]string{own: file}})
	if err != nil {
		return "", err
	}
	if err := os.WriteFile(filepath.Join(dir, "overlay.json"), overlay, 0o644); err != nil {
		return "", err
	}
	program = filepath.Join(dir, "weft")
	cmd := exec.Command("go", "build", "-overlay", filepath.Join(dir, "overlay.json"), "-o", program, "./cmd/weft")
	cmd.Stderr = os.Stderr
	return program, cmd.Run()
}

// themes runs every protocol on every collection.
func (b bench) themes() error {
	sums := map[string]float64{}
	fmt.Printf("%-6s %-12s %8s %8s %8s %8s %8s\n", "", "", "micro F1", "macro F1", "P at .8", "evidence", "P@1")
	for _, p := range protocols() {
		for _, name := range collections {
			figures, err := b.protocol(p, name)
			if err != nil {
				return err
			}
			cells := []string{}
			for _, f := range []string{"microF1", "macroF1", "precision_score_ge_80", "evidence_valid", "P1"} {
				v, ok := figures[f].(float64)
				if figures[f] == nil && strings.HasPrefix(f, "precision") { // nothing was called likely
					cells = append(cells, fmt.Sprintf("%8s", "-"))
					continue
				}
				if !ok {
					return fmt.Errorf("the scorer says %v", figures)
				}
				sums[p.name+f] += v / float64(len(collections))
				cells = append(cells, fmt.Sprintf("%8.3f", v))
			}
			fmt.Printf("%-6s %-12s %s\n", p.name, name, strings.Join(cells, " "))
		}
		fmt.Printf("%-6s %-12s %8.3f %8.3f\n", p.name, "mean", sums[p.name+"microF1"], sums[p.name+"macroF1"])
	}
	return nil
}

func (b bench) protocol(p protocol, name string) (map[string]any, error) {
	c, err := b.collection(name)
	if err != nil {
		return nil, err
	}
	program, err := b.without(name)
	if err != nil {
		return nil, err
	}
	var all []prediction
	var judged []map[string]any
	for i, run := range p.runs(c) {
		dir := filepath.Join(b.out, "themes", name, fmt.Sprintf("%s-%d", p.name, i))
		if err := c.site(dir, run.told); err != nil {
			return nil, err
		}
		found, err := b.predict(program, dir, c, run.judged)
		if err != nil {
			return nil, err
		}
		all = append(all, found...)
		for _, d := range c.docs {
			if run.judged(d.ID) {
				judged = append(judged, map[string]any{"id": d.ID, "themes": c.themes[d.ID]})
			}
		}
	}
	base := filepath.Join(b.out, "themes", name, p.name)
	if err := write(base+".pred.jsonl", all); err != nil {
		return nil, err
	}
	if err := write(base+".truth.jsonl", judged); err != nil {
		return nil, err
	}
	return b.score("themes", "--docs", filepath.Join(b.data, "dev", "themes-"+name+".jsonl"), "--truth", base+".truth.jsonl", "--pred", base+".pred.jsonl")
}
