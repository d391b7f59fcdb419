package policy

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"

	"weft/internal/entry"
)

// Here is the writing side of the ledger and of what curators say of themes: a
// line made here is read back as what it was made of, whatever strangers' words
// are in it. Who appends it, and where, is decided above.

// Sum is the id of an act: a hash of all else in its line.
func (a Act) Sum() string {
	line, err := oneLine(a)
	if err != nil {
		return ""
	}
	return sumOf(line)
}

// sumOf is a hash of a line's members but its id, whatever their order and
// whether this weft knows them: a line that was changed after it was written is
// seen to be another.
func sumOf(line []byte) string {
	var members map[string]json.RawMessage
	if err := json.Unmarshal(line, &members); err != nil {
		return ""
	}
	delete(members, "id")
	canonical, err := json.Marshal(members) // sorted, without blanks
	if err != nil {
		return ""
	}
	sum := sha256.Sum256(canonical)
	return hex.EncodeToString(sum[:10])
}

// sumForm is the form of an id that weft made, with up to one letter
// that is none of such an id: a byte of the id may be the one that was.
var sumForm = regexp.MustCompile(`^[0-9A-Fa-f]{0,20}[^0-9A-Fa-f]?[0-9A-Fa-f]{0,20}$`)

func likeSum(id string) bool { return len(id) > 17 && len(id) < 24 && sumForm.MatchString(id) }

// altered gives the id of a line that is another than when weft made that id; ""
// where it is not. An id of a person's own says nothing.
func (a Act) altered(line []byte) string {
	id := a.ID
	if id == "" {
		id = lostID(line)
	}
	if likeSum(id) && id != sumOf(line) {
		return id
	}
	return ""
}

// lostID gives what looks like an id and is called otherwise: the name may be what
// was changed.
func lostID(line []byte) string {
	var members map[string]json.RawMessage
	if json.Unmarshal(line, &members) != nil {
		return ""
	}
	for _, name := range slices.Sorted(maps.Keys(members)) {
		var said string
		if len(name) < 4 && json.Unmarshal(members[name], &said) == nil && likeSum(said) && name != "by" && name != "url" {
			return said
		}
	}
	return ""
}

// Recorded gives an act as it goes into the ledger: with its id, its texts
// readable, its times in whole seconds of UTC.
func (a Act) Recorded() Act {
	for _, s := range []*string{&a.Act, &a.URL, &a.Entry, &a.Person, &a.Name, &a.Issue, &a.Frozen, &a.Edition, &a.Tree, &a.Reason, &a.Note, &a.By} {
		*s = strings.ToValidUTF8(*s, "\ufffd")
	}
	a.At, a.Until = whole(a.At), whole(a.Until)
	a.ID = a.Sum()
	return a
}

// Bytes gives an act as its line of the ledger, without the newline.
func (a Act) Bytes() ([]byte, error) { return oneLine(a) }

// Recorded gives what a curator said as it goes into the file.
func (t TagLine) Recorded() TagLine {
	readable := func(list []string) []string {
		out := []string{} // and not null
		for _, s := range list {
			out = append(out, strings.ToValidUTF8(s, "\ufffd"))
		}
		return out
	}
	t.URL, t.By = strings.ToValidUTF8(t.URL, "\ufffd"), strings.ToValidUTF8(t.By, "\ufffd")
	t.Themes, t.Not, t.At = readable(t.Themes), readable(t.Not), whole(t.At)
	return t
}

// Bytes gives it as its line, without the newline.
func (t TagLine) Bytes() ([]byte, error) { return oneLine(t) }

func whole(t time.Time) time.Time {
	if t.IsZero() {
		return t
	}
	return t.UTC().Truncate(time.Second)
}

// oneLine writes JSON as people read it: "&" and "<" stay what they are.
func oneLine(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, fmt.Errorf("write a line of the record: %w", err)
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}

// With gives the ledger with one more act at its end.
func (l Ledger) With(a Act) Ledger {
	out := newLedger()
	out.Acts = slices.Clone(l.Acts)
	maps.Copy(out.byEntry, l.byEntry)
	maps.Copy(out.byAddress, l.byAddress)
	clip(out.ofEntry, l.ofEntry)
	clip(out.ofAddress, l.ofAddress)
	out.add(a)
	return out
}

// clip copies lists that are appended to in one of two places only.
func clip(to, from map[string][]int) {
	for key, places := range from {
		to[key] = slices.Clip(places)
	}
}

// On gives the decisions on an entry, known by its id or any address it ever
// had, in the order in which they count: the last one stands.
func (l *Ledger) On(id string, addresses []string) []Act {
	out := slices.DeleteFunc(l.about(id, addresses), func(a Act) bool { return a.Act != ActDecide })
	slices.SortStableFunc(out, func(a, b Act) int { return a.At.Compare(b.At) })
	return out
}

// With gives the log with one more line at its end.
func (l TagLog) With(t TagLine) TagLog {
	out := TagLog{maps.Clone(l.byAddress)}
	if out.byAddress == nil {
		out.byAddress = map[string][]TagLine{}
	}
	for _, lines := range l.byAddress {
		for _, line := range lines {
			t.order = max(t.order, line.order+1)
		}
	}
	key := entry.AddressKey(t.URL)
	out.byAddress[key] = append(slices.Clip(out.byAddress[key]), t)
	return out
}

// Said gives what curators said of an entry's themes, in the order in which it
// counts: theme by theme the last word stands.
func (l TagLog) Said(addresses []string, asOf time.Time) []TagLine {
	return slices.DeleteFunc(l.lines(addresses), func(t TagLine) bool { return !asOf.IsZero() && t.At.After(asOf) })
}
