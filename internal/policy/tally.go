package policy

import (
	"cmp"
	"slices"
	"time"

	"weft/internal/period"
)

// A Tally is what rules and people decided in a quarter, for whoever answers for
// it. What it counts names nobody; what it lists does, and is for an edition that
// may tell.
type Tally struct {
	period.Period
	Counted bool           // the entries of the quarter were looked through
	Judged  int            // they were so many
	Rules   map[string]int // of these, by the id of each rule that met them
	Became  map[Action]int // of these, by what has become of them
	Waiting int            // of these, those that wait for a person
	Decided map[Action]int // on so many entries, of any quarter, people decided so in this one
	Appeals map[Outcome]int
	// Took are how long the answers of the quarter took, to entries that waited and
	// to appeals, the shortest first.
	Took []time.Duration

	Held  []*Piece // of these, those that are not shown; the newest first
	Deeds []Deed   // the lines of the ledger of the quarter, the newest first
}

// A Deed is a line of the ledger, with the piece it is about.
type Deed struct {
	Act
	Piece *Piece // nil: it is about none, or about one that no archive has
}

// counted is of how many quarters the entries are looked through.
const counted = 4

// mostQuarters bounds how many quarters are told of.
const mostQuarters = 40

// Tallies says what was decided, quarter by quarter, the newest first: of the
// newest in which something came in and the three before what became of their
// entries, and of those in which somebody decided. Who declined to be read is in
// none of it.
func (v *View) Tallies(cal period.Calendar) ([]Tally, error) {
	t := &tallying{view: v, at: map[string]*Tally{}, cal: cal}
	newest, err := v.newestQuarter(cal)
	if err != nil {
		return nil, err
	}
	q := newest
	for range counted {
		t.of(q.Start).Counted = true
		q = cal.QuarterBefore(q)
	}
	if err := t.deeds(cal.Quarter(v.gate.At).End.AddDate(0, 3, 0)); err != nil {
		return nil, err
	}
	if err := t.pieces(cal.Quarter(q.End).Start, newest.End); err != nil {
		return nil, err
	}
	var out []Tally
	for _, tally := range t.at {
		slices.Sort(tally.Took)
		slices.SortStableFunc(tally.Held, newestFirst)
		out = append(out, *tally)
	}
	slices.SortFunc(out, func(a, b Tally) int { return b.Start.Compare(a.Start) })
	return out[:min(len(out), mostQuarters)], nil
}

// newestQuarter is that of the newest entry that is seen: of a site that nobody
// writes for any more, the last quarter in which somebody did; where there is none
// at all, the running one.
func (v *View) newestQuarter(cal period.Calendar) (period.Period, error) {
	last, err := v.NewestBefore(v.gate.At.Add(time.Second))
	if last == nil || err != nil {
		return cal.Quarter(v.gate.At), err
	}
	return cal.Quarter(last.Date()), nil
}

// Quarters gives those that Tallies may tell of: the newest, the three before, and
// those of which the ledger has lines.
func (v *View) Quarters(cal period.Calendar) ([]period.Period, error) {
	var out []period.Period
	at, err := v.newestQuarter(cal)
	if err != nil {
		return nil, err
	}
	for range counted {
		out = append(out, at)
		at = cal.QuarterBefore(at)
	}
	for _, a := range v.gate.Verdicts.Ledger.Acts {
		if q := cal.Quarter(a.At); !v.toCome(a) && !slices.Contains(out, q) {
			out = append(out, q)
		}
	}
	return out, nil
}

type tallying struct {
	view *View
	cal  period.Calendar
	at   map[string]*Tally // by the quarter's name
}

func (t *tallying) of(at time.Time) *Tally {
	q := t.cal.Quarter(at)
	tally := t.at[q.Name]
	if tally == nil {
		tally = &Tally{Period: q, Rules: map[string]int{}, Became: map[Action]int{}, Decided: map[Action]int{}, Appeals: map[Outcome]int{}}
		t.at[q.Name] = tally
	}
	return tally
}

// deeds goes through the ledger, up to a moment: a line that is dated far ahead is
// a slip, and makes no quarter.
func (t *tallying) deeds(before time.Time) error {
	ledger := &t.view.gate.Verdicts.Ledger
	tell := map[string]Deed{} // by the id of the act
	type said struct {
		tally     *Tally
		entry, as string
	}
	counted := map[said]bool{} // who decides the same again, as an answer, has not decided on another piece
	for i := len(ledger.Acts) - 1; i >= 0; i-- {
		d, told, err := t.view.deed(ledger.Acts[i])
		if err != nil {
			return err
		}
		if !told || d.At.IsZero() || !d.At.Before(before) || t.view.toCome(d.Act) {
			continue
		}
		tell[d.place()] = d
		tally := t.of(d.At)
		tally.Deeds = append(tally.Deeds, d)
		if this := (said{tally, d.about(), string(d.Action)}); d.Act.Act == ActDecide && !counted[this] {
			counted[this] = true
			tally.Decided[d.Action]++
		}
	}
	for _, a := range ledger.Appeals() {
		if _, told := tell[a.place()]; !told {
			continue
		}
		t.of(a.At).Appeals[a.Outcome]++
		if a.Answer != nil && a.Answer.Act == ActDecide && a.Answer.At.Before(before) {
			answered := t.of(a.Answer.At)
			answered.Took = append(answered.Took, a.Answered)
		}
	}
	for _, tally := range t.at {
		slices.SortStableFunc(tally.Deeds, func(a, b Deed) int { return b.At.Compare(a.At) })
	}
	return nil
}

