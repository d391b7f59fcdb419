package fetch

import (
	"container/heap"
	"context"
	"sync"
	"time"
)

// Many answers are under way at once, and each may grow to Options.Bytes. Up to
// light, every one may be received; beyond that it needs room, of which there is
// little, and so does whatever is unfolded. Rooms are claimed in the order below
// and kept until the outcome is handed over, so none wait for each other in a
// circle.

// A room has so many places. Who waits for one gets it in the order of the list:
// the sink then gets outcomes nearly in that order, and may have to keep few of
// them until their turn comes.
type room struct {
	mu      sync.Mutex
	places  int
	taken   int
	waiting waiters
}

func newRoom(places int) *room { return &room{places: places} }

type waiter struct {
	rank  int // of the request in the list
	given chan struct{}
}

// enter waits for a place until ctx ends.
func (r *room) enter(ctx context.Context, rank int) error {
	r.mu.Lock()
	if r.taken < r.places {
		r.taken++
		r.mu.Unlock()
		return nil
	}
	w := waiter{rank, make(chan struct{})}
	heap.Push(&r.waiting, w)
	r.mu.Unlock()
	select {
	case <-w.given:
		return nil
	case <-ctx.Done():
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if !r.waiting.drop(w) {
		r.next() // it was given meanwhile
	}
	return ctx.Err()
}

// leave gives a place back, or on.
func (r *room) leave() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.next()
}

func (r *room) next() {
	if len(r.waiting) == 0 {
		r.taken--
		return
	}
	close(heap.Pop(&r.waiting).(waiter).given)
}

// waiters are those who wait, the first of the list on top.
type waiters []waiter

func (w waiters) Len() int           { return len(w) }
func (w waiters) Less(i, j int) bool { return w[i].rank < w[j].rank }
func (w waiters) Swap(i, j int)      { w[i], w[j] = w[j], w[i] }
func (w *waiters) Push(x any)        { *w = append(*w, x.(waiter)) }
func (w *waiters) Pop() any {
	last := len(*w) - 1
	x := (*w)[last]
	*w = (*w)[:last]
	return x
}

// drop takes out one who waits no longer; false when it does not wait.
func (w *waiters) drop(one waiter) bool {
	for i := range *w {
		if (*w)[i].given == one.given {
			heap.Remove(w, i)
			return true
		}
	}
	return false
}

type rooms struct {
	received  *room // large as they come from the line, which a slow server may block for long
	unfolding *room // unfolded, or about to be; the others wait as small as they came
	unfolded  *room // large only when they are unfolded
}

func newRooms() rooms { return rooms{newRoom(4), newRoom(8), newRoom(2)} }

// claim waits for a place in a room. The visit's time stands still meanwhile:
// others take it. Only the end of the whole run ends the wait.
func (v *visit) claim(run context.Context, r *room) error {
	running := v.limit.Stop()
	begun := time.Now()
	if err := r.enter(run, v.rank); err != nil {
		return err
	}
	v.rooms = append(v.rooms, r)
	waited := time.Since(begun)
	v.waited += waited
	if running {
		v.limit.Reset(max(v.left-(time.Since(v.begun)-v.waited), 0))
	}
	return nil
}

// vacate gives up the rooms held.
func (v *visit) vacate() {
	for _, r := range v.rooms {
		r.leave()
	}
	v.rooms = nil
}
