package main

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// A plantedLeak is something of the overlay's where it must not be: put into a
// file of the built tree, beside them, or into a file that people write.
type plantedLeak struct {
	kind string
	file string
	// old stands in the file and becomes words; "": words make a file of their own,
	// or, of one that is there, its end.
	old, words string
	// said is what build says of it, and check where build has no cause to.
	said    string
	byCheck bool
}

// What the overlay alone knows: see inside. Its page and one of its posts have
// titles that only it has.
const secretTitle = "Möbius kept the second ledger"

var changedByHand = "holds 1 file that weft did not write, or that was changed since"

var leaks = []plantedLeak{
	{kind: "a title in a page", file: "public/index.html", old: "<main", words: "<p>" + secretTitle + "</p><main", said: changedByHand},
	{kind: "a count in data", file: "public/data/themes.json", old: "1", words: "2", said: changedByHand},
	{kind: "an address in a feed", file: "public/feed.atom", old: "</feed>", words: `<link href="https://inner.hearth.example/d1"/></feed>`, said: changedByHand},
	{kind: "a line in a mail", file: "public/digests/2026-W45/mail.txt", old: "* * *", words: secretTitle, said: changedByHand},
	{kind: "words in a message", file: "public/digests/2026-W45/mail.eml", old: "* * *", words: "M=C3=B6bius kept the sec=\r\nond ledger", said: changedByHand},
	{kind: "a name in a picture's label", file: "public/picture.svg", words: `<svg><text><tspan>The Lab in</tspan> <tspan>the Cellar</tspan></text></svg>`, said: "a name"},
	{kind: "a name in an alt text", file: "public/more.html", words: `<img src="x.png" alt="Seen by The Lab in the Cellar">`, said: "a name"},
	{kind: "mail, as a page", file: "public/digests/mail.html", words: "<p>M&ouml;bius kept the <i>second</i> ledger</p>", said: "a title"},
	{kind: "mail, as text", file: "public/digests/mail.txt", words: "> Möbius kept\n> the second\n> ledger\n", said: "a title"},
	{kind: "mail, quoted-printable", file: "public/digests/mail.eml", words: "Content-Transfer-Encoding: quoted-printable\r\n\r\nM=C3=B6bius kept the sec=\r\nond ledger\r\n", said: "a title"},
	{kind: "mail, base64", file: "public/digests/b.eml", words: "Content-Transfer-Encoding: base64\r\n\r\n" + inLines(base64.StdEncoding.EncodeToString([]byte("Dear all,\n\n"+strings.Repeat("there is news. ", 9)+secretTitle+"."))) + "\r\n", said: "a title"},
	{kind: "OPML", file: "public/more.opml", words: `<opml><outline text="Inside Desk" xmlUrl="x"/></opml>`, said: `"inside-desk"`},
	{kind: "a ledger's reason", file: "public/policy.txt", words: "Held: half of the business plan is his", said: "a note"},
	{kind: "a shard of a search index", file: "public/search/a1.json", words: `{"words":{"the landlord of landlords":[3,7]}}`, said: "a name"},
	{kind: "a site map", file: "public/sitemap-2.xml", words: "<urlset><url><loc>https://gazette.example/contributors/inside-desk/</loc></url></urlset>", said: "a contributor's id"},
	{kind: "JSON's escapes", file: "public/x.json", words: `{"t":"M\u00f6bius\nkept \u0074he second ledger"}`, said: "a title"},
	{kind: "an address with percent signs", file: "public/y.html", words: `<a href="/go?to=https%3A%2F%2Finner.hearth.example%2Fd1">x</a>`, said: "an address"},
	{kind: "a word parted by markup", file: "public/z.html", words: "<b>M</b>öbius kept <span>the</span> sec<wbr>ond ledger", said: "a title"},
	{kind: "soft hyphens and joiners", file: "public/soft.html", words: "Mö\u00adbius ke\u200bpt the sec&shy;ond led\u2060ger", said: "a title"},
	{kind: "capitals, letters with their marks apart", file: "public/caps.txt", words: "MO\u0308BIUS KEPT THE SECOND LEDGER", said: "a title"},
	{kind: "an id in capitals", file: "public/ids.csv", words: "1;INSIDE-LAB;2", said: "a contributor's id"},
	{kind: "a file whose name is a title's slug", file: "public/mobius-kept-the-second-ledger.html", words: "<p>Nothing.</p>", said: "a title"},
	{kind: "a theme's id in an address", file: "public/t.html", words: `<a href="/themes/cellars/">x</a>`, said: "a theme's id"},
	{kind: "a packed file", file: "public/feed.json.gz", words: gzipped("{\"title\":\"" + secretTitle + "\"}"), said: "a title"},
	{kind: "content of a style sheet", file: "public/more.css", words: `main::after { content: "The C\00006fal Board Inside" }`, said: "an organisation"},
	{kind: "a link to the overlay's folder", file: "public/overlay.toml", words: "-> private/feeds/inside.toml", said: "is a link into the overlay private"},
	{kind: "a title in an issue", file: "content/digests/2026-W45.md", words: "\nWe read " + secretTitle + ".\n", said: "a title"},
	{kind: "a name on a page", file: "content/pages/about.md", words: "+++\ntitle = \"About\"\n+++\nThanks to the lab in the <em>cellar</em>.\n", said: "a name"},
	{kind: "a title in a template", file: "templates/words.en.json", old: "Themes", words: secretTitle, said: "a title"},
	{kind: "an address in a contribution", file: "content/contributions/a-letter.md", words: "\nSee <https://inner.hearth.example/l1>.\n", said: "an address", byCheck: true},
	{kind: "a theme in the tags", file: "content/tags.jsonl", words: `{"url":"https://hal-ives.example/0","themes":["gates","cellars"],"not":[],"by":"Ada","at":"2026-11-12T10:00:00Z"}` + "\n", said: `names a theme that only private has: "cellars"`, byCheck: true},
	{kind: "a reason in the ledger", file: "content/ledger.jsonl", words: `{"act":"decide","url":"https://hal-ives.example/0","action":"publish","reason":"as The Lab in the Cellar asked","by":"Ada","at":"2026-11-12T10:00:00Z"}` + "\n", said: "a name", byCheck: true},
	{kind: "a comment in a list", file: "feeds/all.toml", words: "\n# Inside Desk asked for them\n", said: `:82: holds a contributor's id that only private knows: "inside-desk"`, byCheck: true},
}

