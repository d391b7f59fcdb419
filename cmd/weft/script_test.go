package main

import (
	"crypto/sha256"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"weft"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	if os.Getenv("WEFT_TEST_CHILD") != "" { // the program itself, as a process of its own
		main()
		return
	}
	testscript.Main(m, map[string]func(){"weft": main})
}

// TestScripts runs the program as people do: each script is one story.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(env *testscript.Env) error {
			// Monday after the example's newest week, so that it is closed.
			env.Setenv("SOURCE_DATE_EPOCH", "1795424400")
			env.Setenv("TZ", "UTC")
			if often := os.Getenv("GOGC"); often != "" {
				env.Setenv("GOGC", often)
			}
			setupShow(env)
			return nil
		},
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"example": example, "serve": serve, "postoffice": postoffice, "taken": taken, "show": beginShow, "ask": askShow, "said": showSaid, "interrupt": interruptShow, "tree": tree, "lines": lines, "writing": writing, "busy": busy,
		},
		RequireExplicitExec: true,
		UpdateScripts:       os.Getenv("UPDATE") != "",
	})
}

// example DIR writes the example site.
func example(ts *testscript.TestScript, _ bool, args []string) {
	files, err := starter("", "", true)
	ts.Check(err)
	files["site.toml"], err = weft.Example().(interface{ ReadFile(string) ([]byte, error) }).ReadFile("site.toml")
	ts.Check(err)
	for name, data := range files {
		to := filepath.Join(ts.MkAbs(args[0]), filepath.FromSlash(name))
		ts.Check(os.MkdirAll(filepath.Dir(to), 0o755))
		ts.Check(os.WriteFile(to, data, 0o644))
	}
}

// serve NAME DIR serves a folder on loopback, with validators, and puts its
// address into the variable NAME. A file named X.status holds the answer for X
// in place of the file: a code and, behind it, headers; one named X.headers
// holds headers that go with X. Of a folder it is the index.html that is served.
// Who asked for what is noted in DIR.asked, a line a request.
func serve(ts *testscript.TestScript, _ bool, args []string) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	ts.Check(err)
	dir := ts.MkAbs(args[1])
	srv := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { answer(w, r, dir) })}
	go srv.Serve(l)
	ts.Defer(func() { srv.Close() })
	ts.Setenv(args[0], "http://"+l.Addr().String())
}

func answer(w http.ResponseWriter, r *http.Request, dir string) {
	name := filepath.Join(dir, filepath.Clean("/"+r.URL.Path))
	noteAsked(dir, r)
	if said, err := os.ReadFile(name + ".status"); err == nil {
		var code int
		first, rest, _ := strings.Cut(strings.TrimSpace(string(said)), "\n")
		fmt.Sscan(first, &code)
		setHeaders(w, rest)
		w.WriteHeader(code)
		return
	}
	if said, err := os.ReadFile(name + ".headers"); err == nil {
		setHeaders(w, string(said))
	}
	if info, err := os.Stat(name); err == nil && info.IsDir() && strings.HasSuffix(r.URL.Path, "/") {
		name = filepath.Join(name, "index.html")
	}
	data, err := os.ReadFile(name)
	if err != nil {
		http.NotFound(w, r)
		return
	}
	etag := fmt.Sprintf(`"%x"`, sha256.Sum256(data))
	w.Header().Set("ETag", etag)
	if r.Header.Get("If-None-Match") == etag {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	w.Write(data)
}

func setHeaders(w http.ResponseWriter, lines string) {
	for h := range strings.SplitSeq(strings.TrimSpace(lines), "\n") {
		if key, value, ok := strings.Cut(h, ": "); ok {
			w.Header().Set(key, value)
		}
	}
}

// noteAsked appends one short line, which no other can come between.
func noteAsked(dir string, r *http.Request) {
	f, err := os.OpenFile(dir+".asked", os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return
	}
	defer f.Close()
	fmt.Fprintf(f, "%s %s by %s\n", r.Method, r.RequestURI, r.UserAgent())
}

// tree DIR FILE writes what a folder holds, with a hash of each file, to FILE.
func tree(ts *testscript.TestScript, _ bool, args []string) {
	sum, err := treeOf(ts.MkAbs(args[0]))
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte(sum), 0o644))
}

func treeOf(dir string) (string, error) {
	var b strings.Builder
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		rel, _ := filepath.Rel(dir, path)
		fmt.Fprintf(&b, "%x %s\n", sha256.Sum256(data), filepath.ToSlash(rel))
		return err
	})
	return b.String(), err
}

// lines FILE N fails unless a file has N lines.
func lines(ts *testscript.TestScript, neg bool, args []string) {
	n := strings.Count(ts.ReadFile(args[0]), "\n")
	if same := fmt.Sprint(n) == args[1]; same == neg {
		ts.Fatalf("%s has %d lines, asked: %s", args[0], n, args[1])
	}
}
