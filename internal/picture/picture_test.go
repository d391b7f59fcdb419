package picture

import (
	"bytes"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"
)

var update = flag.Bool("update", false, "write what the code gives into testdata")

func on(day int) time.Time { return time.Date(2026, 1, 1+day, 9, 0, 0, 0, time.UTC) }

func many(lane int, points []Point) (string, string) {
	return fmt.Sprintf("%d pieces in lane %d", len(points), lane), fmt.Sprintf("#in-%d", lane)
}

// small is a timeline with one of everything.
func small() Timeline {
	t := Timeline{ID: "way", Title: "How slack water travelled", About: "First in Harbour.", From: on(0), To: on(300), Many: many, SpanName: "Crossed",
		Lanes: []Lane{{"Harbour", 1, "from 5 Jan"}, {"Local government and planning", 2, "from 2 Mar"}, {"الصحة", 3, ""}, {"No sector", 0, ""}},
		Points: []Point{{"a", 0, on(4), "5 January 2026, Harbour: The pause, by Edda", "https://edda.example/a?b=1&c=2", true, false}, {"b", 0, on(90), "another", "https://edda.example/b", false, false},
			{"c", 1, on(60), "third", "https://x.example/c", true, false}, {"c", 2, on(60), "third", "https://x.example/c", true, false}, {"d", 1, on(200), "fourth", "../x/", false, false},
			{"e", 1, on(201), "fifth", "../y/", false, false}, {"f", 1, on(203), "sixth", "../z/", false, false}, {"g", 2, on(280), "nowhere to go", "", false, false}, {"h", 3, on(120), "of no sector", "/h", true, false}},
		Arcs:  []Arc{{"a", "c", false}, {"a", "b", false}, {"c", "d", true}, {"c", "e", true}, {"gone", "d", false}, {"d", "g", true}},
		Spans: []Span{{on(56), on(63)}, {on(63), on(70)}, {on(196), on(203)}},
	}
	for m := range 10 {
		t.Ticks = append(t.Ticks, Tick{time.Date(2026, time.Month(m+1), 1, 0, 0, 0, 0, time.UTC), time.Month(m + 1).String()[:3], ""})
	}
	t.Ticks[1].Sub = "2026"
	return t
}

// crowd is a timeline of any size, the same for a seed.
func crowd(seed uint64, lanes, points int) Timeline {
	random := rand.New(rand.NewPCG(seed, 1))
	t := Timeline{ID: "way", Title: evil, About: evil, From: on(0), To: on(random.IntN(4000)), Many: many, SpanName: strings.Repeat("long ", 9)}
	for i := range lanes {
		t.Lanes = append(t.Lanes, Lane{[]string{"Health", strings.Repeat("Sector of many words ", 4), "שלטון מקומי", strings.Repeat("漢", 30), evil}[random.IntN(5)], i%13 + 0, evil})
	}
	for i := range points {
		t.Points = append(t.Points, Point{fmt.Sprint(i), random.IntN(lanes), on(random.IntN(4100) - 50), evil + strings.Repeat("x", random.IntN(200)), "https://x.example/" + evil, random.IntN(9) == 0, i%11 == 0})
		t.Arcs = append(t.Arcs, Arc{fmt.Sprint(random.IntN(points)), fmt.Sprint(random.IntN(points)), random.IntN(2) == 0})
	}
	for range random.IntN(200) {
		day := random.IntN(4000)
		t.Spans = append(t.Spans, Span{on(day), on(day + 7)})
	}
	return t
}

const evil = `</title></svg><script>alert(1)</script>" onload="x" ' & ` + "\u202e\x00\x1b[31m\xff"

func TestTheTimelineIsDrawnAsAlways(t *testing.T) {
	golden(t, "small.svg", small().SVG())
	big := crowd(3, 6, 90)
	big.Title, big.About = "Many", "Many pieces."
	golden(t, "many.svg", big.SVG())
	full := crowd(5, 14, 60)
	full.Title, full.About, full.SpanName = "Full", "More lanes than a phone has columns.", "Crossed"
	for i := range full.Lanes {
		full.Lanes[i].Name = []string{"Health", "Local government and planning"}[i%2]
	}
	golden(t, "full.svg", full.SVG())
	golden(t, "spark.svg", Sparkline([]int{0, 1, 0, 2, 0, 0, 9, 1}, "Pieces by week")+"\n")
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(want, []byte(got)) {
		t.Errorf("%s is drawn otherwise; look at it and run go test -update", name)
	}
}

func TestNothingIsDrawnOfNothing(t *testing.T) {
	if got := (Timeline{Many: many}).SVG(); got != "" {
		t.Errorf("drawn: %s", got)
	}
	if got := Sparkline(nil, "none"); !strings.Contains(got, `aria-label="none"`) || strings.Contains(got, "bars") {
		t.Errorf("sparkline: %s", got)
	}
}

var numbers = regexp.MustCompile(`-?\d+`)

func ints(s string) []int {
	var out []int
	for _, n := range numbers.FindAllString(s, -1) {
		i, _ := strconv.Atoi(n)
		out = append(out, i)
	}
	return out
}

// faults says what breaks a promise in a drawing.
func faults(svg string) []string {
	root, err := html.Parse(strings.NewReader(svg))
	if err != nil {
		return []string{err.Error()}
	}
	var all []string
	for n := range root.Descendants() {
		if n.Type != html.ElementNode || n.Data != "svg" {
			continue
		}
		box := ints(get(n, "viewbox") + get(n, "viewBox"))
		if len(box) != 4 {
			return append(all, "no viewBox")
		}
		all = append(all, faultsIn(n, box[2], box[3])...)
	}
	return all
}

