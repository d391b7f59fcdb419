package main

import (
	"encoding/json"
	"strings"
	"testing"
)

// planted are the quotations of the example site, read in its samples: who quotes
// whom, by block quotes whose words stand in an earlier piece. Two more are of and
// by Aoife Brennan, who wants nothing of the kind said.
var planted = [][2]string{
	{"https://anapop.example/the-first-yes", "https://idrisvaughan.example/2026/10/who-pays-when-it-goes-wrong/"},
	{"https://anapop.example/what-i-asked-my-own-managers", "https://idrisvaughan.example/2026/08/three-in-four-should-fail/"},
	{"https://anapop.example/what-the-board-said", "https://idrisvaughan.example/2026/10/a-ladder-not-a-leap/"},
	{"https://commissioned.example/2026/clause-fourteen/", "https://idrisvaughan.example/2026/10/a-ladder-not-a-leap/"},
	{"https://intranet.brookside.example/lab/2026/fans-the-boring-version", "https://wetwalls.example/2026/the-fan-that-was-never-going-to-work.html"},
	{"https://intranet.brookside.example/lab/2026/nine-failures-sorted", "https://anapop.example/what-the-board-said"},
	{"https://intranet.brookside.example/lab/2026/she-has-told-us-already", "https://notes.callowdale.example/2026/11/tell-it-once-from-monday"},
	{"https://intranet.brookside.example/lab/2026/the-thing-about-thursdays", "https://idrisvaughan.example/2026/11/put-it-in-writing/"},
	{"https://intranet.brookside.example/lab/2026/thirty-five-minutes", "https://anapop.example/what-the-tenants-told-the-board"},
	{"https://kitamari.example/notes/notes-from-deleting-a-feature/", "https://idrisvaughan.example/2026/09/the-pilot-that-was-not-allowed-to-die/"},
	{"https://kitamari.example/notes/one-address-one-story/", "https://gwenandalf.example/letters/alf-and-the-four-clipboards.html"},
	{"https://kitamari.example/notes/we-shipped-it-broken/", "https://idrisvaughan.example/2026/11/put-it-in-writing/"},
	{"https://netherweirnews.example/2026/10/answers-to-questions/", "https://idrisvaughan.example/2026/10/who-pays-when-it-goes-wrong/"},
	{"https://notes.callowdale.example/2026/10/what-a-carer-wishes-the-switchboard-knew", "https://digest.example.org/contributions/telling-it-eleven-times/"},
	{"https://petralindqvist.example/2026/09/23/i-put-my-name-on-it", "https://ruthadeyemi.example/notes/a-ward-round-for-what-went-wrong/"},
	{"https://petralindqvist.example/2026/10/13/the-bedroom-where-i-keep-my-coat-on", "https://ruthadeyemi.example/notes/the-wall-behind-the-wardrobe/"},
	{"https://petralindqvist.example/2026/11/04/twelve-minutes-over", "https://idrisvaughan.example/2026/10/who-pays-when-it-goes-wrong/"},
	{"https://petralindqvist.example/2026/11/11/a-notebook-on-a-string", "https://ruthadeyemi.example/notes/the-red-folder/"},
	{"https://ruthadeyemi.example/notes/a-ward-round-for-what-went-wrong/", "https://idrisvaughan.example/2026/08/three-in-four-should-fail/"},
	{"https://ruthadeyemi.example/notes/five-names-for-one-wound/", "https://kitamari.example/notes/your-name-five-times/"},
	{"https://ruthadeyemi.example/notes/the-wall-behind-the-wardrobe/", "https://wetwalls.example/2026/wiping-is-not-a-repair.html"},
	{"https://ruthadeyemi.example/notes/what-the-driver-knew/", "https://digest.example.org/contributions/the-passenger-seat/"},
	{"https://samirdevlin.example/essays/the-kindness-of-boring-software", "https://idrisvaughan.example/2026/09/what-an-auditor-looks-for-in-a-mistake/"},
	{"https://surgerywindow.example/notes/ten-minutes-twice", "https://commissioned.example/2026/eleven-times/"},
	{"https://surgerywindow.example/notes/the-result-i-got-wrong", "https://idrisvaughan.example/2026/09/what-an-auditor-looks-for-in-a-mistake/"},
	{"https://wetwalls.example/2026/reading-the-meter.html", "https://surgerywindow.example/notes/a-confession-about-inhalers"},
	{"https://wetwalls.example/2026/the-fan-that-was-never-going-to-work.html", "https://idrisvaughan.example/2026/09/what-an-auditor-looks-for-in-a-mistake/"},
}

func TestQuotationsOfTheExampleAreFoundAndNoOthers(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.must("fetch")
	found, right := map[[2]string]bool{}, 0
	for line := range strings.Lines(b.data("export", "citations", "--edition", "internal")) {
		var c struct{ From, To, Kind, Passage string }
		if err := json.Unmarshal([]byte(line), &c); err != nil {
			t.Fatal(err)
		}
		if c.Kind == "quote" {
			found[[2]string{c.From, c.To}] = true
		}
	}
	for _, p := range planted {
		if found[p] {
			right++
		} else {
			t.Logf("%s quotes %s: not found", p[0], p[1])
		}
	}
	for f := range found {
		t.Log("found:", f[0], "quotes", f[1])
	}
	recall, precision := float64(right)/float64(len(planted)), float64(right)/float64(max(1, len(found)))
	if recall < 0.9 || precision < 0.95 {
		t.Errorf("%d planted, %d found, %d of them planted: recall %.2f, precision %.2f", len(planted), len(found), right, recall, precision)
	}
}
