package story

import (
	"fmt"
	"strings"
	"testing"
)

func TestManyWordsInARowAreNoChance(t *testing.T) {
	say := func(who string, n int) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, "%s%d ", who, i)
		}
		return b.String()
	}
	whole := say("theirs", 300)
	passage := strings.TrimSpace(say("theirs", 40))
	for _, c := range []struct {
		name, later string
		want        bool
	}{
		{"a hundred words", say("mine", 120) + say("theirs", 100), true},
		{"ninety-nine", say("mine", 120) + say("theirs", 99), false},
		{"in two parts", say("mine", 120) + say("theirs", 60) + "so " + strings.Join(strings.Fields(whole)[60:120], " "), false},
		{"more than half of what they are in", say("mine", 100) + say("theirs", 100), false},
		{"more than half of the earlier", say("mine", 400) + say("theirs", 150), false},
		{"of another place than the passage", say("mine", 120) + strings.Join(strings.Fields(whole)[100:220], " ") + " " + say("theirs", 50), false},
	} {
		if got := NoChance(whole, c.later, passage); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}
}

// A quote that is marked may be short where a link leads to the site it is from.
func TestWhatIsMarkedAsAQuotationIsFoundThoughShort(t *testing.T) {
	const idea = "give leave to fail before anybody has begun"
	earlier := Piece{ID: "a", Date: day(0), Feed: "a", URL: "https://a.example/1", Plain: prose(1, 150) + " " + idea + " " + prose(2, 150)}
	later := func(said string, p Piece) Piece {
		p.ID, p.Date, p.Feed, p.URL = "b", day(9), "b", "https://b.example/1"
		p.Plain = prose(3, 150) + " " + said + " " + prose(4, 150)
		return p
	}
	linked := []string{"https://else.example/", "https://www.a.example/old/address"}
	words := prose(5, 25)
	marks := earlier
	marks.Plain = strings.Replace(marks.Plain, idea, "“"+idea+"”", 1)
	long := earlier
	long.Plain = strings.Replace(long.Plain, idea, words, 1)
	for _, c := range []struct {
		name           string
		earlier, later Piece
		want           string
	}{
		{"between marks", earlier, later("“And "+idea+", then.”", Piece{Links: linked}), idea},
		{"between single marks", earlier, later("‘We don’t "+idea+".’", Piece{Links: linked}), idea},
		{"between plain marks", earlier, later("She says \""+idea+"\".", Piece{Links: linked}), idea},
		{"in a block quote", earlier, later(idea, Piece{Links: linked, Quoted: []string{idea}}), idea},
		{"not marked", earlier, later(idea, Piece{Links: linked}), ""},
		{"behind what is marked", earlier, later("“One.” "+idea, Piece{Links: linked}), ""},
		{"without a link", earlier, later("“"+idea+"”", Piece{Links: linked[:1]}), ""},
		{"that is a third's", marks, later("“"+idea+"”", Piece{Links: linked}), ""},
		{"long, without a link", long, later("“"+words+"”", Piece{}), words},
		{"of one feed", earlier, func() Piece { p := later("“"+idea+"”", Piece{Links: linked}); p.Feed = "a"; return p }(), ""},
	} {
		got := ""
		for _, p := range pairsOf(c.earlier, c.later) {
			if p.Kind != Quotes || p.A != "a" || p.B != "b" {
				t.Errorf("%s: %+v", c.name, p)
			}
			got = p.Passage
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}