func gzipped(s string) string {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	w.Write([]byte(s))
	w.Close()
	return b.String()
}

// inLines breaks a text as mail does.
func inLines(s string) string {
	var b strings.Builder
	for len(s) > 76 {
		b.WriteString(s[:76] + "\r\n")
		s = s[76:]
	}
	return b.String() + s
}

// Whatever of an overlay's somebody puts into the public tree or into a public file
// by hand, build or check names the file, and the tree stays as it was.
func TestEveryPlantedLeakIsFound(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.around(true)
	b.inside()
	b.write("content/pages/about.md", "+++\ntitle = \"About\"\n+++\nWho we are.\n")
	b.write("templates/words.en.json", string(readFile(t, "../../templates/words.en.json")))
	b.write("private/feeds/more.toml", "[[organisation]]\nid = \"coal-board\"\nname = \"The Coal Board Inside\"\n")
	b.write("private/feeds/samples/lab.json", blogOf(posted("https://inner.hearth.example/l1", secretTitle, "2026-11-09", "Words.", "")))
	b.write("private/content/themes/cellars.md", "+++\nlabel = \"Cellars\"\nterms = [\"cellar\"]\n+++\nOurs.\n")
	b.write("content/ledger.jsonl", "")
	b.write("content/tags.jsonl", "")
	b.must("fetch")
	b.must("credit", "gus-hart", "--by", "Bo", "--note", "Half of the business plan is his")
	b.must("draft", "2026-W45")
	b.must("freeze", "2026-W45", "--by", "Ada")
	b.must("build")
	if said, code := b.weft("check"); code != exitDone {
		t.Fatalf("check of the site as it is: exit %d\n%s", code, said)
	}
	if len(leaks) < 20 {
		t.Errorf("%d kinds", len(leaks))
	}
	for _, l := range leaks {
		t.Run(l.kind, func(t *testing.T) { b.find(t, l) })
	}
	b.must("build")
}

func (b *bench) find(t *testing.T, l plantedLeak) {
	t.Helper()
	undo := b.plant(t, l)
	defer undo()
	before := b.tree("public")
	command := "build"
	if l.byCheck {
		command = "check"
	}
	said, code := b.saidBy(command)
	if name := strings.TrimPrefix(l.file, "public/"); code != exitFailed || !strings.Contains(said, name) || !strings.Contains(said, l.said) {
		t.Errorf("%s: exit %d, want %q of %s:\n%s", command, code, l.said, l.file, said)
	}
	if b.tree("public") != before {
		t.Error("the public tree changed")
	}
	if strings.HasPrefix(l.file, "public/") && len(l.kind)%3 == 0 && !strings.HasPrefix(l.words, "-> ") {
		if said, code := b.saidBy("check"); code != exitFailed || !strings.Contains(said, l.file) {
			t.Errorf("check: exit %d:\n%s", code, said)
		}
	}
}

// plant puts a leak in its place; undo takes it out again.
func (b *bench) plant(t *testing.T, l plantedLeak) (undo func()) {
	t.Helper()
	at := filepath.Join(b.dir, filepath.FromSlash(l.file))
	if target, link := strings.CutPrefix(l.words, "-> "); link {
		if err := os.Symlink(filepath.Join(b.dir, target), at); err != nil {
			t.Fatal(err)
		}
		return func() { os.Remove(at) }
	}
	was, err := os.ReadFile(at)
	text := string(was) + l.words
	switch {
	case l.old != "" && !strings.Contains(string(was), l.old):
		t.Fatalf("%s has no %q", l.file, l.old)
	case l.old != "":
		text = strings.Replace(string(was), l.old, l.words, 1)
	case strings.HasPrefix(l.words, "+++"):
		text = l.words
	}
	info, _ := os.Stat(at)
	b.write(l.file, text)
	return func() {
		if err != nil {
			os.RemoveAll(at)
			return
		}
		b.write(l.file, string(was))
		os.Chtimes(at, info.ModTime(), info.ModTime())
	}
}

// saidBy is all that a command says, on both of its ways out.
func (b *bench) saidBy(args ...string) (string, int) {
	var out strings.Builder
	env := &environment{dir: ".", stdout: &out, stderr: &out, now: func() time.Time { return b.now }}
	code := run(b.t.Context(), env, append([]string{"-C", b.dir}, args...))
	return out.String(), code
}
