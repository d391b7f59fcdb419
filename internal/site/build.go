// Package site makes the tree of files of an edition: pages, feeds, data, all
// that a browser, a feed reader or a machine may ask for.
//
// It promises that the same Input gives the same bytes, whatever the order of
// its unordered parts; that every link within the site leads somewhere, from
// any address the tree is served at; that no page runs a script or asks for
// anything from outside; that what strangers wrote is text, or HTML made safe;
// and that every claim stands beside the words that show it. It reads no clock
// and writes no file: whoever asked for it does.
//
// What an edition may show was decided before; this package is given nothing
// else. It only leaves out, once more, who does not want to be shown.
package site

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"weft/internal/influence"
	"weft/internal/markdown"
	"weft/internal/policy"
	"weft/internal/roster"
	"weft/internal/route"
	"weft/internal/theme"
	"weft/internal/travel"

	"github.com/google/uuid"
	"golang.org/x/text/collate"
	"golang.org/x/text/language"
)

// A builder holds what the pages of an edition share.
type builder struct {
	in    Input
	tmpl  *templates
	words words
	md    *markdown.Converter
	err   error // the first thing that went wrong where no error can be returned

	basePath string    // the path of base_url, ends in a slash
	space    uuid.UUID // ids of ours derive from it
	style    string    // the style sheet's path, with its hash
	order    *collate.Collator
	siteLang language.Tag

	people  []*roster.Contributor // all that may be shown, by name
	shown   map[string]*roster.Contributor
	byID    map[string]*policy.Piece // entries of the window
	briefs  map[string]*policy.Brief // entries of the record
	own     map[string]bool          // paths of the contributions
	themes  map[string]*theme.Theme
	tagged  map[string][]*policy.Piece // of the window, by theme, newest first
	counted []*influence.Citation      // that may be shown, newest first
	crossed []*influence.Citation      // of those, from one sector into another
	beside  []*influence.Citation      // mentions and bylines, which are shown apart and do not count
	named   []*influence.Standing      // of whom curators let name, by name
	record  map[string][]*policy.Brief // all ever, by theme, newest first
	ways    map[string]*travel.Journey // by theme, once asked for

	pointing    []travel.Citation           // all of the record, once asked for
	crossingsBy map[string][]periodCrossing // by theme, once asked for

	files  []file
	at     map[string]int  // where a file stands among them
	visits []visit         // pages for the sitemap
	drafts map[string]bool // files that are the page of a draft
}

func newBuilder(in Input) (*builder, error) {
	w, err := loadWords(in.Templates, in.Site.Language)
	if err != nil {
		return nil, err
	}
	t, err := loadTemplates(in.Templates, w)
	if err != nil {
		return nil, err
	}
	base, err := url.Parse(in.Site.BaseURL)
	if err != nil {
		return nil, fmt.Errorf("site.toml: base_url = %q: %w", in.Site.BaseURL, err)
	}
	id, err := uuid.Parse(in.Site.ID)
	if err != nil {
		return nil, fmt.Errorf("site.toml: id = %q: %w", in.Site.ID, err)
	}
	lang := language.Make(in.Site.Language)
	b := &builder{in: in, tmpl: t, words: w, md: markdown.New(), basePath: base.EscapedPath(), space: editionSpace(id, in), siteLang: lang,
		order: collate.New(lang, collate.IgnoreCase), at: map[string]int{}, drafts: map[string]bool{}}
	b.index()
	return b, nil
}

