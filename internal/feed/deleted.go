package feed

import (
	"slices"
	"strings"

	"weft/internal/entry"
	"weft/internal/htmlsafe"
)

// maxDeleted bounds how many entries one document may take back.
const maxDeleted = 1000

// tombstones gives the ids of deleted entries (RFC 6721 §3).
func tombstones(root *node) []string {
	var ids []string
	for _, k := range root.kids {
		ref := strings.TrimSpace(k.attr("ref"))
		if k.space == "at" && k.local == "deleted-entry" && ref != "" && len(ids) < maxDeleted {
			ids = append(ids, boundedID(ref))
		}
	}
	return ids
}

// stillDeleted leaves out the ids of entries that the document holds all the
// same: they were put back (RFC 6721 §3), or the id names more than one.
func stillDeleted(ids []string, entries []entry.Entry) []string {
	return slices.DeleteFunc(ids, func(id string) bool {
		return slices.ContainsFunc(entries, func(e entry.Entry) bool { return e.NativeID == id || e.URL == id })
	})
}

// canonical gives the address that a text names as its first home, in a link
// element of its own (RFC 6596): what is syndicated as a whole page has one.
func (p passage) canonical() string {
	if !p.markup || !strings.Contains(p.value, "anonical") {
		return ""
	}
	for _, l := range htmlsafe.ReadPage([]byte(p.value), "text/html; charset=utf-8", p.base).Links {
		if slices.Contains(l.Rel, "canonical") {
			return l.URL
		}
	}
	return ""
}
