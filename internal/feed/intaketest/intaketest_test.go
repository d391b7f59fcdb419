package intaketest

import "testing"

func TestTheJudgesLinesAreReadAsTheyArePrinted(t *testing.T) {
	got := tallies("(extended) people                   21    20   95.2%\nbase                                34    34  100.0%\n" +
		"CORE                               807   800   99.1%   feeds wholly right: 643 of 643\nno line of it\n")
	want := map[string]tally{"(extended) people": {21, 20}, "base": {34, 34}, "CORE": {807, 800}}
	if len(got) != len(want) {
		t.Errorf("got %v", got)
	}
	for name, w := range want {
		if got[name] != w {
			t.Errorf("%s: got %v, want %v", name, got[name], w)
		}
	}
	if p := got["CORE"].percent(); p < 99.1 || p > 99.2 {
		t.Errorf("%v %%", p)
	}
}
