// Package post hands a finished message to a mail server (SMTP, RFC 5321): it
// alone speaks with one.
//
// It promises that a message goes out as the bytes it is given; that it says of
// each handing over whether the server took it, refused it, or went away so that
// nobody knows; that no word and no password goes over a network unless the
// connection is encrypted and the server is the one that was named; and that no
// error holds the password.
package post

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/textproto"
	"strings"
	"time"

	"github.com/wneessen/go-mail/smtp"
)

// patience is how long a server may take over one step. RFC 5321 §4.5.3.2 lets
// it think for ten minutes after a message; no server that works does.
const patience = 3 * time.Minute

// greeting is how long a server may wait before it says its first word. Some let
// strangers wait for seconds; one that is to be spoken to encrypted waits for ever.
const greeting = time.Minute

// A Server is a mail server, and how one is let in.
type Server struct {
	Host, Port     string
	Encrypted      bool // from the first byte ("implicit TLS", RFC 8314 §3.3), and not by STARTTLS
	User, Password string
}

// A Counter is an open connection to a server.
type Counter struct {
	client *smtp.Client
	conn   net.Conn
	secret secret
	stop   func() bool
}

// A RefusedError is a server's no: it has not taken the message.
type RefusedError struct {
	Code int    // of RFC 5321 §4.2; 400 to 499: later it may
	Text string // what it says, on one line
}

func (e *RefusedError) Error() string { return fmt.Sprintf("%d %s", e.Code, e.Text) }

// Passing reports whether the same may be taken later.
func (e *RefusedError) Passing() bool { return e.Code/100 == 4 }

// ErrUnknown says that a server had the whole message and went away before it
// said whether it takes it.
var ErrUnknown = errors.New("it is not known whether the server took the message")

// Open connects to a server, and says who asks. Without an encrypted connection it
// goes on only within this machine.
func Open(ctx context.Context, s Server) (*Counter, error) {
	dialer := &net.Dialer{Timeout: patience}
	conn, err := dialer.DialContext(ctx, "tcp", net.JoinHostPort(s.Host, s.Port))
	if err != nil {
		return nil, fmt.Errorf("reach the mail server %s: %w", s.Host, err)
	}
	c := &Counter{conn: conn, secret: newSecret(s)}
	c.stop = context.AfterFunc(ctx, func() { conn.Close() })
	if err := c.begin(s, loopback(conn.RemoteAddr())); err != nil {
		c.stop()
		return nil, fmt.Errorf("mail server %s: %w", s.Host, errors.Join(c.secret.mask(said(hinted(err))), closed(conn)))
	}
	return c, nil
}

// loopback reports whether a connection stays within this machine. The address
// counts and not the name, which may lead anywhere.
func loopback(a net.Addr) bool {
	tcp, ok := a.(*net.TCPAddr)
	return ok && tcp.IP.IsLoopback()
}

func closed(conn net.Conn) error {
	if err := conn.Close(); err != nil && !errors.Is(err, net.ErrClosed) {
		return err
	}
	return nil
}

// begin greets, encrypts and logs in. open: the connection may stay as it is.
func (c *Counter) begin(s Server, open bool) (err error) {
	if err := c.conn.SetDeadline(time.Now().Add(greeting)); err != nil {
		return err
	}
	trust := &tls.Config{ServerName: s.Host, MinVersion: tls.VersionTLS12}
	conn := c.conn
	if s.Encrypted {
		conn = tls.Client(c.conn, trust)
	}
	if c.client, err = smtp.NewClient(conn, s.Host); err != nil {
		return ungreeted(err, s.Encrypted)
	}
	if err := c.conn.SetDeadline(time.Now().Add(patience)); err != nil {
		return err
	}
	c.client.SkipSMTPUTF8(true) // addresses are ASCII; not every server behind takes it
	if err := c.client.Hello(myName(c.conn.LocalAddr())); err != nil {
		return err
	}
	if !s.Encrypted && !open {
		if offered, _ := c.client.Extension("STARTTLS"); !offered {
			return errors.New("it offers no encryption (STARTTLS), and nothing was given to it\n    hint: try smtps://, or ask who runs it")
		}
		if err := c.client.StartTLS(trust); err != nil {
			return err
		}
	}
	return c.login(s, open)
}

