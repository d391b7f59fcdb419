package picture

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// A form is one way to lay the same timeline out. All lengths are whole units
// of the drawing, so that no machine rounds them otherwise.
type form struct {
	name     string
	down     bool // time runs downwards, lanes are columns
	over     bool // names stand over their rows, not before them
	start    int  // where time begins
	length   int  // of time
	lane     int  // across
	first    int  // where the first lane begins, across
	hit      int  // the side of an area to touch
	row      int  // where the row of spans lies, across
	w, h     int
	tickRoom int // least distance of two ticks
}

const (
	wideWidth    = 800
	narrowWidth  = 326 // a phone of 360 less its margins: a unit is a pixel
	wideGutter   = 160 // for the names of lanes
	narrowGutter = 32  // for the ticks
	spanRow      = 8
	hitSide      = 28
	narrowHit    = 26
	roomy        = 70 // a column in which a name can be read across
	leastColumn  = 24 // WCAG 2.2, 2.5.8: what a finger can hit
)

// wide lays lanes out as rows, for a page with room.
func (t *Timeline) wide() form {
	const top = 10
	lane := 42
	for _, l := range t.Lanes {
		if l.Note != "" && len(wrap(l.Name, rowName, 2)) > 1 {
			lane = 56 // for three lines
		}
	}
	f := form{name: "wide", start: wideGutter, length: wideWidth - wideGutter - 4, lane: lane, first: top, hit: hitSide, w: wideWidth, tickRoom: 44}
	f.row = top + lane*len(t.Lanes) + 10
	f.h = f.row + spanRow + 48
	return f
}

// narrow lays lanes out as columns, for a phone; as rows where there are more
// than a finger could tell apart side by side.
func (t *Timeline) narrow() form {
	n := max(1, len(t.Lanes))
	room := narrowWidth - narrowGutter - spanRow
	if room/n < leastColumn {
		return t.rows()
	}
	f := form{name: "narrow", down: true, first: narrowGutter + spanRow, row: narrowGutter, lane: min(96, room/n), w: narrowWidth, tickRoom: 30}
	f.hit = min(narrowHit, f.lane)
	f.start = f.header(t.Lanes)
	months := int(t.To.Sub(t.From) / (30 * 24 * time.Hour))
	f.length = min(max(26*months, 32*t.most(), 260), 900)
	f.h = f.start + f.length + 8
	return f
}

// rows lays lanes out below each other for a phone, each under its name, so
// that there is room for any number of them.
func (t *Timeline) rows() form {
	const top, lane = 16, 50
	f := form{name: "narrow", over: true, length: narrowWidth, lane: lane, first: top, hit: narrowHit, w: narrowWidth, tickRoom: 44}
	f.row = top + lane*len(t.Lanes) + 22
	f.h = f.row + spanRow + 48
	return f
}

// most is how many points the fullest lane has.
func (t *Timeline) most() int {
	n, most := make([]int, len(t.Lanes)), 0
	for _, p := range t.Points {
		if p.Lane >= 0 && p.Lane < len(n) {
			n[p.Lane]++
			most = max(most, n[p.Lane])
		}
	}
	return most
}

// header is the height of the names above columns.
func (f form) header(lanes []Lane) int {
	longest := 0
	for _, l := range lanes {
		if f.level(lanes) {
			longest = max(longest, 16*len(wrap(l.Name, f.lane/letter, 3)))
		} else {
			longest = max(longest, 8*width(shorten(l.Name, columnName)))
		}
	}
	return longest + 26
}

// level reports whether the names above columns are written across: when all
// fit, whole. Else they stand upright.
func (f form) level(lanes []Lane) bool {
	return f.lane >= roomy && !slices.ContainsFunc(lanes, func(l Lane) bool {
		return strings.Join(wrap(l.Name, f.lane/letter, 3), " ") != strings.Join(strings.Fields(l.Name), " ")
	})
}

// letter is the width of one in a name above a column, on the average.
const letter = 7

