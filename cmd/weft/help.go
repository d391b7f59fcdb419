package main

import (
	"fmt"
	"strings"

	"weft/internal/diag"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// What `weft help` says of every command alike: the group it belongs to, and
// its exit status. docs/cli.md and the man pages are made of the same.

// The groups of commands, in the order of `weft help`.
const (
	everyDay    = "day"
	nowAndThen  = "now"
	forMachines = "machines"
)

func groups() []*cobra.Group {
	return []*cobra.Group{
		{ID: everyDay, Title: "Every day:"},
		{ID: nowAndThen, Title: "Now and then:"},
		{ID: forMachines, Title: "For machines:"},
	}
}

// partly is the annotation of a command that may end with exit status 3: it
// says what then failed.
const partly = "partly"

// exits lists the exit status of a command and what each means.
func exits(cmd *cobra.Command) []string {
	all := []string{"0  done", "1  failed; a message says why, and what stood before stands", "2  the command line was not understood; nothing was done"}
	if what := cmd.Annotations[partly]; what != "" {
		all = append(all, "3  done in part: "+what)
	}
	return all
}

// exitHelp is the annotation that holds them as a help text shows them.
const exitHelp = "exit status"

func explainExits(cmd *cobra.Command) {
	if cmd.Annotations == nil {
		cmd.Annotations = map[string]string{}
	}
	cmd.Annotations[exitHelp] = "Exit status:\n  " + strings.Join(exits(cmd), "\n  ")
}

// usage is the form of every command's help, behind its Long text.
const usage = `Usage:
  {{if .HasParent}}{{.UseLine}}{{else}}{{.CommandPath}} COMMAND{{end}}
{{- with .Example}}

Examples:
{{.}}{{end}}
{{- if .HasAvailableSubCommands}}{{$all := .Commands}}{{range $group := .Groups}}

{{.Title}}{{range $all}}{{if and (eq .GroupID $group.ID) .IsAvailableCommand}}
  {{rpad .Name .NamePadding}} {{.Short}}{{end}}{{end}}{{end}}{{end}}
{{- if .HasAvailableLocalFlags}}

Flags:
{{.LocalFlags.FlagUsages | trimTrailingWhitespaces}}{{end}}
{{- if .HasAvailableInheritedFlags}}

Flags of every command:
{{.InheritedFlags.FlagUsages | trimTrailingWhitespaces}}{{end}}
{{- with index .Annotations "` + exitHelp + `"}}

{{.}}{{end}}
{{- if .HasAvailableSubCommands}}

` + "`{{.CommandPath}} COMMAND --help` says more of each; `{{.CommandPath}} completion --help` lets the Tab key\ncomplete them." + `{{end}}
`

func newHelp(env *environment) *cobra.Command {
	return &cobra.Command{
		Use: "help [COMMAND]", Short: "explain weft, or one command", GroupID: nowAndThen,
		Long:    "Help says what a command does, what can be asked of it, and how it ends; the\nsame as --help behind the command.",
		Example: "  weft help\n  weft help draft",
		Args:    cobra.MaximumNArgs(1), ValidArgsFunction: completeCommands,
		RunE: func(cmd *cobra.Command, args []string) error {
			about := cmd.Root()
			if len(args) == 1 {
				if about = commandNamed(cmd.Root(), args[0]); about == nil {
					return unknownCommand(cmd.Root(), args[0])
				}
			}
			about.InitDefaultHelpFlag()
			return about.Help()
		},
	}
}

func commandNamed(root *cobra.Command, name string) *cobra.Command {
	for _, cmd := range root.Commands() {
		if cmd.Name() == name {
			return cmd
		}
	}
	return nil
}

func unknownCommand(root *cobra.Command, name string) error {
	return usageError{fmt.Errorf("unknown command %q%s; `weft help` lists them", name, suggestion(root, name))}
}

func suggestion(cmd *cobra.Command, word string) string {
	if near := cmd.SuggestionsFor(word); len(near) > 0 {
		return "; did you mean " + strings.Join(near, " or ") + "?"
	}
	return ""
}

// understood makes a misuse of a command's arguments a matter of usage, and
// says what the command takes.
func understood(check cobra.PositionalArgs) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		err := check(cmd, args)
		if err == nil {
			return nil
		}
		_, takes, _ := strings.Cut(cmd.Use, " ")
		switch {
		case takes == "":
			err = fmt.Errorf("%s takes no arguments, and there is %q", cmd.Name(), args[0])
		case len(args) == 0:
			err = fmt.Errorf("%s needs %s", cmd.Name(), takes)
		default:
			err = fmt.Errorf("%s takes %s, and there is %s", cmd.Name(), takes, quoted(args))
		}
		return usageError{fmt.Errorf("%w; `%s --help` says how", err, cmd.CommandPath())}
	}
}

func quoted(words []string) string {
	var all []string
	for _, w := range words {
		all = append(all, fmt.Sprintf("%q", w))
	}
	return strings.Join(all, " ")
}

// misused makes a fault of a flag a matter of usage. What Go calls a number
// helps nobody.
func misused(cmd *cobra.Command, err error) error {
	said, _, _ := strings.Cut(err.Error(), ": strconv.")
	if name, ok := strings.CutPrefix(said, "unknown flag: --"); ok {
		var known []string
		cmd.Flags().VisitAll(func(f *pflag.Flag) { known = append(known, "--"+f.Name) })
		if hint := diag.DidYouMean("--"+name, known, ""); hint != "" {
			said += "; " + hint
		}
	}
	return usageError{fmt.Errorf("%s; `%s --help` says what there is", said, cmd.CommandPath())}
}
