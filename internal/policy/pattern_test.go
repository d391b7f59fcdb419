package policy

import (
	"regexp"
	"strings"
	"testing"
)

func FuzzPatternsMatchAsTheyAre(f *testing.F) {
	long := strings.Repeat("filler and words ", 5)
	for _, p := range []string{`(?i)NHS number|date of birth`, `(?i)we are hiring|vacanc(y|ies)`, `a+b`, `(?:ab){2,3}c*`, `x?`, `^$`, `(?i)straße|ſo`, `[a-c]de`, `(?i)kelvin`, `(a|)b`, `\bapply (now|by)\b`, `(?s).*end`, `é+nd`, `A(?i:b)C`} {
		f.Add(p, long+"the nhs NUMBER, a Vacancy; KELVIN ſO aabAbC abab apply by Éend endé")
		f.Add(p, long)
	}
	f.Fuzz(func(t *testing.T, source, text string) {
		re, err := regexp.Compile(source)
		if err != nil || len(source) > 200 || len(text) > 5000 {
			return
		}
		p, err := newPattern(source)
		if err != nil {
			t.Fatal(err)
		}
		m := &memo{}
		for _, s := range []string{text, text + strings.Repeat("-", 70), text} {
			if p.matches(s, m) != re.MatchString(s) {
				t.Fatalf("%q in %q: %v, needs %q", source, s, re.MatchString(s), p.need)
			}
		}
	})
}
