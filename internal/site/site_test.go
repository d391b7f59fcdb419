package site

import (
	"os"
	"path/filepath"
	"testing"
)

// TestWriteOut writes the sample to a folder to look at it.
func TestWriteOut(t *testing.T) {
	dir := os.Getenv("WEFT_SITE_OUT")
	if dir == "" {
		t.Skip("set WEFT_SITE_OUT to a folder to have the sample written there")
	}
	for _, in := range []struct {
		name string
		in   Input
	}{{"public", sample()}, {"empty", emptySample()}} {
		err := Build(in.in, func(name string, data []byte) error {
			file := filepath.Join(dir, in.name, filepath.FromSlash(name))
			if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
				return err
			}
			return os.WriteFile(file, data, 0o644)
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}
