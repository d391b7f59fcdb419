package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"weft/internal/archive"
	"weft/internal/diag"
	"weft/internal/digest"
	"weft/internal/edition"
	"weft/internal/entry"
	"weft/internal/markdown"
)

// A thousand rounds, and with WEFT_STORIES=50 twice as many, of what happens to
// an issue while it is written: entries arrive, a curator does something to the
// text, weft drafts again. No byte of the curator's is lost, and nothing is
// offered twice: not under another address, not after it was taken out, not in the other edition's file, not in
// the next issue, and not once the issue is frozen.
func TestDraftingAgainKeepsEveryByteAndOffersNothingTwice(t *testing.T) {
	stories, rounds := 25, 40
	if testing.Short() {
		stories = 5
	}
	if more, err := strconv.Atoi(os.Getenv("WEFT_STORIES")); err == nil {
		stories = more
	}
	for n := range stories {
		t.Run(fmt.Sprint(n), func(t *testing.T) {
			t.Parallel()
			newStory(t, uint64(n)).play(rounds)
		})
	}
}

var storyPeriods = []string{"2026-W46", "2026-W47"}

// A story is one site, and what the test knows of it.
type story struct {
	*bench
	chance  *rand.Rand
	md      *markdown.Converter
	pieces  []*published
	byKey   map[string]*published // by every address it ever had
	frozen  map[string]bool       // by period
	offered int                   // so that a story in which nothing happens is seen
	undo    func()                // takes back what made a file unreadable
}

// A published piece is an entry that has arrived.
type published struct {
	n      int
	layer  string // "" or "private"
	period string
	keys   []string
	url    string          // the newest
	places map[string]bool // the files whose record knows it: they offered it, or held it when they were drafted or frozen
	stands map[string]bool // the files that hold it now
}

// settled reports whether a draft that writes a file knows the piece as offered
// or placed: the public one does not look into an overlay.
func (p *published) settled(file string) bool {
	for _, known := range []map[string]bool{p.places, p.stands} {
		for place := range known {
			if inside(file) || !inside(place) {
				return true
			}
		}
	}
	return false
}

func inside(file string) bool { return strings.HasPrefix(file, "private/") }

// home is the file whose draft offers a piece.
func (p *published) home() string { return digestIn(p.layer, p.period) }

func newStory(t *testing.T, seed uint64) *story {
	s := &story{bench: &bench{t, t.TempDir(), time.Date(2026, 11, 30, 9, 0, 0, 0, time.UTC)}, chance: rand.New(rand.NewPCG(2000, seed)), md: markdown.New(),
		byKey: map[string]*published{}, frozen: map[string]bool{}}
	s.write("site.toml", "id = \"7c1f4e0a-5b83-4d29-9e64-2af0d8c3b715\"\ntitle = \"Ours\"\nbase_url = \"https://ours.example/\"\n"+
		"[[sector]]\nid = \"housing\"\n[[sector]]\nid = \"health\"\n[[edition]]\nname = \"internal\"\noverlay = \"private\"\noutput = \"inside\"\n[digest]\nmax_per_contributor = 0\n")
	for _, layer := range storyLayers {
		names := storyFeeds[layer]
		var list strings.Builder
		for i, name := range names {
			fmt.Fprintf(&list, "[[contributor]]\nid = %q\nname = %q\nsite = \"https://%s.example/\"\nsectors = [%q]\nfeeds = [%q]\n", name, name, name, []string{"housing", "health"}[i%2], feedAt(name))
		}
		s.write(filepath.Join(layer, "feeds/people.toml"), list.String())
	}
	s.write("content/themes/fail.md", "+++\nlabel = \"Permission to fail\"\n+++\n")
	s.arrive(2)
	return s
}

var storyLayers = []string{"", "private"}

var storyFeeds = map[string][]string{"": {"ada", "bo", "cy"}, "private": {"inside"}}

func feedAt(name string) string { return "https://" + name + ".example/feed.xml" }

