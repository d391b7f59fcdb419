package picture

import (
	"cmp"
	"hash/fnv"
	"io"
	"slices"
	"unicode"
)

// A web is laid out in whole units, without chance: sectors lie on a ring in
// their order; everybody is drawn towards their sectors and towards those with
// whom they exchange across sectors, then put at the nearest place where their
// name covers nobody else's. What would stand at the very same place is moved
// apart by a number made of the id, the seed of which never changes.

const (
	webWidth    = 800
	webEdge     = 6 // kept free around
	nodeHigh    = 28
	hubHigh     = 34
	nodeLetters = 30
	hubLetters  = 30
	dotAt       = 12 // from the left of a name's box
	textAfter   = 12 // from the dot
	betweenX    = 4  // between two boxes
	rounds      = 24
)

type point struct{ x, y int }

// A box is the room that a name and its mark take.
type box struct{ x, y, w, h int }

func (b box) middle() point { return point{b.x + b.w/2, b.y + b.h/2} }
func (b box) dot() point    { return point{b.x + dotAt, b.y + b.h/2} }

// meets reports whether two boxes come closer than they may.
func (b box) meets(c box) bool {
	return b.x < c.x+c.w+betweenX && c.x < b.x+b.w+betweenX && b.y < c.y+c.h && c.y < b.y+b.h
}

// A loom is where everything lies.
type loom struct {
	height       int
	hubs, people []box
}

// trim takes away the height that nothing lies in, but for an edge.
func (l loom) trim() loom {
	top, bottom := l.height, 0
	for _, b := range slices.Concat(l.hubs, l.people) {
		top, bottom = min(top, b.y), max(bottom, b.y+b.h)
	}
	top -= webEdge
	l.height = bottom + webEdge - top
	for _, boxes := range [][]box{l.hubs, l.people} {
		for i := range boxes {
			boxes[i].y -= top
		}
	}
	return l
}

func (w *Web) lay() loom {
	for height := 340 + 9*len(w.People) + 12*len(w.Sectors); ; height += 80 {
		if l, ok := w.within(height); ok {
			return l.trim()
		}
	}
}

// within lays the web out in a height; false: there is no room.
func (w *Web) within(height int) (loom, bool) {
	l := loom{height: height, people: make([]box, len(w.People))}
	var taken []box
	for i, at := range w.ring(height) {
		b := box{w: room(shortenName(w.Sectors[i].Name, hubLetters)) + 20, h: hubHigh}
		b, ok := place(b, at, height, taken)
		if !ok {
			return l, false
		}
		l.hubs, taken = append(l.hubs, b), append(taken, b)
	}
	wish := w.wishes(height, l.hubs)
	for _, i := range w.turns() {
		b := box{w: dotAt + textAfter + room(shortenName(w.People[i].Name, nodeLetters)) + 4, h: nodeHigh}
		b, ok := place(b, wish[i], height, taken)
		if !ok {
			return l, false
		}
		l.people[i], taken = b, append(taken, b)
	}
	return l, true
}

// circle is a quarter of a sine, in thousandths, at each of sixteen steps.
var circle = [...]int{0, 98, 195, 290, 383, 471, 556, 634, 707, 773, 831, 882, 924, 957, 981, 995, 1000}

// sine is in thousandths, of a turn of 64 steps.
func sine(step int) int {
	step = (step%64 + 64) % 64
	switch q := step % 16; step / 16 {
	case 0:
		return circle[q]
	case 1:
		return circle[16-q]
	case 2:
		return -circle[q]
	default:
		return -circle[16-q]
	}
}

// ring gives each sector its place, the first at the upper left.
func (w *Web) ring(height int) []point {
	all := make([]point, len(w.Sectors))
	for i := range all {
		step := 64*i/len(all) + 40 // 32 is the left, 48 the top
		all[i] = point{webWidth/2 + 285*sine(step+16)/1000, height/2 + (height/2-60)*sine(step)/1000}
	}
	if len(all) == 1 {
		all[0] = point{webWidth / 2, height / 2}
	}
	return all
}

