package post

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"io"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

// certificate is that of "localhost" alone, which this process trusts.
var certificate tls.Certificate

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "post")
	if err != nil {
		panic(err)
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		panic(err)
	}
	form := x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "localhost"}, DNSNames: []string{"localhost"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true}
	der, err := x509.CreateCertificate(rand.Reader, &form, &form, &key.PublicKey, key)
	if err != nil {
		panic(err)
	}
	certificate = tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}
	file := filepath.Join(dir, "cert.pem")
	if err := os.WriteFile(file, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), 0o600); err != nil {
		panic(err)
	}
	os.Setenv("SSL_CERT_FILE", file) // before anybody asks for the system's
	code := m.Run()
	os.RemoveAll(dir)
	os.Exit(code)
}

// An office is a mail server that takes all but what it is told to refuse.
type office struct {
	login     string   // "user:password"
	ways      []string // in which it lets in; PLAIN where none is said
	way       string   // in which somebody was let in
	no        error    // of the message
	hangUp    bool
	encrypted bool // the last message came over an encrypted connection
	greeted   string
	got       []byte
}

type visit struct {
	*office
	conn *smtp.Conn
	in   bool
}

func (o *office) NewSession(c *smtp.Conn) (smtp.Session, error) {
	o.greeted = c.Hostname()
	return &visit{office: o, conn: c}, nil
}
func (v *visit) AuthMechanisms() []string {
	if len(v.ways) > 0 {
		return v.ways
	}
	return []string{sasl.Plain}
}
func (v *visit) Auth(way string) (sasl.Server, error) {
	enter := func(user, password string) error {
		if v.in = v.login == user+":"+password; !v.in {
			return &smtp.SMTPError{Code: 535, Message: "no " + password}
		}
		v.way = way
		return nil
	}
	switch way {
	case sasl.Plain:
		return sasl.NewPlainServer(func(_, user, password string) error { return enter(user, password) }), nil
	case sasl.Login:
		return &loginServer{enter: enter}, nil
	}
	return nil, &smtp.SMTPError{Code: 535, Message: "offered, and nobody is known here in this way"}
}

// A loginServer asks for a user, and then for a password, as LOGIN does.
type loginServer struct {
	enter func(user, password string) error
	asked int
	user  string
}

func (l *loginServer) Next(said []byte) (ask []byte, done bool, err error) {
	l.asked++
	switch l.asked {
	case 1:
		return []byte("Username:"), false, nil
	case 2:
		l.user = string(said)
		return []byte("Password:"), false, nil
	}
	return nil, true, l.enter(l.user, string(said))
}
func (v *visit) Mail(string, *smtp.MailOptions) error {
	if v.login != "" && !v.in {
		return smtp.ErrAuthRequired
	}
	return nil
}
func (v *visit) Rcpt(to string, _ *smtp.RcptOptions) error {
	if to == "nobody@example.org" {
		return &smtp.SMTPError{Code: 550, Message: "no\nsuch"}
	}
	return nil
}
func (v *visit) Data(r io.Reader) (err error) {
	v.got, err = io.ReadAll(r)
	_, v.encrypted = v.conn.TLSConnectionState()
	if v.hangUp {
		v.conn.Conn().Close()
	}
	if err == nil {
		err = v.no
	}
	return err
}
func (v *visit) Reset()        {}
func (v *visit) Logout() error { return nil }

