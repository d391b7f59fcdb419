package story

import (
	"strings"
	"testing"
)

// A line at the end of all that a feed says is nobody's quote, though another
// has it too; what it says once is.
func TestASignatureIsNoQuote(t *testing.T) {
	line := prose(1, 40)
	quoting := Piece{ID: "z", Feed: "other", Date: day(3), Plain: prose(2, 40) + " " + line}
	once := Piece{ID: "a", Feed: "f", Date: day(1), Plain: prose(3, 60) + " " + line}
	twice := Piece{ID: "b", Feed: "f", Date: day(2), Plain: prose(4, 60) + " " + line}
	if got := shown(pairsOf(once, quoting)); got != "z quotes a" {
		t.Errorf("said once: %q", got)
	}
	if got := shown(pairsOf(once, twice, quoting)); got != "" {
		t.Errorf("said in all: %q", got)
	}
}

func TestAPassageEndsWithASentenceAndIsBounded(t *testing.T) {
	sentence := strings.Repeat("Give people leave to fail and they learn from it quickly. ", 3)
	said := sentence + prose(1, 60)
	p := pairsOf(Piece{ID: "a", Plain: prose(2, 80) + ".\n" + said}, Piece{ID: "b", Plain: prose(3, 150) + ": “" + strings.ToUpper(said) + "”"})
	if len(p) != 1 || p[0].Kind != Quotes {
		t.Fatalf("%+v", p)
	}
	if want := strings.TrimSuffix(strings.ToUpper(strings.TrimSpace(sentence)), "."); p[0].Passage != want {
		t.Errorf("passage %q, want %q", p[0].Passage, want)
	}
	if !strings.EqualFold(p[0].Source, p[0].Passage) || p[0].Source == p[0].Passage {
		t.Errorf("source %q", p[0].Source)
	}
}
