package main

import (
	"context"
	"slices"
	"strings"
	"time"

	"weft"
	"weft/internal/diag"
	"weft/internal/edition"
	"weft/internal/lint"
	"weft/internal/preview"
)

// A proofreader says beside a preview what `weft check` would. It reads once
// the pages are shown, since it takes longer than they do and nobody waits for
// it, and never twice at once.
type proofreader struct {
	env    *environment
	server *preview.Server
	dir    string
	name   string // of the edition that is shown
	asked  chan struct{}
	over   chan struct{}
	said   diag.List
}

// pageFirst is how long the browser has to load a page anew before the
// proofreader wants the processor, too.
const pageFirst = 300 * time.Millisecond

func newProofreader(env *environment, server *preview.Server, dir, name string) *proofreader {
	return &proofreader{env: env, server: server, dir: dir, name: name, asked: make(chan struct{}, 1), over: make(chan struct{})}
}

// begin has it read whenever it is asked, until the context ends.
func (r *proofreader) begin(ctx context.Context) {
	go func() {
		defer close(r.over)
		for {
			select {
			case <-ctx.Done():
				return
			case <-r.asked:
			}
			select {
			case <-ctx.Done():
				return
			case <-time.After(pageFirst):
				r.read(ctx)
			}
		}
	}()
}

// ask has it read soon; many times at once is once.
func (r *proofreader) ask() {
	select {
	case r.asked <- struct{}{}:
	default:
	}
}

// wait is over when it reads no more.
func (r *proofreader) wait() { <-r.over }

func (r *proofreader) read(ctx context.Context) {
	report, err := lint.Job{Dir: r.dir, Now: r.env.now(), Templates: weft.Templates()}.Run(ctx)
	if err != nil {
		return // the pages say it, too
	}
	found := slices.DeleteFunc(report.Problems, func(p diag.Problem) bool { return !r.shows(p.File) })
	well := len(found) == 0
	found = r.server.Remark(found)
	for _, p := range found {
		if !slices.Contains(r.said, p) {
			r.env.say("%s", shown(strings.TrimPrefix(p.String(), ": ")))
		}
	}
	if well && len(r.said) > 0 {
		r.env.say("nothing to mend any more")
	}
	r.said = found
}

// shows reports whether a file is one of the edition that is shown: of another
// overlay nothing may be seen in it.
func (r *proofreader) shows(file string) bool {
	p, _, err := edition.Open(r.dir)
	if p == nil || err != nil {
		return true // without site.toml there are no overlays
	}
	var own []string
	if e, err := named(p, r.name); err == nil {
		own = p.Site.Overlays(e)
	}
	for _, overlay := range p.Site.AllOverlays() {
		if strings.HasPrefix(file, overlay+"/") && !slices.Contains(own, overlay) {
			return false
		}
	}
	return true
}
