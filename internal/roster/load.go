package roster

import (
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"weft/internal/diag"
	"weft/internal/tomlfile"
)

// A Layer is one folder that holds feeds/ and content/: the site's own, or an
// overlay.
type Layer struct {
	FS   fs.FS
	Name string // how its files are called in messages: "" or "private/"
}

// PolicyFile is the file of feeds/ that is no list.
const PolicyFile = "policy.toml"

// Load reads the lists of the layers, the site's own first, into one roster.
// The ids of the site's sectors are given, so that a mistyped one is found; nil:
// they are not known.
func Load(layers []Layer, sectors []string) (*Roster, diag.List) {
	b := newBuilder(sectors)
	b.r.sectors = sectors
	for n, layer := range layers {
		b.r.layers = append(b.r.layers, layer.Name)
		files, _ := fs.Glob(layer.FS, "feeds/*.toml") // sorted by name
		for _, name := range files {
			if path.Base(name) == PolicyFile {
				continue
			}
			data, err := fs.ReadFile(layer.FS, name)
			if err != nil {
				b.probs.Add(layer.Name+name, 0, "make the file readable, or move it away", "cannot be read: %v", err)
				continue
			}
			b.file(layer, n, name, data)
		}
		b.notes(layer, n)
	}
	r, probs := b.finish()
	for n, layer := range layers {
		b.handed(layer, n)
	}
	return r, probs
}

// The form of a list.
type listFile struct {
	Curators      []string          `toml:"curators"`
	Sector        string            `toml:"sector"`
	Organisations []organisationRow `toml:"organisation"`
	Contributors  []contributorRow  `toml:"contributor"`
}

type organisationRow struct {
	ID   string `toml:"id"`
	Name string `toml:"name"`
	Home bool   `toml:"home"`
	Site string `toml:"site"`
}

type contributorRow struct {
	ID           string           `toml:"id"`
	Name         string           `toml:"name"`
	Site         string           `toml:"site"`
	Hosts        []string         `toml:"hosts"`
	Profiles     []string         `toml:"profiles"`
	Language     string           `toml:"language"`
	Feeds        []string         `toml:"feeds"`
	FeedTables   []feedRow        `toml:"feed"`
	Sectors      *[]string        `toml:"sectors"`
	Organisation *string          `toml:"organisation"`
	Affiliation  []affiliationRow `toml:"affiliation"`
	Aliases      []string         `toml:"aliases"`
	Was          []string         `toml:"was"`
	Note         string           `toml:"note"`
	OptOut       any              `toml:"opt_out"`
	Correction   string           `toml:"correction"`
}

type feedRow struct {
	URL         string `toml:"url"`
	Network     string `toml:"network"`
	Auth        string `toml:"auth"`
	Identity    string `toml:"identity"`
	MaxPerIssue int    `toml:"max_per_issue"`
	Keep        string `toml:"keep"`
	Excerpt     string `toml:"excerpt"`
	Licence     string `toml:"licence"`
}

type affiliationRow struct {
	Organisation string        `toml:"organisation"`
	From         tomlfile.Time `toml:"from"`
	Until        tomlfile.Time `toml:"until"`
}

// Row finds the place of a contributor among those of one list: the i-th
// [[contributor]] of the file, from 0. An id that was derived from a name finds
// it as well.
func Row(data []byte, id string) (i int, found bool) {
	var f listFile
	var probs diag.List
	tomlfile.Decode("", data, &f, &probs)
	i = slices.IndexFunc(f.Contributors, func(row contributorRow) bool {
		return row.ID == id || row.ID == "" && Slug(row.Name) == id
	})
	return i, i >= 0
}

// FeedPath finds where a list names a feed, by the address as it is written: a
// path as tomlfile takes it, {"contributor", 2, "feeds", 0} or {"contributor",
// 2, "feed", 0, "url"}.
func FeedPath(data []byte, address string) (path []any, found bool) {
	var f listFile
	var probs diag.List
	tomlfile.Decode("", data, &f, &probs)
	for i, row := range f.Contributors {
		if j := slices.Index(row.Feeds, address); j >= 0 {
			return []any{"contributor", i, "feeds", j}, true
		}
		if j := slices.IndexFunc(row.FeedTables, func(r feedRow) bool { return r.URL == address }); j >= 0 {
			return []any{"contributor", i, "feed", j, "url"}, true
		}
	}
	return nil, false
}

