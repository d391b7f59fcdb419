package main

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// A save is a kind of file that is saved, and the page that shows it.
type save struct {
	name string
	file string // within the site
	page string
	line *regexp.Regexp // the line that is changed: what stands before the word, and behind it
}

// bar is how long a digest may take from its saving to the reloaded page.
const bar = 300 * time.Millisecond

// saves runs `weft serve` on the site in DIR, opens pages of it in Chromium, and
// saves the files they are made of, again and again: a row for each kind of
// file, of the times from before the saving until the browser has loaded the
// page anew and drawn it with the new word.
func saves(s settings) error {
	kinds, err := kindsOf(s.dir)
	if err != nil {
		return err
	}
	address, stop, err := startServe(s.weft, s.dir)
	if err != nil {
		return err
	}
	defer stop()
	b, end, err := openBrowser(strings.TrimSuffix(address, "/"))
	if err != nil {
		return err
	}
	defer end()
	seen, err := b.watch()
	if err != nil {
		return err
	}
	fmt.Println("saved\ttimes\tmedian_ms\tp95_ms\tmax_ms")
	slow := false
	for _, k := range kinds {
		took, err := b.measure(s, k, seen)
		if err != nil {
			return fmt.Errorf("%s: %w", k.name, err)
		}
		slices.Sort(took)
		at := func(share int) time.Duration { return took[(len(took)-1)*share/100] }
		fmt.Printf("%s\t%d\t%d\t%d\t%d\n", k.name, len(took), at(50).Milliseconds(), at(95).Milliseconds(), at(100).Milliseconds())
		slow = slow || strings.HasPrefix(k.file, "content/digests/") && at(100) > bar
	}
	if slow {
		return fmt.Errorf("a digest took longer than %v", bar)
	}
	return nil
}

// kindsOf finds a file of each kind, and begins a draft of an issue as long as
// the newest.
func kindsOf(dir string) ([]save, error) {
	issues, _ := filepath.Glob(filepath.Join(dir, "content/digests/*.md"))
	themes, _ := filepath.Glob(filepath.Join(dir, "content/themes/*.md"))
	lists, _ := filepath.Glob(filepath.Join(dir, "feeds/[a-o]*.toml"))
	if len(issues) == 0 || len(themes) == 0 || len(lists) == 0 {
		return nil, fmt.Errorf("%s holds no issue, theme or list; bench/replay.sh makes such a site", dir)
	}
	newest := strings.TrimSuffix(filepath.Base(issues[len(issues)-1]), ".md")
	draft, err := begin(dir, newest)
	if err != nil {
		return nil, err
	}
	list, err := os.ReadFile(lists[0])
	if err != nil {
		return nil, err
	}
	id := regexp.MustCompile(`\[\[contributor\]\]\nid = "([^"]+)"\nname`).FindSubmatch(list)
	if id == nil {
		return nil, fmt.Errorf("%s lists nobody with an id and a name", lists[0])
	}
	theme := strings.TrimSuffix(filepath.Base(themes[0]), ".md")
	title := regexp.MustCompile(`(?m)^(title = "[^"]*?)( word\d+x)?("$)`)
	return []save{
		{"a draft", "content/digests/" + draft + ".md", "/digests/" + draft + "/", title},
		{"a frozen issue", "content/digests/" + newest + ".md", "/digests/" + newest + "/", title},
		{"a theme's note", "content/themes/" + theme + ".md", "/themes/" + theme + "/", regexp.MustCompile(`(?m)^([^+=\n]+?)( word\d+x)?($)`)},
		{"a theme's label", "content/themes/" + theme + ".md", "/themes/" + theme + "/", regexp.MustCompile(`(?m)^(label = "[^"]*?)( word\d+x)?("$)`)},
		{"a list", "feeds/" + filepath.Base(lists[0]), "/contributors/" + string(id[1]) + "/",
			regexp.MustCompile(`(?m)(^id = "` + string(id[1]) + `"\nname = "[^"]*?)( word\d+x)?("$)`)},
	}, nil
}

