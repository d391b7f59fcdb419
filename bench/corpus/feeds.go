package main

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/mmcdole/gofeed"
)

// feeds checks that every feed of a site is read by gofeed, that it and every
// other XML file is well formed, and that no feed gives an id twice. With
// before, the folder of an earlier build, both must have the same ids in the
// same order.
func (v *verdict) feeds(public, before string) error {
	ids, documents, err := readFeeds(public)
	if err != nil {
		return err
	}
	v.say(true, "%d feeds read with gofeed, %d XML files well formed", len(ids), documents)
	if before == "" {
		return nil
	}
	old, _, err := readFeeds(before)
	if err != nil {
		return err
	}
	same := len(old) == len(ids)
	for name := range old {
		if !slices.Equal(old[name], ids[name]) {
			same = false
			v.say(false, "%s: other ids than the build before", name)
		}
	}
	v.say(same, "ids equal over two builds")
	return nil
}

// readFeeds gives the ids of every feed below a folder, by its path, and how
// many XML files there were. There are none where nothing was built.
func readFeeds(public string) (ids map[string][]string, documents int, err error) {
	ids = map[string][]string{}
	err = filepath.WalkDir(public, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		base, name := filepath.Base(path), strings.TrimPrefix(filepath.ToSlash(path), filepath.ToSlash(public)+"/")
		isFeed := strings.HasPrefix(base, "feed.")
		isXML := slices.Contains([]string{".atom", ".rss", ".opml", ".xml", ".svg"}, filepath.Ext(base))
		if !isFeed && !isXML {
			return nil
		}
		data, err := os.ReadFile(path)
		if err == nil && isXML {
			documents++
			err = wellFormed(data)
		}
		if err == nil && isFeed {
			ids[name], err = feedIDs(data)
		}
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		return nil
	})
	if errors.Is(err, fs.ErrNotExist) {
		err = nil
	}
	return ids, documents, err
}

// wellFormed reads an XML document to its end, as strictly as encoding/xml can.
func wellFormed(data []byte) error {
	d := xml.NewDecoder(bytes.NewReader(data))
	for {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
	}
}

// feedIDs gives the ids of a feed's items, which must be there and differ.
func feedIDs(data []byte) ([]string, error) {
	f, err := gofeed.NewParser().Parse(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	ids := []string{}
	for i, item := range f.Items {
		if item.GUID == "" || item.Title == "" || item.Link == "" {
			return nil, fmt.Errorf("item %d lacks an id, a title or a link", i+1)
		}
		if slices.Contains(ids, item.GUID) {
			return nil, fmt.Errorf("item %d has the id %s again", i+1, item.GUID)
		}
		ids = append(ids, item.GUID)
	}
	return ids, nil
}
