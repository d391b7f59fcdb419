package policy

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io"
	"maps"
	"slices"
	"strconv"
	"time"
)

// Answers remembers what rules answered of entries, so that each is asked once of
// a version of an entry, and not again by every page and every command: a half-year
// of texts and thirty patterns take seconds. What is remembered never decides
// otherwise than the rule would: it is kept under a sum of everything that a rule
// can ask about, and all of it is forgotten when a rule or a list of one changes.
type Answers struct {
	print   [sha256.Size]byte
	said    map[answerKey]*remembered
	answers map[string]string // each once
	fresh   int               // that were not read
}

type answerKey [16]byte

// remembered has, of each rule in the order of the files, "y", "n" or, where it is
// asked each time, "?".
type remembered struct {
	said string
	used bool
}

// answersForm is of what is remembered: whoever changes what a function or a member
// of rules says of an entry raises it.
const answersForm = 2

// NewAnswers begins with nothing, or with what another of the same rules wrote; what
// cannot be read, or is of other rules, is left.
func NewAnswers(rules []Rule, data []byte) *Answers {
	a := &Answers{print: printOf(rules), said: map[answerKey]*remembered{}, answers: map[string]string{}}
	a.read(data, len(rules))
	return a
}

// printOf tells rules apart by what they ask.
func printOf(rules []Rule) [sha256.Size]byte {
	h := sha256.New()
	io.WriteString(h, strconv.Itoa(answersForm))
	for i := range rules {
		q := rules[i].question
		if q == nil {
			io.WriteString(h, "\x00?")
			continue
		}
		io.WriteString(h, "\x00"+q.source+"\x00"+q.kit.lists)
	}
	return [sha256.Size]byte(h.Sum(nil))
}

// key is a sum of all that a rule can ask about a piece; false where that cannot be
// told.
func (a *Answers) key(p *Piece, curated []string) (answerKey, bool) {
	if a == nil || p.Hash == "" {
		return answerKey{}, false
	}
	h := sha256.New()
	put := func(words ...string) {
		var n [8]byte
		binary.LittleEndian.PutUint64(n[:], uint64(len(words)))
		h.Write(n[:])
		for _, w := range words {
			binary.LittleEndian.PutUint64(n[:], uint64(len(w)))
			h.Write(n[:])
			io.WriteString(h, w)
		}
	}
	organisation := ""
	if p.Organisation != nil {
		organisation = p.Organisation.ID
	}
	feed := feedFacts(p.Feed, p.Licence)
	put(p.Hash, strconv.Itoa(len(p.Plain)), strconv.Itoa(len(p.Links)), p.Title, p.Language, p.Date().UTC().Format(time.RFC3339Nano), string(p.Relation), p.Contributor.ID, organisation, feed.Address, feed.Licence)
	put(curated...)
	put(p.Sectors...)
	put(p.Entry.Tags...)
	for _, person := range p.People {
		put(person.Name)
	}
	return answerKey(h.Sum(nil)[:16]), true
}

// An answer is what a rule says of an entry.
type answer struct {
	match bool
	err   error // it could not be asked
}

// answer asks every rule about a piece, or remembers.
func (v *Verdicts) answer(p *Piece, curated []string) []answer {
	key, known := v.Answers.key(p, curated)
	var before *remembered
	if known {
		before = v.Answers.said[key]
	}
	out := make([]answer, len(v.Rules))
	var env Environment
	made := false
	said := make([]byte, len(v.Rules))
	for i := range v.Rules {
		if before != nil && before.said[i] != '?' {
			out[i].match = before.said[i] == 'y'
			continue
		}
		if !made {
			env, made = environment(p, curated), true
		}
		q := v.Rules[i].question
		out[i].match, out[i].err = q.ask(env)
		switch {
		case out[i].err != nil || q.live():
			said[i] = '?'
		case out[i].match:
			said[i] = 'y'
		default:
			said[i] = 'n'
		}
	}
	switch {
	case before != nil:
		before.used = true
	case known:
		v.Answers.put(key, string(said), true)
		v.Answers.fresh++
	}
	return out
}

func (a *Answers) put(key answerKey, said string, used bool) {
	once, ok := a.answers[said]
	if !ok {
		a.answers[said], once = said, said
	}
	a.said[key] = &remembered{once, used}
}

// live reports whether a question asks about more than the entry and lists that it
// names: who else is listed.
func (q *question) live() bool { return q == nil || q.kit.live }

// Fresh says how many entries were asked about that nothing was known of.
func (a *Answers) Fresh() int { return a.fresh }

// Bytes gives what is remembered of the entries that were asked about, for
// NewAnswers.
func (a *Answers) Bytes() []byte {
	out := append([]byte{}, a.print[:]...)
	for _, key := range slices.SortedFunc(maps.Keys(a.said), func(x, y answerKey) int { return bytes.Compare(x[:], y[:]) }) {
		if r := a.said[key]; r.used {
			out = append(append(out, key[:]...), r.said...)
		}
	}
	return binary.LittleEndian.AppendUint32(out, crc32.Checksum(out, castagnoli))
}

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

var errForeign = errors.New("is of other rules, or torn")

func (a *Answers) read(data []byte, rules int) error {
	row := len(answerKey{}) + rules
	body := len(data) - len(a.print) - crc32.Size
	if body < 0 || body%row != 0 || [sha256.Size]byte(data[:len(a.print)]) != a.print ||
		crc32.Checksum(data[:len(data)-crc32.Size], castagnoli) != binary.LittleEndian.Uint32(data[len(data)-crc32.Size:]) {
		return errForeign
	}
	for at := len(a.print); at < len(data)-crc32.Size; at += row {
		a.put(answerKey(data[at:at+len(answerKey{})]), string(data[at+len(answerKey{}):at+row]), false)
	}
	return nil
}
