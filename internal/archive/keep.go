package archive

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"weft/internal/entry"
)

// arrive records one piece and the entries that are it.
func (r *recorder) arrive(p *arrival) error {
	err := r.enter(p)
	r.change.Known += len(p.twins)
	for _, e := range p.twins { // a feed that holds an entry twice would rewrite it twice at every fetch
		e.ID = p.ID
		err = cmp.Or(err, r.native(e))
	}
	return err
}

func (r *recorder) enter(p *arrival) error {
	k := p.known
	if p.reused {
		r.count.reused++
	}
	if k == nil {
		return r.insert(p)
	}
	r.change.Known++
	p.ID = k.id
	r.met[k.id] = true
	if p.renamed {
		r.count.renamed++
	}
	if p.recognised {
		r.count.recognised++
	}
	switch {
	case r.emptied[k.id]:
		return r.takenDown(p)
	case k.feed != p.Feed:
		return r.seenElsewhere(p)
	}
	return r.update(p)
}

func (r *recorder) insert(p *arrival) error {
	e := p.Entry
	due, v := r.due(e), encode(e)
	e.ID = entry.NewID(e.Feed, e.NativeID)
	e.FirstSeen = r.firstSeen(e)
	done, err := r.insertAs(p, v, due)
	if err == nil && !done { // the id named another piece when that was first met
		e.ID = entry.NewID(e.Feed, fmt.Sprintf("%s\x00%s\x00%s\x00%d", e.NativeID, entry.AddressKey(e.URL), e.Title, unix(e.Published)))
		done, err = r.insertAs(p, v, due)
	}
	if err != nil || !done {
		return cmp.Or(err, r.metBefore(p))
	}
	if due > 0 {
		r.change.Held++
		r.count.ahead = append(r.count.ahead, e)
	} else {
		r.change.New++
	}
	r.met[e.ID], r.arrived = true, append(r.arrived, unix(e.Date()))
	if key := entry.AddressKey(e.URL); key != "" && r.others(e.URL) {
		err = r.exec(`INSERT OR IGNORE INTO address VALUES (?,?)`, key, e.ID)
	}
	return cmp.Or(err, r.tag(e), r.version(e, v), r.known(e))
}

// metBefore records a piece that was met under the very id it would get, and that
// nothing else made known: its id in the feed has named others since.
func (r *recorder) metBefore(p *arrival) error {
	k, err := r.one(`entry e WHERE e.id = ?`, p.ID)
	if err != nil || k == nil || r.taken[k.id] {
		return cmp.Or(err, r.native(p.Entry))
	}
	p.reused = false // it is counted
	r.know(p, k)
	return r.enter(p)
}

func (r *recorder) insertAs(p *arrival, v version, due int64) (done bool, err error) {
	e := p.Entry
	tagged := ""
	if r.h.Tags != nil {
		tagged = v.hash
	}
	n, err := r.changed(`INSERT OR IGNORE INTO entry (id, feed, date, published, first_seen, last_seen, hash, owned, title, words, due, tagged) VALUES (?,?,?,?,?,?,?,?,?,?,?,?)`,
		e.ID, e.Feed, unix(e.Date()), unix(e.Published), unix(e.FirstSeen), unix(r.h.At), v.hash, r.owns(e), p.marks.title, p.marks.words, due, tagged)
	return n > 0, err
}

// tag enters the tags that a new entry came with. It may have been tagged here
// before, as another archive's: a feed can go from one layer's lists to another's.
func (r *recorder) tag(e *entry.Entry) error {
	if r.tagsOthers {
		if err := cmp.Or(r.exec(`DELETE FROM tag WHERE entry = ?`, e.ID), r.exec(`DELETE FROM tagged WHERE entry = ?`, e.ID)); err != nil {
			return err
		}
	}
	for _, tag := range r.tags[e] {
		if err := r.exec(putTag, tagArgs(e.ID, tag)...); err != nil {
			return err
		}
	}
	return nil
}

