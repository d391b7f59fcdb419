package revision

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// repository makes a git repository with one commit of what fill writes.
func repository(t *testing.T, fill func(dir string)) string {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("git is not here")
	}
	dir := t.TempDir()
	t.Setenv("HOME", dir)
	run(t, dir, "init", "-q")
	fill(dir)
	run(t, dir, "add", "-A")
	run(t, dir, "-c", "user.name=a", "-c", "user.email=a@example.org", "commit", "-q", "-m", "x")
	return dir
}

func run(t *testing.T, dir string, args ...string) {
	t.Helper()
	if out, err := exec.Command("git", append([]string{"-C", dir}, args...)...).CombinedOutput(); err != nil {
		t.Fatalf("git %v: %s", args, out)
	}
}

func put(t *testing.T, dir, name, text string) {
	t.Helper()
	to := filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(to, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func all(string) bool { return true }

func written(t *testing.T, dir string) []string {
	t.Helper()
	var out []string
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		rel, _ := filepath.Rel(dir, path)
		out = append(out, filepath.ToSlash(rel)+"="+string(data))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestAFolderComesBackAsItWas(t *testing.T) {
	repo := repository(t, func(dir string) {
		put(t, dir, "site/a.md", "one\n")
		put(t, dir, "site/deep/ü b.md", "")
		put(t, dir, "other.md", "outside the folder")
		if err := os.Symlink("/etc/passwd", filepath.Join(dir, "site", "link.md")); err != nil {
			t.Log(err)
		}
	})
	put(t, repo, "site/a.md", "changed since")
	tree, err := Open(context.Background(), filepath.Join(repo, "site"), "HEAD")
	if err != nil {
		t.Fatal(err)
	}
	into := t.TempDir()
	if err := tree.Write(context.Background(), into, all); err != nil {
		t.Fatal(err)
	}
	if got, want := written(t, into), []string{"a.md=one\n", "deep/ü b.md="}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestAFolderThatWasNotThereYetIsEmpty(t *testing.T) {
	repo := repository(t, func(dir string) { put(t, dir, "a.md", "x") })
	put(t, repo, "new/b.md", "y")
	tree, err := Open(context.Background(), filepath.Join(repo, "new"), "HEAD")
	if err != nil || len(tree.files) != 0 {
		t.Errorf("%v, %v", tree, err)
	}
}

func TestLinesThatWereLostAreRemembered(t *testing.T) {
	repo := repository(t, func(dir string) { put(t, dir, "site/a.jsonl", "{\"a\":1}\n+++ b\n") })
	commit := func(text string) {
		put(t, repo, "site/a.jsonl", text)
		run(t, repo, "-c", "user.name=a", "-c", "user.email=a@example.org", "commit", "-q", "-a", "-m", "y")
	}
	commit("{\"a\":2}\n")
	commit("{\"a\":2}\r\n{\"a\":1}\n")
	got := Lines(context.Background(), filepath.Join(repo, "site"), "a.jsonl")
	var texts []string
	for _, line := range got {
		texts = append(texts, line.Text)
	}
	if want := []string{`{"a":1}`, "+++ b", `{"a":2}`}; !slices.Equal(texts, want) {
		t.Errorf("%q, want %q", texts, want)
	}
	if want := []string{`{"a":1}`, "+++ b"}; !slices.Equal(got[2].Took, want) {
		t.Errorf("in the place of %q, want %q", got[2].Took, want)
	}
	if none := Lines(context.Background(), t.TempDir(), "a.jsonl"); none != nil {
		t.Errorf("without a repository: %q", none)
	}
}

func TestAnInterruptionIsOne(t *testing.T) {
	repo := repository(t, func(dir string) { put(t, dir, "a.md", "x") })
	ctx, stop := context.WithCancel(context.Background())
	stop()
	if _, err := Open(ctx, repo, "HEAD"); !strings.Contains(err.Error(), "context canceled") {
		t.Error(err)
	}
}

// FuzzParse: whatever names a repository holds, none leads out of the folder.
func FuzzParse(f *testing.F) {
	f.Add([]byte("100644 blob abc\ta.md\x00120000 blob abc\tlink\x00160000 commit abc\tsub\x00100755 blob abc\t../../x\x00"))
	f.Add([]byte("100644 blob abc\t/etc/passwd\x00100644 blob abc\ta/../../b\x00100644 blob abc\t\x00x\x00\t"))
	f.Fuzz(func(t *testing.T, list []byte) {
		for _, file := range parse(list) {
			to := filepath.Join("/base", filepath.FromSlash(file.name))
			if !strings.HasPrefix(to, filepath.FromSlash("/base/")) || strings.Contains(file.name, "..") && slices.Contains(strings.Split(file.name, "/"), "..") {
				t.Errorf("%q", file.name)
			}
		}
	})
}

// FuzzNext: what cat-file says is taken apart or refused, and never read beyond.
func FuzzNext(f *testing.F) {
	f.Add([]byte("abc blob 3\nxyz\nabc blob 0\n\n"))
	f.Add([]byte("abc missing\n"))
	f.Add([]byte("abc blob 99\nxyz\n"))
	f.Fuzz(func(t *testing.T, contents []byte) {
		data, rest, err := next(contents, file{"abc", "a.md"})
		if err == nil && len(data)+len(rest) >= len(contents) {
			t.Errorf("%q gives %q and %q", contents, data, rest)
		}
	})
}

func TestACopyThatLacksThePastSaysHowToGetIt(t *testing.T) {
	origin := repository(t, func(dir string) { put(t, dir, "feeds/a.toml", "1\n") })
	put(t, origin, "feeds/a.toml", "2\n")
	run(t, origin, "-c", "user.name=a", "-c", "user.email=a@example.org", "commit", "-q", "-am", "y")
	run(t, origin, "config", "uploadpack.allowFilter", "true")
	at := t.TempDir()
	shallow, partial := filepath.Join(at, "shallow"), filepath.Join(at, "partial")
	run(t, at, "clone", "-q", "--depth", "1", "file://"+filepath.ToSlash(origin), shallow)
	if _, err := Open(t.Context(), shallow, "HEAD~1"); err == nil || !strings.Contains(err.Error(), "git fetch --unshallow") {
		t.Error(err)
	}
	run(t, at, "clone", "-q", "--filter=blob:none", "file://"+filepath.ToSlash(origin), partial)
	tree, err := Open(t.Context(), partial, "HEAD~1")
	if err != nil {
		t.Fatal(err)
	}
	err = tree.Write(t.Context(), filepath.Join(at, "out"), func(string) bool { return true })
	if err == nil || !strings.Contains(err.Error(), "git fetch --refetch") {
		t.Error(err)
	}
}
