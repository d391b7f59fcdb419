package policy

import (
	"slices"
	"time"

	"weft/internal/archive"
)

// A Trial is what one rule would have done to the entries of a stretch of time,
// had it stood there from the first day.
type Trial struct {
	Rule *Rule
	All  int // entries that were asked about
	// Of those it met:
	Acts     int // what it says is what became of the entry
	Stricter int // another rule is stricter
	Decided  int // a person decided
	Over     int // its embargo has ended, or it has expired since
	// Failed counts those of which it could not be asked: they wait for review.
	Failed   int
	Err      error // the first failure
	Examples []Example
}

// An Example is an entry that a rule met, and by which words.
type Example struct {
	Title, URL string
	Date       time.Time
	Decision   Decision
	Passages   []Passage
	id         string
}

// Try puts every rule, or those that are wanted, to all entries of a stretch of
// time, whatever was decided on them, and gives the newest so many that each met. It
// tells how many it has asked about.
func (v *View) Try(from, to time.Time, most int, wanted func(*Rule) bool, tell func(n int)) ([]Trial, error) {
	if err := v.ask(); err != nil {
		return nil, err
	}
	var trials []Trial
	for i := range v.gate.Verdicts.Rules {
		if r := &v.gate.Verdicts.Rules[i]; wanted(r) {
			trials = append(trials, Trial{Rule: r})
		}
	}
	n := 0
	for layer, db := range v.gate.Archives {
		for e, err := range db.Entries(archive.Query{From: from, To: to, AsOf: v.gate.AsOf, Texts: archive.PlainText}) {
			if err != nil {
				return nil, err
			}
			p := v.credit(e, layer)
			if p == nil || !v.keeps.ask(p) {
				continue
			}
			if err := v.try(trials, p, most); err != nil {
				return nil, err
			}
			if n++; n%100 == 0 {
				tell(n)
			}
		}
	}
	for i := range trials {
		trials[i].All = n
	}
	return trials, nil
}

func (v *View) try(trials []Trial, p *Piece, most int) error {
	if err := v.judge(p); err != nil {
		return err
	}
	addresses, err := v.addresses(p)
	if err != nil {
		return err
	}
	curated, _ := v.gate.TagLog.Themes(addresses, v.gate.AsOf)
	env := environment(p, curated)
	for i := range trials {
		t := &trials[i]
		match, err := t.Rule.question.ask(env)
		if err != nil {
			t.Failed++
			if t.Err == nil {
				t.Err = err
			}
		}
		if match {
			t.count(p, v.gate.At)
			t.example(p, curated, most)
		}
	}
	return nil
}

func (t *Trial) count(p *Piece, at time.Time) {
	switch d := p.Decision; {
	case d.By != "":
		t.Decided++
	case !t.Rule.holds(at), t.Rule.Action == Embargo && !at.Before(t.Rule.until(p.Date())):
		t.Over++
	case strictness[d.Action] > strictness[t.Rule.Action]:
		t.Stricter++
	default:
		t.Acts++
	}
}

// Matched counts the entries that the rule met.
func (t *Trial) Matched() int { return t.Acts + t.Stricter + t.Decided + t.Over }

// example keeps the newest few.
func (t *Trial) example(p *Piece, curated []string, most int) {
	if most == 0 || len(t.Examples) == most && !p.Date().After(t.Examples[most-1].Date) {
		return
	}
	t.Examples = append(t.Examples, Example{p.Title, p.URL, p.Date(), p.Decision, t.Rule.Passages(p, curated), p.ID})
	slices.SortFunc(t.Examples, func(a, b Example) int {
		if !a.Date.Equal(b.Date) {
			return b.Date.Compare(a.Date)
		}
		if a.id < b.id {
			return -1
		}
		return 1
	})
	t.Examples = t.Examples[:min(len(t.Examples), most)]
}
