package fetch

import (
	"context"
	"slices"
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
		r := newRoom(1)
		if err := r.enter(t.Context(), 0); err != nil {
			t.Fatal(err)
		}
		time.AfterFunc(time.Minute, r.leave)
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
		if v.stand(); r.taken != 0 {
			t.Error("the room was not given back")
		}
	})
}

func TestTheEndOfTheRunEndsTheWaitForRoom(t *testing.T) {
	run, end := context.WithCancel(t.Context())
	v := &visit{limit: time.NewTimer(time.Hour)}
	end()
	if err := v.claim(run, newRoom(0)); err == nil || len(v.rooms) != 0 {
		t.Errorf("%v, holds %d", err, len(v.rooms))
	}
}

func TestARoomIsGivenInTheOrderOfTheList(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRoom(1)
		if err := r.enter(t.Context(), 9); err != nil {
			t.Fatal(err)
		}
		var got []int
		impatient, leave := context.WithCancel(t.Context())
		for _, rank := range []int{5, 2, 8, 1, 7} {
			go func() {
				ctx := t.Context()
				if rank == 2 {
					ctx = impatient
				}
				if r.enter(ctx, rank) == nil {
					got = append(got, rank)
					r.leave()
				}
			}()
			synctest.Wait()
		}
		leave()
		synctest.Wait()
		r.leave()
		synctest.Wait()
		if want := []int{1, 5, 7, 8}; !slices.Equal(got, want) || r.taken != 0 {
			t.Errorf("it was given to %v, want %v; taken: %d", got, want, r.taken)
		}
	})
}

// Whoever gives up waiting in the moment it is given a place passes it on.
func TestNoPlaceIsLost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRoom(1)
		if err := r.enter(t.Context(), 0); err != nil {
			t.Fatal(err)
		}
		ctx, leave := context.WithCancel(t.Context())
		var impatient error
		next := false
		go func() { impatient = r.enter(ctx, 1) }()
		go func() { next = r.enter(t.Context(), 2) == nil }()
		synctest.Wait()
		r.mu.Lock() // who gives up cannot say so yet
		leave()
		r.next()
		r.mu.Unlock()
		synctest.Wait()
		if impatient == nil || !next {
			t.Errorf("who gave up: %v; the next has it: %v", impatient, next)
		}
		if r.leave(); r.taken != 0 || len(r.waiting) != 0 {
			t.Errorf("%d taken, %d wait", r.taken, len(r.waiting))
		}
	})
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
					body, err := b.read(answering(strings.NewReader(text), coding), func(r *room) error { return v.claim(t.Context(), r) })
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
			if b.received.taken+b.unfolding.taken+b.unfolded.taken != 0 {
				t.Error("some room was not given back")
			}
		})
	}
}
