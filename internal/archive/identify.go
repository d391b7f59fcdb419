package archive

import (
	"database/sql"
	"errors"

	"weft/internal/entry"
)

// find knows an entry again: by its id in this feed, else by its address in
// this feed, else by its address in any. Empty when it was never met.
func (r *recorder) find(e *entry.Entry) (id, owner string, err error) {
	err = r.row(`SELECT e.id, e.feed FROM native n JOIN entry e ON e.id = n.entry WHERE n.feed = ? AND n.id = ?`, e.Feed, e.NativeID).Scan(&id, &owner)
	if err == nil || !errors.Is(err, sql.ErrNoRows) {
		return id, owner, err
	}
	key := entry.AddressKey(e.URL)
	if key == "" || entry.IsRoot(e.URL) || r.shared[key] { // some feeds link every entry to their front page
		return "", "", nil
	}
	err = r.row(`SELECT e.id, e.feed FROM address a JOIN entry e ON e.id = a.entry WHERE a.key = ? ORDER BY e.feed <> ?, e.id LIMIT 1`, key, e.Feed).Scan(&id, &owner)
	if errors.Is(err, sql.ErrNoRows) {
		return "", "", nil
	}
	if owner == e.Feed {
		r.renamed++
	}
	return id, owner, err
}

// sharedPages finds the addresses that a haul gives to several pieces of
// different titles: a feed that links all it has to one page says nothing by
// it about which piece is which.
func sharedPages(entries []entry.Entry) map[string]bool {
	titles, shared := map[string]string{}, map[string]bool{}
	for i := range entries {
		key := entry.AddressKey(entries[i].URL)
		if title, met := titles[key]; met && title != entries[i].Title {
			shared[key] = true
		}
		titles[key] = entries[i].Title
	}
	return shared
}
