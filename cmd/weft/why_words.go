package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"weft/internal/archive"
	"weft/internal/edition"
	"weft/internal/entry"
	"weft/internal/influence"
	"weft/internal/policy"
	"weft/internal/text"
)

// Reasons are what `weft why` tells of an entry.
type reasons struct {
	ed     *edition.Edition // the topmost that holds it: all is told from there
	a      *edition.Account
	sights []sight
	absent []string // overlays that are not at hand
}

// A sight is the entry as one edition sees it.
type sight struct {
	ed *edition.Edition
	c  *policy.Case // nil: the edition does not hold it
}

func (w *reasons) entry() *entry.Entry { return &w.a.Found.Entry }

// credits are what curators know of the entry's idea.
func (w *reasons) credits() []policy.Act {
	p := w.a.Case.Piece
	if p == nil {
		return nil
	}
	keys := w.a.Found.Keys()
	return slices.DeleteFunc(w.ed.Credits(p.Contributor), func(a policy.Act) bool { return a.Entry != p.ID && !keys[entry.AddressKey(a.URL)] })
}

// insideFile marks what stands in an overlay's file.
func (w *reasons) insideFile(file string) string {
	for n := range w.ed.Layers {
		if n > 0 && strings.HasPrefix(file, w.ed.Layers[n].Name) {
			return w.inside(n)
		}
	}
	return ""
}

// inside marks what only an overlay knows.
func (w *reasons) inside(layer int) string {
	if layer == 0 {
		return ""
	}
	return " [internal: " + strings.TrimSuffix(w.ed.Layers[layer].Name, "/") + "]"
}

func (w *reasons) day(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(w.ed.Site.Calendar.Zone).Format("2 January 2006 15:04")
}

func (w *reasons) write(s *sheet) {
	e := w.entry()
	s.head("%s%s", cmp.Or(e.Title, "(no title)"), w.inside(w.a.Found.Layer))
	s.put("", e.URL)
	if w.a.Found.As != "" {
		s.put("", "found as "+w.a.Found.As)
	}
	w.source(s)
	w.dates(s)
	w.versions(s)
	w.themes(s)
	w.citations(s, "cites", w.a.Cites, func(c *edition.Cited) string { return w.cited(c) })
	w.citations(s, "cited by", w.a.CitedBy, func(c *edition.Cited) string { return w.citing(c) })
	if credits := w.credits(); len(credits) > 0 {
		s.head("credited, attested and not counted")
		for _, a := range credits {
			s.line("%s%s", creditWords(w.ed, a), w.insideFile(a.File))
		}
	}
	w.policy(s)
	w.digests(s)
	s.head("what weft does not know")
	for _, gap := range w.gaps() {
		s.line("%s", gap)
	}
}

func (w *reasons) source(s *sheet) {
	c, p := w.a.Case, w.a.Case.Piece
	s.head("source")
	if p != nil {
		s.pair("contributor", "%s (%s), %s:%d%s", p.Contributor.Name, p.Contributor.ID, p.Contributor.File, p.Contributor.Line, w.inside(p.Contributor.Layer))
		if p.Via != nil {
			s.pair("via", "%s (%s)", p.Via.Name, p.Via.ID)
		}
		s.pair("employed by", "%s", w.employer(p))
		s.pair("sectors", "%s", strings.Join(p.Sectors, ", "))
	} else if c.Host != nil {
		s.pair("contributor", "%s (%s), %s:%d", c.Host.Name, c.Host.ID, c.Host.File, c.Host.Line)
	}
	if c.Feed != nil {
		s.pair("feed", "%s (%s:%d)", w.entry().Feed, c.Feed.File, c.Feed.Line)
	} else {
		s.pair("feed", "%s", w.entry().Feed)
	}
	for _, feed := range w.a.Found.Feeds {
		if feed != w.entry().Feed {
			s.pair("carried by", "%s", feed)
		}
	}
	for _, address := range w.alsoAt() {
		s.pair("also at", "%s%s", address, w.onlyInside(address))
	}
	s.pair("byline", "%s", strings.Join(w.bylines(), ", "))
	if from := w.entry().Source; from != nil {
		s.pair("first in", "%s", strings.TrimSpace(from.Title+" "+from.Link))
	}
	s.pair("id", "%s", w.entry().ID)
	for _, address := range w.a.Found.Addresses {
		s.pair("known as", "%s", address)
	}
	for _, id := range w.a.Found.Others {
		s.pair("shares it", "entry %s has the address too: `weft why %s`", id, id)
	}
}

