package text

import "testing"

func TestInitialsAndTitlesDoNotEndASentence(t *testing.T) {
	const s = "Today it was said. On 1 September Dr. Kari L. Jordan steps down. We thank her! Then more."
	if got, want := Excerpt(s, 70), "Today it was said. On 1 September Dr. Kari L. Jordan steps down."; got != want {
		t.Errorf("excerpt %q, want %q", got, want)
	}
	if got, want := Passage(s, 50, 55, 200), "On 1 September Dr. Kari L. Jordan steps down."; got != want {
		t.Errorf("passage %q, want %q", got, want)
	}
}
