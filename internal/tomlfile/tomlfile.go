// Package tomlfile reads the TOML that people write: strictly, and with the
// line of every key, so that a fault can be shown where it stands. It is the
// only importer of TOML libraries: BurntSushi/toml decodes, go-toml's unstable
// parser tells positions.
//
// It promises that an unknown key is a problem with a hint, never silently
// dropped, and that all problems of a file come together.
package tomlfile

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"weft/internal/diag"

	"github.com/BurntSushi/toml"
)

// Decode reads a whole TOML file into v, a pointer to a struct with toml tags.
// Faults are added to probs; what could be read is in v all the same, unless
// the syntax is broken. The Lines tell where each key stands.
func Decode(name string, data []byte, v any, probs *diag.List) Lines {
	return decode(name, data, 1, v, probs)
}

func decode(name string, data []byte, first int, v any, probs *diag.List) Lines {
	lines := index(data, first)
	meta, err := toml.Decode(string(data), v)
	if err != nil {
		line, message := describe(err)
		hint := syntaxHint(message)
		if diag.IsConflict(nthLine(data, line)) {
			hint = diag.ConflictHint
		} else if m := onlyTable.FindStringSubmatch(nthLine(data, line)); m != nil && strings.Contains(message, "and takes a list") {
			hint = fmt.Sprintf("there may be several, so each begins with two brackets: [[%s]]", m[1])
		} else if malformedDate.MatchString(nthLine(data, line)) {
			hint = "a date has no quotes, the year first, and two digits each for month and day: 2026-11-03, or with a time 2026-11-03T10:00:00Z"
		}
		probs.Add(name, lines.ofFault(err, data, first, line+first-1), hint, "%s", message)
		lines.broken = true
		return lines
	}
	reportUnknown(name, meta.Undecoded(), lines, reflect.TypeOf(v), probs)
	return lines
}

func nthLine(data []byte, n int) string {
	for line := range bytes.Lines(data) {
		if n--; n == 0 {
			return string(line)
		}
	}
	return ""
}

// onlyTable is the head of a table of which there is one.
var onlyTable = regexp.MustCompile(`^\s*\[\s*([^\[\]]+?)\s*\]`)

// malformedDate is a value like a date, without quotes: where the decoder stops at
// such a line, it is not written as TOML has them.
var malformedDate = regexp.MustCompile(`[=\[{,]\s*\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}`)

// describe takes the line and the bare words out of a decoder's error.
func describe(err error) (int, string) {
	var parse toml.ParseError
	if !errors.As(err, &parse) {
		return describeType(err)
	}
	message := parse.Message
	if message == "" { // an error of a type: its text is the message behind the position
		_, message, _ = strings.Cut(parse.Error(), "): ")
		if message == "" {
			message = strings.TrimPrefix(parse.Error(), "toml: ")
		}
	}
	return max(parse.Position.Line, 1), strings.TrimSuffix(message, ".")
}

// A fault of type is no ParseError: its line stands in its text alone.
var typeFault = regexp.MustCompile(`^(?:toml: )?line (\d+) \(last key "(.*)"\): (.*)$`)

func describeType(err error) (int, string) {
	m := typeFault.FindStringSubmatch(err.Error())
	if m == nil {
		return 1, strings.TrimPrefix(err.Error(), "toml: ")
	}
	line, _ := strconv.Atoi(m[1])
	if kinds := kindFault.FindStringSubmatch(m[3]); kinds != nil {
		return line, fmt.Sprintf("%q holds %s, and takes %s", m[2], cmp.Or(kindNames[kinds[1]], kinds[1]), cmp.Or(kindNames[kinds[2]], kinds[2]))
	}
	if kinds := tableFault.FindStringSubmatch(m[3]); kinds != nil {
		return line, fmt.Sprintf("%q holds %s, and takes %s", m[2], cmp.Or(kindNames[kinds[1]], kinds[1]), kindNames["table"])
	}
	return line, fmt.Sprintf("%q: %s", m[2], m[3])
}

// ofFault gives the line of a value of the wrong kind. Of a key that stands in
// many tables the decoder names the last one's line: the right one is the first
// that holds such a value.
func (l Lines) ofFault(err error, data []byte, first, otherwise int) int {
	m := typeFault.FindStringSubmatch(err.Error())
	if m == nil {
		return otherwise
	}
	kinds := kindFault.FindStringSubmatch(m[3])
	if kinds == nil || valueBegins[kinds[1]] == nil {
		return otherwise
	}
	source := bytes.Split(data, []byte("\n"))
	for _, line := range l.plain[m[2]] {
		if at := line - first; at >= 0 && at < len(source) && valueBegins[kinds[1]].Match(source[at]) {
			return line
		}
	}
	return otherwise
}

