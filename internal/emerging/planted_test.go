package emerging

import (
	"bufio"
	"cmp"
	"encoding/json"
	"fmt"
	"iter"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"weft/internal/config"
)

// Here phrases are planted into real entries in a random order, and what is
// found is held against what was planted. The evaluation kit's own phrases are
// scored by bench/bursts; these are others, so that nothing is fitted to those.

// A plot is a phrase with how many people use it in each week from its first.
type plot struct {
	phrase  string
	kind    string
	people  []int
	usually float64 // of people, a week, before
	decoy   bool
	start   int
	used    map[string]bool // entries
}

func plots() []*plot {
	var all []*plot
	add := func(kind string, people []int, usually float64, phrases ...string) {
		for _, p := range phrases {
			all = append(all, &plot{phrase: p, kind: kind, people: people, usually: usually, used: map[string]bool{}})
		}
	}
	add("new", []int{5, 4, 3}, 0, "school streets", "repair café", "guaranteed income pilot", "heat pumps", "menopause champions")
	add("one word", []int{5, 4, 3}, 0, "microforests", "degrowth")
	add("four words", []int{4, 5, 3}, 0, "library of things network", "right to buy back")
	add("known", []int{6, 5, 2}, 0.25, "carers passport", "food pantry", "rent arrears")
	add("slow", []int{1, 1, 2, 2, 3, 4, 5}, 0, "trauma informed care", "sponge park", "care leavers covenant")
	add("small", []int{3, 2}, 0, "toy libraries", "damp sensors", "grief cafés")
	for kind, phrases := range map[string][]string{
		"one person": {"crystal leadership", "mindful synergy"}, "one organisation": {"fizz forward pledge", "bold beacons"},
		"one sector": {"stock condition survey", "rack density"}, "repost": {"velvet escalator promise", "paper lantern oath"},
		"footer": {"gullwing letter", "marigold trust grants"}, "steady": {"tuesday tinkering", "corridor chats"},
	} {
		for _, p := range phrases {
			all = append(all, &plot{phrase: p, kind: kind, decoy: true, used: map[string]bool{}})
		}
	}
	slices.SortFunc(all, func(a, b *plot) int { return cmp.Or(cmp.Compare(a.kind, b.kind), cmp.Compare(a.phrase, b.phrase)) })
	return all
}

// A ground is entries by week, in which phrases are planted.
type ground struct {
	*rand.Rand
	weeks [][]*Voice
}

const groundWeeks = 48

// background reads the kit's entries, but for those its own phrases stand in,
// and puts them into another order; every tenth may be left out.
func background(t *testing.T, seed uint64, leave float64) *ground {
	t.Helper()
	const kit = "../../../shared/eval/dev/bursts"
	file, err := os.Open(kit + ".jsonl")
	if err != nil {
		t.Skip("the evaluation kit is not here: ", err)
	}
	defer file.Close()
	planted := map[string]bool{}
	truth, _ := os.ReadFile(kit + ".truth.jsonl")
	for _, line := range strings.Split(strings.TrimSpace(string(truth)), "\n") {
		var p struct{ Entries []string }
		if err := json.Unmarshal([]byte(line), &p); err != nil {
			t.Fatal(err)
		}
		for _, e := range p.Entries {
			planted[e] = true
		}
	}
	g := &ground{rand.New(rand.NewPCG(seed, 7)), make([][]*Voice, groundWeeks)}
	sc := bufio.NewScanner(file)
	sc.Buffer(nil, 64<<20)
	for sc.Scan() {
		var l struct{ ID, Feed, Person, Org, Sector, Title, Text string }
		if err := json.Unmarshal(sc.Bytes(), &l); err != nil {
			t.Fatal(err)
		}
		if planted[l.ID] || g.Float64() < leave {
			continue
		}
		week := g.IntN(groundWeeks)
		g.weeks[week] = append(g.weeks[week], &Voice{Entry: l.ID, Person: l.Person, Feed: l.Feed, Organisation: l.Org, Sectors: []string{l.Sector}, Title: l.Title, Plain: l.Text})
	}
	return g
}

