package tomlfile

import (
	"bytes"

	"weft/internal/diag"
)

// A Document is a Markdown file with TOML front matter between two lines of
// "+++".
type Document struct {
	Body     string // what stands below the front matter, LF line ends
	BodyLine int    // the line of the file on which Body begins, from 1
	Lines    Lines  // where the front matter's keys stand
	Ok       bool   // the front matter could be read
}

const fence = "+++"

// FrontMatter splits a Markdown file and decodes its front matter into v. A
// file without front matter, or whose front matter never ends, is a problem:
// the hint shows the form.
func FrontMatter(name string, data []byte, v any, probs *diag.List) Document {
	if !isText(data) {
		probs.Add(name, 1, notTextHint, "this is no plain text")
		return Document{BodyLine: bytes.Count(data, []byte("\n")) + 2}
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	data = bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n"))
	head, rest, line := cutLine(data), data, 1
	const form = "the file begins with a line +++, then keys such as title = \"…\", then a line +++"
	if string(bytes.TrimRight(head, " \t")) != fence {
		probs.Add(name, 1, form, "no front matter")
		return Document{Body: string(data), BodyLine: 1}
	}
	rest = after(rest, head)
	start := rest
	for len(rest) > 0 {
		head = cutLine(rest)
		line++
		if string(bytes.TrimRight(head, " \t")) == fence {
			matter := start[:len(start)-len(rest)]
			if wrong := unbounded(matter); wrong != "" {
				probs.Add(name, 1, "it says what the text below it is, in a few lines; put the words below it", "the front matter %s", wrong)
				return Document{Body: string(after(rest, head)), BodyLine: line + 1}
			}
			before := probs.Errors()
			lines := decode(name, matter, 2, v, probs)
			return Document{Body: string(after(rest, head)), BodyLine: line + 1, Lines: lines, Ok: probs.Errors() == before}
		}
		rest = after(rest, head)
	}
	probs.Add(name, 1, form, "the front matter that begins here never ends")
	return Document{BodyLine: line + 1}
}

// How large front matter is, and how deep it goes: strangers hand in files, too,
// and taking deep brackets apart takes the square of their number.
const maxMatter, maxDepth = 64 << 10, 32

// unbounded says why front matter is not read; "" when it is.
func unbounded(matter []byte) string {
	if len(matter) > maxMatter {
		return "is longer than 64 kB"
	}
	deep, dots := 0, 0
	for _, c := range matter {
		switch c {
		case '[', '{':
			deep++
		case ']', '}':
			deep = max(deep-1, 0)
		case '.':
			dots++
		case '\n':
			dots = 0
		case '=', '"', '\'', '#':
			dots = -len(matter) // of words, not of a key
		}
		if deep > maxDepth || dots > maxDepth {
			return "goes deeper than its keys do"
		}
	}
	return ""
}

const notTextHint = "save it as plain text in UTF-8: a word processor calls that Plain Text, an editor asks for the encoding"

// isText is false of what word processors write and of UTF-16.
func isText(data []byte) bool { return !bytes.ContainsRune(data[:min(len(data), 512)], 0) }

func cutLine(data []byte) []byte {
	line, _, _ := bytes.Cut(data, []byte("\n"))
	return line
}

func after(data, line []byte) []byte {
	if len(data) > len(line) {
		return data[len(line)+1:]
	}
	return nil
}
