package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"weft/internal/config"
	"weft/internal/edition"
	"weft/internal/roster"
)

// codeowners writes who is asked before a list changes, as forges read it: a
// path and the addresses of those who keep it, a line each. Whoever has no
// address a forge could find stands in a comment.
func codeowners(w io.Writer, ed *edition.Edition) error {
	var b strings.Builder
	b.WriteString("# Who is asked before a file changes: the curators of each list, the owners of\n# the rules, the owners of the site. Made by `weft export codeowners`.\n")
	for _, l := range ed.Roster.Lists {
		keepers(&b, l.File, l.Curators)
	}
	rules := map[string][]string{}
	var files []string
	for _, r := range ed.Rules {
		if !slices.Contains(files, r.File) {
			files = append(files, r.File)
		}
		if !slices.Contains(rules[r.File], r.Owner) {
			rules[r.File] = append(rules[r.File], r.Owner)
		}
	}
	for _, file := range files {
		keepers(&b, file, rules[file])
	}
	var owners []string
	for _, r := range ed.Site.Roles {
		if r.Role == "owner" {
			owners = append(owners, r.Name+" <"+r.Contact+">")
		}
	}
	keepers(&b, config.File, owners)
	_, err := io.WriteString(w, b.String())
	return err
}

// keepers writes the line of a file.
func keepers(b *strings.Builder, file string, who []string) {
	var found, silent []string
	for _, s := range who {
		switch k := roster.KeeperOf(s); {
		case k.Mail != "":
			found = append(found, k.Mail)
		case k.Handle != "":
			found = append(found, k.Handle)
		case strings.TrimSpace(s) != "":
			silent = append(silent, strings.Join(strings.Fields(strings.TrimSuffix(s, " <>")), " "))
		}
	}
	path := "/" + patterned.Replace(file)
	switch {
	case len(found) > 0:
		fmt.Fprintf(b, "%s %s\n", path, strings.Join(slices.Compact(found), " "))
	case len(silent) == 0:
		fmt.Fprintf(b, "# %s: nobody keeps it\n", file)
	}
	if len(silent) > 0 {
		fmt.Fprintf(b, "# %s: no address is known of %s\n", file, shown(strings.Join(silent, "; ")))
	}
}

// patterned makes a path stand for itself where patterns are read.
var patterned = strings.NewReplacer(`\`, `\\`, " ", `\ `, "#", `\#`, "*", `\*`, "?", `\?`, "[", `\[`, "!", `\!`)
