package enlist

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"unicode"

	"weft/internal/config"
	"weft/internal/entry"
	"weft/internal/feed"
	"weft/internal/htmlsafe"
	"weft/internal/opml"
	"weft/internal/roster"
	"weft/internal/tomlfile"
)

func by(names ...string) *feed.Feed {
	f := &feed.Feed{Title: "The Blog - RSS Feed"}
	for _, n := range names {
		f.Entries = append(f.Entries, entry.Entry{Bylines: []entry.Byline{{Name: n}}})
	}
	return f
}

func TestANameIsTheOneAuthorsElseTheFeeds(t *testing.T) {
	page := &htmlsafe.Page{Title: "The page"}
	for _, c := range []struct {
		f    *feed.Feed
		want string
	}{
		{by("Ann Lee", "ann lee", "Ann Lee"), "Ann Lee"},
		{by("Ann Lee", "Bo"), "The Blog"},
		{by("admin", "noreply", "x@y.example"), "The Blog"},
		{&feed.Feed{Title: "T", Authors: []entry.Byline{{Name: "Ann\x1b[2J\n Lee\u202e "}}}, "Ann[2J Lee"},
		{&feed.Feed{}, "The page"},
		{&feed.Feed{Title: strings.Repeat("long ", 40)}, strings.Repeat("long ", 15) + "long…"},
	} {
		if got, _ := NameOf(c.f, page); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}

func TestASiteIsThePageOrTheHomeItLiesBelow(t *testing.T) {
	for _, c := range [][3]string{ // page, the feed's home, site
		{"https://a.example/", "https://b.example/", "https://a.example/"},
		{"https://a.example/2026/post", "https://a.example/", "https://a.example/"},
		{"https://a.example/2026/post", "http://a.example", "https://a.example"},
		{"https://a.example/~joe/x", "https://a.example/~joe/", "https://a.example/~joe/"},
		{"https://a.example/~joe/", "https://a.example/~ann/", "https://a.example/~joe/"},
		{"", "https://a.example/", "https://a.example/"},
		{"", "javascript:x", ""},
		{"", "https://u:p@a.example/", ""},
		{"https://a.example/?p=1", "https://a.example/", "https://a.example/?p=1"},
	} {
		if got := SiteOf(c[0], &feed.Feed{Link: c[1]}); got != c[2] {
			t.Errorf("%s at home in %s: %s, want %s", c[0], c[1], got, c[2])
		}
	}
}

func TestHostsAreWrittenOnlyWhereTheSiteIsNotEnough(t *testing.T) {
	at := func(link string, urls ...string) *feed.Feed {
		f := &feed.Feed{Link: link}
		for _, u := range urls {
			f.Entries = append(f.Entries, entry.Entry{URL: u})
		}
		return f
	}
	for _, c := range []struct {
		site string
		f    *feed.Feed
		want string
	}{
		{"https://a.example/", at("https://a.example/", "https://a.example/1"), "[]"},
		{"https://a.example/", at("https://b.example/", "https://b.example/1"), "[a.example b.example]"},
		{"https://a.example/~joe", at("https://b.example/", "https://b.example/1"), "[b.example]"},
		{"https://a.example/", at("https://platform.example/@joe", "https://platform.example/@joe/1"), "[]"},
		{"https://a.example/", at("https://b.example/", "https://c.example/1"), "[]"},
		{"https://a.example/", at(""), "[]"},
	} {
		if got := fmt.Sprint(HostsOf(c.site, c.f)); got != c.want {
			t.Errorf("%s, at home in %s: %s, want %s", c.site, c.f.Link, got, c.want)
		}
	}
}

func TestALanguageIsWrittenWhereItIsAnother(t *testing.T) {
	for said, want := range map[string]string{"": "", "en": "", "en-US": "", "cy": "cy", "DE_at": "de-AT", "x?": "", "english": ""} {
		if got := LanguageOf(&feed.Feed{Language: said}, "en-GB"); got != want {
			t.Errorf("%q: %q, want %q", said, got, want)
		}
	}
}

func TestAnIDIsValidAndFree(t *testing.T) {
	taken := map[string]bool{}
	for _, c := range [][3]string{
		{"Zoë Øst", "", "zoe-ost"}, {"Zoe Ost", "", "zoe-ost-2"}, {"李明", "https://www.liming.example/f", "liming-example"},
		{"李", "", "contributor"}, {"con", "https://x.example/", "x-example"}, {strings.Repeat("ab ", 40), "", strings.TrimSuffix(strings.Repeat("ab-", 20), "-")},
	} {
		got := FreeID(c[0], c[1], func(id string) bool { return taken[id] })
		if got != c[2] || !config.ValidID(got) {
			t.Errorf("%q gives %q, want %q", c[0], got, c[2])
		}
		taken[got] = true
	}
}

func TestAnAddressIsUnderstoodAsPeopleTypeIt(t *testing.T) {
	for typed, want := range map[string]string{
		"example.org": "https://example.org/ http://example.org/", " https://example.org/a#b ": "https://example.org/a", "//example.org/a": "https://example.org/a http://example.org/a",
		"feed://example.org/f": "https://example.org/f http://example.org/f", "feed:https://example.org/f": "https://example.org/f", "localhost:8080": "https://localhost:8080/ http://localhost:8080/",
	} {
		if got := strings.Join(spelled(typed), " "); got != want {
			t.Errorf("%q: %s, want %s", typed, got, want)
		}
	}
}

func TestARowIsWrittenWithWhatItHas(t *testing.T) {
	row := Row{ID: "a", Name: "A", Feeds: []Feed{{"https://a.example/f", false}, {"https://in.a.example/f", true}}, Sectors: []string{}, Organisation: "o"}
	want := "[[contributor]]\nid = \"a\"\nname = \"A\"\nfeeds = [\"https://a.example/f\"]\nsectors = []\norganisation = \"o\"\n\n  [[contributor.feed]]\n  url = \"https://in.a.example/f\"\n  network = \"private\"\n"
	if got := row.Table().Text("contributor"); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func site(t testing.TB) *config.Site {
	s, probs := config.Load(fstest.MapFS{config.File: {Data: []byte("id = \"5d0f8a52-6c1e-4b7a-9f43-0a1f3c2e7b60\"\ntitle = \"T\"\nbase_url = \"https://t.example/\"\n[[sector]]\nid = \"local-government\"\nname = \"Councils & counties\"\n[[sector]]\nid = \"health\"\n")}})
	if probs.Errors() > 0 {
		t.Fatal(probs)
	}
	return s
}

// lists reads lists as a site would.
func lists(t testing.TB, s *config.Site, data string) *roster.Roster {
	r, probs := roster.Load([]roster.Layer{{FS: fstest.MapFS{"feeds/a.toml": {Data: []byte(data)}}}}, s.SectorIDs())
	if err := probs.Err(); err != nil {
		t.Fatalf("%v in\n%s", err, data)
	}
	return r
}

const listed = "[[contributor]]\nid = \"ada\"\nname = \"Ada\"\nsite = \"https://ada.example/\"\nfeeds = [\"https://ada.example/feed\"]\n[[contributor]]\nid = \"bo\"\nname = \"Bo\"\nopt_out = true\n"

func TestAListOfFeedsBecomesRows(t *testing.T) {
	s := site(t)
	im := Import{Known: Know([]*roster.Roster{lists(t, s, listed)}, nil), Site: s, Sector: "health"}
	rows, feeds, notes := im.Rows([]opml.Subscription{
		{Title: "Again", FeedURL: "http://www.ada.example/feed/", Line: 1},
		{Title: "Ada's other", FeedURL: "https://x.example/", HomeURL: "https://ada.example", Line: 2},
		{Title: "bo", FeedURL: "https://bo.example/", Line: 3},
		{Title: "Cy", FeedURL: "https://cy.example/f", HomeURL: "https://cy.example/", Folders: []string{"Blogs", "councils & Counties"}, Language: "cy", Line: 4},
		{Title: "Cy", FeedURL: "https://cy.example/pod", HomeURL: "https://cy.example/", Line: 5},
		{Title: "Cy", FeedURL: "https://other.example/", Folders: []string{"Health"}, Line: 6},
		{Title: "Twice", FeedURL: "https://cy.example/f?utm_source=x", Line: 7},
		{Title: "", FeedURL: "https://192.168.1.1/f", Folders: []string{"Rest"}, Line: 8},
		{Title: "Key", FeedURL: "https://u:p@key.example/f", Line: 9},
	})
	text := ""
	for _, r := range rows {
		text += r.Table().Text("contributor")
	}
	want := `[[contributor]]
id = "cy"
name = "Cy"
site = "https://cy.example/"
language = "cy"
feeds = ["https://cy.example/f", "https://cy.example/pod"]
sectors = ["local-government"]
[[contributor]]
id = "cy-2"
name = "Cy"
feeds = ["https://other.example/"]
[[contributor]]
id = "192-168-1-1"
name = "192.168.1.1"
feeds = ["https://192.168.1.1/f"]
`
	if text != want || feeds != 4 {
		t.Errorf("%d feeds in\n%s\nwant\n%s", feeds, text, want)
	}
	said := ""
	for _, n := range notes {
		said += fmt.Sprintln(n.Line, n.Text)
	}
	for _, part := range []string{"1 Again: left out, Ada (ada) is listed with it, feeds/a.toml:5", "2 Ada's other: left out, Ada (ada) is in a list already", "3 bo: left out, Bo (bo) asked not to be shown",
		"7 Twice: left out, it is the feed of line 4 again", "8 https://192.168.1.1/f: https://192.168.1.1/f lies in a private network", "9 Key: left out, the address holds a user name", `0 the folder "Rest" is no sector of site.toml; 1 of its feeds`} {
		if !strings.Contains(said, part) {
			t.Errorf("no note says %q:\n%s", part, said)
		}
	}
}

// FuzzImport: whatever a list of feeds holds, what is made of it can be spliced
// into a list and is then read without a fault, everybody once.
func FuzzImport(f *testing.F) {
	f.Add([]byte(`<opml><body><outline text="Health"><outline text="Cy" xmlUrl="https://cy.example/f" htmlUrl="https://cy.example/" language="cy"/><outline text="Cy" xmlUrl="https://cy.example/g" htmlUrl="https://cy.example/"/></outline></body></opml>`))
	f.Add([]byte("<opml><outline title='\u202e\"]\n[[x]]' xmlUrl='https://u:p@a/'/><outline title='con' xmlUrl='HTTP://A.example/%zz' htmlUrl='http://:80'/><outline text='con' xmlUrl='https://b.example'/></opml>"))
	s := site(f)
	known := Know([]*roster.Roster{lists(f, s, listed)}, nil)
	f.Fuzz(func(t *testing.T, data []byte) {
		list, _, err := opml.Read(data)
		if err != nil || len(list) > 200 {
			return
		}
		im := Import{Known: known, Site: s}
		rows, feeds, notes := im.Rows(list)
		var tables []tomlfile.Table
		for _, r := range rows {
			tables = append(tables, r.Table())
		}
		for _, n := range notes {
			if strings.ContainsFunc(n.Text, unicode.IsControl) {
				t.Fatalf("%q", n.Text)
			}
		}
		if len(tables) == 0 {
			return
		}
		out, err := tomlfile.AddTables([]byte(listed), "contributor", tables...)
		if err != nil {
			t.Fatal(err)
		}
		r := lists(t, s, string(out))
		if len(r.Contributors) != 2+len(rows) || len(r.Feeds(0)) != 1+feeds {
			t.Fatalf("%d contributors with %d feeds of %d and %d in\n%s", len(r.Contributors), len(r.Feeds(0)), len(rows), feeds, out)
		}
	})
}

func TestTheSameBlogIsKnownUnderAnyAddress(t *testing.T) {
	k := Know([]*roster.Roster{lists(t, site(t), listed)}, nil)
	for _, address := range []string{"http://www.ada.example/feed/", "https://ADA.example/feed?utm_source=x#y", "https://ada.example:443/feed.html"} {
		if l, ok := k.Feed("", "https://x.example", address); !ok || l.Contributor.ID != "ada" || l.Place() != "feeds/a.toml:5" {
			t.Errorf("%s is unknown", address)
		}
	}
	if l, ok := k.Page("http://ada.example"); !ok || l.Place() != "feeds/a.toml:1" {
		t.Error("a page is unknown")
	}
	if _, ok := k.Feed(""); ok || k.Name("") != nil || k.Taken("nobody") {
		t.Error("nothing is somebody's")
	}
	if !slices.ContainsFunc(k.Rosters[0].Contributors, func(c *roster.Contributor) bool { return k.Name(c.Name) == c }) {
		t.Error("nobody is known by name")
	}
}
