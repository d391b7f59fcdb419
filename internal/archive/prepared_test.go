package archive

import (
	"path/filepath"
	"testing"
)

func TestAQuestionAskedAgainIsMadeReadyOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), Name)
	fill(t, path)
	db, w := watched(t, path)
	var want []string
	for n := range 5 {
		got, err := db.IDs(Query{From: monday.AddDate(0, 0, -7*n), To: monday.AddDate(1, 0, 0)})
		if err != nil {
			t.Fatal(err)
		}
		if len(got) < len(want) || len(got) == 0 {
			t.Errorf("a longer stretch of time has %d entries, the shorter %d", len(got), len(want))
		}
		want = got
	}
	if len(w.sent) != 5 || len(w.made) != 1 {
		t.Errorf("asked %d times, made ready %d times", len(w.sent), len(w.made))
	}
}
