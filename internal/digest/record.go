package digest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"weft/internal/entry"
)

// A Record is what weft keeps beside an issue, in PERIOD.items.json: what was
// offered, and, once frozen, the facts of its items.
type Record struct {
	Period  string  `json:"period"`
	Frozen  bool    `json:"frozen"`
	Offered []Offer `json:"offered"` // in the order of offering
	Items   []Facts `json:"items"`   // in the order; empty until frozen
}

// An Offer is an entry that a draft proposed: it is not proposed again,
// whatever the curator did with it.
type Offer struct {
	Entry string `json:"entry"`
	URL   string `json:"url"`
}

// ParseRecord reads an items.json.
func ParseRecord(data []byte) (Record, error) {
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	var r Record
	err := dec.Decode(&r)
	if err == nil && dec.More() { // two records joined by a merge: each knows what the other does not
		err = errors.New("more follows behind its end")
	}
	if err != nil {
		return Record{}, fmt.Errorf("cannot be read (%w); it is written by weft: take it back from git, or delete it to lose what it remembers", err)
	}
	return r, nil
}

// Bytes gives the record as it is kept.
func (r Record) Bytes() []byte {
	if r.Offered == nil {
		r.Offered = []Offer{}
	}
	if r.Items == nil {
		r.Items = []Facts{}
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(r); err != nil {
		panic(err) // plain data
	}
	return b.Bytes()
}

// offers reports whether a draft proposed an entry.
func (r Record) offers(id string) bool {
	return slices.ContainsFunc(r.Offered, func(o Offer) bool { return o.Entry == id })
}

// A Memory knows every entry that issues have offered or placed, by id and by
// address.
type Memory struct{ known map[string]string }

// NewMemory begins with nothing.
func NewMemory() Memory { return Memory{map[string]string{}} }

// Note remembers what an issue's record and text hold.
func (m Memory) Note(period string, r Record, links []string) {
	for _, o := range r.Offered {
		m.put(o.Entry, period)
		m.put(entry.AddressKey(o.URL), period)
	}
	for _, f := range r.Items {
		m.put(f.Entry, period)
		for _, a := range f.Addresses {
			m.put(a, period)
		}
	}
	for _, link := range links {
		m.put(entry.AddressKey(link), period)
	}
}

func (m Memory) put(key, period string) {
	if first, ok := m.known[key]; key != "" && (!ok || period < first) {
		m.known[key] = period
	}
}

// Where gives the earliest period in which an entry was offered or placed;
// "" when it never was.
func (m Memory) Where(id string, addresses []string) string {
	found := []string{}
	for _, key := range append([]string{id}, addresses...) {
		if p, ok := m.known[key]; ok {
			found = append(found, p)
		}
	}
	if len(found) == 0 {
		return ""
	}
	return slices.MinFunc(found, strings.Compare)
}
