package main

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"weft/internal/config"
)

// What the internal edition of the example shows and the public one does not
// know, a thing of each kind: words that stand in a file of the internal tree, and
// nowhere in the public one. The words may be parted by markup.
var knownInside = []struct{ what, file, words string }{
	{"a person", "contributors/index.html", "First Floor Desk"},
	{"a person's page", "contributors/brookside-lab/index.html", "Brookside Lab"},
	{"a feed", "contributors/brookside-lab/feed.atom", "The letter that says termination"},
	{"a feed's title", "feed.atom", "The Borderless Digest (internal edition)"},
	{"an entry", "river/index.html", "Thirty-five minutes"},
	{"an entry in a feed", "river/feed.json", "[internal] Thirty-five minutes"},
	{"an entry in data", "data/entries.json", "intranet.brookside.example/lab/2026/thirty-five-minutes"},
	{"a theme", "themes/index.html", "Letters we send"},
	{"a theme's page", "themes/letters-we-send/index.html", "The Lab keeps a tray by its door"},
	{"a theme in data", "data/themes.json", "letters-we-send"},
	{"an issue's first words", "digests/2026-W45/index.html", "Colleagues: this is the public issue"},
	{"words of a section of its own", "digests/2026-W45/index.html", "Read Aoife Brennan"},
	{"an item in a public section", "digests/2026-W45/index.html", "Two vans, no job sheets, four Thursdays"},
	{"words of an issue in a feed", "feed.atom", "Colleagues: this is the public issue"},
	{"words of an issue in a mail", "digests/2026-W45/mail.html", "Colleagues: this is the public issue"},
	{"an item in a mail's text", "digests/2026-W45/mail.txt", "* The thing about Thursdays [internal]"},
	{"words of an item in a message", "digests/2026-W45/mail.eml", "Read Aoife Brennan"},
	{"a message's subject", "digests/2026-W45/mail.eml", "Subject: The Borderless Digest (internal edition): Two scoops"},
	{"that a mail is of the internal edition", "digests/2026-W45/mail.txt", "This is the internal edition"},
	{"a rule", "policy/index.html", "open-claims"},
	{"a rule's owner", "policy/index.html", "Legal, Brookside Homes"},
	{"what a rule holds", "policy/index.html", "Before it gets to a solicitor"},
	{"who keeps a list, marked", "about/index.html", `<li>Tess Arkwright <span class="label">internal</span></li>`},
	{"that it is the internal edition", "404.html", "This is the internal edition"},
	{"that what is internal says so", "digests/2026-W45/index.html", `class="label">internal<`},
	{"that it counts what is internal", "index.html", "its numbers count them as well"},
}

// The example builds both editions; the internal one shows what the public one
// does not know.
func TestTheInternalEditionOfTheExampleShowsWhatThePublicOneDoesNotKnow(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.must("fetch")
	public, inside := b.madeInMemory(config.Public), b.madeInMemory("internal")
	for _, k := range knownInside {
		if !strings.Contains(inside[k.file], k.words) {
			t.Errorf("%s: %s of the internal edition lacks %q", k.what, k.file, k.words)
		}
		for _, file := range slices.Sorted(maps.Keys(public)) {
			if strings.Contains(file+" "+public[file], k.words) {
				t.Errorf("%s: %s of the public edition has %q", k.what, file, k.words)
			}
		}
	}
	for _, file := range slices.Sorted(maps.Keys(public)) {
		if _, there := inside[file]; !there && !strings.HasPrefix(file, "style-") {
			t.Errorf("the internal edition lacks %s: an overlay takes nothing away", file)
		}
	}
	number := regexp.MustCompile(`<p class="sum">(\d+) pieces`)
	const issue = "digests/2026-W45/index.html"
	if all, some := number.FindStringSubmatch(inside[issue]), number.FindStringSubmatch(public[issue]); all == nil || some == nil || all[1] == some[1] {
		t.Errorf("the internal issue counts %v, the public one %v", all, some)
	}
}

