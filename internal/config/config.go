// Package config reads site.toml: what a site is called, where and when it
// publishes, which sectors it knows and which editions it makes.
//
// It promises a complete Site with every default filled in, or problems that
// say which line to mend.
package config

import (
	"io/fs"
	"net/url"
	"regexp"
	"strings"
	"time"

	"weft/internal/diag"
	"weft/internal/period"
	"weft/internal/tomlfile"

	"github.com/google/uuid"
	"golang.org/x/net/idna"
	"golang.org/x/text/language"
)

// File is the name of the file that makes a folder a site.
const File = "site.toml"

// Public is the name of the edition that is always there.
const Public = "public"

// A Site is what site.toml says.
type Site struct {
	ID           string // a UUID, written by init, never changed
	Title        string
	Tagline      string
	BaseURL      string   // absolute, ends in a slash
	Language     string   // BCP 47
	Contact      string   // an e-mail address or a page
	Was          []string // addresses it had before; each ends in a slash
	Contribute   Contribute
	Roles        []Role
	Calendar     period.Calendar
	Sectors      []Sector
	Editions     []Edition // the public one first
	Thresholds   Thresholds
	Digest       Digest
	Fetch        Fetch
	Mail         Mail
	sectorByID   map[string]Sector
	editionNamed map[string]Edition
}

// A Sector is a field of work.
type Sector struct {
	ID   string `toml:"id"`
	Name string `toml:"name"`
	Note string `toml:"note"`
}

// An Edition is a published tree for an audience.
type Edition struct {
	Name   string `toml:"name"`
	Output string `toml:"output"` // folder, relative to the site's
	// Publish is where readers find it: a folder outside of the site's, as
	// site.toml names it, absolute or seen from the site; empty: nowhere named.
	Publish string `toml:"publish"`
	// Overlay is the folder whose feeds and content are added to the public
	// ones; empty for the public edition.
	Overlay string `toml:"overlay"`
	// Base is the edition whose overlays come first; empty: the public one.
	Base string `toml:"base"`
	// Committed says that the overlay lies in the site's own git repository on
	// purpose: whoever may read the one may read the other.
	Committed bool `toml:"committed"`
	// NoSecret lists names, titles and addresses of the overlay that may stand
	// in editions without it.
	NoSecret []string `toml:"no_secret"`
	// MailTo lists addresses that it is sent to by mail; empty for the public
	// edition, which goes where [mail] says.
	MailTo []string `toml:"mail_to"`
}

// Digest says how a draft is laid out.
type Digest struct {
	Highlights        int `toml:"highlights"`          // items offered first
	MaxPerContributor int `toml:"max_per_contributor"` // items of one contributor in an issue; 0: no bound
	OverlapDays       int `toml:"overlap_days"`        // how far back a draft looks for late arrivals
}

// Fetch says how feeds are asked for.
type Fetch struct {
	// Proxy lets HTTP_PROXY, HTTPS_PROXY and NO_PROXY of the environment be used.
	Proxy bool `toml:"proxy"`
}

// The form of the file.
type file struct {
	ID           string        `toml:"id"`
	Title        string        `toml:"title"`
	Tagline      string        `toml:"tagline"`
	BaseURL      string        `toml:"base_url"`
	Language     string        `toml:"language"`
	Timezone     string        `toml:"timezone"`
	Cadence      string        `toml:"cadence"`
	CadenceStart tomlfile.Time `toml:"cadence_start"`
	Contact      string        `toml:"contact"`
	Was          []string      `toml:"was"`
	Output       string        `toml:"output"`
	Publish      string        `toml:"publish"`
	Contribute   Contribute    `toml:"contribute"`
	Roles        []Role        `toml:"role"`
	Sectors      []Sector      `toml:"sector"`
	Editions     []Edition     `toml:"edition"`
	Thresholds   Thresholds    `toml:"thresholds"`
	Digest       Digest        `toml:"digest"`
	Fetch        Fetch         `toml:"fetch"`
	Mail         Mail          `toml:"mail"`
}

// Load reads site.toml from the root of a site.
func Load(root fs.FS) (*Site, diag.List) {
	var probs diag.List
	data, err := fs.ReadFile(root, File)
	if err != nil {
		probs.Add(File, 0, "`weft init DIR` makes a new site", "cannot be read: %v", err)
		return nil, probs
	}
	f := file{Output: "public", Language: "en", Timezone: "UTC", Cadence: string(period.Weekly),
		Thresholds: DefaultThresholds(), Digest: Digest{Highlights: 3, MaxPerContributor: 3, OverlapDays: 14}}
	lines := tomlfile.Decode(File, data, &f, &probs)
	if lines.Broken() {
		return nil, probs
	}
	r := reader{&f, lines, &probs}
	site := r.site()
	return site, probs
}

// A reader checks the form and turns it into a Site.
type reader struct {
	f     *file
	lines tomlfile.Lines
	probs *diag.List
}

