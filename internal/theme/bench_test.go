package theme

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"weft/internal/entry"
)

// A town writes entries of invented words: some about a theme, by its own words,
// some of these with its name in the title.
type town struct {
	themes  []Theme
	entries []*entry.Entry
	about   map[string]string // theme by entry
}

func newTown(themes, entries, words int) town {
	r := rand.New(rand.NewPCG(1, 2))
	common := newWords(r, 20000)
	tw := town{about: map[string]string{}}
	own := make([][]string, themes)
	for i := range themes {
		own[i] = newWords(r, 40)
		tw.themes = append(tw.themes, Theme{ID: fmt.Sprintf("t%02d", i), Label: own[i][0] + " and " + own[i][1], Terms: []string{own[i][2] + " " + own[i][3], own[i][4]},
			Note: strings.Join(own[i][5:12], " ")})
	}
	zipf := rand.NewZipf(r, 1.1, 4, uint64(len(common)-1))
	for n := range entries {
		t := n % (themes + 3) // three in a round are about nothing
		e := &entry.Entry{ID: fmt.Sprintf("e%06d", n), Title: common[zipf.Uint64()] + " " + common[zipf.Uint64()], Published: time.Unix(int64(n)*3600, 0)}
		var text []string
		for w := range words {
			if t < themes && r.IntN(25) == 0 {
				text = append(text, own[t][r.IntN(40)])
			} else {
				text = append(text, common[zipf.Uint64()])
			}
			if w%20 == 19 {
				text[w] += ".\n"
			}
		}
		if t < themes {
			tw.about[e.ID] = tw.themes[t].ID
			if r.IntN(3) == 0 {
				e.Title += " " + own[t][2] + " " + own[t][3]
			}
		}
		e.Plain = strings.Join(text, " ")
		tw.entries = append(tw.entries, e)
	}
	return tw
}

func newWords(r *rand.Rand, n int) []string {
	out := make([]string, n)
	for i := range out {
		var b strings.Builder
		for range 2 + r.IntN(3) {
			b.WriteByte("bcdfghklmnprstvz"[r.IntN(16)])
			b.WriteByte("aeiou"[r.IntN(5)])
		}
		out[i] = b.String()
	}
	return out
}

// lessons confirms what the first n entries are about.
func (tw town) lessons(n int) map[string]Lesson {
	out := map[string]Lesson{}
	for _, e := range tw.entries[:n] {
		if about := tw.about[e.ID]; about != "" {
			out[e.ID] = Lesson{Yes: []string{about}}
		}
	}
	return out
}

func BenchmarkTags(b *testing.B) {
	tw := newTown(40, 2000, 600)
	v := NewVocabulary(tw.themes, "en", Learn(tw.themes, "en", tw.lessons(500), slices.Values(tw.entries)))
	for i := 0; b.Loop(); i++ {
		v.Tags(tw.entries[i%len(tw.entries)])
	}
}

func BenchmarkTagsByWordsAlone(b *testing.B) {
	tw := newTown(40, 2000, 600)
	v := NewVocabulary(tw.themes, "en", nil)
	for i := 0; b.Loop(); i++ {
		v.Tags(tw.entries[i%len(tw.entries)])
	}
}

func BenchmarkLearn(b *testing.B) {
	tw := newTown(40, 8000, 600)
	for _, n := range []int{2000, 4000, 8000} {
		b.Run(fmt.Sprintf("%d entries", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Learn(tw.themes, "en", tw.lessons(500), slices.Values(tw.entries[:n]))
			}
		})
	}
}

func BenchmarkStoredModel(b *testing.B) {
	tw := newTown(40, 4000, 600)
	data, err := Learn(tw.themes, "en", tw.lessons(500), slices.Values(tw.entries)).MarshalBinary()
	if err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(len(data)), "stored-bytes")
	for b.Loop() {
		var m Model
		if err := m.UnmarshalBinary(data); err != nil {
			b.Fatal(err)
		}
	}
}
