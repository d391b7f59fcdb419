package picture

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// SVG draws the timeline twice, for a wide page and for a phone; the style
// sheet shows the one for which there is room. Empty when there is no point.
func (t Timeline) SVG() string {
	var b strings.Builder
	for _, f := range []form{t.wide(), t.narrow()} {
		spots := f.spots(&t)
		if len(spots) == 0 {
			return ""
		}
		d := drawing{&b, f, &t, spots}
		d.all()
	}
	return b.String()
}

// A drawing writes one form of a timeline.
type drawing struct {
	b     *strings.Builder
	f     form
	t     *Timeline
	spots []spot
}

func (d drawing) put(format string, args ...any) { fmt.Fprintf(d.b, format, args...) }

func (d drawing) all() {
	id := escape(d.t.ID) + "-" + d.f.name
	d.put(`<svg class="timeline %s" viewBox="0 0 %d %d" role="group" aria-labelledby="%s-title" aria-describedby="%s-about">`+"\n", d.f.name, d.f.w, d.f.h, id, id)
	d.put("<title id=\"%s-title\">%s</title>\n<desc id=\"%s-about\">%s</desc>\n", id, escape(d.t.Title), id, escape(d.t.About))
	d.put("<g aria-hidden=\"true\">\n")
	d.ticks()
	d.lanes()
	d.stretches()
	d.arcs()
	d.put("</g>\n")
	for _, s := range d.spots {
		d.spot(s)
	}
	d.put("</svg>\n")
}

// line draws from one place to another.
func (d drawing) line(class string, along, across, toAlong, toAcross int) {
	x, y := d.f.at(along, across)
	u, v := d.f.at(toAlong, toAcross)
	d.put(`<path class="%s" d="M%d %dL%d %d"/>`+"\n", class, x, y, u, v)
}

func (d drawing) text(class, anchor string, x, y int, words string) {
	d.put(`<text class="%s" x="%d" y="%d" text-anchor="%s">%s</text>`+"\n", class, x, y, anchor, escape(words))
}

// ticks draws the axis: a thin line for each, and its words at the end.
func (d drawing) ticks() {
	last := -d.f.tickRoom
	for _, k := range d.t.Ticks {
		along := d.f.along(d.t, k.At)
		if k.At.Before(d.t.From) || k.At.After(d.t.To) || along < last+d.f.tickRoom {
			continue
		}
		last = along
		if d.f.down {
			d.line("grid", along, narrowGutter, along, d.f.across(len(d.t.Lanes))-d.f.lane/2)
			d.text("tick", "start", 0, along+4, k.Text)
			d.text("tick sub", "start", 0, along+17, k.Sub)
			continue
		}
		foot := d.f.row + spanRow
		d.line("grid", along, d.f.first, along, foot+6)
		d.text("tick", "middle", along, foot+20, k.Text)
		d.text("tick sub", "middle", along, foot+35, k.Sub)
	}
}

// lanes draws each lane with its name, and brightly from its first entry on.
func (d drawing) lanes() {
	end := d.f.start + d.f.length
	first := map[int]int{}
	for _, s := range d.spots {
		if _, ok := first[s.lane]; !ok {
			first[s.lane] = s.along
		}
	}
	for i, l := range d.t.Lanes {
		across := d.f.across(i)
		d.put(`<g class="lane%s">`+"\n", hueClass(l.Hue))
		d.line("thread", d.f.start, across, end, across)
		if along, ok := first[i]; ok {
			d.line("lit", along, across, end, across)
		}
		d.name(i, l)
		d.put("</g>\n")
	}
}

// name writes a lane's name at its beginning, with the mark of its points.
func (d drawing) name(i int, l Lane) {
	across := d.f.across(i)
	switch {
	case d.f.over:
		d.put(`<path class="mark" d="%s"/>`+"\n", shape(i, 9, across-22, 6))
		d.text("name", "start", 24, across-18, shorten(l.Name, 3*rowName-8))
		return
	case !d.f.down:
		d.before(i, l)
		return
	}
	d.put(`<path class="mark" d="%s"/>`+"\n", shape(i, across, d.f.start-10, 6))
	if d.f.level(d.t.Lanes) {
		for n, line := range wrap(l.Name, d.f.lane/letter, 3) {
			d.text("name", "middle", across, 14+16*n, line)
		}
		return
	}
	d.put(`<text class="name" transform="translate(%d %d) rotate(-90)">%s</text>`+"\n", across+4, d.f.start-22, escape(shorten(l.Name, columnName)))
}

// before writes a name where its row begins, and its note below it.
func (d drawing) before(i int, l Lane) {
	across := d.f.across(i)
	d.put(`<path class="mark" d="%s"/>`+"\n", shape(i, 9, across, 6))
	lines := wrap(l.Name, rowName, 2)
	n := len(lines)
	if l.Note != "" {
		n++
	}
	y := across + 5 - 8*(n-1)
	for k, line := range lines {
		d.text("name", "start", 24, y+16*k, line)
	}
	if l.Note != "" {
		d.text("tick", "start", 24, y+16*len(lines), l.Note)
	}
}

