package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"weft/internal/config"
	"weft/internal/policy"
	"weft/internal/roster"
	"weft/internal/theme"
)

const shared = "../../../shared/corpus"

func collection(t *testing.T) settings {
	t.Helper()
	if _, err := os.Stat(filepath.Join(shared, "manifest.json")); err != nil {
		t.Skipf("the collection of blogs is not beside the repository: %v", err)
	}
	return settings{corpus: shared, port: 8801, dir: t.TempDir()}
}

func TestTheSiteIsOneThatWeftReadsWithoutAWord(t *testing.T) {
	for _, replay := range []bool{false, true} {
		s := collection(t)
		s.replay = replay
		if err := writeSite(s); err != nil {
			t.Fatal(err)
		}
		layers := []roster.Layer{{FS: os.DirFS(s.dir)}}
		site, probs := config.Load(layers[0].FS)
		people, found := roster.Load(layers, site.SectorIDs())
		probs = append(probs, found...)
		themes, wrong := theme.Load(layers)
		if probs = append(probs, wrong...); len(probs) > 0 {
			t.Errorf("replay %v: %v", replay, probs)
		}
		feeds := map[bool]int{false: 31, true: 27}[replay]
		if got := len(people.Feeds(0)); got != feeds {
			t.Errorf("replay %v: %d feeds, want %d", replay, got, feeds)
		}
		if len(themes) != 25 || len(site.Sectors) != 10 {
			t.Errorf("replay %v: %d themes and %d sectors, want 25 and 10", replay, len(themes), len(site.Sectors))
		}
	}
}

// A label on what is judged would be an answer given away.
func TestTheCuratorSpeaksOfEntriesOfTheReplayBeforeOctober2021Alone(t *testing.T) {
	s := collection(t)
	s.replay = true
	all, err := blogs(s)
	if err != nil {
		t.Fatal(err)
	}
	published := map[string]string{}
	for _, b := range all {
		var feed struct {
			Items []struct {
				URL  string
				Date string `json:"date_published"`
			}
		}
		data, err := os.ReadFile(filepath.Join(s.corpus, filepath.FromSlash(b.file)))
		if err == nil {
			err = json.Unmarshal(data, &feed)
		}
		if err != nil {
			t.Fatal(err)
		}
		for _, item := range feed.Items {
			published[item.URL] = item.Date
		}
	}
	known := map[string]bool{}
	for _, subject := range subjects {
		known[subject.id] = true
	}
	for n, line := range strings.Split(strings.TrimSpace(tags), "\n") {
		var said policy.TagLine
		if err := json.Unmarshal([]byte(line), &said); err != nil {
			t.Fatalf("line %d: %v", n+1, err)
		}
		if date := published[said.URL]; date == "" || date >= "2021-10-04" {
			t.Errorf("line %d: %s is of %q", n+1, said.URL, date)
		}
		for _, id := range slices.Concat(said.Themes, said.Not) {
			if !known[id] {
				t.Errorf("line %d: no theme %q", n+1, id)
			}
		}
		if said.By == "" || said.At.IsZero() {
			t.Errorf("line %d: by %q at %v", n+1, said.By, said.At)
		}
	}
}

func TestASiteThatIsThereIsNotWrittenOver(t *testing.T) {
	s := collection(t)
	if err := writeSite(s); err != nil {
		t.Fatal(err)
	}
	if err := writeSite(s); err == nil || !strings.Contains(err.Error(), "holds a site already") {
		t.Errorf("second writing: %v", err)
	}
}
