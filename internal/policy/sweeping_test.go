package policy

import "testing"

func TestARuleThatHoldsHalfOfAllIsWarnedOf(t *testing.T) {
	rules := []Rule{
		{ID: "half", Action: Review, File: "feeds/policy.toml", whenLine: 4},
		{ID: "less", Action: Withhold}, {ID: "shows", Action: Excerpt}, {ID: "inner", Action: Withhold, Layer: 1},
	}
	met := func(n int) map[string]int { return map[string]int{"half": n, "less": n - 1, "shows": n, "inner": n} }
	found := Sweeping(rules, 0, []Tally{{Judged: 30, Rules: met(15)}, {Judged: 10, Rules: met(5)}, {}})
	const want = `rule "half" (review) meets 20 of 40 pieces of the last four quarters`
	if len(found) != 1 || found[0].Message != want || !found[0].Warning || found[0].Line != 4 {
		t.Errorf("told %v, and want one warning: %s", found, want)
	}
	if few := Sweeping(rules, 0, []Tally{{Judged: 10, Rules: met(10)}}); len(few) > 0 {
		t.Errorf("ten pieces are too few to say %v", few)
	}
	if inner := Sweeping(rules, 1, []Tally{{Judged: 40, Rules: met(20)}}); len(inner) != 1 {
		t.Errorf("of the overlay's rule is told %v", inner)
	}
}
