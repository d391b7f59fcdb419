package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"text/tabwriter"

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

// quiet are the feeds that the line below the table counts, and no more.
var quiet = map[gather.Status]bool{gather.Unchanged: true, gather.Fresh: true, gather.Retired: true}

// table says what happened: a row for each feed that brought something or
// failed, and a line that counts the rest.
func (h harvest) table(w io.Writer) {
	rows := slices.Clone(h.results)
	slices.SortStableFunc(rows, func(a, b gather.Result) int { return cmp.Compare(a.Feed, b.Feed) })
	t := tabwriter.NewWriter(w, 0, 4, 2, ' ', 0)
	for _, r := range rows {
		if quiet[r.Status] && r.Notice == "" {
			continue
		}
		fmt.Fprintf(t, "%s\t%s\t%s\n", r.Status, shown(r.Feed), shown(rowNote(r)))
	}
	t.Flush()
	added, updated := h.fresh()
	fmt.Fprintf(w, "%s: %d read, %d unchanged, %d failed%s; %s, %d updated\n", count(len(h.results), "feed", "feeds"),
		h.count(gather.Good), h.count(gather.Unchanged), h.count(gather.Failed)+h.count(gather.Gone), h.waiting(), count(added, "new entry", "new entries"), updated)
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
		note += "; has moved to " + r.MovedTo
	}
	return note
}

type resultJSON struct {
	Feed        string `json:"feed"`
	Contributor string `json:"contributor"`
	Status      string `json:"status"`
	Entries     int    `json:"entries"`
	New         int    `json:"new"`
	Updated     int    `json:"updated"`
	Error       string `json:"error,omitempty"`
	Notice      string `json:"notice,omitempty"`
	MovedTo     string `json:"moved_to,omitempty"`
	Requests    int    `json:"requests"`
	Millis      int64  `json:"elapsed_ms"`
	NextAttempt string `json:"next_attempt,omitempty"`
}

func (h harvest) json(enc *json.Encoder) error {
	for _, r := range h.results {
		row := resultJSON{Feed: r.Feed, Contributor: r.Contributor, Status: string(r.Status), Entries: r.Entries, New: r.New, Updated: r.Updated,
			Notice: r.Notice, MovedTo: r.MovedTo, Requests: r.Requests, Millis: r.Elapsed.Milliseconds(), NextAttempt: stampOf(r.NextAt)}
		if r.Err != nil {
			row.Error = r.Err.Error()
		}
		if err := enc.Encode(row); err != nil {
			return err
		}
	}
	return nil
}
