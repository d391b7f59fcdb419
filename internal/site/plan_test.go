package site

import (
	"bytes"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
)

func TestAPlannedFileIsWhatABuildMakesInAnyOrderAndAtOnce(t *testing.T) {
	want, err := tree(sample())
	if err != nil {
		t.Fatal(err)
	}
	planned, err := Plan(sample())
	if err != nil {
		t.Fatal(err)
	}
	names := planned.Names()
	if len(names) != len(want) {
		t.Errorf("%d files are planned, %d built", len(names), len(want))
	}
	rand.Shuffle(len(names), func(i, j int) { names[i], names[j] = names[j], names[i] })
	var all sync.WaitGroup
	for _, name := range append(names, names...) {
		all.Go(func() {
			got, err := planned.Render(name)
			if err != nil || !bytes.Equal(got, want[name]) {
				t.Errorf("%s is not what a build makes (%v)", name, err)
			}
		})
	}
	all.Wait()
	if planned.Has("none.html") {
		t.Error("there is a file that nobody planned")
	}
	if _, err := planned.Render("none.html"); err == nil {
		t.Error("a file that is not there was made")
	}
}

func TestAPageThatCannotBeMadeSpoilsNoOther(t *testing.T) {
	in := sample()
	in.Templates = Overlay(fstest.MapFS{
		"pages/river.html":  {Data: []byte(`{{define "main"}}{{say "no.such.word"}}{{end}}`)},
		"pages/themes.html": {Data: []byte(`{{define "main"}}{{.NoSuchField}}{{end}}`)},
	}, in.Templates)
	planned, err := Plan(in)
	if err != nil {
		t.Fatal(err)
	}
	for name, says := range map[string]string{"river/index.html": "templates/pages/river.html:1", "themes/index.html": "templates/pages/themes.html:1"} {
		if _, err := planned.Render(name); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: want %q, have %v", name, says, err)
		}
	}
	if _, err := planned.Render("index.html"); err != nil {
		t.Errorf("the front page: %v", err)
	}
}

func TestThePageOfADraftSaysSo(t *testing.T) {
	in := sample()
	in.Issues[0].Draft = true
	planned, err := Plan(in)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range planned.Names() {
		want := ""
		if name == "digests/"+in.Issues[0].Period.Name+"/index.html" {
			want = "draft: not published"
		}
		if said, err := planned.Ribbon(name); err != nil || said != want {
			t.Errorf("%s: %q (%v), want %q", name, said, err, want)
		}
	}
}
