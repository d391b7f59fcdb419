package theme

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"slices"
	"testing"

	"weft/internal/entry"
)

func storedTown(t testing.TB, n int) (town, []byte) {
	t.Helper()
	tw := newTown(6, n, 80)
	data, err := Learn(tw.themes, "en", tw.lessons(n/2), slices.Values(tw.entries)).MarshalBinary()
	if err != nil {
		t.Fatal(err)
	}
	return tw, data
}

func TestAStoredModelGivesTheSameTags(t *testing.T) {
	tw, data := storedTown(t, 200)
	var m Model
	if err := m.UnmarshalBinary(data); err != nil {
		t.Fatal(err)
	}
	first := NewVocabulary(tw.themes, "en", Learn(tw.themes, "en", tw.lessons(100), slices.Values(tw.entries)))
	again := NewVocabulary(tw.themes, "en", &m)
	tagged := 0
	for _, e := range tw.entries {
		tags := first.Tags(e)
		tagged += len(tags)
		if !sameTags(tags, again.Tags(e)) {
			t.Fatalf("%s is tagged in another way", e.ID)
		}
	}
	if tagged == 0 {
		t.Error("nothing is tagged")
	}
}

func TestADamagedModelIsAnErrorAndChangesNothing(t *testing.T) {
	_, data := storedTown(t, 60)
	for i := 0; i < len(data); i += 1 + len(data)/200 {
		for _, damaged := range [][]byte{data[:i], slices.Concat(data[:i], []byte{data[i] ^ 0x10}, data[i+1:]), slices.Concat(data, data[:i+1])} {
			m := Model{accepted: 7}
			if m.UnmarshalBinary(damaged) == nil || m.accepted != 7 {
				t.Fatalf("damaged at %d of %d bytes, and taken", i, len(data))
			}
		}
	}
}

// FuzzStoredModel: bytes with a right checksum are an error, or a model that
// tags without breaking and is stored as the same bytes again.
func FuzzStoredModel(f *testing.F) {
	_, data := storedTown(f, 50)
	body := data[len(form) : len(data)-4]
	f.Add(body)
	for i := 0; i < len(body); i += 1 + len(body)/20 {
		f.Add(slices.Concat(body[:i], []byte{body[i] + 1}, body[i+1:]))
	}
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, body []byte) {
		data := slices.Concat([]byte(form), body)
		data = binary.LittleEndian.AppendUint32(data, crc32.ChecksumIEEE(data))
		var m Model
		if m.UnmarshalBinary(data) != nil {
			return
		}
		again, err := m.MarshalBinary()
		if err != nil || !bytes.Equal(again, data) {
			t.Error("stored as other bytes")
		}
		v := NewVocabulary(themes(), "en", &m)
		for _, tag := range v.Tags(&entry.Entry{Title: "Mould", Plain: "It was safe to fail. " + long(80)}) {
			if !(tag.Score >= 0 && tag.Score <= 1) {
				t.Errorf("%+v", tag)
			}
		}
	})
}
