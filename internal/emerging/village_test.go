package emerging

import (
	"errors"
	"fmt"
	"iter"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"weft/internal/config"
	"weft/internal/entry"
)

// A village is a small world in which every one of its people writes a piece a
// week, of other words each time; what else they say is put in by tests.
type village struct {
	weeks  [][]Voice // by weeks ago
	people int
}

func newVillage(weeks, people int) *village {
	v := &village{make([][]Voice, weeks), people}
	for ago := range v.weeks {
		for p := range people {
			v.weeks[ago] = append(v.weeks[ago], Voice{Entry: fmt.Sprintf("%02d-%02d", ago, p), Person: fmt.Sprintf("p%02d", p), Feed: fmt.Sprintf("f%02d", p),
				Organisation: fmt.Sprintf("o%d", p%7), Sectors: []string{fmt.Sprintf("s%d", p%4)}, Title: word(ago, p, 0), Plain: word(ago, p, 1) + " " + word(ago, p, 2) + ".\nThe end."})
		}
	}
	return v
}

// word makes a word that nobody else writes.
func word(ago, person, n int) string {
	return "w" + strings.Map(func(r rune) rune { return 'a' + r - '0' }, fmt.Sprintf("%d%02d%02d", n, ago, person))
}

// say lets some people say something in a week.
func (v *village) say(ago int, what string, people ...int) *village {
	for _, p := range people {
		v.weeks[ago][p].Plain += " " + word(ago, p, 3) + " " + what + " " + word(ago, p, 4) + "."
	}
	return v
}

func (v *village) source() Source { return sourceOf(v.weeks) }

