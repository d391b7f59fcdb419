package site

import (
	"io/fs"
	"time"

	"weft/internal/config"
	"weft/internal/digest"
	"weft/internal/influence"
	"weft/internal/period"
	"weft/internal/policy"
	"weft/internal/roster"
	"weft/internal/theme"
	"weft/internal/travel"
)

// An Input is everything an edition shows: values only, made by code that was
// given the edition's folders and no others.
type Input struct {
	Site      *config.Site
	Edition   config.Edition
	Roster    *roster.Roster
	Themes    []theme.Theme  // by id
	Rules     []policy.Rule  // in the order of the files
	Quarters  []policy.Tally // what rules and people decided, the newest first; its lists are empty in the public edition
	Templates fs.FS          // weft's own with the site's laid over it

	Gathered time.Time     // when a fetch last brought something new; zero: never
	Newest   period.Period // the newest closed period that has entries
	From, To time.Time     // the window: half a year, ending with Newest

	Issues        []digest.Issue              // newest first
	Window        []*policy.Piece             // of the window, newest first, without bodies
	River         []*policy.Piece             // the newest of all
	Recent        map[string][]*policy.Piece  // the newest of each contributor, by id
	Contributions []*policy.Piece             // with bodies, newest first
	Responses     map[string][]*policy.Piece  // entries that link to an issue, by its period, the oldest first
	Stories       map[string][]*policy.Piece  // others on the story of an entry of the newest weeks, by its id
	Crossings     map[string][]theme.Crossing // by period name, of the whole record
	Citations     []influence.Citation        // of the window, newest first; those not counted too
	Standings     []influence.Standing        // what they say of people
	Confirmed     map[string]bool             // ids of people who may be named for it: a curator said so
	Credits       map[string][]policy.Act     // what curators know of ideas, by contributor, the oldest first
	Pages         []Page                      // content/pages

	Record  map[string][]*policy.Brief // by theme, all ever
	Earlier []travel.Citation          // between pieces of the record, before the window; those not counted too
}

// A Page is a page of the site's own.
type Page struct {
	Slug     string // the file's name
	Title    string
	Summary  string
	HTML     string // safe
	Inside   string // safe: what overlays add below it
	Internal bool   // the overlay's
}
