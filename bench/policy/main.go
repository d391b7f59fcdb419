// Policy puts the rules of a site to its archive and measures it: how much
// processor time it takes, and with -hits every entry that a rule met and by
// which words, for whoever counts false alarms.
package main

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"syscall"
	"time"

	"weft/internal/edition"
	"weft/internal/policy"
)

func main() {
	hits := flag.Bool("hits", false, "write every entry that a rule met")
	from := flag.String("from", "2000-01-01", "the first `day`")
	to := flag.String("to", "2100-01-01", "the `day` behind the last")
	flag.Parse()
	if err := try(flag.Arg(0), *from, *to, *hits); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func try(dir, first, last string, hits bool) error {
	from, err := time.Parse(time.DateOnly, first)
	if err != nil {
		return err
	}
	to, err := time.Parse(time.DateOnly, last)
	if err != nil {
		return err
	}
	p, _, err := edition.Open(dir)
	if err != nil {
		return err
	}
	e, _ := p.Site.Edition("public")
	ed, probs, err := p.Load(e, edition.Moment{Now: to, Live: true})
	if err == nil {
		err = probs.Err()
	}
	if err != nil {
		return err
	}
	defer ed.Close()
	most := 0
	if hits {
		most = 1 << 20
	}
	before := spent()
	trials, err := ed.View.Try(from, to, most, func(*policy.Rule) bool { return true }, func(int) {})
	took := spent() - before
	if err != nil {
		return err
	}
	for _, t := range trials {
		fmt.Printf("%s\t%d of %d\tfailed %d\n", t.Rule.ID, t.Matched(), t.All, t.Failed)
		for _, x := range t.Examples {
			fmt.Printf("\t%s\t%s\t%s\n", x.Date.Format(time.DateOnly), x.URL, strings.Join(words(x), "\n\t\t"))
		}
	}
	fmt.Fprintf(os.Stderr, "%d rules: %.2f s of processor time\n", len(trials), took.Seconds())
	return nil
}

func words(x policy.Example) []string {
	var out []string
	for _, p := range x.Passages {
		out = append(out, fmt.Sprintf("%s: %s[%s]%s", p.Where, p.Text[:p.From], p.Hit(), p.Text[p.To:]))
	}
	return slices.Compact(out)
}

// spent is the processor time of this program so far.
func spent() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
