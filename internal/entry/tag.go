package entry

// A Tag says that an entry is about a theme, and why.
type Tag struct {
	Theme string `json:"id"`
	// Score is between 0 and 1; it is compared and exported, never shown.
	Score    float64    `json:"score"`
	By       string     `json:"by"` // ByWeft or ByCurator
	Evidence []Evidence `json:"evidence"`
	// Suggested says that it is too unsure to be said aloud: for a curator only.
	Suggested bool `json:"-"`
	// Short says that the entry has too few words to tell more than that these
	// are among them.
	Short bool `json:"-"`
}

// Likely is the score from which a tag of weft's is more than possible.
const Likely = 0.8

// Who made a tag.
const (
	ByWeft    = "weft"
	ByCurator = "curator"
)

// Evidence is words of the entry that show what is claimed.
type Evidence struct {
	Quote string `json:"quote"` // verbatim from the entry
	Where string `json:"where"` // "title", "summary", "first lines" or "body"
}
