package influence

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"weft/internal/entry"
	"weft/internal/roster"
	"weft/internal/text"

	"golang.org/x/text/unicode/norm"
)

// Names finds listed people in texts by what the lists call them: names of two
// words or more, aliases, handles ("@idris") and addresses of profiles. What two
// people share finds neither. Who wants no claims about influence is not in it.
//
// A name is found where it stands as people write it: its words in their order,
// each whole, in the capitals it is declared with, or all in capitals. A text is
// gone through once, however many people there are.
type Names struct {
	roster   *roster.Roster
	root     *called
	heads    *[1 << 16]bool                 // of the first words of names: most words of a text begin none
	handles  map[string]*roster.Contributor // in small letters, without the first "@"; nil: several
	profiles map[string]*roster.Contributor // by address key in small letters; nil: several
	hosts    map[string]bool                // of profiles
}

// called is a place in the trie of names, whose steps are words, each with what
// stands before it.
type called struct {
	next map[string]*called
	who  *roster.Contributor
	word bool // an alias of one word, which must stand alone
}

// leastAlias is how many letters an alias of one word has at least: a shorter
// one would be found in everybody's texts.
const leastAlias = 3

// NewNames makes it of everybody on the lists.
func NewNames(r *roster.Roster) *Names {
	n := &Names{roster: r, root: &called{}, heads: &[1 << 16]bool{}, handles: map[string]*roster.Contributor{}, profiles: map[string]*roster.Contributor{}, hosts: map[string]bool{}}
	for _, c := range r.Contributors {
		n.profilesOf(c)
		for i, name := range append([]string{c.Name}, c.Aliases...) {
			if name = strings.TrimSpace(name); r.Named(name) == c && !c.OptOut.Influence && !c.OptOut.All {
				n.add(name, c, i > 0)
			}
		}
	}
	return n
}

// profilesOf enters the profiles of somebody. Networks tell no capitals apart, so
// two who have one address in other capitals share it.
func (n *Names) profilesOf(c *roster.Contributor) {
	for _, p := range c.Profiles {
		key := strings.ToLower(entry.AddressKey(p))
		if !strings.Contains(key, "/") {
			continue
		}
		who := c
		if c.OptOut.Influence || c.OptOut.All {
			who = nil
		}
		enter(n.profiles, key, who)
		host, way, _ := strings.Cut(key, "/")
		n.hosts[host] = true
		if strings.HasPrefix(way, "@") && !strings.Contains(way, "/") {
			enter(n.handles, way[1:]+"@"+host, who)
		}
	}
}

func enter(index map[string]*roster.Contributor, key string, c *roster.Contributor) {
	if other, taken := index[key]; taken && other != c {
		c = nil
	}
	index[key] = c
}

func (n *Names) add(name string, c *roster.Contributor, alias bool) {
	if handle, ok := strings.CutPrefix(name, "@"); ok {
		enter(n.handles, strings.ToLower(handle), c)
		return
	}
	for _, form := range forms(name) {
		steps := stepsOf(form)
		if len(steps) == 0 || len(steps) == 1 && (!alias || !tells(form)) {
			continue
		}
		node := n.root
		for _, s := range steps {
			if node.next == nil {
				node.next = map[string]*called{}
			}
			if node.next[s] == nil {
				node.next[s] = &called{}
			}
			node = node.next[s]
		}
		n.heads[head(steps[0])] = true
		if node.who != nil && node.who != c { // two whose names differ in capitals alone
			node.who = nil
			continue
		}
		node.who, node.word = c, len(steps) == 1
	}
}

// tells reports whether an alias of one word is more than a word: it is long
// enough, and has a capital, a digit or a low line.
func tells(alias string) bool {
	return utf8.RuneCountInString(alias) >= leastAlias && strings.ContainsFunc(alias, func(r rune) bool {
		return unicode.IsUpper(r) || unicode.IsTitle(r) || unicode.IsDigit(r) || r == '_' || unicode.IsLetter(r) && !unicode.IsLower(r)
	})
}

