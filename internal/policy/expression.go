package policy

import (
	"time"

	"weft/internal/detect"
	"weft/internal/entry"
	"weft/internal/roster"
)

// An Environment is what the expression of a rule may ask about. Its members
// are the contract with people's policy files: docs/formats.md lists them.
type Environment struct {
	Entry EntryFacts `expr:"entry"`
	Feed  FeedFacts  `expr:"feed"`
}

// EntryFacts are the members of "entry".
type EntryFacts struct {
	Title        string         `expr:"title"`
	Text         string         `expr:"text"`  // what a reader sees of the body, else of the summary
	Words        int            `expr:"words"` // of text
	Links        []string       `expr:"links"` // addresses
	Hosts        []string       `expr:"hosts"` // of the links, without "www." and ports
	Language     string         `expr:"language"`
	Tags         []string       `expr:"tags"`   // the feed's own
	Themes       []string       `expr:"themes"` // that a curator confirmed
	Published    time.Time      `expr:"published"`
	Relation     string         `expr:"relation"` // "internal" or "external"
	Sectors      []string       `expr:"sectors"`
	Contributor  string         `expr:"contributor"`  // id
	Organisation string         `expr:"organisation"` // id, or ""
	Byline       []string       `expr:"byline"`
	listed       *roster.Roster // for linksToListed
	memo         *memo
}

// FeedFacts are the members of "feed".
type FeedFacts struct {
	Address string `expr:"address"`
	Licence string `expr:"licence"`
}

func environment(p *Piece, curated []string) Environment {
	env := Environment{Entry: EntryFacts{
		Title: p.Title, Text: p.Plain, Words: p.counts.of(&p.Entry), Language: p.Language, Tags: p.Entry.Tags, Themes: curated,
		Published: p.Date(), Relation: string(p.Relation), Sectors: p.Sectors, Contributor: p.Contributor.ID, listed: p.listed, memo: &memo{},
	}}
	for _, l := range p.Links {
		env.Entry.Links = append(env.Entry.Links, l.URL)
		env.Entry.Hosts = append(env.Entry.Hosts, detect.BareHost(entry.Host(l.URL)))
	}
	if p.Organisation != nil {
		env.Entry.Organisation = p.Organisation.ID
	}
	for _, person := range p.People {
		env.Entry.Byline = append(env.Entry.Byline, person.Name)
	}
	env.Feed = feedFacts(p.Feed, p.Licence)
	return env
}

func feedFacts(f *roster.Feed, licence string) FeedFacts {
	if f == nil {
		return FeedFacts{Licence: licence}
	}
	if f.Licence != "" {
		licence = f.Licence
	}
	return FeedFacts{Address: f.Key, Licence: licence}
}
