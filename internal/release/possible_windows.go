package release

import "fmt"

// possible refuses: Windows renames no folder, and no link to one, over another,
// and makes links for administrators alone.
func possible(target string) error {
	return fmt.Errorf("publish into %s: Windows cannot put a folder in place of another at one instant, so readers would see a mix; copy the output folder yourself, such as with robocopy /MIR, or publish from another system", target)
}
