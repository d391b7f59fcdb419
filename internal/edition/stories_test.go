package edition

import (
	"fmt"
	"strings"
	"testing"

	"weft/internal/config"
	"weft/internal/digest"
)

// tellers writes a story that three people tell, of whom one is inside, and what
// else was written in those weeks, so that it is known which words are rare.
func (p place) tellers() {
	for i, words := range []string{"Gardens grow slowly in wet springs", "Minutes about parking by the library", "How our choir found its tenor", "Notes on an old kettle", "Two trains and one bicycle"} {
		p.holds("", "https://ada.example/feed.xml", fmt.Sprint("a", i), fmt.Sprint("2026-11-0", i+2), words, words)
	}
	for i, words := range []string{"Vaccines arrive by post", "Who signs the rota", "Twelve forms nobody reads", "Lunch with a locksmith", "Painting corridors yellow"} {
		p.holds("", "https://bo.example/feed.xml", fmt.Sprint("b", i), fmt.Sprint("2026-11-0", i+2), words, words)
	}
	p.holds("", "https://ada.example/feed.xml", "barrier", "2026-11-10", "The flood barrier at Marlow", adaTells)
	p.holds("", "https://bo.example/feed.xml", "barrier", "2026-11-11", "Marlow and its flood barrier", "On Tuesday the Marlow barrier gave way; flood water stopped a pumping station until diesel came. Sandbags everywhere.")
	p.holds("private", "https://inside.example/feed.xml", "barrier", "2026-11-12", "Flood barrier, Marlow", "Diesel reached Marlow late: barrier broken, flood rising, one pumping station dead, sandbags gone.")
}

const adaTells = "The flood barrier at Marlow failed, and the pumping station behind it stood still until somebody brought diesel. I counted sandbags."

// named says who is named with an entry, by the edition's live facts.
func named(t *testing.T, ed *Edition, address string) string {
	t.Helper()
	f, ok := ed.live(address)
	if !ok || ed.Err() != nil {
		t.Fatal(address, ok, ed.Err())
	}
	return companions(f)
}

func companions(f digest.Facts) string {
	var who []string
	for _, c := range f.SameStory {
		who = append(who, c.By.Name)
	}
	return strings.Join(who, ", ")
}

func TestOthersOnAStoryAreThoseTheEditionMaySee(t *testing.T) {
	p := newPlace(t)
	p.tellers()
	if got := named(t, p.load(config.Public), "https://ada.example/barrier"); got != "Bo" {
		t.Errorf("public: %q", got)
	}
	if got := named(t, p.load("internal"), "https://ada.example/barrier"); got != "Bo, The Quiet Office" {
		t.Errorf("internal: %q", got)
	}
	if got := named(t, p.load(config.Public), "https://ada.example/a1"); got != "" {
		t.Errorf("of another: %q", got)
	}
	in, probs, err := p.load(config.Public).Input(nil, false)
	if err != nil || probs.Err() != nil {
		t.Fatal(err, probs)
	}
	if len(in.Stories) != 2 {
		t.Errorf("on the pages: %v", in.Stories)
	}
}

// What stands somewhere else as well is told as "also published at", and is no
// other on the story, neither for the piece nor for those who tell it too.
func TestTheSamePieceIsNoOtherOnAStory(t *testing.T) {
	p := newPlace(t)
	p.write("feeds/c.toml", "[[contributor]]\nid = \"cy\"\nname = \"Cy\"\nsectors = [\"health\"]\nfeeds = [\"https://cy.example/feed.xml\"]\n")
	p.tellers()
	p.holds("", "https://cy.example/feed.xml", "again", "2026-11-13", "The flood barrier at Marlow", adaTells)
	ed := p.load(config.Public)
	if err := ed.Compare(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	f, ok := ed.live("https://ada.example/barrier")
	if !ok || companions(f) != "Bo" || len(f.AlsoAt) != 1 {
		t.Errorf("%q, also at %v", companions(f), f.AlsoAt)
	}
	if got := named(t, ed, "https://bo.example/barrier"); got != "Ada" {
		t.Errorf("with Bo: %q", got)
	}
}

// What is frozen stands without an archive; who declines, and what is taken
// down or withheld, goes.
func TestOthersOnAFrozenItemGoWithWhatTheyWrote(t *testing.T) {
	p := newPlace(t)
	p.tellers()
	f, _ := p.load(config.Public).live("https://ada.example/barrier")
	for what, c := range map[string]struct{ file, text, want string }{
		"nothing":           {"content/pages/x.md", "+++\ntitle = \"X\"\n+++\n", "Bo"},
		"opt-out":           {"content/contributors/bo.md", "+++\nopt_out = true\n+++\n", ""},
		"influence opt-out": {"content/contributors/bo.md", "+++\nopt_out = [\"influence\"]\n+++\n", "Bo"},
		"a takedown":        {"content/ledger.jsonl", `{"act":"decide","url":"https://bo.example/barrier","action":"takedown","by":"Ana","at":"2026-11-20T10:00:00Z","reason":"asked"}` + "\n", ""},
		"a rule":            {"feeds/policy.toml", "[[rule]]\nid = \"r\"\nowner = \"Us\"\nwhen = 'entry.contributor == \"bo\"'\naction = \"withhold\"\nreason = \"Held.\"\n", ""},
		"inside":            {"feeds/policy.toml", "[[rule]]\nid = \"r\"\nowner = \"Us\"\nwhen = 'entry.contributor == \"bo\"'\naction = \"internal\"\nreason = \"Ours.\"\n", ""},
	} {
		t.Run(what, func(t *testing.T) {
			q := newPlace(t)
			q.tellers()
			q.write(c.file, c.text)
			ed, now := q.load(config.Public), f
			ed.trim(&now)
			if got := companions(now); got != c.want || ed.Err() != nil {
				t.Errorf("with the archive: %q, want %q; %v", got, c.want, ed.Err())
			}
			if what != "opt-out" && what != "nothing" {
				return
			}
			bare := newPlace(t)
			bare.write(c.file, c.text)
			ed, now = bare.load(config.Public), f
			ed.trim(&now)
			if got := companions(now); got != c.want {
				t.Errorf("without an archive: %q, want %q", got, c.want)
			}
		})
	}
	if companions(f) != "Bo" {
		t.Errorf("the frozen facts themselves were changed: %q", companions(f))
	}
}

// Of what is older than the newest weeks the pages do not say it; an issue that
// is frozen late does.
func TestOthersOnOldStoriesAreForIssuesAlone(t *testing.T) {
	p := newPlace(t)
	p.tellers()
	p.holds("", "https://ada.example/feed.xml", "later", "2027-02-02", "Much later", "Words.")
	project, _, err := Open(p.dir)
	if err != nil {
		t.Fatal(err)
	}
	e, _ := project.Site.Edition(config.Public)
	ed, _, err := project.Load(e, Moment{Now: now.AddDate(0, 3, 0)})
	if err != nil {
		t.Fatal(err)
	}
	defer ed.Close()
	in, _, err := ed.Input(nil, false)
	if err != nil || len(in.Stories) != 0 {
		t.Errorf("%v, %v", in.Stories, err)
	}
	if got := named(t, ed, "https://ada.example/barrier"); got != "Bo" {
		t.Errorf("of an issue: %q", got)
	}
}