// insert puts a phrase between two words of an entry.
func (g *ground) insert(p *plot, v *Voice) {
	words := strings.Split(v.Plain, " ")
	at := 1 + g.IntN(max(1, len(words)-1))
	v.Plain = strings.Join(slices.Concat(words[:at], []string{p.phrase}, words[min(at, len(words)):]), " ")
	p.used[v.Entry] = true
}

// voices gives one entry of each of the people of a week that are wanted, in
// random order.
func (g *ground) voices(week int, wanted func(*Voice) bool) []*Voice {
	var out []*Voice
	seen := map[string]bool{}
	for _, i := range g.Perm(len(g.weeks[week])) {
		v := g.weeks[week][i]
		if len(strings.Fields(v.Plain)) > 20 && !seen[v.Person] && wanted(v) {
			seen[v.Person] = true
			out = append(out, v)
		}
	}
	return out
}

// spread puts first the voices that make for many sectors.
func spread(voices []*Voice) []*Voice {
	count := map[string]int{}
	turn := map[*Voice]int{}
	for _, v := range voices {
		turn[v] = count[v.Sectors[0]]
		count[v.Sectors[0]]++
	}
	slices.SortStableFunc(voices, func(a, b *Voice) int { return cmp.Compare(turn[a], turn[b]) })
	return voices
}

func anybody(*Voice) bool { return true }

// plant enters a plot. Phrases that are new begin in different weeks.
func (g *ground) plant(p *plot, start int) {
	p.start = start
	switch p.kind {
	case "slow":
		p.start = start + 4 // three people
	case "one person":
		for week := start; week < start+2; week++ {
			for _, v := range g.voices(week, func(v *Voice) bool { return v.Person == "p24" }) {
				g.insert(p, v)
			}
		}
	case "one organisation", "one sector":
		wanted := func(v *Voice) bool { return v.Sectors[0] == "health" }
		if p.kind == "one organisation" {
			wanted = func(v *Voice) bool {
				return v.Organisation == "org-housing-0" || v.Organisation == "org-social-care-4" && g.IntN(8) == 0
			}
		}
		for week := start; week < start+3; week++ {
			for _, v := range g.voices(week, wanted) {
				g.insert(p, v)
			}
		}
	case "repost":
		g.repost(p, start)
	case "footer":
		for week := start; week < groundWeeks; week++ {
			for _, v := range g.weeks[week] {
				if v.Organisation == "org-tech-2" || v.Organisation == "org-health-0" {
					v.Plain += "\nSign up for the " + p.phrase + " from our friends."
					p.used[v.Entry] = true
				}
			}
		}
	case "steady":
		for week := range groundWeeks {
			voices := g.voices(week, anybody)
			for _, v := range voices[:min(len(voices), 2+g.IntN(3))] {
				g.insert(p, v)
			}
		}
	}
	for week := range start {
		if g.Float64() < p.usually {
			g.insert(p, g.voices(week, anybody)[0])
		}
	}
	for i, n := range p.people {
		if voices := spread(g.voices(start+i, anybody)); start+i < groundWeeks {
			for _, v := range voices[:min(n, len(voices))] {
				g.insert(p, v)
			}
		}
	}
}

// repost lets six people publish one piece.
func (g *ground) repost(p *plot, week int) {
	first := g.voices(week, func(v *Voice) bool { return len(v.Plain) > 800 })[0]
	g.insert(p, first)
	first.Same = first.Entry
	for i, v := range g.voices(week, anybody)[:6] {
		again := *v
		again.Entry, again.Title, again.Plain, again.Same = fmt.Sprintf("%s-again-%d", first.Entry, i), first.Title, first.Plain, first.Same
		g.weeks[week] = append(g.weeks[week], &again)
		p.used[again.Entry] = true
	}
}

func (g *ground) until(week int) Source {
	return func(ago int) iter.Seq2[Voice, error] {
		return func(yield func(Voice, error) bool) {
			if week-ago < 0 {
				return
			}
			for _, v := range g.weeks[week-ago] {
				if !yield(*v, nil) {
					return
				}
			}
		}
	}
}

// A harvest is how well phrases were found.
type harvest struct {
	planted, found, foundAtOnce, decoys, alone, weeks int
	missed, raised                                    []string
}

