package fetch

import (
	"context"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

func TestWhoeverWaitsForRoomLosesNoTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		hop, cancel := context.WithCancel(t.Context())
		defer cancel()
		v := &visit{left: 10 * time.Second, begun: time.Now(), limit: time.AfterFunc(10*time.Second, cancel)}
		r := make(room, 1)
		r <- struct{}{}
		time.AfterFunc(time.Minute, func() { <-r })
		time.Sleep(4 * time.Second)
		if err := v.claim(t.Context(), r); err != nil || v.waited != 56*time.Second || hop.Err() != nil {
			t.Fatalf("waited %s, %v, %v", v.waited, err, hop.Err())
		}
		time.Sleep(5 * time.Second)
		synctest.Wait()
		if hop.Err() != nil {
			t.Error("its time was up early")
		}
		time.Sleep(time.Second)
		synctest.Wait()
		if hop.Err() == nil {
			t.Error("its time is not up")
		}
		if v.stand(); len(r) != 0 {
			t.Error("the room was not given back")
		}
	})
}

func TestTheEndOfTheRunEndsTheWaitForRoom(t *testing.T) {
	run, end := context.WithCancel(t.Context())
	v := &visit{limit: time.NewTimer(time.Hour)}
	end()
	if err := v.claim(run, make(room)); err == nil || len(v.rooms) != 0 {
		t.Errorf("%v, holds %d", err, len(v.rooms))
	}
}

// Twenty answers larger than light, plain and packed, share the rooms there are.
func TestLargeAnswersWaitForEachOther(t *testing.T) {
	for _, coding := range []string{"", "gzip"} {
		synctest.Test(t, func(t *testing.T) {
			b := newBodies(10 << 20)
			text := string(make([]byte, 2*light-1)) + "x"
			if coding == "gzip" {
				text = packed(t, text, asGzip)
			}
			var all sync.WaitGroup
			for range 20 {
				all.Go(func() {
					v := &visit{limit: time.NewTimer(time.Hour)}
					body, err := b.read(answering(strings.NewReader(text), coding), func(r room) error { return v.claim(t.Context(), r) })
					if err != nil || len(body) != 2*light {
						t.Errorf("%q: %d bytes, %v", coding, len(body), err)
					}
					if len(v.rooms) == 0 {
						t.Error("it has no room")
					}
					time.Sleep(time.Second)
					v.stand()
				})
			}
			all.Wait()
			if len(b.received)+len(b.unfolding)+len(b.unfolded) != 0 {
				t.Error("some room was not given back")
			}
		})
	}
}
