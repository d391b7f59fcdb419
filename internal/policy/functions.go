package policy

import (
	"crypto/sha256"
	"fmt"
	"io"
	"io/fs"
	"regexp"
	"slices"
	"strings"

	"weft/internal/detect"
	"weft/internal/entry"
	"weft/internal/roster"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/builtin"
	"github.com/expr-lang/expr/conf"
	"github.com/expr-lang/expr/vm"
)

// A function is one that weft adds to the language of rules.
type function struct {
	name string
	form string // how it is written, for hints
	kind any    // its type
	call func(k *kit, args []any) bool
	// find says where in a text the function met something; nil where it asks of
	// something else.
	find func(k *kit, args []any) []detect.Span
}

// functions are the contract with people's policy files, as the Environment is:
// docs/formats.md lists them.
func functions() []function {
	finds := func(find func(string) []detect.Span) (func(*kit, []any) bool, func(*kit, []any) []detect.Span) {
		return func(_ *kit, args []any) bool { return len(find(args[0].(string))) > 0 },
			func(_ *kit, args []any) []detect.Span { return find(args[0].(string)) }
	}
	text := func(string) bool { return false }
	list := func(string, string) bool { return false }
	nhs, nhsAt := finds(detect.NHSNumbers)
	mail, mailAt := finds(detect.Emails)
	phone, phoneAt := finds(detect.Phones)
	wordsAt := func(k *kit, args []any) []detect.Span {
		if w := k.words[args[1].(string)]; w != nil {
			return w.Find(args[0].(string))
		}
		return nil
	}
	return []function{
		{"hasEmail", `hasEmail(entry.text)`, text, mail, mailAt},
		{"hasNHSNumber", `hasNHSNumber(entry.text)`, text, nhs, nhsAt},
		{"hasPhone", `hasPhone(entry.text)`, text, phone, phoneAt},
		{"hasWordOf", `hasWordOf(entry.text, "feeds/words/names.txt")`, list, func(k *kit, args []any) bool { return len(wordsAt(k, args)) > 0 }, wordsAt},
		{"knownLicence", `knownLicence(feed.licence)`, text, func(_ *kit, args []any) bool { return detect.KnownLicence(args[0].(string)) }, nil},
		{"unknownLicence", `unknownLicence(feed.licence)`, text, func(_ *kit, args []any) bool { return !detect.KnownLicence(args[0].(string)) }, nil},
		{"linksTo", `linksTo(entry, "example.org")`, func(EntryFacts, ...string) bool { return false }, func(_ *kit, args []any) bool { return len(linksTo(args)) > 0 }, nil},
		{"linksToHostOf", `linksToHostOf(entry, "feeds/words/hosts.txt")`, func(EntryFacts, string) bool { return false }, func(k *kit, args []any) bool {
			return len(linksAmong(args[0].(EntryFacts), k.hosts[args[1].(string)])) > 0
		}, nil},
		{"linksToListed", `linksToListed(entry)`, func(EntryFacts) bool { return false }, func(_ *kit, args []any) bool { return len(linksToListed(args[0].(EntryFacts))) > 0 }, nil},
	}
}

func functionNames() []string {
	var names []string
	for _, f := range functions() {
		names = append(names, f.name)
	}
	return names
}

// linksTo gives the links of an entry to hosts that are named.
func linksTo(args []any) []string {
	var hosts []string
	for _, a := range args[1:] {
		hosts = append(hosts, a.(string))
	}
	return linksAmong(args[0].(EntryFacts), hosts)
}

func linksAmong(e EntryFacts, hosts []string) []string {
	var out []string
	for i, host := range e.Hosts {
		if detect.HostAmong(host, hosts) {
			out = append(out, e.Links[i])
		}
	}
	return out
}

