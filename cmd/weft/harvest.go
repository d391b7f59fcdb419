package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"text/tabwriter"

	"weft/internal/amend"
	"weft/internal/gather"
)

// A harvest is what a fetch brought, over all layers.
type harvest struct {
	results []gather.Result
	broken  int // pieces of people's own that could not be read
}

func (h harvest) count(status gather.Status) int {
	n := 0
	for _, r := range h.results {
		if r.Status == status {
			n++
		}
	}
	return n
}

func (h harvest) fresh() (added, updated int) {
	for _, r := range h.results {
		added, updated = added+r.New, updated+r.Updated
	}
	return added, updated
}

// partly is errPartly when some feeds failed.
func (h harvest) partly() error {
	if h.count(gather.Failed)+h.count(gather.Gone)+h.broken > 0 {
		return errPartly
	}
	return nil
}

// table says what happened: a row for each feed that brought something or
// failed, and a line that counts the rest.
func (h harvest) table(w io.Writer) {
	rows := slices.Clone(h.results)
	slices.SortStableFunc(rows, func(a, b gather.Result) int { return cmp.Compare(a.Feed, b.Feed) })
	t := tabwriter.NewWriter(w, 0, 4, 2, ' ', 0)
	for _, r := range rows {
		if quiet(r) {
			continue
		}
		fmt.Fprintf(t, "%s\t%s\t%s\n", r.Status, shown(r.Feed), shown(rowNote(r)))
	}
	t.Flush()
	added, updated := h.fresh()
	fmt.Fprintf(w, "%s: %d read, %d unchanged, %d failed%s; %s, %d updated\n", count(len(h.results), "feed", "feeds"),
		h.count(gather.Good), h.count(gather.Unchanged), h.count(gather.Failed)+h.count(gather.Gone), h.waiting(), count(added, "new entry", "new entries"), updated)
	if n := h.toMend(); n > 0 {
		fmt.Fprintf(w, "next: `weft check` shows what to change in the lists for %s that moved or %s gone\n", count(n, "feed", "feeds"), plural(n, "is", "are"))
	}
}

// quiet reports whether the line below the table says enough of a feed: nothing
// is new, or it was told before that it is gone.
func quiet(r gather.Result) bool {
	return r.Notice == "" && r.MovedTo == "" && (r.Status == gather.Unchanged || r.Status == gather.Fresh || r.Status == gather.Retired)
}

// toMend counts the feeds for which a list should change.
func (h harvest) toMend() int {
	n := 0
	for _, r := range h.results {
		if r.Status == gather.Gone || r.Found != "" || r.MovedTo != "" && r.MovedTimes >= amend.Enough {
			n++
		}
	}
	return n
}

// waiting tells of feeds that were not asked, where there are any.
func (h harvest) waiting() string {
	said := ""
	for _, c := range []struct {
		n    int
		what string
	}{
		{h.count(gather.Fresh), "still fresh"},
		{h.count(gather.Deferred) + h.count(gather.Paused), "to be asked later"},
		{h.count(gather.Retired), "gone for good"},
	} {
		if c.n > 0 {
			said += fmt.Sprintf(", %d %s", c.n, c.what)
		}
	}
	return said
}

func rowNote(r gather.Result) string {
	note := ""
	switch {
	case r.Err != nil:
		note = r.Err.Error()
		if !r.LastGood.IsZero() {
			note += "; the copy of " + r.LastGood.Format("2 January 2006") + " stays"
		}
	case r.Status == gather.Unchanged:
		note = "nothing new"
	case r.Status == gather.Paused:
		note = fmt.Sprintf("failed %s in a row, so not asked before %s; `weft fetch %s` asks now", times(r.Failures), r.NextAt.Format("2 January 2006 15:04 MST"), asArgument(r.Feed))
	case r.Status == gather.Deferred:
		note = "not asked before " + r.NextAt.Format("2 January 2006 15:04 MST")
	default:
		note = fmt.Sprintf("%s, %d new, %d updated", count(r.Entries, "entry", "entries"), r.New, r.Updated)
	}
	if r.Notice != "" {
		note += "; " + r.Notice
	}
	if r.MovedTo != "" {
		note += fmt.Sprintf("; has moved to %s: %s", r.MovedTo, saidSoFar(r.MovedTimes))
	}
	return note
}

func saidSoFar(n int) string {
	if n < amend.Enough {
		return "said once so far"
	}
	return fmt.Sprintf("said %d times", n)
}

type resultJSON struct {
	Feed        string `json:"feed"`
	Contributor string `json:"contributor"`
	Status      string `json:"status"`
	Parsed      int    `json:"parsed"` // documents
	Entries     int    `json:"entries"`
	New         int    `json:"new"`
	Updated     int    `json:"updated"`
	Error       string `json:"error,omitempty"`
	Notice      string `json:"notice,omitempty"`
	MovedTo     string `json:"moved_to,omitempty"`
	MovedTimes  int    `json:"moved_times,omitempty"`
	Found       string `json:"found,omitempty"`
	GoneSince   string `json:"gone_since,omitempty"`
	Requests    int    `json:"requests"`
	Millis      int64  `json:"elapsed_ms"`
	NextAttempt string `json:"next_attempt,omitempty"`
}

func (h harvest) json(enc *json.Encoder) error {
	for _, r := range h.results {
		row := resultJSON{Feed: r.Feed, Contributor: r.Contributor, Status: string(r.Status), Entries: r.Entries, New: r.New, Updated: r.Updated,
			Notice: r.Notice, MovedTo: r.MovedTo, Found: r.Found, GoneSince: stampOf(r.GoneSince), Requests: r.Requests, Millis: r.Elapsed.Milliseconds(), NextAttempt: stampOf(r.NextAt)}
		if r.Parsed {
			row.Parsed = 1
		}
		if r.Err != nil {
			row.Error = r.Err.Error()
		}
		if r.MovedTo != "" {
			row.MovedTimes = r.MovedTimes
		}
		if err := enc.Encode(row); err != nil {
			return err
		}
	}
	return nil
}
