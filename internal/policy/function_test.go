package policy

import (
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"weft/internal/entry"
	"weft/internal/roster"
)

// clerkWith is a piece with a text, and links.
func clerkWith(text string, links ...string) *Piece {
	p := anas(text)
	for _, l := range links {
		p.Links = append(p.Links, entry.Link{URL: l})
	}
	return p
}

func TestWhatTheFunctionsOfRulesAnswer(t *testing.T) {
	folder := fstest.MapFS{"feeds/words/names.txt": {Data: []byte("Margaret Hale\nZoë\n")}, "feeds/words/hosts.txt": {Data: []byte("# lenders\nbank.example\nbücher.example\nhttps://www.loan.example/now\n")}}
	for _, c := range []struct {
		when, text, link, shows string // "": it does not match
	}{
		{`hasNHSNumber(entry.text)`, "number 943 476 5919 it is", "", "[943 476 5919]"},
		{`hasNHSNumber(entry.text)`, "number 943 476 5918 it is", "", ""},
		{`hasEmail(entry.title + " " + entry.text)`, "ana@example.org", "", "[ana@example.org]"},
		{`hasEmail(entry.text)`, "@ana@social.example", "", ""},
		{`hasPhone(entry.text)`, "ring 020 7946 0958", "", "[020 7946 0958]"},
		{`hasPhone(entry.text)`, "in 2021", "", ""},
		{`hasWordOf(entry.text, "feeds/words/names.txt")`, "Ask MARGARET\nHALE or Zoe", "", "[MARGARET HALE]"},
		{`hasWordOf(lower(entry.text), "feeds/words/names.txt")`, "Margaret or Hale", "", ""},
		{`linksTo(entry, "bank.example", "gov.example")`, "x", "https://www.loans.bank.example/a", "[https://www.loans.bank.example/a]"},
		{`linksTo(entry, "bank.example")`, "x", "https://mybank.example/a", ""},
		{`linksTo(entry, "bank.example")`, "x", "https://bank.example:8443/a", "[https://bank.example:8443/a]"},
		{`any(entry.hosts, # == "bank.example")`, "x", "https://www.bank.example:8443/a", "hosts: [bank.example]"},
		{`linksTo(entry, "Bücher.example")`, "x", "https://www.xn--bcher-kva.example/a", "[https://www.xn--bcher-kva.example/a]"},
		{`linksTo(entry, "xn--bcher-kva.example")`, "x", "https://alte.bücher.example/a", "[https://alte.bücher.example/a]"},
		{`linksToHostOf(entry, "feeds/words/hosts.txt")`, "x", "https://bücher.example/a", "[https://bücher.example/a]"},
		{`linksToHostOf(entry, "feeds/words/hosts.txt")`, "x", "https://loan.example/a", "[https://loan.example/a]"},
		{`linksToHostOf(entry, "feeds/words/hosts.txt")`, "x", "https://bank.example.org/", ""},
		{`unknownLicence(feed.licence)`, "x", "", "licence: [none]"},
		{`knownLicence(feed.licence)`, "x", "", ""},
		{`linksToListed(entry)`, "x", "https://ana.example/", ""},
	} {
		q, f := compile(c.when, roster.Layer{FS: folder})
		if f != nil {
			t.Fatalf("%s: %s", c.when, f.message)
		}
		p := clerkWith(c.text)
		if c.link != "" {
			p = clerkWith(c.text, c.link)
		}
		yes, err := q.ask(environment(p, nil))
		if err != nil || yes != (c.shows != "") {
			t.Errorf("%s of %q %s: %v %v", c.when, c.text, c.link, yes, err)
		}
		if got := shownOf((&Rule{question: q}).Passages(p, nil)); !strings.Contains(got, c.shows) || (got == "") != (c.shows == "") {
			t.Errorf("%s shows %q, want %q", c.when, got, c.shows)
		}
	}
}

func TestALinkToSomebodyElseOnTheListsIsOne(t *testing.T) {
	w := newWorld(t)
	w.public["feeds/policy.toml"] = &fstest.MapFile{Data: []byte(`
[[rule]]
id = "listed"
owner = "o"
reason = "r"
action = "review"
when = 'linksToListed(entry)'
`)}
	to := func(title, link string) entry.Entry {
		return entry.Entry{Title: title, URL: "https://ben.example/" + title, Links: []entry.Link{{URL: link}}}
	}
	w.holds(0, "https://ben.example/feed", to("friend", "https://www.ana.example/x"), to("stranger", "https://other.example/"), to("declined", "https://cleo.example/"))
	judged, err := w.view(true).Judged(now.AddDate(0, 0, -1), now)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range judged {
		if (p.Decision.Action == Review) != (p.Title == "friend") {
			t.Errorf("%s: %s", p.Title, p.Decision.Action)
		}
	}
}

