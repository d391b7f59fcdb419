package picture

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// A Web is a picture of people, the sectors they belong to, and the ideas that
// went from one to another. Everybody is drawn alike, in the order of their
// names: nothing is said by size, and by place only where somebody belongs and
// with whom they exchange.
type Web struct {
	ID      string // ids in the drawing begin with it
	Title   string // what it shows
	About   string // the same in words, for whoever does not see it
	Sectors []Hub  // in the order of the site
	People  []Node // in the order in which a keyboard goes through them
	Threads []Thread
}

// A Hub is a sector, around which its people lie.
type Hub struct {
	Name, Href string
	Hue        int // its class is "s" and this; 0: none
}

// A Node is a person.
type Node struct {
	ID      string
	Name    string
	Label   string // what is said of them, in words
	Href    string
	Sectors []int // places in Web.Sectors; the first gives the mark
	Named   bool  // drawn with a ring
	// Internal is somebody in an internal edition alone: drawn with a dotted ring.
	Internal bool
}

// A Thread is an idea that went from one person to another.
type Thread struct {
	From, To string // ids of nodes
	Across   bool   // from one sector into another
}

// Most bounds how many people are drawn: more names than that nobody reads.
const Most = 60

// mostThreads bounds how many threads are drawn, those across first; the page
// tells of all in words.
const mostThreads = 160

// SVG draws the web; empty when there is nobody. Beyond Most, people are left
// out: whom to show is the caller's choice.
func (w Web) SVG() string {
	if len(w.People) == 0 {
		return ""
	}
	w.People = w.People[:min(len(w.People), Most)]
	var b strings.Builder
	d := weaving{b: &b, w: &w, loom: w.lay()}
	d.all()
	return b.String()
}

// A weaving writes a web that was laid out.
type weaving struct {
	b *strings.Builder
	w *Web
	loom
}

func (d weaving) put(format string, args ...any) { fmt.Fprintf(d.b, format, args...) }

func (d weaving) all() {
	id := escape(d.w.ID)
	d.put(`<svg class="web" viewBox="0 0 %d %d" role="group" aria-labelledby="%s-title" aria-describedby="%s-about">`+"\n", webWidth, d.height, id, id)
	d.put("<title id=\"%s-title\">%s</title>\n<desc id=\"%s-about\">%s</desc>\n", id, escape(d.w.Title), id, escape(d.w.About))
	d.put("<g aria-hidden=\"true\">\n")
	for i, p := range d.w.People {
		for _, s := range p.Sectors {
			from, to := d.people[i].dot(), d.hubs[s].middle()
			d.put(`<path class="belongs%s" d="M%d %dL%d %d"/>`+"\n", hueClass(d.w.Sectors[s].Hue), from.x, from.y, to.x, to.y)
		}
	}
	d.threads()
	d.put("</g>\n")
	for i, s := range d.w.Sectors {
		d.hub(d.hubs[i], s)
	}
	for i, p := range d.w.People {
		d.node(d.people[i], p)
	}
	d.put("</svg>\n")
}

// threads draws those within a sector below those that went across.
func (d weaving) threads() {
	at := map[string]int{}
	for i, p := range d.w.People {
		at[p.ID] = i
	}
	for _, t := range d.w.drawn(at) {
		d.thread(d.people[at[t.From]].dot(), d.people[at[t.To]].dot(), t.Across)
	}
}

// drawn are the threads between people who are drawn, each once, so many as
// there is room for.
func (w *Web) drawn(at map[string]int) []Thread {
	threads := slices.Clone(w.Threads)
	threads = slices.DeleteFunc(threads, func(t Thread) bool {
		_, from := at[t.From]
		_, to := at[t.To]
		return !from || !to || t.From == t.To
	})
	slices.SortFunc(threads, func(x, y Thread) int {
		return cmp.Or(-order(x.Across, y.Across), cmp.Compare(at[x.From], at[y.From]), cmp.Compare(at[x.To], at[y.To]))
	})
	threads = slices.Compact(threads)
	threads = threads[:min(len(threads), mostThreads)]
	slices.Reverse(threads)
	return threads
}

