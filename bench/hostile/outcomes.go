package main

import (
	"encoding/json"
	"net/url"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

func decode(data []byte, into any) error { return json.Unmarshal(data, into) }

// outcomes are the words of `expect` that belong to one case alone.
var outcomes = map[string]func(*attempt){
	"301": func(a *attempt) {
		a.want(strings.HasSuffix(a.last().MovedTo, "/f/good.xml"), "the new address is not reported")
		a.want(strings.Contains(string(a.place.read("feeds/cases.toml")), "/c/301"), "the list was rewritten")
	},
	"302": staysPut, "307": staysPut,
	"410": func(a *attempt) {
		a.want(strings.Contains(a.said("status"), "gone"), "is not said to be gone")
		if len(a.log) > 1 {
			a.want(len(a.log[1]) == 0, "is asked again")
		}
	},
	"429-absurd": func(a *attempt) {
		a.want(strings.Contains(a.said("status"), "Nov 2026"), "status does not say when it is asked next")
	},
	"cache-max-age": func(a *attempt) {
		a.want(a.last().Status != "failed", "fails: %s", a.last().Error)
	},
	"list-space": badAddress, "list-nohost": badAddress,
	"list-idn": func(a *attempt) {
		all := a.said("check") + a.said("status") + a.said("fetch")
		a.want(strings.Contains(all, "xn--") || strings.Contains(all, "Cyrillic") || strings.Contains(all, "U+0430"), "nowhere shown in a form that tells it from example.org")
	},
	"tls-selfsigned": func(a *attempt) { a.want(len(a.entries) == 0, "was read without checking") },
	"bidi":           func(a *attempt) { a.want(len(a.entries) == 2, "%d entries", len(a.entries)) },
	"zalgo": func(a *attempt) {
		a.want(marks(a.entries) <= 100, "a title with %d marks on one letter", marks(a.entries))
	},
	"emoji-title": differentAddresses, "name-same-title": differentAddresses, "combining-title": differentAddresses,
	"title-1mb": func(a *attempt) { a.boundedPages(300 << 10) },
	"tags-10000": func(a *attempt) {
		a.want(len(a.public) < 200, "%d files", len(a.public))
		a.boundedPages(300 << 10)
	},
	"authors-5000": func(a *attempt) { a.boundedPages(300 << 10) },
	"long-guid":    func(a *attempt) { a.boundedPages(300 << 10) },
	"body-20mb":    func(a *attempt) { a.boundedPages(1 << 20) },
	"deep-html":    func(a *attempt) { a.boundedPages(1 << 20) },
	"guid-dup": func(a *attempt) {
		a.want(strings.Contains(a.said("fetch")+a.said("status"), "id"), "is not reported")
		a.linksUnderOwnTitle()
	},
	"feed-swap": func(a *attempt) {
		a.want(a.last().Notice != "" || a.last().Error != "", "is not reported")
		a.want(len(a.public.holding("casino.example")) == 0, "was published")
	},
	"retitled": func(a *attempt) {
		a.want(len(a.entries) == 2, "%d entries", len(a.entries))
	},
	"vanished": vanished, "impersonate": impersonated,
	"date-future": notThisWeek, "date-epoch": notThisWeek, "date-9999": func(a *attempt) {
		notThisWeek(a)
		a.want(len(a.public.holding("9999-")) == 0, "the year 9999 is published in %v", a.public.holding("9999-"))
	},
	"date-year1": undated, "date-10000": undated, "date-feb30": undated, "date-html": undated,
	"date-week-edge": func(a *attempt) {
		// 23:59:59 at -1200 is noon of Monday in London: the week after.
		got, _ := a.place.paperFaults("content/digests/"+issue+".md", nil)
		a.want(!slices.Contains(got.links, "Entry 1"), "it is in this week's digest")
	},
	"list-dup": func(a *attempt) {
		a.want(strings.Contains(a.said("check"), "twice") || strings.Contains(a.said("check"), "same feed") || strings.Contains(a.said("check"), "already") || strings.Contains(a.said("check"), "also"), "check does not report the double: %s", brief(a.said("check")))
		a.want(len(a.entries) <= 1, "%d entries", len(a.entries))
	},
	"user-agent": func(a *attempt) {
		for _, r := range a.log[0] {
			a.want(strings.Contains(r.Headers["user-agent"], "weft") && strings.Contains(r.Headers["user-agent"], "digest.example.org"), "User-Agent: %s", r.Headers["user-agent"])
		}
	},
	"enclosure-path": func(a *attempt) { a.want(len(a.public.holding(".php")) == 0, "the enclosure is published") },
	"homoglyph":      func(a *attempt) { a.want(len(a.entries) == 2, "%d entries", len(a.entries)) },
	"html-pixel":     func(a *attempt) { a.want(len(a.public.holding("CANARY.gif")) == 0, "the picture is published") },
}

func (a *attempt) want(ok bool, format string, args ...any) {
	if !ok {
		a.faults.add(format, args...)
	}
}

// vanished is for entries that a feed does not show any more.
func vanished(a *attempt) {
	for _, title := range []string{"Entry 1", "Entry 2"} {
		a.want(slices.Contains(linkTexts(a.public["digests/"+issue+"/index.html"]), title), "%q is not published any more", title)
		a.want(slices.Contains(linkTexts(a.public["river/index.html"]), title), "%q has left the river", title)
	}
}

// impersonated is for a feed that has an entry of another's.
func impersonated(a *attempt) {
	a.want(slices.ContainsFunc(a.all, func(e entryRow) bool { return e.Contributor == "victim" && e.Title == "The victim's own words" }), "the victim's entry was replaced")
	for _, e := range a.all {
		a.want(e.Contributor != "victim" || e.Title == "The victim's own words", "%q is credited to the victim", e.Title)
	}
	a.want(len(a.public.holding("The Boss")) == 0 || strings.Contains(string(a.public["river/index.html"]), "The Victim"), "the source is not shown")
}

// staysPut is for a redirect of the day.
func staysPut(a *attempt) {
	a.want(a.last().MovedTo == "", "is taken for a move to %s", a.last().MovedTo)
}

// badAddress is for a list that holds no address: it is named with its line.
func badAddress(a *attempt) {
	all := a.said("check") + a.said("fetch")
	a.want(strings.Contains(all, "feeds/cases.toml:"), "is not reported with the line of the list: %s", brief(all))
}

// marks gives the most combining marks in a row in any title.
func marks(entries []entryRow) int {
	most := 0
	for _, e := range entries {
		n := 0
		for _, r := range e.Title {
			if n++; !unicode.Is(unicode.M, r) {
				n = 0
			}
			most = max(most, n)
		}
	}
	return most
}

// differentAddresses checks that each entry has its own address and words to
// click on.
func differentAddresses(a *attempt) {
	seen := map[string]bool{}
	for _, e := range a.entries {
		a.want(!seen[e.URL] && e.URL != "", "the address %q stands twice or is none", e.URL)
		seen[e.URL] = true
		a.want(visible(e.Title) || e.Title == "", "a title with nothing to click on: %q", e.Title)
		a.want(len(linkTo(a.public["river/index.html"], e.URL)) > 0, "nothing on the river to click on for %s", e.URL)
	}
}

// boundedPages checks that no page is made useless by one entry.
func (a *attempt) boundedPages(most int) {
	for _, name := range sortedKeys(a.public) {
		a.want(len(a.public[name]) <= most, "%s has %d bytes", name, len(a.public[name]))
	}
	for _, e := range a.entries {
		a.want(utf8.RuneCountInString(e.Title) <= 2000, "a title of %d characters", utf8.RuneCountInString(e.Title))
	}
}

// linksUnderOwnTitle checks that no entry is shown under another's title: in
// the collection entry N lies at …/N.
func (a *attempt) linksUnderOwnTitle() {
	for _, e := range a.entries {
		u, err := url.Parse(e.URL)
		n := strings.TrimPrefix(e.Title, "Entry ")
		a.want(err == nil && (n == e.Title || strings.HasSuffix(u.Path, n)), "%q leads to %s", e.Title, e.URL)
	}
}

// notThisWeek checks that the entry that is dated elsewhere is not in this
// week's issue, nor on top of anything.
func notThisWeek(a *attempt) {
	for _, e := range a.entries {
		if e.Title != "Entry 1" {
			continue
		}
		got, _ := a.place.paperFaults("content/digests/"+issue+".md", nil)
		a.want(!slices.Contains(got.links, e.Title), "it is in this week's digest")
		for _, name := range []string{"index.html", "river/index.html"} {
			links := linkTexts(a.public[name])
			at, good := slices.Index(links, e.Title), slices.Index(links, "Control one")
			a.want(e.Published < "2026" || at < 0 || good >= 0 && good < at, "it stands on top of %s", name)
		}
	}
}

// undated checks that the date is when it was first seen, the same on every run.
func undated(a *attempt) {
	for _, e := range a.entries {
		if e.Title == "Entry 1" {
			a.want(strings.HasPrefix(e.FirstSeen, "2026-11-22") && (e.Published == "" || e.Published == e.FirstSeen), "is dated %s, first seen %s", e.Published, e.FirstSeen)
		}
	}
}
