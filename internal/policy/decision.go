package policy

import "time"

// An Action is what policy does with an entry.
type Action string

// The actions, from the mildest to the strictest; Takedown is a person's alone.
const (
	Publish   Action = "publish"
	Excerpt   Action = "excerpt"
	ToOverlay Action = "internal"
	Embargo   Action = "embargo"
	Review    Action = "review"
	Withhold  Action = "withhold"
	Takedown  Action = "takedown"
)

var strictness = map[Action]int{Publish: 1, Excerpt: 2, ToOverlay: 3, Embargo: 4, Review: 5, Withhold: 6, Takedown: 7}

// A Decision is what policy says about an entry, and why.
type Decision struct {
	Action Action
	Rules  []string // ids of all rules that matched, sorted
	Reason string
	Owner  string
	By     string    // the person who decided; empty: the rules alone
	At     time.Time // when they did
	Final  bool      // no person may decide otherwise
	Until  time.Time // when an embargo ends
	// Released is when the last embargo on the entry ended; zero: there was none.
	Released time.Time
}

// Ended is when the entry was set free, if an embargo held it once; else zero.
func (d Decision) Ended() time.Time {
	if d.Action == Embargo { // a person's, which stays said after it has ended
		return d.Until
	}
	return d.Released
}
