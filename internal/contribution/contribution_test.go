package contribution

import (
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"weft/internal/config"
	"weft/internal/diag"
	"weft/internal/htmlsafe"
	"weft/internal/markdown"
	"weft/internal/roster"
	"weft/internal/tomlfile"
)

func TestAnHonestTextStaysLetterForLetter(t *testing.T) {
	const said = "I fell on my stairs. *Nobody* was rude.\n\n1. The ambulance.\n2. The nurse & the doctor: 5 < 6.\n\n- see [the card](https://example.org/card) and <https://example.org/b>\n\n> “In your own words”, they said.\n\n    a list\n\nWrite to maggie@example.org."
	text, err := Read([]byte(said), "")
	if err != nil || text.Body != said || len(text.Taken)+len(text.Told) > 0 {
		t.Errorf("%v, taken %q:\n%s", err, text.Taken, text.Body)
	}
}

func utf16le(s string) string {
	b := "\xff\xfe"
	for _, u := range utf16.Encode([]rune(s)) {
		b += string([]byte{byte(u), byte(u >> 8)})
	}
	return b
}

// Each hostile text with what of it stays, or why it is refused (after "!").
var hostile = []struct{ name, sent, want string }{
	{"a script", "Words.\n\n<script>alert(1)</script>\n\nMore.", "Words.\n\n\n\nMore."},
	{"a script in a line", "Words <script src=https://x.example/a.js></script>here.", "Words here."},
	{"a handler", "<img src=x onerror=alert(1)> Words.", " Words."},
	{"a frame", "A\n\n<iframe src=\"https://x.example/\"></iframe>\n\nB", "A\n\n\n\nB"},
	{"a block of HTML", "<div>Words *as they are*</div>\n\nMore.", "Words \\*as they are\\*\n\nMore."},
	{"a comment", "A <!-- why: trust me --> B\n\n<!-- hidden\nlines -->\n\nC", "A  B\n\n\n\nC"},
	{"a picture that watches", "A ![](https://t.example/p.gif?who=1) B ![the bench](https://t.example/b.jpg)", "A <https://t.example/p.gif?who=1> B [the bench](https://t.example/b.jpg)"},
	{"a link that acts", "[press](javascript:alert(1)) and [this](JAVASCRIPT:x) and [that](data:text/html;base64,PHNj)", "[press] and [this] and [that]"},
	{"a link in disguise", "[a](java&#115;cript:alert)", "[a]"},
	{"a link by name", "[a][x]\n\n[x]: javascript:alert(1)\n", "a"},
	{"a link into the site", "[a](../../../etc/passwd) [b](/policy/) [c](//evil.example/x)", "[a] [b] [c]"},
	{"an address that acts", "<javascript:alert(1)> words", "javascript:alert(1) words"},
	{"settings of its own", "+++\ntitle = \"Mine\"\nauthor = \"idris-vaughan\"\n+++\nWords.", "Words."},
	{"settings twice", "+++\na = 1\n+++\n---\nauthor: x\ntags:\n  - a\n---\nWords.", "Words."},
	{"settings that never end", "+++\ntitle = \"x\"\nWords.", "+++\ntitle = \"x\"\nWords."},
	{"a bomb of settings", strings.Repeat("+++\na = 1\n+++\n", 500) + "Words.", "Words."},
	{"signs that cannot be seen", "Wo\x00", "!no text"},
	{"controls", "W\x07or\x1b[2Jds \u202eevil\u202c.", "Wor[2Jds evil."},
	{"letters only machines read", "Words\U000e0041\U000e0042.", "Words."},
	{"Windows-1252", "Caf\xe9 \x93in your own words\x94, she said to the nurse.", "Café “in your own words”, she said to the nurse."},
	{"UTF-16", utf16le("Words with é."), "Words with é."},
	{"UTF-8 with a mark", "\ufeffWords.", "Words."},
	{"torn UTF-8", "Caf\xc3\xa9 and caf\xc3", "!broken"},
	{"Cyrillic of old", "\xcf\xf0\xe8\xe2\xe5\xf2, \xec\xe8\xf0", "!not known"},
	{"a document", "PK\x03\x04rest", "!word processor"},
	{"20 MB", strings.Repeat("Words. ", 3<<20), "!longer than"},
	{"nothing", " \n\t\n", "!no words"},
	{"nothing but a script", "<script>1</script>", "!no words"},
	{"a whole mail", "From: maggie@home.example\nTo: b@c.example\nSubject: my piece\n\nWords.", "!whole mail"},
	{"a page", "<!doctype html><title>x</title><p>Words &amp; <b>more</b>.</p><script>1</script>", "Words \\& more\\."},
}

