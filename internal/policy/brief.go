package policy

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"weft/internal/entry"
	"weft/internal/roster"
	"weft/internal/text"
)

// A Brief is a piece as far as citations, and what is told of a theme's whole
// past, need it: little enough that every piece there ever was can be held at
// once.
type Brief struct {
	ID                   string
	Feed                 string    // the key of whose it is
	At                   time.Time // its date
	Dated                bool      // it says itself when it was published
	URL, Title, Language string    // where there is no title, its first words
	*Authorship
	Original string // of a piece that stands at several places: the id of the first; else empty
	AlsoAt   []string
	Tags     []entry.Tag // with the first of their evidence, or with none

	piece *Piece // of the window, which has more to show
}

// An Authorship is who is behind a piece. Many have the same, and share it.
type Authorship struct {
	Contributor, Via *roster.Contributor
	People           []Person
	Organisation     *roster.Organisation
	Sectors          []string
	Layer            int
}

// Authorship is who is behind a piece.
func (p *Piece) Authorship() *Authorship {
	return &Authorship{p.Contributor, p.Via, p.People, p.Organisation, p.Sectors, p.Layer}
}

// Date is when the piece was published, else first seen.
func (b *Brief) Date() time.Time { return b.At }

// HasTheme reports whether the piece is tagged with a theme.
func (b *Brief) HasTheme(id string) bool {
	for i := range b.Tags {
		if b.Tags[i].Theme == id {
			return true
		}
	}
	return false
}

// Shown gives the piece as pages show it: whole, if it was at hand.
func (b *Brief) Shown() *Piece {
	if b.piece != nil {
		return b.piece
	}
	p := &Piece{Contributor: b.Contributor, Via: b.Via, People: b.People, Organisation: b.Organisation, Sectors: b.Sectors, Layer: b.Layer,
		Tags: b.Tags, AlsoAt: b.AlsoAt, Original: b.Original}
	p.Entry.Feed = b.Feed
	p.ID, p.URL, p.Title, p.Language, p.FirstSeen = b.ID, b.URL, b.Title, b.Language, b.At
	if b.Dated {
		p.Published = b.At
	}
	return p
}

// An Abridger makes briefs, and has those share what is the same.
type Abridger struct {
	authors map[authorKey]*Authorship
	words   map[string]string
	tags    map[string][]entry.Tag // by their themes
}

type authorKey struct {
	contributor, via     *roster.Contributor
	organisation, people string
	sectors              string
	layer                int
}

// NewAbridger makes one that has seen nothing.
func NewAbridger() *Abridger {
	return &Abridger{map[authorKey]*Authorship{}, map[string]string{}, map[string][]entry.Tag{}}
}

// Whole gives the brief of a piece that stays at hand.
func (a *Abridger) Whole(p *Piece) *Brief {
	b := a.brief(p)
	b.piece, b.Tags = p, p.Tags
	return b
}

// Brief gives the brief of a piece that is not held any longer.
func (a *Abridger) Brief(p *Piece) *Brief {
	b := a.brief(p)
	b.Tags = make([]entry.Tag, len(p.Tags))
	for i, t := range p.Tags {
		t.Theme, t.Evidence = a.once(t.Theme), slices.Clone(t.Evidence[:min(1, len(t.Evidence))])
		b.Tags[i] = t
	}
	return b
}

func (a *Abridger) brief(p *Piece) *Brief {
	title := p.Title
	if text.Squeeze(title) == "" {
		title = text.Excerpt(p.Excerpt, untitled)
	}
	return &Brief{ID: p.ID, Feed: a.once(p.Entry.Feed), At: p.Date(), Dated: !p.Published.IsZero() && p.Date().Equal(p.Published), URL: p.URL, Title: title,
		Language: a.once(p.Language), Authorship: a.authorship(p), Original: p.Original, AlsoAt: p.AlsoAt}
}

func (a *Abridger) authorship(p *Piece) *Authorship {
	key := authorKey{contributor: p.Contributor, via: p.Via, people: peopleKey(p), sectors: strings.Join(p.Sectors, " "), layer: p.Layer}
	if p.Organisation != nil {
		key.organisation = p.Organisation.ID
	}
	if a.authors[key] == nil {
		a.authors[key] = p.Authorship()
	}
	return a.authors[key]
}

// peopleKey tells the authors of pieces apart; most are by their contributor
// alone.
func peopleKey(p *Piece) string {
	if len(p.People) == 1 && p.People[0].Contributor == p.Contributor && p.People[0].Name == p.Contributor.Name {
		return ""
	}
	var key strings.Builder
	for _, who := range p.People {
		for _, s := range []string{who.Key, who.Name} {
			key.WriteString(strconv.Quote(s))
		}
	}
	return key.String()
}

func (a *Abridger) once(s string) string {
	if known, ok := a.words[s]; ok {
		return known
	}
	a.words[s] = s
	return s
}
