package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestWhoIsNearestIsToldWithTheEvidence(t *testing.T) {
	dir := t.TempDir()
	program := filepath.Join(dir, "weft")
	said := `#!/bin/sh
[ "$*" = "-C site export people --as-of 2022-06-30" ] || exit 1
cat <<END
{"id":"ada","name":"Ada","organisation":"o","sectors":["x","y"],"evidence":[]}
{"id":"bo","name":"Bo","organisation":"","sectors":["x"],"reach":0.1,"evidence":[{"kind":"link","from":"f1","to":"t1","by":"ada","at":"2022-05-02T00:00:00Z","passage":"p1"}]}
{"id":"cy","name":"Cy","organisation":"o","sectors":[],"reach":3,"evidence":[{"kind":"link","from":"f2","to":"t2","by":"ada","at":"2022-05-02T00:00:00Z","passage":"p2"},{"kind":"quote","from":"f3","to":"t2","by":"bo","at":"2022-05-09T00:00:00Z","passage":"p3"}]}
END
`
	if err := os.WriteFile(program, []byte(said), 0o755); err != nil {
		t.Fatal(err)
	}
	var told strings.Builder
	if err := nearest(&told, settings{weft: program, dir: "site", asOf: "2022-06-30"}); err != nil {
		t.Fatal(err)
	}
	want := "1. Cy (cy): 2 people, 2 organisations, 2 sectors, 1 entries, 2 weeks, reach 3.00; 57 % of what is asked, 64 % in a small community\n" +
		"   2022-05-02T00:00:00Z link by ada\n     f2\n     of t2\n     “p2”\n   2022-05-09T00:00:00Z quote by bo\n     f3\n     of t2\n     “p3”\n" +
		"2. Bo (bo): 1 people, 1 organisations, 2 sectors, 1 entries, 1 weeks, reach 0.10;"
	if !strings.HasPrefix(told.String(), want) {
		t.Errorf("%s\nwant %s", &told, want)
	}
}
