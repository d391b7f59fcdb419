package diag

import "testing"

func TestTheMarksOfAConflictAreKnown(t *testing.T) {
	for line, want := range map[string]bool{
		"<<<<<<< HEAD": true, "||||||| 1a6615c\n": true, "=======\r\n": true, ">>>>>>> origin/main": true,
		"<<<<<<<": false, "========": false, "a <<<<<<< b": false, "> > quoted": false, "": false,
	} {
		if IsConflict(line) != want {
			t.Errorf("%q: %v", line, !want)
		}
	}
}
