package amend

import (
	"fmt"
	"time"
)

// Why says in plain words what was learnt.
func (p Proposal) Why() string {
	f := p.Feed
	switch p.Kind {
	case Gone:
		return "the feed is gone for good: its server has said so since " + day(f.GoneSince())
	case Found:
		return fmt.Sprintf("where the feed was stands a web page, which names another feed: %s", p.To)
	}
	return fmt.Sprintf("the feed has moved for good to %s: its server said so %d times since %s", p.To, f.MovedTimes, day(f.MovedSince))
}

// Next says what a curator can do about it.
func (p Proposal) Next() string {
	place := fmt.Sprintf("%s:%d", p.Feed.File, p.Feed.Line)
	switch {
	case p.Not != "":
		return p.Not
	case p.Kind == Gone:
		return fmt.Sprintf("look whether the blog has a new address, and write that; while the line stays, so do its pieces on the pages; `weft check --fix %s` takes it off the list", place)
	case p.Kind == Found:
		return fmt.Sprintf("look whether it is the same blog's; then `weft check --fix %s` puts the new address in", place)
	}
	return "`weft check --fix` puts the new address in; nothing else in the list changes, and its entries stay what they are"
}

// Done says what was changed.
func (p Proposal) Done() string {
	if p.Kind == Gone {
		return fmt.Sprintf("%s is off the list; its entries stay in the archive, and in frozen issues", p.Feed.Key)
	}
	return fmt.Sprintf("%s is now %s", p.Feed.Key, p.To)
}

func day(t time.Time) string {
	if t.IsZero() {
		return "the last fetch"
	}
	return t.Format("2 January 2006")
}
