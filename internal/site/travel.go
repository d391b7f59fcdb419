package site

import (
	"net/url"
	"slices"
	"strings"

	"weft/internal/influence"
	"weft/internal/picture"
	"weft/internal/policy"
	"weft/internal/theme"
	"weft/internal/travel"
)

// A way is how a theme travelled, as its page shows it: a picture, the same in
// words, and a table of the first mentions.
type way struct {
	Picture picturePart
	Words   string
	Key     string // how to read the picture
	Stops   []station
	Legs    []passing
	MoreLeg int
	Without []card // taken up without a link
	MoreOut int
}

// A station is the first entry on a theme in a sector.
type station struct {
	Sectors []sectorMark
	Card    card
	How     string
	Passage string // in which it points to an earlier one
}

// travelled bounds how much is listed of who pointed to whom.
const travelled = 40

// journey follows a theme through the whole record, once.
func (b *builder) journey(id string) *travel.Journey {
	if b.ways[id] == nil {
		if b.pointing == nil {
			for _, c := range b.in.Citations {
				if between, ok := travel.Between(c, b.briefs); ok {
					b.pointing = append(b.pointing, between)
				}
			}
			b.pointing = append(b.pointing, b.in.Earlier...)
		}
		j := travel.Of(travel.Record{Theme: id, Pieces: b.record[id], Citations: b.pointing,
			Sectors: b.in.Site.SectorIDs(), Zone: b.in.Site.Calendar.Zone})
		b.ways[id] = &j
	}
	return b.ways[id]
}

func (s *sheet) way(t *theme.Theme) way {
	j := s.journey(t.ID)
	w := way{Words: s.tell(j), Picture: s.timeline(t, j), Key: s.key(t, j)}
	for _, stop := range j.Stops {
		st := station{Sectors: s.sectorMarks(stop.Sectors), Card: s.onlyTheme(stop.Piece.Shown(), t), How: s.how(stop)}
		if len(stop.Legs) > 0 {
			st.Passage = stop.Legs[0].Passage
		}
		w.Stops = append(w.Stops, st)
	}
	for _, l := range j.Legs {
		if len(w.Legs) == travelled {
			w.MoreLeg++
			continue
		}
		w.Legs = append(w.Legs, s.leg(l))
	}
	for _, p := range j.Unlinked {
		if len(w.Without) == travelled {
			w.MoreOut++
			continue
		}
		c := s.onlyTheme(p.Shown(), t)
		c.Story = nil // it is told where all pieces of the theme are
		w.Without = append(w.Without, c)
	}
	return w
}

// key says how to read the picture: of what is drawn, and of nothing else.
func (s *sheet) key(t *theme.Theme, j *travel.Journey) string {
	said := []string{s.say("travel.key.threads")}
	add := func(drawn bool, key string) {
		if drawn {
			said = append(said, s.say(key))
		}
	}
	quoted := func(l travel.Leg) bool { return l.Kind == influence.Quote }
	add(slices.ContainsFunc(j.Legs, func(l travel.Leg) bool { return !quoted(l) }), "travel.key.links")
	add(slices.ContainsFunc(j.Legs, quoted), "travel.key.quotes")
	add(len(s.crossingsOf(t.ID)) > 0, "travel.key.crossed")
	add(len(j.Pieces) > 1, "travel.key.many")
	add(slices.ContainsFunc(j.Pieces, func(p *policy.Brief) bool { return p.Layer > 0 }), "picture.key.internal")
	return strings.Join(said, " ")
}

func (s *sheet) leg(l travel.Leg) passing {
	if _, err := url.ParseRequestURI(l.Passage); err == nil { // the words are an address: it is linked
		l.Passage = ""
	}
	p := passing{By: s.firstAuthor(l.From.Authorship), BySectors: s.sectorMarks(l.From.Sectors), Title: s.title(l.From.Title, ""), Href: s.href(l.From.URL),
		Lang: s.lang(l.From.Language), Date: s.day(l.From.At), Passage: l.Passage, Of: s.firstAuthor(l.To.Authorship), OfSectors: s.sectorMarks(l.To.Sectors),
		Cited: s.title(l.To.Title, ""), CitedHref: s.href(l.To.URL), CitedLang: s.lang(l.To.Language), Quote: l.Kind == influence.Quote}
	p.Internal = l.From.Layer > 0 || l.To.Layer > 0
	return p
}

