package feed

import (
	"strings"
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
)

func TestTheEncodingIsWhatMarkHeaderOrDeclarationSay(t *testing.T) {
	le16, be16 := unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)
	for _, c := range []struct {
		name, header, declared, want string
		enc                          encoding.Encoding
		mark                         string
	}{
		{"nothing said, UTF-8", "", "", "café", nil, ""},
		{"nothing said, not UTF-8", "", "", "café – “x”", charmap.Windows1252, ""},
		{"declared Windows-1251", "", "windows-1251", "Привет", charmap.Windows1251, ""},
		{"declared Shift_JIS", "", "Shift_JIS", "日本語の題", japanese.ShiftJIS, ""},
		{"declared ISO-2022-JP", "", "iso-2022-jp", "日本語", japanese.ISO2022JP, ""},
		{"declared EUC-JP", "", "euc-jp", "日本語", japanese.EUCJP, ""},
		{"declared GB18030", "", "gb18030", "中文", simplifiedchinese.GB18030, ""},
		{"declared Big5", "", "big5", "中文", traditionalchinese.Big5, ""},
		{"the header goes before the declaration", "text/xml; charset=koi8-r", "windows-1251", "Привет", charmap.KOI8R, ""},
		{"the header in quotes", "text/xml;charset= 'koi8-r'", "", "Привет", charmap.KOI8R, ""},
		{"a header that cannot be right is passed over", "text/xml; charset=utf-8", "windows-1251", "Привет", charmap.Windows1251, ""},
		{"UTF-8 called Latin-1", "text/xml; charset=iso-8859-1", "iso-8859-1", "café", nil, ""},
		{"UTF-8 called UTF-16", "", "utf-16", "café", nil, ""},
		{"UTF-8 called ASCII", "application/xml; charset=us-ascii", "", "café", nil, ""},
		{"an encoding nobody knows", "text/xml; charset=klingon", "x-klingon", "café", nil, ""},
		{"UTF-8 with a mark", "text/xml; charset=iso-8859-1", "", "café", nil, "\xEF\xBB\xBF"},
		{"UTF-16 with a mark, little end first", "", "", "café 中", le16, "\xFF\xFE"},
		{"UTF-16 with a mark, big end first", "text/xml; charset=utf-8", "", "café 中", be16, "\xFE\xFF"},
		{"UTF-16 without a mark", "", "utf-16", "café 中", le16, ""},
		{"UTF-32 with a mark", "", "", "café 𝄞", utf32.UTF32(utf32.LittleEndian, utf32.IgnoreBOM), "\xFF\xFE\x00\x00"},
		{"UTF-32 without a mark", "", "utf-32", "café 𝄞", utf32.UTF32(utf32.BigEndian, utf32.IgnoreBOM), ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			doc := "<rss><channel><item><title>" + c.want + "</title></item></channel></rss>"
			if c.declared != "" {
				doc = `<?xml version="1.0" encoding="` + c.declared + `"?>` + doc
			}
			if c.enc != nil {
				var err error
				if doc, err = c.enc.NewEncoder().String(doc); err != nil {
					t.Fatal(err)
				}
			}
			f, err := Parse([]byte(c.mark+doc), Source{ContentType: c.header})
			if err != nil {
				t.Fatal(err)
			}
			if got := f.Entries[0].Title; got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestAStrayByteCostsNoEntry(t *testing.T) {
	f, err := Parse([]byte("<rss><channel><item><title>caf\xe9 – ok</title></item><item><title>two</title></item></channel></rss>"), Source{ContentType: "text/xml; charset=utf-8"})
	if err != nil {
		t.Fatal(err)
	}
	if len(f.Entries) != 2 || f.Entries[0].Title != "café – ok" || len(f.Notices) != 1 {
		t.Errorf("got %+v, notices %q", f.Entries, f.Notices)
	}
}

func TestReferencesAreResolvedOnceAndBombsAreNot(t *testing.T) {
	e := &entities{}
	e.declare(`<!ENTITY home "Brook&#115;ide"><!ENTITY twice "&home; &home;"><!ENTITY big "` + strings.Repeat("x", maxEntity+1) + `"><!ENTITY % p SYSTEM "x"><!ENTITY ext SYSTEM "file:///etc/passwd">`)
	for in, want := range map[string]string{
		"&lt;b&gt; &amp;amp; &quot;&apos;": `<b> &amp; "'`,
		"&eacute;&#233;&#xE9;":             "ééé",
		"&#150;&#x80;":                     "–€", // Windows-1252, as in HTML
		"&#xD83D;&#xDE09;":                 "😉",
		"&#8;&#0;&#xD800;&#xFFFF;x":        "x",
		"&home; &twice;":                   "Brookside Brookside Brookside",
		"&big; &ext; &p; &none;":           "&big; &ext; &p; &none;",
		"R&D, a=1&b=2; &copy=3":            "R&D, a=1&b=2; &copy=3",
		"&#; &#x; &;":                      "&#; &#x; &;",
	} {
		if got := e.resolve(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
	if got := e.resolve(strings.Repeat("&home;", 1<<20)); len(got) > 8<<20 {
		t.Errorf("expanded to %d bytes", len(got))
	}
}