// stretches draws when the theme crossed.
func (d drawing) stretches() {
	all := d.f.stretches(d.t)
	if len(all) == 0 {
		return
	}
	switch {
	case d.f.over:
		d.text("tick", "start", 0, d.f.row-6, shorten(d.t.SpanName, 40))
	case !d.f.down:
		d.text("tick", "start", 24, d.f.row+spanRow, shorten(d.t.SpanName, 20))
	}
	for _, s := range all {
		d.line("crossed", s[0], d.f.row+spanRow/2, s[1], d.f.row+spanRow/2)
	}
}

// arcs draws citations below the marks: between lanes as a thread that changes
// over, within one as a bow.
func (d drawing) arcs() {
	for _, a := range d.f.bows(d.t, d.spots) {
		from, to := d.spots[a.from], d.spots[a.to]
		class, lift := "arc", 0
		if a.dashed {
			class = "arc quote"
		}
		mid := (from.along + to.along) / 2
		if from.lane == to.lane {
			lift = -d.f.lane/2 + 2
		}
		x, y := d.f.at(from.along, d.f.across(from.lane))
		cx, cy := d.f.at(mid, d.f.across(from.lane)+lift)
		ex, ey := d.f.at(mid, d.f.across(to.lane)+lift)
		u, v := d.f.at(to.along, d.f.across(to.lane))
		d.put(`<path class="%s" d="M%d %dC%d %d %d %d %d %d"/>`+"\n", class, x, y, cx, cy, ex, ey, u, v)
	}
}

// spot draws a mark: a link with an area around it that a finger can hit.
func (d drawing) spot(s spot) {
	label, href, n := s.points[0].Label, s.points[0].Href, len(s.points)
	switch {
	case n > 1:
		label, href = d.t.Many(s.lane, s.points)
	case d.t.One != nil:
		label, href = d.t.One(s.points[0])
	}
	class := "point" + hueClass(d.t.Lanes[s.lane].Hue)
	element := "a"
	if href == "" {
		element = "g"
		d.put(`<g class="%s" role="img" aria-label="%s">`, class, escape(label))
	} else {
		d.put(`<a class="%s" href="%s" aria-label="%s">`, class, escape(href), escape(label))
	}
	x, y := d.f.at(s.along, d.f.across(s.lane))
	d.put(`<title>%s</title><rect class="hit" x="%d" y="%d" width="%d" height="%d" rx="4"/>`, escape(label), x-d.f.hit/2, y-d.f.hit/2, d.f.hit, d.f.hit)
	r := 6
	if n > 1 {
		r = 10
	}
	if slices.ContainsFunc(s.points, func(p Point) bool { return p.First }) {
		d.put(`<circle class="ring" cx="%d" cy="%d" r="%d"/>`, x, y, r+2)
	}
	if slices.ContainsFunc(s.points, func(p Point) bool { return p.Internal }) {
		d.put(`<circle class="only" cx="%d" cy="%d" r="%d"/>`, x, y, r+5)
	}
	if n == 1 {
		d.put(`<path class="mark" d="%s"/>`, shape(s.lane, x, y, r))
	} else {
		d.put(`<circle class="mark many" cx="%d" cy="%d" r="%d"/>`, x, y, r)
	}
	d.put("</%s>\n", element)
	if n > 1 {
		d.put(`<text class="n" x="%d" y="%d" text-anchor="middle" aria-hidden="true">%s</text>`+"\n", x, y+4, atMost(n))
	}
}

// atMost writes a number into a mark.
func atMost(n int) string {
	if n > 99 {
		return "99+"
	}
	return strconv.Itoa(n)
}

func hueClass(hue int) string {
	if hue == 0 {
		return ""
	}
	return " s" + strconv.Itoa(hue)
}

// shape is the mark of a lane: neighbours are told apart without their colour.
func shape(lane, x, y, r int) string {
	switch lane % 4 {
	case 1: // a square
		r--
		return fmt.Sprintf("M%d %dh%dv%dh%dz", x-r, y-r, 2*r, 2*r, -2*r)
	case 2: // a diamond
		r++
		return fmt.Sprintf("M%d %dl%d %dl%d %dl%d %dz", x-r, y, r, -r, r, r, -r, r)
	case 3: // a triangle
		r++
		return fmt.Sprintf("M%d %dl%d %dh%dz", x, y-r, r, 2*r-2, -2*r)
	}
	return fmt.Sprintf("M%d %da%d %d 0 1 0 %d 0a%d %d 0 1 0 %d 0z", x-r, y, r, r, 2*r, r, r, -2*r)
}
