package feed

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"time"

	"weft/internal/entry"
)

// settleIdentity gives every entry a native id: by the policy, or guid, else
// address, else title and date. Where different pieces of one document have the
// same guid, it names nothing, and the page does, else the title; bad reports
// that.
func settleIdentity(entries []entry.Entry, policy string, n *notices) (bad bool) {
	shared := sharedIDs(entries)
	for i := range entries {
		e := &entries[i]
		switch s := shared[e.NativeID]; {
		case policy == "link" && e.URL != "":
			e.NativeID = e.URL
		case policy == "title" && e.Title != "":
			e.NativeID = titleID(e)
		case policy != "" || e.NativeID == "": // asked for: two pieces with one guid are then one
			e.NativeID = cmp.Or(e.NativeID, e.URL, titleID(e))
		case s.pages > 1 && e.URL != "":
			bad = true
			n.add("several entries have the id %q; they are told apart by their addresses", firstWords(e.NativeID))
			e.NativeID = e.URL
		case s.titles > 1 && (e.URL == "" || entry.IsRoot(e.URL)):
			bad = true
			n.add("several entries have the id %q; they are told apart by their titles", firstWords(e.NativeID))
			e.NativeID = titleID(e)
		}
	}
	return bad
}

// A use says how many pages and how many titles go by one id.
type use struct{ pages, titles int }

func sharedIDs(entries []entry.Entry) map[string]use {
	uses, met := map[string]use{}, map[[3]string]bool{}
	first := func(kind, id, what string) int {
		key := [3]string{kind, id, what}
		if met[key] {
			return 0
		}
		met[key] = true
		return 1
	}
	for i := range entries {
		e := &entries[i]
		u := uses[e.NativeID]
		uses[e.NativeID] = use{u.pages + first("page", e.NativeID, entry.AddressKey(e.URL)), u.titles + first("title", e.NativeID, e.Title)}
	}
	return uses
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
	return strings.TrimSpace(id)
}
