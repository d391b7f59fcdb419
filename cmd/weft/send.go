package main

import (
	"context"
	"errors"
	"fmt"
	"net/mail"
	"slices"
	"strings"

	"weft/internal/config"
	"weft/internal/edition"

	"github.com/spf13/cobra"
)

func newSend(env *environment) *cobra.Command {
	var how sending
	cmd := &cobra.Command{
		Use: "send [PERIOD]", Short: "send a published issue by mail, once", GroupID: everyDay,
		Long: "Send hands the mail of an issue (mail.eml, as `weft build` made it) to the mail\n" +
			"server of [mail] in site.toml, for each address of its `to`: those of lists, whose\n" +
			"software knows the readers. Without PERIOD it is the newest frozen issue. Another\n" +
			"edition goes to its own mail_to, and never to addresses of other editions.\n\n" +
			"Only what is frozen, as a build makes it now and, where weft publishes the site,\n" +
			"out there goes by mail. It is shown first, and sent after a yes.\n\n" +
			"An issue goes out once. A line in content/ledger.jsonl (the overlay's, for its\n" +
			"edition) says who sent it, when, and to how many addresses. An address that was\n" +
			"refused is tried again by the same command; those that have it get no second one.",
		Example:     "  weft send 2026-W47 --trial --to ada@example.org\n  weft send 2026-W47\n  weft send 2026-W47 --again --reason 'the list was down'",
		Annotations: map[string]string{partly: "some addresses were refused, the others have the mail"},
		Args:        cobra.MaximumNArgs(1), ValidArgsFunction: complete(1, env.frozenIssues),
		RunE: func(cmd *cobra.Command, args []string) error {
			p, err := env.project()
			if err != nil {
				return err
			}
			return env.send(cmd.Context(), p, args, how)
		},
	}
	f := cmd.Flags()
	f.StringVar(&how.edition, "edition", "", "send the mail of this `edition` (default: public)")
	f.StringArrayVar(&how.to, "to", nil, "send it to this `address`, and not to those in site.toml; may be given again")
	f.BoolVar(&how.trial, "trial", false, "send it to --to alone, marked as a trial and recorded nowhere")
	f.BoolVar(&how.again, "again", false, "send what went out before, or may have; needs --reason")
	f.BoolVar(&how.record, "record", false, "send nothing: record that it went out, by hand or just before weft was stopped")
	f.BoolVar(&how.yes, "yes", false, "do not ask")
	f.StringVar(&how.by, "by", "", "`who` sends it (default: $WEFT_BY, or git's user)")
	f.StringVar(&how.reason, "reason", "", "`what` is to be said of it in the ledger")
	completeFlag(cmd, "edition", env.editionNames)
	return cmd
}

// A sending is how an issue is sent, and by whom.
type sending struct {
	edition                   string
	to                        []string
	trial, again, record, yes bool
	by, reason                string
}

// check refuses what contradicts itself.
func (how *sending) check() error {
	how.reason = strings.TrimSpace(how.reason)
	switch {
	case how.trial && len(how.to) == 0:
		return usageError{errors.New("a trial goes to you alone: --trial --to you@example.org")}
	case how.trial && (how.again || how.record):
		return usageError{errors.New("a trial may be sent as often as you like and is recorded nowhere; leave --again and --record out")}
	case how.record && (how.again || len(how.to) > 0):
		return usageError{errors.New("--record sends nothing; leave --again and --to out")}
	case how.again && how.reason == "":
		return usageError{errors.New("say why it goes out again: --again --reason 'the list was down'")}
	case how.reason != "":
		return printable("--reason", how.reason)
	}
	return nil
}

// A letter is an issue on its way.
type letter struct {
	stand
	period  string
	message []byte // as it was made, with today's date, addressed to nobody
	items   int
	from    *mail.Address
	to      []*mail.Address
}

