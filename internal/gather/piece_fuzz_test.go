package gather

import (
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"weft/internal/diag"
	"weft/internal/htmlsafe"
	"weft/internal/policy"
)

var (
	quoted     = regexp.MustCompile(`"[^"]*"`)
	acts       = regexp.MustCompile(`(?i)<(?:script|iframe|object|embed|form|input|button|img|picture|source|base|style|meta|link|svg|math|video|audio|textarea|plaintext|title)[\s>/]|<[^>]*\s(?:on[a-z]+|style|src|srcset|action|formaction|background)\s*=`)
	ownPicture = regexp.MustCompile(`<img src="https://digest\.example/[^"]*"(?: \w+="[^"]*")*/>`)
	leads      = regexp.MustCompile(`(?i)href="\s*(?:javascript|data|vbscript|file):`)
)

// Whoever puts a file among the pieces that were handed in, and whatever is in it:
// it is refused with a problem, or what is left of it does nothing on a page.
func FuzzAPiecePutThereByHandIsRefusedOrDoesNothing(f *testing.F) {
	const head = "+++\ntitle = \"T\"\nname = \"N\"\nconsent = \"c\"\n+++\n"
	for _, body := range []string{"Words.", "<script>a</script>", "<p onclick=a>x</p>", "[a](javascript:b) <javascript:c>", "![a](https://t.example/p.gif) ![b](/c.png)", "# A {onclick=x}\n\n# A", "<base href=x><meta http-equiv=refresh content=0>",
		"<!-- a", "a \u202e b \x00", "caf\xe9", strings.Repeat("> ", 99), strings.Repeat("*a_", 3000), "[^1]\n\n[^1]: <img src=x onerror=y>", "<svg><style><img src=x onerror=alert(1)></style></svg>", "| a |\n|---|\n| <b onmouseover=x> |", "```html\n<script>\n```"} {
		f.Add([]byte(head + body))
	}
	f.Add([]byte("+++\ntitle = \"<script>\"\nsummary = \"<img src=x onerror=y>\"\ntags = [" + strings.Repeat("[", 40) + "\n+++\n"))
	f.Add([]byte("\xff\xfe+\x00+\x00"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > 64<<10 {
			return
		}
		var probs diag.List
		r := pieceReader{md: newConverter(), base: "https://digest.example/", zone: time.UTC, probs: &probs}
		begin := time.Now()
		e, ok := r.piece(policy.Contributions+"/a.md", "a.md", data)
		if took := time.Since(begin); took > 20*time.Second {
			t.Fatalf("took %v", took)
		}
		if !ok {
			if probs.Errors() == 0 {
				t.Fatal("refused without a reason")
			}
			return
		}
		for _, html := range []string{e.Body, e.Summary} {
			html := ownPicture.ReplaceAllString(html, "") // no page shows it
			bare := quoted.ReplaceAllString(html, `""`)
			if at := acts.FindString(bare) + leads.FindString(html); at != "" {
				t.Fatalf("%q acts in %q", at, html)
			}
		}
		for _, html := range []string{e.Body, e.Summary} {
			if !utf8.ValidString(html) || htmlsafe.Clean(html, "https://digest.example/") != html {
				t.Fatalf("is not safe as it is: %q", html)
			}
		}
		if strings.ContainsAny(e.Title+e.Plain, "\x00\x1b\u202e\u200b") {
			t.Fatalf("holds what cannot be seen: %q %q", e.Title, e.Plain)
		}
	})
}
