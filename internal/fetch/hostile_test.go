package fetch

import (
	"bufio"
	"encoding/json"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// hostileCase is a row of hostile.json, as far as fetching goes.
type hostileCase struct {
	ID, Group, Path string
	Checks          struct {
		Target      string
		MaxRequests int `json:"max_requests"`
		CanaryHits  *int
	}
}

// wanted says what fetching makes of each behaviour. What is OK here is left to
// the reader of feeds. Of "address" only what is not to fail is named.
var wanted = map[string]string{
	"gzip-bomb-nested": "failed encoding", "gzip-mislabelled": "ok", "endless-header": "failed size",
	"slow-drip": "failed timeout", "slow-first-byte": "failed timeout",
	"length-short": "ok", "length-long": "failed connect", "length-huge": "failed size",
	"close-at-once": "failed connect", "not-http": "failed protocol", "blank-body": "failed empty",
	"html-parked": "ok", "type-octet": "ok", "no-type": "ok", "user-agent": "ok",
	"etag": "ok", "etag-weak": "ok", "304-first": "failed status",
	"301": "ok", "302": "ok", "307": "ok", "410": "gone status",
	"429-seconds": "deferred status", "429-date": "deferred status", "429-absurd": "deferred status",
	"503": "ok", "500-html": "failed status", "206": "failed status", "204": "failed status", "999": "failed status",
	"cache-max-age": "ok", "redirect-loop": "failed redirect", "redirect-self": "failed redirect", "redirect-empty": "failed redirect",
	"tls-selfsigned": "failed private", "title-1mb": "ok", "body-20mb": "failed size",
	// Behaviours the server has without a row.
	"gzip-bomb": "failed size", "endless": "failed size", "gzip-broken": "failed encoding", "drop-mid": "failed connect",
	"empty-body": "failed empty", "308": "ok", "404": "failed status", "cookies": "ok", "auth-401": "failed status",
	"redirect-chain-50": "failed redirect", "redirect-relative": "ok", "redirect-fragment": "ok", "status-line-inject": "failed",
}

const hostileFeeds = "http://127.0.0.1:8899"

// startHostile starts the shared loopback server and returns its rows.
func startHostile(t *testing.T) []hostileCase {
	dir := filepath.FromSlash("../../../shared/hostile")
	data, err := os.ReadFile(filepath.Join(dir, "hostile.json"))
	if err != nil {
		t.Skip("the shared hostile cases are not beside this repository")
	}
	if testing.Short() {
		t.Skip("takes some seconds")
	}
	for _, program := range []string{"python3", "openssl"} {
		if _, err := exec.LookPath(program); err != nil {
			skip(t, "the hostile server needs ", program)
		}
	}
	if c, err := net.Dial("tcp", strings.TrimPrefix(hostileFeeds, "http://")); err == nil {
		c.Close()
		skip(t, "the port of the hostile server is taken")
	}
	var file struct{ Cases []hostileCase }
	if err := json.Unmarshal(data, &file); err != nil {
		t.Fatal(err)
	}
	server := exec.Command("python3", "hostile-server.py")
	server.Dir = dir
	out, err := server.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := server.Start(); err != nil {
		skip(t, "the hostile server does not start: ", err)
	}
	t.Cleanup(func() {
		_ = server.Process.Kill()
		_ = server.Wait()
	})
	if line, _ := bufio.NewReader(out).ReadString('\n'); !strings.HasPrefix(line, "ready") {
		skip(t, "the hostile server does not say ready")
	}
	return file.Cases
}

// skip says why the hostile cases are not tried here. In CI, which installs
// what they need, they must be.
func skip(t *testing.T, why ...any) {
	t.Helper()
	if os.Getenv("CI") != "" {
		t.Fatal(why...)
	}
	t.Skip(why...)
}

// hostileRequests makes a request of each behaviour; ids go along by index.
func hostileRequests(cases []hostileCase) (ids []string, reqs []Request) {
	add := func(id, path string) {
		r := Request{URL: path}
		if strings.HasPrefix(path, "/") {
			r = private(hostileFeeds + path)
		}
		ids, reqs = append(ids, id), append(reqs, r)
	}
	rows := map[string]bool{}
	for _, c := range cases {
		rows[c.ID] = true
		whole := strings.Contains(c.Path, "://")
		if c.Group == "address" && (whole || c.Checks.Target != "") || wanted[c.ID] != "" && (whole || strings.HasPrefix(c.Path, "/c/")) {
			add(c.ID, c.Path)
		}
	}
	for id := range wanted {
		if !rows[id] {
			add(id, "/c/"+id)
		}
	}
	return ids, reqs
}

func TestTheHostileServerIsSurvived(t *testing.T) {
	ids, reqs := hostileRequests(startHostile(t))
	var quick, endless []int
	for i, id := range ids {
		if strings.HasPrefix(id, "slow-") {
			endless = append(endless, i)
		} else {
			quick = append(quick, i)
		}
	}
	o := Options{PerHost: 8, Concurrency: 16, UserAgent: "weft (+https://digest.example.org/)"}
	askHostile(t, o, ids, reqs, quick)
	o.Timeout = 2 * time.Second
	askHostile(t, o, ids, reqs, endless)
	checkHostileLog(t)
}

func askHostile(t *testing.T, o Options, ids []string, reqs []Request, which []int) {
	var some []Request
	for _, i := range which {
		some = append(some, reqs[i])
	}
	seen := 0
	err := hurried(o).All(t.Context(), some, func(i int, o Outcome) {
		seen++
		checkHostile(t, ids[which[i]], o)
	})
	if err != nil || seen != len(which) {
		t.Errorf("%d of %d behaviours seen, %v", seen, len(which), err)
	}
}

func checkHostile(t *testing.T, id string, o Outcome) {
	want := wanted[id]
	if want == "" {
		want = "failed" // addresses: refused for one reason or another
	}
	got := o.Status.String()
	if o.Err != nil {
		f := failure(t, o)
		got += " " + string(f.Reason)
		if strings.Contains(f.Error(), "CANARY") || !printable(f.Error()) {
			t.Errorf("%s: the server's words in %q", id, f)
		}
	}
	if !strings.HasPrefix(got, want) || o.Requests > 10 {
		t.Errorf("%s: %s after %d requests, want %s: %v", id, got, o.Requests, want, o.Err)
	}
	t.Logf("%-22s %-16s %d requests, %6.2fs, %d bytes: %v", id, got, o.Requests, o.Elapsed.Seconds(), len(o.Body), o.Err)
}

func checkHostileLog(t *testing.T) {
	resp, err := http.Get(hostileFeeds + "/log")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	var log struct {
		Requests []struct{ Where, Target string }
		Parallel int `json:"max_parallel"`
	}
	if err := json.NewDecoder(resp.Body).Decode(&log); err != nil {
		t.Fatal(err)
	}
	asked := map[string]int{}
	for _, r := range log.Requests {
		asked[r.Target]++
		if r.Where == "canary" {
			t.Errorf("the canary was asked for %q", r.Target)
		}
	}
	for path, most := range map[string]int{"/c/close-at-once": 3, "/c/503": 3, "/c/429-seconds": 1, "/c/429-date": 1} {
		if asked[path] > most {
			t.Errorf("%s was asked for %d times", path, asked[path])
		}
	}
}
