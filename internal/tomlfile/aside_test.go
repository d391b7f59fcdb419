package tomlfile

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
)

func TestATextStaysInTheQuotesThatItHad(t *testing.T) {
	for _, c := range []struct{ row, want string }{
		{`feeds = ["old"]`, `feeds = ["https://new.example/é"]`},
		{`feeds = ['old']`, `feeds = ['https://new.example/é']`},
		{`feeds = ["""old"""] # x`, `feeds = ["""https://new.example/é"""] # x`},
		{"feeds = ['''\nold''' ,]", "feeds = ['''https://new.example/é''' ,]"},
	} {
		got, err := SetText([]byte("[[contributor]]\r\n"+c.row+"\r\n"), "https://new.example/é", "contributor", 0, "feeds", 0)
		if want := "[[contributor]]\r\n" + c.want + "\r\n"; err != nil || string(got) != want {
			t.Errorf("%v; got %q, want %q", err, got, want)
		}
	}
	for _, value := range []string{"it's", `a"b`, `a\b`, "a\nb", "\u202e", "\ufffd"} {
		got, err := SetText([]byte("a = 'old'"), value, "a")
		if err != nil || string(got) != "a = "+Quote(value) {
			t.Errorf("%q: %v; got %s", value, err, got)
		}
	}
}

func TestAFeedIsPutAsideWhereItStands(t *testing.T) {
	for _, c := range []struct{ name, row, want string }{
		{"the only one", "feeds = [\"a\"] # Ann", "# feeds = [\"a\"] # Ann"},
		{"the only one, indented, over lines", "  feeds = [\n    \"a\", # Ann\n  ]", "  # feeds = [\n    # \"a\", # Ann\n  # ]"},
		{"on a line of its own", "feeds = [\n  \"a\", # Ann\n  \"b\",\n]", "feeds = [\n  # \"a\", # Ann\n  \"b\",\n]"},
		{"in a line with others", "feeds = [\"a\", \"b\"] # two", "feeds = [\"b\"] # two"},
		{"in a line, with a comma behind", "feeds = ['a' ,'b',]", "feeds = ['b',]"},
	} {
		for _, end := range []string{"\n", "\r\n"} {
			as := func(s string) string {
				return "\ufeff" + strings.ReplaceAll("[[contributor]]\nid = \"x\"\n"+s+"\nnote = \"n\"\n", "\n", end)
			}
			got, err := PutAsideText([]byte(as(c.row)), "contributor", 0, "feeds", 0)
			if err != nil || string(got) != as(c.want) {
				t.Errorf("%s: %v; got\n%q\nwant\n%q", c.name, err, got, as(c.want))
			}
		}
	}
	got, err := PutAsideText([]byte("[[contributor]]\nfeeds = [\"a\", \"b\"]"), "contributor", 0, "feeds", 1)
	if err != nil || string(got) != "[[contributor]]\nfeeds = [\"a\"]" {
		t.Errorf("%v; the last of a line: %q", err, got)
	}
	got, err = PutAsideText([]byte("[[contributor]]\nfeeds = [\n\"a\",\n\"b\"\n]"), "contributor", 0, "feeds", 1)
	if err != nil || string(got) != "[[contributor]]\nfeeds = [\n\"a\",\n# \"b\"\n]" {
		t.Errorf("%v; the last of lines: %q", err, got)
	}
	if got, err := PutAsideText([]byte("[[contributor]]\nfeeds = [\"a\" # Ann\n, \"b\"]"), "contributor", 0, "feeds", 0); !errors.Is(err, ErrForm) {
		t.Errorf("a form that was not thought of became %q", got)
	}
}

func TestATableOfAFeedIsPutAsideAndItsCommentsStay(t *testing.T) {
	const head, next = "[[contributor]]\nid = \"x\"\n\n", "\n# the next\n  [[contributor.feed]]\n  url = \"v\"\n"
	const feed = "  [[contributor.feed]] # lab\n  url = \"u\"\n\n  # Mixed.\n  keep = '''\n  a\n# b'''\n"
	const want = "  # [[contributor.feed]] # lab\n  # url = \"u\"\n\n  # Mixed.\n  # keep = '''\n  # a\n# # b'''\n"
	got, err := PutAsideTable([]byte(head+feed+next), "contributor", 0, "feed", 0)
	if err != nil || string(got) != head+want+next {
		t.Errorf("%v; got\n%s", err, got)
	}
	for _, file := range []string{"[[contributor]]\nfeed = [{url = \"u\"}]", "[[contributor]]", "[contributor]\n[[contributor.feed]]\nurl = \"u\""} {
		if got, err := PutAsideTable([]byte(file), "contributor", 0, "feed", 0); err == nil {
			t.Errorf("%q became %q", file, got)
		}
	}
}

