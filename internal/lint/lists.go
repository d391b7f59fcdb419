package lint

import (
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
	"time"

	"weft/internal/config"
	"weft/internal/diag"
	"weft/internal/edition"
	"weft/internal/roster"
)

// lists looks at what each row of a layer's lists may well say, and that is
// strange beside the others.
func lists(ed *edition.Edition, n int) diag.List {
	var probs diag.List
	for _, c := range ed.Roster.Contributors {
		if c.Layer != n {
			continue
		}
		for _, known := range ed.Roster.Shared(c) {
			probs.Warn(c.File, c.Line, "weft guesses nobody: a byline or link with it is credited to neither; add what tells them apart to aliases", "%q of %q is somebody else's too", known, c.ID)
		}
		overlapping(c, &probs)
	}
	unkept(ed, n, &probs)
	samePerson(ed, n, &probs)
	if n > 0 {
		probs = append(probs, ed.Roster.Unused...)
	}
	if n == 0 && ed.View != nil { // all lists could be read
		unused(ed, &probs)
		roles(ed, &probs)
	}
	return probs
}

// roles finds those whose contact is an address of somebody who opted out: the page
// about the site shows it.
func roles(ed *edition.Edition, probs *diag.List) {
	for _, role := range ed.Site.Roles {
		lies := role.Contact
		if _, host, isMail := strings.Cut(role.Contact, "@"); isMail && !strings.Contains(role.Contact, "/") {
			lies = "https://" + strings.Trim(host, "> ") + "/"
		}
		if ed.Roster.DeclinedAt(lies) || len(ed.Roster.DeclinedIn(role.Contact)) > 0 {
			probs.Warn(config.File, 0, "ask whom it belongs to: give the role another contact, or leave it out", "the contact %q of the role %q is an address of somebody who opted out", role.Contact, role.Role)
		}
	}
}

// unkept finds the lists of a layer that nobody keeps.
func unkept(ed *edition.Edition, n int, probs *diag.List) {
	own := ed.Layers[n].Name
	for _, l := range ed.Roster.Lists {
		if path.Dir(l.File) == path.Clean(own+"feeds") && len(l.Curators) == 0 && l.Rows > 0 {
			probs.Warn(l.File, 1, `write above all else who answers for it: curators = ["Ana Pop <ana@example.org>"]`, "nobody keeps this list")
		}
	}
}

// overlapping finds days on which somebody works for two organisations: the one
// that stands first counts.
func overlapping(c *roster.Contributor, probs *diag.List) {
	for i, a := range c.Affiliations {
		for _, b := range c.Affiliations[i+1:] {
			if a.Organisation != b.Organisation && begins(b).Before(ends(a)) && begins(a).Before(ends(b)) {
				probs.Warn(c.File, c.Line, "the one that stands first counts; write until = … where the first ends", "%q works for %q and for %q on the same days", c.ID, a.Organisation, b.Organisation)
			}
		}
	}
}

func begins(a roster.Affiliation) time.Time { return a.From }

func ends(a roster.Affiliation) time.Time {
	if a.Until.IsZero() {
		return time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	return a.Until.AddDate(0, 0, 1)
}

// unused finds sectors that nobody is of, once there is somebody at all.
func unused(ed *edition.Edition, probs *diag.List) {
	var used []string
	for _, c := range ed.Roster.Contributors {
		used = append(used, c.Sectors...)
	}
	if len(used) == 0 {
		return
	}
	data, _ := fs.ReadFile(ed.Layers[0].FS, config.File)
	for _, s := range ed.Site.Sectors {
		if !slices.Contains(used, s.ID) {
			probs.Warn(config.File, sectorLine(string(data), s.ID), "readers find its page empty; list somebody, or take the sector out", "nobody is of the sector %q", s.ID)
		}
	}
}

func sectorLine(data, id string) int {
	at := regexp.MustCompile(`(?m)^[ \t]*id[ \t]*=[ \t]*["']` + regexp.QuoteMeta(id) + `["']`).FindStringIndex(data)
	if at == nil {
		return 0
	}
	return 1 + strings.Count(data[:at[0]], "\n")
}
