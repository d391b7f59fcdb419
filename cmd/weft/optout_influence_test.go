package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"html"
	"io"
	"io/fs"
	"mime/quotedprintable"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// calledIdris are all by which the example's best known person is known.
var calledIdris = []string{"idris", "vaughan"}

// Whoever is taken up most, named, credited and thanked, and then wants to be
// left out, leaves no trace in any edition but in what others themselves wrote;
// nobody else's page changes but by their absence.
func TestWhoWasNamedAndOptsOutLeavesNoTrace(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.must("run")
	b.must("people", "confirm", "idris-vaughan", "--by", "Ada")
	b.must("credit", "idris-vaughan", "--by", "Ada", "--note", "The plan of the lab rests on Idris Vaughan", "--public")
	b.must("build", "--drafts")
	before := b.pages()
	if !strings.Contains(before["public/connections/index.html"], "Idris Vaughan") || !strings.Contains(before["public/contributors/idris-vaughan/index.html"], "rests on Idris Vaughan") {
		t.Fatal("he is not named to begin with: there is nothing to leave out")
	}
	note := string(readFile(t, filepath.Join(b.dir, "content/contributors/idris-vaughan.md")))
	b.write("content/contributors/idris-vaughan.md", strings.Replace(note, "+++\n", "+++\nopt_out = true\n", 1))
	b.must("build", "--drafts")
	after, others := b.pages(), b.othersWords()
	for name, page := range after {
		for _, trace := range traces(page, others) {
			t.Errorf("%s still names who opted out: …%s…", name, trace)
		}
		if was, there := before[name]; there && was != page && !mentionsIdris(was) && isPageOfSomebody(name) {
			t.Errorf("%s named him nowhere, and changed", name)
		}
	}
	for name, said := range b.outputs([]string{"https://anapop.example/what-i-asked-my-own-managers"}) {
		if !strings.HasPrefix(name, "weft ") {
			continue // seen above
		}
		for line := range strings.Lines(said) {
			for _, trace := range traces(line, others) {
				t.Errorf("%s still names who opted out: …%s…", name, trace)
			}
		}
	}
}

// Whoever wants nothing said of whose ideas carry stays with what they wrote,
// and is no supporter, credited by nobody and thanked in no list.
func TestWhoDeclinesInfluenceIsReadAndNotSpokenOf(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.must("run")
	b.must("people", "confirm", "idris-vaughan", "--by", "Ada")
	b.must("credit", "idris-vaughan", "--by", "Ada", "--note", "The plan of the lab rests on him", "--public")
	b.must("build", "--drafts")
	thanked := func(page string) bool {
		_, thanks, _ := strings.Cut(page, `id="thank-you"`)
		return strings.Contains(thanks, "/contributors/idris-vaughan/")
	}
	if before := b.pages(); !thanked(before["public/digests/2026-W46/index.html"]) || !strings.Contains(before["public/contributors/idris-vaughan/index.html"], "rests on him") {
		t.Fatal("he is not thanked and credited to begin with: there is nothing to leave out")
	}
	note := string(readFile(t, filepath.Join(b.dir, "content/contributors/idris-vaughan.md")))
	b.write("content/contributors/idris-vaughan.md", strings.Replace(note, "+++\n", "+++\nopt_out = [\"influence\"]\n", 1))
	b.must("build", "--drafts")
	others := b.othersWords()
	for name, page := range b.pages() {
		if strings.Contains(page, "rests on him") {
			t.Errorf("%s shows a credit of somebody who wants none", name)
		}
		if strings.HasSuffix(name, "connections/index.html") {
			for _, trace := range traces(page, others) {
				t.Errorf("%s names somebody who wants nothing said of whose ideas carry: …%s…", name, trace)
			}
		}
		if thanked(page) {
			t.Errorf("%s thanks somebody who wants nothing said of whose ideas carry", name)
		}
	}
	if page := b.pages()["public/contributors/idris-vaughan/index.html"]; !strings.Contains(page, "Idris Vaughan") || strings.Contains(page, "were taken up by") {
		t.Error("his page is gone, or says whose ideas carry")
	}
	for line := range strings.Lines(b.data("export", "people")) {
		var row struct {
			ID                   string
			Supporter, Confirmed bool
			Evidence             []struct{ By, From, To string }
		}
		if err := json.Unmarshal([]byte(line), &row); err != nil {
			t.Fatal(err)
		}
		if row.ID == "idris-vaughan" && (row.Supporter || row.Confirmed || len(row.Evidence) > 0) || strings.Contains(fmt.Sprint(row.Evidence), "idris") {
			t.Errorf("export people makes claims with him: %s", line)
		}
	}
}

