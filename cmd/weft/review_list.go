package main

import (
	"fmt"
	"strings"

	"weft/internal/edition"
	"weft/internal/policy"
)

// What `weft review` says of each thing that waits.

// reviewList lists what waits where nobody sits at a terminal.
func (env *environment) reviewList(all []*edition.Edition, waiting []edition.Undecided) {
	env.sheet(func(s *sheet) {
		for i := range waiting {
			w := &waiting[i]
			tellUndecided(s, w, "")
			s.line("weft decide %s ACTION --reason …", asArgument(w.Address()))
		}
	})
	env.say("%s", count(len(waiting), "piece waits", "pieces wait")+" for a decision, the longest since "+day(all[0], earliest(waiting))+oldNote(waiting))
}

func oldNote(waiting []edition.Undecided) string {
	n := 0
	for i := range waiting {
		n += len(waiting[i].Appeals)
	}
	if n == 0 {
		return ""
	}
	return "; " + count(n, "appeal has", "appeals have") + " no answer yet"
}

// tellUndecided writes one thing that waits: head is what stands before its title.
func tellUndecided(s *sheet, w *edition.Undecided, head string) {
	ed := w.Edition
	mark := ""
	if len(w.Appeals) > 0 {
		mark = "  [appeal]"
	}
	if w.Piece == nil {
		s.head("%s%s%s", head, w.Address(), mark)
		s.line("not in the archive any more, or nobody who may be named wrote it")
		tellAppeals(s, w)
		return
	}
	s.head("%s%s%s%s", head, titled(w.Title, w.Opening), mark, insideLayer(ed, w.Layer))
	s.line("by %s, %s, in %s", writers(w.Piece), day(ed, w.Date()), w.Entry.Feed)
	s.line("%s", w.URL)
	tellAppeals(s, w)
	if len(w.Under) > 0 {
		s.line("waits since %s in: %s", day(ed, w.Since), strings.Join(w.Under, ", "))
	} else {
		s.line("as it is: %s", ruling(ed, w.Decision, w.Decision.Visible(ed.Edition.Overlay == "", ed.Now())))
	}
	if a := w.Asked; a != nil {
		s.line("set under review by %s on %s (%s:%d): %s", a.By, day(ed, a.At), a.File, a.Line, a.Reason)
	}
	for _, h := range w.Hits {
		tellHolding(s, ed, h)
	}
	if !anyWords(w.Hits) {
		s.line("it begins: %s", w.Opening)
	}
}

func tellHolding(s *sheet, ed *edition.Edition, h policy.Holding) {
	says := string(h.Action)
	switch {
	case h.Ended:
		says += ", over since " + day(ed, h.Until)
	case h.Action == policy.Embargo:
		says += " until " + day(ed, h.Until)
	}
	if h.Rule.Final {
		says += ", final"
	}
	s.line("rule %s of %s says %s: %s (%s:%d)", h.Rule.ID, h.Rule.Owner, says, h.Reason, h.Rule.File, h.Rule.Line)
	for _, p := range h.Passages {
		s.more("%s: %s", p.Where, marked(p))
	}
}

// marked shows a passage with what was hit between » and «: colours would say
// nothing to a file, nor to whoever wants none.
func marked(p policy.Passage) string {
	if p.From == 0 && p.To == len(p.Text) {
		return p.Text
	}
	return p.Text[:p.From] + "»" + p.Hit() + "«" + p.Text[p.To:]
}

// anyWords reports whether a rule that asks for review shows words.
func anyWords(hits []policy.Holding) bool {
	for _, h := range hits {
		if h.Action == policy.Review && len(h.Passages) > 0 {
			return true
		}
	}
	return false
}

func tellAppeals(s *sheet, w *edition.Undecided) {
	for _, a := range w.Appeals {
		s.line("appeal of %s, recorded by %s (%s:%d), against %s: %s", day(w.Edition, a.At), a.By, a.File, a.Line, againstWords[a.Against], a.Reason)
	}
}