func faultsIn(svg *html.Node, w, h int) []string {
	var all []string
	wrong := func(format string, args ...any) { all = append(all, fmt.Sprintf(format, args...)) }
	inside := func(what string, x, y int) {
		if x < 0 || y < 0 || x > w || y > h {
			wrong("%s at %d %d of %d %d", what, x, y, w, h)
		}
	}
	var hits [][4]int
	for n := range svg.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		switch n.Data {
		case "rect":
			r := [4]int{}
			for i, k := range []string{"x", "y", "width", "height"} {
				r[i], _ = strconv.Atoi(get(n, k))
			}
			inside("an area", r[0], r[1])
			inside("an area", r[0]+r[2], r[1]+r[3])
			for _, o := range hits {
				if r[0] < o[0]+o[2] && o[0] < r[0]+r[2] && r[1] < o[1]+o[3] && o[1] < r[1]+r[3] {
					wrong("areas overlap: %v %v", r, o)
				}
			}
			hits = append(hits, r)
		case "path":
			if d := get(n, "d"); !strings.ContainsAny(d, "lhva") {
				for p := ints(d); len(p) > 1; p = p[2:] {
					inside("a line", p[0], p[1])
				}
			}
		case "text":
			x, _ := strconv.Atoi(get(n, "x"))
			y, _ := strconv.Atoi(get(n, "y"))
			if t := ints(get(n, "transform")); len(t) > 1 && n.FirstChild != nil {
				x, y = t[0], t[1]
				inside("the end of a name", x, y-7*width(n.FirstChild.Data))
			}
			inside("a text", x, y)
		case "a", "g", "svg", "title", "desc", "circle":
		default:
			wrong("<%s>", n.Data)
		}
		if n.Data == "a" && (get(n, "aria-label") == "" || get(n, "href") == "") {
			wrong("a link without words or place")
		}
		for _, a := range n.Attr {
			if a.Key == "style" || strings.HasPrefix(a.Key, "on") || strings.ContainsAny(a.Val, "\x00\x1b\u202e") {
				wrong("%s=%q", a.Key, a.Val)
			}
		}
	}
	return all
}

func get(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func TestADrawingKeepsItsPromises(t *testing.T) {
	for _, size := range [][2]int{{1, 1}, {1, 1000}, {2, 40}, {4, 300}, {12, 1000}, {13, 60}, {30, 200}} {
		for seed := range uint64(8) {
			svg := crowd(seed, size[0], size[1]).SVG()
			if strings.Count(svg, "<svg") != 2 {
				t.Fatalf("%v: %d drawings", size, strings.Count(svg, "<svg"))
			}
			for _, fault := range faults(svg) {
				t.Errorf("%v, seed %d: %s", size, seed, fault)
			}
		}
	}
	for _, fault := range faults(small().SVG()) {
		t.Error(fault)
	}
}

func TestTheOrderOfWhatIsDrawnDoesNotMatter(t *testing.T) {
	for seed := range uint64(10) {
		tl := crowd(seed, 5, 200)
		want := tl.SVG()
		random := rand.New(rand.NewPCG(seed, 2))
		random.Shuffle(len(tl.Points), func(i, j int) { tl.Points[i], tl.Points[j] = tl.Points[j], tl.Points[i] })
		random.Shuffle(len(tl.Arcs), func(i, j int) { tl.Arcs[i], tl.Arcs[j] = tl.Arcs[j], tl.Arcs[i] })
		random.Shuffle(len(tl.Spans), func(i, j int) { tl.Spans[i], tl.Spans[j] = tl.Spans[j], tl.Spans[i] })
		if tl.SVG() != want {
			t.Fatalf("seed %d, shuffled: another drawing", seed)
		}
	}
}

// On a phone of 360 pixels a unit of the narrow drawing is one, and however
// many lanes there are, a finger can hit their points (WCAG 2.2, 2.5.8: 24 pixels).
func TestAreasCanBeHit(t *testing.T) {
	for lanes := 1; lanes <= 40; lanes++ {
		tl := crowd(1, lanes, 100)
		if f := tl.narrow(); f.hit < 24 || f.lane < f.hit {
			t.Errorf("%d lanes: %d on a phone, a lane is %d", lanes, f.hit, f.lane)
		}
	}
}

func TestNamesAreBrokenBetweenWords(t *testing.T) {
	for in, want := range map[string]string{
		"Health": "Health", "": "", "Local government": "Local government", "Local government and planning": "Local government|and planning",
		"Donaudampfschifffahrtsgesellschaft": "Donaudampfschifff…", "漢字漢字漢字漢字漢字": "漢字漢字漢字漢字…",
	} {
		if got := strings.Join(wrap(in, 18, 2), "|"); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func FuzzStrangersTextStaysText(f *testing.F) {
	for _, s := range []string{evil, "", "plain", "&amp;", "]]>", "<!--", "\u2028"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		tl := small()
		tl.Title, tl.About, tl.SpanName = text, text, text
		tl.Points[0].Label, tl.Points[1].Href, tl.Lanes[0].Name, tl.Lanes[1].Note = "x"+text, "x"+text, text, text
		for _, fault := range faults(tl.SVG() + Sparkline([]int{1}, text)) {
			t.Errorf("%q: %s", text, fault)
		}
	})
}

func BenchmarkAThousandPoints(b *testing.B) {
	t := crowd(1, 8, 1000)
	for b.Loop() {
		t.SVG()
	}
}