// order puts what is not so before what is.
func order(x, y bool) int {
	switch {
	case x == y:
		return 0
	case y:
		return -1
	}
	return 1
}

// thread bends to its right, so that two that go to and fro lie apart; an
// arrowhead in its middle says whither an idea went.
func (d weaving) thread(from, to point, across bool) {
	class := "within"
	if across {
		class = "across"
	}
	dx, dy := to.x-from.x, to.y-from.y
	bend := point{(from.x+to.x)/2 - dy/9, (from.y+to.y)/2 + dx/9}
	bend = point{min(max(bend.x, 0), webWidth), min(max(bend.y, 0), d.height)}
	d.put(`<path class="thread %s" d="M%d %dQ%d %d %d %d"/>`+"\n", class, from.x, from.y, bend.x, bend.y, to.x, to.y)
	long := root(dx*dx + dy*dy)
	if long < 24 {
		return
	}
	mid := point{(from.x + 2*bend.x + to.x) / 4, (from.y + 2*bend.y + to.y) / 4}
	ux, uy := 6*dx/long, 6*dy/long
	d.put(`<path class="head %s" d="M%d %dL%d %dL%d %dz"/>`+"\n", class, mid.x+ux, mid.y+uy, mid.x-ux/2-uy*2/3, mid.y-uy/2+ux*2/3, mid.x-ux/2+uy*2/3, mid.y-uy/2-ux*2/3)
}

// root is the whole part of a square root.
func root(n int) int {
	r := 0
	for bit := 1 << 20; bit > 0; bit >>= 1 {
		if (r+bit)*(r+bit) <= n {
			r += bit
		}
	}
	return r
}

func (d weaving) hub(at box, s Hub) {
	d.open(s.Href, "hub"+hueClass(s.Hue), s.Name)
	d.put(`<rect class="hit" x="%d" y="%d" width="%d" height="%d" rx="4"/>`, at.x, at.y, at.w, at.h)
	d.put(`<path class="bar" d="M%d %dh%d"/>`, at.x+8, at.y+at.h-5, at.w-16)
	d.put(`<text class="name" x="%d" y="%d" text-anchor="middle" aria-hidden="true">%s</text>`, at.x+at.w/2, at.y+at.h-11, escape(shortenName(s.Name, hubLetters)))
	d.shut(s.Href)
}

func (d weaving) node(at box, p Node) {
	class, mark := "node", 0
	if len(p.Sectors) > 0 {
		mark = p.Sectors[0]
		class += hueClass(d.w.Sectors[mark].Hue)
	}
	if p.Named {
		class += " named"
	}
	d.open(p.Href, class, p.Label)
	dot := at.dot()
	d.put(`<rect class="hit" x="%d" y="%d" width="%d" height="%d" rx="4"/>`, at.x, at.y, at.w, at.h)
	if p.Named {
		d.put(`<circle class="ring" cx="%d" cy="%d" r="9"/>`, dot.x, dot.y)
	}
	if p.Internal {
		d.put(`<circle class="only" cx="%d" cy="%d" r="12"/>`, dot.x, dot.y)
	}
	d.put(`<path class="mark" d="%s"/>`, shape(mark, dot.x, dot.y, 5))
	d.put(`<text x="%d" y="%d" aria-hidden="true">%s</text>`, dot.x+textAfter, dot.y+5, escape(shortenName(p.Name, nodeLetters)))
	d.shut(p.Href)
}

// open begins what is a link, or is only looked at. What it is called begins
// with the name that is seen, so that it can be asked for by voice; it has no
// title, of which that name would be a second part.
func (d weaving) open(href, class, label string) {
	if href == "" {
		d.put(`<g class="%s" role="img" aria-label="%s">`, class, escape(label))
	} else {
		d.put(`<a class="%s" href="%s" aria-label="%s">`, class, escape(href), escape(label))
	}
}

func (d weaving) shut(href string) {
	if href == "" {
		d.put("</g>\n")
		return
	}
	d.put("</a>\n")
}
