package policy

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"testing/fstest"
	"time"

	"weft/internal/entry"
	"weft/internal/roster"
)

func asking(t *testing.T, expressions ...string) []Rule {
	t.Helper()
	file := ""
	for i, when := range expressions {
		file += fmt.Sprintf("[[rule]]\nid = \"r%d\"\nowner = \"o\"\nreason = \"r\"\naction = \"review\"\nwhen = '%s'\n", i, when)
	}
	site := fstest.MapFS{"feeds/policy.toml": {Data: []byte(file)}, "feeds/words.txt": {Data: []byte("heron\n")}}
	rules, probs := LoadRules([]roster.Layer{{FS: site}}, time.UTC)
	if err := probs.Err(); err != nil {
		t.Fatal(err)
	}
	return rules
}

var askedOfAll = []string{
	`entry.text contains "heron"`, `entry.title matches "(?i)weir"`, `"jobs" in entry.tags`, `"tides" in entry.themes`, `entry.words > 2`,
	`entry.relation == "internal"`, `"health" in entry.sectors`, `entry.contributor == "ana"`, `entry.organisation == "council"`,
	`any(entry.byline, # startsWith "Ben")`, `entry.published.Year() == 2025`, `entry.language == "cy"`, `feed.licence == "CC-BY-4.0"`,
	`feed.address contains "b.example"`, `linksToListed(entry)`, `entry.links[3] == "x"`, `hasWordOf(entry.text, "feeds/words.txt")`, `len(entry.links) > 1`,
}

// some makes an entry and who is behind it, by chance out of little, so that many
// are alike in all but one thing.
func some(r *rand.Rand) (*Piece, []string) {
	one := func(of ...string) string { return of[r.IntN(len(of))] }
	p := &Piece{Contributor: &roster.Contributor{ID: one("ana", "ben")}, People: []Person{{Name: one("Ana", "Ben Ash")}}, Relation: Relation(one("internal", "external"))}
	p.Plain, p.Title, p.Language, p.Licence = one("", "a heron", "a heron on a weir"), one("", "The weir"), one("", "en", "cy"), one("", "CC-BY-4.0")
	p.Published = time.Date(2025+r.IntN(2), 3, 1, 0, 0, 0, 0, time.UTC)
	p.Feed = &roster.Feed{Key: one("https://a.example/feed", "https://b.example/feed")}
	if r.IntN(2) == 0 {
		p.Organisation = &roster.Organisation{ID: one("council", "brookside")}
	}
	for range r.IntN(3) {
		p.Links = append(p.Links, entry.Link{URL: "https://c.example/" + one("1", "2")})
	}
	p.Entry.Tags, p.Sectors = list(r, "jobs", "news"), list(r, "health", "housing")
	p.Hash = fmt.Sprint(p.Plain, p.Title, p.Links, p.Published) // as the archive's: of what the entry says
	return p, list(r, "tides", "weir")
}

func list(r *rand.Rand, of ...string) []string {
	return slices.DeleteFunc(of, func(string) bool { return r.IntN(2) == 0 })
}

func spelled(answers []answer) string {
	out := ""
	for _, a := range answers {
		out += fmt.Sprintf("%v %v, ", a.match, a.err)
	}
	return out
}

func TestWhatIsRememberedIsWhatRulesAnswer(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 11))
	rules := asking(t, askedOfAll...)
	remembering := Verdicts{Rules: rules, Answers: NewAnswers(rules, nil)}
	same := func(v *Verdicts, p *Piece, curated []string) {
		t.Helper()
		bare := Verdicts{Rules: rules}
		got, want := spelled(v.answer(p, curated)), spelled(bare.answer(p, curated))
		if got != want {
			t.Fatalf("%+v: remembered %s, and the rules say %s", p, got, want)
		}
	}
	for range 4000 {
		p, curated := some(rand.New(rand.NewPCG(uint64(r.IntN(2000)), 3))) // many come twice
		same(&remembering, p, curated)
	}
	asked := remembering.Answers.Fresh()
	data := remembering.Answers.Bytes()
	if asked < 1000 || asked > 3000 {
		t.Fatalf("%d of 4000 were asked: the test shows nothing", asked)
	}
	again := Verdicts{Rules: rules, Answers: NewAnswers(rules, data)}
	r = rand.New(rand.NewPCG(7, 11))
	for range 4000 {
		p, curated := some(rand.New(rand.NewPCG(uint64(r.IntN(2000)), 3)))
		same(&again, p, curated)
	}
	if again.Answers.Fresh() != 0 || !bytes.Equal(again.Answers.Bytes(), data) {
		t.Errorf("what was written is not read: %d were asked again", again.Answers.Fresh())
	}
	for name, other := range map[string]*Answers{
		"other rules": NewAnswers(asking(t, append([]string{`entry.words > 3`}, askedOfAll[1:]...)...), data), "none": NewAnswers(rules, nil),
		"torn": NewAnswers(rules, data[:len(data)-9]), "changed": NewAnswers(rules, append([]byte{data[0] ^ 1}, data[1:]...)), "short": NewAnswers(rules, []byte("x")),
	} {
		if len(other.said) > 0 {
			t.Errorf("%s: it is believed", name)
		}
	}
}

func TestWhatNoRuleWasAskedAboutIsForgotten(t *testing.T) {
	rules := asking(t, askedOfAll...)
	v := Verdicts{Rules: rules, Answers: NewAnswers(rules, nil)}
	r := rand.New(rand.NewPCG(1, 2))
	for range 100 {
		p, curated := some(r)
		v.answer(p, curated)
	}
	v.Answers = NewAnswers(rules, v.Answers.Bytes())
	p, curated := some(rand.New(rand.NewPCG(1, 2)))
	v.answer(p, curated)
	if left := NewAnswers(rules, v.Answers.Bytes()); len(left.said) != 1 {
		t.Errorf("%d entries are remembered, and one was asked about", len(left.said))
	}
}

func FuzzAnswersAreReadOrNotBelieved(f *testing.F) {
	rules := []Rule{{ID: "a"}, {ID: "b"}}
	f.Add(NewAnswers(rules, nil).Bytes())
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, data []byte) {
		a := NewAnswers(rules, data)
		for _, r := range a.said {
			r.used = true
		}
		if len(a.said) > 0 && !bytes.Equal(NewAnswers(rules, a.Bytes()).Bytes()[:32], data[:32]) {
			t.Error("what was read is written otherwise")
		}
	})
}
