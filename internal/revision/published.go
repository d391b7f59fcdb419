package revision

import (
	"bytes"
	"context"
	"errors"
	"os/exec"
	"strings"
)

// Published is what of some folders the git repository around them holds, or
// would take in with `git add`. Names are slash names from where it was asked.
type Published struct {
	Tracked []string // it holds them, whatever is ignored
	Waiting []string // not ignored, and not held yet
}

// ErrNoGit says that there is no git to ask.
var ErrNoGit = errors.New("git is not installed")

// Publishes asks what git has, or would take in, of files and folders below dir.
// What lies in no repository is nowhere published. A folder that is a repository of
// its own is not asked about: this one holds nothing of what is in it.
func Publishes(ctx context.Context, dir string, names []string) (Published, error) {
	var p Published
	if inside, err := git(ctx, dir, nil, "rev-parse", "--is-inside-work-tree"); err != nil || strings.TrimSpace(string(inside)) != "true" {
		var exit *exec.ExitError
		switch {
		case errors.Is(err, exec.ErrNotFound):
			return p, ErrNoGit
		case errors.As(err, &exit) && !bytes.Contains(exit.Stderr, []byte("not a git repository")):
			return p, errors.New(strings.TrimSpace(string(exit.Stderr)))
		}
		return p, ctx.Err()
	}
	var err error
	if p.Tracked, err = listed(ctx, dir, names, "--cached"); err != nil {
		return p, err
	}
	p.Waiting, err = listed(ctx, dir, names, "--others", "--exclude-standard")
	return p, err
}

// listed asks for files, sorted as git sorts them. The name of a folder alone is
// that of another repository, or of a link: nothing in it is held.
func listed(ctx context.Context, dir string, names []string, which ...string) ([]string, error) {
	args := append([]string{"--literal-pathspecs", "ls-files", "-z"}, which...)
	out, err := git(ctx, dir, nil, append(append(args, "--"), names...)...)
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return nil, errors.New(strings.TrimSpace(string(exit.Stderr)))
	}
	if err != nil {
		return nil, err
	}
	var files []string
	for name := range strings.SplitSeq(strings.TrimSuffix(string(out), "\x00"), "\x00") {
		bare := strings.TrimSuffix(name, "/")
		if name == "" || bare != name {
			continue
		}
		folder := false
		for _, n := range names {
			folder = folder || n == bare
		}
		if !folder {
			files = append(files, name)
		}
	}
	return files, nil
}
