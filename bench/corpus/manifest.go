package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
)

// A blog is a row of the manifest.
type blog struct {
	Slug         string   `json:"slug"`
	Name         string   `json:"name"`
	SiteURL      string   `json:"site_url"`
	FeedFile     string   `json:"feed_file"`
	Format       string   `json:"format"`
	Sector       string   `json:"sector"`
	Organisation string   `json:"organisation"` // empty: a person's own blog
	Person       string   `json:"person"`
	SourceRepo   string   `json:"source_repo"`
	Kind         string   `json:"kind"` // "internal": the home organisation's
	Digest       bool     `json:"digest"`
	Match        []string `json:"match"`
	Profiles     []string `json:"-"` // see declare
	host         string   // of the feed, here
	file         string   // of the feed, from the collection's folder
}

const replayFolder = "replay-2021-2022/feeds"

// blogs reads the manifest and gives each blog a loopback address of its own:
// real blogs live on hosts of their own, and politeness towards one host would
// otherwise be all that is measured.
func blogs(s settings) ([]blog, error) {
	data, err := os.ReadFile(filepath.Join(s.corpus, "manifest.json"))
	if err != nil {
		return nil, fmt.Errorf("read the collection (-corpus names its folder): %w", err)
	}
	var all, out []blog
	if err := json.Unmarshal(data, &all); err != nil {
		return nil, fmt.Errorf("%s: %w", filepath.Join(s.corpus, "manifest.json"), err)
	}
	for i, b := range all {
		b.file = b.FeedFile
		if s.replay {
			b.file = path.Join(replayFolder, b.Slug+".json")
		}
		switch _, err := os.Stat(filepath.Join(s.corpus, filepath.FromSlash(b.file))); {
		case errors.Is(err, fs.ErrNotExist) && s.replay: // wrote nothing in those months
			continue
		case err != nil:
			return nil, err
		}
		b.host = fmt.Sprintf("127.0.1.%d:%d", i+1, s.port)
		if s.single {
			b.host = fmt.Sprintf("127.0.0.1:%d", s.port)
		}
		out = append(out, b)
	}
	return out, declare(s.corpus, out)
}

// feedURL is where the blog's feed is served.
func (b blog) feedURL() string { return "http://" + b.host + "/" + path.Base(b.file) }

// writer is the name of whoever the blog is by: its person, else its team.
func (b blog) writer() string {
	if b.Person != "" {
		return b.Person
	}
	return b.Name
}

// hosts are the addresses that are the blog's. The manifest marks one that
// stands for itself alone with "="; weft takes every host for itself alone.
func (b blog) hosts() []string {
	var out []string
	for _, m := range b.Match {
		out = append(out, strings.TrimPrefix(m, "="))
	}
	return out
}
