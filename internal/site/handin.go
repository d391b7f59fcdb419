package site

import (
	"net/mail"
	"net/url"
	"strings"

	"weft/internal/config"
	"weft/internal/roster"
	"weft/internal/route"
)

// A doorway is how a piece is handed in: in a sentence, with a link where there
// is one.
type doorway struct {
	Title, Text string
	Link        link
}

// A handingIn is what the page about contributing says below the site's own
// words.
type handingIn struct {
	Ways    []doorway
	Next    []string
	Licence string
}

func (s *sheet) handingIn() *handingIn {
	c := s.in.Site.Contribute
	h := &handingIn{Next: []string{s.say("contribute.next.read")}, Licence: s.say("contribute.licence.none")}
	if c.Licence != "" {
		h.Licence = s.say("contribute.licence", c.Licence)
	}
	piece := s.writeTo(s.say("contribute.mail.subject", s.in.Site.Title), s.say("contribute.mail.body"))
	feed := s.writeTo(s.say("contribute.feed.subject", s.in.Site.Title), s.say("contribute.feed.body"))
	if piece != "" {
		h.Ways = append(h.Ways, doorway{s.say("contribute.mail"), s.say("contribute.mail.text"), link{Text: s.say("contribute.mail.link"), Href: piece}})
	}
	if c.Forge != "" {
		h.Ways = append(h.Ways, doorway{s.say("contribute.forge"), s.say("contribute.forge.text"), link{Text: s.say("contribute.forge.link"), Href: c.Forge}})
	}
	way := doorway{Title: s.say("contribute.feed"), Text: s.say("contribute.feed.text")}
	if feed != "" {
		way.Link = link{Text: s.say("contribute.feed.link"), Href: feed}
	}
	h.Ways = append(h.Ways, way)
	if c.AnswerWithin != "" {
		h.Next = append(h.Next, s.say("contribute.next.when", c.AnswerWithin))
	}
	h.Next = append(h.Next, s.say("contribute.next.held"), s.say("contribute.next.shown"), s.say("contribute.next.back"))
	return h
}

// writeTo gives the link by which somebody writes to the editors, with a subject
// and a form to fill in where it is a mail; empty where the site names no
// address.
func (s *sheet) writeTo(subject, body string) string {
	to := s.contact()
	if !strings.HasPrefix(to, "mailto:") {
		return to
	}
	return to + "?subject=" + inMail(subject) + "&body=" + inMail(body)
}

// inMail writes a text as part of a mailto address: a blank is %20 and a line
// ends in CR LF (RFC 6068 §5).
func inMail(s string) string {
	return strings.ReplaceAll(url.QueryEscape(strings.ReplaceAll(s, "\n", "\r\n")), "+", "%20")
}

// A right is what somebody may ask for who finds themselves here.
type right struct {
	Text string
	Link link
}

// rights are those of whom a page is about, each with a letter that names it.
func (s *sheet) rights(c *roster.Contributor) []right {
	page := route.Absolute(s.in.Site.BaseURL, s.path)
	var all []right
	for _, key := range []string{"correct", "decline", "leave"} {
		r := right{Text: s.say("contributor.yours." + key)}
		if to := s.writeTo(s.say("contributor.yours."+key+".subject", c.Name), s.say("contributor.yours."+key+".body", page)); to != "" {
			r.Link = link{Text: s.say("contributor.yours." + key + ".link"), Href: to}
		}
		all = append(all, r)
	}
	return all
}

// A roleView is who does what for the digest.
type roleView struct {
	Role string
	Who  []link
}

// roles names who does what, in the order of the file, each role once. Whoever
// opted out of the digest is not named as one of its people either.
func (s *sheet) roles() []roleView {
	var all []roleView
	for _, name := range config.RoleNames {
		v := roleView{Role: s.say("role." + strings.ReplaceAll(name, " ", "-"))}
		for _, r := range s.in.Site.Roles {
			if r.Role == name && !s.in.Roster.Names(r.Name) {
				v.Who = append(v.Who, link{Text: r.Name, Href: s.reach(r.Contact)})
			}
		}
		if len(v.Who) > 0 {
			all = append(all, v)
		}
	}
	return all
}

// reach gives the link to an e-mail address or a page.
func (s *sheet) reach(contact string) string {
	if a, err := mail.ParseAddress(contact); err == nil {
		return "mailto:" + a.Address
	}
	return s.href(contact)
}
