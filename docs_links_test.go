package weft_test

import (
	"maps"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"
)

// documents lists the Markdown that explains the program: at the root and in docs/.
func documents(t *testing.T) []string {
	var all []string
	for _, form := range []string{"*.md", "docs/*.md", "bench/*.md", "templates/*.md"} {
		files, err := filepath.Glob(form)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, files...)
	}
	if len(all) < 5 {
		t.Fatalf("only %d documents were found: %v", len(all), all)
	}
	return all
}

var (
	fenced  = regexp.MustCompile("(?s)```.*?```")
	spanned = regexp.MustCompile("`[^`\n]*`")
	linked  = regexp.MustCompile(`\]\(([^)\s]+)\)`)
	given   = regexp.MustCompile(`<a id="([^"]+)">`)
	heading = regexp.MustCompile(`(?m)^#{1,6} +(.*)$`)
)

// linksOf lists where a document's links lead; code is no link.
func linksOf(text string) []string {
	text = spanned.ReplaceAllString(fenced.ReplaceAllString(text, ""), "")
	var all []string
	for _, m := range linked.FindAllStringSubmatch(text, -1) {
		all = append(all, m[1])
	}
	return all
}

// anchorsOf lists the anchors of a document as forges make them of headings:
// lower case, blanks as hyphens, other signs left out.
func anchorsOf(text string) map[string]bool {
	text = fenced.ReplaceAllString(text, "")
	all := map[string]bool{}
	for _, m := range given.FindAllStringSubmatch(text, -1) {
		all[m[1]] = true
	}
	for _, m := range heading.FindAllStringSubmatch(text, -1) {
		all[anchorOf(m[1])] = true
	}
	return all
}

func anchorOf(title string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == ' ':
			return '-'
		case r == '-' || r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r):
			return unicode.ToLower(r)
		}
		return -1
	}, strings.TrimSpace(title))
}

// brokenLink says what is wrong with a link of a document; "" when nothing is,
// or when it leads out of the repository.
func brokenLink(from, to string) string {
	u, err := url.Parse(to)
	if err != nil {
		return "cannot be read"
	}
	if u.Scheme != "" {
		return ""
	}
	file := from
	if u.Path != "" {
		file = path.Join(path.Dir(filepath.ToSlash(from)), u.Path)
	}
	if _, err := os.Stat(file); err != nil {
		return "leads to no file"
	}
	if u.Fragment == "" {
		return ""
	}
	text, err := os.ReadFile(file)
	if err != nil || !anchorsOf(string(text))[u.Fragment] {
		return "leads to no heading of " + file
	}
	return ""
}

func TestLinksBetweenDocumentsLeadSomewhere(t *testing.T) {
	for _, file := range documents(t) {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, to := range linksOf(string(text)) {
			if wrong := brokenLink(file, to); wrong != "" {
				t.Errorf("%s: the link (%s) %s", file, to, wrong)
			}
		}
	}
}

func TestABrokenLinkIsSeen(t *testing.T) {
	for _, to := range []string{"docs/nothing.md", "CONTRIBUTING.md#nothing", "#nothing"} {
		if brokenLink("README.md", to) == "" {
			t.Errorf("the link (%s) leads nowhere, and was not seen", to)
		}
	}
	for _, to := range []string{"CONTRIBUTING.md#house-style", "https://example.org/", "docs/formats.md#sitetoml"} {
		if wrong := brokenLink("README.md", to); wrong != "" {
			t.Errorf("the link (%s) is good, and it was said that it %s", to, wrong)
		}
	}
}

// firstColumn gives what stands in backquotes in the first column of every
// table of a document.
func firstColumn(text string) []string {
	var all []string
	for _, line := range strings.Split(text, "\n") {
		if rest, ok := strings.CutPrefix(line, "|"); ok {
			first, _, _ := strings.Cut(rest, "|")
			for _, m := range code.FindAllStringSubmatch(first, -1) {
				all = append(all, m[1])
			}
		}
	}
	return all
}

var required = regexp.MustCompile(`(?m)^\t(?:require )?([a-z][^ ]*/[^ ]*) v`)

func TestEveryModuleIsExplained(t *testing.T) {
	mod, err := os.ReadFile("go.mod")
	if err != nil {
		t.Fatal(err)
	}
	document, err := os.ReadFile("docs/dependencies.md")
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	for _, m := range required.FindAllStringSubmatch(string(mod), -1) {
		want = append(want, m[1])
	}
	if len(want) < 10 {
		t.Fatalf("only %d modules were found in go.mod", len(want))
	}
	got := firstColumn(string(document))
	for _, module := range want {
		if !slices.Contains(got, module) {
			t.Errorf("docs/dependencies.md does not say what %s is for", module)
		}
	}
	for _, module := range got {
		if !slices.Contains(want, module) {
			t.Errorf("docs/dependencies.md explains %s, which go.mod does not require", module)
		}
	}
}

func TestTheFloorsAreDrawnAsTheyAre(t *testing.T) {
	text, err := os.ReadFile("docs/architecture.md")
	if err != nil {
		t.Fatal(err)
	}
	_, table, found := strings.Cut(string(text), "<!-- floors -->\n")
	if !found {
		t.Fatal("docs/architecture.md has no table of floors")
	}
	drawn := map[string]int{".": floors["."]} // the root package is said in words
	for _, line := range strings.Split(table, "\n") {
		cells := strings.Split(line, "|")
		if len(cells) < 4 {
			break
		}
		floor, err := strconv.Atoi(strings.TrimSpace(cells[1]))
		if err != nil {
			continue // the head
		}
		for _, m := range code.FindAllStringSubmatch(cells[2], -1) {
			name := m[1]
			if !strings.Contains(name, "/") {
				name = "internal/" + name
			}
			drawn[name] = floor
		}
	}
	if !maps.Equal(drawn, floors) {
		t.Errorf("docs/architecture.md draws %v, the floors are %v", drawn, floors)
	}
}