func (env *environment) send(ctx context.Context, p *edition.Project, args []string, how sending) error {
	if err := how.check(); err != nil {
		return err
	}
	e, err := named(p, how.edition)
	if err != nil {
		return err
	}
	l := letter{stand: stand{Edition: e}, from: p.Site.Mail.Sender()}
	if e.Publish != "" {
		l.place = shownIn(p, e)
	}
	if l.period, err = issueToSend(p, e, args); err != nil {
		return err
	}
	if !how.trial {
		if how.by, err = env.person(ctx, p.Dir, how.by); err != nil {
			return err
		}
	}
	if how.record {
		return env.recordSent(p, l, how)
	}
	if l.to, err = recipients(p, e, how.to); err != nil {
		return err
	}
	if err := sendable(p, l); err != nil {
		return err
	}
	if how.trial {
		return env.sendTrial(ctx, p, l, how)
	}
	return env.sendOnce(ctx, p, l, how)
}

// recipients are those of a flag, or those of site.toml. What is of an overlay
// never goes where another edition goes, whoever asks for it.
func recipients(p *edition.Project, e config.Edition, said []string) ([]*mail.Address, error) {
	byHand := len(said) > 0
	if !byHand {
		said = p.Site.MailTo(e)
	}
	switch {
	case len(said) == 0 && e.Name == config.Public:
		return nil, errors.New("site.toml names nobody to send it to\n    hint: write to = [\"digest@lists.example.org\"] below [mail], or try it with yourself: --trial --to you@example.org")
	case len(said) == 0:
		return nil, fmt.Errorf("site.toml names nobody to send the %s edition to, and where the public one goes it does not go\n    hint: write mail_to = [\"…\"] below its [[edition]]", e.Name)
	}
	var out []*mail.Address
	for _, s := range said {
		a := config.Mailbox(s)
		if a == nil {
			return nil, usageError{fmt.Errorf("--to %q is no e-mail address", s)}
		}
		if other := p.Site.MailedElsewhere(e, s); other != "" && e.Overlay != "" {
			return nil, usageError{fmt.Errorf("the %s edition goes to %s, whose readers are not those of the %s edition; nothing was sent", other, a.Address, e.Name)}
		}
		if !slices.ContainsFunc(out, func(b *mail.Address) bool { return keyOf(a) == keyOf(b) }) {
			out = append(out, a)
		}
	}
	return out, nil
}

// sendable looks at what site.toml has to say before any mail can go.
func sendable(p *edition.Project, l letter) error {
	if l.from == nil {
		return errors.New("site.toml does not say whom the mail is from, and no mail.eml is made\n    hint: write from = \"Ana Pop <digest@example.org>\" below [mail], then weft build")
	}
	if _, ok := p.Site.Mail.At(); !ok {
		return errors.New("site.toml names no mail server\n    hint: write server = \"smtps://mail.example.org:465\" below [mail]; who sends by hand opens mail.eml, and says so by `weft send --record`")
	}
	return nil
}

// agreed shows what goes to whom, and asks whether it shall.
func (env *environment) agreed(ctx context.Context, p *edition.Project, l letter, subject string, yes bool) error {
	var to []string
	for _, a := range l.to {
		to = append(to, a.Address)
	}
	env.say("%s: %s", l.period, shown(subject))
	env.say("    from  %s", shown(strings.TrimSpace(l.from.Name+" <"+l.from.Address+">")))
	env.say("    to    %s", shown(strings.Join(to, ", ")))
	env.say("    by    %s", shown(p.Site.Mail.Server))
	env.say("    with  %s, %d kB", count(l.items, "piece", "pieces"), (len(l.message)+999)/1000)
	switch {
	case yes:
		return nil
	case !env.asks():
		return usageError{errors.New("nothing was sent: nobody is here to say yes; --yes says it")}
	}
	said, err := env.ask(ctx, "a mail cannot be called back. Send it? [y/N]")
	if err != nil {
		return err
	}
	if said = strings.ToLower(said); said != "y" && said != "yes" {
		return errors.New("nothing was sent")
	}
	return nil
}
