package htmlsafe

import (
	"regexp"
	"strings"
)

// watching knows the addresses of pictures that are there to count readers, by
// what their makers always call them: those of statistics (WordPress, Matomo,
// Google, Medium, Quantcast, Comscore), of programs for feeds (FeedBurner,
// Blogger, feedsportal, Pheedo), of mails sent (open tracking) and of shops.
// Most also measure one dot; some do not say what they measure.
var watching = regexp.MustCompile(`(?i)^https?://(?:` +
	`(?:[^/]*\.)?(?:pixel\.wp\.com|stats\.wordpress\.com|feeds\.wordpress\.com/1\.0|google-analytics\.com|doubleclick\.net|quantserve\.com|scorecardresearch\.com|statcounter\.com|feedsportal\.com|pheedo\.com|feedads\.com|assoc-amazon\.[a-z.]+/e/ir)(?:[/?]|$)` +
	`|[^/]+/(?:~ff/|~r/[^?]*/~4/|_/stat\?|tracker/[0-9-]|wp-content/plugins/[^?]*pixel|[^?]*(?:piwik|matomo)\.php|track/open\.php|wf/open\?|o\.gif\?|pixel\.(?:gif|png)|beacon\.(?:gif|png)|1x1\.(?:gif|png)|spacer\.gif|blank\.gif))`)

func isWatching(address string) bool {
	address = strings.TrimSpace(address)
	if strings.HasPrefix(address, "//") {
		address = "https:" + address
	}
	return watching.MatchString(address)
}
