package roster

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode"

	"weft/internal/config"
	"weft/internal/diag"
	"weft/internal/entry"
	"weft/internal/tomlfile"

	"golang.org/x/text/unicode/norm"
)

// A rowContext is where a contributor's row stands.
type rowContext struct {
	layer  Layer
	n      int    // of the layer
	dir    string // of the list, within the layer
	file   string // as shown
	lines  tomlfile.Lines
	i      int // of the row
	sector string
}

func (in rowContext) line(path ...any) int {
	return in.lines.Of(append([]any{"contributor", in.i}, path...)...)
}

func (b *builder) validID(what, id string, at place) bool {
	if config.ValidID(id) {
		return true
	}
	b.probs.Add(at.file, at.line, config.IDHint, "%s id %q", what, id)
	return false
}

func (b *builder) contributor(row contributorRow, in rowContext) {
	if row.ID == "" {
		row.ID = Slug(row.Name)
	}
	if !b.validID("contributor", row.ID, place{in.file, in.line("id")}) {
		return
	}
	if first, known := b.r.people[row.ID]; known {
		if in.n == 0 || first.Layer == in.n {
			b.probs.Add(in.file, in.line("id"), "give one of them another id, or join the two rows", "contributor %q stands in %s:%d already", row.ID, first.File, first.Line)
			return
		}
		b.addTo(first, row, in)
		return
	}
	if row.Name == "" {
		b.probs.Add(in.file, in.line(), `write name = "…"`, "contributor %q has no name", row.ID)
		row.Name = row.ID
	}
	c := &Contributor{ID: row.ID, Name: row.Name, Site: row.Site, Profiles: row.Profiles, Language: row.Language,
		Aliases: row.Aliases, Was: row.Was, Note: row.Note, Correction: row.Correction, Layer: in.n, File: in.file, Line: in.line()}
	c.addHosts(row.Hosts)
	c.Sectors = b.sectorsOf(row, in)
	if row.Organisation != nil {
		c.Organisation = b.employer(*row.Organisation, in.file, in.line("organisation"))
	}
	c.Affiliations = b.affiliations(row, in)
	b.addresses(row, in)
	c.OptOut = b.optOut(row.OptOut, in.file, in.line("opt_out"))
	b.r.people[c.ID] = c
	b.feedsOf(c, row, in)
}

// addTo joins what an overlay says of a contributor to what is known: names,
// addresses and feeds are added, wishes are obeyed, nothing is taken away.
func (b *builder) addTo(c *Contributor, row contributorRow, in rowContext) {
	c.Added.Site = c.Added.Site || c.Site == "" && row.Site != ""
	c.Added.Correction = c.Added.Correction || c.Correction == "" && row.Correction != ""
	c.Added.Profiles = append(c.Added.Profiles, row.Profiles...)
	c.addHosts(row.Hosts)
	c.Profiles = append(c.Profiles, row.Profiles...)
	c.Aliases = append(c.Aliases, row.Aliases...)
	c.Was = append(c.Was, row.Was...)
	c.Site, c.Language = cmp.Or(c.Site, row.Site), cmp.Or(c.Language, row.Language)
	c.Note, c.Correction = cmp.Or(c.Note, row.Note), cmp.Or(c.Correction, row.Correction)
	b.addresses(row, in)
	if row.Sectors != nil {
		for _, s := range b.sectorsOf(row, in) {
			if !slices.Contains(c.Sectors, s) {
				c.Sectors, c.Added.Sectors = append(c.Sectors, s), append(c.Added.Sectors, s)
			}
		}
	}
	known := len(c.Affiliations)
	if unemployed := c.Organisation == ""; unemployed { // a dated one would go over a public one without dates
		if row.Organisation != nil && len(c.Affiliations) == 0 {
			c.Organisation = b.employer(*row.Organisation, in.file, in.line("organisation"))
		}
		c.Affiliations = append(c.Affiliations, b.affiliations(row, in)...)
		c.Added.Employed = c.Added.Employed || c.Organisation != "" || len(c.Affiliations) > known
	} else if said := row.Organisation; said != nil && *said != c.Organisation {
		b.r.Unused.Warn(in.file, in.line("organisation"), "an overlay adds to the public lists and takes nothing away; change it there, or leave it out here",
			"organisation = %q is not used: %s:%d says %q", *said, c.File, c.Line, c.Organisation)
	}
	wish := b.optOut(row.OptOut, in.file, in.line("opt_out"))
	c.OptOut.All = c.OptOut.All || wish.All
	c.OptOut.Influence = c.OptOut.Influence || wish.Influence
	b.feedsOf(c, row, in)
}

