package policy

import (
	"cmp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// A Passage is a part of an entry that made a rule match.
type Passage struct {
	Where string // the member asked about: "title", "text", "links", "tags", "licence" …
	Text  string // the words around the hit, on one line
	// From and To are the bytes of Text that were hit.
	From, To int
}

// Hit gives what was hit itself.
func (p Passage) Hit() string { return p.Text[p.From:p.To] }

// How much a passage shows.
const (
	passageRoom = 80  // bytes on each side of a hit, at most
	passageHit  = 160 // bytes of a hit, at most
	fewPassages = 3   // of one question of a rule
)

// Passages gives what of a piece made the rule match, what a reader sees of it
// first: words of the title and the text, then links and tags, then facts such as
// its licence. It is worked out from the rule itself: of an "or" those sides that
// were true are told of, and of a "not" nothing is, since there are no words to
// show. A rule that did not match, or could not be asked, has none.
func (r *Rule) Passages(p *Piece, curated []string) []Passage {
	t := newTracer(r.question, environment(p, curated))
	if t == nil || !t.holds(t.tree) {
		return nil
	}
	t.follow(t.tree, true)
	slices.SortStableFunc(t.found, func(a, b Passage) int { return cmp.Compare(rank(a.Where), rank(b.Where)) })
	return slices.Compact(t.found)
}

// rank puts what a reader sees before what only weft knows.
func rank(where string) int {
	switch first, _, _ := strings.Cut(where, " "); first {
	case "title", "text":
		return 0
	case "links", "hosts", "tags", "byline":
		return 1
	}
	return 2
}

// passage cuts the words around the bytes [from, to) of a text.
func passage(where, s string, from, to int) Passage {
	end := to
	if end-from > passageHit {
		end = onRune(s, from+passageHit)
	}
	before, after := lead(s[:from]), trail(s[end:])
	hit := inLine(s[from:end])
	if end < to {
		hit, after = hit+"…", ""
	}
	return Passage{where, before + hit + after, len(before), len(before) + len(hit)}
}

// lead gives the end of what stands before a hit, from the begin of a word.
func lead(s string) string {
	if len(s) <= passageRoom {
		return strings.TrimLeft(inLine(s), " ")
	}
	cut := s[onRune(s, len(s)-passageRoom):]
	if blank := strings.IndexAny(cut, " \n\t"); blank >= 0 {
		return "…" + inLine(cut[blank:])
	}
	return "…" + inLine(cut)
}

// trail gives the begin of what stands behind a hit, to the end of a word.
func trail(s string) string {
	if len(s) <= passageRoom {
		return strings.TrimRight(inLine(s), " ")
	}
	cut := s[:onRune(s, passageRoom)]
	if blank := strings.LastIndexAny(cut, " \n\t"); blank >= 0 {
		return inLine(cut[:blank]) + " …"
	}
	return inLine(cut) + "…"
}

// onRune moves back to where a rune begins.
func onRune(s string, at int) int {
	for at > 0 && at < len(s) && !utf8.RuneStart(s[at]) {
		at--
	}
	return at
}

// inLine makes every run of white space a blank, at the ends too.
func inLine(s string) string {
	out := strings.Join(strings.Fields(s), " ")
	if out == "" {
		return strings.Repeat(" ", min(len(s), 1))
	}
	if first, _ := utf8.DecodeRuneInString(s); strings.ContainsRune(" \t\r\n\v\f\u0085\u00a0", first) {
		out = " " + out
	}
	if last, _ := utf8.DecodeLastRuneInString(s); strings.ContainsRune(" \t\r\n\v\f\u0085\u00a0", last) {
		out += " "
	}
	return out
}

// entire is a passage that was hit from end to end, such as a tag.
func entire(where, s string) Passage {
	return passage(where, s, 0, len(s))
}

// fact is a passage of something that is no words of the entry's.
func fact(where string, value any) (Passage, bool) {
	switch v := value.(type) {
	case string:
		if v == "" {
			v = "none"
		}
		return entire(where, v), true
	case time.Time:
		return entire(where, v.Format(time.DateOnly)), true
	}
	return Passage{}, false
}
