package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// A place is where the focus is in what tells who exchanges with whom: in the
// picture, or in the list that says the same.
type place struct {
	Drawn  bool   `json:"drawn"`
	Name   string `json:"name"` // what is spoken of it
	Seen   string `json:"seen"` // what is to be read
	Href   string `json:"href"`
	Marked bool   `json:"marked"`
	Inside bool   `json:"inside"`
}

// placeScript tells of the focus; null when it is elsewhere. Where Enter leads is
// noted, and not followed.
const placeScript = `(() => {
	const a = document.activeElement
	if (!a.closest('.weaving')) return null
	if (!window.heard) { window.heard = true; document.addEventListener('click', e => { window.went = e.target.closest('a').getAttribute('href'); e.preventDefault() }) }
	const drawn = !!a.closest('svg'), at = (drawn ? a.querySelector('.hit') : a).getBoundingClientRect(), style = getComputedStyle(a)
	return { drawn, name: a.getAttribute('aria-label') || a.textContent, seen: a.textContent, href: a.getAttribute('href'),
		marked: style.outlineStyle != 'none' && parseFloat(style.outlineWidth) >= 2,
		inside: at.width > 0 && at.top >= -1 && at.left >= -1 && at.bottom <= innerHeight + 1 && at.right <= innerWidth + 1 }
})()`

const inOrderScript = `[...document.querySelectorAll('.weaving .web a')].filter(a => a.getClientRects().length).map(a => a.getAttribute('aria-label'))`
const listedScript = `[...document.querySelectorAll('.weaving .ties a')].map(a => a.textContent)`

// Whoever has no mouse goes through the sectors and then the people of the
// picture, by name, and through the list below it; on a phone the list is all
// there is, and it is reached too.
func TestThePictureOfPeopleIsReachedByKeyboard(t *testing.T) {
	path := chromium(t)
	b := newBench(t)
	b.must("run")
	srv := httptest.NewServer(http.FileServer(http.Dir(filepath.Join(b.dir, "public"))))
	defer srv.Close()
	w := openWindow(t, path)
	if err := w.media(&emulation.MediaFeature{Name: "prefers-reduced-motion", Value: "reduce"}); err != nil {
		t.Fatal(err)
	}
	for _, width := range []int64{360, 768, 1440} {
		t.Run(fmt.Sprint(width), func(t *testing.T) {
			if err := chromedp.Do(w.ctx, chromedp.EmulateViewport(width, 800), chromedp.Navigate(srv.URL+"/connections/")); err != nil {
				t.Fatal(err)
			}
			drawn, err := chromedp.Run(w.ctx, chromedp.Evaluate[[]string](inOrderScript))
			if err != nil || (width > 360) != (len(drawn) > 10) {
				t.Fatalf("%d people and sectors are drawn: %v", len(drawn), err)
			}
			listed, err := chromedp.Run(w.ctx, chromedp.Evaluate[[]string](listedScript))
			if err != nil || len(listed) < 20 {
				t.Fatalf("%d are listed: %v", len(listed), err)
			}
			checkPlaces(t, w.goThrough(t), drawn, listed)
		})
	}
}

// goThrough presses Tab until the focus has left, and Enter on everything.
func (w *window) goThrough(t *testing.T) []place {
	t.Helper()
	var all []place
	for range 400 {
		err := chromedp.Do(w.ctx, chromedp.KeyEvent(kb.Tab))
		var p *place
		if err == nil {
			p, err = chromedp.Run(w.ctx, chromedp.Evaluate[*place](placeScript))
		}
		switch {
		case err != nil:
			t.Fatal(err)
		case p == nil && len(all) > 0:
			return all
		case p == nil:
			continue
		}
		all = append(all, *p)
		if err := chromedp.Do(w.ctx, chromedp.KeyEvent(kb.Enter)); err != nil {
			t.Fatal(err)
		}
		if went, err := chromedp.Run(w.ctx, chromedp.Evaluate[string](`window.went`)); err != nil || went != p.Href {
			t.Errorf("%s: Enter leads to %q, not %q: %v", p.Name, went, p.Href, err)
		}
	}
	t.Fatal("the focus does not get out, or never in")
	return nil
}

func checkPlaces(t *testing.T, places []place, drawn, listed []string) {
	t.Helper()
	var inPicture, inList, people []string
	for _, p := range places {
		if !p.Marked || !p.Inside {
			t.Errorf("%s: one does not see that it has the focus: %+v", p.Name, p)
		}
		if !p.Drawn {
			inList = append(inList, p.Name)
			continue
		}
		inPicture = append(inPicture, p.Name)
		if len(p.Name) < len(p.Seen) || p.Name[:len(p.Seen)] != p.Seen {
			t.Errorf("one reads %q, and it is called %q", p.Seen, p.Name)
		}
		if p.Name != p.Seen { // of a sector nothing more is said than its name
			people = append(people, p.Seen)
		}
	}
	if !slices.Equal(inPicture, drawn) || !slices.Equal(inList, listed) {
		t.Errorf("reached are\n%q\n%q\nand there are\n%q\n%q", inPicture, inList, drawn, listed)
	}
	if !slices.IsSorted(people) {
		t.Errorf("not by name: %q", people)
	}
}
