package feed

import (
	"bytes"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
)

// sniff gives the encoding of bytes that are no UTF-8 and say nothing true of
// themselves, or nil where only single letters are beyond ASCII, as in
// Windows-1252. It goes by what no text is by chance:
//
//	Japanese   decodes without a fault, and a fifth of it is kana
//	Korean     decodes without a fault, and nearly all is hangul
//	Chinese    decodes without a fault; in Big5 many second bytes are ASCII's
//	Cyrillic   nearly all are letters, and most of them lower case, whose
//	           place KOI8-R has where Windows-1251 has the capitals
func sniff(data []byte) encoding.Encoding {
	if len(data) > maxSniff { // at a sign that is half of no character
		data = data[:max(bytes.LastIndexByte(data[:maxSniff], '<'), 0)]
	}
	h := highBytes(data)
	if h.all < minSniff || h.stray*2 < h.all {
		return nil // a few letters, or UTF-8 with a fault in it
	}
	for _, enc := range []encoding.Encoding{japanese.ShiftJIS, japanese.EUCJP} {
		if share(data, enc, unicode.Hiragana, unicode.Katakana) >= 0.2 {
			return enc
		}
	}
	switch {
	case h.beside*4 < h.all*3:
		return nil // letters of Latin stand alone
	case share(data, korean.EUCKR, unicode.Hangul) >= 0.95:
		return korean.EUCKR
	case h.lowTrail*10 > h.all && share(data, traditionalchinese.Big5, unicode.Han) >= 0.5:
		return traditionalchinese.Big5
	case share(data, simplifiedchinese.GB18030, unicode.Han) >= 0.5:
		return simplifiedchinese.GB18030
	case h.letters*10 < h.all*9:
		return nil
	case h.first > h.second:
		return charmap.KOI8R
	}
	return charmap.Windows1251
}

const (
	minSniff = 8         // bytes beyond ASCII that are enough to judge by
	maxSniff = 256 << 10 // bytes that are looked at
)

// high counts bytes beyond ASCII.
type high struct {
	all      int
	stray    int // that are no UTF-8
	beside   int // with another beside them
	lowTrail int // followed by a letter or sign of ASCII that can be a second byte
	letters  int // C0 to FF, where Cyrillic has its letters
	first    int // C0 to DF
	second   int // E0 to FF
}

func highBytes(data []byte) high {
	var h high
	isHigh := func(i int) bool { return i >= 0 && i < len(data) && data[i] >= 0x80 }
	for i, c := range data {
		if c < 0x80 {
			continue
		}
		h.all++
		if isHigh(i-1) || isHigh(i+1) {
			h.beside++
		}
		if i+1 < len(data) && data[i+1] >= 0x40 && data[i+1] < 0x7F {
			h.lowTrail++
		}
		switch {
		case c >= 0xE0:
			h.second++
		case c >= 0xC0:
			h.first++
		}
	}
	h.letters = h.first + h.second
	for len(data) > 0 {
		r, size := utf8.DecodeRune(data)
		if r == utf8.RuneError && size == 1 {
			h.stray++
		}
		data = data[size:]
	}
	return h
}

// share tells how much of a text beyond ASCII is of some scripts, 0 if it does
// not decode.
func share(data []byte, enc encoding.Encoding, scripts ...*unicode.RangeTable) float64 {
	text, err := enc.NewDecoder().Bytes(data)
	if err != nil {
		return 0
	}
	all, in := 0, 0
	for _, r := range string(text) {
		switch {
		case r == utf8.RuneError:
			return 0
		case r < 0x80:
		case unicode.In(r, scripts...) && (r < 0xFF61 || r > 0xFF9F): // half of a width is in every code
			in++
			all++
		case unicode.IsLetter(r):
			all++
		}
	}
	if all == 0 {
		return 0
	}
	return float64(in) / float64(all)
}
