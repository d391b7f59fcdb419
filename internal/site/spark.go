package site

import (
	"html/template"
	"strconv"
	"time"

	"weft/internal/picture"
	"weft/internal/policy"
)

// safeHTML is what may stand in a page as it is: internal/picture escapes all
// that it was given.
type safeHTML = template.HTML

const sevenDays = 7 * 24 * time.Hour

// weekly counts pieces of the window by week, the last of which ends with it.
func (b *builder) weekly(pieces []*policy.Piece) []int {
	counts := make([]int, max(0, int((b.in.To.Sub(b.in.From)+sevenDays-1)/sevenDays)))
	for _, p := range pieces {
		if back := b.in.To.Sub(p.Date()); back > 0 && int((back-1)/sevenDays) < len(counts) {
			counts[len(counts)-1-int((back-1)/sevenDays)]++
		}
	}
	return counts
}

// spark draws pieces of the window by week.
func (b *builder) spark(pieces []*policy.Piece) safeHTML {
	counts := b.weekly(pieces)
	if len(counts) == 0 {
		return ""
	}
	weeks, most, at := 0, 0, 0
	for i, n := range counts {
		if n > 0 {
			weeks++
		}
		if n > most {
			most, at = n, i
		}
	}
	label := b.say("spark.none", len(counts))
	if most > 0 {
		first := b.in.To.Add(-sevenDays * time.Duration(len(counts)-at))
		label = b.say("spark.label", weeks, len(counts), most, b.day(first).Text)
	}
	return safeHTML(picture.Sparkline(counts, label))
}

// ticks marks the axis of a stretch of time: by months, years or more, as many
// as there is room for.
func (b *builder) ticks(from, to time.Time) []picture.Tick {
	const most = 12
	months := int(to.Sub(from)/(30*24*time.Hour)) + 1
	step := 1
	for _, step = range []int{1, 2, 3, 6, 12, 24, 60, 120, 600} {
		if months/step <= most {
			break
		}
	}
	var all []picture.Tick
	start := b.local(from)
	year, month := start.Year(), int(start.Month())-1
	for at := start; !at.After(to); month++ {
		at = time.Date(year, time.Month(month+1), 1, 0, 0, 0, 0, start.Location())
		if at.Before(from) || at.After(to) || (at.Year()*12+int(at.Month())-1)%step != 0 {
			continue
		}
		k := picture.Tick{At: at, Text: b.shortMonth(at)}
		if len(all) == 0 || at.Month() == time.January {
			k.Sub = strconv.Itoa(at.Year())
		}
		if step >= 12 {
			k.Text, k.Sub = strconv.Itoa(at.Year()), ""
		}
		all = append(all, k)
	}
	return all
}

func (b *builder) shortMonth(t time.Time) string {
	return b.say("month.short." + strconv.Itoa(int(t.Month())))
}
