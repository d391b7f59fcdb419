package config

import (
	"errors"
	"net/mail"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"unicode"
)

// Mail says whose letter a digest is when it goes out by mail. Without From a
// digest is made as a page and as text to send, and as no message.
type Mail struct {
	From        string `toml:"from"`        // "Ana Pop <digest@example.org>"
	ReplyTo     string `toml:"reply_to"`    // where answers go, if elsewhere
	Subscribe   string `toml:"subscribe"`   // an e-mail address or a page: how one gets the mail
	Unsubscribe string `toml:"unsubscribe"` // the same: how one stops getting it

	To       []string `toml:"to"`       // addresses of lists that the public edition is sent to; another edition has its own
	Server   string   `toml:"server"`   // "smtps://mail.example.org:465"
	User     string   `toml:"user"`     // who the server lets in; empty: it asks nobody
	Password string   `toml:"password"` // a reference to it, such as "env:NAME": never itself
}

// A MailServer is where mail is handed in.
type MailServer struct {
	Host, Port string
	Encrypted  bool // from the first byte on
}

// At reads Server; false where none is named, or where it is no mail server.
func (m Mail) At() (MailServer, bool) {
	u, err := url.Parse(m.Server)
	if err != nil || u.Hostname() == "" || u.User != nil || strings.Trim(u.Path, "/") != "" || u.RawQuery != "" || u.Fragment != "" {
		return MailServer{}, false
	}
	at := MailServer{Host: u.Hostname(), Port: u.Port(), Encrypted: u.Scheme == "smtps"}
	switch {
	case u.Scheme != "smtp" && u.Scheme != "smtps":
		return MailServer{}, false
	case at.Port != "":
	case at.Encrypted:
		at.Port = "465"
	case at.here():
		at.Port = "25"
	default:
		at.Port = "587"
	}
	return at, true
}

func (s MailServer) here() bool {
	ip, err := netip.ParseAddr(s.Host)
	return s.Host == "localhost" || err == nil && ip.IsLoopback()
}

// Mailbox reads one e-mail address that every mail server takes; nil: it is none.
func Mailbox(s string) *mail.Address { return mailbox(s) }

// MailTo lists where an edition goes by mail. What is of an overlay goes nowhere
// unless its edition says so itself.
func (s *Site) MailTo(e Edition) []string {
	if e.Name == Public {
		return s.Mail.To
	}
	return e.MailTo
}

// MailedElsewhere names another edition that goes to an address; "" where none
// does: readers of one edition are not those of another.
func (s *Site) MailedElsewhere(e Edition, address string) string {
	for _, other := range s.Editions {
		if other.Name != e.Name && slices.ContainsFunc(s.MailTo(other), func(a string) bool { return sameMailbox(a, address) }) {
			return other.Name
		}
	}
	return ""
}

// sameMailbox reports whether two addresses are read by the same people. Capitals
// tell no mailboxes apart in practice.
func sameMailbox(a, b string) bool {
	x, y := mailbox(a), mailbox(b)
	return x != nil && y != nil && strings.EqualFold(x.Address, y.Address)
}

// Sender gives From as the headers of mail have it; nil: there is none.
func (m Mail) Sender() *mail.Address { return mailbox(m.From) }

// Answers gives ReplyTo; nil: answers go to From.
func (m Mail) Answers() *mail.Address { return mailbox(m.ReplyTo) }

// mailbox reads one address that every mail server takes: in ASCII, with a
// domain.
func mailbox(s string) *mail.Address {
	a, err := mail.ParseAddress(s)
	if err != nil {
		a, err = unquoted(s)
	}
	if err != nil || !strings.Contains(a.Address, ".") || strings.ContainsFunc(a.Address, func(r rune) bool { return r <= ' ' || r >= 0x7f }) {
		return nil
	}
	return a
}

// unquoted reads an address whose name would have to stand in quotation marks, as
// "Ana Pop, editor <ana@example.org>", which people do not know. What may be two
// addresses is none.
func unquoted(s string) (*mail.Address, error) {
	name, _, _ := strings.Cut(s, "<")
	a, err := mail.ParseAddress(strings.TrimPrefix(s, name))
	if err != nil || strings.ContainsAny(name, "@\"") || strings.ContainsFunc(name, unicode.IsControl) {
		return nil, errors.New("no address")
	}
	a.Name = strings.TrimSpace(name)
	return a, nil
}

