package contribution

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
	wide "golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
)

// marks are how a text says in its first bytes how it is written. UTF-32 comes
// first: its mark begins with that of UTF-16.
var marks = []struct {
	start string
	enc   encoding.Encoding
}{
	{"\xff\xfe\x00\x00", utf32.UTF32(utf32.LittleEndian, utf32.UseBOM)},
	{"\x00\x00\xfe\xff", utf32.UTF32(utf32.BigEndian, utf32.UseBOM)},
	{"\xff\xfe", wide.UTF16(wide.LittleEndian, wide.UseBOM)},
	{"\xfe\xff", wide.UTF16(wide.BigEndian, wide.UseBOM)},
	{"\xef\xbb\xbf", wide.UTF8BOM},
}

// strange are files that hold a text and are none.
var strange = []struct{ start, what string }{
	{"PK\x03\x04", "a word processor's file, or an archive"}, {"\xd0\xcf\x11\xe0", "a word processor's file"},
	{"{\\rtf", "a word processor's file (RTF)"}, {"%PDF-", "a PDF"},
	{"\x89PNG", "a picture"}, {"\xff\xd8\xff", "a picture"}, {"GIF8", "a picture"}, {"\x1f\x8b", "a compressed file"},
}

const plainText = "; save it as plain text, or copy the text and paste it"

// mailHeads are lines that whole mails have at their head.
var mailHeads = regexp.MustCompile(`(?im)\A(?:[\w-]+:.*\n(?:[ \t].*\n)*){2,}`)

// decode gives the text of a file as UTF-8, and says what it took it for. What
// cannot be read for certain is refused: a letter that is wrong is somebody's
// word that is wrong.
func decode(data []byte, charset string) (text string, told []string, err error) {
	for _, s := range strange {
		if bytes.HasPrefix(data, []byte(s.start)) {
			return "", nil, errors.New("it is " + s.what + plainText)
		}
	}
	if charset != "" {
		text, err = named(data, charset)
		return text, nil, err
	}
	for _, m := range marks {
		if bytes.HasPrefix(data, []byte(m.start)) {
			text, err := exact(data, m.enc)
			return text, nil, err
		}
	}
	switch {
	case bytes.IndexByte(data, 0) >= 0:
		return "", nil, errors.New("it is no text: it holds bytes of zero" + plainText)
	case !utf8.Valid(data):
		text, err = western(data)
		told = []string{"its letters were read as Windows-1252: look at the accents, or name the encoding with --charset"}
	default:
		text = string(data)
	}
	if head := mailHeads.FindString(text); err == nil && strings.Contains(strings.ToLower("\n"+head), "\nfrom:") && strings.Contains(strings.ToLower("\n"+head), "\nsubject:") {
		return "", nil, errors.New("it is a whole mail, with the addresses of those who wrote and carried it; copy the text of the mail and paste it")
	}
	return text, told, err
}

func named(data []byte, charset string) (string, error) {
	enc, err := htmlindex.Get(charset)
	if err != nil {
		return "", fmt.Errorf("no encoding is called %q; utf-8, windows-1252, iso-8859-2, koi8-r and shift_jis are some", charset)
	}
	return exact(data, enc)
}

// exact decodes, and refuses what does not decode to the last letter.
func exact(data []byte, enc encoding.Encoding) (string, error) {
	text, err := enc.NewDecoder().Bytes(data)
	if err != nil || bytes.ContainsRune(text, utf8.RuneError) || bytes.IndexByte(text, 0) >= 0 {
		return "", errors.New("it is not in the encoding that it seems to be in, or is torn; save it as UTF-8")
	}
	return string(text), nil
}

// western reads a text of Windows-1252, in which letters beyond ASCII are few and
// alone. One in another alphabet, or torn UTF-8, does not look so.
func western(data []byte) (string, error) {
	const unknown = "its letters are in an encoding that is not known; save it as UTF-8, or name it with --charset"
	letters, beyond, run := 0, 0, 0
	for i, c := range data {
		switch {
		case c < 0x80:
			run = 0
			if unicode.IsLetter(rune(c)) {
				letters++
			}
			continue
		case bytes.IndexByte([]byte("\x81\x8d\x8f\x90\x9d"), c) >= 0:
			return "", errors.New(unknown)
		}
		if r, size := utf8.DecodeRune(data[i:]); r != utf8.RuneError && size > 1 {
			return "", errors.New("some of its letters are broken; save it once more as UTF-8")
		}
		if beyond, run = beyond+1, run+1; run > 3 {
			return "", errors.New(unknown)
		}
	}
	if beyond*3 > letters {
		return "", errors.New(unknown)
	}
	return exact(data, charmap.Windows1252)
}
