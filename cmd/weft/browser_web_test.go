package main

import (
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"testing"

	"weft"
	"weft/internal/picture"

	"github.com/chromedp/chromedp"
)

// sixty is a picture as full as one gets: long names, wide letters, several scripts.
func sixty() picture.Web {
	w := picture.Web{ID: "w-web", Title: "People", About: "Who took up whose ideas."}
	for i, name := range []string{"Care", "Health", "Housing", "Local government", "Technology", "Schools"} {
		w.Sectors = append(w.Sectors, picture.Hub{Name: name, Href: "#" + name, Hue: i + 1})
	}
	first := []string{"Idris", "Wilhelmina", "MAMMOW", "Åsa", "Bartholomew", "李", "فاطمة الزهراء", "Ἀλέξανδρος"}
	last := []string{"Vaughan", "Pop", "Featherstonehaugh-Wemm", "王小明", "WAMWUMMER", "عبد الرحمن", "Lindqvist"}
	for i := range picture.Most {
		w.People = append(w.People, picture.Node{ID: fmt.Sprint("p", i), Name: first[i*7%8] + " " + last[i*5%7], Label: fmt.Sprintf("%s %s, somewhere: taken up by %d people", first[i*7%8], last[i*5%7], i), Href: fmt.Sprintf("#p%d", i),
			Sectors: []int{i * i % 6}, Named: i%9 == 0})
		for _, other := range []int{i * 17 % picture.Most, i * 5 % picture.Most} {
			w.Threads = append(w.Threads, picture.Thread{From: fmt.Sprint("p", i), To: fmt.Sprint("p", other), Across: i*i%6 != other*other%6})
		}
	}
	return w
}

// overScript tells which names of the picture lie over each other as the
// browser drew them, and which areas are too small for a finger.
const overScript = `(() => {
	const boxes = [...document.querySelectorAll('svg.web text')].map(t => [t.textContent, t.getBoundingClientRect()])
	const wrong = []
	boxes.forEach(([name, a], i) => boxes.slice(0, i).forEach(([other, b]) => {
		if (a.left < b.right && b.left < a.right && a.top + 2 < b.bottom - 2 && b.top + 2 < a.bottom - 2) wrong.push(name + ' lies over ' + other)
	}))
	document.querySelectorAll('svg.web .hit').forEach(h => { const b = h.getBoundingClientRect(); if (b.width > 0 && Math.min(b.width, b.height) < 24) wrong.push('an area is ' + b.width + ' by ' + b.height) })
	boxes.forEach(([name, a]) => { const p = document.querySelector('svg.web').getBoundingClientRect(); if (a.left < p.left || a.right > p.right + 1 || a.top < p.top || a.bottom > p.bottom) wrong.push(name + ' lies outside') })
	if (boxes.length != 66) wrong.push(boxes.length + ' names')
	return wrong
})()`

func TestTheNamesOfSixtyPeopleCanBeReadInABrowser(t *testing.T) {
	path := chromium(t)
	css, err := fs.ReadFile(weft.Templates(), "style.css")
	if err != nil {
		t.Fatal(err)
	}
	page := `<!doctype html><meta charset="utf-8"><style>` + string(css) + `</style><body class="at-connections n6"><main><section class="weaving"><figure class="way">` + sixty().SVG() + `</figure></section></main>`
	if keep := os.Getenv("WEFT_KEEP_PICTURE"); keep != "" { // to look at it
		if err := os.WriteFile(keep, []byte(page), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprint(w, page)
	}))
	defer srv.Close()
	w := openWindow(t, path)
	for _, width := range []int64{768, 1440} {
		err := chromedp.Do(w.ctx, chromedp.EmulateViewport(width, 900), chromedp.Navigate(srv.URL))
		if err != nil {
			t.Fatal(err)
		}
		wrong, err := chromedp.Run(w.ctx, chromedp.Evaluate[[]string](overScript))
		if err != nil || len(wrong) > 0 {
			t.Errorf("at %d pixels: %q, %v", width, wrong, err)
		}
	}
	// What measures must see it when a name is put over another.
	over := `(() => { const [a, b] = document.querySelectorAll('svg.web .node text'); b.setAttribute('x', +a.getAttribute('x') + 3); b.setAttribute('y', a.getAttribute('y')) })()`
	if _, err := chromedp.Run(w.ctx, chromedp.Evaluate[any](over)); err != nil {
		t.Fatal(err)
	}
	if wrong, err := chromedp.Run(w.ctx, chromedp.Evaluate[[]string](overScript)); err != nil || len(wrong) == 0 {
		t.Errorf("a name over another was not seen: %v", err)
	}
}
