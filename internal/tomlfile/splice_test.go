package tomlfile

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

var ada = Table{Keys: []Key{{Name: "id", Text: "ada"}, {Name: "feeds", List: []string{"https://ada.example/f"}}}}

const adaBlock = "[[contributor]]\nid = \"ada\"\nfeeds = [\"https://ada.example/f\"]\n"

func TestATableIsAddedBehindTheLastOfItsKindAndNothingElseMoves(t *testing.T) {
	for _, c := range []struct{ name, before, behind string }{ // the block goes in between
		{"an empty file", "", ""},
		{"a file of comments", "# Who is read.\n", ""},
		{"only organisations", "[[organisation]]\nid = \"o\"\n", ""},
		{"no line end at the end", "[[contributor]]\nid = \"a\"", ""},
		{"a comment behind the last value, and no line end", "[[contributor]]\nid = \"a\" # Ann", ""},
		{"tables of its own", "[[contributor]]\nid = \"a\"\n  [[contributor.feed]]\n  url = \"u\"\n", "\n[[organisation]]\nid = \"o\"\n"},
		{"comments of its own", "[[contributor]]\nid = \"a\"\n# feeds = []\n", "\n# The organisations.\n[[organisation]]\nid = \"o\"\n"},
		{"a comment of the next table's", "[[contributor]]\nid = \"a\"\n", "# The organisations.\n[[organisation]]\nid = \"o\"\n"},
		{"a last word of the file's", "[[contributor]]\nid = \"a\"\n", "\n# Ask Ana before you add anybody.\n"},
		{"a list over several lines", "[[contributor]]\nid = \"a\"\nfeeds = [\n  \"u\", # ]\n]\n", "\n\n\n# end"},
		{"a table that comes late", "[[contributor]]\nid = \"a\"\n[[organisation]]\nid = \"o\"\n[[contributor.feed]]\nurl = \"u\"\n", "[other]\n"},
	} {
		for _, form := range []struct{ name, bom, end string }{{"LF", "", "\n"}, {"CRLF", "", "\r\n"}, {"a mark", "\ufeff", "\n"}} {
			as := func(s string) string { return strings.ReplaceAll(s, "\n", form.end) }
			before, behind := form.bom+as(c.before), as(c.behind)
			got, err := AddTables([]byte(before+behind), "contributor", ada)
			if err != nil {
				t.Errorf("%s, %s: %v", c.name, form.name, err)
				continue
			}
			if !strings.Contains(before+behind, "\r\n") {
				as = func(s string) string { return s }
			}
			mid := strings.TrimSuffix(strings.TrimPrefix(string(got), before), behind)
			if want := strings.Trim(mid, "\r\n") + as("\n"); !strings.HasPrefix(string(got), before) || !strings.HasSuffix(string(got), behind) || want != as(adaBlock) {
				t.Errorf("%s, %s: got\n%q", c.name, form.name, got)
			}
			if strings.Contains(string(got), as("\n\n\n\n")) && !strings.Contains(c.behind, "\n\n\n") {
				t.Errorf("%s, %s: too many empty lines in\n%s", c.name, form.name, got)
			}
		}
	}
}

func TestATextIsAddedInTheFormOfItsList(t *testing.T) {
	for _, c := range []struct{ row, want string }{
		{`feeds = ["a"]`, `feeds = ["a", "new"]`},
		{`feeds = []`, `feeds = ["new"]`},
		{`feeds = [ ] # none yet`, `feeds = ["new" ] # none yet`},
		{`feeds = ["a",]`, `feeds = ["a", "new",]`},
		{`"feeds"=['a'] # both`, `"feeds"=['a', "new"] # both`},
		{"feeds = [\n    \"a\",\n    \"b\", # the second\n]", "feeds = [\n    \"a\",\n    \"b\", # the second\n    \"new\",\n]"},
		{"feeds = [\n  \"a\",\n  \"b\" # the second\n  ]", "feeds = [\n  \"a\",\n  \"b\", # the second\n  \"new\"\n  ]"},
		{"feeds = [\n  \"a\"\n  , ]", "feeds = [\n  \"a\", \"new\"\n  , ]"},
		{"feeds = [\"a\",\n  \"b\"]", "feeds = [\"a\",\n  \"b\", \"new\"]"},
		{"feeds = [\n  # none\n]", "feeds = [\"new\"\n  # none\n]"},
		{"  name = \"A\" # her name", "  name = \"A\" # her name\n  feeds = [\"new\"]"},
		{"  [[contributor.feed]]\n  url = \"u\"", "feeds = [\"new\"]\n  [[contributor.feed]]\n  url = \"u\""},
	} {
		for _, frame := range [][2]string{{"[[contributor]]\nid = \"x\"\n\n[[contributor]]\n", "\n\n# b\n[[contributor]]\nfeeds = [\"c\"]\n"}, {"[[contributor]]\n[[contributor]]\n", ""}} {
			got, err := AddText([]byte(frame[0]+c.row+frame[1]), "contributor", 1, "feeds", "new")
			if want := frame[0] + c.want + frame[1]; err != nil || string(got) != want {
				t.Errorf("%v; got\n%s\nwant\n%s", err, got, want)
			}
		}
	}
}

