package site

import (
	"bytes"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/url"
	"path"
	"slices"
	"strings"
	"testing"

	"weft/internal/digest"
	"weft/internal/roster"

	"golang.org/x/net/html"
)

// build gives the tree of an input or ends the test.
func build(t *testing.T, in Input) map[string][]byte {
	t.Helper()
	files, err := tree(in)
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// samples are the inputs that every promise about pages is held against.
func samples() map[string]Input {
	return map[string]Input{"full": sample(), "empty": emptySample(), "hostile": hostileSample(), "internal": internalSample()}
}

func TestEveryPageIsWellFormedAndAsksForNothingFromOutside(t *testing.T) {
	for name, in := range samples() {
		for file, data := range build(t, in) {
			if !strings.HasSuffix(file, ".html") {
				continue
			}
			for _, fault := range faultsOf(file, data) {
				t.Errorf("%s: %s: %s", name, file, fault)
			}
		}
	}
}

// faultsOf says what a page lacks of what every page must have. Mail has its
// styles at each element, since programs that read it take no others.
func faultsOf(file string, data []byte) []string {
	p := readPage(data)
	mailed := strings.HasSuffix(file, "/mail.html")
	var faults []string
	want := func(ok bool, format string, args ...any) {
		if !ok {
			faults = append(faults, fmt.Sprintf(format, args...))
		}
	}
	want(len(p.all["h1"]) == 1, "%d h1", len(p.all["h1"]))
	want(len(p.all["title"]) == 1 && strings.TrimSpace(p.text(p.all["title"][0])) != "", "no title")
	want(len(p.all["html"]) == 1 && get(p.all["html"][0], "lang") != "", "no language")
	want(len(p.all["main"]) == 1, "%d main", len(p.all["main"]))
	for _, bad := range []string{"script", "iframe", "img", "form", "style", "object", "base", "video"} {
		want(len(p.all[bad]) == 0 || mailed && bad == "style" && len(p.all[bad]) == 1, "<%s> in a page", bad)
	}
	level := 0
	for _, h := range p.headings {
		l := int(h.Data[1] - '0')
		want(l <= level+1, "<%s> %q below h%d", h.Data, p.text(h), level)
		level = l
	}
	seen := map[string]bool{}
	for _, n := range p.elements {
		for _, a := range n.Attr {
			want((a.Key != "style" || mailed && !strings.Contains(a.Val, "url")) && !strings.HasPrefix(a.Key, "on"), "attribute %s", a.Key)
			want(a.Key != "src" && a.Key != "srcset", "%s=%q", a.Key, a.Val)
			if a.Key == "href" {
				want(!mailed || strings.HasPrefix(a.Val, "https://") || strings.HasPrefix(a.Val, "mailto:"), "a mail's link that leads nowhere from there: %q", a.Val)
				want(!strings.HasPrefix(strings.ToLower(strings.TrimSpace(a.Val)), "javascript:") && !strings.Contains(a.Val, "ZgotmplZ"), "href=%q", a.Val)
			}
			if a.Key == "id" {
				want(!seen[a.Val], "id %q twice", a.Val)
				want(a.Val != "" && !strings.ContainsAny(a.Val, " \t\n"), "id %q", a.Val)
				seen[a.Val] = true
			}
		}
		if n.Data == "a" {
			want(strings.TrimSpace(p.text(n)) != "", "a link without words to %q", get(n, "href"))
			want(get(n, "href") != "", "a link without an address: %q", p.text(n))
		}
		if n.Data == "link" && get(n, "rel") == "stylesheet" {
			want(!strings.Contains(get(n, "href"), "//"), "style from elsewhere")
		}
	}
	return faults
}

func TestEveryLinkWithinTheTreeLeadsSomewhere(t *testing.T) {
	for name, in := range samples() {
		files := build(t, in)
		for file, data := range files {
			if !strings.HasSuffix(file, ".html") {
				continue
			}
			base, _ := url.Parse(in.Site.BaseURL)
			here := base.ResolveReference(&url.URL{Path: strings.TrimPrefix(strings.TrimSuffix("/"+file, "index.html"), "/")})
			for _, n := range readPage(data).elements {
				href := get(n, "href")
				u, err := url.Parse(href)
				if href == "" || err != nil {
					continue
				}
				to := here.ResolveReference(u)
				if to.Scheme == "mailto" || to.Host != base.Host {
					continue
				}
				if fault := follow(files, base, to, file, data); fault != "" {
					t.Errorf("%s: %s: href=%q: %s", name, file, href, fault)
				}
			}
		}
	}
}

func follow(files map[string][]byte, base, to *url.URL, file string, data []byte) string {
	target, ok := strings.CutPrefix(to.Path, base.Path)
	if !ok {
		return "leaves the site's folder"
	}
	if target == "" || strings.HasSuffix(target, "/") {
		target = path.Join(target, "index.html")
	}
	content, ok := files[target]
	if !ok {
		return "no file " + target
	}
	if to.Fragment == "" {
		return ""
	}
	if target == file {
		content = data
	}
	for _, n := range readPage(content).elements {
		if get(n, "id") == to.Fragment {
			return ""
		}
	}
	return "no anchor " + to.Fragment
}

func TestTheSameInputInAnyOrderGivesTheSameBytes(t *testing.T) {
	want := build(t, sample())
	for seed := range uint64(5) {
		in := sample()
		shuffle(rand.New(rand.NewPCG(seed, 1)), &in)
		got := build(t, in)
		if !slices.Equal(slices.Sorted(maps.Keys(want)), slices.Sorted(maps.Keys(got))) {
			t.Fatal("other files")
		}
		for name, data := range got {
			if !bytes.Equal(data, want[name]) {
				line, a, b := firstDifference(want[name], data)
				t.Errorf("%s:%d\n%s\n%s", name, line, a, b)
			}
		}
	}
}

// shuffle disorders what Build is to bring into order itself.
func shuffle(r *rand.Rand, in *Input) {
	mix(r, in.Themes)
	mix(r, in.Window)
	mix(r, in.Earlier)
	for _, pieces := range in.Record {
		mix(r, pieces)
	}
	mix(r, in.River)
	mix(r, in.Contributions)
	mix(r, in.Citations)
	mix(r, in.Pages)
	mix(r, in.Issues)
	for _, pieces := range in.Recent {
		mix(r, pieces)
	}
	for _, crossings := range in.Crossings {
		mix(r, crossings)
	}
	people := slices.Clone(in.Roster.Contributors)
	mix(r, people)
	copied := *in.Roster
	copied.Contributors = people
	in.Roster = &copied
}

func mix[T any](r *rand.Rand, list []T) {
	r.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
}

func TestWhoOptedOutLeavesNoTrace(t *testing.T) {
	for file, data := range build(t, sample()) {
		for _, gone := range []string{"Hidden", "hidden-hal", "hal.example", "secret praise", "uncounted words", "pixel.example/x.png\" alt"} {
			if bytes.Contains(data, []byte(gone)) {
				t.Errorf("%s says %q", file, gone)
			}
		}
	}
}

func TestNoScoreIsPublished(t *testing.T) {
	for file, data := range build(t, sample()) {
		if bytes.Contains(data, []byte("score\"")) || bytes.Contains(data, []byte("0.7")) {
			t.Errorf("%s shows a score", file)
		}
	}
}

func TestTheInternalEditionSaysSoAndAsksNotToBeListed(t *testing.T) {
	files := build(t, internalSample())
	for file, data := range files {
		if strings.HasSuffix(file, ".html") && !(bytes.Contains(data, []byte(`content="noindex"`)) && bytes.Contains(data, []byte(`class="banner"`))) {
			t.Errorf("%s does not say that it is internal", file)
		}
	}
	if !bytes.Contains(files["robots.txt"], []byte("Disallow: /\n")) {
		t.Errorf("robots.txt: %s", files["robots.txt"])
	}
	for _, file := range []string{"digests/2026-W45/index.html", "themes/slack-water/index.html", "river/index.html", "tides/index.html"} {
		if !bytes.Contains(files[file], []byte(`<span class="label">internal</span>`)) {
			t.Errorf("%s marks nothing as internal", file)
		}
	}
	if public := build(t, sample()); bytes.Equal(public["feed.atom"], files["feed.atom"]) {
		t.Error("the feeds of both editions have the same ids")
	}
}

// internalSample is the sample as the edition with an overlay sees it.
func internalSample() Input {
	in := sample()
	in.Edition = in.Site.Editions[1]
	in.Window[2].Layer = 1
	in.Themes[1].Layer = 1
	in.Rules[0].Layer = 1
	in.Pages[1].Internal = true
	in.Issues[0].Sections[1].Parts[0].Internal = true
	in.Issues[0].Sections[2].Internal = true
	in.Issues[0].Sections[2].Parts[0].Items[0].Internal = true
	return in
}

// evil is what the hostile sample says everywhere.
const evil = `</title><script>alert(1)</script><img src=x onerror=alert(2)>" onclick="x" '` + "\u202e\x00\x1b[31m"

// hostileSample has markup and worse in every text that people or strangers give.
func hostileSample() Input {
	in := sample()
	site := *in.Site
	site.Title, site.Tagline, site.Contact = evil, evil, "javascript:alert(3)"
	in.Site = &site
	people := []*roster.Contributor{}
	was := map[*roster.Contributor]*roster.Contributor{}
	for _, c := range in.Roster.Contributors {
		d := *c
		d.Name, d.Site, d.Profiles, d.Correction, d.Words, d.Language = evil+c.ID, "javascript:alert(4)", []string{"data:text/html,x"}, evil, evil, `"><script>`
		people, was[c] = append(people, &d), &d
	}
	r := *in.Roster
	r.Contributors = people
	in.Roster = &r
	for _, p := range in.Window {
		p.Title, p.Excerpt, p.Language, p.URL = evil, evil, evil, "javascript:alert(5)//"+p.ID
		p.AlsoAt = []string{"javascript:alert(6)", evil}
		p.Contributor = was[p.Contributor]
		p.People[0].Name, p.People[0].Contributor = evil, nil
		for i := range p.Tags {
			p.Tags[i].Evidence[0].Quote, p.Tags[i].Evidence[0].Where = evil, evil
		}
	}
	for i := range in.Citations {
		c := &in.Citations[i]
		c.Of, c.Passage, c.Address = was[c.Of], evil, "javascript:alert(7)"
	}
	for i := range in.Themes {
		in.Themes[i].Label, in.Themes[i].Note, in.Themes[i].Terms = evil, evil, []string{evil}
	}
	for i := range in.Rules {
		in.Rules[i].Owner, in.Rules[i].Reason, in.Rules[i].When = evil, evil, evil
	}
	for i := range in.Issues {
		is := &in.Issues[i]
		is.Title = evil
		for j := range is.Sections {
			is.Sections[j].Title = evil
			for _, part := range is.Sections[j].Parts {
				for k := range part.Items {
					it := &part.Items[k]
					it.Title, it.Facts.URL, it.Facts.Language, it.Facts.Contributor.Name, it.Facts.Excerpt, it.Facts.Byline = evil, "javascript:alert(8)", evil, evil, evil, []string{evil}
					it.Facts.Sectors = []digest.Ref{{ID: "gone", Name: evil}}
				}
			}
		}
	}
	for i := range in.Pages {
		in.Pages[i].Title, in.Pages[i].Summary = evil, evil
	}
	return in
}

// A readout is a page taken apart.
type readout struct {
	elements, headings []*html.Node
	all                map[string][]*html.Node
}

func readPage(data []byte) readout {
	p := readout{all: map[string][]*html.Node{}}
	root, err := html.Parse(bytes.NewReader(data))
	if err != nil {
		return p
	}
	for n := range root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		p.elements = append(p.elements, n)
		if n.Namespace == "svg" {
			continue // a drawing has titles and links of its own
		}
		p.all[n.Data] = append(p.all[n.Data], n)
		if len(n.Data) == 2 && n.Data[0] == 'h' && n.Data[1] >= '1' && n.Data[1] <= '6' {
			p.headings = append(p.headings, n)
		}
	}
	return p
}

func (readout) text(n *html.Node) string {
	var b strings.Builder
	for c := range n.Descendants() {
		if c.Type == html.TextNode {
			b.WriteString(c.Data)
		}
	}
	return b.String()
}

func get(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}
