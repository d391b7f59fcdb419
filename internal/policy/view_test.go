package policy

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"testing/fstest"
	"time"

	"weft/internal/archive"
	"weft/internal/entry"
)

func titled(title, url string, bylines ...string) entry.Entry {
	return entry.Entry{Title: title, URL: url, Bylines: by(bylines...), Links: []entry.Link{{URL: "https://target.example/x"}}}
}

func TestNoDoorLetsOutWhatPolicyHolds(t *testing.T) {
	w := newWorld(t)
	for i, action := range []string{"publish", "excerpt", "internal", "embargo", "review", "withhold"} {
		w.holds(0, anasFeed, titled(action, fmt.Sprint("https://ana.example/", i)))
	}
	w.holds(0, anasFeed, titled("broken", "https://ana.example/b"), titled("by hand", "https://ana.example/h"), titled("taken down", "https://ana.example/t"))
	rules := ""
	for _, r := range []string{"excerpt", "internal", "embargo", "review", "withhold"} {
		rules += fmt.Sprintf("[[rule]]\nid = %q\nowner = \"o\"\nreason = \"r\"\naction = %q\nwhen = 'entry.title == %q'\n", r, r, r)
		if r == "embargo" {
			rules += "for = \"3d\"\n"
		}
	}
	rules += "[[rule]]\nid = \"b\"\nowner = \"o\"\nreason = \"r\"\naction = \"excerpt\"\nwhen = 'entry.title == \"broken\" && entry.links[9] == \"\"'\n"
	w.public["feeds/policy.toml"] = &fstest.MapFile{Data: []byte(rules)}
	w.public[LedgerFile] = &fstest.MapFile{Data: []byte(`{"act":"decide","url":"http://ana.example/h/","action":"withhold","by":"R","at":"2026-11-19T10:00:00Z"}
{"act":"decide","url":"https://ana.example/t","action":"takedown","by":"R","at":"2026-11-19T10:00:00Z"}`)}
	w.sees(true, "excerpt, publish")
	w.sees(false, "excerpt, internal, publish")
}

func TestThePublicEditionSeesNothingThatTheOverlayDeclares(t *testing.T) {
	w := newWorld(t)
	w.holds(0, anasFeed, titled("public", "https://ana.example/1"))
	w.holds(1, ivysFeed, titled("intranet", "https://intranet.example/1"))
	w.holds(0, ivysFeed, titled("strayed into the public archive", "https://intranet.example/2"))
	w.holds(1, anasFeed, titled("strayed into the overlay's", "https://ana.example/2"))
	w.sees(true, "public")
	w.sees(false, "intranet, public")
}

func TestOfAPieceThatBothLayersHoldThePublicOneIsSeen(t *testing.T) {
	w := newWorld(t)
	w.holds(0, anasFeed, titled("the same", "https://ana.example/1"))
	w.holds(1, ivysFeed, titled("a copy inside", "http://www.ana.example/1/"), titled("another", "https://intranet.example/2"))
	pieces, err := w.view(false).Newest(10)
	if err != nil || titles(pieces) != "the same, another" {
		t.Errorf("seen: %s, %v", titles(pieces), err)
	}
	if p, err := w.view(false).ByAddress("https://ana.example/1"); err != nil || p == nil || p.Title != "the same" {
		t.Errorf("by address: %v, %v", p, err)
	}
}

func TestWhoDeclinedLeavesNoTrace(t *testing.T) {
	w := newWorld(t)
	w.holds(0, cleosFeed, titled("of her feed", "https://cleo.example/1"), titled("a guest's, of her feed", "https://cleo.example/2", "Gus Hale"))
	w.holds(0, anasFeed, titled("by her", "https://ana.example/1", "Cleo Fox"), titled("by her address", "https://ana.example/2"),
		titled("with her", "https://ana.example/3", "Ana Pop", "cleo  FOX"), titled("carried by her", "https://ana.example/4"))
	w.holds(0, anasFeed, entry.Entry{Title: "by her address", URL: "https://ana.example/2", Bylines: []entry.Byline{{Name: "C.", URL: "https://cleo.example/about"}}})
	w.holds(0, cleosFeed, titled("carried by her", "https://ana.example/4"))
	w.sees(true, "carried by her, with her")
	pieces, _ := w.view(true).Newest(10)
	for _, p := range pieces {
		for _, person := range p.People {
			if person.Name != "Ana Pop" {
				t.Errorf("%q names %q", p.Title, person.Name)
			}
		}
		if len(p.AlsoIn) > 0 {
			t.Errorf("%q is also in %v", p.Title, p.AlsoIn[0].Name)
		}
	}
	judged, err := w.view(true).Judged(now.AddDate(-1, 0, 0), now)
	if err != nil || titles(judged) != titles(pieces) {
		t.Errorf("the record of decisions names %s, %v", titles(judged), err)
	}
}

