package feed

import (
	"net/url"
	"strings"
)

const (
	maxDepth = 200    // elements inside one another; what lies deeper is flattened
	maxNodes = 400000 // of one document
)

// A node is an element or a run of text of the document, with what it has from
// its surroundings: its vocabulary, its base address and its language.
type node struct {
	space string // canonical prefix of its namespace; "" the document's own; "?" unknown
	local string // lower case; "" for text
	name  string // as written, for markup that is passed on
	attrs []attribute
	kids  []*node

	text  string
	cdata bool

	base     string // in force here, or ""
	explicit bool   // base was declared by xml:base
	lang     string
	unended  bool // the document ended before it did
}

// attr gives an attribute by its local name, whatever its prefix; one without
// a prefix wins.
func (n *node) attr(local string) string {
	found := ""
	for _, a := range n.attrs {
		if strings.EqualFold(a.name, local) {
			return a.value
		}
		if _, after, ok := strings.Cut(a.name, ":"); ok && found == "" && strings.EqualFold(after, local) {
			found = a.value
		}
	}
	return found
}

// child gives the first child element of a name, or nil.
func (n *node) child(space, local string) *node {
	for _, k := range n.kids {
		if k.local == local && k.space == space {
			return k
		}
	}
	return nil
}

// hasElements reports whether markup stands inside n.
func (n *node) hasElements() bool {
	for _, k := range n.kids {
		if k.local != "" {
			return true
		}
	}
	return false
}

// textContent gives the characters in n and below.
func (n *node) textContent() string {
	if len(n.kids) == 1 && n.kids[0].local == "" {
		return n.kids[0].text
	}
	var b strings.Builder
	n.writeText(&b)
	return b.String()
}

func (n *node) writeText(b *strings.Builder) {
	b.WriteString(n.text)
	for _, k := range n.kids {
		k.writeText(b)
	}
}

// A builder makes the tree of a document and mends its nesting: an end tag
// closes the nearest element of its name, one that fits nothing is ignored,
// and what is still open at the end is closed.
type builder struct {
	root   *node
	first  string // the first element's name, for a message
	open   []frame
	own    string // the root's default namespace: the document's own
	prefix string // the root's, where it stands for no vocabulary that is known: the document's own, too
	nodes  int
	notice *notices
	full   bool
}

type frame struct {
	node  *node
	name  string
	scope map[string]string // prefix to namespace
}

// buildTree reads a text up to the end of its root, nil if it has none that a
// feed can have, and gives the name of its first element. base is the
// document's own address.
func buildTree(text, base string, n *notices) (root *node, first string) {
	sc := newScanner(text)
	b := &builder{notice: n}
	for !b.full {
		switch t := sc.next(); t.kind {
		case tokenEOF:
			b.end()
			return b.root, b.first
		case tokenText:
			b.addText(t)
		case tokenOpen:
			b.addElement(t, base)
		case tokenClose:
			b.close(t.name)
		}
	}
	return b.root, b.first
}

func (b *builder) addText(t token) {
	if len(b.open) == 0 || t.text == "" || !b.room() {
		return
	}
	top := b.open[len(b.open)-1].node
	top.kids = append(top.kids, &node{text: t.text, cdata: t.cdata})
}

// room counts a node and reports whether the document may have it.
func (b *builder) room() bool {
	if b.nodes++; b.nodes > maxNodes {
		b.notice.add("the document has more than %d elements; it was read up to there", maxNodes)
		b.full = true
	}
	return !b.full
}

func (b *builder) addElement(t token, base string) {
	if b.first == "" {
		b.first = t.name
	}
	if b.root != nil && len(b.open) == 0 || len(b.open) >= maxDepth || !b.room() {
		return
	}
	b.endEntry(t)
	b.endLine(t.name)
	if b.root != nil && len(b.open) == 0 { // the entry was the root
		return
	}
	n := &node{name: t.name, attrs: t.attrs, base: base}
	var scope map[string]string
	if len(b.open) > 0 {
		parent := b.open[len(b.open)-1]
		n.base, n.explicit, n.lang, scope = parent.node.base, parent.node.explicit, parent.node.lang, parent.scope
	}
	scope = declareNamespaces(scope, t.attrs)
	inherit(n)
	if b.root == nil {
		if !isRoot(t.name) {
			return
		}
		b.root, b.own = n, scope[""]
		if space, _ := b.vocabulary(t.name, scope); space == "?" {
			b.prefix, _ = splitName(t.name)
		}
	} else {
		parent := b.open[len(b.open)-1].node
		parent.kids = append(parent.kids, n)
	}
	n.space, n.local = b.vocabulary(t.name, scope)
	if !t.empty {
		b.open = append(b.open, frame{n, t.name, scope})
	}
}

// isRoot reports whether a document of ours begins with an element.
func isRoot(name string) bool {
	_, local := splitName(name)
	return local == "rss" || local == "rdf" || local == "feed" || local == "channel" || local == "entry"
}

// inherit applies xml:base (XML Base §3) and xml:lang.
func inherit(n *node) {
	for _, a := range n.attrs {
		switch strings.ToLower(a.name) {
		case "xml:base":
			if u := absolute(n.base, a.value); u != "" {
				n.base, n.explicit = u, true
			}
		case "xml:lang":
			n.lang = a.value
		}
	}
}

// absolute resolves an address against a base; "" if that makes none.
func absolute(base, ref string) string {
	ref = strings.TrimSpace(ref)
	u, err := url.Parse(ref)
	if err != nil {
		return ""
	}
	if b, err := url.Parse(base); err == nil && base != "" {
		u = b.ResolveReference(u)
	}
	if u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || strings.ContainsAny(u.Host, `<>"`) { // url.Parse lets these in
		return ""
	}
	return u.String()
}

// documentBase is the address that a document's relative ones start from
// (RFC 3986 §5.1, RFC 9110 §8.7).
func documentBase(src Source) string {
	if src.ContentLocation != "" {
		if u := absolute(src.Address, src.ContentLocation); u != "" {
			return u
		}
	}
	return absolute("", src.Address)
}