func (s *story) play(rounds int) {
	for round := range rounds {
		s.arrive(s.chance.IntN(3))
		broken := s.curate()
		period := storyPeriods[s.chance.IntN(2)]
		if broken {
			s.wantRefused(round, period)
			continue
		}
		s.draft(round, period)
		if s.chance.IntN(rounds) == 0 && !s.frozen[period] {
			s.freeze(round, period)
		}
		if s.t.Failed() {
			s.t.Fatalf("story %s, round %d", s.t.Name(), round)
		}
	}
	if s.offered == 0 {
		s.t.Error("nothing was ever offered: this story shows nothing")
	}
}

// arrive records n entries, now and then one that has moved to another address.
func (s *story) arrive(n int) {
	for range n {
		if len(s.pieces) > 0 && s.chance.IntN(4) == 0 {
			p := s.pieces[s.chance.IntN(len(s.pieces))]
			p.url = fmt.Sprintf("%s-moved-%d", p.url, s.chance.IntN(1000))
			s.record(p)
			continue
		}
		layer := []string{"", "", "private"}[s.chance.IntN(3)]
		p := &published{n: len(s.pieces), layer: layer, period: storyPeriods[s.chance.IntN(2)], places: map[string]bool{}}
		p.url = fmt.Sprintf("https://%s.example/%d", s.feedOf(p), p.n)
		s.pieces = append(s.pieces, p)
		s.record(p)
	}
}

func (s *story) feedOf(p *published) string {
	names := storyFeeds[p.layer]
	return names[p.n%len(names)]
}

// titles are what strangers call their pieces.
var storyTitles = []string{"Piece %d", "Three in four should fail, %d", "<!-- %d", "](https://evil.example) %d", "%d --> ## Not a heading", "Größe \u202e%d", "``` %d", "+++ %d"}

func (s *story) record(p *published) {
	s.t.Helper()
	db, err := archive.OpenForWriting(filepath.Join(s.dir, p.layer, archive.Name))
	if err != nil {
		s.t.Fatal(err)
	}
	defer db.Close()
	at := time.Date(2026, 11, 10, 12, p.n%60, 0, 0, time.UTC)
	if p.period == storyPeriods[1] {
		at = at.AddDate(0, 0, 7)
	}
	words := fmt.Sprintf("We gave one another permission to fail, %d times.", p.n)
	e := entry.Entry{NativeID: fmt.Sprint(p.n), URL: p.url, Title: fmt.Sprintf(storyTitles[p.n%len(storyTitles)], p.n), Plain: words, Body: "<p>" + words + "</p>", Published: at}
	haul := archive.Haul{Feed: archive.Feed{Key: feedAt(s.feedOf(p)), Good: s.now}, Entries: []entry.Entry{e}, At: s.now.Add(-time.Hour)}
	if _, err := db.Record(context.Background(), haul); err != nil {
		s.t.Fatal(err)
	}
	key := entry.AddressKey(p.url)
	p.keys = append(p.keys, key)
	s.byKey[key] = p
}

func digestIn(layer, period string) string {
	return filepath.ToSlash(filepath.Join(layer, edition.DigestFile(period)))
}

// file is what a file holds; false when there is none.
func (s *story) file(name string) (string, bool) {
	s.t.Helper()
	data, err := os.ReadFile(filepath.Join(s.dir, filepath.FromSlash(name)))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		s.t.Fatal(err)
	}
	return string(data), err == nil
}

// issues gives all files of all issues, the records too.
func (s *story) issues() map[string]string {
	s.t.Helper()
	out := map[string]string{}
	for _, period := range storyPeriods {
		for _, layer := range storyLayers {
			for _, name := range []string{digestIn(layer, period), strings.TrimSuffix(digestIn(layer, period), ".md") + ".items.json"} {
				if text, there := s.file(name); there {
					out[name] = text
				}
			}
		}
	}
	return out
}

