package publish

import (
	"io/fs"
	"strings"
	"testing"
)

func TestNamesThatAreUnsafeSomewhereAreRefused(t *testing.T) {
	tests := []struct{ name, says string }{
		{"", "slash path"},
		{".", "slash path"},
		{"/etc/passwd", "slash path"},
		{"a/../b", "slash path"},
		{"../b", "slash path"},
		{"a//b", "slash path"},
		{"a/", "slash path"},
		{"a/\xff", "slash path"},
		{`a\b`, "Windows forbids"},
		{"a:b", "Windows forbids"},
		{"who?", "Windows forbids"},
		{"a/<b>", "Windows forbids"},
		{"a|b", "Windows forbids"},
		{`a"b`, "Windows forbids"},
		{"a*b", "Windows forbids"},
		{"a./b", "dot or a space"},
		{"a ", "dot or a space"},
		{"a/b.", "dot or a space"},
		{"con", "device"},
		{"CON.html", "device"},
		{"a/nul.tar.gz", "device"},
		{"nul .txt", "device"},
		{"com1", "device"},
		{"LPT².txt", "device"},
		{"a\x00b", "control"},
		{"a\nb", "control"},
		{".gitignore", "never published"},
		{"a/.GitIgnore", "never published"},
		{".git/config", "never published"},
		{"a/.weft-1.tmp", "temporary"},
		{strings.Repeat("n", 256), "255"},
	}
	for _, test := range tests {
		err := names{}.add(test.name)
		if err == nil || !strings.Contains(err.Error(), test.says) {
			t.Errorf("%.40q: error is %v, want one that says %q", test.name, err, test.says)
		}
	}
}

func TestUsualNamesAreTaken(t *testing.T) {
	for _, name := range []string{"index.html", "404.html", ".nojekyll", ".well-known/x", "a b/c.html", "Über/ß",
		"console", "com", "com10", "nullable.html", "auxiliary", "data/entries.jsonl", "a..b", "日本/語"} {
		n := names{}
		if err := n.add(name); err != nil {
			t.Errorf("%q: %v", name, err)
		}
	}
}

func TestNamesThatFallTogetherAreRefused(t *testing.T) {
	tests := []struct{ first, second, says string }{
		{"a.html", "a.html", "written twice"},
		{"About.html", "about.html", "About.html"},
		{"a/x", "A/y", "same as, or lies in"},
		{"straße", "STRASSE", "straße"},
		{"\u00fcber", "u\u0308ber", "same as"},
		{"a", "a/b", "which is a file"},
		{"a/b", "a", "other files lie in a folder"},
		{"a", "A/b", "lies in"},
	}
	for _, test := range tests {
		n := names{}
		if err := n.add(test.first); err != nil {
			t.Fatal(err)
		}
		err := n.add(test.second)
		if err == nil || !strings.Contains(err.Error(), test.says) {
			t.Errorf("%q after %q: error is %v, want one that says %q", test.second, test.first, err, test.says)
		}
	}
}

func FuzzNamesTakenTogetherAreSafeTogether(f *testing.F) {
	f.Add("a", "A/b")
	f.Add("con.", "aux")
	f.Add("\u00fc", "u\u0308")
	f.Add("\u212a", "k")
	f.Add("İ", "i̇")
	f.Fuzz(func(t *testing.T, one, other string) {
		n := names{}
		for _, name := range []string{one, other} {
			if n.add(name) != nil {
				return
			}
			if !fs.ValidPath(name) || strings.ContainsAny(name, "\\:*?\"<>|\x00\n") {
				t.Fatalf("%q was taken", name)
			}
			for part := range strings.SplitSeq(name, "/") {
				if strings.TrimRight(part, ". ") != part || part == "" {
					t.Fatalf("%q was taken", name)
				}
			}
		}
		a, b := strings.ToUpper(one), strings.ToUpper(other)
		if a == b || strings.HasPrefix(a, b+"/") || strings.HasPrefix(b, a+"/") {
			t.Fatalf("%q and %q were taken together", one, other)
		}
	})
}

func FuzzAManifestReadsBackAsWritten(f *testing.F) {
	f.Add([]byte(`{"version": 1, "files": [{"name":"a","size":1,"sha256":"ab","modified":3},{"name":"b/c","size":0,"sha256":""}]}`))
	f.Add([]byte(`{"version": 1, "files": null}`))
	f.Add([]byte(`{"version": 1, "files": [{"name":"../a"}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := decodeManifest(data)
		if err != nil {
			return
		}
		for name := range m.files {
			if !fs.ValidPath(name) || name == "." {
				t.Fatalf("the name %q was taken", name)
			}
		}
		raw, err := m.encode()
		if err != nil {
			t.Fatal(err)
		}
		again, err := decodeManifest(raw)
		if err != nil {
			t.Fatalf("%v\n%s", err, raw)
		}
		if twice, _ := again.encode(); string(twice) != string(raw) {
			t.Fatalf("%s\nbecame\n%s", raw, twice)
		}
	})
}
