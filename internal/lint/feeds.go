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
	// fewAlike is how many feeds of one host are told one by one when the same
	// is wrong with all of them.
	fewAlike = 3
)

// feeds tells what fetching has learnt of the feeds that the lists name: that
// one moved, is gone, or has failed for long. What the lists themselves have
// wrong is told elsewhere, and an archive that cannot be read too.
func feeds(p *edition.Project, now time.Time) diag.List {
	report, _, err := p.Health(now)
	if err != nil {
		return nil
	}
	files, err := p.ListFiles()
	if err != nil {
		return nil
	}
	lists := amend.NewLists(report.Feeds)
	var all []fed
	for i := range report.Feeds {
		if said, ok := feedOf(&report.Feeds[i], lists, files, now); ok {
			all = append(all, said)
		}
	}
	return together(all)
}

// A fed is a problem with a feed, and what makes it alike to others.
type fed struct {
	diag.Problem
	alike string // "" for one that is like no other
	what  string // what all of them have in common, in words
}

func feedOf(f *health.Feed, lists amend.Lists, files []edition.ListFile, now time.Time) (fed, bool) {
	out := fed{Problem: diag.Problem{File: f.File, Line: f.Line, Warning: true}}
	if p, ok := lists.Of(f); ok {
		out.Message, out.Hint = p.Why(), p.Next()
		if reminder := p.Reminder(); reminder != "" {
			out.Hint += "; " + reminder
		}
		if i := slices.IndexFunc(files, func(l edition.ListFile) bool { return l.Name == f.File }); i >= 0 {
			out.Diff, _ = p.Diff(files[i].Data) // a form that weft does not change is for a person to change
		}
		if p.Kind == amend.Moved && p.Not == "" && strings.TrimPrefix(p.To, "https://") == strings.TrimPrefix(f.Key, "http://") {
			out.alike, out.what = f.File+" https", "have moved to https"
		}
		return out, true
	}
	if f.Local || f.Failures < oftenFailing || !f.Good.IsZero() && now.Sub(f.Good) < longFailing {
		return out, false
	}
	out.Message = fmt.Sprintf("the feed has not answered well since %s (%d attempts): %s", day(f.Good), f.Failures, f.Error)
	if f.Good.IsZero() {
		out.Message = fmt.Sprintf("the feed has never answered well in %d attempts: %s", f.Failures, f.Error)
	}
	out.Hint = fmt.Sprintf("look at the blog in a browser: write its new address, take the feed out, or leave it, and weft goes on asking; `weft status %s` says more", f.Contributor)
	out.alike, out.what = entry.Host(f.Key)+" "+f.Reason, fmt.Sprintf("of %s have not answered well for long: %s", entry.Host(f.Key), f.Error)
	return out, true
}

// together tells of many that are alike at the first of them.
func together(all []fed) diag.List {
	slices.SortStableFunc(all, func(a, b fed) int {
		return cmp.Or(strings.Compare(a.alike, b.alike), strings.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line))
	})
	var out diag.List
	for len(all) > 0 {
		n := 1
		for n < len(all) && all[0].alike != "" && all[n].alike == all[0].alike {
			n++
		}
		if n <= fewAlike {
			for _, f := range all[:n] {
				out = append(out, f.Problem)
			}
		} else {
			first := all[0].Problem
			first.Message = fmt.Sprintf("%d feeds %s; this one, and %s", n, all[0].what, places(all[1:n]))
			out = append(out, first)
		}
		all = all[n:]
	}
	return out
}

// places lists where the others stand, the first few of them.
func places(others []fed) string {
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
