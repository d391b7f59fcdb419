package markdown

import (
	"fmt"
	"regexp"
)

// Anchors keeps the ids of texts that come to stand in one page apart: two files
// that each have a heading "Dates", or a first footnote, would else have one id
// between them.
type Anchors struct{ taken map[string]bool }

// NewAnchors knows of no ids yet.
func NewAnchors() *Anchors { return &Anchors{map[string]bool{}} }

// Take gives an id that no text before has, as near to the one asked for as can be.
func (a *Anchors) Take(id string) string {
	free := id
	for n := 2; a.taken[free]; n++ {
		free = fmt.Sprintf("%s-%d", id, n)
	}
	a.taken[free] = true
	return free
}

var anchored, linked = regexp.MustCompile(` id="([^"]*)"`), regexp.MustCompile(` href="#([^"]*)"`)

// Part renames, in the pieces of one text, which are HTML of a Converter, the ids
// that a text before it has, and the links of this text to them.
func (a *Anchors) Part(pieces ...*string) {
	own := map[string]string{}
	for _, p := range pieces {
		for _, m := range anchored.FindAllStringSubmatch(*p, -1) {
			if _, met := own[m[1]]; !met {
				own[m[1]] = a.Take(m[1])
			}
		}
	}
	rename := func(of *regexp.Regexp, before, html string) string {
		return of.ReplaceAllStringFunc(html, func(s string) string {
			if to, ok := own[of.FindStringSubmatch(s)[1]]; ok {
				return before + to + `"`
			}
			return s
		})
	}
	for _, p := range pieces {
		*p = rename(linked, ` href="#`, rename(anchored, ` id="`, *p))
	}
}
