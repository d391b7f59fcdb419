package main

import (
	"bytes"
	"path/filepath"
	"testing"

	"weft/internal/feed/intaketest"
)

// TestInspectTellsWhatTheIntakeCasesMean holds what the program prints to the
// shared cases: one JSON object for each file, whatever the file is.
func TestInspectTellsWhatTheIntakeCasesMean(t *testing.T) {
	t.Parallel()
	intaketest.Judge(t, filepath.Join("..", "..", "..", "shared", "intake"), func(t *testing.T, c intaketest.Case) []byte {
		t.Helper()
		args := []string{"inspect"}
		for flag, value := range map[string]string{"--url=": c.Address, "--header=Content-Type: ": c.ContentType, "--header=Content-Location: ": c.ContentLocation} {
			if value != "" {
				args = append(args, flag+value)
			}
		}
		var stdout, stderr bytes.Buffer
		code := run(t.Context(), &environment{dir: ".", stdout: &stdout, stderr: &stderr}, append(args, c.Path))
		if code != exitDone && code != exitFailed || bytes.Count(stdout.Bytes(), []byte("\n")) != 1 {
			t.Fatalf("%s: exit %d, %q, stderr %q", c.Path, code, stdout.String(), stderr.String())
		}
		return stdout.Bytes()
	})
}
