package influence

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf8"

	"weft/internal/entry"
	"weft/internal/policy"
	"weft/internal/roster"
)

const named = `
[[contributor]]
id = "idris"
name = "Idris Vaughan"
profiles = ["https://social.example/@Idris", "https://code.example/idris-v"]
aliases = ["@idris", "I. Vaughan", "idrisCodes", "vaughan"]
[[contributor]]
id = "ann"
name = "Ann-Marie O'Neill"
[[contributor]]
id = "team"
name = "Wet Walls"
[[contributor]]
id = "lab"
name = "Wet Walls Lab"
[[contributor]]
id = "bell"
name = "bell hooks"
[[contributor]]
id = "one"
name = "Openhouse"
[[contributor]]
id = "zoe"
name = "Zoë Löfgren"
[[contributor]]
id = "smith-1"
name = "Jo Smith"
[[contributor]]
id = "smith-2"
name = "Jo Smith"
[[contributor]]
id = "shy"
name = "Shy Person"
profiles = ["https://social.example/@shy"]
opt_out = ["influence"]
[[contributor]]
id = "gone"
name = "Gone Person"
opt_out = true
`

func rosterOf(t testing.TB, lists string) *roster.Roster {
	t.Helper()
	r, probs := roster.Load([]roster.Layer{{FS: fstest.MapFS{"feeds/a.toml": {Data: []byte(lists)}}}}, []string{"housing", "health", "council"})
	if err := probs.Err(); err != nil {
		t.Fatal(err)
	}
	return r
}

func TestPeopleAreFoundAsOthersWriteThem(t *testing.T) {
	names := NewNames(rosterOf(t, named))
	for _, c := range []struct{ text, want string }{
		{"As Idris Vaughan says.", "idris Idris Vaughan"},
		{"Idris Vaughan", "idris Idris Vaughan"},
		{"Idris\u00a0Vaughan’s list", "idris Idris\u00a0Vaughan"},
		{"Idris Vaughan's list", "idris Idris Vaughan"},
		{"the list d'Idris Vaughan", "idris Idris Vaughan"},
		{"the list d’Idris Vaughan", "idris Idris Vaughan"},
		{"IDRIS VAUGHAN asks", "idris IDRIS VAUGHAN"},
		{"(Idris Vaughan)", "idris Idris Vaughan"},
		{"Ana/Idris Vaughan", "idris Idris Vaughan"},
		{"an Idris Vaughan-led team", "idris Idris Vaughan"},
		{"I. Vaughan and I Vaughan", "idris I. Vaughan|idris I Vaughan"},
		{"ask @idris, please", "idris @idris"},
		{"ask @IDRIS.", "idris @IDRIS"},
		{"ask @idris@social.example.", "idris @idris@social.example"},
		{"see idrisCodes!", "idris idrisCodes"},
		{"at https://social.example/@idris.", "idris social.example/@idris"},
		{"at code.example/idris-v, there", "idris code.example/idris-v"},
		{"Ann-Marie O’Neill came", "ann Ann-Marie O’Neill"},
		{"Zoe\u0308 Lo\u0308fgren", "zoe Zoe\u0308 Lo\u0308fgren"},
		{"Wet Walls Lab met Wet Walls", "lab Wet Walls Lab|team Wet Walls"},
		{"by Bell Hooks and bell hooks", "bell Bell Hooks|bell bell hooks"},

		{"idris vaughan", ""},
		{"Idris. Vaughan came", ""},
		{"Idris\nVaughan", ""},
		{"Idris, Vaughan", ""},
		{"Idris Vaughanson", ""},
		{"MacIdris Vaughan", ""},
		{"Jean-Idris Vaughan", ""},
		{"Idris Vaughan-Price", ""},
		{"Marie O'Neill", ""},
		{"ask @idris@elsewhere.example", ""},
		{"ask @idris-v", ""},
		{"mail bob@idris.example", ""},
		{"at https://elsewhere.example/@idris", ""},
		{"at code.example/idris-v2", ""},
		{"at code.example/idris-v/code", ""},
		{"github.com/idrisCodes/x", ""},
		{"idrisCodes.example", ""},
		{"the house of vaughan", ""}, // an alias in small letters is a word
		{"Openhouse", ""},            // a name of one word
		{"Jo Smith", ""},             // of two people
		{"Shy Person at social.example/@shy, @shy@social.example", ""},
		{"Gone Person", ""},
		{"", ""},
	} {
		var got []string
		for _, m := range names.in(c.text) {
			got = append(got, m.who.ID+" "+c.text[m.start:m.end])
		}
		if strings.Join(got, "|") != c.want {
			t.Errorf("%q: %q, want %q", c.text, got, c.want)
		}
	}
}

