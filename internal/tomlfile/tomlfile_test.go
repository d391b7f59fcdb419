package tomlfile

import (
	"fmt"
	"strings"
	"testing"

	"weft/internal/diag"
)

type list struct {
	Curators     []string `toml:"curators"`
	Contributors []struct {
		ID    string `toml:"id"`
		Name  string `toml:"name"`
		Feeds []struct {
			URL string `toml:"url"`
		} `toml:"feed"`
		Affiliation []struct {
			Organisation string `toml:"organisation"`
		} `toml:"affiliation"`
	} `toml:"contributor"`
}

const sample = `curators = ["Ana"]

[[contributor]]
id = "a"
  [[contributor.feed]]
  url = "u"

[[contributor]]
naem = "B"
affiliation = [
  {organisation = "x"},
  {organisaton = "y"},
]
  [[contributor.feed]]
  url = "v"
`

func TestEveryKeyHasItsLine(t *testing.T) {
	var v list
	var probs diag.List
	lines := Decode("feeds/a.toml", []byte(sample), &v, &probs)
	for _, c := range []struct {
		path []any
		want int
	}{
		{[]any{"curators"}, 1},
		{[]any{"contributor", 0}, 3},
		{[]any{"contributor", 0, "id"}, 4},
		{[]any{"contributor", 0, "feed", 0, "url"}, 6},
		{[]any{"contributor", 1, "affiliation", 0, "organisation"}, 11},
		{[]any{"contributor", 1, "feed", 0, "url"}, 15},
		{[]any{"contributor", 1, "feed", 0, "auth"}, 14}, // unknown: its table's
		{[]any{"nothing"}, 0},
	} {
		if got := lines.Of(c.path...); got != c.want {
			t.Errorf("line of %v: %d, want %d", c.path, got, c.want)
		}
	}
}

func TestAMarkAtTheBeginningOfAFileMovesNoLine(t *testing.T) {
	var v list
	var probs diag.List
	lines := Decode("feeds/a.toml", []byte("\ufeff"+sample), &v, &probs)
	if got := lines.Of("contributor", 1, "feed", 0, "url"); got != 15 || len(probs) != 2 || probs.Sorted()[0].Line != 9 {
		t.Errorf("line %d, %v", got, probs)
	}
}

func TestAnUnknownKeyIsAProblemWithItsLineAndAHint(t *testing.T) {
	var v list
	var probs diag.List
	Decode("feeds/a.toml", []byte(sample), &v, &probs)
	got := diag.Error{Problems: probs.Sorted()}.Error()
	want := "feeds/a.toml:9: unknown key \"naem\"\n    hint: did you mean \"name\"?\n" +
		"feeds/a.toml:12: unknown key \"organisaton\"\n    hint: did you mean \"organisation\"?"
	if got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
}

func TestBrokenSyntaxNamesItsLineInTheFile(t *testing.T) {
	for _, c := range []struct {
		name, text string
		line       int
	}{
		{"an open string", "+++\ntitle = \"x\n+++\nbody\n", 2},
		{"a wrong type", "+++\n\nid = 3\n+++\n", 3},
		{"no end", "+++\nid = \"x\"\n", 1},
		{"no front matter", "# Title\n", 1},
	} {
		var v struct {
			Title string `toml:"title"`
			ID    string `toml:"id"`
		}
		var probs diag.List
		FrontMatter("d.md", []byte(c.text), &v, &probs)
		if len(probs) != 1 || probs[0].Line != c.line || probs[0].Hint == "" {
			t.Errorf("%s: %+v, want one problem on line %d with a hint", c.name, probs, c.line)
		}
	}
}

func TestTheBodyAndItsLineComeWithTheFrontMatter(t *testing.T) {
	var v struct {
		Title string `toml:"title"`
	}
	var probs diag.List
	doc := FrontMatter("d.md", []byte("\ufeff+++\r\ntitle = \"x\"\r\n+++\r\nA\r\nB\r\n"), &v, &probs)
	if !doc.Ok || v.Title != "x" || doc.Body != "A\nB\n" || doc.BodyLine != 4 || len(probs) != 0 {
		t.Errorf("%+v, title %q, problems %v", doc, v.Title, probs)
	}
}

func FuzzFrontMatter(f *testing.F) {
	f.Add([]byte("+++\ntitle = \"x\"\n+++\nbody"))
	f.Add([]byte(sample))
	f.Add([]byte("\ufeff+++\r\ntitle = 7\r\nnaem = 1\r\n+++\r\n"))
	f.Add([]byte("+++\ntitle = \"a\ntitle = \"\"\"\n+++\n"))
	f.Add([]byte("<<<<<<< HEAD\n+++\n+++\n"))
	f.Add([]byte("+++\ntitle = \"\xff\"\n+++\n\x00"))
	f.Add([]byte("+++\n[[a]]\n[a.b]\nc = {d = [1, {e = 2}]}\n+++"))
	f.Fuzz(func(t *testing.T, data []byte) {
		var v list
		var probs diag.List
		doc := FrontMatter("f.md", data, &v, &probs)
		if doc.Ok == (probs.Errors() > 0) {
			t.Fatalf("ok %v with problems %v", doc.Ok, probs)
		}
		for _, p := range probs {
			if p.Line < 1 || p.Line > strings.Count(string(data), "\n")+1 {
				t.Fatalf("%v points outside of the file", p)
			}
			if p.Hint == "" || p.Message == "" {
				t.Fatalf("%+v does not say what to do", p)
			}
		}
		if plain := strings.ReplaceAll(string(data), "\r\n", "\n"); !strings.HasSuffix(plain, doc.Body) {
			t.Fatalf("the text below is %q, and is not the end of the file", doc.Body)
		}
		if last := strings.Count(string(data), "\n") + 1; doc.Ok && (doc.BodyLine < 3 && doc.Body != "" || doc.BodyLine > last+1 || doc.Lines.Of("title") >= doc.BodyLine) {
			t.Fatalf("the text below begins on line %d of %d, and title stands on line %d", doc.BodyLine, last, doc.Lines.Of("title"))
		}
	})
}

