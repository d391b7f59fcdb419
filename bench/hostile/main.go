// Command hostile holds weft against feeds and servers that mean it ill, from
// the list to the published page, and says case by case how it did.
//
//	hostile kit     [flags]   the shared collection of hostile cases, with its server
//	hostile own     [flags]   hostile behaviours of our own, which are in no collection
//	hostile hundred [flags]   a hundred feeds, of which twenty turn hostile
//
// It promises to judge from outside: it runs the program as people do, and reads
// what the program wrote with parsers of its own. It is a tool for measuring,
// and nothing of weft depends on it.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "hostile:", err)
		os.Exit(1)
	}
}

// settings are the flags, the same for all.
type settings struct {
	weft    string
	kit     string
	out     string
	only    string
	quick   bool
	browser bool
}

func run(args []string) error {
	if len(args) == 0 {
		return fmt.Errorf("say what to do: kit, own or hundred")
	}
	var s settings
	flags := flag.NewFlagSet("hostile "+args[0], flag.ContinueOnError)
	flags.StringVar(&s.weft, "weft", "weft", "the `program`")
	flags.StringVar(&s.kit, "kit", filepath.Join("..", "shared", "hostile"), "the `folder` of the collection")
	flags.StringVar(&s.out, "out", filepath.Join("bench", "out", "hostile"), "the `folder` for what is made")
	flags.StringVar(&s.only, "only", "", "only the cases whose ids match this regular `expression`, each by itself")
	flags.BoolVar(&s.quick, "quick", false, "leave out what takes half a minute or more")
	flags.BoolVar(&s.browser, "browser", true, "open the pages in Chromium")
	if err := flags.Parse(args[1:]); err != nil {
		return err
	}
	var err error
	if s.weft, err = filepath.Abs(s.weft); err != nil {
		return err
	}
	if s.out, err = filepath.Abs(s.out); err != nil {
		return err
	}
	switch args[0] {
	case "kit":
		return kit(s)
	case "own":
		return own(s)
	case "hundred":
		return hundred(s)
	}
	return fmt.Errorf("%q is not understood; kit, own or hundred", args[0])
}