// mail checks what is said of mail: it becomes headers, and links.
func (r *reader) mail() Mail {
	m := r.f.Mail
	check := func(key string, value *string, ok func(string) bool, hint, wrong string) {
		if *value != "" && !ok(*value) {
			r.probs.Add(File, r.lines.Of("mail", key), hint, "mail.%s = %q "+wrong, key, *value)
			*value = ""
		}
	}
	one := func(s string) bool { return mailbox(s) != nil }
	either := func(s string) bool { return isWebAddress(s) || one(s) }
	check("from", &m.From, one, `write one address, with a name or without: from = "Ana Pop <digest@example.org>"`, "is no e-mail address")
	check("reply_to", &m.ReplyTo, one, `write one address: reply_to = "editors@example.org"`, "is no e-mail address")
	check("subscribe", &m.Subscribe, either, `write an e-mail address, or a page: subscribe = "https://…"`, "is neither")
	check("unsubscribe", &m.Unsubscribe, either, `write an e-mail address, or a page: unsubscribe = "https://…"`, "is neither")
	r.handing(&m)
	r.recipients(&m.To, r.lines.Of("mail", "to"), "mail.to")
	if r.f.Mail.From == "" && m.ReplyTo != "" {
		r.probs.Warn(File, r.lines.Of("mail", "reply_to"), `write from = "Ana Pop <digest@example.org>" as well`, "mail.reply_to without mail.from: no mail.eml is made")
	}
	return m
}

// handing checks how mail is handed to a server. The password is not quoted: it
// may be the secret itself, put there by mistake.
func (r *reader) handing(m *Mail) {
	if _, ok := m.At(); m.Server != "" && !ok {
		said := m.Server
		if strings.Contains(said, "@") {
			said = "…"
		}
		r.probs.Add(File, r.lines.Of("mail", "server"), `write server = "smtps://mail.example.org:465" or "smtp://mail.example.org:587"; a name and a password go into user and password`, "mail.server = %q is no mail server", said)
		m.Server = ""
	}
	kind, name, _ := strings.Cut(m.Password, ":")
	if m.Password != "" && (kind != "env" && kind != "file" || name == "") {
		r.probs.Add(File, r.lines.Of("mail", "password"), `write password = "env:WEFT_SMTP_PASSWORD" and keep it in the environment, or "file:PATH"`, "mail.password holds something other than a reference")
		m.Password = ""
	}
	if (m.User == "") != (r.f.Mail.Password == "") {
		r.probs.Add(File, max(r.lines.Of("mail", "user"), r.lines.Of("mail", "password")), "a server lets in who names both, or asks for none", "mail.user and mail.password go together")
	}
}

// recipients checks addresses that mail is sent to, and keeps those that are some.
func (r *reader) recipients(all *[]string, line int, what string) {
	var out []string
	for _, a := range *all {
		switch {
		case mailbox(a) == nil:
			r.probs.Add(File, line, `write the addresses of lists: ["digest@lists.example.org"]`, "%s names %q, which is no e-mail address", what, a)
		case slices.ContainsFunc(out, func(b string) bool { return sameMailbox(a, b) }):
			r.probs.Add(File, line, "write it once", "%s names %q twice", what, a)
		default:
			out = append(out, a)
		}
	}
	*all = out
}

// mailedTo checks where editions go: what is of an overlay must never come to
// readers of another edition.
func (r *reader) mailedTo(s *Site) {
	for i, e := range s.Editions {
		for _, a := range e.MailTo { // the public one has mail.to
			if other := s.MailedElsewhere(e, a); other != "" {
				r.probs.Add(File, r.lines.Of("edition", i-1, "mail_to"), "name addresses of its own: readers of one edition are not those of another", "mail_to of edition %q names %q, where edition %q goes as well", e.Name, a, other)
			}
		}
	}
}
