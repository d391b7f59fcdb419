package policy

import (
	"errors"
	"fmt"
	"io/fs"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"weft/internal/diag"
	"weft/internal/roster"
	"weft/internal/tomlfile"
)

const whatCanBeAsked = "docs/formats.md lists what entry and feed can be asked, and the functions there are"

// rephrased says in the words of a policy file what the compiler says in those of
// the program: the first form that fits.
var rephrased = []struct {
	form *regexp.Regexp
	say  func(m []string) (said, hint string)
}{
	{regexp.MustCompile(`^type policy\.(Entry|Feed)Facts has no field (\w+)$`), noMember},
	{regexp.MustCompile(`^unknown name (\S+)$`), noName},
	{regexp.MustCompile(`^(not enough|too many) arguments to call (\w+)$`), func(m []string) (string, string) {
		return fmt.Sprintf("%s was given %s", m[2], map[string]string{"not enough": "too little", "too many": "too much"}[m[1]]), asWritten(m[2])
	}},
	{regexp.MustCompile(`^cannot use (\S+) as argument \(type (\S+)\) to call (\w+) ?$`), func(m []string) (string, string) {
		return fmt.Sprintf("%s takes %s, and was given %s", m[3], kindOf(m[2]), kindOf(m[1])), asWritten(m[3])
	}},
	{regexp.MustCompile(`^invalid operation: (\S+) \(mismatched types (\S+) and (\S+)\)$`), mismatch},
	{regexp.MustCompile(`^invalid operation: (\S+) \(mismatched type (\S+)\)$`), func(m []string) (string, string) {
		return fmt.Sprintf("%q cannot stand before %s", m[1], kindOf(m[2])), "put what it says no to in brackets: not (entry.title contains \"x\")"
	}},
	{regexp.MustCompile(`^expected bool, but got (.+)$`), func(m []string) (string, string) {
		return "the answer is " + kindOf(m[1]) + ", and not yes or no", `compare it with something, such as entry.title contains "tender" or entry.words > 300`
	}},
	{regexp.MustCompile("^error parsing regexp: (.+?): `(.*)`$"), func(m []string) (string, string) {
		return fmt.Sprintf("the pattern cannot be read: %s: %s", m[1], m[2]), `a sign of patterns that is meant as itself takes \ before it (in "…" of an expression \\); to find plain words write contains`
	}},
	{regexp.MustCompile(`^literal not terminated$`), func([]string) (string, string) {
		return "a quotation mark is missing at the end of a text", `texts within when = '…' stand in "…"`
	}},
	{regexp.MustCompile(`^unexpected token EOF$`), func([]string) (string, string) {
		return "the expression ends too soon", "something is missing behind its last word, or a bracket is not closed"
	}},
	{regexp.MustCompile(`^unexpected token (\w+)\("(.*)"\)$`), func(m []string) (string, string) {
		return fmt.Sprintf("%q is not expected here", m[2]), slip(m[2])
	}},
	{regexp.MustCompile(`^unrecognized character: (.+)$`), func(m []string) (string, string) {
		return fmt.Sprintf("the sign %s has no meaning here", m[1]), `texts stand in straight quotation marks "…", and == compares`
	}},
	{regexp.MustCompile(`^builtin (\w+) takes only array \(got (\S+)\)$`), func(m []string) (string, string) {
		return fmt.Sprintf("%s takes a list, and was given %s", m[1], kindOf(m[2])), "lists are " + strings.Join(lists(), ", ")
	}},
	{regexp.MustCompile(`^compilation failed: expression exceeds maximum allowed nodes$`), func([]string) (string, string) {
		return "the expression has too many parts", "make several rules of it, or put words into a file for hasWordOf"
	}},
}

// plainly gives a message and a hint for what the compiler says.
func plainly(message string) (said, hint string) {
	for _, r := range rephrased {
		if m := r.form.FindStringSubmatch(message); m != nil {
			return r.say(m)
		}
	}
	return message, whatCanBeAsked
}

func members(of string) []string {
	facts := reflect.TypeFor[EntryFacts]()
	if of == "feed" {
		facts = reflect.TypeFor[FeedFacts]()
	}
	var known []string
	for i := range facts.NumField() {
		if name := facts.Field(i).Tag.Get("expr"); name != "" {
			known = append(known, name)
		}
	}
	return known
}

func lists() []string {
	var out []string
	facts := reflect.TypeFor[EntryFacts]()
	for i := range facts.NumField() {
		if f := facts.Field(i); f.Type.Kind() == reflect.Slice {
			out = append(out, "entry."+f.Tag.Get("expr"))
		}
	}
	return out
}

func noMember(m []string) (said, hint string) {
	of := strings.ToLower(m[1])
	other := map[string]string{"entry": "feed", "feed": "entry"}[of]
	if slices.Contains(members(other), m[2]) {
		return fmt.Sprintf("%s has no member %q", of, m[2]), fmt.Sprintf("it is %s.%s", other, m[2])
	}
	return fmt.Sprintf("%s has no member %q", of, m[2]), diag.DidYouMean(m[2], members(of), whatCanBeAsked)
}

