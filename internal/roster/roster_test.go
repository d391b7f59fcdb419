package roster

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"weft/internal/config"
)

// load reads a site of one list, and of one in an overlay if that is not empty.
func load(t *testing.T, public, private string, more ...string) *Roster {
	t.Helper()
	fsys := fstest.MapFS{"feeds/a.toml": {Data: []byte(public)}}
	if private != "" {
		fsys["private/feeds/in.toml"] = &fstest.MapFile{Data: []byte(private)}
	}
	for i := 0; i+1 < len(more); i += 2 {
		fsys[more[i]] = &fstest.MapFile{Data: []byte(more[i+1])}
	}
	r, probs := Load(layersOf(fsys), sectors)
	if err := probs.Err(); err != nil {
		t.Fatal(err)
	}
	return r
}

func id(c *Contributor) string {
	if c == nil {
		return ""
	}
	return c.ID
}

func TestAListBecomesARoster(t *testing.T) {
	r := load(t, `
curators = ["Ana Pop <ana@example.org>"]
sector = "housing"
[[organisation]]
id = "brookside"
name = "Brookside Homes"
home = true
[[contributor]]
name = "Zoë Øst"
organisation = "brookside"
feeds = ["https://b.example/feed", "x.xml"]
[[contributor]]
id = "ana"
name = "Ana"
sectors = ["health", "housing", "health"]
[[contributor]]
id = "user"
name = "A service user"
sectors = []
`, "", "feeds/x.xml", "")
	got := ""
	for _, c := range r.Contributors {
		got += fmt.Sprintf("%s (%s) in %v at %q line %d\n", c.ID, c.Name, c.Sectors, c.Organisation, c.Line)
		for _, f := range c.Feeds {
			got += fmt.Sprintf("  %s local=%v %s line %d\n", f.Key, f.Local, f.Excerpt, f.Line)
		}
	}
	want := `ana (Ana) in [health housing] at "" line 12
user (A service user) in [] at "" line 16
zoe-ost (Zoë Øst) in [housing] at "brookside" line 8
  https://b.example/feed local=false summary line 11
  feeds/x.xml local=true summary line 11
`
	if got != want {
		t.Errorf("the roster is\n%s\nwant\n%s", got, want)
	}
	if org, ok := r.Organisation("brookside"); !ok || org.Name != "Brookside Homes" || !org.Home {
		t.Errorf("organisation %+v, %v", org, ok)
	}
	if len(r.Lists) != 1 || r.Lists[0].File != "feeds/a.toml" || r.Lists[0].Curators[0] != "Ana Pop <ana@example.org>" {
		t.Errorf("lists %+v", r.Lists)
	}
}

func TestAnIDHadBeforeStillFindsItsOwner(t *testing.T) {
	r := load(t, `
[[contributor]]
id = "ana-pop"
name = "Ana"
was = ["ana", "bea"]
[[contributor]]
id = "bea"
name = "Bea"
`, "")
	for old, want := range map[string]string{"ana": "ana-pop", "ana-pop": "ana-pop", "bea": "bea"} {
		if c, ok := r.Contributor(old); !ok || c.ID != want {
			t.Errorf("%s finds %s", old, id(c))
		}
	}
	if len(r.Contributors) != 2 {
		t.Errorf("%d contributors, want 2", len(r.Contributors))
	}
}

func TestNamesAreFoundHoweverTheyAreSpelledAndOnlyWhenOneHasThem(t *testing.T) {
	r := load(t, `
[[contributor]]
id = "idris"
name = "Idris O’Neill"
aliases = ["@idris", "I. O'Neill", "The Team"]
[[contributor]]
id = "bea"
name = "Bea"
aliases = ["the team", "J. Smith"]
[[contributor]]
id = "cleo"
name = "J. Smith"
[[contributor]]
id = "dora"
name = "J. Smith"
`, "")
	for name, want := range map[string]string{
		"IDRIS  o'neill": "idris", "@Idris": "idris", "I. O’Neill": "idris", "bea": "bea",
		"The Team": "", "J. Smith": "", "Idris": "", "": "", "be": "",
	} {
		if got := id(r.Named(name)); got != want {
			t.Errorf("%q is %q, want %q", name, got, want)
		}
	}
}

func TestAddressesAreFoundByProfileSiteAndHostAndOnlyWhenOneHasThem(t *testing.T) {
	r := load(t, `
[[contributor]]
id = "idris"
name = "Idris"
site = "https://idris.example/"
profiles = ["https://social.example/@idris", "https://shared.example/about"]
[[contributor]]
id = "bea"
name = "Bea"
hosts = ["bea.example", "shared.example"]
profiles = ["https://social.example/@bea", "https://shared.example/about"]
[[contributor]]
id = "cleo"
name = "Cleo"
site = "https://platform.example/cleo"
[[contributor]]
id = "dora"
name = "Dora"
hosts = ["team.example"]
[[contributor]]
id = "ed"
name = "Ed"
hosts = ["team.example"]
`, "")
	for address, want := range map[string]string{
		"http://www.idris.example/2026/11/x?utm_source=mail": "idris", // the host of a site of one's own
		"https://social.example/@idris/":                     "idris",
		"https://social.example/@bea":                        "bea",
		"https://social.example/@somebody":                   "",
		"https://bea.example":                                "bea",
		"https://platform.example/cleo/":                     "cleo",
		"https://platform.example/stranger":                  "", // a site below a path is not the host
		"https://team.example/x":                             "", // two people's
		"https://shared.example/about":                       "", // two people's, whoever has the host
		"https://shared.example/other":                       "bea",
		"https://evil-bea.example/":                          "",
		"":                                                   "",
		"/contributions/x/":                                  "",
	} {
		if got := id(r.Owner(address)); got != want {
			t.Errorf("%q is %q's, want %q", address, got, want)
		}
	}
}

