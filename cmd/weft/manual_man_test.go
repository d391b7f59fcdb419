package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spf13/cobra"
)

// manDate is the date that the pages bear: fixed, so that they change only
// when a command does.
const manDate = "2026-11-22"

// manPage makes a page in the macros of man(7).
func manPage(cmd *cobra.Command) string {
	var b strings.Builder
	name := strings.ReplaceAll(cmd.CommandPath(), " ", "-")
	fmt.Fprintf(&b, ".\\\" Made of the commands themselves, by: %s\n.TH %s 1 %s weft \"weft manual\"\n", howToUpdate, inRoff(strings.ToUpper(name)), manDate)
	fmt.Fprintf(&b, ".SH NAME\n%s \\- %s\n.SH SYNOPSIS\n", inRoff(name), inRoff(cmd.Short))
	line := cmd.UseLine()
	if !cmd.HasParent() {
		line = "weft COMMAND"
	}
	fmt.Fprintf(&b, ".nf\n%s\n.fi\n.SH DESCRIPTION\n", inRoff(line))
	manProse(&b, cmd.Long)
	if !cmd.HasParent() {
		manCommands(&b, cmd)
	}
	manFlags(&b, cmd)
	if cmd.Example != "" {
		fmt.Fprintf(&b, ".SH EXAMPLES\n.nf\n%s\n.fi\n", inRoff(unindented(cmd.Example)))
	}
	b.WriteString(".SH EXIT STATUS\n")
	for _, line := range exits(cmd) {
		code, meaning, _ := strings.Cut(line, "  ")
		fmt.Fprintf(&b, ".TP\n%s\n%s\n", code, inRoff(meaning))
	}
	b.WriteString(".SH SEE ALSO\n")
	if cmd.HasParent() {
		b.WriteString(".BR weft (1)\n")
	} else {
		b.WriteString("The documents beside the source of weft: curators.md, operate.md, formats.md.\n")
	}
	return b.String()
}

func manProse(b *strings.Builder, long string) {
	for i, p := range passagesOf(long) {
		text := strings.Join(p.lines, "\n")
		if p.asIs {
			fmt.Fprintf(b, ".RS\n.nf\n%s\n.fi\n.RE\n", inRoff(unindented(text)))
			continue
		}
		if i > 0 { // a heading begins a paragraph by itself
			b.WriteString(".PP\n")
		}
		fmt.Fprintf(b, "%s\n", inRoff(text))
	}
}

func manCommands(b *strings.Builder, root *cobra.Command) {
	b.WriteString(".SH COMMANDS\nEach has a page of its own, such as\n.BR weft\\-build (1).\n")
	for _, g := range groups() {
		fmt.Fprintf(b, ".SS %s\n", strings.TrimSuffix(g.Title, ":"))
		for _, cmd := range commandsOf(root) {
			if groupOf(cmd) == g.ID {
				fmt.Fprintf(b, ".TP\n.B %s\n%s\n", inRoff(nameOf(cmd)), inRoff(cmd.Short))
			}
		}
	}
}

func manFlags(b *strings.Builder, cmd *cobra.Command) {
	b.WriteString(".SH OPTIONS\n")
	of := []*cobra.Command{cmd}
	if cmd.HasParent() {
		of = append(of, cmd.Root())
	}
	for _, of := range of {
		for _, f := range flagsOf(of) {
			if of != cmd && f.Name == "help" {
				continue
			}
			names, value, what := spelled(f)
			if is := standing(f); is != "" {
				what += "; the default is " + is
			}
			fmt.Fprintf(b, ".TP\n\\fB%s\\fR", inRoff(names))
			if value != "" {
				fmt.Fprintf(b, " \\fI%s\\fR", inRoff(value))
			}
			fmt.Fprintf(b, "\n%s\n", inRoff(what))
		}
	}
}

// inRoff keeps a text from being taken for requests (groff(7)): a hyphen is
// one that can be copied, a line does not begin with a dot, and what stands
// between two ` is bold.
func inRoff(text string) string {
	text = strings.NewReplacer(`\`, `\e`, "-", `\-`).Replace(text)
	parts := strings.Split(text, "`")
	for i := 1; i < len(parts)-1; i += 2 {
		parts[i] = `\fB` + parts[i] + `\fR`
	}
	var b strings.Builder
	for i, line := range strings.Split(strings.Join(parts, ""), "\n") {
		if i > 0 {
			b.WriteByte('\n')
		}
		if strings.HasPrefix(line, ".") || strings.HasPrefix(line, "'") {
			b.WriteString(`\&`)
		}
		for _, r := range line {
			if r < 0x80 {
				b.WriteRune(r)
				continue
			}
			fmt.Fprintf(&b, `\[u%04X]`, r)
		}
	}
	return b.String()
}

// The pages are shown as they were meant, and without a warning, by whatever
// shows man pages here.
func TestManPagesAreShownWithoutAWarning(t *testing.T) {
	show := manViewer(t)
	pages, err := filepath.Glob(docs + "/man/*.1")
	if err != nil || len(pages) < 5 {
		t.Fatalf("%d pages, %v", len(pages), err)
	}
	for _, page := range pages {
		var out, warned bytes.Buffer
		cmd := exec.Command(show[0], append(show[1:], page)...)
		cmd.Env = append(os.Environ(), "LC_ALL=C.UTF-8", "MANWIDTH=100", "MAN_KEEP_FORMATTING=", "MANPAGER=cat")
		cmd.Stdout, cmd.Stderr = &out, &warned
		if err := cmd.Run(); err != nil || warned.Len() > 0 {
			t.Errorf("%s: %v\n%s%s", page, err, out.String(), warned.String())
		}
		for _, want := range []string{"NAME", "EXIT STATUS", "SEE ALSO"} {
			if show[0] != "mandoc" && !strings.Contains(out.String(), want) {
				t.Errorf("%s: no %s is shown:\n%s", page, want, out.String())
			}
		}
	}
}

// manViewer finds a program that shows man pages and warns.
func manViewer(t *testing.T) []string {
	for _, c := range [][]string{{"mandoc", "-T", "lint", "-W", "warning"}, {"groff", "-man", "-Tutf8", "-ww", "-P-cbou"}, {"man", "--warnings", "-l"}} {
		if _, err := exec.LookPath(c[0]); err == nil {
			return c
		}
	}
	t.Skip("nothing that shows man pages is here: none of mandoc, groff and man")
	return nil
}
