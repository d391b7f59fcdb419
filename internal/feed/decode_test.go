package feed

import (
	"strings"
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
)

func TestTheEncodingIsWhatMarkHeaderOrDeclarationSay(t *testing.T) {
	korean949 := korean.EUCKR
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
		{"declared GBK", "", "gbk", "中文标题", simplifiedchinese.GBK, ""},
		{"declared GB2312, which means GBK", "", "gb2312", "中文標題", simplifiedchinese.GBK, ""},
		{"declared EUC-KR", "", "euc-kr", "한국어", korean949, ""},
		{"declared by Windows' name for it", "", "ks_c_5601-1987", "한국어", korean949, ""},
		{"declared x-sjis", "", "x-sjis", "日本語ｶﾅ", japanese.ShiftJIS, ""},
		{"the header says ISO-2022-JP", "application/xml; charset=ISO-2022-JP", "", "日本語", japanese.ISO2022JP, ""},
		{"declared KOI8-U", "", "koi8-u", "Привіт ґ", charmap.KOI8U, ""},
		{"declared Windows-1250", "", "windows-1250", "Żółć", charmap.Windows1250, ""},
		{"declared Windows-1253", "", "windows-1253", "Ελλάδα", charmap.Windows1253, ""},
		{"declared Windows-1254", "", "windows-1254", "İstanbul ş", charmap.Windows1254, ""},
		{"declared Windows-1255", "", "windows-1255", "שלום", charmap.Windows1255, ""},
		{"declared Windows-1256", "", "windows-1256", "مرحبا", charmap.Windows1256, ""},
		{"declared Windows-1257", "", "windows-1257", "Ąžuolas", charmap.Windows1257, ""},
		{"declared Mac Roman", "", "macintosh", "café “x”", charmap.Macintosh, ""},
		{"declared ISO 8859-2", "", "ISO-8859-2", "Łódź", charmap.ISO8859_2, ""},
		{"declared ISO 8859-15", "", "iso-8859-15", "5 € œuf", charmap.ISO8859_15, ""},
		{"declared Latin-1, with the quotes of Windows", "", "iso-8859-1", "“café” – 5 €", charmap.Windows1252, ""},
		{"declared us-ascii, with the quotes of Windows", "", "us-ascii", "“café”", charmap.Windows1252, ""},
		{"declared utf8", "", "utf8", "café", nil, ""},
		{"declared UTF-8, in Windows-1252", "", "utf-8", "“café” – 5 €", charmap.Windows1252, ""},
		{"header UTF-8, declared Latin-1, in Latin-1", "text/xml; charset=utf-8", "iso-8859-1", "café", charmap.ISO8859_1, ""},
		{"text/xml alone says nothing", "text/xml", "windows-1251", "Привет", charmap.Windows1251, ""},
		{"UTF-8 called GBK", "text/xml; charset=gb2312", "gb2312", "中文标题你好世界", nil, ""},
		{"UTF-8 called Shift_JIS", "text/xml; charset=shift_jis", "", "日本語の題", nil, ""},
		{"UTF-8 called EUC-KR", "", "euc-kr", "한국어 제목", nil, ""},
		{"a mark before header and declaration", "text/xml; charset=windows-1251", "koi8-r", "Привет", nil, "\xEF\xBB\xBF"},
		{"UTF-16 with a mark, called UTF-8 by header and declaration", "text/xml; charset=utf-8", "utf-8", "café 中", le16, "\xFF\xFE"},
		{"UTF-16, big end first, without a mark, called UTF-8", "", "utf-8", "café 中 😉", be16, ""},
		{"UTF-32, little end first, without a mark", "", "", "café 𝄞", utf32.UTF32(utf32.LittleEndian, utf32.IgnoreBOM), ""},
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

func TestBytesThatWereTranscodedWronglyMeanWhatTheyMeantInWindows(t *testing.T) {
	for in, want := range map[string]string{
		"It\u0092s \u0093so\u0094\u0085": "It’s “so”…",
		"a\u0081b":                       "ab",
		"a\x00b\x01c\uFFFEd\uFEFFe":      "abcde",
	} {
		f := parsed(t, []byte("<rss><channel><title>"+in+"</title></channel></rss>"), Source{})
		if f.Title != want {
			t.Errorf("%q: got %q, want %q", in, f.Title, want)
		}
	}
}

func TestTextThatSaysNothingTrueOfItsEncodingIsKnownByItsLooks(t *testing.T) {
	for name, c := range map[string]struct {
		enc         encoding.Encoding
		title, text string
	}{
		"Shift_JIS":    {japanese.ShiftJIS, "屋根の修理について", "冬が来る前に、ボイラーの名前を聞いておくべきでした。"},
		"EUC-JP":       {japanese.EUCJP, "屋根の修理について", "冬が来る前に、ボイラーの名前を聞いておくべきでした。"},
		"EUC-KR":       {korean.EUCKR, "지붕 수리에 대하여", "겨울이 오기 전에 보일러의 이름을 물어보았어야 했다."},
		"GBK":          {simplifiedchinese.GBK, "关于屋顶修理", "冬天来临之前，我们应该问清楚锅炉的名字。"},
		"Big5":         {traditionalchinese.Big5, "關於屋頂修理", "冬天來臨之前，我們應該問清楚鍋爐的名字。"},
		"Windows-1251": {charmap.Windows1251, "О ремонте крыши", "До зимы нам следовало узнать, как зовут котёл."},
		"KOI8-R":       {charmap.KOI8R, "О ремонте крыши", "До зимы нам следовало узнать, как зовут котёл."},
		"Windows-1252": {charmap.Windows1252, "Les élèves d’été", "Après l’hiver, « déjà vu » à l’école — ça coûte 5 €, où êtes-vous né, naïve façade, crème brûlée."},
		"Latin-1":      {charmap.ISO8859_1, "Über Dächer", "Für größere Häuser müssen wir über Öfen, Dächer und Türen hören; schöne Grüße aus Köln."},
	} {
		for _, declared := range []string{"", ` encoding="utf-8"`} {
			long := "<!-- " + strings.Repeat("<"+c.text, maxSniff/len(c.text)) + " -->" // more than is looked at
			doc, err := c.enc.NewEncoder().String("<?xml version='1.0'" + declared + "?><rss><channel><title>F</title><item><title>" + c.title + "</title><description>" + c.text + "</description></item></channel></rss>" + long)
			if err != nil {
				t.Fatal(err)
			}
			e := parsed(t, []byte(doc), Source{ContentType: "text/xml; charset=utf-8"}).Entries[0]
			if e.Title != c.title || e.Plain != c.text {
				t.Errorf("%s: got %q, %q", name, e.Title, e.Plain)
			}
		}
	}
}

func TestUTF8WithFaultsStaysUTF8(t *testing.T) {
	doc := "<rss><channel><title>日本語の題 caf\xe9 中文标题 Привет\xff</title></channel></rss>"
	if got := parsed(t, []byte(doc), Source{}).Title; got != "日本語の題 café 中文标题 Приветÿ" {
		t.Errorf("got %q", got)
	}
}
