package tomlfile

import (
	"bytes"
	"slices"
	"strings"
)

// What is put aside stays in the file as a comment, so that a person who wants
// it back takes a sign away. Only a text that shares its line with others is
// taken out.

// PutAsideTable makes comments of the lines of the j-th table below the i-th
// table of a list, such as the second [[contributor.feed]] of the third
// [[contributor]].
func PutAsideTable(data []byte, list string, i int, below string, j int) ([]byte, error) {
	return change(data, func(l *layout) ([]insert, error) {
		var own []part
		for _, p := range l.parts {
			if within(p.in, place(list, i)+"."+place(below, j)) {
				own = append(own, p)
			}
		}
		if len(own) == 0 || !own[0].header {
			return nil, ErrForm
		}
		return l.commented(own...), nil
	}, func(doc map[string]any) error {
		row, err := tableOf(doc, list, i)
		if err != nil {
			return err
		}
		tables, ok := row[below].([]map[string]any)
		if !ok || j < 0 || j >= len(tables) {
			return ErrForm
		}
		if row[below] = slices.Delete(slices.Clone(tables), j, j+1); len(tables) == 1 {
			delete(row, below)
		}
		return nil
	})
}

// PutAsideText puts the j-th text of a list of texts of the i-th table of a list
// aside: as a comment where it has a line of its own; the whole key where it is
// the last of its list; else it is taken out of its line.
func PutAsideText(data []byte, list string, i int, key string, j int) ([]byte, error) {
	return change(data, func(l *layout) ([]insert, error) {
		for _, p := range l.parts {
			if !p.header && p.in == place(list, i) && p.path == join(p.in, key) && p.list != nil && j >= 0 && j < len(*p.list) {
				return l.withoutText(p, j)
			}
		}
		return nil, ErrForm
	}, func(doc map[string]any) error {
		row, err := tableOf(doc, list, i)
		if err != nil {
			return err
		}
		texts, ok := row[key].([]any)
		if !ok || j < 0 || j >= len(texts) {
			return ErrForm
		}
		if row[key] = slices.Delete(slices.Clone(texts), j, j+1); len(texts) == 1 {
			delete(row, key)
		}
		return nil
	})
}

// commented puts a mark before every line that one of the parts stands in.
func (l *layout) commented(parts ...part) []insert {
	var out []insert
	for _, p := range parts {
		for at := lineStart(l.data, p.start); at < p.end; at = lineEnd(l.data, at) {
			from := skipBlank(l.data, at)
			if bytes.HasPrefix(l.data[from:], mark) && from == 0 {
				from = len(mark)
			}
			out = append(out, insert{span{from, from}, "# "})
		}
	}
	return out
}

func (l *layout) withoutText(p part, j int) ([]insert, error) {
	texts := *p.list
	el := texts[j]
	if len(texts) == 1 {
		return l.commented(p), nil
	}
	before := strings.TrimSpace(string(l.data[lineStart(l.data, el.start):el.start]))
	behind := strings.TrimSpace(string(l.data[el.end:lineEnd(l.data, el.end)]))
	rest, comma := strings.CutPrefix(behind, ",")
	rest = strings.TrimSpace(rest)
	last := j == len(texts)-1
	switch {
	case before == "" && (comma || last) && (rest == "" || rest[0] == '#') && !bytes.ContainsRune(l.data[el.start:el.end], '\n'):
		return []insert{{span{el.start, el.start}, "# "}}, nil
	case !last && onlyComma(l.data[el.end:texts[j+1].start]):
		return []insert{{span{el.start, texts[j+1].start}, ""}}, nil
	case last && onlyComma(l.data[texts[j-1].end:el.start]):
		return []insert{{span{texts[j-1].end, el.end}, ""}}, nil
	}
	return nil, ErrForm
}

// onlyComma reports whether nothing but a comma stands between two texts of a
// line.
func onlyComma(between []byte) bool { return strings.Trim(string(between), " \t") == "," }
