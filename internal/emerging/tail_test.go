package emerging

import (
	"math"
	"testing"
)

func TestTheTailIsThatOfANegativeBinomial(t *testing.T) {
	for _, c := range []struct {
		k    int
		a, p float64
		want float64 // worked out by hand
	}{
		{0, 1, 0.5, 1},
		{1, 1, 0.5, 0.5},                  // a = 1: geometric, P(C >= k) = p^k
		{3, 1, 0.1, 0.001},                //
		{40, 1, 0.5, 1 / 1099511627776.0}, //
		{1, 2, 0.5, 0.75},                 // a = 2: 1 - (1-p)^2
		{2, 2, 0.5, 0.5},                  // 1 - (1-p)^2 (1 + 2p)
		{1, 0.5, 0.75, 0.5},               // 1 - (1-p)^(1/2)
		{2, 3, 0.2, 1 - 0.512*(1+0.6)},    // 1 - (1-p)^3 (1 + 3p)
	} {
		if got := tail(c.k, c.a, c.p); math.Abs(got-c.want) > 1e-13*max(1e-3, c.want) && math.Abs(got/c.want-1) > 1e-12 {
			t.Errorf("P(C >= %d), a %v, p %v: %v, want %v", c.k, c.a, c.p, got, c.want)
		}
	}
}

func TestTheTailFallsAndStaysAChance(t *testing.T) {
	for _, a := range []float64{0.01, 0.5, 1, 7.5, 400} {
		for _, p := range []float64{1e-9, 0.003, 0.5, 0.97} {
			before := 1.0
			for k := range 400 {
				now := tail(k, a, p)
				if !(now >= 0 && now <= before+1e-12) {
					t.Fatalf("a %v, p %v: P(C >= %d) = %v after %v", a, p, k, now, before)
				}
				before = now
			}
		}
	}
}

func TestTheMeanOfARateIsWhatIsExpected(t *testing.T) {
	r := rateOf([]uint16{1, 0, 2, 9, 1}, []int{10, 10, 10, 0, 10}) // nobody wrote in the fourth week
	if phi := dispersion([]uint16{1, 0, 2, 9, 1}, []int{10, 10, 10, 0, 10}, 4, 4); phi != 1 {
		t.Errorf("phi %v", phi)
	}
	if want := rounded(4.5 / 65 * 20); r.expected(20) != want {
		t.Errorf("expected %v, want %v", r.expected(20), want)
	}
	sum := 0.0
	for k := 1; k < 200; k++ {
		sum += r.atLeast(k, 20) // E[C] is the sum of P(C >= k)
	}
	if math.Abs(sum-r.expected(20)) > 1e-7 {
		t.Errorf("the tail's mean is %v, want %v", sum, r.expected(20))
	}
}

func TestWavesTeachLess(t *testing.T) {
	active := []int{20, 20, 20, 20, 20, 20}
	even, waves := rateOf([]uint16{1, 1, 1, 1, 1, 1}, active), rateOf([]uint16{0, 6, 0, 0, 0, 0}, active)
	if even.atLeast(5, 20) >= waves.atLeast(5, 20) {
		t.Errorf("five people are as surprising after a wave: %v and %v", even.atLeast(5, 20), waves.atLeast(5, 20))
	}
}
