// Package enlist puts people into the lists of a site: it asks a blog for its
// feeds, tells whether they are listed already, and says what a new contributor
// looks like in a list.
//
// It promises to ask no address but the one that was named, those its page
// points to, and where blogs commonly have their feeds on the same site; to
// open no private network but the named host's, and that only when told to; and
// that no word of a stranger's comes into a list with more than can be seen in
// it. It writes nothing itself.
package enlist

import (
	"cmp"
	"strconv"

	"weft/internal/discover"
	"weft/internal/entry"
	"weft/internal/tomlfile"
)

// A Row is a contributor to be written into a list.
type Row struct {
	ID, Name     string
	Site         string
	Hosts        []string
	Language     string
	Feeds        []Feed
	Sectors      []string // nil: the list's own
	Organisation string
}

// A Feed is one feed of a Row.
type Feed struct {
	URL     string
	Private bool // of a private network
}

// Table is the row as it is written.
func (r Row) Table() tomlfile.Table {
	t := tomlfile.Table{Keys: []tomlfile.Key{{Name: "id", Text: r.ID}}}
	text := func(name, value string) {
		if value != "" {
			t.Keys = append(t.Keys, tomlfile.Key{Name: name, Text: value})
		}
	}
	list := func(name string, values []string) {
		if len(values) > 0 {
			t.Keys = append(t.Keys, tomlfile.Key{Name: name, List: values})
		}
	}
	text("name", r.Name)
	text("site", r.Site)
	list("hosts", r.Hosts)
	text("language", r.Language)
	var open []string
	for _, f := range r.Feeds {
		if f.Private {
			t.Tables = append(t.Tables, tomlfile.Sub{Name: "feed", Table: f.Table()})
			continue
		}
		open = append(open, f.URL)
	}
	list("feeds", open)
	if r.Sectors != nil { // an empty list is an answer: not even the list's own
		t.Keys = append(t.Keys, tomlfile.Key{Name: "sectors", List: r.Sectors})
	}
	text("organisation", r.Organisation)
	return t
}

// Table is a feed that needs more than its address, as it is written.
func (f Feed) Table() tomlfile.Table {
	t := tomlfile.Table{Keys: []tomlfile.Key{{Name: "url", Text: f.URL}}}
	if f.Private {
		t.Keys = append(t.Keys, tomlfile.Key{Name: "network", Text: "private"})
	}
	return t
}

// RowOf makes a row of a feed that was chosen. The id is left to FreeID.
func RowOf(o Offer, r Result, siteLanguage string) Row {
	row := Row{Feeds: []Feed{{o.Address, o.Private}}, Language: LanguageOf(o.Feed, siteLanguage)}
	row.Name, _ = NameOf(o.Feed, r.Page)
	row.Name = cmp.Or(row.Name, entry.Host(o.Address))
	row.Site = SiteOf(r.Site, o.Feed)
	row.Hosts = HostsOf(row.Site, o.Feed)
	return row
}

// Describe says in a line what a feed holds.
func Describe(f discover.Found) string {
	said := strconv.Itoa(len(f.Feed.Entries)) + " entries"
	switch len(f.Feed.Entries) {
	case 0:
		return "no entries yet"
	case 1:
		said = "1 entry"
	}
	if !f.Newest.IsZero() {
		said += ", the newest of " + f.Newest.Format("2 January 2006")
	}
	if f.Full {
		return said + ", full text"
	}
	return said + ", summaries"
}
