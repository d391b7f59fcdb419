package digest

import (
	"fmt"
	"testing"
)

// strange are titles that Markdown, TOML, a terminal or a typographer would
// make something else of.
var strange = []string{
	`a """ b ''' c " = d`, "--- title: x ---", "<!-- never ended", "<!- nor this", "it's... \"so\"", "<<guillemets>> -- and --- more",
	`=HYPERLINK("http://x.example")`, "a \\| b | c", "[x]: https://x.example/", "x](javascript:y) [z", "![a](b)", "``` a ~~~", "[^1]: x", "# heading {#id}",
	"0012", "&amp; &copy", "https://x.example/ www.x.example a@b.example", "_a_ *b* ~~c~~ ^d^ $e$", "+++", "{{< x >}} {% y %}", "<b onclick=x>", "1) a", "x\\",
}

// What a stranger called a piece is read so on the page, letter for letter,
// until a curator writes something else.
func TestATitleThatNobodyEditedReadsLetterForLetter(t *testing.T) {
	for _, title := range strange {
		const url = "https://ada.example/1"
		f := Facts{Entry: "1", URL: url, Title: title, Contributor: Ref{"ada", "Ada"}}
		text := func(words string) string {
			return fmt.Sprintf("+++\ntitle = \"Ours\"\nperiod = \"2026-W46\"\n+++\n## All {#all}\n\n- [%s](%s)\n", words, url)
		}
		issue, _ := issueOf(t, text(inline(title)), true, f)
		if items := issue.Items(); len(items) != 1 || items[0].Title != title {
			t.Errorf("%q reads as %+v", title, items)
		}
		issue, _ = issueOf(t, text("It's \"ours\""), true, f)
		if items := issue.Items(); len(items) != 1 || items[0].Title != "It’s “ours”" {
			t.Errorf("a curator's words read as %+v", items)
		}
	}
}
