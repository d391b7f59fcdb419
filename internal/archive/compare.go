package archive

import (
	"encoding/json"
	"fmt"

	"weft/internal/entry"
)

// What tells an edit from another piece under the same name.

// otherPiece reports whether what came under an entry's id is another piece:
// it lies elsewhere or has another date, and neither title nor words nor date
// are the entry's. An id alone says little: some feeds count from 1 each week.
func (r *recorder) otherPiece(p *arrival, k *known) (bool, error) {
	if k.feed != p.Feed { // another feed's words are not this one's
		return false, nil
	}
	here, err := r.liesAt(k.id, r.page(p.Entry))
	if err != nil || here == same {
		return false, err
	}
	dates := k.compareDate(p)
	if dates == same || here != different && dates != different {
		return false, nil
	}
	return r.otherWords(p, k)
}

// otherWords reports whether neither title nor text of a piece are an entry's.
func (r *recorder) otherWords(p *arrival, k *known) (bool, error) {
	title, text, err := r.compareWords(p, k)
	return title != same && text != same, err
}

func (r *recorder) compareWords(p *arrival, k *known) (title, text likeness, err error) {
	if err := r.mark(k); err != nil {
		return unknown, unknown, err
	}
	if p.marks.title != 0 && k.title != 0 {
		title = map[bool]likeness{true: same, false: different}[p.marks.title == k.title]
	}
	if p.marks.words != 0 && p.marks.words == k.words {
		return title, same, nil
	}
	_, plain, err := r.words(k)
	return title, similar(plain, p.Plain), err
}

// A likeness is what a comparison can say.
type likeness int

const (
	unknown likeness = iota
	same
	different
)

func (k *known) compareDate(p *arrival) likeness {
	switch at := unix(p.Published); {
	case at == 0 || k.published == 0:
		return unknown
	case at == k.published || at == k.given:
		return same
	}
	return different
}

// liesAt compares a folded address with those of an entry.
func (r *recorder) liesAt(id, page string) (likeness, error) {
	if page == "" {
		return unknown, nil
	}
	var all, hit int
	err := r.row(`SELECT count(*), coalesce(sum(key = ?), 0) FROM address WHERE entry = ?`, page, id).Scan(&all, &hit)
	switch {
	case err != nil || all == 0:
		return unknown, err
	case hit > 0:
		return same, nil
	}
	return different, nil
}

// otherByNow reports whether a piece is another than the entry that was met at
// its address. Where the feed had several there, the address says nothing.
func (r *recorder) otherByNow(p *arrival, k *known, several bool) (bool, error) {
	dates := k.compareDate(p)
	if dates != different && !several {
		return false, nil
	}
	title, text, err := r.compareWords(p, k)
	switch {
	case title == same: // a column of one page, or the same piece with another date
		return dates == different && text == different, err
	case text == same:
		return false, err
	}
	return dates != same || title == different, err
}

// mark fills in the marks of an entry that was recorded before there were any.
func (r *recorder) mark(k *known) error {
	if k.title != 0 || k.words != 0 {
		return nil
	}
	title, plain, err := r.words(k)
	m := marksOf(&entry.Entry{Title: title, Plain: plain})
	k.title, k.words = m.title, m.words
	return err
}

// words reads the title and text of an entry's newest version.
func (r *recorder) words(k *known) (title, plain string, err error) {
	var content []byte
	err = r.row(`SELECT content, plain FROM version WHERE entry = ? AND hash = ? ORDER BY seen DESC LIMIT 1`, k.id, k.hash).Scan(&content, &plain)
	if err != nil {
		return "", "", err
	}
	var e entry.Entry
	if err := json.Unmarshal(content, &e); err != nil {
		return "", "", fmt.Errorf("entry %s: %w", k.id, err)
	}
	return e.Title, plain, nil
}
