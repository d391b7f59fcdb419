package lint

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"

	"weft/internal/archive"
	"weft/internal/diag"
	"weft/internal/digest"
	"weft/internal/edition"
	"weft/internal/entry"
	"weft/internal/leak"
	"weft/internal/markdown"
	"weft/internal/period"
	"weft/internal/route"
)

// Digests looks through the issues in the topmost layer of an edition, as that
// edition sees them. The edition may be a surveyed one. The error is an
// archive's.
func Digests(ed *edition.Edition) (diag.List, error) {
	d := &digests{ed: ed, md: markdown.New()}
	err := d.lookAt(func(*issueFile) bool { return true })
	return d.probs, errors.Join(err, ed.Err())
}

// Issue is Digests for one issue, as it is before it is frozen: of its state,
// draft or published, nothing is said.
func Issue(ed *edition.Edition, period string) (diag.List, error) {
	d := &digests{ed: ed, md: markdown.New(), text: true}
	err := d.lookAt(func(f *issueFile) bool { return f.period.Name == period })
	own := ed.Layers[len(ed.Layers)-1].Name + edition.DigestFile(period)
	return slices.DeleteFunc(d.probs, func(p diag.Problem) bool { return p.File != own }), errors.Join(err, ed.Err())
}

func (d *digests) lookAt(asked func(*issueFile) bool) error {
	top := len(d.ed.Layers) - 1
	for n := range d.ed.Layers {
		d.layer(n, n == top)
	}
	if err := d.identify(); err != nil {
		return err
	}
	for _, f := range d.files {
		if f.layer == top && asked(f) {
			if err := d.look(f); err != nil {
				return err
			}
		}
	}
	return nil
}

// A digests is the issues of an edition being looked through.
type digests struct {
	ed    *edition.Edition
	md    *markdown.Converter
	text  bool // of the state of an issue nothing is said
	probs diag.List
	files []*issueFile
	pages *pages
	// titles finds those of what was taken down; nil: not asked yet.
	titles *leak.Scanner
}

// An issueFile is one Markdown file of an issue.
type issueFile struct {
	prose
	layer  int
	period period.Period
	file   digest.File
	record digest.Record
	sound  bool // the front matter could be read
	noted  bool // the record could be read
	stray  bool // its name is no period: a copy, or a slip
	public *issueFile
	items  []item
}

// An item is a list item that begins with a link.
type item struct {
	line   int
	link   string // what its link means
	title  string
	facts  *digest.Facts // of a frozen issue
	known  []string      // ids of the entries that have or had its address
	offer  bool          // weft offered it in this issue
	entry  *entry.Entry  // of an issue that is not frozen
	placed *place        // where it stood before
	gone   bool          // held back or withdrawn
}

// A place is a line of a file.
type place struct {
	file string
	line int
}

func (p place) String() string { return fmt.Sprintf("%s:%d", p.file, p.line) }

// layer reads the issues of a layer, the oldest first. What is wrong with the
// reading is told for the topmost alone: the others are other editions'.
func (d *digests) layer(n int, tell bool) {
	layer := d.ed.Layers[n]
	names, _ := fs.Glob(layer.FS, "content/digests/*.md")
	var probs diag.List
	for _, name := range names {
		if f := d.read(n, name, &probs); f != nil {
			d.files = append(d.files, f)
		}
	}
	if tell {
		d.probs = append(d.probs, probs...)
	}
	slices.SortStableFunc(d.files, func(a, b *issueFile) int { return a.period.Start.Compare(b.period.Start) })
}

// read reads one file; nil when it cannot be. A fault in its front matter hides
// nothing of what stands below.
func (d *digests) read(n int, name string, probs *diag.List) *issueFile {
	layer := d.ed.Layers[n]
	shown, base := layer.Name+name, strings.TrimSuffix(path.Base(name), ".md")
	data, err := fs.ReadFile(layer.FS, name)
	if err != nil {
		if info, statErr := fs.Stat(layer.FS, name); statErr != nil || !info.IsDir() {
			probs.Add(shown, 0, "make the file readable, or move it away", "cannot be read: %v", err)
		}
		return nil // of folders the tree is told: see names.go
	}
	f := &issueFile{prose: prose{name: shown, page: route.Digest(base)}, layer: n, period: period.Period{Name: base}, public: d.publicOf(base, n)}
	if p, err := d.ed.Site.Calendar.Parse(base); err == nil {
		f.period = p
	} else if f.stray = !d.ed.Unread(); f.stray {
		probs.Add(shown, 0, "an issue's file is named for its period; move a copy out of this folder", "%v", err)
	}
	f.file, f.sound = digest.Read(d.md, shown, data, probs)
	f.source, f.first = body(data, f.file.Line), f.file.Line
	if f.sound && !f.stray && f.file.Period != base {
		probs.Add(shown, max(1, f.file.Lines.Of("period")), fmt.Sprintf("write period = %q, or rename the file", base), "period = %q in the file of %s", f.file.Period, base)
	}
	if f.record, err = d.ed.Record(base, n); err != nil {
		probs.Add(layer.Name+edition.RecordFile(base), 0, "take it back from git, or delete it to lose what it remembers", "%s", firstWords(err))
	}
	f.noted = err == nil
	f.readItems()
	return f
}

