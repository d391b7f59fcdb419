package contribution

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"weft/internal/htmlsafe"
	"weft/internal/markdown"
)

// rounds is how often what is foreign is cut out before the form is given up:
// taking one thing out can make another of what is left.
const rounds = 8

// clean takes out of Markdown what is foreign in it. A text without any stays as
// it is, letter for letter. Where cutting would cost a word, or does not come to
// an end, the words stay and their form goes.
func (t *Text) clean(md *markdown.Converter, source string) string {
	whole := htmlsafe.Clean(md.HTML(source), "")
	want := words(htmlsafe.Text(whole))
	left := source
	for range rounds {
		found := md.Foreign(left)
		if len(found) == 0 {
			break
		}
		t.tell(found)
		left = cut(left, found)
	}
	if len(md.Foreign(left)) == 0 && slices.Equal(words(htmlsafe.Text(htmlsafe.Clean(md.HTML(left), ""))), want) {
		return left
	}
	t.take("its form: too much else was woven into it")
	return plainly(whole)
}

func (t *Text) tell(found []markdown.Foreign) {
	for _, f := range found {
		switch f.Kind {
		case markdown.Comment:
			t.take("comments that no reader would see")
		case markdown.Markup:
			t.take("HTML; the words in it stay")
		case markdown.Picture:
			t.take("pictures; where they lie on the web there is a link")
		case markdown.Destination:
			t.take("links that lead neither to the web nor to a mailbox; their words stay")
		}
	}
}

// cut takes out what was found in a text, from its end to its beginning.
func cut(s string, found []markdown.Foreign) string {
	for _, f := range slices.Backward(found) {
		switch f.Kind {
		case markdown.Comment, markdown.Markup:
			s = s[:f.Start] + instead(f) + s[f.End:]
		}
	}
	for _, f := range found {
		switch f.Kind {
		case markdown.Picture:
			s = bare.ReplaceAllString(s, "<$1>")
			s = strings.ReplaceAll(s, "![", "[")
		case markdown.Destination:
			s = withoutLink(s, f.Text)
		}
	}
	return s
}

// instead is what stays of markup: of a block its words.
func instead(f markdown.Foreign) string {
	if !strings.HasSuffix(f.Text, "\n") && f.Kind == markdown.Markup && strings.Count(f.Text, "<") == 1 {
		return "" // a single tag in a line
	}
	said := plainly(htmlsafe.Clean(f.Text, ""))
	if strings.HasSuffix(f.Text, "\n") {
		said = strings.ReplaceAll(said, "\n", " ") + "\n"
	}
	return said
}

// bare is a picture of the web without words.
var bare = regexp.MustCompile(`!\[\]\(\s*(https?://[^\s<>()]+)[^()\n]*\)`)

// withoutLink takes out where a link leads to: in its place, or where the text
// says it once for several.
func withoutLink(s, address string) string {
	if address == "" {
		return emptyLink.ReplaceAllString(s, "]")
	}
	quoted := regexp.QuoteMeta(address)
	for _, form := range []struct{ find, put string }{
		{`\]\(\s*<?` + quoted + `>?(?:\s+(?:"[^"]*"|'[^']*'|\([^)]*\)))?\s*\)`, "]"},
		{`(?m)^[ \t>]*\[[^\]\n]+\]:\s*<?` + quoted + `>?[^\n]*$`, ""},
		{`<` + quoted + `>`, address},
	} {
		s = regexp.MustCompile(form.find).ReplaceAllLiteralString(s, form.put)
	}
	return s
}

var emptyLink = regexp.MustCompile(`\]\(\s*(?:<>)?\s*\)`)

// words are those of a text, whatever stands between them.
func words(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) })
}

// plainly writes the words of safe HTML as Markdown in which each sign is only
// itself.
func plainly(safe string) string {
	var b strings.Builder
	for line := range strings.Lines(htmlsafe.Text(safe)) {
		line = strings.TrimSpace(line)
		for _, r := range line {
			if r < 0x80 && unicode.IsPunct(r) || r < 0x80 && unicode.IsSymbol(r) {
				b.WriteByte('\\')
			}
			b.WriteRune(r)
		}
		b.WriteByte('\n')
	}
	return strings.TrimSpace(b.String())
}
