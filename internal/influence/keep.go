package influence

import (
	"encoding/binary"
	"errors"
	"slices"
	"strings"
	"time"

	"weft/internal/entry"
	"weft/internal/policy"
	"weft/internal/roster"
)

// AppendTo writes down what was found, for Recall to read with the same lists:
//
//	words      those that stand in many places, each once
//	authors    who is behind pieces, each once
//	themes     sets of themes, each once
//	pieces     those of the stretch, then those of before it that are cited
//	citations  of each piece of the stretch
//
// Numbers are varints, and what is named is meant by its number.
func (f *Found) AppendTo(b []byte) []byte {
	w := newWriter(b)
	w.body = make([]byte, 0, 160*len(f.Pieces)+160*len(f.Citations))
	number := map[*policy.Brief]int{}
	all := f.Pieces
	for i, p := range all {
		number[p] = i
	}
	for i := range f.Citations {
		if to := f.Citations[i].To; to != nil {
			if _, known := number[to]; !known {
				number[to] = len(all)
				all = append(all[:len(all):len(all)], to)
			}
		}
	}
	w.number(len(f.Pieces))
	w.number(len(all))
	for _, p := range all {
		w.piece(p)
	}
	w.number(len(f.Citations))
	for i := range f.Citations {
		w.citation(&f.Citations[i], number)
	}
	return w.bytes()
}

// A writer writes what stands in many places once, before all else.
type writer struct {
	before []byte // what was there
	body   []byte
	words  map[string]int
	list   []string
	people map[*roster.Contributor]int // numbers of their ids
	from   *policy.Brief               // the last that cited, and its number
	at     int
}

func newWriter(b []byte) *writer {
	return &writer{before: b, words: map[string]int{}, people: map[*roster.Contributor]int{}}
}

func (w *writer) bytes() []byte {
	size := len(w.body) + 10
	for _, s := range w.list {
		size += len(s) + 5
	}
	b := binary.AppendUvarint(slices.Grow(w.before, size), uint64(len(w.list)))
	for _, s := range w.list {
		b = binary.AppendUvarint(b, uint64(len(s)))
		b = append(b, s...)
	}
	return append(b, w.body...)
}

func (w *writer) number(n int) { w.body = binary.AppendUvarint(w.body, uint64(n)) }

// text writes words that stand in one place.
func (w *writer) text(s string) {
	w.number(len(s))
	w.body = append(w.body, s...)
}

// word writes words that stand in many places.
func (w *writer) word(s string) { w.number(w.wordNumber(s)) }

func (w *writer) wordNumber(s string) int {
	n, known := w.words[s]
	if !known {
		n = len(w.list)
		w.words[s], w.list = n, append(w.list, s)
	}
	return n
}

func (w *writer) flag(is bool) {
	n := 0
	if is {
		n = 1
	}
	w.number(n)
}

func (w *writer) time(t time.Time) {
	n := int64(0)
	if !t.IsZero() {
		n = t.Unix()
	}
	w.body = binary.AppendVarint(w.body, n)
}

func (w *writer) person(c *roster.Contributor) {
	n, known := w.people[c]
	if !known {
		id := ""
		if c != nil {
			id = c.ID
		}
		n = w.wordNumber(id)
		w.people[c] = n
	}
	w.number(n)
}

func (w *writer) piece(p *policy.Brief) {
	w.text(p.ID)
	w.text(p.URL)
	w.text(p.Title)
	w.word(p.Feed)
	w.word(p.Language)
	w.time(p.At)
	w.flag(p.Dated)
	w.word(p.Original)
	w.person(p.Contributor)
	w.person(p.Via)
	w.number(p.Layer)
	var people, themes strings.Builder
	for _, who := range p.People {
		people.WriteString(who.Key + "\x00" + who.Name + "\x00")
	}
	for i := range p.Tags {
		themes.WriteString(p.Tags[i].Theme + "\x00")
	}
	w.word(people.String())
	w.word(themes.String())
}

func (w *writer) citation(c *Citation, number map[*policy.Brief]int) {
	if c.From != w.from {
		w.from, w.at = c.From, number[c.From]
	}
	w.number(w.at)
	to := 0
	if c.To != nil {
		to = number[c.To] + 1
	}
	w.number(to)
	w.person(c.Of)
	w.person(c.Author)
	w.word(string(c.Kind))
	w.word(c.WhyNot)
	if c.To != nil && c.Address == c.To.URL {
		w.text("")
	} else {
		w.text(c.Address)
	}
	w.text(c.Passage)
	w.body = binary.LittleEndian.AppendUint64(w.body, c.place)
}

// errTorn says that what was written down cannot be read.
var errTorn = errors.New("what was kept of citations cannot be read")

// Recall reads what AppendTo wrote. The lists must be those with which it was
// found; whoever they do not know makes it an error, and nothing in it can make
// more than one.
func Recall(data string, lists *roster.Roster) (*Found, error) {
	r := reader{data: data, lists: lists, authors: map[authored]*policy.Authorship{}, themes: map[int][]entry.Tag{}}
	r.readWords()
	own, all := r.count(), r.count()
	if own > all {
		r.torn = true
	}
	pieces := make([]policy.Brief, r.bounded(all, leastPiece))
	f := &Found{}
	for i := range pieces {
		r.piece(&pieces[i])
		if i < own {
			f.Pieces = append(f.Pieces, &pieces[i])
		}
	}
	f.Citations = make([]Citation, r.bounded(r.count(), leastCitation))
	for i := range f.Citations {
		r.citation(&f.Citations[i], pieces)
	}
	if r.torn || r.data != "" {
		return nil, errTorn
	}
	return f, nil
}

