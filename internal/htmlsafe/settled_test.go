package htmlsafe

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// TestWhateverTheNestingCleaningSettlesIt builds documents at random from the
// tags that move one another, and checks that settled never errs.
func TestWhateverTheNestingCleaningSettlesIt(t *testing.T) {
	tags := []string{"p", "div", "ul", "ol", "li", "h1", "h2", "a href='/x'", "b", "i", "code", "em", "pre", "blockquote", "figure", "hr", "br",
		"table", "tr", "td", "caption", "dl", "dt", "dd", "details", "summary", "ruby", "rt", "marquee", "object", "button", "nobr", "font",
		"section", "form", "span", "span lang=en", "img src='/i'", "svg", "math", "select", "option", "center", "xmp", "plaintext", "template", "q", "del"}
	samples := 4000
	if testing.Short() {
		samples = 400
	}
	r := rand.New(rand.NewPCG(1, 2))
	for range samples {
		raw := randomHTML(r, tags)
		once := Clean(raw, "https://example.org/")
		checkSafe(t, once)
		if twice := Clean(once, "https://example.org/"); twice != once {
			t.Fatalf("%s\n once %s\ntwice %s", raw, once, twice)
		}
		root, err := parse(once)
		if err != nil {
			continue
		}
		if settled(root, open{}) && strings.TrimSpace(render(root, 0)) != once {
			t.Fatalf("called settled, but is not: %s", once)
		}
		got := Read(raw, "https://example.org/")
		if got.HTML != once || got.Text != Text(once) || !slices.Equal(got.Links, Links(once)) {
			t.Fatalf("%s\nRead gives %+v\nnot %s %q %v", raw, got, once, Text(once), Links(once))
		}
	}
}

func randomHTML(r *rand.Rand, tags []string) string {
	var b strings.Builder
	for range 2 + r.IntN(14) {
		tag := tags[r.IntN(len(tags))]
		name, _, _ := strings.Cut(tag, " ")
		switch r.IntN(5) {
		case 0:
			b.WriteString("</" + name + ">")
		case 1:
			b.WriteString("\nx ")
			fallthrough
		default:
			b.WriteString("<" + tag + ">")
		}
	}
	return b.String()
}
