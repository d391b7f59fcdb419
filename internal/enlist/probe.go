package enlist

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"weft/internal/discover"
	"weft/internal/entry"
	"weft/internal/feed"
	"weft/internal/fetch"
	"weft/internal/htmlsafe"
)

// A Probe asks a blog for its feeds.
type Probe struct {
	Client  *fetch.Client
	Private bool      // the named host may have a private address
	Now     time.Time // dates beyond are not believed
	// Step is told of each address before it is asked; nil: nobody is.
	Step func(address string)
}

// An Offer is a feed that was found, to be put before a curator.
type Offer struct {
	discover.Found
	Address string   // to be listed
	Private bool     // listing it takes network = "private"
	Also    []string // other addresses of it: asked, answered, said by itself, its other forms
}

// A Result is what a probe found.
type Result struct {
	Asked  string // the address that answered, or the last that was asked
	Site   string // of the page; "" when the address was a feed itself
	Page   *htmlsafe.Page
	Offers []Offer // the best first; readers' comments are among them only where nothing else is
	Tried  []Try
}

// A Try is an address that was asked and is no feed.
type Try struct {
	URL    string
	Reason string
	From   discover.From
}

// An Unreachable says why the named address could not be had.
type Unreachable struct {
	Address string
	Failure error
	Private bool // it lies in a private network
}

func (u *Unreachable) Error() string { return u.Address + ": " + u.Failure.Error() }

// Unwrap gives the cause.
func (u *Unreachable) Unwrap() error { return u.Failure }

// search is one probe under way.
type search struct {
	Probe
	named string // the address that was named, whose host Private opens
	inner bool   // it has a private address, and may
	res   Result
	asked map[string]bool
	found []Offer
}

// Find looks for the feeds of a blog. The address may lack its scheme.
func (p Probe) Find(ctx context.Context, address string) (Result, error) {
	s := &search{Probe: p, asked: map[string]bool{}}
	o, err := s.arrive(ctx, address)
	if err != nil {
		return s.res, err
	}
	headers := o.Header.Values("Link")
	if o.Status == fetch.OK && s.read(discover.Candidate{URL: s.named, From: discover.Given}, o) {
		return s.finish(), nil
	}
	base := cmp.Or(o.FinalURL, s.named)
	s.res.Site = cmp.Or(o.Permanent, s.named)
	if o.Status == fetch.OK {
		page := htmlsafe.ReadPage(o.Body, o.Header.Get("Content-Type"), base)
		s.res.Page = &page
	}
	for _, candidates := range s.rounds(headers, base) {
		for _, c := range candidates {
			if c.From == discover.Common && s.enough() {
				break
			}
			if err := s.try(ctx, c); err != nil {
				return s.res, err
			}
		}
		if s.enough() {
			break
		}
	}
	return s.finish(), nil
}

// rounds are where to look, each only when the one before brought nothing.
func (s *search) rounds(headers []string, base string) [][]discover.Candidate {
	if s.res.Page == nil {
		return [][]discover.Candidate{discover.Places(base)}
	}
	return [][]discover.Candidate{discover.InPage(*s.res.Page, headers, base), discover.OnPage(*s.res.Page), discover.Places(base)}
}

// arrive asks the named address: where it lacks its scheme by https, and by
// http where nobody speaks that.
func (s *search) arrive(ctx context.Context, address string) (fetch.Outcome, error) {
	var o fetch.Outcome
	private := false
	for _, s.named = range spelled(address) {
		o, private = s.ask(ctx, s.named)
		if o.Code != 0 || private && !s.Private || ctx.Err() != nil {
			break
		}
	}
	s.res.Asked = cmp.Or(o.FinalURL, s.named)
	if ctx.Err() != nil {
		return o, ctx.Err()
	}
	if o.Code == 0 || o.Status == fetch.Deferred {
		return o, &Unreachable{o.Request.URL, o.Err, private} // without a password, should one be in it
	}
	if o.Status != fetch.OK {
		s.res.Tried = append(s.res.Tried, Try{s.named, said(o.Err), discover.Given})
	}
	return o, nil
}

// spelled gives the addresses that a curator may mean.
func spelled(address string) []string {
	address, _, _ = strings.Cut(strings.TrimSpace(address), "#")
	if rest, ok := strings.CutPrefix(address, "feed:"); ok {
		address = strings.TrimPrefix(rest, "//")
	}
	if scheme, rest, ok := strings.Cut(address, "://"); ok {
		return []string{scheme + "://" + rooted(rest)}
	}
	address = rooted(strings.TrimPrefix(address, "//"))
	return []string{"https://" + address, "http://" + address}
}

