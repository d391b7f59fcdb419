package archive

import (
	"cmp"
	"database/sql"
	"errors"
	"slices"
	"strings"

	"weft/internal/entry"
)

// An entry is known again in three steps, each for all pieces of a haul before
// the next, so that their order in the document does not matter:
//
//	by what it calls itself    its id in this feed, else its address in this feed,
//	                           unless the words say that it is another piece
//	by what it says            title, date and text, among the feed's own entries
//	                           that are missing under their old names (recognise.go)
//	by who else carries it     its address, or safely a global id or the canonical
//	                           address, in any other feed (elsewhere.go)

// An arrival is what a haul says of one piece: usually one entry, and more where a
// document lists it twice.
type arrival struct {
	*entry.Entry                // the first, whose words count
	twins        []*entry.Entry // the others
	marks        marks
	known        *known
	renamed      bool // known, by something other than its id
	recognised   bool // and by nothing but what it says
	reused       bool // its id names another piece
	ceded        bool // the feed that has it calls this one's address its first home
}

// known is what the archive has of an entry, beside its words.
type known struct {
	id, feed, hash                       string
	date, published, firstSeen, lastSeen int64
	owned, gone                          bool
	title, words                         int64
	given                                int64 // the date it came with last
	missing, withdrawn, due              int64
}

// dated is the date that the feed gave an entry last.
func (k *known) dated() int64 { return cmp.Or(k.given, k.published) }

const knownColumns = `e.id, e.feed, e.hash, e.date, e.published, e.first_seen, e.last_seen, e.owned, e.gone, e.title, e.words, e.given, e.missing, e.withdrawn, e.due`

func scanKnown(row interface{ Scan(...any) error }) (*known, error) {
	var k known
	err := row.Scan(&k.id, &k.feed, &k.hash, &k.date, &k.published, &k.firstSeen, &k.lastSeen, &k.owned, &k.gone, &k.title, &k.words, &k.given, &k.missing, &k.withdrawn, &k.due)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return &k, err
}

// one gives the first entry a question finds; nil when there is none.
func (r *recorder) one(rest string, args ...any) (*known, error) {
	return scanKnown(r.row(`SELECT `+knownColumns+` FROM `+rest, args...))
}

