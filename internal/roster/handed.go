package roster

import (
	"cmp"
	"io/fs"
	"path"
	"slices"
	"strings"
	"unicode"

	"weft/internal/diag"
	"weft/internal/entry"
	"weft/internal/route"
	"weft/internal/tomlfile"
)

// ContributionDir is where pieces lie that were handed in by people without a blog.
const ContributionDir = "content/contributions"

// A PieceFile is the front matter of a piece: of a contribution, or in a folder
// that is somebody's feed.
type PieceFile struct {
	Title    string        `toml:"title"`
	Author   string        `toml:"author"` // a contributor's id; of a contribution
	Name     string        `toml:"name"`   // who wrote it, when no list has them; of a contribution
	Sector   string        `toml:"sector"` // theirs, when no list has them
	Date     tomlfile.Time `toml:"date"`
	URL      string        `toml:"url"` // where it was published; none: here
	Tags     []string      `toml:"tags"`
	Language string        `toml:"language"`
	Licence  string        `toml:"licence"`
	Consent  string        `toml:"consent"` // what its writer agreed to
	Summary  string        `toml:"summary"`
}

// handed enters who wrote the pieces that were handed in, where no list has them:
// a person is known by the folder and the folded name, as a byline of a feed is.
// What is wrong with a piece is told by whoever reads it; one without consent
// enters nobody.
func (b *builder) handed(layer Layer, n int) {
	files, _ := fs.Glob(layer.FS, ContributionDir+"/*.md")
	for _, name := range files {
		data, err := fs.ReadFile(layer.FS, name)
		if err != nil {
			continue
		}
		var f PieceFile
		var unheard diag.List
		if doc := tomlfile.FrontMatter(name, data, &f, &unheard); !doc.Ok || b.r.Unsigned(&f) != "" || f.Author != "" || b.r.Named(f.Name) != nil {
			continue
		}
		id := signedAs(layer.Name, f.Name)
		b.r.signed[layer.Name+entry.AddressKey(f.address(name))] = id
		c := b.r.people[id]
		if c == nil {
			c = &Contributor{ID: id, Name: f.Name, Handed: true, Layer: n, File: layer.Name + name, Line: 1}
			b.r.people[id] = c
		}
		if f.Sector != "" && !slices.Contains(c.Sectors, f.Sector) {
			c.Sectors = append(c.Sectors, f.Sector)
		}
	}
}

// signedAs is by what somebody is known who is on no list and hands in pieces.
func signedAs(layer, name string) string { return layer + ContributionDir + "|" + foldName(name) }

// address is where a piece is found: where it was published, or else its page here.
func (f *PieceFile) address(file string) string {
	return cmp.Or(f.URL, route.Contribution(strings.TrimSuffix(path.Base(file), ".md")))
}

// Signed gives who wrote pieces that were handed in, by the name that they are
// signed with; nil when no piece of the layer with consent is.
func (r *Roster) Signed(layer int, name string) *Contributor {
	if layer >= len(r.layers) {
		return nil
	}
	return r.people[signedAs(r.layers[layer], name)]
}

// Consented reports whether a piece that was handed in, by its address, is one that
// somebody on no list wrote and let be shown. Consent to one is none to another of
// the same name.
func (r *Roster) Consented(layer int, address string, c *Contributor) bool {
	return layer < len(r.layers) && r.signed[r.layers[layer]+entry.AddressKey(address)] == c.ID
}

// Handed lists who signed pieces of a layer that were handed in and is on no list,
// by name.
func (r *Roster) Handed(layer int) []*Contributor {
	var all []*Contributor
	for _, c := range r.people {
		if c.Handed && c.Layer == layer {
			all = append(all, c)
		}
	}
	slices.SortFunc(all, func(a, b *Contributor) int { return strings.Compare(a.ID, b.ID) })
	return all
}

// Unsigned says what a piece that was handed in lacks for its writer to be
// credited; "" when it names somebody on a list, or says all that is needed.
func (r *Roster) Unsigned(f *PieceFile) (wrong string) {
	if _, ok := r.people[f.Author]; f.Author != "" {
		if ok || r.Named(f.Author) != nil {
			return ""
		}
		return "author"
	}
	switch {
	case f.Name == "", strings.ContainsFunc(f.Name, unnamely):
		return "name"
	case r.Named(f.Name) != nil:
		return ""
	case f.Sector != "" && r.sectors != nil && !slices.Contains(r.sectors, f.Sector):
		return "sector"
	case f.Consent == "":
		return "consent"
	}
	return ""
}

// unnamely reports what no name has: what is not seen and does not join letters.
func unnamely(r rune) bool { return !unicode.IsGraphic(r) && (r < 0x200c || r > 0x200f) }

// Sectors lists the ids of the site's sectors; nil: they are not known.
func (r *Roster) Sectors() []string { return r.sectors }