// rooted gives an address without its scheme the slash behind the host.
func rooted(rest string) string {
	if rest != "" && !strings.ContainsAny(rest, "/?") {
		return rest + "/"
	}
	return rest
}

// ask asks for one address. Only where the guard refused it, the host is the
// one that was named and that was allowed, it is asked again with the private
// network open; private says that this was needed, or would have been.
func (s *search) ask(ctx context.Context, address string) (o fetch.Outcome, private bool) {
	if s.Step != nil {
		s.Step(address)
	}
	same := fetch.SamePlace(address, s.named)
	if !s.inner || !same {
		o = s.Client.Get(ctx, fetch.Request{URL: address})
		var f *fetch.Failure
		private = errors.As(o.Err, &f) && f.Opens && o.Requests == 0 // not where a redirect leads
	}
	if private && same && s.Private {
		s.inner = true
	}
	if s.inner && same {
		return s.Client.Get(ctx, fetch.Request{URL: address, Network: fetch.NetworkPrivate}), true
	}
	return o, private
}

// try asks for a candidate and keeps it if it is a feed.
func (s *search) try(ctx context.Context, c discover.Candidate) error {
	if s.asked[c.URL] {
		return nil
	}
	s.asked[c.URL] = true
	o, _ := s.ask(ctx, c.URL)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if o.Status != fetch.OK {
		s.res.Tried = append(s.res.Tried, Try{c.URL, said(o.Err), c.From})
		return nil
	}
	if !s.read(c, o) {
		s.res.Tried = append(s.res.Tried, Try{c.URL, "not a feed", c.From})
	}
	return nil
}

// read takes an answer in as an offer if it is a feed.
func (s *search) read(c discover.Candidate, o fetch.Outcome) bool {
	f, err := feed.Parse(o.Body, feed.Source{Address: o.FinalURL, ContentType: o.Header.Get("Content-Type"), ContentLocation: o.Header.Get("Content-Location")})
	if err != nil {
		return false
	}
	c.URL, _, _ = strings.Cut(c.URL, "#")
	offer := Offer{Found: discover.Read(c, f, s.named, s.Now), Address: cmp.Or(o.Permanent, c.URL), Also: []string{c.URL, o.FinalURL, o.Permanent, f.Self}}
	offer.Private = o.Request.Network == fetch.NetworkPrivate && fetch.SamePlace(offer.Address, c.URL)
	s.found = append(s.found, offer)
	return true
}

// enough reports whether something other than readers' comments was found.
func (s *search) enough() bool {
	for _, o := range s.found {
		if o.Purpose != discover.Comments {
			return true
		}
	}
	return false
}

// finish puts the offers in order, each blog once.
func (s *search) finish() Result {
	byURL := map[string]Offer{}
	var all []discover.Found
	for _, o := range s.found {
		byURL[o.URL] = o
		if o.Purpose != discover.Comments || !s.enough() {
			all = append(all, o.Found)
		}
	}
	discover.Rank(all)
	kept, forms := discover.Distinct(all)
	for _, f := range kept {
		o := byURL[f.URL]
		for _, form := range forms[f.URL] {
			o.Also = append(o.Also, byURL[form].Address)
		}
		s.res.Offers = append(s.res.Offers, o)
	}
	return s.res
}

// Forms lists the other addresses under which an offer can be had in another
// form, without those that are only another spelling.
func (o Offer) Forms() []string {
	var out []string
	for _, a := range o.Also {
		if a != "" && a != o.URL && entry.AddressKey(a) != entry.AddressKey(o.Address) {
			out = append(out, a)
		}
	}
	return out
}

// said is what happened, without advice about a listed feed: this one is not.
func said(err error) string {
	var f *fetch.Failure
	if errors.As(err, &f) {
		return f.Text
	}
	return err.Error()
}

// Reasons says in lines what was tried, the page itself first; what was not
// found at the places where blogs commonly have their feeds is one line.
func (r Result) Reasons() []string {
	var out []string
	common := 0
	for _, t := range r.Tried {
		if t.From == discover.Common {
			common++
			continue
		}
		out = append(out, t.URL+": "+t.Reason)
	}
	if r.Page != nil && len(out) == 0 {
		out = append(out, r.Asked+": the page names no feed")
	}
	if common > 0 {
		out = append(out, fmt.Sprintf("%d places where blogs often have their feed, such as %s: nothing", common, r.lastCommon()))
	}
	return out
}

func (r Result) lastCommon() string {
	for _, t := range r.Tried {
		if t.From == discover.Common {
			return t.URL
		}
	}
	return ""
}