// wishes gives everybody the place where they would lie if nobody were in the
// way: towards their sectors first, and between those they exchange with.
func (w *Web) wishes(height int, hubs []box) []point {
	const own, across, within = 6, 3, 1
	at := map[string]int{}
	home, now := make([]point, len(w.People)), make([]point, len(w.People))
	for i, p := range w.People {
		at[p.ID] = i
		home[i] = point{webWidth / 2, height / 2}
		if n := len(p.Sectors); n > 0 {
			home[i] = point{}
			for _, s := range p.Sectors {
				home[i].x += hubs[s].middle().x / n
				home[i].y += hubs[s].middle().y / n
			}
		}
		now[i] = home[i]
	}
	drawn := w.drawn(at)
	for range rounds {
		sum, weight := make([]point, len(now)), make([]int, len(now))
		for i := range now {
			sum[i], weight[i] = point{own * home[i].x, own * home[i].y}, own
		}
		pull := func(i, j, by int) {
			sum[i].x += by * now[j].x
			sum[i].y += by * now[j].y
			weight[i] += by
		}
		for _, t := range drawn {
			by := within
			if t.Across {
				by = across
			}
			pull(at[t.From], at[t.To], by)
			pull(at[t.To], at[t.From], by)
		}
		for i := range now {
			now[i] = point{sum[i].x / weight[i], sum[i].y / weight[i]}
		}
	}
	for i, p := range w.People {
		s := seed(p.ID)
		now[i].x += int(s%61) - 30
		now[i].y += int(s/61%61) - 30
	}
	return now
}

// seed makes a number of an id: the same in every build.
func seed(id string) uint32 {
	h := fnv.New32a()
	io.WriteString(h, "web "+id) // never fails
	return h.Sum32()
}

// turns is the order in which people are given a place: those with most
// threads first, who have most to lose by lying far away.
func (w *Web) turns() []int {
	n := map[string]int{}
	for _, t := range w.Threads {
		n[t.From]++
		n[t.To]++
	}
	all := make([]int, len(w.People))
	for i := range all {
		all[i] = i
	}
	slices.SortFunc(all, func(i, j int) int {
		return cmp.Or(cmp.Compare(n[w.People[j].ID], n[w.People[i].ID]), cmp.Compare(w.People[i].ID, w.People[j].ID), cmp.Compare(i, j))
	})
	return all
}

// place puts the middle of a box as near to a point as it can lie, within the
// picture and upon nothing that is taken.
func place(b box, at point, height int, taken []box) (box, bool) {
	const stepX, stepY = 8, 8
	best, least := box{}, -1
	for y := webEdge; y+b.h <= height-webEdge; y += stepY {
		for x := webEdge; x+b.w <= webWidth-webEdge; x += stepX {
			c := box{x, y, b.w, b.h}
			m := c.middle()
			dx, dy := m.x-at.x, m.y-at.y
			far := dx*dx + 2*dy*dy
			if least >= 0 && far >= least {
				continue
			}
			if !slices.ContainsFunc(taken, c.meets) {
				best, least = c, far
			}
		}
	}
	return best, least >= 0
}

// room is how wide a name is at most, in the widest letters that a page may be
// shown in.
func room(s string) int {
	n := 0
	for _, r := range s {
		switch {
		case width(string(r)) > 1:
			n += 15
		case r == 'm' || r == 'w' || r == 'M' || r == 'W' || r == '@' || r == '…' || r == '—':
			n += 13
		case unicode.IsUpper(r):
			n += 10
		case r == 'i' || r == 'j' || r == 'l' || r == 'I' || r == '.' || r == ',' || r == '\'' || r == ' ':
			n += 5
		default:
			n += 8
		}
	}
	return n
}
