package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"weft/internal/edition"
	"weft/internal/policy"

	"golang.org/x/term"
)

// A reviewer is somebody who goes through what waits on a terminal.
type reviewer struct {
	env     *environment
	all     []*edition.Edition
	waiting []edition.Undecided
	flags   reviewFlags
	last    string         // the reason given last
	decided map[int]string // what was decided, by place
	project *edition.Project
}

// A choice is what one key does with a piece.
type choice struct {
	key    rune
	words  string // the key stands between [ ]
	action policy.Action
	does   string
}

var choices = []choice{
	{'p', "[p]ublish", policy.Publish, "it is shown"},
	{'e', "[e]xcerpt", policy.Excerpt, "it is shown with its first lines, and a link to the whole"},
	{'i', "[i]nternal", policy.ToOverlay, "colleagues see it, the public edition leaves it out"},
	{'h', "[h]old until a day", policy.Embargo, "nobody sees it before a day that you name, and then it is offered"},
	{'w', "[w]ithhold", policy.Withhold, "it is left out, until somebody decides otherwise"},
}

// explain says what each key does.
func explain(s *sheet, offers []choice, i int) {
	for _, c := range offers {
		s.line("%c: %s", c.key, c.does)
	}
	s.line("t: the words of the piece")
	s.line("s: the next one; this one goes on waiting")
	if i > 0 {
		s.line("b: the one before, to decide anew")
	}
	s.line("q: the end for today; what is decided is written down already")
}

// run goes through all that waits. Each decision is made as `weft decide` makes
// it, on the site as it is then: nothing is held back to be written at the end.
func (r *reviewer) run(ctx context.Context, p *edition.Project) error {
	var err error
	if r.flags.by, err = r.env.person(ctx, p.Dir, r.flags.by); err != nil {
		return err
	}
	r.env.typed = bufio.NewReader(enters{r.env.stdin})
	r.decided, r.project = map[int]string{}, p
	for i := 0; i < len(r.waiting); {
		step, err := r.piece(ctx, i)
		if errors.Is(err, errLeft) || errors.Is(err, errNoAnswer) {
			r.env.say("%s", r.summary())
			return errReviewLeft
		}
		if err != nil {
			return err
		}
		if step == enough {
			break
		}
		i = max(0, i+step)
	}
	r.env.say("%s", r.summary())
	return nil
}

// enough ends the review, where other steps go to the next piece or back.
const enough = 1 << 20

func (r *reviewer) summary() string {
	n := len(r.decided)
	words := fmt.Sprintf("%d decided, %d left", n, len(r.waiting)-n)
	if n > 0 {
		return words + "; next: `weft build` carries it out" + toReaders(r.project.Site)
	}
	return words + "; nothing was changed"
}

// piece shows one and does what is asked, until it is left.
func (r *reviewer) piece(ctx context.Context, i int) (step int, err error) {
	w, out := &r.waiting[i], r.env.questions()
	width, _ := widthOf(out)
	page := func() *sheet { return &sheet{w: out, width: width} }
	fmt.Fprintln(out)
	tellUndecided(page(), w, fmt.Sprintf("%d of %d: ", i+1, len(r.waiting)))
	if said := r.decided[i]; said != "" {
		page().line("you decided just now: %s", said)
	}
	offers, err := r.offers(w)
	if err != nil {
		return 0, err
	}
	for {
		key, err := r.env.key(ctx, menu(offers, i))
		if err != nil {
			return 0, err
		}
		if n := slices.IndexFunc(offers, func(c choice) bool { return c.key == key }); n >= 0 {
			if done, err := r.decide(ctx, i, offers[n].action); done || err != nil {
				return 1, err
			}
			continue
		}
		switch key {
		case 's', ' ':
			return 1, nil
		case 'b':
			return -1, nil
		case 'q':
			return enough, nil
		case 't':
			if err := r.text(w, page()); err != nil {
				return 0, err
			}
		case '?':
			explain(page(), offers, i)
		default:
			fmt.Fprintf(out, "there is no %s; one of the letters between [ ], or ? to be told what they do\n", shown(string(key)))
		}
	}
}

