package roster

import (
	"net/mail"
	"regexp"
	"strings"
)

// A Keeper is who answers for a list.
type Keeper struct {
	Name, Mail string
	Handle     string // at the forge, "@ana"
	Ok         bool   // it could be read
}

// KeeperOf reads "Name <address>", a name alone, an address alone, or a handle at
// the forge, "@ana".
func KeeperOf(s string) Keeper {
	s = strings.TrimSpace(s)
	if a, err := mail.ParseAddress(s); err == nil {
		return Keeper{Name: a.Name, Mail: a.Address, Ok: true}
	}
	if handle.MatchString(s) {
		return Keeper{Handle: s, Ok: true}
	}
	return Keeper{Name: s, Ok: s != "" && !strings.ContainsAny(s, "<>@")}
}

var handle = regexp.MustCompile(`^@[\w-]+(?:/[\w.-]+)?$`)

var allRights = regexp.MustCompile(`(?i)all rights reserved|^\s*(?:none|no|unknown|proprietary|n/a|-+)\s*$`)

// KeepsAllRights reports whether what stands in the place of a licence says that
// there is none.
func KeepsAllRights(licence string) bool { return allRights.MatchString(licence) }
