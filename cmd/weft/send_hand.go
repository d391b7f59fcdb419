package main

import (
	"context"
	"errors"
	"fmt"
	"net/mail"
	"slices"
	"strconv"
	"strings"

	"weft/internal/edition"
	"weft/internal/fetch"
	weftmail "weft/internal/mail"
	"weft/internal/policy"
	"weft/internal/post"
)

// sendTrial sends a marked copy, of which nothing is kept.
func (env *environment) sendTrial(ctx context.Context, p *edition.Project, l letter, how sending) error {
	if err := env.finished(ctx, p, &l); err != nil {
		return err
	}
	l.message = weftmail.Trial(l.message, strconv.FormatInt(env.now().Unix(), 10))
	if err := env.agreed(ctx, p, l, weftmail.Subject(l.message), how.yes); err != nil {
		return err
	}
	counter, err := counterOf(ctx, p)
	if err != nil {
		return err
	}
	defer counter.Close()
	refused := 0
	for _, a := range l.to {
		switch no, err := handed(counter, l, a); {
		case err != nil:
			return err
		case no != nil:
			env.tellRefused(a, no)
			refused++
		}
	}
	if refused > 0 {
		return fmt.Errorf("the trial was refused for %s", count(refused, "address", "addresses"))
	}
	env.say("%s: a trial went to %s; nothing is recorded", l.period, count(len(l.to), "address", "addresses"))
	env.say("next: look at it there, then `weft send %s`", sendArguments(l))
	return nil
}

// sendOnce sends an issue to those who do not have it yet.
func (env *environment) sendOnce(ctx context.Context, p *edition.Project, l letter, how sending) error {
	done, err := sendingTurn(p)
	if err != nil {
		return err
	}
	defer done()
	all := l.to
	note, err := env.outstanding(p, &l, how)
	if err != nil {
		return err
	}
	if err := env.finished(ctx, p, &l); err != nil {
		return err
	}
	if err := env.agreed(ctx, p, l, weftmail.Subject(l.message), how.yes); err != nil {
		return err
	}
	counter, err := counterOf(ctx, p)
	if err != nil {
		return err
	}
	defer counter.Close()
	note.begin(how, env.now())
	taken, passing, err := env.handOver(ctx, counter, l, note)
	if failed := note.settle(p, l); failed != nil {
		return errors.Join(err, fmt.Errorf("%w; the mail is out for %s, and the next `weft send` records it", failed, count(taken, "address", "addresses")))
	}
	if taken > 0 {
		env.say("%s: sent to %s, by %s; %s says so", l.period, count(taken, "address", "addresses"), shown(how.by), l.ledgerName(p))
	}
	switch {
	case err != nil:
		return err
	case taken == 0:
		return errors.Join(fmt.Errorf("nobody took it, and nothing is recorded; %s, and the same command tries again", remedy(passing)), note.forgetIf(len(note.Taken) == 0))
	case taken < len(l.to):
		env.say("next: %s; `weft send %s` tries those again, and nobody else", remedy(passing), sendArguments(l))
		return errPartly
	}
	env.say("next: see that it arrived, and keep the ledger's line with the rest of the site")
	return note.forgetIf(!slices.ContainsFunc(all, func(a *mail.Address) bool { return !slices.Contains(note.Taken, keyOf(a)) }))
}

// remedy is what helps where some were refused. passing: all of them for now, as by
// servers that let a stranger wait.
func remedy(passing bool) string {
	if passing {
		return "wait some minutes"
	}
	return "mend what was refused"
}

func (n *sentNote) forgetIf(done bool) error {
	if done {
		return n.forget()
	}
	return nil
}

// outstanding leaves those of a letter who do not have it yet, and refuses to
// send it when all do, or when nobody knows.
func (env *environment) outstanding(p *edition.Project, l *letter, how sending) (*sentNote, error) {
	note, err := sentNoteOf(p, *l)
	if err != nil {
		return nil, err
	}
	if err := note.settle(p, *l); err != nil { // of a run that was killed
		return nil, err
	}
	before, err := lastSent(p, *l)
	if err != nil {
		return nil, err
	}
	switch {
	case note.Asked != "" && !how.again:
		return nil, note.unknown(*l)
	case note.Asked != "":
		note.Asked = ""
	case how.again, before != nil && before.ID != note.Said: // it went out from elsewhere since
		note = &sentNote{path: note.path}
	}
	missing := slices.DeleteFunc(slices.Clone(l.to), func(a *mail.Address) bool { return slices.Contains(note.Taken, keyOf(a)) })
	if before != nil && !how.again && (len(missing) == 0 || note.Said != before.ID) {
		return nil, wentOut(p, *l, before)
	}
	if len(missing) == 0 {
		return nil, errors.Join(fmt.Errorf("%s: all of them have it; nothing was sent", l.period), note.forget())
	}
	if len(missing) < len(l.to) {
		env.say("%s: %s before, and no second one goes there", l.period, count(len(l.to)-len(missing), "address had it", "addresses had it"))
	}
	l.to = missing
	return note, nil
}