func (v *village) find(t *testing.T, change ...func(*Options)) Report {
	t.Helper()
	o := Options{Language: "en", Least: config.DefaultThresholds().Emerging}
	for _, c := range change {
		c(&o)
	}
	r, err := Find(v.source(), o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func phrasesOf(all []Finding) []string {
	var out []string
	for _, f := range all {
		out = append(out, f.Phrase)
	}
	return out
}

func expect(t *testing.T, what string, got []Finding, want ...string) {
	t.Helper()
	if !slices.Equal(phrasesOf(got), want) {
		t.Errorf("%s: %q, want %q", what, phrasesOf(got), want)
	}
}

func TestAPhraseThatPeopleInSeveralSectorsBeginToUseIsFound(t *testing.T) {
	v := newVillage(30, 20).say(0, "a warm hub", 1, 2, 3).say(0, "warm hubs", 4, 5)
	v.weeks[0][6].Title = "Warm hubs"
	r := v.find(t)
	expect(t, "found", r.Found, "warm hub")
	f := r.Found[0]
	if f.Level != Emerging || len(f.People) != 6 || len(f.Organisations) != 6 || len(f.Feeds) != 6 || len(f.Sectors) != 4 || f.Weeks != 1 {
		t.Errorf("%+v", f)
	}
	if want := append(make([]int, 29), 6); !slices.Equal(f.Counts, want) {
		t.Errorf("by week %v", f.Counts)
	}
	if r.Active != 20 || r.History != 29 || r.Tested == 0 || r.Silent != "" {
		t.Errorf("%+v", r)
	}
	for _, e := range f.Evidence {
		whole := v.weeks[0][slices.IndexFunc(v.weeks[0], func(w Voice) bool { return w.Entry == e.Entry })]
		if !strings.Contains(whole.Title+"\n"+whole.Plain, e.Quote) || !strings.Contains(strings.ToLower(e.Quote), "warm hub") {
			t.Errorf("%q is not what %q says", e.Quote, whole.Plain)
		}
		if (e.Where == "title") != (e.Person == "p06") {
			t.Errorf("%+v", e)
		}
	}
}

func TestWhoSaysItDecides(t *testing.T) {
	for what, c := range map[string]struct {
		prepare func(*village)
		want    []string
	}{
		"two people":                   {func(v *village) { v.say(0, "warm hub", 1, 2) }, nil},
		"three people of two sectors":  {func(v *village) { v.say(0, "warm hub", 1, 5, 2) }, []string{"warm hub"}},
		"one sector":                   {func(v *village) { v.say(0, "warm hub", 1, 5, 9, 13, 17) }, nil},
		"one sector and another voice": {func(v *village) { v.say(0, "warm hub", 1, 5, 9, 13, 17, 2) }, nil},
		"one organisation":             {func(v *village) { v.say(0, "warm hub", 1, 8, 15) }, nil},
		"nearly one organisation":      {func(v *village) { v.say(0, "warm hub", 1, 8, 15, 2) }, nil},
		"one feed": {func(v *village) {
			v.say(0, "warm hub", 1, 2, 3, 4)
			for i := range v.weeks[0] {
				v.weeks[0][i].Feed = "planet"
			}
		}, nil},
		"one person five times": {func(v *village) {
			v.say(0, "warm hub", 1, 2, 3, 4, 5)
			for i := range v.weeks[0][:6] {
				v.weeks[0][i].Person = "p00"
			}
		}, nil},
		"people employed by none": {func(v *village) {
			v.say(0, "warm hub", 1, 2, 3)
			for i := range v.weeks[0] {
				v.weeks[0][i].Organisation = ""
			}
		}, []string{"warm hub"}},
		"as usual": {func(v *village) {
			for ago := range v.weeks {
				v.say(ago, "warm hub", 1+ago%9, 2+ago%9, 3+ago%9)
			}
		}, nil},
		"somebody of two sectors and others of one": {func(v *village) {
			v.say(0, "warm hub", 1, 5, 9)
			v.weeks[0][1].Sectors = []string{"s1", "s2"}
		}, []string{"warm hub"}},
		"one piece in five places": {func(v *village) {
			for _, p := range []int{1, 2, 3, 4, 5} {
				v.weeks[0][p].Plain, v.weeks[0][p].Same = "We open a warm hub.", "it"
			}
		}, nil},
		"a piece that was there last week": {func(v *village) {
			v.say(0, "warm hub", 1, 2, 3)
			v.weeks[0][1].Same, v.weeks[1][1].Same = "it", "it"
		}, nil},
		"a passage handed on": {func(v *village) {
			for _, p := range []int{1, 2, 3, 4, 5} {
				v.weeks[0][p].Plain += "\nThe warm hub opens on Monday at nine, and all are welcome."
			}
		}, nil},
		"an organisation's footer": {func(v *village) {
			for ago := range 3 {
				for _, p := range []int{1, 8, 2, 9, 3, 10} { // of three organisations, two people each
					v.weeks[ago][p].Plain += fmt.Sprintf("\nOrder our warm hub %d!", p)
				}
			}
		}, nil},
	} {
		v := newVillage(30, 20)
		c.prepare(v)
		expect(t, what, v.find(t).Found, c.want...)
	}
}

func TestWhatGrowsSlowlyIsFoundOverFourWeeks(t *testing.T) {
	v := newVillage(30, 20).say(3, "sponge park", 1).say(2, "sponge park", 2, 3).say(1, "sponge park", 4, 5).say(0, "sponge park", 6, 7)
	r := v.find(t)
	expect(t, "found", r.Found, "sponge park")
	if f := r.Found[0]; f.Weeks != 4 || len(f.People) != 7 || f.Evidence[6].Ago != 3 {
		t.Errorf("%+v", f)
	}
	if r := newVillage(30, 20).say(3, "sponge park", 1, 2, 3, 4).say(0, "sponge park", 6).find(t); len(r.Found) > 0 {
		t.Errorf("over again, and told of: %q", phrasesOf(r.Found))
	}
}

func TestALongerPeriodIsItsWeeksTogether(t *testing.T) {
	v := newVillage(35, 10).say(3, "sponge park", 1, 2).say(2, "sponge park", 3).say(1, "sponge park", 4, 5)
	month := func(o *Options) { o.Weeks, o.Least.Active = 4, 10 }
	r := v.find(t, month)
	expect(t, "in a month", r.Found, "sponge park")
	if f := r.Found[0]; f.Weeks != 4 || !strings.Contains(f.Words(4), "5 people in 5 organisations wrote about sponge park this month;") {
		t.Errorf("%+v", f)
	}
	if r.Active != 10 || r.History != 30-4 { // of the last 30 weeks
		t.Errorf("%d people, %d weeks", r.Active, r.History)
	}
}

func TestTooLittleIsSaidToBeTooLittle(t *testing.T) {
	loud := func(weeks, people int) *village { return newVillage(weeks, people).say(0, "warm hub", 1, 2, 3, 4, 5) }
	for want, v := range map[string]*village{
		"14 people wrote, and it takes 15 (thresholds.emerging.active)":                  loud(30, 14),
		"people wrote in 5 weeks before, and it takes 12 (thresholds.emerging.history)":  loud(6, 20),
		"people wrote in 11 weeks before, and it takes 12 (thresholds.emerging.history)": loud(12, 20),
		"": loud(13, 20),
		"people wrote in 0 weeks before, and it takes 12 (thresholds.emerging.history)":   loud(1, 20),
		"people wrote in 0 weeks before, and it takes 12 (thresholds.emerging.history)\n": {},
	} {
		r := v.find(t)
		if r.Silent != strings.TrimSpace(want) || (len(r.Found) > 0) != (want == "") {
			t.Errorf("%q, want %q; found %q", r.Silent, want, phrasesOf(r.Found))
		}
	}
}

func TestWhatIsThereEveryYearIsToldApart(t *testing.T) {
	v := newVillage(56, 20).say(0, "summer fair", 1, 2, 3, 4).say(52, "summer fair", 5, 6, 7).say(0, "warm hub", 11, 12, 13, 14).say(30, "warm hub", 5, 6)
	r := v.find(t)
	expect(t, "found", r.Found, "warm hub")
	expect(t, "seasonal", r.Seasonal, "summer fair")
	if f := r.Seasonal[0]; f.LastYear != 3 || !strings.HasSuffix(f.Words(1), "usually 0, and 3 people at this time last year.") {
		t.Errorf("%d, %s", f.LastYear, f.Words(1))
	}
	if f := newVillage(30, 20).say(0, "warm hub", 11, 12, 13).find(t).Found[0]; f.LastYear != -1 {
		t.Errorf("%d people a year ago, and nobody knows", f.LastYear)
	}
}

func TestKnownThemesAreNotNewAndAreTestedApart(t *testing.T) {
	v := newVillage(30, 20).say(0, "damp and mould", 1, 2, 3, 4).say(0, "repair café", 11, 12, 13, 14)
	for ago := range v.weeks {
		v.say(ago, "repair", 7, 8, 9)
	}
	for _, p := range []int{1, 2, 3, 4, 6} {
		v.weeks[0][p].Tags = []entry.Tag{{Theme: "damp", Evidence: []entry.Evidence{{Quote: "as it says", Where: "body"}}}, {Theme: "unknown"}}
	}
	r := v.find(t, func(o *Options) {
		o.Known = []Known{{"damp", "Damp & mould", []string{"damp and mould", "mould"}}, {"repairs", "Repairs", []string{"repairs"}}}
	})
	expect(t, "found", r.Found, "repair café")
	if near := r.Found[0].Near; !slices.Equal(near, []string{"repairs"}) {
		t.Errorf("near %q", near)
	}
	expect(t, "rising", r.Rising, "Damp & mould")
	if f := r.Rising[0]; f.Theme != "damp" || len(f.People) != 5 || f.Evidence[0].Quote != "as it says" || f.Counts[29] != 5 {
		t.Errorf("%+v", f)
	}
}

func TestWhatIsIgnoredAndNamesAreNotRaised(t *testing.T) {
	say := func() *village {
		return newVillage(30, 20).say(0, "the Warm Hub opens", 1, 2, 3, 4, 5).say(0, "grace period", 6, 7, 8, 9).say(0, "Faye Vaughan", 11, 12, 13, 14)
	}
	expect(t, "nothing ignored", say().find(t).Found, "Warm Hub opens", "Faye Vaughan", "grace period")
	r := say().find(t, func(o *Options) { o.Ignore, o.Names = []string{"warm hubs"}, []string{"Faye Vaughan"} })
	expect(t, "ignored", r.Found, "grace period")
	if !slices.Equal(r.Ignored, []string{"Warm Hub opens"}) {
		t.Errorf("ignored %q", r.Ignored)
	}
}

func TestDatesNumbersAndFunctionWordsAreNoSubjects(t *testing.T) {
	for _, what := range []string{"in February", "21 March 2022", "on Tuesday morning", "1,000", "because of the", "read more", "Week notes", "and so on", "last week", "2022 budget"} {
		for _, f := range newVillage(30, 20).say(0, what, 1, 2, 3, 4, 5, 6).find(t).Found {
			if f.Phrase != "budget" {
				t.Errorf("%q raised %q", what, f.Phrase)
			}
		}
	}
	for what, want := range map[string]string{"section 21 notice": "section 21 notice", "housing first": "housing first", "web 3": "web 3", "a citizens' jury": "citizens' jury", "micro-grants": "micro-grants",
		"see https://warm.example/hub": "", "unter den Brücken": "unter den Brücken"} {
		found := newVillage(30, 20).say(0, what, 1, 2, 3, 4, 5).find(t).Found
		if got := strings.Join(phrasesOf(found), "|"); got != want {
			t.Errorf("of %q: %q, want %q", what, got, want)
		}
	}
}

func TestFunctionWordsAreThoseOfTheSitesLanguage(t *testing.T) {
	for language, want := range map[string][]string{"de-AT": {"Brücken"}, "fr": {"unter den Brücken"}} {
		v := newVillage(30, 20).say(0, "unter den Brücken", 1, 2, 3, 4, 5)
		expect(t, language, v.find(t, func(o *Options) { o.Language = language }).Found, want...)
	}
}

func TestTheOrderOfEntriesDoesNotMatter(t *testing.T) {
	v := newVillage(56, 20).say(0, "warm hub", 1, 2, 3, 4).say(0, "sponge park", 5, 6, 7, 8).say(0, "open shed", 1, 2, 3).say(52, "open shed", 1, 2, 3)
	v.weeks[0][1].Same, v.weeks[0][2].Same = "it", "it"
	want := v.find(t)
	if len(want.Found) < 2 {
		t.Fatalf("%+v", want)
	}
	r := rand.New(rand.NewPCG(3, 4))
	for range 20 {
		for _, week := range v.weeks {
			r.Shuffle(len(week), func(i, j int) { week[i], week[j] = week[j], week[i] })
		}
		if got := v.find(t); !reflect.DeepEqual(got, want) {
			t.Fatalf("got %+v\nwant %+v", got, want)
		}
	}
}

func TestSomebodyWhoSaysNothingOfItOnlyMakesItLessSurprising(t *testing.T) {
	few := newVillage(30, 20).say(0, "warm hub", 1, 2, 3, 4).find(t).Found[0]
	many := newVillage(30, 20).say(0, "warm hub", 1, 2, 3, 4)
	many.weeks[0] = append(many.weeks[0], Voice{Entry: "more", Person: "a newcomer", Feed: "more", Plain: "Hello."})
	got := many.find(t).Found[0]
	if !(got.P > few.P) || !(got.Expected > few.Expected) {
		t.Errorf("with one more %v of %v, without %v of %v", got.P, got.Expected, few.P, few.Expected)
	}
	got.P, got.Q, got.Expected = few.P, few.Q, few.Expected
	if !reflect.DeepEqual(got, few) {
		t.Errorf("%+v\n%+v", got, few)
	}
}

func TestAnErrorOfTheSourceEndsTheSearch(t *testing.T) {
	gone := errors.New("the disk is gone")
	for from := range 40 {
		asked := 0
		v := newVillage(56, 20).say(0, "warm hub", 1, 2, 3, 4)
		_, err := Find(func(ago int) iter.Seq2[Voice, error] {
			if asked++; asked > from*3 {
				return func(yield func(Voice, error) bool) { yield(Voice{}, gone) }
			}
			return v.source()(ago)
		}, Options{Language: "en", Least: config.DefaultThresholds().Emerging})
		if !errors.Is(err, gone) && from*3 < 30+1+30+4+3 {
			t.Fatalf("after %d weeks: %v", from*3, err)
		}
	}
}

const passage = "we should treat every warm hub as a front door to the whole neighbourhood"

func TestQuotedWordsCountForWhoWroteThemFirst(t *testing.T) {
	for what, c := range map[string]struct {
		prepare func(*village)
		want    []string
	}{
		"three quote a fourth, each in a sentence of their own": {func(v *village) {
			v.say(0, passage, 1)
			for p, around := range map[int]string{2: "She said “%s”, rightly", 3: "We SHOULD treat: %s", 4: `"%s"`} {
				v.say(0, fmt.Sprintf(around, passage), p)
			}
		}, nil},
		"what was written two months ago": {func(v *village) { v.say(memory, passage, 1).say(0, passage, 2, 3, 4, 5) }, nil},
		"somebody whom no list knows":     {func(v *village) { v.say(0, passage, 1, 2, 3, 4, 5) }, nil},
		"by way of others": {func(v *village) {
			v.say(20, passage, 1).say(14, passage, 2).say(7, passage, 3).say(0, passage, 4, 5, 6)
		}, nil},
		"in a title":                                   {func(v *village) { v.weeks[0][1].Title = passage; v.say(0, passage, 2, 3, 4) }, nil},
		"over the end of a sentence":                   {func(v *village) { v.say(0, "Open the warm hub. Never close the warm hub", 1, 2, 3, 4) }, nil},
		"two in words of their own":                    {func(v *village) { v.say(0, passage, 1, 2, 3).say(0, "a warm hub", 4) }, nil},
		"three, the first among them":                  {func(v *village) { v.say(0, passage, 1, 2, 3).say(0, "a warm hub", 4, 5) }, []string{"warm hub"}},
		"who quotes and goes on in words of one's own": {func(v *village) { v.say(0, passage, 1, 2, 3).say(0, "our warm hub", 2, 3) }, []string{"warm hub"}},
		"oneself":                             {func(v *village) { v.say(3, passage, 1).say(0, passage, 1).say(0, "a warm hub", 2, 3) }, []string{"warm hub"}},
		"seven words alike are chance":        {func(v *village) { v.say(0, "doors of the warm hub are open", 1, 2, 3) }, []string{"doors of the warm"}},
		"signs, of which more make a passage": {func(v *village) { v.say(0, "日本語の新しい言葉を学ぶ人々の集まり", 1, 2, 3, 4, 5) }, nil},
	} {
		v := newVillage(30, 20)
		c.prepare(v)
		expect(t, what, v.find(t).Found, c.want...)
	}
}

func TestShortWordsOfWhatIsLinkedToAreTheirAuthors(t *testing.T) {
	const title = "Every warm hub opens doors"
	linking := func(texts ...string) *village {
		v := newVillage(30, 20)
		for i, around := range []string{"see “%s”", "in %s she says", "my answer to %s", "%s?"} {
			v.say(0, fmt.Sprintf(around, title), i+1)
			v.weeks[0][i+1].Linked = func() ([]string, error) { return texts, nil }
		}
		return v
	}
	expect(t, "without a link", linking().find(t).Found, "warm hub opens doors")
	expect(t, "with a link to something else", linking("Every warm hub opens").find(t).Found, "warm hub opens doors")
	expect(t, "with a link to it", linking("Other words.", strings.ToUpper(title)).find(t).Found)
	expect(t, "a phrase alone is everybody's", linking("", "A warm hub opens doors!").find(t).Found, "warm hub opens doors")
	own := linking(title).say(0, "our warm hub", 2, 3, 4)
	expect(t, "and in words of their own", own.find(t).Found, "warm hub")

	gone := errors.New("the disk is gone")
	v := linking()
	v.weeks[0][1].Linked = func() ([]string, error) { return nil, gone }
	if _, err := Find(v.source(), Options{Language: "en", Least: config.DefaultThresholds().Emerging}); !errors.Is(err, gone) {
		t.Errorf("error %v", err)
	}
}

func TestWhoIsFirstInAWeekIsToldByTime(t *testing.T) {
	v := newVillage(30, 20).say(0, passage, 1, 2, 3, 4).say(0, "our warm hub", 3, 4)
	monday := time.Date(2026, 1, 5, 0, 0, 0, 0, time.UTC)
	for i := range v.weeks[0] {
		v.weeks[0][i].At = monday.Add(-time.Duration(i) * time.Hour)
	}
	expect(t, "the first said no more", v.find(t).Found) // 4 wrote it first, and is counted once
	v.weeks[0][1].At = monday.AddDate(0, 0, -6)
	expect(t, "the first is somebody else", v.find(t).Found, "warm hub")
}

func TestWhatTellsNothingIsNotAmongOtherForms(t *testing.T) {
	v := newVillage(30, 20).say(0, "a warm hub", 1, 2, 3, 4, 5).say(0, "perhaps murmuration", 1, 2, 3, 4)
	for ago := 5; ago < 30; ago += 4 {
		v.say(ago, "murmuration", 9)
	}
	r := v.find(t)
	expect(t, "found", r.Found, "warm hub")
	for _, f := range r.Found {
		if len(f.Also) > 0 {
			t.Errorf("%s, also %q", f.Phrase, f.Also)
		}
	}
}
