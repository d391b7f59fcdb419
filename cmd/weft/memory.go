package main

import (
	"math"
	"runtime/debug"
)

// readingMemory is what a fetch is to make do with, softly. A single document
// of 10 MiB may become 200 MB of elements, and what was made of the last ones
// is garbage that the collector, left to itself, lets lie until there is as much
// again.
const readingMemory = 150 << 20

// buildingMemory is what a build, and looking through what came in, are to make do
// with, softly: what is held of all
// that was ever written on a theme is small beside what reading it leaves behind.
const buildingMemory = 260 << 20

// frugal keeps the memory small until done is called. What GOMEMLIMIT says goes
// before.
func frugal(limit int64) (done func()) {
	if before := debug.SetMemoryLimit(-1); before != math.MaxInt64 {
		return func() {}
	}
	debug.SetMemoryLimit(limit)
	return func() { debug.SetMemoryLimit(math.MaxInt64) }
}
