package policy

import (
	"weft/internal/entry"
	"weft/internal/text"
)

// Counts remembers how many words the entries have, which rules may ask: to
// count takes longer than to ask all rules, and the same entry is asked about
// several times. One View may take it over from another.
type Counts map[version]int

// A version of an entry's words. The length guards against words that a newer
// weft takes out of the same content.
type version struct {
	hash   string
	length int
}

func (c Counts) of(e *entry.Entry) int {
	v := version{e.Hash, len(e.Plain)}
	n, ok := c[v]
	if !ok {
		n = text.CountWords(e.Plain)
		if c != nil && e.Hash != "" {
			c[v] = n
		}
	}
	return n
}
