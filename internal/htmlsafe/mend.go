package htmlsafe

import "strings"

// plainMarkup keeps what is no markup from hiding text. To the HTML parser
// "<!" and "</" before anything but a name begin a comment, and a comment or
// doctype that never ends takes all that follows; to a reader they are
// characters, and such a comment ends at the next ">". What stands in a CDATA
// section, which HTML does not have, is meant: somebody escaped it twice.
func plainMarkup(s string) string {
	if strings.Contains(s, "<![CDATA[") {
		s = sections.Replace(s)
	}
	if i := lastComment(s); i >= 0 && !strings.Contains(s[i+2:], "-->") && !strings.Contains(s[i+4:], "--!>") {
		s = s[:i] + "<!- " + s[i+len("<!--"):]
	}
	var b strings.Builder
	done, lastEnd := 0, strings.LastIndexByte(s, '>')
	for i := strings.IndexByte(s, '<'); i >= 0 && i < len(s); {
		if isPlainLess(s[i:], i < lastEnd) {
			b.WriteString(s[done:i] + "&lt;")
			done = i + 1
		}
		next := strings.IndexByte(s[i+1:], '<')
		if next < 0 {
			break
		}
		i += 1 + next
	}
	if done == 0 {
		return s
	}
	return b.String() + s[done:]
}

// lastComment is where the last comment begins; -1 where none does. To look for
// it from the end takes long, and most texts have none.
func lastComment(s string) int {
	if !strings.Contains(s, "<!--") {
		return -1
	}
	return strings.LastIndex(s, "<!--")
}

var sections = strings.NewReplacer("<![CDATA[", "", "]]>", "")

// isPlainLess reports whether the "<" at the start of s is one to be read;
// ends says that a ">" comes later.
func isPlainLess(s string, ends bool) bool {
	if len(s) < 3 || s[1] != '!' && s[1] != '/' {
		return false
	}
	c := s[2]
	switch {
	case c == '>':
		return false
	case s[1] == '/':
		return !isLetter(c)
	case c == '-' || c == '[':
		return false
	}
	return !isLetter(c) || !ends
}

func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }
