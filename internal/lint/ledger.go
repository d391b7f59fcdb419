package lint

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"maps"
	"reflect"
	"slices"
	"strings"
	"time"

	"weft/internal/diag"
	"weft/internal/policy"
	"weft/internal/roster"
)

// acts warns of lines of the ledger that leave somebody's question open: who,
// when and why; and of those that are not yet, or say more than weft reads.
func (r *run) acts(layer roster.Layer) diag.List {
	var probs diag.List
	data, _ := fs.ReadFile(layer.FS, policy.LedgerFile)
	lines := bytes.Split(data, []byte("\n"))
	ledger, _ := policy.LoadLedger([]roster.Layer{layer}, time.Time{}) // its problems are told by whoever opened the edition
	for _, a := range ledger.Acts {
		say := func(hint, format string, args ...any) { probs.Warn(a.File, a.Line, hint, format, args...) }
		if a.By == "" {
			say(`a line says who, as "by":"Ada Jones"; add a later one that does`, "the line does not say who did it")
		}
		if a.At.IsZero() {
			say(`a line says when, as "at":"2026-11-22T10:00:00Z"`, "the line does not say when, and every other goes over it")
		} else if a.At.After(r.Now) && !settled(a, ledger.Acts) {
			say(aheadHint(a), "the line is dated ahead, of %s", a.At.Format(time.RFC3339))
		}
		if a.Act == policy.ActDecide && a.Reason == "" {
			say(`whoever is held back asks why; add a later line with a "reason"`, "the decision gives no reason")
		}
		for _, member := range unread(lines[a.Line-1]) {
			say(diag.DidYouMean(member, members(), "a later weft may read it; docs/formats.md lists what this one does"), "weft does not read the member %q", member)
		}
	}
	return probs
}

// aheadHint says how a line that is dated ahead is mended: what weft wrote cannot be
// changed.
func aheadHint(a policy.Act) string {
	again := map[string]string{policy.ActDecide: "`weft decide`", policy.ActAppeal: "`weft appeal`", policy.ActName: "`weft people confirm`", policy.ActSuggest: "`weft people suggest`"}[a.Act]
	switch {
	case a.ID == "":
		return "give it the time at which it was decided; until then it goes over all that is said today"
	case again != "":
		return again + " about the same again: its line is dated a second later, and goes over this one; and mend the clock of the machine that wrote it"
	}
	return "leave it, since weft wrote it; and mend the clock of the machine that did"
}

// settled reports whether a line that is dated ahead was seen to: a command dated
// another a second later, or it is that one.
func settled(a policy.Act, acts []policy.Act) bool {
	return slices.ContainsFunc(acts, func(b policy.Act) bool {
		apart := b.At.Sub(a.At)
		about := a.Entry != "" && a.Entry == b.Entry || a.URL != "" && a.URL == b.URL || a.Person != "" && a.Person == b.Person || a.Name != "" && a.Name == b.Name
		return about && (apart == time.Second || apart == -time.Second)
	})
}

// members are what a line of the ledger may hold.
func members() []string {
	var out []string
	for f := range reflect.TypeFor[policy.Act]().Fields() {
		if name, _, _ := strings.Cut(f.Tag.Get("json"), ","); name != "" && name != "-" {
			out = append(out, name)
		}
	}
	return out
}

// unread are the members of a line that weft does not know, sorted.
func unread(line []byte) []string {
	var all map[string]json.RawMessage
	if json.Unmarshal(line, &all) != nil {
		return nil
	}
	known := members()
	maps.DeleteFunc(all, func(name string, _ json.RawMessage) bool { return slices.Contains(known, name) })
	return slices.Sorted(maps.Keys(all))
}
