package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"weft/internal/config"
	"weft/internal/edition"
	"weft/internal/mail"
	"weft/internal/publish"
	"weft/internal/route"
)

// issueToSend is the one that is named, or the newest that is frozen. Every layer
// of the edition that writes of it must have finished: what goes out by mail cannot
// be called back.
func issueToSend(p *edition.Project, e config.Edition, args []string) (string, error) {
	name := ""
	if len(args) > 0 {
		issue, err := p.Site.Calendar.Parse(args[0])
		if err != nil {
			return "", usageError{err}
		}
		name = issue.Name
	} else if all := issuesOf(p, true); len(all) > 0 {
		name = all[0]
	} else {
		return "", errors.New("no issue is frozen yet, and nothing else is sent; `weft freeze PERIOD` ends a draft")
	}
	for n, layer := range p.Layers(e) {
		root := os.DirFS(p.LayerDir(e, n))
		_, err := fs.Stat(root, edition.DigestFile(name))
		switch {
		case errors.Is(err, fs.ErrNotExist) && n == 0:
			return "", fmt.Errorf("%s is not there; `weft draft %s` proposes it", edition.DigestFile(name), name)
		case errors.Is(err, fs.ErrNotExist):
		case err != nil:
			return "", err
		case !frozen(root, name):
			return "", fmt.Errorf("%s is not frozen, and a mail cannot be called back; nothing was sent\n    hint: weft freeze %s, weft build, look at it, then send", layer.Name+edition.DigestFile(name), name)
		}
	}
	return name, nil
}

// finished reads the mail of a letter out of the output folder, when that holds
// what a build makes now, searched once more for what only overlays know, and dates
// it.
func (env *environment) finished(ctx context.Context, p *edition.Project, l *letter) error {
	guard, err := env.guard(ctx, p)
	if err != nil {
		return err
	}
	defer guard.close()
	stage, _, err := env.stageEdition(ctx, p, l.Edition, buildFlags{}, guard)
	if err != nil {
		return err
	}
	defer stage.Abort()
	file := route.File(route.Mail(l.period, "eml"))
	if !slices.ContainsFunc(stage.Staged(), func(f publish.File) bool { return f.Name == file }) {
		return fmt.Errorf("the %s edition has no %s: the issue is a draft; nothing was sent\n    hint: weft freeze %s, then weft build", l.Name, file, l.period)
	}
	differs, err := stage.Differs()
	if err != nil {
		return err
	}
	if len(differs) > 0 {
		return fmt.Errorf("%s is not what a build makes now: %s: %s; nothing was sent\n    hint: weft build, look at it, then send",
			l.Output, count(len(differs), "file differs", "files differ"), shown(someOf(differs, 3)))
	}
	out := outputOf(p, l.Edition)
	if l.message, err = os.ReadFile(filepath.Join(out, filepath.FromSlash(file))); err != nil {
		return err
	}
	if l.items, err = piecesIn(out, l.period); err != nil {
		return err
	}
	if err := l.outThere(file); err != nil {
		return err
	}
	l.message = mail.Dated(l.message, env.now().In(p.Site.Calendar.Zone))
	return nil
}

// outThere refuses a mail whose links lead to pages that readers do not have yet.
// Where weft does not publish the site, it cannot know.
func (l *letter) outThere(file string) error {
	if l.place == "" {
		return nil
	}
	have, err := os.ReadFile(filepath.Join(l.place, filepath.FromSlash(file)))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if !bytes.Equal(have, l.message) {
		return fmt.Errorf("in %s readers do not have %s as it would go out by mail, and its links lead there; nothing was sent\n    hint: weft publish %s, then send", l.place, l.period, l.Name)
	}
	return nil
}

// piecesIn counts the pieces of an issue as the edition shows them.
func piecesIn(out, period string) (int, error) {
	var issues []struct {
		Period string            `json:"period"`
		Items  []json.RawMessage `json:"items"`
	}
	data, err := os.ReadFile(filepath.Join(out, filepath.FromSlash(route.File(route.Data+"digests.json"))))
	if err == nil {
		err = json.Unmarshal(data, &issues)
	}
	for _, is := range issues {
		if is.Period == period {
			return len(is.Items), err
		}
	}
	return 0, err
}
