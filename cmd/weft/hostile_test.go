package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"
	"time"
)

// A hostile piece is a file that somebody puts into content/contributions/ by
// hand, or that came by pull request.
type hostilePiece struct {
	file, data string
	said       string // by check, behind the file's name; "": nothing
	shown      bool   // the piece has a page
}

// handWritten is an honest front matter with a text below it.
func handWritten(body string) string {
	return "+++\ntitle = \"A piece\"\nname = \"Shirin\"\nsector = \"care\"\ndate = 2026-11-10\nconsent = \"yes; Ana\"\n+++\nHonest words stay.\n\n" + body + "\n"
}

func withHead(lines string) string {
	return "+++\n" + lines + "\nname = \"Shirin\"\nsector = \"care\"\ndate = 2026-11-10\nconsent = \"yes; Ana\"\n+++\nHonest words stay.\n"
}

const titleLine = "title = \"A piece\"\n"

// hostilePieces makes them when they are asked for: this binary is the program of
// every script too, and would write these megabytes each time it starts.
func hostilePieces() []hostilePiece {
	return []hostilePiece{
		// Front matter.
		{"bomb-size.md", withHead(titleLine + "summary = \"" + strings.Repeat("x", 90<<10) + "\""), ":1: the front matter is longer than 64 kB", false},
		{"bomb-deep.md", withHead(titleLine + "tags = " + strings.Repeat("[", 60000)), ":1: the front matter goes deeper", false},
		{"bomb-tables.md", withHead(titleLine + "a = " + strings.Repeat("{a=", 20000)), ":1: the front matter goes deeper", false},
		{"bomb-dots.md", withHead("a" + strings.Repeat(".a", 30000) + " = 1"), ":1: the front matter goes deeper", false},
		{"bomb-keys.md", withHead(titleLine + strings.Repeat("a = 1\n", 9000)), ":4: Key 'a' has already been defined", false},
		{"twice.md", withHead(titleLine + "title = \"Another\""), ":3: Key 'title' has already been defined", false},
		{"types.md", withHead("title = 3"), ":2: ", false},
		{"types-date.md", "+++\n" + titleLine + "name = \"Shirin\"\ndate = \"yesterday\"\n+++\nWords.\n", ":4: ", false},
		{"types-tags.md", withHead(titleLine + "tags = {a = 1}"), ":3: ", false},
		{"unknown.md", withHead(titleLine + "layout = \"../../x\""), `:3: unknown key "layout"`, false},
		{"endless.md", "+++\ntitle = \"A piece\"\n", ":1: the front matter that begins here never ends", false},
		{"none.md", "Only words.\n", ":1: no front matter", false},
		{"empty.md", "", ":1: no front matter", false},
		{"yaml.md", "---\ntitle: A piece\nauthor: !!python/object x\n---\nWords.\n", ":1: no front matter", false},
		{"no-title.md", withHead("tags = []"), ":1: the piece has no title", false},
		{"path-author.md", "+++\n" + titleLine + "author = \"../../../etc/passwd\"\ndate = 2026-11-10\n+++\nWords.\n", ":3: the piece names no author that is in a list", false},
		{"path-name.md", strings.ReplaceAll(handWritten(""), `"Shirin"`, `"../../../x"`), "", true},
		{"path-title.md", withHead(`title = "../../../etc/passwd"`), "", true},
		{"path-sector.md", strings.NewReplacer(`"care"`, `"../x"`, "Shirin", "Noor").Replace(handWritten("")), `:4: sector "../x" is not declared`, false},
		{"markup-title.md", withHead(`title = "<script>alert(1)</script><img src=x onerror=a> A piece"`), "", true},
		{"markup-name.md", strings.ReplaceAll(handWritten(""), `"Shirin"`, `"<script>alert(1)</script>"`), "", true},
		{"markup-summary.md", withHead(titleLine + `summary = "<img src=https://t.example/p.gif onerror=a><script>alert(1)</script>In short"`), "", true},
		{"markup-tags.md", withHead(titleLine + `tags = ["<script>alert(1)</script>"]`), "", true},
		{"url-acts.md", withHead(titleLine + `url = "javascript:alert(1)"`), `:3: url = "javascript:alert(1)" is no web address`, false},
		{"url-data.md", withHead(titleLine + `url = "data:text/html,x"`), ":3: url = ", false},
		{"turned-title.md", withHead(`title = "A \u202E piece"`), ":2: title holds characters that cannot be seen", false},
		{"turned-name.md", strings.ReplaceAll(handWritten(""), `"Shirin"`, `"Shi\u200Brin"`), ":3: name holds characters that cannot be seen", false},
		{"lines-title.md", withHead(`title = "A\npiece"`), ":2: title holds characters that cannot be seen", false},
		{"conflict.md", withHead(titleLine + "<<<<<<< HEAD"), ":3: ", false},
		// What a text brings.
		{"script.md", handWritten("<script>alert(1)</script>"), ":10: warning: HTML", true},
		{"script-src.md", handWritten("Words <script src=https://x.example/a.js></script> here."), ":10: warning: HTML", true},
		{"handler.md", handWritten("<p onclick=alert(1)>Press</p>\n\n<svg onload=alert(1)>"), ":10: warning: HTML", true},
		{"javascript.md", handWritten("[a](javascript:alert(1)) [b](JaVaScRiPt:x) [c](java&#115;cript:alert) [d](vbscript:x) <javascript:alert(1)>"), `:10: warning: the link "javascript:alert(1)" leads nowhere`, true},
		{"data.md", handWritten("[a](data:text/html;base64,PHNjcmlwdD4=) ![b](data:image/svg+xml,x)"), `:10: warning: the link "data:text/html;base64,PHNjcmlwdD4=" leads nowhere`, true},
		{"iframe.md", handWritten("<iframe src=https://x.example/></iframe>\n\n<object data=x></object><embed src=x>"), ":10: warning: HTML", true},
		{"form.md", handWritten("<form action=https://x.example/><input name=q><button>Go</button></form>"), ":10: warning: HTML", true},
		{"image.md", handWritten("![a bench](https://t.example/b.jpg) ![](https://t.example/p.gif?who=1)"), `:10: warning: the picture "https://t.example/b.jpg" is not shown`, true},
		{"image-here.md", handWritten("![x](/favicon.svg) ![y](../../secret.png)"), `:10: warning: the picture "/favicon.svg" is not shown`, true},
		{"image-html.md", handWritten("<img src=https://t.example/p.gif srcset=https://t.example/q.gif>\n\n<picture><source srcset=https://t.example/q.gif></picture>"), ":10: warning: HTML", true},
		{"base.md", handWritten("<base href=https://evil.example/>"), ":10: warning: HTML", true},
		{"refresh.md", handWritten("<meta http-equiv=refresh content='0;url=https://evil.example/'>"), ":10: warning: HTML", true},
		{"css.md", handWritten("<style>body{background:url(https://t.example/p.gif)}</style>\n\n<p style='background:url(https://t.example/p.gif)'>x</p>\n\n<link rel=stylesheet href=https://t.example/x.css>"), ":10: warning: HTML", true},
		{"attributes.md", handWritten("## Heading {onclick=alert(1) style=x}\n\n## Other {#x .y src=https://t.example/p.gif}"), "", true},
		{"comment.md", handWritten("<!-- hidden\nwords -->\n\nMore <!-- and --> more."), ":10: warning: readers do not see this comment", true},
		{"comment-open.md", handWritten("<!-- never ends"), ":10: warning: readers do not see this comment", true},
		{"closing.md", handWritten("</div></main></body></html>\n\n<plaintext>\n\n<textarea>\n\n<title>"), ":10: warning: HTML", true},
		{"template.md", handWritten("{{ .Secret }} {{template \"x\"}} <% x %> ${x}"), "", true},
		{"bidi.md", handWritten("evil \u202e.gpj \u2066x\u2069 \u200b\U000e0041"), ":8: warning: 5 characters that cannot be seen", true},
		{"escape.md", handWritten("a\x1b[2Jb \x07"), ":8: warning: 2 characters that cannot be seen", true},
		{"links.md", handWritten(strings.Repeat("[a](https://x.example/) ", 100)), "", true},
		// What a file is.
		{"nul.md", handWritten("a\x00b"), ":1: this is no plain text", false},
		{"nul-late.md", handWritten(strings.Repeat("Words. ", 200) + "\x00"), ":8: warning: 1 characters", true},
		{"torn.md", handWritten("Caf\xe9"), ":10: this is not all in UTF-8; the piece is not read", false},
		{"torn-head.md", withHead("title = \"Caf\xe9\""), ":2: ", false},
		{"utf16.md", wide(handWritten("x")), ":1: this is no plain text", false},
		{"marked.md", "\ufeff" + handWritten(""), "", true},
		{"crlf.md", strings.ReplaceAll(handWritten("x"), "\n", "\r\n"), "", true},
		{"large.md", handWritten(strings.Repeat("Words. ", 3<<20)), ": longer than 256 kB; it is not read", false},
		{"headings.md", handWritten(strings.Repeat("# a\n", 60000)), "", true},
		{"many-headings.md", handWritten(strings.Repeat("# a\n", 100000)), ": longer than 256 kB; it is not read", false},
		{"many-links.md", handWritten(strings.Repeat("[a](b)", 40000)), ":10: this is in a paragraph with more than 4000 signs of form; the piece is not read", false},
		{"many-quotes.md", handWritten(strings.Repeat("> ", 100000)), ":10: this is quoted or indented more than 50 deep; the piece is not read", false},
		{"many-lists.md", handWritten(strings.Repeat("- ", 100000)), ":10: this is quoted or indented more than 50 deep; the piece is not read", false},
		{"many-stars.md", handWritten(strings.Repeat("*a_", 60000)), ":10: this is in a paragraph with more than 4000", false},
		// What a file is called.
		{"CON.md", handWritten(""), ": ", false},
		{"..md", handWritten(""), "", false},
		{"...md", handWritten(""), "", false},
		{".hidden.md", handWritten(""), "", false},
		{"Upper.md", handWritten(""), `: file name "Upper.md"`, false},
		{"upper.md", handWritten(""), `: on Windows and Macs this is the same file as "Upper.md"`, true},
		{"a b.md", handWritten(""), `: file name "a b.md"`, false},
		{"a%2f..%2fb.md", handWritten(""), ": file name ", false},
		{"-rf.md", handWritten(""), ": file name ", false},
		{"<script>.md", handWritten(""), ": file name ", false},
		{"index.html", "<script>alert(1)</script>", "", false},
		{"sub/deep.md", handWritten(""), "", false},
		{strings.Repeat("long-", 40) + "name.md", handWritten(""), ": file name ", false},
	}
}

