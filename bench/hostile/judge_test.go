package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"weft/bench/hostile/wicked"
)

const wholePage = `<!DOCTYPE html><html lang="en"><head><title>T</title></head><body><main><h1>H</h1>%</main></body></html>`

// A judge that finds nothing wrong with anything is of no use.
func TestWhatIsWrongInAPageIsSeen(t *testing.T) {
	if f := pageFaults([]byte(strings.Replace(wholePage, "%", `<p><a href="https://a.example/">a</a></p>`, 1))); len(f) > 0 {
		t.Errorf("a page that is well: %q", f)
	}
	for _, bad := range []string{
		"<script>alert(1)</script>", `<p onclick="x">a</p>`, `<a href="javascript:alert(1)">a</a>`, `<img src="https://a.example/x.gif">`, "<h1>Two</h1>", `<a href="mailto:a@a.example">a</a>`, `<a href="mailto:editors@digest.example.org?bcc=a@a.example">a</a>`,
		"a\u202eb", "a\x1bb", `<p style="x">a</p>`, `<a href="https://a.example/"> </a>`, `<p id="a"></p><p id="a"></p>`, `<meta http-equiv="set-cookie" content="a">`, `<a href="//evil.example/">x</a>`,
	} {
		if f := pageFaults([]byte(strings.Replace(wholePage, "%", bad, 1))); len(f) == 0 {
			t.Errorf("nothing is wrong with %q", bad)
		}
	}
}

func TestWhatIsWrongInMailIsSeen(t *testing.T) {
	mail := strings.Replace(wholePage, "</head>", "<style>p { color: red }</style></head>", 1)
	if f := mailFaults([]byte(strings.Replace(mail, "%", `<p style="margin:0 0 4px">a</p>`, 1))); len(f) > 0 {
		t.Errorf("mail that is well: %q", f)
	}
	for _, bad := range []string{
		`<p style="background:url(https://a.example/x.gif)">a</p>`, `<p style="position:fixed">a</p>`, `<p style="color:\\72 ed">a</p>`, "<style>p { color: red }</style>", `<img src="https://a.example/x.gif">`, "<script>alert(1)</script>",
	} {
		if f := mailFaults([]byte(strings.Replace(mail, "%", bad, 1))); len(f) == 0 {
			t.Errorf("nothing is wrong with %q", bad)
		}
	}
	if f := mailFaults([]byte(strings.Replace(mail, "color: red", "background: URL(//a.example)", 1))); len(f) == 0 {
		t.Error("nothing is wrong with a style sheet that loads a picture")
	}
}

func TestWhatIsWrongInADraftIsSeen(t *testing.T) {
	const front = "+++\ntitle = \"T\"\nperiod = \"2026-W47\"\n+++\n"
	if p := readPaper([]byte(front + "## From housing {#from-housing}\n\n- [A \\*title\\*](https://a.example/) “words”\n  <!-- why: x -->\n")); len(p.faults) > 0 || !slices.Equal(p.links, []string{"A *title*"}) || !slices.Equal(p.headings, []string{"From housing"}) {
		t.Errorf("a draft that is well: %+v", p)
	}
	for _, bad := range []string{
		"- [a](javascript:x)\n", "- [a](https://a.example/) <b>b</b>\n", "- a https://b.example/\n", "> quote\n", "| a | b |\n|---|---|\n", "```\ncode\n```\n", "- [a](https://a.example/) *b*\n", "<!-- a -->\n<script>b</script>\n", "<<<<<<< HEAD\n", "- ![a](https://a.example/)\n",
	} {
		if p := readPaper([]byte(front + bad)); len(p.faults) == 0 {
			t.Errorf("nothing is wrong with %q", bad)
		}
	}
	if p := readPaper([]byte("+++\ntitle = \"T\"\nurl = \"x\"\n+++\n")); len(p.faults) == 0 {
		t.Error("nothing is wrong with a key of a stranger's")
	}
}

func TestWhatIsWrongInFeedsAndNamesIsSeen(t *testing.T) {
	feed := func(item string) string {
		return `<rss version="2.0"><channel><title>T</title><item><title>A</title><guid>1</guid>` + item + `</item></channel></rss>`
	}
	if f := feedFaults([]byte(feed("<link>https://a.example/</link><description>&lt;p&gt;a&lt;/p&gt;</description>"))); len(f) > 0 {
		t.Errorf("a feed that is well: %q", f)
	}
	for _, bad := range []string{"<description>&lt;script&gt;</description>", "<link>javascript:alert(1)</link>", `<enclosure url="https://a.example/x"/>`, "</item><item><title>A</title><guid>1</guid>"} {
		if f := feedFaults([]byte(feed(bad))); len(f) == 0 {
			t.Errorf("nothing is wrong with %q", bad)
		}
	}
	if len(xmlFaults([]byte("<a>&b;</a>"))) == 0 || len(jsonFaults([]byte(`{"a":`))) == 0 {
		t.Error("what is not well formed passes")
	}
	for _, bad := range []string{"a/../b", "CON/index.html", "a/.htaccess", "a b", "nul.txt", strings.Repeat("n", 300)} {
		if len(nameFaults([]string{bad})) == 0 {
			t.Errorf("nothing is wrong with the name %q", bad)
		}
	}
	if len(nameFaults([]string{"a/go.html", "a/GO.html"})) == 0 {
		t.Error("names that differ in case alone pass")
	}
}

// What our own behaviours of words, markup and protocols leave behind on one
// site, from the lists to the pages: nothing that acts. The script beside this
// folder tries each by itself, and those that take long.
func TestASiteOfHostileFeedsIsInert(t *testing.T) {
	if testing.Short() || runtime.GOOS == "windows" {
		t.Skip("runs the program a dozen times on a hundred feeds, and measures as Unix does")
	}
	dir := t.TempDir()
	bin := filepath.Join(dir, "weft")
	if out, err := exec.Command("go", "build", "-o", bin, "weft/cmd/weft").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	some := slices.DeleteFunc(wicked.All(), func(b wicked.Behaviour) bool {
		heavy := strings.HasPrefix(b.ID, "many-") || strings.Contains(b.ID, "bomb") || strings.Contains(b.ID, "endless") || strings.HasPrefix(b.ID, "retry")
		return heavy || b.Slow
	})
	if len(some) < 100 {
		t.Fatalf("only %d behaviours", len(some))
	}
	a, err := ownTogether(settings{weft: bin, out: dir}, some)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range a.faults {
		t.Error(f)
	}
	if _, err := os.Stat(a.place.path("public/index.html")); err != nil {
		t.Error("nothing was published, so that this test could not fail: ", err)
	}
}
