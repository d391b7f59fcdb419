package htmlsafe

import (
	"strings"
	"testing"
)

// What bluemonday says of each tag of a tree is what it says of the whole text.
func wantGuardedAsAWhole(t *testing.T, raw string) {
	t.Helper()
	c := newCleaner("https://blog.example/post/")
	text, root := c.pass(plainMarkup(tidy(raw)))
	if root == nil {
		return
	}
	if whole := policy.Sanitize(text); guarded(root) && whole != text {
		t.Errorf("tag by tag %q may stand, as a whole only %q", text, whole)
	}
}

func TestEveryElementIsGuardedAsAWholeTextIs(t *testing.T) {
	for name := range elements {
		for _, attr := range []string{"", ` lang="en"`, ` href="https://a.example/?a=1&amp;b='2'"`, ` class="language-go"`, ` title="&lt;b&gt; &quot;so&quot;"`} {
			wantGuardedAsAWhole(t, "a <"+name+attr+">b &amp; c &#39;d&#39;</"+name+"> e")
		}
		if !allowedBare[name] && name != "a" && name != "img" {
			t.Errorf("<%s> may not stand without attributes", name)
		}
	}
}

func TestWhatTheAllowListDropsIsNotGuarded(t *testing.T) {
	for _, raw := range []string{`<p><script>x</script></p>`, `<p onclick="x">y</p>`, `<b><a href="javascript:x">y</a></b>`, `<i><img src="data:x"></i>`} {
		root, err := parse(raw)
		if err != nil {
			t.Fatal(err)
		}
		if guarded(root) {
			t.Errorf("%s may stand", raw)
		}
	}
}

func FuzzGuardedAsAWhole(f *testing.F) {
	for _, s := range []string{`<p>a <a href="/b" title="c">d</a> <img src=e.png alt="&quot;"></p>`, "<table><tr><td colspan=2>x<td>y</table>", "<ruby>漢<rt>kan</ruby>",
		"<svg><p>x</svg>", "a &lt;b&gt; &#0; &nbsp;", "<details><summary>x</summary>y</details>", strings.Repeat("<b>", 50) + "x", `<math><mi>x</math><q cite="https://a.example/">y</q>`} {
		f.Add(s)
	}
	f.Fuzz(wantGuardedAsAWhole)
}

// The walk takes an address of the web without asking its pattern, since it can
// be no other than that allows.
func FuzzWhatResolvesToTheWebIsAsItsPatternHasIt(f *testing.F) {
	for _, s := range []string{"https://a.example/", "/b c", "//a.example/\"x\"", "http://a.example/<b>\u3000\u0085", "https://", "http://é.example/%zz", "?a\fb\vc"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		v := Resolve("https://blog.example/post/", s)
		for _, key := range []string{"href", "src", "cite"} {
			if isWeb(v) && !values[key].MatchString(v) {
				t.Errorf("%q resolves to %q, which %s may not hold", s, v, key)
			}
		}
	})
}