func ruleWhen(t *testing.T, action Action, when string) Rule {
	t.Helper()
	q, f := compile(when, roster.Layer{})
	if f != nil {
		t.Fatalf("%s: %s", when, f.message)
	}
	return Rule{ID: "r", Action: action, When: when, question: q}
}

// Each goes round and round, or makes much of little. None may take long, and
// each means that somebody looks at the entry.
func TestARuleThatLoopsMeansReviewAndEndsSoon(t *testing.T) {
	p := clerkWith(strings.Repeat("words of a long text ", 5000))
	for range 300 {
		p.Links = append(p.Links, entry.Link{URL: "https://example.org/a/long/path"})
	}
	for _, when := range []string{
		`count(1..999999, count(1..999999, true) > 0) > 0`,
		`len(map(1..1000000000, #)) > 0`,
		`let r = 1..900; count(r, count(r, count(r, entry.text contains "zzz") > 9) > 9) > 9`,
		`any(entry.links, any(entry.links, any(entry.links, # == "")))`,
		`any(split(entry.text, ""), entry.text matches "(a+)+b$")`,
		`let a = entry.text + entry.text; let b = a + a; let c = b + b; let d = c + c; let e = d + d; let f = e + e; let g = f + f; g contains "q"`,
		`any(1..5000, hasEmail(entry.text))`,
		`any(1..5000, len(split(entry.text, " ")) < 0)`,
		`any(1..5000, upper(entry.text) == "")`,
		`any(map(entry.links, entry.text), # matches "x.*y.*z$")`,
	} {
		v := Verdicts{Rules: []Rule{ruleWhen(t, Publish, when)}}
		d := v.Decide(p, nil, nil, now)
		if d.Action != Review || d.Reason != "the rule could not be asked: "+errSpent.Error() {
			t.Errorf("%s: %s, %s", when, d.Action, d.Reason)
		}
		if (v.Rules[0].Passages(p, nil)) != nil {
			t.Errorf("%s: it has passages", when)
		}
	}
}

func TestAnOrdinaryLoopIsNoneTooMany(t *testing.T) {
	p := clerkWith(strings.Repeat("words of a long text ", 500), "https://bank.example/", "https://gov.example/")
	for _, when := range []string{
		`any(entry.links, # contains "bank")`, `count(entry.links, {# matches "example"}) == 2`, `all(entry.links, # startsWith "https")`,
		`any(split(entry.text, " "), # in ["text", "none"])`, `let t = lower(entry.text); t contains "text" && t contains "words"`,
		`len(filter(entry.hosts, # endsWith ".example")) > 1`, `none(entry.links, {let l = lower(#); l contains "q"})`,
		`entry.links | map(lower(#)) | filter(# contains "bank") | len() > 0`, `find(entry.links, # contains "gov") != nil`,
		`join(entry.hosts, " ") contains "gov"`, `sum(map(entry.links, len(#))) > 10`, `first(entry.links) endsWith "/"`, `entry.published.Year() == 2026`,
		`entry.published > date("2026-01-01") && entry.published < date("2027-01-01")`, `entry.published - date("2026-11-01") > duration("24h")`,
	} {
		v := Verdicts{Rules: []Rule{ruleWhen(t, Withhold, when)}}
		if d := v.Decide(p, nil, nil, now); d.Action != Withhold {
			t.Errorf("%s: %s, %s", when, d.Action, d.Reason)
		}
	}
}

func TestAnExpressionThatIsTooMuchIsRefused(t *testing.T) {
	for _, when := range []string{strings.Repeat("(", 5000) + "true" + strings.Repeat(")", 5000), strings.Repeat("true && ", 900) + "true", strings.Repeat("!", 3000) + "true"} {
		q, f := compile(when, roster.Layer{})
		if q != nil || f.hint == "" || strings.Contains(f.message, "nodes") {
			t.Errorf("%.30s… %v", when, f)
		}
	}
}

func TestEveryFunctionIsDocumented(t *testing.T) {
	docs, err := os.ReadFile("../../docs/formats.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range functions() {
		if !strings.Contains(string(docs), "| `"+f.name+"(") {
			t.Errorf("docs/formats.md has no row for %s", f.name)
		}
		if _, fault := compile(f.form, roster.Layer{FS: fstest.MapFS{"feeds/words/names.txt": {Data: []byte("a")}, "feeds/words/hosts.txt": {Data: []byte("a.example")}}}); fault != nil {
			t.Errorf("%s: %s", f.form, fault.message)
		}
	}
}
