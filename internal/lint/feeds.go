package lint

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"weft/internal/amend"
	"weft/internal/diag"
	"weft/internal/edition"
	"weft/internal/entry"
	"weft/internal/health"
)

const (
	// longFailing is for how long a feed must have failed before a list is told
	// to be out of date, and oftenFailing how often: what lasts some days often
	// passes by itself, and `weft status` tells it from the first day.
	longFailing  = 14 * 24 * time.Hour
	oftenFailing = 3
	// fewAlike is how many feeds are told one by one when the same is wrong with
	// all of them.
	fewAlike = 3
)

// lasting are the kinds of failures that do not pass by themselves: something
// else stands at the address, or the line of the list is not right.
var lasting = []string{"page", "parked", "login", "elsewhere", "opml", "sitemap", "json", "content", "swapped", "address", "private", "auth"}

// feeds tells what fetching has learnt of the feeds that the lists name: that
// one moved, is gone, or has failed for long. What the lists themselves have
// wrong is told elsewhere, and an archive that cannot be read too.
func (r *run) feeds() {
	report, _, err := r.project.Health(r.Now)
	if err != nil {
		return
	}
	files, err := r.project.ListFiles()
	if err != nil {
		return
	}
	lists := amend.NewLists(report.Feeds)
	var all []Told
	for i := range report.Feeds {
		f := &report.Feeds[i]
		if p, ok := lists.Of(f); ok && !(r.Asked && p.Asked()) {
			all = append(all, ofProposal(p, files))
		} else if !r.Asked && unwell(f, r.Now) {
			all = append(all, ofFailures(f))
		}
		if f.Moved != "" && f.MovedTimes < amend.Enough && !r.Asked {
			r.note("%s:%d: the feed has moved to %s, said once so far; when the next `weft fetch` is told the same, the change is shown here", f.File, f.Line, f.Moved)
		}
	}
	r.gather(Together(all))
}

// A Told is a problem with a feed, and what makes it alike to others.
type Told struct {
	diag.Problem
	Alike string // "" for one that is like no other
	What  string // what those that are alike have in common: "of a.example cannot be reached"
}

func ofProposal(p amend.Proposal, files []edition.ListFile) Told {
	f := p.Feed
	out := Told{Problem: diag.Problem{File: f.File, Line: f.Line, Warning: true, Message: p.Why(), Hint: p.Next()}}
	if reminder := p.Reminder(); reminder != "" {
		out.Hint += "; " + reminder
	}
	if i := slices.IndexFunc(files, func(l edition.ListFile) bool { return l.Name == f.File }); i >= 0 && p.Not == "" {
		out.Diff, _ = p.Diff(files[i].Data) // a form that weft does not change is for a person to change
	}
	if p.Kind == amend.Moved && p.Not == "" && strings.TrimPrefix(p.To, "https://") == strings.TrimPrefix(f.Key, "http://") {
		out.Alike, out.What = f.File+" https", "have moved to https"
	}
	return out
}

// unwell reports whether a list is to be looked at for a feed that fails.
func unwell(f *health.Feed, now time.Time) bool {
	switch {
	case f.Local || f.Failures == 0:
		return false
	case slices.Contains(lasting, f.Reason):
		return true
	}
	return f.Failures >= oftenFailing && (f.Good.IsZero() || now.Sub(f.Good) >= longFailing)
}

func ofFailures(f *health.Feed) Told {
	out := Told{Problem: diag.Problem{File: f.File, Line: f.Line, Warning: true}}
	switch {
	case f.Good.IsZero():
		out.Message = fmt.Sprintf("the feed has never answered well (asked %s): %s", times(f.Failures), f.Error)
	default:
		out.Message = fmt.Sprintf("the feed has not answered well since %s (asked %s): %s", day(f.Good), times(f.Failures), f.Error)
	}
	out.Hint = fmt.Sprintf("while the line stays, weft goes on asking and what it knows stays on the pages; `weft status %s` says more", f.Contributor)
	out.Alike, out.What = entry.Host(f.Key)+" "+f.Error, fmt.Sprintf("of %s do not answer well: %s", entry.Host(f.Key), f.Error)
	return out
}

func times(n int) string {
	if n == 1 {
		return "once"
	}
	return fmt.Sprintf("%d times", n)
}

// Together tells of many that are alike at the first of them.
func Together(all []Told) diag.List {
	all = slices.Clone(all)
	slices.SortStableFunc(all, func(a, b Told) int {
		return cmp.Or(strings.Compare(a.Alike, b.Alike), strings.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line))
	})
	var out diag.List
	for len(all) > 0 {
		n := 1
		for n < len(all) && all[0].Alike != "" && all[n].Alike == all[0].Alike {
			n++
		}
		if n <= fewAlike {
			for _, f := range all[:n] {
				out = append(out, f.Problem)
			}
		} else {
			first := all[0].Problem
			first.Message = fmt.Sprintf("%d feeds %s; this one, and %s", n, all[0].What, places(all[1:n]))
			out = append(out, first)
		}
		all = all[n:]
	}
	return out
}

// places lists where the others stand, the first few of them.
func places(others []Told) string {
	const few = 5
	var at []string
	for i, f := range others {
		if i == few {
			at = append(at, fmt.Sprintf("%d more", len(others)-few))
			break
		}
		at = append(at, fmt.Sprintf("%s:%d", f.File, f.Line))
	}
	return strings.Join(at, ", ")
}
