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
