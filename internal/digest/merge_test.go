package digest

import (
	"fmt"
	"strings"
	"testing"
)

// outline writes an issue as it is shown, a line each: what is internal has a +.
func outline(is Issue) string {
	var out []string
	line := func(internal bool, format string, args ...any) {
		mark := ""
		if internal {
			mark = "+"
		}
		out = append(out, mark+fmt.Sprintf(format, args...))
	}
	if is.Intro != "" {
		line(false, "intro %s", is.Intro)
	}
	if is.Inside != "" {
		line(true, "intro %s", is.Inside)
	}
	for _, s := range is.Sections {
		line(s.Internal, "# %s (%s)", s.Title, s.ID)
		for _, p := range s.Parts {
			if p.Prose != "" {
				line(p.Internal, "%s", p.Prose)
			}
			for _, it := range p.Items {
				line(it.Internal, "* %s: %s", it.Title, it.Words)
				for _, w := range it.Inside {
					line(true, "  %s", w)
				}
			}
		}
	}
	return strings.Join(out, "\n")
}

const ours = "Hello.\n\n## Highlights\n\n- [One](https://ada.example/1) As all read it.\n\n## Leave to fail {#leave}\n\nWords.\n\n### Dates\n\nSoon.\n"

// Each is an overlay's file, or several, and what the issue becomes.
var mergings = []struct {
	name    string
	public  string
	inside  []string
	becomes string
}{
	{"nothing to add", ours, nil, "intro <p>Hello.</p>\n# Highlights (highlights)\n* One: As all read it.\n# Leave to fail (leave)\n<p>Words.</p>\n<h3 id=\"dates\">Dates</h3>\n<p>Soon.</p>"},
	{"words before the first section", "Hello.", []string{"Colleagues: hello."}, "intro <p>Hello.</p>\n+intro <p>Colleagues: hello.</p>"},
	{"words before the first section of one that has none", "## A\n\na", []string{"Ours.\n\n# The title again\n\nMore."}, "+intro <p>Ours.</p>\n<p>More.</p>\n# A (a)\n<p>a</p>"},
	{"a section of the same id under another title", "## A {#x}\n\na", []string{"## Something else {#x}\n\nb"}, "# A (x)\n<p>a</p>\n+<p>b</p>"},
	{"a section of the same title without the id", "## Leave to fail {#leave}\n\na", []string{"## LEAVE TO FAIL\n\nb"}, "# Leave to fail (leave)\n<p>a</p>\n+<p>b</p>"},
	{"an id goes over a title", "## A\n\na\n\n## B\n\nb", []string{"## A {#b}\n\nc"}, "# A (a)\n<p>a</p>\n# B (b)\n<p>b</p>\n+<p>c</p>"},
	{"a section of its own, between two that both have", "## A\n\na\n\n## B\n\nb", []string{"## A\n\n## Ours\n\nc\n\n## B\n\nd"}, "# A (a)\n<p>a</p>\n+# Ours (ours)\n+<p>c</p>\n# B (b)\n<p>b</p>\n+<p>d</p>"},
	{"two of its own behind one", "## A\n\na\n\n## B\n\nb", []string{"## A\n\n## One\n\n1\n\n## Two\n\n2"}, "# A (a)\n<p>a</p>\n+# One (one)\n+<p>1</p>\n+# Two (two)\n+<p>2</p>\n# B (b)\n<p>b</p>"},
	{"two of its own before one", "## A\n\na\n\n## B\n\nb", []string{"## One\n\n1\n\n## Two\n\n2\n\n## B\n\nc"}, "# A (a)\n<p>a</p>\n+# One (one)\n+<p>1</p>\n+# Two (two)\n+<p>2</p>\n# B (b)\n<p>b</p>\n+<p>c</p>"},
	{"one of its own beside none", "## A\n\na", []string{"## Ours\n\nb"}, "# A (a)\n<p>a</p>\n+# Ours (ours)\n+<p>b</p>"},
	{"a section without words is none", "## A\n\na", []string{"## Ours\n\n<!-- later -->\n"}, "# A (a)\n<p>a</p>"},
	{"comments are nobody's to read", "## A\n\na", []string{"<!-- x -->\n\n## A\n\nb <!-- y -->\n\n- [Two](https://bo.example/2) c\n  <!-- why: z -->\n"}, "# A (a)\n<p>a</p>\n+<p>b </p>\n+* Two: c"},
	{"an item of its own in a section of all", "## A\n\n- [One](https://ada.example/1) a", []string{"## A\n\n- [Two](https://bo.example/2) b"}, "# A (a)\n* One: a\n+* Two: b"},
	{"the same item, in the same section", "## A\n\n- [One](https://ada.example/1) a", []string{"## A\n\n- [One, as we call it](https://ada.example/1) b"}, "# A (a)\n* One: a\n+  b"},
	{"the same item, elsewhere, under another address", "## A\n\n- [One](https://ada.example/1) a", []string{"## Ours\n\n- [One](http://www.ada.example/1/) b"}, "# A (a)\n* One: a\n+  b"},
	{"the same item without words", "## A\n\n- [One](https://ada.example/1) a", []string{"## A\n\n- [One](https://ada.example/1)"}, "# A (a)\n* One: a"},
	{"items before any section", "## A\n\na", []string{"- [Two](https://bo.example/2) b"}, "+#  ()\n+* Two: b\n# A (a)\n<p>a</p>"},
	{"items before any section, of both", "- [One](https://ada.example/1) a\n\n## A\n\na", []string{"- [Two](https://bo.example/2) b"}, "#  ()\n* One: a\n+* Two: b\n# A (a)\n<p>a</p>"},
	{"anchors that both have", "## A\n\n### Dates\n\na[^1]\n\n[^1]: f", []string{"## Dates\n\nSee [that](#notes).\n\n### Notes\n\nb"}, ""},
	{"three levels", "## A\n\n- [One](https://ada.example/1) a", []string{"For the team.\n\n## A\n\nb\n\n## Team\n\n- [Two](https://bo.example/2) c\n- [One](https://ada.example/1) team", "For the board.\n\n## Team\n\n- [Two](https://bo.example/2) board\n\n## Board\n\nd\n\n## A\n\n- [One](https://ada.example/1) board"},
		"+intro <p>For the team.</p>\n<p>For the board.</p>\n# A (a)\n* One: a\n+  team\n+  board\n+<p>b</p>\n+# Team (team)\n+* Two: c\n+  board\n+# Board (board)\n+<p>d</p>"},
}

