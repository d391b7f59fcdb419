// Command links measures how long it takes to work out whose ideas carry:
//
//	go run ./bench/links -entries 100000 -people 5000
//
// It makes a site whose archive holds that many entries of the last half year, by
// that many people of a thousand organisations in ten sectors, each entry on two
// of forty themes and with two links to earlier ones, and has all standings worked
// out: for the first time, then after a week's 200 new entries. It prints CPU
// seconds (user and system) and the most memory the process held.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"syscall"
	"time"

	"weft/internal/archive"
	"weft/internal/config"
	"weft/internal/edition"
	"weft/internal/entry"
)

func main() {
	w := world{random: rand.New(rand.NewPCG(1, 2))}
	flag.IntVar(&w.entries, "entries", 100000, "entries in the half year")
	flag.IntVar(&w.people, "people", 5000, "people who write them")
	flag.IntVar(&w.links, "links", 2, "links of each entry to earlier ones")
	keep := flag.String("keep", "", "make the site in this `folder` and leave it there")
	flag.Parse()
	debug.SetMemoryLimit(260 << 20) // as the program itself
	if err := w.run(*keep); err != nil {
		fmt.Fprintln(os.Stderr, "links:", err)
		os.Exit(1)
	}
}

// begin is when it is looked at; the half year ends the day before.
var begin = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)

const days, themes, organisations, sectors = 180, 40, 1000, 10

type world struct {
	random                 *rand.Rand
	entries, people, links int
	n                      int // of the next entry
}

func (w *world) run(dir string) error {
	if dir == "" {
		var err error
		if dir, err = os.MkdirTemp("", "links"); err != nil {
			return err
		}
		defer os.RemoveAll(dir)
	}
	if err := w.site(dir); err != nil {
		return err
	}
	if err := w.write(dir, w.entries); err != nil {
		return err
	}
	fmt.Printf("%-44s %10s %10s\n", fmt.Sprintf("%d entries, %d people, %d links each", w.entries, w.people, w.links), "CPU s", "peak MB")
	if err := measure("first time", dir); err != nil {
		return err
	}
	if err := w.write(dir, 200); err != nil {
		return err
	}
	return measure("after 200 new ones", dir)
}

func measure(what, dir string) error {
	before := spent()
	p, probs, err := edition.Open(dir)
	if err = errors.Join(err, probs.Err()); err != nil {
		return err
	}
	e, _ := p.Site.Edition(config.Public)
	ed, probs, err := p.Load(e, edition.Moment{Now: begin})
	if err = errors.Join(err, probs.Err()); err != nil {
		return err
	}
	defer ed.Close()
	all, err := ed.Standings()
	if err != nil {
		return err
	}
	var use syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &use); err != nil {
		return err
	}
	cites := 0
	for _, s := range all {
		cites += len(s.Evidence)
	}
	fmt.Printf("%-44s %10.2f %10d   %d people cited, by %d citations\n", what, (spent() - before).Seconds(), use.Maxrss/1024, len(all), cites)
	return nil
}

func spent() time.Duration {
	var use syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &use) != nil {
		return 0
	}
	return time.Duration(use.Utime.Nano() + use.Stime.Nano())
}

func (w *world) site(dir string) error {
	put := func(name, text string) error {
		to := filepath.Join(dir, filepath.FromSlash(name))
		return errors.Join(os.MkdirAll(filepath.Dir(to), 0o755), os.WriteFile(to, []byte(text), 0o644))
	}
	var site, list strings.Builder
	site.WriteString("id = \"0b2f6a3d-9c41-4f0e-8a57-6de1c2b3f495\"\ntitle = \"Links\"\nbase_url = \"https://links.example/\"\n")
	for s := range sectors {
		fmt.Fprintf(&site, "[[sector]]\nid = \"s%d\"\nname = \"Sector %d\"\n", s, s)
	}
	for o := range organisations {
		fmt.Fprintf(&list, "[[organisation]]\nid = \"o%d\"\nname = \"Body %d\"\n", o, o)
	}
	for p := range w.people {
		fmt.Fprintf(&list, "[[contributor]]\nid = \"p%d\"\nname = \"Person %d\"\nsectors = [\"s%d\"]\nfeeds = [%q]\n", p, p, p%sectors, feedOf(p))
		if p%10 > 0 {
			fmt.Fprintf(&list, "organisation = \"o%d\"\n", p%organisations)
		}
	}
	err := errors.Join(put("site.toml", site.String()), put("feeds/all.toml", list.String()))
	for t := range themes {
		err = errors.Join(err, put(fmt.Sprintf("content/themes/t%02d.md", t), fmt.Sprintf("+++\nlabel = \"Theme number %d\"\n+++\n", t)))
	}
	return err
}

func feedOf(person int) string { return fmt.Sprintf("https://p%d.example/feed", person) }

func (w *world) addressOf(n int) string {
	return fmt.Sprintf("https://p%d.example/%d", n%w.people, n)
}

// write records entries, the oldest first, in hauls as a fetch does.
func (w *world) write(dir string, n int) error {
	db, err := archive.OpenForWriting(filepath.Join(dir, archive.Name))
	if err != nil {
		return err
	}
	defer db.Close()
	hauls := map[int][]entry.Entry{}
	for range n {
		p := w.n % w.people
		hauls[p] = append(hauls[p], w.entry(p))
		w.n++
	}
	for p := range w.people {
		if len(hauls[p]) == 0 {
			continue
		}
		h := archive.Haul{Feed: archive.Feed{Key: feedOf(p), Good: begin}, At: begin.Add(-time.Hour), Entries: hauls[p]}
		if _, err := db.Record(context.Background(), h); err != nil {
			return err
		}
	}
	return w.tag(db)
}

func (w *world) entry(p int) entry.Entry {
	at := begin.Add(-24 * time.Hour * days).Add(time.Duration(float64(min(w.n, w.entries))/float64(w.entries)*(days-1)*24) * time.Hour)
	e := entry.Entry{Feed: feedOf(p), NativeID: w.addressOf(w.n), URL: w.addressOf(w.n), Title: fmt.Sprint("Piece ", w.n), Published: at}
	for i := range w.links {
		if w.n > 0 {
			passage := fmt.Sprintf("As somebody said in their piece of last week, number %d, it takes more than that to be sure.", i)
			e.Plain += passage + "\n"
			e.Links = append(e.Links, entry.Link{URL: w.addressOf(w.random.IntN(w.n)), Passage: passage})
		}
	}
	return e
}

// tag gives every entry two themes.
func (w *world) tag(db *archive.DB) error {
	hashes, err := db.Untagged()
	if err != nil {
		return err
	}
	tagger, err := db.Tagging(context.Background())
	if err != nil {
		return err
	}
	for id, hash := range hashes {
		a, b := w.random.IntN(themes), w.random.IntN(themes)
		tags := []entry.Tag{{Theme: fmt.Sprintf("t%02d", a), Score: .9, By: entry.ByWeft}}
		if b != a {
			tags = append(tags, entry.Tag{Theme: fmt.Sprintf("t%02d", b), Score: .7, By: entry.ByWeft})
		}
		tagger.Put(id, hash, nil, tags)
	}
	return tagger.Done()
}
