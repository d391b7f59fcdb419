package main

import (
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
)

func TestAFeedIsSentOnceAndThenNotModified(t *testing.T) {
	s := collection(t)
	all, err := blogs(s)
	if err != nil {
		t.Fatal(err)
	}
	d, err := load(s, all[0])
	if err != nil {
		t.Fatal(err)
	}
	h := handler(map[string]document{"/a.xml": d})
	ask := func(header, value string) *http.Response {
		r := httptest.NewRequest("GET", "/a.xml", nil)
		r.Header.Set(header, value)
		w := httptest.NewRecorder()
		h(w, r)
		return w.Result()
	}
	first := ask("Accept-Encoding", "gzip")
	z, err := gzip.NewReader(first.Body)
	if err != nil {
		t.Fatal(err)
	}
	if body, err := io.ReadAll(z); err != nil || string(body) != string(d.plain) {
		t.Errorf("unpacked, the feed is another (%v)", err)
	}
	if again := ask("If-None-Match", first.Header.Get("ETag")); again.StatusCode != http.StatusNotModified {
		t.Errorf("asked again with its ETag: %s", again.Status)
	}
}
