package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
	"github.com/rogpeppe/go-internal/testscript"
)

// postoffice NAME DIR runs a mail server on loopback, and puts its address into
// the variable NAME. What it takes for an address lies in DIR/ADDRESS, one after
// the other. Files in DIR say what it is like:
//
//	refused    the addresses that it does not take
//	later      the addresses that it does not take today
//	login      "user:password", of whoever it lets in
//	closing    it takes one message, and hangs up when it hears of the next
//	cut        it takes a message, and hangs up before it says so
//	hang       it takes a message, makes the file "hanging", and says nothing
func postoffice(ts *testscript.TestScript, _ bool, args []string) {
	dir := ts.MkAbs(args[1])
	ts.Check(os.MkdirAll(dir, 0o755))
	l, err := net.Listen("tcp", "127.0.0.1:0")
	ts.Check(err)
	srv := smtp.NewServer(smtp.BackendFunc(func(c *smtp.Conn) (smtp.Session, error) { return &postSession{dir: dir, conn: c}, nil }))
	srv.Domain, srv.AllowInsecureAuth, srv.ErrorLog = "post.example", true, wordless{}
	go srv.Serve(l)
	ts.Defer(func() { srv.Close() })
	ts.Setenv(args[0], "smtp://"+l.Addr().String())
}

type wordless struct{}

func (wordless) Printf(string, ...any) {}
func (wordless) Println(...any)        {}

type postSession struct {
	dir      string
	conn     *smtp.Conn
	from, to string
	in, took bool
}

func (s *postSession) has(name string) (string, bool) {
	data, err := os.ReadFile(filepath.Join(s.dir, name))
	return strings.TrimSpace(string(data)), err == nil
}

func (s *postSession) AuthMechanisms() []string { return []string{sasl.Plain} }

func (s *postSession) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		if login, _ := s.has("login"); login != user+":"+password {
			return &smtp.SMTPError{Code: 535, EnhancedCode: smtp.EnhancedCode{5, 7, 8}, Message: "nobody is let in with " + password}
		}
		s.in = true
		return nil
	}), nil
}

func (s *postSession) Mail(from string, _ *smtp.MailOptions) error {
	if _, asks := s.has("login"); asks && !s.in {
		return smtp.ErrAuthRequired
	}
	if _, closing := s.has("closing"); closing && s.took {
		return s.conn.Close()
	}
	s.from = from
	return nil
}

func (s *postSession) Rcpt(to string, _ *smtp.RcptOptions) error {
	if names, _ := s.has("refused"); strings.Contains(names, to) {
		return &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "nobody of that name\x1b[2J lives here"}
	}
	if names, _ := s.has("later"); strings.Contains(names, to) {
		return &smtp.SMTPError{Code: 450, EnhancedCode: smtp.EnhancedCode{4, 2, 0}, Message: "come again"}
	}
	if s.to != "" {
		return errors.New("one at a time")
	}
	s.to = to
	return nil
}

func (s *postSession) Data(r io.Reader) error {
	data, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	letter := append(fmt.Appendf(nil, "from %s\n", s.from), bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n"))...)
	f, err := os.OpenFile(filepath.Join(s.dir, s.to), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	_, err = f.Write(letter)
	if err = errors.Join(err, f.Close(), os.WriteFile(filepath.Join(s.dir, "last.eml"), data, 0o644)); err != nil {
		return err
	}
	s.took = true
	if _, cut := s.has("cut"); cut {
		s.conn.Conn().Close()
	}
	if _, hang := s.has("hang"); hang {
		os.WriteFile(filepath.Join(s.dir, "hanging"), nil, 0o644)
		time.Sleep(time.Minute)
	}
	return nil
}

func (s *postSession) Reset()        { s.from, s.to = "", "" }
func (s *postSession) Logout() error { return nil }
