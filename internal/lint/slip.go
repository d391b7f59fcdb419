package lint

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// A slip is a form that Markdown does not know, and that its writer took for one
// it does. Whatever was meant, readers would get the signs themselves, or
// nothing.
type slip struct {
	form          *regexp.Regexp
	message, hint string
	grave         bool // words are lost by it: an error
	heading       bool // of a heading, whose id Markdown may know after all
}

const itemHint = "an item's line begins with - and a blank, then [words](https://…)"

// slips are told of a line that none of those before was found in.
var slips = []slip{
	{regexp.MustCompile(`^ {0,3}-\[[^\]]*\]\(`), "this looks like an item and is none", itemHint, true, false},
	{regexp.MustCompile(`^ {0,3}[–—•·‣▪] *\[[^\]]*\]\(`), "this looks like an item and is none", itemHint, false, false},
	{regexp.MustCompile(`\([^()]*\)\[(?:https?://|www\.)`), "this looks like a link and is none", "write [words](https://…): first the words in [ ], then the address in ( )", true, false},
	{regexp.MustCompile(`^[^\]]*\[[^\]]*\((?:https?://|www\.)[^\]]*$`), "this looks like a link and is none", "write [words](https://…): there is no ] behind the words", true, false},
	{regexp.MustCompile(`^ {0,3}[-*+] +<?https?://\S+`), "an address alone is no item", itemHint, false, false},
	{regexp.MustCompile(`^#{2,6}[^#\s]`), "this looks like a heading and is none", "put a blank behind the #", true, false},
	{regexp.MustCompile(`^#{1,6} .*[^\\]\{(?:#[^}]*|[a-z0-9-]+\}[ \t]*)$`), "this looks like a heading's id and is none", "write ## Words {#id}, and nothing behind it", true, true},
	{regexp.MustCompile(`(?:^|[^\\])<!(?:-[^-]|[–—])`), "this looks like a comment and is none; readers would see it", "a comment begins with <!-- and ends with -->", true, false},
}

// headingID is one that Markdown reads.
var headingID = regexp.MustCompile(`\{#[^{}\s]+\}[ \t]*$`)

var codeSpan = regexp.MustCompile("`[^`]*`")

// slipped looks through the lines of a text for slips of the hand, and for
// comments that swallow what stands below them.
func (d *digests) slipped(p *prose) {
	var in reading
	for i, line := range strings.Split(p.source, "\n") {
		if !utf8.ValidString(line) {
			d.probs.Add(p.name, p.line(i+1), "save the file as UTF-8; where your editor asks for an encoding, choose that", "this line is not written in UTF-8; readers would see � in it")
		}
		seen, nested := in.line(i+1, line)
		if nested > 0 {
			d.probs.Add(p.name, p.line(nested), "write --> where it ends; readers do not see what stands between", "the comment that begins here has no end of its own")
		}
		for _, s := range slips {
			if seen == "" || !s.form.MatchString(seen) || s.heading && headingID.MatchString(seen) {
				continue
			}
			if s.grave {
				d.probs.Add(p.name, p.line(i+1), s.hint, "%s", s.message)
			} else {
				d.probs.Warn(p.name, p.line(i+1), s.hint, "%s", s.message)
			}
			break
		}
	}
	if in.comment > 0 {
		d.probs.Add(p.name, p.line(in.comment), "write --> where it ends; readers do not see what stands below", "the comment that begins here never ends")
	}
}

// A reading is where a walk down the lines of a text is.
type reading struct {
	comment int    // the line on which the comment around began
	fence   string // that ends the code around
}

// line gives what of a line is neither comment nor code, and the line of a
// comment in which another begins.
func (in *reading) line(n int, line string) (seen string, nested int) {
	if trimmed := strings.TrimSpace(line); in.comment == 0 {
		switch {
		case in.fence != "":
			if strings.HasPrefix(trimmed, in.fence) {
				in.fence = ""
			}
			return "", 0
		case strings.HasPrefix(trimmed, "```"), strings.HasPrefix(trimmed, "~~~"):
			in.fence = trimmed[:3]
			return "", 0
		case strings.HasPrefix(line, "    ") || strings.HasPrefix(line, "\t"):
			line = trimmed // code, or the further lines of an item; only comments matter here
			if !strings.Contains(line, "<!") {
				return "", 0
			}
		}
	}
	if in.comment == 0 {
		line = codeSpan.ReplaceAllString(line, "")
	}
	var out strings.Builder
	for line != "" {
		before, after, found := strings.Cut(line, "-->")
		if in.comment == 0 {
			before, after, found = cutComment(line)
		}
		switch {
		case in.comment == 0:
			out.WriteString(before)
		case strings.Contains(before, "<!--"):
			nested = in.comment
		}
		if !found {
			break
		}
		line = after
		if in.comment > 0 {
			in.comment = 0
		} else {
			in.comment = n
		}
	}
	return out.String(), nested
}

// cutComment divides a line where a comment begins. Behind a backslash none
// does: there the signs are words, such as those of a stranger's title.
func cutComment(line string) (before, after string, found bool) {
	const mark = "<!--"
	for from := 0; ; {
		i := strings.Index(line[from:], mark)
		if i < 0 {
			return line, "", false
		}
		i += from
		if slashes := len(line[:i]) - len(strings.TrimRight(line[:i], `\`)); slashes%2 == 0 {
			return line[:i], line[i+len(mark):], true
		}
		from = i + len(mark)
	}
}
