package enlist

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"weft/internal/config"
	"weft/internal/entry"
	"weft/internal/feed"
	"weft/internal/fetch"
	"weft/internal/opml"
	"weft/internal/roster"
)

// An Import makes rows of a list of feeds, without asking anybody.
type Import struct {
	Known    Known
	Site     *config.Site
	Sector   string // of the list they come into
	rows     []Row
	notes    []Note
	feedAt   map[string]int // folded address → line
	rowOf    map[string]int // folded name and page → place among rows
	taken    map[string]bool
	unfiled  map[string]int // folders that are no sector → how many feeds
	imported int
}

// A Note says of a line of the list what a curator should know.
type Note struct {
	Line int
	Text string
}

// Rows gives the contributors to be added, each with an id of its own.
func (im *Import) Rows(list []opml.Subscription) (rows []Row, feeds int, notes []Note) {
	im.feedAt, im.rowOf, im.taken, im.unfiled = map[string]int{}, map[string]int{}, map[string]bool{}, map[string]int{}
	for _, s := range list {
		im.take(s)
	}
	for _, folder := range sortedKeys(im.unfiled) {
		im.notes = append(im.notes, Note{Text: fmt.Sprintf("the folder %q is no sector of site.toml; %d of its feeds gave nobody a sector", folder, im.unfiled[folder])})
	}
	return im.rows, im.imported, im.notes
}

func sortedKeys(m map[string]int) []string {
	var keys []string
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

func (im *Import) note(s opml.Subscription, format string, args ...any) {
	im.notes = append(im.notes, Note{Line: s.Line, Text: cmp.Or(s.Title, s.FeedURL) + ": " + fmt.Sprintf(format, args...)})
}

func (im *Import) take(s opml.Subscription) {
	if webAddress(s.FeedURL) == "" {
		im.note(s, "left out, the address holds a user name or password; list it by hand, and the secret by auth = \"env:NAME\"")
		return
	}
	s.HomeURL = webAddress(s.HomeURL)
	name := cmp.Or(withoutFeed(CleanName(s.Title)), entry.Host(s.FeedURL))
	if im.listed(s, name) {
		return
	}
	im.feedAt[entry.AddressKey(s.FeedURL)] = s.Line
	im.imported++
	if fetch.IsInner(s.FeedURL) {
		im.note(s, "%s lies in a private network and will not be asked; if that is meant, give the feed network = \"private\"", s.FeedURL)
	}
	key := strings.ToLower(name) + "\x00" + entry.AddressKey(s.HomeURL)
	if i, known := im.rowOf[key]; known && s.HomeURL != "" { // one person with several feeds
		im.rows[i].Feeds = append(im.rows[i].Feeds, Feed{URL: s.FeedURL})
		return
	}
	im.rowOf[key] = len(im.rows)
	row := Row{Name: name, Site: s.HomeURL, Feeds: []Feed{{URL: s.FeedURL}}, Sectors: im.sectors(s),
		Language: LanguageOf(&feed.Feed{Language: s.Language}, im.Site.Language)}
	row.ID = FreeID(name, s.FeedURL, func(id string) bool { return im.taken[id] || im.Known.Taken(id) })
	im.taken[row.ID] = true
	im.rows = append(im.rows, row)
}

// listed notes whoever is there already, and reports it.
func (im *Import) listed(s opml.Subscription, name string) bool {
	if line, twice := im.feedAt[entry.AddressKey(s.FeedURL)]; twice {
		im.note(s, "left out, it is the feed of line %d again", line)
		return true
	}
	if l, ok := im.Known.Feed(s.FeedURL); ok {
		im.note(s, "left out, %s (%s) is listed with it, %s", l.Contributor.Name, l.Contributor.ID, l.Place())
		return true
	}
	l, ok := im.Known.Page(s.HomeURL)
	c := im.Known.Name(name)
	if ok {
		c = l.Contributor
	}
	switch {
	case c == nil:
		return false
	case c.OptOut.All:
		im.note(s, "left out, %s (%s) asked not to be shown, %s:%d", c.Name, c.ID, c.File, c.Line)
	default:
		im.note(s, "left out, %s (%s) is in a list already, %s:%d; if this is a further feed of theirs: weft add --to %s %s", c.Name, c.ID, c.File, c.Line, c.ID, s.FeedURL)
	}
	return true
}

// sectors are those whose id or name a folder has; nil where there are none, or
// no others than the list's own.
func (im *Import) sectors(s opml.Subscription) []string {
	var out []string
	for _, folder := range s.Folders {
		id, ok := im.sectorOf(folder)
		if ok && !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	if len(out) == 0 && len(s.Folders) > 0 {
		im.unfiled[s.Folders[len(s.Folders)-1]]++
	}
	if slices.Equal(out, []string{im.Sector}) { // that they have anyway
		return nil
	}
	return out
}

func (im *Import) sectorOf(folder string) (string, bool) {
	slug := roster.Slug(folder)
	for _, s := range im.Site.Sectors {
		if folder == s.ID || slug != "" && (slug == s.ID || slug == roster.Slug(s.Name)) {
			return s.ID, true
		}
	}
	return "", false
}
