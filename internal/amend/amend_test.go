package amend

import (
	"strings"
	"testing"
	"time"

	"weft/internal/archive"
	"weft/internal/health"
)

var since = time.Date(2026, 11, 1, 9, 0, 0, 0, time.UTC)

// moved is a feed on line 5 of feeds/a.toml whose redirects led elsewhere.
func moved(from, to string, change ...func(*health.Feed)) health.Feed {
	f := health.Feed{Feed: archive.Feed{Key: from, Moved: to, MovedTimes: 3, MovedSince: since, Good: since}, Contributor: "ada", File: "feeds/a.toml", Line: 5}
	for _, c := range change {
		c(&f)
	}
	return f
}

func TestWhatIsLeftToAPerson(t *testing.T) {
	private := func(f *health.Feed) { f.Network = "private" }
	for _, c := range []struct {
		name   string
		feed   health.Feed
		others []health.Feed
		not    string // what is said; "" when it is simply done
	}{
		{"to https", moved("http://a.example/feed", "https://a.example/feed"), nil, ""},
		{"to another host", moved("https://a.example/feed", "https://b.example/feed"), nil, ""},
		{"to www, which is the same place", moved("http://a.example/feed", "http://www.a.example/feed/"), nil, ""},
		{"to where somebody else's feed is", moved("https://a.example/feed", "https://b.example/feed"), []health.Feed{{Feed: archive.Feed{Key: "http://www.b.example/feed/"}, File: "feeds/b.toml", Line: 9}}, "stands in feeds/b.toml:9 already"},
		{"to its neighbour on the same line", moved("https://a.example/feed", "https://a.example/rss"), []health.Feed{{Feed: archive.Feed{Key: "https://a.example/rss"}, File: "feeds/a.toml", Line: 5}}, "stands in feeds/a.toml:5 already"},
		{"two to one place", moved("https://a.example/feed", "https://b.example/feed"), []health.Feed{moved("https://c.example/", "https://b.example/feed", func(f *health.Feed) { f.Line = 8 })}, "other feeds of the lists have moved to the same address"},
		{"with a credential, to another host", moved("https://a.example/feed", "https://b.example/feed", func(f *health.Feed) { f.Auth = "env:A" }), nil, "its credential would go to another host"},
		{"with a credential, at the same host", moved("https://a.example/feed", "https://a.example/rss", func(f *health.Feed) { f.Auth = "env:A" }), nil, ""},
		{"in a private network, at the same host", moved("http://10.0.0.1/feed", "http://10.0.0.1/rss", private), nil, ""},
		{"in a private network, to another port", moved("http://10.0.0.1/feed", "http://10.0.0.1:8080/feed", private), nil, `network = "private", which would open another host`},
		{"into a private network", moved("https://a.example/feed", "https://192.168.1.7/feed"), nil, "lies in a private network"},
		{"to a name of a private network", moved("https://a.example/feed", "https://wiki.intranet/feed"), nil, "lies in a private network"},
		{"from a public list to a host of an overlay's", moved("https://a.example/feed", "https://lab.example/feed"), []health.Feed{{Feed: archive.Feed{Key: "https://lab.example/x"}, Overlay: "private/", File: "private/feeds/l.toml", Line: 1}}, "lab.example is a host that only private/ knows"},
		{"from https to http", moved("https://a.example/feed", "http://a.example/rss"), nil, "no https address any more"},
	} {
		feeds := append([]health.Feed{c.feed}, c.others...)
		p, ok := NewLists(feeds).Of(&feeds[0])
		if !ok || p.Kind != Moved || p.Asked() || (p.Not == "") != (c.not == "") || !strings.Contains(p.Not, c.not) {
			t.Errorf("%s: %v, kind %d, left because of %q; want %q", c.name, ok, p.Kind, p.Not, c.not)
		}
	}
}