// links reads the items of a text as weft does.
func (s *story) links(name, text string) []string {
	var probs diag.List
	f, ok := digest.Read(s.md, name, []byte(text), &probs)
	if !ok {
		s.t.Fatalf("%s cannot be read: %v", name, probs)
	}
	return f.Links()
}

// draft drafts, and holds what is there against what was.
func (s *story) draft(round int, period string) {
	s.t.Helper()
	before := s.issues()
	s.look(before)
	out, said, code := s.run("draft", period, "--json")
	after := s.issues()
	if s.frozen[period] {
		if code != exitFailed || !strings.Contains(said, "is frozen") {
			s.t.Errorf("round %d: a frozen issue is drafted: exit %d, %s", round, code, said)
		}
		s.wantSame(round, "a draft of a frozen issue", before, after)
		return
	}
	if code != exitDone {
		s.t.Errorf("round %d: draft: exit %d\n%s", round, code, said)
		return
	}
	s.remember(period)
	left := 0
	for line := range strings.Lines(out) {
		var d drafted
		if err := json.Unmarshal([]byte(line), &d); err != nil {
			s.t.Fatal(err)
		}
		left += d.Left
	}
	for _, layer := range storyLayers {
		s.wantAdded(round, digestIn(layer, period), before, after)
	}
	s.wantAll(round, period, left)
	if s.chance.IntN(8) == 0 {
		if said, code := s.weft("draft", period); code != exitDone {
			s.t.Errorf("round %d: drafting twice: exit %d\n%s", round, code, said)
		}
		s.wantSame(round, "a second draft", after, s.issues())
	}
}

func (s *story) run(args ...string) (out, said string, code int) {
	var stdout, stderr strings.Builder
	env := &environment{dir: ".", stdout: &stdout, stderr: &stderr, now: func() time.Time { return s.now }, git: adasGit}
	code = run(context.Background(), env, append([]string{"-C", s.dir}, args...))
	return stdout.String(), stderr.String(), code
}

// look notes which pieces stand in an issue: a draft that looks now sees them
// there, and does not offer them.
func (s *story) look(issues map[string]string) {
	for _, p := range s.pieces {
		p.stands = map[string]bool{}
	}
	for name, text := range issues {
		if !strings.HasSuffix(name, ".md") {
			continue
		}
		for _, link := range s.links(name, text) {
			if p := s.byKey[entry.AddressKey(link)]; p != nil {
				p.stands[name] = true
			}
		}
	}
}

// remember notes what the records of a drafted period hold from now on: what
// stands there by hand, and belongs there.
func (s *story) remember(period string) {
	for _, p := range s.pieces {
		if name := digestIn(p.layer, period); p.stands[name] && p.period <= period {
			p.places[name] = true
		}
	}
}

// wantAdded: what was in the file stands at its beginning, byte by byte; what
// is behind it offers only what was never offered; the record knows it all.
func (s *story) wantAdded(round int, name string, before, after map[string]string) {
	s.t.Helper()
	was, is := before[name], after[name]
	if !strings.HasPrefix(is, was) {
		s.t.Errorf("round %d: %s does not begin with what the curator had:\n%q\nbut is\n%q", round, name, was, is)
		return
	}
	added := is[len(was):]
	if was != "" && added != "" {
		if strings.TrimPrefix(added, "\n") == added || !strings.Contains(added, "## Arrived since, 30 November 2026\n") {
			s.t.Errorf("round %d: to %s was added %q", round, name, added)
		}
		added = "+++\nperiod = \"x\"\n+++\n" + added
	}
	recordName := strings.TrimSuffix(name, ".md") + ".items.json"
	var links []string
	if added != "" {
		links = s.links(name, added)
	}
	for _, link := range links {
		p := s.byKey[entry.AddressKey(link)]
		switch {
		case p == nil:
			s.t.Errorf("round %d: %s offers %s, which never arrived", round, name, link)
			continue
		case p.settled(name):
			s.t.Errorf("round %d: %s offers %s again, which was in %v; the record was %s", round, name, link, p.places, before[recordName])
		case p.layer != "" && !inside(name):
			s.t.Errorf("round %d: %s offers %s, which is internal", round, name, link)
		}
		p.places[name] = true
		s.offered++
	}
	s.wantRecorded(round, recordName, before[recordName], after[recordName], links)
}

