// Command tags measures how long it takes to find the themes of many entries:
//
//	go run ./bench/tags -entries 100000 -words 600 -themes 40
//
// It makes a site whose archive holds that many entries, written of words that
// are as frequent as those of a language (Zipf's law), and brings the tags up to
// date: for the first time, then for a week's 200 new entries, with what was
// learnt kept, then for these once more after a week has gone by. It prints CPU
// seconds (user and system) and the most memory the process held, since wall time
// depends on who else is at work.
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
	"runtime/pprof"
	"strings"
	"syscall"
	"time"

	"weft/internal/archive"
	"weft/internal/config"
	"weft/internal/edition"
	"weft/internal/entry"
)

func main() {
	entries := flag.Int("entries", 100000, "entries in the archive")
	words := flag.Int("words", 600, "words of each")
	themes := flag.Int("themes", 40, "themes of the site")
	taught := flag.Int("taught", 300, "entries whose themes a curator confirmed")
	profile := flag.String("cpuprofile", "", "write a CPU profile of the first time to this `file`")
	flag.Parse()
	debug.SetMemoryLimit(150 << 20) // as the program itself
	if err := run(*entries, *words, *themes, *taught, *profile); err != nil {
		fmt.Fprintln(os.Stderr, "tags:", err)
		os.Exit(1)
	}
}

var begin = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)

const perFeed = 1000

func run(entries, words, themes, taught int, profile string) error {
	dir, err := os.MkdirTemp("", "tags")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	w := newWriter(words)
	if err := w.site(dir, entries, themes, taught); err != nil {
		return err
	}
	if err := w.fill(dir, entries); err != nil {
		return err
	}
	fmt.Printf("%-44s %10s %10s\n", fmt.Sprintf("%d entries of %d words, %d themes", entries, words, themes), "CPU s", "peak MB")
	if err := profiled(profile, func() error { return measure("first time", dir, begin) }); err != nil {
		return err
	}
	if err := w.more(dir, 200); err != nil {
		return err
	}
	if err := measure("200 new ones, what was learnt kept", dir, begin); err != nil {
		return err
	}
	if err := w.more(dir, 200); err != nil {
		return err
	}
	return measure("200 new ones, a week later, learnt anew", dir, begin.AddDate(0, 0, 7))
}

// profiled does something, with a CPU profile of it where one is asked for.
func profiled(file string, do func() error) error {
	if file == "" {
		return do()
	}
	f, err := os.Create(file)
	if err != nil {
		return err
	}
	defer f.Close()
	if err := pprof.StartCPUProfile(f); err != nil {
		return err
	}
	defer pprof.StopCPUProfile()
	return do()
}

// measure brings the tags up to date.
func measure(what, dir string, now time.Time) error {
	before := spent()
	p, probs, err := edition.Open(dir)
	if err = errors.Join(err, probs.Err()); err != nil {
		return err
	}
	e, _ := p.Site.Edition(config.Public)
	ed, probs, err := p.Load(e, edition.Moment{Now: now})
	if err = errors.Join(err, probs.Err()); err != nil {
		return err
	}
	defer ed.Close()
	if err := ed.Tag(context.Background(), nil); err != nil {
		return err
	}
	var use syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &use); err != nil {
		return err
	}
	fmt.Printf("%-44s %10.2f %10d\n", what, (spent() - before).Seconds(), use.Maxrss/1024)
	return nil
}

func spent() time.Duration {
	var use syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &use) != nil {
		return 0
	}
	return time.Duration(use.Utime.Nano() + use.Stime.Nano())
}

// A writer writes entries of made-up words.
type writer struct {
	random *rand.Rand
	zipf   *rand.Zipf
	words  int
	n      int // of the next entry
}

func newWriter(words int) *writer {
	random := rand.New(rand.NewPCG(1, 2))
	return &writer{random: random, zipf: rand.NewZipf(random, 1.1, 8, 60000), words: words}
}