// open serves an office on loopback. starttls: it offers encryption; implicit: it
// speaks nothing else.
func (o *office) open(t *testing.T, starttls, implicit bool) (host, port string) {
	t.Helper()
	srv := smtp.NewServer(o)
	srv.Domain, srv.AllowInsecureAuth, srv.ErrorLog = "localhost", true, silence{}
	if starttls || implicit {
		srv.TLSConfig = &tls.Config{Certificates: []tls.Certificate{certificate}}
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	if implicit {
		l = tls.NewListener(l, srv.TLSConfig)
	}
	go srv.Serve(l)
	t.Cleanup(func() { srv.Close() })
	_, port, _ = net.SplitHostPort(l.Addr().String())
	return "localhost", port
}

type silence struct{}

func (silence) Printf(string, ...any) {}
func (silence) Println(...any)        {}

// afar opens a server as if it were on another machine.
func afar(t *testing.T, s Server) (*Counter, error) {
	t.Helper()
	conn, err := net.Dial("tcp", net.JoinHostPort("127.0.0.1", s.Port))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	c := &Counter{conn: conn, secret: newSecret(s), stop: func() bool { return true }}
	return c, c.begin(s, false)
}

const letter = "To: <a@example.org>\r\nSubject: s\r\n\r\n.a line that begins with a dot\r\n..\r\n.\r\nend\r\n"

func TestAMessageArrivesAsTheBytesItIs(t *testing.T) {
	o := &office{}
	host, port := o.open(t, false, false)
	c, err := Open(t.Context(), Server{Host: host, Port: port})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if err := c.Hand("from@example.org", "a@example.org", []byte(letter)); err != nil {
		t.Fatal(err)
	}
	if string(o.got) != letter {
		t.Errorf("got %q, want %q", o.got, letter)
	}
	if name, _ := os.Hostname(); !strings.HasPrefix(o.greeted, "[") || strings.Contains(o.greeted, name) {
		t.Errorf("it said that it is %q", o.greeted)
	}
}

func TestAServerElsewhereIsSpokenToEncryptedOrNotAtAll(t *testing.T) {
	for _, c := range []struct {
		name               string
		host               string
		starttls, implicit bool
		encrypted          bool
		wrong              string
	}{
		{"it offers STARTTLS", "localhost", true, false, false, ""},
		{"it speaks encrypted from the first byte", "localhost", false, true, true, ""},
		{"it offers nothing", "localhost", false, false, false, "it offers no encryption (STARTTLS)"},
		{"it is another than it says", "mail.example.org", true, false, false, "certificate is valid for localhost, not mail.example.org"},
		{"it is another than it says, from the first byte", "mail.example.org", false, true, true, "certificate is valid for localhost, not mail.example.org"},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := &office{login: "ada:hunter22"}
			_, port := o.open(t, c.starttls, c.implicit)
			counter, err := afar(t, Server{Host: c.host, Port: port, Encrypted: c.encrypted, User: "ada", Password: "hunter22"})
			if c.wrong != "" {
				if err == nil || !strings.Contains(err.Error(), c.wrong) {
					t.Fatalf("got %v, want %q", err, c.wrong)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if err := counter.Hand("from@example.org", "a@example.org", []byte(letter)); err != nil || !o.encrypted {
				t.Errorf("%v, encrypted: %t", err, o.encrypted)
			}
		})
	}
}

func TestWhoSendsIsLetInInTheWayThatWorks(t *testing.T) {
	for _, c := range []struct {
		name  string
		ways  []string
		way   string
		wrong string
	}{
		{"it knows LOGIN alone", []string{"CRAM-MD5", "LOGIN"}, "LOGIN", ""},
		{"it knows LOGIN and PLAIN", []string{"LOGIN", "PLAIN"}, "PLAIN", ""},
		{"it offers SCRAM, and has no passwords for it", []string{"SCRAM-SHA-256", "PLAIN"}, "PLAIN", ""},
		{"it knows nothing that weft does", []string{"CRAM-MD5"}, "", `it offers no way to log in that weft knows ("CRAM-MD5")`},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := &office{login: "ada:hunter22", ways: c.ways}
			host, port := o.open(t, true, false)
			counter, err := afar(t, Server{Host: host, Port: port, User: "ada", Password: "hunter22"})
			if c.wrong != "" {
				if err == nil || !strings.Contains(err.Error(), c.wrong) {
					t.Fatalf("got %v, want %q", err, c.wrong)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if err := counter.Hand("from@example.org", "a@example.org", []byte(letter)); err != nil || !o.encrypted || o.way != c.way {
				t.Errorf("%v, encrypted: %t, by %q", err, o.encrypted, o.way)
			}
		})
	}
	o := &office{login: "ada:hunter22", ways: []string{"LOGIN"}}
	host, port := o.open(t, false, false)
	if _, err := afar(t, Server{Host: host, Port: port, User: "ada", Password: "hunter22"}); err == nil || o.way != "" {
		t.Errorf("a password went over a network as it is: %v, by %q", err, o.way)
	}
}

func TestWhatIsWrongWithAServerIsSaidWithWhatToDo(t *testing.T) {
	o := &office{}
	host, port := o.open(t, true, false)
	if _, err := Open(t.Context(), Server{Host: host, Port: port, Encrypted: true}); err == nil || !strings.Contains(err.Error(), "hint: it does not speak encrypted from the first byte; write smtp://") {
		t.Errorf("one that begins in the clear: %v", err)
	}
	silent := &net.OpError{Op: "read", Err: os.ErrDeadlineExceeded}
	if err := ungreeted(silent, false); !errors.Is(err, silent) || !strings.Contains(err.Error(), "write smtps://") {
		t.Errorf("one that waits to be spoken to encrypted: %v", err)
	}
	if err := ungreeted(silent, true); err != silent {
		t.Errorf("one that is away: %v", err)
	}
	_, port = o.open(t, false, true)
	if _, err := Open(t.Context(), Server{Host: "127.0.0.1", Port: port, Encrypted: true}); err == nil || !strings.Contains(err.Error(), "hint: name the server as its certificate does") {
		t.Errorf("one that has another name: %v", err)
	}
	if err := hinted(&tls.CertificateVerificationError{Err: x509.UnknownAuthorityError{}}); !strings.Contains(err.Error(), "or name its file in SSL_CERT_FILE") {
		t.Errorf("one whom a stranger vouches for: %v", err)
	}
}

func TestWhatBecameOfAMessageIsToldApart(t *testing.T) {
	o := &office{}
	host, port := o.open(t, false, false)
	c, err := Open(t.Context(), Server{Host: host, Port: port})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	var no *RefusedError
	if err := c.Hand("from@example.org", "nobody@example.org", []byte(letter)); !errors.As(err, &no) || no.Code != 550 || no.Passing() || strings.Contains(no.Text, "\n") {
		t.Errorf("an address that is refused: %v", err)
	}
	o.no = &smtp.SMTPError{Code: 452, Message: "full"}
	if err := c.Hand("from@example.org", "a@example.org", []byte(letter)); !errors.As(err, &no) || !no.Passing() {
		t.Errorf("a message that is refused for now: %v", err)
	}
	o.no = nil
	if err := c.Hand("from@example.org", "a@example.org", []byte(letter)); err != nil {
		t.Errorf("after refusals: %v", err)
	}
	o.hangUp = true
	if err := c.Hand("from@example.org", "a@example.org", []byte(letter)); !errors.Is(err, ErrUnknown) {
		t.Errorf("a server that hangs up: %v", err)
	}
	if err := c.Hand("from@example.org", "a@example.org", []byte(letter)); err == nil || errors.Is(err, ErrUnknown) || errors.As(err, &no) {
		t.Errorf("a connection that is gone: %v", err)
	}
}

func TestAPasswordIsInNoError(t *testing.T) {
	o := &office{login: "ada:other"}
	host, port := o.open(t, false, false)
	_, err := Open(t.Context(), Server{Host: host, Port: port, User: "ada", Password: "hunter22"})
	if err == nil || !strings.Contains(err.Error(), "no ****") || strings.Contains(err.Error(), "hunter22") {
		t.Errorf("got %v", err)
	}
	s := newSecret(Server{User: "ada", Password: "hunter22"})
	for _, said := range []string{"no hunter22", "500 AUTH PLAIN AGFkYQBodW50ZXIyMg==", "what is aHVudGVyMjI="} {
		if got := s.mask(&RefusedError{Code: 500, Text: said}).Error(); got == said || !strings.Contains(got, "****") {
			t.Errorf("%q stays %q", said, got)
		}
	}
}

func TestWhoIsInterruptedWaitsForNoServer(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0") // takes a call, and says nothing
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	_, port, _ := net.SplitHostPort(l.Addr().String())
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	began := time.Now()
	if _, err := Open(ctx, Server{Host: "127.0.0.1", Port: port}); err == nil || time.Since(began) > 10*time.Second {
		t.Errorf("%v after %v", err, time.Since(began))
	}
}

func TestWhatAServerSaysIsBounded(t *testing.T) {
	if got := oneLine("a\r\n b\t" + string(bytes.Repeat([]byte("x"), 1000))); len([]rune(got)) != 300 || strings.ContainsAny(got, "\r\n\t") {
		t.Errorf("%q", got)
	}
}
