package weft_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// floors says on which floor each package lies. A package imports only from
// floors below its own.
var floors = map[string]int{
	"internal/diag": 0, "internal/period": 0, "internal/route": 0, "internal/atomicfile": 0, "internal/htmlsafe": 0, "internal/text": 0,
	"internal/leak": 0, "internal/revision": 0, "internal/entry": 0, "internal/graphml": 0,
	"internal/post": 1, "internal/diag/diagtest": 1, "internal/feed/intaketest": 1, "internal/tomlfile": 1, "internal/markdown": 1, "internal/story": 1, "internal/detect": 1,
	"internal/config": 2, "internal/fetch": 2, "internal/publish": 2,
	"internal/roster": 3, "internal/feed": 3, "internal/archive": 3, "internal/release": 3,
	"internal/policy": 4, "internal/contribution": 4, "internal/health": 4, "internal/discover": 4, "internal/opml": 4,
	"internal/gather": 5, "internal/amend": 5, "internal/theme": 5, "internal/emerging": 5, "internal/influence": 5, "internal/enlist": 5,
	"internal/digest": 6, "internal/travel": 6,
	"internal/syndicate": 7, "internal/picture": 7, "internal/mail": 7,
	"internal/site":    8,
	"internal/edition": 9,
	"internal/preview": 9,
	".":                9,
	"internal/lint":    10,
	"cmd/weft":         11,
}

// only says which packages alone may import what lies outside.
var only = map[string][]string{
	"github.com/BurntSushi/toml":               {"internal/tomlfile"},
	"github.com/pelletier/go-toml/v2/unstable": {"internal/tomlfile"},
	"github.com/microcosm-cc/bluemonday":       {"internal/htmlsafe"},
	"github.com/yuin/goldmark":                 {"internal/markdown"},
	"github.com/mmcdole/gofeed":                {"internal/feed"},
	"github.com/expr-lang/expr":                {"internal/policy"},
	"github.com/spf13/cobra":                   {"cmd/weft"},
	"github.com/spf13/pflag":                   {"cmd/weft"},
	"code.dny.dev/ssrf":                        {"internal/fetch"},
	"github.com/andybalholm/brotli":            {"internal/fetch"},
	"database/sql":                             {"internal/archive"},
	"modernc.org/sqlite":                       {"internal/archive"},
	"html/template":                            {"internal/site"},
	"github.com/fsnotify/fsnotify":             {"internal/preview"},
	"github.com/wneessen/go-mail":              {"internal/mail", "internal/post"},
	"log/slog":                                 {"internal/fetch"},
	"os/exec":                                  {"cmd/weft", "internal/revision", "internal/feed/intaketest"}, // git alone, and a judge in tests
}

// onNetwork lists the only packages that may import net/http or net: one asks, one
// answers, one hands over mail.
var onNetwork = []string{"internal/fetch", "internal/preview", "internal/post"}

// pure lists the packages of the middle: no clock, no file, no log.
var pure = []string{"internal/entry", "internal/text", "internal/htmlsafe", "internal/markdown", "internal/period", "internal/route", "internal/feed",
	"internal/policy", "internal/health", "internal/theme", "internal/emerging", "internal/story", "internal/detect", "internal/graphml", "internal/influence", "internal/digest", "internal/syndicate", "internal/travel", "internal/picture", "internal/mail", "internal/site", "internal/leak", "internal/discover", "internal/opml", "internal/contribution"}

// A source is a Go file that is no test.
type source struct {
	dir, path string
	file      *ast.File
	set       *token.FileSet
}