// wide writes a text as UTF-16.
func wide(s string) string {
	var b strings.Builder
	b.WriteString("\xff\xfe")
	for _, r := range s {
		b.WriteByte(byte(r))
		b.WriteByte(byte(r >> 8))
	}
	return b.String()
}

// Everything at once: each piece ends made safe, refused with file, line and what
// to do, or left out; the site is built all the same.
func TestHostilePiecesPutThereByHandAreMadeSafeOrRefused(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("names that Windows cannot hold")
	}
	b := newBench(t)
	b.must("run")
	pieces := hostilePieces()
	for n, p := range pieces { // each its own, so that none counts as a copy of another
		b.write("content/contributions/"+p.file, strings.ReplaceAll(strings.ReplaceAll(p.data, "A piece", fmt.Sprintf("A piece, the %dth", n)), "words stay.", fmt.Sprintf("words stay. These are number %d.", n)))
	}
	before := b.tree("content")
	odd := b.oddFiles()
	begin := time.Now()
	b.weft("fetch")
	said, code := b.saidBy("check")
	if code != exitFailed {
		t.Errorf("check ends with %d", code)
	}
	if told, code := b.weft("build"); code != exitDone {
		t.Fatalf("one bad piece stops the build: %s", told)
	}
	t.Logf("fetch, check and build took %v", time.Since(begin))
	for _, p := range pieces {
		b.endsAsItShould(p, said)
	}
	for _, odd := range []string{"content/contributions/folder.md: a folder with a file's name", "content/contributions/passwd.md: a symbolic link out of the site", "content/contributions/nowhere.md: a symbolic link that leads nowhere"} {
		if !strings.Contains(said, odd) {
			t.Errorf("check does not say %q", odd)
		}
	}
	b.remove(odd...)
	if after := b.tree("content"); after != before {
		t.Errorf("something was written into content: %s", firstDifference(before, after))
	}
	b.holdsNothingForeign("public")
	b.holdsNothingForeign("public-internal")
	for _, name := range []string{"index.html", "contributions/the-passenger-seat/index.html", "feed.atom"} {
		if _, err := os.Stat(filepath.Join(b.dir, "public", name)); err != nil {
			t.Error(err)
		}
	}
}

