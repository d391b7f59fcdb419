// Package picture draws for the pages: a timeline of a theme on its way from
// sector to sector, and sparklines. What it gives is SVG to stand within a page.
//
// It promises that the same values give the same bytes, in whatever order they
// come; that nothing lies outside the picture, and no two areas to click or
// touch overlap; that every entry drawn is a link that says what it is, to the
// keyboard and to a reader that does not see; that colour never says anything
// alone; and that what strangers wrote is text. It holds no style and no script:
// the page's style sheet colours it, by classes, in light and dark and on paper.
// Which words stand in it, and where links lead, the caller says.
package picture

import (
	"html"
	"strings"
	"time"
	"unicode"
)

// A Timeline is what a picture of a theme's way is made of. Lanes are sectors,
// points are entries, arcs are citations.
type Timeline struct {
	ID       string // ids in the drawing begin with it
	Title    string // what it shows
	About    string // the same in words, for whoever does not see it
	From, To time.Time
	Lanes    []Lane // in the order in which they are drawn
	Points   []Point
	Arcs     []Arc
	Spans    []Span // when it crossed
	SpanName string // of the row of spans
	Ticks    []Tick
	// One, if not nil, gives the label of a point that is drawn by itself, and
	// where it leads: of thousands few are, and their words take time to make.
	One func(p Point) (label, href string)
	// Many names a group of points that lie too close to be drawn by
	// themselves, and says where it leads.
	Many func(lane int, points []Point) (label, href string)
}

// A Lane is a row of points.
type Lane struct {
	Name string
	Hue  int    // its class is "s" and this; 0: none
	Note string // a few words below the name
}

// A Point is an entry on a lane. One that is on two lanes is two points of one ID.
type Point struct {
	ID    string
	Lane  int
	At    time.Time
	Label string // what it is, in words
	Href  string // where it leads; empty: nowhere
	First bool   // of its lane
	// Internal is an entry of an internal edition alone: its mark has a dotted ring.
	Internal bool
}

// An Arc goes from a point to a later one that cites it.
type Arc struct {
	From, To string // ids of points
	Dashed   bool   // a quote, not a link
}

// A Span is a stretch of time.
type Span struct{ From, To time.Time }

// A Tick marks a moment on the axis.
type Tick struct {
	At        time.Time
	Text, Sub string // Sub stands below
}

// escape makes a text safe in SVG within HTML: what no reader sees, such as
// control characters and signs that turn the words around them, is dropped.
func escape(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return ' '
		case unicode.IsControl(r), r == unicode.ReplacementChar, '\u202a' <= r && r <= '\u202e', '\u2066' <= r && r <= '\u2069', r == '\u200e', r == '\u200f', r == '\u061c', r == '\ufeff', r&0xfffe == 0xfffe:
			return -1
		}
		return r
	}, s)
	return html.EscapeString(s)
}