// forms are the ways in which people write a name: as it is declared, with a
// capital where a sentence begins, all in capitals, and what is declared in small
// letters with capitals.
func forms(name string) []string {
	if !strings.ContainsAny(name, " \u00a0-‐.") {
		return []string{name}
	}
	all := []string{name, capital(name)}
	if strings.ContainsAny(strings.TrimSpace(name), " \u00a0") {
		all = append(all, strings.ToUpper(name))
		if name == strings.ToLower(name) {
			words := strings.Fields(name)
			for i, w := range words {
				words[i] = capital(w)
			}
			all = append(all, strings.Join(words, " "))
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

func capital(s string) string {
	r, size := utf8.DecodeRuneInString(s)
	if r == utf8.RuneError {
		return s
	}
	return string(unicode.ToTitle(r)) + s[size:]
}

// stepsOf takes a name apart into words, each but the first with what stands
// before it.
func stepsOf(name string) []string {
	var steps []string
	last := 0
	before := ""
	text.EachWord(name, func(start, end int) {
		w := spelled(name[start:end])
		if len(steps) > 0 {
			gap, ok := gapOf(name[last:start], before)
			if !ok {
				gap = name[last:start]
			}
			w = gap + w
		}
		steps = append(steps, w)
		last, before = end, name[start:end]
	})
	return steps
}

// spelled brings the spellings of a word together, but for its capitals.
func spelled(w string) string {
	for i := range len(w) {
		if w[i] >= utf8.RuneSelf {
			return norm.NFC.String(strings.ReplaceAll(w, "’", "'"))
		}
	}
	return w
}

// gapOf is what stands between two words of a name, in one spelling; false when
// they are not words of one name: another line or sentence has begun.
func gapOf(gap, before string) (string, bool) {
	if gap == " " {
		return gap, true
	}
	if strings.HasPrefix(gap, ".") && (utf8.RuneCountInString(before) <= 2 || strings.Contains(before, ".")) { // an initial, a title
		gap = gap[1:]
	}
	switch gap {
	case "":
		return " ", true // "I.Vaughan"
	case "-", "‐", "‑":
		return "-", true
	}
	return " ", strings.Trim(gap, " \t\u00a0\u202f") == ""
}

// head tells words apart roughly, and at once.
func head(w string) uint16 {
	h := uint32(len(w))*131 + uint32(w[0])*31 + uint32(w[len(w)/2])*1031 + uint32(w[len(w)-1])*5519
	return uint16(h ^ h>>7)
}

// A met person is where a text names them.
type met struct {
	who        *roster.Contributor
	start, end int
}

// in finds who is named in a text, and where, in the text's order: of names that
// overlap, the one that begins first, and of these the longest.
func (n *Names) in(s string) []met {
	v := visit{names: n, s: s}
	text.EachWord(s, v.word)
	slices.SortFunc(v.found, func(a, b met) int { return cmp.Or(cmp.Compare(a.start, b.start), cmp.Compare(b.end, a.end)) })
	until := 0
	return slices.DeleteFunc(v.found, func(m met) bool {
		if m.start < until {
			return true
		}
		until = m.end
		return m.who == nil
	})
}

// A visit is one text on its way past the trie.
type visit struct {
	names  *Names
	s      string
	open   []begun // names that the words so far begin
	last   int     // end of the word before
	before string
	found  []met
	two    [2]int // used again for each word
}

type begun struct {
	at    *called
	start int
}

func (v *visit) word(start, end int) {
	w := v.s[start:end]
	if len(v.open) > 0 {
		v.goOn(start, end)
	}
	v.last, v.before = end, w
	if start > 0 && v.s[start-1] == '@' {
		v.handle(start)
	}
	if strings.IndexByte(w, '.') > 0 {
		v.address(start)
	}
	v.begin(start, end)
	if at := elided(w); at > 0 {
		v.begin(start+at, end)
	}
}

// elided gives where a word begins that stands behind an article without its
// vowel ("d'Idris"); 0: there is none.
func elided(w string) int {
	for i := range min(3, len(w)) {
		for _, sign := range [2]string{"'", "’"} {
			if i > 0 && strings.HasPrefix(w[i:], sign) {
				return i + len(sign)
			}
		}
		if w[i] < 'a' || w[i] > 'z' {
			return 0
		}
	}
	return 0
}

func (v *visit) begin(start, end int) {
	for _, to := range v.ends(start, end) {
		if form := spelled(v.s[start:to]); form != "" && v.names.heads[head(form)] {
			if next := v.names.root.next[form]; next != nil {
				v.step(next, start, to, to == end)
			}
		}
	}
}

// ends gives where a word ends, and where it ends without the ending of what is
// somebody's ("Vaughan's").
func (v *visit) ends(start, end int) []int {
	for _, ending := range [2]string{"'s", "’s"} {
		if strings.HasSuffix(v.s[start:end], ending) {
			return append(v.two[:0], end, end-len(ending))
		}
	}
	return append(v.two[:0], end)
}

func (v *visit) goOn(start, end int) {
	open := v.open
	v.open = v.open[:0:0]
	gap, ok := gapOf(v.s[v.last:start], v.before)
	if !ok {
		return
	}
	for _, b := range open {
		for _, to := range v.ends(start, end) {
			if next := b.at.next[gap+spelled(v.s[start:to])]; next != nil {
				v.step(next, b.start, to, to == end)
			}
		}
	}
}

// step takes a name one word further; goesOn says that another may follow.
func (v *visit) step(next *called, start, end int, goesOn bool) {
	if next.who != nil && v.stands(start, end, next.word) {
		v.found = append(v.found, met{next.who, start, end})
	}
	if goesOn && next.next != nil {
		v.open = append(v.open, begun{next, start})
	}
}

// stands reports whether a name is not part of something longer: of a double
// name, and, of one word, of an address or a handle.
func (v *visit) stands(start, end int, alone bool) bool {
	before, _ := utf8.DecodeLastRuneInString(v.s[:start])
	after, size := utf8.DecodeRuneInString(v.s[end:])
	behind, _ := utf8.DecodeRuneInString(v.s[end+size:])
	letter := func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
	hyphen := func(r rune) bool { return r == '-' || r == '‐' || r == '‑' }
	if alone && (strings.ContainsRune("@/#._&=", before) || strings.ContainsRune("@/_=", after) || (after == '.' || hyphen(after)) && letter(behind)) {
		return false
	}
	return !hyphen(before) && before != '_' && after != '_' && !(hyphen(after) && unicode.IsUpper(behind))
}

// handle looks at what stands behind an "@".
func (v *visit) handle(start int) {
	if before, _ := utf8.DecodeLastRuneInString(v.s[:start-1]); unicode.IsLetter(before) || unicode.IsDigit(before) || strings.ContainsRune("/@._-", before) && start > 1 {
		return // of an address
	}
	name := v.s[start : start+runOf(v.s[start:], "_-.@")]
	name = strings.TrimRight(name, "_-.@")
	if c := v.names.handles[strings.ToLower(name)]; c != nil {
		v.found = append(v.found, met{c, start - 1, start + len(name)})
	}
}

// address looks at what may be a profile's address, with its scheme or without.
func (v *visit) address(start int) {
	s := v.s[start:]
	host := s[:runOf(s, ".-")]
	if !v.names.hosts[strings.TrimPrefix(strings.ToLower(host), "www.")] {
		return
	}
	address := s[:runOf(s, "/@:._-~%?=&+#")]
	address = strings.TrimRight(address, ".:-?&")
	if c := v.names.Profile("https://" + address); c != nil {
		v.found = append(v.found, met{c, start, start + len(address)})
	}
}

// runOf is how far a text goes on in letters, digits and some signs.
func runOf(s, signs string) int {
	end := strings.IndexFunc(s, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune(signs, r)
	})
	if end < 0 {
		return len(s)
	}
	return end
}

// Profile finds whose profile an address is; nil: nobody's, or several people's.
func (n *Names) Profile(address string) *roster.Contributor {
	if len(n.profiles) == 0 {
		return nil
	}
	return n.profiles[strings.ToLower(entry.AddressKey(address))]
}
