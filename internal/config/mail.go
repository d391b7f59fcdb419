package config

import (
	"net/mail"
	"strings"
)

// Mail says whose letter a digest is when it goes out by mail. Without From a
// digest is made as a page and as text to send, and as no message.
type Mail struct {
	From        string `toml:"from"`        // "Ana Pop <digest@example.org>"
	ReplyTo     string `toml:"reply_to"`    // where answers go, if elsewhere
	Subscribe   string `toml:"subscribe"`   // an e-mail address or a page: how one gets the mail
	Unsubscribe string `toml:"unsubscribe"` // the same: how one stops getting it
}

// Sender gives From as the headers of mail have it; nil: there is none.
func (m Mail) Sender() *mail.Address { return mailbox(m.From) }

// Answers gives ReplyTo; nil: answers go to From.
func (m Mail) Answers() *mail.Address { return mailbox(m.ReplyTo) }

// mailbox reads one address that every mail server takes: in ASCII, with a
// domain.
func mailbox(s string) *mail.Address {
	a, err := mail.ParseAddress(s)
	if err != nil || !strings.Contains(a.Address, ".") || strings.ContainsFunc(a.Address, func(r rune) bool { return r <= ' ' || r >= 0x7f }) {
		return nil
	}
	return a
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
	if r.f.Mail.From == "" && m.ReplyTo != "" {
		r.probs.Warn(File, r.lines.Of("mail", "reply_to"), `write from = "Ana Pop <digest@example.org>" as well`, "mail.reply_to without mail.from: no mail.eml is made")
	}
	return m
}