// firstAuthor links to the author of a piece, or names the several.
func (s *sheet) firstAuthor(p *policy.Authorship) link {
	if by, _ := s.authors(p); len(by) == 1 {
		return by[0]
	}
	return link{Text: s.whoWrote(p)}
}

// tell says in a few sentences which sector a theme came to when, and how.
func (s *sheet) tell(j *travel.Journey) string {
	var said []string
	stops := j.Stops
	for len(stops) > 0 {
		n := 1 // of which the same is said
		for n < len(stops) && stops[n].How == stops[0].How && (stops[0].How == travel.Began || stops[0].How == travel.Unlinked) {
			n++
		}
		var items []string
		for _, stop := range stops[:n] {
			items = append(items, s.say("travel.item", s.listed(s.sectorNames(stop.Sectors)), s.day(stop.Piece.At).Text, s.whoWrote(stop.Piece.Authorship)))
		}
		run := strings.Join(items, s.say("travel.join"))
		switch {
		case stops[0].How == travel.Began:
			said = append(said, s.say("travel.first", run))
		case n > 1:
			said = append(said, s.say("travel.run", run))
		default:
			said = append(said, s.say("travel.then", run, s.how(stops[0])))
		}
		stops = stops[n:]
	}
	if n := len(j.Stops); n > 0 && j.Stops[n-1].How == travel.Began {
		said = append(said, s.say("travel.nowhere"))
	}
	return strings.Join(said, " ")
}

// how says how a theme came to a sector.
func (s *sheet) how(stop travel.Stop) string {
	switch stop.How {
	case travel.Pointed:
		var whom []string
		key := "travel.pointed"
		for _, l := range stop.Legs {
			if name := s.whoWrote(l.To.Authorship); !slices.Contains(whom, name) {
				whom = append(whom, name)
			}
			if l.Kind == influence.Quote {
				key = "travel.quoted"
			}
		}
		return s.say(key, s.listed(whom))
	case travel.Carried:
		return s.carried(stop)
	case travel.Silent:
		return s.say("travel.silent")
	}
	return s.say("travel." + string(stop.How))
}

// carried says which of a piece's authors had written of the theme before.
func (s *sheet) carried(stop travel.Stop) string {
	before := s.listed(s.sectorNames(stop.Before.Sectors))
	all, _ := s.authors(stop.Piece.Authorship)
	both := *stop.Piece.Authorship
	both.People = travel.Both(stop.Piece, stop.Before)
	if some, _ := s.authors(&both); len(some) < len(all) {
		return s.say("travel.carried.some", s.whoWrote(&both), before)
	}
	return s.say("travel.carried", before)
}

// named bounds how many authors of a piece a sentence names; tables name all.
const named = 4

// only says in plain words, where no label can stand, that something is for the
// internal edition alone.
func (b *builder) only(name string, internal bool) string {
	if internal {
		return b.say("words.internal", name)
	}
	return name
}

// whoWrote names the authors of a piece.
func (s *sheet) whoWrote(p *policy.Authorship) string {
	by, _ := s.authors(p)
	names := make([]string, len(by))
	for i, l := range by {
		names[i] = s.only(l.Text, l.Internal)
	}
	if n := len(names) - named + 1; n > 1 {
		names = append(names[:named-1], s.plural("count.others", n))
	}
	return s.listed(names)
}

func (b *builder) sectorNames(ids []string) []string {
	var names []string
	for _, sec := range b.in.Site.Sectors {
		if slices.Contains(ids, sec.ID) {
			names = append(names, sec.Name)
		}
	}
	return names
}

// listed joins names as a sentence does.
func (b *builder) listed(names []string) string {
	switch n := len(names); n {
	case 0:
		return b.say("sector.none")
	case 1:
		return names[0]
	default:
		return b.say("list.and", strings.Join(names[:n-1], b.say("list.comma")), names[n-1])
	}
}

// themes that came to a sector from others, and that went from it to others.
type exchange struct {
	Theme   link
	Sectors []sectorMark // whence, or whither
	Date    stamp        // of the first mention here, or there
	Since   stamp        // of the first mention there, or here
}

