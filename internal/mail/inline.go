package mail

import (
	"html"
	"regexp"
	"slices"
	"strings"
)

// Inline writes the rules of a page's first style sheet to the elements they are
// for: many programs that show mail read no style sheet. A rule is for names
// and classes ("p, .facts { … }"); what begins with an @ stays in the sheet. The page
// is well-formed, as templates and safe HTML are: a ">" ends a tag.
func Inline(page string) string {
	before, rest, ok := strings.Cut(page, "<style>")
	sheet, after, closed := strings.Cut(rest, "</style>")
	if !ok || !closed {
		return page
	}
	rules, kept := rulesOf(sheet)
	in := inliner{rules, map[string]string{}}
	var b strings.Builder
	b.Grow(2 * len(page))
	b.WriteString(before + "<style>" + kept + "</style>")
	for {
		words, rest, more := strings.Cut(after, "<")
		b.WriteString(words)
		tag, next, closed := strings.Cut(rest, ">")
		if !more || !closed {
			b.WriteString(after[len(words):])
			return b.String()
		}
		bare := strings.TrimSuffix(tag, "/")
		b.WriteString("<" + bare + in.style(bare) + tag[len(bare):] + ">")
		after = next
	}
}

var (
	rule    = regexp.MustCompile(`(?s)([^{}]+)\{([^{}]*)\}`)
	comment = regexp.MustCompile(`(?s)/\*.*?\*/`)
)

// A declaration is one property and what it is to be.
type declaration struct{ property, value string }

// rulesOf takes the plain rules out of a sheet, by what they are for, and leaves
// the others, which begin with the first @.
func rulesOf(sheet string) (rules map[string][]declaration, kept string) {
	sheet = comment.ReplaceAllString(sheet, "")
	plain, _, _ := strings.Cut(sheet, "@")
	rules = map[string][]declaration{}
	for _, m := range rule.FindAllStringSubmatch(plain, -1) {
		for what := range strings.SplitSeq(m[1], ",") {
			what = strings.TrimSpace(what)
			rules[what] = overridden(rules[what], declarations(m[2]))
		}
	}
	return rules, "\n" + strings.TrimSpace(sheet[len(plain):]) + "\n"
}

func declarations(body string) []declaration {
	var all []declaration
	for one := range strings.SplitSeq(body, ";") {
		if property, value, ok := strings.Cut(one, ":"); ok {
			all = append(all, declaration{strings.TrimSpace(property), strings.Join(strings.Fields(value), " ")})
		}
	}
	return all
}

// overridden adds declarations; the later of a property wins.
func overridden(all, later []declaration) []declaration {
	all = slices.DeleteFunc(slices.Clone(all), func(d declaration) bool {
		return slices.ContainsFunc(later, func(l declaration) bool { return l.property == d.property })
	})
	return append(all, later...)
}

// An inliner says what is written to an element, and remembers what it said of
// its like: a page has many elements and few kinds.
type inliner struct {
	rules map[string][]declaration
	said  map[string]string // by name and classes
}

// style gives the attribute that a tag, without its brackets, gets: what the rules say
// of its name, then of its classes, so that these win. What has a style of its own
// keeps it.
func (in inliner) style(tag string) string {
	name, attributes, _ := strings.Cut(tag, " ")
	if name == "" || name[0] < 'a' || name[0] > 'z' || strings.Contains(attributes, `style="`) {
		return ""
	}
	_, class, _ := strings.Cut(" "+attributes, ` class="`)
	class, _, _ = strings.Cut(class, `"`)
	key := name + " " + class
	style, known := in.said[key]
	if !known {
		style = in.of(name, class)
		in.said[key] = style
	}
	return style
}

func (in inliner) of(name, class string) string {
	all := in.rules[name]
	for c := range strings.FieldsSeq(class) {
		all = overridden(all, in.rules["."+c])
	}
	var said []string
	for _, d := range all {
		said = append(said, d.property+":"+d.value)
	}
	if len(said) == 0 {
		return ""
	}
	return ` style="` + html.EscapeString(strings.Join(said, ";")) + `"`
}
