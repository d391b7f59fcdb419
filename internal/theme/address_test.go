package theme

import (
	"testing"

	"weft/internal/entry"
)

func TestABareAddressSaysNothing(t *testing.T) {
	v := NewVocabulary([]Theme{{ID: "lead", Label: "Open leadership"}, {ID: "code", Label: "Code of conduct"}}, "en", nil)
	e := entry.Entry{Title: "x", Plain: "See https://a.example/open-leadership-course/open-leadership and code of https://b.example/ conduct, then our code of conduct."}
	tags := v.Tags(&e)
	if len(tags) != 1 || tags[0].Theme != "code" || len(tags[0].Evidence) != 1 {
		t.Fatalf("%+v", tags)
	}
}