// menu names the keys.
func menu(offers []choice, i int) string {
	var words []string
	for _, c := range offers {
		words = append(words, c.words)
	}
	words = append(words, "[t]ext", "[s]kip")
	if i > 0 {
		words = append(words, "[b]ack")
	}
	return strings.Join(append(words, "[q]uit"), "  ") + " ?"
}

// offers are the decisions that would count: a final rule goes over milder ones
// in every edition, and without an overlay nothing can be internal.
func (r *reviewer) offers(w *edition.Undecided) ([]choice, error) {
	var out []choice
	for _, c := range choices {
		inside := w.Piece != nil && w.Layer > 0
		if c.action == policy.ToOverlay && (len(r.all) == 1 || inside) {
			continue // it is internal already, or nothing can be
		}
		if c.action == policy.Publish && inside {
			c.does = "colleagues see it; the public edition never has it"
		}
		counts, err := r.counts(w, c.action)
		if err != nil {
			return nil, err
		}
		if counts {
			out = append(out, c)
		}
	}
	if is := w.Decision.Action; len(w.Appeals) > 0 && w.Piece != nil && is != policy.Review && is != policy.Embargo && is != policy.Takedown {
		out = append(out, choice{'k', "[k]eep as it is", is, "nothing changes, and your reason is the answer to the appeal"})
	}
	return out, nil
}

func (r *reviewer) counts(w *edition.Undecided, action policy.Action) (bool, error) {
	if w.Piece == nil {
		return isWebAddress(w.Address()), nil
	}
	act := policy.Act{Act: policy.ActDecide, Action: action, Entry: w.ID, URL: w.URL, By: r.flags.by, At: r.env.now()}
	if action == policy.Embargo {
		act.Until = act.At.Add(24 * time.Hour)
	}
	for _, ed := range r.all {
		c, err := ed.Case(w.ID)
		if err != nil {
			return false, err
		}
		if c != nil && ed.View.Foresee(c, act.Recorded()).Overruled == nil {
			return true, nil
		}
	}
	return false, nil
}

// decide asks for the reason and decides; false: whoever was asked thought
// better of it, or it was refused.
func (r *reviewer) decide(ctx context.Context, i int, action policy.Action) (done bool, err error) {
	w, how := &r.waiting[i], wish{by: r.flags.by}
	if action == policy.Embargo {
		if set, err := r.end(ctx, &how); !set || err != nil {
			return false, err
		}
	}
	if how.reason, err = r.why(ctx); err != nil || how.reason == "" {
		return false, err
	}
	amid := *r.env
	amid.amid = true // what comes next is said at the end
	named := w.Address()
	if w.Piece != nil {
		named = w.ID
	} else {
		how.ahead = true
	}
	if err := amid.decide(ctx, named, string(action), how); err != nil {
		if ctx.Err() != nil {
			return false, errLeft
		}
		tell(r.env.questions(), err)
		return false, nil
	}
	r.last, r.decided[i] = how.reason, string(action)+": "+how.reason
	return true, nil
}

// end asks when an embargo ends, before it asks for a reason; false: back to the
// piece.
func (r *reviewer) end(ctx context.Context, how *wish) (bool, error) {
	for range patience {
		said, err := r.env.ask(ctx, "until which day, or for how long? such as 2026-12-01 or 14d; - goes back:")
		if err != nil || said == "" || said == "-" {
			return false, err
		}
		how.until, how.length = said, ""
		if _, err := policy.Days(said); err == nil {
			how.until, how.length = "", said
		}
		if _, err = how.end(r.project, r.env.now()); err == nil {
			return true, nil
		}
		without := strings.NewReplacer("--until ", "", "--for ", "") // nobody has typed an option
		fmt.Fprintln(r.env.questions(), shown(without.Replace(err.Error())))
	}
	return false, nil
}