// word names the word of a rank.
func word(rank uint64) string {
	const first, second = "bcdfghklmnprstvw", "aeiouy"
	var b strings.Builder
	for n := rank + 40; n > 0; n /= uint64(len(first) * len(second)) {
		b.WriteByte(first[n%uint64(len(first))])
		b.WriteByte(second[n/uint64(len(first))%uint64(len(second))])
	}
	return b.String()
}

func (w *writer) prose(n int) string {
	var b strings.Builder
	for i := range n {
		if b.WriteString(word(w.zipf.Uint64())); i%12 == 11 {
			b.WriteByte('.')
		}
		b.WriteByte(' ')
	}
	return b.String()
}

func (w *writer) site(dir string, entries, themes, taught int) error {
	put := func(name, text string) error {
		to := filepath.Join(dir, filepath.FromSlash(name))
		return errors.Join(os.MkdirAll(filepath.Dir(to), 0o755), os.WriteFile(to, []byte(text), 0o644))
	}
	err := put("site.toml", "id = \"7c1f4e0a-5b83-4d29-9e64-2af0d8c3b716\"\ntitle = \"Many\"\nbase_url = \"https://many.example/\"\n[[sector]]\nid = \"any\"\nname = \"Any\"\n")
	var list strings.Builder
	for f := range feeds(entries) {
		fmt.Fprintf(&list, "[[contributor]]\nid = \"c%d\"\nname = \"Somebody %d\"\nsectors = [\"any\"]\nfeeds = [%q]\n", f, f, feedOf(f))
	}
	err = errors.Join(err, put("feeds/all.toml", list.String()))
	for t := range themes {
		rank := uint64(200 + 37*t)
		err = errors.Join(err, put(fmt.Sprintf("content/themes/t%02d.md", t), fmt.Sprintf("+++\nlabel = %q\nterms = [%q, %q]\n+++\n%s\n",
			word(rank)+" "+word(rank+1), word(rank+2), word(rank+3)+" "+word(rank), w.prose(40))))
	}
	var said strings.Builder
	for n := range taught {
		fmt.Fprintf(&said, `{"url":%q,"themes":["t%02d"],"by":"R","at":"2026-11-01T00:00:00Z"}`+"\n", addressOf(n*entries/max(1, taught)), n%themes)
	}
	return errors.Join(err, put("content/tags.jsonl", said.String()))
}

func feeds(entries int) int { return (entries + perFeed - 1) / perFeed }

func feedOf(f int) string { return fmt.Sprintf("https://f%d.example/feed", f) }

func addressOf(n int) string { return fmt.Sprintf("https://f%d.example/%d", n/perFeed, n) }

// fill records the entries, some years of them.
func (w *writer) fill(dir string, entries int) error {
	for w.n < entries {
		if err := w.record(dir, w.n/perFeed, min(perFeed, entries-w.n), 10*365); err != nil {
			return err
		}
	}
	return nil
}

// more records entries of the last days in the first feed.
func (w *writer) more(dir string, n int) error { return w.record(dir, 0, n, 5) }

func (w *writer) record(dir string, feed, n, days int) error {
	db, err := archive.OpenForWriting(filepath.Join(dir, archive.Name))
	if err != nil {
		return err
	}
	defer db.Close()
	h := archive.Haul{Feed: archive.Feed{Key: feedOf(feed), Good: begin}, At: begin.Add(-time.Hour)}
	for range n {
		text := w.prose(w.words)
		at := begin.Add(-24*time.Hour - time.Duration(w.random.Int64N(int64(days)*24))*time.Hour)
		h.Entries = append(h.Entries, entry.Entry{Feed: feedOf(feed), NativeID: addressOf(w.n), URL: addressOf(w.n), Title: w.prose(6), Plain: text, Body: "<p>" + text + "</p>", Published: at})
		w.n++
	}
	_, err = db.Record(context.Background(), h)
	return err
}
