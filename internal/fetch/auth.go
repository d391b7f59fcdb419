package fetch

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"html"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
)

const (
	minSecret = 4       // bytes; anything shorter would be masked out of half of every text
	minInBody = 8       // bytes; anything shorter may be a word of the feed
	maxSecret = 8 << 10 // bytes
	masked    = "****"  // no longer than a secret, so that masking never makes a body grow
)

// credential is what a feed's Auth refers to. What the secret may look like:
//
//	Scheme value     sent as the Authorization header, as it is
//	user:password    sent as Basic (RFC 7617)
//	anything else    sent as a Bearer token (RFC 6750)
type credential struct {
	header string
	forms  []string // every form in which it could turn up, longest first
}

// readCredential resolves "env:NAME" or "file:PATH". The zero credential is no
// credential.
// Relative paths are seen from a folder.
func readCredential(ref, folder string) (credential, *Failure) {
	if ref == "" {
		return credential{}, nil
	}
	secret, f := readSecret(ref, folder)
	if f != nil {
		return credential{}, f
	}
	return newCredential(secret, ref)
}

// Secret resolves "env:NAME" or "file:PATH", seen from a folder, under the same
// rules as a feed's: what is not a feed's password is kept no worse.
func Secret(ref, folder string) (string, error) {
	secret, f := readSecret(ref, folder)
	if f != nil {
		return "", f
	}
	if _, f := newCredential(secret, ref); f != nil {
		return "", f
	}
	return strings.TrimSpace(secret), nil
}

func readSecret(ref, folder string) (string, *Failure) {
	kind, name, _ := strings.Cut(ref, ":")
	switch {
	case kind == "env" && name != "":
		secret, ok := os.LookupEnv(name)
		if !ok || strings.TrimSpace(secret) == "" {
			return "", failf(ReasonAuth, "the environment variable %q is not set", name).hint("set it where weft runs, or name another")
		}
		return secret, nil
	case kind == "file" && name != "":
		if !filepath.IsAbs(name) {
			name = filepath.Join(folder, filepath.FromSlash(name))
		}
		return readSecretFile(name)
	}
	// The value is not quoted: it may be the secret itself, put there by mistake.
	return "", failf(ReasonAuth, "auth is neither env:NAME nor file:PATH").hint("never write the secret itself into a feed list")
}

// readSecretFile reads a file only its owner can read. The check is made on the
// open file, so nothing can be put in its place in between.
func readSecretFile(path string) (string, *Failure) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "", failf(ReasonAuth, "the credential file %q does not exist", path)
	case err == nil && !info.Mode().IsRegular(): // opening a pipe would wait for its writer
		return "", failf(ReasonAuth, "the credential file %q is not a file", path)
	}
	file, err := os.Open(path)
	if err != nil {
		return "", failf(ReasonAuth, "the credential file %q cannot be opened", path)
	}
	defer file.Close()
	info, err = file.Stat()
	if err != nil {
		return "", failf(ReasonAuth, "the credential file %q cannot be read", path)
	}
	switch {
	case info.Mode().Perm()&0o077 != 0 && runtime.GOOS != "windows":
		return "", failf(ReasonAuth, "the credential file %q can be read by others", path).hint("chmod 600 %q", path)
	case strangersFile(info):
		return "", failf(ReasonAuth, "the credential file %q belongs to another user", path).hint("it must belong to whoever runs weft")
	}
	secret, err := io.ReadAll(io.LimitReader(file, maxSecret+1))
	if err != nil {
		return "", failf(ReasonAuth, "the credential file %q cannot be read", path)
	}
	return string(secret), nil
}

func newCredential(secret, ref string) (credential, *Failure) {
	secret = strings.TrimSpace(secret)
	switch {
	case len(secret) < minSecret:
		return credential{}, failf(ReasonAuth, "the credential in %q is shorter than %d characters", ref, minSecret)
	case len(secret) > maxSecret:
		return credential{}, failf(ReasonAuth, "the credential in %q is longer than %s", ref, bytesInWords(maxSecret))
	case !printable(secret) || strings.Contains(secret, "\t"):
		return credential{}, failf(ReasonAuth, "the credential in %q holds a line break or another control character", ref)
	}
	scheme, value, spaced := strings.Cut(secret, " ")
	user, password, pair := strings.Cut(secret, ":")
	switch {
	case spaced && isToken(scheme):
		return credential{secret, forms(secret, strings.TrimSpace(value))}, nil
	case pair:
		coded := base64.StdEncoding.EncodeToString([]byte(user + ":" + password))
		return credential{"Basic " + coded, forms(secret, password, coded)}, nil
	}
	return credential{"Bearer " + secret, forms(secret)}, nil
}

// forms lists the parts of a secret as they are, and as they would stand in an
// address, in HTML or XML and in JSON, longest first so that no part hides a
// whole. More ways of writing it there are without end; whoever sends a server
// a secret trusts it not to look for them.
func forms(parts ...string) []string {
	var all []string
	for _, part := range parts {
		if len(part) >= minSecret {
			inJSON, _ := json.Marshal(part)
			all = append(all, part, url.QueryEscape(part), url.PathEscape(part), html.EscapeString(part), strings.Trim(string(inJSON), `"`))
		}
	}
	slices.SortFunc(all, func(a, b string) int {
		if len(a) != len(b) {
			return len(b) - len(a)
		}
		return strings.Compare(a, b)
	})
	return slices.Compact(all)
}

// isToken reports whether s may be an authentication scheme (RFC 9110 §5.6.2).
func isToken(s string) bool {
	return s != "" && !strings.ContainsFunc(s, func(r rune) bool {
		letter := 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9'
		return !letter && !strings.ContainsRune("!#$%&'*+-.^_`|~", r)
	})
}

func (c credential) none() bool { return c.header == "" }

// mask takes the credential out of a text that a server may have put it into.
func (c credential) mask(s string) string {
	for _, form := range c.forms {
		s = strings.ReplaceAll(s, form, masked)
	}
	return s
}

// maskBytes is mask for a body; it copies only when there is something to do. A
// password such as "test" stays: it would take the word out of every entry.
func (c credential) maskBytes(b []byte) []byte {
	for _, form := range c.forms {
		if len(form) < minInBody {
			continue
		}
		for _, encoded := range []func(string) []byte{asIs, asUTF16(true), asUTF16(false)} {
			if bytes.Contains(b, encoded(form)) {
				b = bytes.ReplaceAll(b, encoded(form), encoded(masked))
			}
		}
	}
	return b
}

func asIs(s string) []byte { return []byte(s) }

// asUTF16 writes ASCII as it stands in a feed in UTF-16, big end first or not.
func asUTF16(bigEnd bool) func(string) []byte {
	return func(s string) []byte {
		b := make([]byte, 2*len(s))
		for i := range len(s) {
			if bigEnd {
				b[2*i+1] = s[i]
			} else {
				b[2*i] = s[i]
			}
		}
		return b
	}
}

func (c credential) maskHeader(h http.Header) {
	if c.none() {
		return
	}
	for _, values := range h {
		for i, value := range values {
			values[i] = c.mask(value)
		}
	}
}

// maskFailure returns a failure without the credential.
func (c credential) maskFailure(f *Failure) *Failure {
	if f == nil || c.none() {
		return f
	}
	clean := *f
	clean.Text, clean.Hint = c.mask(f.Text), c.mask(f.Hint)
	return &clean
}