// alsoAt are the other addresses of the same piece.
func (w *reasons) alsoAt() []string {
	if w.a.Case.Piece == nil {
		return nil
	}
	return w.a.Case.Piece.AlsoAt
}

// onlyInside marks a place of a public piece that the public edition does not
// know of.
func (w *reasons) onlyInside(address string) string {
	layer := 0
	if w.a.Found.Layer > 0 {
		return "" // said of all of it
	}
	for _, seen := range w.sights {
		if len(seen.ed.Layers) == 1 && (seen.c == nil || seen.c.Piece == nil || !slices.Contains(seen.c.Piece.AlsoAt, address)) {
			layer = len(w.ed.Layers) - 1
		}
	}
	return w.inside(layer)
}

func (w *reasons) employer(p *policy.Piece) string {
	if p.Organisation == nil {
		return "no listed organisation (" + string(p.Relation) + ")"
	}
	return p.Organisation.Name + " (" + string(p.Relation) + ")" + w.inside(p.Organisation.Layer)
}

// bylines are the names in the entry's byline, without those of co-authors who
// opted out.
func (w *reasons) bylines() []string {
	out, list := []string{}, w.ed.Roster
	barred := w.a.Case != nil && w.a.Case.Barred == policy.OptedOut // it is theirs, and that is what is said
	for _, b := range w.entry().Bylines {
		c := list.Named(b.Name)
		if !barred && (c != nil && c.OptOut.All || list.Names(b.Name) || list.DeclinedAt(b.URL)) {
			continue
		}
		out = append(out, cmp.Or(b.Name, b.URL, b.Email))
	}
	return out
}

func (w *reasons) dates(s *sheet) {
	e, f := w.entry(), w.a.Found
	s.head("dates")
	s.pair("published", "%s", cmp.Or(w.day(e.Published), "the feed gives no date"))
	s.pair("updated", "%s", w.day(e.Updated))
	if f.Due.IsZero() {
		s.pair("first seen", "%s", w.day(e.FirstSeen))
	}
	s.pair("period", "%s", w.ed.Site.Calendar.Of(e.Date()).Name)
	if !f.Due.IsZero() {
		s.pair("held back", "until %s: its feed dates it ahead, and the first fetch after that day brings it", w.day(f.Due))
	}
	s.pair("in its feed", "%s", w.presence(f))
}

// presence says whether the entry still stands in its feed.
func (w *reasons) presence(f *edition.Found) string {
	switch last := w.day(f.LastSeen); {
	case f.Gone:
		return "no: its file was deleted; last there on " + last
	case !f.Entry.Withdrawn.IsZero():
		return "no, last there on " + last + "; withdrawn since " + w.day(f.Entry.Withdrawn) + ": its author took it back while older ones stayed, so it is named and not quoted"
	case !f.Missing.IsZero():
		return "no, last there on " + last + "; missing since " + w.day(f.Missing) + " though older entries stay: if the next good answer does not have it, it is withdrawn"
	case f.InFeed():
		return "yes, when that last brought something, on " + w.day(f.FeedRead)
	case f.OlderStay:
		return "no, last there on " + last + "; older entries still are, so somebody may have taken it out"
	default:
		return "no, last there on " + last + "; it aged out, as all older ones did"
	}
}

func (w *reasons) versions(s *sheet) {
	versions := w.a.Found.Versions
	s.head("%s", count(len(versions), "version", "versions"))
	for i, v := range versions {
		if i == 0 {
			s.line("%s: %s", w.day(v.Seen), count(text.CountWords(v.Plain), "word", "words"))
			continue
		}
		s.line("%s: %s", w.day(v.Seen), changed(versions[i-1], v))
	}
}

// changed says what is other in a version than in the one before.
func changed(before, after archive.Version) string {
	var said []string
	if before.Title != after.Title {
		said = append(said, fmt.Sprintf("the title was “%s”, now “%s”", before.Title, after.Title))
	}
	if d := text.Differ(before.Plain, after.Plain); d != (text.Change{}) {
		said = append(said, "the text: "+difference(d))
	}
	if len(said) == 0 {
		return "the words are the same; a link, a date or the markup changed"
	}
	return strings.Join(said, "; ")
}

