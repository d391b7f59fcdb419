package main

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"path"
	"strings"
	"sync"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// A watch is a browser's window, and what it complained of.
type watch struct {
	ctx    context.Context
	origin string
	mu     sync.Mutex
	said   []string
}

// browse opens every page of both editions in Chromium: no dialogue, no word in
// the console, no request to anybody but the site, no scrolling sideways.
func (a *attempt) browse() error {
	for name, tree := range map[string]published{"public": a.public, "public-internal": a.internal} {
		if err := a.browseTree(name, tree); err != nil {
			return err
		}
	}
	return nil
}

func (a *attempt) browseTree(name string, tree published) error {
	srv := httptest.NewServer(http.FileServer(http.Dir(a.place.path(name))))
	defer srv.Close()
	w, stop, err := openWindow(srv.URL)
	if err != nil {
		return err
	}
	defer stop()
	for _, file := range sortedKeys(tree) {
		if path.Ext(file) != ".html" {
			continue
		}
		wide, err := w.open("/" + strings.TrimSuffix(file, "index.html"))
		if err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
		a.want(wide <= 0, "%s/%s scrolls %d px sideways", name, file, wide)
		for _, said := range w.heard() {
			a.faults.add("%s/%s: the browser: %s", name, file, brief(said))
		}
	}
	return nil
}

// browseEach opens what each case by itself left where its words are seen: the
// cases of a collection have their addresses in common, and on one site most
// of them are one item.
func browseEach(s settings, attempts []*attempt) error {
	srv := httptest.NewServer(http.FileServer(http.Dir(s.out)))
	defer srv.Close()
	w, stop, err := openWindow(srv.URL)
	if err != nil {
		return err
	}
	defer stop()
	for _, a := range attempts {
		for _, file := range []string{"river/index.html", "digests/" + issue + "/index.html", "contributors/case/index.html"} {
			if _, ok := a.public[file]; !ok {
				continue
			}
			wide, err := w.open("/each/" + a.ID + "/site/public/" + strings.TrimSuffix(file, "index.html"))
			if err != nil {
				return fmt.Errorf("%s: %s: %w", a.ID, file, err)
			}
			a.want(wide <= 0, "%s scrolls %d px sideways", file, wide)
			for _, said := range w.heard() {
				a.faults.add("%s: the browser: %s", file, brief(said))
			}
		}
	}
	return nil
}

func openWindow(origin string) (*watch, func(), error) {
	bin, err := exec.LookPath("chromium")
	if err != nil {
		return nil, nil, fmt.Errorf("no Chromium to open the pages in (Debian: apt-get install chromium; -browser=false does without): %w", err)
	}
	opts := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(bin), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true))
	allocated, stopAll := chromedp.NewExecAllocator(context.Background(), opts...)
	ctx, stopWindow := chromedp.NewContext(allocated)
	stop := func() { stopWindow(); stopAll() }
	w := &watch{ctx: ctx, origin: origin}
	err = chromedp.Do(ctx)
	if err == nil {
		err = chromedp.Listen(ctx, w.hear)
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
	return w, stop, nil
}

func (w *watch) hear(ev any) {
	said := ""
	switch ev := ev.(type) {
	case *log.EventEntryAdded:
		said = ev.Entry.Text + " " + ev.Entry.URL
	case *runtime.EventConsoleAPICalled:
		said = fmt.Sprint("console: ", ev.Type)
	case *runtime.EventExceptionThrown:
		said = "exception: " + ev.ExceptionDetails.Text
	case *page.EventJavascriptDialogOpening:
		said = "a dialogue opens: " + ev.Message
	case *network.EventLoadingFailed:
		said = "not loaded: " + ev.ErrorText
	case *network.EventRequestWillBeSent:
		if !strings.HasPrefix(ev.Request.URL, w.origin) && !strings.HasPrefix(ev.Request.URL, "data:") {
			said = "asks " + ev.Request.URL
		}
	}
	if said != "" {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.said = append(w.said, said)
	}
}

func (w *watch) heard() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	said := w.said
	w.said = nil
	return said
}

// open gives how many pixels a page scrolls sideways on a narrow phone.
func (w *watch) open(path string) (int, error) {
	if err := chromedp.Do(w.ctx, chromedp.EmulateViewport(360, 800), chromedp.Navigate(w.origin+path)); err != nil {
		return 0, err
	}
	return chromedp.Run(w.ctx, chromedp.Evaluate[int](`document.documentElement.scrollWidth - document.documentElement.clientWidth`))
}
