package diag

import (
	"errors"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

func TestAProblemReadsAsFileLineMessageAndHint(t *testing.T) {
	for _, c := range []struct {
		p    Problem
		want string
	}{
		{Problem{File: "feeds/a.toml", Line: 12, Message: `sector "x" is not declared`, Hint: "declare it"}, "feeds/a.toml:12: sector \"x\" is not declared\n    hint: declare it"},
		{Problem{File: "site.toml", Message: "cannot be read"}, "site.toml: cannot be read"},
		{Problem{File: "a.md", Line: 1, Message: "old", Warning: true}, "a.md:1: warning: old"},
	} {
		if got := c.p.String(); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}

func TestProblemsAreShownByFileAndLineEachOnceHoweverTheyWereFound(t *testing.T) {
	var l List
	l.Add("b.toml", 2, "h", "second")
	l.Add("b.toml", 2, "h", "second")
	l.Add("b.toml", 10, "", "third")
	l.Add("b.toml", 2, "another hint", "second")
	l.Warn("b.toml", 2, "h", "second")
	l.Add("a.toml", 0, "", "of %d files, the %q", 2, "first")
	l.Add("b.toml", 2, "h", "second")
	want := "a.toml: of 2 files, the \"first\"\nb.toml:2: second\n    hint: another hint\nb.toml:2: second\n    hint: h\nb.toml:2: warning: second\n    hint: h\nb.toml:10: third"
	random := rand.New(rand.NewPCG(1, 2))
	for range 20 {
		random.Shuffle(len(l), func(i, j int) { l[i], l[j] = l[j], l[i] })
		before := slices.Clone(l)
		if got := (Error{l.Sorted()}).Error(); got != want {
			t.Fatalf("shown\n%s\nwant\n%s", got, want)
		}
		if !slices.Equal(l, before) {
			t.Fatal("sorting changed the list it was asked of")
		}
	}
}

func TestWarningsStopNothing(t *testing.T) {
	var l List
	if l.Err() != nil || l.Errors() != 0 {
		t.Error("an empty list is an error")
	}
	l.Warn("a", 1, "", "w")
	if l.Err() != nil || l.Errors() != 0 {
		t.Error("a warning is an error")
	}
	l.Add("a", 2, "", "e")
	err := l.Err()
	var list Error
	if !errors.As(err, &list) || len(list.Problems) != 2 || l.Errors() != 1 || !strings.Contains(err.Error(), "warning: w") {
		t.Errorf("%v: with an error everything is shown", err)
	}
}

func TestAHintNamesTheNearestWordOrNone(t *testing.T) {
	keys := []string{"title", "terms", "timezone", "sectors", "organisation", "url", ""}
	for word, want := range map[string]string{
		"titel":        `did you mean "title"?`, // two letters swapped
		"Title":        `did you mean "title"?`,
		"organization": `did you mean "organisation"?`,
		"sector":       `did you mean "sectors"?`,
		"ulr":          `did you mean "url"?`,
		"poetry":       "none",
		"time":         `did you mean "title"?`,
		"x":            "none",
		"":             "none",
		"über":         "none",
		"títle":        `did you mean "title"?`,
	} {
		if got := DidYouMean(word, keys, "none"); got != want {
			t.Errorf("%q: %s, want %s", word, got, want)
		}
	}
	if got := DidYouMean(strings.Repeat("x", 1<<20), keys, "none"); got != "none" {
		t.Errorf("a word of a million letters: %s", got)
	}
}

// FuzzDistance: it is a distance: none of a word to itself, the same both
// ways, never more than the longer word has letters, never less than they
// differ in length.
func FuzzDistance(f *testing.F) {
	f.Add("titel", "title")
	f.Add("", "ä")
	f.Add("abcd", "badc")
	f.Add("\xff", "\xfe\xff")
	f.Fuzz(func(t *testing.T, a, b string) {
		if len(a) > 200 || len(b) > 200 {
			return
		}
		d, s, r := Distance(a, b), []rune(a), []rune(b)
		if d != Distance(b, a) || d > max(len(s), len(r)) || d < max(len(s)-len(r), len(r)-len(s)) || (d == 0) != slices.Equal(s, r) {
			t.Errorf("%q to %q is %d, back it is %d", a, b, d, Distance(b, a))
		}
	})
}
