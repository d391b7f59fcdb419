package feed

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// minCore is the share of the core expectations, in percent, that must hold.
const minCore = 98.5

// TestReadsWhatTheIntakeCasesMean measures against the shared cases and their
// judge. WEFT_INTAKE_FAIL names a file for the judge's list of misses.
func TestReadsWhatTheIntakeCasesMean(t *testing.T) {
	intake := filepath.Join("..", "..", "..", "shared", "intake")
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
	writeResults(t, intake, expect, results)
	args := []string{filepath.Join(intake, "judge-intake.py"), intake, results}
	if f := os.Getenv("WEFT_INTAKE_FAIL"); f != "" {
		args = append(args, "--fail", f)
	}
	out, err := exec.Command("/usr/bin/python3", args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	t.Logf("\n%s", out)
	core := regexp.MustCompile(`CORE\s+\d+\s+\d+\s+([0-9.]+)%`).FindSubmatch(out)
	if core == nil {
		t.Fatal("the judge gave no core figure")
	}
	if got, _ := strconv.ParseFloat(string(core[1]), 64); got < minCore {
		t.Errorf("core %.1f %%, want at least %.1f %%", got, minCore)
	}
}

func writeResults(t *testing.T, intake string, expect []byte, results string) {
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
	for _, row := range rows {
		data, err := os.ReadFile(filepath.Join(intake, filepath.FromSlash(row.File)))
		if err != nil {
			t.Fatal(err)
		}
		src := Source{Address: row.HTTP.URL}
		for name, value := range row.HTTP.Headers {
			switch strings.ToLower(name) {
			case "content-type":
				src.ContentType = value
			case "content-location":
				src.ContentLocation = value
			}
		}
		report, err := json.Marshal(NewReport(Parse(data, src)))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(results, filepath.Base(row.File)+".json"), report, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}