// FuzzNames: whatever a text holds, what is found lies within it, in order, apart,
// at the bounds of characters, and is said by a word that the text has; text that
// is put behind a new line changes nothing before it.
func FuzzNames(f *testing.F) {
	for _, s := range []string{"As Idris Vaughan’s says", "@idris@social.example", "social.example/@idris.", "Wet Walls Lab", "d’Idris Vaughan", "\xff@\xff", "a.@b", "Ann-Marie O'Neill"} {
		f.Add(s)
	}
	names := NewNames(rosterOf(f, named))
	f.Fuzz(func(t *testing.T, s string) {
		found := names.in(s)
		last := 0
		for _, m := range found {
			if m.start < last || m.end <= m.start || m.end > len(s) || m.who == nil || m.who.OptOut.Influence {
				t.Fatalf("%q: %+v", s, m)
			}
			last = m.end
			if utf8.ValidString(s) && !utf8.ValidString(s[m.start:m.end]) {
				t.Fatalf("%q: cut at %d to %d", s, m.start, m.end)
			}
		}
		if again := names.in(s + "\n\nIdris Vaughan"); len(again) != len(found)+1 || !slices.Equal(again[:len(found)], found) {
			t.Fatalf("%q: %v, and with a line more %v", s, found, again)
		}
	})
}

