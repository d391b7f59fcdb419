package emerging

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestWordsAreKnownAgainHoweverTheyAreSetDown(t *testing.T) {
	first := "We’ll open “every” door – to all of İzmir, ﬁrst of all."
	for _, same := range []string{"WE'LL OPEN EVERY DOOR TO ALL OF İZMIR, ﬁRST OF ALL", "we'll open\n7 every door; to all of İzmir ﬁrst of all!"} {
		a, b := scan(nil, first), scan(nil, same)
		x, _ := gram(a, 0, echo)
		y, _ := gram(b, 0, echo)
		if len(a) != len(b) || x != y {
			t.Errorf("%q has %d words, %q %d", first, len(a), same, len(b))
		}
	}
	x, _ := gram(scan(nil, "one two three four five six seven eight"), 0, echo)
	y, _ := gram(scan(nil, "one two three four five six seven nine"), 0, echo)
	if x == y || x&low != 0 || x == 0 {
		t.Errorf("%x, %x", x, y)
	}
}

// FuzzEchoes: whatever two people write, of what both have the later one keeps
// no passage, the earlier one all, and what is left out are whole words.
func FuzzEchoes(f *testing.F) {
	f.Add("We treat every warm hub as a front door to the whole neighbourhood.", "She says: ", " Rightly.")
	f.Add("日本語の新しい言葉を学ぶ人々の集まり", "そして", "。\xff")
	f.Add("a b c d e f g h", "a b c d e f g h ", " a b c")
	f.Add("’’ ' — e\u0301 İstanbul ﬁ x\u00a0y z q w e r t", "\xe2\x80", "\xe2")
	f.Add(strings.Repeat("one two ", 30), "one two one ", " two")
	f.Fuzz(func(t *testing.T, passage, before, after string) {
		e := newEchoes()
		origin, later := Voice{Entry: "a", Person: "a", Plain: passage}, Voice{Entry: "b", Person: "b", Plain: before + "\n" + passage + "\n" + after}
		for i, v := range []Voice{origin, later, {Entry: "c", Person: "b", Plain: later.Plain}, {Entry: "d", Person: "a", Plain: passage}} {
			if err := e.hear(v, 9-i); err != nil {
				t.Fatal(err)
			}
			e.settle()
		}
		s := survey{theirs: e.theirs, standing: map[uint64]bool{}}
		if len(e.theirs["a"])+len(e.theirs["d"]) > 0 {
			t.Errorf("who wrote %q first has it from nobody", passage)
		}
		kept := func(entry string) (words int) {
			v := later
			v.Entry = entry
			s.sentences(v, func(part sentence) {
				own := part.own()
				if len(own) != len(part.text) || utf8.ValidString(part.text) && !utf8.ValidString(own) {
					t.Errorf("%q became %q", part.text, own)
				}
				words += len(scan(nil, own))
			})
			return words
		}
		all, theirs := len(scan(nil, later.Plain)), 0
		if words := scan(nil, passage); len(words) > 0 {
			if g, _ := gram(words, 0, echo); g != 0 {
				theirs = len(words)
			}
		}
		if mixed(passage) {
			theirs = 0
		}
		if got := kept("b"); got > all-theirs {
			t.Errorf("%q has %d words of its own of %d, and %d are another's", later.Plain, got, all, theirs)
		}
		if kept("b") != kept("c") {
			t.Errorf("of %q %d words are left, said again %d", later.Plain, kept("b"), kept("c"))
		}
	})
}

// mixed reports whether some words of a text are signs and others not: where a
// passage ends with a few words of another kind these may be too few.
func mixed(s string) bool {
	words := scan(nil, s)
	for _, w := range words {
		if w.sign != words[0].sign {
			return true
		}
	}
	return false
}
