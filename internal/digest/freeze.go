package digest

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"regexp"

	"weft/internal/diag"
	"weft/internal/text"
	"weft/internal/tomlfile"
)

// Freeze gives the record of an issue whose facts stay from now on. Links of
// items that no entry is known for are listed: they stay plain links.
func Freeze(s Source) (r Record, unknown []string) {
	r = s.Record
	r.Period, r.Frozen, r.Items = s.File.Period, true, nil
	placed := map[string]bool{}
	for _, link := range s.File.Links() {
		f, ok := s.Live(link)
		switch {
		case !ok:
			unknown = append(unknown, link)
		case !placed[f.Entry]:
			placed[f.Entry] = true
			r.Items = append(r.Items, f)
		}
	}
	return r, unknown
}

var draftLine = regexp.MustCompile(`(?m)^[ \t]*draft[ \t]*=[ \t]*true[ \t]*(#.*)?\r?\n`)

// Undraft takes the line draft = true out of a digest's front matter and
// changes no other byte. A file without that line comes back as it is.
func Undraft(name string, data []byte) ([]byte, error) {
	var probs diag.List
	var before, after frontMatter
	doc := tomlfile.FrontMatter(name, data, &before, &probs)
	if !doc.Ok {
		return nil, probs.Err()
	}
	if !before.Draft {
		return data, nil
	}
	end := len(data) - len(doc.Body) // of the front matter; line ends may differ, so only as a bound
	loc := draftLine.FindIndex(data[:min(len(data), max(end, 0))])
	if loc == nil {
		return nil, fmt.Errorf("%s: the line draft = true is not where it was looked for; take it out by hand and freeze again", name)
	}
	out := append(bytes.Clone(data[:loc[0]]), data[loc[1]:]...)
	if doc := tomlfile.FrontMatter(name, out, &after, &probs); !doc.Ok || after.Draft || after.Title != before.Title {
		return nil, fmt.Errorf("%s: the line draft = true cannot be taken out safely; do it by hand and freeze again", name)
	}
	return out, nil
}

// Fingerprint tells versions of an entry apart by what a reader reads: its
// words, whatever their case and the signs between them. A feed that only
// changes its markup has not changed its entries.
func Fingerprint(title, plain string) string {
	h := sha256.New()
	for _, w := range (text.Stemmer{}).Words(title + "\n" + plain) {
		io.WriteString(h, w.Stem+" ")
	}
	return hex.EncodeToString(h.Sum(nil)[:12])
}