func sources(t *testing.T) []source {
	t.Helper()
	var out []source
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (path == "bench" || path == "public" || strings.HasPrefix(d.Name(), ".") && path != ".") {
			return fs.SkipDir
		}
		if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		set := token.NewFileSet()
		f, err := parser.ParseFile(set, path, nil, parser.ParseComments)
		out = append(out, source{filepath.ToSlash(filepath.Dir(path)), filepath.ToSlash(path), f, set})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func imports(f *ast.File) []string {
	var out []string
	for _, spec := range f.Imports {
		path, _ := strconv.Unquote(spec.Path.Value)
		out = append(out, path)
	}
	return out
}

// breach says what is wrong with an import; "" when nothing is.
func breach(dir, path string) string {
	floor, known := floors[dir]
	if !known {
		return "is on no floor; floors_test.go says where packages lie"
	}
	if inner, ok := strings.CutPrefix(path, "weft/"); ok || path == "weft" {
		if path == "weft" {
			inner = "."
		}
		below, known := floors[inner]
		if !known || below >= floor {
			return "imports upwards or sideways: " + path
		}
	}
	for outside, allowed := range only {
		if (path == outside || strings.HasPrefix(path, outside+"/")) && !slices.Contains(allowed, dir) {
			return "may not import " + path
		}
	}
	if (path == "net/http" || path == "net") && !slices.Contains(onNetwork, dir) {
		return "may have nothing to do with the network"
	}
	if slices.Contains(pure, dir) && (path == "os" || path == "log") {
		return "belongs to the pure middle and may not import " + path
	}
	return ""
}

func TestPackagesImportOnlyDownward(t *testing.T) {
	for _, s := range sources(t) {
		for _, path := range imports(s.file) {
			if wrong := breach(s.dir, path); wrong != "" {
				t.Errorf("%s: %s", s.path, wrong)
			}
		}
	}
}

func TestABreachIsSeen(t *testing.T) {
	for _, c := range []struct{ dir, path string }{
		{"internal/theme", "weft/internal/digest"},
		{"internal/theme", "weft/internal/influence"},
		{"internal/entry", "weft/cmd/weft"},
		{"internal/site", "net/http"},
		{"internal/digest", "github.com/yuin/goldmark/ast"},
		{"internal/policy", "os"},
		{"internal/newcomer", "fmt"},
	} {
		if breach(c.dir, c.path) == "" {
			t.Errorf("%s importing %s went unseen", c.dir, c.path)
		}
	}
}

func TestThePureMiddleReadsNoClock(t *testing.T) {
	for _, s := range sources(t) {
		if !slices.Contains(pure, s.dir) {
			continue
		}
		ast.Inspect(s.file, func(n ast.Node) bool {
			if sel, ok := n.(*ast.SelectorExpr); ok {
				if x, ok := sel.X.(*ast.Ident); ok && x.Name == "time" && (sel.Sel.Name == "Now" || sel.Sel.Name == "Since" || sel.Sel.Name == "Local") {
					t.Errorf("%s: time.%s: what time it is, the caller says", s.set.Position(sel.Pos()), sel.Sel.Name)
				}
			}
			return true
		})
	}
}

func TestEveryPackageBeginsWithItsPromise(t *testing.T) {
	said := map[string]string{}
	for _, s := range sources(t) {
		said[s.dir] += s.file.Doc.Text()
	}
	for dir, doc := range said {
		if dir == "cmd/weft" || dir == "." {
			continue // a program and a carrier of files: their doc is the tour
		}
		if !strings.Contains(doc, "promise") {
			t.Errorf("%s: its package comment does not say what it promises:\n%s", dir, doc)
		}
	}
}

func TestFunctionsAreShort(t *testing.T) {
	const longest = 80
	for _, s := range sources(t) {
		for _, d := range s.file.Decls {
			if f, ok := d.(*ast.FuncDecl); ok {
				if n := s.set.Position(f.End()).Line - s.set.Position(f.Pos()).Line + 1; n > longest {
					t.Errorf("%s: %s has %d lines, more than %d", s.set.Position(f.Pos()), f.Name.Name, n, longest)
				}
			}
		}
	}
}

func TestEveryExportedNameIsExplained(t *testing.T) {
	for _, s := range sources(t) {
		for _, d := range s.file.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				// Error and Unwrap are what the standard library says they are.
				if d.Name.IsExported() && d.Doc == nil && exportedReceiver(d) && d.Name.Name != "Error" && d.Name.Name != "Unwrap" {
					t.Errorf("%s: %s has no doc comment", s.set.Position(d.Pos()), d.Name.Name)
				}
			case *ast.GenDecl:
				explained(t, s, d)
			}
		}
	}
}

func explained(t *testing.T, s source, d *ast.GenDecl) {
	for _, spec := range d.Specs {
		switch spec := spec.(type) {
		case *ast.TypeSpec:
			if spec.Name.IsExported() && d.Doc == nil && spec.Doc == nil {
				t.Errorf("%s: %s has no doc comment", s.set.Position(spec.Pos()), spec.Name.Name)
			}
		case *ast.ValueSpec:
			for _, name := range spec.Names {
				if name.IsExported() && d.Doc == nil && spec.Doc == nil && spec.Comment == nil {
					t.Errorf("%s: %s has no doc comment", s.set.Position(name.Pos()), name.Name)
				}
			}
		}
	}
}

// exportedReceiver reports whether a function is reached from outside: a plain
// one, or a method of an exported type.
func exportedReceiver(d *ast.FuncDecl) bool {
	if d.Recv == nil {
		return true
	}
	typ := d.Recv.List[0].Type
	if star, ok := typ.(*ast.StarExpr); ok {
		typ = star.X
	}
	if index, ok := typ.(*ast.IndexExpr); ok {
		typ = index.X
	}
	name, ok := typ.(*ast.Ident)
	return ok && name.IsExported()
}
