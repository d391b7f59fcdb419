package syndicate

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"
)

// check returns the feed in the form in which it is written: every string
// clean, every gap filled that may be filled, or an error for what may not.
func check(f Feed, self string) (Feed, error) {
	if err := checkHead(f, self); err != nil {
		return f, fmt.Errorf("feed %q: %w", f.Title, err)
	}
	f.Title, f.Subtitle, f.Generator = plain(f.Title), plain(f.Subtitle), plain(f.Generator)
	f.Language, f.Icon = language(f.Language), address(f.Icon)
	f.HomeURL = address(f.HomeURL)
	f.Authors = checkPersons(f.Authors)
	f.Updated = second(f.Updated)
	entries := make([]Entry, 0, len(f.Entries))
	seen := make(map[string]bool, len(f.Entries))
	for i, e := range f.Entries {
		e, err := checkEntry(e, f.Language)
		if err == nil && seen[e.ID] {
			err = fmt.Errorf("the id %q is that of an entry before it", e.ID)
		}
		if err != nil {
			return f, fmt.Errorf("feed %q, entry %d %q: %w", f.Title, i+1, e.Title, err)
		}
		seen[e.ID] = true
		entries = append(entries, e)
	}
	f.Entries = entries
	return f, nil
}

func checkHead(f Feed, self string) error {
	switch {
	case plain(f.Title) == "":
		return errors.New("it has no title")
	case !dated(f.Updated):
		return errors.New("it has no time of its last change")
	case address(f.HomeURL) == "":
		return fmt.Errorf("the address of its page, %q, is not an absolute http or https one", f.HomeURL)
	case address(self) == "":
		return fmt.Errorf("its own address, %q, is not an absolute http or https one", self)
	}
	return checkID(f.ID)
}

func checkEntry(e Entry, feedLanguage string) (Entry, error) {
	if err := checkID(e.ID); err != nil {
		return e, err
	}
	if !dated(e.Updated) {
		e.Updated = e.Published
	}
	if !dated(e.Updated) {
		return e, errors.New("it has no time: give it the one when it was first seen")
	}
	if !dated(e.Published) {
		e.Published = time.Time{}
	}
	e.Updated, e.Published = second(e.Updated), second(e.Published)
	e.URL, e.ExternalURL, e.Via = address(e.URL), address(e.ExternalURL), address(e.Via)
	if e.URL == "" || e.ExternalURL == e.URL {
		e.URL, e.ExternalURL = first(e.URL, e.ExternalURL), ""
	}
	e.Title, e.Summary, e.ContentHTML = plain(e.Title), plain(e.Summary), plain(e.ContentHTML)
	e.Authors, e.Categories = checkPersons(e.Authors), checkCategories(e.Categories)
	e.Source = checkSource(e.Source)
	if e.Language = language(e.Language); e.Language == feedLanguage {
		e.Language = ""
	}
	return e, nil
}

// checkID wants an absolute URI (RFC 4287 §4.2.6), as it stands: a cleaned one
// could fall together with another.
func checkID(id string) error {
	if id == "" {
		return errors.New("it has no id")
	}
	u, err := url.Parse(id)
	if err != nil || u.Scheme == "" || clean(id) != id || strings.ContainsAny(id, " \t\r\n") {
		return fmt.Errorf("the id %q is not an absolute URI such as urn:uuid:…", id)
	}
	return nil
}

func checkPersons(in []Person) []Person {
	var out []Person
	for _, p := range in {
		p.URL = address(p.URL)
		p.Name = first(plain(p.Name), p.URL)
		if p.Name != "" {
			out = append(out, p)
		}
	}
	return out
}

func checkCategories(in []Category) []Category {
	var out []Category
	for _, c := range in {
		c.Term, c.Label = plain(c.Term), plain(c.Label)
		if c.Term = first(c.Term, c.Label); c.Term == "" {
			continue
		}
		if c.Label == c.Term {
			c.Label = ""
		}
		out = append(out, c)
	}
	return out
}

func checkSource(s *Source) *Source {
	if s == nil {
		return nil
	}
	out := Source{Title: plain(s.Title), HomeURL: address(s.HomeURL), FeedURL: address(s.FeedURL)}
	if checkID(s.ID) == nil {
		out.ID = s.ID
	}
	if out == (Source{}) {
		return nil
	}
	return &out
}

// name is what people read of a category.
func (c Category) name() string { return first(c.Label, c.Term) }

// dated reports a time that RFC 3339 can write: four digits of year.
func dated(t time.Time) bool {
	return !t.IsZero() && t.UTC().Year() >= 1 && t.UTC().Year() <= 9999
}

func second(t time.Time) time.Time {
	if t.IsZero() {
		return t
	}
	return t.UTC().Truncate(time.Second)
}

// plain is clean without the white space around, which readers of XML drop and
// readers of JSON would not.
func plain(s string) string { return strings.TrimSpace(clean(s)) }

// clean drops what XML 1.0 §2.2 (Char) forbids, and broken UTF-8.
func clean(s string) string {
	if !strings.ContainsFunc(s, forbidden) {
		return s // U+FFFD counts as forbidden here, so broken UTF-8 is caught too
	}
	var b strings.Builder
	for i, r := range s {
		broken := r == utf8.RuneError && !strings.HasPrefix(s[i:], string(utf8.RuneError))
		if !broken && (r == utf8.RuneError || !forbidden(r)) {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// forbidden reports runes that are not XML's Char, and U+FFFD, which may stand
// for broken UTF-8.
func forbidden(r rune) bool {
	switch {
	case r == '\t' || r == '\n' || r == '\r':
		return false
	case r < 0x20 || r == 0xFFFD || r == 0xFFFE || r == 0xFFFF:
		return true
	}
	return false
}

// address returns an absolute http or https address with what no address may
// hold percent-encoded (RFC 3986 §2), or "".
func address(s string) string {
	s = plain(s)
	u, err := url.Parse(s)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}
	var b strings.Builder
	for i := range len(s) {
		if c := s[i]; c <= ' ' || c == 0x7f || strings.IndexByte("\"<>\\^`{|}", c) >= 0 {
			fmt.Fprintf(&b, "%%%02X", c)
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}

// language returns a tag made of letters, digits and hyphens, or "".
func language(s string) string {
	for _, r := range s {
		if (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && r != '-' {
			return ""
		}
	}
	return s
}

func first(list ...string) string {
	for _, s := range list {
		if s != "" {
			return s
		}
	}
	return ""
}