var againstWords = map[policy.Action]string{policy.Publish: "its being shown", policy.Excerpt: "an excerpt of it being shown", policy.ToOverlay: "its being internal",
	policy.Embargo: "the embargo on it", policy.Review: "its being held for review", policy.Withhold: "its being withheld", policy.Takedown: "its being taken down"}

// titled is what a piece is called: by its first words where it has no title.
func titled(title, opening string) string {
	if title != "" {
		return "“" + title + "”"
	}
	return "(no title) " + opening
}

func writers(p *policy.Piece) string {
	var names []string
	for _, who := range p.People {
		names = append(names, who.Name)
	}
	if p.Contributor.Handed {
		return strings.Join(names, ", ") + " (in no list)"
	}
	return fmt.Sprintf("%s (%s)", strings.Join(names, ", "), p.Contributor.ID)
}

// insideLayer marks what only an overlay knows.
func insideLayer(ed *edition.Edition, layer int) string {
	if layer == 0 {
		return ""
	}
	return " [internal: " + strings.TrimSuffix(ed.Layers[layer].Name, "/") + "]"
}

// A reviewRow is one line of `weft review --json`.
type reviewRow struct {
	ID          string        `json:"id"`
	URL         string        `json:"url"`
	Title       string        `json:"title"`
	Contributor string        `json:"contributor"`
	Name        string        `json:"name"`
	Published   string        `json:"published"`
	Overlay     string        `json:"overlay"`
	Since       string        `json:"since"`
	Editions    []string      `json:"editions"`
	Asked       *decisionJSON `json:"asked"`
	Rules       []reviewRule  `json:"rules"`
	Appeals     []appealJSON  `json:"appeals"`
}

// A reviewRule is a rule that met what waits.
type reviewRule struct {
	ruleJSON
	Passages []passageJSON `json:"passages"`
}

// A passageJSON is a part of an entry that a rule met.
type passageJSON struct {
	Where string `json:"where"`
	Text  string `json:"text"`
	Hit   string `json:"hit"`
}

// An appealJSON is an objection, and what came of it.
type appealJSON struct {
	Against  string `json:"against"`
	Reason   string `json:"reason"`
	By       string `json:"by"`
	At       string `json:"at"`
	File     string `json:"file"`
	Line     int    `json:"line"`
	Outcome  string `json:"outcome"`
	Answered string `json:"answered"`
}

func (env *environment) reviewRows(waiting []edition.Undecided) error {
	for i := range waiting {
		if err := env.object(undecidedRow(&waiting[i])); err != nil {
			return err
		}
	}
	return nil
}

func undecidedRow(w *edition.Undecided) reviewRow {
	row := reviewRow{URL: w.Address(), Since: stampOf(since(w)), Editions: filled(w.Under), Rules: []reviewRule{}, Appeals: appealRows(w.Appeals)}
	if w.Piece != nil {
		row.ID, row.Title, row.Contributor, row.Name = w.ID, w.Title, w.Contributor.ID, w.Contributor.Name
		row.Published, row.Overlay = stampOf(w.Date()), strings.TrimSuffix(w.Edition.Layers[w.Layer].Name, "/")
	}
	if w.Asked != nil {
		row.Asked = &decisionRows([]policy.Act{*w.Asked})[0]
	}
	for _, h := range w.Hits {
		r := reviewRule{ruleRows([]policy.Hit{h.Hit})[0], []passageJSON{}}
		for _, p := range h.Passages {
			r.Passages = append(r.Passages, passageJSON{p.Where, p.Text, p.Hit()})
		}
		row.Rules = append(row.Rules, r)
	}
	return row
}

func appealRows(appeals []policy.Appeal) []appealJSON {
	out := []appealJSON{}
	for _, a := range appeals {
		row := appealJSON{string(a.Against), a.Reason, a.By, stampOf(a.At), a.File, a.Line, string(a.Outcome), ""}
		if a.Answer != nil {
			row.Answered = stampOf(a.Answer.At)
		}
		out = append(out, row)
	}
	return out
}
