// Package graphml writes a directed graph as GraphML, the format that Gephi,
// yEd, networkx and igraph open.
//
// It promises a document that is valid against the GraphML 1.0 schema whatever
// the values hold: attributes are declared before they are used, ids are unique
// and are XML name tokens, and no character stands in it that XML forbids. What
// the nodes and edges mean, the caller says.
package graphml

import (
	"bufio"
	"encoding/xml"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// A Graph is nodes, and edges between them.
type Graph struct {
	Nodes     []Node
	Edges     []Edge
	NodeAttrs []Attr // in the order in which nodes have them
	EdgeAttrs []Attr
}

// An Attr declares an attribute.
type Attr struct {
	Name string
	Type Type
}

// A Type is what the values of an attribute are.
type Type string

// The types that are used.
const (
	String  Type = "string"
	Boolean Type = "boolean"
	Double  Type = "double"
)

// A Node has an id, and a value for each attribute of nodes; "" is left out.
type Node struct {
	ID     string
	Values []string
}

// An Edge goes from one node to another, by their ids.
type Edge struct {
	From, To string
	Values   []string
}

// Names of the format, and where its schema is.
const (
	space  = "http://graphml.graphdrawing.org/xmlns"
	schema = space + " http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd"
)

// Write writes the graph. An edge of which either end is no node, or two nodes
// of one id, are errors: nobody could open the file.
func Write(w io.Writer, g Graph) error {
	out := bufio.NewWriter(w)
	e := &writer{xml.NewEncoder(out), nil}
	e.enc.Indent("", " ")
	io.WriteString(out, xml.Header) // the flush below tells of faults
	e.start("graphml", "xmlns", space, "xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance", "xsi:schemaLocation", schema)
	e.declare("node", g.NodeAttrs)
	e.declare("edge", g.EdgeAttrs)
	e.start("graph", "id", "G", "edgedefault", "directed")
	known := map[string]bool{}
	for _, n := range g.Nodes {
		id := token(n.ID)
		if known[id] {
			return fmt.Errorf("two nodes of the graph have the id %q", n.ID)
		}
		known[id] = true
		e.start("node", "id", id)
		e.data("node", n.Values)
		e.end("node")
	}
	for i, edge := range g.Edges {
		if !known[token(edge.From)] || !known[token(edge.To)] {
			return fmt.Errorf("an edge goes from %q to %q, and not both are nodes", edge.From, edge.To)
		}
		e.start("edge", "id", "e"+strconv.Itoa(i), "source", token(edge.From), "target", token(edge.To))
		e.data("edge", edge.Values)
		e.end("edge")
	}
	e.end("graph")
	e.end("graphml")
	if e.err == nil {
		e.err = e.enc.Close()
	}
	io.WriteString(out, "\n")
	if err := out.Flush(); err != nil {
		return err
	}
	return e.err
}

// A writer writes tags until something goes wrong.
type writer struct {
	enc *xml.Encoder
	err error
}

func (e *writer) put(t xml.Token) {
	if e.err == nil {
		e.err = e.enc.EncodeToken(t)
	}
}

func (e *writer) start(name string, attrs ...string) {
	t := xml.StartElement{Name: xml.Name{Local: name}}
	for i := 0; i < len(attrs); i += 2 {
		t.Attr = append(t.Attr, xml.Attr{Name: xml.Name{Local: attrs[i]}, Value: attrs[i+1]})
	}
	e.put(t)
}

func (e *writer) end(name string) { e.put(xml.EndElement{Name: xml.Name{Local: name}}) }

func (e *writer) declare(of string, attrs []Attr) {
	for i, a := range attrs {
		e.start("key", "id", key(of, i), "for", of, "attr.name", a.Name, "attr.type", string(a.Type))
		e.end("key")
	}
}

func (e *writer) data(of string, values []string) {
	for i, v := range values {
		if v == "" {
			continue
		}
		e.start("data", "key", key(of, i))
		e.put(xml.CharData(v))
		e.end("data")
	}
}

// key is the id of an attribute's declaration.
func key(of string, i int) string { return of[:1] + "a" + strconv.Itoa(i) }

// token makes an id an XML name token: what such one may not hold is written as
// its number between underlines, so that no two become one.
func token(id string) string {
	var b strings.Builder
	for _, r := range id {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '-', r == '.', r == ':':
			b.WriteRune(r)
		default:
			fmt.Fprintf(&b, "_%x_", r)
		}
	}
	if b.Len() == 0 {
		return "_"
	}
	return b.String()
}