func difference(d text.Change) string {
	switch {
	case d.Dropped == 0:
		return fmt.Sprintf("%s added: %s", count(d.Added, "word", "words"), bit(d.After))
	case d.Added == 0:
		return fmt.Sprintf("%s taken out: %s", count(d.Dropped, "word", "words"), bit(d.Before))
	}
	return fmt.Sprintf("%s: %s became %s", count(max(d.Dropped, d.Added), "word", "words"), bit(d.Before), bit(d.After))
}

// bit quotes a beginning.
func bit(s string) string { return "“" + fitted(s, 80) + "”" }

func (w *reasons) themes(s *sheet) {
	c := w.a.Case
	s.head("themes")
	if c.Piece == nil {
		s.line("not looked at: %s", barred(c))
		return
	}
	for _, tag := range c.Piece.Tags {
		s.line("%s, %s%s", w.theme(tag.Theme), w.finder(tag), w.insideTheme(tag.Theme))
		for _, e := range tag.Evidence {
			s.more("“%s” (%s)", e.Quote, e.Where)
		}
	}
	for _, tag := range c.Piece.Suggested {
		s.line("perhaps %s: too little to say so%s", w.theme(tag.Theme), w.insideTheme(tag.Theme))
		for _, e := range tag.Evidence {
			s.more("“%s” (%s)", e.Quote, e.Where)
		}
	}
	_, struck := w.ed.View.Curated(c)
	for _, id := range struck {
		s.line("not %s: struck out %s", w.theme(id), lastSaid(w, id))
	}
	if len(c.Piece.Tags)+len(c.Piece.Suggested)+len(struck) == 0 {
		s.line("none")
	}
}

func (w *reasons) theme(id string) string { return w.ed.Label(id) + " (" + id + ")" }

func (w *reasons) insideTheme(id string) string {
	layer, _ := w.ed.ThemeLayer(id)
	return w.inside(layer)
}

func (w *reasons) finder(t entry.Tag) string {
	if t.By != entry.ByCurator {
		how := "possible"
		if t.Score >= entry.Likely {
			how = "likely"
		}
		if t.Short {
			return how + ", found by weft in a short excerpt, by its words alone"
		}
		return how + ", found by weft"
	}
	return "confirmed " + lastSaid(w, t.Theme)
}

// lastSaid names who said last that an entry is, or is not, about a theme.
func lastSaid(w *reasons, theme string) string {
	if line := lastAbout(w.a.Case.Said, []string{theme}); line != nil {
		return fmt.Sprintf("by %s on %s (%s:%d)", cmp.Or(line.By, "nobody named"), cmp.Or(w.day(line.At), "an unknown day"), line.File, line.Line)
	}
	return "by a curator"
}

func (w *reasons) citations(s *sheet, title string, cites []edition.Cited, name func(*edition.Cited) string) {
	s.head("%s", title)
	for i := range cites {
		c := &cites[i]
		s.line("%s: %s", counted(c), name(c))
		if c.Passage != "" {
			s.more("“%s”", c.Passage)
		}
	}
	if len(cites) == 0 {
		s.line("nothing that weft knows of")
	}
}

// cited names what the entry cites, citing what cites it.
func (w *reasons) cited(c *edition.Cited) string {
	switch {
	case c.Kind == influence.MentionKind && c.Address == "":
		return "names " + c.Of.Name
	case c.Kind == influence.MentionKind:
		return fmt.Sprintf("names %s, %s", c.Of.Name, c.Address)
	case c.Kind == influence.BylineKind:
		return fmt.Sprintf("written by %s, in a feed of %s", c.By().Name, c.Of.Name)
	case c.To == nil:
		return fmt.Sprintf("%s, of %s", c.Address, c.Of.Name)
	}
	return fmt.Sprintf("“%s” by %s, %s%s", c.To.Title, c.Of.Name, c.To.URL, w.inside(c.To.Layer))
}

func (w *reasons) citing(c *edition.Cited) string {
	return fmt.Sprintf("“%s” by %s, %s, %s%s", c.From.Title, c.From.Contributor.Name, w.day(c.At), c.From.URL, w.inside(c.From.Layer))
}

func counted(c *edition.Cited) string {
	switch {
	case !c.Counted:
		return "does not count (" + c.WhyNot + ")"
	case !c.Counting:
		return "counts, outside the half year that pages look at"
	}
	return "counts"
}
