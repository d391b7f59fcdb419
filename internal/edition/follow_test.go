package edition

import (
	"context"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"weft/internal/config"
	"weft/internal/site"
)

// follow opens a place to be looked at again and again.
func (p place) follow(name string) *Follower {
	f := &Follower{
		Dir: p.dir,
		Choose: func(project *Project) (config.Edition, error) {
			e, _ := project.Site.Edition(name)
			return e, nil
		},
		Templates: func(*Project) fs.FS { return fstest.MapFS{} },
		Tag:       func(ctx context.Context, ed *Edition) error { return ed.Tag(ctx, nil) },
	}
	p.t.Cleanup(func() { f.Close() })
	return f
}

func (p place) input(f *Follower, at time.Time) site.Input {
	p.t.Helper()
	in, probs, err := f.Input(context.Background(), at)
	if err != nil || probs.Err() != nil {
		p.t.Fatal(err, probs)
	}
	return in
}

const followedIssue = "+++\ntitle = \"First words\"\nperiod = \"2026-W46\"\ndraft = true\n+++\n## News\n\n- [A](https://ada.example/1) said\n"

func TestWhoFollowsReadsWhatWasSavedAndOpensNothingAnew(t *testing.T) {
	p := newPlace(t)
	p.holds("", "https://ada.example/feed.xml", "1", "2026-11-12", "Permission to fail", "Words on it.")
	p.write("content/digests/2026-W46.md", followedIssue)
	p.write("content/digests/2026-W45.md", strings.ReplaceAll(followedIssue, "W46", "W45"))
	f := p.follow("public")
	first := p.input(f, now)
	if len(first.Issues) != 2 || first.Issues[0].Title != "First words" || len(first.Issues[0].Items()) != 1 {
		t.Fatalf("the issues are %+v", first.Issues)
	}
	opened := f.ed
	p.write("content/digests/2026-W46.md", strings.Replace(followedIssue, "First words", "Other words", 1))
	p.write("content/pages/about.md", "+++\ntitle = \"Who we are\"\n+++\n")
	again := p.input(f, now)
	if f.ed != opened {
		t.Error("the edition was opened anew for a digest and a page")
	}
	if again.Issues[0].Title != "Other words" || len(again.Pages) != 1 || &again.Window[0] != &first.Window[0] {
		t.Errorf("saved: %q, %d pages", again.Issues[0].Title, len(again.Pages))
	}
	if &again.Issues[1].Sections[0] != &first.Issues[1].Sections[0] {
		t.Error("the issue that nobody touched was made once more")
	}
}

func TestWhoFollowsOpensAnewWhatTheEditionIsMadeOf(t *testing.T) {
	p := newPlace(t)
	p.holds("", "https://ada.example/feed.xml", "1", "2026-11-12", "Permission to fail", "Words on it.")
	f := p.follow("internal")
	p.input(f, now)
	for _, c := range []struct {
		name   string
		change func()
	}{
		{"a list", func() { p.write("feeds/a.toml", strings.Replace(publicList, `"Ada"`, `"Ada B."`, 1)) }},
		{"a new list", func() { p.write("feeds/c.toml", "curators = [\"Cy\"]\n") }},
		{"a theme", func() {
			p.write("content/themes/fail.md", "+++\nlabel = \"Permission to fail\"\nterms = [\"give leave\"]\n+++\n")
		}},
		{"words on a contributor", func() { p.write("content/contributors/ada.md", "+++\n+++\nShe fails well.\n") }},
		{"the rules", func() {
			p.write("feeds/policy.toml", "[[rule]]\nid = \"r\"\nowner = \"O\"\nwhen = 'entry.words > 9000'\naction = \"withhold\"\nreason = \"R\"\n")
		}},
		{"the overlay's ledger", func() {
			p.write("private/content/ledger.jsonl", `{"act":"decide","url":"https://ada.example/1","action":"withhold","by":"O","at":"2026-11-19T10:00:00Z","reason":"R"}`+"\n")
		}},
		{"site.toml", func() { p.write("site.toml", strings.Replace(siteFile, "Ours", "Theirs", 1)) }},
		{"the archive", func() { p.holds("", "https://bo.example/feed.xml", "2", "2026-11-13", "Another", "Words.") }},
		{"the overlay's archive", func() { p.holds("private", "https://inside.example/feed.xml", "3", "2026-11-13", "Inside", "Words.") }},
	} {
		p.input(f, now) // storing tags is writing, too
		opened := f.ed
		c.change()
		p.input(f, now)
		if f.ed == opened {
			t.Errorf("%s changed, and the edition was not opened anew", c.name)
		}
		opened = f.ed
		if p.input(f, now); f.ed != opened {
			t.Errorf("%s: nothing changed since, and the edition was opened anew", c.name)
		}
	}
	opened := f.ed
	if p.input(f, now.AddDate(0, 0, 14)); f.ed == opened && f.ed.Newest().Name != "2026-W46" {
		t.Errorf("two weeks later the newest period is still %s", f.ed.Newest().Name)
	}
}

func TestWhoFollowsSaysWhatIsWrongUntilItIsMended(t *testing.T) {
	p := newPlace(t)
	f := p.follow("public")
	p.write("site.toml", "title = ")
	if _, probs, err := f.Input(context.Background(), now); err != nil || probs.Err() == nil {
		t.Errorf("a site.toml that cannot be read: %v, %v", probs, err)
	}
	p.write("site.toml", siteFile)
	p.write("feeds/a.toml", publicList+"nmae = \"x\"\n")
	if _, probs, _ := f.Input(context.Background(), now); probs.Err() == nil || probs[0].File != "feeds/a.toml" {
		t.Errorf("a slip in a list: %v", probs)
	}
	p.write("feeds/a.toml", publicList)
	p.write("content/digests/2026-W46.md", "+++\ntitle = First\n+++\n")
	for range 2 { // the second time from memory
		if _, probs, _ := f.Input(context.Background(), now); probs.Err() == nil || probs[0].File != "content/digests/2026-W46.md" {
			t.Errorf("a slip in a digest: %v", probs)
		}
	}
	p.write("content/digests/2026-W46.md", followedIssue)
	if in := p.input(f, now); len(in.Issues) != 1 {
		t.Errorf("mended, there are %d issues", len(in.Issues))
	}
}
