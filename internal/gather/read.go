package gather

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"weft/internal/entry"
	"weft/internal/feed"
)

// A reading is what was read of a feed.
type reading struct {
	entries  []entry.Entry
	title    string
	page     string   // that the feed says it belongs to
	deleted  []string // ids of what the feed says was taken back
	complete bool     // these are all there are
	partial  bool     // the document was not read to its end
	badIDs   bool     // its ids name nothing
	again    bool     // to be read anew next time, whatever the bytes
	notices  []string
	tags     [][]entry.Tag // of each of the entries; nil: not looked for
}

// read turns the bytes of a good answer into entries, unless they are those of
// the last one. It looks at nothing but the answer, so answers may be read side
// by side.
func (a *answer) read() {
	if a.res.Status != Good {
		return
	}
	body := a.body
	a.body, a.hash = nil, digestOf(body)
	if a.hash == a.before.Hash && a.before.Failures == 0 {
		a.res.Status = Unchanged
		return
	}
	a.res.Parsed = true
	if a.pieces != nil {
		a.got = a.pieces()
	} else if got, err := unbroken(func() (reading, error) { return parse(body, a.src, a.links) }); err != nil {
		a.res.Status, a.res.Err = Failed, err
	} else {
		a.got = got
	}
	if a.got.again {
		a.hash = ""
	}
}

// unbroken makes a failure of this feed alone of a fault in reading, of ours or
// of a library's: strangers' bytes must not end a run. What such a fault leaves
// behind is dropped with the reading.
func unbroken(read func() (reading, error)) (got reading, err error) {
	defer func() {
		if fault := recover(); fault != nil {
			got, err = reading{}, fmt.Errorf("weft cannot read it, and that is weft's own fault (%v); report it with this address to those who make weft", fault)
		}
	}()
	return read()
}

// find looks for themes in what was read.
func (a *answer) find(themes Finder) {
	if themes == nil || a.res.Status != Good {
		return
	}
	a.got.tags = make([][]entry.Tag, len(a.got.entries))
	for i := range a.got.entries {
		a.got.tags[i] = themes(&a.got.entries[i])
	}
}

func parse(body []byte, src feed.Source, links []string) (reading, error) {
	parsed, err := feed.Parse(body, src)
	if err != nil {
		return reading{}, unlike(err, body, src, links)
	}
	for i := range parsed.Entries {
		e := &parsed.Entries[i]
		e.Opening = opening(e)
		if e.Language == "" {
			e.Language = parsed.Language
		}
	}
	return reading{entries: parsed.Entries, title: parsed.Title, page: parsed.Link, deleted: parsed.Deleted,
		partial: parsed.Partial, badIDs: parsed.BadIDs, notices: parsed.Notices}, nil
}

func digestOf(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}
