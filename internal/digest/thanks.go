package digest

import (
	"fmt"
	"strings"

	"weft/internal/route"
)

// ThankYou is the id of the section that thanks people for ideas that were taken
// up. What stands there of somebody goes with their wish not to be spoken of.
const ThankYou = "thank-you"

// A Thanks is somebody whose ideas others took up in the period.
type Thanks struct {
	ID, Name string
	Reasons  []string // who did, in which piece
}

// A Waiting is somebody who could be named as one whose ideas carry, when a
// curator confirms it.
type Waiting struct {
	ID, Name string
	Words    []string // what is said of them
}

// thanks lists whom to thank, as a section of the issue: names and no more, the
// reasons in comments. A person's page has the rest.
func (d Desk) thanks(b *strings.Builder) {
	if len(d.Thanks) == 0 {
		return
	}
	fmt.Fprintf(b, "\n## Thank you {#%s}\n\n", ThankYou)
	b.WriteString("Their ideas were taken up by others this time:\n\n")
	for _, t := range d.Thanks {
		fmt.Fprintf(b, "- [%s](%s)\n  <!-- why: %s -->\n", inline(t.Name), destination(route.Contributor(t.ID)), comment(strings.Join(t.Reasons, " · ")))
	}
}

// waiting tells the curator, and nobody else, who could be named.
func (d Desk) waiting(b *strings.Builder) {
	if len(d.Waiting) == 0 {
		return
	}
	b.WriteString("\n<!-- Over the thresholds, and named on no page before you confirm it. Ask them first. With --not the next draft does not ask again.\n")
	for _, w := range d.Waiting {
		fmt.Fprintf(b, "     %s\n", comment(w.Name))
		for _, words := range w.Words {
			fmt.Fprintf(b, "       %s\n", comment(words))
		}
		fmt.Fprintf(b, "       weft people confirm %s\n", comment(w.ID))
	}
	b.WriteString("-->\n")
}
