package edition

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"weft/internal/diag"
	"weft/internal/digest"
	"weft/internal/period"
	"weft/internal/roster"
	"weft/internal/route"
)

const digestDir = "content/digests/"

// DigestFile is the Markdown of a period's issue, and RecordFile what weft
// keeps beside it, within a layer.
func DigestFile(period string) string { return digestDir + period + ".md" }

// RecordFile is the items.json of a period's issue, within a layer.
func RecordFile(period string) string { return digestDir + period + ".items.json" }

// Periods lists the periods that have an issue in the site's own folder, the
// newest first.
func (ed *Edition) Periods() ([]period.Period, diag.List) {
	out, probs := ed.periodsOf(ed.Layers[0].FS)
	slices.SortFunc(out, func(a, b period.Period) int { return b.Start.Compare(a.Start) })
	return out, probs
}

func (ed *Edition) periodsOf(layer fs.FS) (out []period.Period, probs diag.List) {
	files, _ := fs.Glob(layer, digestDir+"*.md")
	for _, name := range files {
		p, err := ed.Site.Calendar.Parse(strings.TrimSuffix(path.Base(name), ".md"))
		if err != nil {
			probs.Add(name, 0, "an issue's file is named for its period", "%v", err)
			continue
		}
		if ed.at.AsOf.IsZero() || !p.Start.After(ed.at.AsOf) {
			out = append(out, p)
		}
	}
	return out, probs
}

// Issues gives every issue of the edition, the newest first, drafts too.
func (ed *Edition) Issues() ([]digest.Issue, diag.List, error) {
	periods, probs := ed.Periods()
	assembler := ed.assembler()
	var issues []digest.Issue
	for _, p := range periods {
		made, err := ed.issue(assembler, p)
		probs = append(probs, made.probs...)
		if err != nil {
			return nil, probs, err
		}
		if made.issue != nil {
			issues = append(issues, *made.issue)
		}
	}
	return issues, probs, ed.failed
}

// A madeIssue is what became of an issue's files, and what they were.
type madeIssue struct {
	issue *digest.Issue // nil: cannot be read
	probs diag.List
	from  trace
}

// issue reads and assembles an issue; one whose files are as they were stays
// what it was, where the edition is followed.
func (ed *Edition) issue(assembler digest.Assembler, p period.Period) (madeIssue, error) {
	if made, ok := ed.made[p.Name]; ok && made.from.still() {
		return made, nil
	}
	made := madeIssue{from: ed.trace.begin()}
	sources, found, err := ed.sources(p)
	ed.trace.end()
	made.probs = found
	if err == nil && len(sources) > 0 {
		if err = ed.recall(sources); err == nil {
			issue := assembler.Issue(p, sources)
			made.issue = &issue
		}
	}
	if ed.made != nil && err == nil {
		ed.made[p.Name] = made
	}
	return made, err
}

// recall has the entries of an issue's frozen items read together.
func (ed *Edition) recall(sources []digest.Source) error {
	var ids []string
	for _, s := range sources {
		for _, f := range s.Record.Items {
			ids = append(ids, f.Entry)
			for _, c := range f.SameStory {
				ids = append(ids, c.Entry)
			}
		}
	}
	return ed.View.Recall(ids)
}

// sources reads the files of an issue, the public one first; none when that
// cannot be read.
func (ed *Edition) sources(p period.Period) ([]digest.Source, diag.List, error) {
	var probs diag.List
	var out []digest.Source
	for n := range ed.Layers {
		s, ok, err := ed.source(p.Name, n, &probs)
		if err != nil {
			return nil, probs, err
		}
		if ok {
			out = append(out, s)
		} else if n == 0 {
			return nil, probs, nil
		}
	}
	return out, probs, nil
}

func (ed *Edition) source(name string, n int, probs *diag.List) (digest.Source, bool, error) {
	layer := ed.Layers[n]
	s := digest.Source{Internal: n > 0, Live: ed.live}
	data, err := fs.ReadFile(layer.FS, DigestFile(name))
	if errors.Is(err, fs.ErrNotExist) {
		return s, false, nil
	}
	if err != nil {
		return s, false, err
	}
	var ok bool
	s.File, ok = digest.Read(ed.md, layer.Name+DigestFile(name), data, probs)
	if !ok {
		return s, false, nil
	}
	if s.File.Period != name {
		probs.Add(s.File.Name, max(1, s.File.Lines.Of("period")), fmt.Sprintf("write period = %q, or rename the file", name), "period = %q in the file of %s", s.File.Period, name)
		return s, false, nil
	}
	s.Record, err = ed.Record(name, n)
	if err != nil {
		probs.Add(layer.Name+RecordFile(name), 0, "", "%v", err)
		return s, false, nil
	}
	return s, true, nil
}

