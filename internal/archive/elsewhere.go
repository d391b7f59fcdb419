package archive

import "weft/internal/entry"

// What other feeds carry. Nobody may take an entry by repeating it: what a feed
// says of a piece that lies at somebody else's is a copy, and its own pieces
// are nobody's else by an id or a canonical address that another names.

// carried is what of a haul's pieces any feed has brought before: folded
// addresses, those that are called a first home, and ids.
type carried struct{ addresses, claims, ids map[string]bool }

// lookUp finds out at once what of the pieces is known, since of most nothing is.
func (r *recorder) lookUp(pieces []*arrival) error {
	if err := r.row(`SELECT EXISTS (SELECT 1 FROM tagged)`).Scan(&r.tagsOthers); err != nil {
		return err
	}
	var addresses, ids []string
	for _, p := range pieces {
		addresses = append(addresses, entry.AddressKey(p.URL), entry.AddressKey(p.Canonical))
		ids = append(ids, p.NativeID)
	}
	for _, ask := range []struct {
		query string
		of    []string
		into  *map[string]bool
	}{
		{`SELECT DISTINCT key FROM address WHERE key IN (SELECT value FROM json_each(?))`, addresses, &r.carried.addresses},
		{`SELECT DISTINCT key FROM claim WHERE key IN (SELECT value FROM json_each(?))`, addresses, &r.carried.claims},
		{`SELECT DISTINCT id FROM native WHERE id IN (SELECT value FROM json_each(?))`, ids, &r.carried.ids},
	} {
		found, err := r.among(ask.query, ask.of)
		if err != nil {
			return err
		}
		*ask.into = found
	}
	return nil
}

// among gives those of some texts that a question finds.
func (r *recorder) among(query string, texts []string) (map[string]bool, error) {
	rows, err := r.rows(query, string(marshal(texts)))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	found := map[string]bool{}
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			return nil, err
		}
		found[s] = true
	}
	return found, rows.Err()
}

// byOthers knows a piece that another feed has brought already: at the same
// address, or with the same title under a global id or at the address that one
// of both calls its first home.
func (r *recorder) byOthers(p *arrival) error {
	if p.known != nil {
		return nil
	}
	if page := r.page(p.Entry); r.carried.addresses[page] {
		k, err := r.one(`address a JOIN entry e ON e.id = a.entry WHERE a.key = ? AND e.feed <> ? ORDER BY e.gone, e.owned DESC, e.id LIMIT 1`, page, p.Feed)
		if k != nil || err != nil {
			p.known = k
			return err
		}
	}
	if p.marks.title == 0 {
		return nil
	}
	for _, by := range []func(*arrival) error{r.byCanonical, r.byClaim, r.byGlobalID} {
		if err := by(p); err != nil || p.known != nil {
			return err
		}
	}
	return nil
}

// byCanonical knows a piece that calls another feed's its first home: by that
// it gives up being anything but a copy.
func (r *recorder) byCanonical(p *arrival) error {
	key := entry.AddressKey(p.Canonical)
	if !r.carried.addresses[key] || entry.IsRoot(p.Canonical) || key == entry.AddressKey(p.URL) {
		return nil
	}
	found, err := r.several(`address a JOIN entry e ON e.id = a.entry WHERE a.key = ? AND e.feed <> ? ORDER BY e.gone, e.owned DESC, e.id`, key, p.Feed)
	return r.titled(p, found, err)
}

// byClaim knows a piece whose address another feed's entry called its first
// home before this feed brought it.
func (r *recorder) byClaim(p *arrival) error {
	if !r.carried.claims[entry.AddressKey(p.URL)] || !r.owns(p.Entry) {
		return nil
	}
	found, err := r.several(`claim c JOIN entry e ON e.id = c.entry WHERE c.key = ? AND e.feed <> ? ORDER BY e.gone, e.id`, entry.AddressKey(p.URL), p.Feed)
	p.ceded = true
	if err := r.titled(p, found, err); err != nil || p.known == nil {
		p.ceded = false
		return err
	}
	return nil
}

// byGlobalID knows a piece by an id that names one piece anywhere. Anybody can
// write such an id, so one of both must not lie at its own feed's, or both must
// be of one contributor.
func (r *recorder) byGlobalID(p *arrival) error {
	if !r.carried.ids[p.NativeID] || !isGlobal(p.NativeID) {
		return nil
	}
	found, err := r.several(`native n JOIN entry e ON e.id = n.entry WHERE n.id = ? AND n.feed <> ? AND e.feed <> ? ORDER BY e.gone, e.owned DESC, e.id`, p.NativeID, p.Feed, p.Feed)
	var free []*known
	for _, k := range found {
		safe := !r.owns(p.Entry) || !k.owned
		if !safe {
			if safe, err = r.ours(k); err != nil {
				return err
			}
		}
		if safe {
			free = append(free, k)
		}
	}
	return r.titled(p, free, err)
}

// ours reports whether another feed's entry lies at this contributor's, too.
func (r *recorder) ours(k *known) (bool, error) {
	if r.h.Owns == nil {
		return false, nil
	}
	var key string
	err := r.row(`SELECT coalesce(min(key), '') FROM address WHERE entry = ?`, k.id).Scan(&key)
	return key != "" && r.h.Owns("https://"+key), err
}

// titled knows the piece as the first of several entries that has its title.
func (r *recorder) titled(p *arrival, found []*known, err error) error {
	for _, k := range found {
		if err == nil {
			err = r.mark(k)
		}
		if err == nil && p.known == nil && k.title == p.marks.title {
			p.known = k
		}
	}
	return err
}
