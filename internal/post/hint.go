package post

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"os"
)

// ungreeted says what to do about a server that did not say its first word:
// mostly it is spoken to in the other of two ways. encrypted: from the first byte.
func ungreeted(err error, encrypted bool) error {
	var plain tls.RecordHeaderError
	switch {
	case encrypted && errors.As(err, &plain):
		return fmt.Errorf("%w\n    hint: it does not speak encrypted from the first byte; write smtp://, and it is asked to (STARTTLS, mostly at port 587)", err)
	case !encrypted && errors.Is(err, os.ErrDeadlineExceeded):
		return fmt.Errorf("it says nothing: %w\n    hint: where it speaks encrypted from the first byte (mostly at port 465), write smtps://", err)
	}
	return err
}

// hinted says what to do about a certificate that nobody here can trust.
func hinted(err error) error {
	var stranger x509.UnknownAuthorityError
	var other x509.HostnameError
	switch {
	case errors.As(err, &stranger):
		return fmt.Errorf("%w\n    hint: give this machine the certificate of the authority that signed it, or name its file in SSL_CERT_FILE", err)
	case errors.As(err, &other):
		return fmt.Errorf("%w\n    hint: name the server as its certificate does", err)
	}
	return err
}
