package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"
	"time"
)

// A show is a `weft serve` that runs beside a test.
type show struct {
	t     *testing.T
	url   string // where the site is
	lines chan string
	stop  context.CancelFunc
	code  chan int
	said  []string
}

var address = regexp.MustCompile(`http://[^ /]+/\S*`)

// serve begins to show the site, and waits until it says where.
func (b *bench) serve(args ...string) *show {
	b.t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	s := &show{t: b.t, lines: make(chan string, 1000), stop: cancel, code: make(chan int, 1)}
	out, in := io.Pipe()
	go func() {
		for lines := bufio.NewScanner(out); lines.Scan(); {
			s.lines <- lines.Text()
		}
		close(s.lines)
	}()
	env := &environment{dir: ".", stdout: io.Discard, stderr: in, now: func() time.Time { return b.now }}
	go func() {
		s.code <- run(ctx, env, append([]string{"-C", b.dir, "serve", "--addr", "localhost:0"}, args...))
		in.Close()
	}()
	b.t.Cleanup(s.end)
	s.url = address.FindString(s.until("http://"))
	s.until("press Ctrl-C")
	return s
}

// until waits for a line that holds some words, and gives it.
func (s *show) until(words string) string {
	s.t.Helper()
	patience := time.After(time.Minute)
	for {
		select {
		case line, open := <-s.lines:
			s.said = append(s.said, line)
			if strings.Contains(line, words) {
				return line
			}
			if !open {
				s.t.Fatalf("%q was never said:\n%s", words, strings.Join(s.said, "\n"))
			}
		case <-patience:
			s.t.Fatalf("%q was not said:\n%s", words, strings.Join(s.said, "\n"))
		}
	}
}

// end interrupts it, once.
func (s *show) end() {
	s.stop()
	if s.code != nil {
		if code := <-s.code; code != exitDone {
			s.t.Errorf("interrupted, it ends with exit status %d", code)
		}
		for range s.lines {
		}
		s.code = nil
	}
}

