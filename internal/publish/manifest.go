package publish

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"slices"
	"time"

	"weft/internal/atomicfile"
)

// formatVersion is that of manifest and journal. Raise it when their meaning
// changes.
const formatVersion = 1

// content is what stands, or shall stand, under a name: a file's bytes or a
// link's target. The zero content is that of something else, and equals none.
type content struct {
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256,omitempty"` // hex
	Link   string `json:"link,omitempty"`
}

// same reports equal contents; nil stands for nothing there.
func same(a, b *content) bool {
	if a == nil || b == nil {
		return a == b
	}
	return *a == *b && *a != content{}
}

// record is one file that weft wrote.
type record struct {
	Name string `json:"name"`
	content
	// Modified is the file's modification time in nanoseconds since 1970, 0
	// when it proves nothing.
	Modified int64 `json:"modified,omitempty"`
}

// manifest is what weft wrote in an output folder.
type manifest struct {
	files   map[string]record
	folded  map[string]string // folded name → name
	written time.Time         // of the manifest's own file; zero when there is none
	raw     []byte
}

func newManifest(records []record) *manifest {
	m := &manifest{files: map[string]record{}, folded: map[string]string{}}
	for _, r := range records {
		m.files[r.Name] = r
		m.folded[fold(r.Name)] = r.Name
	}
	return m
}

// find returns the record of name, or of its other spelling: on a file system
// that ignores case the two are one file.
func (m *manifest) find(name string) (record, bool) {
	if r, ok := m.files[name]; ok {
		return r, true
	}
	r, ok := m.files[m.folded[fold(name)]]
	return r, ok
}

// trusts reports that a file with this size and time is surely still the one
// of the record. See the package comment.
func (m *manifest) trusts(r record, info fs.FileInfo) bool {
	return r.Modified != 0 && r.Modified == info.ModTime().UnixNano() &&
		r.Size == info.Size() && info.ModTime().Before(m.written)
}

// sorted returns the records by name.
func (m *manifest) sorted() []record {
	list := make([]record, 0, len(m.files))
	for _, name := range slices.Sorted(maps.Keys(m.files)) {
		list = append(list, m.files[name])
	}
	return list
}

// encode writes the manifest as JSON, a file a line, sorted by name.
func (m *manifest) encode() ([]byte, error) {
	var b bytes.Buffer
	fmt.Fprintf(&b, "{\"version\": %d, \"files\": [", formatVersion)
	for i, r := range m.sorted() {
		line, err := json.Marshal(r)
		if err != nil {
			return nil, err
		}
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteByte('\n')
		b.Write(line)
	}
	b.WriteString("\n]}\n")
	return b.Bytes(), nil
}

// loadManifest reads the manifest at path; a missing one is empty.
func loadManifest(path string) (*manifest, error) {
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return newManifest(nil), nil
	}
	if err != nil {
		return nil, atomicfile.Explain("read", path, err)
	}
	m, err := decodeManifest(data)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w: delete it and build again; files with the same bytes are then taken for weft's own", path, err)
	}
	info, err := os.Stat(path)
	if err != nil {
		return nil, atomicfile.Explain("read", path, err)
	}
	m.written = info.ModTime()
	return m, nil
}

func decodeManifest(data []byte) (*manifest, error) {
	var form struct {
		Version int      `json:"version"`
		Files   []record `json:"files"`
	}
	if err := json.Unmarshal(data, &form); err != nil {
		return nil, err
	}
	if form.Version != formatVersion {
		return nil, fmt.Errorf("version %d, where this weft knows version %d", form.Version, formatVersion)
	}
	for _, r := range form.Files {
		if err := checkName(r.Name); err != nil {
			return nil, err
		}
	}
	m := newManifest(form.Files)
	m.raw = data
	return m, nil
}
