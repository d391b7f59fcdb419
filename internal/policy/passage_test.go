package policy

import (
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"weft/internal/entry"
)

// clerk is a piece with something in every member.
func clerk() *Piece {
	p := anas("We are hiring a clerk")
	p.Plain = "Write to us.\n\nThe NHS number  is asked for, and  an nhs number is a secret. No date of birth is."
	p.Language, p.Entry.Tags, p.Licence = "en-GB", []string{"jobs", "Housing"}, ""
	p.Links = []entry.Link{{URL: "https://www.bank.example/loan?a=1"}, {URL: "https://gov.example/"}}
	p.Published = time.Date(2026, 11, 17, 0, 0, 0, 0, time.UTC)
	return p
}

func shownOf(passages []Passage) string {
	var out []string
	for _, p := range passages {
		out = append(out, fmt.Sprintf("%s: %s[%s]%s", p.Where, p.Text[:p.From], p.Hit(), p.Text[p.To:]))
	}
	return strings.Join(out, "\n")
}

func TestTheWordsThatMadeARuleMatchAreShown(t *testing.T) {
	for _, c := range []struct{ when, want string }{
		{`entry.title contains "hiring"`, "title: We are [hiring] a clerk"},
		{`entry.text matches "(?i)NHS number"`, "text: Write to us. The [NHS number] is asked for, and an nhs number is a secret. No date of birth is.\n" +
			"text: Write to us. The NHS number is asked for, and an [nhs number] is a secret. No date of birth is."},
		{`entry.text contains "nothing" || "jobs" in entry.tags`, "tags: [jobs]"},
		{`entry.relation == "internal" && entry.title startsWith "We are"`, "title: [We are] hiring a clerk\nrelation: [internal]"},
		{`entry.title endsWith "clerk"`, "title: We are hiring a [clerk]"},
		{`not (entry.text contains "bank") && entry.title contains "clerk"`, "title: We are hiring a [clerk]"},
		{`not (entry.title contains "bank" || not (entry.title contains "clerk"))`, "title: We are hiring a [clerk]"},
		{`not (entry.title contains "bank" && entry.title contains "clerk")`, ""},
		{`entry.title not contains "bank"`, ""},
		{`lower(entry.title + ".") contains "hiring"`, "title: we are [hiring] a clerk."},
		{`(entry.title + ": " + entry.text) contains "clerk: Write"`, "title and text: We are hiring a [clerk: Write] to us. The NHS number is asked for, and an nhs number is a secret. No date …"},
		{`any(entry.links, # contains "bank")`, "links: [https://www.bank.example/loan?a=1]"},
		{`any(entry.tags, {lower(#) == "housing"})`, "tags: [Housing]"},
		{`"bank.example" in entry.hosts`, "hosts: [bank.example]"},
		{`feed.licence == ""`, "licence: [none]"},
		{`entry.words > 3 ? entry.title contains "clerk" : false`, "title: We are hiring a [clerk]\nwords: [21]"},
		{`entry.language in ["cy", "en-GB"]`, "language: [en-GB]"},
		{`entry.published > date("2026-01-01")`, "published: [2026-11-17]"},
		{`hasPrefix(entry.title, "We")`, "title: [We] are hiring a clerk"},
		{`entry.title contains "nobody"`, ""},
		{`true`, ""},
	} {
		rules := rulesOf(t, "r review "+c.when)
		if got := shownOf(rules[0].Passages(clerk(), nil)); got != c.want {
			t.Errorf("%s\ngot\n%s\nwant\n%s", c.when, got, c.want)
		}
	}
}

func TestAPassageOfALongTextIsShortAndWhole(t *testing.T) {
	p := clerk()
	p.Plain = strings.Repeat("Größe ", 1000) + "x-hit" + strings.Repeat("é", 1000) + strings.Repeat("\n\tend", 1000)
	for _, when := range []string{`entry.text contains "x-hit"`, `entry.text matches "(?s)x-hit.*"`, `entry.text matches "é+"`, `entry.text matches "(?s)^.*$"`} {
		got := rulesOf(t, "r review "+when)[0].Passages(p, nil)
		if len(got) != 1 {
			t.Fatalf("%s: %d passages", when, len(got))
		}
		if s := got[0].Text; len(s) > 2*passageRoom+passageHit+20 || !utf8.ValidString(s) || strings.ContainsAny(s, "\n\t") || got[0].Hit() == "" {
			t.Errorf("%s: %q", when, s)
		}
	}
}
