package gather

import (
	"crypto/sha256"
	"encoding/hex"

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
	notices  []string
}

// read turns the bytes of a good answer into entries, unless they are those of
// the last one. It looks at nothing but the answer, so answers may be read side
// by side.
func (a *answer) read() {
	switch {
	case a.res.Status != Good:
		return
	case a.hash != "" && a.hash == a.before.Hash && a.before.Failures == 0:
		a.res.Status, a.parse = Unchanged, nil
		a.before.ETag, a.before.LastModified, a.before.Validated = a.etag, a.modified, a.validated
		return
	}
	var err error
	if a.got, err = a.parse(); err != nil {
		a.res.Status, a.res.Err = Failed, err
	}
	a.parse = nil // and with it the bytes
}

// parser puts reading off until it is known that the bytes are new.
func parser(data []byte, src feed.Source, links ...string) func() (reading, error) {
	return func() (reading, error) {
		parsed, err := feed.Parse(data, src)
		if err != nil {
			return reading{}, unlike(err, data, src, links)
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
}

func digestOf(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}
