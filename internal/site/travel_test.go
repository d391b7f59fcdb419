package site

import (
	"fmt"
	"strings"
	"testing"

	"weft/internal/entry"
	"weft/internal/policy"
	"weft/internal/theme"
)

func TestHowAThemeTravelledIsToldInWords(t *testing.T) {
	b, err := newBuilder(sample())
	if err != nil {
		t.Fatal(err)
	}
	want := "The first we know of: in Housing on 12 March 2025, by Ilse Berg. Then in Health and Schools on 2 April 2025, by Tomás Rey, who quoted what Ilse Berg had written. " +
		"Then in Harbour on 3 November 2026, by Edda Lund, who pointed to what Tomás Rey had written."
	if got := b.away("").tell(b.journey("slack-water")); got != want {
		t.Errorf("have %s\nwant %s", got, want)
	}
	want = "The first we know of: in Health on 4 November 2026, by Nell Aske. Then in Housing on 5 November 2026, by Ilse Berg, without a link to what came before."
	if got := b.away("").tell(b.journey("one-bus")); got != want {
		t.Errorf("have %s\nwant %s", got, want)
	}
	if got := b.away("").tell(b.journey("untouched")); got != "" {
		t.Errorf("of nothing: %s", got)
	}
}

func TestOfSeveralSectorsWhatIsTheSameIsSaidOnce(t *testing.T) {
	in, w := sample(), newWorld()
	one := tag("untouched", "x", "title")
	pieces := []*policy.Piece{w.piece("u1", "ilse-berg", "2025-01-01", "One", "", one), w.piece("u2", "edda-lund", "2025-01-01", "Two", "", one),
		w.piece("u3", "tomas-rey", "2025-02-01", "Three", "", one), w.piece("u4", "ward-notes", "2025-03-01", "Four", "", one)}
	pieces[2].Sectors, pieces[3].Sectors = []string{"schools"}, []string{"health"}
	in.Record["untouched"] = briefs(pieces...)
	b, _ := newBuilder(in)
	want := "The first we know of: in Housing on 1 January 2025, by Ilse Berg; in Harbour on 1 January 2025, by Edda Lund. " +
		"Then in Schools on 1 February 2025, by Tomás Rey; in Health on 1 March 2025, by Ward Notes. None of these links to what came before."
	if got := b.away("").tell(b.journey("untouched")); got != want {
		t.Errorf("have %s\nwant %s", got, want)
	}
}

func TestOfManyAuthorsAFewAreNamedAndTheirOwnIsTheirs(t *testing.T) {
	in, w := sample(), newWorld()
	one := tag("untouched", "x", "title")
	pieces := []*policy.Piece{w.piece("u1", "ilse-berg", "2025-01-01", "One", "", one), w.piece("u2", "tomas-rey", "2025-02-01", "Two", "", one)}
	pieces[1].Sectors = []string{"schools"}
	for _, name := range []string{"Ada", "Bo", "Cy", "Di"} {
		pieces[1].People = append(pieces[1].People, policy.Person{Key: "tomas/" + name, Name: name})
	}
	pieces[0].People = append(pieces[0].People, pieces[1].People[4])
	in.Record["untouched"] = briefs(pieces...)
	b, _ := newBuilder(in)
	want := "The first we know of: in Housing on 1 January 2025, by Ilse Berg and Di. " +
		"Then in Schools on 1 February 2025, by Tomás Rey, Ada, Bo and 2 others, of whom Di had written of it before in Housing."
	if got := b.away("").tell(b.journey("untouched")); got != want {
		t.Errorf("have %s\nwant %s", got, want)
	}
}

func TestTheKeyTellsOfWhatIsDrawn(t *testing.T) {
	in, w := sample(), newWorld()
	in.Record["untouched"] = briefs(w.piece("u1", "ilse-berg", "2025-01-01", "One", "", tag("untouched", "x", "title")))
	b, _ := newBuilder(in)
	for id, want := range map[string]string{"untouched": "threads", "one-bus": "threads crossed many", "slack-water": "threads links quotes crossed many"} {
		for _, part := range []string{"threads", "links", "quotes", "crossed", "many"} {
			said := strings.Contains(b.away("").key(b.themes[id], b.journey(id)), b.say("travel.key."+part))
			if said != strings.Contains(want, part) {
				t.Errorf("%s: of %s it says %v", id, part, said)
			}
		}
	}
}

func TestASectorGivesAndTakesThemes(t *testing.T) {
	b, _ := newBuilder(sample())
	told := func(all []exchange) string {
		var out []string
		for _, x := range all {
			text := x.Theme.Text + " " + x.Date.ISO + " " + x.Since.ISO
			for _, m := range x.Sectors {
				text += " " + m.Name
			}
			out = append(out, text)
		}
		return strings.Join(out, "; ")
	}
	for sector, want := range map[string][2]string{
		"housing": {"One bus 2026-11-05 2026-11-04 Health", "Slack water 2025-04-02 2025-03-12 Harbour Health Schools"},
		"health":  {"Slack water 2025-04-02 2025-03-12 Housing", "One bus 2026-11-05 2026-11-04 Housing"},
		"harbour": {"Slack water 2026-11-03 2025-03-12 Housing", ""},
	} {
		took, gave := b.away("").exchanges(sector)
		if told(took) != want[0] || told(gave) != want[1] {
			t.Errorf("%s took %q and gave %q", sector, told(took), told(gave))
		}
	}
}