// unknown says what is to be done when nobody knows whether a mail is out.
func (n *sentNote) unknown(l letter) error {
	whom := "one of its addresses"
	if i := slices.IndexFunc(l.to, func(a *mail.Address) bool { return keyOf(a) == n.Asked }); i >= 0 {
		whom = l.to[i].Address
	}
	return fmt.Errorf("it is not known whether %s went out to %s: weft was stopped, or cut off, while the server had it\n    hint: see whether it arrived; if so `weft send %s --record`, if not `weft send %s --again --reason 'it did not arrive'`",
		l.period, whom, sendArguments(l), sendArguments(l))
}

func wentOut(p *edition.Project, l letter, before *policy.Act) error {
	to := ""
	if before.Sent > 0 {
		to = ", to " + count(before.Sent, "address", "addresses")
	}
	return fmt.Errorf("%s went out on %s by %s%s; nothing was sent\n    hint: `weft send %s --again --reason …` sends it again", l.period,
		before.At.In(p.Site.Calendar.Zone).Format("2 January 2006 at 15:04"), shown(before.By), to, sendArguments(l))
}

// recordSent writes the line of a mail that weft did not see going out.
func (env *environment) recordSent(p *edition.Project, l letter, how sending) error {
	done, err := sendingTurn(p)
	if err != nil {
		return err
	}
	defer done()
	note, err := sentNoteOf(p, l)
	if err != nil {
		return err
	}
	if err := note.settle(p, l); err != nil {
		return err
	}
	before, err := lastSent(p, l)
	switch {
	case err != nil:
		return err
	case note.Asked != "":
		note.begin(how, env.now())
		note.took(note.Asked)
		if err := errors.Join(note.save(), note.settle(p, l)); err != nil {
			return err
		}
	case before != nil:
		return wentOut(p, l, before)
	default:
		if how.reason == "" {
			how.reason = "by hand"
		}
		act := policy.Act{Act: policy.ActSend, Issue: l.period, Edition: l.Name, Reason: how.reason, By: how.by, At: env.now()}
		if err := recordSend(p, l, act.Recorded()); err != nil {
			return err
		}
	}
	env.say("%s: nothing was sent; %s says that it went out, by %s", l.period, l.ledgerName(p), shown(how.by))
	return nil
}

// ledgerName is where the line of a letter stands, as people see it.
func (l letter) ledgerName(p *edition.Project) string {
	layers := p.Layers(l.Edition)
	return layers[len(layers)-1].Name + policy.LedgerFile
}

// counterOf opens the site's mail server.
func counterOf(ctx context.Context, p *edition.Project) (*post.Counter, error) {
	at, _ := p.Site.Mail.At()
	server := post.Server{Host: at.Host, Port: at.Port, Encrypted: at.Encrypted, User: p.Site.Mail.User}
	if server.User != "" {
		var err error
		if server.Password, err = fetch.Secret(p.Site.Mail.Password, p.Dir); err != nil {
			return nil, fmt.Errorf("mail.password in site.toml: %w; nothing was sent", err)
		}
	}
	counter, err := post.Open(ctx, server)
	if err != nil {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		return nil, fmt.Errorf("nothing was sent: %w", err)
	}
	return counter, nil
}

// handOver gives the letter to the server for one address after the other, each
// by itself, so that nobody reads who else gets it. It says how many have it, and
// whether all that were refused were so for now.
func (env *environment) handOver(ctx context.Context, counter *post.Counter, l letter, note *sentNote) (taken int, passing bool, err error) {
	passing = true
	for _, a := range l.to {
		if ctx.Err() != nil {
			return taken, passing, ctx.Err()
		}
		note.Asked = keyOf(a)
		if err := note.save(); err != nil {
			return taken, passing, err
		}
		no, err := handed(counter, l, a)
		switch {
		case errors.Is(err, post.ErrUnknown):
			return taken, passing, note.unknown(l)
		case err == nil && no == nil:
			note.took(note.Asked)
			taken++
		case no != nil:
			env.tellRefused(a, no)
			passing = passing && no.Passing()
		}
		note.Asked = ""
		switch {
		case err != nil && ctx.Err() != nil:
			err = ctx.Err() // and not that the connection was closed
		case err != nil:
			err = fmt.Errorf("%w\n    hint: `weft send %s` goes on with those who do not have it", err, sendArguments(l))
		}
		if err := errors.Join(err, note.save()); err != nil {
			return taken, passing, err
		}
	}
	return taken, passing, nil
}

// handed gives the letter to the server for one address; no: it does not take it.
func handed(counter *post.Counter, l letter, a *mail.Address) (no *post.RefusedError, err error) {
	err = counter.Hand(l.from.Address, a.Address, weftmail.Addressed(l.message, a))
	if errors.As(err, &no) {
		return no, nil
	}
	if err != nil {
		err = fmt.Errorf("the connection broke before the server had the mail for %s: %w", a.Address, err)
	}
	return nil, err
}

func (env *environment) tellRefused(a *mail.Address, no *post.RefusedError) {
	when := ""
	if no.Passing() {
		when = " for now"
	}
	env.say("%s: refused%s: %s", a.Address, when, shown(no.Error()))
}

// sendArguments are those that send a letter again.
func sendArguments(l letter) string {
	words := []string{l.period}
	if l.Overlay != "" {
		words = append(words, "--edition", l.Name)
	}
	return strings.Join(words, " ")
}
