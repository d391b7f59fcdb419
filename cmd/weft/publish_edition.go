package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"weft/internal/edition"
	"weft/internal/policy"
	"weft/internal/publish"
	"weft/internal/release"
)

// publishEdition puts an edition's tree in its place. The build's lock is held
// meanwhile, so that no other build changes the tree that is copied.
func (env *environment) publishEdition(ctx context.Context, p *edition.Project, s stand, how publication, guard *guard) (err error) {
	stage, strangers, err := env.stageEdition(ctx, p, s.Edition, buildFlags{}, guard)
	if err != nil {
		return err
	}
	defer stage.Abort()
	if err := asBuilt(p, s, stage); err != nil {
		return err
	}
	beside, err := strangersOf(outputOf(p, s.Edition), strangers)
	if err != nil {
		return err
	}
	files := append(stage.Staged(), beside...)
	place, err := release.Open(s.place, release.Owner{Site: p.Site.ID, Title: p.Site.Title, Edition: s.Name})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, place.Close()) }()
	if err := env.recordPublished(p, s, place); err != nil { // of a run that was killed
		return err
	}
	strange, err := place.Strange()
	switch {
	case err != nil:
		return err
	case len(strange) > 0 && !how.takeOver:
		return fmt.Errorf("%s holds what weft did not put there: %s; nothing was published\n    hint: readers lose it with the next tree. What is to stay belongs into %s, with the pages; then `weft publish --take-over`",
			s.place, shown(someOf(strange, fewConflicts)), s.Output)
	case len(strange) == 0 && place.Shown() == release.Hash(files):
		env.say("%s: nothing changed since it was published%s; readers have it in %s", s.Name, publishedAt(p, s, place.Shown()), shown(s.place))
		return env.tellShut(place)
	}
	act := policy.Act{Act: policy.ActPublish, Edition: s.Name, Tree: release.Hash(files), Files: len(files), Reason: how.reason, By: how.by, At: env.now()}
	line, err := act.Recorded().Bytes()
	if err != nil {
		return err
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err := place.Put(os.DirFS(outputOf(p, s.Edition)), files, string(line)); err != nil {
		return err
	}
	if err := env.recordPublished(p, s, place); err != nil {
		return fmt.Errorf("%w; readers have the new tree, and the next `weft publish` records it", err)
	}
	env.say("%s: %s published in %s, by %s", s.Name, count(len(files), "file", "files"), shown(s.place), shown(how.by))
	return env.tellShut(place)
}

// tellShut says where a web server that is somebody else cannot read what was
// published: readers would be refused, and nobody here would see it.
func (env *environment) tellShut(place *release.Place) error {
	shut, err := place.Shut()
	if shut != "" {
		env.say("warning: only its owner may read %s, so a web server that runs as somebody else cannot show the site\n    hint: `chmod -R go+rX %s`, and publish with a umask of 022", shown(shut), asArgument(place.Own()))
	}
	return err
}

// asBuilt refuses an output folder that is not what a build makes now: somebody
// changed the site since, or the pages, or built them with drafts.
func asBuilt(p *edition.Project, s stand, stage *publish.Staging) error {
	differs, err := stage.Differs()
	if err != nil || len(differs) == 0 {
		return err
	}
	return fmt.Errorf("%s is not what a build makes now: %s: %s; nothing was published and readers have what they had\n    hint: weft build, look at it, then publish",
		s.Output, count(len(differs), "file differs", "files differ"), shown(someOf(differs, 3)))
}

// strangersOf reads what lies in the output folder and weft did not write. A link
// leads who knows where, and is refused.
func strangersOf(out string, names []string) ([]publish.File, error) {
	var files []publish.File
	for _, name := range names {
		path := filepath.Join(out, filepath.FromSlash(name))
		info, err := os.Lstat(path)
		if err != nil {
			return nil, err
		}
		if !info.Mode().IsRegular() {
			return nil, fmt.Errorf("%s is no plain file, and weft did not put it there; nothing was published\n    hint: take it away, or put a file in its place", path)
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		sum := sha256.Sum256(data)
		files = append(files, publish.File{Name: name, SHA256: hex.EncodeToString(sum[:])})
	}
	return files, nil
}

// recordPublished writes into the edition's ledger what is to be said of the tree that
// readers have, unless it stands there: the run that put the tree in place may have
// been killed at any moment.
func (env *environment) recordPublished(p *edition.Project, s stand, place *release.Place) error {
	line := place.Unsaid()
	if line == "" {
		return nil
	}
	var act policy.Act
	if err := json.Unmarshal([]byte(line), &act); err != nil {
		return fmt.Errorf("what is to be recorded of %s cannot be read: %w; see whether the ledger has its line, and delete unsaid.json in %s", s.place, err, release.Beside(s.place))
	}
	ledger, err := ledgerOf(p, s)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(ledger.Acts, func(a policy.Act) bool { return a.ID == act.ID }) {
		n := len(p.Layers(s.Edition)) - 1
		if err := appendLines(p.LayerDir(s.Edition, n), policy.LedgerFile, []byte(line)); err != nil {
			return err
		}
	}
	return place.Said()
}

// ledgerOf reads the ledger of an edition's topmost layer: a publication is
// recorded where its readers are known of.
func ledgerOf(p *edition.Project, s stand) (policy.Ledger, error) {
	layers := p.Layers(s.Edition)
	ledger, probs := policy.LoadLedger(layers[len(layers)-1:], time.Time{})
	return ledger, probs.Err()
}

// publishedAt says when a tree was published, as far as the ledger knows.
func publishedAt(p *edition.Project, s stand, tree string) string {
	ledger, err := ledgerOf(p, s)
	if err != nil {
		return ""
	}
	for _, a := range slices.Backward(ledger.Acts) {
		if a.Act == policy.ActPublish && a.Edition == s.Name && a.Tree == tree {
			return a.At.In(p.Site.Calendar.Zone).Format(" on 2 January 2006 at 15:04")
		}
	}
	return ""
}