func TestThemesAreToldApartByWhatCanBeSaidOfThemNow(t *testing.T) {
	for _, c := range []struct {
		name    string
		days    []string // of its pieces
		crossed []string // periods
		others  string   // the day of another theme's piece
		want    string
	}{
		{"crossed in the newest period", []string{"2025-01-01"}, []string{"2026-W45"}, "2025-01-01", "crossing"},
		{"crossed four weeks ago", []string{"2025-01-01"}, []string{"2026-W42"}, "2025-01-01", "crossing"},
		{"crossed before that", []string{"2025-01-01", "2026-10-20"}, []string{"2026-W41", "2025-W02"}, "2025-01-01", "others"},
		{"first met lately", []string{"2026-10-01"}, nil, "2025-01-01", "young"},
		{"first crossed lately", []string{"2025-01-01", "2026-09-20"}, []string{"2026-W38"}, "2025-01-01", "young"},
		{"where all is new nothing is young", []string{"2026-10-01"}, nil, "2026-10-01", "others"},
		{"silent for long", []string{"2026-07-01"}, nil, "2025-01-01", "quiet"},
		{"never met", nil, nil, "2025-01-01", "quiet"},
	} {
		in, w := sample(), newWorld()
		in.Window, in.Record, in.Crossings = nil, map[string][]*policy.Brief{}, map[string][]theme.Crossing{}
		for i, day := range c.days {
			in.Record["one-bus"] = append(in.Record["one-bus"], briefs(w.piece(fmt.Sprint("d", i), "ilse-berg", day, "T", "", tag("one-bus", "x", "title")))...)
		}
		in.Record["slack-water"] = briefs(w.piece("other", "edda-lund", c.others, "T", "", tag("slack-water", "x", "title")))
		for _, name := range c.crossed {
			in.Crossings[name] = []theme.Crossing{{Theme: "one-bus"}}
		}
		b, err := newBuilder(in)
		if err != nil {
			t.Fatal(err)
		}
		if got := b.state("one-bus"); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

func TestASuggestionSaysWhyAndHowSure(t *testing.T) {
	in := sample()
	p := in.Window[0]
	p.Tags = []entry.Tag{
		{Theme: "one-bus", Score: 0.9, By: entry.ByWeft, Short: true, Evidence: []entry.Evidence{{Quote: "the bus", Where: "title"}}},
		{Theme: "slack-water", Score: 1, By: entry.ByCurator, Evidence: []entry.Evidence{}},
		{Theme: "untouched", Score: 0.6, By: entry.ByWeft, Evidence: []entry.Evidence{}},
	}
	page := string(build(t, in)["river/index.html"])
	for _, want := range []string{
		`suggested, because it says</span> <q dir="auto">the bus</q> <span class="where">in the title</span> <span class="where">· likely</span> <span class="where">· from a short excerpt</span>`,
		`<li class="curated"><a class="p-category" href="../themes/slack-water/">Slack water</a> <span class="where">chosen by a curator</span></li>`,
		`A theme nobody wrote on</a> <span class="where">suggested</span> <span class="where">· possible</span>`,
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the river does not say %s", want)
		}
	}
}

func TestWeeksAreCountedBackFromTheEndOfTheWindow(t *testing.T) {
	in, w := sample(), newWorld()
	b, _ := newBuilder(in)
	pieces := []*policy.Piece{w.piece("k1", "ilse-berg", "2026-11-08", "T", ""), w.piece("k2", "ilse-berg", "2026-11-02", "T", ""), w.piece("k3", "ilse-berg", "2026-11-01", "T", ""),
		w.piece("k4", "ilse-berg", "2025-01-01", "T", ""), w.piece("k5", "ilse-berg", "2026-12-01", "T", "")}
	counts := b.weekly(pieces)
	if n := len(counts); n != 26 || counts[25] != 2 || counts[24] != 1 {
		t.Errorf("%d weeks: %v", n, counts)
	}
}

// A theme of thousands of pieces has a page that can be read.
func TestAThemeOfThousandsOfPiecesHasAPageOfAFewHundred(t *testing.T) {
	in, w := sample(), newWorld()
	for i := range 3000 {
		p := w.piece(fmt.Sprintf("m%04d", i), []string{"edda-lund", "tomas-rey", "ilse-berg", "ward-notes"}[i%4], "2025-01-01", "A piece", "", tag("untouched", "x", "title"))
		p.Published = p.Published.AddDate(0, 0, i/5)
		in.Record["untouched"] = append(in.Record["untouched"], briefs(p)...)
	}
	page := build(t, in)["themes/untouched/index.html"]
	if len(page) > 400_000 {
		t.Errorf("%d bytes", len(page))
	}
	for _, fault := range faultsOf("", page) {
		t.Error(fault)
	}
}

func TestTheDataCountsWhatItLeavesOut(t *testing.T) {
	in, w := sample(), newWorld()
	var ids []string
	for i := range dataEach + 3 {
		p := w.piece(fmt.Sprintf("m%04d", i), "edda-lund", "2025-01-01", "A piece", "", tag("untouched", "x", "title"))
		in.Record["untouched"], ids = append(in.Record["untouched"], briefs(p)...), append(ids, p.ID)
	}
	in.Crossings["2025-W01"] = []theme.Crossing{{Theme: "untouched", Sectors: []string{"harbour", "health"}, Entries: ids}}
	for _, row := range newRows(t, in) {
		if row.ID == "untouched" && (len(row.Crossings[0].Entries) != dataEach || row.Crossings[0].More != 3) {
			t.Errorf("%d entries are listed and %d said to be more", len(row.Crossings[0].Entries), row.Crossings[0].More)
		}
	}
}

func newRows(t *testing.T, in Input) []dataTheme {
	t.Helper()
	b, err := newBuilder(in)
	if err != nil {
		t.Fatal(err)
	}
	return b.dataThemes()
}
