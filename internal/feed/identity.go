package feed

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"time"

	"weft/internal/entry"
)

// settleIdentity gives every entry a native id: by the policy, or guid, else
// address, else title and date. Where two entries of one document have the
// same guid but pages of their own, the guid names nothing and the page does.
func settleIdentity(entries []entry.Entry, policy string, n *notices) {
	pages := map[string]map[string]bool{}
	for i := range entries {
		e := &entries[i]
		if pages[e.NativeID] == nil {
			pages[e.NativeID] = map[string]bool{}
		}
		pages[e.NativeID][e.URL] = true
	}
	for i := range entries {
		e := &entries[i]
		bad := len(pages[e.NativeID]) > 1 && e.URL != ""
		switch {
		case policy == "link" && e.URL != "":
			e.NativeID = e.URL
		case policy == "" && bad && e.NativeID != "":
			n.add("several entries have the id %q; they are told apart by their addresses (identity = \"link\" makes that lasting)", firstWords(e.NativeID))
			e.NativeID = e.URL
		case policy == "title" && e.Title != "":
			e.NativeID = titleID(e)
		case e.NativeID == "" && e.URL != "":
			e.NativeID = e.URL
		case e.NativeID == "":
			e.NativeID = titleID(e)
		}
	}
}

// maxID bounds an id, in bytes. Honest ids are addresses and tags.
const maxID = 2 << 10

// boundedID shortens an id that is too long to one that still differs from
// every other.
func boundedID(id string) string {
	if len(id) <= maxID {
		return id
	}
	sum := sha256.Sum256([]byte(id))
	return strings.ToValidUTF8(id[:100], "") + "…" + hex.EncodeToString(sum[:])
}

// titleID names an entry by what is left: its title and its day.
func titleID(e *entry.Entry) string {
	id := e.Title
	if id == "" {
		id = firstWords(e.Text())
	}
	if !e.Published.IsZero() {
		id += " " + e.Published.UTC().Format(time.DateOnly)
	}
	return id
}
