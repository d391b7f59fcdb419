package fetch

import (
	"net/http"
	"strings"
)

// Next is what a curator can do about a failure: its hint, else what can be done
// where nothing better is known. No message ends without a next step.
func (f *Failure) Next() string {
	if f.Hint != "" {
		return f.Hint
	}
	switch f.Reason {
	case ReasonAddress:
		if strings.HasPrefix(f.Text, "redirects ") {
			return leadsElsewhere
		}
		return "write the address as a browser shows it, https://…"
	case ReasonDNS, ReasonConnect, ReasonTimeout:
		return "it is asked again at the next fetch; if it lasts for days, look at the site in a browser"
	case ReasonTLS:
		return "look at the site in a browser, and tell its owner"
	case ReasonRedirect:
		return leadsElsewhere
	case ReasonAuth:
		return "mend the credential, or change auth for this feed"
	case ReasonStatus:
		return f.nextOf()
	}
	return "look at the address in a browser, and tell the site's owner"
}

const leadsElsewhere = "look in a browser where the address leads, and write that address into the list"

// nextOf tells a server's own trouble from an address that is wrong.
func (f *Failure) nextOf() string {
	if f.code >= http.StatusInternalServerError {
		return "that is the site's own trouble, and often passes; it is asked again at the next fetch"
	}
	return "look at the address in a browser; the feed may have another one now"
}
