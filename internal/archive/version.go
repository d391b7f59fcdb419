package archive

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"hash"
	"strings"
	"time"

	"weft/internal/entry"
)

// A version is an entry's content: all but its long texts as JSON, and a hash
// of both.
type version struct{ hash, content string }

// encode gives an entry's version. What the archive keeps beside it does not
// count as content, nor does what weft derives from the texts.
func encode(e *entry.Entry) version {
	c := *e
	c.ID, c.Feed, c.NativeID, c.Hash, c.FirstSeen = "", "", "", "", time.Time{}
	c.Published, c.Updated = writable(c.Published), writable(c.Updated)
	c.Summary, c.Body, c.Plain, c.Opening = "", "", "", ""
	data := marshal(c)
	h := sha256.New()
	h.Write(data)
	for _, text := range []string{e.Summary, e.Body} {
		h.Write([]byte{0})
		writeText(h, text)
	}
	return version{hex.EncodeToString(h.Sum(nil)[:12]), withOpening(data, e.Opening)}
}

// writeText hashes a text without a copy of it all, which io.WriteString makes.
func writeText(h hash.Hash, text string) {
	var piece [1 << 10]byte
	for text != "" {
		n := copy(piece[:], text)
		h.Write(piece[:n])
		text = text[n:]
	}
}

// withOpening puts the opening into an entry's JSON, where an empty one stands:
// to write all of it a second time would take as long as the hash. No text can
// hold the place's name, since JSON escapes quotes within them.
func withOpening(data []byte, opening string) string {
	const place = `"Opening":""`
	before, after, _ := bytes.Cut(data, []byte(place))
	words := marshal(opening)
	var b strings.Builder
	b.Grow(len(data) + len(words))
	b.Write(before)
	b.WriteString(strings.TrimSuffix(place, `""`))
	b.Write(words)
	b.Write(after)
	return b.String()
}

func marshal(v any) []byte {
	data, err := json.Marshal(v)
	if err != nil {
		panic(err) // an Entry is plain data
	}
	return data
}

// writable drops a date that JSON cannot write (RFC 3339 has years of four
// digits): a local date of the year 9999 may be over the edge in UTC.
func writable(t time.Time) time.Time {
	if t = t.UTC(); t.Year() < 0 || t.Year() > 9999 {
		return time.Time{}
	}
	return t
}

// unix is how times are kept: whole seconds, 0 for none. The second that began
// the count is kept as the next one, or what systems without a date write would
// be no date.
func unix(t time.Time) int64 {
	switch {
	case t.IsZero():
		return 0
	case t.Unix() == 0:
		return 1
	}
	return t.Unix()
}

func fromUnix(s int64) time.Time {
	if s == 0 {
		return time.Time{}
	}
	return time.Unix(s, 0).UTC()
}
