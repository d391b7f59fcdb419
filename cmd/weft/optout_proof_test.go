package main

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// told is the world in which she was named, credited and thanked, and in which
// an issue was frozen and another drafted.
func told(t *testing.T) *bench {
	t.Helper()
	b := newBench(t)
	b.around(true)
	b.must("fetch")
	b.must("people", "confirm", "perpetua-quillfeather", "--by", "Ada", "--public")
	b.must("credit", "https://inkpot.example/one", "--by", "Ada", "--note", "The plan of the lab rests on this", "--public")
	b.must("credit", "old-nib", "--by", "Ada", "--note", "Read out in the meeting")
	b.must("credit", "cora-dunn", "--by", "Ada", "--note", "Learnt from Perpetua Quillfeather", "--public")
	b.must("credit", "cora-dunn", "--by", "Ada", "--note", "Told at the fair", "--public")
	b.must("draft", "2026-W45")
	b.must("draft", "2026-W46")
	b.must("freeze", "2026-W46")
	b.must("build", "--drafts")
	return b
}

// asIfNeverThere is the same site with the same files, but for what she wrote,
// hosted and signed: no feed ever brought it.
func (b *bench) asIfNeverThere(optedOut func(*bench, string)) *bench {
	b.t.Helper()
	other := newBench(b.t)
	other.around(false)
	for _, dir := range []string{"content", "private/content"} {
		other.remove(dir)
		if err := os.CopyFS(filepath.Join(other.dir, filepath.FromSlash(dir)), os.DirFS(filepath.Join(b.dir, filepath.FromSlash(dir)))); err != nil {
			b.t.Fatal(err)
		}
	}
	list, _, _ := strings.Cut(perpetua, "feeds =")
	optedOut(other, list)
	other.must("fetch")
	other.must("build", "--drafts")
	return other
}

// others' entries, each of which has to do with her.
var besideHer = []string{"https://cora-dunn.example/0", "https://ada-birch.example/1", "https://fay-gill.example/quote", "https://eli-ford.example/profile",
	"https://ben-cole.example/joint", "https://dev-east.example/named", "https://eli-ford.example/to", "content/contributions/a-letter.md"}

// outputs are all that weft tells of a site, by what it is: each file of both
// editions, every export in every form, and what commands say of people and of
// some entries.
func (b *bench) outputs(entries []string, editions ...string) map[string]string {
	b.t.Helper()
	out := b.pages()
	if len(editions) == 0 {
		editions = []string{"public", "internal"}
	}
	for _, ed := range editions {
		in := func(args ...string) {
			args = append(args, "--edition", ed)
			out["weft "+strings.Join(args, " ")] = b.data(args...)
		}
		for _, what := range exportKinds {
			in("export", what)
			if what != "codeowners" { // which has a form of its own
				in("export", what, "--format", "csv")
			}
		}
		in("export", "feeds", "--format", "opml")
		in("export", "citations", "--format", "graphml")
		in("export", "people", "--format", "graphml")
		in("people")
		in("people", "--json")
		in("people", "suggest")
		in("people", "suggest", "--json")
		in("themes")
	}
	for _, url := range entries {
		out["weft why "+url] = b.data("why", url)
		out["weft why --json "+url] = b.data("why", "--json", url)
	}
	return out
}

// ofHers are the ids of her entries, and of those that stand with her.
func (b *bench) ofHers() (ids []string) {
	b.t.Helper()
	for line := range strings.Lines(b.data("export", "entries", "--edition", "internal")) {
		var row struct{ ID, URL, Contributor string }
		if err := json.Unmarshal([]byte(line), &row); err != nil {
			b.t.Fatal(err)
		}
		if row.Contributor == "perpetua-quillfeather" || strings.Contains(row.URL, "inkpot.example") {
			ids = append(ids, row.ID)
		}
	}
	return ids
}

// tracesOfHer gives what is left of her in a text, but for what others wrote.
func tracesOfHer(text string, ids []string) (found []string) {
	for _, own := range ownSentences {
		text = strings.ReplaceAll(text, own, "")
	}
	text = strings.ToLower(text)
	for _, called := range slices.Concat(calledPerpetua, ids) {
		if i := strings.Index(text, called); i >= 0 {
			found = append(found, "…"+text[max(0, i-80):min(len(text), i+60)]+"…")
		}
	}
	return found
}

