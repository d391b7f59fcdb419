package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"weft"
	"weft/internal/atomicfile"
	"weft/internal/config"

	"github.com/google/uuid"
	"github.com/spf13/cobra"
)

func newInit(env *environment) *cobra.Command {
	var title, baseURL string
	var example bool
	cmd := &cobra.Command{
		Use: "init [DIR]", Short: "write a new site into a folder", GroupID: nowAndThen,
		Long: "Init writes a new site: site.toml, an empty list of people, a policy, a few\n" +
			"pages. Nothing that is there already is touched; where a file is in the way,\n" +
			"nothing is written. With --example it is the example community, to look at.",
		Example: "  weft init our-digest --title 'Our Digest' --base-url https://digest.example.org/",
		Args:    cobra.MaximumNArgs(1), ValidArgsFunction: completeFolders,
		RunE: func(cmd *cobra.Command, args []string) error {
			dir := env.dir
			if len(args) == 1 {
				dir = filepath.Join(env.dir, args[0])
				if filepath.IsAbs(args[0]) {
					dir = args[0]
				}
			}
			files, err := starter(title, baseURL, example)
			if err != nil {
				return err
			}
			return env.init(dir, files)
		},
	}
	cmd.Flags().StringVar(&title, "title", "", "what the digest is called")
	cmd.Flags().StringVar(&baseURL, "base-url", "", "the `address` it will be published at")
	cmd.Flags().BoolVar(&example, "example", false, "write the example community")
	return cmd
}

// starter gives the files of a new site, by slash path.
func starter(title, baseURL string, example bool) (map[string][]byte, error) {
	files := map[string][]byte{}
	var err error
	if example {
		err = collect(files, weft.Example(), ".", "")
	} else {
		err = collect(files, weft.Templates(), "starter", "starter/")
	}
	if err != nil {
		return nil, err
	}
	for _, hidden := range []string{"gitignore", "gitattributes"} { // go:embed leaves names with a dot out
		if files["."+hidden], err = fs.ReadFile(weft.Templates(), "starter/"+hidden); err != nil {
			return nil, err
		}
		delete(files, hidden)
	}
	if example {
		files[".gitignore"] = []byte(strings.ReplaceAll(string(files[".gitignore"]), "/private/\n", "/private/.weft/\n"))
	}
	files["public/.gitignore"] = []byte("*\n!.gitignore\n")
	files[config.File], err = splice(files[config.File], settings(title, baseURL))
	return files, err
}

func collect(files map[string][]byte, from fs.FS, root, prefix string) error {
	return fs.WalkDir(from, root, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(from, name)
		files[strings.TrimPrefix(name, prefix)] = data
		return err
	})
}

// settings are the lines of site.toml that a new site has of its own.
func settings(title, baseURL string) map[string]string {
	own := map[string]string{"id": uuid.NewString()}
	if title != "" {
		own["title"] = title
	}
	if baseURL != "" {
		own["base_url"] = baseURL
	}
	return own
}

// splice puts values in place of those of top-level keys, each on a line of its
// own, and changes no other byte.
func splice(data []byte, values map[string]string) ([]byte, error) {
	text := string(data)
	for key, value := range values {
		line := regexp.MustCompile(`(?m)^` + regexp.QuoteMeta(key) + ` = "[^"\n]*"`)
		at := line.FindStringIndex(text)
		if at == nil {
			return nil, fmt.Errorf("the embedded %s has no line for %q", config.File, key)
		}
		text = text[:at[0]] + key + " = " + strconv.Quote(value) + text[at[1]:]
	}
	return []byte(text), nil
}

// init writes the files, none where one is in the way.
func (env *environment) init(dir string, files map[string][]byte) error {
	names := make([]string, 0, len(files))
	var inTheWay []string
	for name := range files {
		names = append(names, name)
		if _, err := os.Lstat(filepath.Join(dir, filepath.FromSlash(name))); err == nil {
			inTheWay = append(inTheWay, name)
		} else if !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("look at %s: %w", dir, err)
		}
	}
	slices.Sort(names)
	slices.Sort(inTheWay)
	if len(inTheWay) > 0 {
		return fmt.Errorf("%s holds %s already; nothing was written: choose another folder, or move that away", dir, strings.Join(inTheWay, ", "))
	}
	for _, name := range names {
		to := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
			return fmt.Errorf("make %s: %w", path.Dir(name), err)
		}
		if err := atomicfile.WriteNew(to, files[name], 0o644); err != nil {
			return err
		}
	}
	env.say("%s: a new site of %s", dir, count(len(names), "file", "files"))
	env.say("next: say in %s what it is called, put people into a list with `weft add URL`, then `weft run`", filepath.Join(dir, config.File))
	return nil
}
