package entry

// A Tag says that an entry is about a theme, and why.
type Tag struct {
	Theme string `json:"id"`
	// Score is between 0 and 1; it is compared and exported, never shown.
	Score    float64    `json:"score"`
	By       string     `json:"by"` // ByWeft or ByCurator
	Evidence []Evidence `json:"evidence"`
}

// Who made a tag.
const (
	ByWeft    = "weft"
	ByCurator = "curator"
)

// Evidence is words of the entry that show what is claimed.
type Evidence struct {
	Quote string `json:"quote"` // verbatim from the entry
	Where string `json:"where"` // "title", "first lines" or "body"
}