// firstSeen is the moment of the fetch, but what a feed holds when it is first
// read was there before: its dates count, as far as they are past. What is held
// back until its day is not there before that.
func (r *recorder) firstSeen(e *entry.Entry) time.Time {
	if r.due(e) > 0 || r.first && !e.Published.IsZero() && e.Published.Before(r.h.At) {
		return e.Published.UTC()
	}
	return r.h.At.UTC()
}

// due is the day until which an entry is held back, because it is dated ahead;
// 0 where it is not. A date ahead is a piece that slipped out before its time,
// or a slip of the pen, and would stand on top of every list until it comes.
func (r *recorder) due(e *entry.Entry) int64 {
	if e.Published.After(r.h.At.Add(entry.Ahead)) {
		return unix(e.Published)
	}
	return 0
}

func (r *recorder) update(p *arrival) error {
	e, k := p.Entry, p.known
	if at := unix(e.Published); at != 0 && k.published != 0 && at != cmp.Or(k.given, k.published) {
		r.count.redated++
	}
	v, err := r.edited(e, k.hash)
	if err != nil {
		return err
	}
	if v.hash != k.hash {
		r.change.Updated++
		if err := r.unlink(e.ID); err != nil {
			return err
		}
		if err := r.version(e, v); err != nil {
			return err
		}
	}
	if err := r.redue(p); err != nil {
		return err
	}
	return cmp.Or(r.exec(`UPDATE entry SET hash = ?, last_seen = ?, gone = 0, missing = 0, withdrawn = 0, title = ?, words = ?, given = ? WHERE id = ?`,
		v.hash, unix(r.h.At), p.marks.title, p.marks.words, unix(e.Published), e.ID), r.known(e))
}

// redue looks again at an entry that is held back: it comes at once when its
// feed has corrected the date.
func (r *recorder) redue(p *arrival) error {
	e, k := p.Entry, p.known
	due := r.due(e)
	switch {
	case k.due == 0 || unix(e.Published) == k.published:
		if k.due > 0 {
			r.count.ahead = append(r.count.ahead, e)
		}
		return nil
	case due == 0:
		r.change.New++
	}
	e.FirstSeen = r.firstSeen(e)
	return r.exec(`UPDATE entry SET published = ?, date = ?, first_seen = ?, due = ? WHERE id = ?`, unix(e.Published), unix(e.Date()), unix(e.FirstSeen), due, e.ID)
}

// edited gives the version of an entry that is known by the hash old. Other
// dates alone make no new one: some feeds date everything anew at each fetch.
func (r *recorder) edited(e *entry.Entry, old string) (version, error) {
	v := encode(e)
	if v.hash == old {
		return v, nil
	}
	var before []byte
	if err := r.row(`SELECT content FROM version WHERE entry = ? AND hash = ? ORDER BY seen DESC LIMIT 1`, e.ID, old).Scan(&before); err != nil {
		return v, err
	}
	var was entry.Entry
	if err := json.Unmarshal(before, &was); err != nil {
		return v, fmt.Errorf("entry %s: %w", e.ID, err)
	}
	same := *e
	same.Published, same.Updated = was.Published, was.Updated
	if v := encode(&same); v.hash == old {
		return v, nil
	}
	return v, nil
}

// seenElsewhere notes that another feed carries an entry. Its words do not
// count, or anybody could rewrite anybody; but an entry goes over to the feed
// of the person at whose address it lies, or says that it does.
func (r *recorder) seenElsewhere(p *arrival) error {
	e, k := p.Entry, p.known
	abandoned := r.h.Listed != nil && !r.h.Listed(k.feed)
	if !abandoned && !p.ceded && (k.owned || !r.owns(e)) {
		return cmp.Or(r.sighting(e), r.native(e))
	}
	v := encode(e)
	moved := r.exec(`UPDATE entry SET feed = ?, hash = ?, last_seen = ?, owned = ?, gone = 0, missing = 0, withdrawn = 0, title = ?, words = ? WHERE id = ?`,
		e.Feed, v.hash, unix(r.h.At), r.owns(e), p.marks.title, p.marks.words, e.ID)
	moved = cmp.Or(moved, r.unlink(e.ID))
	moved = cmp.Or(moved, r.exec(`INSERT OR IGNORE INTO sighting VALUES (?,?)`, e.ID, k.feed))
	if !abandoned {
		moved = cmp.Or(moved, r.disown(p))
	}
	return cmp.Or(moved, r.version(e, v), r.known(e))
}