// get gives what is answered at a path below the site's.
func (s *show) get(path string) string {
	s.t.Helper()
	answer, err := http.Get(s.url + path)
	if err != nil {
		s.t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return string(body)
}

const draftIssue = `+++
title = "Draft of %s"
period = "2026-W46"
draft = true
+++
## News

- [Small print](https://idrisvaughan.example/2026/11/small-print-for-brave-people/) for the brave.
`

func (b *bench) saveDraft(word string) {
	b.t.Helper()
	b.write("content/digests/2026-W46.md", fmt.Sprintf(draftIssue, word))
}

func TestWhatIsSavedIsShownAndNothingIsWritten(t *testing.T) {
	b := newBench(t)
	b.must("run")
	before := b.tree("public")
	b.saveDraft("oats")
	s := b.serve()
	if page := s.get("digests/2026-W46/"); !strings.Contains(page, "Draft of oats") || !strings.Contains(page, `data-ribbon="draft: not published"`) {
		t.Errorf("the draft is not shown:\n%.600s", page)
	}
	b.saveDraft("barley")
	s.until("content/digests/2026-W46.md changed: new in ")
	if page := s.get("digests/2026-W46/"); !strings.Contains(page, "Draft of barley") {
		t.Error("what was saved is not shown")
	}
	b.write("content/themes/new-theme.md", "+++\nlabel = \"A new theme\"\nterms = [\"small print\"]\n+++\n")
	s.until("content/themes/new-theme.md changed: new in ")
	if page := s.get("themes/new-theme/"); !strings.Contains(page, "A new theme") {
		t.Error("a new theme is not shown")
	}
	b.write("templates/words.en.json", strings.Replace(string(readFile(t, "../../templates/words.en.json")), `"Digests"`, `"Numbers"`, 1))
	s.until("changed: new in ")
	if page := s.get(""); !strings.Contains(page, "Numbers") {
		t.Error("other words are not said")
	}
	s.end()
	if b.tree("public") != before {
		t.Error("the output folder is another")
	}
}

func TestWhatAnotherWeftFetchesIsShown(t *testing.T) {
	b := newBench(t)
	b.must("run")
	s := b.serve()
	b.write("content/contributions/a-new-piece.md", "+++\ntitle = \"A new piece\"\nauthor = \"maggie-fenn\"\ndate = 2026-11-12T10:00:00Z\n+++\nWords.\n")
	s.until("a-new-piece.md changed: new in ")
	if page := s.get("river/"); strings.Contains(page, "A new piece") {
		t.Error("a piece is shown that nobody fetched")
	}
	b.must("fetch")
	s.until(".weft/archive.db changed: new in ")
	if page := s.get("river/"); !strings.Contains(page, "A new piece") {
		t.Error("what was fetched is not shown")
	}
}

func TestASlipIsToldAndTheLastPagesStay(t *testing.T) {
	b := newBench(t)
	b.must("run")
	b.saveDraft("oats")
	s := b.serve()
	b.write("content/digests/2026-W46.md", strings.Replace(fmt.Sprintf(draftIssue, "barley"), "period", "peiod", 1))
	if line := s.until("2026-W46.md:3"); line != `content/digests/2026-W46.md:3: unknown key "peiod"` {
		t.Errorf("said %q", line)
	}
	s.until(`did you mean "period"?`)
	s.until("content/digests/2026-W46.md changed: 1 problem, above; the browser shows the pages as they were")
	if page := s.get("digests/2026-W46/"); !strings.Contains(page, "Draft of oats") {
		t.Error("the last good page is gone")
	}
	b.write("feeds/policy.toml", "[[rule]]\nid = 3\n")
	s.until("feeds/policy.toml:2")
	s.until("feeds/policy.toml changed: 1 problem, above")
	b.write("feeds/policy.toml", string(readFile(t, "../../feeds/policy.toml")))
	s.until("2026-W46.md:3")
	s.until("feeds/policy.toml changed: 1 problem, above")
	b.saveDraft("rye")
	s.until("changed: mended, new in ")
	if page := s.get("digests/2026-W46/"); !strings.Contains(page, "Draft of rye") {
		t.Error("mended, it is not shown")
	}
}

func TestWhatOnlyCheckSeesIsSaidBesideThePages(t *testing.T) {
	b := newBench(t)
	b.must("run")
	b.saveDraft("oats")
	s := b.serve()
	b.saveDraft("oats. TODO: ask him")
	s.until(`content/digests/2026-W46.md:2: "TODO" is left in the title`)
	b.write("private/content/pages/canteen.md", "+++\ntitle = \"Canteen\"\n+++\nTBC\n")
	b.saveDraft("rye")
	s.until("nothing to mend any more")
	for _, line := range s.said {
		if strings.Contains(line, "private/") {
			t.Errorf("beside the public edition an overlay's file is told of: %s", line)
		}
	}
}

func TestWhileAFileHoldsAMistakeItIsNotSaidThatNothingIsToMend(t *testing.T) {
	b := newBench(t)
	b.must("fetch")
	b.must("decide", "https://anapop.example/the-first-yes", "withhold", "--by", "Ana", "--reason", "She asked.")
	var said strings.Builder
	env := &environment{dir: b.dir, stdout: io.Discard, stderr: &said, now: func() time.Time { return b.now }}
	s, err := env.newServing(b.dir, "", "localhost")
	if err != nil {
		t.Fatal(err)
	}
	defer s.close()
	look := func() {
		t.Helper()
		if err := s.renew(context.Background()); err != nil {
			t.Fatal(err)
		}
		s.reader.read(context.Background())
	}
	look()
	good := string(readFile(t, filepath.Join(b.dir, "feeds", "policy.toml")))
	b.write("feeds/policy.toml", "[[rule]]\nid = 3\n")
	look()
	if told := said.String(); !strings.Contains(told, `"The first yes" is held back`) || !strings.Contains(told, "feeds/policy.toml:2") || strings.Contains(told, "nothing to mend") {
		t.Errorf("said:\n%s", told)
	}
	b.write("feeds/policy.toml", good)
	look()
	b.must("decide", "https://anapop.example/the-first-yes", "publish", "--by", "Ana", "--reason", "She agreed.")
	look()
	if !strings.Contains(said.String(), "nothing to mend any more") {
		t.Errorf("said:\n%s", said.String())
	}
}

func TestASiteThatCannotBeShownYetIsShownOnceItIsMended(t *testing.T) {
	b := newBench(t)
	good := string(readFile(t, filepath.Join(b.dir, "site.toml")))
	b.write("site.toml", "titel = \"x\"\n"+good)
	s := b.serve()
	said := strings.Join(s.said, "\n")
	if !strings.Contains(said, `site.toml:1: unknown key "titel"`) || !strings.Contains(said, "cannot be shown yet") {
		t.Errorf("said:\n%s", said)
	}
	if page := s.get(""); !strings.Contains(page, "unknown key &#34;titel&#34;") {
		t.Errorf("the page says %s", page)
	}
	b.write("site.toml", strings.Replace(good, "https://digest.example.org/", "https://digest.example.org/here/", 1))
	s.until("site.toml changed: mended, new in ")
	if page := s.get("here/"); !strings.Contains(page, `class="at-home`) || s.get("") != page {
		t.Errorf("mended, the page says %.300s", page)
	}
}

func TestAnOverlaysFilesAreWatchedForItsEditionAlone(t *testing.T) {
	b := newBench(t)
	b.must("run")
	inside, public := b.serve("--edition", "internal"), b.serve()
	b.write("private/content/themes/canteen.md", "+++\nlabel = \"The canteen\"\nterms = [\"soup\"]\n+++\nSoup.\n")
	inside.until("private/content/themes/canteen.md changed: new in ")
	if page := inside.get("themes/canteen/"); !strings.Contains(page, "Soup.") {
		t.Error("the internal edition does not show what was saved")
	}
	b.saveDraft("oats")
	if line := public.until(" changed: "); !strings.Contains(line, "2026-W46.md") {
		t.Errorf("the public edition was told: %s", line)
	}
	if page := public.get("themes/canteen/"); strings.Contains(page, "Soup.") {
		t.Error("the public edition shows what is internal")
	}
}

// surroundings counts what a program could leave behind.
type surroundings struct {
	goroutines, descriptors int
	megabytes               uint64 // held, beside what goes with the next collection
}

// more reports whether there is more of anything than there was. What is held
// differs by a page here and there; an edition that nobody let go of is more
// than that, and so are 200 of anything.
func (s surroundings) more(was surroundings) bool {
	return s.goroutines > was.goroutines || s.descriptors > was.descriptors || s.megabytes > was.megabytes+3
}

func around(t *testing.T) surroundings {
	t.Helper()
	http.DefaultClient.CloseIdleConnections()
	runtime.GC()
	runtime.GC() // what pools hold goes with the second
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	s := surroundings{goroutines: runtime.NumGoroutine(), megabytes: m.HeapAlloc >> 20}
	if entries, err := os.ReadDir("/proc/self/fd"); err == nil {
		s.descriptors = len(entries)
	}
	return s
}

// settles waits until no more is around than there was; what ends does so a
// moment later.
func settles(t *testing.T, was surroundings) surroundings {
	t.Helper()
	var is surroundings
	for range 400 {
		if is = around(t); !is.more(was) {
			return is
		}
		time.Sleep(5 * time.Millisecond)
	}
	return is
}

func TestTwoHundredRebuildsLeaveNothingBehind(t *testing.T) {
	b := newBench(t)
	b.must("run")
	b.saveDraft("nothing")
	before := around(t)
	s := b.serve()
	ctx, leave := context.WithCancel(context.Background())
	defer leave()
	events := s.listens(ctx, "digests/2026-W46/")
	rebuild := func(from, to int) {
		for n := from; n < to; n++ {
			b.saveDraft(fmt.Sprint("number ", n))
			if n%20 == 0 { // opens the edition anew
				b.write("feeds/policy.toml", string(readFile(t, "../../feeds/policy.toml"))+fmt.Sprintf("# %d\n", n))
			}
			s.until("new in ")
			<-events
			if page := s.get("digests/2026-W46/"); n%20 != 0 && !strings.Contains(page, fmt.Sprintf("Draft of number %d<", n)) {
				t.Fatalf("rebuild %d is not shown", n)
			}
		}
	}
	rebuild(0, 20)
	serving := around(t)
	rebuild(20, 220)
	if after := settles(t, serving); after.more(serving) {
		t.Errorf("after 20 rebuilds %+v, after 200 more %+v", serving, after)
	}
	s.end()
	leave()
	if after := settles(t, before); after.more(before) {
		t.Errorf("before %+v, after %+v", before, after)
	}
}

// listens opens a page's stream of events, and passes on when it is told that
// the page is another.
func (s *show) listens(ctx context.Context, path string) chan struct{} {
	s.t.Helper()
	server, _, _ := strings.Cut(strings.TrimPrefix(s.url, "http://"), "/")
	r, _ := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+server+"/.weft/events?sum=old&path=/"+path, nil)
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		s.t.Fatal(err)
	}
	told := make(chan struct{}, 1000)
	go func() {
		defer answer.Body.Close()
		for lines := bufio.NewScanner(answer.Body); lines.Scan(); {
			if lines.Text() == "event: reload" {
				told <- struct{}{}
			}
		}
	}()
	return told
}
