package emerging

import (
	"slices"
	"unicode"
	"unicode/utf8"
)

// Words that somebody has from somebody else say what that other one wrote of. An
// echo is so many words in a row that another person wrote before: they count
// where they were first, and are left out of all that have them from there.
const (
	// echo is how many words in a row no two people write by chance.
	echo = 8
	// linkedEcho is how many are enough where one links to the other: one more
	// than a phrase has, so that to use another's phrase is not to quote.
	linkedEcho = longest + 1
	// memory is for how many weeks it is known who wrote what: about the sixty
	// days in which weft finds quotes.
	memory = 9
)

// low is the part of a gram that tells whose it is; what is left of its number
// are 46 bits, enough that one in millions is another's by chance.
const (
	lowBits = 18
	low     = 1<<lowBits - 1
)

// A scanned word is one of letters alone: neither capitals, digits, quotation
// marks nor the kind of apostrophe make others' words one's own.
type scanned struct {
	hash     uint64
	from, to int
	sign     bool // of a script whose words are not set apart
}

const prime = 1099511628211 // FNV-1a

// scan gives the words of a text, at most so many as are read.
func scan(words []scanned, s string) []scanned {
	words = words[:0]
	var w scanned
	end := func() {
		if w.to > w.from && len(words) < mostWords {
			words = append(words, w)
		}
		w = scanned{hash: 14695981039346656037}
	}
	end()
	letter := func(r rune, at, size int) {
		if w.to == 0 {
			w.from = at
		}
		w.hash, w.to = (w.hash^uint64(r))*prime, at+size
	}
	for i := 0; i < len(s); {
		c := s[i]
		switch {
		case 'A' <= c && c <= 'Z':
			letter(rune(c)+'a'-'A', i, 1)
		case 'a' <= c && c <= 'z':
			letter(rune(c), i, 1)
		case c >= utf8.RuneSelf:
			r, size := utf8.DecodeRuneInString(s[i:])
			switch {
			case isSign(r):
				end()
				letter(r, i, size)
				w.sign = true
				end()
			case unicode.IsLetter(r), unicode.IsMark(r):
				letter(unicode.ToLower(r), i, size)
			default:
				end()
			}
			i += size
			continue
		default:
			end()
		}
		i++
	}
	end()
	return words
}

func isSign(r rune) bool {
	return r >= 0x2E80 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana)
}

// gram gives a number for the n words from the i-th on, and the word that
// follows them; 0: there are not as many. Of signs twice as many make up for
// words.
func gram(words []scanned, i, n int) (number uint64, to int) {
	to = i + n
	if words[i].sign {
		to += n
	}
	if to > len(words) {
		return 0, 0
	}
	h := uint64(n)
	for _, w := range words[i:to] {
		h = (h ^ w.hash) * prime
		h ^= h >> 29
	}
	return max(h*0x9E3779B97F4A7C15&^low, 1<<lowBits), to
}

// An echoes is who wrote which grams first, week by week.
type echoes struct {
	people map[string]uint64
	weeks  [][]uint64 // grams with their first person, sorted; the oldest week first
	voices []speaker  // of this week
	grams  []uint64   // of this week, with the number of the voice
	words  []scanned
	theirs map[string][]uint64 // by entry: its grams that are others', sorted
}

// A speaker is a voice without what it says.
type speaker struct {
	place
	person uint64
}

func newEchoes() *echoes {
	return &echoes{people: map[string]uint64{}, theirs: map[string][]uint64{}}
}

// hear takes in what a voice of this week says.
func (e *echoes) hear(v Voice, ago int) error {
	if len(e.voices) > low {
		return nil // a quarter of a million in one week: the first ones do
	}
	person, ok := e.people[v.Person]
	if !ok {
		person = uint64(len(e.people)) & low
		e.people[v.Person] = person
	}
	number := uint64(len(e.voices))
	e.voices = append(e.voices, speaker{placeOf(v, ago), person})
	for _, s := range []string{v.Title, v.Plain} {
		e.words = scan(e.words, s)
		for i := range e.words {
			if g, _ := gram(e.words, i, echo); g != 0 {
				e.grams = append(e.grams, g|number)
			}
		}
	}
	return e.follow(v)
}

