package main

import (
	"encoding/xml"
	"fmt"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// Graphs of the world in which everything happens are valid by the rules of
// GraphML, as a validator sees them, and hold what the rows hold.
func TestGraphsAreValidAndSayWhatTheRowsSay(t *testing.T) {
	t.Parallel()
	b := told(t)
	for _, what := range []string{"citations", "people"} {
		data := b.data("export", what, "--format", "graphml", "--edition", "internal")
		if wrong := invalid(t, data); wrong != "" {
			t.Errorf("%s is not valid: %s", what, wrong)
		}
		if _, err := exec.LookPath("xmllint"); err == nil && invalid(t, strings.Replace(data, `target="`, `target="nobody-`, 1)) == "" {
			t.Error("an edge to nobody is taken for valid: the check proves nothing")
		}
		values := readGraph(t, data)
		for _, name := range []string{"label", "name", "organisation", "sectors", "kind", "at", "from", "to", "counted"} {
			if len(values[name]) == 0 {
				t.Errorf("%s: nothing has a %q", what, name)
			}
		}
		for _, v := range values["counted"] {
			if v != "true" && v != "false" {
				t.Errorf("counted is %q", v)
			}
		}
		for _, v := range slices.Concat(values["reach"], values["bridging"]) {
			if _, err := strconv.ParseFloat(v, 64); err != nil {
				t.Errorf("%q is no number", v)
			}
		}
	}
	kinds := readGraph(t, b.data("export", "citations", "--format", "graphml"))["kind"]
	rows := strings.Count(b.data("export", "citations"), "\n")
	for _, kind := range []string{"link", "quote", "mention", "byline"} {
		if !slices.Contains(kinds, kind) {
			t.Errorf("no edge is a %s", kind)
		}
	}
	if len(kinds) != rows {
		t.Errorf("%d edges of %d rows", len(kinds), rows)
	}
}

// invalid is what xmllint, where it is, has against a document.
func invalid(t *testing.T, data string) string {
	t.Helper()
	if _, err := exec.LookPath("xmllint"); err != nil {
		t.Log("xmllint is not here (libxml2-utils): the document is read, and not validated")
		return ""
	}
	schema, err := filepath.Abs("../../internal/graphml/testdata/graphml.xsd")
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("xmllint", "--nonet", "--noout", "--schema", schema, "-")
	cmd.Stdin = strings.NewReader(data)
	out, err := cmd.CombinedOutput()
	if err == nil {
		return ""
	}
	return fmt.Sprintf("%v\n%.2000s", err, out)
}

// readGraph gives the values of a graph by the name of their attribute.
func readGraph(t *testing.T, data string) map[string][]string {
	t.Helper()
	type datum struct {
		Key   string `xml:"key,attr"`
		Value string `xml:",chardata"`
	}
	var doc struct {
		Keys []struct {
			ID   string `xml:"id,attr"`
			Name string `xml:"attr.name,attr"`
		} `xml:"key"`
		Nodes []struct {
			Data []datum `xml:"data"`
		} `xml:"graph>node"`
		Edges []struct {
			Data []datum `xml:"data"`
		} `xml:"graph>edge"`
	}
	if err := xml.Unmarshal([]byte(data), &doc); err != nil {
		t.Fatal(err)
	}
	names, values := map[string]string{}, map[string][]string{}
	for _, k := range doc.Keys {
		names[k.ID] = k.Name
	}
	add := func(list []datum) {
		for _, d := range list {
			values[names[d.Key]] = append(values[names[d.Key]], d.Value)
		}
	}
	for _, n := range doc.Nodes {
		add(n.Data)
	}
	for _, e := range doc.Edges {
		add(e.Data)
	}
	return values
}
