package markdown

import (
	"fmt"
	"strings"
	"testing"
)

func TestOnesOwnWordsAreToldFromOthers(t *testing.T) {
	const src = "My TODO here, not “their TODO” nor `TODO`\nand [a TODO](https://a.example/) <!-- TODO -->.\n\n> Quoted TODO\n\n```\nTODO\n```\n\n- [TODO list](https://b.example/) TBC\n\n    TODO\n"
	var own []string
	passages, _ := New().Written(src)
	for _, p := range passages {
		for _, l := range p.Lines {
			if strings.Contains(l.Own, "TODO") || strings.Contains(l.Own, "TBC") {
				own = append(own, fmt.Sprintf("%d %s", l.N, strings.Join(strings.Fields(l.Own), " ")))
			}
		}
	}
	want := "1 My TODO here, not nor; 10 TBC; 12 TODO"
	if got := strings.Join(own, "; "); got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

func TestAQuotationThatNothingClosesIsNone(t *testing.T) {
	passages, _ := New().Written("He said “TODO and went on.\n\nAnother paragraph ” here.\n")
	if own := passages[0].Lines[0].Own; !strings.Contains(own, "TODO") {
		t.Errorf("%q", own)
	}
}

func TestLinksAreFoundWhereTheyStand(t *testing.T) {
	const src = "- **[Lead](https://a.example/1)** words\n  [second](/contribute/)\n- []()\n\n1. [numbered](x)\n\n![pic](cat.png) and https://b.example/x\n"
	_, links := New().Written(src)
	var got []string
	for _, l := range links {
		got = append(got, fmt.Sprintf("%d %q %s %v %v", l.Line, l.Text, l.URL, l.Leads, l.Image))
	}
	want := []string{
		`1 "Lead" https://a.example/1 true false`, `2 "second" /contribute/ false false`, `3 ""  true false`,
		`5 "numbered" x true false`, `7 "pic" cat.png false true`, `7 "https://b.example/x" https://b.example/x false false`,
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// FuzzWritten: every word and link lies on a line that the text has.
func FuzzWritten(f *testing.F) {
	f.Add("- [a](b) “c\n\n  > d”\n1. x\n| a | b |\n|---|---|\n| [c](d) | e |\n")
	f.Add("\xff[^1]\n\n[^1]: note \"x\" <b>y</b>\n***[]()***")
	c := New()
	f.Fuzz(func(t *testing.T, src string) {
		lines := strings.Count(src, "\n") + 1
		passages, links := c.Written(src)
		for _, p := range passages {
			for _, l := range p.Lines {
				if l.N < 1 || l.N > lines || len(l.Own) > len(l.Text) {
					t.Fatalf("%q: %+v", src, l)
				}
			}
		}
		for _, l := range links {
			if l.Line < 1 || l.Line > lines {
				t.Fatalf("%q: %+v", src, l)
			}
		}
	})
}