// Each word of the overlay that a page shows stands in something that is marked.
func TestWhatIsInternalIsMarkedOnEveryPageOfTheExample(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.must("fetch")
	b.write("private/content/pages/about.md", "+++\n+++\n## Who answers for this\n\nZanzibar.\n")
	b.write("private/content/pages/policy.md", "+++\n+++\nZanzibar.\n")
	b.write("private/content/pages/canteen.md", "+++\ntitle = \"Zanzibar\"\n+++\nSoup.\n")
	b.write("private/content/themes/telling-it-once.md", "+++\nterms = [\"zanzibar once\"]\nnot = [\"zanzibar twice\"]\n+++\nZanzibar.\n")
	b.write("private/content/contributors/joe-tindall.md", "+++\n+++\nZanzibar.\n")
	b.write("private/content/digests/2026-W44.md", "+++\nperiod = \"2026-W44\"\nask = \"Zanzibar?\"\n+++\nZanzibar.\n\n## Zanzibar\n\nWords.\n\n## Home from hospital\n\nZanzibar.\n")
	b.write("private/feeds/more.toml", "curators = [\"Tess Arkwright\"]\n[[organisation]]\nid = \"zanzibar-works\"\nname = \"Zanzibar Works\"\n[[contributor]]\nid = \"idris-vaughan\"\nprofiles = [\"https://zanzibar.example/@idris\"]\norganisation = \"zanzibar-works\"\n")
	public, inside := b.madeInMemory(config.Public), b.madeInMemory("internal")
	// The words, up to what says that they are internal: behind them, or at the
	// head of their box.
	marked := regexp.MustCompile(`(?i)<div class="internal"><p class="mark">\s*<span class="label">internal</span></p>.*?</div>|(?i)zanzibar[^<]*(</(q|a|span|h\d|p)>|\s)*(<q>|, |; not|\s|</q>)*\s*<span class="label">internal</span>|(?i)<p class="terms">\s*<span class="label">internal</span>.*?</p>`)
	styles := regexp.MustCompile(` style="[^"]*"`) // of mail
	met := 0
	for _, file := range slices.Sorted(maps.Keys(inside)) {
		if strings.Contains(strings.ToLower(public[file]), "zanzibar") {
			t.Errorf("%s of the public edition has it", file)
		}
		if strings.HasSuffix(file, "/mail.txt") {
			met += strings.Count(strings.ToLower(inside[file]), "zanzibar")
			for line := range strings.Lines(inside[file]) {
				if strings.Contains(strings.ToLower(line), "zanzibar") && !strings.HasPrefix(strings.TrimLeft(line, " "), "| ") && !strings.Contains(line, "[internal]") {
					t.Errorf("%s: not marked: %s", file, line)
				}
			}
		}
		if !strings.HasSuffix(file, ".html") {
			continue
		}
		_, body, _ := strings.Cut(strings.ReplaceAll(styles.ReplaceAllString(inside[file], ""), "\n", " "), "<body")
		met += strings.Count(strings.ToLower(body), "zanzibar")
		rest := regexp.MustCompile(`(href|id|aria-labelledby)="[^"]*"`).ReplaceAllString(marked.ReplaceAllString(body, ""), "")
		if i := strings.Index(strings.ToLower(rest), "zanzibar"); i >= 0 {
			t.Errorf("%s: not marked: …%s…", file, rest[max(0, i-120):min(len(rest), i+160)])
		}
	}
	if met < 20 {
		t.Errorf("only %d places were looked at", met)
	}
}

// What a picture says of somebody or of a piece of the overlay, it says to be
// internal, in words and by a ring; the public one has no such ring.
func TestWhatIsInternalIsMarkedInPictures(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.must("fetch")
	public, inside := b.madeInMemory(config.Public), b.madeInMemory("internal")
	said := regexp.MustCompile(`(?:aria-label="|<desc[^>]*>)([^"<]*(?:First Floor Desk|The thing about Thursdays|She has told us already)[^"<]*)`)
	named := regexp.MustCompile(`(?:First Floor Desk|The thing about Thursdays|She has told us already)(?: \(internal\))?`)
	ring, met := `<circle class="only"`, 0
	for _, file := range slices.Sorted(maps.Keys(inside)) {
		if !strings.HasSuffix(file, ".html") {
			continue
		}
		if strings.Contains(public[file], ring) {
			t.Errorf("%s of the public edition marks something as internal", file)
		}
		for _, label := range said.FindAllStringSubmatch(inside[file], -1) {
			met++
			for _, name := range named.FindAllString(label[1], -1) {
				if !strings.HasSuffix(name, "(internal)") {
					t.Errorf("%s: not marked: %s", file, label[1])
				}
			}
			if !strings.Contains(inside[file], ring) {
				t.Errorf("%s: %q stands in a picture without a ring", file, label[1])
			}
		}
	}
	if met < 5 {
		t.Errorf("only %d labels were looked at", met)
	}
}
