// Package weft is a static site generator for curated community digests. This
// package at the root only carries the files that the program brings along:
// the templates of a site, and the example site that the repository is.
//
// # A tour of the code
//
// weft goes from feed lists to a published digest in one direction:
//
//	feeds/*.toml      config, roster      who is read
//	strangers' feeds  fetch, feed         bytes become entries
//	.weft/archive.db  gather, archive     everything ever seen
//	feeds/policy.toml policy              the gate: what an edition may see
//	content/themes    theme               tags with the words that prove them
//	                  influence           who cited whom, with passages
//	content/digests   digest              drafted by weft, written by people, frozen
//	                  edition             a site as one audience may see it
//	templates/        site, syndicate     pages, feeds, data
//	                  mail                an issue as mail
//	public/           publish, leak       put in place, once nothing internal is in it
//
// Packages lie on floors and import only downward; floors_test.go beside this
// file says who may import whom. The middle is pure: no clock, no network, no
// log, values in and values out. The edges are few and named: fetch asks the
// network, archive keeps SQLite, publish and atomicfile write files, cmd/weft
// speaks to people.
//
// Begin reading at cmd/weft/run.go, which is the whole way in one page; then
// internal/edition, which puts a site together; then whichever stage you came
// for. docs/architecture.md says why things are as they are.
package weft

import (
	"bytes"
	"embed"
	"io/fs"
	"slices"
	"strings"
)

//go:embed templates
var templates embed.FS

//go:embed site.toml feeds content private
var example embed.FS

// Templates holds the pages, styles and words of a site; a site's own
// templates folder is laid over it, file by file.
func Templates() fs.FS {
	sub, err := fs.Sub(templates, "templates")
	if err != nil {
		panic(err) // the folder is embedded above
	}
	return sub
}

// Example holds the example site: what `weft init` takes its files from. An issue
// that is still a draft is not part of it: somebody who tried `weft run` in a
// clone has one lying there.
func Example() fs.FS { return shipped{example} }

// shipped is the embedded site without drafts.
type shipped struct{ embed.FS }

// ReadDir lists a folder, without drafts and what weft keeps beside them.
func (s shipped) ReadDir(name string) ([]fs.DirEntry, error) {
	entries, err := s.FS.ReadDir(name)
	return slices.DeleteFunc(entries, func(e fs.DirEntry) bool {
		issue := strings.TrimSuffix(strings.TrimSuffix(e.Name(), ".md"), ".items.json")
		text, err := s.FS.ReadFile(name + "/" + issue + ".md")
		return err == nil && strings.HasSuffix(name, "content/digests") && bytes.Contains(text, []byte("\ndraft = true\n"))
	}), err
}