func isPageOfSomebody(name string) bool {
	return strings.Contains(name, "/contributors/") && strings.HasSuffix(name, ".html")
}

func mentionsIdris(page string) bool {
	for _, called := range calledIdris {
		if strings.Contains(strings.ToLower(page), called) {
			return true
		}
	}
	return false
}

// traces gives where a page names him in words that no one else wrote.
func traces(page, others string) (found []string) {
	if !mentionsIdris(page) {
		return nil
	}
	words := plainly(page)
	for _, called := range calledIdris {
		for at := 0; ; {
			i := strings.Index(words[at:], called)
			if i < 0 {
				break
			}
			at += i + len(called)
			near := words[max(0, at-len(called)-12):min(len(words), at+12)]
			if !strings.Contains(others, strings.TrimSpace(near)) {
				found = append(found, near)
			}
		}
	}
	return found
}

var tags = regexp.MustCompile(`<[^>]*>|\\u[0-9a-f]{4}`)

// plainly gives a page's words, its addresses among them: folded, one blank
// between, signs left out.
func plainly(page string) string {
	hrefs := regexp.MustCompile(`(href|src|content)="[^"]*"`).FindAllString(page, -1)
	words := html.UnescapeString(html.UnescapeString(tags.ReplaceAllString(page, " ") + strings.Join(hrefs, " ")))
	return strings.Join(strings.FieldsFunc(strings.ToLower(words), func(r rune) bool { return !('a' <= r && r <= 'z' || '0' <= r && r <= '9') }), " ")
}

// othersWords is what everybody else wrote, editors too.
func (b *bench) othersWords() string {
	var all strings.Builder
	for _, dir := range []string{"feeds/samples", "private/feeds/samples", "content/contributions", "content/digests", "private/content/digests", "content/pages", "content/themes"} {
		filepath.WalkDir(filepath.Join(b.dir, filepath.FromSlash(dir)), func(path string, d fs.DirEntry, err error) error {
			if err == nil && !d.IsDir() && !strings.Contains(path, "idris") {
				data, _ := os.ReadFile(path)
				all.WriteString(plainly(html.UnescapeString(string(data))) + "\n")
			}
			return nil
		})
	}
	return all.String()
}

// pages gives every file of both editions, by its path.
func (b *bench) pages() map[string]string {
	out := map[string]string{}
	for _, dir := range []string{"public", "public-internal"} {
		root := filepath.Join(b.dir, dir)
		filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			if err == nil && !d.IsDir() {
				rel, _ := filepath.Rel(b.dir, path)
				out[filepath.ToSlash(rel)] = asRead(path, readFile(b.t, path))
			}
			return nil
		})
	}
	return out
}

// asRead is a file as somebody reads it: of mail, without the encoding and the ends
// of lines that part names.
func asRead(name string, data []byte) string {
	switch filepath.Ext(name) {
	case ".eml":
		text, err := io.ReadAll(quotedprintable.NewReader(bytes.NewReader(data)))
		if err != nil {
			return name + ": " + err.Error()
		}
		return strings.Join(strings.Fields(string(text)), " ")
	case ".txt":
		return strings.Join(strings.Fields(string(data)), " ")
	}
	return string(data)
}
