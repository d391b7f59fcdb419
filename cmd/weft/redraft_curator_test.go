package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"weft/internal/diag"
	"weft/internal/digest"
)

// The curator of the story: an editor, a merge, a tired evening.

// curate does some of what people do to the files of the issues. It reports
// whether one of them cannot be read any more.
func (s *story) curate() (broken bool) {
	var there []string
	for name := range s.issues() {
		if strings.HasSuffix(name, ".md") {
			there = append(there, name)
		}
	}
	if len(there) == 0 {
		return false
	}
	slices.Sort(there)
	name := there[s.chance.IntN(len(there))]
	for range 1 + s.chance.IntN(3) {
		text, _ := s.file(name)
		hand := hands[s.chance.IntN(len(hands))]
		if s.chance.IntN(12) == 0 {
			hand = slipsOfThePen[s.chance.IntN(len(slipsOfThePen))]
		}
		s.save(name, hand(s, text))
		if s.unreadable(name) {
			s.undo = func() { s.save(name, text) }
			return true
		}
	}
	if period := strings.TrimSuffix(filepath.Base(name), ".md"); s.chance.IntN(40) == 0 && !s.frozen[period] {
		s.remove(name) // to begin anew: what it had may be offered again
		for _, p := range s.pieces {
			delete(p.places, name)
		}
	}
	return false
}

func (s *story) takeBack() { s.undo() }

func (s *story) save(name, text string) {
	if err := os.WriteFile(filepath.Join(s.dir, filepath.FromSlash(name)), []byte(text), 0o644); err != nil {
		s.t.Fatal(err)
	}
}

func (s *story) unreadable(name string) bool {
	text, _ := s.file(name)
	var probs diag.List
	f, ok := digest.Read(s.md, name, []byte(text), &probs)
	return !ok || f.Period != strings.TrimSuffix(filepath.Base(name), ".md")
}

// below cuts a text behind its front matter.
func below(text string) (head, body string) {
	for _, end := range []string{"\n+++\n", "\n+++\r\n"} {
		if at := strings.Index(text, end); at >= 0 {
			return text[:at+len(end)], text[at+len(end):]
		}
	}
	return text, ""
}

// onLines lets a hand work on the lines below the front matter.
func onLines(work func(s *story, lines []string) []string) func(*story, string) string {
	return func(s *story, text string) string {
		head, body := below(text)
		lines := strings.SplitAfter(body, "\n")
		return head + strings.Join(work(s, lines), "")
	}
}

func (s *story) place(lines []string) int { return s.chance.IntN(len(lines) + 1) }

// insert puts text before a line, whatever it falls into.
func (s *story) insert(lines []string, text string) []string {
	at := s.place(lines)
	return append(append(append([]string{}, lines[:at]...), text), lines[at:]...)
}

// item finds the lines of a random item; none: the same twice.
func (s *story) item(lines []string) (from, to int) {
	var starts []int
	for i, line := range lines {
		if strings.HasPrefix(line, "- [") {
			starts = append(starts, i)
		}
	}
	if len(starts) == 0 {
		return 0, 0
	}
	from = starts[s.chance.IntN(len(starts))]
	to = from + 1
	for to < len(lines) && strings.HasPrefix(lines[to], "  ") {
		to++
	}
	return from, to
}

// link is an address of something that has arrived, or of nothing.
func (s *story) link() string {
	p := s.pieces[s.chance.IntN(len(s.pieces))]
	return []string{p.url, "https://elsewhere.example/" + fmt.Sprint(s.chance.IntN(9))}[s.chance.IntN(2)]
}

// other writes an address as somebody else would who copied it.
func (s *story) other(url string) string {
	return []string{
		strings.Replace(url, "https://", "http://", 1), strings.Replace(url, "https://", "https://www.", 1), url + "/", url + "?utm_source=mail&fbclid=x",
		strings.Replace(url, "https://", "HTTPS://", 1), strings.Replace(url, ".example", ".EXAMPLE", 1),
	}[s.chance.IntN(6)]
}