func TestOverlaysJoinAnIssueSectionBySection(t *testing.T) {
	one := Facts{Entry: "1", URL: "https://ada.example/1", Addresses: []string{"ada.example/1"}, Contributor: Ref{"ada", "Ada"}}
	two := Facts{Entry: "2", URL: "https://bo.example/2", Addresses: []string{"bo.example/2"}, Contributor: Ref{"bo", "Bo"}}
	for _, frozen := range []bool{true, false} {
		source := func(text string, inside bool) Source {
			_, s := issueOf(t, "+++\nperiod = \"2026-W46\"\n+++\n"+text, frozen, one, two)
			s.Internal = inside
			s.Live = Source{Record: Record{Frozen: true, Items: []Facts{one, two}}}.facts
			return s
		}
		for _, test := range mergings {
			sources := []Source{source(test.public, false)}
			for _, text := range test.inside {
				sources = append(sources, source(text, true))
			}
			have := outline(Assembler{}.Issue(desk().Period, sources))
			if test.becomes != "" && have != test.becomes {
				t.Errorf("%s (frozen: %v):\n%s\nwant\n%s", test.name, frozen, have, test.becomes)
			}
			if again := outline(Assembler{}.Issue(desk().Period, sources)); again != have {
				t.Errorf("%s: assembled again it is another:\n%s", test.name, again)
			}
			for _, id := range strings.Split(have, ` id="`)[1:] {
				id, _, _ = strings.Cut(id, `"`)
				if strings.Count(have, ` id="`+id+`"`) > 1 || strings.Contains(have, "("+id+")") {
					t.Errorf("%s: two things are called %s:\n%s", test.name, id, have)
				}
			}
			if public := outline(Assembler{}.Issue(desk().Period, sources[:1])); strings.Contains(public, "+") {
				t.Errorf("%s: the public file alone has internal things:\n%s", test.name, public)
			}
		}
	}
}

func TestAnOverlaysDraftDoesNotReachAnIssueThatIsNone(t *testing.T) {
	_, public := issueOf(t, "+++\nperiod = \"2026-W46\"\n+++\n## A\n\na\n", true)
	_, inside := issueOf(t, "+++\nperiod = \"2026-W46\"\ndraft = true\nask = \"Shall we?\"\n+++\nNot yet.\n\n## A\n\nb\n", true)
	inside.Internal = true
	both := []Source{public, inside}
	is := Assembler{}.Issue(desk().Period, both)
	if have := outline(is); have != "# A (a)\n<p>a</p>" || len(is.Asks) != 0 || is.Unfinished || is.Draft {
		t.Errorf("%+v\n%s", is, have)
	}
	is = Assembler{Drafts: true}.Issue(desk().Period, both)
	if have := outline(is); have != "+intro <p>Not yet.</p>\n# A (a)\n<p>a</p>\n+<p>b</p>" || len(is.Asks) != 1 || !is.Unfinished || is.Draft {
		t.Errorf("%+v\n%s", is, have)
	}
	both[0].File.Draft = true
	if is = (Assembler{}).Issue(desk().Period, both); !is.Draft || is.Unfinished || is.Inside == "" {
		t.Errorf("both are drafts: %+v", is)
	}
}

// What a public draft names of an overlay's is internal where it is shown.
func TestAnItemAboutAnOverlaysEntryIsInternalInThePublicFileToo(t *testing.T) {
	_, s := issueOf(t, "+++\nperiod = \"2026-W46\"\n+++\n- [One](https://ada.example/1) a\n", false)
	s.Live = func(string) (Facts, bool) { return Facts{Entry: "1", URL: "https://ada.example/1", Inside: true}, true }
	if items := (Assembler{}).Issue(desk().Period, []Source{s}); len(items.Items()) != 1 || !items.Items()[0].Internal {
		t.Errorf("%+v", items)
	}
}