func noName(m []string) (said, hint string) {
	name := m[1]
	said = fmt.Sprintf("nothing is called %q", name)
	switch {
	case name == "now":
		return "a rule cannot ask what time it is", "the same site gives the same pages next year; use expires for a rule that ends, and until or for of an embargo"
	case slices.Contains(leftOut, name):
		return fmt.Sprintf("a rule cannot use %q", name), whatCanBeAsked
	case slices.Contains(members("entry"), name):
		return said, fmt.Sprintf("write entry.%s", name)
	case slices.Contains(members("feed"), name):
		return said, fmt.Sprintf("write feed.%s", name)
	}
	if hint = diag.DidYouMean(name, knownNames(), ""); hint != "" {
		return said, hint
	}
	if hint = diag.DidYouMean(name, members("entry"), ""); hint != "" {
		return said, strings.Replace(hint, `"`, `"entry.`, 1)
	}
	return said, whatCanBeAsked
}

func mismatch(m []string) (said, hint string) {
	hint = "docs/formats.md says of each member whether it is a text, a number, a date or a list"
	switch {
	case strings.HasPrefix(m[2], "[]") && slices.Contains([]string{"==", "contains", "matches"}, m[1]):
		hint = `to look into a list write "jobs" in entry.tags, or any(entry.links, # contains "x")`
	case m[2] == "time.Time" || m[3] == "time.Time":
		hint = `a day is written date("2026-11-23")`
	case (m[1] == "&&" || m[1] == "||" || m[1] == "and" || m[1] == "or"):
		hint = `on both sides stands a question: entry.title contains "a" || entry.title contains "b"`
	}
	return fmt.Sprintf("%q cannot stand between %s and %s", m[1], kindOf(m[2]), kindOf(m[3])), hint
}

// slip says what is meant where people write another language's signs.
func slip(token string) string {
	switch token {
	case "=":
		return "== compares"
	case "&", "|":
		return token + token + " joins two questions"
	}
	return "operators are == != < > && || not in contains matches startsWith endsWith; texts stand in \"…\""
}

func asWritten(function string) string {
	if form := formOf(function); form != "" {
		return "it is written " + form
	}
	return whatCanBeAsked
}

var plainKinds = map[string]string{"string": "a text", "int": "a whole number", "float64": "a number", "bool": "yes or no", "[]string": "a list of texts", "time.Time": "a date",
	"time.Duration": "a length of time", "policy.EntryFacts": "the entry", "policy.FeedFacts": "the feed", "nil": "nothing", "[]interface {}": "a list", "unknown": "something"}

func kindOf(name string) string {
	if kind, ok := plainKinds[name]; ok {
		return kind
	}
	return name
}

// plainPathError says why a file cannot be read, without the path, which the
// message names already.
func plainPathError(err error) string {
	var path *fs.PathError
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "it is not there"
	case errors.As(err, &path):
		return path.Err.Error()
	}
	return err.Error()
}

// problem shows a fault of an expression where it stands in its file: with the
// line, and a caret below the sign.
func (f *fault) problem(file string, data []byte, line int, key string, path ...any) diag.Problem {
	p := diag.Problem{File: file, Line: line, Message: key + ": " + f.message, Hint: f.hint}
	if f.at < 0 {
		return p
	}
	at, ok := tomlfile.PlaceIn(data, f.at, path...)
	if !ok {
		return p
	}
	p.Line, p.Column = at.Line, at.Column
	p.Message += "\n    " + strings.Join(pointed(at), "\n    ")
	return p
}

// howWide is how much of a line is shown around a fault.
const howWide = 76

// pointed gives a line, and one with a caret below the place.
func pointed(at tomlfile.Place) []string {
	line, column := []rune(strings.ReplaceAll(at.Source, "\t", " ")), at.Column-1
	for len(line) > 0 && line[0] == ' ' && column > 0 {
		line, column = line[1:], column-1
	}
	if from := column - howWide/2; len(line) > howWide && from > 0 {
		from = min(from, len(line)-howWide)
		line, column = append([]rune("…"), line[from:]...), column-from+1
	}
	if len(line) > howWide+1 && column <= howWide {
		line = append(line[:howWide:howWide], '…')
	}
	return []string{strings.TrimRight(string(line), " "), strings.Repeat(" ", column) + "^"}
}

// CheckKeep says what is wrong with a feed's keep expression, which stands in a
// list of the layer.
func CheckKeep(feed roster.Feed, layer roster.Layer) diag.List {
	_, f := compile(feed.Keep, layer)
	if f == nil {
		return nil
	}
	data, _ := fs.ReadFile(layer.FS, strings.TrimPrefix(feed.File, layer.Name))
	path, found := roster.FeedPath(data, feed.Key)
	if f.hint == "" || f.hint == whatCanBeAsked {
		f.hint = `for example: keep = 'entry.text contains "homes"'`
	}
	if !found {
		f.at = -1
		return diag.List{f.problem(feed.File, data, feed.Line, "keep")}
	}
	path[len(path)-1] = "keep"
	return diag.List{f.problem(feed.File, data, feed.Line, "keep", path...)}
}
