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
	return before + "<style>" + kept + "</style>" + opening.ReplaceAllStringFunc(after, func(tag string) string { return styled(tag, rules) })
}

var (
	opening = regexp.MustCompile(`<[a-z][a-z0-9]*(?: [^>]*)?>`)
	rule    = regexp.MustCompile(`(?s)([^{}]+)\{([^{}]*)\}`)
	named   = regexp.MustCompile(`^<([a-z0-9]+)`)
	classes = regexp.MustCompile(` class="([^"]*)"`)
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

// styled writes to a tag what the rules say of its name, then of its classes, so
// that these win. What has a style of its own keeps it.
func styled(tag string, rules map[string][]declaration) string {
	style := rules[named.FindStringSubmatch(tag)[1]]
	if m := classes.FindStringSubmatch(tag); m != nil {
		for class := range strings.FieldsSeq(m[1]) {
			style = overridden(style, rules["."+class])
		}
	}
	if len(style) == 0 || strings.Contains(tag, " style=") {
		return tag
	}
	var said []string
	for _, d := range style {
		said = append(said, d.property+":"+d.value)
	}
	end := strings.TrimSuffix(strings.TrimSuffix(tag, ">"), "/")
	return end + ` style="` + html.EscapeString(strings.Join(said, ";")) + `"` + tag[len(end):]
}
