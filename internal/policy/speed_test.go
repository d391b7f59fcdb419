package policy

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"weft/internal/roster"
)

// BenchmarkThirtyRules asks thirty rules, most of them of the text, about entries
// of some 1,200 words: what a build, a draft or a check does of each.
func BenchmarkThirtyRules(b *testing.B) {
	var file strings.Builder
	forms := []string{`hasNHSNumber(entry.title + " " + entry.text)`, `hasEmail(entry.text)`, `hasPhone(entry.text)`, `hasWordOf(entry.text, "feeds/words/names.txt")`, `linksTo(entry, "a.example", "b.example")`,
		`entry.words > 1500 && unknownLicence(feed.licence)`, `entry.title matches "(?i)we are hiring|vacancy"`, `entry.text matches "(?i)out to tender|bidders"`, `any(entry.links, # contains "utm_")`, `entry.relation == "internal" && "jobs" in entry.tags`}
	for i := range 30 {
		fmt.Fprintf(&file, "[[rule]]\nid = \"r%d\"\nowner = \"o\"\nreason = \"r\"\naction = \"review\"\nwhen = '%s'\n", i, forms[i%len(forms)])
	}
	layers := []roster.Layer{{FS: fstest.MapFS{"feeds/policy.toml": {Data: []byte(file.String())}, "feeds/words/names.txt": {Data: []byte("Margaret Hale\nZoë\n")}}}}
	rules, probs := LoadRules(layers, time.UTC)
	if err := probs.Err(); err != nil {
		b.Fatal(err)
	}
	v := Verdicts{Rules: rules}
	random := rand.New(rand.NewPCG(1, 2))
	words := strings.Fields("the of and housing repairs 2021 tenants, called us in 12 March; council’s flats were £250 (again) Ana wrote https://example.org/a/b café 3-4 days later.\n")
	var pieces []*Piece
	for range 100 {
		var text strings.Builder
		for range 1200 {
			text.WriteString(words[random.IntN(len(words))] + " ")
		}
		pieces = append(pieces, clerkWith(text.String(), "https://a.example.org/", "https://x.example/"))
	}
	b.ResetTimer()
	for i := range b.N {
		v.Decide(pieces[i%len(pieces)], nil, nil, now)
	}
}