// A builder gathers the rows of all files; what they say of one another is
// checked at the end, when all are known.
type builder struct {
	r       *Roster
	probs   diag.List
	sectors []string
	later   []func() // checks that need every file
	broken  bool     // a file could not be read
	orgAt   map[string]place
	feedAt  map[string]Feed
}

type place struct {
	file string
	line int
}

func newBuilder(sectors []string) *builder {
	return &builder{sectors: sectors, orgAt: map[string]place{}, feedAt: map[string]Feed{}, r: &Roster{
		orgs: map[string]int{}, people: map[string]*Contributor{}, feeds: map[string]*Feed{},
		signed: map[string]string{}, names: map[string]*Contributor{}, spelled: map[string]bool{}, addresses: map[string]*Contributor{}, hosts: map[string]*Contributor{},
		domains: map[string]*Contributor{}, dwellers: map[string]*Contributor{},
	}}
}

func (b *builder) file(layer Layer, n int, name string, data []byte) {
	var f listFile
	shown := layer.Name + name
	lines := tomlfile.Decode(shown, data, &f, &b.probs)
	if lines.Broken() { // what was read of it would bring complaints about what was not
		b.broken = true
		return
	}
	for i, c := range f.Curators {
		if !KeeperOf(c).Ok {
			b.probs.Warn(shown, lines.Of("curators", i), `write "Ana Pop <ana@example.org>", or the name alone`, "curator %q cannot be read", c)
		}
	}
	b.r.Lists = append(b.r.Lists, List{shown, f.Curators, f.Sector, len(f.Contributors)})
	if f.Sector != "" {
		b.sector(f.Sector, shown, lines.Of("sector"))
	}
	for i, row := range f.Organisations {
		b.organisation(row, n, place{shown, lines.Of("organisation", i)})
	}
	for i, row := range f.Contributors {
		in := rowContext{layer: layer, n: n, dir: path.Dir(name), file: shown, lines: lines, i: i, sector: f.Sector}
		b.contributor(row, in)
	}
}

func (b *builder) sector(id, file string, line int) {
	if b.sectors != nil && !slices.Contains(b.sectors, id) {
		hint := diag.DidYouMean(id, b.sectors, "declare it in site.toml under [[sector]]")
		b.probs.Add(file, line, hint, "sector %q is not declared", id)
	}
}

func (b *builder) organisation(row organisationRow, layer int, at place) {
	if !b.validID("organisation", row.ID, at) {
		return
	}
	if first, double := b.orgAt[row.ID]; double {
		if layer == 0 || b.r.Organisations[b.r.orgs[row.ID]].Layer == layer {
			b.probs.Add(at.file, at.line, "give one of them another id", "organisation %q stands in %s:%d already", row.ID, first.file, first.line)
		}
		return // an overlay may name a public organisation again; it takes nothing away
	}
	if row.Name == "" {
		row.Name = row.ID
	}
	b.orgAt[row.ID] = at
	b.r.orgs[row.ID] = len(b.r.Organisations)
	b.r.Organisations = append(b.r.Organisations, Organisation{row.ID, row.Name, row.Site, row.Home, layer})
}

func (b *builder) finish() (*Roster, diag.List) {
	for _, check := range b.later {
		if !b.broken {
			check()
		}
	}
	r := b.r
	slices.SortFunc(r.Organisations, func(x, y Organisation) int { return strings.Compare(x.ID, y.ID) })
	for i, org := range r.Organisations {
		r.orgs[org.ID] = i
	}
	for _, id := range slices.Sorted(maps.Keys(r.people)) {
		r.Contributors = append(r.Contributors, r.people[id])
	}
	for _, c := range r.Contributors {
		b.known(c)
		if c.OptOut.All || c.OptOut.Influence {
			r.decline(c)
		}
		for i := range c.Feeds {
			r.feeds[c.Feeds[i].Key] = &c.Feeds[i]
		}
	}
	for _, c := range r.Contributors { // last, so that an id in use wins over an old one
		for _, id := range c.Was {
			switch other, taken := r.people[id]; {
			case !taken:
				r.people[id] = c
			case other.ID != id && other != c:
				b.probs.Add(c.File, c.Line, "only one of them can have had it", "%q was had before by %q and by %q", id, other.ID, c.ID)
			}
		}
	}
	return r, b.probs
}
