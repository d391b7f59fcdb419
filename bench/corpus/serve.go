package main

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"net"
	"net/http"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// modified is what Last-Modified says of every feed: the day the collection's
// newest source was taken. Files' own times differ from copy to copy.
var modified = time.Date(2026, 8, 22, 12, 0, 0, 0, time.UTC)

// A document is a feed, ready to be sent.
type document struct {
	plain, zipped     []byte
	etag, contentType string
}

var contentTypes = map[string]string{
	"atom": "application/atom+xml; charset=utf-8",
	"rss":  "application/rss+xml; charset=utf-8",
	"json": "application/feed+json; charset=utf-8",
}

// serve answers for every blog at its address until it is killed. It prints
// "ready" once it listens.
func serve(s settings) error {
	all, err := blogs(s)
	if err != nil {
		return err
	}
	docs := map[string]document{}
	hosts := map[string]map[string]document{}
	for i, b := range all {
		d, err := load(s, b)
		if err != nil {
			return err
		}
		docs["/"+path.Base(b.file)] = d
		if hosts[b.host] == nil {
			hosts[b.host] = map[string]document{}
		}
		if !s.single {
			maps.Copy(hosts[b.host], home(i, b, d))
		}
	}
	failed := make(chan error)
	for host, own := range hosts {
		l, err := net.Listen("tcp", host)
		if err != nil {
			return fmt.Errorf("listen (another -port, or -single-host, may help): %w", err)
		}
		maps.Copy(own, docs)
		go func() { failed <- http.Serve(l, handler(own)) }()
	}
	fmt.Printf("ready: %d feeds on %d addresses, port %d, pid %d\n", len(docs), len(hosts), s.port, os.Getpid())
	return <-failed
}

func load(s settings, b blog) (document, error) {
	data, err := os.ReadFile(filepath.Join(s.corpus, filepath.FromSlash(b.file)))
	if err != nil {
		return document{}, err
	}
	var zipped bytes.Buffer
	z := gzip.NewWriter(&zipped)
	z.Write(data) // into memory
	if err := z.Close(); err != nil {
		return document{}, err
	}
	format := b.Format
	if s.replay {
		format = "json"
	}
	sum := sha256.Sum256(data)
	return document{data, zipped.Bytes(), strconv.Quote(hex.EncodeToString(sum[:8])), contentTypes[format]}, nil
}

// handler answers with validators, 304 where they are sent back, and gzip
// where it is understood, as a well-kept server does.
func handler(docs map[string]document) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		d, ok := docs[r.URL.Path]
		if !ok {
			http.NotFound(w, r)
			return
		}
		h := w.Header()
		h.Set("ETag", d.etag)
		h.Set("Last-Modified", modified.Format(http.TimeFormat))
		h.Set("Vary", "Accept-Encoding")
		if r.Header.Get("If-None-Match") == d.etag {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		h.Set("Content-Type", d.contentType)
		body := d.plain
		if d.zipped != nil && strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
			h.Set("Content-Encoding", "gzip")
			body = d.zipped
		}
		h.Set("Content-Length", strconv.Itoa(len(body)))
		w.Write(body)
	}
}