// An address that moved is put into a random list: of its bytes those between
// the quotes alone become others, and all else reads the same.
func TestAMoveChangesTheBytesOfOneTextAlone(t *testing.T) {
	for seed := range uint64(2000) {
		s := &scribe{Rand: rand.New(rand.NewPCG(seed, 5))}
		n := 1 + s.IntN(4)
		file := s.list(n)
		to := s.pick("https://new.example/", "https://neu.example/a?b=c&d=%20#e", "https://x.example/'quote'", "https://xn--bcher-kva.example/ü")
		for _, path := range [][]any{{"contributor", s.IntN(n), "feeds", s.IntN(3)}, {"contributor", s.IntN(n), "feed", s.IntN(2), "url"}, {"contributor", s.IntN(n), "id"}} {
			if wrong := moveHarm(file, to, path...); wrong != "" {
				t.Fatalf("seed %d: %v: %s in\n%s", seed, path, wrong, file)
			}
		}
		if wrong := asideHarm(file, s.IntN(n), s.IntN(3)); wrong != "" {
			t.Fatalf("seed %d: %s", seed, wrong)
		}
	}
}

// asideHarm says what putting a feed aside did beside what it means to: lines
// become comments, or one text is cut out of its line.
func asideHarm(data []byte, i, j int) string {
	for _, aside := range []func() ([]byte, error){
		func() ([]byte, error) { return PutAsideText(data, "contributor", i, "feeds", j) },
		func() ([]byte, error) { return PutAsideTable(data, "contributor", i, "feed", j) },
	} {
		got, err := aside()
		if err != nil {
			continue
		}
		if _, err := plain(got); err != nil {
			return fmt.Sprintf("%v in\n%q", err, got)
		}
		without := func(b []byte) string { return strings.ReplaceAll(string(b), "# ", "") }
		if len(got) > len(data) && without(got) != without(data) || len(got) < len(data) && bytes.Count(got, []byte("\n")) != bytes.Count(data, []byte("\n")) {
			return fmt.Sprintf("bytes are gone or moved:\n%q\nbecame\n%q", data, got)
		}
	}
	return ""
}

// moveHarm says what a move did beside what it means to.
func moveHarm(file []byte, to string, path ...any) string {
	got, err := SetText(file, to, path...)
	if err != nil {
		return "" // there is none, or the form is not changed
	}
	l, err := layoutOf(file)
	if err != nil {
		return err.Error()
	}
	old := l.strings[pathKey(path)]
	if !bytes.HasPrefix(got, file[:old.start]) || !bytes.HasSuffix(got, file[old.end:]) || len(got) < old.start+len(file)-old.end {
		return "bytes around the text are others"
	}
	if in := got[old.start : len(got)-(len(file)-old.end)]; bytes.ContainsAny(in, "\n\r") {
		return fmt.Sprintf("the text is written over lines: %q", in)
	}
	want, _ := plain(file)
	is, err := plain(got)
	if err != nil || setAt(want, to, path) != nil || !reflect.DeepEqual(want, is) {
		return fmt.Sprintf("it does not read the same but for the text: %v", err)
	}
	return ""
}

func FuzzMove(f *testing.F) {
	for seed := range uint64(40) {
		s := &scribe{Rand: rand.New(rand.NewPCG(seed, 6))}
		f.Add(s.list(1+s.IntN(3)), s.IntN(3), s.IntN(3), "https://new.example/")
	}
	f.Add([]byte("[[contributor]]\r\nfeeds=['a',\r\n'''b''']\r\n"), 0, 1, "https://new.example/'\x00")
	f.Add([]byte("\ufeff[[contributor]]\nfeed=[{url=\"a\\u0041\"}]"), 0, 0, "")
	f.Fuzz(func(t *testing.T, data []byte, i, j int, to string) {
		before := bytes.Clone(data)
		for _, path := range [][]any{{"contributor", i, "feeds", j}, {"contributor", i, "feed", j, "url"}} {
			if wrong := moveHarm(data, to, path...); wrong != "" {
				t.Fatalf("%v: %s in\n%q", path, wrong, data)
			}
		}
		if wrong := asideHarm(data, i, j); wrong != "" {
			t.Fatal(wrong)
		}
		if !bytes.Equal(before, data) {
			t.Fatal("what was given was written into")
		}
	})
}
