package main

import (
	"time"

	"weft/internal/policy"
)

// Of lines of the ledger on one thing the newest counts, wherever it stands, since
// merging two histories mixes the lines. A line dated ahead, by a slip or by another
// machine's clock, would so go over all that people say until then, and one that
// weft wrote cannot be changed.

// behind dates a line a second after the newest of those it is to go over, where
// that is of a later time, and says so.
func (env *environment) behind(act policy.Act, over ...policy.Act) policy.Act {
	var newest *policy.Act
	for i := range over {
		if over[i].At.After(act.At) {
			act.At, newest = over[i].At.Add(time.Second), &over[i]
		}
	}
	if newest != nil {
		env.say("%s:%d: the line is dated ahead, of %s: yours is dated a second later, to go over it",
			newest.File, newest.Line, newest.At.Format(time.RFC3339))
	}
	return act.Recorded()
}
