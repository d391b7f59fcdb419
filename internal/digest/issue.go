// Package digest drafts an issue, reads back what people made of it, and
// freezes its facts.
//
// It promises that no byte a person wrote is ever changed, that what a curator
// took out is not offered again, and that a frozen issue stands without the
// archive.
package digest

import (
	"time"

	"weft/internal/period"
)

// An Issue is a digest as an edition shows it.
type Issue struct {
	Period   period.Period
	Title    string
	Draft    bool
	Frozen   bool
	Intro    string // safe HTML: the editor's words before the first section
	Inside   string // safe HTML: an overlay's words before its first section
	Asks     []Ask  // questions to the community
	Sections []Section
	File     string // of the Markdown
	// Unfinished says that an overlay's words of it are a draft, and it is not.
	Unfinished bool
}

// An Ask is a question to the community: whoever reads the issue may answer.
type Ask struct {
	HTML     string // safe
	Internal bool   // from the overlay's file
}

// A Section is a heading and what stands below it.
type Section struct {
	ID    string // the heading's id, unique in the issue
	Title string // plain text
	Theme string // a theme's id when the heading has one, else ""
	Parts []Part
	// Internal marks a section that only the overlay's file has.
	Internal bool
}

// A Part is a run of prose, or a run of items.
type Part struct {
	Prose    string // safe HTML; empty when there are items
	Items    []Item
	Internal bool // from the overlay's file
}

// An Item is an entry placed in an issue.
type Item struct {
	Facts    Facts
	Title    string   // as the editor linked it, plain text
	Words    string   // safe HTML: the editor's words
	Inside   []string // safe HTML: overlays' words of an item of the public file
	Internal bool     // from the overlay's file, or about one of its entries
	Draft    bool     // of a file that is still being written
	Offered  bool     // a draft proposed it
	Changed  bool     // the source changed after the issue was frozen
	// Withdrawn says that its author took it back: it keeps its link, and
	// nothing of it is quoted.
	Withdrawn bool
}

// Facts are what an issue says of an entry beside the editor's words. They are
// frozen in the issue's items.json.
type Facts struct {
	Entry        string      `json:"entry"` // id
	URL          string      `json:"url"`
	Addresses    []string    `json:"addresses"` // folded; every one it ever had
	Title        string      `json:"title"`
	Contributor  Ref         `json:"contributor"`
	Via          *Ref        `json:"via,omitempty"`
	Byline       []string    `json:"byline,omitempty"` // names, when they say more than the contributor
	Organisation *Ref        `json:"organisation,omitempty"`
	Sectors      []Ref       `json:"sectors"`
	Relation     string      `json:"relation"`
	Date         time.Time   `json:"date"`
	Language     string      `json:"language,omitempty"`
	Licence      string      `json:"licence,omitempty"`
	Excerpt      string      `json:"excerpt,omitempty"`
	Themes       []ThemeFact `json:"themes"`
	AlsoAt       []string    `json:"also_at,omitempty"`
	AlsoIn       []Ref       `json:"also_in,omitempty"` // others whose feeds carry it
	TakenUp      []Uptake    `json:"taken_up,omitempty"`
	SameStory    []Companion `json:"same_story,omitempty"`
	Supporter    bool        `json:"supporter,omitempty"` // the contributor was named as one
	Hash         string      `json:"hash"`                // Fingerprint of the words that were read
	// TakenDown says that the entry was taken down after it was frozen: nothing
	// else than its names and its day is kept.
	TakenDown bool `json:"taken_down,omitempty"`
	// Inside says that the entry is an overlay's. It is known while the archive is
	// asked; of what is frozen, the file says it.
	Inside bool `json:"-"`
}

// A Ref names something that has a page: a contributor, sector, organisation.
type Ref struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// A ThemeFact is a theme and the words that prove it.
type ThemeFact struct {
	ID    string `json:"id"`
	Label string `json:"label"`
	Quote string `json:"quote,omitempty"` // verbatim
	Where string `json:"where,omitempty"`
	By    string `json:"by"`
}

// An Uptake is a later entry that cites the item.
type Uptake struct {
	By      Ref       `json:"by"`
	URL     string    `json:"url"`
	Title   string    `json:"title"`
	Sectors []Ref     `json:"sectors"`
	Date    time.Time `json:"date"`
	Passage string    `json:"passage,omitempty"`
	Inside  bool      `json:"-"` // by an overlay's entry
}

// A Companion is an entry of somebody else that tells the story of the item.
type Companion struct {
	Entry   string    `json:"entry"` // id
	By      Ref       `json:"by"`
	URL     string    `json:"url"`
	Title   string    `json:"title"`
	Sectors []Ref     `json:"sectors"`
	Date    time.Time `json:"date"`
	Inside  bool      `json:"-"` // an overlay's
}