// exchanges says which themes a sector had after others, and which others had
// after it: the order of first mentions, which proves no more than an order.
func (s *sheet) exchanges(sector string) (took, gave []exchange) {
	for i := range s.in.Themes {
		t := &s.in.Themes[i]
		j := s.journey(t.ID)
		here, ok := j.First(sector)
		if !ok {
			continue
		}
		began := j.Began()
		x := exchange{Theme: link{Text: t.Label, Href: s.to(themePath(t.ID)), Internal: t.Layer > 0}, Date: s.day(here.Piece.At), Since: s.day(j.Stops[0].Piece.At)}
		if here.How != travel.Began {
			x.Sectors = s.sectorMarks(began)
			took = append(took, x)
			continue
		}
		var later []string
		for _, stop := range j.Stops {
			if stop.How != travel.Began && stop.How != travel.Undated {
				if len(later) == 0 {
					x.Date = s.day(stop.Piece.At)
				}
				later = append(later, stop.Sectors...)
			}
		}
		if len(later) > 0 {
			x.Sectors = s.sectorMarks(later)
			gave = append(gave, x)
		}
	}
	return took, gave
}

// picturePart is what internal/picture drew, for a page.
type picturePart = safeHTML

// timeline draws a theme's way.
func (s *sheet) timeline(t *theme.Theme, j *travel.Journey) picturePart {
	if len(j.Pieces) == 0 {
		return ""
	}
	first, last := j.Pieces[0].At, j.Pieces[len(j.Pieces)-1].At
	if s.in.To.After(last) {
		last = s.in.To
	}
	p := picture.Timeline{ID: "w-way", Title: s.say("travel.picture", t.Label), About: s.tell(j), From: s.local(first).AddDate(0, 0, -1), To: last, SpanName: s.say("travel.crossed")}
	names := s.lanes(&p, j)
	p.Many = func(lane int, points []picture.Point) (string, string) {
		from, to := s.day(points[0].At).Text, s.day(points[len(points)-1].At).Text
		span := from
		if from != to {
			span = s.say("date.between", from, to)
		}
		said := s.say("travel.many", s.plural("count.entries", len(points)), p.Lanes[lane].Name, span)
		if slices.ContainsFunc(points, func(p picture.Point) bool { return p.Internal }) {
			said = s.say("travel.many.internal", said)
		}
		return said, "#" + names[lane]
	}
	p.One = func(point picture.Point) (string, string) {
		piece := s.briefs[point.ID]
		return s.say("travel.point", s.day(piece.At).Text, p.Lanes[point.Lane].Name, s.only(s.title(piece.Title, ""), piece.Layer > 0), s.whoWrote(piece.Authorship)), s.href(piece.URL)
	}
	for _, l := range j.Legs {
		p.Arcs = append(p.Arcs, picture.Arc{From: l.To.ID, To: l.From.ID, Dashed: l.Kind == influence.Quote})
	}
	for _, c := range s.crossingsOf(t.ID) {
		if span, err := s.in.Site.Calendar.Parse(c.period); err == nil {
			p.Spans = append(p.Spans, picture.Span{From: span.Start, To: span.End})
		}
	}
	p.Ticks = s.ticks(p.From, p.To)
	return picturePart(p.SVG())
}

// lanes enters the sectors that a theme reached and its pieces in them; those
// of no sector stand on a lane of their own. It gives the anchors of the lists.
func (s *sheet) lanes(p *picture.Timeline, j *travel.Journey) (anchors []string) {
	add := func(name, anchor string, hue int, has func(*policy.Brief) bool) {
		lane, first := len(p.Lanes), true
		for _, piece := range j.Pieces {
			if !has(piece) {
				continue
			}
			p.Points = append(p.Points, picture.Point{ID: piece.ID, Lane: lane, At: piece.At, First: first, Internal: piece.Layer > 0})
			if first {
				at := s.local(piece.At)
				p.Lanes = append(p.Lanes, picture.Lane{Name: name, Hue: hue, Note: s.say("travel.since", at.Day(), s.shortMonth(at), at.Year())})
				anchors = append(anchors, anchor)
			}
			first = false
		}
	}
	for i, sec := range s.in.Site.Sectors {
		add(sec.Name, "in-"+sec.ID, hue(i), func(piece *policy.Brief) bool { return slices.Contains(piece.Sectors, sec.ID) })
	}
	add(s.say("sector.none"), "in-no-sector", 0, func(piece *policy.Brief) bool { return s.firstSector(piece.Sectors) == "" })
	return anchors
}
