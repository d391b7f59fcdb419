package feed

import "testing"

// JSON lets through what XML forbids: signs that a terminal obeys, or that turn
// the direction of all that follows.
func TestATitleHoldsNothingThatATerminalOrPageObeys(t *testing.T) {
	const doc = `{"version":"https://jsonfeed.org/version/1.1","title":"A\u0007","items":[{"id":"1","title":"\u001b[2JOne\u202e owt\u0000","authors":[{"name":"Ada\u009b"}],"content_text":"x"}]}`
	f, err := Parse([]byte(doc), Source{})
	if err != nil {
		t.Fatal(err)
	}
	if got := f.Title + "|" + f.Entries[0].Title + "|" + f.Entries[0].Bylines[0].Name; got != "A|[2JOne owt|Ada" {
		t.Errorf("%q", got)
	}
}