// namesHerFirst makes sure that there is something to leave out: outputs of
// every kind name her while she has not opted out.
func namesHerFirst(t *testing.T, before map[string]string, ids []string) {
	t.Helper()
	if len(ids) < 6 {
		t.Fatalf("only %d entries are hers", len(ids))
	}
	for _, name := range []string{"connections/index.html", "contributors/index.html", "contributors/perpetua-quillfeather/index.html", "contributors/old-nib/index.html", "contributors/cora-dunn/index.html",
		"digests/2026-W45/index.html", "digests/2026-W46/index.html", "digests/2026-W46/mail.html", "digests/2026-W46/mail.txt", "digests/2026-W46/mail.eml", "feed.atom", "feed.rss", "feed.json", "river/index.html", "river/feed.atom", "sectors/health/index.html", "themes/gates/index.html",
		"themes/keys/feed.json", "index.html", "sitemap.xml", "data/citations.json", "data/contributors.json", "data/digests.json", "data/entries.json", "data/themes.json"} {
		for _, tree := range []string{"public/", "public-internal/"} {
			if len(tracesOfHer(before[tree+name], ids)) == 0 {
				t.Errorf("%s does not name her to begin with: there is nothing to leave out", tree+name)
			}
		}
	}
	for _, name := range []string{"export citations", "export citations --format csv", "export citations --format graphml", "export entries", "export entries --format csv",
		"export people", "export people --format csv", "export people --format graphml", "export feeds", "people", "people --json"} {
		if len(tracesOfHer(before["weft "+name+" --edition public"], ids)) == 0 {
			t.Errorf("weft %s does not name her to begin with", name)
		}
	}
	for _, c := range []struct{ in, want string }{
		{"public/connections/index.html", "Ideas from"}, {"public/contributors/perpetua-quillfeather/index.html", "The plan of the lab rests on this"},
		{"public/digests/2026-W46/index.html", `<span class="label">supporter</span>`}, {"public/digests/2026-W45/index.html", `<a href="../../contributors/perpetua-quillfeather/">Perpetua Quillfeather</a></li>`},
		{"weft people --edition public", "supporter and super-connector: confirmed by Ada"}, {"weft people --edition public", "Learnt from Perpetua"},
		{"weft export citations --edition public", `"kind":"quote"`}, {"weft export citations --edition public", `"kind":"byline"`}, {"weft export citations --edition public", `"kind":"mention"`},
	} {
		if !strings.Contains(before[c.in], c.want) {
			t.Errorf("%s lacks %q to begin with", c.in, c.want)
		}
	}
}

// ways are how somebody can be taken out, given the row of a list.
var ways = []struct {
	name string
	out  func(b *bench, row string)
}{
	{"in the list", func(b *bench, row string) { b.write("feeds/her.toml", row+"opt_out = true\n") }},
	{"in their words", func(b *bench, row string) {
		b.write("feeds/her.toml", row)
		b.write("content/contributors/perpetua-quillfeather.md", "+++\nopt_out = true\ncorrection = \"I never wrote of gates\"\n+++\nWhat Perpetua is like.\n")
	}},
}

// Whoever opts out is nowhere, and all that others have is, byte for byte, what
// it would be if nothing of hers had ever come: their pages, feeds, counts,
// pictures, evidence, exports, and the issues that were frozen.
func TestWhoOptsOutIsAsIfTheyHadNeverBeenThere(t *testing.T) {
	t.Parallel()
	b := told(t)
	ids, before := b.ofHers(), b.outputs(besideHer)
	namesHerFirst(t, before, ids)
	for _, way := range ways {
		t.Run(way.name, func(t *testing.T) {
			b.t = t
			way.out(b, perpetua)
			b.must("build", "--drafts")
			after, never := b.outputs(besideHer), b.asIfNeverThere(way.out).outputs(besideHer)
			for _, name := range slices.Sorted(maps.Keys(after)) {
				for _, trace := range tracesOfHer(after[name], ids) {
					t.Errorf("%s names who opted out: %s", name, trace)
				}
				if !strings.HasPrefix(name, "weft why") && after[name] != never[name] {
					t.Errorf("%s is not what it would be without her: %s", name, firstDifference(after[name], never[name]))
				}
			}
			for name := range never {
				if _, there := after[name]; !there {
					t.Errorf("%s went with her", name)
				}
			}
			b.remove("content/contributors")
		})
	}
}

