package digest

import (
	"flag"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"weft/internal/config"
	"weft/internal/diag"
	"weft/internal/entry"
	"weft/internal/markdown"
	"weft/internal/period"
	"weft/internal/policy"
	"weft/internal/roster"
	"weft/internal/theme"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden files")

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := "testdata/" + name
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (run with -update to accept): %s", path, diff)
	}
}

var (
	ada = &roster.Contributor{ID: "ada", Name: "Ada Example", Sectors: []string{"health"}}
	bo  = &roster.Contributor{ID: "bo", Name: "Bo_B", Sectors: []string{"housing"}}
	cy  = &roster.Contributor{ID: "cy", Name: "Cy"}
)

func piece(id string, who *roster.Contributor, day, title, excerpt string, tags ...string) *policy.Piece {
	at, err := time.Parse(time.DateOnly, day)
	if err != nil {
		panic(err)
	}
	p := &policy.Piece{Entry: entry.Entry{ID: id, Feed: who.ID + ".xml", URL: "https://" + who.ID + ".example/" + id, Title: title, Published: at, FirstSeen: at},
		Contributor: who, People: []policy.Person{{Key: who.ID, Name: who.Name, Contributor: who}}, Sectors: who.Sectors, Excerpt: excerpt}
	for _, tag := range tags {
		p.Tags = append(p.Tags, entry.Tag{Theme: tag, Score: 1, By: entry.ByWeft, Evidence: []entry.Evidence{{Quote: "said " + tag, Where: "title"}}})
	}
	return p
}

func desk(pieces ...*policy.Piece) Desk {
	cal := period.Calendar{Cadence: period.Weekly, Zone: time.UTC}
	p, err := cal.Parse("2026-W46")
	if err != nil {
		panic(err)
	}
	slices.SortStableFunc(pieces, func(a, b *policy.Piece) int { return b.Date().Compare(a.Date()) })
	return Desk{
		Site: &config.Site{Calendar: cal, Sectors: []config.Sector{{ID: "health", Name: "Health"}, {ID: "housing", Name: "Housing"}},
			Digest: config.Digest{Highlights: 1, MaxPerContributor: 3, OverlapDays: 14}},
		Period: p, Pieces: pieces, Themes: []theme.Theme{{ID: "leave-to-fail", Label: "Leave to fail"}, {ID: "other", Label: "Other"}},
		Crossings: []theme.Crossing{{Theme: "leave-to-fail", Sectors: []string{"health", "housing"}}},
		Addresses: func(p *policy.Piece) []string { return []string{entry.AddressKey(p.URL)} },
		Memory:    NewMemory(), Curators: []string{"Ana", "Ben"},
	}
}

func TestADraftHasTheFormThatCuratorsKnow(t *testing.T) {
	d := desk(
		piece("1", ada, "2026-11-10", "Three in four", "It should fail. More.", "leave-to-fail"),
		piece("2", bo, "2026-11-11", "The *first* yes [draft]", "We said yes -- at last <!-- ha -->", "leave-to-fail"),
		piece("3", bo, "2026-11-12", "Pipes", "Lagging.", "other"),
		piece("4", cy, "2026-11-13", "", "A letter without a name.\n# not a heading"),
	)
	d.TakenUp = map[string][]string{"1": {"Bo_B"}}
	d.CitesAcross = map[string][]string{"2": {"Ada Example"}}
	d.Thanks = []Thanks{{"ada", "Ada [Ex]", []string{"taken up by Bo in “Pipes -- and -->”"}}, {"bo", "Bo", []string{"taken up by Cy in “A”", "taken up by Ada in “B”"}}}
	d.Waiting = []Waiting{{"bo", "Bo", []string{"Ideas from Bo were taken up by 6 people --> in 5 organisations"}}}
	d.Supporters = map[string]bool{"ada": true}
	golden(t, "draft.md", d.Markdown(d.Propose()))
}

