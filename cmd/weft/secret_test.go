package main

import (
	"bytes"
	"context"
	"encoding/base64"
	"fmt"
	"html"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// An echo says the credential it is given wherever a server can say something.
func echo(t *testing.T, elsewhere string) *httptest.Server {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		given := r.Header.Get("Authorization")
		if given == "" {
			t.Errorf("%s was asked for without the credential", r.URL)
		}
		_, secret, _ := strings.Cut(given, " ")
		if _, password, ok := r.BasicAuth(); ok {
			secret = password + " " + secret
		}
		said := url.QueryEscape(secret)
		for _, name := range []string{"ETag", "Link", "Content-Location", "Retry-After", "Cache-Control", "X-Secret"} {
			w.Header().Set(name, `"`+secret+`"`)
		}
		switch r.URL.Path {
		case "/body":
			fmt.Fprintf(w, `<rss version="2.0"><channel><title>By %[1]s</title><link>https://ana.example/%[2]s</link><item><guid>g-%[1]s</guid>
<title>Permission to fail, %[1]s</title><link>https://ana.example/?key=%[2]s</link><author>%[1]s</author><category>%[1]s</category>
<pubDate>Wed, 11 Nov 2026 10:00:00 GMT</pubDate><description>&lt;p&gt;It is %[1]s, permission to fail.&lt;/p&gt;</description></item></channel></rss>`, html.EscapeString(secret), said)
		case "/moved":
			w.Header().Set("Location", "/body?token="+said)
			w.WriteHeader(http.StatusMovedPermanently)
		case "/away":
			w.Header().Set("Location", elsewhere+"/?token="+said)
			w.WriteHeader(http.StatusFound)
		case "/odd":
			w.Header().Set("Location", "ftp://"+said+".example/")
			w.WriteHeader(http.StatusFound)
		case "/html":
			fmt.Fprintf(w, `<html><head><title>%[1]s</title><link rel="alternate" type="application/rss+xml" href="/%[2]s.xml"></head><body>%[1]s</body></html>`, html.EscapeString(secret), said)
		case "/cut":
			fmt.Fprintf(w, `<rss version="2.0"><channel><%[1]s><%[1]s`, said)
		case "/json":
			fmt.Fprintf(w, `{"version":"%s", %s`, said, said)
		case "/gone":
			w.WriteHeader(http.StatusGone)
			fmt.Fprint(w, secret)
		case "/later":
			w.WriteHeader(http.StatusTooManyRequests)
			fmt.Fprint(w, secret)
		default:
			w.WriteHeader(http.StatusNotFound)
			fmt.Fprint(w, secret)
		}
	}))
	t.Cleanup(s.Close)
	return s
}

// TestASecretIsFoundNowhere plants two secrets, lets a server say them in every
// way it can, and then looks at everything that was written and said.
func TestASecretIsFoundNowhere(t *testing.T) {
	const token, password = "tok-4711-hunter22", `pass/word"<&>hunter33`
	elsewhere := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { t.Errorf("a stranger was asked: %s", r.URL) }))
	defer elsewhere.Close()
	s := echo(t, elsewhere.URL)
	b := newBench(t)
	t.Setenv("WEFT_TEST_TOKEN", token)
	secret := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(secret, []byte("ana:"+password+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	list := ""
	for i, path := range []string{"body", "moved", "away", "odd", "html", "cut", "json", "gone", "later", "lost"} {
		for _, auth := range []string{"env:WEFT_TEST_TOKEN", "file:" + secret} {
			list += fmt.Sprintf("[[contributor]]\nid = \"c%d-%s\"\nname = \"C %d\"\nsectors = [\"housing\"]\n[[contributor.feed]]\nurl = \"%s/%s?%s\"\nnetwork = \"private\"\nauth = %q\n",
				i, auth[:3], i, s.URL, path, auth[:3], auth)
		}
	}
	b.write("feeds/secret.toml", list)

	var said bytes.Buffer
	for _, args := range [][]string{
		{"fetch"}, {"fetch", "--force", "--json"}, {"fetch", "c2-env"}, {"status"}, {"status", "--json"}, {"status", "--ill"},
		{"export", "feeds"}, {"export", "feeds", "--format", "csv"}, {"export", "feeds", "--format", "opml"}, {"export", "entries"}, {"check"}, {"draft", "2026-W46"},
		{"build", "--drafts"}, {"why", "https://ana.example/?key=****"}, {"why", s.URL + "/body?env"}, {"run"},
	} {
		env := &environment{dir: ".", stdout: &said, stderr: &said, now: func() time.Time { return b.now }}
		run(context.Background(), env, append([]string{"-C", b.dir}, args...))
		b.now = b.now.Add(time.Minute)
	}
	if !strings.Contains(said.String(), "C 0") || !strings.Contains(said.String(), "Permission to fail, ****") {
		t.Errorf("what the servers said did not come this far:\n%s", said.String())
	}
	whole := map[string][]byte{"what was said": said.Bytes()}
	err := filepath.WalkDir(b.dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		whole[path], err = os.ReadFile(path)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	found := false
	for name, data := range whole {
		found = found || bytes.Contains(data, []byte("g-****"))
		for _, spelling := range []string{token, password, url.QueryEscape(password), url.PathEscape(password), html.EscapeString(password),
			base64.StdEncoding.EncodeToString([]byte("ana:" + password)), "hunter22", "hunter33"} {
			if i := bytes.Index(data, []byte(spelling)); i >= 0 {
				t.Errorf("%s holds %q: …%q…", name, spelling, data[max(0, i-60):min(len(data), i+60)])
			}
		}
	}
	if !found {
		t.Error("the archive does not hold what the server said: this test looks at the wrong files")
	}
}
