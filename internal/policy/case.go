package policy

import (
	"time"

	"weft/internal/archive"
	"weft/internal/entry"
	"weft/internal/roster"
)

// A Case is all that an edition's gate weighs about one entry, whether the
// edition may see it or not: for a curator who asks why, never for a page.
type Case struct {
	// Piece is the entry with the people behind it, what was decided and its
	// themes; nil when Barred says that nobody is credited with it.
	Piece   *Piece
	Barred  Bar
	Host    *roster.Contributor // whose feed it came by, as far as the lists say
	Feed    *roster.Feed
	Visible bool      // in the edition, at the moment of the view
	Hits    []Hit     // of every rule that met it, in the order of the file
	Acts    []Act     // people's decisions, the last one stands
	Said    []TagLine // about its themes, the last word stands
	// Addresses are all it is known by.
	Addresses []string
}

// A Bar is why an entry is in no edition like this one, whatever is decided.
type Bar string

// The bars there are.
const (
	Unlisted Bar = "unlisted"  // no list names its feed
	OptedOut Bar = "opted-out" // its author, or whose feed it is, wants no trace of it
	NotKept  Bar = "not-kept"  // the feed's keep expression leaves it out
	NoAuthor Bar = "no-author" // a contribution by nobody on a list
	// TakenBack and NotDue are set by whoever asked the archive: its author
	// deleted it, or its feed dates it ahead and its day has not come.
	TakenBack Bar = "taken-back"
	NotDue    Bar = "not-due"
)

// A Hit is a rule that met an entry, and what it says.
type Hit struct {
	Rule   *Rule
	Action Action    // what it asks for; review, where it could not be asked
	Reason string    // the rule's, or why it could not be asked
	Until  time.Time // of an embargo
	Ended  bool      // an embargo that is over: it met, and holds no more
}

// Case weighs one entry of a layer.
func (v *View) Case(e entry.Entry, layer int) (*Case, error) {
	known, err := v.gate.Archives[layer].Addresses(e.ID)
	if err != nil {
		return nil, err
	}
	c := &Case{Addresses: append(known, e.URL)}
	c.Acts = v.gate.Verdicts.Ledger.On(e.ID, c.Addresses)
	c.Said = v.gate.TagLog.Said(c.Addresses, v.gate.AsOf)
	bare := &Piece{Entry: e, Layer: layer}
	host, listed := v.host(bare)
	c.Host, c.Feed = host, bare.Feed
	p := v.credit(e, layer)
	switch {
	case !listed:
		c.Barred = Unlisted
	case p == nil && v.declined(e, layer):
		c.Barred = OptedOut
	case p == nil:
		c.Barred = NoAuthor
	}
	if p == nil {
		return c, nil
	}
	c.Piece = p
	return c, v.weigh(c)
}

func (v *View) weigh(c *Case) error {
	p := c.Piece
	if err := v.judge(p); err != nil {
		return err
	}
	if !v.keeps.ask(p) {
		c.Barred = NotKept
	}
	c.Visible = c.Barred == "" && p.Decision.Visible(v.gate.Public, v.gate.At)
	curated, _ := v.gate.TagLog.Themes(c.Addresses, v.gate.AsOf)
	c.Hits = v.gate.Verdicts.hits(p, curated, v.gate.At)
	v.show(p)
	return v.complete([]*Piece{p})
}

// hits asks every rule, and gives those that matched.
func (v *Verdicts) hits(p *Piece, curated []string, at time.Time) []Hit {
	var out []Hit
	answers := v.answer(p, curated)
	for i := range v.Rules {
		r := &v.Rules[i]
		d, matched := r.says(answers[i], p.Date(), at)
		switch {
		case matched:
			out = append(out, Hit{r, d.Action, d.Reason, d.Until, false})
		case !d.Released.IsZero():
			out = append(out, Hit{r, r.Action, r.Reason, d.Released, true})
		}
	}
	return out
}

// An Outlook is what one more act would make of a case.
type Outlook struct {
	Decision Decision
	Visible  bool
	// Overruled is the rule marked final that the act would be milder than.
	Overruled *Hit
}

// Foresee says what one more act on the entry would change in the edition.
func (v *View) Foresee(c *Case, a Act) Outlook {
	ledger := v.gate.Verdicts.Ledger.With(a)
	verdicts := Verdicts{v.gate.Verdicts.Rules, ledger, v.gate.Verdicts.Answers}
	var out Outlook
	if c.Piece == nil {
		return out
	}
	curated, _ := v.gate.TagLog.Themes(c.Addresses, v.gate.AsOf)
	out.Decision = verdicts.Decide(c.Piece, curated, c.Addresses, v.gate.At)
	out.Visible = c.Barred == "" && out.Decision.Visible(v.gate.Public, v.gate.At)
	if _, final := verdicts.byRules(c.Piece, curated, v.gate.At); a.milder(final, v.gate.At) {
		out.Overruled = c.finalHit()
	}
	return out
}

// finalHit is the strictest of the final rules that hold the entry.
func (c *Case) finalHit() *Hit {
	var out *Hit
	for i := range c.Hits {
		h := &c.Hits[i]
		if h.Rule.Final && !h.Ended && (out == nil || strictness[h.Action] > strictness[out.Action]) {
			out = h
		}
	}
	return out
}

// Curated gives the themes that curators confirmed on the entry and those they
// struck out.
func (v *View) Curated(c *Case) (yes, no []string) {
	return v.gate.TagLog.Themes(c.Addresses, v.gate.AsOf)
}

// Actions lists what a person may decide on an entry, from the mildest to the
// strictest.
func Actions() []Action {
	return []Action{Publish, Excerpt, ToOverlay, Embargo, Review, Withhold, Takedown}
}

// Days reads a length of time as rules write it, "14d" or "2w".
func Days(s string) (time.Duration, error) { return parseDays(s) }

// Saying gives the view as it would be with more lines about themes.
func (v *View) Saying(lines ...TagLine) *View {
	gate := v.gate
	for _, t := range lines {
		gate.TagLog = gate.TagLog.With(t)
	}
	return NewView(gate)
}

// OfFeedBetween gives the visible pieces of a feed in a stretch of time, newest
// first.
func (v *View) OfFeedBetween(key string, from, to time.Time) ([]*Piece, error) {
	return v.pieces(archive.Query{Feed: key, From: from, To: to}, 0)
}

// ActsOn gives the decisions on what is known by an id or addresses, the last
// one stands.
func (v *View) ActsOn(id string, addresses []string) []Act {
	return v.gate.Verdicts.Ledger.On(id, addresses)
}