func TestNothingIsOfferedTwiceAndNobodyTooOften(t *testing.T) {
	var pieces []*policy.Piece
	for _, id := range []string{"1", "2", "3", "4", "5"} {
		pieces = append(pieces, piece(id, ada, "2026-11-1"+id, "Piece "+id, ""))
	}
	d := desk(pieces...)
	first := d.Propose()
	if len(first.Offers()) != 3 || len(first.Left) != 2 {
		t.Fatalf("offered %v, left %d: at most three of one contributor", first.Offers(), len(first.Left))
	}
	d.Memory.Note("2026-W46", Record{Offered: first.Offers()}, []string{"http://www.ada.example/2/?utm_source=x"})
	second := d.Propose()
	for _, o := range second.Offers() {
		if slices.ContainsFunc(first.Offers(), func(f Offer) bool { return f.Entry == o.Entry }) || o.Entry == "2" {
			t.Errorf("%s is offered again", o.Entry)
		}
	}
	if len(second.Offers()) != 0 {
		t.Errorf("offered %v: three of this contributor stand in the issue", second.Offers())
	}
	d.Pieces = append(d.Pieces, piece("6", bo, "2026-11-14", "Another's", ""))
	if third := d.Propose().Offers(); len(third) != 1 || third[0].Entry != "6" {
		t.Errorf("offered %v, want the other contributor's alone", third)
	}
}

func TestALateArrivalIsOfferedAndAnOldEntryIsNot(t *testing.T) {
	late := piece("late", ada, "2026-11-06", "Late", "")
	late.FirstSeen = late.Published.AddDate(0, 0, 5)
	old := piece("old", bo, "2026-11-06", "Was there", "")
	ancient := piece("ancient", cy, "2026-10-01", "Long ago", "")
	ancient.FirstSeen = ancient.Published.AddDate(0, 1, 10)
	offers := desk(late, old, ancient).Propose().Offers()
	if len(offers) != 1 || offers[0].Entry != "late" {
		t.Errorf("offered %v, want the late one alone", offers)
	}
}

// FuzzDraft: whatever strangers write, the draft reads back as the items that
// were offered, and adds nothing else.
func FuzzDraft(f *testing.F) {
	f.Add("A title", "An excerpt.")
	f.Add("](https://evil.example) [x", "\n\n## Heading {#x}\n\n- [item](https://evil.example)")
	f.Add("-->", "--> <script>alert(1)</script> <!--")
	f.Add("+++\ntitle = \"x\"\n+++", "`code` **bold** ![p](x) https://evil.example www.evil.example a@evil.example")
	f.Add("\u202eright to left", "[^1]: note\n[ref]: https://evil.example")
	f.Add("{#id}", "1. a\n* b\t\x00\x1b[2J")
	f.Add("a~~b~~", "|a|b|\n|-|-|\n|c|d|")
	md := markdown.New()
	f.Fuzz(func(t *testing.T, title, excerpt string) {
		d := desk(piece("1", ada, "2026-11-10", title, excerpt, "leave-to-fail"), piece("2", bo, "2026-11-11", "Plain", excerpt))
		d.Pieces[0].Tags, d.Pieces[1].Tags = nil, []entry.Tag{{Theme: "leave-to-fail", Evidence: []entry.Evidence{{Quote: excerpt, Where: title}}}}
		prop := d.Propose()
		var probs diag.List
		file, ok := Read(md, "d.md", []byte(d.Markdown(prop)), &probs)
		if !ok {
			t.Fatalf("the draft cannot be read: %v", probs)
		}
		var want []string
		for _, o := range prop.Offers() {
			want = append(want, o.URL)
		}
		if got := file.Links(); !slices.Equal(got, want) {
			t.Fatalf("offered %q, read back %q", want, got)
		}
		headings := 0
		for _, b := range file.Blocks {
			if b.Heading != nil {
				headings++
			}
			if strings.Contains(b.HTML, "evil.example\"") {
				t.Fatalf("a stranger's link came through: %s", b.HTML)
			}
		}
		if headings != len(prop.Sections)+1 {
			t.Fatalf("%d headings for %d sections:\n%s", headings, len(prop.Sections), d.Markdown(prop))
		}
	})
}

