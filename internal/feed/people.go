package feed

import (
	"net/mail"
	"regexp"
	"slices"
	"strings"

	"github.com/mmcdole/gofeed/atom"
	ext "github.com/mmcdole/gofeed/extensions"
	"github.com/mmcdole/gofeed/rss"

	"weft/internal/entry"
)

// people reads names as RSS writes them: "mail (Name)", "Name (mail)",
// "Name <mail>", a mail, or a name. Each person stands once.
func people(names []string) []entry.Byline {
	var out []entry.Byline
	for _, name := range severally(names) {
		if b := person(name); b != (entry.Byline{}) && len(out) < maxPeople && !slices.Contains(out, b) {
			out = append(out, b)
		}
	}
	return out
}

var (
	mailFirst = regexp.MustCompile(`^(?:mailto:)?([^\s@()<>]+@[^\s@()<>]+)\s*[(<]?([^()<>]*)[)>]?$`)
	nameFirst = regexp.MustCompile(`^([^@()<>]+?)\s*[(<]?\s*(?:mailto:)?([^\s@()<>]+@[^\s@()<>]+?)\s*[)>]?$`)
)

// severally parts names that stand in one text, where each has its mail.
func severally(names []string) []string {
	var out []string
	for _, name := range names {
		mails := strings.Count(name, "@")
		parts := []string{name}
		if mails > 1 && mails <= maxPeople {
			parts = strings.FieldsFunc(name, func(r rune) bool { return r == ',' || r == ';' })
		}
		if slices.ContainsFunc(parts, func(part string) bool { return !strings.Contains(part, "@") }) {
			parts = []string{name}
		}
		out = append(out, parts...)
	}
	return out
}

func person(s string) entry.Byline {
	s = squeeze(s)
	if inside, ok := strings.CutPrefix(s, "("); ok && strings.IndexByte(inside, ')') == len(inside)-1 {
		s = squeeze(strings.TrimSuffix(inside, ")"))
	}
	if m := mailFirst.FindStringSubmatch(s); m != nil {
		return entry.Byline{Name: strings.TrimSpace(m[2]), Email: m[1]}
	}
	if m := nameFirst.FindStringSubmatch(s); m != nil {
		return entry.Byline{Name: strings.TrimSpace(strings.Trim(m[1], `"`)), Email: m[2]}
	}
	if a, err := mail.ParseAddress(s); err == nil && strings.Contains(a.Address, "@") {
		return entry.Byline{Name: a.Name, Email: a.Address}
	}
	if u := absolute("", s); u != "" {
		return entry.Byline{URL: u}
	}
	return entry.Byline{Name: s}
}

// itemAuthors gives an item's bylines: the names of the first vocabulary that
// has any, for the others mostly repeat them.
func itemAuthors(raw *rss.Item) []entry.Byline {
	x := raw.Extensions
	own := people([]string{raw.Author})
	named := people(slices.Concat(texts(x, "dc", "creator"), texts(x, "dc", "author")))
	if len(named) > 0 {
		return withMail(named, own)
	}
	if atomOnes := extPeople(x, "atom", "author"); len(atomOnes) > 0 {
		return atomOnes
	}
	if len(own) > 0 && own[0].Name != "" {
		return own
	}
	if it := people(texts(x, "itunes", "author")); len(it) > 0 {
		return withMail(it, own)
	}
	return own
}

// withMail adds to a single name the mail that stands beside it elsewhere.
func withMail(named, own []entry.Byline) []entry.Byline {
	if len(named) == 1 && len(own) == 1 && named[0].Email == "" && (own[0].Name == "" || own[0].Name == named[0].Name) {
		named[0].Email = own[0].Email
	}
	return named
}

func channelAuthors(raw *rss.Feed) []entry.Byline {
	x := raw.Extensions
	for _, names := range [][]string{
		{raw.ManagingEditor}, texts(x, "dc", "creator"), texts(x, "dc", "author"), texts(x, "itunes", "author"),
	} {
		if p := people(names); len(p) > 0 {
			return p
		}
	}
	return extPeople(x, "atom", "author")
}

// extPeople reads Atom persons in another document.
func extPeople(x ext.Extensions, space, local string) []entry.Byline {
	var out []entry.Byline
	for _, e := range x[space][local] {
		if len(out) == maxPeople {
			break
		}
		b := entry.Byline{Name: childText(e, "name"), Email: childText(e, "email"), URL: childText(e, "uri")}
		if b != (entry.Byline{}) && !slices.Contains(out, b) {
			out = append(out, b)
		}
	}
	return out
}

func childText(e ext.Extension, local string) string {
	for _, c := range e.Children[local] {
		return c.Value
	}
	return ""
}

func atomPeople(ps []*atom.Person) []entry.Byline {
	var out []entry.Byline
	for _, p := range ps {
		b := entry.Byline{Name: p.Name, Email: p.Email, URL: p.URI}
		if b.Name == "" && b.URL == "" && b.Email == "" {
			continue
		}
		if strings.Contains(b.Name, "@") && b.Email == "" {
			b.Name, b.Email = person(b.Name).Name, person(b.Name).Email
		}
		if len(out) < maxPeople && !slices.Contains(out, b) {
			out = append(out, b)
		}
	}
	return out
}

// entryAuthors gives an Atom entry's bylines: its own, else its source's, else
// the feed's (RFC 4287 §4.2.1). Atom demands an author, so many feeds without
// people name themselves: the feed's title as the only author is no byline.
// (Where the feed is a person's and bears their name, the entry is theirs
// without it.)
func entryAuthors(raw *atom.Entry, f *Feed) []entry.Byline {
	out := atomPeople(raw.Authors)
	if len(out) == 0 {
		out = people(texts(raw.Extensions, "dc", "creator"))
	}
	if len(out) == 0 && raw.Source != nil {
		out = atomPeople(raw.Source.Authors)
	}
	if len(out) == 0 {
		out = slices.Clone(f.Authors)
	}
	if len(out) == 1 && out[0].Name != "" && out[0].Email == "" && out[0].Name == f.Title {
		return nil
	}
	return out
}
