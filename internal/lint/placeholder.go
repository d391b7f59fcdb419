package lint

import (
	"regexp"
	"strings"

	"weft/internal/markdown"
)

// What people leave where something is still to come. TODO and its like count
// in capitals alone: "todo" is a word of several languages.
var placeholder = regexp.MustCompile(`\b(?:TODO|FIXME|XXX|TKTK)\b|(?i:\b(?:TBC|TBD|(?:LINK|URL|TITLE|TEXT|NAME|DATE)_HERE)\b)|(?i:\blorem ipsum\b)`)

// noAddress is what people write in a link's place and that leads nowhere.
var noAddress = regexp.MustCompile(`^(?:#|\.\.\.|…|https?:/*(?:\.\.\.|…)?|(?i:url|link|address|href|xxx+|todo|tbc|tbd|fixme|.*(?:link|url)_here.*))?$`)

// almostLink is what a link looks like that Markdown does not take for one.
var almostLink = regexp.MustCompile(`\][ \t]*\([ \t]*(?:https?://|www\.|/[a-z])`)

const placeholderHint = "put in what is missing, or take it out; readers would see it"

// placeholders finds what was left to be filled in: in the curator's own words,
// not in code, quotations and others' titles.
func (d *digests) placeholders(f *prose, items []item, passages []markdown.Passage, links []markdown.Link) {
	for _, p := range passages {
		for _, l := range p.Lines {
			for _, word := range placeholder.FindAllString(l.Own, -1) {
				d.probs.Add(f.name, f.line(l.N), placeholderHint, "%q is left in the text", word)
			}
			if almostLink.MatchString(l.Text) && strings.Contains(l.Own, "]") {
				d.probs.Add(f.name, f.line(l.N), "write [words](https://…) without a blank between ] and (, and close both", "this looks like a link and is none")
			}
		}
	}
	for _, l := range links {
		d.emptyLink(f, l, itemAt(f, items, l))
	}
}

func (d *digests) title(f *issueFile) {
	if word := placeholder.FindString(f.file.Title); word != "" {
		d.probs.Add(f.name, max(1, f.file.Lines.Of("title")), placeholderHint, "%q is left in the title", word)
	}
}

// emptyLink finds a link with nothing to it. The words of an item whose entry
// is known are that piece's title.
func (d *digests) emptyLink(f *prose, l markdown.Link, it *item) {
	line, said := f.line(l.Line), strings.TrimSpace(l.Text)
	known := it != nil && (it.facts != nil || len(it.known) > 0 || it.offer)
	switch {
	case noAddress.MatchString(strings.TrimSpace(l.URL)):
		d.probs.Add(f.name, line, "put the address in, or take the link out", "the link %q leads to %q", said, l.URL)
	case l.Image || known:
	case said == "":
		d.probs.Add(f.name, line, "write something between [ and ]; readers see nothing to follow", "the link to %s has no words", l.URL)
	case placeholder.FindString(said) == said:
		d.probs.Add(f.name, line, placeholderHint, "%q is left in the text", said)
	}
}

// opening finds a draft whose introduction is still weft's own sentence.
func (d *digests) opening(f *issueFile) {
	if f.layer > 0 || !f.file.Draft || f.record.Frozen {
		return
	}
	own, line := 0, 0
	for _, b := range f.file.Blocks {
		if b.Heading != nil && b.Heading.Level > 1 {
			break
		}
		if b.Heading == nil && b.HTML != "" {
			if own++; strings.HasPrefix(b.HTML, "<p>What was written from ") {
				line = f.line(b.Line)
			}
		}
	}
	if own == 1 && line > 0 {
		d.probs.Warn(f.name, line, "a few words of your own, above or in place of it, are what readers come for", "the introduction is still weft's own sentence")
	}
}