// firstWords leaves out what an error says of the way on: the hint does.
func firstWords(err error) string {
	said, _, _ := strings.Cut(err.Error(), "; it is written by weft")
	return said
}

// body gives what stands below the front matter, with the line ends that the
// reader of front matter gives it.
func body(data []byte, line int) string {
	text := strings.ReplaceAll(string(data), "\r\n", "\n")
	for range line - 1 {
		_, text, _ = strings.Cut(text, "\n")
	}
	return text
}

func (d *digests) publicOf(period string, n int) *issueFile {
	for _, f := range d.files {
		if n > 0 && f.layer == 0 && f.period.Name == period {
			return f
		}
	}
	return nil
}

func (f *issueFile) readItems() {
	for _, b := range f.file.Blocks {
		for _, li := range b.List {
			if li.URL == "" {
				continue
			}
			it := item{line: f.line(li.Line), link: digest.Target(li.URL), title: li.Title}
			key := entry.AddressKey(it.link)
			if i := slices.IndexFunc(f.record.Items, func(x digest.Facts) bool {
				return entry.AddressKey(x.URL) == key || slices.Contains(x.Addresses, key)
			}); i >= 0 && f.record.Frozen {
				it.facts = &f.record.Items[i]
			}
			it.offer = slices.ContainsFunc(f.record.Offered, func(o digest.Offer) bool { return entry.AddressKey(o.URL) == key })
			f.items = append(f.items, it)
		}
	}
}

// published reports whether readers get to see the file.
func (f *issueFile) published() bool {
	if f.layer > 0 {
		return f.public != nil && f.public.sound && !f.public.file.Draft
	}
	return !f.file.Draft
}

// identify finds the entries behind the items' addresses, by what the archives
// know and, of frozen issues, by their facts.
func (d *digests) identify() error {
	var keys []string
	for _, f := range d.files {
		for _, it := range f.items {
			keys = append(keys, entry.AddressKey(it.link))
		}
	}
	slices.Sort(keys)
	keys = slices.Compact(keys)
	known := map[string][]string{}
	for n := range d.ed.Layers {
		db := d.ed.Archive(n)
		if db == nil {
			continue
		}
		found, err := db.Known(keys)
		if err != nil {
			return err
		}
		for _, a := range found {
			known[a.Key] = append(known[a.Key], a.Entry)
		}
	}
	for _, f := range d.files {
		for i := range f.items {
			f.items[i].known = known[entry.AddressKey(f.items[i].link)]
		}
	}
	d.place()
	return d.entries()
}

// entries reads what the archives have of the items of issues not frozen.
func (d *digests) entries() error {
	for _, f := range d.files {
		var ids []string
		for _, it := range f.items {
			if !f.record.Frozen {
				ids = append(ids, it.known...)
			}
		}
		byID, err := d.byID(ids)
		if err != nil {
			return err
		}
		for i := range f.items {
			for _, id := range f.items[i].known {
				if e := byID[id]; e != nil && f.items[i].entry == nil {
					f.items[i].entry = e
				}
			}
		}
	}
	return nil
}

func (d *digests) byID(ids []string) (map[string]*entry.Entry, error) {
	out := map[string]*entry.Entry{}
	for n := range d.ed.Layers {
		db := d.ed.Archive(n)
		if db == nil || len(ids) == 0 {
			continue
		}
		found, err := db.ByIDs(ids, time.Time{}, archive.NoTexts)
		if err != nil {
			return nil, err
		}
		for i := range found {
			if out[found[i].ID] == nil {
				out[found[i].ID] = &found[i]
			}
		}
	}
	return out, nil
}

// look tells what is wrong with one file.
func (d *digests) look(f *issueFile) error {
	if !d.text && f.sound {
		d.state(f)
	}
	d.sections(f)
	d.title(f)
	d.opening(f)
	d.twice(f)
	if err := d.dates(f); err != nil {
		return err
	}
	if err := d.unknown(f); err != nil {
		return err
	}
	if err := d.withdrawn(f); err != nil {
		return err
	}
	if err := d.questions(f); err != nil {
		return err
	}
	return d.words(&f.prose, f.items)
}

// questions looks through the questions at the head of an issue: readers get them on
// the home page and in feeds, too.
func (d *digests) questions(f *issueFile) error {
	for _, q := range f.file.Ask {
		p := prose{name: f.name, first: max(1, f.file.Lines.Of("ask")), source: strings.ReplaceAll(q, "\n", " "), page: f.page}
		if err := d.words(&p, nil); err != nil {
			return err
		}
	}
	return nil
}
