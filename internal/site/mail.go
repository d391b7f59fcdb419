package site

import (
	"strings"
	"sync"

	"weft/internal/digest"
	"weft/internal/mail"
	"weft/internal/route"

	"github.com/google/uuid"
)

// A mailPage is an issue as mail, with links that lead to it from anywhere.
type mailPage struct {
	issuePage
	Language               string
	Site                   link
	Edition                string // its name when it is not the public one
	Canonical              string
	Curators, Keepers      []string // Keepers keep an overlay's lists, and no other
	Subscribe, Unsubscribe string   // links; empty: the site names none
	*penned
}

// A posting is an issue as mail in both forms.
type posting struct{ html, text []byte }

// mails plans the mail of a published issue: its page, its text, and, where the
// site says whom it is from, the message of both.
func (b *builder) mails(is *digest.Issue) {
	made := sync.OnceValues(func() (posting, error) { return b.letter(is) })
	plan := func(format string, take func(posting) ([]byte, error)) {
		b.file(route.File(route.Mail(is.Period.Name, format)), func() ([]byte, error) {
			l, err := made()
			if err != nil {
				return nil, err
			}
			return take(l)
		})
	}
	plan("html", func(l posting) ([]byte, error) { return l.html, nil })
	plan("txt", func(l posting) ([]byte, error) { return l.text, nil })
	if b.in.Site.Mail.Sender() != nil {
		plan("eml", func(l posting) ([]byte, error) { return b.message(is, l).Bytes() })
	}
}

// mailLinks are where a published issue lies as mail.
func (s *sheet) mailLinks(is *digest.Issue) []link {
	if is.Draft {
		return nil
	}
	to := func(format string) string { return s.to(route.Mail(is.Period.Name, format)) }
	all := []link{{Text: s.say("mail.html"), Href: to("html")}, {Text: s.say("mail.txt"), Href: to("txt")}}
	if s.in.Site.Mail.Sender() != nil {
		all = append(all, link{Text: s.say("mail.eml"), Href: to("eml")})
	}
	return all
}

// letter makes both forms at once: all three files hold them. A text that is
// missing is the fault of each.
func (b *builder) letter(is *digest.Issue) (l posting, err error) {
	page := b.away(route.Digest(is.Period.Name)).mailPage(is)
	if l.html, err = b.tmpl.letter(page); err != nil {
		return l, err
	}
	l.html = []byte(mail.Inline(string(l.html)))
	if l.text, err = b.tmpl.plain(page); err != nil {
		return l, err
	}
	l.text = []byte(blankLines.Replace(strings.TrimSpace(string(l.text))) + "\n")
	return l, b.err
}

// blankLines leaves two of them at most.
var blankLines = strings.NewReplacer("\n\n\n\n\n\n", "\n\n\n", "\n\n\n\n\n", "\n\n\n", "\n\n\n\n", "\n\n\n")

func (s *sheet) mailPage(is *digest.Issue) *mailPage {
	m := s.in.Site.Mail
	page := &mailPage{issuePage: s.issuePage(is), Language: s.in.Site.Language, Site: link{Text: s.in.Site.Title, Href: s.to(route.Home)},
		Canonical: route.Absolute(s.in.Site.BaseURL, s.path), Subscribe: s.reach(m.Subscribe), Unsubscribe: s.reach(m.Unsubscribe), penned: &penned{s: s}}
	if s.internal() {
		page.Edition = s.in.Edition.Name
	}
	page.Curators, page.Keepers = s.curators()
	return page
}

// message puts the mail together. Its ids derive from the site's and from the
// period, so that one that is sent again, or from another address, is known as
// the same.
func (b *builder) message(is *digest.Issue, l posting) mail.Message {
	s, m := b.away(route.Digest(is.Period.Name)), b.in.Site.Mail
	list := "digest." + strings.ReplaceAll(uuid.UUID(b.space).String(), "-", "") + ".localhost"
	return mail.Message{From: m.Sender(), ReplyTo: m.Answers(), Subject: b.say("mail.subject", b.name(), is.Title), Date: b.local(is.Period.End),
		ID: is.Period.Name + "@" + list, ListID: list, ListName: b.name(), Subscribe: s.reach(m.Subscribe), Unsubscribe: s.reach(m.Unsubscribe),
		Language: b.in.Site.Language, Text: string(l.text), HTML: string(l.html)}
}
