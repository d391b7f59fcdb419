package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"
)

// A trial is a row of hostile.json, or one of our own.
type trial struct {
	ID, Group, What, Expect, Level, Path, File string
	Checks                                     checks
}

// checks are what a program can verify of a case.
type checks struct {
	Entries        *int
	EntriesMin     *int `json:"entries_min"`
	Title          string
	MustNotRun     bool     `json:"must_not_run"`
	MustNotPublish []string `json:"must_not_publish"`
	CanaryHits     *int     `json:"canary_hits"`
	Target         string
	MaxSeconds     float64 `json:"max_seconds"`
	MaxRSS         int64   `json:"max_rss_mb"`
	MaxRequests    int     `json:"max_requests"`
	MaxParallel    int     `json:"max_parallel_per_host"`
	Runs           int
	Conditional    bool
	Deterministic  bool
	FilesOutside   *int `json:"files_outside"`
	CaseCollisions *int `json:"case_collisions"`
}

const kitAddress = "127.0.0.1:8899"

// address is where a case's feed is; "" where the case is more than a feed.
func (t trial) address() string {
	switch {
	case strings.HasPrefix(t.Path, "/"):
		return "http://" + kitAddress + t.Path
	case strings.Contains(t.Path, "://"):
		return t.Path
	}
	return ""
}

func readKit(dir string) ([]trial, error) {
	data, err := os.ReadFile(filepath.Join(dir, "hostile.json"))
	if err != nil {
		return nil, fmt.Errorf("the collection of hostile cases is not there (-kit names its folder): %w", err)
	}
	var file struct{ Cases []trial }
	return file.Cases, json.Unmarshal(data, &file)
}

// startServer starts the collection's own server.
func startServer(dir string) (stop func(), err error) {
	for _, name := range []string{"python3", "openssl"} {
		if _, err := exec.LookPath(name); err != nil {
			return nil, fmt.Errorf("the collection's server needs %s: %w", name, err)
		}
	}
	cmd := exec.Command("python3", "hostile-server.py")
	cmd.Dir, cmd.Stderr = dir, os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	stop = func() {
		_ = cmd.Process.Signal(syscall.SIGTERM)
		_ = cmd.Wait()
	}
	if line, _ := bufio.NewReader(out).ReadString('\n'); !strings.HasPrefix(line, "ready") {
		stop()
		return nil, fmt.Errorf("the collection's server does not start; is another one running?")
	}
	return stop, nil
}

// An asked is a request that the collection's server saw.
type asked struct {
	Where, Method, Target string
	Headers               map[string]string
	At, Seconds           float64
}

func serverLog() ([]asked, error) {
	var log struct{ Requests []asked }
	body, err := serverSays("/log")
	if err != nil {
		return nil, err
	}
	err = json.Unmarshal(body, &log)
	// Somebody who only looks whether the port is taken asks for nothing.
	return slices.DeleteFunc(log.Requests, func(r asked) bool { return r.Where != "canary" && r.Method == "" }), err
}

func serverSays(path string) ([]byte, error) {
	client := &http.Client{Timeout: 10 * time.Second, Transport: &http.Transport{DisableKeepAlives: true}}
	resp, err := client.Get("http://" + kitAddress + path)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	return io.ReadAll(resp.Body)
}

// standIn answers at the server's address, before it is there, with a good feed
// for every path: so a feed that fails later has entries that are known.
func standIn() (stop func(), err error) {
	l, err := net.Listen("tcp", kitAddress)
	if err != nil {
		return nil, fmt.Errorf("the port of the collection's server is taken: %w", err)
	}
	srv := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/rss+xml; charset=utf-8")
		io.WriteString(w, seedFeed(r.URL.RequestURI()))
	})}
	go srv.Serve(l)
	return func() { srv.Close() }, nil
}

// seeds is how many entries a feed had before it turned hostile.
const seeds = 2

func seedFeed(name string) string {
	address := "https://example.org/before" + strings.NewReplacer("/", "-", "?", "-", "=", "-").Replace(name)
	var items strings.Builder
	for n := range seeds {
		fmt.Fprintf(&items, "<item><title>Before %d %s</title><link>%s/%d</link><guid>%s/%d</guid><pubDate>Tue, 17 Nov 2026 1%d:00:00 GMT</pubDate></item>\n",
			n+1, name, address, n+1, address, n+1, n)
	}
	return `<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Hostile</title><link>https://example.org/</link><description>d</description>` + items.String() + `</channel></rss>`
}

// overlapping gives the most requests that were under way at once.
func overlapping(log []asked) int {
	most := 0
	for _, a := range log {
		n := 0
		for _, b := range log {
			if b.At <= a.At && a.At < b.At+b.Seconds {
				n++
			}
		}
		most = max(most, n)
	}
	return most
}
