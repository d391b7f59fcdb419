package leak

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"encoding/binary"
	"io"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// mostUnpacked bounds what a packed file may become.
const mostUnpacked = 64 << 20

// packed reads a file that is not text as it lies there.
func packed(data []byte, depth int, read func([]byte)) bool {
	switch {
	case depth == 0:
		return false
	case bytes.HasPrefix(data, []byte("\x1f\x8b")):
		r, err := gzip.NewReader(bytes.NewReader(data))
		if err != nil {
			return false
		}
		inside, _ := io.ReadAll(io.LimitReader(r, mostUnpacked)) // what a broken one still gives
		readings(inside, depth-1, read)
	case bytes.HasPrefix(data, []byte("PK\x03\x04")):
		r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			return false
		}
		left := int64(mostUnpacked)
		for _, f := range r.File {
			read([]byte(f.Name))
			in, err := f.Open()
			if err != nil {
				continue
			}
			inside, _ := io.ReadAll(io.LimitReader(in, left))
			in.Close()
			left -= int64(len(inside))
			readings(inside, depth-1, read)
		}
	case bytes.HasPrefix(data, []byte("\xff\xfe")):
		readings(narrowed(data[2:], binary.LittleEndian), depth-1, read)
	case bytes.HasPrefix(data, []byte("\xfe\xff")):
		readings(narrowed(data[2:], binary.BigEndian), depth-1, read)
	default:
		return false
	}
	return true
}

func narrowed(data []byte, order binary.ByteOrder) []byte {
	wide := make([]uint16, len(data)/2)
	for i := range wide {
		wide[i] = order.Uint16(data[2*i:])
	}
	return []byte(string(utf16.Decode(wide)))
}

// unquoted undoes quoted-printable (RFC 2045, 6.7), in which mail writes what
// is not ASCII and breaks its lines.
func unquoted(data []byte) (out []byte, any bool) {
	from := 0 // what stands before it is in out
	for i := 0; i < len(data); {
		next := bytes.IndexByte(data[i:], '=')
		if next < 0 {
			break
		}
		i += next
		text, n := quoted(data[i:])
		if n == 0 {
			i++
			continue
		}
		out, any = append(append(out, data[from:i]...), text...), true
		i += n
		from = i
	}
	return append(out, data[from:]...), any
}

// quoted reads one sign of quoted-printable: what it stands for, how long it is.
func quoted(data []byte) ([]byte, int) {
	switch {
	case len(data) >= 2 && data[1] == '\n':
		return nil, 2
	case len(data) >= 3 && data[1] == '\r' && data[2] == '\n':
		return nil, 3
	case len(data) >= 3 && isHex(data[1]) && isHex(data[2]):
		b, _ := strconv.ParseUint(string(data[1:3]), 16, 8)
		return []byte{byte(b)}, 3
	}
	return nil, 0
}

const (
	shortestBase64 = 20 // signs: fewer say nothing that is looked for
	wrappedAt      = 56 // signs, from which on a line of it may go on below
)

// eachBase64 finds runs of base64 that hold text, over the ends of lines too.
func eachBase64(data []byte, use func(inside []byte)) {
	for i := 0; i < len(data); {
		if !base64Byte[data[i]] {
			i++
			continue
		}
		run, end := base64Run(data, i)
		i = end
		if inside, ok := decoded(run); ok {
			use(inside)
		}
	}
}

// base64Run takes in the run that begins somewhere. It is nil where it cannot be
// base64 of a text: too short, or in capitals or small letters alone.
func base64Run(data []byte, from int) (run []byte, end int) {
	line, upper, lower := 0, false, false
	start, i := from, from
	for ; i < len(data); i++ {
		switch b := data[i]; {
		case base64Byte[b]:
			line++
			upper, lower = upper || b >= 'A' && b <= 'Z', lower || b >= 'a' && b <= 'z'
		case (b == '\n' || b == '\r') && line >= wrappedAt:
			if b == '\n' {
				line = 0
			}
		default:
			end = i
			if i-start < shortestBase64 || !upper || !lower {
				return nil, end
			}
			return data[start:i], end
		}
	}
	if i-start < shortestBase64 || !upper || !lower {
		return nil, i
	}
	return data[start:i], i
}

var base64Byte = func() (t [256]bool) {
	for b := range t {
		t[b] = b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9' || b == '+' || b == '/' || b == '-' || b == '_'
	}
	return t
}()

func decoded(run []byte) ([]byte, bool) {
	if len(run) == 0 {
		return nil, false
	}
	alphabet := base64.RawStdEncoding
	if bytes.ContainsAny(run, "-_") {
		alphabet = base64.RawURLEncoding
	}
	run = bytes.Map(func(r rune) rune {
		if r == '\n' || r == '\r' {
			return -1
		}
		return r
	}, run)
	if len(run)%4 == 1 {
		run = run[:len(run)-1]
	}
	out := make([]byte, alphabet.DecodedLen(len(run)))
	n, err := alphabet.Decode(out, run)
	out = out[:n]
	return out, err == nil && (bytes.HasPrefix(out, []byte("\x1f\x8b")) || isText(out))
}

// isText tells words from bytes that only happen to decode.
func isText(data []byte) bool {
	if !utf8.Valid(data) {
		return false
	}
	for _, b := range data {
		if b < ' ' && b != '\n' && b != '\r' && b != '\t' {
			return false
		}
	}
	return true
}
