package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"regexp"
	"slices"
	"testing"

	"github.com/chromedp/cdproto/accessibility"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// A stop is where the focus is in a timeline.
type stop struct {
	Name   string  `json:"name"`
	Href   string  `json:"href"`
	Along  float64 `json:"along"`  // its place in time, in pixels of the page
	Hit    float64 `json:"hit"`    // the lesser side of its area, in pixels of the screen
	Marked bool    `json:"marked"` // one sees that it has the focus
	Inside bool    `json:"inside"` // the window shows it
}

// stopScript tells of the focus; null when it is outside of the timeline. Time
// runs downwards where the drawing is for a phone. A click is noted, not followed.
const stopScript = `(() => {
	const a = document.activeElement
	if (!a.closest('svg.timeline')) return null
	if (!window.heard) { window.heard = true; document.addEventListener('click', e => { window.went = e.target.closest('a').getAttribute('href'); e.preventDefault() }) }
	const hit = a.querySelector('.hit').getBoundingClientRect(), style = getComputedStyle(a)
	const down = a.closest('svg').classList.contains('narrow')
	return { name: a.getAttribute('aria-label'), href: a.getAttribute('href'), hit: Math.min(hit.width, hit.height),
		along: down ? hit.top + scrollY : hit.left, marked: style.outlineStyle != 'none' && parseFloat(style.outlineWidth) >= 2,
		inside: hit.top >= 0 && hit.left >= 0 && hit.bottom <= innerHeight && hit.right <= innerWidth }
})()`

const drawnScript = `[...document.querySelectorAll('svg.timeline a')].filter(a => a.getClientRects().length).map(a => a.getAttribute('aria-label'))`

// What a point says: when, where, what, by whom; or of several how many.
var spoken = regexp.MustCompile(`^(\d+ \w+ \d{4}, .+: .+, by .+|\d+ pieces, .+: in the list below)$`)

// Without a mouse, and without seeing it, a reader can go through a theme's way
// from its first entry to its last, hears of each what it is, sees where they
// are, and gets to what they want.
func TestATimelineIsReachedByKeyboardInTheOrderOfTime(t *testing.T) {
	path := chromium(t)
	b := newBench(t)
	b.must("run")
	srv := httptest.NewServer(http.FileServer(http.Dir(filepath.Join(b.dir, "public"))))
	defer srv.Close()
	w := openWindow(t, path)
	if err := w.media(&emulation.MediaFeature{Name: "prefers-reduced-motion", Value: "reduce"}); err != nil { // the window is where the focus is at once
		t.Fatal(err)
	}
	for _, width := range []int64{360, 768, 1440} {
		t.Run(fmt.Sprint(width), func(t *testing.T) {
			err := chromedp.Do(w.ctx, chromedp.EmulateViewport(width, 800), chromedp.Navigate(srv.URL+"/themes/permission-to-fail/"))
			if err != nil {
				t.Fatal(err)
			}
			drawn, err := chromedp.Run(w.ctx, chromedp.Evaluate[[]string](drawnScript))
			if err != nil || len(drawn) < 10 {
				t.Fatalf("%d points are drawn: %v", len(drawn), err)
			}
			stops := w.tabThrough(t)
			checkStops(t, stops, drawn)
			w.checkSpoken(t, drawn)
		})
	}
}

// tabThrough presses Tab until the focus has left the timeline, and Enter on
// each point of it.
func (w *window) tabThrough(t *testing.T) []stop {
	t.Helper()
	var stops []stop
	for range 200 {
		err := chromedp.Do(w.ctx, chromedp.KeyEvent(kb.Tab))
		var s *stop
		if err == nil {
			s, err = chromedp.Run(w.ctx, chromedp.Evaluate[*stop](stopScript))
		}
		if err != nil {
			t.Fatal(err)
		}
		if s == nil && len(stops) > 0 {
			return stops
		}
		if s == nil {
			continue
		}
		stops = append(stops, *s)
		if err := chromedp.Do(w.ctx, chromedp.KeyEvent(kb.Enter)); err != nil {
			t.Fatal(err)
		}
		if went, err := chromedp.Run(w.ctx, chromedp.Evaluate[string](`window.went`)); err != nil || went != s.Href {
			t.Errorf("%s: Enter leads to %q, not %q: %v", s.Name, went, s.Href, err)
		}
	}
	t.Fatal("the focus does not get out of the timeline, or never in")
	return nil
}

func checkStops(t *testing.T, stops []stop, drawn []string) {
	t.Helper()
	var names []string
	for i, s := range stops {
		names = append(names, s.Name)
		switch {
		case !spoken.MatchString(s.Name):
			t.Errorf("%q does not say what it is", s.Name)
		case !s.Marked || !s.Inside:
			t.Errorf("%s: one does not see that it has the focus: %+v", s.Name, s)
		case s.Hit < 24:
			t.Errorf("%s: its area is %v pixels, a finger needs 24", s.Name, s.Hit)
		case i > 0 && s.Along < stops[i-1].Along-0.5:
			t.Errorf("%s comes after %s, and is earlier", s.Name, stops[i-1].Name)
		}
	}
	if !slices.Equal(names, drawn) {
		t.Errorf("reached are\n%q\nand drawn\n%q", names, drawn)
	}
}

// checkSpoken holds that the browser tells the names to who does not see them.
func (w *window) checkSpoken(t *testing.T, drawn []string) {
	t.Helper()
	tree, err := chromedp.Call(w.ctx, accessibility.GetFullAXTree, accessibility.GetFullAXTreeParams{})
	if err != nil {
		t.Fatal(err)
	}
	told := map[string]bool{}
	for _, n := range tree.Nodes {
		var role, name string
		if n.Role != nil && n.Name != nil && json.Unmarshal(n.Role.Value, &role) == nil && json.Unmarshal(n.Name.Value, &name) == nil && role == "link" {
			told[name] = true
		}
	}
	for _, name := range drawn {
		if !told[name] {
			t.Errorf("a reader that does not see is not told of %q", name)
		}
	}
}
