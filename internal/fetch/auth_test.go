package fetch

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

func TestACredentialTakesTheFormOfWhatIsWritten(t *testing.T) {
	tests := []struct{ secret, want string }{
		{"s3cret-token", "Bearer s3cret-token"},
		{"s3cret-token\n", "Bearer s3cret-token"},
		{"ana:pass:word", "Basic " + base64.StdEncoding.EncodeToString([]byte("ana:pass:word"))},
		{"ana:pass word", "Basic " + base64.StdEncoding.EncodeToString([]byte("ana:pass word"))},
		{"Token abcdef", "Token abcdef"},
		{"Bearer abcdef", "Bearer abcdef"},
	}
	for _, test := range tests {
		t.Setenv("WEFT_TEST_SECRET", test.secret)
		c, f := readCredential("env:WEFT_TEST_SECRET", "")
		if f != nil || c.header != test.want {
			t.Errorf("%q: got %q, %v", test.secret, c.header, f)
		}
	}
}

func TestACredentialThatCannotBeHadSaysWhy(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string, mode os.FileMode) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), mode); err != nil {
			t.Fatal(err)
		}
		return "file:" + path
	}
	t.Setenv("WEFT_TEST_SHORT", "abc")
	t.Setenv("WEFT_TEST_LINES", "hunter22\r\nX-Evil: 1")
	t.Setenv("WEFT_TEST_BLANK", "  ")
	tests := []struct{ ref, says string }{
		{"env:WEFT_TEST_UNSET", `the environment variable "WEFT_TEST_UNSET" is not set`},
		{"env:WEFT_TEST_BLANK", "is not set"},
		{"env:WEFT_TEST_SHORT", "shorter than 4 characters"},
		{"env:WEFT_TEST_LINES", "holds a line break"},
		{"env:", "auth is neither env:NAME nor file:PATH"},
		{"hunter22", "auth is neither env:NAME nor file:PATH; never write the secret itself"},
		{"file:" + dir + "/none", "does not exist"},
		{"file:" + dir, "is not a file"},
		{write("open", "hunter22", 0o644), "can be read by others; chmod 600"},
		{write("long", strings.Repeat("x", maxSecret+1), 0o600), "longer than 8 KiB"},
	}
	for _, test := range tests {
		if runtime.GOOS == "windows" && strings.Contains(test.says, "chmod") {
			continue
		}
		o := hurried(Options{}).Get(t.Context(), Request{URL: "https://127.0.0.1/", Auth: test.ref})
		f := failure(t, o)
		if f.Reason != ReasonAuth || !strings.Contains(f.Error(), test.says) || strings.Contains(f.Error(), "hunter22") || o.Requests != 0 {
			t.Errorf("%s: got %s: %s", test.ref, f.Reason, f)
		}
	}
	write("beside", "hunter33\n", 0o400)
	if c, f := readCredential("file:beside", dir); f != nil || c.header != "Bearer hunter33" {
		t.Errorf("by a path seen from a folder: got %q, %v", c.header, f)
	}
	if c, f := readCredential(write("good", "hunter22\n", 0o600), ""); f != nil || c.header != "Bearer hunter22" {
		t.Errorf("got %q, %v", c.header, f)
	}
}

func TestACredentialFileOfAnotherUserIsRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(path, []byte("hunter22"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chown(path, 12345, -1); err != nil {
		t.Skip("only root can give files away: ", err)
	}
	_, f := readCredential("file:"+path, "")
	if f == nil || f.Error() != fmt.Sprintf("the credential file %q belongs to another user; it must belong to whoever runs weft", path) {
		t.Errorf("got %v", f)
	}
}

func TestACredentialIsNotSentInTheClear(t *testing.T) {
	t.Setenv("WEFT_TEST_SECRET", "hunter22")
	o := hurried(Options{}).Get(t.Context(), Request{URL: "http://example.org/feed", Auth: "env:WEFT_TEST_SECRET"})
	if f := failure(t, o); f.Reason != ReasonAuth || o.Requests != 0 || !strings.Contains(f.Error(), "use the feed's https address") {
		t.Errorf("got %s", f)
	}
}

func TestACredentialStaysWithTheListedOrigin(t *testing.T) {
	got := map[string]string{}
	note := func(w http.ResponseWriter, r *http.Request) {
		got[r.URL.Path] = r.Header.Get("Authorization")
	}
	other := serve(t, func(w http.ResponseWriter, r *http.Request) {
		note(w, r)
		sayFeed(w, r)
	})
	s := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		note(w, r)
		to := map[string]string{"/start": "/within", "/within": other.URL + "/outside"}[r.URL.Path]
		http.Redirect(w, r, to, http.StatusFound)
	}))
	t.Cleanup(s.Close)
	t.Setenv("WEFT_TEST_SECRET", "hunter22")
	c := hurried(Options{testOnlyPublic: loopbackIsPublic(), testOnlyRoots: s.Client().Transport.(*http.Transport).TLSClientConfig.RootCAs})
	o := c.Get(t.Context(), Request{URL: s.URL + "/start", Auth: "env:WEFT_TEST_SECRET"})
	if o.Status != OK {
		t.Fatal(o.Err)
	}
	if got["/start"] != "Bearer hunter22" || got["/within"] != "Bearer hunter22" || got["/outside"] != "" {
		t.Errorf("sent %v", got)
	}
}

