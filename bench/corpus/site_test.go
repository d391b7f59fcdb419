package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"weft/internal/config"
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
		if len(themes) != 12 || len(site.Sectors) != 10 {
			t.Errorf("replay %v: %d themes and %d sectors, want 12 and 10", replay, len(themes), len(site.Sectors))
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
