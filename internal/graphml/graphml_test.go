package graphml

import (
	"bytes"
	"encoding/xml"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"
)

// A document as the schema has it, read back.
type document struct {
	XMLName xml.Name `xml:"http://graphml.graphdrawing.org/xmlns graphml"`
	Keys    []struct {
		ID   string `xml:"id,attr"`
		For  string `xml:"for,attr"`
		Name string `xml:"attr.name,attr"`
		Type string `xml:"attr.type,attr"`
	} `xml:"key"`
	Graphs []struct {
		Default string `xml:"edgedefault,attr"`
		Nodes   []struct {
			ID   string  `xml:"id,attr"`
			Data []datum `xml:"data"`
		} `xml:"node"`
		Edges []struct {
			ID     string  `xml:"id,attr"`
			Source string  `xml:"source,attr"`
			Target string  `xml:"target,attr"`
			Data   []datum `xml:"data"`
		} `xml:"edge"`
	} `xml:"graph"`
}

type datum struct {
	Key   string `xml:"key,attr"`
	Value string `xml:",chardata"`
}

var nmtoken = regexp.MustCompile(`^[\w.:-]+$`)

// faults says what breaks the promise in a document.
func faults(data []byte) (doc document, all []string) {
	if err := xml.Unmarshal(data, &doc); err != nil {
		return doc, []string{err.Error()}
	}
	if !utf8.Valid(data) || len(doc.Graphs) != 1 || doc.Graphs[0].Default != "directed" {
		return doc, []string{"not one directed graph"}
	}
	ids, declared := map[string]bool{"G": true}, map[string]string{}
	own := func(id string) {
		if ids[id] || !nmtoken.MatchString(id) {
			all = append(all, "id "+id)
		}
		ids[id] = true
	}
	for _, k := range doc.Keys {
		own(k.ID)
		declared[k.ID] = k.For
	}
	used := func(of string, data []datum) {
		once := map[string]bool{}
		for _, d := range data {
			if declared[d.Key] != of || once[d.Key] {
				all = append(all, of+" has "+d.Key)
			}
			once[d.Key] = true
		}
	}
	nodes := map[string]bool{}
	for _, n := range doc.Graphs[0].Nodes {
		own(n.ID)
		nodes[n.ID] = true
		used("node", n.Data)
	}
	for _, e := range doc.Graphs[0].Edges {
		own(e.ID)
		used("edge", e.Data)
		if !nodes[e.Source] || !nodes[e.Target] {
			all = append(all, "edge "+e.ID+" hangs in the air")
		}
	}
	return doc, all
}

func small(id, value string) Graph {
	return Graph{NodeAttrs: []Attr{{"label", String}, {"supporter", Boolean}, {"reach", Double}}, EdgeAttrs: []Attr{{"kind", String}, {"counted", Boolean}},
		Nodes: []Node{{"ana-pop", []string{"Ana Pop", "false", ""}}, {id, []string{value, "true", "1.5"}}},
		Edges: []Edge{{"ana-pop", id, []string{"link", "true"}}, {"ana-pop", id, []string{value, "false"}}, {id, id, nil}}}
}

func TestWhatIsWrittenReadsBack(t *testing.T) {
	var b bytes.Buffer
	if err := Write(&b, small("idris-vaughan", "Idris <Vaughan> & “sons”")); err != nil {
		t.Fatal(err)
	}
	doc, wrong := faults(b.Bytes())
	if len(wrong) > 0 {
		t.Fatalf("%v in\n%s", wrong, b.String())
	}
	g := doc.Graphs[0]
	if len(doc.Keys) != 5 || doc.Keys[2].Name != "reach" || doc.Keys[2].Type != "double" || g.Nodes[1].ID != "idris-vaughan" || g.Nodes[1].Data[0].Value != "Idris <Vaughan> & “sons”" ||
		g.Edges[0].Source != "ana-pop" || g.Edges[0].Target != "idris-vaughan" || len(g.Nodes[0].Data) != 2 {
		t.Errorf("%+v", doc)
	}
}

func TestAGraphThatNobodyCouldOpenIsRefused(t *testing.T) {
	g := small("ana-pop", "x")
	if err := Write(&bytes.Buffer{}, g); err == nil || !strings.Contains(err.Error(), `"ana-pop"`) {
		t.Errorf("two nodes of one id: %v", err)
	}
	g = small("b", "x")
	g.Edges[0].To = "nobody"
	if err := Write(&bytes.Buffer{}, g); err == nil || !strings.Contains(err.Error(), `"nobody"`) {
		t.Errorf("an edge to nobody: %v", err)
	}
}

func TestIdsStayApart(t *testing.T) {
	seen := map[string]string{}
	for _, id := range []string{"", "a", "a b", "a_b", "a_20_b", "a__b", "ä", "a\x00b", "https://x.example/feed\x00nell", "_"} {
		if was, taken := seen[token(id)]; taken {
			t.Errorf("%q and %q are both %s", id, was, token(id))
		}
		seen[token(id)] = id
	}
}

func FuzzNoCharacterIsForbidden(f *testing.F) {
	for _, s := range []string{"plain", "\x00\x1b[31m", "]]>", "<!--", "\ufffe\uffff", "\xff\xfe", "a\r\nb", "\U0010ffff"} {
		f.Add("x"+s, s)
	}
	f.Fuzz(func(t *testing.T, id, value string) {
		if !utf8.ValidString(id) || id == "ana-pop" {
			return
		}
		var b bytes.Buffer
		if err := Write(&b, small(id, value)); err != nil {
			t.Fatal(err)
		}
		if _, wrong := faults(b.Bytes()); len(wrong) > 0 {
			t.Errorf("%q, %q: %v", id, value, wrong)
		}
	})
}
