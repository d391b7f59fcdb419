package site

import (
	"cmp"
	"fmt"
	"slices"
	"sync"
	"time"

	"weft/internal/digest"
	"weft/internal/policy"
	"weft/internal/roster"
	"weft/internal/route"
	"weft/internal/syndicate"

	"github.com/google/uuid"
)

// feedLength bounds the entries of a feed: what a reader who was away for some
// weeks may have missed.
const feedLength = 40

// editionSpace is the name space of an edition's ids. They derive from site.id
// and never from an address, so that a site that moves keeps its readers. An
// edition with an overlay says other things than the public one, so its ids
// are others.
func editionSpace(id uuid.UUID, in Input) uuid.UUID {
	if in.Edition.Overlay == "" {
		return id
	}
	return uuid.NewSHA1(id, []byte("edition/"+in.Edition.Name))
}

// urn names something of ours for good (RFC 9562 version 5).
func (b *builder) urn(name string) string { return uuid.NewSHA1(b.space, []byte(name)).URN() }

// feeds plans the feeds of the digests, the river, and each theme, sector and
// contributor.
func (b *builder) feeds() {
	b.feed(route.Home, b.issueFeed)
	b.pieceFeed(route.River, b.say("nav.river"), func() []*policy.Piece { return b.in.River })
	for _, t := range b.in.Themes {
		b.pieceFeed(route.Theme(t.ID), t.Label, func() []*policy.Piece { return b.tagged[t.ID] })
	}
	for _, s := range b.in.Site.Sectors {
		b.pieceFeed(route.Sector(s.ID), s.Name, func() []*policy.Piece { return b.inSector(s.ID) })
	}
	for _, c := range b.people {
		b.pieceFeed(route.Contributor(c.ID), c.Name, func() []*policy.Piece { return b.newestFirst(b.in.Recent[c.ID]) })
	}
}

// issueFeed holds an entry an issue, with all of it to read.
func (b *builder) issueFeed() (syndicate.Feed, error) {
	f := b.newFeed(route.Home, "")
	for i := range b.in.Issues {
		if is := &b.in.Issues[i]; !is.Draft && len(f.Entries) < feedLength {
			e, err := b.issueEntry(is)
			if err != nil {
				return f, err
			}
			f.Entries = append(f.Entries, e)
		}
	}
	return f, nil
}

// issueEntry dates an issue by the end of its period: before that it cannot
// have been whole, and no clock is asked.
func (b *builder) issueEntry(is *digest.Issue) (syndicate.Entry, error) {
	s := b.away(route.Digest(is.Period.Name))
	page := s.issuePage(is)
	html, err := b.tmpl.feed("issue", page)
	if err != nil {
		return syndicate.Entry{}, err
	}
	e := syndicate.Entry{ID: b.urn("issue/" + is.Period.Name), URL: route.Absolute(b.in.Site.BaseURL, s.path), Title: is.Title,
		Published: is.Period.End, Summary: page.Span + ": " + page.Sum, ContentHTML: string(html), Language: b.in.Site.Language}
	for _, it := range items(is) {
		for _, t := range it.Facts.Themes {
			if c := (syndicate.Category{Term: t.ID, Label: t.Label}); !slices.Contains(e.Categories, c) {
				e.Categories = append(e.Categories, c)
			}
		}
	}
	return e, nil
}

// pieceFeed plans a feed of the newest of some entries.
func (b *builder) pieceFeed(path, title string, pieces func() []*policy.Piece) {
	b.feed(path, func() (syndicate.Feed, error) {
		f := b.newFeed(path, title)
		seen := map[string]bool{}
		for _, p := range pieces() {
			if len(f.Entries) == feedLength {
				break
			}
			if !seen[p.ID] {
				seen[p.ID] = true
				f.Entries = append(f.Entries, b.pieceEntry(p))
			}
		}
		return f, nil
	})
}

func (b *builder) pieceEntry(p *policy.Piece) syndicate.Entry {
	s := b.away(route.River)
	e := syndicate.Entry{ID: b.urn("entry/" + p.ID), URL: s.href(p.URL), Title: b.marked(b.title(p.Title, p.Excerpt), p.Layer > 0), Published: b.dated(p.Date()),
		Summary: p.Excerpt, Language: cmp.Or(p.Language, b.in.Site.Language), Source: b.source(p)}
	if edited := p.Updated; edited.After(e.Published) && !edited.After(b.in.Gathered) { // as its own feed says; not a day that has not come
		e.Updated = edited
	}
	if p.Licensed && p.Text() != "" {
		e.ContentHTML = string(s.foreign(p.Text(), 1))
	}
	by, _ := s.authors(p.Authorship())
	for _, l := range by {
		e.Authors = append(e.Authors, syndicate.Person{Name: l.Text, URL: l.Href})
	}
	for _, t := range p.Tags {
		if th := b.themes[t.Theme]; th != nil {
			e.Categories = append(e.Categories, syndicate.Category{Term: th.ID, Label: th.Label})
		}
	}
	return e
}

