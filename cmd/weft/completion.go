package main

import (
	"io"
	"maps"
	"slices"

	"github.com/spf13/cobra"
)

func newCompletion(env *environment) *cobra.Command {
	shells := map[string]func(root *cobra.Command, w io.Writer) error{
		"bash":       func(root *cobra.Command, w io.Writer) error { return root.GenBashCompletionV2(w, true) },
		"zsh":        func(root *cobra.Command, w io.Writer) error { return root.GenZshCompletion(w) },
		"fish":       func(root *cobra.Command, w io.Writer) error { return root.GenFishCompletion(w, true) },
		"powershell": func(root *cobra.Command, w io.Writer) error { return root.GenPowerShellCompletionWithDesc(w) },
	}
	return &cobra.Command{
		Use: "completion bash|zsh|fish|powershell", Short: "write what lets your shell complete weft's commands", GroupID: nowAndThen,
		Long: "Completion writes a script for a shell to stdout. With it, the Tab key completes\n" +
			"commands, flags, and what stands in your site: issues, editions, lists. It asks\n" +
			"weft anew each time, so that it knows a new issue at once; it never writes.\n\n" +
			"To have it in every new shell:\n\n" +
			"  bash        weft completion bash > ~/.local/share/bash-completion/completions/weft\n" +
			"              (make the folder first; bash-completion must be installed)\n" +
			"  zsh         weft completion zsh > \"${fpath[1]}/_weft\"\n" +
			"  fish        weft completion fish > ~/.config/fish/completions/weft.fish\n" +
			"  powershell  weft completion powershell >> $PROFILE",
		Example: "  source <(weft completion bash)    # for this shell alone",
		Args:    cobra.MatchAll(cobra.ExactArgs(1), cobra.OnlyValidArgs), ValidArgs: slices.Sorted(maps.Keys(shells)),
		RunE: func(cmd *cobra.Command, args []string) error {
			return shells[args[0]](cmd.Root(), env.stdout)
		},
	}
}
