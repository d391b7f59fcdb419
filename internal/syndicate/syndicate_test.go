package syndicate

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

var update = flag.Bool("update", false, "write the golden files anew")

// format is one of the ways to write a feed.
type format struct {
	name  string
	write func(Feed) ([]byte, error)
}

var formats = []format{{"atom", Atom}, {"rss", RSS}, {"json", JSON}}

func TestGoldenFiles(t *testing.T) {
	for _, f := range formats {
		data, err := f.write(example())
		if err != nil {
			t.Fatal(err)
		}
		golden(t, "feed."+f.name, data)
	}
	data, err := OPML(exampleOutline())
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "blogroll.opml", data)
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs from what is written now; look at it with -update and git diff\n%s", path, got)
	}
}

func TestSameValuesGiveTheSameBytesInAnyZone(t *testing.T) {
	for _, f := range formats {
		one, other := example(), example()
		other.Updated = other.Updated.In(time.FixedZone("far", -11*3600))
		for i := range other.Entries {
			other.Entries[i].Published = other.Entries[i].Published.UTC()
		}
		a, _ := f.write(one)
		b, _ := f.write(other)
		if !bytes.Equal(a, b) {
			t.Errorf("%s depends on the zone in which its times are given", f.name)
		}
		if bytes.Contains(a, []byte("\r")) || !bytes.HasSuffix(a, []byte("\n")) || bytes.HasSuffix(a, []byte("\n\n")) {
			t.Errorf("%s: lines end otherwise than with a line feed each", f.name)
		}
	}
}

func TestWritingDoesNotChangeWhatItIsGiven(t *testing.T) {
	feed := example()
	feed.Entries[0].Authors[0].Name = " \x01Idris "
	for _, f := range formats {
		if _, err := f.write(feed); err != nil {
			t.Fatal(err)
		}
	}
	if got := feed.Entries[0].Authors[0].Name; got != " \x01Idris " {
		t.Errorf("the author's name has become %q", got)
	}
}

func TestWhatMakesAFeedUselessIsAnError(t *testing.T) {
	tests := []struct {
		name   string
		breaks func(*Feed)
		says   string
	}{
		{"no id", func(f *Feed) { f.ID = "" }, "no id"},
		{"an id that is no URI", func(f *Feed) { f.ID = "digest" }, "absolute URI"},
		{"no title", func(f *Feed) { f.Title = " \x00" }, "no title"},
		{"no time", func(f *Feed) { f.Updated = time.Time{} }, "no time"},
		{"no page", func(f *Feed) { f.HomeURL = "/themes/" }, `"/themes/"`},
		{"no address of its own", func(f *Feed) { f.AtomURL, f.RSSURL, f.JSONURL = "", "", "" }, "its own address"},
		{"an entry without id", func(f *Feed) { f.Entries[1].ID = "" }, "entry 2"},
		{"an entry with a broken id", func(f *Feed) { f.Entries[1].ID = "urn:x\x01" }, "entry 2"},
		{"an entry without time", func(f *Feed) { f.Entries[1].Published = time.Time{} }, "first seen"},
		{"a year that can't be written", func(f *Feed) { f.Entries[1].Published = time.Date(12000, 1, 1, 0, 0, 0, 0, time.UTC) }, "first seen"},
		{"the same id twice", func(f *Feed) { f.Entries[2].ID = f.Entries[0].ID }, "entry before it"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			for _, f := range formats {
				feed := example()
				test.breaks(&feed)
				_, err := f.write(feed)
				if err == nil || !strings.Contains(err.Error(), test.says) {
					t.Errorf("%s: error is %v, want one that says %q", f.name, err, test.says)
				}
			}
		})
	}
}

func TestAddressesOfOthers(t *testing.T) {
	tests := []struct{ in, want string }{
		{"https://example.org/a?b=c#d", "https://example.org/a?b=c#d"},
		{" https://example.org/a ", "https://example.org/a"},
		{"https://example.org/a b\"<c>", "https://example.org/a%20b%22%3Cc%3E"},
		{"https://example.org/über", "https://example.org/über"},
		{"HTTPS://example.org/", "HTTPS://example.org/"},
		{"javascript:alert(1)", ""},
		{"data:text/html,x", ""},
		{"//example.org/x", ""},
		{"/x", ""},
		{"https://", ""},
		{"https://exa\x00mple.org/", "https://example.org/"},
		{"https://example.org/a\nb", ""},
		{"", ""},
	}
	for _, test := range tests {
		if got := address(test.in); got != test.want {
			t.Errorf("address(%q) = %q, want %q", test.in, got, test.want)
		}
	}
}

func TestForbiddenCharactersAreDropped(t *testing.T) {
	tests := []struct{ in, want string }{
		{"plain", "plain"},
		{"a\x00b\x0bc\x1bd", "abcd"},
		{"tab\tline\nreturn\r", "tab\tline\nreturn\r"},
		{"broken \xff\xfe utf-8 \xe2\x82", "broken  utf-8 "},
		{"kept \uFFFD", "kept \uFFFD"},
		{"not \uFFFE\uFFFF", "not "},
		{"𝕏 \U0010FFFF", "𝕏 \U0010FFFF"},
	}
	for _, test := range tests {
		if got := clean(test.in); got != test.want {
			t.Errorf("clean(%q) = %q, want %q", test.in, got, test.want)
		}
	}
}