func TestSomebodyWorksWhereTheyWorkedOnThatDayTheLastIncluded(t *testing.T) {
	r := load(t, `
[[organisation]]
id = "council"
[[organisation]]
id = "brookside"
home = true
[[contributor]]
id = "ana"
name = "Ana"
organisation = "brookside"
affiliation = [
  { organisation = "council", from = 2024-01-01, until = 2026-03-31 },
  { organisation = "", from = 2026-04-01, until = 2026-04-30 },
]
[[contributor]]
id = "bea"
name = "Bea"
affiliation = [{ organisation = "council", until = 2026-03-31 }, { organisation = "brookside", from = 2026-06-01 }]
`, "")
	for _, c := range []struct{ who, at, want string }{
		{"ana", "2023-12-31T23:59:59Z", "brookside"},
		{"ana", "2024-01-01T00:00:00Z", "council"},
		{"ana", "2026-03-31T23:59:59Z", "council"},
		{"ana", "2026-04-01T00:00:00Z", ""}, // employed by none in April
		{"ana", "2026-05-01T00:00:00Z", "brookside"},
		{"bea", "1990-01-01T00:00:00Z", "council"},
		{"bea", "2026-04-01T00:00:00Z", ""},
		{"bea", "2036-01-01T00:00:00Z", "brookside"},
	} {
		person, _ := r.Contributor(c.who)
		day, _ := time.Parse(time.RFC3339, c.at)
		org, ok := r.EmployedBy(person, day)
		if org.ID != c.want || ok != (c.want != "") {
			t.Errorf("%s worked for %q on %s, want %q", c.who, org.ID, c.at, c.want)
		}
		if r.Internal(person, day) != (c.want == "brookside") {
			t.Errorf("%s on %s: internal %v", c.who, c.at, r.Internal(person, day))
		}
	}
}

func TestAnOverlayAddsAndNeverTakesAway(t *testing.T) {
	public := `
[[organisation]]
id = "brookside"
name = "Brookside Homes"
home = true
[[contributor]]
id = "ana"
name = "Ana"
sectors = ["housing"]
organisation = "brookside"
feeds = ["https://ana.example/feed"]
[[contributor]]
id = "bea"
name = "Bea"
opt_out = true
[[contributor]]
id = "cleo"
name = "Cleo"
`
	private := `
[[organisation]]
id = "brookside"
name = "Other name"
[[organisation]]
id = "council"
[[contributor]]
id = "ana"
sectors = ["health", "housing"]
organisation = "council"
affiliation = [{ organisation = "council" }]
aliases = ["AP"]
feeds = ["http://www.ana.example/feed", "https://intranet.example/ana"]
opt_out = ["influence"]
[[contributor]]
id = "bea"
opt_out = false
feeds = ["https://bea.example/feed"]
[[contributor]]
id = "cleo"
site = "https://cleo.example/"
affiliation = [{ organisation = "council", from = 2026-01-01 }]
[[contributor]]
id = "ivy"
name = "Ivy"
`
	r := load(t, public, private, "content/contributors/ana.md", "+++\ncorrection = \"Not so.\"\n+++\nPublic words.\n", "private/content/contributors/ana.md", "+++\ncorrection = \"Replaced.\"\n+++\nInternal words.\n")
	ana, _ := r.Contributor("ana")
	if got := fmt.Sprintf("%v %s %s %d %s %s %v", ana.Sectors, ana.Organisation, ana.Name, ana.Layer, ana.Words, ana.Correction, ana.OptOut); got != "[housing health] brookside Ana 0 Public words. Not so. {false true}" {
		t.Errorf("ana is %+v", ana)
	}
	if org, _ := r.EmployedBy(ana, time.Now()); org.ID != "brookside" || org.Name != "Brookside Homes" || org.Layer != 0 {
		t.Errorf("ana works for %+v", org)
	}
	var feeds []string
	for _, f := range ana.Feeds {
		feeds = append(feeds, fmt.Sprint(f.Layer, " ", f.Key))
	}
	if got := strings.Join(feeds, ", "); got != "0 https://ana.example/feed, 1 https://intranet.example/ana" {
		t.Errorf("ana's feeds: %s", got)
	}
	bea, _ := r.Contributor("bea")
	if !bea.OptOut.All || bea.Feeds[0].Layer != 1 {
		t.Errorf("bea is %+v", bea)
	}
	cleo, _ := r.Contributor("cleo")
	if org, _ := r.EmployedBy(cleo, time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC)); org.ID != "council" || org.Layer != 1 || id(r.Owner("https://cleo.example/x")) != "cleo" {
		t.Errorf("cleo is %+v, of %+v", cleo, org)
	}
	ivy, _ := r.Contributor("ivy")
	if ivy.Layer != 1 || id(r.Named("AP")) != "ana" {
		t.Errorf("ivy is %+v", ivy)
	}
	if got := r.Feeds(1); len(got) != 2 || got[0].Key != "https://intranet.example/ana" || got[1].Key != "https://bea.example/feed" {
		t.Errorf("feeds of the overlay: %+v", got)
	}
}

