package amend

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"weft/internal/roster"
	"weft/internal/tomlfile"
)

// ErrNotThere says that a list does not name the feed any more.
var ErrNotThere = errors.New("the list does not name the feed any more")

// Apply makes the change in a list. Of its bytes only those of the one address
// become others; a feed that is gone is put aside as a comment, or taken out of
// a line that it shares.
func (p Proposal) Apply(list []byte) ([]byte, error) {
	path, found := roster.FeedPath(list, p.Feed.Key)
	switch {
	case !found:
		return nil, ErrNotThere
	case p.To != "":
		return tomlfile.SetText(list, p.To, path...)
	case path[2] == "feed":
		return tomlfile.PutAsideTable(list, path[0].(string), path[1].(int), "feed", path[3].(int))
	}
	return tomlfile.PutAsideText(list, path[0].(string), path[1].(int), path[2].(string), path[3].(int))
}

// Diff shows which lines of a list become others, as a unified diff shows them:
// "-" and the line as it is, "+" and the line as it would be.
func (p Proposal) Diff(list []byte) (string, error) {
	data, err := p.Apply(list)
	if err != nil {
		return "", err
	}
	before, after := lines(list), lines(data)
	head, tail := 0, 0
	for head < len(before) && head < len(after) && before[head] == after[head] {
		head++
	}
	for tail < len(before)-head && tail < len(after)-head && before[len(before)-1-tail] == after[len(after)-1-tail] {
		tail++
	}
	var b strings.Builder
	for _, line := range before[head : len(before)-tail] {
		fmt.Fprintf(&b, "-%s\n", line)
	}
	for _, line := range after[head : len(after)-tail] {
		fmt.Fprintf(&b, "+%s\n", line)
	}
	return strings.TrimSuffix(b.String(), "\n"), nil
}

func lines(data []byte) []string {
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	return strings.Split(strings.ReplaceAll(string(data), "\r\n", "\n"), "\n")
}
