package edition

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"weft/internal/graphml"
)

// Edges of the graphs go from who cites to whom they cite, as links do.
var edgeAttrs = []graphml.Attr{{Name: "kind", Type: graphml.String}, {Name: "at", Type: graphml.String}, {Name: "from", Type: graphml.String},
	{Name: "to", Type: graphml.String}, {Name: "counted", Type: graphml.Boolean}, {Name: "why_not", Type: graphml.String}}

// Who somebody is; "label" is where Gephi looks for a name.
var personAttrs = []graphml.Attr{{Name: "label", Type: graphml.String}, {Name: "name", Type: graphml.String},
	{Name: "organisation", Type: graphml.String}, {Name: "sectors", Type: graphml.String}}

// CitationGraph is everybody who cites or is cited, and all citations.
func (ed *Edition) CitationGraph() (graphml.Graph, error) {
	g := graphml.Graph{NodeAttrs: personAttrs, EdgeAttrs: edgeAttrs}
	people := map[string]bool{}
	for r, err := range ed.CitationRows() {
		if err != nil {
			return g, err
		}
		people[r.By], people[r.Of] = true, true
		g.Edges = append(g.Edges, graphml.Edge{From: r.By, To: r.Of, Values: []string{r.Kind, r.At, r.From, r.To, strconv.FormatBool(r.Counted), r.WhyNot}})
	}
	for _, id := range slices.Sorted(maps.Keys(people)) {
		g.Nodes = append(g.Nodes, graphml.Node{ID: id, Values: ed.whoIs(id)})
	}
	return g, nil
}

// whoIs gives the values of personAttrs; of whom no list knows, the name alone.
func (ed *Edition) whoIs(id string) []string {
	c, ok := ed.Roster.Contributor(id)
	if !ok {
		return []string{id, id, "", ""}
	}
	_, end := ed.Span()
	org, _ := ed.Roster.EmployedBy(c, end)
	return []string{c.Name, c.Name, org.ID, strings.Join(c.Sectors, " ")}
}

// PersonGraph is everybody on the lists with what is known of them, and the
// citations that show it.
func (ed *Edition) PersonGraph() (graphml.Graph, error) {
	g := graphml.Graph{EdgeAttrs: edgeAttrs, NodeAttrs: slices.Clone(personAttrs)}
	for _, name := range []string{"supporter", "independent", "super_connector", "confirmed", "enough"} {
		g.NodeAttrs = append(g.NodeAttrs, graphml.Attr{Name: name, Type: graphml.Boolean})
	}
	for _, name := range []string{"reach", "bridging"} {
		g.NodeAttrs = append(g.NodeAttrs, graphml.Attr{Name: name, Type: graphml.Double})
	}
	rows, err := ed.PersonRows()
	if err != nil {
		return g, err
	}
	for _, r := range rows {
		values := ed.whoIs(r.ID)
		for _, is := range []bool{r.Supporter, r.Independent, r.SuperConnector, r.Confirmed, r.Enough} {
			values = append(values, strconv.FormatBool(is))
		}
		for _, x := range []float64{r.Reach, r.Bridging} {
			values = append(values, strconv.FormatFloat(x, 'f', -1, 64))
		}
		g.Nodes = append(g.Nodes, graphml.Node{ID: r.ID, Values: values})
		for _, e := range r.Evidence {
			g.Edges = append(g.Edges, graphml.Edge{From: e.By, To: r.ID, Values: []string{e.Kind, e.At, e.From, e.To, "true", ""}})
		}
	}
	return g, nil
}
