package leak

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"encoding/json"
	"mime"
	"mime/quotedprintable"
	"net/url"
	"strings"
	"testing"
	"unicode/utf16"

	"golang.org/x/text/unicode/norm"
)

const secret = "Möbius & Søns merge quietly"

// dresses are the ways in which a title can stand in a file.
var dresses = map[string]func(string) string{
	"as it is":               func(s string) string { return "<p>Read " + s + ".</p>" },
	"in capitals":            strings.ToUpper,
	"with its letters apart": norm.NFD.String,
	"as a slug":              func(string) string { return `<a href="/x/mobius-sons-merge-quietly/">` },
	"with entities":          func(string) string { return "M&ouml;bius &amp; S&#xF8;ns merge&nbsp;quietly" },
	"with entities of entities": func(string) string {
		return "<content>M&amp;ouml;bius &amp;amp; S&amp;oslash;ns merge quietly</content>"
	},
	"in JSON": func(s string) string {
		b, _ := json.Marshal(map[string]string{"t": s + "\n"})
		return string(b)
	},
	"in JSON, in ASCII": func(string) string { return `{"t":"M\u00f6bius \u0026 S\u00F8ns merge\nquietly"}` },
	"in JSON, as HTML": func(string) string {
		return `{"content_html":"\u003cb\u003eM\u003c/b\u003eöbius &amp; Søns merge quietly"}`
	},
	"in an address":         func(s string) string { return "https://x.example/?q=" + url.QueryEscape(s) },
	"in a path":             func(s string) string { return "https://x.example/" + url.PathEscape(s) },
	"with markup in a word": func(string) string { return "<b>M</b>öb<!-- x -->ius &amp; <i>Søns</i> mer<wbr>ge <em>quietly</em>" },
	"over blocks": func(string) string {
		return "<text><tspan>Möbius</tspan><tspan>Søns</tspan></text><text>merge quietly</text>"
	},
	"with soft hyphens":       func(string) string { return "Mö\u00adbius &amp; Sø&shy;ns mer\u200bge qui\u2060etly" },
	"over lines":              func(string) string { return "Möbius\n  & Søns\r\n\tmerge\nquietly" },
	"in CDATA":                func(s string) string { return "<description><![CDATA[<p>" + s + "</p>]]></description>" },
	"in a style sheet":        func(string) string { return `p::after { content: "M\f6 bius & S\0000f8ns merge quietly" }` },
	"quoted for mail":         func(s string) string { return quotedMail(strings.Repeat("x", 62) + " " + s) },
	"in a head of mail":       func(s string) string { return "Subject: " + mime.QEncoding.Encode("utf-8", strings.Repeat(s+" ", 4)) },
	"in a head of mail, in B": func(s string) string { return "Subject: " + mime.BEncoding.Encode("utf-8", s) },
	"in base64":               func(s string) string { return "data:text/plain;base64," + base64.StdEncoding.EncodeToString([]byte(s)) },
	"in base64, wrapped": func(s string) string {
		return "\r\n" + wrapped(base64.StdEncoding.EncodeToString([]byte("<p>"+strings.Repeat("And more. ", 20)+s+"</p>"))) + "\r\n--x--"
	},
	"packed":      func(s string) string { return packedByGzip(s) },
	"in a ZIP":    func(s string) string { return inZip(s) },
	"in UTF-16":   func(s string) string { return "\xff\xfe" + wide(s) },
	"in a script": func(string) string { return `"M\xf6bius & S\xf8ns merge quietly"` },
}

func quotedMail(s string) string {
	var b bytes.Buffer
	w := quotedprintable.NewWriter(&b)
	w.Write([]byte(s))
	w.Close()
	return b.String()
}

func wrapped(s string) string {
	var b strings.Builder
	for len(s) > 76 {
		b.WriteString(s[:76] + "\r\n")
		s = s[76:]
	}
	return b.String() + s
}

func packedByGzip(s string) string {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	w.Write([]byte(s))
	w.Close()
	return b.String()
}

func inZip(s string) string {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	f, _ := w.Create("words.txt")
	f.Write([]byte(s))
	w.Close()
	return b.String()
}

func wide(s string) string {
	var b []byte
	for _, u := range utf16.Encode([]rune(s)) {
		b = append(b, byte(u), byte(u>>8))
	}
	return string(b)
}

func TestATitleIsFoundHoweverItIsWritten(t *testing.T) {
	s := NewScanner([]Needle{{secret, "a title"}})
	for name, dress := range dresses {
		if found := s.Find([]byte(dress(secret))); len(found) != 1 {
			t.Errorf("%s: not found in %q", name, dress(secret))
		}
		if found := s.Find([]byte(dress("Moebius and sons merge quietly"))); dress("x") != dress(secret) && len(found) != 0 {
			t.Errorf("%s: found in %q", name, dress("Moebius and sons merge quietly"))
		}
	}
}

// Whatever bytes stand around it, and however often it is packed, a title is
// found; and no bytes make the search fail.
func FuzzFind(f *testing.F) {
	for _, dress := range dresses {
		f.Add(dress("x"), dress("y"))
	}
	f.Add("\\u", "%")
	f.Add("=?utf-8?q?", "&#")
	f.Add("\x1f\x8b\x08", "PK\x03\x04")
	f.Add("\u0301", "\u00ad")
	s := NewScanner([]Needle{{secret, "a title"}})
	f.Fuzz(func(t *testing.T, before, after string) {
		s.Find([]byte(before + after))
		inside := []byte("Well.\n\n" + secret + "\n" + strings.ToValidUTF8(strings.Map(noControl, after), ""))
		for _, packed := range []string{string(inside), packedByGzip(string(inside)), packedByGzip(packedByGzip(string(inside))), base64.StdEncoding.EncodeToString(inside)} {
			if len(s.Find([]byte(packed))) != 1 {
				t.Errorf("not found in %q", packed)
			}
		}
	})
}

func noControl(r rune) rune {
	if r < ' ' {
		return ' '
	}
	return r
}
