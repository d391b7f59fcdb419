package diag

import (
	"strings"
	"testing"
)

func TestTheNearestOfLongTextsComeFirst(t *testing.T) {
	known := []string{"a.example/three-in-for", "a.example/three-in-four", "a.example/one-in-four", "a.example/3", ""}
	for asked, want := range map[string]string{
		"a.example/three-in-fou": "a.example/three-in-for a.example/three-in-four",
		"a.example/hree-in-four": "a.example/three-in-four a.example/three-in-for",
		"b.example/elsewhere":    "",
		"":                       "",
	} {
		if got := strings.Join(Near(asked, known, 3, 2), " "); got != want {
			t.Errorf("%q: %s, want %s", asked, got, want)
		}
	}
}
