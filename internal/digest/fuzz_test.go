package digest

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"weft/internal/diag"
	"weft/internal/entry"
	"weft/internal/markdown"
)

// FuzzRead: whatever a person left in a digest, it is read without a panic; a
// problem says where and what to do; what is read lies within the file; line
// ends and a byte order mark change nothing; and the line that freezing takes
// out is one line, behind which the issue is no draft any more.
func FuzzRead(f *testing.F) {
	f.Add([]byte(written))
	if draft, err := os.ReadFile("testdata/draft.md"); err == nil {
		f.Add(draft)
	}
	f.Add([]byte("\ufeff+++\r\nperiod = \"2026-W46\"\r\ndraft = true # soon\r\n+++\r\n- [a](https://a.example/1)\r\n"))
	f.Add([]byte("+++\nperiod = \"2026-W46\"\n<<<<<<< HEAD\ndraft = true\n=======\n>>>>>>> b\n+++\n- [a](x)\n"))
	f.Add([]byte("+++\ndraft = true\ndraft = true\n+++\n"))
	f.Add([]byte("+++\ntitle = '''\ndraft = true\n+++\n'''\n+++\n<!--\n- [a](https://a.example/ \"t\") b\n"))
	f.Add([]byte("+++\n+++\n1. *[a](../contributions/x.md)* b\n   - [c](</d e>)\n```\n- [f](g)\n"))
	f.Add([]byte("+++\nperod = 1\ntitle = 7\n+++"))
	f.Add([]byte("+++\n"))
	f.Add([]byte("\xff\x00+++\r"))
	md := markdown.New()
	f.Fuzz(func(t *testing.T, data []byte) {
		var probs diag.List
		file, ok := Read(md, "d.md", data, &probs)
		wantPlaced(t, probs, data)
		if ok == (probs.Errors() > 0) {
			t.Fatalf("read: %v, and the problems are %v", ok, probs)
		}
		if !ok {
			return
		}
		last := bytes.Count(data, []byte("\n")) + 1
		if file.Line < 2 || file.Line > last+1 {
			t.Errorf("the text begins on line %d of %d", file.Line, last)
		}
		for _, b := range file.Blocks {
			for _, item := range b.List {
				if item.Line < 0 || file.Line+item.Line-1 > last {
					t.Errorf("item %+v is on line %d of a file of %d", item, file.Line+item.Line-1, last)
				}
			}
		}
		wantSameLinks(t, md, file, data)
		wantUndrafted(t, md, file, data)
	})
}

func wantPlaced(t *testing.T, probs diag.List, data []byte) {
	t.Helper()
	for _, p := range probs {
		if p.File != "d.md" || p.Hint == "" || p.Message == "" || p.Line < 1 || p.Line > bytes.Count(data, []byte("\n"))+1 {
			t.Errorf("problem %+v in a file of %d lines", p, bytes.Count(data, []byte("\n"))+1)
		}
	}
}

// wantSameLinks: the same file from Windows holds the same items.
func wantSameLinks(t *testing.T, md *markdown.Converter, file File, data []byte) {
	t.Helper()
	plain := bytes.ReplaceAll(bytes.TrimPrefix(data, []byte("\ufeff")), []byte("\r\n"), []byte("\n"))
	if bytes.Contains(plain, []byte("\r")) {
		return // a carriage return of its own ends a line in Markdown as well
	}
	windows := append([]byte("\ufeff"), bytes.ReplaceAll(plain, []byte("\n"), []byte("\r\n"))...)
	var probs diag.List
	again, ok := Read(md, "d.md", windows, &probs)
	if !ok || strings.Join(again.Links(), "\n") != strings.Join(file.Links(), "\n") || again.Draft != file.Draft {
		t.Errorf("with other line ends: %v, links %q, not %q", probs, again.Links(), file.Links())
	}
}

func wantUndrafted(t *testing.T, md *markdown.Converter, file File, data []byte) {
	t.Helper()
	ended, err := Undraft("d.md", data)
	if err != nil {
		return
	}
	var probs diag.List
	again, ok := Read(md, "d.md", ended, &probs)
	if !ok || again.Draft || again.Title != file.Title || again.Period != file.Period {
		t.Fatalf("frozen it reads %+v, %v; before %+v", again, probs, file)
	}
	if taken := len(data) - len(ended); taken != 0 {
		at := 0
		for at < len(ended) && data[at] == ended[at] {
			at++
		}
		if !bytes.Equal(data[at+taken:], ended[at:]) || bytes.Count(data, []byte("\n"))-bytes.Count(ended, []byte("\n")) != 1 {
			t.Errorf("freezing took more than a line out of\n%q\nwhich is now\n%q", data, ended)
		}
	}
}

// FuzzParseRecord: whatever an items.json holds, it is refused with a word on
// what to do, or reads back as it is written, and remembers what it offered.
func FuzzParseRecord(f *testing.F) {
	f.Add([]byte(`{"period":"2026-W46","frozen":false,"offered":[{"entry":"1","url":"https://ada.example/1?utm_source=x"}],"items":[]}`))
	f.Add(Record{Period: "2026-W46", Frozen: true, Items: []Facts{{Entry: "1", URL: "https://ada.example/1", Addresses: []string{"ada.example/1"}, Themes: []ThemeFact{{ID: "a"}}, TakenUp: []Uptake{{}}}}}.Bytes())
	f.Add([]byte(`{"period":"2026-W46","offered":null,"items":null}trailing`))
	f.Add([]byte("<<<<<<< HEAD\n{}\n"))
	f.Add([]byte(`{"offered":[{"entry":7}]}`))
	f.Add([]byte(`{"items":[{"date":"never"}]}`))
	f.Add([]byte("null"))
	f.Fuzz(func(t *testing.T, data []byte) {
		r, err := ParseRecord(data)
		if err != nil {
			if !strings.Contains(err.Error(), "take it back from git") {
				t.Errorf("%v does not say what to do", err)
			}
			return
		}
		again, err := ParseRecord(r.Bytes())
		if err != nil || !bytes.Equal(again.Bytes(), r.Bytes()) {
			t.Fatalf("%v: written\n%s\nread and written again\n%s", err, r.Bytes(), again.Bytes())
		}
		m := NewMemory()
		m.Note("2026-W46", r, nil)
		for _, o := range r.Offered {
			if key := entry.AddressKey(o.URL); o.Entry+key != "" && m.Where(o.Entry, []string{key}) == "" {
				t.Errorf("%+v is forgotten", o)
			}
		}
	})
}
