package main

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// until waits until something is true of the page, or of the one it is loaded
// anew as.
func (w *window) until(t *testing.T, what, expression string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(w.ctx, time.Minute)
	defer cancel()
	var err error
	for ctx.Err() == nil {
		var yes bool
		if yes, err = chromedp.Run(ctx, chromedp.Poll[bool](expression, chromedp.WithPollingInterval(5*time.Millisecond))); err == nil && yes {
			return
		}
	}
	body, _ := chromedp.Run(w.ctx, chromedp.Evaluate[string]("scrollY + document.body.innerText"))
	t.Fatalf("%s: not so (%v); the page says:\n%.600s", what, err, body)
}

// ask evaluates an expression that gives a text.
func (w *window) ask(t *testing.T, expression string) string {
	t.Helper()
	said, err := chromedp.Run(w.ctx, chromedp.Evaluate[string](expression))
	if err != nil {
		t.Fatal(err)
	}
	return said
}

// inShadow is the expression for what the preview shows beside the page.
const inShadow = `(document.body.lastElementChild.shadowRoot || {querySelector: () => null})`

func TestABrowserShowsWhatWasSavedAtOnce(t *testing.T) {
	path := chromium(t)
	b := newBench(t)
	b.must("run")
	long := "\n" + strings.Repeat("A line of the editor's to make the page long.\n\n", 200)
	save := func(word string) {
		b.write("content/digests/2026-W46.md", fmt.Sprintf(draftIssue, word)+long)
	}
	save("oats")
	s := b.serve()
	w := openWindow(t, path)
	if err := chromedp.Do(w.ctx, chromedp.EmulateViewport(900, 700), chromedp.Navigate(s.url+"digests/2026-W46/")); err != nil {
		t.Fatal(err)
	}
	title := func(word string) string {
		return fmt.Sprintf(`document.querySelector("h1.p-name")?.textContent === %q`, "Draft of "+word)
	}
	w.until(t, "the draft", title("oats"))
	w.until(t, "the ribbon", inShadow+`.querySelector(".ribbon")?.textContent === "draft: not published"`)
	w.until(t, "the ribbon has its style", `getComputedStyle(`+inShadow+`.querySelector(".ribbon")).position === "fixed"`)

	// What is saved is shown, at the place where the reader was.
	w.ask(t, `(scrollTo({top: 777, behavior: "instant"}), "")`)
	save("barley")
	w.until(t, "what was saved", title("barley"))
	w.until(t, "the place", `scrollY === 777`)

	// Something else is saved: this page stays.
	w.ask(t, `(window.stayed = "yes")`)
	b.write("content/digests/2026-W45.md", string(readFile(t, "../../content/digests/2026-W45.md"))+"\nMore.\n")
	s.until("2026-W45.md changed: new in")

	// A slip is told over it, and goes away when it is mended.
	b.write("content/digests/2026-W46.md", strings.Replace(fmt.Sprintf(draftIssue, "rye"), "period", "peiod", 1))
	w.until(t, "what is wrong", inShadow+`.querySelector("[role=alert]")?.textContent.includes('content/digests/2026-W46.md:3: unknown key "peiod"')`)
	if hint := w.ask(t, inShadow+`.querySelector("[role=alert]").textContent`); !strings.Contains(hint, `hint: did you mean "period"?`) || !strings.HasPrefix(hint, "1 problem") {
		t.Errorf("it says %q", hint)
	}
	w.picture(t, "slip")
	save("barley")
	w.until(t, "mended", inShadow+`.querySelector(".trouble") === null`)
	if stayed := w.ask(t, `String(window.stayed)`); stayed != "yes" {
		t.Error("the page was loaded anew though it is the same")
	}
	w.picture(t, "draft")
	w.quiet(t)
}

// quiet fails if the browser complained of more than that a page which went
// away ended its stream.
func (w *window) quiet(t *testing.T) {
	t.Helper()
	for _, said := range w.heard() {
		if said != "not loaded: net::ERR_ABORTED" {
			t.Errorf("the browser complains: %q", said)
		}
	}
}

// picture keeps what is seen, in light and dark, where WEFT_SHOTS names a folder.
func (w *window) picture(t *testing.T, name string) {
	t.Helper()
	dir := os.Getenv("WEFT_SHOTS")
	if dir == "" {
		return
	}
	for _, scheme := range []string{"light", "dark"} {
		if err := w.media(&emulation.MediaFeature{Name: "prefers-color-scheme", Value: scheme}); err != nil {
			t.Fatal(err)
		}
		png, err := chromedp.Run(w.ctx, chromedp.CaptureScreenshot())
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(dir+"/"+name+"-"+scheme+".png", png, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func TestABrowserShowsASiteOnceItCanBeShown(t *testing.T) {
	path := chromium(t)
	b := newBench(t)
	b.must("run")
	good := string(readFile(t, "../../feeds/housing.toml"))
	b.write("feeds/housing.toml", strings.Replace(good, "[[contributor]]", "[[contributer]]", 1))
	s := b.serve()
	w := openWindow(t, path)
	if err := chromedp.Do(w.ctx, chromedp.EmulateViewport(900, 700), chromedp.Navigate(s.url)); err != nil {
		t.Fatal(err)
	}
	w.until(t, "what is wrong", `document.querySelector("li code")?.textContent.startsWith("feeds/housing.toml:")`)
	w.until(t, "its style", `getComputedStyle(document.querySelector("main")).borderTopStyle === "solid"`)
	w.picture(t, "instead")
	b.write("feeds/housing.toml", good)
	w.until(t, "mended", `document.querySelector("main#w-main") !== null`)
	for _, said := range w.heard() { // the page that stood in said 503, each time it was told more
		if !strings.Contains(said, "503 (Service Unavailable)") && said != "not loaded: net::ERR_ABORTED" {
			t.Errorf("the browser complains: %q", said)
		}
	}
}
