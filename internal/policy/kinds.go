package policy

import (
	"slices"
	"strconv"

	"weft/internal/diag"
)

// The kinds of Act that are about an entry or an issue; those about a person
// stand beside what is read of them.
const (
	ActDecide  = "decide"  // what becomes of an entry
	ActAppeal  = "appeal"  // somebody objects to what became of it; with not, no more
	ActFreeze  = "freeze"  // an issue was finished
	ActSend    = "send"    // an issue went out by mail
	ActPublish = "publish" // the site was put where readers find it
)

// kinds are all that this weft reads. A later one may write others.
var kinds = []string{ActDecide, ActAppeal, ActFreeze, ActSend, ActPublish, ActName, ActCredit, ActSuggest}

// amiss says why an act does nothing; "" when nothing is wrong with it.
func (a Act) amiss() (hint, wrong string) {
	nowhere := a.URL == "" && a.Entry == ""
	switch {
	case a.Act == ActDecide && (strictness[a.Action] == 0 || nowhere):
		return `a decision looks like {"act":"decide","url":"https://…","action":"withhold","by":"…","at":"…"}`,
			"a decision on " + strconv.Quote(a.URL+a.Entry) + " with action " + strconv.Quote(string(a.Action)) + " decides nothing"
	case a.Act == ActAppeal && (nowhere || a.Reason == "" && !a.Not):
		return `an appeal looks like {"act":"appeal","url":"https://…","reason":"what they say","by":"…","at":"…"}`,
			"an appeal that names no entry, or no reason, asks for nothing"
	case a.Act == ActAppeal && a.Action != "" && strictness[a.Action] == 0:
		return "it is what the appeal is against, such as withhold; leave it out where you do not know",
			"an appeal against the action " + strconv.Quote(string(a.Action))
	case a.Act == ActFreeze && a.Issue == "":
		return `it looks like {"act":"freeze","issue":"2026-W47","by":"…","at":"…"}`, "a freeze without an issue ends no draft"
	case a.Act == ActSend && a.Issue == "":
		return `it looks like {"act":"send","issue":"2026-W47","by":"…","at":"…"}`, "a sending without an issue sent nothing"
	}
	return a.ofAPerson()
}

// unknown says of an act of no known kind what may be meant: misspelt is an
// error, for it may hold something back that passes meanwhile; "" where the
// kind is known.
func (a Act) unknown() (hint, said string, misspelt bool) {
	switch {
	case slices.Contains(kinds, a.Act):
		return "", "", false
	case a.Act == "":
		return `say what it does: "act":"decide"`, "a line without an act does nothing", true
	}
	hint = diag.DidYouMean(a.Act, kinds, "")
	if hint != "" {
		return hint, "no act is called " + strconv.Quote(a.Act), true
	}
	return "a later weft may have written it, and reads it; this one leaves it as it is", "this weft knows no act " + strconv.Quote(a.Act) + ", and passes the line over", false
}
