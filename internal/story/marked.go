package story

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"weft/internal/entry"
)

// MarkedPassage is how many words a passage has at least that is marked as a
// quotation by an entry which links to the site it is from. Without a link, what
// is marked and so short may be the title of a third's.
const MarkedPassage = 7

// longestQuotation is after how many bytes a mark that was opened is not waited
// for any more.
const longestQuotation = 4000

// Marks are the signs that open and close quotations in a text: whether guillemets
// point in or out is seen by the first.
func Marks(s string) [][2]string {
	all := [][2]string{{"“", "”"}, {"„", "“"}, {"„", "”"}, {"‘", "’"}, {"‚", "‘"}, {"«", "»"}, {"‹", "›"}, {"「", "」"}, {"『", "』"}}
	if out := strings.Index(s, "»"); out >= 0 && !strings.Contains(s[:out], "«") {
		all[5] = [2]string{"»", "«"}
	}
	return all
}

// Closes finds the mark that closes a quotation; -1: there is none. The one of
// English single marks is an apostrophe too, where a letter follows.
func Closes(s, mark string) int {
	for at := 0; ; {
		i := strings.Index(s[at:], mark)
		if i < 0 {
			return -1
		}
		next, _ := utf8.DecodeRuneInString(s[at+i+len(mark):])
		if mark != "’" || !unicode.IsLetter(next) {
			return at + i
		}
		at += i + len(mark)
	}
}

// marked are the shingles, in order, of what a piece marks as quotations: in its
// block quotes, and between marks in its text.
func marked(p Piece) []uint64 {
	var out []uint64
	take := func(s string) {
		if words := tokens(nil, s); len(words) >= MarkedPassage {
			out = append(out, shingles(words)...)
		}
	}
	for _, s := range p.Quoted {
		take(s)
	}
	for _, m := range Marks(p.Plain) {
		eachQuotation(p.Plain, m, take)
	}
	for line := range strings.Lines(p.Plain) { // plain marks pair up within a paragraph
		for i, part := range strings.Split(line, `"`) {
			if i%2 == 1 {
				take(part)
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// eachQuotation hands out what stands between two marks. Each place of a text is
// gone through once, whatever stands in it.
func eachQuotation(rest string, mark [2]string, take func(string)) {
	for {
		_, after, open := strings.Cut(rest, mark[0])
		end := Closes(after, mark[1])
		switch {
		case !open || end < 0:
			return
		case end > longestQuotation: // it was never closed; one that begins later may be
			from := end - longestQuotation
			for from < end && !utf8.RuneStart(after[from]) {
				from++
			}
			rest = after[from:]
			continue
		}
		take(after[:end])
		rest = after[end+len(mark[1]):]
	}
}

// hosts are those that links lead to, each once; of an entry that marks no
// quotation nobody asks.
func (h *held) hosts() []string {
	if len(h.marked) == 0 {
		return nil
	}
	var out []string
	for _, l := range h.Links {
		if host := entry.Host(l); host != "" && !slices.Contains(out, host) {
			out = append(out, host)
		}
	}
	return out
}

// marks reports whether an entry marks a shingle as part of a quotation.
func (h *held) marks(shingle uint64) bool {
	if len(h.marked) == 0 {
		return false
	}
	_, found := slices.BinarySearch(h.marked, shingle&^numbers)
	return found
}

// quoteMarked finds what the later entry marks as a quotation and has from the
// earlier one, whose own words it is: what both mark is a third's.
func (w *window) quoteMarked(c uint64) (Pair, bool) {
	earlier, later := w.couple(c)
	if oneFeed(earlier, later) {
		return Pair{}, false
	}
	least := LongPassage
	if slices.Contains(later.Links, entry.Host(earlier.URL)) {
		least = MarkedPassage
	}
	return quoteOf(earlier.Plain, later.Plain, least, func(shingle uint64) bool {
		return later.marks(shingle) && !earlier.marks(shingle) && w.counts(shingle, c>>numberBits, earlier.Feed, later.Feed)
	})
}