func TestAMixedFeedIsReadForWhatItsListKeeps(t *testing.T) {
	w := newWorld(t)
	w.holds(0, evesFeed, titled("new homes", "https://eve.example/1"), titled("my holiday", "https://eve.example/2"))
	w.sees(true, "new homes")
	if judged, err := w.view(true).Judged(now.AddDate(-1, 0, 0), now); titles(judged) != "new homes" || err != nil {
		t.Errorf("the record of decisions names %s, %v", titles(judged), err)
	}
}

func TestAPieceIsCreditedToItsListedAuthorAndToTheFeedItCameBy(t *testing.T) {
	w := newWorld(t)
	w.holds(0, anasFeed, titled("own", "https://ana.example/1"), titled("guest", "https://ana.example/2", "gus hale"),
		titled("stranger", "https://ana.example/3", "Somebody Else"), titled("two", "https://ana.example/4", "Somebody Else", "@ben", "Ben Ash"))
	pieces, err := w.view(true).Newest(10)
	if err != nil || len(pieces) != 4 {
		t.Fatal(titles(pieces), err)
	}
	for i, want := range []string{
		"ana via - brookside internal [housing] by Ana Pop",
		"gus via ana - external [health housing] by Gus Hale",
		"ana via - brookside internal [housing] by Somebody Else",
		"ben via ana council external [health] by Somebody Else, Ben Ash",
	} {
		if got := credited(pieces[i]); got != want {
			t.Errorf("%q is credited to %s; want %s", pieces[i].Title, got, want)
		}
	}
	if pieces[2].People[0].Contributor != nil || pieces[2].People[0].Key != "https://ana.example/feed|somebody else" {
		t.Errorf("a stranger is %+v", pieces[2].People[0])
	}
	if pieces[1].OrganisationKey() != "person:gus" || pieces[0].OrganisationKey() != "brookside" {
		t.Errorf("voices %q, %q", pieces[1].OrganisationKey(), pieces[0].OrganisationKey())
	}
}

func credited(p *Piece) string {
	via, org := "-", "-"
	if p.Via != nil {
		via = p.Via.ID
	}
	if p.Organisation != nil {
		org = p.Organisation.ID
	}
	names := ""
	for i, person := range p.People {
		if i > 0 {
			names += ", "
		}
		names += person.Name
	}
	return fmt.Sprintf("%s via %s %s %s %v by %s", p.Contributor.ID, via, org, p.Relation, p.Sectors, names)
}

func TestAContributionIsItsAuthorsByIDFirst(t *testing.T) {
	w := newWorld(t)
	w.public["feeds/more.toml"] = &fstest.MapFile{Data: []byte("[[contributor]]\nid = \"other\"\nname = \"Other\"\naliases = [\"gus\"]\n")}
	w.holds(0, Contributions, titled("by id", "/contributions/1/", "gus"), titled("by name", "/contributions/2/", "Gus Hale"), titled("by nobody", "/contributions/3/", "Nobody"))
	w.sees(true, "by id, by name")
	pieces, _ := w.view(true).Newest(10)
	for _, p := range pieces {
		if p.Contributor.ID != "gus" || p.Feed != nil || !p.Full {
			t.Errorf("%q: %s, full %v", p.Title, credited(p), p.Full)
		}
	}
}

