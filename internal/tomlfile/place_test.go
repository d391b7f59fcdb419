package tomlfile

import (
	"testing"

	"weft/internal/diag"
)

// In each text the sign ¤ stands where a fault is; the place must lead to it.
func TestASignOfATextIsFoundInItsFile(t *testing.T) {
	for _, file := range []string{
		"[[rule]]\nwhen = 'a ¤ b'\n",
		"\ufeff[[rule]]\nid = 'x'\n  when =  \"é \\\"q\\\" \\u00e9\\U0001F600\\t ¤\" # why\n",
		"[[rule]]\nwhen = '''\na &&\n  ¤b'''\n",
		"[[rule]]\r\nwhen = '''\r\na &&\r\n  ü¤b\r\n'''\r\n",
		"[[rule]]\nwhen = \"\"\"a \\\n   b\\\\ ¤ c\"\"\"\n",
		"[[rule]]\r\nwhen = \"\"\"\r\na\r\n b \\\r\n\r\n   ¤ c\"\"\"\r\n",
		"[[rule]]\nwhen = '¤'\n",
		"[[rule]]\nwhen = '''¤'''\n",
		"rule = [{when = 'x ¤'}]\n",
	} {
		var f struct {
			Rules []struct {
				ID   string `toml:"id"`
				When string `toml:"when"`
			} `toml:"rule"`
		}
		var probs diag.List
		Decode("f", []byte(file), &f, &probs)
		if len(probs) > 0 || len(f.Rules) != 1 {
			t.Fatalf("%q: %v", file, probs)
		}
		n := -1
		for i, r := range []rune(f.Rules[0].When) {
			if r == '¤' {
				n = i
			}
		}
		p, ok := PlaceIn([]byte(file), n, "rule", 0, "when")
		if !ok || p.Column < 1 || p.Column > len([]rune(p.Source)) || []rune(p.Source)[p.Column-1] != '¤' || diagLine(file, p.Line) != p.Source {
			t.Errorf("%q: sign %d is at %+v", file, n, p)
		}
	}
	if p, ok := PlaceIn([]byte("[[rule]]\nwhen = 'ab'"), 99, "rule", 0, "when"); !ok || p.Column != 11 {
		t.Errorf("what stands behind the last sign is at %+v", p)
	}
	for _, file := range []string{"", "[[rule]]\nwhen = 3", "[[rule]]\nwhen = \"", "x"} {
		if p, ok := PlaceIn([]byte(file), 1, "rule", 0, "when"); ok {
			t.Errorf("%q: %+v", file, p)
		}
	}
}

func diagLine(file string, n int) string {
	line := nthLine([]byte(file), n)
	for len(line) > 0 && (line[len(line)-1] == '\n' || line[len(line)-1] == '\r') {
		line = line[:len(line)-1]
	}
	return line
}

func FuzzPlace(f *testing.F) {
	f.Add([]byte("[[rule]]\nwhen = \"\"\"\r\na\\\n b\"\"\""), 3)
	f.Add([]byte("[[rule]]\nwhen = \"\\"), 3)
	f.Add([]byte("[[rule]]\nwhen = '''''''"), 3)
	f.Fuzz(func(t *testing.T, data []byte, n int) {
		if p, ok := PlaceIn(data, n, "rule", 0, "when"); ok && (p.Line < 1 || p.Column < 1 || p.Column > len([]rune(p.Source))+1) {
			t.Fatalf("%+v in %q", p, data)
		}
	})
}
