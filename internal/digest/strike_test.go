package digest

import (
	"bytes"
	"strings"
	"testing"
	"time"
)

func TestOfAnItemTakenDownOnlyTheFactStays(t *testing.T) {
	day := time.Date(2026, 11, 6, 0, 0, 0, 0, time.UTC)
	gone := Facts{Entry: "1", URL: "https://a.example/gone", Addresses: []string{"a.example/gone"}, Title: "Aubergine", Contributor: Ref{"ana", "Ana"}, Byline: []string{"Ana"},
		Date: day, Excerpt: "aubergine", Themes: []ThemeFact{{ID: "x", Quote: "aubergine"}}, TakenUp: []Uptake{{URL: "https://b.example/1", Passage: "aubergine"}}, Hash: "h"}
	other := Facts{Entry: "2", URL: "https://b.example/2", Title: "Broccoli", AlsoAt: []string{"https://a.example/gone", "https://c.example/"},
		TakenUp:   []Uptake{{URL: "https://a.example/gone", Title: "Aubergine"}, {URL: "https://d.example/", Title: "Dill"}},
		SameStory: []Companion{{Entry: "1", URL: "https://a.example/moved", Title: "Aubergine"}, {Entry: "3", URL: "https://e.example/", Title: "Endive"}}}
	before := Record{Period: "2026-W45", Frozen: true, Offered: []Offer{{"1", "https://a.example/gone"}}, Items: []Facts{gone, other}}
	kept := before.Bytes()
	isGone := func(id, address string) bool { return id == "1" || address == "https://a.example/gone" }
	after, struck := before.Strike(isGone)
	if !struck || !bytes.Equal(before.Bytes(), kept) {
		t.Error("nothing was struck, or the record it came from was changed")
	}
	data := string(after.Bytes())
	if strings.Contains(strings.ToLower(data), "aubergine") || strings.Contains(data, "Ana") || strings.Contains(data, "moved") {
		t.Error("its words stay: ", data)
	}
	for _, want := range []string{"Broccoli", "Dill", "Endive", "c.example", "a.example/gone", "2026-11-06", `"taken_down": true`} {
		if !strings.Contains(data, want) {
			t.Errorf("%q went as well", want)
		}
	}
	read, err := ParseRecord([]byte(data))
	if err != nil {
		t.Fatal(err)
	}
	if again, struck := read.Strike(isGone); struck || !bytes.Equal(again.Bytes(), []byte(data)) {
		t.Error("striking twice is not striking once")
	}
	if same, struck := before.Strike(func(string, string) bool { return false }); struck || !bytes.Equal(same.Bytes(), kept) {
		t.Error("a record that names nobody who is gone was changed")
	}
}
