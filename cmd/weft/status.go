package main

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"weft/internal/config"
	"weft/internal/diag"
	"weft/internal/edition"
	"weft/internal/entry"
	"weft/internal/health"
	"weft/internal/text"

	"github.com/spf13/cobra"
)

func newStatus(env *environment) *cobra.Command {
	var asJSON, ill bool
	cmd := &cobra.Command{
		Use: "status [NAME|URL…]", Short: "say how every feed is doing", GroupID: everyDay,
		Long: "Status says of every listed feed when it last answered well and last brought\n" +
			"something, how often it writes, what is wrong in plain words, and when it is\n" +
			"asked next. What somebody should look at comes first: feeds that are gone or\n" +
			"failing, then those that fell silent. It asks nobody; `weft fetch` does.\n\n" +
			"A feed is silent when its newest entry is older than 60 days and than four\n" +
			"times its usual gap, or than a year, at its last good answer.\n\n" +
			"A feed that is dead is a finding and no failure: the exit status is 0. On a\n" +
			"terminal each feed has as many lines as it needs; elsewhere, one.",
		Example: "  weft status\n  weft status idris-vaughan\n  weft status --ill --json",
		Args:    cobra.ArbitraryArgs, ValidArgsFunction: complete(anyNumber, env.people),
		RunE: func(cmd *cobra.Command, args []string) error {
			return env.status(args, ill, asJSON)
		},
	}
	cmd.Flags().BoolVar(&ill, "ill", false, "only feeds that are gone, failing or silent")
	cmd.Flags().BoolVar(&asJSON, "json", false, "one JSON object a feed")
	return cmd
}

func (env *environment) status(args []string, ill, asJSON bool) error {
	p, err := env.project()
	if err != nil {
		return err
	}
	now := env.now()
	report, probs, err := p.Health(now)
	if err != nil {
		return err
	}
	if err := probs.Err(); err != nil {
		return err
	}
	env.warn(probs)
	feeds, err := chosen(report.Feeds, args)
	if err != nil {
		return err
	}
	if ill {
		feeds = slices.DeleteFunc(feeds, func(f health.Feed) bool { return !f.State(now).Ill() })
	}
	if err := env.showFeeds(p, feeds, now, asJSON); err != nil {
		return err
	}
	env.tellReport(p.Site, report, feeds, now)
	return nil
}

func (env *environment) showFeeds(p *edition.Project, feeds []health.Feed, now time.Time, asJSON bool) error {
	width, terminal := widthOf(env.stdout)
	switch {
	case asJSON:
		enc := json.NewEncoder(env.stdout)
		enc.SetEscapeHTML(false)
		for i := range feeds {
			if err := enc.Encode(statusOf(&feeds[i], now)); err != nil {
				return err
			}
		}
		return nil
	case len(feeds) == 0:
		return nil
	case terminal:
		return feedBlocks(env.stdout, feeds, now, p.Site.Calendar.Zone, width)
	}
	return feedLines(env.stdout, feeds, now, p.Site.Calendar.Zone)
}

// chosen picks the feeds that are asked for: by a contributor's id or name, by
// the feed's address or its host.
func chosen(all []health.Feed, args []string) ([]health.Feed, error) {
	if len(args) == 0 {
		return all, nil
	}
	met := make([]bool, len(args))
	picked := slices.DeleteFunc(slices.Clone(all), func(f health.Feed) bool {
		hit := false
		for i, arg := range args {
			if meansFeed(&f, arg) {
				hit, met[i] = true, true
			}
		}
		return !hit
	})
	for i, arg := range args {
		if met[i] {
			continue
		}
		var known []string
		for _, f := range all {
			known = append(known, f.Contributor, f.Name, f.Key)
		}
		return nil, usageError{fmt.Errorf("no listed feed is meant by %q; %s", arg, diag.DidYouMean(arg, known, "`weft status` lists them all"))}
	}
	return picked, nil
}

func meansFeed(f *health.Feed, arg string) bool {
	folded := text.Fold(strings.TrimSpace(arg))
	switch {
	case folded == "":
		return false
	case arg == f.Contributor, entry.AddressKey(arg) == entry.AddressKey(f.Key), f.Place() == arg:
		return true
	case strings.Contains(text.Fold(f.Name), folded):
		return true
	}
	host := entry.Host(f.Key)
	return host != "" && (folded == host || entry.Host(arg) == host && entry.IsRoot(arg))
}

