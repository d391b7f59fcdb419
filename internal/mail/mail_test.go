package mail

import (
	"bytes"
	"flag"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/rogpeppe/go-internal/txtar"
)

var update = flag.Bool("update", false, "write what the code gives into testdata")

func letter() Message {
	return Message{
		From: &mail.Address{Name: "Édda Lund", Address: "letter@letter.example"}, ReplyTo: &mail.Address{Address: "editors@letter.example"},
		Subject: "The Saltmarsh Letter: “Slack water” and what came of it, Tomás says", Date: time.Date(2026, 11, 9, 0, 0, 0, 0, time.FixedZone("", 3600)),
		ID: "2026-W45@digest.0b6f.localhost", ListID: "digest.0b6f.localhost", ListName: "The Saltmarsh Letter", Unsubscribe: "mailto:leave@letter.example",
		Language: "en-GB", Text: "Slack water\n\nA week about pauses, as Tomás says.\n", HTML: "<!doctype html>\n<p style=\"color:#222\">A week about pauses, as Tomás says.</p>\n",
	}
}

// A readout is a message as a mail program reads it.
type readout struct {
	head  mail.Header
	types []string
	parts []string
}

func read(t *testing.T, data []byte) readout {
	t.Helper()
	longest := 998
	for line := range bytes.SplitSeq(data, []byte("\r\n")) {
		if len(line) == 0 {
			longest = 76 // RFC 2045 §6.7 rule 5
		}
		if len(line) > longest || bytes.ContainsAny(line, "\r\n\x00") {
			t.Fatalf("a line that mail may not carry: %.200q", line)
		}
		if bytes.HasPrefix(line, []byte("From ")) {
			t.Fatalf("a line that some mailboxes write anew: %q", line)
		}
		for _, b := range line {
			if b >= 0x7f || b < ' ' && b != '\t' {
				t.Fatalf("a byte that is no ASCII: %q", line)
			}
		}
	}
	msg, err := mail.ReadMessage(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	kind, params, err := mime.ParseMediaType(msg.Header.Get("Content-Type"))
	if err != nil || kind != "multipart/alternative" {
		t.Fatalf("%s: %v", kind, err)
	}
	out := readout{head: msg.Header}
	for r := multipart.NewReader(msg.Body, params["boundary"]); ; {
		part, err := r.NextRawPart()
		if err == io.EOF {
			return out
		}
		if err != nil {
			t.Fatal(err)
		}
		if part.Header.Get("Content-Transfer-Encoding") != "quoted-printable" {
			t.Errorf("a part is %q", part.Header.Get("Content-Transfer-Encoding"))
		}
		text, err := io.ReadAll(quotedprintable.NewReader(part))
		if err != nil {
			t.Fatal(err)
		}
		out.types = append(out.types, part.Header.Get("Content-Type"))
		out.parts = append(out.parts, strings.ReplaceAll(string(text), "\r\n", "\n"))
	}
}

func TestAMessageIsTheGoldenOneTwice(t *testing.T) {
	first, err := letter().Bytes()
	if err != nil {
		t.Fatal(err)
	}
	second, _ := letter().Bytes()
	if !bytes.Equal(first, second) {
		t.Error("the same message gives other bytes")
	}
	golden := filepath.Join("testdata", "letter.txtar")
	got := txtar.Format(&txtar.Archive{Comment: []byte("A message as its bytes are; go test -update writes it anew. Lines end in CR LF there.\n"), Files: []txtar.File{{Name: "letter.eml", Data: bytes.ReplaceAll(first, []byte("\r\n"), []byte("\n"))}}})
	if *update {
		if err := os.WriteFile(golden, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if want, err := os.ReadFile(golden); err != nil || !bytes.Equal(got, want) {
		t.Errorf("look at it, then run go test -update:\n%s (%v)", got, err)
	}
}

func TestAMessageReadsBackAsWhatWentIn(t *testing.T) {
	for _, subject := range []string{
		"Plain", "", "Tomás", "A\r\nBcc: everybody@example.org", "A\nX: y", "=?utf-8?q?=0D=0ABcc:_x?=", "=?utf-8?b?QQ==?= =?x", strings.Repeat("x", 5000), strings.Repeat("ö", 900),
		strings.Repeat("long words ", 300), "日本語の題名がここにあります、そして続きます", "\u202eegnahc", "a\x00b\x1b[31m", "👩‍👩‍👧 family", "a\u00a0b", "\xff\xfe", "comma, <angle@x.example> \"quote\"", "a\u2028b", "_=_?=", "\xcf\\", " lead and tail ",
	} {
		t.Run("", func(t *testing.T) { backAndForth(t, subject, subject+"\n.\n-- \nFrom x\n--weft-\n"+subject) })
	}
}

// backAndForth holds what is read of a message against what it was made of.
func backAndForth(t *testing.T, title, text string) {
	m := letter()
	m.Subject, m.ListName, m.From.Name, m.Text, m.HTML = title, title, Line(title), Clean(text)+"\n", "<p>"+Clean(text)+"</p>\n"
	data, err := m.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	got := read(t, data)
	want := Line(title)
	if r := []rune(want); len(r) > longestHeader {
		want = strings.TrimSpace(string(r[:longestHeader-1])) + "…"
	}
	decode := func(name string) string {
		s, err := new(mime.WordDecoder).DecodeHeader(got.head.Get(name))
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		return s
	}
	if said := decode("Subject"); said != want {
		t.Errorf("the subject %q came back as %q, want %q", title, said, want)
	}
	if list := decode("List-Id"); list != strings.TrimSpace(want+" <"+m.ListID+">") {
		t.Errorf("the list %q", list)
	}
	if from, err := got.head.AddressList("From"); err != nil || len(from) != 1 || from[0].Address != m.From.Address || from[0].Name != want {
		t.Errorf("from %v, %v", from, err)
	}
	if when, err := got.head.Date(); err != nil || !when.Equal(m.Date) {
		t.Errorf("the date %v, %v", when, err)
	}
	for name := range got.head {
		if !strings.Contains(" Content-Language Content-Type Date From List-Id List-Unsubscribe Message-Id Mime-Version Reply-To Subject ", " "+name+" ") {
			t.Errorf("a header that nobody wrote: %s", name)
		}
	}
	if len(got.parts) != 2 || got.parts[0] != m.Text || got.parts[1] != m.HTML || !strings.HasPrefix(got.types[0], "text/plain") || !strings.HasPrefix(got.types[1], "text/html") {
		t.Errorf("the parts %q came back as %q (%v)", []string{m.Text, m.HTML}, got.parts, got.types)
	}
}

func FuzzMessage(f *testing.F) {
	f.Add("A title", "Words.")
	f.Add("=?utf-8?q?=0D=0A?= ö", "--weft\n.\n\u202e")
	f.Fuzz(func(t *testing.T, title, text string) { backAndForth(t, title, text) })
}

func TestOnlyWhatCanStandThereIsAnAddressOfTheList(t *testing.T) {
	for address, want := range map[string]string{
		"https://a.example/x": "<https://a.example/x>", "mailto:a@b.example": "<mailto:a@b.example>", "": "",
		"https://bücher.example:8443/für?wen=ä,<b>":     "<https://xn--bcher-kva.example:8443/f%C3%BCr?wen=%C3%A4%2C%3Cb%3E>",
		"https://a.example/>,<x":                        "<https://a.example/%3E%2C%3Cx>",
		"https://a.example/\r\nBcc: x":                  "",
		"mailto:für@b.example":                          "",
		"mailto:a@b.example>, <mailto:c@d.example":      "",
		"https://a.example/" + strings.Repeat("a", 999): "",
	} {
		m := letter()
		m.Unsubscribe = address
		data, err := m.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		if got := read(t, data).head.Get("List-Unsubscribe"); got != want {
			t.Errorf("%.60q: %q, want %q", address, got, want)
		}
	}
}

func FuzzHeader(f *testing.F) {
	for _, s := range []string{"a", "ö=?", "\r\nX: y", "=?utf-8?q?a?="} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		h := header(s)
		for word := range strings.SplitSeq(h, " ") {
			if len(word) > 76 {
				t.Errorf("a word of %d bytes: %q", len(word), word)
			}
		}
		back, err := new(mime.WordDecoder).DecodeHeader(h)
		if err != nil || !utf8.ValidString(back) || len([]rune(s)) < longestHeader && back != Line(s) {
			t.Errorf("%q is %q and comes back as %q, %v", s, h, back, err)
		}
	})
}
