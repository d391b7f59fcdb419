package story

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

// archive is entries of about 600 words, fifty a day.
func archive(n int) []Piece {
	r := rand.New(rand.NewPCG(1, 2))
	out := make([]Piece, 0, n)
	for i := range n {
		subject := ""
		if r.IntN(4) == 0 {
			subject = fmt.Sprintf("s%dx%dx", i/200, r.IntN(5))
		}
		p := Piece{ID: fmt.Sprintf("%06d", i), Date: day(float64(i) / 50), Feed: fmt.Sprint(r.IntN(100)), Title: chatter(r, subject, 6), Plain: chatter(r, subject, 600), Language: "en"}
		if r.IntN(20) == 0 && i > 100 {
			p.Plain = out[i-1-r.IntN(100)].Plain
		}
		out = append(out, p)
	}
	return out
}

func BenchmarkPairs(b *testing.B)   { benchmarkPairs(b, 3000) }
func BenchmarkPairs10(b *testing.B) { benchmarkPairs(b, 30000) }

func benchmarkPairs(b *testing.B, n int) {
	pieces := archive(n)
	b.ReportAllocs()
	for b.Loop() {
		for range Pairs(slices.Values(pieces)) {
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*n), "µs/entry")
}

func BenchmarkPairsOfTheNewest(b *testing.B) {
	pieces := archive(50 * 67)
	s := Stretches([]time.Time{pieces[50*60].Date})[0]
	b.ReportAllocs()
	for b.Loop() {
		for range s.Pairs(slices.Values(pieces)) {
		}
	}
}

func BenchmarkStories(b *testing.B)        { benchmarkStories(b, 3000) }
func BenchmarkStories10(b *testing.B)      { benchmarkStories(b, 30000) }
func BenchmarkStoriesOfAWeek(b *testing.B) { benchmarkStories(b, 300) }
func benchmarkStories(b *testing.B, n int) {
	pieces := archive(n)
	b.ReportAllocs()
	for b.Loop() {
		for range Stories(slices.Values(pieces)) {
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*n), "µs/entry")
}