func (s *story) wantRecorded(round int, name, was, is string, links []string) {
	s.t.Helper()
	if is == "" {
		if len(links) > 0 {
			s.t.Errorf("round %d: %s is missing", round, name)
		}
		return
	}
	record, err := digest.ParseRecord([]byte(is))
	if err != nil {
		s.t.Fatalf("round %d: %s: %v", round, name, err)
	}
	if was != "" {
		old, err := digest.ParseRecord([]byte(was))
		if err != nil || len(old.Offered) > len(record.Offered) || !slices.Equal(record.Offered[:len(old.Offered)], old.Offered) {
			s.t.Errorf("round %d: %s forgot an offer: %v", round, name, err)
		}
	}
	for _, link := range links {
		if !slices.ContainsFunc(record.Offered, func(o digest.Offer) bool { return entry.AddressKey(o.URL) == entry.AddressKey(link) }) {
			s.t.Errorf("round %d: %s does not know that %s was offered", round, name, link)
		}
	}
}

// wantAll: what has arrived for the period is offered, unless there was no room.
func (s *story) wantAll(round int, period string, left int) {
	s.t.Helper()
	var missing []string
	for _, p := range s.pieces {
		if p.period == period && !p.settled(p.home()) {
			missing = append(missing, fmt.Sprint(p.keys, p.places))
		}
	}
	if len(missing) > left {
		s.t.Errorf("round %d: of %s were not offered: %v, and only %d are said to be left out", round, period, missing, left)
	}
}

func (s *story) wantSame(round int, what string, before, after map[string]string) {
	s.t.Helper()
	for name, text := range after {
		if was, there := before[name]; !there || was != text {
			s.t.Errorf("round %d: %s changed %s from\n%q\nto\n%q", round, what, name, was, text)
		}
	}
	for name := range before {
		if _, there := after[name]; !there {
			s.t.Errorf("round %d: %s took %s away", round, what, name)
		}
	}
}

// wantRefused: while a file cannot be read nothing is drafted at all; then the
// curator takes back what they did.
func (s *story) wantRefused(round int, period string) {
	s.t.Helper()
	before := s.issues()
	said, code := s.weft("draft", period)
	if code != exitFailed || !strings.Contains(said, "content/digests/2026-W4") || !strings.Contains(said, "hint: ") {
		s.t.Errorf("round %d: exit %d, and it does not say where and what to do:\n%s", round, code, said)
	}
	s.wantSame(round, "a draft that is refused", before, s.issues())
	s.takeBack()
}

// freeze ends an issue, and takes one line out of each of its files.
func (s *story) freeze(round int, period string) {
	s.t.Helper()
	before := s.issues()
	if _, there := before[digestIn("", period)]; !there {
		return
	}
	if said, code := s.weft("freeze", "--anyway", period); code != exitDone {
		s.t.Errorf("round %d: freeze: exit %d\n%s", round, code, said)
		return
	}
	s.frozen[period] = true
	s.look(before)
	for _, p := range s.pieces {
		for _, layer := range storyLayers {
			if name := digestIn(layer, period); p.stands[name] && (p.layer == "" || layer != "") {
				p.places[name] = true
			}
		}
	}
	after := s.issues()
	for _, layer := range storyLayers {
		name := digestIn(layer, period)
		if was, is := before[name], after[name]; was != is && withoutDraftLine(was) != is {
			s.t.Errorf("round %d: freezing changed %s from\n%q\nto\n%q", round, name, was, is)
		}
	}
}

func withoutDraftLine(text string) string {
	at := strings.Index(text, "draft = true")
	if at < 0 {
		return text
	}
	end := strings.Index(text[at:], "\n")
	return text[:at] + text[at+end+1:]
}
