package site

import (
	"bytes"
	"fmt"
	"html/template"
	"io/fs"
	"path"
	"regexp"
	"strconv"
	texttemplate "text/template"
)

// templates are the pages' forms:
//
//	layout.html    what stands around every page
//	parts/*.html   what several pages share, each a {{define}}
//	pages/*.html   what makes one kind of page: {{define "main"}}
//	feeds/*.html   what an entry of a feed holds
//	mail/*.html    an issue as mail
//	mail/*.txt     the same as text
type templates struct {
	pages map[string]*template.Template // by file name, without ".html"
	feeds map[string]*template.Template
	mail  map[string]*template.Template
	text  *texttemplate.Template // mail/issue.txt
}

const mailText = "mail/issue.txt"

func loadTemplates(fsys fs.FS, w words) (*templates, error) {
	base := template.New("layout.html").Option("missingkey=error").Funcs(template.FuncMap{"say": w.say, "count": w.count})
	if err := parse(base, fsys, "layout.html"); err != nil {
		return nil, err
	}
	parts, err := fs.Glob(fsys, "parts/*.html")
	if err != nil {
		return nil, err
	}
	for _, file := range parts {
		if err := parse(base.New(file), fsys, file); err != nil {
			return nil, err
		}
	}
	t := &templates{}
	if t.pages, err = parseEach(base, fsys, "pages"); err != nil {
		return nil, err
	}
	if t.feeds, err = parseEach(base, fsys, "feeds"); err != nil {
		return nil, err
	}
	if t.mail, err = parseEach(base, fsys, "mail"); err != nil {
		return nil, err
	}
	t.text, err = parseText(fsys, mailText, w)
	return t, err
}

// parseText reads a template of plain text, in which nothing is escaped.
func parseText(fsys fs.FS, file string, w words) (*texttemplate.Template, error) {
	data, err := fs.ReadFile(fsys, file)
	if err != nil {
		return nil, fmt.Errorf("read templates/%s: %w", file, err)
	}
	t, err := texttemplate.New(file).Option("missingkey=error").Funcs(texttemplate.FuncMap{"say": w.say, "count": w.count}).Parse(string(data))
	if err != nil {
		return nil, templateFault(file, err)
	}
	return t, nil
}

func parseEach(base *template.Template, fsys fs.FS, dir string) (map[string]*template.Template, error) {
	files, err := fs.Glob(fsys, dir+"/*.html")
	if err != nil {
		return nil, err
	}
	all := map[string]*template.Template{}
	for _, file := range files {
		t, err := base.Clone()
		if err != nil {
			return nil, fmt.Errorf("templates/%s: %w", file, err)
		}
		if err := parse(t.New(file), fsys, file); err != nil {
			return nil, err
		}
		name := path.Base(file)
		all[name[:len(name)-len(".html")]] = t
	}
	return all, nil
}

func parse(t *template.Template, fsys fs.FS, file string) error {
	data, err := fs.ReadFile(fsys, file)
	if err != nil {
		return fmt.Errorf("read templates/%s: %w", file, err)
	}
	if _, err := t.Parse(string(data)); err != nil {
		return templateFault(file, err)
	}
	return nil
}

// page fills the page of a kind; layout.html stands around it.
func (t *templates) page(kind string, doc any) ([]byte, error) {
	return run(t.pages[kind], "pages/"+kind+".html", "layout.html", doc)
}

// feed fills the content of a feed's entry.
func (t *templates) feed(kind string, doc any) ([]byte, error) {
	file := "feeds/" + kind + ".html"
	return run(t.feeds[kind], file, file, doc)
}

// letter fills an issue as mail.
func (t *templates) letter(doc any) ([]byte, error) {
	const file = "mail/issue.html"
	return run(t.mail["issue"], file, file, doc)
}

// plain fills the same as text.
func (t *templates) plain(doc any) ([]byte, error) {
	var b bytes.Buffer
	if err := t.text.Execute(&b, doc); err != nil {
		return nil, templateFault(mailText, err)
	}
	return b.Bytes(), nil
}

func run(t *template.Template, file, entry string, doc any) ([]byte, error) {
	if t == nil {
		return nil, fault(file, 0, "weft's own stands in its repository; copy it back", "is missing")
	}
	var b bytes.Buffer
	if err := t.ExecuteTemplate(&b, entry, doc); err != nil {
		return nil, templateFault(file, err)
	}
	return b.Bytes(), nil
}

// position takes apart what the template packages say:
// "template: parts/card.html:12:5: executing … at <.X>: can't evaluate field X".
var position = regexp.MustCompile(`^(?:html/)?template: ?([^:]+\.(?:html|txt)):(\d+)(?::\d+)?: (.*)$`)

func templateFault(file string, err error) error {
	const hint = "mend it, or delete your file and weft's own is used"
	m := position.FindStringSubmatch(err.Error())
	if m == nil {
		return fault(file, 0, hint, "%v", err)
	}
	line, _ := strconv.Atoi(m[2])
	return fault(m[1], line, hint, "%s", m[3])
}
