package story

import (
	"cmp"
	"math"
	"slices"

	"weft/internal/entry"
	"weft/internal/text"
)

const (
	// titleCounts is how often a title's words count: they were chosen.
	titleCounts = 2
	// rare is the part of the entries around that may have a word for it to say
	// anything; where few write, fewRare of them may. How much it says falls
	// with each long before.
	rare    = .30
	fewRare = 4
	// byLink is what one link to the same page elsewhere adds: enough by itself.
	byLink = told
	// linked is in how many entries around such a link stands at most, and
	// inFeed of one feed: more make it furniture.
	linked = 8
	inFeed = 2
	// roundup is how many outside links an entry has that tells of many things.
	roundup = 12
)

// A term is a stem of an entry: how often it stands there, later how much it
// says.
type term struct {
	hash   uint64
	weight float64
}

// A vocabulary counts in how many entries around a stem stands, and a link.
type vocabulary struct {
	stemmers map[string]text.Stemmer
	entries  map[uint64]int
	linked   map[uint64]int
	feeds    map[linkInFeed]int
	words    []text.Word
}

type linkInFeed struct {
	link uint64
	feed string
}

func newVocabulary() vocabulary {
	return vocabulary{stemmers: map[string]text.Stemmer{}, entries: map[uint64]int{}, linked: map[uint64]int{}, feeds: map[linkInFeed]int{}}
}

// page takes an entry's words and links.
func (v *vocabulary) page(p *Piece) *page {
	title, body := v.stems(nil, p.Language, p.Title), v.stems(nil, p.Language, p.Plain)
	all := body
	for range titleCounts {
		all = append(all, title...)
	}
	terms, links := counted(all), outside(p)
	words := make([]uint64, len(terms))
	for i, t := range terms {
		words[i] = t.hash
	}
	return &page{id: p.ID, feed: p.Feed, person: cmp.Or(p.Person, p.Feed), date: p.Date, words: words, said: links, terms: terms, title: counted(title), links: slices.Clone(links)}
}

func (v *vocabulary) stems(out []uint64, language, s string) []uint64 {
	language = text.Stemmed(language)
	stemmer, ok := v.stemmers[language]
	if !ok {
		stemmer = text.StemmerFor(language)
		v.stemmers[language] = stemmer
	}
	v.words = stemmer.AppendWords(v.words[:0], s)
	for _, w := range v.words {
		out = append(out, hashLetters(w.Stem))
	}
	return out
}

// counted are the different stems, by hash, with how often each stands.
func counted(stems []uint64) []term {
	slices.Sort(stems)
	var out []term
	for _, s := range stems {
		if n := len(out); n > 0 && out[n-1].hash == s {
			out[n-1].weight++
		} else {
			out = append(out, term{s, 1})
		}
	}
	return slices.Clip(out)
}

// count enters a page's words and links, or takes them off.
func (v *vocabulary) count(p *page, by int) {
	for _, w := range p.words {
		add(v.entries, w, by)
	}
	for _, l := range p.said {
		add(v.linked, l, by)
		add(v.feeds, linkInFeed{l, p.feed}, by)
	}
}

func add[K comparable](m map[K]int, key K, by int) {
	if m[key] += by; m[key] == 0 {
		delete(m, key)
	}
}

// weigh gives a page's words their weights, by how rare they are among so many
// entries, and leaves the links that say something.
func (v *vocabulary) weigh(p *page, entries int) {
	most := max(fewRare, int(rare*float64(entries)))
	says := func(hash uint64) float64 {
		if n := v.entries[hash]; n > 0 && n <= most {
			return max(0, math.Log(float64(entries+1)/(float64(n)+.5)))
		}
		return 0
	}
	for i, t := range p.terms {
		p.terms[i].weight = (1 + math.Log(t.weight)) * says(t.hash)
	}
	for i, t := range p.title {
		p.title[i].weight = says(t.hash)
	}
	p.terms, p.title = unit(p.terms), unit(p.title)
	p.links = slices.DeleteFunc(p.links, func(l uint64) bool {
		return v.linked[l] < 2 || v.linked[l] > linked || v.feeds[linkInFeed{l, p.feed}] > inFeed
	})
}

// unit leaves out what weighs nothing and makes the length one.
func unit(terms []term) []term {
	terms = slices.DeleteFunc(terms, func(t term) bool { return t.weight == 0 })
	sum := 0.0
	for _, t := range terms {
		sum += float64(t.weight * t.weight)
	}
	for i := range terms {
		terms[i].weight /= math.Sqrt(sum)
	}
	return terms
}

// dot is how much two pages' words agree.
func dot(a, b []term) float64 {
	sum := 0.0
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i].hash < b[j].hash:
			i++
		case a[i].hash > b[j].hash:
			j++
		default:
			sum += float64(a[i].weight * b[j].weight)
			i, j = i+1, j+1
		}
	}
	return sum
}

// shared is what it adds that two people link to the same page elsewhere.
func shared(a, b *page) float64 {
	if a.person != b.person && both(a.links, b.links) > 0 {
		return byLink
	}
	return 0
}

// outside are the permalinks of an entry to other hosts than its own, none if
// there are so many that it tells of many things.
func outside(p *Piece) []uint64 {
	own := entry.Host(p.URL)
	var out []uint64
	for _, l := range p.Links {
		if host := entry.Host(l); host != "" && host != own && !entry.IsRoot(l) {
			out = append(out, hashLetters(entry.AddressKey(l)))
		}
	}
	slices.Sort(out)
	if out = slices.Compact(out); len(out) > roundup {
		return nil
	}
	return slices.Clip(out)
}
