package edition

import (
	"slices"
	"testing"

	"weft/internal/emerging"
)

func TestAThemeOfAPhraseLooksForItsOtherFormsAlone(t *testing.T) {
	f := &emerging.Finding{Phrase: "warm hubs", Also: []string{"hubs", "our warm hubs", "guce", "warm banks", "Quoting", "warm hub network", "hubs that are warm"}}
	for phrase, want := range map[string][]string{
		"warm hubs":  {"warm banks", "warm hub network", "hubs that are warm"},
		"hubs":       nil, // finds all that hold it
		"warm banks": {"warm hubs", "our warm hubs", "warm hub network", "hubs that are warm"},
		"Quoting":    nil,
	} {
		if got := otherForms(f, phrase); !slices.Equal(got, want) {
			t.Errorf("of %q: %q, want %q", phrase, got, want)
		}
	}
	for range 100 {
		f.Also = append(f.Also, "warm places")
	}
	if got := otherForms(f, "warm hubs"); len(got) != mostForms {
		t.Errorf("%d terms", len(got))
	}
}
