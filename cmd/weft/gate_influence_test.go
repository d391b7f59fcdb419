package main

import (
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// inside adds people of the overlay who take up what public people wrote, and
// whatever else an overlay may say of public people: names, sectors, feeds,
// whom a curator confirmed, and what is known of them.
func (b *bench) inside() {
	cites := func(id, day, theme string, links ...string) string {
		html := theme
		for _, l := range links {
			html += ` <a href='` + l + `'>there</a>`
		}
		return posted("https://inner.hearth.example/"+id, "Inside "+id, day, html+".", "")
	}
	b.write("private/feeds/inside.toml", `
[[contributor]]
id = "inside-desk"
name = "Inside Desk"
organisation = "hearth"
sectors = ["housing"]
feeds = ["samples/desk.json"]
[[contributor]]
id = "inside-lab"
name = "The Lab in the Cellar"
organisation = "hearth"
sectors = ["tech"]
feeds = ["samples/lab.json"]
[[contributor]]
id = "clinic-desk"
name = "The Clinic Inside"
organisation = "clinic"
sectors = ["health"]
feeds = ["samples/clinic.json"]
[[contributor]]
id = "council-desk"
name = "The Council Inside"
organisation = "council"
sectors = ["tech"]
feeds = ["samples/council.json"]
[[contributor]]
id = "gus-hart"
name = "Gus Hart"
aliases = ["the landlord of landlords"]
profiles = ["https://inner.hearth.example/people/gus"]
sectors = ["health"]
feeds = ["samples/gus.json"]
`)
	gus, cora := "https://gus-hart.example/", "https://cora-dunn.example/"
	b.write("private/feeds/samples/desk.json", blogOf(cites("d1", "2026-11-10", "The wicket gate", gus+"0", cora+"0"), cites("d2", "2026-11-11", "The spare key", gus+"1", cora+"2"),
		posted("https://inner.hearth.example/d3", "Inside d3", "2026-11-12", "As the landlord of landlords says, <blockquote>"+borrowed+"</blockquote> we counted our own doors twice over on Friday and wrote it down for the board.", "")))
	b.write("private/feeds/samples/lab.json", blogOf(cites("l1", "2026-11-09", "The wicket gate", gus+"0"), cites("l2", "2026-11-12", "The spare key", gus+"2", "https://inkpot.example/two", cora+"0")))
	b.write("private/feeds/samples/clinic.json", blogOf(cites("c1", "2026-11-03", "The wicket gate", gus+"0", "https://hal-ives.example/0", "https://ada-birch.example/0")))
	b.write("private/feeds/samples/council.json", blogOf(cites("k1", "2026-11-04", "The wicket gate", gus+"1", "https://hal-ives.example/0", cora+"0")))
	b.write("private/feeds/samples/gus.json", blogOf(cites("g1", "2026-11-06", "The spare key", cora+"0", "https://hal-ives.example/0")))
	b.write("private/content/contributors/cora-dunn.md", "+++\ncorrection = \"Inside I am called the nurse\"\n+++\nOur words about Cora.\n")
}

// asEveryoneSees are the outputs of the public edition. What a curator is
// suggested heeds the overlay's ledger, and why tells what is internal.
func (b *bench) asEveryoneSees() map[string]string {
	out := b.outputs(nil, "public")
	maps.DeleteFunc(out, func(name, _ string) bool { return strings.HasPrefix(name, "public-internal/") })
	for line := range strings.Lines(b.contents("content")) {
		file, words, _ := strings.Cut(line, ": ")
		out["content/"+file] += words
	}
	return out
}

// Whoever is inside, whatever they take up, and whomever their curators confirm
// or credit: what the public edition says of people, the exports of it, and the
// thanks in its drafts are the same, byte for byte, without the overlay.
func TestThePublicEditionsInfluenceDoesNotKnowTheOverlay(t *testing.T) {
	t.Parallel()
	with := newBench(t)
	with.around(true)
	with.inside()
	with.must("fetch")
	with.must("people", "confirm", "perpetua-quillfeather", "--by", "Ada", "--public")
	with.must("credit", "cora-dunn", "--by", "Ada", "--note", "Told at the fair", "--public")
	ledger := string(readFile(t, filepath.Join(with.dir, "content/ledger.jsonl")))
	with.must("people", "confirm", "gus-hart", "--by", "Bo", "--note", "the lab asked him")
	with.must("credit", "gus-hart", "--by", "Bo", "--note", "Half of the business plan is his")
	with.must("credit", "https://inner.hearth.example/l1", "--by", "Bo", "--note", "Read out to the board")
	with.must("draft", "2026-W45")
	with.must("draft", "2026-W46")
	with.must("freeze", "2026-W46")
	with.must("build", "--drafts")
	all, inside := with.asEveryoneSees(), with.outputs(nil)

	without := newBench(t)
	without.around(true)
	without.remove("private")
	without.write("content/ledger.jsonl", ledger)
	without.must("fetch")
	without.must("draft", "2026-W45")
	without.must("draft", "2026-W46")
	without.must("freeze", "2026-W46")
	without.must("build", "--drafts")
	alone := without.asEveryoneSees()
	for _, name := range slices.Sorted(maps.Keys(all)) {
		if all[name] != alone[name] {
			t.Errorf("%s is another without the overlay: %s", name, firstDifference(all[name], alone[name]))
		}
	}
	for name := range alone {
		if _, there := all[name]; !there {
			t.Errorf("%s is there without the overlay alone", name)
		}
	}
	tellsInside(t, inside)

	with.remove("private", "public-internal")
	with.keepOnly(".weft", "archive.db")
	with.must("build", "--drafts")
	for name, page := range with.asEveryoneSees() {
		if page != all[name] {
			t.Errorf("%s changed when the overlay went: %s", name, firstDifference(all[name], page))
		}
	}
}

// tellsInside makes sure that the internal edition knows what the public one
// cannot, and tells uptake inside the home organisation first.
func tellsInside(t *testing.T, out map[string]string) {
	t.Helper()
	const then = "Ideas from Gus Hart were taken up by"
	for name, first := range map[string]string{"weft people --edition internal": "At The hearth, Inside Desk and The Lab in the Cellar took up ideas from Gus Hart",
		"public-internal/connections/index.html": "At The hearth, 2 people took up ideas from Gus Hart"} {
		if a, b := strings.Index(out[name], first), strings.Index(out[name], then); a < 0 || b < a {
			t.Errorf("%s: %q stands at %d, and %q at %d", name, first, a, then, b)
		}
	}
	for name, page := range out {
		public := strings.HasPrefix(name, "public/") || strings.HasSuffix(name, "--edition public")
		for _, secret := range []string{"Inside Desk", "inside-lab", "Half of the business plan", "landlord of landlords", "inner.hearth.example", "called the nurse", "the lab asked him"} {
			if public && strings.Contains(page, secret) {
				t.Errorf("%s tells %q", name, secret)
			}
		}
	}
	for name, want := range map[string]string{
		"public-internal/contributors/gus-hart/index.html": "Half of the business plan is his",
		"weft export people --edition internal":            `"confirmed":true,"enough":true,"evidence":[{"at":"2026-11-03T10:00:00Z","by":"clinic-desk"`, "public-internal/data/citations.json": "inside-desk",
		"weft export citations --format graphml --edition internal": `source="inside-desk" target="gus-hart"`,
	} {
		if !strings.Contains(out[name], want) {
			t.Errorf("%s lacks %q, so that the comparison proves nothing", name, want)
		}
	}
}