// disown drops what a copy said of an entry that now goes to its author: the
// words would be shown as the author's when looking back, and the copy's date
// could pin or hide them. When weft first saw the entry stays.
func (r *recorder) disown(p *arrival) error {
	e := p.Entry
	e.FirstSeen = fromUnix(p.known.firstSeen)
	due := r.due(e)
	if due > 0 || p.known.due > 0 {
		e.FirstSeen = r.firstSeen(e)
	}
	return cmp.Or(
		r.exec(`UPDATE entry SET published = ?, date = ?, first_seen = ?, due = ? WHERE id = ?`, unix(e.Published), unix(e.Date()), unix(e.FirstSeen), due, e.ID),
		r.exec(`DELETE FROM version WHERE entry = ?`, e.ID))
}

func (r *recorder) owns(e *entry.Entry) bool { return r.h.Owns != nil && r.h.Owns(e.URL) }

// version enters what an entry says now, and what it links to.
func (r *recorder) version(e *entry.Entry, v version) error {
	err := r.exec(`INSERT OR IGNORE INTO version VALUES (?,?,?,?,?,?,?)`, e.ID, unix(r.h.At), v.hash, v.content, e.Plain, e.Summary, e.Body)
	if len(e.Links) == 0 || err != nil {
		return err
	}
	return r.exec(`INSERT OR IGNORE INTO link SELECT value, ? FROM json_each(?)`, e.ID, string(marshal(linked(e))))
}

// unlink forgets what an entry links to, before another version of it is
// entered. There is no index by entry, which would cost as much as the table:
// the versions know.
func (r *recorder) unlink(id string) error {
	rows, err := r.rows(`SELECT content FROM version WHERE entry = ?`, id)
	if err != nil {
		return err
	}
	defer rows.Close()
	var keys []string
	for rows.Next() {
		var content []byte
		var was entry.Entry
		if err := rows.Scan(&content); err != nil {
			return err
		}
		if err := json.Unmarshal(content, &was); err != nil {
			return fmt.Errorf("entry %s: %w", id, err)
		}
		keys = append(keys, linked(&was)...)
	}
	if err := cmp.Or(rows.Err(), rows.Close()); err != nil {
		return err
	}
	for _, key := range keys {
		err = cmp.Or(err, r.exec(`DELETE FROM link WHERE key = ? AND entry = ?`, key, id))
	}
	return err
}

// linked gives the folded addresses that an entry links to.
func linked(e *entry.Entry) []string {
	keys := make([]string, len(e.Links))
	for i, l := range e.Links {
		keys[i] = entry.AddressKey(l.URL)
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

// known enters what an entry is known by. An address at somebody else's is
// entered only when the entry was met there first: who could claim one later,
// or as "canonical", would take the citations, or the entry, of its author.
func (r *recorder) known(e *entry.Entry) error {
	err := r.native(e)
	for _, address := range []string{e.URL, e.Canonical} {
		switch key := entry.AddressKey(address); {
		case key == "" || err != nil:
		case !r.others(address):
			err = r.exec(`INSERT OR IGNORE INTO address VALUES (?,?)`, key, e.ID)
		case address == e.Canonical && key != entry.AddressKey(e.URL):
			err = r.exec(`INSERT OR IGNORE INTO claim VALUES (?,?)`, key, e.ID)
		}
	}
	return err
}

func (r *recorder) others(address string) bool { return r.h.Others != nil && r.h.Others(address) }

func (r *recorder) native(e *entry.Entry) error {
	return r.exec(`INSERT OR REPLACE INTO native VALUES (?,?,?)`, r.h.Feed.Key, e.NativeID, e.ID)
}

// sighting notes that this feed carries an entry of another.
func (r *recorder) sighting(e *entry.Entry) error {
	return r.exec(`INSERT OR IGNORE INTO sighting VALUES (?,?)`, e.ID, r.h.Feed.Key)
}
