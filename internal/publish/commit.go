package publish

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"weft/internal/atomicfile"
)

// Commit puts the staged tree in place. When it returns an error nothing has
// changed: it is a [*ConflictError] when strangers' files are in the way; any
// other says what could not be done. In both cases, as after success, nothing
// stays staged and the lock is free. Only when going back fails as well does the error
// say so, and the next Begin goes on from there.
func (s *Staging) Commit() (Report, error) {
	if s.spent {
		return Report{}, fmt.Errorf("publish %s: %w", s.tree.dir, errSpent)
	}
	report, err := s.commit()
	return report, errors.Join(err, s.end(err))
}

func (s *Staging) commit() (Report, error) {
	if s.failed != nil {
		return Report{}, s.failed
	}
	order(s.files)
	p, err := s.plan()
	if err != nil {
		return Report{}, err
	}
	if err := p.refusal(s.tree.dir); err != nil {
		return Report{}, err
	}
	if err := s.carryOut(p); err != nil {
		return Report{}, err
	}
	return s.report(p), nil
}

// end clears away what is staged, unless a journal still needs it.
func (s *Staging) end(failed error) error {
	s.spent = true
	var pending *pendingError
	if errors.As(failed, &pending) {
		return s.close()
	}
	err := s.area.clear()
	if failed != nil {
		s.tree.removeIfMade()
	}
	return errors.Join(err, s.close())
}

// pendingError marks an error after which the journal stays for the next Begin.
type pendingError struct{ error }

func (e *pendingError) Unwrap() error { return e.error }

// carryOut does what the plan says. The order of the steps is the promise:
// bytes, then manifest, then journal reach the disk before the first rename;
// the renames before the manifest holds; that before the journal goes.
func (s *Staging) carryOut(p *plan) error {
	raw, err := p.next.encode()
	if err != nil {
		return err
	}
	ops := p.ops()
	if len(ops) == 0 && bytes.Equal(raw, s.old.raw) {
		return nil
	}
	if err := s.syncAll(); err != nil {
		return err
	}
	if err := atomicfile.Write(s.area.next(), raw, 0o644); err != nil {
		return err
	}
	out, err := s.area.see(s.tree.dir)
	if err != nil {
		return err
	}
	j := journal{Version: formatVersion, Out: out, Ops: ops, Made: s.toMake(ops)}
	if err := writeJournal(s.area.journal(), j); err != nil {
		return s.unwrite(err)
	}
	s.tree.lookAfresh()
	m := mover{s.area, s.tree}
	if err := m.forward(ops); err != nil {
		return m.giveUp(j, err)
	}
	return s.settle()
}

// unwrite makes sure that no journal is there whose writing failed at its last
// step: the next Begin would follow it.
func (s *Staging) unwrite(cause error) error {
	err := os.Remove(s.area.journal())
	if err == nil || errors.Is(err, fs.ErrNotExist) {
		return cause
	}
	return &pendingError{fmt.Errorf("%w; and its journal %s can't be removed: the next run finishes it", cause, s.area.journal())}
}

// settle makes the new manifest hold and ends the journal. When that fails the
// tree is whole already, and the next Begin does the rest.
func (s *Staging) settle() error {
	if err := s.area.adopt(); err != nil {
		return &pendingError{fmt.Errorf("%w; the new tree is in place, and the next run notes it", err)}
	}
	if err := s.area.forget(s.area.journal()); err != nil {
		return &pendingError{fmt.Errorf("%w; the new tree is in place, and the next run notes it", err)}
	}
	return nil
}

// toMake lists the folders that the files need and that are not there, so that
// going back removes no one else's.
func (s *Staging) toMake(ops []op) []string {
	var list []string
	seen := map[string]bool{}
	for _, o := range ops {
		if o.New == nil {
			continue
		}
		for _, dir := range parents(o.Name) {
			if _, k, _ := s.tree.blocker(dir); k != folder && !seen[dir] {
				seen[dir] = true
				list = append(list, dir)
			}
		}
	}
	return list
}

func (s *Staging) report(p *plan) (r Report) {
	for _, f := range s.files {
		if f.there {
			r.Unchanged++
			continue
		}
		r.Written++
		r.Bytes += f.Size
	}
	for name := range p.going {
		if _, was := s.old.files[name]; was {
			r.Removed++
		}
	}
	r.Strangers = s.tree.strangers(p.next)
	return r
}