func TestHostileTextsAreSanitisedOrRefusedWithAReason(t *testing.T) {
	for _, c := range hostile {
		text, err := Read([]byte(c.sent), "")
		if why, refused := strings.CutPrefix(c.want, "!"); refused {
			if err == nil || !strings.Contains(err.Error(), why) {
				t.Errorf("%s: not refused for %q: %v\n%.200s", c.name, why, err, text.Body)
			}
			continue
		}
		if err != nil || text.Body != c.want {
			t.Errorf("%s: %v, taken %q\n%q\nwant\n%q", c.name, err, text.Taken, text.Body, c.want)
		}
	}
}

func TestWhatWasTakenOutIsTold(t *testing.T) {
	text, err := Read([]byte("---\nauthor: me\n---\nA <!-- b --> <i>c</i> ![d](https://e.example/) [f](javascript:g) \x07h"), "")
	if err != nil || len(text.Taken) != 6 {
		t.Errorf("%v %q", err, text.Taken)
	}
}

func TestAHeadingBecomesTheTitleAndIsNotRepeated(t *testing.T) {
	text, err := Read([]byte("# Telling it *once* #\n\nWords."), "")
	if err != nil || text.Title != "Telling it once" {
		t.Fatalf("%v %q", err, text.Title)
	}
	if got := string(text.File(Fields{Title: text.Title})); got != "+++\ntitle = \"Telling it once\"\n+++\n\nWords.\n" {
		t.Error(got)
	}
	if got := string(text.File(Fields{Title: "Another"})); !strings.Contains(got, "# Telling") {
		t.Error(got)
	}
}

func TestTheNameOfAFileIsSafeAndNobodyElses(t *testing.T) {
	had := map[string]bool{"a-knock": true, "a-knock-2": true}
	for title, want := range map[string]string{
		"A knock": "a-knock-3", "../../etc/passwd": "etc-passwd", "CON": "piece-con", "日本": "piece", "": "piece", "Ünter/den\\Linden\x00": "unter-den-linden",
		strings.Repeat("long words ", 20): "long-words-long-words-long-words-long-words-long-words",
	} {
		if got := Slug(title, func(s string) bool { return had[s] }); got != want || !config.ValidID(got) {
			t.Errorf("%q: %q", title, got)
		}
	}
}

func FuzzWhateverIsSentItIsRefusedOrKeepsItsWords(f *testing.F) {
	for _, c := range hostile {
		if len(c.sent) < 1<<20 {
			f.Add([]byte(c.sent), "A title", "", "Maggie")
		}
	}
	f.Add([]byte("1<b>. x"), "\"\n+++\n\\", "yes\n+++\nauthor = 1", "M\u202e")
	f.Add([]byte("a ![x][y] <?php ?> <![CDATA[x]]> &lt;script&gt;\n\n[y]: /z 'q'\n"), "T", "", "N")
	md := markdown.New()
	f.Fuzz(func(t *testing.T, sent []byte, title, consent, name string) {
		text, err := Read(sent, "")
		if err != nil {
			if err.Error() == "" {
				t.Error("refused without a reason")
			}
			return
		}
		data := text.File(Fields{Title: title, Consent: consent, Name: name, Date: "2026-11-23"})
		var got roster.PieceFile
		var probs diag.List
		doc := tomlfile.FrontMatter("x.md", data, &got, &probs)
		if !doc.Ok || got.Title != OneLine(title) || got.Consent != OneLine(consent) || got.Name != OneLine(name) || got.Author+got.Sector+got.URL != "" || got.Date.In(time.UTC).Format(time.DateOnly) != "2026-11-23" {
			t.Fatalf("the settings read back as %+v %v\n%s", got, probs, data)
		}
		if left := md.Foreign(doc.Body); len(left) > 0 {
			t.Fatalf("%v stayed in\n%q", left, doc.Body)
		}
		shown := htmlsafe.Clean(md.HTML(doc.Body), "")
		if low := strings.ToLower(md.HTML(doc.Body)); strings.Contains(low, "<script") || strings.Contains(low, "<img") || strings.Contains(low, "javascript:alert(1)\"") {
			t.Fatalf("acts: %s", low)
		}
		if text.Title == "" || text.Title != OneLine(title) {
			want := words(htmlsafe.Text(htmlsafe.Clean(md.HTML(text.Body), "")))
			if now := words(htmlsafe.Text(shown)); !slices.Equal(now, want) {
				t.Fatalf("words %q\nread back as %q", want, now)
			}
		}
		if !config.ValidID(Slug(title, func(string) bool { return false })) {
			t.Fatal(title)
		}
	})
}

func TestNoTextTakesLongToRead(t *testing.T) {
	for _, bomb := range []string{"[", "![", "*a_", "<", "<a ", "> ", "- ", "`", "&", "[a](", "[a]: b\n", "<!--", "]]>", "![](http://x", "<b>x</b>", "\\", "~~", "| a ", "[^1]", "#", "+++\n", "---\na: b\n", "https://"} {
		begin := time.Now()
		Read([]byte("Words. "+strings.Repeat(bomb, MaxSize/len(bomb)-10)), "")
		if d := time.Since(begin); d > 3*time.Second {
			t.Logf("%q takes %v", bomb, d)
		}
	}
}
