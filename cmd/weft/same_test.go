package main

import (
	"encoding/xml"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/mmcdole/gofeed"
)

// child runs the program as a process of its own, with its own surroundings.
func (b *bench) child(environ []string, args ...string) {
	b.t.Helper()
	exe, err := os.Executable()
	if err != nil {
		b.t.Fatal(err)
	}
	cmd := exec.Command(exe, append([]string{"-C", b.dir}, args...)...)
	cmd.Args[0] = "weft"
	cmd.Env = append(append(os.Environ(), "WEFT_TEST_CHILD=1"), environ...)
	if out, err := cmd.CombinedOutput(); err != nil {
		b.t.Fatalf("weft %s: %v\n%s", strings.Join(args, " "), err, out)
	}
}

// Same input, same bytes: in another time zone and locale, and a year later.
func TestTheSameSiteGivesTheSameBytes(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.must("run")
	first := b.tree("public")
	inside := b.tree("public-internal")
	for _, c := range []struct {
		name    string
		environ []string
	}{
		{"in Auckland", []string{"SOURCE_DATE_EPOCH=1795424400", "TZ=Pacific/Auckland", "LANG=de_DE.UTF-8", "LC_ALL=tr_TR.UTF-8"}},
		{"in Honolulu, a year later", []string{"SOURCE_DATE_EPOCH=1826960400", "TZ=Pacific/Honolulu", "LANG=C"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			b.keepOnly("public", ".gitignore")
			b.remove("public-internal", ".weft/build")
			b.child(c.environ, "build")
			if again := b.tree("public"); again != first {
				t.Errorf("public: %s", firstDifference(first, again))
			}
			if again := b.tree("public-internal"); again != inside {
				t.Errorf("internal: %s", firstDifference(inside, again))
			}
		})
	}
	b.now = b.now.AddDate(1, 0, 0)
	if said := b.must("build"); !strings.Contains(said, "public: 0 files written") {
		t.Errorf("a year later an unchanged site is written again:\n%s", said)
	}
	b.must("run") // a rule has expired meanwhile, which a fetch lets through
	if said := b.must("run"); !strings.Contains(said, "public: 0 files written") {
		t.Errorf("a year later an unchanged site is written again and again:\n%s", said)
	}
}

// Every feed reads back in a feed reader, every XML file is well formed.
func TestEveryFeedOfTheSiteReadsBack(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.must("run")
	feeds, outlines := 0, 0
	root := filepath.Join(b.dir, "public")
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		switch filepath.Ext(path) {
		case ".atom", ".rss", ".opml", ".xml":
			wellFormed(t, path, data)
		}
		if name := d.Name(); strings.HasPrefix(name, "feed.") {
			feeds++
			if parsed, err := gofeed.NewParser().ParseString(string(data)); err != nil || parsed.Title == "" {
				t.Errorf("%s: %v", path, err)
			}
		}
		if filepath.Ext(path) == ".opml" {
			outlines++
		}
		return err
	})
	if err != nil || feeds < 60 || outlines == 0 {
		t.Errorf("%d feeds, %d lists, %v", feeds, outlines, err)
	}
}

func wellFormed(t *testing.T, path string, data []byte) {
	t.Helper()
	dec := xml.NewDecoder(strings.NewReader(string(data)))
	for {
		if _, err := dec.Token(); err == io.EOF {
			return
		} else if err != nil {
			t.Errorf("%s: %v", path, err)
			return
		}
	}
}
