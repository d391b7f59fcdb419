package policy

import (
	"bytes"
	"encoding/json"
	"errors"
	"io/fs"
	"slices"
	"time"

	"weft/internal/diag"
	"weft/internal/entry"
	"weft/internal/roster"
)

// LedgerFile is where decisions are kept, within a layer.
const LedgerFile = "content/ledger.jsonl"

// An Act is one line of the ledger.
type Act struct {
	ID      string    `json:"id"` // a hash of the rest
	Act     string    `json:"act"`
	URL     string    `json:"url,omitempty"`
	Entry   string    `json:"entry,omitempty"`
	Person  string    `json:"person,omitempty"`  // a contributor's id
	Name    string    `json:"name,omitempty"`    // of somebody on no list
	Not     bool      `json:"not,omitempty"`     // takes back an earlier act of the kind
	Issue   string    `json:"issue,omitempty"`   // a period, of what is about an issue
	Frozen  string    `json:"frozen,omitempty"`  // a hash of what a freeze froze
	Edition string    `json:"edition,omitempty"` // of what was published or sent
	Tree    string    `json:"tree,omitempty"`    // a hash of what was published
	Files   int       `json:"files,omitempty"`   // how many files that were
	Sent    int       `json:"sent,omitempty"`    // to how many addresses an issue went
	Note    string    `json:"note,omitempty"`
	Action  Action    `json:"action,omitempty"`
	Reason  string    `json:"reason,omitempty"`
	Until   time.Time `json:"until,omitzero"`
	By      string    `json:"by"`
	At      time.Time `json:"at"`
	File    string    `json:"-"` // where it stands, as people see it
	Line    int       `json:"-"`
	order   int       // of the line among all
}

// A Ledger is what people decided about entries; the later line wins.
type Ledger struct {
	byEntry   map[string]Act
	byAddress map[string]Act
	Acts      []Act // in the order of the files
	// What is decided of entries and asked of decisions, by its place in Acts: to
	// go through all lines for each would take minutes where there are thousands.
	ofEntry, ofAddress map[string][]int
}

// LoadLedger reads content/ledger.jsonl of every layer, as it stood at a
// moment; the zero time takes all. What was taken down since is so at any moment.
func LoadLedger(layers []roster.Layer, asOf time.Time) (Ledger, diag.List) {
	l, whole := newLedger(), newLedger()
	var probs diag.List
	for _, layer := range layers {
		data, there := readFile(layer, LedgerFile, &probs)
		if !there {
			continue
		}
		last := map[string]int{} // both sides of a merge may have had a line: it counts once
		eachLine(data, func(n int, line []byte) { last[string(line)] = n })
		eachLine(data, func(n int, line []byte) {
			if last[string(line)] != n {
				return
			}
			a, fine := readAct(layer.Name+LedgerFile, n, line, data, &probs)
			if !fine {
				return
			}
			if whole.add(a); asOf.IsZero() || !a.At.After(asOf) {
				l.add(a)
			}
		})
	}
	return l.standing(whole), probs
}

// readAct reads a line; false where it does nothing, which is told. A line that
// is another than when its id was made is not believed: what it was may have
// held something back, so that nothing goes on before a person has looked.
func readAct(file string, n int, line, data []byte, probs *diag.List) (Act, bool) {
	a := Act{File: file, Line: n}
	if err := json.Unmarshal(line, &a); err != nil {
		probs.Add(file, n, unreadable(data, line), "the line cannot be read: %v", err)
		return a, false
	}
	if id := a.altered(line); id != "" {
		probs.Add(file, n, "take the line back from git, and mend the decision by a later one; a line of your own needs no id",
			"the line is another than when its id %q was made", id)
		return a, false
	}
	hint, wrong, misspelt := a.unknown()
	if wrong == "" {
		hint, wrong = a.amiss()
		misspelt = wrong != ""
	}
	switch {
	case misspelt:
		probs.Add(file, n, hint, "%s", wrong)
	case wrong != "":
		probs.Warn(file, n, hint, "%s", wrong)
	}
	return a, !misspelt
}

