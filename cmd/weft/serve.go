package main

import (
	"cmp"
	"context"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"weft/internal/archive"
	"weft/internal/config"
	"weft/internal/diag"
	"weft/internal/edition"
	"weft/internal/preview"
	"weft/internal/site"

	"github.com/spf13/cobra"
)

// servePort is where `weft serve` listens unless told otherwise.
const servePort = "1414"

func newServe(env *environment) *cobra.Command {
	var addr, name string
	cmd := &cobra.Command{
		Use: "serve", Short: "show the site in a browser while you write", GroupID: everyDay,
		Long: "Serve shows the site at an address of this machine, with the issues that are\n" +
			"still being written; these have a ribbon. When you save a file the page you look\n" +
			"at is new at once. What is wrong in a file is said in the terminal and in the\n" +
			"browser, over the last pages that were well, until it is mended; what `weft\n" +
			"check` would say besides follows a moment later. Nothing is written into the\n" +
			"output folder, and only this machine can see the site, unless --addr names an\n" +
			"address that others reach, too. Ctrl-C stops it.",
		Example: "  weft serve\n  weft serve --edition internal\n  weft serve --addr localhost:8080",
		Args:    cobra.NoArgs,
		RunE:    func(cmd *cobra.Command, args []string) error { return env.serve(cmd.Context(), addr, name) },
	}
	cmd.Flags().StringVar(&addr, "addr", "localhost:"+servePort, "the `address` to listen at; where it is taken, the next free port")
	cmd.Flags().StringVar(&name, "edition", "", "show this `edition`; by itself the public one")
	completeFlag(cmd, "edition", env.editionNames)
	return cmd
}

// A serving is a site that is shown while people write it.
type serving struct {
	env      *environment
	follower *edition.Follower
	server   *preview.Server
	watcher  *preview.Watcher
	warned   diag.List // what was told last
	wrong    bool      // the files held errors when they were read last
	base     string    // the path the pages begin with
	reader   *proofreader
}

func (env *environment) serve(ctx context.Context, addr, name string) error {
	dir, err := edition.Find(env.dir)
	if err != nil {
		return err
	}
	if err := servable(dir, name); err != nil {
		return err
	}
	host, port, err := preview.SplitAddr(addr, servePort)
	if err != nil {
		return usageError{fmt.Errorf("--addr: %w", err)}
	}
	listener, err := preview.Listen(host, port)
	if err != nil {
		return err
	}
	defer listener.Close()
	s, err := env.newServing(dir, name, host)
	if err != nil {
		return err
	}
	defer s.close()
	begun := time.Now()
	if s.renew(ctx) != nil {
		return nil // to interrupt it is how it ends
	}
	s.tellFirst(host, port, listener.Addr().String(), name, time.Since(begun))
	ctx, stop := context.WithCancel(ctx)
	ended := make(chan error, 1)
	go func() {
		ended <- s.server.Serve(ctx, listener)
		stop()
	}()
	s.reader.begin(ctx)
	s.reader.ask()
	s.follow(ctx)
	stop()
	s.reader.wait()
	return <-ended
}

// servable says at once what no saving of a file would mend: an edition that
// nobody declared, or whose folder is not here.
func servable(dir, name string) error {
	p, probs, err := edition.Open(dir)
	if err != nil || probs.Errors() > 0 {
		return nil // the browser shows it, until it is mended
	}
	_, err = named(p, name)
	return err
}

func (env *environment) newServing(dir, name, host string) (*serving, error) {
	watcher, err := preview.NewWatcher()
	if err != nil {
		return nil, err
	}
	server := preview.New(preview.OwnHosts(host))
	return &serving{env: env, server: server, watcher: watcher, reader: newProofreader(env, server, dir, name), base: "/", follower: &edition.Follower{
		Dir:       dir,
		Choose:    func(p *edition.Project) (config.Edition, error) { return named(p, name) },
		Templates: func(p *edition.Project) fs.FS { return templates(p) },
		Tag:       env.tagEdition,
	}}, nil
}

func (s *serving) close() {
	s.server.Close()
	s.watcher.Close()
	s.follower.Close()
}

// follow shows the site anew whenever a file changes, until it is interrupted.
func (s *serving) follow(ctx context.Context) {
	for {
		changed, err := s.watcher.Next(ctx)
		if err != nil {
			return
		}
		begun, wrong, opens := time.Now(), s.wrong, s.follower.Opens()
		if err := s.renew(ctx); err != nil {
			return
		}
		if s.follower.Opens() == opens && !slices.ContainsFunc(changed, byPerson) {
			continue // it was serve itself that stored tags
		}
		s.tellChange(changed, wrong, time.Since(begun))
		s.reader.ask()
	}
}

