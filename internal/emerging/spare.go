package emerging

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// What is looked for in a phrase: stems in a row.
type stems []string

// in reports whether all of s stands in a row within other.
func (s stems) in(other stems) bool {
	for i := 0; i+len(s) <= len(other); i++ {
		if slices.Equal(s, other[i:i+len(s)]) {
			return true
		}
	}
	return false
}

func (s stems) shares(other stems) bool {
	return slices.ContainsFunc(s, func(word string) bool { return slices.Contains(other, word) })
}

// A list says which phrases are not to be raised.
type list struct {
	idle    []stems
	ignored []stems // by the site
	names   []stems
	known   map[string][]stems // by theme
}

// list stems what people wrote in every language that was met.
func (t *tally) list() list {
	l := list{known: map[string][]stems{}}
	for _, phrase := range idle {
		l.idle = append(l.idle, t.lexer.all(phrase)...)
	}
	for _, phrase := range t.o.Ignore {
		l.ignored = append(l.ignored, t.lexer.all(phrase)...)
	}
	for _, name := range t.o.Names {
		l.names = append(l.names, t.lexer.all(name)...)
	}
	for _, theme := range t.o.Known {
		for _, phrase := range theme.Phrases {
			l.known[theme.ID] = append(l.known[theme.ID], t.lexer.all(phrase)...)
		}
	}
	return l
}

// all gives the stems of a phrase in each language met.
func (l *lexer) all(phrase string) []stems {
	l.stemmer("")
	var out []stems
	for _, s := range l.stemmers {
		var one stems
		for _, w := range s.Words(phrase) {
			one = append(one, w.Stem)
		}
		if len(one) > 0 && !slices.ContainsFunc(out, func(o stems) bool { return slices.Equal(o, one) }) {
			out = append(out, one)
		}
	}
	return out
}

// idle are words that blogs are made of and nobody writes about.
var idle = []string{"read more", "continue reading", "sign up", "click here", "week notes", "weeknotes", "blog post", "blog posts", "guest post",
	"find out more", "get in touch", "originally published", "originally appeared", "cross posted", "newsletter", "subscribe", "mailing list",
	"table of contents", "all rights reserved", "creative commons", "happy new year"}

// spares reports whether nobody wants to see a group: its leader, or one of its
// phrases that the leader is a piece of.
func (l *list) spares(g group) bool {
	return l.touches(g, func(c *candidate) bool { return c.holds(l.idle) || l.isName(c) })
}

// ignores reports whether the site asked not to see a group.
func (l *list) ignores(g group) bool {
	return l.touches(g, func(c *candidate) bool { return c.holds(l.ignored) })
}

func (c *candidate) holds(any []stems) bool {
	return slices.ContainsFunc(any, func(s stems) bool { return s.in(c.stems) })
}

// touches reports whether something is so of a group's leader, or of one of its
// phrases that shares a word with it.
func (l *list) touches(g group, so func(*candidate) bool) bool {
	leader := g.leader()
	return slices.ContainsFunc(g, func(c *candidate) bool { return stems(c.stems).shares(leader.stems) && so(c) })
}

// isName reports whether a phrase is the name of somebody listed, or a part of
// one, and written as names are.
func (l *list) isName(c *candidate) bool {
	return slices.ContainsFunc(l.names, func(name stems) bool {
		return (name.in(c.stems) || stems(c.stems).in(name)) && hasCapitals(c.label())
	})
}

// hasCapitals reports whether a phrase begins and ends with a word in capitals.
func hasCapitals(label string) bool {
	words := strings.Fields(label)
	for _, w := range []string{words[0], words[len(words)-1]} {
		if r, _ := utf8.DecodeRuneInString(w); unicode.IsLower(r) {
			return false
		}
	}
	return true
}

// theme gives the known theme that a group is about, and those of which a phrase
// is part of its leader's.
func (l *list) theme(g group, known []Known) (is string, near []string) {
	leader := stems(g.leader().stems)
	for _, k := range known {
		for _, phrase := range l.known[k.ID] {
			same := func(c *candidate) bool {
				return g.asGood(c) && (slices.Equal(phrase, c.stems) || len(phrase) > longest && stems(c.stems).in(phrase))
			}
			if l.touches(g, same) {
				return k.ID, nil
			}
			if phrase.in(leader) && !slices.Contains(near, k.ID) {
				near = append(near, k.ID)
			}
		}
	}
	return "", near
}
