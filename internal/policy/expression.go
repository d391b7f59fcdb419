package policy

import (
	"errors"
	"fmt"
	"reflect"
	"regexp"
	"strings"
	"time"

	"weft/internal/diag"
	"weft/internal/entry"
	"weft/internal/roster"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/file"
	"github.com/expr-lang/expr/vm"
)

// An Environment is what the expression of a rule may ask about. Its members
// are the contract with people's policy files: docs/formats.md lists them.
type Environment struct {
	Entry EntryFacts `expr:"entry"`
	Feed  FeedFacts  `expr:"feed"`
}

// EntryFacts are the members of "entry".
type EntryFacts struct {
	Title        string    `expr:"title"`
	Text         string    `expr:"text"`  // what a reader sees of the body, else of the summary
	Words        int       `expr:"words"` // of text
	Links        []string  `expr:"links"` // addresses
	Hosts        []string  `expr:"hosts"` // of the links, without "www."
	Language     string    `expr:"language"`
	Tags         []string  `expr:"tags"`   // the feed's own
	Themes       []string  `expr:"themes"` // that a curator confirmed
	Published    time.Time `expr:"published"`
	Relation     string    `expr:"relation"` // "internal" or "external"
	Sectors      []string  `expr:"sectors"`
	Contributor  string    `expr:"contributor"`  // id
	Organisation string    `expr:"organisation"` // id, or ""
	Byline       []string  `expr:"byline"`
}

// FeedFacts are the members of "feed".
type FeedFacts struct {
	Address string `expr:"address"`
	Licence string `expr:"licence"`
}

// A fault is what is wrong with an expression, for the person who wrote it.
type fault struct{ message, hint string }

func (f *fault) Error() string { return f.message }

// compile checks an expression against the Environment.
func compile(source string) (*vm.Program, *fault) {
	if strings.TrimSpace(source) == "" {
		return nil, &fault{"the expression is empty", `ask something of the entry, such as entry.relation == "internal"`}
	}
	return compileAny(source, expr.AsBool())
}

// compileAny compiles a part of an expression as well, which need not answer yes
// or no.
func compileAny(source string, more ...expr.Option) (*vm.Program, *fault) {
	program, err := expr.Compile(source, append(more, expr.Env(Environment{}), expr.Timezone("UTC"),
		expr.DisableBuiltin("now"))...) // the same site must give the same pages next year
	if err == nil {
		return program, nil
	}
	var at *file.Error
	if !errors.As(err, &at) {
		return nil, &fault{err.Error(), whatCanBeAsked}
	}
	message, hint := plainly(at.Message)
	if at.Snippet != "" {
		message += strings.ReplaceAll(at.Snippet, "\n | ", "\n    ") // the line, and a caret below the place
	}
	return nil, &fault{message, hint}
}

const whatCanBeAsked = "docs/formats.md lists what entry and feed can be asked"

var noMember = regexp.MustCompile(`^type policy\.(Entry|Feed)Facts has no field (\w+)$`)

// plainly says in the words of a policy file what the compiler says in those
// of the program.
func plainly(message string) (said, hint string) {
	m := noMember.FindStringSubmatch(message)
	if m == nil {
		return message, whatCanBeAsked
	}
	facts := reflect.TypeFor[EntryFacts]()
	if m[1] == "Feed" {
		facts = reflect.TypeFor[FeedFacts]()
	}
	var known []string
	for i := range facts.NumField() {
		known = append(known, facts.Field(i).Tag.Get("expr"))
	}
	return fmt.Sprintf("%s has no member %q", strings.ToLower(m[1]), m[2]), diag.DidYouMean(m[2], known, whatCanBeAsked)
}

// CheckExpression says what is wrong with a feed's keep expression; nil when
// nothing is.
func CheckExpression(source string) error {
	if _, f := compile(source); f != nil {
		return f
	}
	return nil
}

func environment(p *Piece, curated []string) Environment {
	env := Environment{Entry: EntryFacts{
		Title: p.Title, Text: p.Plain, Words: p.counts.of(&p.Entry), Language: p.Language, Tags: p.Entry.Tags, Themes: curated,
		Published: p.Date(), Relation: string(p.Relation), Sectors: p.Sectors, Contributor: p.Contributor.ID,
	}}
	for _, l := range p.Links {
		env.Entry.Links = append(env.Entry.Links, l.URL)
		env.Entry.Hosts = append(env.Entry.Hosts, entry.Host(l.URL))
	}
	if p.Organisation != nil {
		env.Entry.Organisation = p.Organisation.ID
	}
	for _, person := range p.People {
		env.Entry.Byline = append(env.Entry.Byline, person.Name)
	}
	env.Feed = feedFacts(p.Feed, p.Licence)
	return env
}

func feedFacts(f *roster.Feed, licence string) FeedFacts {
	if f == nil {
		return FeedFacts{Licence: licence}
	}
	if f.Licence != "" {
		licence = f.Licence
	}
	return FeedFacts{Address: f.Key, Licence: licence}
}

// ask runs a compiled expression. One that fails has not answered no.
func ask(program *vm.Program, env Environment) (bool, error) {
	if program == nil {
		return false, errors.New("the rule cannot be read")
	}
	out, err := run(program, env)
	if err != nil {
		return false, err
	}
	yes, ok := out.(bool)
	if !ok {
		return false, errors.New("the rule does not answer yes or no")
	}
	return yes, nil
}

func run(program *vm.Program, env Environment) (any, error) { return expr.Run(program, env) }