// oddFiles are pieces that are no files.
func (b *bench) oddFiles() (names []string) {
	dir := filepath.Join(b.dir, "content/contributions")
	b.write("content/contributions/folder.md/inside.md", handWritten(""))
	for name, to := range map[string]string{"passwd.md": "/etc/passwd", "nowhere.md": "no/where.md", "self.md": "self.md"} {
		if err := os.Symlink(to, filepath.Join(dir, name)); err != nil {
			b.t.Fatal(err)
		}
		names = append(names, "content/contributions/"+name)
	}
	return append(names, "content/contributions/folder.md")
}

func (b *bench) endsAsItShould(p hostilePiece, said string) {
	b.t.Helper()
	name := "content/contributions/" + p.file
	if told := linesOf(said, name+":"); p.said == "" && told != "" && p.shown || !strings.Contains(told, name+p.said) && p.said != "" {
		b.t.Errorf("%s: check says\n%.600s\nand not %q", p.file, told, p.said)
	} else if told != "" && strings.Count(told, "\n") > 2*12 {
		b.t.Errorf("%s: check says too much:\n%.600s", p.file, told)
	}
	if strings.Trim(p.file, ".") == "md" { // its page would be another's
		return
	}
	page, err := os.ReadFile(filepath.Join(b.dir, "public/contributions", strings.TrimSuffix(p.file, ".md"), "index.html"))
	if (err == nil) != p.shown {
		b.t.Errorf("%s: shown %v, and should be %v", p.file, err == nil, p.shown)
	}
	if p.shown && !strings.Contains(string(page), "Honest words stay. ") {
		b.t.Errorf("%s: the honest words are lost", p.file)
	}
}

