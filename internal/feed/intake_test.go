package feed

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"weft/internal/feed/intaketest"
)

// TestReadsWhatTheIntakeCasesMean measures against the shared cases and their
// judge; cmd/weft does so through the program. The one miss that stands wants
// the title of a source as HTML, where titles are what a reader sees.
func TestReadsWhatTheIntakeCasesMean(t *testing.T) {
	intaketest.Judge(t, filepath.Join("..", "..", "..", "shared", "intake"), func(t *testing.T, c intaketest.Case) []byte {
		t.Helper()
		data, err := os.ReadFile(c.Path)
		if err != nil {
			t.Fatal(err)
		}
		report, err := json.Marshal(NewReport(Parse(data, Source{Address: c.Address, ContentType: c.ContentType, ContentLocation: c.ContentLocation})))
		if err != nil {
			t.Fatal(err)
		}
		return report
	})
}
