package theme

import (
	"bytes"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"weft/internal/entry"
)

// score gives a theme's score in an entry, 0 where it is not even suggested.
func score(v *Vocabulary, e *entry.Entry, theme string) float64 {
	for _, tag := range v.Tags(e) {
		if tag.Theme == theme {
			return tag.Score
		}
	}
	return 0
}

// right counts the entries from the n-th on whose theme is assigned, and those
// that are about something.
func (tw town) right(v *Vocabulary, n int) (right, about int) {
	for _, e := range tw.entries[n:] {
		if tw.about[e.ID] == "" {
			continue
		}
		about++
		for _, tag := range v.Tags(e) {
			if tag.Theme == tw.about[e.ID] && !tag.Suggested {
				right++
			}
		}
	}
	return right, about
}

func TestWhatCuratorsConfirmIsFoundWhereNoPhraseStands(t *testing.T) {
	tw := newTown(8, 400, 120)
	for i := range tw.themes {
		tw.themes[i].Label, tw.themes[i].Terms, tw.themes[i].Note = fmt.Sprint("Zzyx", i), nil, "" // which nobody writes
	}
	before, about := tw.right(NewVocabulary(tw.themes, "en", Learn(tw.themes, "en", nil, slices.Values(tw.entries))), 200)
	after, _ := tw.right(NewVocabulary(tw.themes, "en", Learn(tw.themes, "en", tw.lessons(200), slices.Values(tw.entries))), 200)
	if before != 0 || after < about*4/5 {
		t.Errorf("of %d entries %d were found before and %d after", about, before, after)
	}
}

func TestWhatIsStruckOutTeaches(t *testing.T) {
	tw := newTown(5, 300, 120)
	lessons := tw.lessons(60)
	var others []*entry.Entry
	struck := map[string]Lesson{}
	for id, l := range lessons {
		struck[id] = l
	}
	for _, e := range tw.entries[60:] {
		if tw.about[e.ID] != "t01" {
			continue
		}
		if len(others) < 15 {
			others = append(others, e)
		} else {
			struck[e.ID] = Lesson{No: []string{"t01"}}
		}
	}
	before := NewVocabulary(tw.themes, "en", Learn(tw.themes, "en", lessons, slices.Values(tw.entries)))
	after := NewVocabulary(tw.themes, "en", Learn(tw.themes, "en", struck, slices.Values(tw.entries)))
	for _, e := range others {
		if b, a := score(before, e, "t01"), score(after, e, "t01"); a > 0 && a >= b {
			t.Errorf("%s: %v before others like it were struck out, %v after", e.ID, b, a)
		}
	}
}

func TestNothingIsLikelyBeforeACuratorTaught(t *testing.T) {
	tw := newTown(8, 400, 120)
	for _, m := range []*Model{nil, Learn(tw.themes, "en", nil, slices.Values(tw.entries))} {
		v := NewVocabulary(tw.themes, "en", m)
		for _, e := range tw.entries {
			for _, tag := range v.Tags(e) {
				if tag.Score >= entry.Likely {
					t.Fatalf("%s: %+v", e.ID, tag)
				}
			}
		}
	}
	v, likely := NewVocabulary(tw.themes, "en", Learn(tw.themes, "en", tw.lessons(300), slices.Values(tw.entries))), 0
	for _, e := range tw.entries[300:] {
		for _, tag := range v.Tags(e) {
			if tag.Score >= entry.Likely {
				likely++
			}
		}
	}
	if likely == 0 {
		t.Error("nothing is likely after it either")
	}
}

// A new site: three themes, ten entries, nobody taught anything.
func TestANewSiteIsServedByWordsAlone(t *testing.T) {
	filler := long(200)
	entries := []*entry.Entry{
		{ID: "a", Title: "Mould in the stairwell", Plain: "It came back. " + filler},
		{ID: "b", Title: "A garden", Plain: filler + "There was mould on a bean."},
		{ID: "c", Title: "On trying", Plain: "We made it safe to fail. " + filler},
		{ID: "d", Title: "Beans", Plain: filler},
	}
	for n := range 6 {
		entries = append(entries, &entry.Entry{ID: fmt.Sprint("x", n), Title: "Notes", Plain: filler + "Tomatoes."})
	}
	v := NewVocabulary(themes()[:3], "en", Learn(themes()[:3], "en", nil, slices.Values(entries)))
	for i, want := range []string{"damp", "", "failing", ""} {
		var assigned []string
		for _, tag := range v.Tags(entries[i]) {
			if !tag.Suggested {
				assigned = append(assigned, tag.Theme)
			}
		}
		if got := strings.Join(assigned, " "); got != want {
			t.Errorf("%q is about %q, want %q", entries[i].Title, got, want)
		}
	}
}

