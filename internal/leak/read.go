package leak

import (
	"bytes"
	"html"
	"mime"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// deepest is how often what was unpacked is unpacked again.
const deepest = 3

// readings gives a file in every way that somebody or something may read it:
// as it lies there, without its markup, and unpacked.
func readings(data []byte, depth int, read func(text []byte)) {
	if packed(data, depth, read) {
		return
	}
	text := plain(data)
	read(text)
	if bytes.IndexByte(text, '<') >= 0 || bytes.IndexByte(text, '&') >= 0 {
		read(plain(withoutTags(text)))
	}
	if css, any := unescapeCSS(data); any {
		read(css)
	}
	if depth == 0 {
		return
	}
	if mail, any := unquoted(data); any {
		readings(mail, depth-1, read)
	}
	if bytes.Contains(data, []byte("=?")) && bytes.Contains(data, []byte("?=")) {
		if head, err := new(mime.WordDecoder).DecodeHeader(string(data)); err == nil {
			read([]byte(head))
		}
	}
	eachBase64(data, func(inside []byte) { readings(inside, depth-1, read) })
}

// plain undoes what files do to letters: entities, the escapes of JSON, and the
// percent signs of addresses.
func plain(data []byte) []byte {
	if bytes.IndexByte(data, '&') >= 0 {
		data = []byte(html.UnescapeString(string(data)))
	}
	if bytes.IndexByte(data, '\\') < 0 && bytes.IndexByte(data, '%') < 0 {
		return data
	}
	out := make([]byte, 0, len(data))
	for i := 0; i < len(data); {
		if data[i] == '\\' || data[i] == '%' {
			if r, n := escaped(data[i:]); n > 0 {
				out = append(out, r...)
				i += n
				continue
			}
		}
		out = append(out, data[i])
		i++
	}
	return out
}

// escaped reads one escape: what it stands for, and how long it is.
func escaped(data []byte) (text []byte, length int) {
	switch {
	case len(data) >= 3 && data[0] == '%':
		if b, err := strconv.ParseUint(string(data[1:3]), 16, 8); err == nil {
			return []byte{byte(b)}, 3
		}
	case len(data) >= 2 && bytes.IndexByte([]byte("nrtbf"), data[1]) >= 0 && data[0] == '\\':
		return []byte(" "), 2
	case len(data) >= 6 && data[1] == 'u':
		r, err := strconv.ParseUint(string(data[2:6]), 16, 32)
		if err != nil {
			return nil, 0
		}
		if utf16.IsSurrogate(rune(r)) && len(data) >= 12 && data[6] == '\\' && data[7] == 'u' {
			if low, err := strconv.ParseUint(string(data[8:12]), 16, 32); err == nil {
				return utf8.AppendRune(nil, utf16.DecodeRune(rune(r), rune(low))), 12
			}
		}
		return utf8.AppendRune(nil, rune(r)), 6
	case len(data) >= 4 && data[1] == 'x':
		if r, err := strconv.ParseUint(string(data[2:4]), 16, 32); err == nil {
			return utf8.AppendRune(nil, rune(r)), 4
		}
	}
	return nil, 0
}

// unescapeCSS undoes the escapes of a style sheet: a backslash, up to six hex
// digits, and a space that ends them.
func unescapeCSS(data []byte) (out []byte, any bool) {
	if bytes.IndexByte(data, '\\') < 0 {
		return nil, false
	}
	for i := 0; i < len(data); i++ {
		end := i + 1
		for end < len(data) && end < i+7 && isHex(data[end]) {
			end++
		}
		if data[i] != '\\' || end == i+1 {
			out = append(out, data[i])
			continue
		}
		r, _ := strconv.ParseUint(string(data[i+1:end]), 16, 32)
		out, any = utf8.AppendRune(out, rune(r)), true
		if end < len(data) && data[end] == ' ' {
			end++
		}
		i = end - 1
	}
	return out, any
}

func isHex(b byte) bool {
	return b >= '0' && b <= '9' || b >= 'a' && b <= 'f' || b >= 'A' && b <= 'F'
}

// withoutTags leaves the words that a page shows: markup within a line is
// nothing, any other parts words. Comments are nothing, too.
func withoutTags(data []byte) []byte {
	out := make([]byte, 0, len(data))
	for len(data) > 0 {
		at := bytes.IndexByte(data, '<')
		if at < 0 {
			return append(out, data...)
		}
		out = append(out, data[:at]...)
		data = data[at:]
		if rest, ok := bytes.CutPrefix(data, []byte("<!--")); ok {
			_, data, _ = bytes.Cut(rest, []byte("-->"))
			continue
		}
		end := bytes.IndexByte(data, '>')
		if end < 0 || !startsTag(data) {
			out, data = append(out, ' '), data[1:]
			continue
		}
		if !inline[tagName(data[1:end])] {
			out = append(out, ' ')
		}
		if inner, ok := bytes.CutPrefix(data[:end+1], []byte("<![CDATA[")); ok {
			out = append(out, inner...)
		}
		data = data[end+1:]
	}
	return out
}

func startsTag(data []byte) bool {
	return len(data) > 1 && (data[1] == '/' || data[1] == '!' || data[1] == '?' || data[1]|0x20 >= 'a' && data[1]|0x20 <= 'z')
}

func tagName(tag []byte) string {
	tag = bytes.TrimPrefix(tag, []byte("/"))
	end := bytes.IndexFunc(tag, func(r rune) bool { return r == ' ' || r == '/' || r == '\n' || r == '\t' || r == '\r' })
	if end >= 0 {
		tag = tag[:end]
	}
	return string(bytes.ToLower(tag))
}

// inline are the elements that part no word.
var inline = func() map[string]bool {
	names := map[string]bool{}
	for _, name := range []string{"a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins",
		"kbd", "mark", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr"} {
		names[name] = true
	}
	return names
}()