func newLedger() Ledger {
	return Ledger{byEntry: map[string]Act{}, byAddress: map[string]Act{}, ofEntry: map[string][]int{}, ofAddress: map[string][]int{}}
}

// keepBoth says what to do about a mark that git left in a file of lines, of
// which none is ever to be lost.
const keepBoth = "git left this mark where two people added lines: delete it, and keep the lines of both"

// byteOrderMark is what some editors put before a text; JSON knows no such sign.
var byteOrderMark = []byte("\ufeff")

const noMark = "an editor put a sign before the line that cannot be seen, a byte order mark: save the file as UTF-8 without BOM"

// unreadable says what to do about a line that cannot be read: the last one may
// have been torn while it was written.
func unreadable(data, line []byte) string {
	if diag.IsConflict(string(line)) {
		return keepBoth
	}
	if bytes.HasPrefix(line, byteOrderMark) {
		return noMark
	}
	if before, behind, joined := bytes.Cut(line, []byte("}{")); joined && json.Valid(append(bytes.Clone(before), '}')) && json.Valid(append([]byte("{"), behind...)) {
		return "two lines became one: press Enter between } and {"
	}
	if bytes.HasSuffix(data, line) {
		return "it was cut off while it was written: delete it and decide again"
	}
	return "take the line back from git; a decision is mended by a later line, never by changing one"
}

// readFile reads a file of a layer; false when there is none. One that is
// there and cannot be read is a problem: to take it for missing would let pass
// what it holds back.
func readFile(layer roster.Layer, name string, probs *diag.List) ([]byte, bool) {
	data, err := fs.ReadFile(layer.FS, name)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		probs.Add(layer.Name+name, 0, "make the file readable, or move it away", "cannot be read: %v", err)
	}
	return data, err == nil
}

// eachLine hands out the lines of a list of JSON objects that are not blank,
// with their numbers.
func eachLine(data []byte, use func(n int, line []byte)) {
	n := 0
	for line := range bytes.Lines(data) {
		n++
		if line = bytes.TrimSpace(line); len(line) > 0 {
			use(n, line)
		}
	}
}

func (l *Ledger) add(a Act) {
	a.order = len(l.Acts)
	l.Acts = append(l.Acts, a)
	if a.Act != ActDecide && a.Act != ActAppeal {
		return
	}
	key := entry.AddressKey(a.URL)
	if a.Entry != "" {
		l.ofEntry[a.Entry] = append(l.ofEntry[a.Entry], a.order)
	}
	if key != "" {
		l.ofAddress[key] = append(l.ofAddress[key], a.order)
	}
	if a.Act != ActDecide {
		return
	}
	if a.Entry != "" && a.after(l.byEntry[a.Entry]) {
		l.byEntry[a.Entry] = a
	}
	if key != "" && a.after(l.byAddress[key]) {
		l.byAddress[key] = a
	}
}

// about gives the decisions and appeals about an entry, known by its id or any
// address it ever had, in the order of the files.
func (l *Ledger) about(id string, addresses []string) []Act {
	places := slices.Clone(l.ofEntry[id])
	for _, a := range addresses {
		places = append(places, l.ofAddress[entry.AddressKey(a)]...)
	}
	slices.Sort(places)
	var out []Act
	for _, i := range slices.Compact(places) {
		out = append(out, l.Acts[i])
	}
	return out
}

// after reports whether an act is the later one: by its time, since merging
// two histories may mix the lines; of the same second, by its line.
func (a Act) after(b Act) bool {
	if c := a.At.Compare(b.At); c != 0 {
		return c > 0
	}
	return a.order >= b.order
}

// Find gives the newest decision on an entry, known by its id or any address
// it ever had.
func (l *Ledger) Find(id string, addresses []string) (Act, bool) {
	best, found := l.byEntry[id]
	for _, address := range addresses {
		if a, ok := l.byAddress[entry.AddressKey(address)]; ok && (!found || a.after(best)) {
			best, found = a, true
		}
	}
	return best, found
}

// timed reports whether a decision ends by itself.
func (l Ledger) timed() bool {
	return slices.ContainsFunc(l.Acts, func(a Act) bool { return !a.Until.IsZero() })
}
