package text

import (
	"strings"
	"testing"
)

func TestADifferenceIsFromTheFirstOtherWordToTheLast(t *testing.T) {
	for _, c := range []struct{ before, after, want string }{
		{"give leave to fail first", "give permission to fail first", "leave|permission"},
		{"a b c d e", "a x c y e", "b c d|x c y"},
		{"a b", "a b c d", "|c d"},
		{"b", "a b", "|a"},
		{"a a a", "a a", "a|"},
		{"same  words\n here", "same words here", "|"},
		{"", "", "|"},
		{"", "new", "|new"},
	} {
		d := Differ(c.before, c.after)
		if got := d.Before + "|" + d.After; got != c.want || d.Dropped != len(strings.Fields(d.Before)) || d.Added != len(strings.Fields(d.After)) {
			t.Errorf("%q to %q: %+v, want %s", c.before, c.after, d, c.want)
		}
	}
}

// FuzzDiffer: what is the same on both sides, with the difference between,
// gives both texts back.
func FuzzDiffer(f *testing.F) {
	f.Add("a b c", "a x c")
	f.Add("a a", "a a a")
	f.Add("\u00a0x", "\xff x")
	f.Fuzz(func(t *testing.T, before, after string) {
		d := Differ(before, after)
		a, b := Squeeze(before), Squeeze(after)
		if (a == b) != (d == Change{}) {
			t.Errorf("%q and %q: %+v", a, b, d)
		}
		if !strings.Contains(a, d.Before) || !strings.Contains(b, d.After) || len(a)-len(d.Before) != len(b)-len(d.After) && d.Before != "" && d.After != "" {
			t.Errorf("%q and %q: %+v", a, b, d)
		}
	})
}
