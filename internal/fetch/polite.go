package fetch

import (
	"context"
	"sync"
	"time"
)

// hosts keeps politeness towards each host: so many connections at once, and a
// gap between one request and the next.
type hosts struct {
	mu      sync.Mutex
	perHost int
	lanes   map[string]*lane
}

// lane is one host's. The gap runs from the later of a request's start and end.
type lane struct {
	seats chan struct{}
	mu    sync.Mutex
	ready time.Time     // when the next request may start
	down  *Failure      // why nobody could connect, lately
	until time.Time     // until when that is taken to hold
	gap   time.Duration // between requests
}

// downFor is how long a host that could not be connected to is spared further
// tries: its other feeds would each wait out the same timeout.
const downFor = time.Minute

func newHosts(perHost int) *hosts {
	return &hosts{perHost: perHost, lanes: map[string]*lane{}}
}

// lane returns the lane for a key, made with the given gap on first use.
func (h *hosts) lane(key string, gap time.Duration) *lane {
	h.mu.Lock()
	defer h.mu.Unlock()
	l := h.lanes[key]
	if l == nil {
		l = &lane{seats: make(chan struct{}, h.perHost), gap: gap}
		h.lanes[key] = l
	}
	return l
}

// enter waits for a seat and for the gap to pass. When it returns nil the
// caller must leave.
func (l *lane) enter(ctx context.Context, sleep sleepFunc) error {
	select {
	case l.seats <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	if err := sleep(ctx, l.book(time.Now())); err != nil {
		<-l.seats
		return err
	}
	return nil
}

// book takes the next free moment and returns how long it is until then.
func (l *lane) book(now time.Time) time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	start := now
	if l.ready.After(now) {
		start = l.ready
	}
	l.ready = start.Add(l.gap)
	return start.Sub(now)
}

func (l *lane) leave() {
	l.mu.Lock()
	if next := time.Now().Add(l.gap); next.After(l.ready) {
		l.ready = next
	}
	l.mu.Unlock()
	<-l.seats
}

// markDown remembers that nobody could be connected to. It is for the host's
// other feeds: the failure they meet is final.
func (l *lane) markDown(why *Failure) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.down = &Failure{Reason: why.Reason, Text: why.Text, Hint: "found with another feed of this host, so not tried again in this run"}
	l.until = time.Now().Add(downFor)
}

// isDown returns why the host was found unreachable within downFor, or nil.
func (l *lane) isDown() *Failure {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.down == nil || time.Now().After(l.until) {
		return nil
	}
	return l.down
}

type sleepFunc func(ctx context.Context, d time.Duration) error

// sleep waits, or returns early with the context's error.
func sleep(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return ctx.Err()
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
