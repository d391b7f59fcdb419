package policy

import "weft/internal/diag"

// fewPieces is below how many a half says nothing.
const fewPieces = 20

// Sweeping warns of the rules of a layer that keep from readers half or more of
// what came in during the quarters that were counted: most often a condition is
// missing, and the pages are empty without a word.
func Sweeping(rules []Rule, layer int, quarters []Tally) diag.List {
	var probs diag.List
	all, met := 0, map[string]int{}
	for i := range quarters {
		all += quarters[i].Judged
		for id, n := range quarters[i].Rules {
			met[id] += n
		}
	}
	for i := range rules {
		r := &rules[i]
		if n := met[r.ID]; r.Layer == layer && r.keepsFromReaders() && all >= fewPieces && 2*n >= all {
			probs.Warn(r.File, r.whenLine, "`weft check policy --rule "+r.ID+"` shows which; a condition may be missing", "rule %q (%s) meets %d of %d pieces of the last four quarters", r.ID, r.Action, n, all)
		}
	}
	return probs
}

func (r *Rule) keepsFromReaders() bool { return r.Action != Publish && r.Action != Excerpt }
