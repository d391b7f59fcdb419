package main

import (
	"math"
	"runtime/debug"
	"testing"
)

func TestWhatSomebodySaysOfMemoryGoesBefore(t *testing.T) {
	before := debug.SetMemoryLimit(math.MaxInt64)
	defer debug.SetMemoryLimit(before)
	done := frugal(readingMemory)
	if got := debug.SetMemoryLimit(-1); got != readingMemory {
		t.Errorf("a fetch makes do with %d bytes", got)
	}
	done()
	if got := debug.SetMemoryLimit(-1); got != math.MaxInt64 {
		t.Errorf("behind a fetch the bound is %d", got)
	}
	debug.SetMemoryLimit(1 << 30)
	frugal(readingMemory)()
	if got := debug.SetMemoryLimit(-1); got != 1<<30 {
		t.Errorf("GOMEMLIMIT was overridden by %d", got)
	}
}
