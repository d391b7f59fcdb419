package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"weft/internal/atomicfile"
	"weft/internal/digest"
	"weft/internal/edition"
	"weft/internal/period"
	"weft/internal/policy"
	"weft/internal/route"

	"github.com/spf13/cobra"
)

func newFreeze(env *environment) *cobra.Command {
	var asOf string
	var how freezing
	cmd := &cobra.Command{
		Use: "freeze PERIOD", Short: "end a draft and freeze its facts", GroupID: everyDay,
		Long: "Freeze takes the line draft = true out of content/digests/PERIOD.md and writes\n" +
			"the facts of its items beside it: from then on the issue reads the same,\n" +
			"whatever becomes of its sources, and the next build makes its page and its mail.\n" +
			"What `weft check` calls an error in the issue, such as a TODO, stops it.\n\n" +
			"A line in content/ledger.jsonl (the overlay's, for the overlay's words) says who\n" +
			"froze it and when, with a hash of what was frozen.",
		Example: "  weft freeze 2026-W47\n  weft freeze 2026-W47 --by 'Ada Jones'",
		Args:    cobra.ExactArgs(1), ValidArgsFunction: complete(1, env.openIssues),
		RunE: func(cmd *cobra.Command, args []string) error {
			p, at, err := env.desk(asOf)
			if err != nil {
				return err
			}
			return env.freeze(cmd.Context(), p, at, args[0], how)
		},
	}
	cmd.Flags().StringVar(&asOf, "as-of", "", "freeze with what was known at the end of this `day`")
	cmd.Flags().BoolVar(&how.anyway, "anyway", false, "freeze in spite of errors")
	cmd.Flags().StringVar(&how.by, "by", "", "`who` freezes it (default: $WEFT_BY, or git's user)")
	cmd.Flags().StringVar(&how.reason, "reason", "", "`what` is to be said of it in the ledger (default: finished)")
	return cmd
}

// A freezing is how an issue is frozen, and by whom.
type freezing struct {
	anyway     bool
	by, reason string
}

func (env *environment) freeze(ctx context.Context, p *edition.Project, at edition.Moment, name string, how freezing) error {
	issue, err := p.Site.Calendar.Parse(name)
	if err != nil {
		return usageError{err}
	}
	if how.reason = strings.TrimSpace(how.reason); how.reason == "" {
		how.reason = "finished"
	}
	if err := printable("--reason", how.reason); err != nil {
		return err
	}
	done, err := turn(p)
	if err != nil {
		return err
	}
	defer done()
	if err := env.readyToFreeze(p, at, issue.Name, how.anyway); err != nil {
		return err
	}
	act := policy.Act{Act: policy.ActFreeze, Issue: issue.Name, Reason: how.reason, At: env.now()}
	for _, e := range p.Editions() {
		ed, err := env.load(p, e, at)
		if err != nil {
			return err
		}
		if err = env.tagEdition(ctx, ed); err == nil {
			err = env.freezeLayer(ctx, ed, issue, act, how.by)
		}
		ed.Close()
		if err != nil {
			return err
		}
	}
	env.say("next: `weft build` makes its page and its mail%s", toReaders(p.Site))
	return nil
}

// freezeLayer freezes the file of an edition's topmost layer, as that edition
// sees it: what only an overlay knows goes into the overlay's own record, and
// who froze it into the overlay's own ledger.
func (env *environment) freezeLayer(ctx context.Context, ed *edition.Edition, issue period.Period, act policy.Act, by string) error {
	n := len(ed.Layers) - 1
	source, found, err := ed.Source(issue.Name, n)
	if err != nil {
		return err
	}
	shownName := ed.Layers[n].Name + edition.DigestFile(issue.Name)
	path := filepath.Join(ed.LayerDir(ed.Edition, n), filepath.FromSlash(edition.DigestFile(issue.Name)))
	switch {
	case !found && n > 0:
		return nil
	case !found:
		return fmt.Errorf("%s is not there; `weft draft %s` proposes it", shownName, issue.Name)
	case source.Record.Frozen && !source.File.Draft:
		env.say("%s: frozen already, nothing to do", shownName)
		return nil
	}
	record, unknown := digest.Freeze(source)
	if err := ed.Err(); err != nil {
		return err
	}
	if act.By, err = env.person(ctx, ed.Dir, by); err != nil {
		return err
	}
	if err := env.tellUnknown(ed, shownName, unknown); err != nil {
		return err
	}
	if err := writeFrozen(ed, path, shownName, record, act); err != nil {
		return err
	}
	env.say("%s: frozen with %s, by %s", shownName, count(len(record.Items), "item", "items"), shown(act.By))
	return nil
}

func (env *environment) tellUnknown(ed *edition.Edition, shownName string, links []string) error {
	for _, link := range links {
		refused, err := ed.Refused(link)
		switch {
		case err != nil:
			return err
		case strings.HasPrefix(link, route.Contributors): // whom the issue thanks
		case refused:
			env.say("%s: %s is held back, by a rule, a decision or a person's wish; the item is not shown", shownName, shown(link))
		default:
			env.say("%s: no entry is known for %s; it stays a plain link", shownName, shown(link))
		}
	}
	return nil
}

// writeFrozen writes the line of the ledger first, since the issue is frozen by
// what comes last: whoever freezes again after a crash finds the same line, and
// none is missing. Then the facts: a draft with facts is still a draft, an issue
// without would not be frozen.
func writeFrozen(ed *edition.Edition, path, shownName string, record digest.Record, act policy.Act) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	ended, err := digest.Undraft(shownName, data)
	if err != nil {
		return err
	}
	if err := recordFreeze(ed, ended, record, act); err != nil {
		return err
	}
	if err := atomicfile.Write(recordBeside(path), record.Bytes(), 0o644); err != nil {
		return err
	}
	if len(ended) == len(data) {
		return nil
	}
	err = atomicfile.Replace(path, data, ended, 0o644)
	if errors.Is(err, atomicfile.ErrChanged) {
		return fmt.Errorf("%s was saved while it was being frozen; freeze again", shownName)
	}
	return err
}

// recordFreeze appends the line of a freeze, unless one says already that the
// very same was frozen. The ledger is read as it is, whatever moment the facts
// are of.
func recordFreeze(ed *edition.Edition, text []byte, record digest.Record, act policy.Act) error {
	n := len(ed.Layers) - 1
	sum := sha256.Sum256(append(text, record.Bytes()...))
	act.Frozen = hex.EncodeToString(sum[:10])
	ledger, probs := policy.LoadLedger(ed.Layers[n:], time.Time{})
	if err := probs.Err(); err != nil {
		return err
	}
	if slices.ContainsFunc(ledger.Freezes(act.Issue), func(a policy.Act) bool { return a.Frozen == act.Frozen }) {
		return nil
	}
	_, err := appendTo(ed, n, policy.LedgerFile, act.Recorded())
	return err
}