// tellReport counts what was shown, and says what to do about it.
func (env *environment) tellReport(site *config.Site, r edition.Report, shownFeeds []health.Feed, now time.Time) {
	counts, ill := map[health.State]int{}, 0
	toMend := len(proposals(shownFeeds)) > 0
	for i := range shownFeeds {
		state := shownFeeds[i].State(now)
		counts[state]++
		if state == health.Gone || state == health.Failing {
			ill++
		}
	}
	var said []string
	for _, s := range []health.State{health.Gone, health.Failing, health.Silent, health.Never, health.Waiting, health.Good} {
		if n := counts[s]; n > 0 {
			said = append(said, fmt.Sprintf("%d %s", n, stateWord(s)))
		}
	}
	line := count(len(shownFeeds), "feed", "feeds")
	if len(said) > 0 {
		line += ": " + strings.Join(said, ", ")
	}
	env.say("%s", line)
	if r.Unlisted > 0 {
		env.say("%s no longer listed; %s of theirs %s", count(r.Unlisted, "feed is", "feeds are"), count(r.Left, "entry", "entries"), plural(r.Left, "stays", "stay"))
	}
	for _, overlay := range r.Absent {
		env.say("the folder %s is not here, so its feeds are not either", overlay)
	}
	switch {
	case len(r.Feeds) == 0:
		env.say("next: `weft add URL` lists a blog, then `weft fetch`")
	case !r.Fetched:
		env.say("next: `weft fetch` asks them")
	case toMend:
		env.say("next: `weft check` shows what to change in the lists, and `weft check --fix` changes what is sure")
	case ill > 0:
		env.say("next: look at the blogs in a browser, and mend the addresses in the lists; `weft inspect URL` shows what is there")
	}
}

func plural(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

func stateWord(s health.State) string {
	if s == health.Never {
		return "never asked"
	}
	return string(s)
}

// A feedStatus is a line of `weft status --json`.
type feedStatus struct {
	Feed        string   `json:"feed"`
	Contributor string   `json:"contributor"`
	Name        string   `json:"name"`
	Overlay     string   `json:"overlay"`
	File        string   `json:"file"`
	Line        int      `json:"line"`
	State       string   `json:"state"`
	LastAsked   string   `json:"last_asked"`
	LastGood    string   `json:"last_good"`
	LastEntry   string   `json:"last_entry"`
	LastNew     string   `json:"last_new"`
	Entries     int      `json:"entries"`
	Pace        string   `json:"pace"`
	PaceDays    *float64 `json:"pace_days"`
	Failures    int      `json:"failures"`
	Error       string   `json:"error"`
	Reason      string   `json:"reason"`
	NextAttempt string   `json:"next_attempt"`
	Notices     []string `json:"notices"`
	MovedTo     string   `json:"moved_to"`
	MovedTimes  int      `json:"moved_times"`
	GoneSince   string   `json:"gone_since"`
	Found       string   `json:"found"`
	GoesOnFrom  string   `json:"goes_on_from"`
	OptedOut    bool     `json:"opted_out"`
}

func statusOf(f *health.Feed, now time.Time) feedStatus {
	row := feedStatus{Feed: f.Key, Contributor: f.Contributor, Name: f.Name, Overlay: strings.TrimSuffix(f.Overlay, "/"), File: f.File, Line: f.Line,
		State: stateWord(f.State(now)), LastAsked: stampOf(f.Checked), LastGood: stampOf(f.Good), LastEntry: stampOf(f.Last()), LastNew: stampOf(f.Held.Arrived),
		Entries: f.Held.Entries, Pace: f.Pace(), Failures: f.Failures, Error: f.Error, Reason: f.Reason, Notices: f.Notices(), MovedTo: f.Moved, MovedTimes: f.MovedTimes,
		GoneSince: stampOf(f.GoneSince()), Found: f.Found, GoesOnFrom: f.GoesOn, OptedOut: f.OptedOut}
	if days := f.PaceDays(); days > 0 {
		row.PaceDays = &days
	}
	at, _ := f.NextAttempt(now)
	row.NextAttempt = stampOf(at)
	return row
}

func stampOf(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}
