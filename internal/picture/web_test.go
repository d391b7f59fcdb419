package picture

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// village is a web of any size, the same for a seed.
func village(seed uint64, sectors, people int) Web {
	random := rand.New(rand.NewPCG(seed, 3))
	w := Web{ID: "w-web", Title: "People", About: "Who took up whose ideas."}
	for i := range sectors {
		w.Sectors = append(w.Sectors, Hub{[]string{"Health", "Housing", "Local government and planning", "Technology", "שלטון מקומי", "漢字漢字"}[i%6], fmt.Sprintf("/sectors/%d/", i), i%12 + 1})
	}
	first := []string{"Idris", "Ana", "Wilhelmina", "Mo", "Bartholomew Montgomery", "李", "Åsa", "MARGARET WAMMWOMMM"}
	last := []string{"Vaughan", "Pop", "Featherstonehaugh-Cholmondeley", "Lee", "O’Shaughnessy", "王小明", "Wu"}
	for i := range people {
		n := Node{ID: "p" + strconv.Itoa(i), Name: first[random.IntN(len(first))] + " " + last[random.IntN(len(last))], Label: fmt.Sprintf("number %d", i), Href: fmt.Sprintf("/contributors/%d/", i), Named: random.IntN(12) == 0}
		for s := range sectors {
			if random.IntN(sectors+1) < 1 || sectors == 1 {
				n.Sectors = append(n.Sectors, s)
			}
		}
		w.People = append(w.People, n)
	}
	for range people * 3 {
		w.Threads = append(w.Threads, Thread{"p" + strconv.Itoa(random.IntN(people)), "p" + strconv.Itoa(random.IntN(people)), random.IntN(3) > 0})
	}
	w.Threads = append(w.Threads, Thread{"p0", "gone", true})
	return w
}

func TestTheWebIsDrawnAsAlways(t *testing.T) { golden(t, "web.svg", village(4, 5, 22).SVG()) }

// The names in the picture, each with the room that the widest letters need:
// what is measured here is what is drawn, and not what was planned.
func names(t *testing.T, svg string) (boxes []box, said []string) {
	root, err := html.Parse(strings.NewReader(svg))
	if err != nil {
		t.Fatal(err)
	}
	for n := range root.Descendants() {
		if n.Type != html.ElementNode || n.Data != "text" {
			continue
		}
		x, _ := strconv.Atoi(get(n, "x"))
		y, _ := strconv.Atoi(get(n, "y"))
		wide := room(n.FirstChild.Data)
		if get(n, "text-anchor") == "middle" {
			x -= wide / 2
		}
		boxes, said = append(boxes, box{x, y - 14, wide, 19}), append(said, n.FirstChild.Data)
	}
	return boxes, said
}

func TestNoTwoNamesOfSixtyPeopleAreOverEachOther(t *testing.T) {
	for _, sectors := range []int{0, 1, 2, 5, 12, 20} {
		for seed := range uint64(12) {
			boxes, said := names(t, village(seed, sectors, 60).SVG())
			if len(boxes) != 60+sectors {
				t.Fatalf("%d names of 60 people and %d sectors", len(boxes), sectors)
			}
			for i, a := range boxes {
				for j, b := range boxes[:i] {
					if a.x < b.x+b.w && b.x < a.x+a.w && a.y < b.y+b.h && b.y < a.y+a.h {
						t.Errorf("%d sectors, seed %d: %q %v lies over %q %v", sectors, seed, said[i], a, said[j], b)
					}
				}
			}
		}
	}
}

func TestAWebKeepsItsPromises(t *testing.T) {
	for _, size := range [][2]int{{0, 1}, {1, 1}, {1, 60}, {3, 9}, {5, 60}, {12, 60}, {20, 60}} {
		for seed := range uint64(4) {
			svg := village(seed, size[0], size[1]).SVG()
			for _, fault := range faults(svg) {
				t.Errorf("%v, seed %d: %s", size, seed, fault)
			}
			if n := strings.Count(svg, "<a class=\"node"); n != size[1] {
				t.Errorf("%v: %d people are drawn", size, n)
			}
		}
	}
	if got := (Web{}).SVG(); got != "" {
		t.Errorf("drawn of nobody: %s", got)
	}
	if n := strings.Count(village(1, 4, 90).SVG(), "<a class=\"node"); n != Most {
		t.Errorf("%d of 90 people are drawn", n)
	}
}

// A keyboard goes through sectors and then people, in the order given; the
// threads may come in any.
func TestTheOrderOfThreadsDoesNotMatter(t *testing.T) {
	for seed := range uint64(6) {
		w := village(seed, 5, 40)
		want := w.SVG()
		rand.New(rand.NewPCG(seed, 5)).Shuffle(len(w.Threads), func(i, j int) { w.Threads[i], w.Threads[j] = w.Threads[j], w.Threads[i] })
		if w.SVG() != want {
			t.Fatalf("seed %d, shuffled: another drawing", seed)
		}
		slices.Reverse(w.Threads)
		if w.SVG() != want {
			t.Fatalf("seed %d, reversed: another drawing", seed)
		}
	}
}

// Whoever asks for somebody by voice says what they read.
func TestWhatIsLeftOfALongNameIsWholeWords(t *testing.T) {
	for name, want := range map[string]string{
		"Idris Vaughan":                                 "Idris Vaughan",
		"Bartholomew Featherstonehaugh-Wemm":            "Bartholomew…",
		"Frictionless Data (Open Knowledge Foundation)": "Frictionless Data (Open…",
		"Ada of the Nine Long Lane Lots and More":       "Ada of the Nine Long Lane…",
		strings.Repeat("m", 40):                         strings.Repeat("m", 29) + "…",
		strings.Repeat("漢", 20):                         strings.Repeat("漢", 14) + "…",
	} {
		if got := shortenName(name, 30); got != want {
			t.Errorf("%q is %q, not %q", name, got, want)
		}
	}
}

// Who exchanges with another sector lies nearer to it than who does not.
func TestPeopleLieWhereTheyBelong(t *testing.T) {
	w := Web{Sectors: []Hub{{Name: "A"}, {Name: "B"}}, People: []Node{{ID: "a", Name: "Al", Sectors: []int{0}}, {ID: "b", Name: "Bo", Sectors: []int{1}}, {ID: "c", Name: "Cy", Sectors: []int{0}}},
		Threads: []Thread{{"a", "b", true}}}
	l := w.lay()
	far := func(i, hub int) int {
		p, h := l.people[i].dot(), l.hubs[hub].middle()
		return root((p.x-h.x)*(p.x-h.x) + (p.y-h.y)*(p.y-h.y))
	}
	if far(0, 0) > far(0, 1) || far(1, 1) > far(1, 0) || far(0, 1) > far(2, 1) {
		t.Errorf("Al is %d and %d away, Bo %d and %d, Cy %d and %d", far(0, 0), far(0, 1), far(1, 0), far(1, 1), far(2, 0), far(2, 1))
	}
}

func FuzzStrangersNamesStayNames(f *testing.F) {
	for _, s := range []string{evil, "", "plain", "&amp;", "漢", "\u0301\u0301"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		w := village(1, 3, 8)
		w.Title, w.About, w.People[0].Name, w.People[1].Label, w.People[2].Href, w.Sectors[0].Name = text, text, text, "x"+text, "x"+text, "x"+text
		for _, fault := range faults(w.SVG()) {
			t.Errorf("%q: %s", text, fault)
		}
	})
}

func BenchmarkSixtyPeople(b *testing.B) {
	w := village(1, 8, 60)
	for b.Loop() {
		w.SVG()
	}
}
