package config

import (
	"net/mail"
	"net/url"
	"slices"
	"strings"

	"weft/internal/diag"
)

// Contribute says how pieces are handed in.
type Contribute struct {
	Forge        string `toml:"forge"`         // where a new file is made by pull request
	AnswerWithin string `toml:"answer_within"` // by when whoever sends a piece hears of it
	Licence      string `toml:"licence"`       // under which pieces are shown, unless one says otherwise
}

// A Role is somebody who does something for the digest, by name.
type Role struct {
	Role    string `toml:"role"`
	Name    string `toml:"name"`
	Contact string `toml:"contact"`
}

// RoleNames are the roles there are.
var RoleNames = []string{"owner", "curator", "community builder", "analyst"}

// contribute checks what is said of handing pieces in: it is linked and shown.
func (r *reader) contribute() Contribute {
	c := r.f.Contribute
	if c.Forge != "" && !isWebAddress(c.Forge) {
		r.probs.Add(File, r.lines.Of("contribute", "forge"), `write the page on which a new file is made: forge = "https://example.org/ours/digest/new/main/content/contributions"`, "contribute.forge = %q is no web address", c.Forge)
		c.Forge = ""
	}
	return c
}

// roles checks who does what.
func (r *reader) roles() []Role {
	var out []Role
	for i, role := range r.f.Roles {
		line := r.lines.Of("role", i)
		switch {
		case !slices.Contains(RoleNames, role.Role):
			r.probs.Add(File, max(line, r.lines.Of("role", i, "role")), diag.DidYouMean(role.Role, RoleNames, "one of: "+strings.Join(RoleNames, ", ")), "role = %q is not known", role.Role)
			continue
		case strings.TrimSpace(role.Name) == "":
			r.probs.Add(File, line, `write who it is: name = "Ana Pop"`, "the role %q has no name", role.Role)
			continue
		case role.Contact != "" && !isWebAddress(role.Contact) && !isMail(role.Contact):
			r.probs.Add(File, r.lines.Of("role", i, "contact"), `write an e-mail address, or a page: contact = "https://…"`, "contact = %q is neither", role.Contact)
			role.Contact = ""
		}
		out = append(out, role)
	}
	return out
}

// was checks the addresses that the site had before: links to them are links to
// the site.
func (r *reader) was() []string {
	var out []string
	for i, address := range r.f.Was {
		if !isWebAddress(address) {
			r.probs.Add(File, r.lines.Of("was", i), `write where the site was found before: was = ["https://old.example.org/"]`, "was = %q is no web address", address)
			continue
		}
		out = append(out, strings.TrimSuffix(address, "/")+"/")
	}
	return out
}

func isWebAddress(s string) bool {
	u, err := url.Parse(s)
	return err == nil && u.Host != "" && u.User == nil && (u.Scheme == "https" || u.Scheme == "http")
}

func isMail(s string) bool {
	a, err := mail.ParseAddress(s)
	return err == nil && a.Address != ""
}
