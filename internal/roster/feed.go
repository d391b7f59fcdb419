package roster

import (
	"fmt"
	"io/fs"
	"net/url"
	"path"
	"strings"

	"weft/internal/diag"
	"weft/internal/entry"
)

func (b *builder) feedsOf(c *Contributor, row contributorRow, in rowContext) {
	for i, address := range row.Feeds {
		b.feed(c, feedRow{URL: address}, in, in.line("feeds", i), fmt.Sprintf("feeds[%d]", i))
	}
	for i, f := range row.FeedTables {
		b.feed(c, f, in, in.line("feed", i), fmt.Sprintf("feed[%d]", i))
	}
}

func (b *builder) feed(c *Contributor, row feedRow, in rowContext, line int, where string) {
	f := Feed{Contributor: c.ID, Network: row.Network, Auth: row.Auth, Identity: row.Identity, MaxPerIssue: row.MaxPerIssue,
		Keep: row.Keep, Excerpt: Excerpt(row.Excerpt), Licence: row.Licence, Layer: in.n, File: in.file, Line: line}
	bad := func(hint, format string, args ...any) { b.probs.Add(in.file, line, hint, format, args...) }
	key, local, problem, hint := feedKey(row.URL, in)
	if problem != "" {
		bad(hint, "%s: %s", where, problem)
		return
	}
	f.Key, f.Local = key, local
	choice(bad, "network", f.Network, "", "private")
	choice(bad, "identity", f.Identity, "", "guid", "link", "title")
	choice(bad, "excerpt", string(f.Excerpt), "", string(ExcerptNone), string(ExcerptSummary), string(ExcerptFull))
	if f.Auth != "" && !strings.HasPrefix(f.Auth, "env:") && !strings.HasPrefix(f.Auth, "file:") {
		b.probs.Add(in.file, line, `write auth = "env:NAME" and keep the secret in the environment, or "file:PATH"`, "auth holds something other than a reference")
		f.Auth = ""
	}
	if f.Excerpt == ExcerptFull && f.Licence == "" {
		bad(`name the licence that allows it: licence = "CC-BY-4.0"`, "excerpt = \"full\" without a licence")
		f.Excerpt = ""
	}
	if f.Excerpt == ExcerptFull && KeepsAllRights(f.Licence) {
		bad(`name the licence that allows it: licence = "CC-BY-4.0"; or write excerpt = "summary"`, "excerpt = \"full\", and licence = %q allows nothing", f.Licence)
		f.Excerpt = ""
	}
	if f.Excerpt == "" {
		f.Excerpt = ExcerptSummary
	}
	if f.MaxPerIssue < 0 {
		bad("0 means no bound", "max_per_issue = %d", f.MaxPerIssue)
		f.MaxPerIssue = 0
	}
	b.placeFeed(c, f)
}

// placeFeed gives the feed to its contributor, unless it is read already. An
// overlay that lists a public feed again adds nothing.
func (b *builder) placeFeed(c *Contributor, f Feed) {
	id := entry.AddressKey(f.Key)
	first, double := b.feedAt[id]
	switch {
	case !double:
		b.feedAt[id] = f
		c.Feeds = append(c.Feeds, f)
	case f.Layer == first.Layer:
		b.probs.Add(f.File, f.Line, "remove one of the two", "feed %q stands in %s:%d already", f.Key, first.File, first.Line)
	case f.Local:
		b.probs.Add(f.File, f.Line, "give the file another name: entries are kept by it", "file %q has the name of one that %s:%d reads", f.Key, first.File, first.Line)
	}
}

func feedKey(address string, in rowContext) (key string, local bool, problem, hint string) {
	if u, err := url.Parse(address); err == nil && u.Scheme != "" && u.Host != "" {
		switch {
		case u.Scheme != "http" && u.Scheme != "https":
			return "", false, fmt.Sprintf("%q is no web address", address), "feeds are read by http or https, or from a file of the site"
		case u.User != nil:
			return "", false, "the address holds a user name or password", `take it out and write auth = "env:NAME"`
		}
		return address, false, "", ""
	}
	if strings.Contains(address, "://") { // not quoted: it may hold a password
		return "", false, "the address cannot be read", "write it as a browser shows it, https://…"
	}
	key = path.Join(in.dir, address)
	if address == "" || strings.Contains(address, `\`) || !fs.ValidPath(key) {
		return "", true, fmt.Sprintf("%q is neither a web address nor a file below %s", address, in.dir), "write https://… or a path beside the list, such as \"samples/a.xml\", with forward slashes"
	}
	if _, err := fs.Stat(in.layer.FS, key); err != nil {
		return "", true, fmt.Sprintf("%q is missing", in.layer.Name+key), "put the file there, or take the line out; the path is read from the folder of the list"
	}
	return key, true, "", ""
}

func choice(bad func(hint, format string, args ...any), key, value string, allowed ...string) {
	for _, a := range allowed {
		if value == a {
			return
		}
	}
	bad(diag.DidYouMean(value, allowed, "one of: "+strings.TrimPrefix(strings.Join(allowed, ", "), ", ")), "%s = %q", key, value)
}