// linksToListed gives the links to pages of people on the lists: others than who
// wrote the entry, and none who wants no trace.
func linksToListed(e EntryFacts) []string {
	var out []string
	for _, link := range e.Links {
		if e.listed == nil {
			break
		}
		if c := e.listed.Owner(link); c != nil && c.ID != e.Contributor && !c.OptOut.All {
			out = append(out, link)
		}
	}
	return out
}

// A kit is what the functions of one expression were given: the lists it names,
// read once.
type kit struct {
	words    map[string]*detect.Words
	hosts    map[string][]string
	metered  bool // the expression may loop
	patterns []*pattern
	lists    string // a sum of what the lists hold that it names
	live     bool   // it asks about more than the entry: who is listed
}

// left out of the language: now, because the same site must give the same pages
// next year, and what makes much out of little, so that a rule cannot fill the
// memory.
var leftOut = []string{"now", "repeat", "replace", "concat", "flatten", "reduce", "toJSON", "fromJSON", "toBase64", "fromBase64", "groupBy", "toPairs", "fromPairs", "get", "type"}

func (k *kit) options() []expr.Option {
	out := []expr.Option{expr.Env(asked{}), expr.Timezone("UTC"), expr.MaxNodes(mostNodes),
		expr.Function(turnName, turn, func(*meter) bool { return false }), expr.Function(lookName, look, func(*meter, any) any { return nil }),
		expr.Function(matchesName, func(args ...any) (any, error) {
			return k.patterns[args[2].(int)].matches(args[1].(string), args[0].(*meter).memo), nil
		}, func(*meter, string, int) bool { return false })}
	for _, f := range functions() {
		out = append(out, expr.Function(f.name, func(args ...any) (any, error) { return f.call(k, args), nil }, f.kind))
	}
	for _, name := range leftOut {
		out = append(out, expr.DisableBuiltin(name))
	}
	return out
}

// config is what the parser must know.
func (k *kit) config() *conf.Config {
	c := conf.CreateNew()
	for _, option := range k.options() {
		option(c)
	}
	for name := range c.Disabled {
		delete(c.Builtins, name)
	}
	return c
}

func (k *kit) compile(source string, more ...expr.Option) (*vm.Program, error) {
	return expr.Compile(source, append(k.options(), more...)...)
}

// known lists what a name in an expression may mean.
func knownNames() []string {
	names := append(functionNames(), "entry", "feed")
	for _, f := range builtin.Builtins {
		if !slices.Contains(leftOut, f.Name) {
			names = append(names, f.Name)
		}
	}
	return names
}

// biggestList is how many bytes a list for hasWordOf or linksToHostOf may have.
const biggestList = 1 << 20

// prepare reads the lists that an expression names, and refuses what no rule needs:
// lists within lists, which can be made to grow without an end.
func (k *kit) prepare(tree ast.Node, layer roster.Layer) (f *fault) {
	ast.Walk(&tree, visitor(func(n ast.Node) {
		if m, ok := n.(*ast.MapNode); ok && f == nil {
			f = &fault{"a rule cannot make tables with { }", "ask of each member by itself; || and && join questions", m.Location().From}
		}
		if a, ok := n.(*ast.ArrayNode); ok && f == nil && !slices.ContainsFunc(a.Nodes, isPlain) && len(a.Nodes) > 0 {
			f = &fault{"a list in [ ] holds texts or numbers", `such as entry.language in ["cy", "en"]`, a.Location().From}
		}
	}))
	ast.Walk(&tree, visitor(func(n ast.Node) {
		if m, ok := n.(*ast.BinaryNode); ok && f == nil && m.Operator == "matches" {
			f = patternFault(m.Right)
		}
		if f == nil {
			f = k.timeFault(n)
		}
	}))
	calls(tree, func(name string, c *ast.CallNode) {
		k.live = k.live || name == "linksToListed"
		if f == nil && (name == "hasWordOf" || name == "linksToHostOf") && len(c.Arguments) == 2 {
			f = k.list(name, c.Arguments[1], layer)
		}
		if f == nil && name == "linksTo" && len(c.Arguments) > 0 {
			f = hostsFault(c)
		}
	})
	return f
}

