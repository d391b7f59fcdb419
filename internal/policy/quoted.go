package policy

import (
	"slices"
	"strings"
	"unicode/utf8"

	"weft/internal/archive"
	"weft/internal/htmlsafe"
	"weft/internal/story"
)

// marked gives the quotes that are shown as such, or that are too long for
// chance: only then are the words known to be another's. Words that two entries
// have and neither marks are mostly what an institution says of itself everywhere.
func (v *View) marked(quotes []Quote) ([]Quote, error) {
	of := map[string][]int{} // by who quotes
	ids := make([][]string, len(v.gate.Archives))
	for i, q := range quotes {
		if of[q.From.ID] == nil {
			ids[q.From.Layer] = append(ids[q.From.Layer], q.From.ID)
		}
		of[q.From.ID] = append(of[q.From.ID], i)
	}
	marked := make([]bool, len(quotes))
	for layer, db := range v.gate.Archives {
		slices.Sort(ids[layer])
		for some := range slices.Chunk(ids[layer], atOnce) {
			entries, err := db.ByIDs(some, v.gate.AsOf, archive.AllTexts)
			if err != nil {
				return nil, err
			}
			for _, e := range entries {
				for _, i := range of[e.ID] {
					if marked[i] = inMarks(e.Plain, quotes[i].Passage) || inBlock(e.Text(), quotes[i].Passage); !marked[i] {
						if marked[i], err = v.noChance(quotes[i], e.Plain); err != nil {
							return nil, err
						}
					}
				}
			}
		}
	}
	var out []Quote
	for i, q := range quotes {
		if marked[i] {
			out = append(out, q)
		}
	}
	return out, nil
}

// noChance reports whether an unmarked passage is a long one. Few are looked at
// again: what is short was found whole.
func (v *View) noChance(q Quote, later string) (bool, error) {
	if utf8.RuneCountInString(q.Passage) < story.MaxPassage/2 {
		return false, nil
	}
	earlier, err := v.gate.Archives[q.To.Layer].ByIDs([]string{q.To.ID}, v.gate.AsOf, archive.PlainText)
	if err != nil || len(earlier) == 0 {
		return false, err
	}
	return story.NoChance(earlier[0].Plain, later, q.Passage), nil
}

func inBlock(html, passage string) bool {
	words := strings.Join(strings.Fields(passage), " ")
	return slices.ContainsFunc(htmlsafe.Quotes(html), func(quoted string) bool {
		return strings.Contains(strings.Join(strings.Fields(quoted), " "), words)
	})
}

// longestQuotation is how many bytes before a passage the mark that opens its
// quotation is looked for, and behind its begin the one that closes it.
const longestQuotation = 4000

// inMarks reports whether a passage of a text begins inside quotation marks.
func inMarks(plain, passage string) bool {
	at := strings.Index(plain, passage)
	if at < 0 || passage == "" {
		return false
	}
	before, after := plain[max(0, at-longestQuotation):at], plain[at:min(len(plain), at+longestQuotation)]
	for _, m := range story.Marks(plain) {
		open := strings.LastIndex(before, m[0])
		if open >= 0 && story.Closes(before[open+len(m[0]):], m[1]) < 0 && story.Closes(after, m[1]) >= 0 {
			return true
		}
	}
	line := before[strings.LastIndexByte(before, '\n')+1:] // plain marks pair up within a paragraph
	rest, _, _ := strings.Cut(after, "\n")
	return strings.Count(line, `"`)%2 == 1 && strings.Contains(rest, `"`)
}
