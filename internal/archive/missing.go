package archive

import "slices"

// A feed shows its newest entries, so what is not there any more is one of
// three: it aged out, as all older ones did; its author took it back, and older
// ones stay; or the feed shows now this and now that. The second is believed
// once two answers in a row did not have it.

const (
	// window is the number of entries from which a feed is taken to show its
	// newest alone, so that a new one pushes an old one out.
	window = 5
	// pinned is how many old entries a feed may keep beside its newest.
	pinned = 2
	// rotating is how many entries must have come back before a feed is taken
	// to show now this and now that, and nothing missing is taken for withdrawn.
	rotating = 2
)

// missing notes which entries of the last reading are not in the haul, though
// older ones are.
func (r *recorder) missing() error {
	if r.first || r.h.Complete || len(r.met) == 0 {
		return nil
	}
	if r.h.Partial { // what was missing must be so again
		return r.exec(`UPDATE entry SET missing = ? WHERE feed = ? AND missing > 0`, unix(r.h.At), r.h.Feed.Key)
	}
	before, back := r.lastOnes()
	between := r.between(before)
	if back > 0 {
		if err := r.exec(`UPDATE feed SET returns = returns + ? WHERE key = ?`, back, r.h.Feed.Key); err != nil {
			return err
		}
	}
	if back > 0 || between || r.returns >= rotating {
		return nil
	}
	for _, k := range r.takenOut(before) {
		err := r.exec(`UPDATE entry SET missing = ?1 WHERE id = ?2 AND missing = 0 AND (owned OR NOT EXISTS (SELECT 1 FROM sighting WHERE entry = ?2 AND feed <> ?3))`,
			unix(r.h.At), k.id, r.h.Feed.Key)
		if err != nil {
			return err
		}
	}
	return nil
}

// lastOnes gives the entries of the last reading, oldest first, and how many
// known ones are back that it did not have, though it had older ones.
func (r *recorder) lastOnes() (before []*known, back int) {
	last := r.lastRead()
	for _, k := range r.own {
		if k.lastSeen >= last {
			before = append(before, k)
		}
	}
	for _, k := range r.own {
		if k.lastSeen < last && !k.gone && r.met[k.id] && (k.withdrawn > 0 || len(before) > 0 && k.date > before[0].date) {
			back++
		}
	}
	return before, back
}

// lastRead is when the feed was last read to its end, as far as is known.
func (r *recorder) lastRead() int64 {
	if r.whole != 0 {
		return r.whole
	}
	var last int64
	for _, k := range r.own {
		last = max(last, k.lastSeen)
	}
	return last
}

// between reports whether pieces never met before came up among the ones of the
// last reading: what is older than the newest of these was there already, so
// the feed does not show its newest alone.
func (r *recorder) between(before []*known) bool {
	return len(before) > 0 && slices.ContainsFunc(r.arrived, func(date int64) bool { return date > before[0].date && date < before[len(before)-1].date })
}

// takenOut gives those of the last reading that are missing, and that neither
// an older one's absence nor the arrival of new ones explains. Where most are
// missing at once the feed was rebuilt.
func (r *recorder) takenOut(before []*known) []*known {
	from := r.agedOut(before)
	var out []*known
	for i, k := range before {
		older := slices.ContainsFunc(before[:i], func(o *known) bool { return r.met[o.id] && o.date < k.date })
		if !r.met[k.id] && older && i >= from {
			out = append(out, k)
		}
	}
	if len(out) > 1 && 2*len(out) > len(before) {
		return nil
	}
	return out
}

// agedOut counts how many of the last reading, from the oldest on, new ones may
// have pushed out, or are pinned beside those.
func (r *recorder) agedOut(before []*known) int {
	if len(before) < window {
		return 0
	}
	newest, at := before[len(before)-1].date, 0
	for at < pinned && r.met[before[at].id] {
		at++
	}
	for _, date := range r.arrived {
		if date < newest || at == len(before) || r.met[before[at].id] {
			continue
		}
		at++
	}
	return at
}

// deleted marks what the feed says was taken back: nothing is to be waited for.
func (r *recorder) deleted() error {
	for _, id := range r.h.Deleted {
		err := r.exec(`UPDATE entry SET withdrawn = ?1, missing = 0 WHERE feed = ?2 AND withdrawn = 0 AND id IN (SELECT entry FROM native WHERE feed = ?2 AND id = ?3)`,
			unix(r.h.At), r.h.Feed.Key, id)
		if err != nil {
			return err
		}
	}
	return nil
}
