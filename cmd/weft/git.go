package main

import (
	"bytes"
	"context"
	"errors"
	"os/exec"
	"strings"
)

// errNoGit says that there is no git to ask.
var errNoGit = errors.New("git is not installed")

// runGit runs git in a folder and gives what it prints. Words of git's own are
// its error.
func runGit(ctx context.Context, dir string, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, "git", args...)
	cmd.Dir = dir
	var out, said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &said
	err := cmd.Run()
	switch {
	case errors.Is(err, exec.ErrNotFound):
		return "", errNoGit
	case err != nil && said.Len() > 0:
		return "", errors.New(strings.TrimSpace(said.String()))
	}
	return out.String(), err
}

// person is who acts: as named by --by, else by WEFT_BY, for whoever has no git,
// else git's user of the site's folder.
func (env *environment) person(ctx context.Context, dir, by string) (string, error) {
	if by = strings.TrimSpace(by); by != "" {
		return by, printable("--by", by)
	}
	if me := strings.TrimSpace(env.me); me != "" {
		return me, printable("WEFT_BY", me)
	}
	for _, key := range []string{"user.name", "user.email"} {
		said, err := env.git(ctx, dir, "config", "--get", key)
		if name := strings.TrimSpace(said); err == nil && name != "" {
			return name, printable("git's "+key, name)
		}
	}
	return "", usageError{errors.New(`nobody is named who says so; add --by "Your Name", or say it once for all: WEFT_BY="Your Name" in the environment, or git config user.name "Your Name"`)}
}