func TestAMentionSaysWhyItDoesNotCount(t *testing.T) {
	for _, c := range []struct {
		name string
		do   func(w *world)
		want string // by of kind address passage: reason; "": none is seen
	}{
		{"a name", func(w *world) { w.writes("ada", 0, "").Plain = "Listen. As Idris Roe says, ask. Then go." }, "ada of idris mention https://idris.example/ “As Idris Roe says, ask.”: " + whyMention},
		{"a name in the title", func(w *world) { w.writes("ada", 0, "").Title = "On Idris Roe" }, "ada of idris mention https://idris.example/ “On Idris Roe”: " + whyMention},
		{"a profile that is linked", func(w *world) { w.writes("ada", 0, "", "https://www.social.example/@idris/") }, "ada of idris mention https://www.social.example/@idris/ “as https://www.social.example/@idris/ says”: " + whyMention},
		{"linked and named is once", func(w *world) {
			w.writes("ada", 0, "", "https://social.example/@idris").Plain = "Idris Roe, Idris Roe"
		}, "ada of idris mention https://social.example/@idris “as https://social.example/@idris says”: " + whyMention},
		{"a colleague's", func(w *world) { w.writes("ada", 0, "").Plain = "Alf Alder" }, "ada of alf mention https://social.example/@alf “Alf Alder”: the same organisation"},
		{"their own", func(w *world) { w.writes("idris", 0, "").Plain = "Idris Roe" }, ""},
		{"a co-author's", func(w *world) {
			p := w.writes("ada", 0, "")
			idris, _ := w.roster.Contributor("idris")
			p.Plain, p.People = "Idris Roe", append(p.People, policy.Person{Key: "idris", Contributor: idris})
		}, ""},
		{"whose feed it is", func(w *world) {
			p := w.writes("ada", 0, "")
			p.Plain = "Idris Roe"
			p.Via, _ = w.roster.Contributor("idris")
		}, "ada of idris byline https://ada.example/ada-0 “Ada”: " + whyByline},
		{"somebody who declined", func(w *world) { w.writes("ada", 0, "").Plain = "Quiet Quill" }, ""},
		{"beside somebody who opted out", func(w *world) { w.writes("ada", 0, "").Plain = "Idris Roe and Gone Gale." }, "ada of idris mention https://idris.example/ “”: " + whyMention},
		{"by somebody who declined", func(w *world) { w.writes("quiet", 0, "").Plain = "Idris Roe" }, ""},
		{"in a copy", func(w *world) {
			p := w.writes("ada", 0, "")
			p.Plain, p.Original = "Idris Roe", "elsewhere"
		}, "ada of idris mention https://idris.example/ “Idris Roe”: " + whyCopy},
		{"a co-author in another's feed", func(w *world) {
			p := w.writes("ada", 0, "")
			idris, _ := w.roster.Contributor("idris")
			p.Feed, p.People = &roster.Feed{}, append(p.People, policy.Person{Key: "idris", Name: "I.R.", Contributor: idris}, policy.Person{Key: "x|y", Name: "A. Stranger"})
		}, "idris of ada byline https://ada.example/ada-0 “I.R.”: " + whyByline},
		{"in the feed of somebody who declined", func(w *world) {
			w.writes("ada", 0, "").Via, _ = w.roster.Contributor("quiet")
		}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			declared := lists + "[[contributor]]\nid = \"gone\"\nname = \"Gone Gale\"\nopt_out = true\n"
			for id, name := range map[string]string{"idris": "Idris Roe", "alf": "Alf Alder", "quiet": "Quiet Quill"} {
				declared = strings.ReplaceAll(declared, fmt.Sprintf("id = %q\n", id), fmt.Sprintf("id = %q\nprofiles = [\"https://social.example/@%s\"]\naliases = [%q]\n", id, id, name))
			}
			w := &world{t: t, roster: rosterOf(t, declared)}
			c.do(w)
			cites, err := Citing{Pieces: w.pieces, Roster: w.roster, Names: NewNames(w.roster), Resolve: func([]string) (map[string]*policy.Brief, error) { return nil, nil }}.Find()
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, c := range cites {
				if c.Counted || c.To != nil {
					t.Errorf("%+v", c)
				}
				got = append(got, fmt.Sprintf("%s of %s %s %s “%s”: %s", c.By().ID, c.Of.ID, c.Kind, c.Address, c.Passage, c.WhyNot))
			}
			if strings.Join(got, "\n") != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}

func TestWhoStandsInMostEntriesOfAFeedIsFurniture(t *testing.T) {
	w := newWorld(t)
	idris, _ := w.roster.Contributor("idris")
	mentions := map[string][]Mention{}
	for day := range 4 {
		p := w.writes("ada", day, "")
		mentions[p.ID] = []Mention{{Of: idris, Passage: "edited by Idris"}}
	}
	p := w.writes("bea", 9, "")
	mentions[p.ID] = mentions["ada-1"]
	cites, err := Citing{Pieces: w.pieces, Roster: w.roster, Names: NewNames(w.roster), Mentions: mentions, Resolve: func([]string) (map[string]*policy.Brief, error) { return nil, nil }}.Find()
	if err != nil || len(cites) != 5 {
		t.Fatal(cites, err)
	}
	for _, c := range cites {
		want := whyFurniture
		if c.From.ID == p.ID {
			want = whyMention
		}
		if c.WhyNot != want {
			t.Errorf("%s: %s, want %s", c.From.ID, c.WhyNot, want)
		}
	}
}

func TestACopysLinksDoNotCountAgain(t *testing.T) {
	w := newWorld(t)
	first := w.writes("idris", 0, "")
	original := w.writes("ada", 1, "", first.URL)
	copied := w.writes("bea", 2, "", first.URL, original.URL)
	original.Original, copied.Original = original.ID, original.ID
	var got []string
	for _, c := range w.find() {
		got = append(got, c.From.ID+" "+c.To.ID+" "+c.WhyNot)
	}
	want := []string{"bea-2 idris-0 " + whyCopy, "bea-2 ada-1 the same piece at another place", "ada-1 idris-0 "}
	if !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestWhoIsOnNoListAndWidelyCitedIsACandidate(t *testing.T) {
	r := rosterOf(t, lists+`
[[contributor]]
id = "gone"
name = "Gone Gale"
profiles = ["https://social.example/@gone"]
opt_out = true
`)
	w := &world{t: t, roster: r}
	guest := w.writes("idris", 0, "")
	guest.People = []policy.Person{{Key: "x|nia okoro", Name: "Nia Okoro"}}
	declined := w.writes("idris", 1, "")
	declined.People = append(declined.People, policy.Person{Key: "x|gone gale", Name: "Gone Gale"})
	for day, who := range []string{"ada", "alf", "bea", "nobody"} {
		links := []string{"https://Widely.example/p/1", "https://github.com/widely", "https://github.com/widely/code", "https://doi.org/10.1/x", "https://social.example/@gone"}
		if who == "bea" {
			links = append(links, guest.URL)
		}
		p := w.writes(who, 5+day, "", links...)
		p.Entry.Feed = who
		if who != "bea" {
			p.Plain = "As Nia Okoro says. Gone Gale too."
		}
	}
	for day := range 4 { // the blogroll of one, and the same person again
		w.writes("ada", 20+day, "", "https://blogroll.example/", "https://twice.example/x")
	}
	s := NewSearch(r)
	for _, p := range w.pieces {
		s.Meet(w.brief(p))
	}
	for _, p := range w.pieces {
		s.Read(p, w.brief(p))
	}
	s.Cited(w.find())
	var got []string
	for _, c := range s.Candidates(FewestCiters) {
		var by []string
		for _, who := range c.By {
			by = append(by, who.ID)
		}
		if len(c.Shown) != len(c.By) || !slices.IsSortedFunc(c.Shown, func(a, b Sign) int { return b.From.Date().Compare(a.From.Date()) }) {
			t.Errorf("%+v", c.Shown)
		}
		got = append(got, c.Name+c.Address+" by "+strings.Join(by, " "))
	}
	want := []string{"github.com/widely by ada alf bea nobody", "widely.example by ada alf bea nobody", "Nia Okoro by ada alf bea nobody"}
	if !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	if few := s.Candidates(5); len(few) != 0 {
		t.Errorf("%+v", few)
	}
}

func TestOnlyAPageOfTheirOwnIsAProfile(t *testing.T) {
	s := NewSearch(rosterOf(t, named))
	for address, want := range map[string]string{
		"https://github.com/Ada": "github.com/ada", "https://github.com/ada/code": "", "https://github.com/": "", "https://www.linkedin.com/in/ada/": "linkedin.com/in/ada",
		"https://linkedin.com/company/x": "", "https://mastodon.example/@ada": "mastodon.example/@ada", "https://mastodon.example/@ada/12": "", "https://blog.example/x": "blog.example",
		"https://en.wikipedia.org/wiki/Ada": "", "https://social.example/@idris": "", "https://code.example/idris-v": "", "https://medium.com/@ada": "medium.com/@ada", "https://medium.com/about": "",
		"/content/x": "", entry.AddressKey("https://localhost/x"): "",
	} {
		if got := s.unlisted(address); got != want {
			t.Errorf("%s: %q, want %q", address, got, want)
		}
	}
}
