package gather

import (
	"container/heap"
	"sync"
	"time"
)

// What a queue keeps in memory, in bytes. Readings weigh several times what
// their documents do.
const (
	maxBodies   = 4 << 20 // documents that wait to be read
	maxReadings = 2 << 20 // documents whose readings wait to be recorded
	maxAtOnce   = 4 << 20 // documents that are being read; a larger one is read alone
)

// A queue takes answers from one who asks, in the order in which they arrive;
// hands them to several who read; and gives them to one who records, in the
// order of the list, so that what is recorded does not depend on which server
// was quick. While too much waits, the one who asks waits too; but not as long
// as the answer that all wait for has not come, and then documents are put on
// the disk.
type queue struct {
	mu       sync.Mutex
	changed  sync.Cond
	slots    []slot
	arrived  positions // of those that wait to be read
	head     int       // the next to be recorded
	complete bool      // nothing more arrives
	left     bool      // nobody records any more

	spool    spool
	bodies   int // bytes of documents in memory that wait to be read
	reading  int // bytes of documents that are being read
	readings int // bytes of documents whose readings wait
	failed   error
}

type slot struct {
	*answer
	stage  stage
	weight int   // of its document, in bytes
	at     int64 // where it lies in the spool, if it does
	stored bool
}

type stage int

const (
	missing stage = iota
	waiting       // to be read, or being read
	read          // or nothing to read
)

func newQueue(n int, folder string) *queue {
	q := &queue{slots: make([]slot, n), spool: spool{folder: folder}}
	q.changed.L = &q.mu
	return q
}

// put takes the answer for a place in the list.
func (q *queue) put(i int, a *answer) {
	q.mu.Lock()
	defer q.mu.Unlock()
	defer q.changed.Broadcast()
	s := slot{answer: a, stage: read}
	if a.res.Status == Good {
		s.stage, s.weight = waiting, len(a.body)
		for q.full(s.weight) && q.moving() {
			q.changed.Wait()
		}
		if q.full(s.weight) && i != q.head {
			q.store(&s)
		} else {
			q.bodies += s.weight
		}
		heap.Push(&q.arrived, i)
	}
	q.slots[i] = s
}

func (q *queue) full(more int) bool { return q.bodies > 0 && q.bodies+more > maxBodies }

// moving reports whether there will be room without anything more arriving.
func (q *queue) moving() bool {
	return !q.left && q.failed == nil && q.slots[q.head].stage != missing
}

// store puts a document on the disk.
func (q *queue) store(s *slot) {
	at, err := q.spool.write(s.body)
	if err != nil {
		q.failed = err
		return
	}
	s.at, s.stored, s.body = at, true, nil
}

// end says that nothing more arrives.
func (q *queue) end() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.complete = true
	q.changed.Broadcast()
}

// leave says that nobody records any more.
func (q *queue) leave() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.left = true
	q.changed.Broadcast()
}

// readAll reads what arrives until there is no more, and looks for themes in it.
// Several may do so.
func (q *queue) readAll(themes Finder) {
	for i, ok := q.take(); ok; i, ok = q.take() {
		q.load(i)
		q.slots[i].read()
		q.slots[i].find(themes)
		q.done(i)
	}
}

// take waits for a document to read: the first of the list that has arrived.
func (q *queue) take() (int, bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for !q.readable() {
		if q.left || q.complete && len(q.arrived) == 0 {
			return 0, false
		}
		q.changed.Wait()
	}
	i := heap.Pop(&q.arrived).(int)
	s := &q.slots[i]
	q.reading += s.weight
	if !s.stored {
		q.bodies -= s.weight
	}
	return i, true
}

// readable reports whether there is a document to read, and room for it. For
// the one that is to be recorded next there always is, as soon as it would be
// the only one.
func (q *queue) readable() bool {
	if len(q.arrived) == 0 || q.left {
		return false
	}
	i := q.arrived[0]
	return (i == q.head || q.readings+q.reading < maxReadings) &&
		(q.reading == 0 || q.reading+q.slots[i].weight <= maxAtOnce)
}

// load fetches a document that was put on the disk.
func (q *queue) load(i int) {
	s := &q.slots[i]
	if !s.stored {
		return
	}
	body, err := q.spool.read(s.at, s.weight)
	if err != nil {
		s.res.Status, s.res.Err = Failed, err
	}
	s.body = body
}

func (q *queue) done(i int) {
	q.mu.Lock()
	defer q.mu.Unlock()
	s := &q.slots[i]
	s.stage = read
	q.reading -= s.weight
	q.readings += s.weight
	q.changed.Broadcast()
}

// next gives the answer to be recorded next, or nil when there is none so
// soon; more says that there will be one.
func (q *queue) next(soon time.Duration) (a *answer, more bool, err error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	late := false
	timer := time.AfterFunc(soon, func() {
		q.mu.Lock()
		late = true
		q.mu.Unlock()
		q.changed.Broadcast()
	})
	defer timer.Stop()
	for q.failed == nil && !late && !q.ready() && q.head < len(q.slots) {
		q.changed.Wait()
	}
	if q.failed != nil || !q.ready() {
		return nil, q.head < len(q.slots), q.failed
	}
	s := &q.slots[q.head]
	a, s.answer = s.answer, nil
	q.readings -= s.weight
	q.head++
	q.changed.Broadcast()
	return a, true, nil
}

// ready reports whether the next to be recorded has been read. Those that
// never arrived, because the run was ended, are passed over.
func (q *queue) ready() bool {
	for q.complete && q.head < len(q.slots) && q.slots[q.head].stage == missing {
		q.head++
	}
	return q.head < len(q.slots) && q.slots[q.head].stage == read
}

// positions are places in the list, the first of them on top.
type positions []int

func (p positions) Len() int           { return len(p) }
func (p positions) Less(i, j int) bool { return p[i] < p[j] }
func (p positions) Swap(i, j int)      { p[i], p[j] = p[j], p[i] }
func (p *positions) Push(x any)        { *p = append(*p, x.(int)) }
func (p *positions) Pop() any {
	last := len(*p) - 1
	x := (*p)[last]
	*p = (*p)[:last]
	return x
}
