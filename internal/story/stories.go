package story

import (
	"cmp"
	"iter"
	"slices"
	"time"
)

// A Story is entries, of a week or so, that tell of one thing.
type Story struct {
	// ID is the id of its first entry: the same as long as none comes that is
	// earlier.
	ID      string
	Entries []string // in order of date, two at least
}

const (
	// Week is how far apart two entries of one story may be and be compared.
	Week = 7 * 24 * time.Hour
	// Around is on either side of an entry the time whose entries say which of
	// its words are rare.
	Around = 14 * 24 * time.Hour
	// told is how like one another the entries of a story are on average.
	told = .38
	// trifle is how like two entries are that is as good as not at all.
	trifle = .05
	// byTitle is what titles add that are alike.
	byTitle = .25
	// inSeries is what of all this counts between entries of one feed, whose
	// series are alike week by week.
	inSeries = .5
	// lasts is how long a story may go on.
	lasts = 4 * Week
	// company is with how many entries before it an entry is held together at
	// most, and gossip how many may hang together: where thousands write the
	// same in a week, they tell no story, and the work is to stay linear.
	company, gossip = 2000, 200
)

// Stories goes through entries in order of date, those of one instant by id,
// and gives the stories among them, those that are over first. It holds the
// entries of six weeks at most, and takes time linear in the entries, be they
// ever so alike.
//
// Which words of an entry are rare is said by the entries of two weeks before
// and after it. Of a period the stories are those of the whole archive if it is
// handed over with the entries of seven weeks on either side, and with those of
// three there is seldom a difference: only where entries hang together from one
// to the next for more than four weeks, where it is cut depends on its begin.
func Stories(entries iter.Seq[Piece]) iter.Seq[Story] {
	return func(yield func(Story) bool) {
		d := newDesk()
		give := func() bool {
			over := d.over
			d.over = d.over[:0]
			for _, s := range over {
				if !yield(s) {
					return false
				}
			}
			return true
		}
		for p := range entries {
			d.read(p)
			if !give() {
				return
			}
		}
		d.finish()
		give()
	}
}

// A desk is where entries are laid out: those read ahead, so that it is known
// which words are rare, and those that may still be told together with newer
// ones.
type desk struct {
	vocabulary vocabulary
	ahead      []*page // read, their words counted, in order of date
	next       int     // of ahead, the first whose words are not weighed
	open       []*page // weighed, of the last week, in order of date
	postings   map[uint64][]posting
	over       []Story
}

// A page is an entry on the desk.
type page struct {
	id, feed string
	person   string
	date     time.Time
	words    []uint64 // its different stems, and
	said     []uint64 // its outside links, as they are counted
	terms    []term   // by hash
	title    []term
	links    []uint64 // outside permalinks, by hash, in order
	plot     *plot
	sum      float64 // while a newer page is held against all
}

type posting struct {
	page   *page
	weight float64
}

// A plot is pages that hang together, each with another: of these stories are
// made.
type plot struct {
	pages []*page // in order of date
	open  int     // so many of them may still be joined by others
}

// cut reports whether a plot takes in none of a time any more.
func (p *plot) cut(now time.Time) bool { return now.Sub(p.pages[0].date) > lasts }

func newDesk() *desk {
	return &desk{vocabulary: newVocabulary(), postings: map[uint64][]posting{}}
}

// read takes in the next entry; those two weeks before it are weighed.
func (d *desk) read(p Piece) {
	for d.next < len(d.ahead) && p.Date.Sub(d.ahead[d.next].date) > Around {
		d.weigh()
	}
	page := d.vocabulary.page(&p)
	d.vocabulary.count(page, 1)
	d.ahead = append(d.ahead, page)
}

// finish weighs what is left.
func (d *desk) finish() {
	for d.next < len(d.ahead) {
		d.weigh()
	}
	for _, p := range d.open {
		d.leave(p)
	}
	d.open = nil
}

// weigh gives the words of the next entry their weights, now that all around it
// are counted, and holds it against those of the week before.
func (d *desk) weigh() {
	p := d.ahead[d.next]
	d.next++
	gone := 0
	for p.date.Sub(d.ahead[gone].date) > Around {
		d.vocabulary.count(d.ahead[gone], -1)
		d.ahead[gone] = nil
		gone++
	}
	d.ahead, d.next = d.ahead[gone:], d.next-gone
	d.vocabulary.weigh(p, len(d.ahead))
	d.clear(p.date)
	d.compare(p)
	for _, t := range p.terms {
		if t.weight > 0 {
			d.postings[t.hash] = append(d.postings[t.hash], posting{p, t.weight})
		}
	}
	d.open = append(d.open, p)
}

// clear takes off the desk what is older than a week.
func (d *desk) clear(now time.Time) {
	gone := max(0, len(d.open)-company)
	for gone < len(d.open) && now.Sub(d.open[gone].date) > Week {
		gone++
	}
	for _, p := range d.open[:gone] {
		for _, t := range p.terms {
			if t.weight > 0 {
				d.forget(t.hash, p)
			}
		}
		d.leave(p)
	}
	d.open = slices.Delete(d.open, 0, gone)
}

// leave notes that nothing can be joined with a page any more. A plot all of
// whose pages are so is told.
func (d *desk) leave(p *page) {
	if p.plot.open--; p.plot.open == 0 {
		d.tell(p.plot)
	}
}

// forget takes a page's posting off: it is the first, for they stand by date.
func (d *desk) forget(hash uint64, p *page) {
	list := d.postings[hash]
	if list = list[1:]; len(list) == 0 {
		delete(d.postings, hash)
	} else {
		d.postings[hash] = list
	}
}

// compare holds a page against those of the week before it, and joins it with
// the plots that it hangs together with.
func (d *desk) compare(p *page) {
	for _, t := range p.terms {
		for _, o := range d.postings[t.hash] {
			o.page.sum += float64(t.weight * o.weight)
		}
	}
	p.plot = &plot{pages: []*page{p}, open: 1}
	for _, o := range d.open {
		words := o.sum
		o.sum = 0
		if o.plot != p.plot && !o.plot.cut(p.date) && likeness(o, p, words) >= told {
			d.join(o.plot, p.plot)
		}
	}
}

// kinship is how like two pages are that may be of one story, and else 0.
func kinship(a, b *page) float64 {
	if b.date.Sub(a.date).Abs() > Week {
		return 0
	}
	if like := likeness(a, b, dot(a.terms, b.terms)); like >= trifle {
		return like
	}
	return 0
}

// likeness is how like two pages are whose words agree so much.
func likeness(a, b *page, words float64) float64 {
	like := words + float64(byTitle*dot(a.title, b.title))
	if a.feed == b.feed && a.feed != "" {
		like *= inSeries
	}
	return like + shared(a, b)
}

// join puts the pages of two plots into the one that began first.
func (d *desk) join(a, b *plot) {
	if len(a.pages)+len(b.pages) > gossip {
		return
	}
	if comparePages(b.pages[0], a.pages[0]) < 0 {
		a, b = b, a
	}
	for _, p := range b.pages {
		p.plot = a
	}
	a.pages = append(a.pages, b.pages...)
	a.open += b.open
	slices.SortFunc(a.pages, comparePages)
}

func comparePages(a, b *page) int { return cmp.Or(a.date.Compare(b.date), cmp.Compare(a.id, b.id)) }