// byPerson reports whether a file is one that people write: an archive and its
// folder are not.
func byPerson(path string) bool {
	name := filepath.Base(path)
	return name != filepath.Base(archive.Name) && name != filepath.Dir(filepath.FromSlash(archive.Name))
}

// renew reads what changed and shows it. Folders are watched before they are
// read, so that nothing saved meanwhile is missed. Its error is an interruption.
func (s *serving) renew(ctx context.Context) error {
	var problems diag.List
	for range 2 { // site.toml may have another overlay now, to be watched and read
		files, trees := s.follower.Watched()
		unwatched := s.watcher.Watch(files, trees)
		problems = s.show(ctx)
		if unwatched != nil {
			problems = append(problems, diag.Problem{Message: unwatched.Error(), Warning: true,
				Hint: "what is saved there is not seen; stop weft serve and begin again"})
		}
		if now, nowTrees := s.follower.Watched(); slices.Equal(now, files) && slices.Equal(nowTrees, trees) {
			break
		}
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	s.wrong = problems.Errors() > 0
	s.tellProblems(problems)
	return nil
}

func (s *serving) show(ctx context.Context) diag.List {
	var tree *site.Tree
	in, problems, err := s.follower.Input(ctx, s.env.now())
	if err == nil && problems.Errors() == 0 {
		tree, err = site.Plan(in)
	}
	if ctx.Err() != nil {
		return nil
	}
	if err != nil {
		return s.server.Show(nil, "", append(problems, preview.ProblemsOf(err)...))
	}
	if tree != nil {
		if u, err := url.Parse(in.Site.BaseURL); err == nil && u.Path != "" {
			s.base = u.Path
		}
	}
	return s.server.Show(tree, s.base, problems)
}

// tellFirst says where the site is.
func (s *serving) tellFirst(host, port, at, name string, took time.Duration) {
	real := at[strings.LastIndex(at, ":")+1:]
	if real != port && port != "0" {
		s.env.say("port %s is taken; this is the next free one", port)
	}
	what := cmp.Or(name, config.Public)
	if s.wrong {
		s.env.say("the site cannot be shown yet; the browser says why, too, and shows it once that is mended")
	}
	s.env.say("the %s edition, drafts too, read in %s: http://%s:%s%s", what, inWords(took), preview.Visible(host), real, s.base)
	if !preview.Loopback(host) {
		s.env.say("warning: everybody who can reach this machine's address %s can read this site now, drafts too", at)
		if what != config.Public {
			s.env.say("warning: that is the %s edition: what is in it is not for everybody; stop it, or leave --addr away, unless you are sure who can reach this machine", what)
		}
	}
	s.env.say("press Ctrl-C to stop")
}

// tellProblems says what is wrong, unless it was said just before.
func (s *serving) tellProblems(problems diag.List) {
	if !slices.Equal(problems, s.warned) {
		for _, p := range problems {
			s.env.say("%s", shown(strings.TrimPrefix(p.String(), ": ")))
		}
	}
	s.warned = problems
}

// tellChange says in a line what was saved and what came of it.
func (s *serving) tellChange(changed []string, wrong bool, took time.Duration) {
	what := "something changed"
	changed = stillThere(changed)
	if len(changed) > 0 {
		name, err := filepath.Rel(s.follower.Dir, changed[0])
		if err != nil {
			name = changed[0]
		}
		what = filepath.ToSlash(name)
		if more := len(changed) - 1; more > 0 {
			what += fmt.Sprintf(" and %d more", more)
		}
		what += " changed"
	}
	became := "new in " + inWords(took)
	switch {
	case s.wrong:
		became = count(s.warned.Errors(), "problem", "problems") + ", above; the browser shows the pages as they were"
	case wrong:
		became = "mended, " + became
	}
	s.env.say("%s: %s", shown(what), became)
}

// stillThere leaves out what came and went, as when an editor saves a file by
// way of another, unless all is gone.
func stillThere(paths []string) []string {
	there := slices.DeleteFunc(slices.Clone(paths), func(path string) bool {
		_, err := os.Lstat(path)
		return err != nil
	})
	if len(there) == 0 {
		return paths
	}
	return there
}

func inWords(d time.Duration) string {
	if d < time.Second {
		return fmt.Sprintf("%d ms", d.Milliseconds())
	}
	return fmt.Sprintf("%.1f s", d.Seconds())
}
