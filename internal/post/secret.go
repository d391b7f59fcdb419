package post

import (
	"encoding/base64"
	"errors"
	"strings"
)

// A secret is every form of a password in which a server that echoes what it was
// told would say it.
type secret []string

func newSecret(s Server) secret {
	if s.Password == "" {
		return nil
	}
	return secret{
		base64.StdEncoding.EncodeToString([]byte("\x00" + s.User + "\x00" + s.Password)),
		base64.StdEncoding.EncodeToString([]byte(s.Password)),
		s.Password,
	}
}

// mask takes the password out of an error. One that does not hold it stays what
// it is.
func (s secret) mask(err error) error {
	clean := s.masked(err.Error())
	if clean == err.Error() {
		return err
	}
	if no, ok := err.(*RefusedError); ok {
		return &RefusedError{Code: no.Code, Text: s.masked(no.Text)}
	}
	return errors.New(clean)
}

func (s secret) masked(text string) string {
	for _, form := range s {
		text = strings.ReplaceAll(text, form, "****")
	}
	return text
}
