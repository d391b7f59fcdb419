package main

import (
	"flag"
	"io"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// The manual is docs/cli.md and the man pages of docs/man/: what the commands
// say of themselves, in two other forms. This test makes it, with -update, and
// fails while it is another; the program does not carry any of it.

var update = flag.Bool("update", false, "write docs/cli.md and docs/man/ anew")

const howToUpdate = "go test ./cmd/weft -run TestTheManual -update"

const docs = "../../docs"

func TestTheManualSaysWhatTheCommandsSay(t *testing.T) {
	root := silentRoot()
	want := map[string]string{"cli.md": commandsPage(root), "man/weft.1": manPage(root)}
	for _, cmd := range commandsOf(root) {
		want["man/weft-"+hyphened(cmd)+".1"] = manPage(cmd)
	}
	for _, name := range slices.Sorted(maps.Keys(want)) {
		path := filepath.Join(docs, filepath.FromSlash(name))
		if *update {
			writeDoc(t, path, want[name])
		}
		is, _ := os.ReadFile(path)
		if diff := cmp.Diff(string(is), want[name]); diff != "" {
			t.Errorf("docs/%s is not what the commands say; run: %s\n%s", name, howToUpdate, diff)
		}
	}
	pages, err := filepath.Glob(docs + "/man/*")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range pages {
		if _, known := want["man/"+filepath.Base(path)]; known {
			continue
		}
		if *update {
			os.Remove(path)
			continue
		}
		t.Errorf("docs/man/%s is about no command; run: %s", filepath.Base(path), howToUpdate)
	}
}

func writeDoc(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func silentRoot() *cobra.Command {
	root := newRoot(&environment{dir: ".", stdout: io.Discard, stderr: io.Discard})
	for _, cmd := range append(commandsOf(root), root) {
		cmd.InitDefaultHelpFlag()
	}
	return root
}

// commandsOf lists the commands people are told of, by name, each with those
// below it.
func commandsOf(root *cobra.Command) []*cobra.Command {
	var out []*cobra.Command
	for _, cmd := range root.Commands() {
		if cmd.IsAvailableCommand() {
			out = append(append(out, cmd), commandsOf(cmd)...)
		}
	}
	return out
}

// nameOf is a command as people type it behind weft: "check policy".
func nameOf(cmd *cobra.Command) string {
	return strings.TrimPrefix(cmd.CommandPath(), cmd.Root().Name()+" ")
}

func hyphened(cmd *cobra.Command) string { return strings.ReplaceAll(nameOf(cmd), " ", "-") }

// groupOf is the group that a command is told of in: its own, or that of the one
// it stands below.
func groupOf(cmd *cobra.Command) string {
	for ; cmd.GroupID == "" && cmd.HasParent(); cmd = cmd.Parent() {
	}
	return cmd.GroupID
}

// flagsOf lists the flags of a command, its own alone.
func flagsOf(cmd *cobra.Command) []*pflag.Flag {
	var out []*pflag.Flag
	cmd.LocalFlags().VisitAll(func(f *pflag.Flag) {
		if !f.Hidden {
			out = append(out, f)
		}
	})
	return out
}

// spelled gives a flag as people write it: "-C, --dir", and what goes with it.
func spelled(f *pflag.Flag) (names, value, what string) {
	names = "--" + f.Name
	if f.Shorthand != "" {
		names = "-" + f.Shorthand + ", " + names
	}
	value, what = pflag.UnquoteUsage(f)
	return names, value, what
}

// standing is a flag's default, when that says anything.
func standing(f *pflag.Flag) string {
	switch f.DefValue {
	case "", "[]", "0", "false":
		return ""
	}
	return f.DefValue
}

// A passage is a part of a long help text: prose, or lines that stand as they
// are because they are indented.
type passage struct {
	asIs  bool
	lines []string
}

func passagesOf(long string) []passage {
	var out []passage
	for _, block := range strings.Split(strings.TrimSpace(long), "\n\n") {
		lines := strings.Split(block, "\n")
		out = append(out, passage{strings.HasPrefix(lines[0], "  "), lines})
	}
	return out
}

// Whoever meets a command for the first time finds what it does, an example to
// copy, and how it ends.
func TestEveryCommandExplainsItself(t *testing.T) {
	root := silentRoot()
	for _, cmd := range append(commandsOf(root), root) {
		name := cmd.CommandPath()
		if first := []rune(cmd.Short + "."); unicode.IsUpper(first[0]) || strings.HasSuffix(cmd.Short, ".") || cmd.Short == "" {
			t.Errorf("%s: its line in `weft help` is %q: lower case, no full stop", name, cmd.Short)
		}
		if !strings.HasSuffix(strings.TrimSpace(cmd.Long), ".") && !strings.Contains(cmd.Long, "\n\n  ") {
			t.Errorf("%s: its long help is no sentence: %q", name, cmd.Long)
		}
		if cmd != root && !strings.Contains(cmd.Example, "weft "+nameOf(cmd)) && !strings.Contains(cmd.Example, " "+cmd.Name()) {
			t.Errorf("%s: no example; give it one, such as Example: \"  %s\"", name, name)
		}
		if cmd != root && !slices.ContainsFunc(groups(), func(g *cobra.Group) bool { return g.ID == groupOf(cmd) }) {
			t.Errorf("%s: it is in no group; give it GroupID: everyDay, nowAndThen or forMachines", name)
		}
		for _, line := range append(strings.Split(cmd.Long, "\n"), strings.Split(cmd.Example, "\n")...) {
			if n := len([]rune(line)); n > 100 {
				t.Errorf("%s: a line of its help has %d characters, more than a terminal shows: %s", name, n, line)
			}
		}
		for _, f := range flagsOf(cmd) {
			if _, _, what := spelled(f); what == "" || strings.HasSuffix(what, ".") || unicode.IsUpper([]rune(what)[0]) && !strings.HasPrefix(what, "JSON") {
				t.Errorf("%s --%s: it is explained as %q: lower case, no full stop", name, f.Name, what)
			}
		}
	}
}

// The README lists every command, as docs/cli.md does.
func TestTheReadmeListsEveryCommand(t *testing.T) {
	data, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	root, listed := silentRoot(), map[string]bool{}
	for _, row := range regexp.MustCompile("(?m)^\\| `weft ([^`]*)`").FindAllStringSubmatch(string(data), -1) {
		cmd, _, err := root.Find(strings.Fields(row[1]))
		if err != nil || cmd == root {
			t.Errorf("README.md has a row for weft %s, which there is not", row[1])
			continue
		}
		listed[nameOf(cmd)] = true
	}
	for _, cmd := range commandsOf(root) {
		if !listed[nameOf(cmd)] {
			t.Errorf("README.md has no row for weft %s in its table of commands", nameOf(cmd))
		}
	}
}