// Record reads what weft keeps beside an issue; an empty one when there is
// nothing yet.
func (ed *Edition) Record(period string, n int) (digest.Record, error) {
	data, err := fs.ReadFile(ed.Layers[n].FS, RecordFile(period))
	if errors.Is(err, fs.ErrNotExist) {
		return digest.Record{Period: period}, nil
	}
	if err != nil {
		return digest.Record{}, err
	}
	return digest.ParseRecord(data)
}

// live finds what an address means now. An archive that fails is told once, at
// the end: see failed.
func (ed *Edition) live(address string) (digest.Facts, bool) {
	p, err := ed.View.ByAddress(address)
	if p == nil || err != nil {
		ed.failed = errors.Join(ed.failed, err)
		return digest.Facts{}, false
	}
	f, err := ed.facts(p)
	f.Inside = p.Layer > 0
	ed.failed = errors.Join(ed.failed, err)
	return f, err == nil
}

func (ed *Edition) assembler() digest.Assembler {
	a := digest.Assembler{Drafts: ed.drafts, Hidden: ed.hidden, Refused: ed.refused, Unthanked: ed.unthanked, Trim: ed.trim, Changed: ed.changed, Withdrawn: func(f digest.Facts) bool { return ed.takenBack(f.Entry, nil) }}
	for _, t := range ed.Themes {
		a.Themes = append(a.Themes, t.ID)
	}
	return a
}

func (ed *Edition) hidden(f digest.Facts) bool {
	if ed.Roster.DeclinedAt(f.URL) {
		return true
	}
	who := append([]string{f.Contributor.ID}, authorsOf(f)...)
	if f.Via != nil {
		who = append(who, f.Via.ID)
	}
	gone, err := ed.View.Withdrawn(f.Entry, append(slices.Clone(f.Addresses), f.URL), who)
	ed.failed = errors.Join(ed.failed, err)
	return gone || err != nil
}

// authorsOf are the names in frozen facts whose wish takes the item along: of a
// piece by several the first, since a co-author takes only their name; all, where
// facts of old do not say who of them the contributor is.
func authorsOf(f digest.Facts) []string {
	if slices.Contains(f.Byline, f.Contributor.Name) {
		return f.Byline[:1]
	}
	return f.Byline
}

// unthanked reports whether a link leads to the page, or another address, of
// somebody who wants nothing said of whose ideas carry.
func (ed *Edition) unthanked(link string) bool {
	c := ed.pageOf(link)
	if c == nil {
		c = ed.Roster.Owner(link)
	}
	return c != nil && (c.OptOut.All || c.OptOut.Influence)
}

// pageOf finds whose page of the site's own a link leads to; nil: nobody's.
func (ed *Edition) pageOf(link string) *roster.Contributor {
	at, _, _ := strings.Cut(link, "#")
	id, ok := strings.CutPrefix(strings.TrimSuffix(at, "/"), strings.TrimSuffix(route.Contributors, "/")+"/")
	if !ok {
		return nil
	}
	c, _ := ed.Roster.Contributor(id)
	return c
}

// refused reports whether an item's link leads to what must not be shown.
func (ed *Edition) refused(link string) bool {
	if c := ed.pageOf(link); c != nil && c.OptOut.All {
		return true
	}
	gone, err := ed.View.Refused(link)
	ed.failed = errors.Join(ed.failed, err)
	return gone || err != nil
}

// Refused is that, for whoever freezes an issue.
func (ed *Edition) Refused(link string) (bool, error) { return ed.View.Refused(digest.Target(link)) }

