package config

import (
	"fmt"
	"path"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"weft/internal/diag"
	"weft/internal/diag/diagtest"
	"weft/internal/period"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
)

func TestEveryMistakeIsShownWithItsLineAndWhatToDo(t *testing.T) {
	diagtest.Check(t, func(folder fstest.MapFS) diag.List {
		_, probs := Load(folder)
		return probs
	})
}

// of loads one of the sites of the golden file.
func of(t *testing.T, name string) *Site {
	t.Helper()
	_, folders := diagtest.Folders(t)
	site, probs := Load(folders[name])
	if err := probs.Err(); err != nil {
		t.Fatal(err)
	}
	return site
}

func TestWhatASiteDoesNotSayHasADefault(t *testing.T) {
	s := of(t, "least")
	if s.BaseURL != "https://digest.example.org/" || s.Language != "en" || s.Calendar.Cadence != period.Weekly || s.Calendar.Zone != time.UTC || s.ID != "7c1f4e0a-5b83-4d29-9e64-2af0d8c3b715" {
		t.Errorf("%+v", s)
	}
	if want := []Edition{{Name: "public", Output: "public"}}; !cmp.Equal(s.Editions, want) {
		t.Errorf("editions %+v", s.Editions)
	}
	if want := (Digest{Highlights: 3, MaxPerContributor: 3, OverlapDays: 14}); s.Digest != want {
		t.Errorf("digest %+v", s.Digest)
	}
	want := Thresholds{Crossing{2, 2, 2, 0.6}, Supporter{6, 5, 3, 3, 3, 2}, Connector{3, 2, 3, 3}, Enough{4, 3}, Emerging{3, 2, 2, 2, 15, 12}}
	if s.Thresholds != want || DefaultThresholds() != want {
		t.Errorf("thresholds %+v, documented are %+v", s.Thresholds, want)
	}
	if s.Fetch.Proxy {
		t.Error("proxies are used without being allowed")
	}
	if len(s.SectorIDs()) != 0 || len(s.AllOverlays()) != 0 {
		t.Errorf("sectors %v, overlays %v", s.SectorIDs(), s.AllOverlays())
	}
}

func TestEveryKeyIsTakenOver(t *testing.T) {
	s := of(t, "full")
	got := fmt.Sprintln(s.Title, s.Tagline, s.BaseURL, s.Language, s.Calendar.Zone, s.Calendar.Cadence, s.Contact, s.SectorIDs(), s.Thresholds.Crossing, s.Thresholds.Supporter, s.Digest, s.Fetch)
	if want := "T G https://digest.example.org/sub/ de-AT America/New_York fortnightly editors@digest.example.org [housing] {3 2 2 0.6} {6 5 3 3 3 0} {0 0 0} {true}\n"; got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
	if sector, ok := s.Sector("housing"); !ok || sector.Name != "Housing" || sector.Note != "N" {
		t.Errorf("sector %+v, %v", sector, ok)
	}
}

// The first fortnight begins on the day that is written, in the site's zone,
// wherever weft runs.
func TestTheStartOfTheCadenceIsADayOfTheSitesZone(t *testing.T) {
	s := of(t, "full")
	at := time.Date(2026, 1, 5, 0, 0, 0, 0, s.Calendar.Zone)
	if !s.Calendar.Start.Equal(at) || s.Calendar.Of(at).Name != "2026-W02" || s.Calendar.Of(at.AddDate(0, 0, 13)).Name != "2026-W02" {
		t.Errorf("start %v, the first fortnight is %s", s.Calendar.Start, s.Calendar.Of(at).Name)
	}
}