// linesOf gives what is said of a file, with its hints.
func linesOf(said, start string) string {
	var b strings.Builder
	of := false
	for line := range strings.Lines(said) {
		if of = strings.HasPrefix(line, start) || of && strings.HasPrefix(line, "    "); of {
			b.WriteString(line)
		}
	}
	return b.String()
}

var (
	actingTag   = regexp.MustCompile(`(?i)<(?:script|iframe|object|embed|form|input|button|img|picture|source|base|style|textarea|plaintext|meta[^>]*http-equiv=["']?refresh)[\s>/]`)
	actingKey   = regexp.MustCompile(`(?i)<[^>]*\s(?:on[a-z]+|style|src|srcset)\s*=`)
	actingRef   = regexp.MustCompile(`(?i)href=["']?\s*(?:javascript|data|vbscript):`)
	quotedValue = regexp.MustCompile(`"[^"<>]*"`)
	foreignLink = regexp.MustCompile(`(?i)<link[^>]*rel="?(?:stylesheet|preload|prefetch|preconnect|icon)[^>]*//`)
)

// A style of mail colours and measures: it calls for nothing, and hides nothing in
// escapes.
var mailStyle = regexp.MustCompile(`<style>(?:[^<\\(]|@media \(prefers-color-scheme: dark\))*</style>| style="[^"\\(]*"`)

// holdsNothingForeign looks for what acts, or asks somebody else for something, in
// every page of a tree.
func (b *bench) holdsNothingForeign(dir string) {
	pages := 0
	filepath.WalkDir(filepath.Join(b.dir, dir), func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".html") {
			return err
		}
		pages++
		page := readFile(b.t, path)
		if filepath.Base(path) == "mail.html" { // which has its styles in it, since mail programs load none
			page = mailStyle.ReplaceAll(page, nil)
		}
		bare := quotedValue.ReplaceAll(page, []byte(`""`))
		for bad, in := range map[*regexp.Regexp][]byte{actingTag: bare, actingKey: bare, actingRef: page, foreignLink: page} {
			if at := bad.Find(in); at != nil {
				b.t.Errorf("%s holds %.200q", path, at)
			}
		}
		if strings.ContainsAny(string(page), "\u202e\u2066\u200b\U000e0041\x1b\x00") {
			b.t.Errorf("%s holds what cannot be seen", path)
		}
		return nil
	})
	if pages < 30 {
		b.t.Errorf("%s has only %d pages", dir, pages)
	}
}
