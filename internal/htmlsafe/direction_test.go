package htmlsafe

import (
	"strings"
	"testing"
)

// Text without markup is published as much as text with it.
func TestWhatTurnsTheWordsAroundItIsTakenOut(t *testing.T) {
	for _, c := range []struct{ what, text, want string }{
		{"an override", "safe \u202egpj.exe", "safe gpj.exe"},
		{"isolates that are closed", "a \u2067ب\u2069 c", "a \u2067ب\u2069 c"},
		{"isolates that are not", "a \u2066 b", "a  b"},
		{"an end before its beginning", "a \u2069 b \u2066 c", "a  b  c"},
		{"embeddings that are closed", "a \u202bب\u202c c", "a \u202bب\u202c c"},
		{"marks of one letter", "a\u200e b\u200f", "a\u200e b\u200f"},
		{"what is no character", "a\ufdd0\ufffe\U0001ffff\U0010fffe b", "a b"},
		{"emoji", "👩🏽‍💻 🏴‍☠️", "👩🏽‍💻 🏴‍☠️"},
	} {
		if got := Clean(c.text, ""); got != c.want {
			t.Errorf("%s, without markup: %q, want %q", c.what, got, c.want)
		}
		if got := Clean("<p>"+c.text+"</p>", ""); got != "<p>"+c.want+"</p>" {
			t.Errorf("%s, in a paragraph: %q, want %q", c.what, got, c.want)
		}
		if got := Plain(c.text); strings.Join(strings.Fields(got), " ") != strings.Join(strings.Fields(c.want), " ") {
			t.Errorf("%s, as a title: %q, want %q", c.what, got, c.want)
		}
	}
}