// What makes a theme stand out is learnt from communities with dozens of them.
func TestATitleSaysWhatAnEntryIsAboutHoweverFewThemesThereAre(t *testing.T) {
	for _, few := range []int{1, 2, 3, 6, 9} {
		tw := newTown(20, 400, 120)
		themes := tw.themes[:few]
		phrase := themes[0].Terms[0]
		var titled []*entry.Entry
		for _, e := range tw.entries {
			if tw.about[e.ID] == "" && len(titled) < 5 {
				e.Title, e.Plain = "Our "+phrase, e.Plain+" This week we opened our "+phrase+"."
				titled = append(titled, e)
			}
		}
		v := NewVocabulary(themes, "en", Learn(themes, "en", nil, slices.Values(tw.entries)))
		for _, e := range titled {
			if s := score(v, e, "t00"); s < assignedFrom {
				t.Errorf("of %d themes %q is not found in the title %q: %v", few, phrase, e.Title, s)
			}
		}
	}
}

func TestAShortTextIsTaggedByItsWordsAndSaysSo(t *testing.T) {
	tw := newTown(8, 400, 120)
	v := NewVocabulary(tw.themes, "en", Learn(tw.themes, "en", tw.lessons(300), slices.Values(tw.entries)))
	whole := tw.entries[301]
	words := strings.Fields(whole.Plain)
	excerpt := &entry.Entry{ID: whole.ID, Title: tw.themes[0].Terms[0], Plain: strings.Join(words[:59], " ")}
	tags := v.Tags(excerpt)
	if len(tags) == 0 {
		t.Error("the title's phrase is not found")
	}
	for _, tag := range tags {
		if !tag.Short {
			t.Errorf("%+v", tag)
		}
	}
	for _, tag := range v.Tags(whole) {
		if tag.Short {
			t.Errorf("of the whole text: %+v", tag)
		}
	}
}

func TestAThemeThatIsNewSinceLearningIsFound(t *testing.T) {
	tw := newTown(8, 400, 120)
	m := Learn(tw.themes[1:], "en", tw.lessons(300), slices.Values(tw.entries))
	if right, about := tw.right(NewVocabulary(tw.themes[:1], "en", m), 300); right == 0 {
		t.Errorf("none of %d entries with %d about it", about, right)
	}
}

func TestTagsAreBoundedAndEachShowsWords(t *testing.T) {
	tw := newTown(30, 400, 200)
	v := NewVocabulary(tw.themes, "en", Learn(tw.themes, "en", tw.lessons(300), slices.Values(tw.entries)))
	for n := range 100 {
		e := &entry.Entry{ID: "mixed", Plain: tw.entries[n].Plain + "\n" + tw.entries[n+1].Plain, Summary: "<p>" + tw.themes[n%30].Label + "</p>"}
		for i := range 12 {
			e.Title += tw.themes[(n+i)%30].Label + ", "
		}
		assigned, suggested := 0, 0
		for _, tag := range v.Tags(e) {
			if tag.Suggested {
				suggested++
			} else {
				assigned++
			}
			if len(tag.Evidence) == 0 {
				t.Errorf("%s shows no words", tag.Theme)
			}
			for _, ev := range tag.Evidence {
				checkQuote(t, *e, ev)
			}
		}
		if assigned > mostTags || suggested > mostSuggested {
			t.Errorf("%d assigned, %d suggested", assigned, suggested)
		}
	}
}

func TestTheOrderOfThemesAndEntriesChangesNoBit(t *testing.T) {
	tw := newTown(12, 300, 150)
	lessons := tw.lessons(150)
	lessons[tw.entries[200].ID] = Lesson{No: []string{"t03", "unknown"}}
	first, err := Learn(tw.themes, "en", lessons, slices.Values(tw.entries)).MarshalBinary()
	if err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewPCG(3, 4))
	for range 3 {
		themes, entries := slices.Clone(tw.themes), slices.Concat(tw.entries, tw.entries[:40]) // some come twice
		r.Shuffle(len(themes), func(i, j int) { themes[i], themes[j] = themes[j], themes[i] })
		r.Shuffle(len(entries), func(i, j int) { entries[i], entries[j] = entries[j], entries[i] })
		again, _ := Learn(themes, "en", lessons, slices.Values(entries)).MarshalBinary()
		if !bytes.Equal(again, first) {
			t.Fatal("another order, another model")
		}
	}
}

func TestLearningFromNothingFailsNobody(t *testing.T) {
	none := slices.Values([]*entry.Entry(nil))
	for name, m := range map[string]*Model{
		"no entries": Learn(themes(), "en", nil, none), "no themes": Learn(nil, "en", map[string]Lesson{"x": {Yes: []string{"y"}}}, none),
		"lessons about entries that are not there": Learn(themes(), "en", map[string]Lesson{"x": {Yes: []string{"damp"}}}, none),
	} {
		tags := NewVocabulary(themes(), "en", m).Tags(&entry.Entry{Title: "Mould"})
		if len(tags) != 1 || m.Accepted() != 0 || m.Entries() != 0 {
			t.Errorf("%s: %+v", name, tags)
		}
	}
}

