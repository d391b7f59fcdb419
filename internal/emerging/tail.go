package emerging

import "math"

// A rate is what is believed of how many people use a phrase: gamma with shape a
// and rate b, in people a person-week.
type rate struct{ a, b float64 }

// rateOf learns a rate from weekly counts of people and of all who wrote. A
// phrase that comes in waves (its variance above its mean) teaches less.
func rateOf(counts []uint16, active []int) rate {
	sum, exposure, weeks := 0, 0, 0
	for i, c := range counts {
		if active[i] == 0 {
			continue
		}
		sum, exposure, weeks = sum+int(c), exposure+active[i], weeks+1
	}
	phi := dispersion(counts, active, sum, weeks)
	return rate{(0.5 + float64(sum)) / phi, (float64(exposure) + 25) / phi}
}

func dispersion(counts []uint16, active []int, sum, weeks int) float64 {
	if sum == 0 || weeks < 2 {
		return 1
	}
	mean := float64(sum) / float64(weeks)
	squares := 0.0
	for i, c := range counts {
		if active[i] > 0 {
			d := float64(c) - mean
			squares += float64(d * d)
		}
	}
	return max(1, squares/float64(weeks-1)/mean)
}

// expected is how many of n people would be likely to use it.
func (r rate) expected(n int) float64 { return rounded(r.a / r.b * float64(n)) }

// atLeast is the chance that k or more of n people use it: the tail of a
// negative binomial, since the rate itself is known only so well.
func (r rate) atLeast(k, n int) float64 {
	if k <= 0 || n <= 0 {
		return 1
	}
	return rounded(tail(k, r.a, float64(n)/(r.b+float64(n))))
}

// tail is P(C >= k) of a negative binomial with shape a: each term is the one
// before times p(a+j)/(j+1). The side of k with less in it is summed, so that a
// small chance is not what is left of 1.
func tail(k int, a, p float64) float64 {
	term := math.Exp(a * math.Log1p(-p)) // of none
	below := 0.0
	for j := range k {
		below += term
		term = step(term, a, p, j)
	}
	if below < 0.5 {
		return 1 - below
	}
	above := 0.0
	for j := k; term > 0 && j < k+100000; j++ {
		above += term
		if term < above*1e-17 {
			break
		}
		term = step(term, a, p, j)
	}
	return min(1, above)
}

func step(term, a, p float64, j int) float64 {
	return term * p * (a + float64(j)) / float64(j+1)
}

// rounded keeps nine digits: machines may differ in the last ones of a
// logarithm, and no order may hang on them.
func rounded(x float64) float64 {
	if x == 0 || math.IsInf(x, 0) || math.IsNaN(x) {
		return x
	}
	digits := 8 - int(math.Floor(math.Log10(math.Abs(x))))
	if digits > 300 {
		return 0
	}
	scale := math.Pow10(digits)
	return math.Round(x*scale) / scale
}
