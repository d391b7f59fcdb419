package preview

import (
	"bytes"
	"cmp"
	"embed"
	"fmt"
	"html"
	"net/http"
	"path"
	"regexp"
	"slices"
	"strings"

	"weft/internal/diag"
)

// Below ownPath lies what is the preview's own. No file of a site begins with a
// dot, so nothing of a site is hidden by it.
const (
	ownPath    = "/.weft/"
	eventsPath = ownPath + "events"
	scriptPath = ownPath + "live.js"
	stylePath  = ownPath + "live.css"
)

//go:embed live
var live embed.FS

func ownFile(w http.ResponseWriter, r *http.Request) {
	data, err := live.ReadFile("live/" + strings.TrimPrefix(r.URL.Path, ownPath))
	if err != nil {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", mediaTypes[path.Ext(r.URL.Path)])
	w.Write(data)
}

// dressed gives a page with the script that keeps it new. It tells the script
// what was sent, so that a page that is old by the time it listens is known.
func dressed(p page, asked string) []byte {
	tag := fmt.Sprintf(`<script src="%s" defer data-path="%s" data-sum="%s" data-ribbon="%s"></script>`,
		scriptPath, html.EscapeString(asked), p.sum, html.EscapeString(p.ribbon))
	data := policy.ReplaceAllFunc(p.data, allowed)
	at := bytes.Index(data, []byte("</head>"))
	if at < 0 {
		at = len(data)
	}
	return slices.Concat(data[:at], []byte(tag+"\n"), data[at:])
}

// policy finds the policy that a page sets itself.
var policy = regexp.MustCompile(`<meta http-equiv="Content-Security-Policy" content="[^"]*"`)

// allowed widens a policy by the preview's script, style and stream. 'self' is
// as narrow as an address would be: every file is sent with "nosniff", and the
// script is the only one that is sent as such.
func allowed(meta []byte) []byte {
	before, rules, _ := strings.Cut(strings.TrimSuffix(string(meta), `"`), `content="`)
	var out []string
	missing := []string{"script-src", "style-src", "connect-src"}
	for rule := range strings.SplitSeq(rules, ";") {
		words := strings.Fields(rule)
		if len(words) == 0 {
			continue
		}
		if i := slices.Index(missing, words[0]); i >= 0 {
			missing = slices.Delete(missing, i, i+1)
			words = slices.DeleteFunc(words, func(w string) bool { return w == "'none'" || w == "'self'" })
			words = append(words, "'self'")
		}
		out = append(out, strings.Join(words, " "))
	}
	for _, name := range missing {
		out = append(out, name+" 'self'")
	}
	return []byte(before + `content="` + strings.Join(out, "; ") + `"`)
}

// standIn is the page shown while there is none: it says what is wrong.
func standIn(problems diag.List) page {
	var b strings.Builder
	b.WriteString(`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; base-uri 'none'; form-action 'none'">
<title>weft serve: the site cannot be shown yet</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="stylesheet" href="` + stylePath + `">
</head>
<body class="weft-instead">
<main>
<h1>The site cannot be shown yet</h1>
`)
	if len(problems) == 0 {
		b.WriteString("<p>It is being read; this page turns into the site by itself.</p>\n")
	} else {
		b.WriteString("<p>Once what is wrong is mended and saved, this page turns into the site by itself.</p>\n<ul>\n")
	}
	for _, p := range problems {
		fmt.Fprintf(&b, "<li><code>%s</code> %s", html.EscapeString(where(p)), inLines(p.Message))
		if p.Hint != "" {
			fmt.Fprintf(&b, "<br><span>hint: %s</span>", html.EscapeString(p.Hint))
		}
		b.WriteString("</li>\n")
	}
	if len(problems) > 0 {
		b.WriteString("</ul>\n")
	}
	b.WriteString("</main>\n</body>\n</html>\n")
	data := []byte(b.String())
	return page{data: data, sum: sum(data)}
}

// inLines keeps the lines of a message: some show the place in an expression.
func inLines(s string) string {
	return `<span class="said">` + html.EscapeString(s) + `</span>`
}

// where says where a problem is, as the terminal does.
func where(p diag.Problem) string {
	if p.Line > 0 {
		return fmt.Sprintf("%s:%d:", p.File, p.Line)
	}
	return cmp.Or(p.File, "weft") + ":"
}