func TestEqualEntriesAndWordlessOnesDoNotBreakLearning(t *testing.T) {
	tw := newTown(4, 200, 100)
	lessons := map[string]Lesson{}
	for i, e := range tw.entries {
		switch {
		case i%3 == 0:
			*e = entry.Entry{ID: e.ID, Plain: tw.entries[1].Plain}
		case i%3 == 2 && i > 100:
			*e = entry.Entry{ID: e.ID, Title: "…"}
		}
		lessons[e.ID] = Lesson{Yes: []string{"t01"}}
	}
	m := Learn(tw.themes, "en", lessons, slices.Values(tw.entries))
	v := NewVocabulary(tw.themes, "en", m)
	for _, e := range tw.entries {
		for _, tag := range v.Tags(e) {
			if !(tag.Score >= 0 && tag.Score <= 1) {
				t.Fatalf("%+v", tag)
			}
		}
	}
	if data, _ := m.MarshalBinary(); new(Model).UnmarshalBinary(data) != nil {
		t.Error("the model cannot be read back")
	}
}

// FuzzLearn: whatever strangers write and curators say, the model can be stored,
// and tags what it finds within bounds and word for word.
func FuzzLearn(f *testing.F) {
	f.Add("Mould again. It was safe to fail.", "en", "damp", uint8(60))
	f.Add("İSTANBUL ﬁ e\u0301 é \xff\xfe 가각 日本語のカビ", "tr", "", uint8(3))
	f.Add(strings.Repeat("mould of a thousand days\n", 30), "de", "power", uint8(200))
	f.Fuzz(func(t *testing.T, text, language, yes string, n uint8) {
		var entries []*entry.Entry
		lessons := map[string]Lesson{}
		for i := range int(n) {
			id := fmt.Sprint(i)
			at := len(text) * i / int(n)
			entries = append(entries, &entry.Entry{ID: id, Title: text[:at], Plain: text[at:], Summary: text[at/2:], Language: language})
			switch i % 3 {
			case 0:
				lessons[id] = Lesson{Yes: []string{yes, "damp"}}
			case 1:
				lessons[id] = Lesson{No: []string{yes}}
			}
		}
		m := Learn(themes(), "en", lessons, slices.Values(entries))
		data, err := m.MarshalBinary()
		var again Model
		if err != nil || again.UnmarshalBinary(data) != nil {
			t.Fatal("the model is not read back")
		}
		v, w := NewVocabulary(themes(), "en", m), NewVocabulary(themes(), "en", &again)
		for _, e := range entries {
			tags := v.Tags(e)
			for _, tag := range tags {
				if !(tag.Score >= 0 && tag.Score <= 1) || len(tag.Evidence) == 0 {
					t.Errorf("%+v", tag)
				}
				for _, ev := range tag.Evidence {
					checkQuote(t, *e, ev)
				}
			}
			if !sameTags(tags, w.Tags(e)) {
				t.Errorf("the model read back gives other tags")
			}
		}
	})
}

// An item stands under one heading, whatever else it is about: lessons of that
// kind teach nothing against themes that its words speak of, and do not make
// every theme likely.
func TestWhatStandsUnderOneHeadingLeavesTheOthersOpen(t *testing.T) {
	tw := newTown(8, 400, 120)
	said, half := tw.lessons(200), map[string]Lesson{}
	for id, l := range said {
		if len(l.Yes) > 0 {
			half[id] = Lesson{Yes: l.Yes[:1], Open: true}
		}
	}
	tags := func(lessons map[string]Lesson) (n int) {
		v := NewVocabulary(tw.themes, "en", Learn(tw.themes, "en", lessons, slices.Values(tw.entries)))
		for _, e := range tw.entries {
			for _, tag := range v.Tags(e) {
				if !tag.Suggested {
					n++
				}
			}
		}
		return n
	}
	whole, open := tags(said), tags(half)
	if open < whole/2 || open > 2*whole {
		t.Errorf("%d tags where everything was said, %d where one theme was", whole, open)
	}
	few := map[string]Lesson{}
	for _, id := range slices.Sorted(maps.Keys(half))[:5] {
		few[id] = half[id]
	}
	if n := tags(few); n > 2*whole {
		t.Errorf("%d tags where five headings were all that was said, %d where everything was", n, whole)
	}
}

func TestWhatIsConfirmedFirstDoesNotMakeAllEntriesOfItsTheme(t *testing.T) {
	for themes := range 3 {
		for _, said := range []int{1, 2, 5, 12, 80} {
			tw := newTown(1+2*themes, 400, 120)
			lessons := map[string]Lesson{}
			for _, e := range tw.entries {
				if tw.about[e.ID] == "t00" && len(lessons) < said {
					lessons[e.ID] = Lesson{Yes: []string{"t00"}}
				}
			}
			v := NewVocabulary(tw.themes, "en", Learn(tw.themes, "en", lessons, slices.Values(tw.entries)))
			found, wrong := 0, 0
			for _, e := range tw.entries {
				for _, tag := range v.Tags(e) {
					if tag.Theme == "t00" && !tag.Suggested {
						found++
						if tw.about[e.ID] != "t00" {
							wrong++
						}
					}
				}
			}
			if found < 10 || wrong > found/10 {
				t.Errorf("%d themes, %d confirmed: %d entries were found, of which %d are about something else", 1+2*themes, len(lessons), found, wrong)
			}
		}
	}
}
