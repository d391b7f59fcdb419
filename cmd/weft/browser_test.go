package main

import (
	"context"
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// chromium finds a browser; without one the test says so and is skipped, but
// not in CI, which installs one.
func chromium(t *testing.T) string {
	t.Helper()
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	if os.Getenv("CI") != "" {
		t.Fatal("no Chromium in CI; .ci/run installs it")
	}
	t.Skip("no Chromium here: the pages are not looked at in a browser (install the package chromium)")
	return ""
}

// A window is a browser's, which gathers everything it complains about.
type window struct {
	ctx        context.Context
	mu         sync.Mutex
	complaints []string
}

func openWindow(t *testing.T, path string) *window {
	t.Helper()
	opts := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true), chromedp.Flag("disable-quic", true))
	allocated, stop := chromedp.NewExecAllocator(context.Background(), opts...)
	t.Cleanup(stop)
	ctx, cancel := chromedp.NewContext(allocated)
	t.Cleanup(cancel)
	w := &window{ctx: ctx}
	if err := chromedp.Do(ctx); err != nil { // starts the browser
		t.Fatal(err)
	}
	if err := chromedp.Listen(ctx, w.hear); err != nil {
		t.Fatal(err)
	}
	for _, enable := range []cdp.Command[cdp.Empty, cdp.Empty]{log.Enable, runtime.Enable} {
		if _, err := chromedp.Call(ctx, enable, cdp.Empty{}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := chromedp.Call(ctx, network.Enable, network.EnableParams{}); err != nil {
		t.Fatal(err)
	}
	return w
}

func (w *window) hear(ev any) {
	said := ""
	switch ev := ev.(type) {
	case *log.EventEntryAdded:
		said = ev.Entry.Text + " " + ev.Entry.URL
	case *runtime.EventConsoleAPICalled:
		said = fmt.Sprint("console: ", ev.Type)
	case *runtime.EventExceptionThrown:
		said = "exception: " + ev.ExceptionDetails.Text
	case *network.EventLoadingFailed:
		said = "not loaded: " + ev.ErrorText
	}
	if said != "" {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.complaints = append(w.complaints, said)
	}
}

// heard gives the complaints since it was last asked.
func (w *window) heard() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	out := w.complaints
	w.complaints = nil
	return out
}

func (w *window) media(features ...*emulation.MediaFeature) error {
	_, err := chromedp.Call(w.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: features})
	return err
}

// Every page opens without a complaint in the console, asks nobody but the
// site, does not scroll sideways on the narrowest phone, and is dark in the dark.
func TestEveryPageOpensCleanlyInABrowser(t *testing.T) {
	path := chromium(t)
	b := newBench(t)
	b.must("run")
	root := filepath.Join(b.dir, "public")
	srv := httptest.NewServer(http.FileServer(http.Dir(root)))
	defer srv.Close()
	w := openWindow(t, path)
	pages := htmlPages(t, root)
	if len(pages) < 50 {
		t.Fatalf("only %d pages", len(pages))
	}
	for _, page := range pages {
		w.look(t, srv.URL, page)
	}
}

func htmlPages(t *testing.T, root string) []string {
	t.Helper()
	var pages []string
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err == nil && filepath.Ext(path) == ".html" && !leadsOn(t, path) {
			rel, _ := filepath.Rel(root, path)
			pages = append(pages, "/"+strings.TrimSuffix(filepath.ToSlash(rel), "index.html"))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return pages
}

// leadsOn reports whether a page only sends the reader to another, which is
// looked at itself.
func leadsOn(t *testing.T, path string) bool {
	t.Helper()
	return strings.Contains(string(readFile(t, path)), `http-equiv="refresh"`)
}

// A glance is what a page looks like.
type glance struct {
	Overflow   int    `json:"overflow"` // pixels to scroll sideways
	Background string `json:"background"`
	Title      string `json:"title"`
}

const glanceScript = `({overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
	background: getComputedStyle(document.documentElement).backgroundColor + getComputedStyle(document.body).backgroundColor, title: document.title})`

func (w *window) look(t *testing.T, base, page string) {
	t.Helper()
	var seen []glance
	for _, scheme := range []string{"light", "dark"} {
		err := w.media(&emulation.MediaFeature{Name: "prefers-color-scheme", Value: scheme})
		if err == nil {
			err = chromedp.Do(w.ctx, chromedp.EmulateViewport(320, 700), chromedp.Navigate(base+page))
		}
		if err != nil {
			t.Fatalf("%s: %v", page, err)
		}
		g, err := chromedp.Run(w.ctx, chromedp.Evaluate[glance](glanceScript))
		if err != nil {
			t.Fatalf("%s: %v", page, err)
		}
		seen = append(seen, g)
	}
	if said := w.heard(); len(said) > 0 {
		t.Errorf("%s: the browser complains: %q", page, said)
	}
	if seen[0].Overflow > 0 {
		t.Errorf("%s: scrolls %d px sideways at a width of 320", page, seen[0].Overflow)
	}
	if seen[0].Background == seen[1].Background {
		t.Errorf("%s: is as light in the dark: %s", page, seen[0].Background)
	}
	if seen[0].Title == "" {
		t.Errorf("%s: has no title", page)
	}
}