// begin writes a draft of the week after an issue, with the same items.
func begin(dir, newest string) (string, error) {
	var year, week int
	if _, err := fmt.Sscanf(newest, "%d-W%d", &year, &week); err != nil {
		return "", err
	}
	next := fmt.Sprintf("%d-W%02d", year, week+1)
	data, err := os.ReadFile(filepath.Join(dir, "content/digests", newest+".md"))
	if err != nil {
		return "", err
	}
	text := strings.Replace(string(data), `period = "`+newest+`"`, `period = "`+next+"\"\ndraft = true", 1)
	return next, os.WriteFile(filepath.Join(dir, "content/digests", next+".md"), []byte(text), 0o644)
}

// startServe starts the program, and gives the address it says.
func startServe(program, dir string) (string, func(), error) {
	cmd := exec.Command(program, "-C", dir, "serve", "--addr", "localhost:0")
	words, err := cmd.StderrPipe()
	if err != nil {
		return "", nil, err
	}
	if err := cmd.Start(); err != nil {
		return "", nil, err
	}
	stop := func() {
		cmd.Process.Signal(os.Interrupt)
		cmd.Wait()
	}
	lines := bufio.NewScanner(words)
	for lines.Scan() {
		if at := strings.Index(lines.Text(), "http://"); at >= 0 {
			go func() {
				for lines.Scan() { // what it says must go somewhere
				}
			}()
			return lines.Text()[at:], stop, nil
		}
	}
	stop()
	return "", nil, fmt.Errorf("%s serve did not say where the site is", program)
}

// drawn tells the words of a page once it is drawn with them.
const drawn = `addEventListener("DOMContentLoaded", () => requestAnimationFrame(() => requestAnimationFrame(() =>
	sawWords(document.querySelector("main").textContent))))`

// watch gives what the window shows, whenever it has loaded a page.
func (b *browser) watch() (chan string, error) {
	seen := make(chan string, 100)
	err := chromedp.Listen(b.ctx, func(ev any) {
		if ev, ok := ev.(*runtime.EventBindingCalled); ok && ev.Name == "sawWords" {
			seen <- ev.Payload
		}
	})
	if err == nil {
		_, err = chromedp.Call(b.ctx, runtime.AddBinding, runtime.AddBindingParams{Name: "sawWords"})
	}
	if err == nil {
		_, err = chromedp.Call(b.ctx, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: drawn})
	}
	return seen, err
}

// measure saves a file again and again while its page is open.
func (b *browser) measure(s settings, k save, seen chan string) ([]time.Duration, error) {
	if err := b.open(k.page, 1280, 800, "light"); err != nil {
		return nil, err
	}
	if err := waitFor(seen, ""); err != nil {
		return nil, err
	}
	path := filepath.Join(s.dir, filepath.FromSlash(k.file))
	var took []time.Duration
	for n := range s.times {
		time.Sleep(time.Duration(150+n*37%200) * time.Millisecond) // people do not save in step with anything
		data, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		word := fmt.Sprintf("word%dx", n)
		changed := k.line.ReplaceAll(data, []byte("${1} "+word+"${3}"))
		begun := time.Now()
		if err := saveAs(path, changed, n); err != nil {
			return nil, err
		}
		if err := waitFor(seen, word); err != nil {
			return nil, err
		}
		took = append(took, time.Since(begun))
	}
	return took, nil
}

// saveAs saves as editors do: into the file, or beside it and over it.
func saveAs(path string, data []byte, n int) error {
	if n%2 == 0 {
		return os.WriteFile(path, data, 0o644)
	}
	if err := os.WriteFile(path+".tmp", data, 0o644); err != nil {
		return err
	}
	return os.Rename(path+".tmp", path)
}

func waitFor(seen chan string, word string) error {
	patience := time.After(30 * time.Second)
	for {
		select {
		case words := <-seen:
			if strings.Contains(words, word) {
				return nil
			}
		case <-patience:
			return fmt.Errorf("the page never showed %q", word)
		}
	}
}