func TestAnyAddressReadsBackFromADraft(t *testing.T) {
	for _, url := range []string{
		"https://a.example/x_(y)", "https://a.example/?a=1&copy;=2&b=3", "https://a.example/a b", "https://a.example/<b>", "https://a.example/[1]*_x_*",
		"https://a.example/über/日本", `https://a.example/\`, "https://a.example/#x", "https://a.example/)", "/contributions/a-piece/", "https://a.example/!`x`",
	} {
		p := piece("1", ada, "2026-11-10", "Title", "Words.")
		p.URL = url
		d := desk(p)
		var probs diag.List
		file, ok := Read(markdown.New(), "d.md", []byte(d.Markdown(d.Propose())), &probs)
		if links := file.Links(); !ok || len(links) != 1 || entry.AddressKey(links[0]) != entry.AddressKey(strings.NewReplacer(" ", "%20", "<", "%3C", ">", "%3E", `\`, "%5C").Replace(url)) {
			t.Errorf("%s: read back %q", url, links)
		}
	}
}

func TestFreezingTakesOneLineAndNoOtherByte(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"as drafted", "+++\ntitle = \"x\"\ndraft = true\n+++\ndraft = true\n", "+++\ntitle = \"x\"\n+++\ndraft = true\n"},
		{"with a comment", "+++\n draft=true # soon\ntitle = \"x\"\n+++\n", "+++\ntitle = \"x\"\n+++\n"},
		{"from Windows", "+++\r\ntitle = \"x\"\r\ndraft = true\r\n+++\r\nbody\r\n", "+++\r\ntitle = \"x\"\r\n+++\r\nbody\r\n"},
		{"not a draft", "+++\ntitle = \"x\"\n+++\ndraft = true\n", "+++\ntitle = \"x\"\n+++\ndraft = true\n"},
		{"in a string", "+++\ntitle = '''\ndraft = true\n'''\ndraft = true\n+++\n", ""},
	} {
		got, err := Undraft("d.md", []byte(c.text))
		if c.want == "" {
			if err == nil {
				t.Errorf("%s: %q, want an error", c.name, got)
			}
			continue
		}
		if err != nil || string(got) != c.want {
			t.Errorf("%s: %q, %v, want %q", c.name, got, err, c.want)
		}
	}
}

func issueOf(t *testing.T, text string, frozen bool, facts ...Facts) (Issue, Source) {
	t.Helper()
	var probs diag.List
	file, ok := Read(markdown.New(), "d.md", []byte(text), &probs)
	if !ok {
		t.Fatal(probs)
	}
	s := Source{File: file, Record: Record{Frozen: frozen, Items: facts}, Live: func(string) (Facts, bool) { return Facts{}, false }}
	a := Assembler{Themes: []string{"leave-to-fail"}, Hidden: func(f Facts) bool { return f.Contributor.ID == "gone" }}
	return a.Issue(desk().Period, []Source{s}), s
}

const written = `+++
title = "Ours"
period = "2026-W46"
+++
Hello.

## Leave to fail {#leave-to-fail}

- [My title](https://ada.example/1/?utm_source=mail) Ours.
  <!-- why: secret -->
- [Unknown](https://nobody.example/1) stays a link.
- [Gone](https://gone.example/1) and these words go too.

## Empty {#empty}

<!-- nothing -->
`

func TestAFrozenIssueStandsWithoutTheArchive(t *testing.T) {
	one := Facts{Entry: "1", URL: "https://ada.example/one-moved", Addresses: []string{"ada.example/1"}, Contributor: Ref{"ada", "Ada"}}
	gone := Facts{Entry: "2", URL: "https://gone.example/1", Contributor: Ref{"gone", "Gone"}}
	issue, _ := issueOf(t, written, true, one, gone)
	if len(issue.Sections) != 1 || issue.Sections[0].Theme != "leave-to-fail" || issue.Intro != "<p>Hello.</p>" {
		t.Fatalf("%+v", issue)
	}
	items := issue.Items()
	if len(items) != 1 || items[0].Title != "My title" || items[0].Words != "Ours." || items[0].Facts.Entry != "1" {
		t.Errorf("items %+v", items)
	}
	shown := ""
	for _, p := range issue.Sections[0].Parts {
		shown += p.Prose
	}
	if !strings.Contains(shown, "nobody.example") || strings.Contains(shown, "these words go too") || strings.Contains(shown, "secret") {
		t.Errorf("prose: %s", shown)
	}
}

func TestNumberedAndHeadlessListsAreItemsToo(t *testing.T) {
	one := Facts{Entry: "1", URL: "https://ada.example/1", Contributor: Ref{"ada", "Ada"}}
	gone := Facts{Entry: "2", URL: "https://gone.example/1", Contributor: Ref{"gone", "Gone"}}
	const text = "+++\nperiod = \"2026-W46\"\n+++\nHello.\n\n- no link here\n\n1. [One](https://ada.example/1) Ours.\n2. [Gone](https://gone.example/1) and these words go too.\n3. Three.\n\n## Then\n\nMore.\n"
	issue, _ := issueOf(t, text, true, one, gone)
	if len(issue.Sections) != 2 || issue.Sections[0].ID != "" || issue.Intro != "<p>Hello.</p>\n<ul>\n<li>no link here</li>\n</ul>" {
		t.Fatalf("%+v", issue)
	}
	items := issue.Items()
	if len(items) != 1 || items[0].Facts.Entry != "1" || items[0].Words != "Ours." {
		t.Errorf("items %+v", items)
	}
	if p := issue.Sections[0].Parts; len(p) != 2 || p[1].Prose != "<ol>\n<li>Three.</li>\n</ol>" {
		t.Errorf("%+v", p)
	}
}

func TestAnOverlaysWordsJoinTheSectionsOfTheSameName(t *testing.T) {
	_, public := issueOf(t, written, true)
	_, inside := issueOf(t, "+++\nperiod = \"2026-W46\"\n+++\n## LEAVE TO FAIL\n\nFor us.\n\n## Ours alone\n\nMore.\n", true)
	inside.Internal = true
	issue := Assembler{}.Issue(desk().Period, []Source{public, inside})
	if len(issue.Sections) != 2 || issue.Title != "Ours" || issue.Sections[0].Internal || !issue.Sections[1].Internal {
		t.Fatalf("%+v", issue.Sections)
	}
	last := issue.Sections[0].Parts[len(issue.Sections[0].Parts)-1]
	if last.Prose != "<p>For us.</p>" || !last.Internal {
		t.Errorf("%+v", last)
	}
}

func TestARecordReadsBackAndAForeignOneIsRefused(t *testing.T) {
	r := Record{Period: "2026-W46", Offered: []Offer{{"1", "https://ada.example/<1>"}}}
	again, err := ParseRecord(r.Bytes())
	if err != nil || len(again.Offered) != 1 || again.Offered[0] != r.Offered[0] {
		t.Errorf("%+v, %v", again, err)
	}
	for _, text := range []string{"", "[]", `{"perod":"x"}`, "{", `{"period":"2026-W46"}{"period":"2026-W46"}`, "{}\n<<<<<<< HEAD\n"} {
		if _, err := ParseRecord([]byte(text)); err == nil || !strings.Contains(err.Error(), "take it back from git") {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// A link is the key: without one of its own a piece would be read back as another.
func TestAPieceWithoutAnAddressOfItsOwnIsNotOffered(t *testing.T) {
	one, two := piece("1", ada, "2026-11-10", "One", "Words."), piece("2", bo, "2026-11-11", "Two", "Words.")
	none, own := piece("3", cy, "2026-11-11", "None", "Words."), piece("4", cy, "2026-11-12", "Own", "Words.")
	one.URL, two.URL, none.URL = "https://shared.example/", "https://shared.example", ""
	prop := desk(one, two, none, own).Propose()
	if got := prop.Offers(); len(got) != 1 || got[0].Entry != own.ID || len(prop.Left) != 3 {
		t.Errorf("offered %v, %d left out", got, len(prop.Left))
	}
}

// A bound of a feed's own keeps the pieces that carry most, and the draft says
// what it left out and where that is.
func TestABoundOfAFeedKeepsWhatCarriesMostAndSaysWhatItLeftOut(t *testing.T) {
	var pieces []*policy.Piece
	for _, id := range []string{"1", "2", "3", "4", "5"} {
		p := piece(id, ada, "2026-11-1"+id, "Piece --> "+id, "")
		p.Entry.Feed, p.Feed = "https://ada.example/feed", &roster.Feed{MaxPerIssue: 2, File: "feeds/people.toml", Line: 7}
		pieces = append(pieces, p)
	}
	gone := piece("6", bo, "2026-11-12", "Taken back", "")
	gone.Withdrawn = gone.Published.AddDate(0, 0, 1)
	d := desk(append(pieces, gone)...)
	d.TakenUp = map[string][]string{"2": {"Bo"}}
	prop := d.Propose()
	var got []string
	for _, o := range prop.Offers() {
		got = append(got, o.Entry)
	}
	slices.Sort(got)
	if !slices.Equal(got, []string{"2", "5"}) || len(prop.Left) != 3 {
		t.Errorf("offered %v, left %d; want the one that was taken up and the newest", got, len(prop.Left))
	}
	text := d.Markdown(prop)
	for _, want := range []string{"<!-- left out: 3 more of Ada Example (max_per_issue = 2, feeds/people.toml:7); all are on /contributors/ada", "Piece - -› 4 https://ada.example/4"} {
		if !strings.Contains(text, want) {
			t.Errorf("the draft does not say %q:\n%s", want, text)
		}
	}
	var probs diag.List
	if read, ok := Read(markdown.New(), "d.md", []byte(text), &probs); !ok || len(read.Links()) != 2 {
		t.Errorf("it reads back as %v, %v", read.Links(), probs)
	}
}

func TestAStrangersPieceThatSaysItLiesHereIsNotOffered(t *testing.T) {
	front, inside, own := piece("1", ada, "2026-11-10", "Front", "Words."), piece("2", bo, "2026-11-11", "Inside", "Words."), piece("3", cy, "2026-11-12", "Own", "Words.")
	d := desk(front, inside, own)
	site := *d.Site
	site.BaseURL = "https://ours.example/digest/"
	d.Site = &site
	front.URL, inside.URL = "https://ours.example/digest", "http://www.ours.example/digest/contributions/nobodys/?utm_source=x"
	own.URL = "/contributions/a-piece/"
	if prop := d.Propose(); len(prop.Offers()) != 1 || prop.Offers()[0].Entry != own.ID || len(prop.Left) != 2 {
		t.Errorf("offered %v, %d left out", prop.Offers(), len(prop.Left))
	}
}

func TestWhatIsQuotedOfAWithdrawnPieceGoesAndTheEditorsWordsStay(t *testing.T) {
	const excerpt = `We failed & learnt. It took a "year", no more.`
	for words, want := range map[string]string{
		`“We failed &amp; learnt. It took a &quot;year&quot;, no more.”`: "",
		`“We failed &amp; <em>learnt</em>…” Ada says it best.`:           "Ada says it best.",
		`Read how “We failed &amp; learnt”, and “never again”.`:          "Read how, and “never again”.",
		`Ada says it best.`: "Ada says it best.",
	} {
		if got := unquoted(words, excerpt); got != want {
			t.Errorf("%s is left as %q, want %q", words, got, want)
		}
	}
}