// toCome reports a publication or a sending of which pages do not tell yet: one
// since the edition's own time, at which something last came in. A page that told of
// its own publication would be another than what was published, and never done.
func (v *View) toCome(a Act) bool {
	return (a.Act == ActPublish || a.Act == ActSend) && !a.At.Before(v.gate.At)
}

// about tells apart what lines are about.
func (d Deed) about() string {
	if d.Piece != nil {
		return d.Piece.ID
	}
	return cmp.Or(d.Entry, d.URL)
}

// place tells lines of the ledger apart.
func (a Act) place() string { return a.File + "\x00" + a.Sum() }

// deed finds the piece that a line is about; false when it is about somebody who
// wants no trace.
func (v *View) deed(a Act) (Deed, bool, error) {
	d := Deed{Act: a}
	if c, ok := v.gate.Roster.Contributor(a.Person); ok && c.OptOut.All || a.Name != "" && v.gate.Roster.Names(a.Name) || v.gate.Roster.DeclinedAt(a.URL) {
		return d, false, nil
	}
	if c, ok := v.gate.Roster.Contributor(a.Person); ok && c.OptOut.Influence && (a.Act == ActCredit || a.Act == ActName) {
		return d, false, nil
	}
	v.unname(&d.Reason, &d.Note, &d.By)
	if said, ok := v.gate.Verdicts.Ledger.Find(a.Entry, []string{a.URL}); a.Act == ActAppeal && ok && said.Action == Takedown {
		d.Reason = "" // it may quote what nothing is told of; the ledger keeps it
	}
	for layer, db := range v.gate.Archives {
		ids := []string{a.Entry}
		if a.URL != "" {
			at, err := db.IDsAt(a.URL)
			if err != nil {
				return d, false, err
			}
			ids = append(ids, at...)
		}
		found, err := db.ByIDs(ids, v.gate.AsOf, v.light())
		if err != nil {
			return d, false, err
		}
		for _, e := range found {
			p := v.credit(e, layer)
			if p == nil && v.declined(e, layer) {
				return d, false, nil
			}
			if d.Piece == nil && p != nil {
				if err := v.judge(p); err != nil {
					return d, false, err
				}
				d.Piece = p.lighten()
			}
		}
	}
	return d, true, nil
}

// unname drops words that call somebody by name who wants no trace.
func (v *View) unname(words ...*string) {
	for _, s := range words {
		if v.gate.Roster.Names(*s) {
			*s = ""
		}
	}
}

// pieces goes through the entries of a stretch of time.
func (t *tallying) pieces(from, to time.Time) error {
	byRule := map[string]Action{}
	for _, r := range t.view.gate.Verdicts.Rules {
		byRule[r.ID] = r.Action
	}
	for p, err := range t.view.judging(from, to) {
		if err != nil {
			return err
		}
		tally := t.of(p.Date())
		tally.Judged++
		for _, rule := range p.Decision.Rules {
			tally.Rules[rule]++
		}
		became := p.Decision.Action
		if became == Embargo && p.Decision.Visible(t.view.gate.Public, t.view.gate.At) {
			became = Publish
		}
		tally.Became[became]++
		if became == Review {
			tally.Waiting++
		}
		if err := t.waits(p, byRule); err != nil {
			return err
		}
		if !p.Decision.Visible(t.view.gate.Public, t.view.gate.At) {
			t.view.unname(&p.Decision.Reason, &p.Decision.Owner, &p.Decision.By)
			tally.Held = append(tally.Held, p.lighten())
		}
	}
	return nil
}

// waits notes how long a piece waited until somebody decided.
func (t *tallying) waits(p *Piece, byRule map[string]Action) error {
	addresses, err := t.view.addresses(p)
	if err != nil {
		return err
	}
	if _, decided := t.view.gate.Verdicts.Ledger.Find(p.ID, addresses); !decided {
		return nil // as nearly always
	}
	var held time.Time
	if slices.ContainsFunc(p.Decision.Rules, func(id string) bool { return byRule[id] == Review }) {
		held = p.FirstSeen
	}
	for _, w := range t.view.gate.Verdicts.Ledger.WaitOn(p.ID, addresses, held) {
		if w.Answer != nil {
			tally := t.of(w.To)
			tally.Took = append(tally.Took, w.To.Sub(w.From))
		}
	}
	return nil
}
