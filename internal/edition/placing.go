package edition

import (
	"bytes"
	"errors"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"weft/internal/diag"
	"weft/internal/digest"
	"weft/internal/entry"
	"weft/internal/period"
)

// A Placing says how an issue has to do with an entry.
type Placing struct {
	Period string
	File   string // of the Markdown, as people see it
	Line   int    // of the item; 0: it is not in the text
	Layer  int
	// Section is the heading it stands under.
	Section string
	Draft   bool
	Frozen  bool
	Offered bool // weft proposed it
	Kept    bool // its facts are among those frozen
}

// Placings finds an entry, known by its id and folded addresses, in the issues
// of the edition, the newest first. Files that cannot be read are problems, and
// do not hide the others.
func (ed *Edition) Placings(id string, keys map[string]bool) ([]Placing, diag.List) {
	periods, probs := ed.Periods()
	look := sought{id, keys, marksOf(id, keys)}
	var out []Placing
	for _, p := range periods {
		for n := range ed.Layers {
			if placing, ok := ed.placing(p, n, look, &probs); ok {
				out = append(out, placing)
			}
		}
	}
	return out, probs
}

// A sought entry is looked for in many files. marks are texts of which a file
// that has to do with it holds one: most files hold none and are not parsed.
type sought struct {
	id    string
	keys  map[string]bool
	marks [][]byte
}

// plainEnd is the end of an address that is written one way only.
var plainEnd = regexp.MustCompile(`^[a-z0-9-]{6,}$`)

func marksOf(id string, keys map[string]bool) [][]byte {
	var out []string
	if id != "" {
		out = append(out, id)
	}
	for key := range keys {
		key = strings.ToLower(key)
		host, _, _ := strings.Cut(strings.TrimPrefix(key, "/contributions/"), "/")
		switch end := path.Base(key); {
		case plainEnd.MatchString(end):
			out = append(out, end)
		case strings.Contains(host, "xn--"): // a person may have written it otherwise
			out = append(out, "")
		default:
			host, _, _ = strings.Cut(host, "?")
			out = append(out, host)
		}
	}
	slices.Sort(out)
	var marks [][]byte
	for _, m := range slices.Compact(out) {
		marks = append(marks, []byte(m))
	}
	return marks
}

func (s sought) mayBeIn(data []byte) bool {
	data = bytes.ToLower(data)
	return slices.ContainsFunc(s.marks, func(m []byte) bool { return bytes.Contains(data, m) })
}

func (ed *Edition) placing(p period.Period, n int, look sought, probs *diag.List) (Placing, bool) {
	layer := ed.Layers[n]
	out := Placing{Period: p.Name, File: layer.Name + DigestFile(p.Name), Layer: n}
	text := readOr(layer.FS, DigestFile(p.Name), layer.Name, probs)
	record := readOr(layer.FS, RecordFile(p.Name), layer.Name, probs)
	if text == nil || !look.mayBeIn(text) && !look.mayBeIn(record) {
		return out, false
	}
	inRecord(&out, record, layer.Name+RecordFile(p.Name), look, probs)
	file, ok := digest.Read(ed.md, out.File, text, probs)
	if !ok {
		return out, out.Offered || out.Kept
	}
	out.Draft = file.Draft
	out.Line, out.Section = look.itemIn(file)
	return out, out.Line > 0 || out.Offered || out.Kept
}

// readOr reads a file of a layer; nil where there is none.
func readOr(fsys fs.FS, name, layer string, probs *diag.List) []byte {
	data, err := fs.ReadFile(fsys, name)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		probs.Add(layer+name, 0, "make the file readable", "cannot be read: %v", err)
	}
	return data
}

// inRecord reads what weft keeps beside an issue.
func inRecord(p *Placing, data []byte, name string, look sought, probs *diag.List) {
	if data == nil {
		return
	}
	r, err := digest.ParseRecord(data)
	if err != nil {
		probs.Add(name, 0, "", "%v", err)
		return
	}
	p.Frozen = r.Frozen
	p.Offered = slices.ContainsFunc(r.Offered, func(o digest.Offer) bool { return look.is(o.Entry, o.URL) })
	p.Kept = slices.ContainsFunc(r.Items, func(f digest.Facts) bool { return look.is(f.Entry, append(f.Addresses, f.URL)...) })
}

func (s sought) is(id string, addresses ...string) bool {
	return id != "" && id == s.id || slices.ContainsFunc(addresses, func(a string) bool { return s.keys[entry.AddressKey(a)] })
}

// itemIn gives the line of the item about the entry, and its heading.
func (s sought) itemIn(f digest.File) (line int, section string) {
	for _, b := range f.Blocks {
		if b.Heading != nil {
			section = b.Heading.Title
		}
		for _, item := range b.List {
			if item.URL != "" && s.is("", digest.Target(item.URL)) {
				return f.Line + item.Line - 1, section
			}
		}
	}
	return 0, ""
}
