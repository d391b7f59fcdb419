package feed

import (
	"bytes"
	"mime"
	"regexp"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/ianaindex"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
)

// decode gives the text of a document as valid UTF-8 without byte order mark
// and without characters that XML forbids. What says the encoding, in this
// order (XML 1.0 appendix F, RFC 7303 §3): a byte order mark, the pattern of a
// wide "<", the HTTP header, the declaration. A claim under which the bytes
// make no sense is passed over; what is left is UTF-8, what it looks like
// (sniff.go), or UTF-8 with single stray bytes of Windows-1252 in it.
func decode(data []byte, contentType string, n *notices) string {
	text, ok := decodeWide(data)
	if !ok {
		rest, marked := bytes.CutPrefix(data, []byte("\xEF\xBB\xBF"))
		if text = string(rest); !marked || !utf8.Valid(rest) {
			text = decodeNarrow(rest, contentType, n)
		}
	}
	return legal(text)
}

// Text gives the text of an XML or JSON document of any kind, decoded as a
// feed's is.
func Text(data []byte, contentType string) string { return decode(data, contentType, &notices{}) }

// wide are the encodings that their first bytes give away. UTF-32 comes first:
// its little-endian mark begins with that of UTF-16.
var wide = []struct {
	start string
	enc   encoding.Encoding
}{
	{"\xFF\xFE\x00\x00", utf32.UTF32(utf32.LittleEndian, utf32.UseBOM)},
	{"\x00\x00\xFE\xFF", utf32.UTF32(utf32.BigEndian, utf32.UseBOM)},
	{"<\x00\x00\x00", utf32.UTF32(utf32.LittleEndian, utf32.IgnoreBOM)},
	{"\x00\x00\x00<", utf32.UTF32(utf32.BigEndian, utf32.IgnoreBOM)},
	{"\xFF\xFE", unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)},
	{"\xFE\xFF", unicode.UTF16(unicode.BigEndian, unicode.UseBOM)},
	{"<\x00", unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)},
	{"\x00<", unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)},
	{"{\x00", unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)},
	{"\x00{", unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)},
	{"\x4C\x6F\xA7\x94", charmap.CodePage037}, // "<?xm" as mainframes write it
}

func decodeWide(data []byte) (string, bool) {
	for _, w := range wide {
		if bytes.HasPrefix(data, []byte(w.start)) {
			text, err := w.enc.NewDecoder().Bytes(data)
			return string(text), err == nil
		}
	}
	return "", false
}

func decodeNarrow(data []byte, contentType string, n *notices) string {
	data = joinSurrogates(data)
	valid := utf8.Valid(data)
	if text, ok := sevenBits(data); ok && valid {
		return text
	}
	for _, label := range []string{headerCharset(contentType), declaredCharset(data)} {
		text, ok := decodeAs(data, label, valid)
		if ok {
			return text
		}
	}
	if valid {
		return string(data)
	}
	if enc := sniff(data); enc != nil {
		if text, err := enc.NewDecoder().Bytes(data); err == nil {
			n.add("the text is not in the encoding it claims; it was read as %v", enc)
			return string(text)
		}
	}
	n.add("the text is not in the encoding it claims; stray bytes were read as Windows-1252")
	return mendUTF8(data)
}

// decodeAs decodes by a label, if the label is one that can be right.
func decodeAs(data []byte, label string, valid bool) (string, bool) {
	enc, name := charset.Lookup(label)
	if enc == nil { // older than the web, such as IBM's code pages
		old, _ := ianaindex.IANA.Encoding(label)
		if page, ok := old.(*charmap.Charmap); ok {
			enc = page
		}
	}
	switch {
	case enc == nil || strings.HasPrefix(name, "utf-16") || name == "replacement":
		return "", false // a wide encoding would have shown itself
	case name == "utf-8":
		return string(data), valid
	case valid && !isMultibyte(name):
		// Text in a one-byte encoding is next to never valid UTF-8 unless it
		// is ASCII, in which case all is one.
		return string(data), true
	case valid && name != "iso-2022-jp" && isLong(data):
		// In one of several bytes it is by chance, for a few characters.
		return string(data), true
	}
	text, err := enc.NewDecoder().Bytes(data)
	if err != nil || isMultibyte(name) && bytes.ContainsRune(text, utf8.RuneError) {
		return string(text), !valid && err == nil && bytes.Count(text, []byte("\uFFFD"))*50 < len(text)
	}
	return string(text), true
}

func isMultibyte(name string) bool {
	switch name {
	case "gbk", "gb18030", "big5", "euc-jp", "euc-kr", "shift_jis", "iso-2022-jp":
		return true
	}
	return false
}