func (g *ground) harvest(t *testing.T, all []*plot, level string) harvest {
	var h harvest
	first := map[*plot]int{}
	least := config.DefaultThresholds().Emerging
	least.Active = 8 // without the entries the kit's own phrases stand in, few are left in some weeks
	for week := 12; week < groundWeeks; week++ {
		r, err := Find(g.until(week), Options{Language: "en", Least: least})
		if err != nil {
			t.Fatal(err)
		}
		h.weeks++
		for _, f := range r.Found {
			if level == Emerging && f.Level != Emerging {
				continue
			}
			p := meant(all, f)
			switch {
			case p == nil:
				h.alone++
				h.raised = append(h.raised, fmt.Sprintf("%d %s", week, f.Phrase))
			case p.decoy:
				h.decoys++
				h.raised = append(h.raised, fmt.Sprintf("%d %s (%s)", week, f.Phrase, p.kind))
			default:
				if _, ok := first[p]; !ok {
					first[p] = week
				}
			}
		}
	}
	for _, p := range all {
		if p.decoy {
			continue
		}
		h.planted++
		week, ok := first[p]
		switch {
		case ok && week <= p.start:
			h.foundAtOnce++
			fallthrough
		case ok && week < p.start+len(p.people)+1:
			h.found++
		default:
			h.missed = append(h.missed, p.kind+": "+p.phrase)
		}
	}
	return h
}

// meant is the plot whose words a finding has, else the one that half of its
// entries belong to.
func meant(all []*plot, f Finding) *plot {
	l := newLexer("en")
	found := l.all(f.Phrase)[0]
	for _, p := range all {
		if words := l.all(p.phrase)[0]; found.in(words) || words.in(found) {
			return p
		}
	}
	for _, p := range all {
		if p.kind == "footer" || p.kind == "steady" { // stand in too many entries
			continue
		}
		n := 0
		for _, e := range f.Entries() {
			if p.used[e] {
				n++
			}
		}
		if n >= 2 && 2*n >= len(f.Evidence) {
			return p
		}
	}
	return nil
}

func sow(t *testing.T, seed uint64, leave float64) (*ground, []*plot) {
	g, all := background(t, seed, leave), plots()
	for i, p := range all {
		start := 13 + (i*7)%(groundWeeks-21)
		g.plant(p, start)
	}
	return g, all
}

func TestWhatOthersPlantIsFoundAndDecoysAreNot(t *testing.T) {
	seeds := []uint64{7, 8}
	if testing.Short() {
		seeds = seeds[:1]
	}
	if os.Getenv("SEEDS") != "" {
		seeds = []uint64{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}
	}
	sums := map[string]harvest{}
	for _, seed := range seeds {
		g, all := sow(t, seed, float64(seed%2)/10)
		for _, level := range []string{Emerging, EarlySignal} {
			h := g.harvest(t, all, level)
			t.Logf("seed %d, up to %s: %d of %d found, %d at once, %d decoys, %.2f others a week\n missed %q\n raised %q", seed, level, h.found, h.planted, h.foundAtOnce, h.decoys, float64(h.alone)/float64(h.weeks), h.missed, h.raised)
			s := sums[level]
			s.found, s.planted, s.foundAtOnce, s.decoys, s.alone, s.weeks = s.found+h.found, s.planted+h.planted, s.foundAtOnce+h.foundAtOnce, s.decoys+h.decoys, s.alone+h.alone, s.weeks+h.weeks
			sums[level] = s
		}
	}
	for _, level := range slices.Sorted(maps.Keys(sums)) {
		h := sums[level]
		if h.found*100 < h.planted*94 || h.foundAtOnce*100 < h.planted*88 || h.decoys*4 > len(seeds) || h.alone*100 > h.weeks*20 {
			t.Errorf("up to %s it is not as good as it was", level)
		}
		t.Logf("up to %s: recall %.3f, at once %.3f, decoys %d, others a week %.3f", level, float64(h.found)/float64(h.planted), float64(h.foundAtOnce)/float64(h.planted), h.decoys, float64(h.alone)/float64(h.weeks))
	}
}
