package site

import (
	"cmp"
	"fmt"
	"slices"
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

// feeds makes the feeds of the digests, the river, and each theme, sector and
// contributor.
func (b *builder) feeds() error {
	if err := b.issueFeed(); err != nil {
		return err
	}
	if err := b.pieceFeed(route.River, b.say("nav.river"), b.in.River); err != nil {
		return err
	}
	for _, t := range b.in.Themes {
		if err := b.pieceFeed(route.Theme(t.ID), t.Label, b.tagged[t.ID]); err != nil {
			return err
		}
	}
	for _, s := range b.in.Site.Sectors {
		if err := b.pieceFeed(route.Sector(s.ID), s.Name, b.inSector(s.ID)); err != nil {
			return err
		}
	}
	for _, c := range b.people {
		if err := b.pieceFeed(route.Contributor(c.ID), c.Name, b.newestFirst(b.in.Recent[c.ID])); err != nil {
			return err
		}
	}
	return nil
}

// issueFeed holds an entry an issue, with all of it to read.
func (b *builder) issueFeed() error {
	f := b.newFeed(route.Home, "")
	for i := range b.in.Issues {
		if is := &b.in.Issues[i]; !is.Draft && len(f.Entries) < feedLength {
			e, err := b.issueEntry(is)
			if err != nil {
				return err
			}
			f.Entries = append(f.Entries, e)
		}
	}
	return b.writeFeed(route.Home, f)
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

// pieceFeed holds the newest of some entries.
func (b *builder) pieceFeed(path, title string, pieces []*policy.Piece) error {
	f := b.newFeed(path, title)
	seen := map[string]bool{}
	for _, p := range pieces {
		if len(f.Entries) == feedLength {
			break
		}
		if !seen[p.ID] {
			seen[p.ID] = true
			f.Entries = append(f.Entries, b.pieceEntry(p))
		}
	}
	return b.writeFeed(path, f)
}

func (b *builder) pieceEntry(p *policy.Piece) syndicate.Entry {
	s := b.away(route.River)
	e := syndicate.Entry{ID: b.urn("entry/" + p.ID), URL: s.href(p.URL), Title: b.title(p.Title, p.Excerpt), Published: b.dated(p.Date()),
		Summary: p.Excerpt, Language: cmp.Or(p.Language, b.in.Site.Language), Source: b.source(p)}
	if p.Full && p.Text() != "" {
		e.ContentHTML = string(s.foreign(p.Text(), 1))
	}
	by, _ := s.authors(p)
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
	f := syndicate.Feed{ID: b.urn("feed" + path), Title: b.in.Site.Title, Subtitle: b.in.Site.Tagline, Language: b.in.Site.Language,
		HomeURL: route.Absolute(b.in.Site.BaseURL, path), AtomURL: at("atom"), RSSURL: at("rss"), JSONURL: at("json"), Generator: "weft",
		Icon: route.Absolute(b.in.Site.BaseURL, favicon), Authors: []syndicate.Person{{Name: b.in.Site.Title, URL: b.in.Site.BaseURL}}}
	if title != "" {
		f.Title += ": " + title
	}
	return f
}

// writeFeed writes the three formats. A feed changed when its newest entry came.
func (b *builder) writeFeed(path string, f syndicate.Feed) error {
	f.Updated = b.dated(time.Time{})
	if len(f.Entries) > 0 {
		f.Updated = f.Entries[0].Published
	}
	for _, format := range []struct {
		name  string
		write func(syndicate.Feed) ([]byte, error)
	}{{"atom", syndicate.Atom}, {"rss", syndicate.RSS}, {"json", syndicate.JSON}} {
		data, err := format.write(f)
		if err != nil {
			return fmt.Errorf("make %s: %w", route.Feed(path, format.name), err)
		}
		if err := b.file(route.File(route.Feed(path, format.name)), data); err != nil {
			return err
		}
	}
	return nil
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

// blogroll lists whose feeds are read, for a feed reader to import: by sector,
// somebody in two of them in both.
func (b *builder) blogroll() error {
	o := syndicate.Outline{Title: b.say("blogroll.title", b.in.Site.Title), OwnerName: b.in.Site.Title, OwnerURL: b.in.Site.BaseURL}
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
		return fmt.Errorf("make %s: %w", route.Blogroll, err)
	}
	return b.file(route.File(route.Blogroll), data)
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