func TestWhatCallsForNoChange(t *testing.T) {
	for name, f := range map[string]health.Feed{
		"well":                    moved("https://a.example/", ""),
		"said once":               moved("https://a.example/", "https://b.example/", func(f *health.Feed) { f.MovedTimes = 1 }),
		"a file of the site":      moved("feeds/samples/a.xml", "https://b.example/", func(f *health.Feed) { f.Local = true }),
		"a page, and well since":  moved("https://a.example/", "", func(f *health.Feed) { f.Found = "https://a.example/feed" }),
		"moved to where it stood": moved("https://a.example/", "https://a.example/"),
	} {
		if p, ok := NewLists([]health.Feed{f}).Of(&f); ok {
			t.Errorf("%s: %s", name, p.Why())
		}
	}
}

func TestAFeedThatIsGoneOrFoundElsewhereIsChangedOnlyWhenAsked(t *testing.T) {
	gone := moved("https://a.example/", "", func(f *health.Feed) { f.Retired = since })
	found := moved("https://a.example/", "", func(f *health.Feed) { f.Failures, f.Found = 1, "https://a.example/new" })
	for _, f := range []health.Feed{gone, found} {
		p, ok := NewLists([]health.Feed{f}).Of(&f)
		if !ok || !p.Asked() || !strings.Contains(p.Next(), "`weft check --fix feeds/a.toml:5`") {
			t.Errorf("%v %+v\n%s", ok, p, p.Next())
		}
	}
}

func TestTheDiffShowsTheLinesThatBecomeOthers(t *testing.T) {
	const list = "\ufeff# Ours\r\n[[contributor]]\r\nid = \"ada\"\r\nfeeds = [\"https://a.example/\"] # https://a.example/\r\n\r\n[[contributor]]\r\nid = \"bo\"\r\n[[contributor.feed]]\r\n# mixed\r\nurl = 'https://b.example/'\r\n"
	for _, c := range []struct{ key, to, want string }{
		{"https://a.example/", "https://c.example/", "-feeds = [\"https://a.example/\"] # https://a.example/\n+feeds = [\"https://c.example/\"] # https://a.example/"},
		{"https://b.example/", "https://c.example/", "-url = 'https://b.example/'\n+url = 'https://c.example/'"},
		{"https://a.example/", "", "-feeds = [\"https://a.example/\"] # https://a.example/\n+# feeds = [\"https://a.example/\"] # https://a.example/"},
		{"https://b.example/", "", "-[[contributor.feed]]\n-# mixed\n-url = 'https://b.example/'\n+# [[contributor.feed]]\n+# mixed\n+# url = 'https://b.example/'"},
	} {
		f := moved(c.key, c.to)
		p := Proposal{Feed: &f, To: c.to}
		if got, err := p.Diff([]byte(list)); err != nil || got != c.want {
			t.Errorf("%s to %q: %v\n%s\nwant\n%s", c.key, c.to, err, got, c.want)
		}
	}
	f := moved("https://nobody.example/", "https://c.example/")
	if _, err := (Proposal{Feed: &f, To: f.Moved}).Apply([]byte(list)); err != ErrNotThere {
		t.Error(err)
	}
}

func TestWhatStillNamesTheOldHostIsSaid(t *testing.T) {
	for _, c := range []struct {
		to, site string
		hosts    []string
		want     string
	}{
		{"https://a.example/new", "https://a.example/", []string{"a.example"}, ""},
		{"https://b.example/new", "https://a.example/", nil, `site = "https://a.example/" still names a.example`},
		{"https://b.example/new", "https://b.example/", []string{"a.example"}, "hosts still names a.example"},
		{"https://b.example/new", "https://b.example/", nil, ""},
	} {
		f := moved("https://www.a.example/feed", c.to, func(f *health.Feed) { f.Site, f.Hosts = c.site, c.hosts })
		if got := (Proposal{Feed: &f, To: c.to}).Reminder(); (got == "") != (c.want == "") || !strings.Contains(got, c.want) {
			t.Errorf("%s, %s, %v: %q", c.to, c.site, c.hosts, got)
		}
	}
}
