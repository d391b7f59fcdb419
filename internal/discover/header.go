package discover

import (
	"strings"

	"weft/internal/htmlsafe"
)

// fromHeaders reads Link headers: <address>; rel="alternate"; type="…", more.
func fromHeaders(headers []string, base string) []htmlsafe.PageLink {
	var out []htmlsafe.PageLink
	for _, h := range headers {
		for len(h) > 0 && len(out) < maxLinked {
			var l htmlsafe.PageLink
			if l, h = nextLink(h, base); l.URL != "" {
				out = append(out, l)
			}
		}
	}
	return out
}

// nextLink reads one link of a header and gives the rest.
func nextLink(h, base string) (l htmlsafe.PageLink, rest string) {
	_, h, found := strings.Cut(h, "<")
	address, h, ended := strings.Cut(h, ">")
	if !found || !ended {
		return l, ""
	}
	if address = htmlsafe.Resolve(base, address); strings.HasPrefix(strings.ToLower(address), "http") {
		l.URL = address
	}
	for {
		h = strings.TrimLeft(h, " \t")
		if !strings.HasPrefix(h, ";") {
			return l, strings.TrimPrefix(h, ",")
		}
		var name, value string
		name, value, h = nextParameter(h[1:])
		switch strings.ToLower(name) {
		case "rel":
			l.Rel = strings.Fields(strings.ToLower(value))
		case "type":
			l.Type = strings.ToLower(value)
		case "title":
			l.Title = htmlsafe.Plain(value)
		}
	}
}

// nextParameter reads name=value or name="value".
func nextParameter(h string) (name, value, rest string) {
	end := strings.IndexAny(h, "=;,")
	if end < 0 {
		return strings.TrimSpace(h), "", ""
	}
	name, rest = strings.TrimSpace(h[:end]), h[end:]
	if rest[0] != '=' {
		return name, "", rest
	}
	rest = strings.TrimLeft(rest[1:], " \t")
	if quoted, ok := strings.CutPrefix(rest, `"`); ok {
		value, rest, _ = strings.Cut(quoted, `"`)
		return name, value, rest
	}
	if end = strings.IndexAny(rest, ";,"); end < 0 {
		end = len(rest)
	}
	return name, strings.TrimSpace(rest[:end]), rest[end:]
}
