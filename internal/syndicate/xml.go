package syndicate

import (
	"bytes"
	"strings"
)

// document writes XML, indented by two spaces. Names are ours; values are
// escaped. encoding/xml would do the escaping but not empty elements, chosen
// prefixes and the order of attributes.
type document struct {
	buf  bytes.Buffer
	open []string
}

func newDocument() *document {
	d := &document{}
	d.buf.WriteString(`<?xml version="1.0" encoding="utf-8"?>` + "\n")
	return d
}

// start opens an element. Attributes come as name, value, name, value; one
// whose value is empty is left out.
func (d *document) start(name string, attrs ...string) {
	d.tag(name, attrs)
	d.buf.WriteString(">\n")
	d.open = append(d.open, name)
}

// end closes the innermost open element.
func (d *document) end() {
	last := len(d.open) - 1
	name := d.open[last]
	d.open = d.open[:last]
	d.indent()
	d.buf.WriteString("</" + name + ">\n")
}

// text writes an element that holds text alone, on one line of ours.
func (d *document) text(name, value string, attrs ...string) {
	d.tag(name, attrs)
	d.buf.WriteByte('>')
	d.buf.WriteString(escapeText.Replace(value))
	d.buf.WriteString("</" + name + ">\n")
}

// some is text, unless there is none.
func (d *document) some(name, value string, attrs ...string) {
	if value != "" {
		d.text(name, value, attrs...)
	}
}

// empty writes an element that has attributes alone.
func (d *document) empty(name string, attrs ...string) {
	d.tag(name, attrs)
	d.buf.WriteString("/>\n")
}

func (d *document) tag(name string, attrs []string) {
	d.indent()
	d.buf.WriteString("<" + name)
	for i := 0; i+1 < len(attrs); i += 2 {
		if attrs[i+1] != "" {
			d.buf.WriteString(" " + attrs[i] + `="` + escapeAttr.Replace(attrs[i+1]) + `"`)
		}
	}
}

func (d *document) indent() { d.buf.WriteString(strings.Repeat("  ", len(d.open))) }

// ">" is escaped so that "]]>" can't arise (XML 1.0 §2.4), and a carriage
// return because a parser would make a line feed of it (§2.11).
var escapeText = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", "\r", "&#xD;")

// In attributes a parser makes spaces of all white space (§3.3.3).
var escapeAttr = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;",
	"\t", "&#x9;", "\n", "&#xA;", "\r", "&#xD;")
