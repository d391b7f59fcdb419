package tomlfile

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"slices"

	"github.com/BurntSushi/toml"
)

// A person's file is changed by splicing: bytes are put in between, or one
// value is put in place of another, and every other byte stays. Each change is
// decoded again and held against what it should have become, so that a form of
// TOML that was not thought of is refused and not harmed.

// ErrForm says that a file is written in a form that weft does not change.
var ErrForm = errors.New("it is written in a form that weft does not change; edit it by hand")

// A Key is a key of a Table to be written: a text or a list of texts.
type Key struct {
	Name string
	Text string
	List []string // in place of Text, where it is not nil
}

// A Table is a table to be written into a list of tables, with lists of tables
// of its own.
type Table struct {
	Keys   []Key
	Tables []Sub
}

// A Sub is a table of a list below a Table.
type Sub struct {
	Name string
	Table
}

// AddTables adds tables to the end of a list of tables, such as the
// [[contributor]]s of a file: behind the last of them with all that is its own,
// or, where there is none, at the end of the file.
func AddTables(data []byte, list string, rows ...Table) ([]byte, error) {
	return change(data, func(l *layout) ([]insert, error) {
		block := ""
		for i, row := range rows {
			if i > 0 {
				block += "\n"
			}
			block += row.text(list, "")
		}
		return []insert{l.block(l.endOf(list), block)}, nil
	}, func(doc map[string]any) error {
		for _, row := range rows {
			if err := appendTable(doc, list, row); err != nil {
				return err
			}
		}
		return nil
	})
}

// AddTableBelow adds a table to a list of tables of the i-th table of a list,
// such as a [[contributor.feed]] to the third [[contributor]].
func AddTableBelow(data []byte, list string, i int, below string, row Table) ([]byte, error) {
	return change(data, func(l *layout) ([]insert, error) {
		at := l.endOf(place(list, i))
		if at < 0 {
			return nil, ErrForm
		}
		return []insert{l.block(at, row.text(list+"."+below, "  "))}, nil
	}, func(doc map[string]any) error {
		parent, err := tableOf(doc, list, i)
		if err != nil {
			return err
		}
		return appendTable(parent, below, row)
	})
}

// AddText adds a text to a list of texts of the i-th table of a list, such as
// an address to the feeds of the third contributor. A key that is not there is
// written as the last of its table's own.
func AddText(data []byte, list string, i int, key, value string) ([]byte, error) {
	return change(data, func(l *layout) ([]insert, error) {
		return l.addText(place(list, i), key, value)
	}, func(doc map[string]any) error {
		row, err := tableOf(doc, list, i)
		if err != nil {
			return err
		}
		have, isList := row[key].([]any)
		if row[key] != nil && !isList {
			return ErrForm
		}
		row[key] = append(slices.Clone(have), valid(value))
		return nil
	})
}

// SetText puts a text in place of the one that stands at a path: strings are
// keys, ints places in lists, as in Lines.Of. It stands in the quotes that the
// old one had, where it can.
func SetText(data []byte, value string, path ...any) ([]byte, error) {
	return change(data, func(l *layout) ([]insert, error) {
		old, ok := l.strings[pathKey(path)]
		if !ok {
			return nil, fmt.Errorf("there is no text to replace at %s", pathKey(path))
		}
		return []insert{{old, quotedLike(data[old.start:old.end], value)}}, nil
	}, func(doc map[string]any) error { return setAt(doc, value, path) })
}

// An insert puts a text in place of what stands at a span, which may be empty.
type insert struct {
	span
	text string
}

// change splices and looks at the result: meant is what the edit should do to
// the decoded document.
func change(data []byte, edit func(*layout) ([]insert, error), meant func(map[string]any) error) ([]byte, error) {
	want, err := plain(data)
	if err != nil {
		return nil, err
	}
	l, err := layoutOf(data)
	if err != nil {
		return nil, fmt.Errorf("%w (%w)", ErrForm, err)
	}
	if err := meant(want); err != nil {
		return nil, err
	}
	inserts, err := edit(l)
	if err != nil {
		return nil, err
	}
	out := splice(data, inserts)
	got, err := plain(out)
	if err != nil || !reflect.DeepEqual(got, want) {
		return nil, ErrForm
	}
	return out, nil
}

// splice makes the changes, which are in the order of the file.
func splice(data []byte, inserts []insert) []byte {
	var out bytes.Buffer
	done := 0
	for _, in := range inserts {
		out.Write(data[done:in.start])
		out.WriteString(in.text)
		done = in.end
	}
	out.Write(data[done:])
	return out.Bytes()
}

// plain decodes a document into maps and lists.
func plain(data []byte) (map[string]any, error) {
	doc := map[string]any{}
	if _, err := toml.Decode(string(data), &doc); err != nil {
		line, message := describe(err)
		return nil, fmt.Errorf("line %d: %s", line, message)
	}
	return doc, nil
}

func place(list string, i int) string { return pathKey([]any{list, i}) }

func appendTable(doc map[string]any, list string, row Table) error {
	have, isList := doc[list].([]map[string]any)
	if doc[list] != nil && !isList {
		return ErrForm
	}
	doc[list] = append(have, row.plain())
	return nil
}

func tableOf(doc map[string]any, list string, i int) (map[string]any, error) {
	rows, ok := doc[list].([]map[string]any)
	if !ok || i < 0 || i >= len(rows) {
		return nil, ErrForm
	}
	return rows[i], nil
}

// plain is a table as it is decoded.
func (t Table) plain() map[string]any {
	out := map[string]any{}
	for _, k := range t.Keys {
		out[k.Name] = k.plain()
	}
	for _, sub := range t.Tables {
		have, _ := out[sub.Name].([]map[string]any)
		out[sub.Name] = append(have, sub.plain())
	}
	return out
}

func (k Key) plain() any {
	if k.List == nil {
		return valid(k.Text)
	}
	list := make([]any, len(k.List))
	for i, s := range k.List {
		list[i] = valid(s)
	}
	return list
}

func setAt(v any, value string, path []any) error {
	if len(path) == 0 {
		return ErrForm
	}
	switch at := path[0].(type) {
	case string:
		table, ok := v.(map[string]any)
		if !ok {
			return ErrForm
		}
		if _, isText := table[at].(string); isText && len(path) == 1 {
			table[at] = valid(value)
			return nil
		}
		return setAt(table[at], value, path[1:])
	case int:
		return setIn(v, at, value, path)
	}
	return ErrForm
}

func setIn(v any, at int, value string, path []any) error {
	switch list := v.(type) {
	case []map[string]any:
		if at >= 0 && at < len(list) {
			return setAt(list[at], value, path[1:])
		}
	case []any:
		if at < 0 || at >= len(list) {
			return ErrForm
		}
		if _, isText := list[at].(string); isText && len(path) == 1 {
			list[at] = valid(value)
			return nil
		}
		return setAt(list[at], value, path[1:])
	}
	return ErrForm
}
