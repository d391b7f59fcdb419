package theme

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"weft/internal/entry"
	"weft/internal/text"
)

const (
	shortWords    = 60  // of which an excerpt has fewer
	quoteRunes    = 160 // of an evidence
	mostEvidences = 3   // for one theme
	mostTerms     = 2   // of these, terms of the profile
	mostSuggested = 5   // for one entry
	assignedFrom  = 0.5
	mostPossible  = 0.79 // of what is not likely
	leastScore    = 0.1  // of what is suggested
)

// Tags finds the themes of an entry, in the order of the themes' ids, each
// with the words that show it: those assigned, at most five, and some that are
// only suggested.
func (v *Vocabulary) Tags(e *entry.Entry) []entry.Tag {
	if len(v.themes) == 0 {
		return nil
	}
	r := v.read(e)
	short := r.words < shortWords
	var found []candidate
	if v.scorer == nil || short {
		found = byWords(r)
	} else {
		found = v.scorer.candidates(r)
	}
	slices.SortStableFunc(found, func(a, b candidate) int { return cmp.Compare(b.score, a.score) })
	var tags []entry.Tag
	assigned := 0
	for _, c := range found {
		if len(tags) == mostTags+mostSuggested || c.score < leastScore {
			break
		}
		tag := entry.Tag{Theme: v.themes[c.theme].ID, Score: c.score, Short: short, By: entry.ByWeft}
		if tag.Evidence = v.evidence(r, c.theme, short); len(tag.Evidence) == 0 {
			continue
		}
		tag.Suggested = c.score < assignedFrom || assigned == mostTags
		if !tag.Suggested {
			assigned++
		} else if len(tags)-assigned == mostSuggested {
			break
		}
		tags = append(tags, tag)
	}
	slices.SortFunc(tags, func(a, b entry.Tag) int { return strings.Compare(a.Theme, b.Theme) })
	return tags
}

// A candidate is a theme with its score.
type candidate struct {
	theme int
	score float64
}

func (s *scorer) candidates(r *reading) []candidate {
	var out []candidate
	w := &s.model.weights
	for t, f := range s.weigh(r) {
		sure := !w.strict || f[fTitle] == 1 && s.tells[t] > clearly
		out = append(out, candidate{t, w.score(f.dot(&w.of)+s.ease[t], sure)})
	}
	return out
}

// score makes a sum of weighed features a number from 0 to 1 that says the same
// for every model: 0.5 where themes are assigned, 0.8 where they are likely.
func (w *weights) score(sum float64, sure bool) float64 {
	var s float64
	switch {
	case sum >= likely && sure:
		s = entry.Likely + (1-entry.Likely)*(2*logistic(sum-likely)-1)
	case sum >= likely:
		s = mostPossible
	case sum >= w.cut:
		s = assignedFrom + (mostPossible-assignedFrom)*(sum-w.cut)/(likely-w.cut)
	default:
		s = 2 * assignedFrom * logistic(sum-w.cut)
	}
	return math.Floor(s*1000) / 1000
}

// byWords scores by phrases alone.
func byWords(r *reading) []candidate {
	var out []candidate
	for t, mentions := range r.mentions {
		if len(mentions) > 0 {
			out = append(out, candidate{t, wordScore(mentions)})
		}
	}
	return out
}

// wordScore weighs where the theme was found. A title says what an entry is
// about; a phrase of three words is seldom an accident, one of two met once in
// a long text often is, and a single word nearly always: these are suggested
// only (measured: of two-word phrases met once in a body, one in five was what
// the entry was about).
func wordScore(mentions []mention) float64 {
	var title, lead bool
	longest, count := 0, 0.0
	for _, m := range mentions {
		whole := m.share == 1 && m.phrase >= 0
		title = title || m.part <= inSummary && whole
		lead = lead || m.part <= inLead
		if whole {
			longest = max(longest, m.words)
		}
		count += m.share
	}
	s := 0.2
	switch {
	case title:
		s = 0.7
	case lead && longest > 1:
		s = 0.65
	case longest > 2, longest == 2 && count > 1:
		s = 0.5
	case longest == 2:
		s = 0.45
	case lead:
		s = 0.4
	}
	s += 0.1 * math.Log1p(max(0, count-1))
	return math.Round(max(0, min(s, mostPossible))*1000) / 1000
}

// evidence quotes the phrases of a theme, and where these are few the terms
// that make the entry like it.
func (v *Vocabulary) evidence(r *reading, theme int, short bool) []entry.Evidence {
	var out []entry.Evidence
	add := func(s span) {
		e := entry.Evidence{Quote: text.Passage(r.text(s.part), int(s.start), int(s.end), quoteRunes), Where: s.part.String()}
		if e.Quote == "" || len(out) == mostEvidences || s.part == inSummary && strings.Contains(r.plain, e.Quote) {
			return // a summary is often the beginning of the text
		}
		if !slices.ContainsFunc(out, func(o entry.Evidence) bool { return o.Quote == e.Quote }) {
			out = append(out, e)
		}
	}
	for _, m := range r.mentions[theme] {
		add(m.span)
		if len(out) == mostEvidences {
			return out
		}
	}
	if v.scorer != nil && !short {
		for _, s := range v.scorer.reasons(r, theme) {
			add(s)
		}
	}
	return out
}