// myName is how one says who one is without a name (RFC 5321 §4.1.3): the name of
// somebody's laptop is nobody's business.
func myName(a net.Addr) string {
	tcp, ok := a.(*net.TCPAddr)
	switch {
	case !ok:
		return "localhost"
	case tcp.IP.To4() != nil:
		return "[" + tcp.IP.String() + "]"
	}
	return "[IPv6:" + tcp.IP.String() + "]"
}

// login says who sends, in the first of these ways that the server knows. The
// connection is encrypted already, or within this machine, so what works everywhere
// comes first: some servers offer SCRAM, and cannot look up for it whom they know.
func (c *Counter) login(s Server, open bool) error {
	if s.User == "" {
		return nil
	}
	_, offered := c.client.Extension("AUTH")
	for _, way := range []struct {
		name string
		auth func() smtp.Auth
	}{
		{"PLAIN", func() smtp.Auth { return smtp.PlainAuth("", s.User, s.Password, s.Host, open) }},
		{"LOGIN", func() smtp.Auth { return smtp.LoginAuth(s.User, s.Password, s.Host, open) }},
		{"SCRAM-SHA-256", func() smtp.Auth { return smtp.ScramSHA256Auth(s.User, s.Password) }},
	} {
		if !hasWord(offered, way.name) {
			continue
		}
		if err := c.client.Auth(way.auth()); err != nil {
			return fmt.Errorf("it does not let %q in: %w", s.User, said(err))
		}
		return nil
	}
	return fmt.Errorf("it offers no way to log in that weft knows (%q)", offered)
}

func hasWord(words, word string) bool {
	for w := range strings.FieldsSeq(words) {
		if strings.EqualFold(w, word) {
			return true
		}
	}
	return false
}

// Hand gives the server a message for one address, as it is. A RefusedError: it
// was not taken. ErrUnknown: nobody knows. Any other error: the connection broke
// before the message was whole, so that no server may have taken it (RFC 5321
// §4.1.1.4).
func (c *Counter) Hand(from, to string, message []byte) error {
	whole, err := c.hand(from, to, message)
	if err == nil {
		return nil
	}
	var no *RefusedError
	if err = c.secret.mask(said(err)); errors.As(err, &no) {
		_ = c.client.Reset() // where that does not work, the next message says so
		return no
	}
	if whole {
		return fmt.Errorf("%w: %w", ErrUnknown, err)
	}
	return err
}

// hand says how far it came: whole means that the end of the message was written.
func (c *Counter) hand(from, to string, message []byte) (whole bool, err error) {
	if err := c.conn.SetDeadline(time.Now().Add(patience)); err != nil {
		return false, err
	}
	if err := c.client.Mail("<" + from + ">"); err != nil {
		return false, err
	}
	if err := c.client.Rcpt("<" + to + ">"); err != nil {
		return false, err
	}
	w, err := c.client.Data()
	if err != nil {
		return false, err
	}
	if _, err := w.Write(message); err != nil {
		return false, err
	}
	return true, w.Close()
}

// Close says goodbye. What the server says to that is of no account.
func (c *Counter) Close() {
	c.stop()
	_ = c.conn.SetDeadline(time.Now().Add(5 * time.Second))
	_ = c.client.Quit()
	_ = c.conn.Close()
}

// said makes a server's answer one of ours.
func said(err error) error {
	var answer *textproto.Error
	if !errors.As(err, &answer) {
		return err
	}
	return &RefusedError{Code: answer.Code, Text: oneLine(answer.Msg)}
}

// oneLine bounds what a server says: it may be anything.
func oneLine(s string) string {
	r := []rune(strings.Join(strings.Fields(strings.ToValidUTF8(s, "\ufffd")), " "))
	if len(r) > 300 {
		r = append(r[:299], '…')
	}
	return string(r)
}