func TestACredentialIsFoundNowhereAfterwards(t *testing.T) {
	t.Setenv("WEFT_TEST_SECRET", "ana:hunter 2/2")
	coded := base64.StdEncoding.EncodeToString([]byte("ana:hunter 2/2"))
	spellings := []string{"hunter 2/2", "hunter+2%2F2", "hunter%202%2F2", coded}
	// The server has the credential, and says it wherever a server can.
	for _, said := range spellings {
		s := serve(t, func(w http.ResponseWriter, r *http.Request) {
			if user, password, ok := r.BasicAuth(); !ok || user != "ana" || password != "hunter 2/2" {
				t.Errorf("got %q", r.Header.Get("Authorization"))
			}
			switch r.URL.Path {
			case "/body":
				w.Header().Set("ETag", `"`+said+`"`)
				w.Header().Set("Link", "<https://example.org/?key="+said+">")
				fmt.Fprintf(w, "<rss><link>https://example.org/?key=%s</link></rss>", said)
			case "/moved":
				w.Header().Set("Location", "/body?key="+said)
				w.WriteHeader(http.StatusMovedPermanently)
			case "/bad":
				w.Header().Set("Location", "ftp://example.org/"+said)
				w.WriteHeader(http.StatusFound)
			case "/status":
				w.WriteHeader(http.StatusInternalServerError)
				fmt.Fprint(w, said)
			}
		})
		var log bytes.Buffer
		c := hurried(Options{Log: slog.New(slog.NewJSONHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))})
		for _, path := range []string{"/body", "/moved", "/bad", "/status"} {
			o := c.Get(t.Context(), Request{URL: s.URL + path, Network: NetworkPrivate, Auth: "env:WEFT_TEST_SECRET"})
			all := fmt.Sprintf("%+v %s %#v %s", o, o.Body, o.Err, log.String())
			for _, secret := range spellings {
				if strings.Contains(all, secret) {
					t.Errorf("%s, said as %q: found as %q in %s", path, said, secret, all)
				}
			}
		}
		if log.Len() == 0 {
			t.Error("nothing was logged")
		}
	}
}

func TestAPasswordThatIsAWordLeavesTheTextAlone(t *testing.T) {
	t.Setenv("WEFT_TEST_SECRET", "ana:test")
	c, _ := readCredential("env:WEFT_TEST_SECRET", "")
	if got := c.maskBytes([]byte("a test by ana:test")); string(got) != "a test by ****" {
		t.Errorf("got %q", got)
	}
	if got := c.mask("key=test"); got != "key=****" {
		t.Errorf("got %q", got)
	}
}

func TestASecretIsTakenOutHoweverItIsWritten(t *testing.T) {
	t.Setenv("WEFT_TEST_SECRET", `hunter"<22>&7`)
	c, f := readCredential("env:WEFT_TEST_SECRET", "")
	if f != nil {
		t.Fatal(f)
	}
	for _, said := range []string{`hunter"<22>&7`, `hunter&#34;&lt;22&gt;&amp;7`, `hunter\"\u003c22\u003e\u00267`, `hunter%22%3C22%3E%267`, "hunter%22%3C22%3E&7"} {
		for name, encoded := range map[string]func(string) []byte{"UTF-8": asIs, "UTF-16BE": asUTF16(true), "UTF-16LE": asUTF16(false)} {
			got := c.maskBytes(encoded("<title>" + said + "</title>"))
			if want := encoded("<title>" + masked + "</title>"); string(got) != string(want) {
				t.Errorf("%s in %s: got %q", said, name, got)
			}
		}
	}
}

func TestAnAddressThatHoldsTheCredentialIsNotProposed(t *testing.T) {
	t.Setenv("WEFT_TEST_SECRET", "hunter22")
	telling := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/feed" {
			http.Redirect(w, r, "/feed?key=hunter22", http.StatusMovedPermanently)
			return
		}
		sayFeed(w, r)
	})
	r := private(telling.URL)
	r.Auth = "env:WEFT_TEST_SECRET"
	if o := hurried(Options{}).Get(t.Context(), r); o.Status != OK || o.Permanent != "" || o.FinalURL != telling.URL+"/feed?key="+masked {
		t.Errorf("%s at %q, proposes %q", o.Status, o.FinalURL, o.Permanent)
	}
}

func TestACredentialGoesToNoOtherSchemeHostOrPort(t *testing.T) {
	listed, _ := parseTarget("https://blog.example/feed", nil)
	v := &visit{c: hurried(Options{}), first: listed, credential: credential{header: "Bearer hunter22"}}
	for at, want := range map[string]bool{
		"https://blog.example/feed": true, "https://blog.example:443/other?x": true, "https://BLOG.example./feed": true,
		"http://blog.example/feed": false, "http://blog.example:443/feed": false, "https://blog.example:8443/feed": false,
		"https://www.blog.example/feed": false, "https://example/feed": false, "https://blog.example.evil.example/feed": false, "https://evil.example/blog.example": false,
	} {
		hop, f := parseTarget(at, nil)
		if f != nil {
			t.Fatal(f)
		}
		r, err := v.request(t.Context(), hop)
		if err != nil || (r.Header.Get("Authorization") != "") != want {
			t.Errorf("%s: sent %q, %v", at, r.Header.Get("Authorization"), err)
		}
	}
}
