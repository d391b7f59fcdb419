package weft_test

import (
	"context"
	"testing"
	"time"

	"weft"
	"weft/internal/lint"
)

// TestTheSiteHereHasNothingToMend looks at the form of whatever site this
// repository holds: the example, or what curators made of it. Warnings are for
// them to read, and fail nothing.
func TestTheSiteHereHasNothingToMend(t *testing.T) {
	report, err := lint.Job{Dir: ".", Now: time.Now(), Templates: weft.Templates()}.Run(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range report.Problems {
		if p.Warning {
			t.Log(p)
			continue
		}
		t.Error(p)
	}
}
