package gather

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"time"

	"weft/internal/archive"
	"weft/internal/fetch"
	"weft/internal/roster"
)

// due gives the feeds that are to be asked now, and is done with the others.
func (r *run) due(feeds []roster.Feed) []roster.Feed {
	var due []roster.Feed
	for _, f := range feeds {
		state := r.before(f)
		if why, until := r.waits(state); why != "" {
			r.heard(f)
			r.finish(Result{Feed: f.Key, Contributor: f.Contributor, Status: why, NextAt: until, LastGood: state.Good, Failures: state.Failures, GoneSince: state.Retired})
			continue
		}
		due = append(due, f)
	}
	return due
}

// waits says why a feed is not asked now, and until when; "" when it is. What
// its host asked for is obeyed whoever insists.
func (r *run) waits(state archive.Feed) (why Status, until time.Time) {
	host := state.Reason == "" || state.Reason == string(Deferred)
	switch {
	case host && r.ahead(state.Next, fetch.LongestWait):
		return Deferred, state.Next
	case r.Force:
		return "", time.Time{}
	case !state.Retired.IsZero():
		return Retired, time.Time{}
	case r.ahead(state.Next, longestPause):
		return Paused, state.Next
	case r.ahead(state.Fresh, fetch.LongestFresh):
		return Fresh, state.Fresh
	}
	return "", time.Time{}
}

// ahead reports whether a moment is still to come. One that lies further ahead
// than it could have been set was set by a clock that was wrong.
func (r *run) ahead(at time.Time, most time.Duration) bool {
	return r.Now.Before(at) && !at.After(r.Now.Add(most))
}

const (
	// patience is how many failures in a row change nothing: a server that is
	// down for an evening is met again at the next run.
	patience = 5
	// longestPause is short enough that a daily run asks every time.
	longestPause = 20 * time.Hour
)

// pauseAfter is how long a feed is left alone that failed so often in a row:
// not at all, then one hour, two, four, and at most longestPause.
func pauseAfter(failures int) time.Duration {
	if failures < patience {
		return 0
	}
	pause := time.Hour
	for range failures - patience {
		if pause *= 2; pause >= longestPause {
			return longestPause
		}
	}
	return pause
}

// troubles are failures for which no server is to be spared where nobody was
// asked: what mends them is done here.
var troubles = []string{string(fetch.ReasonAuth), string(fetch.ReasonAddress), string(fetch.ReasonPrivate)}

// termsOf is how a list has a feed asked and read. Where that has changed, what
// was learnt under other terms says nothing of what the next answer will be.
func termsOf(f roster.Feed) string {
	sum := sha256.Sum256([]byte(strings.Join([]string{f.Network, f.Auth, f.Identity}, "\x00")))
	return hex.EncodeToString(sum[:8])
}

// onTerms forgets what was remembered of a feed under other terms: its
// validators, the hash of its bytes, and that there is time to ask it. That its
// host asked to wait stays.
func onTerms(state archive.Feed, f roster.Feed) archive.Feed {
	terms := termsOf(f)
	if state.Terms != "" && state.Terms != terms {
		state.ETag, state.LastModified, state.Validated, state.Hash = "", "", "", ""
		state.Fresh, state.Retired = time.Time{}, time.Time{}
		if state.Reason != string(Deferred) {
			state.Next = time.Time{}
		}
	}
	state.Terms = terms
	return state
}
