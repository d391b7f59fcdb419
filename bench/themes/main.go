package main

import (
	"bufio"
	"crypto/sha256"
	"encoding/json"
	"flag"
	"fmt"
	"html"
	"math/big"
	"os"
	"slices"
	"strconv"
	"strings"

	"weft/internal/entry"
	"weft/internal/theme"
)

type doc struct {
	ID, Title, Summary, Text string
}

type corpus struct {
	name    string
	themes  []theme.Theme
	entries []*entry.Entry
	truth   map[string][]string
}

func read[T any](path string) []T {
	f, err := os.Open(path)
	if err != nil {
		panic(err)
	}
	defer f.Close()
	var out []T
	s := bufio.NewScanner(f)
	s.Buffer(nil, 1<<24)
	for s.Scan() {
		var v T
		if err := json.Unmarshal(s.Bytes(), &v); err != nil {
			panic(err)
		}
		out = append(out, v)
	}
	return out
}

func load(dir, name string) *corpus {
	c := &corpus{name: name, truth: map[string][]string{}}
	for _, d := range read[doc](dir + "/themes-" + name + ".jsonl") {
		e := &entry.Entry{ID: d.ID, Title: d.Title, Plain: plain(d.Text), Language: "en"}
		if d.Summary != "" {
			e.Summary = "<p>" + html.EscapeString(d.Summary) + "</p>"
		}
		c.entries = append(c.entries, e)
	}
	for _, t := range read[struct {
		ID     string
		Themes []string
	}](dir + "/themes-" + name + ".truth.jsonl") {
		c.truth[t.ID] = t.Themes
	}
	for _, t := range read[struct {
		ID, Label, Note string
		Alt             []string
	}](dir + "/themes-" + name + ".vocab.jsonl") {
		c.themes = append(c.themes, theme.Theme{ID: t.ID, Label: t.Label, Terms: t.Alt, Note: t.Note})
	}
	return c
}

// plain joins the lines of a paragraph.
func plain(s string) string {
	paragraphs := strings.Split(s, "\n\n")
	for i, p := range paragraphs {
		paragraphs[i] = strings.Join(strings.Fields(p), " ")
	}
	return strings.Join(paragraphs, "\n")
}

func fold(id string) int {
	sum := sha256.Sum256([]byte(id))
	return int(new(big.Int).Mod(new(big.Int).SetBytes(sum[:]), big.NewInt(5)).Int64())
}

func (c *corpus) first(n int) map[string]bool {
	type h struct{ h, id string }
	var all []h
	for id := range c.truth {
		s := sha256.Sum256([]byte("lc\x00" + id))
		all = append(all, h{string(s[:]), id})
	}
	slices.SortFunc(all, func(a, b h) int { return strings.Compare(a.h, b.h) })
	out := map[string]bool{}
	for _, x := range all[:n] {
		out[x.id] = true
	}
	return out
}

func (c *corpus) lessons(with func(id string) bool) map[string]theme.Lesson {
	out := map[string]theme.Lesson{}
	for id, themes := range c.truth {
		if with(id) {
			out[id] = theme.Lesson{Yes: themes}
		}
	}
	return out
}

type tally struct {
	tp, fp, fn map[string]int
	hi, hiOK   int
	mid, midOK int
	ev, evOK   int
	docs, p1   int
}

func newTally() *tally {
	return &tally{tp: map[string]int{}, fp: map[string]int{}, fn: map[string]int{}}
}

func (t *tally) add(truth []string, tags []entry.Tag) {
	t.docs++
	got := map[string]bool{}
	for _, g := range tags {
		if g.Suggested {
			continue
		}
		if len(got) >= 5 {
			continue
		}
		if len(got) == 0 && slices.Contains(truth, g.Theme) {
			t.p1++
		}
		got[g.Theme] = true
		ok := slices.Contains(truth, g.Theme)
		if ok {
			t.tp[g.Theme]++
		} else {
			t.fp[g.Theme]++
		}
		n := 0
		if ok {
			n = 1
		}
		if g.Score >= .8 {
			t.hi++
			t.hiOK += n
		} else {
			t.mid++
			t.midOK += n
		}
		t.ev++
		if len(g.Evidence) > 0 {
			t.evOK++
		}
	}
	for _, x := range truth {
		if !got[x] {
			t.fn[x]++
		}
	}
}

