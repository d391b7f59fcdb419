package feed

import "strings"

// end marks what the document leaves open.
func (b *builder) end() {
	for _, f := range b.open {
		f.node.unended = true
		if f.node.isEntry() {
			b.notice.add("the document is cut off; its last entry is not whole and was left out")
		}
	}
}

// isEntry reports whether a node is an item or entry of the document's own.
func (n *node) isEntry() bool {
	return (n.local == "item" || n.local == "entry") && (n.space == "" || n.space == "atom")
}

// endEntry closes an entry whose end tag is missing when the next one begins.
// Inside its text an entry may be quoted.
func (b *builder) endEntry(t token) {
	_, local := splitName(t.name)
	if local != "item" && local != "entry" || len(b.open) == 0 {
		return
	}
	scope := declareNamespaces(b.open[len(b.open)-1].scope, t.attrs)
	if space, _ := b.vocabulary(t.name, scope); space != "" && space != "atom" {
		return // of another vocabulary, it is no entry
	}
	for i := len(b.open) - 1; i >= 0; i-- {
		switch n := b.open[i].node; {
		case n.local == "content" || n.local == "summary" || n.local == "description" || n.space == "xhtml" || n.space == "?":
			return
		case n.isEntry():
			b.open = b.open[:i]
			return
		}
	}
}

// endLine closes a line of text whose end tag is missing when the next field
// begins: "<title>Two<link>…".
func (b *builder) endLine(name string) {
	if len(b.open) == 0 || !isField(name) {
		return
	}
	if top := b.open[len(b.open)-1]; isField(top.name) && isLine(top.node.local) {
		b.open = b.open[:len(b.open)-1]
	}
}

// isField names the fields of an entry that can neither hold one another nor
// be meant as HTML in one another.
func isField(name string) bool {
	switch strings.ToLower(name) {
	case "title", "link", "guid", "id", "pubdate", "updated", "published", "category", "description", "content", "item", "entry":
		return true
	}
	return false
}

func (b *builder) close(name string) {
	for i := len(b.open) - 1; i >= 0; i-- {
		if b.open[i].name == name || strings.EqualFold(b.open[i].name, name) {
			b.open = b.open[:i]
			return
		}
	}
	// "<title>Two</titel>": an end tag that fits nothing ends a line of text
	// that is open.
	if i := len(b.open) - 1; i >= 0 && isLine(b.open[i].node.local) && !b.open[i].node.hasElements() {
		b.open = b.open[:i]
	}
}

// isLine names the elements that hold one line and no markup.
func isLine(local string) bool {
	switch local {
	case "title", "link", "guid", "id", "pubdate", "updated", "published", "author", "category", "creator", "date", "language", "name", "email", "uri":
		return true
	}
	return false
}
