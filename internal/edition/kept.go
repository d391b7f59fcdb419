package edition

import (
	"bufio"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"weft/internal/archive"
	"weft/internal/atomicfile"
	"weft/internal/config"
	"weft/internal/influence"
	"weft/internal/roster"
)

// Kept is what was found of citations the last time. It lies beside the archive
// of the topmost layer, and may be deleted at any time: then all is looked
// through once more.
type kept struct {
	from, to time.Time
	pairs    []archive.Pair
	since    []string // ids of what came in or changed since
	found    *influence.Found
}

// keptForm is the form of what is kept: whoever changes how citations are found
// raises it, and what was kept before is found anew.
const keptForm = 1

// keptHead is the first line of the file; what was found follows, and the sum of
// both in four bytes.
type keptHead struct {
	Form     int
	Print    string
	From, To time.Time
	Marks    []archive.Mark
	Pairs    []archive.Pair
}

// worthKeeping is of how many pieces the citations must have been found anew for
// them to be written down: to find them in fewer takes less than to write.
const worthKeeping = 500

func (ed *Edition) keptPath() string {
	return keptPath(ed.ArchivePath(ed.Edition, len(ed.Layers)-1), ed.Edition)
}

func keptPath(archive string, e config.Edition) string {
	return filepath.Join(filepath.Dir(archive), "citations-"+e.Name)
}

// remembered gives what was kept, if it was found by the same lists and rules in the
// same archives; nil where it was not, or cannot be read.
func (ed *Edition) remembered(now ground) *kept {
	if now.print == "" {
		return nil
	}
	head, body, err := readKept(ed.keptPath())
	if err != nil || head.Form != keptForm || head.Print != now.print || len(head.Marks) != len(ed.archives) {
		return nil
	}
	k := &kept{from: head.From, to: head.To, pairs: head.Pairs}
	for n, db := range ed.archives {
		ids, ours, err := db.Since(head.Marks[n])
		if !ours || err != nil {
			return nil
		}
		k.since = append(k.since, ids...)
	}
	if !k.from.Before(now.to) || !now.from.Before(k.to) {
		return nil // of another time
	}
	if k.found, err = influence.Recall(body, ed.Roster); err != nil {
		return nil
	}
	return k
}

// keep writes down what was found, of which so many pieces are new. Where it
// cannot be written, nothing is lost but time.
func (ed *Edition) keep(now ground, found *influence.Found, fresh int) {
	switch {
	case now.print == "":
		return
	case fresh == len(found.Pieces) && fresh < worthKeeping: // what was kept is of no use any more, and may name who left
		os.Remove(ed.keptPath())
		return
	case fresh < worthKeeping:
		return
	}
	if _, err := os.Stat(filepath.Dir(ed.keptPath())); err != nil {
		return
	}
	head, err := json.Marshal(keptHead{keptForm, now.print, now.from, now.to, now.marks, now.pairs})
	if err == nil {
		data := found.AppendTo(append(head, '\n'))
		atomicfile.Write(ed.keptPath(), binary.LittleEndian.AppendUint32(data, crc32.Checksum(data, polynomial)), 0o644)
	}
}

// polynomial is of the sum that tells a torn file: nobody writes it but weft.
var polynomial = crc32.MakeTable(crc32.Castagnoli)

// errTorn says that the file is not as it was written.
var errTorn = errors.New("is torn")

// readKept reads the file without holding it twice: it can be large.
func readKept(path string) (head keptHead, body string, err error) {
	file, err := os.Open(path)
	if err != nil {
		return head, "", err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return head, "", err
	}
	var all strings.Builder
	all.Grow(int(info.Size()))
	sum := crc32.New(polynomial)
	r := bufio.NewReaderSize(file, 1<<16)
	if _, err := io.CopyN(io.MultiWriter(&all, sum), r, info.Size()-crc32.Size); err != nil {
		return head, "", err
	}
	end, err := io.ReadAll(r)
	if err != nil || len(end) != crc32.Size || binary.LittleEndian.Uint32(end) != sum.Sum32() {
		return head, "", errTorn
	}
	line, body, _ := strings.Cut(all.String(), "\n")
	err = json.Unmarshal([]byte(line), &head)
	return head, body, err
}

// print tells the files that say what may be seen, and who is who, from what they
// were: it is made of all that was read when the edition was opened.
func (ed *Edition) print() string {
	var lines []string
	for l, is := range ed.opened {
		lines = append(lines, fmt.Sprintf("%d %d %q %q", slices.IndexFunc(ed.Layers, func(layer roster.Layer) bool { return layer.FS == fs.FS(l.in) }), l.kind, l.name, is))
	}
	slices.Sort(lines)
	site, _ := fs.ReadFile(ed.root, config.File)
	lines = append(lines, fmt.Sprintf("%x", sha256.Sum256(site)))
	if ed.View.Timed() {
		lines = append(lines, ed.View.At().UTC().String())
	}
	return fmt.Sprintf("%x", sha256.Sum256([]byte(strings.Join(lines, "\n"))))
}