func TestATableIsAddedBelowTheOneItBelongsTo(t *testing.T) {
	feed := Table{Keys: []Key{{Name: "url", Text: "new"}}}
	const first, second = "[[contributor]]\nid = \"a\"\n", "\n# b\n[[contributor]]\nid = \"b\"\n"
	got, err := AddTableBelow([]byte(first+second), "contributor", 0, "feed", feed)
	if want := first + "\n  [[contributor.feed]]\n  url = \"new\"\n" + second; err != nil || string(got) != want {
		t.Errorf("%v; got\n%s\nwant\n%s", err, got, want)
	}
}

func TestOneTextIsReplacedAndNothingElse(t *testing.T) {
	const file = "# Ann\n[[contributor]]\nfeeds = ['a', \"\"\"b\n\"\"\" , # b\n]\naffiliation = [{organisation = \"x\"}, {organisation = \"y\"}]\n[[contributor.feed]]\nurl = \"u\" # u"
	for _, c := range []struct {
		path     []any
		old, new string
	}{
		{[]any{"contributor", 0, "feeds", 0}, "'a'", `"n\n\u0007\"\\"`},
		{[]any{"contributor", 0, "feeds", 1}, "\"\"\"b\n\"\"\"", `"n\n\u0007\"\\"`},
		{[]any{"contributor", 0, "affiliation", 1, "organisation"}, `"y"`, `"n\n\u0007\"\\"`},
		{[]any{"contributor", 0, "feed", 0, "url"}, `"u"`, `"n\n\u0007\"\\"`},
	} {
		got, err := SetText([]byte(file), "n\n\a\"\\", c.path...)
		if want := strings.Replace(file, c.old, c.new, 1); err != nil || string(got) != want {
			t.Errorf("%v: %v; got\n%s\nwant\n%s", c.path, err, got, want)
		}
	}
	if _, err := SetText([]byte(file), "n", "contributor", 1, "id"); err == nil {
		t.Error("a text that is not there was replaced")
	}
}

func TestAFormThatWasNotThoughtOfIsRefused(t *testing.T) {
	for _, file := range []string{
		"contributor = [{id = \"a\"}]\n",
		"contributor = 3\n",
		"[contributor]\nid = \"a\"\n",
		"id = \"a\n",
		"a = 1\na = 2\n",
		"\x00",
	} {
		if got, err := AddTables([]byte(file), "contributor", ada); err == nil {
			t.Errorf("%q became %q", file, got)
		}
	}
	for _, row := range []string{"feeds = \"a\"", "feeds = [1]", "feeds = [[\"a\"]]", "feeds = {a = 1}", "feeds.a = 1"} {
		if got, err := AddText([]byte("[[contributor]]\n"+row), "contributor", 0, "feeds", "new"); !errors.Is(err, ErrForm) {
			t.Errorf("%q became %q, %v", row, got, err)
		}
	}
	if _, err := AddText([]byte(adaBlock), "contributor", 1, "feeds", "new"); err == nil {
		t.Error("a contributor who is not there got a feed")
	}
}