// index puts everything in the order in which it is shown and notes where to
// find it.
func (b *builder) index() {
	b.in.Themes = slices.Clone(b.in.Themes)
	sortBy(b.in.Themes, func(x, y theme.Theme) int { return b.byName(x.Label, x.ID, y.Label, y.ID) })
	b.themes = map[string]*theme.Theme{}
	for i := range b.in.Themes {
		b.themes[b.in.Themes[i].ID] = &b.in.Themes[i]
	}
	b.shown = map[string]*roster.Contributor{}
	for _, c := range b.in.Roster.Contributors {
		if !c.OptOut.All {
			b.people = append(b.people, c)
			b.shown[c.ID] = c
		}
	}
	sortBy(b.people, func(x, y *roster.Contributor) int { return b.byName(x.Name, x.ID, y.Name, y.ID) })
	b.in.Issues = b.siftIssues(b.in.Issues)
	b.counted = b.siftCitations(b.in.Citations)
	b.beside = b.siftBeside(b.in.Citations)
	b.named = b.standingsNamed()
	for _, c := range b.counted {
		if c.Crosses() {
			b.crossed = append(b.crossed, c)
		}
	}
	b.indexPieces()
}

func (b *builder) indexPieces() {
	b.in.Window = b.newestFirst(b.in.Window)
	b.in.River = b.newestFirst(b.in.River)
	b.in.Contributions = b.newestFirst(b.in.Contributions)
	b.byID = map[string]*policy.Piece{}
	b.own = map[string]bool{}
	for _, p := range b.in.Contributions {
		b.own[p.URL] = isOurs(p.URL)
	}
	b.tagged = map[string][]*policy.Piece{}
	for _, p := range b.in.Window {
		b.byID[p.ID] = p
		for _, t := range p.Tags {
			b.tagged[t.Theme] = append(b.tagged[t.Theme], p)
		}
	}
	b.indexRecord()
}

// indexRecord puts the pieces of each theme in order, the newest first.
func (b *builder) indexRecord() {
	b.record, b.ways, b.briefs = map[string][]*policy.Brief{}, map[string]*travel.Journey{}, map[string]*policy.Brief{}
	for id := range b.themes {
		all := slices.DeleteFunc(slices.Clone(b.in.Record[id]), func(p *policy.Brief) bool { return p.Contributor == nil || p.Contributor.OptOut.All })
		sortBy(all, func(x, y *policy.Brief) int { return cmp.Or(y.At.Compare(x.At), cmp.Compare(x.ID, y.ID)) })
		b.record[id] = all
		for _, p := range all {
			b.briefs[p.ID] = p
		}
	}
}

// newestFirst gives the pieces that may be shown, newest first.
func (b *builder) newestFirst(pieces []*policy.Piece) []*policy.Piece {
	pieces = slices.DeleteFunc(slices.Clone(pieces), func(p *policy.Piece) bool { return p.Contributor == nil || p.Contributor.OptOut.All })
	sortBy(pieces, func(x, y *policy.Piece) int {
		return cmp.Or(y.Date().Compare(x.Date()), cmp.Compare(x.ID, y.ID))
	})
	return pieces
}

// byName orders by the letters of the site's language, then by id.
func (b *builder) byName(name, id, otherName, otherID string) int {
	return cmp.Or(b.order.CompareString(name, otherName), cmp.Compare(name, otherName), cmp.Compare(id, otherID))
}

func sortBy[T any](list []T, compare func(x, y T) int) { slices.SortStableFunc(list, compare) }

// internal reports whether this is an edition for a smaller audience.
func (b *builder) internal() bool { return b.in.Edition.Overlay != "" }

// isOurs reports whether an address is the path of a contribution: the only
// entries that have a page here.
func isOurs(address string) bool {
	return strings.HasPrefix(address, strings.TrimSuffix(route.Contribution(""), "/"))
}

// say and plural give texts of the pages; the first that is missing fails the build.
func (b *builder) say(key string, args ...any) string {
	s, err := b.words.say(key, args...)
	b.note(err)
	return s
}

func (b *builder) plural(key string, n int) string {
	s, err := b.words.count(key, n)
	b.note(err)
	return s
}

func (b *builder) note(err error) {
	if err != nil {
		b.fail(fault(englishWords, 0, "weft's own file has it", "%v", err))
	}
}

func (b *builder) fail(err error) {
	if b.err == nil {
		b.err = err
	}
}