func TestOnlySoMuchIsShownAsTheFeedsOwnerAllows(t *testing.T) {
	w := newWorld(t)
	w.holds(0, anasFeed, entry.Entry{Title: "summary", URL: "https://ana.example/1", Summary: "<p>In short.</p>", Body: "<p>At length.</p>", Plain: "At length.", Opening: "In short."})
	w.holds(0, bensFeed, titled("none", "https://ben.example/1"))
	w.holds(0, evesFeed, titled("full homes", "https://eve.example/1"), titled("shortened homes", "https://eve.example/2"))
	w.public["feeds/policy.toml"] = &fstest.MapFile{Data: []byte("[[rule]]\nid = \"x\"\nowner = \"o\"\nreason = \"r\"\naction = \"excerpt\"\nwhen = 'entry.title startsWith \"shortened\"'\n")}
	pieces, err := w.view(true).Newest(10)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, p := range pieces {
		got[p.Title] = fmt.Sprint(p.Full, " ", p.Excerpt)
		if p.Body+p.Summary+p.Plain != "" {
			t.Errorf("a page of many pieces holds the body of %q", p.Title)
		}
	}
	for title, want := range map[string]string{"summary": "false In short.", "none": "false ", "full homes": "true Words of full homes. And more.",
		"shortened homes": "false Words of shortened homes. And more."} {
		if got[title] != want {
			t.Errorf("of %q is shown %q, want %q", title, got[title], want)
		}
	}
}

