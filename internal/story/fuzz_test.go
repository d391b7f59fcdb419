package story

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// FuzzPairs: of two texts of strangers, a quote stands in both letter for
// letter, at the bounds of words, and is of a bounded length; which of the two
// is named first makes no difference.
func FuzzPairs(f *testing.F) {
	line := "It is safe to fail, they say: give people leave to try, and they’ll learn more than we could teach them in a year."
	f.Add(line+" "+prose(1, 60), prose(2, 70)+"\n“"+line+"”")
	f.Add(strings.Repeat("a b c d ", 300), strings.Repeat("d c b a ", 300))
	f.Add(strings.Repeat("漢字かな交じり文", 20), "漢字"+strings.Repeat("漢字かな交じり文", 12))
	f.Add(strings.Repeat("x", 2000)+" a b c d e f g h i j k l m n", prose(3, 30)+" \xffa b c d e f g h i j k l m n "+strings.Repeat("x", 2000))
	f.Add(strings.ToUpper(prose(4, 90)), prose(5, 90)+prose(4, 90))
	f.Fuzz(func(t *testing.T, a, b string) {
		pairs := pairsOf(Piece{ID: "1", Plain: a}, Piece{ID: "2", Plain: b})
		if len(pairs) > 1 {
			t.Fatalf("%d pairs of two entries", len(pairs))
		}
		turned := pairsOf(Piece{ID: "1", Plain: b}, Piece{ID: "2", Plain: a})
		if len(pairs) != len(turned) || len(pairs) == 1 && (pairs[0].Kind != turned[0].Kind || pairs[0].A != turned[0].A) {
			t.Errorf("%+v, and the other way about %+v", pairs, turned)
		}
		for _, p := range pairs {
			isQuote(t, p, a, b)
		}
	})
}

func isQuote(t *testing.T, p Pair, a, b string) {
	if p.Kind == Same {
		if p.Passage+p.Source != "" {
			t.Errorf("the same piece quotes %q", p.Passage)
		}
		return
	}
	source := p.Source
	if source == "" {
		source = p.Passage
	}
	if !strings.Contains(b, p.Passage) || !strings.Contains(a, source) || p.Passage == "" {
		t.Errorf("%q or %q does not stand where it should", p.Passage, source)
	}
	if utf8.RuneCountInString(p.Passage) > MaxPassage {
		t.Errorf("a passage of %d runes", utf8.RuneCountInString(p.Passage))
	}
	said, meant := tokens(nil, p.Passage), tokens(nil, source)
	if len(said) != len(meant) {
		t.Fatalf("%q has other words than %q", p.Passage, source)
	}
	for i := range said {
		if said[i].hash != meant[i].hash {
			t.Errorf("%q is not %q", p.Passage, source)
		}
	}
}