func (t *tally) f() (micro, macro float64) {
	tp, fp, fn := 0, 0, 0
	all := map[string]bool{}
	for _, m := range []map[string]int{t.tp, t.fp, t.fn} {
		for x, n := range m {
			all[x] = true
			_ = n
		}
	}
	n := 0
	for x := range all {
		tp, fp, fn = tp+t.tp[x], fp+t.fp[x], fn+t.fn[x]
		if t.tp[x]+t.fn[x] >= 5 {
			n++
			macro += 2 * float64(t.tp[x]) / float64(2*t.tp[x]+t.fp[x]+t.fn[x])
		}
	}
	return 2 * float64(tp) / float64(2*tp+fp+fn), macro / float64(n)
}

func main() {
	dir := flag.String("dir", "../shared/eval/dev", "the folder of themes-*.jsonl")
	only := flag.String("only", "cold,50,warm", "which protocols")
	weights := flag.Bool("weights", false, "write the shipped weights to stdout")
	without := flag.String("without", "", "leave this collection out of the weights")
	out := flag.String("out", "", "write predictions into this folder")
	flag.Parse()
	var all []*corpus
	for _, name := range []string{"digitalgov", "bssw", "18f", "carpentries"} {
		all = append(all, load(*dir, name))
	}
	if *weights {
		os.Stdout.Write(shipped(all, *without))
		return
	}
	var foreign [][]byte
	for _, c := range all {
		foreign = append(foreign, shipped(all, c.name))
	}
	for _, what := range strings.Split(*only, ",") {
		var ts []*tally
		for i, c := range all {
			t, p := newTally(), newPredictions(*out, what, c.name)
			c.run(what, foreign[i], func(e *entry.Entry, tags []entry.Tag) {
				t.add(c.truth[e.ID], tags)
				p.add(e, c.truth[e.ID], tags)
			})
			p.close()
			ts = append(ts, t)
		}
		line(what, ts)
	}
}

func shipped(all []*corpus, without string) []byte {
	var from []theme.Community
	for _, c := range all {
		if c.name != without {
			from = append(from, theme.Community{Themes: c.themes, Language: "en", Lessons: c.lessons(func(string) bool { return true }), Sample: slices.Values(c.entries)})
		}
	}
	return theme.ShippedWeights(from)
}

func (c *corpus) run(protocol string, shipped []byte, scored func(*entry.Entry, []entry.Tag)) {
	run := func(taught, score func(id string) bool) {
		m := theme.LearnWith(shipped, c.themes, "en", c.lessons(taught), slices.Values(c.entries))
		v := theme.NewVocabulary(c.themes, "en", m)
		for _, e := range c.entries {
			if score(e.ID) {
				scored(e, v.Tags(e))
			}
		}
	}
	switch protocol {
	case "words":
		v := theme.NewVocabulary(c.themes, "en", nil)
		for _, e := range c.entries {
			scored(e, v.Tags(e))
		}
	case "cold":
		run(func(string) bool { return false }, func(string) bool { return true })
	case "5", "20", "50", "100":
		n, _ := strconv.Atoi(protocol)
		first := c.first(n)
		run(func(id string) bool { return first[id] }, func(id string) bool { return !first[id] })
	case "warm":
		for f := range 5 {
			run(func(id string) bool { return fold(id) != f }, func(id string) bool { return fold(id) == f })
		}
	}
}

func line(name string, ts []*tally) {
	fmt.Printf("%-5s", name)
	mi, ma := 0.0, 0.0
	for _, t := range ts {
		a, b := t.f()
		mi, ma = mi+a/4, ma+b/4
		fmt.Printf("  %.3f/%.3f hi %.2f (%d of %d)", a, b, float64(t.hiOK)/float64(max(1, t.hi)), t.hi, t.ev)
	}
	fmt.Printf("   MEAN %.4f/%.4f\n", mi, ma)
}
