package theme

import (
	"cmp"
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"encoding/json"
	"iter"
	"math"
	"slices"

	"weft/internal/entry"
)

// What other communities' curators taught, for a site that has learnt little
// itself. Made by bench/themes.
//
//go:embed weights.json
var shippedWeights []byte

// The form of weights.json.
type shippedFile struct {
	Untaught shippedSet // nothing confirmed: phrases and the themes' files alone
	Taught   shippedSet // a few dozen entries confirmed
}

type shippedSet struct {
	Weights map[string]float64
	Cut     float64
}

func (s shippedSet) weights() weights {
	w := weights{cut: s.Cut, strict: true}
	for i, name := range featureNames {
		w.of[i] = s.Weights[name]
	}
	return w
}

func readShipped(data []byte) shippedFile {
	var f shippedFile
	if len(data) == 0 {
		return f
	}
	if err := json.Unmarshal(data, &f); err != nil {
		panic(err) // it is ours
	}
	return f
}

// A Community is a labelled collection: lessons for all entries of the sample.
type Community struct {
	Themes   []Theme
	Language string
	Lessons  map[string]Lesson
	Sample   iter.Seq[*entry.Entry]
}

// ShippedWeights learns the weights that weft is shipped with, as the file that
// is embedded.
func ShippedWeights(from []Community) []byte {
	var untaught, few []row
	entries := 0
	join := func(all, rows []row, docs int) []row {
		for _, r := range rows {
			r.entry += entries
			all = append(all, r)
		}
		entries += docs
		return all
	}
	for _, f := range from {
		c := newCourse(f.Themes, f.Language, f.Lessons, f.Sample)
		untaught = join(untaught, c.withTaught(""), len(c.docs))
		for _, draw := range []string{"a", "b", "c"} {
			few = join(few, c.withTaught(draw), len(c.docs))
		}
	}
	out, err := json.MarshalIndent(shippedFile{setOf(placed(untaught)), setOf(placed(few))}, "", "\t")
	if err != nil {
		panic(err) // numbers only
	}
	return append(out, '\n')
}

// withTaught weighs entries as if curators had seen only fifty others, or none.
func (c *course) withTaught(draw string) []row {
	chosen := map[string]bool{}
	if draw != "" {
		order := make([]int, len(c.docs))
		key := make([]string, len(c.docs))
		for i, d := range c.docs {
			order[i] = i
			sum := sha256.Sum256([]byte(draw + "\x00" + d.id))
			key[i] = hex.EncodeToString(sum[:])
		}
		slices.SortFunc(order, func(a, b int) int { return cmp.Compare(key[a], key[b]) })
		for _, i := range order[:min(fewestTaught, len(order))] {
			chosen[c.docs[i].id] = true
		}
	}
	as := func(f int) func(*document) use {
		return func(d *document) use {
			switch {
			case chosen[d.id]:
				return taught
			case d.fold == f:
				return hidden
			}
			return unknown
		}
	}
	tells := c.tell(c.uses(as(-1)))
	var rows []row
	for f := range folds {
		rows = c.rows(rows, c.hear(c.uses(as(f))), tells, func(d *document) bool { return !chosen[d.id] && d.fold == f })
	}
	return rows
}

func placed(rows []row) weights {
	w := fit(rows, weights{})
	w.place(rows)
	return w
}

func setOf(w weights) shippedSet {
	round := func(x float64) float64 { return math.Round(x*1e4) / 1e4 }
	s := shippedSet{map[string]float64{}, round(w.cut)}
	for i, name := range featureNames {
		s.Weights[name] = round(w.of[i])
	}
	return s
}
