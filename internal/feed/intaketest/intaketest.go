// Package intaketest holds what weft reads in feeds against the collection of
// cases that lies beside the repository and its judge. It promises to fail a
// test in which one kind of case falls below its bar; who reads, the package
// or the program, is the test's own. Without the collection a test is skipped.
package intaketest

import (
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// A Case is one feed, as it was served.
type Case struct {
	Path            string // of the file
	Address         string // it came from, or empty
	ContentType     string
	ContentLocation string
}

// Judge reads every case and holds what was read to the bars. WEFT_INTAKE_FAIL
// names a file for the judge's list of misses. read gives the JSON of a
// report.
func Judge(t *testing.T, intake string, read func(*testing.T, Case) []byte) {
	t.Helper()
	expect, err := os.ReadFile(filepath.Join(intake, "expect.json"))
	if err != nil {
		t.Skip("the shared intake cases are not here")
	}
	if err := exec.Command("/usr/bin/python3", "-c", "import html5lib").Run(); err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal("no python3-html5lib in CI; .ci/run installs it")
		}
		t.Skip("the judge needs Debian's python3-html5lib")
	}
	results := t.TempDir()
	for _, c := range cases(t, intake, expect) {
		if err := os.WriteFile(filepath.Join(results, filepath.Base(c.Path)+".json"), read(t, c), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	fails := os.Getenv("WEFT_INTAKE_FAIL")
	if fails == "" {
		fails = filepath.Join(results, "fails")
	}
	out, err := exec.Command("/usr/bin/python3", filepath.Join(intake, "judge-intake.py"), intake, results, "--fail", fails).CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	t.Logf("\n%s", out)
	holdToBars(t, tallies(string(out)))
	holdToNever(t, fails)
}

// cases gives each feed once.
func cases(t *testing.T, intake string, expect []byte) []Case {
	t.Helper()
	var rows []struct {
		File string
		HTTP struct {
			URL     string
			Headers map[string]string
		}
	}
	if err := json.Unmarshal(expect, &rows); err != nil {
		t.Fatal(err)
	}
	var out []Case
	seen := map[string]bool{}
	for _, row := range rows {
		if seen[row.File] {
			continue
		}
		seen[row.File] = true
		c := Case{Path: filepath.Join(intake, filepath.FromSlash(row.File)), Address: row.HTTP.URL}
		for name, value := range row.HTTP.Headers {
			switch strings.ToLower(name) {
			case "content-type":
				c.ContentType = value
			case "content-location":
				c.ContentLocation = value
			}
		}
		out = append(out, c)
	}
	return out
}

// A tally is one line of the judge's: how many rows there are, how many hold.
type tally struct{ rows, right int }

func (t tally) percent() float64 { return 100 * float64(t.right) / float64(t.rows) }

var tallyLine = regexp.MustCompile(`(?m)^(\S.*?)\s+(\d+)\s+(\d+)\s+[0-9.]+%`)

func tallies(out string) map[string]tally {
	all := map[string]tally{}
	for _, m := range tallyLine.FindAllStringSubmatch(out, -1) {
		rows, _ := strconv.Atoi(m[2])
		right, _ := strconv.Atoi(m[3])
		all[m[1]] = tally{rows, right}
	}
	return all
}

// bars are the least shares, in percent, of the judge's lines.
var bars = map[string]float64{
	"CORE": 98.5, "encoding": 100, "charset": 100, "charset-mislabelled": 100, "entities": 100, "illformed": 100, "amp": 100,
	"base": 100, "dates-none": 100, "titles": 100, "malformed": 96, "links": 98, "json": 98, "dates": 97, "dates-locale": 97,
	"atom": 97, "atom10": 97, "rss": 97, "namespace": 97, "namespaces": 97,
}

const (
	extendedBar = 90
	rdfMisses   = 1
)

func holdToBars(t *testing.T, all map[string]tally) {
	t.Helper()
	for name, bar := range bars {
		if got, ok := all[name]; !ok || got.percent() < bar {
			t.Errorf("%s: %d of %d, want at least %.1f %%", name, got.right, got.rows, bar)
		}
	}
	if got, ok := all["rdf"]; !ok || got.rows-got.right > rdfMisses {
		t.Errorf("rdf: %d of %d, want at most %d missed", got.right, got.rows, rdfMisses)
	}
	var extended tally
	for name, got := range all {
		if strings.HasPrefix(name, "(extended)") {
			extended.rows += got.rows
			extended.right += got.right
		}
	}
	if extended.rows == 0 || extended.percent() < extendedBar {
		t.Errorf("extended: %d of %d, want at least %d %%", extended.right, extended.rows, extendedBar)
	}
}

// holdToNever looks through the misses for what may not be missed once: HTML
// that acts, and a date that is another moment than was meant.
func holdToNever(t *testing.T, fails string) {
	t.Helper()
	data, err := os.ReadFile(fails)
	if errors.Is(err, os.ErrNotExist) {
		t.Fatal("the judge wrote no list of misses")
	}
	var rows []struct {
		ID, Compare string
		Got         any
	}
	if err := json.Unmarshal(data, &rows); err != nil {
		t.Fatal(err)
	}
	for _, row := range rows {
		switch {
		case row.Compare == "safe":
			t.Errorf("%s is not safe: %v", row.ID, row.Got)
		case row.Compare == "instant" && row.Got != nil && row.Got != "":
			t.Errorf("%s is another moment: %v", row.ID, row.Got)
		}
	}
}
