package policy

import (
	"slices"
	"time"

	"weft/internal/entry"
)

// An Outcome is what came of an appeal.
type Outcome string

// The outcomes there are.
const (
	Waiting   Outcome = "waiting"   // nobody has decided since
	Granted   Outcome = "granted"   // the decision after it lets more pass, or, of what was shown, less
	Upheld    Outcome = "upheld"    // it does not: what was decided stays
	Withdrawn Outcome = "withdrawn" // who objected does so no more
)

// An Appeal is an objection to what became of an entry, and what came of it.
type Appeal struct {
	Act             // who recorded it, when, and what is said
	Against  Action // what held then, as far as the ledger tells; Review where it does not
	Before   *Act   // the decision that held then; nil: rules alone
	Answer   *Act   // the decision that came of it, or the line that takes it back
	Outcome  Outcome
	Answered time.Duration // how long that took; zero while it waits
}

// Appeals gives all appeals, the oldest first. The answer to one is the next
// decision on its entry that is more than to look at it again.
func (l *Ledger) Appeals() []Appeal {
	var out []Appeal
	for _, a := range l.Acts {
		if a.Act == ActAppeal && !a.Not && (a.Entry != "" || entry.AddressKey(a.URL) != "") {
			out = append(out, answered(a, l.about(a.Entry, []string{a.URL})))
		}
	}
	return oldestFirst(out)
}

// AppealsOn gives those about an entry, known by its id or any address it ever
// had, which their answers may name it by.
func (l *Ledger) AppealsOn(id string, addresses []string) []Appeal {
	acts := l.about(id, addresses)
	var out []Appeal
	for _, a := range acts {
		if a.Act == ActAppeal && !a.Not {
			out = append(out, answered(a, acts))
		}
	}
	return oldestFirst(out)
}

func oldestFirst(appeals []Appeal) []Appeal {
	slices.SortStableFunc(appeals, func(a, b Appeal) int { return a.At.Compare(b.At) })
	return appeals
}

// answered looks for what held before an appeal, and what was decided after, among
// the acts on the same entry.
func answered(a Act, acts []Act) Appeal {
	out := Appeal{Act: a, Against: a.Action, Outcome: Waiting}
	for _, b := range acts {
		switch {
		case b.Act != ActDecide && !(b.Act == ActAppeal && b.Not):
		case b.Act == ActDecide && a.after(b):
			if out.Before == nil || b.after(*out.Before) {
				out.Before = &b
			}
		case b.after(a) && b.Action != Review && (out.Answer == nil || out.Answer.after(b)):
			out.Answer = &b
		}
	}
	if out.Against == "" {
		out.Against = against(out.Before, a.At)
	}
	if out.Answer != nil {
		out.Answered = max(0, out.Answer.At.Sub(a.At))
		out.Outcome = out.judged()
	}
	return out
}

// against is what a decision meant at a moment.
func against(before *Act, at time.Time) Action {
	switch {
	case before == nil:
		return Review
	case before.Action == Embargo && !before.Until.IsZero() && !at.Before(before.Until):
		return Publish
	}
	return before.Action
}

// judged says whether the answer gave what was asked for. Who objects to what is
// held back wants it milder; who objects to what is shown wants it gone.
func (a *Appeal) judged() Outcome {
	was, is := strictness[a.Against], strictness[a.Answer.Action]
	granted := is < was
	switch {
	case a.Answer.Act == ActAppeal:
		return Withdrawn
	case a.Against == Publish || a.Against == Excerpt:
		granted = is != was
	case is == was && a.Against == Embargo && a.Before != nil && !a.Answer.Until.IsZero():
		granted = a.Before.Until.IsZero() || a.Answer.Until.Before(a.Before.Until)
	}
	if granted {
		return Granted
	}
	return Upheld
}

// A Wait is a stretch in which an entry waited for somebody to decide.
type Wait struct {
	Entry, URL string // as the lines name it
	From, To   time.Time
	Answer     *Act // nil: it waits still, and To is zero
}

// Waits gives the stretches that the ledger tells of, the oldest first: from a
// decision to review until the next that is none. What rules alone held is not
// among them; WaitOn knows of that.
func (l *Ledger) Waits() []Wait {
	var out []Wait
	begun := map[string]bool{} // entries of which all is told
	for _, a := range l.Acts {
		if a.Act != ActDecide || a.Action != Review || a.Entry != "" && begun[a.Entry] {
			continue
		}
		key := entry.AddressKey(a.URL)
		if key != "" && begun[key] {
			continue
		}
		begun[a.Entry], begun[key] = true, true
		out = append(out, waits(l.On(a.Entry, []string{a.URL}), time.Time{})...)
	}
	slices.SortStableFunc(out, func(a, b Wait) int { return a.From.Compare(b.From) })
	return out
}

// WaitOn gives the stretches in which an entry waited, known by its id and
// addresses: held, where it is not zero, is when a rule first held it, which is
// when weft first saw it. The last one may last still.
func (l *Ledger) WaitOn(id string, addresses []string, held time.Time) []Wait {
	return waits(l.On(id, addresses), held)
}

func waits(acts []Act, held time.Time) []Wait {
	var out []Wait
	var open *Wait
	if !held.IsZero() {
		open = &Wait{From: held}
	}
	for _, a := range acts {
		switch {
		case a.Action == Review && open == nil:
			open = &Wait{Entry: a.Entry, URL: a.URL, From: a.At}
		case a.Action != Review && open != nil:
			open.To, open.Answer = a.At, &a
			if open.To.Before(open.From) { // decided ahead, before it came
				open.From = open.To
			}
			out, open = append(out, *open), nil
		}
	}
	if open != nil {
		out = append(out, *open)
	}
	return out
}

// Freezes gives the acts that finished issues, or one issue where it is named,
// the oldest first.
func (l *Ledger) Freezes(issue string) []Act {
	var out []Act
	for _, a := range l.Acts {
		if a.Act == ActFreeze && (issue == "" || a.Issue == issue) {
			out = append(out, a)
		}
	}
	slices.SortStableFunc(out, func(a, b Act) int { return a.At.Compare(b.At) })
	return out
}