func TestWhateverIsQuotedReadsBackTheSameOnOneLineOfWhatIsSeen(t *testing.T) {
	for _, s := range []string{"", `a"b\c`, "a\nb\r\t\x00\x7f\u0085", "\u202egnp.exe", "\u2066x\ufeff\u2028", "👩‍🚒 ÅŁ 李明", "\U000e0041", "a\xffb"} {
		q := Quote(s)
		doc, err := plain([]byte("k = " + q))
		if err != nil || doc["k"] != valid(s) {
			t.Errorf("%q: %s reads as %q, %v", s, q, doc["k"], err)
		}
		if strings.ContainsAny(q, "\n\r\x00\x7f\u0085\u202e\u2066\ufeff\u2028\U000e0041") {
			t.Errorf("%q is written as %q", s, q)
		}
	}
	if got := Quote("👩‍🚒 ÅŁ 李明"); got != `"👩‍🚒 ÅŁ 李明"` {
		t.Error(got)
	}
}

// A scribe writes lists as different people do.
type scribe struct {
	*rand.Rand
	b strings.Builder
}

func (s *scribe) pick(of ...string) string { return of[s.IntN(len(of))] }

func (s *scribe) line(text string) {
	s.b.WriteString(s.pick("", "", "  ") + text + s.pick("", "", " # [[contributor]]", "\t# \"'[{") + "\n")
	s.b.WriteString(s.pick("", "", "", "\n", "\n\n", "# a note\n", "# id = \"old\"\n\n"))
}

func (s *scribe) texts() string {
	var all []string
	for range s.IntN(4) {
		all = append(all, s.pick(`"https://a.example/%s"`, `'#]%s'`, `"""%s\"]"""`))
	}
	for i := range all {
		all[i] = fmt.Sprintf(all[i], fmt.Sprint(s.IntN(1000)))
	}
	joint := s.pick(", ", ",", ",\n  ", ", # and\n    ", "\n,")
	open, shut := s.pick("", " ", "\n  ", " # many\n  "), s.pick("", " ", "\n", " # done\n")
	if len(all) > 0 && s.IntN(3) == 0 {
		shut = "," + shut
	}
	return "[" + open + strings.Join(all, joint) + shut + "]"
}

// list gives a file of n contributors.
func (s *scribe) list(n int) []byte {
	s.b.Reset()
	s.b.WriteString(s.pick("", "\ufeff") + s.pick("", "# Who is read\n\n"))
	s.line(`curators = ["Ana <ana@example.org>"]`)
	for i := range n {
		if s.IntN(4) == 0 {
			s.line("[[organisation]]")
			s.line(fmt.Sprintf("id = 'o%d'", i))
		}
		s.line(s.pick("[[contributor]]", "[[ contributor ]]", "[[\"contributor\"]]"))
		s.line(fmt.Sprintf("id = \"c%d\"", i))
		if s.IntN(2) == 0 {
			s.line("feeds = " + s.texts())
		}
		s.line(s.pick(`note = """a [[contributor]]`+"\n"+`id = "no" """`, `note = '''x'''`, "since = 2026-01-01", "affiliation = [{a = 1, b = \"}\"}]"))
		for range s.IntN(3) {
			s.line("[[contributor.feed]]")
			s.line(`url = "https://b.example/"`)
		}
	}
	file := s.b.String() + s.pick("", "# the end", "\n\n", "[other]\nkey = 1")
	if s.IntN(3) == 0 {
		file = strings.ReplaceAll(file, "\n", "\r\n")
	}
	return []byte(file)
}

func TestSplicingRandomListsChangesOnlyTheBytesItMeansTo(t *testing.T) {
	for seed := range uint64(2000) {
		s := &scribe{Rand: rand.New(rand.NewPCG(seed, 3))}
		n := 1 + s.IntN(4)
		file := s.list(n)
		if _, err := plain(file); err != nil {
			t.Fatalf("seed %d: the scribe wrote\n%s\n%v", seed, file, err)
		}
		for _, edit := range edits(s.IntN(n), s.pick("https://new.example/", "a \"b\" \n\\ ]\u202e🙂\x00")) {
			got, err := edit.do(file)
			if err != nil && edit.certain {
				t.Fatalf("seed %d: %s: %v in\n%s", seed, edit.name, err, file)
			}
			if err == nil {
				if wrong := harm(file, got, edit.cuts); wrong != "" {
					t.Fatalf("seed %d: %s: %s\n%s\nbecame\n%s", seed, edit.name, wrong, file, got)
				}
				file = got
			}
		}
	}
}

// An edit is one way to change a file.
type edit struct {
	name    string
	do      func([]byte) ([]byte, error)
	cuts    bool // something is replaced
	certain bool // no list of the scribe's is refused
}

