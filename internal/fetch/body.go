package fetch

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"
)

// acceptEncoding is what unfold.go can undo. The transport's own gzip is off:
// it has no bound and no deflate.
const acceptEncoding = "gzip, deflate, br"

// light is the size up to which anybody may hold an answer, in bytes. Few feeds
// are larger; who needs more waits for it (room.go).
const light = 256 << 10

// bodies reads answers. An answer is received whole before it is unfolded, so
// that whoever unfolds waits for a processor and never for a server, and few
// need a decoder at a time.
type bodies struct {
	limit   int64     // bytes, compressed as well as not
	buffers sync.Pool // for what is received; they spare a run most of its garbage
	hands   hands
	rooms
}

func newBodies(limit int64) *bodies {
	return &bodies{limit: limit, hands: newHands(), rooms: newRooms()}
}

var errTooLarge = errors.New("larger than the limit")

// read returns the decoded body. It holds at most the limit in memory, however
// much a few compressed bytes would unfold to, and reads no more than the limit
// from the line. claim waits for room where the body is not light. The error is
// a *Failure or one of the line's.
func (b *bodies) read(resp *http.Response, claim func(*room) error) ([]byte, error) {
	if resp.ContentLength > b.limit {
		return nil, b.tooLarge()
	}
	line := b.buffer()
	defer b.putBuffer(line)
	err := b.receive(line, resp, claim)
	var body []byte
	if err == nil {
		body, err = b.unfold(line.Bytes(), resp.Header, claim)
	}
	switch {
	case errors.Is(err, errTooLarge):
		return nil, b.tooLarge()
	case err != nil:
		return nil, err
	case len(bytes.TrimSpace(body)) == 0:
		return nil, failf(ReasonEmpty, "the answer is empty").hint("look at the address in a browser")
	}
	return body, nil
}

func (b *bodies) tooLarge() *Failure {
	return failf(ReasonSize, "the answer is larger than %s", bytesInWords(b.limit)).hint("ask the site for a feed of its newest posts alone")
}

// receive reads the line, at most the limit.
func (b *bodies) receive(w *bytes.Buffer, resp *http.Response, claim func(*room) error) error {
	return b.grow(w, resp.Body, b.received, func(r *room) error {
		if b.isBomb(w.Bytes(), resp.Header) {
			return errTooLarge
		}
		return claim(r)
	})
}

// grow reads r to its end, at most the limit, and claims room when it is not
// light.
func (b *bodies) grow(w *bytes.Buffer, r io.Reader, in *room, claim func(*room) error) error {
	more, err := fill(w, r, min(light, b.limit))
	if more && b.limit > light {
		if err := claim(in); err != nil {
			return err
		}
		more, err = fill(w, r, b.limit)
	}
	if more {
		return errTooLarge
	}
	return err
}

// fill reads on until w holds a byte more than the limit, which it says.
func fill(w *bytes.Buffer, r io.Reader, limit int64) (more bool, err error) {
	_, err = w.ReadFrom(io.LimitReader(r, limit+1-int64(w.Len())))
	return int64(w.Len()) > limit, err
}

// codings lists the content codings of an answer in lower case, without those
// that do nothing (RFC 9110 §8.4.1).
func codings(h http.Header) []string {
	var list []string
	for _, value := range h["Content-Encoding"] {
		for name := range strings.SplitSeq(value, ",") {
			switch name = strings.ToLower(strings.TrimSpace(name)); name {
			case "", "identity", "none", "utf-8":
			case "x-gzip":
				list = append(list, "gzip")
			default:
				list = append(list, name)
			}
		}
	}
	return list
}

func (b *bodies) buffer() *bytes.Buffer {
	if w, ok := b.buffers.Get().(*bytes.Buffer); ok {
		return w
	}
	return new(bytes.Buffer)
}

func (b *bodies) putBuffer(w *bytes.Buffer) {
	if w.Cap() <= 2*light {
		w.Reset()
		b.buffers.Put(w)
	}
}
