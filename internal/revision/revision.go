// Package revision reads what a folder held at some revision of the git
// repository around it, by asking git.
//
// It promises to write regular files only, and only below the folder it is
// given, whatever names the repository holds; that git asks no network and
// runs nothing; and that the repository is not changed.
package revision

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
)

// A Tree is the files of a folder at a revision.
type Tree struct {
	dir   string
	files []file
}

type file struct{ object, name string }

// Open looks a revision up, such as "HEAD", "main~3" or "origin/main". A folder
// that the revision does not have is an empty tree.
func Open(ctx context.Context, dir, revision string) (*Tree, error) {
	prefix, err := git(ctx, dir, nil, "rev-parse", "--show-prefix")
	if err != nil {
		return nil, explain(err, dir)
	}
	if strings.HasPrefix(revision, "-") || strings.TrimSpace(revision) == "" {
		return nil, unknown(ctx, dir, revision)
	}
	tree, err := git(ctx, dir, nil, "rev-parse", "--verify", "--quiet", revision+"^{tree}")
	if err != nil {
		return nil, errors.Join(ctx.Err(), unknown(ctx, dir, revision))
	}
	within := strings.TrimSuffix(strings.TrimSpace(string(tree))+":"+strings.TrimSuffix(string(prefix), "\n"), "/")
	object, err := git(ctx, dir, nil, "rev-parse", "--verify", "--quiet", within)
	if err != nil {
		return &Tree{dir: dir}, ctx.Err() // it was not there yet
	}
	list, err := git(ctx, dir, nil, "ls-tree", "-r", "-z", "--full-tree", strings.TrimSpace(string(object)))
	if err != nil {
		return nil, fmt.Errorf("list the files of %s: %w", revision, err)
	}
	return &Tree{dir, parse(list)}, nil
}

func unknown(ctx context.Context, dir, revision string) error {
	if said, err := git(ctx, dir, nil, "rev-parse", "--is-shallow-repository"); err == nil && strings.TrimSpace(string(said)) == "true" {
		return fmt.Errorf("%q is no revision that this copy of the git repository has; it is a shallow one: `git fetch --unshallow` gets what was there before", revision)
	}
	return fmt.Errorf("%q is no revision of this git repository; `git log` and `git branch --all` list some, such as HEAD or origin/main", revision)
}

// explain says what is missing when git cannot even find a repository.
func explain(err error, dir string) error {
	var exit *exec.ExitError
	switch {
	case errors.Is(err, exec.ErrNotFound):
		return errors.New("git is not installed; it is asked for what was there before")
	case errors.As(err, &exit) && bytes.Contains(exit.Stderr, []byte("not a git repository")):
		return fmt.Errorf("%s lies in no git repository, so nothing is known of what was there before", dir)
	}
	return fmt.Errorf("ask git in %s: %w", dir, err)
}

// parse reads "mode type object\tname", each ended by a zero byte. Links,
// folders of other repositories and names that lead elsewhere are left out.
func parse(list []byte) []file {
	var files []file
	for entry := range bytes.SplitSeq(list, []byte{0}) {
		head, name, _ := strings.Cut(string(entry), "\t")
		fields := strings.Fields(head)
		if len(fields) == 3 && strings.HasPrefix(fields[0], "100") && fields[1] == "blob" && safe(name) {
			files = append(files, file{fields[2], name})
		}
	}
	return files
}

// safe reports whether a name stays below the folder it is written to.
func safe(name string) bool {
	return name != "." && path.Clean(name) == name && filepath.IsLocal(filepath.FromSlash(name)) && !strings.ContainsAny(name, "\\\x00")
}

// Write writes the files that are wanted below a folder, which is made if need
// be. What this system cannot hold is left out.
func (t *Tree) Write(ctx context.Context, into string, wanted func(name string) bool) error {
	var asked []file
	var objects strings.Builder
	for _, f := range t.files {
		if wanted(f.name) {
			asked = append(asked, f)
			objects.WriteString(f.object + "\n")
		}
	}
	if len(asked) == 0 {
		return os.MkdirAll(into, 0o755)
	}
	contents, err := git(ctx, t.dir, strings.NewReader(objects.String()), "cat-file", "--batch")
	if err := ctx.Err(); err != nil {
		return err
	}
	if err != nil {
		return fmt.Errorf("git has not all files of that revision (%w); `git fetch --refetch` gets what is missing", err)
	}
	for _, f := range asked {
		var data []byte
		if data, contents, err = next(contents, f); err != nil {
			return err
		}
		to := filepath.Join(into, filepath.FromSlash(f.name))
		if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
			continue
		}
		_ = os.WriteFile(to, data, 0o600) // a name that this system cannot hold is no file here, either
	}
	return ctx.Err()
}

// next takes "object type size\n", so many bytes and a line end off what
// cat-file says.
func next(contents []byte, f file) (data, rest []byte, err error) {
	head, rest, _ := bytes.Cut(contents, []byte("\n"))
	var object, kind string
	var size int
	if n, _ := fmt.Sscanf(string(head), "%s %s %d", &object, &kind, &size); n != 3 || object != f.object || size < 0 || size >= len(rest) {
		return nil, nil, fmt.Errorf("git has not all of %s (%s); `git fetch` gets what is missing", f.name, head)
	}
	return rest[:size], rest[size+1:], nil
}

// git runs git in a folder. Where the variables of a hook point elsewhere they
// are not heeded; nothing is fetched and nobody is asked.
func git(ctx context.Context, dir string, stdin *strings.Reader, args ...string) ([]byte, error) {
	cmd := exec.CommandContext(ctx, "git", append([]string{"-c", "core.fsmonitor=false", "-C", dir}, args...)...)
	if stdin != nil {
		cmd.Stdin = stdin
	}
	for _, v := range os.Environ() {
		if name, _, _ := strings.Cut(v, "="); !strings.HasPrefix(name, "GIT_") {
			cmd.Env = append(cmd.Env, v)
		}
	}
	cmd.Env = append(cmd.Env, "GIT_TERMINAL_PROMPT=0", "GIT_NO_LAZY_FETCH=1", "GIT_OPTIONAL_LOCKS=0", "LC_ALL=C")
	out, err := cmd.Output()
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	return out, err
}
