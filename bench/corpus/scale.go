package main

import (
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Generated feeds are for sizes that the collection does not have. A line of
// their urls.txt is a feed's address; what they say is drawn from a small
// vocabulary, and these are phrases of it.
var generated = []subject{
	{"across-the-border", "Across the border", "", []string{"community sector", "sector community", "people across", "border community"}, nil, nil},
	{"care-and-council", "Care and council", "", []string{"council care", "care council", "health service", "housing health"}, nil, nil},
	{"failing-early", "Failing early", "", []string{"early mistake", "mistake early", "risk early", "stop early"}, nil, nil},
	{"learning-together", "Learning together", "", []string{"learning together", "social learning", "learning network", "workshop learning"}, nil, nil},
	{"open-practice", "Open practice", "", []string{"open practice", "practice open", "shared practice", "practice research"}, nil, nil},
	{"trust-and-freedom", "Trust and freedom", "", []string{"trust public", "public trust", "freedom control", "trust work"}, nil, nil},
}

// writeScale writes a site that reads the generated feeds: three of four
// contributors share an organisation with two others, the rest are nobody's.
func writeScale(s settings) error {
	data, err := os.ReadFile(s.urls)
	if err != nil {
		return err
	}
	addresses := strings.Fields(string(data))
	lists := make([]strings.Builder, len(sectors))
	for i, address := range addresses {
		u, err := url.Parse(address)
		if err != nil {
			return err
		}
		b := &lists[i%len(sectors)]
		org := ""
		if i%4 != 3 {
			org = fmt.Sprintf("organisation-%d", i/12)
			if i%12 == 0 {
				fmt.Fprintf(b, "\n[[organisation]]\nid = %q\nname = \"Organisation %d\"\nhome = %v\n", org, i/12+1, i == 0)
			}
		}
		fmt.Fprintf(b, "\n[[contributor]]\nid = \"writer-%05d\"\nname = \"Writer %d\"\nhosts = [%q]\norganisation = %q\n  [[contributor.feed]]\n  url = %q\n  network = \"private\"\n",
			i, i+1, u.Host, org, address)
	}
	files := map[string]string{"site.toml": siteFile(s)}
	for i := range lists {
		if lists[i].Len() > 0 {
			files["feeds/"+sectors[i][0]+".toml"] = fmt.Sprintf("sector = %q\n", sectors[i][0]) + lists[i].String()
		}
	}
	for _, t := range generated {
		files["content/themes/"+t.id+".md"] = t.file()
	}
	return writeAll(s.dir, files, len(addresses), len(generated))
}

// writeAll writes a site's files, in the order of their names.
func writeAll(dir string, files map[string]string, feeds, themes int) error {
	if _, err := os.Stat(filepath.Join(dir, "site.toml")); err == nil {
		return fmt.Errorf("%s holds a site already; delete it first", dir)
	}
	var names []string
	for name := range files {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		if err := write(filepath.Join(dir, filepath.FromSlash(name)), files[name]); err != nil {
			return err
		}
	}
	fmt.Printf("%s: %d feeds, %d themes\n", dir, feeds, themes)
	return nil
}
