package health

import (
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"weft/internal/archive"
)

var now = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

// ago gives dates so many days before now, newest first.
func ago(days ...float64) []time.Time {
	var out []time.Time
	for _, d := range days {
		out = append(out, now.Add(-time.Duration(d*24*float64(time.Hour))))
	}
	return out
}

func fed(dates []time.Time) Feed {
	return Feed{Feed: archive.Feed{Key: "k", Checked: now, Good: now}, Held: archive.Holding{Entries: len(dates), Newest: dates}}
}

func TestAFeedIsMeasuredByItsOwnPace(t *testing.T) {
	for _, c := range []struct {
		name  string
		dates []time.Time
		pace  string
		state State
	}{
		{"weekly", ago(2, 9, 16, 23, 30), "about every week", Good},
		{"weekly, and quiet for a month", ago(30, 37, 44, 51, 58), "about every week", Good},
		{"weekly, and quiet for a quarter", ago(90, 97, 104, 111, 118), "about every week", Silent},
		{"every two months, and quiet for a quarter", ago(90, 150, 210, 270, 330), "about every 2 months", Good},
		{"every two months, and quiet for nine", ago(270, 330, 390, 450, 510), "about every 2 months", Silent},
		{"once a year, and quiet for over one", ago(370, 740, 1110, 1480, 1850), "less than once a year", Silent},
		{"daily, with a holiday in between", ago(0, 1, 2, 23, 24, 25), "about every day", Good},
		{"many a day", ago(0, .1, .2, .3, .4, .5), "about 10 a day", Good},
		{"moved in all at once", ago(1, 1, 1, 1, 1), "not enough to say", Good},
		{"moved in at once, then alive", ago(1, 8, 30, 30, 30, 30, 30, 30, 30), "about every 4 days", Good},
		{"four entries", ago(100, 107, 114, 121), "not enough to say", Good},
		{"four entries, over a year ago", ago(400, 407, 414, 421), "not enough to say", Silent},
		{"none", nil, "not enough to say", Good},
	} {
		f := fed(c.dates)
		if f.Pace() != c.pace || f.State(now) != c.state {
			t.Errorf("%s: %s, %s; want %s, %s", c.name, f.Pace(), f.State(now), c.pace, c.state)
		}
	}
}

func TestTheStateOfAFeed(t *testing.T) {
	weekly := ago(2, 9, 16, 23, 30)
	for _, c := range []struct {
		name   string
		change func(*Feed)
		want   State
	}{
		{"well", func(*Feed) {}, Good},
		{"never asked", func(f *Feed) { f.Checked, f.Good, f.Held = time.Time{}, time.Time{}, archive.Holding{} }, Never},
		{"failed once", func(f *Feed) { f.Failures = 1 }, Failing},
		{"failed, and asked to wait since", func(f *Feed) { f.Failures, f.Next = 1, now.Add(time.Hour) }, Failing},
		{"gone", func(f *Feed) { f.Failures, f.Reason = 3, "gone" }, Gone},
		{"asked to wait", func(f *Feed) { f.Next = now.Add(time.Hour) }, Waiting},
		{"the waiting is over", func(f *Feed) { f.Next = now.Add(-time.Hour) }, Good},
		{"the waiting is over, and it never answered well", func(f *Feed) {
			f.Next, f.Good, f.Held = now.Add(-time.Hour), time.Time{}, archive.Holding{}
		}, Waiting},
		{"weft was not run for a year", func(f *Feed) {
			f.Checked, f.Good = f.Checked.AddDate(-1, 0, 0), f.Good.AddDate(-1, 0, 0)
			for i := range f.Held.Newest {
				f.Held.Newest[i] = f.Held.Newest[i].AddDate(-1, 0, 0)
			}
		}, Good},
		{"a folder of the site, two years old", func(f *Feed) { f.Local, f.Held.Newest = true, ago(700) }, Good},
	} {
		f := fed(append([]time.Time(nil), weekly...))
		c.change(&f)
		if got := f.State(now); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

func TestTheNextAttempt(t *testing.T) {
	soon, later := now.Add(time.Hour), now.Add(2*time.Hour)
	for _, c := range []struct {
		name  string
		feed  archive.Feed
		at    time.Time
		never bool
		state State
	}{
		{"any time", archive.Feed{}, time.Time{}, false, Good},
		{"its answer holds", archive.Feed{Fresh: soon}, soon, false, Good},
		{"it held", archive.Feed{Fresh: now}, time.Time{}, false, Good},
		{"its host asked to wait", archive.Feed{Next: soon, Reason: "deferred"}, soon, false, Waiting},
		{"it failed for long", archive.Feed{Next: later, Failures: 6, Reason: "dns"}, later, false, Failing},
		{"it is gone for good", archive.Feed{Retired: now, Reason: "gone", Failures: 1}, time.Time{}, true, Gone},
		{"gone for good, and failing since", archive.Feed{Retired: now, Reason: "dns", Failures: 7, Next: soon}, time.Time{}, true, Gone},
	} {
		f := fed(ago(2, 9, 16, 23, 30))
		c.feed.Checked, c.feed.Good = f.Checked, f.Good
		f.Feed = c.feed
		if at, never := f.NextAttempt(now); !at.Equal(c.at) || never != c.never || f.State(now) != c.state {
			t.Errorf("%s: %v, %v, %s", c.name, at, never, f.State(now))
		}
	}
}

func TestDeadAndSilentComeFirstAndThenByName(t *testing.T) {
	named := func(name, key string, change func(*Feed)) Feed {
		f := fed(ago(2, 9, 16, 23, 30))
		f.Name, f.Contributor, f.Key = name, strings.ToLower(name), key
		change(&f)
		return f
	}
	well := func(*Feed) {}
	feeds := []Feed{named("Bo", "2", well), named("ada", "1", well), named("Bo", "1", well), named("Zoe", "1", func(f *Feed) { f.Failures = 1 }),
		named("Yan", "1", func(f *Feed) { f.Reason = "gone"; f.Failures = 1 }), named("Xi", "1", func(f *Feed) { f.Held.Newest = ago(500) }),
		named("Wu", "1", func(f *Feed) { f.Checked = time.Time{} }), named("Vi", "1", func(f *Feed) { f.Next = now.Add(1) })}
	for range 10 {
		rand.Shuffle(len(feeds), func(i, j int) { feeds[i], feeds[j] = feeds[j], feeds[i] })
		Sort(feeds, now)
		var got []string
		for _, f := range feeds {
			got = append(got, f.Name+f.Key)
		}
		if s := strings.Join(got, " "); s != "Yan1 Zoe1 Xi1 Wu1 Vi1 ada1 Bo1 Bo2" {
			t.Fatal(s)
		}
	}
}

func TestAMoveIsProposedOnceItWasSaidAgain(t *testing.T) {
	f := fed(ago(1))
	f.Moved, f.MovedSince, f.MovedTimes = "https://new.example/feed", now, 1
	if got := strings.Join(f.Notices(), "; "); !strings.Contains(got, "said once so far; wait for another fetch") {
		t.Error(got)
	}
	f.MovedTimes = 2
	if got := strings.Join(f.Notices(), "; "); got != "has moved to https://new.example/feed: said 2 times since 22 November 2026; `weft check` shows the change, `weft check --fix` puts it into the list" {
		t.Error(got)
	}
}