func TestAWishThatCannotBeReadIsTakenInItsStrictestSense(t *testing.T) {
	for _, c := range []struct{ row, note, want string }{
		{``, "", "{false false}"},
		{`opt_out = false`, "", "{false false}"},
		{`opt_out = true`, "", "{true true}"},
		{`opt_out = ["influence"]`, "", "{false true}"},
		{`opt_out = []`, "", "{true true}"},
		{`opt_out = "no"`, "", "{true true}"},
		{`opt_out = 1`, "", "{true true}"},
		{`opt_out = ["influence", "all"]`, "", "{true true}"},
		{``, "+++\nopt_out = true\n+++\n", "{true true}"},
		{`opt_out = true`, "+++\nopt_out = false\n+++\n", "{true true}"},
		{`opt_out = ["influence"]`, "+++\n+++\nWords", "{false true}"},
		{``, "+++\nopt_out = ture\n+++\n", "{true true}"},
		{``, "+++\nopt_out = true\n", "{true true}"},
		{``, "+++\noptout = true\n+++\n", "{true true}"},
		{``, "Only words.", "{true true}"},
	} {
		fsys := fstest.MapFS{"feeds/a.toml": {Data: []byte("[[contributor]]\nid = \"ana\"\nname = \"Ana\"\n" + c.row)}}
		if c.note != "" {
			fsys["content/contributors/ana.md"] = &fstest.MapFile{Data: []byte(c.note)}
		}
		r, probs := Load(layersOf(fsys), sectors)
		ana, ok := r.Contributor("ana")
		if !ok || fmt.Sprint(ana.OptOut) != c.want {
			t.Errorf("%q, %q: %v, want %s (%v)", c.row, c.note, ana, c.want, probs)
		}
	}
}

func TestASlugIsAnIDOrNothing(t *testing.T) {
	for name, want := range map[string]string{
		"Idris Vaughan": "idris-vaughan", "  Zoë  Ümit-Öz ": "zoe-umit-oz", "Đặng Thị Łucja Straße": "dang-thi-lucja-strasse", "O’Neill & Co.": "o-neill-co",
		"Team 42": "team-42", "李明": "", "—": "", "İpek Işık": "ipek-isik", "A__b": "a-b",
	} {
		if got := Slug(name); got != want || got != "" && !config.ValidID(got) {
			t.Errorf("%q gives %q, want %q", name, got, want)
		}
	}
}

func TestAHostHasItsSubdomainsButForWhatIsSomebodyElses(t *testing.T) {
	r, probs := Load([]Layer{{FS: fstest.MapFS{"feeds/a.toml": {Data: []byte(`
[[contributor]]
id = "ada"
name = "Ada"
site = "https://blog.ada.example/x/"
hosts = ["ada.example", "=alone.example"]
[[contributor]]
id = "bea"
name = "Bea"
site = "https://bea.ada.example/blog/"
[[contributor]]
id = "cem"
name = "Cem"
hosts = ["cem.ada.example", "shared.example"]
[[contributor]]
id = "dot"
name = "Dot"
site = "https://dot.example/"
hosts = ["shared.example"]
`)}}}}, nil)
	if err := probs.Err(); err != nil {
		t.Fatal(err)
	}
	for address, want := range map[string]string{
		"https://ada.example/x": "ada", "https://docs.ada.example/x": "ada", "https://a.b.ada.example": "ada", "https://blog.ada.example/y": "ada", "https://alone.example/x": "ada",
		"https://www.alone.example/x": "ada", "https://docs.alone.example/x": "", "https://notada.example/": "", "https://bea.ada.example/x": "", "https://x.bea.ada.example/": "",
		"https://bea.ada.example/blog": "bea", "https://cem.ada.example/": "cem", "https://x.cem.ada.example/": "cem", "https://shared.example/": "", "https://x.shared.example/": "", "https://example/": "", "": "",
	} {
		got := ""
		if c := r.Owner(address); c != nil {
			got = c.ID
		}
		if got != want {
			t.Errorf("%s is %q's, want %q", address, got, want)
		}
	}
	if c, _ := r.Contributor("ada"); !slices.Equal(c.Hosts, []string{"ada.example", "alone.example"}) {
		t.Errorf("%q", c.Hosts)
	}
}
