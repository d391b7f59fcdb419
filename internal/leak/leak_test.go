package leak

import "testing"

func TestANeedleIsFoundInEveryDress(t *testing.T) {
	s := NewScanner([]Needle{{"https://intranet.example.org/lab/7", "an address"}, {"Möbius & Sons merge", "a title"}, {"", "nothing"}, {"...", "nothing"}})
	for _, c := range []struct {
		file string
		want int
	}{
		{`<a href="https://intranet.example.org/lab/7/">x</a>`, 1},
		{`<a href="http://INTRANET.example.org/lab/7?x=1">x</a>`, 0}, // another scheme: another address
		{`<p>MÖBIUS &amp; Sons — merge!</p>`, 1},
		{`{"t":"M\u00f6bius \u0026 Sons merge"}`, 1},
		{`<b>M&#xF6;bius</b> sons merge`, 1},
		{`Möbius & Sons merged`, 0},
		{`intranet example org lab 77`, 0},
		{``, 0},
	} {
		if got := s.Find([]byte(c.file)); len(got) != c.want {
			t.Errorf("%s: found %v, want %d", c.file, got, c.want)
		}
	}
}

func TestWithoutNeedlesNothingIsFound(t *testing.T) {
	if s := NewScanner([]Needle{{"-", "x"}}); !s.Empty() || s.Find([]byte("a - b")) != nil {
		t.Error("a needle without words was taken")
	}
}

func BenchmarkFind(b *testing.B) {
	s := NewScanner([]Needle{{"https://intranet.example.org/lab/7", "an address"}})
	page := []byte("<p>" + string(make([]byte, 0)) + "The quick brown fox jumps over the lazy dog, &amp; then some more of it follows here.</p>\n")
	for range 8 {
		page = append(page, page...)
	}
	b.SetBytes(int64(len(page)))
	for b.Loop() {
		s.Find(page)
	}
}

func TestWhatEverybodyMayReadIsNoNeedle(t *testing.T) {
	left := Except([]Needle{{"Shadow", "a name"}, {"shadow", "a contributor's id"}, {"The quiet office", "a name"}}, []byte("h1 { text-shadow: none }"))
	if len(left) != 1 || left[0].Text != "The quiet office" {
		t.Errorf("left %v", left)
	}
}