// What an overlay says is obeyed in its own edition, where she is nowhere, and
// does not touch the public one: not a byte of that may tell what is inside.
func TestAnOverlaysOptOutIsObeyedInItsEditionAlone(t *testing.T) {
	t.Parallel()
	b := told(t)
	ids, before := b.ofHers(), b.outputs(besideHer)
	for _, way := range []struct{ name, file, text string }{
		{"in the list", "private/feeds/her.toml", "[[contributor]]\nid = \"perpetua-quillfeather\"\nopt_out = true\n"},
		{"in their words", "private/content/contributors/perpetua-quillfeather.md", "+++\nopt_out = true\n+++\n"},
	} {
		t.Run(way.name, func(t *testing.T) {
			b.t = t
			b.write(way.file, way.text)
			b.must("build", "--drafts")
			after := b.outputs(besideHer)
			for _, name := range slices.Sorted(maps.Keys(before)) {
				switch inside := strings.HasPrefix(name, "public-internal/") || strings.HasSuffix(name, "--edition internal"); {
				case inside:
					for _, trace := range tracesOfHer(after[name], ids) {
						t.Errorf("%s names who opted out: %s", name, trace)
					}
				case !strings.HasPrefix(name, "weft why") && after[name] != before[name]:
					t.Errorf("%s changed with a file of the overlay: %s", name, firstDifference(before[name], after[name]))
				}
			}
			b.remove(way.file)
		})
	}
}

// A new draft offers nothing of hers, and thanks her for nothing.
func TestADraftKnowsNobodyWhoOptedOut(t *testing.T) {
	t.Parallel()
	b := told(t)
	ids := b.ofHers()
	drafts := []string{"content/digests", "private/content/digests"}
	for _, dir := range drafts[:1] {
		if said := b.contents(dir); !strings.Contains(said, "supporter") || len(tracesOfHer(said, ids)) == 0 {
			t.Fatalf("%s does not name her to begin with:\n%s", dir, said)
		}
	}
	ways[0].out(b, perpetua)
	b.remove(drafts...)
	for _, period := range []string{"2026-W41", "2026-W42", "2026-W45", "2026-W46"} {
		b.must("draft", period)
	}
	for _, dir := range drafts {
		for _, trace := range tracesOfHer(b.contents(dir), ids) {
			t.Errorf("the new draft names who opted out: %s", trace)
		}
	}
}

// Whoever wants nothing said of whose ideas carry is read as before, and all that
// is said of whose ideas carry is, byte for byte, what it would be without them.
func TestWhoDeclinesInfluenceIsInNobodysEvidence(t *testing.T) {
	t.Parallel()
	decline := func(b *bench, row string) { b.write("feeds/her.toml", row+"opt_out = [\"influence\"]\n") }
	b := told(t)
	ids := b.ofHers()
	decline(b, perpetua)
	b.must("build", "--drafts")
	after, never := b.outputs(besideHer), b.asIfNeverThere(decline).outputs(besideHer)
	for name := range after {
		claims := strings.HasSuffix(name, "/connections/index.html") || strings.HasSuffix(name, "/data/citations.json") || strings.HasPrefix(name, "weft export citations") || strings.HasPrefix(name, "weft people")
		if !claims {
			continue
		}
		for _, trace := range tracesOfHer(after[name], ids) {
			t.Errorf("%s names who declined: %s", name, trace)
		}
		if after[name] != never[name] {
			t.Errorf("%s is not what it would be without her: %s", name, firstDifference(after[name], never[name]))
		}
	}
	for _, tree := range []string{"public", "public-internal"} {
		her := after[tree+"/contributors/perpetua-quillfeather/index.html"]
		if !strings.Contains(her, "Zephyrine two") || strings.Contains(her, "rests on this") || strings.Contains(her, "supporter") || strings.Contains(her, "aken up by") {
			t.Errorf("%s: her page is gone, or says whose ideas carry", tree)
		}
		for _, v := range voices {
			page := after[tree+"/contributors/"+v.id+"/index.html"]
			if _, claims, found := strings.Cut(page, "aken up"); found && strings.Contains(claims, "Perpetua Quillfeather</a> (") {
				t.Errorf("%s/%s says that she took something up, or was", tree, v.id)
			}
		}
		for name, page := range after {
			if strings.HasPrefix(name, tree+"/") && strings.Contains(page, `class="label">supporter<`) {
				t.Errorf("%s calls her a supporter", name)
			}
		}
	}
	rows := 0
	for line := range strings.Lines(after["weft export people --edition public"]) {
		rows++
		if strings.Contains(line, `"id":"perpetua-quillfeather"`) {
			t.Errorf("export people has a row of hers: %s", line)
		} else if !strings.Contains(never["weft export people --edition public"], line) {
			t.Errorf("export people: another's row is not what it would be without her: %s", line)
		}
	}
	if rows == 0 {
		t.Error("export people has no row at all")
	}
}
