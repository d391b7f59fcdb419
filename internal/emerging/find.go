package emerging

// Find looks for phrases that more people use in the weeks asked about than the
// half year before them would let expect.
func Find(source Source, o Options) (Report, error) {
	o.Weeks = max(1, o.Weeks)
	weeks := max(o.Weeks+half, shown)
	s, err := look(source, 0, weeks)
	if err != nil {
		return Report{}, err
	}
	t := newTally(o, s, weeks)
	if err := t.gather(source); err != nil {
		return Report{}, err
	}
	if err := t.history(source); err != nil {
		return Report{}, err
	}
	r := Report{Active: t.activeNow, History: t.weeksBefore()}
	if r.Silent = silence(r, o.Least); r.Silent != "" {
		return r, nil
	}
	phrases, looked := t.testPhrases()
	themes, known := t.testThemes()
	r.Tested = looked
	found, rising, err := t.evidence(source, phrases, themes)
	if err != nil {
		return Report{}, err
	}
	r.Rising = t.rising(rising, known)
	all, ignored := t.judged(grouped(found), looked)
	r.Ignored = ignored
	if err := t.lastYear(source, all); err != nil {
		return Report{}, err
	}
	for _, f := range all {
		f.thing = 0 // a number of this search
		if f.isSeasonal() {
			r.Seasonal = append(r.Seasonal, f)
		} else {
			r.Found = append(r.Found, f)
		}
	}
	return r, nil
}

// A tally counts people by phrase, theme and week.
type tally struct {
	o         Options
	survey    *survey
	weeks     int
	lexer     *lexer
	lexicon   *lexicon
	people    map[string]uint32
	themes    map[string]uint32 // of the known ones
	active    []int             // people who wrote, by weeks ago
	activeNow int               // different people who wrote in the weeks asked about
	phrases   *census
	known     *census
	function  map[string]bool // words of the site's language that no subject begins or ends with
	numbers   []uint32
}

func newTally(o Options, s *survey, weeks int) *tally {
	t := &tally{o: o, survey: s, weeks: weeks, lexer: newLexer(o.Language), people: map[string]uint32{}, themes: map[string]uint32{}, active: make([]int, weeks),
		function: functionWordsOf(o.Language)}
	for i, k := range o.Known {
		t.themes[k.ID] = uint32(i)
	}
	return t
}

func (t *tally) person(key string) uint32 {
	n, ok := t.people[key]
	if !ok {
		n = uint32(len(t.people))
		t.people[key] = n
	}
	return n
}

// gather makes the lexicon of the weeks asked about.
func (t *tally) gather(source Source) error {
	g := newGatherer(t.lexer)
	for ago := range t.o.Weeks {
		for v, err := range source(ago) {
			if err != nil {
				return err
			}
			who := t.person(v.Person)
			if !t.survey.repeats(v, ago) {
				g.add(v, who, t.survey)
			}
		}
	}
	t.lexicon = g.lexicon()
	return nil
}

// history counts, week by week, who uses the phrases of the lexicon.
func (t *tally) history(source Source) error {
	t.phrases = newCensus(len(t.lexicon.stems), t.o.Weeks, t.weeks)
	t.known = newCensus(len(t.o.Known), t.o.Weeks, t.weeks)
	var everyone []uint32
	c := counter{tally: t, stamp: make([]int, len(t.lexicon.stems))}
	for ago := range t.weeks {
		if err := c.week(source, ago); err != nil {
			return err
		}
		who := unique(c.who)
		t.active[ago] = len(who)
		t.phrases.enter(ago, c.phrases)
		t.known.enter(ago, c.known)
		if ago < t.o.Weeks {
			everyone = unique(append(everyone, who...))
			t.activeNow = len(everyone)
		}
	}
	return nil
}

// A counter notes who uses what in one week.
type counter struct {
	*tally
	phrases, known []uint64 // what was met, with whom
	who            []uint32
	stamp          []int // the last voice in which a phrase was met
	voices         int
}

func (c *counter) week(source Source, ago int) error {
	c.phrases, c.known, c.who = c.phrases[:0], c.known[:0], c.who[:0]
	for v, err := range source(ago) {
		if err != nil {
			return err
		}
		who := c.person(v.Person)
		c.who = append(c.who, who)
		if !c.survey.repeats(v, ago) {
			c.add(v, who)
		}
	}
	return nil
}

func (c *counter) add(v Voice, who uint32) {
	c.voices++
	c.read(v, func(_ sentence, _ []span, phrase uint32, _, _ int) {
		if c.stamp[phrase] != c.voices {
			c.stamp[phrase] = c.voices
			c.phrases = append(c.phrases, key(phrase, who))
		}
	})
	for _, tag := range v.Tags {
		if theme, ok := c.themes[tag.Theme]; ok {
			c.known = append(c.known, key(theme, who))
		}
	}
}

// weeksBefore counts the weeks of history in which anybody wrote.
func (t *tally) weeksBefore() int {
	n := 0
	for _, active := range t.active[t.o.Weeks:] {
		if active > 0 {
			n++
		}
	}
	return n
}