// isLong reports whether a text has more than a few characters beyond ASCII.
func isLong(data []byte) bool {
	runes := 0
	for _, c := range data {
		if c >= 0xC0 {
			runes++
		}
		if runes > 3 {
			return true
		}
	}
	return false
}

// headerCharset gives the charset of a Content-Type, however it is quoted.
func headerCharset(contentType string) string {
	if _, params, err := mime.ParseMediaType(contentType); err == nil {
		return strings.Trim(params["charset"], " '\"")
	}
	_, rest, found := strings.Cut(strings.ToLower(contentType), "charset=")
	if !found {
		return ""
	}
	rest, _, _ = strings.Cut(rest, ";")
	return strings.Trim(rest, " '\"")
}

var declaration = regexp.MustCompile(`^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']\s*([A-Za-z0-9._:-]{1,40})\s*["']`)

func declaredCharset(data []byte) string {
	if m := declaration.FindSubmatch(data[:min(len(data), 512)]); m != nil {
		return string(m[1])
	}
	return ""
}

// sevenBits gives the text of bytes in the Japanese code of seven bits, which
// passes for UTF-8 whatever is claimed of it, but for its escapes.
func sevenBits(data []byte) (string, bool) {
	if !bytes.Contains(data, []byte("\x1b$B")) && !bytes.Contains(data, []byte("\x1b$@")) {
		return "", false
	}
	text, err := japanese.ISO2022JP.NewDecoder().Bytes(data)
	return string(text), err == nil && !bytes.ContainsRune(text, utf8.RuneError)
}

// joinSurrogates mends characters that were made UTF-8 by the halves they have
// in UTF-16, as some programs make emoji.
func joinSurrogates(data []byte) []byte {
	var out []byte
	from := 0
	for i := 0; i+6 <= len(data); i++ {
		next := bytes.IndexByte(data[i:len(data)-5], 0xED)
		if next < 0 {
			break
		}
		i += next
		high, low := half(data[i:]), half(data[i+3:])
		if r := utf16.DecodeRune(high, low); r != utf8.RuneError {
			out = utf8.AppendRune(append(out, data[from:i]...), r)
			from, i = i+6, i+5
		}
	}
	if from == 0 {
		return data
	}
	return append(out, data[from:]...)
}

// half decodes three bytes that stand for half of such a character, or for
// nothing that is one.
func half(b []byte) rune {
	if b[0] != 0xED || b[1]&0xC0 != 0x80 || b[2]&0xC0 != 0x80 {
		return utf8.RuneError
	}
	return 0xD000 | rune(b[1]&0x3F)<<6 | rune(b[2]&0x3F)
}

// mendUTF8 reads bytes that are no UTF-8 as Windows-1252, each for itself.
func mendUTF8(data []byte) string {
	var b strings.Builder
	b.Grow(len(data) + len(data)/8)
	for len(data) > 0 {
		r, size := utf8.DecodeRune(data)
		if r == utf8.RuneError && size == 1 {
			r = charmap.Windows1252.DecodeByte(data[0])
		}
		b.WriteRune(r)
		data = data[size:]
	}
	return b.String()
}

// legal drops the characters that no XML document may hold (XML 1.0 §2.2), and
// makes sure of the rest. The controls U+0080 to U+009F, which nobody means,
// are what they are in Windows-1252, from which somebody took them for Latin-1.
func legal(s string) string {
	if !utf8.ValidString(s) {
		s = strings.ToValidUTF8(s, "\uFFFD")
	}
	if !mayBeForbidden(s) {
		return s
	}
	return strings.Map(func(r rune) rune {
		if r >= 0x80 && r < 0xA0 {
			if r = charmap.Windows1252.DecodeByte(byte(r)); r == utf8.RuneError {
				return -1
			}
		}
		if forbidden(r) {
			return -1
		}
		return r
	}, s)
}

// mayBeForbidden looks by the byte for controls (also those of two bytes) and
// for the specials, which begin with EF.
func mayBeForbidden(s string) bool {
	for i := range len(s) {
		if c := s[i]; looksForbidden[c] && (c != 0xC2 || i+1 < len(s) && s[i+1] < 0xA0) {
			return true
		}
	}
	return false
}

var looksForbidden = newLooksForbidden()

func newLooksForbidden() (looks [256]bool) {
	for c := range byte(' ') {
		looks[c] = c != '\t' && c != '\n' && c != '\r'
	}
	looks[0x7F], looks[0xC2], looks[0xEF] = true, true, true
	return looks
}

func forbidden(r rune) bool {
	return r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0x7F || r == '\uFFFE' || r == '\uFFFF' || r == '\uFEFF'
}
