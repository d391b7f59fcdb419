package opml

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func told(list []Subscription) string {
	var b strings.Builder
	for _, s := range list {
		fmt.Fprintf(&b, "%d %q %s %s %q %s\n", s.Line, s.Title, s.FeedURL, s.HomeURL, s.Folders, s.Language)
	}
	return b.String()
}

func TestAListIsReadAsFeedReadersWriteIt(t *testing.T) {
	const list = `<?xml version="1.0" encoding="ISO-8859-1"?>
<!DOCTYPE opml [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>
<OPML version="1.1"><head><title>Mine</title></head><body>
<outline text="Housing"><outline TEXT="Damp" title="Damp &amp; mould" type="rss" xmlURL="https://a.example/f?x=1&y=2" HTMLurl="https://a.example/" language="en"/>
 <outline text="Inner"><outline text="B&eacute;a" xmlUrl="feed://b.example/f" category="/health/care,news" /></outline></outline>
<outline text="` + "\xe9" + `l&#x202e;ise&#10;x" type="atom" url="https://c.example/"/>
<outline text="a page" type="link" url="https://d.example/"/>
<outline text="a script" type="rss" xmlUrl="javascript:alert(1)"/>
<outline text="none" type="rss" xmlUrl=""/>
</body></OPML>`
	got, skipped, err := Read([]byte(list))
	want := `4 "Damp & mould" https://a.example/f?x=1&y=2 https://a.example/ ["Housing"] en
5 "Béa" http://b.example/f  ["Housing" "Inner" "health" "care" "news"] 
6 "élise x" https://c.example/  [] 
`
	if err != nil || told(got) != want {
		t.Errorf("%v; got\n%s\nwant\n%s", err, told(got), want)
	}
	if said := told(skipped); said != "8 \"a script\" javascript:alert(1)  [] \n9 \"none\"   [] \n" {
		t.Errorf("skipped\n%s", said)
	}
}

func TestEveryPlainAmpersandIsRead(t *testing.T) {
	_, _, err := Read([]byte(`<opml><body><outline text="A && B &amp; C&" xmlUrl="https://a.example/?a=1&b=2&&c=3&#38;d&e;f=&"/></body></opml>`))
	if err == nil {
		t.Error("&e; is no entity, and might hide what was meant")
	}
	got, _, err := Read([]byte(`<opml><body><outline text="A && B &amp; C&" xmlUrl="https://a.example/?a=1&b=2&&c=3&#38;d&"/></body></opml>`))
	if want := "1 \"A && B & C&\" https://a.example/?a=1&b=2&&c=3&d&  [] \n"; err != nil || told(got) != want {
		t.Errorf("%v; got %s", err, told(got))
	}
}

func TestWhatIsShownOfNoAddressIsShort(t *testing.T) {
	_, skipped, err := Read([]byte(`<opml><body><outline xmlUrl="x:` + strings.Repeat("ü", 1<<20) + `"/></body></opml>`))
	if err != nil || len(skipped) != 1 || utf8.RuneCountInString(skipped[0].FeedURL) > mostShown+1 {
		t.Error(err, len(skipped))
	}
}

func TestWhatIsNoListNamesTheLine(t *testing.T) {
	deep := "<opml>\n" + strings.Repeat("<outline>", 70)
	bomb := `<!DOCTYPE o [<!ENTITY a "aaaa">]>` + "\n<opml><outline text='&a;&a;' xmlUrl='https://a.example/&a;'/></opml>"
	for _, c := range []struct {
		text, want string
		line       int
	}{
		{"", "it holds no element", 1},
		{"\n<html><body>", "HTML page", 2},
		{"<rss version='2.0'/>", "it is a feed", 1},
		{"{\"a\":1}", "not OPML", 1},
		{"<opml><body>\n<outline text=\"a\" xmlUrl='https://a.example/'/>\n</bdy></opml>", "broken XML", 3},
		{"<opml><body>\n<outline text=\"a\" xmlUrl='https://a.example/'/>\n", "unexpected EOF", 3},
		{"<opml>\n<outline text=\"a", "unexpected EOF", 2},
		{deep, "deeper", 2},
		{bomb, "invalid character entity", 2},
	} {
		list, _, err := Read([]byte(c.text))
		var e *Error
		if !errors.As(err, &e) || e.Line != c.line || !strings.Contains(e.Message, c.want) || list != nil {
			t.Errorf("%.40q: %v %v", c.text, list, err)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(`<opml><body><outline text="a"><outline text="b" xmlUrl="https://b.example/?a&b" htmlUrl="x" category="/a/b"/></outline></body></opml>`))
	f.Add([]byte("<?xml version='1.0' encoding='utf-16'?><opml><outline title='\u202e&#0;' type=rss url='feed:https://a'/>"))
	f.Add([]byte("<?xml version='1.1'?><opml/>"))
	f.Add([]byte("\xff\xfe<\x00o\x00p\x00m\x00l\x00>\x00"))
	f.Add([]byte("<opml>" + strings.Repeat("<outline text='a'>", 100)))
	f.Fuzz(func(t *testing.T, data []byte) {
		list, skipped, err := Read(data)
		var e *Error
		if err != nil && (!errors.As(err, &e) || e.Line < 1 || strings.ContainsFunc(e.Message, unicode.IsControl) || list != nil) {
			t.Fatalf("%v", err)
		}
		for _, s := range list {
			if !strings.HasPrefix(strings.ToLower(s.FeedURL), "http") {
				t.Fatalf("%+v", s)
			}
		}
		for _, s := range append(list, skipped...) {
			said := s.Title + s.FeedURL + s.HomeURL + strings.Join(s.Folders, "")
			if !utf8.ValidString(said) || strings.ContainsFunc(said, unicode.IsControl) || s.Line < 1 {
				t.Fatalf("%+v", s)
			}
		}
	})
}
