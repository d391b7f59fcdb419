package site

import (
	"errors"
	"html/template"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"weft/internal/diag"
)

// CheckTemplates looks at a site's own templates folder, beside weft's: every
// template that cannot be read, every file that stands for none of weft's and
// that nothing reads, words that no page asks for or that leave out what they
// should say.
func CheckTemplates(own, weft fs.FS) diag.List {
	var probs diag.List
	for _, forms := range []string{"*.html", "pages/*.html", "feeds/*.html", "mail/*.html", "mail/*.txt", "parts/*.html"} {
		files, _ := fs.Glob(own, forms)
		for _, file := range files {
			checkTemplate(own, file, &probs)
			if path.Dir(file) != "parts" {
				checkTaken(weft, forms, file, &probs)
			}
		}
	}
	english := words{}
	if data, err := fs.ReadFile(weft, englishWords); err == nil {
		_ = english.read(englishWords, data)
	}
	files, _ := fs.Glob(own, "words.*.json")
	for _, file := range files {
		checkWords(own, file, english, &probs)
	}
	return probs
}

// Standing lists the pages that every site has, whether somebody wrote them or
// not, by their names in content/pages.
func Standing() []string { return slices.Clone(standing) }

func checkTemplate(own fs.FS, file string, probs *diag.List) {
	if path.Ext(file) == ".txt" {
		_, err := parseText(own, file, words{})
		gather(err, "templates/"+file, probs)
		return
	}
	t := template.New(file).Funcs(template.FuncMap{"say": words{}.say, "count": words{}.count})
	gather(parse(t, own, file), "templates/"+file, probs)
}

// gather takes the problems out of an error; one that is none is told whole.
func gather(err error, file string, probs *diag.List) {
	var found diag.Error
	switch {
	case errors.As(err, &found):
		*probs = append(*probs, found.Problems...)
	case err != nil:
		probs.Add(file, 0, "make the file readable, or move it away", "cannot be read: %v", err)
	}
}

// checkTaken warns of a file that takes the place of none of weft's.
func checkTaken(weft fs.FS, forms, file string, probs *diag.List) {
	known, _ := fs.Glob(weft, forms)
	if !slices.Contains(known, file) {
		probs.Warn("templates/"+file, 0, diag.DidYouMean(file, known, "a template is used in place of weft's own of the same name"), "nothing uses this file")
	}
}

func checkWords(own fs.FS, file string, english words, probs *diag.List) {
	data, err := fs.ReadFile(own, file)
	said := words{}
	if err == nil {
		err = said.read(file, data)
	}
	gather(err, "templates/"+file, probs)
	lineOf := func(key string) int {
		at := strings.Index(string(data), `"`+key+`"`)
		return lineAt(data, int64(max(at, 0)))
	}
	keys := said.keys()
	for _, key := range keys {
		form, known := english[key]
		if !known {
			if near := diag.DidYouMean(key, english.keys(), ""); near != "" {
				probs.Warn("templates/"+file, lineOf(key), near, "no page of weft's asks for the words %q", key)
			}
			continue
		}
		if places(form) != places(said[key]) {
			probs.Add("templates/"+file, lineOf(key), "weft's own say: "+form, "the words %q leave out a place for what they speak of, or have one too many", key)
		}
	}
}

var verb = regexp.MustCompile(`%(?:\[\d+\])?[-+#0]*[a-zA-Z]`)

// places counts where words say what they speak of; "%%" is only a sign.
func places(form string) int {
	return len(verb.FindAllString(strings.ReplaceAll(form, "%%", ""), -1))
}
