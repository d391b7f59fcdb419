package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// somebodyWrites adds Xavier Quill in every part somebody can have: author,
// co-author, guest, host of a guest, cited, citing, carried and named by others.
func (b *bench) somebodyWrites() {
	b.remove("private")
	b.write("feeds/more.toml", `
[[contributor]]
id = "xavier-quill"
name = "Xavier Quill"
aliases = ["XQ Pseudonym"]
site = "https://xquill.example/"
sectors = ["care"]
feeds = ["samples/quill.json"]
[[contributor]]
id = "other-one"
name = "Other One"
site = "https://other.example/"
sectors = ["health"]
feeds = ["samples/other.json"]
[[contributor]]
id = "carrier-two"
name = "Carrier Two"
site = "https://carrier.example/"
sectors = ["housing"]
feeds = ["samples/carrier.json"]
`)
	item := func(url, title, day, html, author string) string {
		return `{"id":"` + url + `","url":"` + url + `","title":"` + title + `","date_published":"2026-11-` + day + `T10:00:00Z","content_html":"<p>Permission to fail. ` + html + `</p>","authors":[` + author + `]}`
	}
	list := func(items ...string) string {
		return `{"version":"https://jsonfeed.org/version/1.1","title":"A blog","items":[` + strings.Join(items, ",") + `]}`
	}
	other, quill := `{"name":"Other One"}`, `{"name":"Xavier Quill"}`
	b.write("feeds/samples/quill.json", list(
		item("https://xquill.example/early", "Quill early", "03", "Words.", ""),
		item("https://xquill.example/cites", "Quill cites", "14", `See <a href='https://other.example/a'>a piece</a>.`, ""),
		item("https://xquill.example/barrier", "Marlow and its flood barrier", "13", "On Tuesday the Marlow barrier gave way; flood water stopped a pumping station until diesel came. Sandbags everywhere.", ""),
		item("https://xquill.example/guest", "Quill hosts", "12", `See <a href='https://carrier.example/a'>a piece</a>.`, other)))
	b.write("feeds/samples/other.json", list(
		item("https://other.example/a", "First of mine", "09", "Words.", ""),
		item("https://other.example/barrier", "The flood barrier at Marlow", "12", "The flood barrier at Marlow failed, and the pumping station behind it stood still until somebody brought diesel. I counted sandbags.", ""),
		item("https://other.example/b", "Citing somebody", "13", `As <a href='https://xquill.example/early'>a piece</a> said.`, ""),
		item("https://other.example/joint", "Written by two", "12", "Words.", other+","+quill),
		item("https://other.example/guest", "Quill as a guest", "11", "Words.", `{"name":"XQ Pseudonym"}`)))
	b.write("feeds/samples/carrier.json", list(
		item("https://carrier.example/a", "Carrier first", "09", "Words.", ""),
		item("https://xquill.example/carried", "Quill carried", "10", "Words.", ""),
		item("https://carrier.example/n", "Naming somebody", "14", `I like <a href='https://other.example/joint'>what Xavier Quill wrote</a>.`, "")))
}

// Who opts out leaves no trace: before an issue is frozen and after, whether
// the archive is there or gone, in pages, in data and in what is drafted anew.
func TestWhoOptsOutLeavesNoTrace(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name           string
		frozen, keptDB bool
	}{{"before freezing", false, true}, {"after freezing", true, true}, {"after freezing, without the archive", true, false}} {
		t.Run(c.name, func(t *testing.T) {
			b := newBench(t)
			b.somebodyWrites()
			b.must("run")
			b.write("content/digests/2026-W46.md", "+++\ntitle = \"All\"\nperiod = \"2026-W46\"\ndraft = true\n+++\n## All {#all}\n\n"+
				"- [Quill early](https://xquill.example/early) Quill.\n- [Quill hosts](https://xquill.example/guest) Quill.\n- [First](https://other.example/a) Yes.\n"+
				"- [Flood](https://other.example/barrier) Yes.\n- [Citing](https://other.example/b) Yes.\n- [Guest](https://other.example/guest) Quill.\n- [Carrier](https://carrier.example/a) Yes.\n- [Carried](https://xquill.example/carried) Quill.\n")
			if c.frozen {
				b.must("freeze", "2026-W46")
				b.tellsAStory(t)
			}
			b.write("content/contributors/xavier-quill.md", "+++\nopt_out = true\n+++\n")
			if !c.frozen {
				b.must("freeze", "2026-W46")
			}
			if !c.keptDB {
				b.keepOnly("public", ".gitignore")
				b.remove(".weft")
				b.must("build")
				b.noTrace(t)
			}
			b.must("run")
			b.noTrace(t)
			b.remove("content/digests")
			b.must("draft", "2026-W46")
			if said := b.contents("content/digests"); strings.Contains(strings.ToLower(said), "quill") {
				t.Errorf("the new draft names who opted out:\n%s", said)
			}
		})
	}
}

// tellsAStory makes sure that there is something to leave out: that the frozen
// issue names somebody with another's item on the same story, as the river does.
func (b *bench) tellsAStory(t *testing.T) {
	t.Helper()
	b.must("build")
	for file, want := range map[string]string{"content/digests/2026-W46.items.json": `"url": "https://xquill.example/barrier"`,
		"public/digests/2026-W46/index.html": `Others on this story: <a href="https://xquill.example/barrier">Xavier Quill</a>`,
		"public/river/index.html":            `Others on this story: <a href="https://xquill.example/barrier">Xavier Quill</a>`} {
		if !strings.Contains(string(readFile(t, filepath.Join(b.dir, filepath.FromSlash(file)))), want) {
			t.Errorf("%s lacks %s", file, want)
		}
	}
}

func (b *bench) noTrace(t *testing.T) {
	t.Helper()
	for line := range strings.Lines(b.contents("public")) {
		if strings.Contains(strings.ToLower(line), "quill") {
			t.Fatalf("who opted out is in the site: %s", line)
		}
	}
}

// contents gives everything in a folder, each line behind its file's name.
func (b *bench) contents(dir string) string {
	b.t.Helper()
	var all strings.Builder
	root := os.DirFS(filepath.Join(b.dir, dir))
	err := fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(root, name)
		for line := range strings.Lines(string(data)) {
			all.WriteString(name + ": " + strings.TrimRight(line, "\n") + "\n")
		}
		return err
	})
	if err != nil {
		b.t.Fatal(err)
	}
	return all.String()
}