// columnName is how much of a name stands upright above a narrow column.
const columnName = 26

// rowName is how many letters a line of a name has before a row.
const rowName = 17

// along is where a moment lies on the axis of time; what is outside lies at its ends.
func (f form) along(t *Timeline, at time.Time) int {
	first, room := f.start+f.hit/2+2, f.length-f.hit-4
	span := int64(t.To.Sub(t.From) / time.Second)
	passed := int64(at.Sub(t.From) / time.Second)
	if span <= 0 {
		return first
	}
	return first + int(min(max(passed, 0), span)*int64(room)/span)
}

// across is the middle of a lane.
func (f form) across(lane int) int { return f.first + lane*f.lane + f.lane/2 }

// at turns a place into x and y.
func (f form) at(along, across int) (x, y int) {
	if f.down {
		return across, along
	}
	return along, across
}

// A spot is one mark: an entry, or several that lie too close to be apart.
type spot struct {
	lane, along int
	points      []Point
}

// spots joins the points of each lane that would overlap: each spot stands at
// its first point, and the next one begins where a hand can tell them apart.
func (f form) spots(t *Timeline) []spot {
	points := slices.Clone(t.Points)
	slices.SortFunc(points, func(a, b Point) int {
		return cmp.Or(cmp.Compare(a.Lane, b.Lane), a.At.Compare(b.At), cmp.Compare(a.ID, b.ID), cmp.Compare(a.Label, b.Label), cmp.Compare(a.Href, b.Href))
	})
	var all []spot
	for _, p := range points {
		if p.Lane < 0 || p.Lane >= len(t.Lanes) {
			continue
		}
		along := f.along(t, p.At)
		if n := len(all); n > 0 && all[n-1].lane == p.Lane && along < all[n-1].along+f.hit {
			all[n-1].points = append(all[n-1].points, p)
			continue
		}
		all = append(all, spot{p.Lane, along, []Point{p}})
	}
	slices.SortStableFunc(all, func(a, b spot) int { return cmp.Or(cmp.Compare(a.along, b.along), cmp.Compare(a.lane, b.lane)) })
	return all
}

// bows finds the arcs between spots, each pair once: a link goes before a quote.
func (f form) bows(t *Timeline, spots []spot) []bow {
	at := map[string]int{} // the first spot, by lane, of an entry
	for i, s := range spots {
		for _, p := range s.points {
			if j, ok := at[p.ID]; !ok || s.lane < spots[j].lane {
				at[p.ID] = i
			}
		}
	}
	dashed := map[[2]int]bool{}
	for _, a := range t.Arcs {
		from, ok := at[a.From]
		to, there := at[a.To]
		if !ok || !there || from == to {
			continue
		}
		pair := [2]int{from, to}
		was, known := dashed[pair]
		dashed[pair] = a.Dashed && (was || !known)
	}
	all := make([]bow, 0, len(dashed))
	for pair, d := range dashed {
		all = append(all, bow{pair[0], pair[1], d})
	}
	slices.SortFunc(all, func(a, b bow) int { return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to)) })
	return all[:min(len(all), mostBows)]
}

// mostBows bounds how many arcs are drawn; the page tells of all in words.
const mostBows = 150

// A bow is an arc between two spots.
type bow struct {
	from, to int
	dashed   bool
}

// stretches joins spans that touch once they are drawn.
func (f form) stretches(t *Timeline) [][2]int {
	spans := slices.Clone(t.Spans)
	slices.SortFunc(spans, func(a, b Span) int { return cmp.Or(a.From.Compare(b.From), a.To.Compare(b.To)) })
	var all [][2]int
	for _, s := range spans {
		from, to := f.along(t, s.From), f.along(t, s.To)
		to = max(to, from+4)
		if n := len(all); n > 0 && from <= all[n-1][1]+1 {
			all[n-1][1] = max(all[n-1][1], to)
			continue
		}
		all = append(all, [2]int{from, to})
	}
	return all
}