// source names the feed an entry came from, for feeds with an address.
func (b *builder) source(p *policy.Piece) *syndicate.Source {
	owner := p.Contributor
	if p.Via != nil {
		owner = p.Via
	}
	if p.Feed == nil || p.Feed.Local || p.Feed.Auth != "" || owner.OptOut.All {
		return nil
	}
	return &syndicate.Source{Title: owner.Name, HomeURL: owner.Site, FeedURL: p.Feed.Key}
}

func (b *builder) newFeed(path, title string) syndicate.Feed {
	at := func(format string) string { return route.Absolute(b.in.Site.BaseURL, route.Feed(path, format)) }
	f := syndicate.Feed{ID: b.urn("feed" + path), Title: b.name(), Subtitle: b.in.Site.Tagline, Language: b.in.Site.Language,
		HomeURL: route.Absolute(b.in.Site.BaseURL, path), AtomURL: at("atom"), RSSURL: at("rss"), JSONURL: at("json"), Generator: "weft",
		Icon: route.Absolute(b.in.Site.BaseURL, favicon), Authors: []syndicate.Person{{Name: b.in.Site.Title, URL: b.in.Site.BaseURL}}}
	if title != "" {
		f.Title += ": " + title
	}
	return f
}

// name is the site's, with that of the edition unless it is the public one: what is
// read elsewhere has no banner.
func (b *builder) name() string {
	if b.internal() {
		return b.say("edition.named", b.in.Site.Title, b.in.Edition.Name)
	}
	return b.in.Site.Title
}

// marked says of a title that what it names is internal, where no label can stand.
func (b *builder) marked(title string, internal bool) string {
	if internal {
		return "[" + b.say("label.internal") + "] " + title
	}
	return title
}

// feed plans the three formats of a feed, which share what they are made of. A
// feed changed when its newest entry came, or one of them was edited last.
func (b *builder) feed(path string, gather func() (syndicate.Feed, error)) {
	made := sync.OnceValues(func() (syndicate.Feed, error) {
		f, err := gather()
		f.Updated = b.dated(time.Time{})
		if len(f.Entries) > 0 {
			f.Updated = f.Entries[0].Published
		}
		for _, e := range f.Entries {
			if e.Updated.After(f.Updated) {
				f.Updated = e.Updated
			}
		}
		return f, err
	})
	for _, format := range []struct {
		name  string
		write func(syndicate.Feed) ([]byte, error)
	}{{"atom", syndicate.Atom}, {"rss", syndicate.RSS}, {"json", syndicate.JSON}} {
		address := route.Feed(path, format.name)
		b.file(route.File(address), func() ([]byte, error) {
			f, err := made()
			if err != nil {
				return nil, err
			}
			data, err := format.write(f)
			if err != nil {
				return nil, fmt.Errorf("make %s: %w", address, err)
			}
			return data, nil
		})
	}
}

// dated gives a moment that feeds can write: an entry without one, or a feed
// without entries, has that of the last gathering, or of the beginning of
// computing.
func (b *builder) dated(t time.Time) time.Time {
	switch {
	case !t.IsZero() && t.Year() < 10000 && t.Year() > 0:
		return t
	case !b.in.Gathered.IsZero():
		return b.in.Gathered
	}
	return time.Unix(0, 0).UTC()
}

// blogroll plans the list of whose feeds are read, for a feed reader to import.
func (b *builder) blogroll() { b.file(route.File(route.Blogroll), b.subscribed) }

// subscribed lists feeds by sector, those of somebody in two of them in both.
func (b *builder) subscribed() ([]byte, error) {
	o := syndicate.Outline{Title: b.say("blogroll.title", b.name()), OwnerName: b.in.Site.Title, OwnerURL: b.in.Site.BaseURL}
	for _, sector := range b.in.Site.Sectors {
		g := syndicate.Group{Title: sector.Name}
		for _, c := range b.people {
			if slices.Contains(c.Sectors, sector.ID) {
				g.Feeds = append(g.Feeds, subscriptions(c)...)
			}
		}
		o.Groups = append(o.Groups, g)
	}
	rest := syndicate.Group{Title: b.say("sector.none")}
	for _, c := range b.people {
		if b.firstSector(c.Sectors) == "" {
			rest.Feeds = append(rest.Feeds, subscriptions(c)...)
		}
	}
	o.Groups = append(o.Groups, rest)
	data, err := syndicate.OPML(o)
	if err != nil {
		return nil, fmt.Errorf("make %s: %w", route.Blogroll, err)
	}
	return data, nil
}

// subscriptions lists somebody's feeds that others can read too: not files of
// the site, nor what needs a secret.
func subscriptions(c *roster.Contributor) []syndicate.Subscription {
	var all []syndicate.Subscription
	for _, f := range c.Feeds {
		if !f.Local && f.Auth == "" {
			all = append(all, syndicate.Subscription{Title: c.Name, FeedURL: f.Key, HomeURL: c.Site, Language: c.Language})
		}
	}
	return all
}
