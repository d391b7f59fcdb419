package main

import (
	"strings"
	"testing"
)

const atom = `<feed xmlns="http://www.w3.org/2005/Atom"><id>urn:f</id><title>F</title><entry><id>ID</id><title>T</title><link href="https://x.example/"/></entry></feed>`

func TestFeedsThatDoNotParseAreFound(t *testing.T) {
	one := strings.Replace(atom, "ID", "urn:1", 1)
	tests := []struct {
		name, now, before string
		says              string // empty: all is well
	}{
		{"all is well", one, one, ""},
		{"not well formed", strings.TrimSuffix(one, "</feed>"), "", "EOF"},
		{"no id", strings.Replace(atom, "ID", "", 1), "", "lacks an id"},
		{"an id twice", strings.Replace(one, "<entry>", one[strings.Index(one, "<entry>"):strings.Index(one, "</feed>")]+"<entry>", 1), "", "again"},
		{"another id than before", one, strings.Replace(atom, "ID", "urn:2", 1), "other ids"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			files := map[string]string{"public/feed.atom": test.now}
			want := expected{}
			dir := site(t, files)
			if test.before != "" {
				want.before = site(t, map[string]string{"feed.atom": test.before})
			}
			var told strings.Builder
			err := check(&told, dir, want)
			switch {
			case test.says == "" && err != nil:
				t.Errorf("%v\n%s", err, &told)
			case test.says != "" && (err == nil || !strings.Contains(told.String()+err.Error(), test.says)):
				t.Errorf("does not say %q: %v\n%s", test.says, err, &told)
			}
		})
	}
}
