package edition

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestAListIsFoundByWhatPeopleCallIt(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"site.toml":               "id = \"5d0f8a52-6c1e-4b7a-9f43-0a1f3c2e7b60\"\ntitle = \"T\"\nbase_url = \"https://t.example/\"\n[[edition]]\nname = \"internal\"\noverlay = \"private\"\noutput = \"out\"\n",
		"feeds/housing.toml":      "",
		"feeds/policy.toml":       "",
		"feeds/both.toml":         "",
		"private/feeds/lab.toml":  "",
		"private/feeds/both.toml": "",
	} {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	p, _, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	for called, want := range map[string]string{
		"housing": "feeds/housing.toml", "housing.toml": "feeds/housing.toml", "./feeds/housing": "feeds/housing.toml", "feeds/housing.toml": "feeds/housing.toml",
		"lab": "private/feeds/lab.toml", "private/feeds/both": "private/feeds/both.toml", "feeds/both.toml": "feeds/both.toml",
		"new": "feeds/new.toml (new)", "private/feeds/new": "private/feeds/new.toml (new)",
		"both": "!feeds/both.toml and private/feeds/both.toml", "policy": "!holds rules", "feeds/policy.toml": "!holds rules", "private/feeds/policy": "!holds rules",
		"A b": "!cannot be the name", "feeds/A b": "!cannot be the name", "../x/feeds/y": "!lists are .toml files in feeds/ or private/feeds/", "content/x.toml": "!lists are", "": "!", ".": "!", "feeds/../../x": "!lists are",
	} {
		f, err := p.List(called)
		got := f.Name
		if err == nil && f.Data == nil {
			got += " (new)"
		}
		if says, refused := strings.CutPrefix(want, "!"); refused != errors.Is(err, ErrNoList) || refused && !strings.Contains(err.Error(), says) || !refused && (got != want || (f.Layer == 1) != strings.HasPrefix(want, "private")) {
			t.Errorf("%q is %s, %v; want %s", called, got, err, want)
		}
	}
	if probs := p.Try(ListFile{Name: "private/feeds/new.toml", base: "private/"}, []byte("nmae = 1")); len(probs) != 1 || probs[0].File != "private/feeds/new.toml" {
		t.Error(probs)
	}
}
