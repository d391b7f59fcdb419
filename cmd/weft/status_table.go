package main

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"weft/internal/health"
)

// feedLines writes a line a feed, for other programs that read lines.
func feedLines(w io.Writer, feeds []health.Feed, now time.Time, zone *time.Location) error {
	t := table{right: map[int]bool{5: true}}
	t.add("STATE", "NAME", "LAST NEW", "PACE", "LAST GOOD", "ENTRIES", "NEXT", "FEED", "LISTED", "NOTE")
	for i := range feeds {
		f := &feeds[i]
		t.add(stateWord(f.State(now)), f.Name, shortDay(f.Last(), zone), f.Pace(), shortDay(f.Good, zone), strconv.Itoa(f.Held.Entries),
			nextAttempt(f, now, zone), f.Place(), fmt.Sprintf("%s:%d", f.File, f.Line), strings.Join(notesOf(f, now, zone), "; "))
	}
	for _, line := range t.lines() {
		if _, err := fmt.Fprintln(w, line); err != nil {
			return err
		}
	}
	return nil
}

// feedBlocks writes what fits on a line for each feed, and below it what there
// is to know beside.
func feedBlocks(w io.Writer, feeds []health.Feed, now time.Time, zone *time.Location, width int) error {
	const indent = "    "
	t := table{right: map[int]bool{5: true}}
	t.add("STATE", "NAME", "LAST NEW", "PACE", "LAST GOOD", "ENTRIES")
	for i := range feeds {
		f := &feeds[i]
		t.add(stateWord(f.State(now)), f.Name, shortDay(f.Last(), zone), strings.TrimPrefix(f.Pace(), "about "), shortDay(f.Good, zone), strconv.Itoa(f.Held.Entries))
	}
	t.fit(1, width-1)
	lines := t.lines()
	fmt.Fprintln(w, lines[0])
	for i := range feeds {
		f := &feeds[i]
		fmt.Fprintln(w, lines[i+1])
		for _, line := range moreLines(f, len(feeds) == 1, now, zone) {
			for _, part := range wrapped(line, width-1, indent) {
				if _, err := fmt.Fprintln(w, part); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// moreLines is what stands below a feed's line: all of it where something is
// to be done, or where one feed alone was asked for.
func moreLines(f *health.Feed, alone bool, now time.Time, zone *time.Location) []string {
	notes := notesOf(f, now, zone)
	state := f.State(now)
	if !alone && len(notes) == 0 && (state == health.Good || state == health.Never) {
		return nil
	}
	lines := append([]string{fmt.Sprintf("%s (%s:%d)", f.Place(), f.File, f.Line)}, notes...)
	if alone || state != health.Good {
		lines = append(lines, "asked again: "+nextAttempt(f, now, zone))
	}
	return lines
}

// notesOf says what is wrong with a feed, and what a curator should know.
func notesOf(f *health.Feed, now time.Time, zone *time.Location) []string {
	var notes []string
	switch state := f.State(now); state {
	case health.Gone:
		notes = append(notes, goneNote(f, zone))
	case health.Failing:
		notes = append(notes, fmt.Sprintf("%s: %s", failedTimes(f, zone), f.Error))
		if f.Network == "private" && f.Reason == "private" {
			notes = append(notes, `network = "private" opens the feed's own host and port alone: if the new place is right, write its address into the list`)
		}
	case health.Waiting:
		if f.Error != "" {
			notes = append(notes, f.Error)
		}
	case health.Silent:
		notes = append(notes, "answers, and has brought nothing new since "+shortDay(f.Last(), zone)+"; look whether the blog has moved")
	}
	if arrived := shortDay(f.Held.Arrived, zone); !f.Held.Arrived.IsZero() && arrived != shortDay(f.Last(), zone) {
		notes = append(notes, "something last came on "+arrived)
	}
	return append(notes, f.Notices()...)
}

// goneNote says since when a feed is gone, and that its line may stay.
func goneNote(f *health.Feed, zone *time.Location) string {
	since := ""
	if !f.GoneSince().IsZero() {
		since = " since " + shortDay(f.GoneSince(), zone)
	}
	return fmt.Sprintf("its server has said%s that it is gone for good (410), so it is asked no more; look whether the blog has a new address, and write that; `weft fetch %s` asks once again", since, asArgument(f.Key))
}

func failedTimes(f *health.Feed, zone *time.Location) string {
	switch {
	case f.Good.IsZero():
		return fmt.Sprintf("never answered well, failed %s", times(f.Failures))
	case f.Failures == 1:
		return "failed once"
	}
	return fmt.Sprintf("failed %s since %s", times(f.Failures), shortDay(f.Good, zone))
}

func times(n int) string {
	if n == 1 {
		return "once"
	}
	return fmt.Sprintf("%d times", n)
}

func nextAttempt(f *health.Feed, now time.Time, zone *time.Location) string {
	at, never := f.NextAttempt(now)
	switch {
	case never:
		return "not any more"
	case at.IsZero():
		return "next fetch"
	}
	return "not before " + at.In(zone).Format("2 Jan 2006 15:04")
}

func shortDay(t time.Time, zone *time.Location) string {
	if t.IsZero() {
		return "never"
	}
	return t.In(zone).Format("2 Jan 2006")
}
