package weft_test

import (
	"fmt"
	"go/ast"
	"maps"
	"os"
	"path"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// The documents are checked like code. Here docs/formats.md is held against
// the structs whose keys it explains; docs_links_test.go checks links, and the
// tables that repeat what stands elsewhere.

// excused are structs of JSON that need no table, each with the reason. All
// others that the code has must be in docs/formats.md.
var excused = map[string]string{
	"diag.Problem":         "check --json has a form of its own",
	"preview.fault":        "between serve and its own page in the browser",
	"preview.trouble":      "between serve and its own page in the browser",
	"publish.content":      "weft's own notes below .weft/, told to nobody",
	"publish.journal":      "weft's own notes below .weft/, told to nobody",
	"publish.op":           "weft's own notes below .weft/, told to nobody",
	"publish.record":       "weft's own notes below .weft/, told to nobody",
	"release.Owner":        "weft's own notes beside a published tree, told to nobody",
	"weft.sentNote":        "weft's own notes below .weft/, told to nobody",
	"release.unsaid":       "weft's own notes beside a published tree, told to nobody",
	"syndicate.jsonAuthor": "JSON Feed 1.1 says what it is",
	"syndicate.jsonFeed":   "JSON Feed 1.1 says what it is",
	"syndicate.jsonItem":   "JSON Feed 1.1 says what it is",
	"syndicate.jsonSource": "JSON Feed 1.1 says what it is",
}

// keysOf lists the keys in the tags of every struct, by "package.Struct", and
// says which structs people write themselves.
func keysOf(t *testing.T) (keys map[string][]string, byPeople []string) {
	keys = map[string][]string{}
	for _, s := range sources(t) {
		ast.Inspect(s.file, func(n ast.Node) bool {
			spec, ok := n.(*ast.TypeSpec)
			if !ok {
				return true
			}
			form, ok := spec.Type.(*ast.StructType)
			if !ok {
				return true
			}
			name := path.Base(s.dir) + "." + spec.Name.Name
			for _, field := range form.Fields.List {
				key, mine := keyOf(field)
				if key == "" {
					continue
				}
				keys[name] = append(keys[name], key)
				if mine && !slices.Contains(byPeople, name) {
					byPeople = append(byPeople, name)
				}
			}
			return true
		})
	}
	return keys, byPeople
}

// keyOf reads a field's tag. byPeople: it is one of a file that people write.
func keyOf(field *ast.Field) (key string, byPeople bool) {
	if field.Tag == nil {
		return "", false
	}
	text, _ := strconv.Unquote(field.Tag.Value)
	tag := reflect.StructTag(text)
	for _, kind := range []string{"toml", "expr", "json"} {
		if name, _, _ := strings.Cut(tag.Get(kind), ","); name != "" && name != "-" {
			return name, kind != "json"
		}
	}
	return "", false
}

var (
	marker = regexp.MustCompile(`^<!-- documents: (.*) -->$`)
	code   = regexp.MustCompile("`([^`]+)`")
)

// tablesOf gives the keys in the first column of each marked table, by the
// structs its marker names.
func tablesOf(document string) map[string][]string {
	tables := map[string][]string{}
	about := ""
	for _, line := range strings.Split(document, "\n") {
		if m := marker.FindStringSubmatch(line); m != nil {
			about = m[1]
			tables[about] = []string{}
			continue
		}
		if !strings.HasPrefix(line, "|") {
			about = ""
			continue
		}
		if about == "" {
			continue
		}
		first, _, _ := strings.Cut(line[1:], "|")
		for _, m := range code.FindAllStringSubmatch(first, -1) {
			tables[about] = append(tables[about], m[1])
		}
	}
	return tables
}

// compareKeys says what a document lacks of the structs and what it has too much.
func compareKeys(keys map[string][]string, wanted []string, tables map[string][]string) []string {
	var wrong []string
	told := map[string]bool{}
	for _, about := range slices.Sorted(maps.Keys(tables)) {
		var want []string
		for _, name := range strings.Fields(about) {
			told[name] = true
			if keys[name] == nil {
				wrong = append(wrong, fmt.Sprintf("a table is about %s, which has no keys or is no more", name))
			}
			want = append(want, keys[name]...)
		}
		for _, key := range want {
			if !slices.Contains(tables[about], key) {
				wrong = append(wrong, fmt.Sprintf("the table about %s lacks %q", about, key))
			}
		}
		for _, key := range tables[about] {
			if !slices.Contains(want, key) {
				wrong = append(wrong, fmt.Sprintf("the table about %s has %q, which is no key", about, key))
			}
		}
	}
	for _, name := range wanted {
		if !told[name] {
			wrong = append(wrong, fmt.Sprintf("no table is about %s; write <!-- documents: %s --> and a table of its keys", name, name))
		}
	}
	return wrong
}

func TestEveryKeyOfEveryFileIsDocumented(t *testing.T) {
	document, err := os.ReadFile("docs/formats.md")
	if err != nil {
		t.Fatal(err)
	}
	keys, wanted := keysOf(t)
	if len(wanted) < 15 {
		t.Fatalf("only %d structs that people write were found: %v", len(wanted), wanted)
	}
	for name := range keys {
		if excused[name] == "" && !slices.Contains(wanted, name) {
			wanted = append(wanted, name)
		}
	}
	slices.Sort(wanted)
	for name := range excused {
		if keys[name] == nil {
			t.Errorf("%s is excused from docs/formats.md, and is no more", name)
		}
	}
	for _, wrong := range compareKeys(keys, wanted, tablesOf(string(document))) {
		t.Errorf("docs/formats.md: %s", wrong)
	}
}

func TestAMissingOrStaleKeyIsSeen(t *testing.T) {
	keys := map[string][]string{"config.Sector": {"id", "name"}, "roster.feedRow": {"url"}}
	document := "<!-- documents: config.Sector -->\n| key | what |\n|---|---|\n| `id` | x |\n| `colour` | y |\n"
	want := []string{
		`the table about config.Sector lacks "name"`,
		`the table about config.Sector has "colour", which is no key`,
		"no table is about roster.feedRow; write <!-- documents: roster.feedRow --> and a table of its keys",
	}
	if got := compareKeys(keys, []string{"config.Sector", "roster.feedRow"}, tablesOf(document)); !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
}
