package htmlsafe

import (
	"testing"
)

func TestPlainTextBecomesParagraphs(t *testing.T) {
	for plain, want := range map[string]string{
		"": "", " \n ": "", "One": "<p>One</p>", " One\ntwo\r\n\r\nthree\n\n\n\nfour ": "<p>One<br/>\ntwo</p>\n<p>three</p>\n<p>four</p>",
		`1 < 2 & "3" > '2' &amp;`: "<p>1 &lt; 2 &amp; &#34;3&#34; &gt; &#39;2&#39; &amp;amp;</p>", "a\x01b\x0c": "<p>ab</p>", "a\xffb": "<p>a\uFFFDb</p>",
		"<script>alert(1)</script>": "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>", "\u202eabc": "<p>abc</p>",
	} {
		if got := Paragraphs(plain); got != want {
			t.Errorf("%q gives %q, want %q", plain, got, want)
		}
	}
}

// What is made of plain text is safe HTML already, and its text is taken out of
// it without a parser as it would be with one.
func FuzzParagraphs(f *testing.F) {
	for _, s := range []string{"", "One\n\ntwo", "a & b < c &nbsp; &#38;", "a\r\nb\rc", "\u202ea", "</p><p>", "  \t x\n \n y", "a\u00a0\n\u3000b", "\xff\x00"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, plain string) {
		safe := Paragraphs(plain)
		if again := Clean(safe, ""); again != safe {
			t.Errorf("%q gives %q, and cleaned %q", plain, safe, again)
		}
		text, ok := textOfParagraphs(safe)
		root, err := parse(safe)
		if err != nil || !ok {
			t.Fatalf("%q: %v, %v", safe, ok, err)
		}
		if want := flowOf(root, 0).text(); text != want {
			t.Errorf("the text of %q is %q, want %q", safe, text, want)
		}
	})
}

// FuzzTextOfParagraphs: where any safe HTML is taken for paragraphs, its text is
// that of its tree.
func FuzzTextOfParagraphs(f *testing.F) {
	for _, s := range []string{"<p>a<br>b &lt;i&gt;</p>c", "a<p>b<p>c", "&amp;nbsp;&nbsp;x", "<br><br>", "<p></p>", "a<hr>b", "&#13;x&#0;"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		safe := Clean(raw, "https://blog.example/")
		text, ok := textOfParagraphs(safe)
		root, err := parse(safe)
		if !ok || err != nil {
			return
		}
		if want := flowOf(root, 0).text(); text != want {
			t.Errorf("the text of %q is %q, want %q", safe, text, want)
		}
	})
}
