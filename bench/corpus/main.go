// Command corpus turns a collection of real blogs into a weft site, serves
// their feeds, and checks what weft made of them.
//
//	corpus site  [flags] DIR   write a site into DIR whose lists name the feeds
//	corpus scale -urls F DIR   the same for generated feeds, for greater sizes
//	corpus serve [flags]       serve the feeds on loopback addresses until killed
//	corpus check [flags] DIR   check the issues, pages and feeds of the site in DIR
//	corpus look  [flags] DIR   open every page of the site in DIR in a browser
//	corpus nearest [flags] DIR print the people nearest to being named, with the evidence
//	corpus saves [flags] DIR   save files of the site in DIR, and measure how soon a browser shows it
//
// The collection is a folder with a manifest.json, read when the command runs.
// It promises to copy none of the collection's texts: what it writes are names,
// addresses and words of its own. It is a tool for measuring, and nothing of
// weft depends on it.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "corpus:", err)
		os.Exit(1)
	}
}

// settings are the flags, the same for all so that they agree on the
// addresses of the feeds.
type settings struct {
	corpus string
	replay bool
	port   int
	single bool
	least  expected
	urls   string
	shots  string
	weft   string
	times  int
	asOf   string
	dir    string
}

func run(args []string) error {
	if len(args) == 0 {
		return fmt.Errorf("say what to do: site, scale, serve, check, look, nearest or saves")
	}
	var s settings
	flags := flag.NewFlagSet("corpus "+args[0], flag.ContinueOnError)
	flags.StringVar(&s.corpus, "corpus", filepath.Join("..", "shared", "corpus"), "the `folder` of the collection")
	flags.BoolVar(&s.replay, "replay", false, "the feeds of 2021 and 2022 instead of the newest")
	flags.IntVar(&s.port, "port", 8801, "the `port` the feeds are served at")
	flags.BoolVar(&s.single, "single-host", false, "serve all feeds from 127.0.0.1, for systems that have no other loopback address")
	flags.StringVar(&s.urls, "urls", "", "scale: the `file` with the addresses of the feeds, one a line")
	flags.StringVar(&s.shots, "shots", "", "look: the `paths` of pages to keep pictures of, in DIR/shots, with blanks between them")
	flags.StringVar(&s.weft, "weft", "weft", "nearest, saves: the `program`")
	flags.StringVar(&s.asOf, "as-of", "", "nearest: as of this `day`")
	flags.IntVar(&s.times, "times", 60, "saves: how often each kind of file is saved")
	flags.StringVar(&s.least.fetched, "fetched", "", "check: the `file` that `weft fetch --json` wrote")
	flags.StringVar(&s.least.exported, "exported", "", "check: the `file` that `weft export entries` wrote")
	flags.StringVar(&s.least.cited, "cited", "", "check: the `file` that `weft export citations` wrote, held with -exported against what the collection says of links, bylines and mentions")
	flags.StringVar(&s.least.before, "before", "", "check: the output `folder` of an earlier build, whose feeds must have the same ids")
	flags.IntVar(&s.least.feeds, "feeds", 0, "check: this many feeds must have been read, all of them well")
	flags.IntVar(&s.least.entries, "entries", 0, "check: at least so many entries")
	flags.IntVar(&s.least.issues, "issues", 0, "check: exactly so many issues")
	if err := flags.Parse(args[1:]); err != nil {
		return err
	}
	s.dir = flags.Arg(0)
	if s.dir == "" && args[0] != "serve" {
		return fmt.Errorf("%s: name the folder of the site", args[0])
	}
	switch args[0] {
	case "site":
		return writeSite(s)
	case "scale":
		return writeScale(s)
	case "serve":
		return serve(s)
	case "look":
		return look(s)
	case "nearest":
		return nearest(os.Stdout, s)
	case "saves":
		return saves(s)
	case "check":
		if s.least.cited != "" {
			var err error
			if s.least.blogs, err = blogs(s); err != nil {
				return err
			}
			s.least.collection = s.corpus
		}
		return check(os.Stdout, s.dir, s.least)
	}
	return fmt.Errorf("%q is not understood; site, scale, serve, check, look, nearest or saves", args[0])
}
