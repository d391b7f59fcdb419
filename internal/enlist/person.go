package enlist

import (
	"net/url"
	"strconv"
	"strings"
	"unicode"

	"weft/internal/config"
	"weft/internal/entry"
	"weft/internal/feed"
	"weft/internal/htmlsafe"
	"weft/internal/roster"

	"golang.org/x/text/language"
)

// What a feed and its page say of whoever writes it: their name, their site,
// their hosts, their language; and the id that is made of it.

const longestName = 80 // runes

// CleanName gives a stranger's words as a name: on one line, what is seen of
// them, and not too long.
func CleanName(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || !unicode.IsGraphic(r) && r != '\u200d' && r != '\u200c' {
			return -1
		}
		return r
	}, htmlsafe.Plain(s))
	s = strings.Join(strings.Fields(s), " ")
	if runes := []rune(s); len(runes) > longestName {
		s = strings.TrimSpace(string(runes[:longestName-1])) + "…"
	}
	return s
}

// nobody are names that programs for blogs put where an author's should be.
var nobody = map[string]bool{"admin": true, "administrator": true, "author": true, "editor": true, "webmaster": true, "root": true, "user": true,
	"noreply": true, "no-reply": true, "unknown": true, "anonymous": true, "wordpress": true, "blogger": true, "test": true, "": true}

// NameOf gives a name for whoever writes a feed: its one author, else what the
// feed is called, else what its page is. from says which, for people.
func NameOf(f *feed.Feed, page *htmlsafe.Page) (name, from string) {
	if author := onlyAuthor(f); author != "" {
		return author, "the feed's author"
	}
	if title := withoutFeed(CleanName(f.Title)); title != "" {
		return title, "the feed's title"
	}
	if page != nil {
		return CleanName(page.Title), "the page's title"
	}
	return "", ""
}

// onlyAuthor is the one person who writes a feed; "" when there are several,
// or nobody is named.
func onlyAuthor(f *feed.Feed) string {
	names := map[string]bool{}
	only := ""
	note := func(people []entry.Byline) {
		for _, p := range people {
			if n := CleanName(p.Name); !nobody[strings.ToLower(n)] && !strings.Contains(n, "@") {
				names[strings.ToLower(n)], only = true, n
			}
		}
	}
	for _, e := range f.Entries {
		note(e.Bylines)
	}
	if len(names) == 0 {
		note(f.Authors)
	}
	if len(names) != 1 {
		return ""
	}
	return only
}

// withoutFeed takes off a title what only says that it is a feed.
func withoutFeed(title string) string {
	for _, end := range []string{" - RSS Feed", " RSS Feed", " RSS feed", " - RSS", " | RSS", " (RSS)", " - Atom", " (Atom)", " Atom Feed", " » Feed", " - Feed", " feed"} {
		if short, ok := strings.CutSuffix(title, end); ok && short != "" {
			return short
		}
	}
	return title
}

// SiteOf gives the front page of a blog for a page that was named: the page
// itself, or, where that lies below what the feed says is its home, that.
func SiteOf(page string, f *feed.Feed) string {
	home := webAddress(f.Link)
	switch {
	case page == "":
		return home
	case home == "" || entry.Host(home) != entry.Host(page):
		return page
	}
	asked, errAsked := url.Parse(page)
	own, errOwn := url.Parse(home)
	if errAsked == nil && errOwn == nil && strings.HasPrefix(asked.Path, strings.TrimSuffix(own.Path, "/")+"/") && asked.RawQuery+own.RawQuery == "" {
		if scheme := asked.Scheme; scheme != own.Scheme { // which of the two answers, was seen
			own.Scheme = scheme
			home = own.String()
		}
		return home
	}
	return page
}

func webAddress(s string) string {
	if u, err := url.Parse(s); err == nil && u.Host != "" && u.User == nil && (u.Scheme == "http" || u.Scheme == "https") {
		return s
	}
	return ""
}

// HostsOf gives the hosts to write for a site: none where the site's own is
// enough; else also the one on which the feed says it is at home, if its
// entries do lie there.
func HostsOf(site string, f *feed.Feed) []string {
	home := entry.Host(f.Link)
	if home == "" || home == entry.Host(site) || !entry.IsRoot(f.Link) {
		return nil
	}
	there := 0
	for _, e := range f.Entries {
		if entry.Host(e.URL) == home {
			there++
		}
	}
	if there*2 <= len(f.Entries) {
		return nil
	}
	if entry.IsRoot(site) {
		return []string{entry.Host(site), home}
	}
	return []string{home}
}

// LanguageOf gives a feed's language if it is another than the site's.
func LanguageOf(f *feed.Feed, site string) string {
	said, err := language.Parse(f.Language)
	if err != nil || f.Language == "" {
		return ""
	}
	own, err := language.Parse(site)
	base, _ := said.Base()
	if ownBase, _ := own.Base(); err == nil && base == ownBase {
		return ""
	}
	return said.String()
}

// FreeID makes an id of a name, or of the host of an address where the name has
// no Latin letters, that taken does not know.
func FreeID(name, address string, taken func(id string) bool) string {
	for _, from := range []string{name, entry.Host(address), "contributor"} {
		id := strings.TrimRight(roster.Slug(from)[:min(len(roster.Slug(from)), 60)], "-")
		if !config.ValidID(id) {
			continue
		}
		free := id
		for n := 2; taken(free); n++ {
			free = id + "-" + strconv.Itoa(n)
		}
		return free
	}
	return ""
}
