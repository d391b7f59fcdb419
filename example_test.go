package weft

import (
	"bytes"
	"io/fs"
	"strings"
	"testing"
)

// Run after `weft run` was tried in this folder, this fails unless drafts are
// left out.
func TestTheExampleHoldsNoDraft(t *testing.T) {
	issues := 0
	err := fs.WalkDir(Example(), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.Contains(name, "content/digests/") || !strings.HasSuffix(name, ".md") {
			return err
		}
		issues++
		text, err := fs.ReadFile(Example(), name)
		if bytes.Contains(text, []byte("\ndraft = true\n")) {
			t.Errorf("%s is a draft", name)
		}
		return err
	})
	if err != nil || issues == 0 {
		t.Errorf("%d issues, %v", issues, err)
	}
}
