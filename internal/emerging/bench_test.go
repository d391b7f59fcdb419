package emerging

import (
	"fmt"
	"iter"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"weft/internal/config"
)

// written makes entries of so many words: a few words are in all of them, most
// in few, as in any language.
func written(weeks, entries, words int) [][]Voice {
	r := rand.New(rand.NewPCG(1, 2))
	vocabulary := make([]string, 30000)
	for i := range vocabulary {
		vocabulary[i] = fmt.Sprintf("%c%s%d", 'a'+i%26, strings.Repeat("xyzq"[i%4:i%4+1], i%7), i)
		vocabulary[i] = strings.Map(func(c rune) rune {
			if '0' <= c && c <= '9' {
				return 'k' + c - '0'
			}
			return c
		}, vocabulary[i])
	}
	out := make([][]Voice, weeks)
	for week := range out {
		for i := range entries {
			var b strings.Builder
			for n := range words {
				b.WriteString(vocabulary[int(math.Pow(float64(len(vocabulary)), r.Float64()))-1])
				b.WriteByte(" ."[btoi(n%15 == 14)])
				if n%15 == 14 {
					b.WriteByte(' ')
				}
			}
			person := r.IntN(entries)
			out[week] = append(out[week], Voice{Entry: fmt.Sprintf("%d-%d", week, i), Person: fmt.Sprint(person), Feed: fmt.Sprint(person), Organisation: fmt.Sprint(person % 40),
				Sectors: []string{fmt.Sprint(person % 5)}, Title: "Notes", Plain: b.String()})
		}
	}
	return out
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

func sourceOf(weeks [][]Voice) Source {
	return func(ago int) iter.Seq2[Voice, error] {
		return func(yield func(Voice, error) bool) {
			if ago >= len(weeks) {
				return
			}
			for _, v := range weeks[ago] {
				if !yield(v, nil) {
					return
				}
			}
		}
	}
}

// A usual site: 30 weeks of 200 entries of 600 words.
func BenchmarkAHalfYear(b *testing.B) { benchmark(b, written(30, 200, 600)) }

// A large one: 3,000 entries a week.
func BenchmarkAHalfYearOfThousands(b *testing.B) { benchmark(b, written(30, 3000, 600)) }

func benchmark(b *testing.B, weeks [][]Voice) {
	b.ReportAllocs()
	for b.Loop() {
		r, err := Find(sourceOf(weeks), Options{Language: "en", Least: config.DefaultThresholds().Emerging})
		if err != nil || r.Tested == 0 {
			b.Fatal(r, err)
		}
	}
}
