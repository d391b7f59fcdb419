package main

import (
	"weft/internal/config"
	"weft/internal/fetch"
)

// client asks for feeds on behalf of a site: it says whose it is, and goes by
// a proxy only where site.toml lets it. Without a site it is weft and no more.
func (env *environment) client(site *config.Site, o fetch.Options) *fetch.Client {
	o.Now = env.now
	if site != nil {
		o.UserAgent = "weft (+" + site.BaseURL + ")"
		o.Proxy = site.Fetch.Proxy
	}
	return fetch.New(o)
}
