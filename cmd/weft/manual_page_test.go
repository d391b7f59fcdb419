package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
)

// commandsPage makes docs/cli.md. Commands stand by name, so that two people
// who each add one rarely change the same lines.
func commandsPage(root *cobra.Command) string {
	var b strings.Builder
	b.WriteString("# Commands\n\n<!-- Made of the commands themselves, by: " + howToUpdate + " -->\n\n")
	prose(&b, root.Long)
	for _, g := range groups() {
		fmt.Fprintf(&b, "**%s**\n\n| command | what it does |\n|---|---|\n", strings.TrimSuffix(g.Title, ":"))
		for _, cmd := range commandsOf(root) {
			if groupOf(cmd) == g.ID {
				fmt.Fprintf(&b, "| [`weft %s`](#weft-%s) | %s |\n", nameOf(cmd), hyphened(cmd), inMarkdown(cmd.Short))
			}
		}
		b.WriteString("\n")
	}
	b.WriteString("Flags of every command:\n\n")
	flagTable(&b, root)
	exitTable(&b, root)
	b.WriteString("The same is in `weft help`, in `weft COMMAND --help`, and in the [man pages](man).\n")
	for _, cmd := range commandsOf(root) {
		commandSection(&b, cmd)
	}
	return b.String()
}

func commandSection(b *strings.Builder, cmd *cobra.Command) {
	fmt.Fprintf(b, "\n## weft %s\n\n%s: `%s`\n\n", nameOf(cmd), inMarkdown(firstUp(cmd.Short)), cmd.UseLine())
	prose(b, cmd.Long)
	if len(flagsOf(cmd)) > 1 { // more than --help
		flagTable(b, cmd)
	}
	fmt.Fprintf(b, "```sh\n%s\n```\n\nExit status: 0, 1 or 2, as [above](#commands)", unindented(cmd.Example))
	if what := cmd.Annotations[partly]; what != "" {
		b.WriteString("; 3 when done in part: " + inMarkdown(what))
	}
	b.WriteString(".\n")
}

func prose(b *strings.Builder, long string) {
	for _, p := range passagesOf(long) {
		text := strings.Join(p.lines, "\n")
		if p.asIs {
			fmt.Fprintf(b, "```\n%s\n```\n\n", unindented(text))
			continue
		}
		fmt.Fprintf(b, "%s\n\n", inMarkdown(text))
	}
}

func flagTable(b *strings.Builder, cmd *cobra.Command) {
	b.WriteString("| flag | default | what it does |\n|---|---|---|\n")
	for _, f := range flagsOf(cmd) {
		if cmd.HasParent() && f.Name == "help" {
			continue
		}
		names, value, what := spelled(f)
		if value != "" {
			names += " " + value
		}
		is := standing(f)
		if is != "" {
			is = "`" + is + "`"
		}
		fmt.Fprintf(b, "| `%s` | %s | %s |\n", names, is, inMarkdown(what))
	}
	b.WriteString("\n")
}

func exitTable(b *strings.Builder, cmd *cobra.Command) {
	b.WriteString("| exit status | |\n|---|---|\n")
	for _, line := range exits(cmd) {
		code, meaning, _ := strings.Cut(line, "  ")
		fmt.Fprintf(b, "| %s | %s |\n", code, inMarkdown(meaning))
	}
	b.WriteString("\n")
}

// inMarkdown lets a help text mean in Markdown what it means on a terminal.
func inMarkdown(text string) string {
	parts := strings.Split(text, "`")
	for i := 0; i < len(parts); i += 2 { // what stands between two ` is code
		parts[i] = strings.NewReplacer("*", `\*`, "<", `\<`, "[", `\[`, "|", `\|`).Replace(parts[i])
	}
	return strings.Join(parts, "`")
}

func unindented(text string) string {
	lines := strings.Split(strings.Trim(text, "\n"), "\n")
	for i, line := range lines {
		lines[i] = strings.TrimPrefix(line, "  ")
	}
	return strings.Join(lines, "\n")
}

func firstUp(s string) string { return strings.ToUpper(s[:1]) + s[1:] }
