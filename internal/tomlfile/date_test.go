package tomlfile

import (
	"strings"
	"testing"

	"weft/internal/diag"
)

func TestADateThatIsNoneIsAnsweredWithItsForm(t *testing.T) {
	for _, value := range []string{"2026-11-3", "3.11.2026", "03/11/2026", "2026-13-03", "2026-11-03T25:00:00Z"} {
		var probs diag.List
		var into struct {
			Title string `toml:"title"`
			Until Time   `toml:"until"`
		}
		Decode("feeds/policy.toml", []byte("title = \"x\"\nuntil = "+value+"\n"), &into, &probs)
		if len(probs) != 1 || probs[0].Line != 2 || !strings.Contains(probs[0].Hint, "2026-11-03T10:00:00Z") {
			t.Errorf("until = %s: %v", value, probs)
		}
	}
}
