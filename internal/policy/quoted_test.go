package policy

import "testing"

func TestAQuoteIsMarkedAsOne(t *testing.T) {
	const words = "give leave to fail first"
	for _, c := range []struct {
		plain, html string
		want        bool
	}{
		{"She wrote: “Always give leave to fail first, and ask.”", "", true},
		{"Er schrieb: „give leave to fail first“.", "", true},
		{"Il écrit : « give leave to fail first ».", "", true},
		{`She wrote "give leave to fail first" there.`, "", true},
		{"She wrote: ‘We don’t plan; give leave to fail first, don’t we?’", "", true},
		{"The ’90s, and ‘one thing’. Then give leave to fail first, don’t we?", "", false},
		{"Er schrieb: »give leave to fail first«.", "", true},
		{"« Un. » Give up, then give leave to fail first, and « deux ».", "", false},
		{"Napisała: „give leave to fail first”.", "", true},
		{"Er schrieb: ‚give leave to fail first‘.", "", true},
		{"Il écrit : ‹ give leave to fail first ›.", "", true},
		{`A "word", then give leave to fail first, and "more".`, "", false},
		{"“One.” Then give leave to fail first. “Two.”", "", false},
		{"“One\nnever closed, give leave to fail first", "", false},
		{"\"One\ngive leave to fail first\"", "", false},
		{"give leave to fail first", "<p>x</p><blockquote><p>We  give leave\nto fail first.</p></blockquote>", true},
		{"give leave to fail first", "<p>She says <q>always give leave to fail first</q>.</p>", true},
		{"give leave to fail first", "<p>give leave to fail first</p><blockquote>else</blockquote>", false},
		{"", "", false},
	} {
		if got := inMarks(c.plain, words) || inBlock(c.html, words); got != c.want {
			t.Errorf("%q, %q: %v", c.plain, c.html, got)
		}
	}
}
