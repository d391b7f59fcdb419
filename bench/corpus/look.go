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

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// look opens every page of a built site in Chromium, on a phone and on a
// desktop, in light and dark, and tells what the browser complains about, what
// it asks of anybody but the site, and what scrolls sideways. Pages named in
// shots are also kept as pictures in DIR/shots.
func look(s settings) error {
	root := filepath.Join(s.dir, "public")
	pages, err := htmlPages(root)
	if err != nil {
		return err
	}
	srv := httptest.NewServer(http.FileServer(http.Dir(root)))
	defer srv.Close()
	b, stop, err := openBrowser(srv.URL)
	if err != nil {
		return err
	}
	defer stop()
	for _, page := range pages {
		if err := b.visit(page); err != nil {
			return fmt.Errorf("%s: %w", page, err)
		}
	}
	for page := range strings.FieldsSeq(s.shots) {
		if err := b.picture(page, s.dir); err != nil {
			return fmt.Errorf("%s: %w", page, err)
		}
	}
	if b.bad > 0 {
		return fmt.Errorf("%d faults", b.bad)
	}
	fmt.Printf("ok  %d pages opened in a browser without a word\n", len(pages))
	return nil
}

func htmlPages(root string) ([]string, error) {
	var pages []string
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err == nil && filepath.Ext(path) == ".html" {
			rel, _ := filepath.Rel(root, path) // root is its parent
			pages = append(pages, "/"+strings.TrimSuffix(filepath.ToSlash(rel), "index.html"))
		}
		return err
	})
	return pages, err
}

// A browser is a Chromium with one window, which remembers its complaints.
type browser struct {
	ctx    context.Context
	origin string
	bad    int
	mu     sync.Mutex
	said   []string
}

func openBrowser(origin string) (*browser, func(), error) {
	path, err := exec.LookPath("chromium")
	if err != nil {
		return nil, nil, fmt.Errorf("look needs Chromium (Debian: apt-get install chromium): %w", err)
	}
	opts := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true))
	allocated, stopAll := chromedp.NewExecAllocator(context.Background(), opts...)
	ctx, stopWindow := chromedp.NewContext(allocated)
	stop := func() { stopWindow(); stopAll() }
	b := &browser{ctx: ctx, origin: origin}
	err = chromedp.Do(ctx) // starts it
	if err == nil {
		err = chromedp.Listen(ctx, b.hear)
	}
	for _, enable := range []cdp.Command[cdp.Empty, cdp.Empty]{log.Enable, runtime.Enable} {
		if err == nil {
			_, err = chromedp.Call(ctx, enable, cdp.Empty{})
		}
	}
	if err == nil {
		_, err = chromedp.Call(ctx, network.Enable, network.EnableParams{})
	}
	if err != nil {
		stop()
		return nil, nil, err
	}
	return b, stop, nil
}

func (b *browser) hear(ev any) {
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
	case *network.EventRequestWillBeSent:
		if !strings.HasPrefix(ev.Request.URL, b.origin) && !strings.HasPrefix(ev.Request.URL, "data:") {
			said = "asks " + ev.Request.URL
		}
	}
	if said != "" {
		b.mu.Lock()
		defer b.mu.Unlock()
		b.said = append(b.said, said)
	}
}

const sideways = `document.documentElement.scrollWidth - document.documentElement.clientWidth`

var widths = []int64{390, 1280}

func (b *browser) visit(page string) error {
	for _, width := range widths {
		for _, scheme := range []string{"light", "dark"} {
			if err := b.open(page, width, 800, scheme); err != nil {
				return err
			}
			over, err := chromedp.Run(b.ctx, chromedp.Evaluate[int](sideways))
			if err != nil {
				return err
			}
			if over > 0 {
				b.tell("%s: %d px too wide at %d", page, over, width)
			}
		}
	}
	b.mu.Lock()
	said := b.said
	b.said = nil
	b.mu.Unlock()
	for _, s := range said {
		b.tell("%s: %s", page, s)
	}
	return nil
}

func (b *browser) tell(format string, args ...any) {
	b.bad++
	fmt.Printf("BAD "+format+"\n", args...)
}

func (b *browser) open(page string, width, height int64, scheme string) error {
	_, err := chromedp.Call(b.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}})
	if err != nil {
		return err
	}
	return chromedp.Do(b.ctx, chromedp.EmulateViewport(width, height), chromedp.Navigate(b.origin+page))
}

// picture keeps a page as the reader of each width sees its beginning.
func (b *browser) picture(page, dir string) error {
	for _, width := range widths {
		if err := b.open(page, width, 1800, "light"); err != nil {
			return err
		}
		png, err := chromedp.Run(b.ctx, chromedp.CaptureScreenshot())
		if err != nil {
			return err
		}
		name := strings.Trim(strings.ReplaceAll(page, "/", "-"), "-")
		path := filepath.Join(dir, "shots", fmt.Sprintf("%s-%d.png", name, width))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(path, png, 0o644); err != nil {
			return err
		}
	}
	return nil
}
