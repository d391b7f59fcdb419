package site

import (
	"bytes"
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"weft/internal/roster"
)

// main gives what stands between <main> and </main> of a page.
func mainOf(t *testing.T, files map[string][]byte, name string) string {
	t.Helper()
	_, rest, found := bytes.Cut(files[name], []byte("<main"))
	inner, _, closed := bytes.Cut(rest, []byte("</main>"))
	if !found || !closed {
		t.Fatalf("%s has no main", name)
	}
	return string(inner)
}

func TestOnlyWhomACuratorConfirmedIsNamed(t *testing.T) {
	in := sample()
	named := func() string {
		page := mainOf(t, build(t, in), "connections/index.html")
		var who []string
		for _, m := range regexp.MustCompile(`(?s)<article class="claim">\n<h3><a href="\.\./contributors/([a-z-]+)/`).FindAllStringSubmatch(page, -1) {
			who = append(who, m[1])
		}
		return strings.Join(who, " ")
	}
	if got := named(); got != "tomas-rey edda-lund" { // a supporter, then a super-connector
		t.Errorf("named: %s", got)
	}
	in.Confirmed["ilse-berg"] = true
	if got := named(); got != "ilse-berg tomas-rey edda-lund" {
		t.Errorf("with Ilse: %s", got)
	}
	in.Confirmed = nil
	if got := named(); got != "" {
		t.Errorf("nobody was confirmed, and named are %s", got)
	}
	files := build(t, in)
	for name, data := range files {
		if strings.HasSuffix(name, ".html") && bytes.Contains(data, []byte(`class="label">supporter`)) {
			t.Errorf("%s calls somebody a supporter", name)
		}
	}
	if page := mainOf(t, files, "connections/index.html"); !strings.Contains(page, "Not enough to say") {
		t.Error("it does not say that there is not enough to say")
	}
}

// Uptake inside the home organisation is what that organisation wants to know.
func TestWhatTheHomeOrganisationTookUpIsToldFirst(t *testing.T) {
	page := mainOf(t, build(t, sample()), "contributors/tomas-rey/index.html")
	home, all := strings.Index(page, "At Saltmarsh Port, 1 person took up ideas from Tomás Rey."), strings.Index(page, "Ideas from Tomás Rey were taken up by 1 person in 1 organisation across Harbour")
	if home < 0 || all < home {
		t.Errorf("at %d and %d", home, all)
	}
}

// Where several organisations are home, only those are named whose people took
// something up.
func TestAHomeOrganisationThatTookNothingUpIsNotSaidToHave(t *testing.T) {
	in := sample()
	in.Roster.Organisations = append(in.Roster.Organisations, roster.Organisation{ID: "annexe", Name: "Annexe", Home: true})
	page := mainOf(t, build(t, in), "contributors/tomas-rey/index.html")
	if !strings.Contains(page, "At Saltmarsh Port, 1 person took up ideas from Tomás Rey.") {
		t.Errorf("the page says:\n%s", page)
	}
}

// Reach and bridging are compared and exported; no page and no data has them.
// To write in feeds of another sector connects, and is shown apart.
func TestWhoWritesInOtherSectorsIsShownApart(t *testing.T) {
	in := sample()
	part := func() string {
		_, rest, _ := strings.Cut(mainOf(t, build(t, in), "connections/index.html"), `id="w-writers"`)
		part, _, _ := strings.Cut(rest, "</section>")
		return part
	}
	if got := part(); !strings.Contains(got, ">Tomás Rey</a>") || !strings.Contains(got, ">Edda Lund</a>") || !strings.Contains(got, "A nurse in the harbour office") || !strings.Contains(got, "1 piece") {
		t.Errorf("Tomás writes at Edda's: %s", got)
	}
	c, _ := in.Roster.Contributor("edda-lund")
	sectors := c.Sectors
	c.Sectors = []string{"schools"}
	if got := part(); got != "" {
		t.Errorf("within one sector: %s", got)
	}
	c.Sectors, c.OptOut = sectors, roster.OptOut{Influence: true}
	if got := part(); got != "" {
		t.Errorf("of who declined: %s", got)
	}
}

func TestReachAndBridgingAreOnNoPage(t *testing.T) {
	for name, data := range build(t, sample()) {
		for _, figure := range []string{"8.25", "9.5", `"reach"`, `"bridging"`, `"rank"`} {
			if !strings.HasSuffix(name, ".css") && !strings.HasSuffix(name, ".svg") && bytes.Contains(data, []byte(figure)) {
				t.Errorf("%s holds %s", name, figure)
			}
		}
	}
}

func TestMentionsStandApartAndCreditsAreAttested(t *testing.T) {
	files := build(t, sample())
	var rows []dataCitation
	if err := json.Unmarshal(files["data/citations.json"], &rows); err != nil {
		t.Fatal(err)
	}
	kinds := map[string]int{}
	for _, r := range rows {
		kinds[r.Kind]++
		if r.Counted == (r.Kind == "mention" || r.Kind == "byline") || r.Counted != (r.WhyNot == "") {
			t.Errorf("%+v", r)
		}
	}
	if kinds["mention"] != 1 {
		t.Errorf("kinds: %v", kinds)
	}
	page := mainOf(t, files, "contributors/tomas-rey/index.html")
	if !strings.Contains(page, "attested by Edda Lund, 5 November 2026") || strings.Contains(page, "edda@letter.example") {
		t.Error("the credit is not attested by a name alone")
	}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if bytes.Contains(files[name], []byte("secret")) {
			t.Errorf("%s tells what somebody declined", name)
		}
	}
}

// Whoever opts out is gone, and nothing else changes but what told of them.
func TestWhoOptsOutLeavesTheConnectionsOfTheOthersAlone(t *testing.T) {
	in := sample()
	tomas, _ := in.Roster.Contributor("tomas-rey")
	tomas.OptOut.Influence = true
	files := build(t, in)
	if page := mainOf(t, files, "connections/index.html"); strings.Contains(page, "Tomás") || strings.Contains(page, "tomas-rey") {
		t.Error("the connections still name him")
	}
	if page := mainOf(t, files, "contributors/edda-lund/index.html"); strings.Contains(page, "Tomás") || strings.Contains(page, "super-connector") {
		t.Error("she is still named for what went from him through her")
	}
	if page := mainOf(t, files, "contributors/edda-lund/index.html"); !strings.Contains(page, "Ilse Berg") {
		t.Error("Ilse's link is gone with his")
	}
	if bytes.Contains(files["data/citations.json"], []byte("tomas")) {
		t.Error("the data still names him")
	}
}
