package edition

import (
	"errors"
	"time"

	"weft/internal/archive"
	"weft/internal/config"
	"weft/internal/diag"
	"weft/internal/digest"
	"weft/internal/influence"
	"weft/internal/markdown"
	"weft/internal/period"
	"weft/internal/policy"
	"weft/internal/roster"
	"weft/internal/site"
	"weft/internal/theme"
)

// An Edition is a site as one audience may see it.
type Edition struct {
	*Project
	Edition config.Edition
	Layers  []roster.Layer
	Roster  *roster.Roster
	Themes  []theme.Theme
	Rules   []policy.Rule
	View    *policy.View
	md      *markdown.Converter

	archives []*archive.DB
	gate     policy.Gate
	at       Moment
	opened   trace         // what was read when it was opened
	newest   period.Period // the newest closed period that has entries
	gathered time.Time
	cites    []influence.Citation // of the window; nil: not found yet
	leaning  []*policy.Brief      // the window's pieces as citations know them
	named    *influence.Names     // nil: not made yet
	window   []*policy.Piece
	takenUp  map[string][]digest.Uptake // by entry id
	backers  map[string]bool            // ids of supporters who are named; nil: not asked yet
	failed   error                      // of an archive, met where no error can be returned
	lasting  *site.Input                // what no issue and no page changes
	made     map[string]madeIssue       // by period; kept only while the edition is followed
	drafts   bool                       // overlays' words of an issue are shown before they are finished
	known    knowledge
	tellings map[string]*telling // by period
}

// A Moment is the time a command runs at, and, where it looks back, the moment
// it looks back to.
type Moment struct {
	Now time.Time
	// AsOf shows everything as it was then; zero: as it is.
	AsOf time.Time
	// Live measures embargoes by Now: for a draft, which a person will look
	// at. Without it they are measured by the archive's own time, so that
	// pages change only when what they are made of does.
	Live bool
}

// Load opens an edition for reading. Problems are those of all its files;
// where they hold an error the edition is nil.
func (p *Project) Load(e config.Edition, at Moment) (*Edition, diag.List, error) {
	return p.load(e, at, knowledge{})
}

func (p *Project) load(e config.Edition, at Moment, known knowledge) (*Edition, diag.List, error) {
	ed := &Edition{Project: p, Edition: e, Layers: p.Layers(e), md: markdown.New(), at: at, known: known, tellings: map[string]*telling{}}
	tracer := &tracer{}
	for i := range ed.Layers {
		ed.Layers[i].FS = tracer.over(ed.Layers[i].FS)
	}
	ed.opened = tracer.begin()
	gate, probs := ed.read()
	tracer.end()
	gate.Counts = known.counts
	if probs.Errors() > 0 {
		return nil, probs, nil
	}
	for n := range ed.Layers {
		db, err := archive.Open(p.ArchivePath(e, n))
		if err != nil {
			return nil, probs, errors.Join(err, ed.Close())
		}
		ed.archives = append(ed.archives, db)
	}
	gate.Archives, gate.Verdicts.Answers = ed.archives, ed.answered()
	if err := ed.settle(gate); err != nil {
		return nil, probs, errors.Join(err, ed.Close())
	}
	return ed, probs, nil
}

// Lists reads who an edition's layers list, and nothing else: what fetching
// needs.
func (p *Project) Lists(e config.Edition) (*roster.Roster, []roster.Layer, diag.List) {
	layers := p.Layers(e)
	r, probs := roster.Load(layers, p.Site.SectorIDs())
	return r, layers, probs
}

