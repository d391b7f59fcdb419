// Package contribution makes the file of a piece that somebody sent: a text of
// any origin in, one Markdown file out.
//
// It promises that a text is either refused with a reason or keeps its words;
// that nothing but words, their form and links to the web is left of it; that no
// setting of the text's own becomes one of the file's; and that the file's name
// is safe on every machine. What was taken out is told. It writes nothing.
package contribution

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"weft/internal/config"
	"weft/internal/htmlsafe"
	"weft/internal/markdown"
	"weft/internal/roster"
	"weft/internal/tomlfile"
)

// MaxSize is how long a text may be, in bytes: some forty thousand words.
const MaxSize = 256 << 10

// A Text is what somebody sent, as far as it may be kept.
type Text struct {
	Body  string   // Markdown, with nothing in it but words, their form and links to the web
	Title string   // its heading, if it begins with one; else empty
	rest  string   // the body without that heading
	Taken []string // what was taken out, in words
	Told  []string // how it was read, where that is not certain
}

// Read takes in a text: plain or Markdown, or a page of HTML, of which the words
// stay. Charset names its encoding; empty: as it looks.
func Read(data []byte, charset string) (Text, error) {
	if len(data) > MaxSize {
		return Text{}, fmt.Errorf("it is longer than %d kB, and a piece is read in one sitting; send a part of it, or put the whole on the web and send the address", MaxSize>>10)
	}
	source, told, err := decode(data, charset)
	if err != nil {
		return Text{}, err
	}
	t := Text{Told: told}
	if line, why := Bounds(source); why != "" && line > 0 {
		return t, fmt.Errorf("line %d is %s; that is more than weft unravels: send it as plain text", line, why)
	}
	source = t.characters(source)
	if isPage.MatchString(source) {
		t.take("the form of the page of HTML; its words stay")
		t.Body = plainly(htmlsafe.Clean(source, ""))
	} else {
		source = t.settings(source)
		t.Body = t.clean(markdown.New(), source)
	}
	if len(words(t.Body)) == 0 {
		return t, fmt.Errorf("there are no words in it")
	}
	t.heading()
	return t, nil
}

func (t *Text) take(what string) {
	if !slices.Contains(t.Taken, what) {
		t.Taken = append(t.Taken, what)
	}
}

var isPage = regexp.MustCompile(`(?i)^\s*(?:<!doctype html|<html[\s>])`)

// characters takes out what is not seen and does something: controls, signs that
// turn the direction of what follows, letters that only machines read.
func (t *Text) characters(s string) string {
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n\n", "\f", "\n").Replace(s)
	s, n := Seen(s)
	if n > 0 {
		t.take(fmt.Sprintf("%d characters that cannot be seen", n))
	}
	return s
}

func hidden(r rune) bool {
	switch {
	case unicode.IsControl(r), r == '\ufeff', r == '\u200b', r >= 0xe0000 && r <= 0xe007f, r >= 0xfff0 && r <= 0xfffb:
		return true
	case r >= 0xfdd0 && r <= 0xfdef, r&0xfffe == 0xfffe:
		return true
	}
	return r >= 0x202a && r <= 0x202e || r >= 0x2060 && r <= 0x206f
}

// front is a block of settings as many programs write it at the head of a text.
var front = regexp.MustCompile(`\A\s*(?:\+\+\+[ \t]*\n(?s:.*?)\n\+\+\+|---[ \t]*\n(?:[\w-]+[ \t]*:.*\n|[ \t]+.*\n|#.*\n|-[ \t].*\n)+---)[ \t]*(?:\n|\z)`)

// settings takes out those that stand at the head of the text, one block below
// the other: who wrote it, and under which licence, is for a person to say.
func (t *Text) settings(s string) string {
	for {
		at := front.FindStringIndex(s)
		if at == nil {
			return s
		}
		t.take("settings at its head (author, date, licence …): say with --name, --date and the like what is true of them")
		s = s[at[1]:]
	}
}

var topHeading = regexp.MustCompile(`\A\s*#[ \t]+([^\n]+?)[ \t]*#*[ \t]*(?:\n|\z)`)

// heading finds the heading that the text begins with.
func (t *Text) heading() {
	at := topHeading.FindStringSubmatchIndex(t.Body)
	if at == nil || len(words(t.Body[at[1]:])) == 0 {
		return
	}
	t.Title = OneLine(htmlsafe.Text(htmlsafe.Clean(markdown.New().HTML(t.Body[at[2]:at[3]]), "")))
	t.rest = strings.TrimLeft(t.Body[at[1]:], "\n")
}

// OneLine makes one line of words, without what cannot be seen.
func OneLine(s string) string {
	return strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		if hidden(r) && !unicode.IsSpace(r) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, ""))), " ")
}

// Fields are what a person says of a text: its front matter.
type Fields struct {
	Title, Author, Name, Sector string
	Date                        string // a day, 2026-11-23
	Licence, Consent            string
}

// File gives the piece's file. The heading that became its title is not
// repeated.
func (t Text) File(f Fields) []byte {
	var b bytes.Buffer
	b.WriteString("+++\n")
	for _, line := range []struct{ key, value string }{{"title", f.Title}, {"author", f.Author}, {"name", f.Name}, {"sector", f.Sector}, {"date", f.Date}, {"licence", f.Licence}, {"consent", f.Consent}} {
		switch {
		case line.value == "":
		case line.key == "date":
			fmt.Fprintf(&b, "date = %s\n", line.value)
		default:
			fmt.Fprintf(&b, "%s = %s\n", line.key, tomlfile.Quote(OneLine(line.value)))
		}
	}
	b.WriteString("+++\n\n")
	body := t.Body
	if t.rest != "" && t.Title == OneLine(f.Title) {
		body = t.rest
	}
	b.WriteString(strings.Trim(body, "\n") + "\n")
	return b.Bytes()
}

// slugLength leaves room for a number behind it.
const slugLength = 56

// Slug makes the name of a piece's file, without its ending, of its title: one
// that is not taken.
func Slug(title string, taken func(string) bool) string {
	slug := roster.Slug(title)
	if len(slug) > slugLength {
		slug = slug[:slugLength]
		if cut := strings.LastIndexByte(slug, '-'); cut > slugLength/2 {
			slug = slug[:cut]
		}
		slug = strings.Trim(slug, "-")
	}
	if !config.ValidID(slug) {
		slug = strings.Trim("piece-"+slug, "-")
	}
	for n, name := 2, slug; ; n++ {
		if !taken(name) {
			return name
		}
		name = fmt.Sprintf("%s-%d", slug, n)
	}
}