// How many bytes a piece and a citation take at least: what says that there are
// more than can be is torn, and nothing is made room for.
const leastPiece, leastCitation = 13, 16

// A reader reads words where they lie, and has what is the same made once.
type reader struct {
	data    string
	torn    bool
	lists   *roster.Roster
	words   []string
	people  []*roster.Contributor // by word; nil: not asked for yet
	authors map[authored]*policy.Authorship
	themes  map[int][]entry.Tag // by word
}

func (r *reader) readWords() {
	r.words = make([]string, r.bounded(r.count(), 1))
	for i := range r.words {
		r.words[i] = r.text()
	}
	r.people = make([]*roster.Contributor, len(r.words))
}

func (r *reader) bounded(n, least int) int {
	if r.torn || n > len(r.data)/least {
		r.torn, r.data = true, ""
		return 0
	}
	return n
}

func (r *reader) count() int {
	var n uint64
	for shift := 0; ; shift += 7 {
		if r.data == "" || shift > 56 {
			r.torn, r.data = true, ""
			return 0
		}
		b := r.data[0]
		r.data = r.data[1:]
		n |= uint64(b&0x7f) << shift
		if b < 0x80 {
			return int(n)
		}
	}
}

func (r *reader) text() string { return r.take(r.count()) }

func (r *reader) take(n int) string {
	if n > len(r.data) {
		r.torn, r.data = true, ""
		return ""
	}
	s := r.data[:n]
	r.data = r.data[n:]
	return s
}

func (r *reader) wordAt() int {
	n := r.count()
	if n >= len(r.words) {
		r.torn, r.data = true, ""
		return -1
	}
	return n
}

func (r *reader) word() string {
	if n := r.wordAt(); n >= 0 {
		return r.words[n]
	}
	return ""
}

func (r *reader) time() time.Time {
	n := r.count()
	seconds := int64(n>>1) ^ -int64(n&1) // as encoding/binary writes signed numbers
	if seconds == 0 {
		return time.Time{}
	}
	return time.Unix(seconds, 0).UTC()
}

// person finds who is meant on the lists; nil stands for nobody.
func (r *reader) person() *roster.Contributor {
	n := r.wordAt()
	if n < 0 || r.words[n] == "" {
		return nil
	}
	if r.people[n] == nil {
		c, known := r.lists.Contributor(r.words[n])
		if !known {
			r.torn = true
		}
		r.people[n] = c
	}
	return r.people[n]
}

// authored tells apart who is behind pieces.
type authored struct {
	contributor, via *roster.Contributor
	people, layer    int
	organisation     string
}

func (r *reader) piece(p *policy.Brief) {
	p.ID, p.URL, p.Title = r.text(), r.text(), r.text()
	p.Feed, p.Language = r.word(), r.word()
	p.At, p.Dated = r.time(), r.count() == 1
	p.Original = r.word()
	key := authored{contributor: r.person(), via: r.person(), layer: r.count()}
	key.people = r.wordAt()
	themes := r.wordAt()
	if r.torn || key.contributor == nil {
		r.torn = true
		return
	}
	if len(key.contributor.Affiliations) > 0 { // people move
		org, _ := r.lists.EmployedBy(key.contributor, p.At)
		key.organisation = org.ID
	}
	by := r.authors[key]
	if by == nil {
		org, employed := r.lists.EmployedBy(key.contributor, p.At)
		by = &policy.Authorship{Contributor: key.contributor, Via: key.via, Sectors: key.contributor.Sectors, Layer: key.layer, People: r.peopleOf(key.people)}
		if employed {
			by.Organisation = &org
		}
		r.authors[key] = by
	}
	p.Authorship, p.Tags = by, r.tags(themes)
}

// peopleOf reads the authors of pieces: each with a key, which is an id if a
// list knows them, and a name.
func (r *reader) peopleOf(word int) []policy.Person {
	var out []policy.Person
	for rest := r.words[word]; rest != ""; {
		var who policy.Person
		var whole, named bool
		who.Key, rest, whole = strings.Cut(rest, "\x00")
		who.Name, rest, named = strings.Cut(rest, "\x00")
		if !whole || !named {
			r.torn = true
			return nil
		}
		who.Contributor, _ = r.lists.Contributor(who.Key)
		out = append(out, who)
	}
	return out
}

func (r *reader) tags(word int) []entry.Tag {
	if tags, known := r.themes[word]; known || r.words[word] == "" {
		return tags
	}
	var tags []entry.Tag
	for theme := range strings.SplitSeq(strings.TrimSuffix(r.words[word], "\x00"), "\x00") {
		tags = append(tags, entry.Tag{Theme: theme})
	}
	r.themes[word] = tags
	return tags
}

func (r *reader) citation(c *Citation, pieces []policy.Brief) {
	from, to := r.count(), r.count()
	c.Of, c.Author = r.person(), r.person()
	c.Kind, c.WhyNot = Kind(r.word()), r.word()
	c.Address, c.Passage = r.text(), r.text()
	place := r.take(8)
	if r.torn || from >= len(pieces) || to > len(pieces) || c.Of == nil {
		r.torn = true
		return
	}
	c.place = binary.LittleEndian.Uint64([]byte(place))
	c.From, c.At, c.Counted = &pieces[from], pieces[from].Date(), c.WhyNot == ""
	if to == 0 && (c.Counted || c.WhyNot == whyLinked) { // what counts is of an entry
		r.torn = true
	}
	if to > 0 {
		c.To = &pieces[to-1]
		if c.Address == "" {
			c.Address = c.To.URL
		}
	}
}
