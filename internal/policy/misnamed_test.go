package policy

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"weft/internal/roster"
)

func TestARuleThatNamesWhatNothingIsIsToldOf(t *testing.T) {
	const list = "[[organisation]]\nid = \"brookside\"\nname = \"Brookside\"\n[[contributor]]\nid = \"ana-pop\"\nname = \"Ana\"\nsectors = [\"housing\"]\n"
	for _, test := range []struct{ when, want string }{
		{`entry.relation == "intern"`, `entry.relation is ever "intern"; did you mean "internal"?`},
		{`"external" != entry.relation && entry.relation == "internal"`, ""},
		{`"housng" in entry.sectors || "housing" in entry.sectors`, `entry.sectors is ever "housng"; did you mean "housing"?`},
		{`!("damp-and-mold" in entry.themes)`, `entry.themes is ever "damp-and-mold"; did you mean "damp-and-mould"?`},
		{`entry.contributor in ["ana-pop", "anna-pop"]`, `entry.contributor is ever "anna-pop"; did you mean "ana-pop"?`},
		{`entry.organisation == "" || entry.organisation == "brookside"`, ""},
		{`entry.organisation == "x" && entry.organisation == "x"`, `entry.organisation is ever "x"; ids are meant`},
		{`"jobs" in entry.tags || entry.title == "intern" || entry.language in ["en"]`, ""}, // strangers' words
		{`entry.contributor startsWith "anna"`, ""},
		{`any(entry.sectors, # == "housng")`, ""}, // further than this nobody looks
	} {
		layers := layersOf(fstest.MapFS{
			"feeds/policy.toml": &fstest.MapFile{Data: fmt.Appendf(nil, "[[rule]]\nid = \"r\"\nowner = \"o\"\nreason = \"r\"\naction = \"review\"\nwhen = '%s'\n", test.when)},
			"feeds/people.toml": &fstest.MapFile{Data: []byte(list)},
		})
		people, probs := roster.Load(layers, []string{"housing", "health"})
		rules, more := LoadRules(layers, time.UTC)
		if probs = slices.Concat(probs, more); probs.Errors() > 0 {
			t.Fatal(test.when, probs)
		}
		found := MisnamedIn(rules, 0, people, []string{"damp-and-mould"})
		got := ""
		for _, p := range found {
			got += p.Message + "; " + p.Hint
			if p.Line != 6 || !p.Warning {
				t.Errorf("%s: line %d, warning %v", test.when, p.Line, p.Warning)
			}
		}
		if len(found) > 1 || (test.want == "") != (got == "") || !strings.Contains(got, test.want) {
			t.Errorf("%s: told %q, and want %q", test.when, got, test.want)
		}
	}
}
