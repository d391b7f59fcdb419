package fetch

import (
	"context"
	"time"
)

// Many answers are under way at once, and each may grow to Options.Bytes. Up to
// light, every one may be received; beyond that it needs room, of which there is
// little, and so does whatever is unfolded. Rooms are claimed in the order below
// and kept until the outcome is handed over, so none wait for each other in a
// circle.

// A room has a place for each answer in it.
type room chan struct{}

type rooms struct {
	received  room // large as they come from the line, which a slow server may block for long
	unfolding room // unfolded, or about to be; the others wait as small as they came
	unfolded  room // large only when they are unfolded
}

func newRooms() rooms { return rooms{make(room, 4), make(room, 8), make(room, 2)} }

// claim waits for a place in a room. The visit's time stands still meanwhile:
// others take it. Only the end of the whole run ends the wait.
func (v *visit) claim(run context.Context, r room) error {
	running := v.limit.Stop()
	begun := time.Now()
	select {
	case r <- struct{}{}:
		v.rooms = append(v.rooms, r)
	case <-run.Done():
		return run.Err()
	}
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
		<-r
	}
	v.rooms = nil
}