var someWords = []string{"A word of mine.\n", "\n", "Größe, naïveté, 日本語, \u202eright to left.\n", "\x00\x1b[2J\n", "\xff\xfe broken bytes\n", "    code\n", "> quoted\n", "* * *\n",
	"## A heading of mine {#mine}\n", "## Permission to fail {#fail}\n", "TODO: ask Ada\n", "| a | b |\n|---|---|\n| c | d |\n", "<div>\n", "<script>alert(1)</script>\n", "1. one\n", "\t\n", "no end of line"}

var hands = []func(*story, string) string{
	onLines(func(s *story, lines []string) []string {
		return s.insert(lines, someWords[s.chance.IntN(len(someWords))])
	}),
	onLines(func(s *story, lines []string) []string {
		return s.insert(lines, "- ["+"By hand"+"]("+s.link()+") My words.\n")
	}),
	onLines(func(s *story, lines []string) []string { return s.insert(lines, "See ["+"this"+"]("+s.link()+").\n") }),
	onLines(func(s *story, lines []string) []string { return s.insert(lines, "<!-- a note to us\n") }),
	onLines(func(s *story, lines []string) []string { return s.insert(lines, "-->\n") }),
	onLines(func(s *story, lines []string) []string { return s.insert(lines, "```\n") }),
	onLines(func(s *story, lines []string) []string { // a merge that went wrong
		at := s.place(lines)
		return append(append(append([]string{}, lines[:at]...), "<<<<<<< HEAD\n", "mine\n", "=======\n", "theirs\n", ">>>>>>> other\n"), lines[at:]...)
	}),
	onLines(func(s *story, lines []string) []string { // take an item out
		from, to := s.item(lines)
		return append(append([]string{}, lines[:from]...), lines[to:]...)
	}),
	onLines(func(s *story, lines []string) []string { // write it twice
		from, to := s.item(lines)
		return s.insert(lines, strings.Join(lines[from:to], ""))
	}),
	onLines(func(s *story, lines []string) []string { // move it
		from, to := s.item(lines)
		moved := strings.Join(lines[from:to], "")
		return s.insert(append(append([]string{}, lines[:from]...), lines[to:]...), moved)
	}),
	onLines(func(s *story, lines []string) []string { // another form of its address
		from, to := s.item(lines)
		if from == to {
			return lines
		}
		before, rest, _ := strings.Cut(lines[from], "](")
		url, after, ok := strings.Cut(rest, ")")
		if ok && strings.HasPrefix(url, "https://") {
			lines[from] = before + "](" + s.other(url) + ")" + after
		}
		return lines
	}),
	onLines(func(s *story, lines []string) []string { // a line deleted
		at := s.chance.IntN(len(lines))
		return append(append([]string{}, lines[:at]...), lines[at+1:]...)
	}),
	onLines(func(s *story, lines []string) []string { // headings gone
		out := []string{}
		for _, line := range lines {
			if !strings.HasPrefix(line, "#") {
				out = append(out, line)
			}
		}
		return out
	}),
	onLines(func(s *story, lines []string) []string { // all of it commented out
		return append(append([]string{"<!--\n"}, lines...), "-->\n")
	}),
	onLines(func(s *story, lines []string) []string { return nil }), // written anew, from nothing
	func(s *story, text string) string {
		return strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\n", "\r\n")
	},
	func(s *story, text string) string { return "\ufeff" + strings.TrimPrefix(text, "\ufeff") },
	func(s *story, text string) string { return strings.TrimRight(text, "\r\n") },
	func(s *story, text string) string {
		return strings.Replace(text, "draft = true", "draft = true # still writing", 1)
	},
	func(s *story, text string) string { return text }, // only looked
}

// slipsOfThePen are what leaves a file that cannot be read.
var slipsOfThePen = []func(*story, string) string{
	func(s *story, text string) string { return "" },
	func(s *story, text string) string { return strings.Replace(text, "+++", "++", 1) },
	func(s *story, text string) string { return strings.Replace(text, "period", "perod", 1) },
	func(s *story, text string) string {
		return strings.Replace(text, "draft = ", "draft = draft = ", 1) + "\n"
	},
	func(s *story, text string) string { return strings.Replace(text, "2026-W4", "2026-W1", 1) },
	func(s *story, text string) string { return "<<<<<<< HEAD\n" + text },
	func(s *story, text string) string {
		return strings.Replace(text, "period", "period = \"\xff\"\nperiod", 1)
	},
	func(s *story, text string) string { _, body := below(text); return body },
}
