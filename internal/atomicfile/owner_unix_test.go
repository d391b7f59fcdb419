//go:build unix && !solaris && !aix

package atomicfile

import (
	"os"
	"path/filepath"
	"slices"
	"syscall"
	"testing"
)

func TestAFileKeepsItsGroup(t *testing.T) {
	groups, err := os.Getgroups()
	if os.Geteuid() == 0 {
		groups = append(groups, os.Getegid()+1) // root may give it to anybody
	}
	other := slices.IndexFunc(groups, func(gid int) bool { return gid != os.Getegid() })
	if err != nil || other < 0 {
		t.Skip("who runs this is in one group alone")
	}
	path := filepath.Join(t.TempDir(), "list.toml")
	put(t, path, "old")
	if err := os.Chown(path, -1, groups[other]); err != nil {
		t.Skip("this file system keeps no groups:", err)
	}
	if err := Replace(path, []byte("old"), []byte("new"), 0o644); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if got := info.Sys().(*syscall.Stat_t).Gid; int(got) != groups[other] {
		t.Errorf("it is of group %d, and was of %d", got, groups[other])
	}
}
