package publish

import (
	"fmt"
	"os"
	"testing"
)

type page struct {
	name string
	data []byte
}

// largeSite has 10,000 pages of 8 kB in folders of their own.
func largeSite() []page {
	pages := make([]page, 10_000)
	for i := range pages {
		pages[i].name = fmt.Sprintf("entries/%02d/%05d/index.html", i%100, i)
		pages[i].data = fmt.Appendf(nil, "%08192d", i)
	}
	return pages
}

func publishLarge(b *testing.B, site []page, out, state string, change byte) {
	s, err := Begin(out, state, Options{})
	if err != nil {
		b.Fatal(err)
	}
	for _, p := range site {
		p.data[0] = change
		if err := s.Write(p.name, p.data); err != nil {
			b.Fatal(err)
		}
	}
	if _, err := s.Commit(); err != nil {
		b.Fatal(err)
	}
}

func benchPlace(b *testing.B) (out, state string) {
	b.Setenv("TMPDIR", disk)
	dir, err := os.MkdirTemp(disk, "weft-publish-bench-")
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { os.RemoveAll(dir) })
	return dir + "/out", dir + "/state"
}

func Benchmark10000FilesAllNew(b *testing.B) {
	site := largeSite()
	for b.Loop() {
		out, state := benchPlace(b)
		publishLarge(b, site, out, state, 'a')
	}
}

func Benchmark10000FilesAllChanged(b *testing.B) {
	site := largeSite()
	out, state := benchPlace(b)
	publishLarge(b, site, out, state, 'a')
	change := byte('a')
	for b.Loop() {
		change++
		publishLarge(b, site, out, state, change)
	}
}

func Benchmark10000FilesUnchanged(b *testing.B) {
	site := largeSite()
	out, state := benchPlace(b)
	publishLarge(b, site, out, state, 'a')
	for b.Loop() {
		publishLarge(b, site, out, state, 'a')
	}
}

func Benchmark10000FilesUnchangedWithoutManifest(b *testing.B) {
	site := largeSite()
	out, state := benchPlace(b)
	publishLarge(b, site, out, state, 'a')
	for b.Loop() {
		if err := os.RemoveAll(state); err != nil {
			b.Fatal(err)
		}
		publishLarge(b, site, out, state, 'a')
	}
}
