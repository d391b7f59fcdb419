package roster

import (
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"weft/internal/diag"
	"weft/internal/entry"
	"weft/internal/text"
	"weft/internal/tomlfile"
)

// known enters the names and addresses by which a contributor is found. What
// two people share finds neither: nobody is guessed.
func (b *builder) known(c *Contributor) {
	for _, name := range append([]string{c.Name}, c.Aliases...) {
		claim(b.r.names, foldName(name), c)
		b.r.spelled[runOfWords(name)] = true
	}
	for _, address := range append([]string{c.Site}, c.Profiles...) {
		claim(b.r.addresses, entry.AddressKey(address), c)
	}
	if len(c.Hosts) == 0 && entry.IsRoot(c.Site) { // a site below a path may share its host with strangers
		claim(b.r.hosts, entry.Host(c.Site), c)
	}
	for _, host := range c.Hosts {
		claim(b.r.hosts, entry.Host("https://"+host), c)
		if strings.Contains(host, ".") && !slices.Contains(c.Alone, host) {
			claim(b.r.domains, entry.Host("https://"+host), c)
		}
	}
	claim(b.r.dwellers, entry.Host(c.Site), c)
	for _, f := range c.Feeds {
		claim(b.r.dwellers, entry.Host(f.Key), c)
	}
}

func claim(index map[string]*Contributor, key string, c *Contributor) {
	if key == "" {
		return
	}
	if other, taken := index[key]; taken && other != c {
		c = nil
	}
	index[key] = c
}

func foldName(name string) string { return strings.Join(strings.Fields(text.Fold(name)), " ") }

// The form of content/contributors/ID.md.
type noteFile struct {
	OptOut     any    `toml:"opt_out"`
	Correction string `toml:"correction"`
}

// nearID is the hint for a file that is named for nobody.
func (b *builder) nearID(id string) string {
	var ids []string
	for _, c := range b.r.Contributors {
		ids = append(ids, c.ID)
	}
	return diag.DidYouMean(id, ids, "the file is named for a contributor's id, such as idris-vaughan.md")
}

// notes reads the words about contributors, and their own wishes.
func (b *builder) notes(layer Layer, n int) {
	files, _ := fs.Glob(layer.FS, "content/contributors/*.md")
	for _, name := range files {
		shown := layer.Name + name
		data, err := fs.ReadFile(layer.FS, name)
		c := b.person(strings.TrimSuffix(path.Base(name), ".md"))
		if c == nil && b.broken {
			continue // perhaps of a list that could not be read
		}
		if c == nil {
			b.probs.Add(shown, 1, b.nearID(strings.TrimSuffix(path.Base(name), ".md")), "no contributor has this id")
			continue
		}
		if err != nil {
			b.probs.Add(shown, 0, "make the file readable, or move it away", "cannot be read: %v", err)
			c.OptOut = OptOut{All: true, Influence: true} // the wish may stand there
			continue
		}
		var f noteFile
		doc := tomlfile.FrontMatter(shown, data, &f, &b.probs)
		wish := b.optOut(f.OptOut, shown, doc.Lines.Of("opt_out"))
		if !doc.Ok {
			wish = OptOut{All: true, Influence: true}
		}
		c.OptOut.All = c.OptOut.All || wish.All
		c.OptOut.Influence = c.OptOut.Influence || wish.Influence
		if f.Correction != "" && (n == 0 || c.Correction == "") {
			c.Correction, c.Added.Correction = f.Correction, n > c.Layer
		}
		switch words := strings.TrimSpace(doc.Body); {
		case n > c.Layer:
			c.Added.Words = strings.TrimSpace(c.Added.Words + "\n\n" + words)
		case c.Words == "":
			c.Words = words
		}
	}
}

// person finds somebody by id, or by one they had before.
func (b *builder) person(id string) *Contributor {
	if c, ok := b.r.people[id]; ok {
		return c
	}
	for _, other := range slices.Sorted(maps.Keys(b.r.people)) {
		if c := b.r.people[other]; slices.Contains(c.Was, id) {
			return c
		}
	}
	return nil
}