// follow finds what a voice says in the words of pieces that it links to.
func (e *echoes) follow(v Voice) error {
	if v.Linked == nil {
		return nil
	}
	texts, err := v.Linked()
	if err != nil || len(texts) == 0 {
		return err
	}
	said := map[uint64]bool{}
	for _, s := range texts {
		e.words = scan(e.words, s)
		for i := range e.words {
			if g, _ := gram(e.words, i, linkedEcho); g != 0 {
				said[g] = true
			}
		}
	}
	for _, s := range []string{v.Title, v.Plain} {
		e.words = scan(e.words, s)
		for i := range e.words {
			if g, _ := gram(e.words, i, linkedEcho); said[g] {
				e.theirs[v.Entry] = append(e.theirs[v.Entry], g)
			}
		}
	}
	return nil
}

// settle ends a week; those after it are newer.
func (e *echoes) settle() {
	slices.Sort(e.grams)
	e.grams = slices.Compact(e.grams)
	week := make([]uint64, 0, len(e.grams))
	at := make([]int, len(e.weeks))
	for i := 0; i < len(e.grams); {
		g, to := e.grams[i]&^low, i+1
		for to < len(e.grams) && e.grams[to]&^low == g {
			to++
		}
		first := e.first(g, at, e.grams[i:to])
		week = append(week, g|first)
		for _, k := range e.grams[i:to] {
			if v := e.voices[k&low]; v.person != first {
				e.theirs[v.entry] = append(e.theirs[v.entry], g)
			}
		}
		i = to
	}
	if e.weeks = append(e.weeks, week); len(e.weeks) > memory {
		e.weeks = e.weeks[1:]
	}
	e.voices, e.grams = e.voices[:0], e.grams[:0]
}

// first is who wrote a gram first: as the older weeks know, in which everything
// before at is less, else of the voices of this week that have it.
func (e *echoes) first(g uint64, at []int, voices []uint64) uint64 {
	for w, known := range e.weeks {
		for at[w] < len(known) && known[at[w]] < g {
			at[w]++
		}
		if at[w] < len(known) && known[at[w]]&^low == g {
			return known[at[w]] & low
		}
	}
	first := e.voices[voices[0]&low]
	for _, k := range voices[1:] {
		if v := e.voices[k&low]; earlier(v.place, first.place) < 0 {
			first = v
		}
	}
	return first.person
}

// An extent is bytes of a text, to exclusive.
type extent struct{ from, to int }

// extents are the parts of a text that are of some grams.
func extents(s string, grams []uint64) []extent {
	if len(grams) == 0 {
		return nil
	}
	words := scan(nil, s)
	var out []extent
	for i := range words {
		for _, n := range []int{echo, linkedEcho} {
			g, to := gram(words, i, n)
			if _, is := slices.BinarySearch(grams, g); g == 0 || !is {
				continue
			}
			here := extent{words[i].from, words[to-1].to}
			if last := len(out) - 1; last >= 0 && here.from <= out[last].to {
				out[last].to = max(out[last].to, here.to)
			} else {
				out = append(out, here)
			}
		}
	}
	return out
}

// own is a sentence with bars in place of what is others'.
func (s sentence) own() string {
	var out []byte
	for _, x := range s.theirs {
		from, to := max(x.from-s.start, 0), min(x.to-s.start, len(s.text))
		if from >= to {
			continue
		}
		if out == nil {
			out = []byte(s.text)
		}
		for i := from; i < to; i++ {
			out[i] = '|' // no phrase goes across
		}
	}
	if out == nil {
		return s.text
	}
	return string(out)
}