func TestTagsAreThoseOfKnownThemesWithTheCuratorsWordLast(t *testing.T) {
	w := newWorld(t)
	w.holds(0, anasFeed, titled("one", "https://ana.example/1"))
	pieces, _ := w.view(true).Newest(1)
	tagger, err := w.archives[0].Tagging(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	tag := func(theme string, score float64) entry.Tag {
		return entry.Tag{Theme: theme, Score: score, Suggested: score < .5, Evidence: []entry.Evidence{{Quote: "one", Where: "title"}}}
	}
	tagger.Put(pieces[0].ID, "h", nil, []entry.Tag{tag("damp", .8), tag("struck", .9), tag("unsure", .3), tag("raised", .3), tag("unknown", 1)})
	if err := tagger.End(nil); err != nil {
		t.Fatal(err)
	}
	w.public[TagFile] = &fstest.MapFile{Data: []byte(`{"url":"https://ana.example/1","themes":["raised","added"],"not":["struck"],"by":"R","at":"2026-11-20T10:00:00Z"}`)}
	pieces, err = w.view(true, "damp", "struck", "unsure", "raised", "added").Newest(1)
	if err != nil {
		t.Fatal(err)
	}
	got := ""
	for _, tag := range pieces[0].Tags {
		got += fmt.Sprintf("%s by %s %v; ", tag.Theme, tag.By, tag.Score)
	}
	for _, tag := range pieces[0].Suggested {
		got += "perhaps " + tag.Theme
	}
	if want := "added by curator 1; damp by weft 0.8; raised by curator 1; perhaps unsure"; got != want {
		t.Errorf("tags %s\nwant %s", got, want)
	}
	if !pieces[0].HasTheme("damp") || pieces[0].HasTheme("unsure") {
		t.Error("what is only suggested is not said")
	}
}

func TestWhatIsFrozenGoesOnlyWhenSomebodySaysSo(t *testing.T) {
	w := newWorld(t)
	var all []entry.Entry
	for _, title := range []string{"fine", "review", "withhold", "internal", "final", "old address"} {
		all = append(all, titled(title, "https://ana.example/"+title))
	}
	w.holds(0, anasFeed, append(all, titled("by her", "https://ana.example/7", "Cleo Fox"))...)
	rules := ""
	for _, r := range []string{"review", "withhold", "internal"} {
		rules += fmt.Sprintf("[[rule]]\nid = %q\nowner = \"o\"\nreason = \"r\"\naction = %q\nwhen = 'entry.title == %q'\n", r, r, r)
	}
	rules += "[[rule]]\nid = \"final\"\nowner = \"o\"\nreason = \"r\"\naction = \"withhold\"\nfinal = true\nwhen = 'entry.title == \"final\"'\n"
	w.public["feeds/policy.toml"] = &fstest.MapFile{Data: []byte(rules)}
	w.public[LedgerFile] = &fstest.MapFile{Data: []byte(`{"act":"decide","url":"https://ana.example/final","action":"publish","by":"R","at":"2026-11-19T10:00:00Z"}
{"act":"decide","url":"https://gone.example/1","action":"takedown","by":"R","at":"2026-11-19T10:00:00Z"}`)}
	id := map[string]string{}
	judged, err := w.view(true).Judged(now.AddDate(-1, 0, 0), now)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range judged {
		id[p.Title] = p.ID
	}
	id["by her"] = entry.NewID(anasFeed, "https://ana.example/7")
	for _, c := range []struct {
		name, id         string
		addresses, who   []string
		public, internal bool
	}{
		{"fine", id["fine"], nil, []string{"ana"}, false, false},
		{"under review, but frozen", id["review"], nil, nil, false, false},
		{"withheld since", id["withhold"], nil, nil, true, true},
		{"internal since", id["internal"], nil, nil, true, false},
		{"withheld by a final rule, whatever a person said", id["final"], nil, nil, true, true},
		{"its author declined", id["fine"], nil, []string{"ana", "cleo"}, true, true},
		{"its author declined, by name", id["fine"], nil, []string{"Cleo Fox"}, true, true},
		{"its author declined, and was not known when it was frozen", id["by her"], nil, []string{"ana"}, true, true},
		{"nobody knows it any more", "gone", nil, nil, false, false},
		{"nobody knows it any more, taken down by address", "gone", []string{"https://gone.example/1"}, nil, true, true},
		{"taken down by an address the archive forgot", id["old address"], []string{"gone.example/1"}, nil, true, true},
	} {
		for _, public := range []bool{true, false} {
			want := c.internal
			if public {
				want = c.public
			}
			v := w.view(public)
			for _, recalled := range []string{"asked alone", "recalled"} {
				if got, err := v.Withdrawn(c.id, c.addresses, c.who); got != want || err != nil {
					t.Errorf("%s, public %v, %s: withdrawn %v, %v; want %v", c.name, public, recalled, got, err, want)
				}
				if err := v.Recall([]string{id["fine"], c.id}); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
}

func TestLookingBackSeesWhatWasThereThen(t *testing.T) {
	w := newWorld(t)
	w.holds(0, anasFeed, titled("early", "https://ana.example/1"))
	g := w.gate(true)
	g.AsOf = now.Add(-2 * time.Hour)
	if got := w.through(NewView(g)); got != "" {
		t.Errorf("two hours ago there was %s", got)
	}
	g.AsOf = now
	if got := w.through(NewView(g)); got != "early" {
		t.Errorf("now there is %q", got)
	}
}

func TestAViewComesNewestFirstOverAllLayersAndStopsWhereAsked(t *testing.T) {
	w := newWorld(t)
	at := func(title, url string, hours int) entry.Entry {
		e := titled(title, url)
		e.Published = now.Add(-time.Duration(hours) * time.Hour)
		return e
	}
	w.holds(0, anasFeed, at("1", "https://ana.example/1", 1), at("3", "https://ana.example/3", 3), at("5", "https://ana.example/5", 5))
	w.holds(1, ivysFeed, at("2", "https://intranet.example/2", 2), at("4", "https://intranet.example/4", 4))
	v := w.view(false)
	for n, want := range map[int]string{0: "1, 2, 3, 4, 5", 1: "1", 3: "1, 2, 3", 9: "1, 2, 3, 4, 5"} {
		if got, err := v.Newest(n); titles(got) != want || err != nil {
			t.Errorf("newest %d: %s, %v; want %s", n, titles(got), err, want)
		}
	}
	if got, err := v.Window(now.Add(-4*time.Hour), now.Add(-2*time.Hour)); titles(got) != "3, 4" || err != nil {
		t.Errorf("window: %s, %v", titles(got), err)
	}
	if got, err := v.Linking([]string{"https://target.example/x", "http://target.example/x/"}); titles(got) != "5, 4, 3, 2, 1" || err != nil {
		t.Errorf("linking: %s, %v", titles(got), err)
	}
}

func TestAnAddressThatSeveralHaveIsTheOldestVisiblePiecesAndThePublicOnesFirst(t *testing.T) {
	w := newWorld(t)
	share := func(title, url string, hours int) entry.Entry {
		e := titled(title, url)
		e.Canonical, e.Published = "https://shared.example/x", now.Add(-time.Duration(hours)*time.Hour)
		return e
	}
	w.holds(0, anasFeed, share("withheld", "https://ana.example/1", 9), share("older", "https://ana.example/2", 5), share("newer", "https://ana.example/3", 1))
	w.holds(1, ivysFeed, share("oldest, but inside", "https://intranet.example/1", 7))
	w.public[LedgerFile] = &fstest.MapFile{Data: []byte(`{"act":"decide","url":"https://ana.example/1","action":"withhold","by":"R","at":"2026-11-19T10:00:00Z"}`)}
	for _, public := range []bool{true, false} {
		v, key := w.view(public), "shared.example/x"
		found, err := v.Resolve([]string{"nowhere.example", key, key})
		if err != nil || len(found) != 1 || found[key].Title != "older" {
			t.Errorf("public %v: %v, %v", public, found, err)
		}
		if p, err := v.ByAddress("https://www.shared.example/x/"); err != nil || p == nil || p.Title != "older" {
			t.Errorf("public %v, by address: %v, %v", public, p, err)
		}
	}
}

func TestTheRecordHoldsAllThatIsTaggedAndPassesTheGate(t *testing.T) {
	w := newWorld(t)
	w.holds(0, anasFeed, titled("found", "https://ana.example/1"), titled("only suggested", "https://ana.example/2"), titled("chosen", "https://ana.example/3"),
		titled("struck out", "https://ana.example/4"), titled("of no theme", "https://ana.example/5"), titled("withheld", "https://ana.example/6"))
	w.holds(0, cleosFeed, titled("of somebody who declined", "https://cleo.example/1"))
	w.holds(1, ivysFeed, titled("inside", "https://intranet.example/1"), titled("a copy inside", "http://www.ana.example/1/"))
	w.public[LedgerFile] = &fstest.MapFile{Data: []byte(`{"act":"decide","url":"https://ana.example/6","action":"withhold","by":"R","at":"2026-11-19T10:00:00Z"}` + "\n")}
	w.public[TagFile] = &fstest.MapFile{Data: []byte(`{"url":"https://ana.example/3","themes":["fail"],"by":"R","at":"2026-11-19T10:00:00Z"}
{"url":"https://ana.example/4","themes":[],"not":["fail"],"by":"R","at":"2026-11-19T10:00:00Z"}` + "\n")}
	for _, db := range w.archives { // each layer's tags are of all that it sees
		tagger, err := db.Tagging(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		for _, from := range w.archives {
			for e := range from.Entries(archive.Query{}) {
				if e.Title != "chosen" && e.Title != "of no theme" {
					tagger.Put(e.ID, e.Hash, nil, []entry.Tag{{Theme: "fail", Score: 0.9, By: entry.ByWeft, Suggested: e.Title == "only suggested"}})
				}
			}
		}
		if err := tagger.End(nil); err != nil {
			t.Fatal(err)
		}
	}
	read := func(v *View, before time.Time, have bool) string {
		t.Helper()
		var all []*Piece
		err := v.Record(before, func(string) bool { return have }, func(some []*Piece) error { all = append(all, some...); return nil })
		if err != nil {
			t.Error(err)
		}
		slices.SortFunc(all, newestFirst)
		return titles(all)
	}
	for _, c := range []struct {
		public bool
		before time.Time
		want   string
	}{
		{true, now, "found, chosen"}, {false, now, "found, inside, chosen"}, {true, now.Add(-2 * time.Hour), "chosen"},
	} {
		if got := read(w.view(c.public, "fail"), c.before, false); got != c.want {
			t.Errorf("public %v, before %v: %s, want %s", c.public, c.before, got, c.want)
		}
	}
	if got := read(w.view(true, "other"), now, false); got != "" {
		t.Errorf("of another theme: %s", got)
	}
	if got := read(w.view(true, "fail"), now, true); got != "" {
		t.Errorf("at hand already: %s", got)
	}
	stopped := errors.New("enough")
	if err := w.view(true, "fail").Record(now, func(string) bool { return false }, func([]*Piece) error { return stopped }); err != stopped {
		t.Errorf("what cannot be taken in: %v", err)
	}
}
