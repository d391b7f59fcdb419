package main

import (
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// declare gives each blog the profiles that are its own: addresses of the
// collection's mentions whose account is called as the blog is, by its slug or by
// one of its hosts, or as a person's account where their blog's source lies. An
// account that two blogs could be is nobody's.
func declare(collection string, all []blog) error {
	mentions, err := table(filepath.Join(collection, "mentions.tsv"), "handle")
	if err != nil {
		return err
	}
	called := map[string][]int{}
	for i, b := range all {
		for _, name := range b.accounts() {
			called[name] = append(called[name], i)
		}
	}
	for _, row := range mentions {
		handle := row["handle"]
		who := called[plain(path.Base(handle))]
		if address := "https://" + handle; len(who) == 1 && !slices.Contains(all[who[0]].Profiles, address) {
			all[who[0]].Profiles = append(all[who[0]].Profiles, address)
		}
	}
	for i := range all {
		slices.Sort(all[i].Profiles)
	}
	return nil
}

// accounts are the names an account of the blog's may have, each once.
func (b blog) accounts() []string {
	names := []string{plain(b.Slug)}
	if b.Person != "" && b.SourceRepo != "" {
		names = append(names, plain(path.Base(path.Dir(b.SourceRepo))))
	}
	for _, host := range b.hosts() {
		if end := strings.LastIndexByte(host, '.'); end > 0 {
			names = append(names, plain(host), plain(host[:end]))
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// plain leaves of a name what all sites allow in one.
func plain(name string) string {
	return strings.NewReplacer("-", "", "_", "", ".", "").Replace(strings.ToLower(name))
}