// trim leaves out of frozen facts who declined since, and pieces that are
// withdrawn: no trace of either stays in what others' items show.
func (ed *Edition) trim(f *digest.Facts) {
	declined := func(r digest.Ref) bool {
		c, ok := ed.Roster.Contributor(r.ID)
		return ok && c.OptOut.All
	}
	if f.Via != nil && declined(*f.Via) {
		f.Via = nil
	}
	f.Byline = slices.DeleteFunc(slices.Clone(f.Byline), func(name string) bool {
		c := ed.Roster.Named(name)
		return c != nil && c.OptOut.All || c == nil && ed.Roster.Names(name)
	})
	f.AlsoIn = slices.DeleteFunc(slices.Clone(f.AlsoIn), declined)
	f.AlsoAt = slices.DeleteFunc(slices.Clone(f.AlsoAt), ed.Roster.DeclinedAt)
	f.Addresses = slices.DeleteFunc(slices.Clone(f.Addresses), ed.Roster.DeclinedAt)
	f.Themes = slices.Clone(f.Themes)
	for i := range f.Themes {
		f.Themes[i].Quote = ed.unlessNamed(f.Themes[i].Quote)
	}
	f.Excerpt = ed.unlessNamed(f.Excerpt)
	if ed.takenBack(f.Entry, nil) {
		unquote(f)
	}
	author, ok := ed.Roster.Contributor(f.Contributor.ID)
	unclaimed := ok && author.OptOut.Influence
	if unclaimed || ok && ed.unnamed(author) {
		f.Supporter = false
	}
	f.TakenUp = slices.DeleteFunc(slices.Clone(f.TakenUp), func(u digest.Uptake) bool {
		by, ok := ed.Roster.Contributor(u.By.ID)
		if unclaimed || ok && by.OptOut.Influence || ed.Roster.DeclinedAt(u.URL) {
			return true
		}
		gone, err := ed.View.Withdrawn("", []string{u.URL}, []string{u.By.ID})
		ed.failed = errors.Join(ed.failed, err)
		return gone || err != nil
	})
	f.SameStory = slices.DeleteFunc(slices.Clone(f.SameStory), ed.unmentioned)
	for i := range f.TakenUp {
		f.TakenUp[i].Passage = ed.unlessNamed(f.TakenUp[i].Passage)
		if ed.takenBack("", []string{f.TakenUp[i].URL}) {
			f.TakenUp[i].Passage = ""
		}
	}
}

// unmentioned reports whether another's piece must not be named any more with
// an item: its author declined, or it was taken down, withheld or made internal.
func (ed *Edition) unmentioned(c digest.Companion) bool {
	if ed.Roster.DeclinedAt(c.URL) {
		return true
	}
	gone, err := ed.View.Withdrawn(c.Entry, []string{c.URL}, []string{c.By.ID})
	ed.failed = errors.Join(ed.failed, err)
	return gone || err != nil
}

// unquote takes the words of a piece out of its facts: its author took it back.
func unquote(f *digest.Facts) {
	f.Excerpt = ""
	for i := range f.Themes {
		f.Themes[i].Quote, f.Themes[i].Where = "", ""
	}
}

func (ed *Edition) takenBack(id string, addresses []string) bool {
	gone, err := ed.View.TakenBack(id, addresses)
	ed.failed = errors.Join(ed.failed, err)
	return gone
}

// unlessNamed drops words that call somebody by name who opted out.
func (ed *Edition) unlessNamed(words string) string {
	if ed.Roster.Names(words) {
		return ""
	}
	return words
}

func (ed *Edition) changed(f digest.Facts) bool {
	e, known, err := ed.View.WordsOf(f.Entry)
	ed.failed = errors.Join(ed.failed, err)
	return known && f.Hash != "" && ed.known.fingerprint(&e) != f.Hash
}

// Memory knows what all issues of the edition have offered and placed.
func (ed *Edition) Memory() (digest.Memory, diag.List, error) {
	m := digest.NewMemory()
	periods, probs := ed.Periods()
	for n, layer := range ed.Layers {
		if n > 0 { // an overlay's file is remembered even where the public one is gone
			found, _ := ed.periodsOf(layer.FS)
			periods = append(periods, found...)
		}
	}
	slices.SortFunc(periods, func(a, b period.Period) int { return b.Start.Compare(a.Start) })
	periods = slices.Compact(periods)
	for _, p := range periods {
		for n := range ed.Layers {
			s, ok, err := ed.source(p.Name, n, &probs)
			if err != nil {
				return m, probs, err
			}
			if ok {
				m.Note(p.Name, s.Record, s.File.Links())
			}
		}
	}
	return m, probs, nil
}

// Source reads one file of an issue, of the n-th layer; false when there is
// none.
func (ed *Edition) Source(period string, n int) (digest.Source, bool, error) {
	var probs diag.List
	s, found, err := ed.source(period, n, &probs)
	return s, found, errors.Join(err, probs.Err())
}

// Err is an archive's failure met where no error could be returned.
func (ed *Edition) Err() error { return ed.failed }
