package main

import (
	"maps"
	"slices"
	"strings"
	"testing"
)

// In whatever order lists, rows and feeds have people and entries, all that is
// told of them is the same, byte for byte.
func TestShuffledListsGiveTheSameBytes(t *testing.T) {
	t.Parallel()
	in := newBench(t)
	in.around(true)
	want := in.gathered()

	other := newBench(t)
	other.around(true)
	rows := strings.SplitAfter(string(readFile(t, other.dir+"/feeds/all.toml")), "json\"]\n")
	at := strings.Index(rows[0], "[[contributor]]")
	organisations, people := rows[0][:at], append([]string{rows[0][at:]}, rows[1:]...)
	slices.Reverse(people)
	other.write("feeds/all.toml", strings.Join(people, "")+organisations)
	for _, v := range append(slices.Clone(voices), voice{id: "perpetua"}) {
		name := "feeds/samples/" + v.id + ".json"
		head, items, _ := strings.Cut(string(readFile(t, other.dir+"/"+name)), `"items":[`)
		list := strings.Split(strings.TrimSuffix(items, "]}"), ",\n")
		slices.Reverse(list)
		other.write(name, head+`"items":[`+strings.Join(list, ",\n")+"]}")
	}
	got := other.gathered()
	for _, name := range slices.Sorted(maps.Keys(want)) {
		if got[name] != want[name] {
			t.Errorf("%s is another: %s", name, firstDifference(want[name], got[name]))
		}
	}
}

// gathered are the outputs of a site that was fetched, drafted and built.
func (b *bench) gathered() map[string]string {
	b.must("fetch")
	b.must("draft", "2026-W46")
	b.must("build", "--drafts")
	return b.outputs(nil)
}