func (r *reader) site() *Site {
	s := &Site{Title: r.f.Title, Tagline: r.f.Tagline, Contact: r.f.Contact, Thresholds: r.f.Thresholds, Digest: r.f.Digest, Fetch: r.f.Fetch}
	if s.Title == "" {
		r.add("title", `write title = "The name of your digest"`, "no title")
	}
	id, err := uuid.Parse(r.f.ID)
	if err != nil || len(r.f.ID) != len(id.String()) { // other spellings of one would be other ids of feeds and mails
		r.add("id", "`weft init` writes one, once; ids of feeds and mails derive from it", "id = %q is no UUID", r.f.ID)
	}
	s.ID = id.String()
	s.BaseURL = r.baseURL()
	s.Language = r.language()
	s.Calendar = r.calendar()
	s.Sectors, s.sectorByID = r.sectors()
	s.Editions, s.editionNamed = r.editions()
	s.Was, s.Contribute, s.Roles, s.Mail = r.was(), r.contribute(), r.roles(), r.mail()
	r.mailedTo(s)
	r.thresholds()
	r.digest()
	return s
}

func (r *reader) add(key, hint, format string, args ...any) {
	r.probs.Add(File, max(1, r.lines.Of(key)), hint, format, args...)
}

func (r *reader) baseURL() string {
	u, err := url.Parse(r.f.BaseURL)
	if err == nil && u.User != nil {
		r.add("base_url", "readers need none; take it out", "base_url holds a user name or password")
		u.User = nil
	}
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" || u.RawQuery != "" || u.Fragment != "" {
		r.add("base_url", `write base_url = "https://digest.example.org/"`, "base_url = %q is no web address", r.f.BaseURL)
		return "https://example.invalid/"
	}
	if !strings.HasSuffix(u.Path, "/") {
		u.Path += "/"
	}
	// In ASCII a host's name is the same to whoever reads it: percent signs in its
	// place stop mail programs and feed readers.
	if ascii, err := idna.Lookup.ToASCII(u.Hostname()); err == nil {
		u.Host = strings.Replace(u.Host, u.Hostname(), ascii, 1)
	}
	return u.String()
}

// digest refuses numbers that mean nothing; 0 is a number like any other.
func (r *reader) digest() {
	check := func(key string, value int) {
		if value < 0 {
			r.probs.Add(File, r.lines.Of("digest", key), "write 0 or more", "digest.%s = %d", key, value)
		}
	}
	check("highlights", r.f.Digest.Highlights)
	check("max_per_contributor", r.f.Digest.MaxPerContributor)
	check("overlap_days", r.f.Digest.OverlapDays)
}

func (r *reader) language() string {
	tag, err := language.Parse(r.f.Language)
	if err != nil {
		r.add("language", `write language = "en-GB"`, "language = %q is no language tag", r.f.Language)
		return "en"
	}
	return tag.String()
}

func (r *reader) calendar() period.Calendar {
	zone, err := time.LoadLocation(r.f.Timezone)
	if err != nil || r.f.Timezone == "Local" {
		r.add("timezone", `write a name such as timezone = "Europe/London"`, "timezone = %q is not known", r.f.Timezone)
		zone = time.UTC
	}
	c := period.Calendar{Cadence: period.Cadence(r.f.Cadence), Zone: zone, Start: r.f.CadenceStart.In(zone)}
	switch c.Cadence {
	case period.Weekly, period.Monthly:
	case period.Fortnightly:
		if c.Start.IsZero() {
			r.add("cadence", "write cadence_start = 2026-01-05, any day in your first fortnight", "a fortnightly digest without cadence_start")
		}
	default:
		r.add("cadence", diag.DidYouMean(r.f.Cadence, []string{"weekly", "fortnightly", "monthly"}, "weekly, fortnightly or monthly"), "cadence = %q is not known", r.f.Cadence)
		c.Cadence = period.Weekly
	}
	return c
}

var idForm = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// ValidID reports whether a text can be an id: lower-case letters and digits,
// in groups joined by single hyphens, at most 64 of them, and no name that
// Windows keeps for itself. So ids are safe in addresses and as file names.
func ValidID(id string) bool {
	return len(id) <= 64 && idForm.MatchString(id) && !reservedName.MatchString(id)
}

var reservedName = regexp.MustCompile(`^(con|prn|aux|nul|com[0-9]|lpt[0-9])$`)

// IDHint says what an id looks like.
const IDHint = `use lower-case letters, digits and hyphens, such as "local-government"`

func (r *reader) sectors() ([]Sector, map[string]Sector) {
	byID := map[string]Sector{}
	for i, s := range r.f.Sectors {
		line := r.lines.Of("sector", i, "id")
		switch _, double := byID[s.ID]; {
		case !ValidID(s.ID):
			r.probs.Add(File, line, IDHint, "sector id %q", s.ID)
		case double:
			r.probs.Add(File, line, "give one of them another id", "sector %q stands here a second time", s.ID)
		}
		if s.Name == "" {
			s.Name = s.ID
			r.f.Sectors[i] = s
		}
		byID[s.ID] = s
	}
	return r.f.Sectors, byID
}

// Sector looks a sector up by its id.
func (s *Site) Sector(id string) (Sector, bool) {
	sector, ok := s.sectorByID[id]
	return sector, ok
}

// SectorIDs lists the ids of all sectors, in the order of the file.
func (s *Site) SectorIDs() []string {
	ids := make([]string, len(s.Sectors))
	for i, sector := range s.Sectors {
		ids[i] = sector.ID
	}
	return ids
}
