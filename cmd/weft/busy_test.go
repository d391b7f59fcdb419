package main

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"time"

	"weft/internal/archive"

	"github.com/rogpeppe/go-internal/testscript"
)

// busy DIR WEEKS [quoting|linking] writes a site of eighteen people in three
// sectors who each write every week, WEEKS of them up to 2026-W47, and of whom
// five write about warm hubs in the last one: in words of their own, or quoting
// the first of them at length, or a few words with a link.
func busy(ts *testscript.TestScript, _ bool, args []string) {
	dir := ts.MkAbs(args[0])
	var weeks int
	fmt.Sscan(args[1], &weeks)
	said := "%s warm hubs %s."
	switch args[len(args)-1] {
	case "quoting":
		said = "%s “treat every warm hub as a front door to the whole neighbourhood” %s."
	case "linking":
		said = `<a href="https://p00.example/` + args[1] + `">%s</a> “warm hubs open every door” %s.`
	}
	put := func(name, text string) {
		to := filepath.Join(dir, filepath.FromSlash(name))
		ts.Check(os.MkdirAll(filepath.Dir(to), 0o755))
		ts.Check(os.WriteFile(to, []byte(text), 0o644))
	}
	sectors := []string{"health", "housing", "tech"}
	var site, list strings.Builder
	site.WriteString("title = \"Busy\"\nid = \"5f0c2f5e-5d0e-4a57-8f0a-0c6b7c1d2e3f\"\nbase_url = \"https://busy.example/\"\nlanguage = \"en\"\ntimezone = \"UTC\"\ncadence = \"weekly\"\n")
	for _, s := range sectors {
		fmt.Fprintf(&site, "[[sector]]\nid = %q\nname = %q\n", s, strings.ToUpper(s[:1])+s[1:])
	}
	put("site.toml", site.String())
	random := rand.New(rand.NewPCG(1, 2))
	for who := range 18 {
		name := fmt.Sprintf("p%02d", who)
		if who < 12 {
			fmt.Fprintf(&list, "[[organisation]]\nid = \"o%02d\"\nname = \"Body %02d\"\n", who, who)
		}
		fmt.Fprintf(&list, "[[contributor]]\nid = %q\nname = \"Person %02d\"\norganisation = \"o%02d\"\nsectors = [%q]\nfeeds = [\"samples/%s.json\"]\n", name, who, who%12, sectors[who%3], name)
		put("feeds/samples/"+name+".json", diary(ts, random, name, weeks, said, who < 5))
	}
	put("feeds/all.toml", list.String())
}

// newest is the Tuesday of 2026-W47.
var newest = time.Date(2026, 11, 17, 9, 0, 0, 0, time.UTC)

// diary is a person's feed: prose of chance words, an entry a week.
func diary(ts *testscript.TestScript, random *rand.Rand, who string, weeks int, said string, hubs bool) string {
	type item struct {
		ID   string `json:"id"`
		URL  string `json:"url"`
		Name string `json:"title"`
		HTML string `json:"content_html"`
		Date string `json:"date_published"`
	}
	var items []item
	for ago := range weeks {
		var prose strings.Builder
		for range 12 {
			for range 8 {
				prose.WriteString(chance(random) + " ")
			}
			prose.WriteString(". ")
		}
		if hubs && ago == 0 {
			fmt.Fprintf(&prose, said, chance(random), chance(random))
		}
		address := fmt.Sprintf("https://%s.example/%d", who, weeks-ago)
		items = append(items, item{address, address, "Week of " + chance(random) + " " + chance(random), "<p>" + prose.String() + "</p>", newest.AddDate(0, 0, -7*ago).Format(time.RFC3339)})
	}
	data, err := json.Marshal(map[string]any{"version": "https://jsonfeed.org/version/1.1", "title": who, "items": items})
	ts.Check(err)
	return string(data)
}

// chance is one of two hundred words that nobody has.
func chance(random *rand.Rand) string {
	const first, second, third = "bdfgklmnpr", "aeiou", "lmrt"
	return string(first[random.IntN(len(first))]) + string(second[random.IntN(len(second))]) + "s" + string(third[random.IntN(len(third))]) + "o"
}

// writing ARCHIVE writes an archive, and is not done before the script ends.
func writing(ts *testscript.TestScript, _ bool, args []string) {
	db, err := archive.OpenForWriting(ts.MkAbs(args[0]))
	ts.Check(err)
	tagger, err := db.Tagging(context.Background())
	ts.Check(err)
	ts.Defer(func() {
		tagger.Abandon()
		db.Close()
	})
}
