package config

// Thresholds say how many make a crossing, a supporter, a super-connector.
// The defaults suit a community of some hundred people; a small one sets
// smaller numbers.
type Thresholds struct {
	Crossing  Crossing  `toml:"crossing"`
	Supporter Supporter `toml:"supporter"`
	Connector Connector `toml:"connector"`
	Enough    Enough    `toml:"enough"`
	Emerging  Emerging  `toml:"emerging"`
}

// Crossing says when a theme crosses sectors in a period.
type Crossing struct {
	Sectors       int `toml:"sectors"`
	People        int `toml:"people"`
	Organisations int `toml:"organisations"` // a person employed by none counts as one
	// Score is from when on a theme that weft found counts; what a curator
	// confirmed always does.
	Score float64 `toml:"score"`
}

// Supporter says when somebody outside is named for ideas taken up.
type Supporter struct {
	People        int     `toml:"people"`
	Organisations int     `toml:"organisations"`
	Sectors       int     `toml:"sectors"`
	Entries       int     `toml:"entries"` // cited
	Weeks         int     `toml:"weeks"`   // in which one was cited
	Reach         float64 `toml:"reach"`
}

// Connector says when somebody is named for passing ideas on.
type Connector struct {
	Ideas   int `toml:"ideas"`   // themes passed on
	Pairs   int `toml:"pairs"`   // of sectors
	Readers int `toml:"readers"` // people at the far end
	Origins int `toml:"origins"` // people at the near end
}

// Enough says below how much evidence nothing is said at all.
type Enough struct {
	People        int `toml:"people"`
	Organisations int `toml:"organisations"`
}

// Emerging says when a phrase that no theme names yet is told of, and below what
// nothing is told.
type Emerging struct {
	People        int `toml:"people"`
	Organisations int `toml:"organisations"` // a person employed by none counts as one
	Feeds         int `toml:"feeds"`
	Sectors       int `toml:"sectors"`
	Active        int `toml:"active"`  // people who write at all in the period
	History       int `toml:"history"` // weeks before it in which anybody wrote
}

// DefaultThresholds are those the method was measured with.
func DefaultThresholds() Thresholds {
	return Thresholds{
		Crossing:  Crossing{Sectors: 2, People: 2, Organisations: 2, Score: 0.6},
		Supporter: Supporter{People: 6, Organisations: 5, Sectors: 3, Entries: 3, Weeks: 3, Reach: 2},
		Connector: Connector{Ideas: 3, Pairs: 2, Readers: 3, Origins: 3},
		Enough:    Enough{People: 4, Organisations: 3},
		Emerging:  Emerging{People: 3, Organisations: 2, Feeds: 2, Sectors: 2, Active: 15, History: 12},
	}
}

// thresholds refuses numbers under which one voice would be enough for a
// claim about a community.
func (r *reader) thresholds() {
	t := r.f.Thresholds
	for _, c := range []struct {
		table, key   string
		value, least float64
	}{
		{"crossing", "sectors", float64(t.Crossing.Sectors), 2},
		{"crossing", "people", float64(t.Crossing.People), 2},
		{"crossing", "organisations", float64(t.Crossing.Organisations), 2},
		{"supporter", "people", float64(t.Supporter.People), 2},
		{"supporter", "organisations", float64(t.Supporter.Organisations), 2},
		{"supporter", "sectors", float64(t.Supporter.Sectors), 1},
		{"supporter", "entries", float64(t.Supporter.Entries), 1},
		{"supporter", "weeks", float64(t.Supporter.Weeks), 1},
		{"supporter", "reach", t.Supporter.Reach, 0},
		{"connector", "ideas", float64(t.Connector.Ideas), 1},
		{"connector", "pairs", float64(t.Connector.Pairs), 1},
		{"connector", "readers", float64(t.Connector.Readers), 2},
		{"connector", "origins", float64(t.Connector.Origins), 1},
		{"enough", "people", float64(t.Enough.People), 2},
		{"enough", "organisations", float64(t.Enough.Organisations), 1},
		{"emerging", "people", float64(t.Emerging.People), 2},
		{"emerging", "organisations", float64(t.Emerging.Organisations), 1},
		{"emerging", "feeds", float64(t.Emerging.Feeds), 2},
		{"emerging", "sectors", float64(t.Emerging.Sectors), 1},
		{"emerging", "active", float64(t.Emerging.Active), 2},
		{"emerging", "history", float64(t.Emerging.History), 4},
	} {
		if !(c.value >= c.least) { // a "nan" is no number to compare with
			r.probs.Add(File, r.lines.Of("thresholds", c.table, c.key), "a claim about a community needs more than one voice", "thresholds.%s.%s = %v is under %v", c.table, c.key, c.value, c.least)
		}
	}
	if score := t.Crossing.Score; !(score >= 0.5 && score <= 1) {
		r.probs.Add(File, r.lines.Of("thresholds", "crossing", "score"), "0.5 counts every theme that is said, 1 only what a curator confirmed", "thresholds.crossing.score = %v is not between 0.5 and 1", score)
	}
}