// valueBegins is how a line looks that gives a key a value of a kind.
var valueBegins = map[string]*regexp.Regexp{
	"string":  regexp.MustCompile(`=[ \t]*["']`),
	"int64":   regexp.MustCompile(`=[ \t]*[+-]?[0-9_xob]+[ \t\r]*(?:#|$)`),
	"float64": regexp.MustCompile(`=[ \t]*[+-]?(?:[0-9_]+[.eE]|inf|nan)`),
	"integer": regexp.MustCompile(`=[ \t]*[+-]?[0-9_xob]+[ \t\r]*(?:#|$)`),
	"float":   regexp.MustCompile(`=[ \t]*[+-]?(?:[0-9_]+[.eE]|inf|nan)`),
	"bool":    regexp.MustCompile(`=[ \t]*(?:true|false)`),
	"boolean": regexp.MustCompile(`=[ \t]*(?:true|false)`),
	"array":   regexp.MustCompile(`=[ \t]*\[`),
	"slice":   regexp.MustCompile(`=[ \t]*\[`),
}

// The decoder names kinds of values as a programmer does.
var (
	kindFault  = regexp.MustCompile(`^incompatible types: TOML value has type (\S+); destination has type (\w+)$`)
	tableFault = regexp.MustCompile(`^type mismatch for .+: expected table but found (\S+)$`)
	kindNames  = map[string]string{"string": "a text", "slice": "a list in [ ]", "array": "a list in [ ]", "map": "a table", "map[string]any": "a table", "map[string]interface {}": "a table", "table": "a table",
		"integer": "a whole number", "int64": "a whole number", "float": "a number", "float64": "a number", "boolean": "true or false", "bool": "true or false", "time.Time": "a date"}
)

// syntaxHints say in plain words what a decoder's message is about: the first
// that fits.
var syntaxHints = []struct{ said, hint string }{
	{", and takes ", "docs/formats.md says which kind of value each key takes"},
	{"is no date", "docs/formats.md says which kind of value each key takes"},
	{"already been defined", "remove one of the two, or write [[…]] for a list"},
	{"duplicate", "remove one of the two, or write [[…]] for a list"},
	{"UTF-16", notTextHint},
	{"strings cannot contain newlines", "a \" is missing at the end of this line"},
	{"found '“'", "write straight quotation marks \" in place of “ and ”"},
	{"found '„'", "write straight quotation marks \" in place of „ and “"},
	{"found '‘'", "write straight quotation marks \" in place of ‘ and ’"},
	{"expected '.' or '='", "between a key and its value stands =, as in title = \"…\""},
	{"expected value but found", "words stand in double quotes, as in title = \"…\"; true, false, numbers and dates without"},
	{"expected a top-level item to end", "a quotation mark within the words ends them; write “ and ” there, and each key on a line of its own"},
}

func syntaxHint(message string) string {
	for _, h := range syntaxHints {
		if strings.Contains(message, h.said) {
			return h.hint
		}
	}
	return "strings stand in double quotes, lists in [ ], and each key on a line of its own"
}

// reportUnknown adds a problem for every place where a key stands that the
// struct has no field for.
func reportUnknown(name string, unknown []toml.Key, lines Lines, t reflect.Type, probs *diag.List) {
	var done []string
	for _, key := range unknown {
		path := strings.Join(key, ".")
		if slices.Contains(done, path) || slices.ContainsFunc(done, func(d string) bool { return strings.HasPrefix(path, d+".") }) {
			continue
		}
		done = append(done, path)
		known := fieldsAt(t, key[:len(key)-1])
		last := key[len(key)-1]
		hint := diag.DidYouMean(last, known, "known here: "+strings.Join(known, ", "))
		if table := key[:len(key)-1]; len(table) > 1 && slices.Contains(fieldsAt(t, table[:len(table)-1]), last) {
			hint = fmt.Sprintf("it belongs to [[%s]]: move the line above [[%s]]", strings.Join(table[:len(table)-1], "."), strings.Join(table, "."))
		}
		for _, line := range lines.all(path) {
			probs.Add(name, line, hint, "unknown key %q", last)
		}
	}
}

// fieldsAt lists the keys that a struct takes at a path below t, sorted.
func fieldsAt(t reflect.Type, path []string) []string {
	t = element(t)
	for _, part := range path {
		field, ok := fieldByKey(t, part)
		if !ok {
			return nil
		}
		t = element(field.Type)
	}
	if t.Kind() != reflect.Struct {
		return nil
	}
	var names []string
	for f := range structFields(t) {
		names = append(names, keyOf(f))
	}
	slices.Sort(names)
	return names
}

func fieldByKey(t reflect.Type, key string) (reflect.StructField, bool) {
	if t.Kind() == reflect.Struct {
		for f := range structFields(t) {
			if keyOf(f) == key {
				return f, true
			}
		}
	}
	return reflect.StructField{}, false
}

func structFields(t reflect.Type) func(func(reflect.StructField) bool) {
	return func(yield func(reflect.StructField) bool) {
		for i := range t.NumField() {
			if f := t.Field(i); f.IsExported() && keyOf(f) != "-" && !yield(f) {
				return
			}
		}
	}
}

func keyOf(f reflect.StructField) string {
	name, _, _ := strings.Cut(f.Tag.Get("toml"), ",")
	return name
}

func element(t reflect.Type) reflect.Type {
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice || t.Kind() == reflect.Map {
		t = t.Elem()
	}
	return t
}
