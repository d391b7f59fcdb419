package lint

import (
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"weft/internal/diag"
	"weft/internal/policy"
	"weft/internal/revision"
	"weft/internal/roster"
)

// A Past is what git knows of a layer's files; functions that are nil say that
// nobody does. Layers are called by their name, "" or "private/".
type Past struct {
	// Lines gives those that a file ever had, the oldest first.
	Lines func(layer, name string) []revision.Line
	// Shallow reports whether only the newest part is at hand.
	Shallow func(layer string) bool
	// Merges gives how git merges a file; false where no repository takes it in.
	Merges func(layer, name string) (string, bool)
}

// lost names lines of the ledger and of confirmed tags that git remembers and
// the file has no more, or not so: both are mended by later lines, and a
// decision that went missing may let pass what it held back.
func (r *run) lost(layer roster.Layer) diag.List {
	var probs diag.List
	if r.Past.Lines == nil {
		return nil
	}
	for _, name := range []string{policy.LedgerFile, policy.TagFile} {
		data, err := fs.ReadFile(layer.FS, name)
		if err == nil && r.Past.Shallow != nil && r.Past.Shallow(layer.Name) {
			r.note("%s: whether lines were lost was looked at in the newest commits alone: this copy of the git repository is a shallow one; `git fetch --unshallow` gets the rest", layer.Name+name)
		}
		f := newLinesOf(data, r.Past.Lines(layer.Name, name))
		say := probs.Warn
		if name == policy.LedgerFile {
			say = probs.Add
		}
		for i, line := range f.remembered {
			if f.at[line] > 0 {
				continue
			}
			if n := f.changed(i); n > 0 {
				say(layer.Name+name, n, "take it back from git, and mend what is wrong with it by a line below it", "the line was changed; git remembers it as %s", shortened(line))
				continue
			}
			say(layer.Name+name, f.behind(i), "take it back from git, and mend what is wrong with it by a line below it", "a line that git remembers is missing%s: %s", f.where(i), shortened(line))
		}
	}
	return probs
}

// linesOf is a file of lines, and what git remembers of it.
type linesOf struct {
	lines      []string            // without blanks around
	at         map[string]int      // their numbers
	remembered []string            // the oldest first
	took       map[string][]string // what git knows that a line took the place of
	names      map[int]bool        // lines that were taken for changed already
}

func newLinesOf(data []byte, remembered []revision.Line) *linesOf {
	f := &linesOf{at: map[string]int{}, took: map[string][]string{}, names: map[int]bool{}}
	for line := range strings.Lines(string(data)) {
		line = strings.TrimSpace(line)
		f.lines = append(f.lines, line)
		f.at[line] = len(f.lines)
	}
	for _, line := range remembered {
		f.remembered = append(f.remembered, line.Text)
		f.took[line.Text] = append([]string{}, line.Took...) // and not nil: it is known
	}
	return f
}

// idMember is made of all else in a line.
var idMember = regexp.MustCompile(`"id":"[^"]*",?`)

// changed finds the line that a lost one became: one that git does not know, or
// came to know when it took the other out, with the same id, or almost the same
// words. 0: none.
func (f *linesOf) changed(lost int) int {
	was := f.remembered[lost]
	id := idMember.FindString(was)
	best, least := 0, len(was)/4+1
	for n, line := range f.lines {
		took, known := f.took[line]
		if line == "" || f.names[n+1] || known && !slices.Contains(took, was) {
			continue
		}
		if id != "" && idMember.FindString(line) == id {
			best = n + 1
			break
		}
		if d := between(idMember.ReplaceAllString(was, ""), idMember.ReplaceAllString(line, "")); d < least {
			best, least = n+1, d
		}
	}
	f.names[best] = best > 0
	return best
}

// between is how much of two lines is not the same, from where they begin to
// differ to where they end to.
func between(a, b string) int {
	from := 0
	for from < len(a) && from < len(b) && a[from] == b[from] {
		from++
	}
	a, b = a[from:], b[from:]
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	return max(len(a), len(b))
}

// behind is the line behind which a lost one stood; 0: the first, or none that
// is there.
func (f *linesOf) behind(lost int) int {
	for i := lost - 1; i >= 0; i-- {
		if n := f.at[f.remembered[i]]; n > 0 {
			return n
		}
	}
	return 0
}

func (f *linesOf) where(lost int) string {
	if f.behind(lost) > 0 {
		return " behind this one"
	}
	return ""
}

// merging warns where git would make a conflict of two branches that each add a
// line, which whoever solves it may do by losing one.
func (r *run) merging(layer roster.Layer) diag.List {
	var probs diag.List
	if r.Past.Merges == nil {
		return nil
	}
	var names []string
	for _, name := range []string{policy.LedgerFile, policy.TagFile} {
		if _, err := fs.Stat(layer.FS, name); err != nil {
			continue
		}
		if how, known := r.Past.Merges(layer.Name, name); known && how != "union" {
			names = append(names, name)
		}
	}
	if len(names) > 0 {
		file := ".gitattributes"
		if layer.Name != "" {
			file = layer.Name + file
		}
		lines := slices.Collect(func(yield func(string) bool) {
			for _, name := range names {
				if !yield("`" + name + " merge=union`") {
					return
				}
			}
		})
		probs.Warn(file, 0, "write "+strings.Join(lines, " and ")+" into it: a merge then keeps the lines of both sides", "two branches that each add to %s would be in each other's way", strings.Join(names, " or "))
	}
	return probs
}

// longestLine is how much is shown of a line.
const longestLine = 160

func shortened(line string) string {
	if utf8.RuneCountInString(line) <= longestLine {
		return line
	}
	return string([]rune(line)[:longestLine]) + "…"
}
