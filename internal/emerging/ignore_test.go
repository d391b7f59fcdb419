package emerging

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"weft/internal/roster"
)

func layerOf(name, data string) roster.Layer {
	return roster.Layer{Name: name, FS: fstest.MapFS{IgnoreFile: {Data: []byte(data)}}}
}

func layersOf(data string) []roster.Layer { return []roster.Layer{layerOf("", data)} }

func TestTheIgnoreListIsPhrasesAndNotes(t *testing.T) {
	got, probs := LoadIgnore([]roster.Layer{
		layerOf("", "\ufeff# never again\r\nsummer party\r\n\r\n  net   zero # our own campaign\r\n"),
		{Name: "empty/", FS: fstest.MapFS{}},
		layerOf("private/", "Brookside awards"),
	})
	if len(probs) > 0 || !slices.Equal(got, []string{"summer party", "net zero", "Brookside awards"}) {
		t.Errorf("%q, %v", got, probs)
	}
}

func TestAFaultInTheIgnoreListIsShownWithItsLine(t *testing.T) {
	for line, want := range map[string]string{
		"?!":                            `private/content/themes/ignore.txt:2: "?!" has no words`,
		"<<<<<<< HEAD":                  `private/content/themes/ignore.txt:2: a mark of git's stands here`,
		"\xff\xfe":                      `private/content/themes/ignore.txt:2: the line is no UTF-8`,
		"one two three four five words": `private/content/themes/ignore.txt:2: warning: "one two three four five words" is longer than the four words that are looked for`,
	} {
		got, probs := LoadIgnore([]roster.Layer{layerOf("private/", "kept\n"+line+"\nkept too")})
		if len(probs) != 1 || !strings.HasPrefix(probs[0].String(), want) || probs[0].Hint == "" {
			t.Errorf("%q: %v, want %s", line, probs, want)
		}
		if !slices.Equal(got, []string{"kept", "kept too"}) {
			t.Errorf("%q: %q is left", line, got)
		}
	}
}