// patternFault says what is wrong with a pattern that stands in the expression.
func patternFault(n ast.Node) *fault {
	pattern, ok := n.(*ast.StringNode)
	if !ok {
		return nil
	}
	if _, err := regexp.Compile(pattern.Value); err != nil {
		message, hint := plainly(err.Error())
		return &fault{message, hint, n.Location().From}
	}
	return nil
}

// isPlain reports whether a part is a value that is no list.
func isPlain(n ast.Node) bool {
	switch n.(type) {
	case *ast.StringNode, *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode, *ast.MemberNode, *ast.UnaryNode:
		return true
	}
	return false
}

// list reads the file that a function names.
func (k *kit) list(function string, at ast.Node, layer roster.Layer) *fault {
	bad := func(hint, format string, args ...any) *fault {
		return &fault{fmt.Sprintf(format, args...), hint, at.Location().From}
	}
	named, ok := at.(*ast.StringNode)
	if !ok {
		return bad(`it is read when the rules are, so its name stands there in quotes: `+formOf(function), "%s does not name its file", function)
	}
	name := named.Value
	if !fs.ValidPath(name) || name == "." || strings.Contains(name, `\`) {
		return bad("name it from the site's folder, or from the overlay's for a rule of the overlay, with / between folders, such as feeds/words/names.txt", "the file %q is not within the folder the rule belongs to", name)
	}
	data, err := readList(layer.FS, name)
	switch {
	case err != nil && layer.Name == "":
		return bad("make it, a word or a name a line; a rule of the site cannot read what lies in an overlay: such a rule belongs into the overlay's feeds/policy.toml", "the file %s cannot be read: %s", name, plainPathError(err))
	case err != nil:
		return bad("make it, a word or a name a line; a rule of an overlay names files of the overlay", "the file %s%s cannot be read: %s", layer.Name, name, plainPathError(err))
	}
	k.lists += fmt.Sprintf("%s %x ", name, sha256.Sum256(data))
	if function == "linksToHostOf" {
		return k.hostList(name, data, bad)
	}
	words, err := detect.ReadWords(data)
	if err != nil {
		return bad("one word or phrase a line; behind # stand remarks", "the file %s%s is no list of words: %v", layer.Name, name, err)
	}
	if k.words == nil {
		k.words = map[string]*detect.Words{}
	}
	k.words[name] = words
	return nil
}

func (k *kit) hostList(name string, data []byte, bad func(hint, format string, args ...any) *fault) *fault {
	var hosts []string
	for line := range strings.Lines(strings.TrimPrefix(string(data), "\ufeff")) {
		line, _, _ = strings.Cut(line, "#")
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		host := line
		if strings.Contains(line, "://") {
			host = entry.Host(line)
		}
		if !isHost(host) || len(hosts) == detect.MostWords {
			return bad("one host a line, such as example.org, which stands for what lies below it as well", "the file %s is no list of hosts: %q", name, line)
		}
		hosts = append(hosts, detect.BareHost(host))
	}
	if len(hosts) == 0 {
		return bad("one host a line, such as example.org", "the file %s is empty", name)
	}
	if k.hosts == nil {
		k.hosts = map[string][]string{}
	}
	k.hosts[name] = hosts
	return nil
}

// readList reads a file, and no more of it than it may have.
func readList(folder fs.FS, name string) ([]byte, error) {
	if folder == nil {
		return nil, fs.ErrNotExist
	}
	f, err := folder.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, biggestList+1))
	if err == nil && len(data) > biggestList {
		err = fmt.Errorf("it is larger than %d KB", biggestList>>10)
	}
	return data, err
}

// formOf shows how a function is written.
func formOf(name string) string {
	for _, f := range functions() {
		if f.name == name {
			return f.form
		}
	}
	return ""
}
