package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"os/exec"
	"slices"
	"strings"
	"time"

	"weft/internal/config"
)

// A taken is what is read of a line of `weft export people`.
type taken struct {
	ID, Name, Organisation string
	Sectors                []string
	Supporter              bool
	Connector              bool `json:"super_connector"`
	Reach, Bridging        float64
	Evidence               []struct{ Kind, From, To, By, At, Passage string }
}

// small are the thresholds that docs/formats.md recommends for a small community.
var small = config.Supporter{People: 4, Organisations: 3, Sectors: 3, Entries: 3, Weeks: 3, Reach: 1.5}

// nearest prints the ten people who are nearest to being named supporters, at the
// default thresholds and at those for a small community, with everything that
// speaks for it, to be read by somebody. How near is for this list alone: it is
// the mean share of what each threshold asks.
func nearest(w io.Writer, s settings) error {
	args := []string{"-C", s.dir, "export", "people"}
	if s.asOf != "" {
		args = append(args, "--as-of", s.asOf)
	}
	out, err := exec.Command(s.weft, args...).Output()
	if err != nil {
		return fmt.Errorf("%s %s: %w", s.weft, strings.Join(args, " "), err)
	}
	var all []taken
	people := map[string]taken{}
	for dec := json.NewDecoder(bytes.NewReader(out)); dec.More(); {
		var t taken
		if err := dec.Decode(&t); err != nil {
			return err
		}
		people[t.ID] = t
		if len(t.Evidence) > 0 {
			all = append(all, t)
		}
	}
	usual := config.DefaultThresholds().Supporter
	slices.SortFunc(all, func(a, b taken) int {
		return cmp.Or(cmp.Compare(b.near(people, usual), a.near(people, usual)), cmp.Compare(a.ID, b.ID))
	})
	for i, t := range all[:min(10, len(all))] {
		have := t.counts(people)
		fmt.Fprintf(w, "%d. %s (%s): %g people, %g organisations, %g sectors, %g entries, %g weeks, reach %.2f; %.0f %% of what is asked, %.0f %% in a small community\n",
			i+1, t.Name, t.ID, have[0], have[1], have[2], have[3], have[4], have[5], 100*t.near(people, usual), 100*t.near(people, small))
		for _, e := range t.Evidence {
			fmt.Fprintf(w, "   %s %s by %s\n     %s\n     of %s\n     “%s”\n", e.At, e.Kind, e.By, e.From, e.To, e.Passage)
		}
	}
	return nil
}

// counts are by how many people, of how many organisations and sectors, how many
// entries were taken up in how many weeks, and how far. Who is heard the program
// knows alone.
func (t taken) counts(people map[string]taken) [6]float64 {
	var of [5]map[string]bool
	for i := range of {
		of[i] = map[string]bool{}
	}
	for _, e := range t.Evidence {
		by := people[e.By]
		of[0][e.By], of[1][cmp.Or(by.Organisation, "person:"+e.By)], of[3][e.To], of[4][week(e.At)] = true, true, true, true
		for _, sector := range by.Sectors {
			of[2][sector] = true
		}
	}
	return [6]float64{float64(len(of[0])), float64(len(of[1])), float64(len(of[2])), float64(len(of[3])), float64(len(of[4])), t.Reach}
}

// week names the week of a moment as `weft export` writes it; what is none is its
// own.
func week(at string) string {
	t, err := time.Parse(time.RFC3339, at)
	if err != nil {
		return at
	}
	year, n := t.ISOWeek()
	return fmt.Sprintf("%d-W%02d", year, n)
}

// near is the mean share of what each threshold asks.
func (t taken) near(people map[string]taken, least config.Supporter) float64 {
	asked := [6]float64{float64(least.People), float64(least.Organisations), float64(least.Sectors), float64(least.Entries), float64(least.Weeks), least.Reach}
	sum := 0.0
	for i, have := range t.counts(people) {
		sum += min(1, have/asked[i])
	}
	return sum / float64(len(asked))
}