func edits(i int, value string) []edit {
	row := Table{Keys: []Key{{Name: "id", Text: value}, {Name: "feeds", List: []string{value, ""}}}, Tables: []Sub{{"feed", Table{Keys: []Key{{Name: "url", Text: value}}}}}}
	return []edit{
		{"add two", func(d []byte) ([]byte, error) { return AddTables(d, "contributor", row, ada) }, false, true},
		{"add a text", func(d []byte) ([]byte, error) { return AddText(d, "contributor", i, "feeds", value) }, false, true},
		{"add below", func(d []byte) ([]byte, error) { return AddTableBelow(d, "contributor", i, "feed", row.Tables[0].Table) }, false, true},
		{"replace an id", func(d []byte) ([]byte, error) { return SetText(d, value, "contributor", i, "id") }, true, true},
		{"replace a feed", func(d []byte) ([]byte, error) { return SetText(d, value, "contributor", i, "feeds", 0) }, true, false},
	}
}

// harm says what an edit did beside what it means to: of the old bytes none may
// be gone, but for one value where one is replaced, and what is new stands in
// one place, or in two of which the first is a comma.
func harm(old, got []byte, cuts bool) string {
	head := 0
	for head < len(old) && head < len(got) && old[head] == got[head] {
		head++
	}
	if cuts {
		tail := 0
		for tail < len(old)-head && tail < len(got)-head && old[len(old)-1-tail] == got[len(got)-1-tail] {
			tail++
		}
		if gone := old[head : len(old)-tail]; bytes.ContainsAny(gone, "=#") && !bytes.Contains(gone, []byte("#]")) {
			return fmt.Sprintf("more than a value is gone: %q", gone)
		}
		return ""
	}
	if len(got) <= len(old) {
		return "nothing was added"
	}
	for at := head; at >= 0; at-- { // equal bytes on both sides of the place hide where it is
		if bytes.HasSuffix(got, old[at:]) && bytes.HasPrefix(got, old[:at]) {
			return ""
		}
		if got[at] == ',' {
			return withoutComma(old[at:], got[at+1:])
		}
	}
	return "bytes are gone, or moved"
}

func withoutComma(old, got []byte) string {
	for at := range len(old) + 1 {
		if bytes.HasPrefix(got, old[:at]) && bytes.HasSuffix(got, old[at:]) {
			return ""
		}
	}
	return "bytes are gone, or moved, behind a comma"
}

func FuzzSplice(f *testing.F) {
	for seed := range uint64(40) {
		s := &scribe{Rand: rand.New(rand.NewPCG(seed, 4))}
		f.Add(s.list(1+s.IntN(3)), s.IntN(3), "https://new.example/")
	}
	f.Add([]byte(sample), 1, "\x00\xff\"\\\u202e")
	f.Add([]byte("[[contributor]]\nfeeds=[\"\"]#"), 0, "")
	f.Add([]byte("contributor=[{feeds=[]}]"), 0, "a")
	f.Add([]byte("[[\"contributor\".x]]\n[[contributor]]\rid=1"), 0, "a")
	f.Fuzz(func(t *testing.T, data []byte, i int, value string) {
		for _, edit := range edits(i, value) {
			before := bytes.Clone(data)
			got, err := edit.do(data)
			if !bytes.Equal(before, data) {
				t.Fatalf("%s wrote into what it was given", edit.name)
			}
			if err != nil {
				continue
			}
			if !edit.cuts {
				if wrong := harm(data, got, false); wrong != "" {
					t.Fatalf("%s: %s\n%q\nbecame\n%q", edit.name, wrong, data, got)
				}
			}
			if _, err := plain(got); err != nil {
				t.Fatalf("%s: %v in\n%q", edit.name, err, got)
			}
		}
	})
}

func TestHarmIsSeen(t *testing.T) {
	for _, got := range []string{"a = 1\nb = 2\n", "a = 1\nb = 2\n# c", "a = 1\nnew\nc = 3\n", "a = 1,\nb = 2\nnew\n# C\n", "a = 1, new\nc, # c\n"} {
		if harm([]byte("a = 1\nb = 2\n# c\n"), []byte(got), false) == "" {
			t.Errorf("%q went unseen", got)
		}
	}
	if harm([]byte("a = \"1\"\nb = \"2\"\n"), []byte("a = \"3\"\nb = \"4\"\n"), true) == "" {
		t.Error("two values replaced went unseen")
	}
}
