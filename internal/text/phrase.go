package text

// Phrases is a set of phrases to look for, each with a value of the caller's.
// It is a trie over stems, so that "art" is never found inside "smart".
type Phrases[V any] struct {
	next   map[string]*Phrases[V]
	values []V
	heads  *heads // of the phrases; only of the set itself
}

// heads tells most words that begin no phrase, which most words of a text do
// not, before they are looked up.
type heads [1 << 12]bool

func (h *heads) of(stem string) *bool {
	n := len(stem)
	if n == 0 {
		return &h[0]
	}
	return &h[(uint(stem[0])*31+uint(stem[n/2])*7+uint(stem[n-1])*61+uint(n)*131)%uint(len(h))]
}

// Add enters a phrase; one without words is not entered.
func (p *Phrases[V]) Add(phrase []Word, value V) {
	node := p
	for _, w := range phrase {
		if node.next == nil {
			node.next = map[string]*Phrases[V]{}
		}
		child := node.next[w.Stem]
		if child == nil {
			child = &Phrases[V]{}
			node.next[w.Stem] = child
		}
		node = child
	}
	if node == p {
		return
	}
	node.values = append(node.values, value)
	if p.heads == nil {
		p.heads = &heads{}
	}
	*p.heads.of(phrase[0].Stem) = true
}

// A Match is a phrase found: the words [From, To) of the text, and the values
// of the phrases that have these stems.
type Match[V any] struct {
	From, To int
	Values   []V
}

// Find gives the phrases in a text's words, the longest at each place, none
// overlapping another.
func (p *Phrases[V]) Find(words []Word) []Match[V] {
	if p.heads == nil {
		return nil
	}
	var found []Match[V]
	for i := 0; i < len(words); {
		if !*p.heads.of(words[i].Stem) {
			i++
			continue
		}
		end, values := p.longest(words[i:])
		if end == 0 {
			i++
			continue
		}
		found = append(found, Match[V]{i, i + end, values})
		i += end
	}
	return found
}

func (p *Phrases[V]) longest(words []Word) (end int, values []V) {
	node := p
	for i, w := range words {
		if node = node.next[w.Stem]; node == nil {
			break
		}
		if node.values != nil {
			end, values = i+1, node.values
		}
	}
	return end, values
}
