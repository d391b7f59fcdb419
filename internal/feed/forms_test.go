package feed

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestTheDocumentationNamesEveryElementThatIsRead holds the table of
// docs/formats.md against the forms.
func TestTheDocumentationNamesEveryElementThatIsRead(t *testing.T) {
	doc, err := os.ReadFile(filepath.Join("..", "..", "docs", "formats.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, table, found := strings.Cut(strings.ToLower(string(doc)), "### from which element")
	if !found {
		t.Fatal("docs/formats.md has no table of elements")
	}
	table, _, _ = strings.Cut(table, "\n## ")
	for _, names := range []map[string]form{forms, atomForms} {
		for _, name := range slices.Sorted(maps.Keys(names)) {
			if isPart(name) || strings.Contains(table, "`"+name+"`") {
				continue
			}
			t.Errorf("docs/formats.md does not say what is read from %q", name)
		}
	}
}

// isPart names what only stands inside an element that is named.
func isPart(name string) bool {
	switch name {
	case "atom:name", "atom:email", "atom:uri", "atom:contributor", "itunes:name", "itunes:email", "itunes:owner", "media:credit":
		return true
	}
	return false
}
