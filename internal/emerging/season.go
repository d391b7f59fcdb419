package emerging

const year = 52 // weeks; once in five or six years a week of 53 shifts it, which the weeks around it take in

// lastYear counts who used what was found in the same weeks a year ago, and in
// one before and one after.
func (t *tally) lastYear(source Source, found []Finding) error {
	if len(found) == 0 {
		return nil
	}
	wanted, longestClaim := map[uint32]int{}, 0
	for i, f := range found {
		wanted[f.thing] = i
		longestClaim = max(longestClaim, f.Weeks)
	}
	s, err := look(source, year-1, year+longestClaim+1+memory)
	if err != nil {
		return err
	}
	t.survey = s
	who := make([][]uint32, len(found))
	anybody := false
	for ago := year - 1; ago <= year+longestClaim; ago++ {
		for v, err := range source(ago) {
			if err != nil {
				return err
			}
			if anybody = true; s.repeats(v, ago) {
				continue
			}
			t.read(v, func(_ sentence, _ []span, phrase uint32, _, _ int) {
				if i, ok := wanted[phrase]; ok && ago <= year+found[i].Weeks {
					who[i] = append(who[i], t.person(v.Person))
				}
			})
		}
	}
	for i := range found {
		if anybody {
			found[i].LastYear = len(unique(who[i]))
		}
	}
	return nil
}

// isSeasonal reports whether what was found came about as strongly a year ago.
func (f *Finding) isSeasonal() bool {
	return f.LastYear >= 2 && 2*f.LastYear >= len(f.People)
}
