package main

import (
	"encoding/json"
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"
)

// version is set by the linker for a release; else the build says what it is.
var version string

func newVersion(env *environment) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use: "version", Short: "say which weft this is", GroupID: forMachines,
		Long:    "Version names the release, or the commit that weft was built from, and the Go and\nthe system it was built for.",
		Example: "  weft version\n  weft version --json", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			v := versionOf(debug.ReadBuildInfo())
			if asJSON {
				return json.NewEncoder(env.stdout).Encode(map[string]string{"version": v, "go": runtime.Version(), "os": runtime.GOOS, "arch": runtime.GOARCH})
			}
			_, err := fmt.Fprintf(env.stdout, "weft %s %s %s/%s\n", v, runtime.Version(), runtime.GOOS, runtime.GOARCH)
			return err
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "as one JSON object")
	return cmd
}

func versionOf(info *debug.BuildInfo, ok bool) string {
	switch {
	case version != "":
		return version
	case !ok || info.Main.Version == "" || info.Main.Version == "(devel)":
		return "devel"
	}
	return info.Main.Version
}