func (b *builder) sectorsOf(row contributorRow, in rowContext) []string {
	if row.Sectors == nil {
		if in.sector == "" {
			return nil
		}
		return []string{in.sector}
	}
	var sectors []string
	for i, s := range *row.Sectors {
		b.sector(s, in.file, in.line("sectors", i))
		if !slices.Contains(sectors, s) {
			sectors = append(sectors, s)
		}
	}
	return sectors
}

func (b *builder) affiliations(row contributorRow, in rowContext) []Affiliation {
	var out []Affiliation
	for i, a := range row.Affiliation {
		line := in.line("affiliation", i)
		from, until := a.From.In(time.UTC), a.Until.In(time.UTC)
		if !until.IsZero() && until.Before(from) {
			b.probs.Add(in.file, line, "both days are within; leave one out when it is open", "the affiliation ends on %s, before it begins on %s", until.Format(time.DateOnly), from.Format(time.DateOnly))
		}
		out = append(out, Affiliation{b.employer(a.Organisation, in.file, line), from, until})
	}
	return out
}

// addresses checks what a row says belongs to the contributor: it is linked,
// and it is what others' links are credited by.
func (b *builder) addresses(row contributorRow, in rowContext) {
	if row.Site != "" && !isWebAddress(row.Site) {
		b.probs.Add(in.file, in.line("site"), `write site = "https://…"`, "site = %q is no web address", row.Site)
	}
	for i, p := range row.Profiles {
		if !isWebAddress(p) {
			b.probs.Add(in.file, in.line("profiles", i), `write the page's address, "https://…"; a handle such as "@idris" goes to aliases`, "profile %q is no web address", p)
		}
	}
	for i, h := range row.Hosts {
		h = strings.TrimPrefix(h, "=")
		if strings.ContainsAny(h, "/@ ") || entry.Host("https://"+h) == "" {
			b.probs.Add(in.file, in.line("hosts", i), `write the host alone, such as "example.org"`, "host %q", h)
		}
	}
}

// addHosts takes in hosts as people write them: "=example.org" is that host alone,
// without its sub-domains.
func (c *Contributor) addHosts(hosts []string) {
	for _, h := range hosts {
		host, alone := strings.CutPrefix(h, "=")
		c.Hosts = append(c.Hosts, host)
		if alone {
			c.Alone = append(c.Alone, host)
		}
	}
}

func isWebAddress(s string) bool {
	u, err := url.Parse(s)
	return err == nil && u.Host != "" && (u.Scheme == "http" || u.Scheme == "https")
}

// employer checks an organisation's id once every file is read: it may be
// declared in another one.
func (b *builder) employer(id, file string, line int) string {
	if id != "" {
		b.later = append(b.later, func() {
			if _, ok := b.r.orgs[id]; !ok {
				var known []string
				for o := range b.r.orgs {
					known = append(known, o)
				}
				slices.Sort(known)
				hint := diag.DidYouMean(id, known, fmt.Sprintf("declare it: [[organisation]] id = %q", id))
				b.probs.Add(file, line, hint, "organisation %q is not declared", id)
			}
		})
	}
	return id
}

func (b *builder) optOut(wish any, file string, line int) OptOut {
	switch wish := wish.(type) {
	case nil:
		return OptOut{}
	case bool:
		return OptOut{All: wish, Influence: wish}
	case []any:
		if len(wish) == 1 && wish[0] == "influence" {
			return OptOut{Influence: true}
		}
	}
	// A wish that cannot be read is taken in its strictest sense until it can.
	b.probs.Add(file, line, `write opt_out = true, or opt_out = ["influence"]`, "opt_out = %v is not understood, and taken as true", wish)
	return OptOut{All: true, Influence: true}
}

// Slug makes an id of a name, for rows without one: Latin letters without
// their marks, and digits; all else a hyphen. It is empty when nothing is left.
func Slug(name string) string {
	var b strings.Builder
	for _, r := range norm.NFD.String(plainLetters.Replace(foldName(name))) {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			b.WriteRune(r)
		case unicode.Is(unicode.Mn, r):
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	return strings.Trim(b.String(), "-")
}

// Latin letters that are not a plain one with a mark.
var plainLetters = strings.NewReplacer("ß", "ss", "æ", "ae", "œ", "oe", "ø", "o", "ł", "l", "đ", "d", "ð", "d", "þ", "th", "ı", "i")