// why asks for a reason; empty: back to the piece.
func (r *reviewer) why(ctx context.Context) (string, error) {
	question := "why? (- goes back)"
	if r.last != "" {
		question = "why? (= says “" + r.last + "” again, - goes back)"
	}
	for range patience {
		said, err := r.env.ask(ctx, question)
		switch {
		case err != nil || said == "-":
			return "", err
		case said == "=" && r.last != "":
			return r.last, nil
		case said != "":
			return said, nil
		}
		fmt.Fprintln(r.env.questions(), "a reason is needed: whoever asks later finds it in the ledger")
	}
	return "", nil
}

// longestText is how much of a piece is shown on a terminal.
const longestText = 12000

// text shows the words of a piece.
func (r *reviewer) text(w *edition.Undecided, s *sheet) error {
	if w.Piece == nil {
		s.line("nothing is known of it")
		return nil
	}
	e, known, err := w.Edition.View.WordsOf(w.ID)
	if err != nil {
		return err
	}
	if !known || strings.TrimSpace(e.Plain) == "" {
		s.line("the feed gave no text; it is at %s", w.URL)
		return nil
	}
	words := e.Plain
	if runes := []rune(words); len(runes) > longestText {
		words = string(runes[:longestText]) + " …"
	}
	for para := range strings.SplitSeq(words, "\n") {
		if strings.TrimSpace(para) != "" {
			s.line("%s", para)
		}
	}
	return nil
}

// enters makes a newline of what the key Enter gives while keys are read one by
// one, so that what was typed ahead is read as it was meant.
type enters struct{ io.Reader }

func (e enters) Read(p []byte) (int, error) {
	n, err := e.Reader.Read(p)
	for i := range p[:n] {
		if p[i] == '\r' {
			p[i] = '\n'
		}
	}
	return n, err
}

// key shows a question and gives the key that is pressed. Where a terminal
// cannot give keys one by one, it is the first letter of a line. The terminal is
// as it was when key returns, however it does.
func (env *environment) key(ctx context.Context, question string) (rune, error) {
	f, ok := env.stdin.(*os.File)
	if !ok {
		return env.letter(ctx, question)
	}
	fmt.Fprint(env.questions(), shown(question)+" ")
	key, raw, err := env.rawKey(ctx, int(f.Fd()))
	if !raw {
		return env.letter(ctx, "")
	}
	if key > ' ' {
		fmt.Fprint(env.questions(), shown(string(key)))
	}
	fmt.Fprintln(env.questions())
	return key, err
}

// rawKey reads one key from a terminal; raw: it could give one.
func (env *environment) rawKey(ctx context.Context, fd int) (key rune, raw bool, err error) {
	was, err := term.MakeRaw(fd)
	if err != nil {
		return 0, false, nil
	}
	defer func() { err = errors.Join(err, term.Restore(fd, was)) }()
	key, err = env.pressed(ctx)
	return key, true, err
}

func (env *environment) letter(ctx context.Context, question string) (rune, error) {
	said, err := env.ask(ctx, question)
	for _, key := range strings.ToLower(said) {
		return key, err
	}
	return 's', err
}

// pressed reads one key. What a key sends beside its letter, as arrows do, is
// passed over.
func (env *environment) pressed(ctx context.Context) (rune, error) {
	type press struct {
		key rune
		err error
	}
	const interrupt, end, ended, escape = 3, 4, 0, 27 // ended: Ctrl-D, typed ahead
	for {
		got := make(chan press, 1)
		go func() { // reading cannot be interrupted; the process ends, and this with it
			key, _, err := env.typed.ReadRune()
			got <- press{key, err}
		}()
		select {
		case <-ctx.Done():
			return 0, errLeft
		case p := <-got:
			switch {
			case p.err != nil:
				return 0, errLeft
			case p.key == interrupt || p.key == end || p.key == ended:
				return 0, errLeft
			case p.key == escape:
				env.typed.Discard(env.typed.Buffered())
			case p.key == '\n':
			default:
				return []rune(strings.ToLower(string(p.key)))[0], nil
			}
		}
	}
}
