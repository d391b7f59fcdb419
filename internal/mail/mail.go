// Package mail writes a digest as mail: a message of two parts that say the
// same (RFC 2046 §5.1.4), its page with the styles written to each element, as
// programs that read mail want it, and its text in lines that fit.
//
// It promises that the same Message gives the same bytes, that no line of it is
// longer than mail may carry and none like what parts two mails in a mailbox, and
// that nothing in a title or a name becomes a header, an encoded word or a control
// character. It sends nothing, and decides nothing of what an issue holds.
package mail

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/mail"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"
)

// A Message is one issue as mail, addressed to nobody yet.
type Message struct {
	From, ReplyTo *mail.Address // ReplyTo: nil where answers go to From
	Subject       string
	Date          time.Time
	ID            string // without its angle brackets, such as "2026-W47@digest.localhost"
	ListID        string // without its angle brackets (RFC 2919)
	ListName      string
	Unsubscribe   string // an address of the web, or mailto:; empty: none is known
	Subscribe     string
	Language      string // BCP 47
	Text, HTML    string
}

// Bytes writes the message (RFC 5322). Whoever sends it adds to whom.
func (m Message) Bytes() ([]byte, error) {
	msg := gomail.NewMsg(gomail.WithNoDefaultUserAgent(), gomail.WithEncoding(gomail.EncodingQP), gomail.WithBoundary(m.boundary()))
	msg.SetGenHeader(gomail.Header(gomail.HeaderFrom), mailbox(m.From))
	if m.ReplyTo != nil {
		msg.SetGenHeader(gomail.Header(gomail.HeaderReplyTo), mailbox(m.ReplyTo))
	}
	msg.SetGenHeader(gomail.HeaderSubject, header(m.Subject))
	msg.SetDateWithValue(m.Date)
	msg.SetMessageIDWithValue(m.ID)
	msg.SetGenHeader("List-Id", strings.TrimSpace(phrase(m.ListName)+" <"+m.ListID+">"))
	msg.SetGenHeader(gomail.HeaderContentLang, m.Language)
	for name, address := range map[gomail.Header]string{gomail.HeaderListUnsubscribe: m.Unsubscribe, "List-Subscribe": m.Subscribe} {
		if address = listed(address); address != "" {
			msg.SetGenHeader(name, "<"+address+">")
		}
	}
	msg.SetBodyString(gomail.TypeTextPlain, m.Text)
	msg.AddAlternativeString(gomail.TypeTextHTML, m.HTML)
	var b bytes.Buffer
	if _, err := msg.WriteTo(&b); err != nil {
		return nil, fmt.Errorf("write the mail %s: %w", m.ID, err)
	}
	return []byte(unlikeMbox.Replace(b.String())), nil
}

// unlikeMbox encodes the beginning of a line that mailboxes of one file take for
// that of a mail: they would write ">From" into it, and no signature would hold
// (RFC 2049 §3). It ends the line softly, since that may have no room for more.
var unlikeMbox = strings.NewReplacer("\r\nFrom ", "\r\n=46rom=\r\n ")

// mailbox writes an address with its name (RFC 5322 §3.4). The standard library
// would leave a backslash in an encoded word, and not read it back.
func mailbox(a *mail.Address) string {
	return strings.TrimSpace(phrase(a.Name) + " " + (&mail.Address{Address: a.Address}).String())
}

// boundary parts the two forms. It is made of what they say, so it is the same
// every time, and no text can hold it but by being itself.
func (m Message) boundary() string {
	sum := sha256.Sum256([]byte(m.ID + "\x00" + m.Text + "\x00" + m.HTML))
	return "weft-" + hex.EncodeToString(sum[:16])
}
