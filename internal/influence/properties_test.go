package influence

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

// playedBy makes a community with some praise in it, drawn by chance: always the
// same for one number.
func playedBy(t *testing.T, n uint64) (*world, *rand.Rand) {
	w, random := newGame(t), rand.New(rand.NewPCG(n, 7))
	for range 30 {
		of, by := []string{"star", "boss", fmt.Sprint("p", random.IntN(12))}[random.IntN(3)], fmt.Sprint("p", random.IntN(12))
		if of != by {
			theme := fmt.Sprint("t", random.IntN(4))
			day := 60 + 7*random.IntN(10)
			w.writes(by, day+2+random.IntN(4), theme, w.address(of, day, theme))
		}
	}
	return w, random
}

// compare tells whose figures changed for the worse, or at all.
func compare(t *testing.T, what string, before, after map[string]Standing, wrong func(was, is float64) bool) {
	t.Helper()
	for id, was := range before {
		if is := after[id]; wrong(was.Reach, is.Reach) || wrong(was.Bridging, is.Bridging) {
			t.Errorf("%s: %s had reach %v and bridging %v, and has %v and %v", what, id, was.Reach, was.Bridging, is.Reach, is.Bridging)
		}
	}
}

// One person, one voice: whoever cites somebody three times at full weight has
// said all, and their hundredth citation changes nothing for anybody.
func TestTheHundredthCitationChangesNothing(t *testing.T) {
	w := newGame(t)
	w.acclaim("star", "p1", "p2", "p3")
	for i := range 3 {
		theme := fmt.Sprint("new", i)
		w.writes("p0", 62+14*i, theme, w.address("star", 60+14*i, theme))
	}
	before := w.judged()
	if before["star"].Reach == 0 {
		t.Fatal("nobody took the star up")
	}
	more := len(w.find())
	for i := range 100 {
		w.writes("p0", 103+i, "", w.address("star", 101+i, ""))
	}
	cites := w.find()
	if Settle(cites); len(cites) != more+100 || !cites[0].Counted {
		t.Fatal("the hundred do not count to begin with")
	}
	compare(t, "a hundred more by one person", before, w.judged(), func(was, is float64) bool { return was != is })
}

// What colleagues say of one another moves nobody's figures, however much of it
// there is.
func TestPraiseWithinAnOrganisationMovesNobody(t *testing.T) {
	for n := range uint64(20) {
		w, random := playedBy(t, n)
		before := w.judged()
		for i := range 30 { // p and p+6 work for one organisation
			who := random.IntN(12)
			w.writes(fmt.Sprint("p", who), 131+i, "", w.address(fmt.Sprint("p", (who+6)%12), 130, ""))
		}
		compare(t, fmt.Sprint("community ", n), before, w.judged(), func(was, is float64) bool { return was != is })
	}
}

// Three who praise one another, in several weeks each way, have nothing of it.
func TestPraiseWithinACircleRaisesNoneOfIt(t *testing.T) {
	for n := range uint64(20) {
		w, random := playedBy(t, n)
		before := w.judged()
		circle := []string{"boss", fmt.Sprint("p", random.IntN(6)), fmt.Sprint("p", 6+random.IntN(6))}
		for week := range 3 {
			for i, by := range circle {
				for k, of := range circle {
					if i != k {
						w.writes(by, 145+10*week+i*3+k, "", w.address(of, 140+10*week, ""))
					}
				}
			}
		}
		after := w.judged()
		for _, id := range circle {
			if after[id].Reach > before[id].Reach || after[id].Bridging > before[id].Bridging {
				t.Errorf("community %d: %s had reach %v, and has %v by friends", n, id, before[id].Reach, after[id].Reach)
			}
		}
	}
}

// A further person who cites some lowers nobody: they are no rivals.
func TestAFurtherVoiceLowersNobody(t *testing.T) {
	for n := range uint64(20) {
		w, random := playedBy(t, n)
		before := w.judged()
		for i, of := range []string{"star", fmt.Sprint("p", random.IntN(12)), "boss"} {
			w.writes("puppet0", 150+i, "", w.address(of, 140, ""))
		}
		compare(t, fmt.Sprint("community ", n), before, w.judged(), func(was, is float64) bool { return is < was })
	}
}