func TestAnEditionHasTheOverlaysOfThoseItBuildsOn(t *testing.T) {
	s := of(t, "full")
	for name, want := range map[string]string{"public": "", "internal": "private", "board": "private secret/board"} {
		e, ok := s.Edition(name)
		if got := strings.Join(s.Overlays(e), " "); got != want || !ok {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	if got := strings.Join(s.AllOverlays(), " "); got != "private secret/board" {
		t.Errorf("all: %s", got)
	}
	if _, ok := s.Edition("nonsense"); ok {
		t.Error("an edition nobody declared was found")
	}
}

// Even of a file full of faults the public edition is the one without overlay,
// and asking for overlays comes to an end.
func TestNoFaultMakesThePublicEditionAnother(t *testing.T) {
	_, folders := diagtest.Folders(t)
	s, _ := Load(folders["editions"])
	if e, ok := s.Edition(Public); !ok || e.Overlay != "" || e.Output != "public" || len(s.Overlays(e)) != 0 {
		t.Errorf("public is %+v", e)
	}
	for _, e := range s.Editions {
		s.Overlays(e)
	}
}

func TestAnIDIsSafeInAddressesAndAsAFileName(t *testing.T) {
	for id, want := range map[string]bool{
		"a": true, "local-government": true, "2026": true, "a1-b2": true, strings.Repeat("a", 64): true,
		"": false, "-a": false, "a-": false, "a--b": false, "A": false, "é": false, "a b": false, "a/b": false, "a.b": false, "..": false, "a_b": false,
		"con": false, "nul": false, "com7": false, "lpt0": false, "console": true, strings.Repeat("a", 65): false, "a\n": false,
	} {
		if ValidID(id) != want {
			t.Errorf("%q: %v", id, !want)
		}
	}
}

// FuzzLoad: whatever site.toml holds, it is read without a panic, every
// problem says what to do, and a site without errors can be worked with.
func FuzzLoad(f *testing.F) {
	a, err := txtar.ParseFile("testdata/problems.txtar")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range a.Files {
		if path.Base(file.Name) == File {
			f.Add(string(file.Data))
		}
	}
	f.Fuzz(func(t *testing.T, data string) {
		s, probs := Load(fstest.MapFS{File: {Data: []byte(data)}})
		for _, p := range probs {
			if p.File != File || p.Hint == "" || p.Message == "" || p.Line < 0 || p.Line > strings.Count(data, "\n")+2 {
				t.Errorf("problem %+v", p)
			}
		}
		if probs.Errors() > 0 {
			return
		}
		if s == nil || s.Title == "" || !strings.HasSuffix(s.BaseURL, "/") || s.Calendar.Zone == nil || s.Editions[0].Name != Public || s.Editions[0].Overlay != "" {
			t.Fatalf("a site without faults is %+v", s)
		}
		for _, id := range s.SectorIDs() {
			if sector, ok := s.Sector(id); !ok || !ValidID(id) || sector.Name == "" {
				t.Errorf("sector %+v", sector)
			}
		}
		folders := map[string]bool{}
		for _, e := range s.Editions {
			for _, dir := range append(s.Overlays(e), e.Output)[max(0, len(s.Overlays(e))-1):] {
				if folders[strings.ToLower(dir)] {
					t.Errorf("folder %q has two uses", dir)
				}
				folders[strings.ToLower(dir)] = true
			}
		}
		s.Calendar.Of(time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC))
	})
}

func TestAnEditionWithoutANameIsItsOwnAndNobodysBase(t *testing.T) {
	site, probs := Load(fstest.MapFS{File: {Data: []byte("[[edition]]\noverlay = \"private\"\noutput = \"inside\"\n")}})
	if probs.Errors() == 0 || site == nil {
		t.Fatal(probs)
	}
	for _, e := range site.Editions {
		if got := site.Overlays(e); len(got) > 1 {
			t.Errorf("%+v: %v", e, got)
		}
	}
}

func TestAPlaceToPublishToIsOneEditionsAlone(t *testing.T) {
	for _, c := range []struct{ public, internal, want string }{
		{"/srv/www/digest", "/srv/www/inside", ""},
		{"../www/digest", "../www/digest-inside", ""},
		{"/srv/www", "", ""},
		{"/srv/www", "/srv/www", "is, holds or lies in that of edition"},
		{"/srv/www", "/srv/WWW/./inside/", "is, holds or lies in that of edition"},
		{"/srv/www/digest", "/srv/www", "is, holds or lies in that of edition"},
		{"../www", "../x/../www", "is, holds or lies in that of edition"},
		{"www", "", "lies in the site's own folder"},
		{"../www", "private/www", "lies in the site's own folder"},
		{"..", "", "lies in the site's own folder"},
		{"x/../..", "", "lies in the site's own folder"},
	} {
		text := "id = \"7c1f4e0a-5b83-4d29-9e64-2af0d8c3b715\"\ntitle = \"T\"\nbase_url = \"https://d.example/\"\npublish = \"" + c.public +
			"\"\n[[edition]]\nname = \"internal\"\noverlay = \"private\"\noutput = \"inside\"\npublish = \"" + c.internal + "\"\n"
		_, probs := Load(fstest.MapFS{File: {Data: []byte(text)}})
		said := ""
		if err := probs.Err(); err != nil {
			said = err.Error()
		}
		if c.want == "" && said != "" || !strings.Contains(said, c.want) {
			t.Errorf("%q and %q: %q; want %q", c.public, c.internal, said, c.want)
		}
	}
}

func TestTheHostOfASiteIsWrittenInASCII(t *testing.T) {
	for written, want := range map[string]string{
		"https://bücher.example":           "https://xn--bcher-kva.example/",
		"https://Bücher.example:8443/für/": "https://xn--bcher-kva.example:8443/f%C3%BCr/",
		"https://digest.example.org/":      "https://digest.example.org/",
		"http://[::1]:8080/":               "http://[::1]:8080/",
		"https://digest_of.example/":       "https://digest_of.example/",
	} {
		s, probs := Load(fstest.MapFS{File: {Data: []byte("id = \"7c1f4e0a-5b83-4d29-9e64-2af0d8c3b715\"\ntitle = \"T\"\nbase_url = \"" + written + "\"\n")}})
		if err := probs.Err(); err != nil || s.BaseURL != want {
			t.Errorf("base_url = %q is %q, %v; want %q", written, s.BaseURL, err, want)
		}
	}
}
