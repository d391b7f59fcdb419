package gather

import (
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"weft/internal/entry"
)

// titled finds the title of an entry as a theme. It is for one goroutine: that
// it counts lets the race detector see when it is not.
func titled() Finder {
	n := 0
	return func(e *entry.Entry) []entry.Tag {
		n++
		return []entry.Tag{{Theme: e.Title, Score: 1, By: entry.ByWeft, Evidence: []entry.Evidence{{Quote: e.Title, Where: "title"}}}}
	}
}

// wantTagged: each entry but some has its title as its theme, and only these
// are left to be tagged.
func (j *job) wantTagged(but ...string) {
	j.t.Helper()
	left, err := j.db.Untagged()
	if err != nil {
		j.t.Fatal(err)
	}
	for _, e := range j.entries() {
		tags, err := j.db.Tags([]string{e.ID})
		if err != nil {
			j.t.Fatal(err)
		}
		if slices.Contains(but, e.Title) {
			if left[e.ID] != e.Hash {
				j.t.Errorf("%s is not left to be tagged", e.Title)
			}
			delete(left, e.ID)
			continue
		}
		if found := tags[e.ID]; len(found) != 1 || found[0].Theme != e.Title {
			j.t.Errorf("%s is tagged %+v", e.Title, found)
		}
	}
	if len(left) > 0 {
		j.t.Errorf("left to be tagged are %v", slices.Collect(maps.Keys(left)))
	}
}

func TestWhatComesInIsTaggedWhereTheArchiveHasTheSameThemes(t *testing.T) {
	words := "first"
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name := strings.Trim(r.URL.Path, "/")
		fmt.Fprint(w, rss(name+"-"+words, name+"-always"))
	}))
	defer server.Close()
	list := anasList + "[[contributor]]\nid = \"bea\"\nname = \"Bea\"\n"
	for i := range 30 {
		list += fmt.Sprintf("[[contributor.feed]]\nurl = %q\nnetwork = \"private\"\n", fmt.Sprintf("%s/f%d", server.URL, i))
	}
	j := newJob(t, list, "feeds/a.xml", rss("local"))
	j.finder, j.vocabulary = titled, map[string]string{"all titles": "1"}
	j.run(now)
	if n := len(j.entries()); n != 61 {
		t.Fatalf("%d entries", n)
	}
	j.wantTagged()

	// What an edit makes of an entry is left to be tagged, what is new is not.
	words = "second"
	j.write("feeds/a.xml", strings.Replace(rss("local", "more"), "Some words of local", "Other words of local", 1))
	j.run(now.Add(time.Hour))
	j.wantTagged("local")

	// With other themes than the archive's nothing is mixed in.
	words = "third"
	j.vocabulary = map[string]string{"all titles": "2"}
	j.run(now.Add(2 * time.Hour))
	var third []string
	for i := range 30 {
		third = append(third, fmt.Sprintf("f%d-third", i))
	}
	j.wantTagged(append(third, "local")...)
}
