package edition

import "time"

// Lately is since when commands look at what rules hold: half a year ago, and
// where nothing came for longer, half a year before the newest entry there is,
// held or not. A site that sleeps, or one that is played over old feeds, would
// have nothing to try its rules on otherwise.
func (ed *Edition) Lately() (time.Time, error) {
	end := time.Time{}
	for _, db := range ed.archives {
		at, err := db.Newest(ed.Now())
		if err != nil {
			return time.Time{}, err
		}
		if at.After(end) {
			end = at
		}
	}
	if end.IsZero() || end.After(ed.Now().AddDate(0, -6, 0)) {
		end = ed.Now()
	}
	return end.AddDate(0, -6, 0), nil
}

// Asleep reports whether nothing came in the last half year, so that Lately
// looks further back.
func (ed *Edition) Asleep() bool {
	from, err := ed.Lately()
	return err == nil && from.Before(ed.Now().AddDate(0, -6, 0))
}
