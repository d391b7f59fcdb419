package feed

import (
	"time"

	"weft/internal/entry"
)

// settleIdentity gives every entry a native id: by the policy, or guid, else
// address, else title and date. Where two entries of one document have the
// same guid but pages of their own, the guid names nothing and the page does.
func settleIdentity(entries []entry.Entry, policy string) {
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
		case policy == "link" && e.URL != "", policy == "" && bad:
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