func TestAValueOfTheWrongKindIsToldInPlainWords(t *testing.T) {
	var f struct {
		Names []string `toml:"names"`
		Size  int      `toml:"size"`
		Home  bool     `toml:"home"`
		Feed  []struct {
			URL string `toml:"url"`
		} `toml:"feed"`
	}
	for text, want := range map[string]string{
		`names = "Ana"`:                `"names" holds a text, and takes a list in [ ]`,
		`size = "3"`:                   `"size" holds a text, and takes a whole number`,
		`size = 3.5`:                   `"size" holds a number, and takes a whole number`,
		`home = "yes"`:                 `"home" holds a text, and takes true or false`,
		`names = [3]`:                  `"names" holds a whole number, and takes a text`,
		`feed = ["https://a.example"]`: `"feed" holds a text, and takes a table`,
	} {
		var probs diag.List
		lines := Decode("a.toml", []byte("\n"+text), &f, &probs)
		if len(probs) != 1 || probs[0].Message != want || probs[0].Line != 2 || !lines.Broken() {
			t.Errorf("%s: %v; want %s", text, probs, want)
		}
	}
}

func TestATableWithOneBracketWhereThereMayBeSeveralIsToldItsForm(t *testing.T) {
	var f struct {
		Names []string `toml:"names"`
		Rule  []struct {
			ID   string `toml:"id"`
			Feed []struct {
				URL string `toml:"url"`
			} `toml:"feed"`
		} `toml:"rule"`
	}
	for text, want := range map[string]string{
		"[rule]\nid = \"a\"":                           `2: "rule" holds a table, and takes a list in [ ]; there may be several, so each begins with two brackets: [[rule]]`,
		"[[rule]]\n  [rule.feed] # one\n  url = \"a\"": `3: "rule.feed" holds a table, and takes a list in [ ]; there may be several, so each begins with two brackets: [[rule.feed]]`,
		"names = {a = 1}":                              `2: "names" holds a table, and takes a list in [ ]; docs/formats.md says which kind of value each key takes`,
	} {
		var probs diag.List
		Decode("a.toml", []byte("\n"+text), &f, &probs)
		if len(probs) != 1 || fmt.Sprintf("%d: %s; %s", probs[0].Line, probs[0].Message, probs[0].Hint) != want {
			t.Errorf("%s: %v; want %s", text, probs, want)
		}
	}
}

func TestEveryMemberOfAListHasItsLine(t *testing.T) {
	var f struct {
		Feeds []string `toml:"feeds"`
	}
	var probs diag.List
	lines := Decode("a.toml", []byte("feeds = [\n  \"a\", \"b\",\n\n  \"c\",\n]\n"), &f, &probs)
	for i, want := range []int{2, 2, 4} {
		if got := lines.Of("feeds", i); got != want {
			t.Errorf("feeds[%d] stands on line %d, want %d", i, got, want)
		}
	}
	if lines.Of("feeds") != 1 || lines.Of("feeds", 9) != 1 || len(probs) > 0 {
		t.Errorf("the list is on line %d; %v", lines.Of("feeds"), probs)
	}
}

func TestAValueOfTheWrongKindIsToldWhereItStands(t *testing.T) {
	type row struct {
		Sectors []string `toml:"sectors"`
		Home    bool     `toml:"home"`
	}
	for text, want := range map[string]int{
		"[[row]]\nsectors = [\"a\"]\n[[row]]\nsectors = \"b\"\n[[row]]\nsectors = [\"c\"]\n": 4,
		"[[row]]\nhome = true\n[[row]]\nhome = 1\n[[row]]\nhome = false\n":                   4,
		"[[row]]\nhome = \"yes\"\n[[row]]\nhome = true\n":                                    2,
	} {
		var v struct {
			Row []row `toml:"row"`
		}
		var probs diag.List
		Decode("a.toml", []byte(text), &v, &probs)
		if len(probs) != 1 || probs[0].Line != want {
			t.Errorf("%q: %v, want line %d", text, probs, want)
		}
	}
}

func TestWhatIsNoPlainTextIsToldSo(t *testing.T) {
	for _, data := range []string{"PK\x03\x04\x14\x00\x06\x00", "\xff\xfe+\x00+\x00+\x00\n\x00"} {
		var probs diag.List
		FrontMatter("a.md", []byte(data), &struct{}{}, &probs)
		if len(probs) != 1 || probs[0].Message != "this is no plain text" {
			t.Errorf("%q: %v", data, probs)
		}
	}
}