func (r *recorder) several(rest string, args ...any) ([]*known, error) {
	rows, err := r.rows(`SELECT `+knownColumns+` FROM `+rest, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []*known
	for rows.Next() {
		k, err := scanKnown(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, k)
	}
	return out, rows.Err()
}

// identify finds out which pieces of the haul are known, and as what.
func (r *recorder) identify() ([]*arrival, error) {
	pieces := r.arrivals()
	if !r.first {
		var err error
		if r.own, err = r.several(`entry e WHERE e.feed = ? ORDER BY e.date, e.id`, r.h.Feed.Key); err != nil {
			return nil, err
		}
		if err := r.byName(pieces); err != nil {
			return nil, err
		}
		if err := r.byWords(pieces); err != nil {
			return nil, err
		}
		if r.change.Swap, err = r.swapped(pieces); r.change.Swap != nil || err != nil {
			return nil, err
		}
	}
	if err := r.lookUp(pieces); err != nil {
		return nil, err
	}
	for _, p := range pieces {
		if err := r.byOthers(p); err != nil {
			return nil, err
		}
		if err := r.byEmptied(p); err != nil {
			return nil, err
		}
	}
	return pieces, nil
}

// arrivals puts together the entries that are one piece: of the same id, or at
// the same page. They are in an order of their own, not the document's.
func (r *recorder) arrivals() []*arrival {
	entries := make([]*entry.Entry, len(r.h.Entries))
	for i := range r.h.Entries {
		entries[i] = &r.h.Entries[i]
		entries[i].Feed, entries[i].Published = r.h.Feed.Key, writable(entries[i].Published)
	}
	slices.SortStableFunc(entries, func(a, b *entry.Entry) int {
		return cmp.Or(cmp.Compare(a.NativeID, b.NativeID), cmp.Compare(a.URL, b.URL), cmp.Compare(a.Title, b.Title), cmp.Compare(a.Body, b.Body), cmp.Compare(a.Summary, b.Summary))
	})
	r.shared, r.tags = sharedPages(entries), map[*entry.Entry][]entry.Tag{}
	for i, tags := range r.h.Tags {
		r.tags[&r.h.Entries[i]] = tags
	}
	var out []*arrival
	byID, byPage := map[string]*arrival{}, map[string]*arrival{}
	for _, e := range entries {
		page := r.page(e)
		p := byID[e.NativeID]
		if p == nil && page != "" {
			p = byPage[page]
		}
		if p == nil {
			p = &arrival{Entry: e, marks: marksOf(e)}
			out = append(out, p)
		} else {
			p.twins = append(p.twins, e)
		}
		byID[e.NativeID] = p
		if page != "" {
			byPage[page] = p
		}
	}
	return out
}

// page is the folded address by which an entry can be known; empty when the
// address says nothing about which piece it is.
func (r *recorder) page(e *entry.Entry) string {
	key := entry.AddressKey(e.URL)
	if entry.IsRoot(e.URL) || r.shared[key] { // some feeds link every entry to their front page
		return ""
	}
	return key
}

// sharedPages finds the addresses that a haul gives to several pieces: of
// different titles, or of neither the same date nor the same text. A feed that
// links all it has to one page says nothing by it about which piece is which.
func sharedPages(entries []*entry.Entry) map[string]bool {
	first, shared := map[string]*entry.Entry{}, map[string]bool{}
	for _, e := range entries {
		key := entry.AddressKey(e.URL)
		switch one := first[key]; {
		case one == nil:
			first[key] = e
		case one.Title != e.Title, one.NativeID != e.NativeID && !one.Published.Equal(e.Published) && one.Plain != e.Plain:
			shared[key] = true
		}
	}
	return shared
}

// byName knows pieces by their ids, and then by their addresses, in this feed.
func (r *recorder) byName(pieces []*arrival) error {
	for _, p := range pieces {
		if err := r.byID(p); err != nil {
			return err
		}
	}
	for _, p := range pieces {
		if err := r.byAddress(p); err != nil {
			return err
		}
	}
	return nil
}

func (r *recorder) byID(p *arrival) error {
	for _, e := range append([]*entry.Entry{p.Entry}, p.twins...) {
		k, err := r.one(`native n JOIN entry e ON e.id = n.entry WHERE n.feed = ? AND n.id = ?`, e.Feed, e.NativeID)
		if err != nil {
			return err
		}
		if k == nil || r.taken[k.id] {
			continue
		}
		other, err := r.otherPiece(p, k)
		if err != nil {
			return err
		}
		if other {
			p.reused = true
			continue
		}
		r.know(p, k)
		return nil
	}
	return nil
}

// know settles that a piece is a known entry, which no other piece then is.
func (r *recorder) know(p *arrival, k *known) {
	p.known, r.taken[k.id] = k, true
}

// byAddress knows a piece that has a new id by its address in this feed, unless
// the page shows something else by now.
func (r *recorder) byAddress(p *arrival) error {
	page := r.page(p.Entry)
	if p.known != nil || page == "" {
		return nil
	}
	found, err := r.several(`address a JOIN entry e ON e.id = a.entry WHERE a.key = ? AND e.feed = ? ORDER BY e.id`, page, p.Feed)
	if err != nil {
		return err
	}
	found = slices.DeleteFunc(found, func(k *known) bool { return r.taken[k.id] })
	for _, k := range found {
		other, err := r.otherByNow(p, k, len(found) > 1)
		if err != nil {
			return err
		}
		if !other {
			p.renamed = true
			r.know(p, k)
			return nil
		}
	}
	return nil
}

// isGlobal reports whether an id names one piece anywhere, and not only within
// its feed: an address, a tag (RFC 4151) or a UUID.
func isGlobal(id string) bool {
	return strings.HasPrefix(id, "tag:") || strings.HasPrefix(id, "urn:uuid:") || entry.Host(id) != "" && !entry.IsRoot(id)
}
