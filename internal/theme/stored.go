package theme

import (
	"encoding/binary"
	"errors"
	"hash/crc32"
	"math"
)

// form begins every stored model; another form is another model.
const form = "weft themes 1\n"

var errDamaged = errors.New("what was learnt of themes is damaged, or of another version of weft")

// MarshalBinary gives the model as bytes, always the same for the same model:
// a form line, numbers, a checksum.
func (m *Model) MarshalBinary() ([]byte, error) {
	b := []byte(form)
	b = binary.AppendUvarint(b, uint64(m.terms.entries))
	b = binary.AppendUvarint(b, uint64(m.accepted))
	b = binary.AppendUvarint(b, uint64(len(m.terms.terms)))
	last := uint32(0)
	for i, t := range m.terms.terms {
		b = binary.AppendUvarint(b, uint64(t-last))
		b = binary.AppendUvarint(b, uint64(m.terms.found[i]))
		last = t
	}
	b = binary.AppendUvarint(b, uint64(len(m.themes)))
	for i := range m.themes {
		b = m.themes[i].append(b)
	}
	for _, w := range m.weights.of {
		b = appendFloat(b, w)
	}
	b = appendFloat(b, m.weights.cut)
	b = append(b, 0)
	if m.weights.strict {
		b[len(b)-1] = 1
	}
	return binary.LittleEndian.AppendUint32(b, crc32.ChecksumIEEE(b)), nil
}

func appendFloat(b []byte, f float64) []byte {
	return binary.LittleEndian.AppendUint64(b, math.Float64bits(f))
}

func (t *learnt) append(b []byte) []byte {
	b = binary.AppendUvarint(b, uint64(len(t.id)))
	b = append(b, t.id...)
	b = binary.AppendUvarint(b, uint64(t.accepted))
	for _, f := range []float64{t.ease, t.base, t.rare, t.prior, t.usual, t.wide} {
		b = appendFloat(b, f)
	}
	return appendVector(appendVector(b, t.profile), t.tells)
}

func appendVector(b []byte, v []weighted) []byte {
	b = binary.AppendUvarint(b, uint64(len(v)))
	last := int32(0)
	for _, w := range v {
		b = binary.AppendUvarint(b, uint64(w.index-last))
		b = binary.LittleEndian.AppendUint32(b, math.Float32bits(w.weight))
		last = w.index
	}
	return b
}

// UnmarshalBinary reads what MarshalBinary wrote. Whatever else it is given is
// an error, and leaves the model as it was.
func (m *Model) UnmarshalBinary(data []byte) error {
	if len(data) < len(form)+4 || string(data[:len(form)]) != form {
		return errDamaged
	}
	body, sum := data[:len(data)-4], data[len(data)-4:]
	if crc32.ChecksumIEEE(body) != binary.LittleEndian.Uint32(sum) {
		return errDamaged
	}
	r := &storedReader{rest: body[len(form):]}
	read := r.model()
	if r.bad || len(r.rest) > 0 {
		return errDamaged
	}
	read.terms.seal()
	*m = *read
	return nil
}

// A storedReader reads numbers until one is wrong; then all are zero.
type storedReader struct {
	rest []byte
	bad  bool
}

func (r *storedReader) model() *Model {
	m := &Model{}
	m.terms.entries = r.number(math.MaxInt32)
	m.accepted = r.number(m.terms.entries)
	n := r.length(2)
	m.terms.terms, m.terms.found = make([]uint32, n), make([]uint32, n)
	last := 0
	for i := range n {
		step := r.number(math.MaxUint32 - last)
		r.bad = r.bad || i > 0 && step == 0
		last += step
		m.terms.terms[i], m.terms.found[i] = uint32(last), uint32(r.number(m.terms.entries))
	}
	m.themes = make([]learnt, r.length(35))
	for i := range m.themes {
		m.themes[i] = r.learnt(n)
		r.bad = r.bad || i > 0 && m.themes[i-1].id >= m.themes[i].id
	}
	for i := range m.weights.of {
		m.weights.of[i] = r.float()
	}
	m.weights.cut, m.weights.strict = r.float(), r.number(1) == 1
	r.bad = r.bad || m.weights.cut > likely
	return m
}

func (r *storedReader) learnt(terms int) learnt {
	t := learnt{id: string(r.bytes(r.length(1))), accepted: r.number(math.MaxInt32)}
	t.ease, t.base = r.float(), r.float()
	t.standing = standing{r.float(), r.float(), r.float(), r.float()}
	t.profile, t.tells = r.vector(terms), r.vector(terms)
	return t
}

func (r *storedReader) vector(terms int) []weighted {
	v := make([]weighted, r.length(5))
	last := 0
	for i := range v {
		step := r.number(terms - 1 - last)
		r.bad = r.bad || i > 0 && step == 0
		last += step
		w := math.Float32frombits(binary.LittleEndian.Uint32(r.bytes(4)))
		r.bad = r.bad || !(math.Abs(float64(w)) < 1e6)
		v[i] = weighted{int32(last), w}
	}
	return v
}

// number reads one from 0 to most.
func (r *storedReader) number(most int) int {
	x, n := binary.Uvarint(r.rest)
	if r.bad || n <= 0 || most < 0 || x > uint64(most) {
		r.bad = true
		return 0
	}
	r.rest = r.rest[n:]
	return int(x)
}

// length reads how many things of at least size bytes follow.
func (r *storedReader) length(size int) int { return r.number(len(r.rest) / size) }

var noBytes [8]byte

func (r *storedReader) bytes(n int) []byte {
	if r.bad || len(r.rest) < n {
		r.bad = true
		return noBytes[:min(n, len(noBytes))]
	}
	b := r.rest[:n]
	r.rest = r.rest[n:]
	return b
}

// float reads a number that is one, and no wild one.
func (r *storedReader) float() float64 {
	f := math.Float64frombits(binary.LittleEndian.Uint64(r.bytes(8)))
	if !(math.Abs(f) < 1e9) {
		r.bad = true
		return 0
	}
	return f
}
