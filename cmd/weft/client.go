package main

import (
	"weft/internal/edition"
	"weft/internal/fetch"
)

// client asks for feeds on behalf of a site: it says whose it is, goes by a
// proxy only where site.toml lets it, and finds credentials from the site's
// folder. Without a site (nil) it is weft and no more.
func (env *environment) client(p *edition.Project, o fetch.Options) *fetch.Client {
	o.Now = env.now
	if p != nil {
		o.UserAgent = "weft (+" + p.Site.BaseURL + ")"
		o.Proxy = p.Site.Fetch.Proxy
		o.Folder = p.Dir
	}
	return fetch.New(o)
}

// around is the site that a command which needs none is run in; nil where there
// is none, or none that can be read.
func (env *environment) around() *edition.Project {
	dir, err := edition.Find(env.dir)
	if err != nil {
		return nil
	}
	p, probs, err := edition.Open(dir)
	if err != nil || probs.Err() != nil {
		return nil
	}
	return p
}