// read takes in all that people wrote.
func (ed *Edition) read() (policy.Gate, diag.List) {
	var probs diag.List
	gate := policy.Gate{Public: ed.Edition.Overlay == "", Layers: ed.Layers, AsOf: ed.at.AsOf}
	gather := func(found diag.List) { probs = append(probs, found...) }
	var found diag.List
	ed.Roster, found = roster.Load(ed.Layers, ed.sectorIDs())
	gather(found)
	ed.Rules, found = policy.LoadRules(ed.Layers, ed.Site.Calendar.Zone)
	gather(found)
	gate.Verdicts.Rules = ed.Rules
	gate.Verdicts.Ledger, found = policy.LoadLedger(ed.Layers, ed.at.AsOf)
	gather(found)
	gate.TagLog, found = policy.LoadTags(ed.Layers)
	gather(found)
	ed.Themes, found = theme.Load(ed.Layers)
	gather(found)
	gate.Themes = ed.ThemeIDs()
	for _, c := range ed.Roster.Contributors {
		for _, f := range c.Feeds {
			if f.Keep == "" {
				continue
			}
			gather(policy.CheckKeep(f, ed.Layers[f.Layer]))
		}
	}
	gate.Roster = ed.Roster
	return gate, probs
}

// settle finds the edition's own time: the newest closed period with entries,
// and the last fetch that brought something new.
func (ed *Edition) settle(gate policy.Gate) error {
	if err := ed.succeed(); err != nil {
		return err
	}
	for _, db := range ed.archives {
		at, err := db.Gathered()
		if err != nil {
			return err
		}
		if at.After(ed.gathered) {
			ed.gathered = at
		}
	}
	ed.gate, gate.At = gate, ed.Now()
	var err error
	if ed.newest, err = ed.newestAt(ed.Now()); err != nil {
		return err
	}
	if !ed.at.Live && ed.at.AsOf.IsZero() {
		gate.At = ed.newest.End
		if ed.gathered.After(gate.At) {
			gate.At = ed.gathered
		}
	}
	ed.View = policy.NewView(gate)
	return nil
}

// newestAt finds the newest period that is closed at a moment and has entries;
// the one before the running one when none has.
func (ed *Edition) newestAt(now time.Time) (period.Period, error) {
	gate := ed.gate
	gate.At = now
	current := ed.Site.Calendar.Of(now)
	last, err := policy.NewView(gate).NewestBefore(current.Start)
	if err != nil || last == nil {
		return ed.Site.Calendar.Before(current), err
	}
	return ed.Site.Calendar.Of(last.Date()), nil
}

// Now is the moment the edition is seen at: the one looked back to, if any.
func (ed *Edition) Now() time.Time {
	if !ed.at.AsOf.IsZero() {
		return ed.at.AsOf
	}
	return ed.at.Now
}

// ThemeIDs gives the ids of the themes of the edition.
func (ed *Edition) ThemeIDs() []string {
	var ids []string
	for _, t := range ed.Themes {
		ids = append(ids, t.ID)
	}
	return ids
}

// Newest is the newest closed period that has entries; the one before the
// running one when none has.
func (ed *Edition) Newest() period.Period { return ed.newest }

// Empty reports whether the edition has no entries at all.
func (ed *Edition) Empty() (bool, error) {
	last, err := ed.View.NewestBefore(ed.Now().AddDate(100, 0, 0))
	return last == nil, err
}

// halfYear is the length of the window of themes and influence.
const halfYear = 182

// Span gives the window that themes and influence are seen through: half a
// year, ending with the newest closed period. At the curator's desk it goes on
// to the present: who took up an idea this morning belongs into the issue that
// is frozen today.
func (ed *Edition) Span() (from, to time.Time) {
	from, to = ed.newest.End.AddDate(0, 0, -halfYear), ed.newest.End
	if now := ed.Now().Add(time.Second); ed.at.Live && now.After(to) {
		to = now
	}
	return from, to
}

// Window gives the pieces of Span, newest first, read once.
func (ed *Edition) Window() ([]*policy.Piece, error) {
	if ed.window != nil {
		return ed.window, nil
	}
	from, to := ed.Span()
	var err error
	ed.window, err = ed.View.Window(from, to)
	for _, p := range ed.window {
		p.Links = nil // a window can hold tens of thousands of pieces, and no page shows them
	}
	return ed.window, err
}

// Close lets go of the archives.
func (ed *Edition) Close() error {
	var errs []error
	for _, db := range ed.archives {
		errs = append(errs, db.Close())
	}
	return errors.Join(errs...)
}
