package publish

import (
	"fmt"
	"os"
	"testing"
)

// largeSite has 10,000 pages of about 8 kB in folders of their own.
func largeSite() []struct {
	name string
	data []byte
} {
	pages := make([]struct {
		name string
		data []byte
	}, 10_000)
	for i := range pages {
		pages[i].name = fmt.Sprintf("entries/%02d/%05d/index.html", i%100, i)
		pages[i].data = fmt.Appendf(nil, "%08192d", i)
	}
	return pages
}

func publishLarge(b *testing.B, out, state string, change byte) {
	s, err := Begin(out, state, Options{})
	if err != nil {
		b.Fatal(err)
	}
	for _, page := range largeSite() {
		page.data[0] = change
		if err := s.Write(page.name, page.data); err != nil {
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
	for b.Loop() {
		out, state := benchPlace(b)
		publishLarge(b, out, state, 'a')
	}
}

func Benchmark10000FilesAllChanged(b *testing.B) {
	out, state := benchPlace(b)
	publishLarge(b, out, state, 'a')
	change := byte('a')
	for b.Loop() {
		change++
		publishLarge(b, out, state, change)
	}
}

func Benchmark10000FilesUnchanged(b *testing.B) {
	out, state := benchPlace(b)
	publishLarge(b, out, state, 'a')
	for b.Loop() {
		publishLarge(b, out, state, 'a')
	}
}

func Benchmark10000FilesUnchangedWithoutManifest(b *testing.B) {
	out, state := benchPlace(b)
	publishLarge(b, out, state, 'a')
	for b.Loop() {
		if err := os.RemoveAll(state); err != nil {
			b.Fatal(err)
		}
		publishLarge(b, out, state, 'a')
	}
}
