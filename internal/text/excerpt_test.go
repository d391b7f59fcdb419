package text

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func TestAnExcerptEndsWithASentenceOrAWord(t *testing.T) {
	for _, c := range []struct {
		text string
		max  int
		want string
	}{
		{"All of it.", 20, "All of it."},
		{"  Spaces \n\n are\tsqueezed. ", 20, "Spaces are squeezed."},
		{"One sentence here. Another one that is cut.", 30, "One sentence here."},
		{"No. But a sentence ends too early to stop there.", 30, "No. But a sentence ends too…"},
		{"Words, and words, and more words.", 12, "Words, and…"},
		{"Words, and words, and more words.", 7, "Words…"},
		{"It costs 3.14 pounds and it is not dear at that.", 12, "It costs…"},
		{"Write to example.org now, and then wait.", 18, "Write to…"},
		{"Is it so? Yes! It is…", 14, "Is it so? Yes!"},
		{"Unbreakablewordthatgoeson", 10, "Unbreakab…"},
		{"Größe über alles andere", 11, "Größe über…"},
		{"Größe über alles andere", 10, "Größe…"},
		{"A dash – and", 9, "A dash…"},
		{"日本語のとても長い文章です", 5, "日本語の…"},
		{"Anything", 1, "…"},
		{"Anything", 0, ""},
		{"Anything", -1, ""},
		{"", 5, ""},
	} {
		if got := Excerpt(c.text, c.max); got != c.want {
			t.Errorf("%q within %d: %q, want %q", c.text, c.max, got, c.want)
		}
	}
}

// FuzzExcerpt: an excerpt is the squeezed text's beginning word for word, but
// for one ellipsis, and never longer than it may be.
func FuzzExcerpt(f *testing.F) {
	f.Add("One sentence here. Another one.", 20)
	f.Add("\u00a0é\u0301. … \xff\xfe !?! ...", 4)
	f.Add("– – – – –", 3)
	f.Fuzz(func(t *testing.T, s string, max int) {
		got, whole := Excerpt(s, max), Squeeze(s)
		if n := utf8.RuneCountInString(got); n > max && max >= 0 || max < 0 && n > 0 {
			t.Errorf("%q is %d runes, may be %d", got, n, max)
		}
		if !strings.HasPrefix(whole, strings.TrimSuffix(got, "…")) && !strings.HasPrefix(whole, got) {
			t.Errorf("%q is not the beginning of %q", got, whole)
		}
		if utf8.ValidString(s) && !utf8.ValidString(got) {
			t.Errorf("%q is not UTF-8", got)
		}
	})
}

func passage(s, around string, max int) string {
	start := strings.Index(s, around)
	return Passage(s, start, start+len(around), max)
}

func TestAPassageIsTheSentenceAroundSomeWords(t *testing.T) {
	const s = "Three said yes. Idris calls it permission to fail, and he is right! The rest\nof us wait for v. 2.5 of it…"
	for _, c := range []struct {
		around string
		max    int
		want   string
	}{
		{"permission", 100, "Idris calls it permission to fail, and he is right!"},
		{"Three", 100, "Three said yes."},
		{"rest", 100, "The rest"}, // a line is a block of its own
		{"2.5", 100, "2.5 of it…"},
		{"permission", 30, "calls it permission to fail,"},
		{"permission to fail", 20, "permission to fail"},
		{"permission to fail", 10, "permission"},
		{"permission to fail", 4, "perm"},
		{"he", 2, "he"},
		{"", 100, "Three said yes."},
	} {
		if got := passage(s, c.around, c.max); got != c.want {
			t.Errorf("around %q within %d: %q, want %q", c.around, c.max, got, c.want)
		}
	}
}

// FuzzPassage: a passage stands in the text word for word, holds what it is
// about if that fits, is not too long, and begins and ends where words do.
func FuzzPassage(f *testing.F) {
	f.Add("Three said yes. Idris calls it permission to fail, and he is right! The rest", 4, 3, 30)
	f.Add("éé\u0301 ü.\nß\u00a0x\ty 日本語。そして", 2, 1, 5)
	f.Add("éé\u03010〗て", 44, 1, 5)
	f.Add("no end to this and none to that "+strings.Repeat("word ", 60), 9, 2, 40)
	f.Fuzz(func(t *testing.T, s string, from, n, max int) {
		words := Stemmer{}.Words(s)
		if !utf8.ValidString(s) || len(words) == 0 || max < 0 || max > 1e6 || from < 0 || n < 0 {
			return
		}
		from %= len(words)
		to := min(from+n%5, len(words)-1)
		start, end := words[from].Start, words[to].End
		got := Passage(s, start, end, max)
		if !strings.Contains(s, got) || utf8.RuneCountInString(got) > max || !utf8.ValidString(got) {
			t.Fatalf("%q, of at most %d runes, from %q", got, max, s)
		}
		if utf8.RuneCountInString(s[start:end]) > max {
			return
		}
		if !strings.Contains(got, s[start:end]) {
			t.Errorf("%q does not hold %q", got, s[start:end])
		}
		checkWhole(t, s, got, words)
	})
}

// checkWhole: some place where the passage stands in the text cuts no word.
func checkWhole(t *testing.T, s, got string, words []Word) {
	t.Helper()
	for at := strings.Index(s, got); at >= 0; {
		cut := false
		for _, w := range words {
			cut = cut || w.Start < at && at < w.End || w.Start < at+len(got) && at+len(got) < w.End
		}
		if !cut {
			return
		}
		_, n := utf8.DecodeRuneInString(s[at:])
		next := strings.Index(s[at+n:], got)
		if next < 0 {
			break
		}
		at += n + next
	}
	t.Errorf("%q cuts a word of %q", got, s)
}

func TestSqueezeLeavesOneBlankBetweenWords(t *testing.T) {
	if got := Squeeze(" a \u00a0\u2003b\r\n\tc "); got != "a b c" || strings.ContainsFunc(got, func(r rune) bool { return r != ' ' && unicode.IsSpace(r) }) {
		t.Errorf("%q", got)
	}
}
