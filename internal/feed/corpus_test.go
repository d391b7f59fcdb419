package feed

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestReadsTheCorpusWithItsAuthors reads the 31 feeds of the shared corpus and
// compares each entry's bylines with the list of who wrote what.
func TestReadsTheCorpusWithItsAuthors(t *testing.T) {
	corpus := filepath.Join("..", "..", "..", "shared", "corpus")
	manifest, err := os.ReadFile(filepath.Join(corpus, "manifest.json"))
	if err != nil {
		t.Skip("the shared corpus is not here")
	}
	var blogs []struct {
		Slug     string
		FeedURL  string `json:"feed_url"`
		FeedFile string `json:"feed_file"`
		Posts    int    `json:"posts_in_feed"`
	}
	if err := json.Unmarshal(manifest, &blogs); err != nil {
		t.Fatal(err)
	}
	want := corpusAuthors(t, corpus)
	entries, right, titled, wrong := 0, 0, 0, 0
	for _, blog := range blogs {
		data, err := os.ReadFile(filepath.Join(corpus, filepath.FromSlash(blog.FeedFile)))
		if err != nil {
			t.Fatal(err)
		}
		f, err := Parse(data, Source{Address: blog.FeedURL})
		if err != nil {
			t.Errorf("%s: %v", blog.Slug, err)
			continue
		}
		if len(f.Entries) != blog.Posts {
			t.Errorf("%s: %d entries, want %d", blog.Slug, len(f.Entries), blog.Posts)
		}
		entries += len(f.Entries)
		for _, e := range f.Entries {
			var got []string
			for _, b := range e.Bylines {
				got = append(got, b.Name)
			}
			if names := want[e.URL]; slices.Equal(got, names) {
				right++
			} else if len(got) == 0 && len(names) == 1 && names[0] == f.Title {
				titled++
			} else if wrong++; wrong < 40 {
				t.Logf("%s %s: bylines %q, want %q", blog.Slug, e.URL, got, want[e.URL])
			}
		}
	}
	t.Logf("%d feeds, %d entries, bylines as listed in %d, none but the feed's own title in %d", len(blogs), entries, right, titled)
	if entries < 1200 {
		t.Errorf("%d entries, want at least 1200", entries)
	}
	if wrong > 0 {
		t.Errorf("%d entries have other bylines", wrong)
	}
}

// corpusAuthors gives the names listed for each post that is in a feed.
func corpusAuthors(t *testing.T, corpus string) map[string][]string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(corpus, "authors.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][]string{}
	lines := strings.Split(strings.TrimSpace(string(data)), "\n")
	columns := strings.Split(lines[0], "\t")
	at := func(name string) int { return slices.Index(columns, name) }
	for _, line := range lines[1:] {
		cells := strings.Split(line, "\t")
		if post := cells[at("post_url")]; cells[at("in_feed")] == "1" {
			name := strings.Join(strings.Fields(cells[at("author")]), " ")
			if !slices.Contains(out[post], name) {
				out[post] = append(out[post], name)
			}
		}
	}
	return out
}
