package policy

import (
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"weft/internal/diag"
	"weft/internal/roster"
)

func TestAMarkThatAnEditorPutBeforeAFileIsNamed(t *testing.T) {
	line := `{"act":"decide","url":"https://a.example/1","themes":[],"action":"review","by":"A","at":"2026-11-22T10:00:00Z"}` + "\n"
	layers := []roster.Layer{{FS: fstest.MapFS{
		LedgerFile: {Data: []byte("\ufeff" + line)},
		TagFile:    {Data: []byte("\ufeff" + line)},
	}}}
	_, ofLedger := LoadLedger(layers, time.Time{})
	_, ofTags := LoadTags(layers)
	for name, probs := range map[string]diag.List{LedgerFile: ofLedger, TagFile: ofTags} {
		if len(probs) != 1 || probs[0].Line != 1 || !strings.Contains(probs[0].Hint, "without BOM") {
			t.Errorf("%s: %v", name, probs)
		}
	}
}
