package tomlfile

import (
	"strings"
	"testing"
	"time"

	"weft/internal/diag"
)

// The decoder gives dates without a zone the offset of the machine: here they
// must be the same day wherever they are read.
func TestADateWithoutAZoneIsTheSameDayOnEveryMachine(t *testing.T) {
	here := time.Local
	t.Cleanup(func() { time.Local = here })
	for _, machine := range []*time.Location{time.UTC, time.FixedZone("east", 13*3600), time.FixedZone("west", -10*3600)} {
		time.Local = machine
		var v struct {
			Rules []struct {
				Expires Time `toml:"expires"`
				Until   Time `toml:"until"`
				None    Time `toml:"none"`
			} `toml:"rule"`
			Start Time `toml:"start"`
		}
		var probs diag.List
		Decode("a.toml", []byte("start = 2026-11-03T10:00:00\n[[rule]]\nexpires = 2027-03-31\nuntil = 2027-03-31T08:00:00+02:00\n"), &v, &probs)
		zone := time.FixedZone("far", 13*3600)
		for _, c := range []struct {
			got  time.Time
			want string
		}{
			{v.Rules[0].Expires.In(zone), "2027-03-31T00:00:00+13:00"},
			{v.Rules[0].Until.In(zone), "2027-03-31T08:00:00+02:00"},
			{v.Rules[0].None.In(zone), "0001-01-01T00:00:00Z"},
			{v.Start.In(zone), "2026-11-03T10:00:00+13:00"},
		} {
			if got := c.got.Format(time.RFC3339); got != c.want {
				t.Errorf("on a machine in the %s: got %s, want %s", machine, got, c.want)
			}
		}
		if len(probs) > 0 || !v.Rules[0].Expires.IsDay() || v.Start.IsDay() {
			t.Error(probs, v)
		}
	}
}

func TestWhatIsNoDateIsRefused(t *testing.T) {
	for _, text := range []string{`at = "2026-11-03"`, "at = 10:00:00", "at = 3"} {
		var v struct {
			At Time `toml:"at"`
		}
		var probs diag.List
		Decode("a.toml", []byte("\n"+text), &v, &probs)
		if len(probs) != 1 || !strings.Contains(probs[0].Message, "write it") {
			t.Errorf("%s: %v", text, probs)
		}
	}
}
