package fetch

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"slices"
	"strings"
	"syscall"
	"time"
)

// How messages read: lower case, no full stop, the thing named, what to do
// next in the hint. A server's own words never stand in them, except addresses
// in canonical form.

// Reason is the kind of a Failure, for machines.
type Reason string

// The reasons, as `fetch --json` prints them.
const (
	ReasonAddress  Reason = "address"  // the address cannot be used at all
	ReasonPrivate  Reason = "private"  // it leads to an address that is not public
	ReasonDNS      Reason = "dns"      // its name does not resolve
	ReasonConnect  Reason = "connect"  // nobody answers there, or the line broke
	ReasonTimeout  Reason = "timeout"  // it took too long
	ReasonTLS      Reason = "tls"      // the server cannot prove who it is
	ReasonProtocol Reason = "protocol" // the answer is not proper HTTP
	ReasonStatus   Reason = "status"   // an HTTP status other than the good ones
	ReasonRedirect Reason = "redirect" // redirects that lead nowhere
	ReasonEncoding Reason = "encoding" // the answer cannot be decompressed
	ReasonSize     Reason = "size"     // the answer is larger than allowed
	ReasonEmpty    Reason = "empty"    // the answer holds nothing
	ReasonAuth     Reason = "auth"     // the credential cannot be had or used
)

// Failure says in plain words why a feed was not had.
type Failure struct {
	Reason Reason
	// Text is what happened, without the feed's name.
	Text string
	// Hint is what a curator can do about it; often "".
	Hint string
	// Opens says of a private address that a feed which is allowed its network
	// may be there. Others, such as link-local ones, are never asked.
	Opens bool

	code      int  // the HTTP status, where that is what failed
	passing   bool // may be over in a moment: worth another attempt
	unreached bool // the host let a connection time out: its other feeds need not try
}

// Error returns the text and what to do next.
func (f *Failure) Error() string { return f.Text + "; " + f.Next() }

func failf(r Reason, format string, args ...any) *Failure {
	return &Failure{Reason: r, Text: fmt.Sprintf(format, args...)}
}

func (f *Failure) hint(format string, args ...any) *Failure {
	f.Hint = fmt.Sprintf(format, args...)
	return f
}

func (f *Failure) pass() *Failure {
	f.passing = true
	return f
}

// explain puts an error of the net packages into words. The error itself is
// dropped: it may quote what the server sent.
func explain(err error, t target) *Failure {
	var dns *net.DNSError
	if errors.As(err, &dns) {
		return explainDNS(dns, t)
	}
	if f := explainTLS(err, t); f != nil {
		return f
	}
	return explainLine(err, t)
}

func explainDNS(err *net.DNSError, t target) *Failure {
	if err.IsNotFound {
		return failf(ReasonDNS, "no such host %q", t.host).hint("check the spelling of the address, or whether the site still exists")
	}
	return failf(ReasonDNS, "the name %q could not be looked up", t.host).
		hint("the name server did not answer properly, it may be over by the next run").pass()
}

// explainTLS says what is wrong with a secure connection and whose matter it
// is. There is no way around it: weft never asks by http instead.
func explainTLS(err error, t target) *Failure {
	var invalid x509.CertificateInvalidError
	var name x509.HostnameError
	var unknown x509.UnknownAuthorityError
	var verify *tls.CertificateVerificationError
	var record tls.RecordHeaderError
	var remote *net.OpError // crypto/tls tells of a server's alert so, and gives the alert no type
	alert := errors.As(err, &remote) && remote.Op == "remote error"
	switch {
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		if certificateIsFuture(invalid) {
			return failf(ReasonTLS, "the certificate of %s is not valid yet", t.host).hint("is this machine's clock right?")
		}
		return failf(ReasonTLS, "the certificate of %s has expired", t.host).hint("tell the site's owner; the feed is asked again next time")
	case errors.As(err, &name):
		return failf(ReasonTLS, "the certificate shown is not for %s", t.host).hint("the site may have moved; look at it in a browser")
	case errors.As(err, &unknown) && selfSigned(unknown.Cert):
		return failf(ReasonTLS, "the certificate of %s is signed by nobody but itself", t.host).hint(trustHint)
	case errors.As(err, &unknown):
		return failf(ReasonTLS, "the certificate of %s is signed by nobody this machine trusts", t.host).hint(trustHint)
	case errors.As(err, &verify), errors.As(err, &invalid):
		return failf(ReasonTLS, "the certificate of %s cannot be verified", t.host).hint("it is not in order; tell the site's owner")
	case errors.As(err, &record):
		return failf(ReasonTLS, "%s does not speak https there", t.hostPort()).hint("is the address an http one?")
	case alert && says(err, "protocol version not supported"), says(err, "tls: server selected unsupported protocol version"):
		return failf(ReasonTLS, "%s speaks no TLS of this decade (1.2 or later)", t.host).hint("tell the site's owner; older ones can be read by others")
	case alert:
		return failf(ReasonTLS, "%s refused to set up a secure connection", t.host).hint("it is the server's matter; does the address open in a browser?")
	}
	return nil
}

const trustHint = "tell the site's owner; of a server in your own network, let this machine trust the authority it is signed by"

func selfSigned(c *x509.Certificate) bool {
	return c != nil && bytes.Equal(c.RawIssuer, c.RawSubject) && c.CheckSignature(c.SignatureAlgorithm, c.RawTBSCertificate, c.Signature) == nil
}

func certificateIsFuture(err x509.CertificateInvalidError) bool {
	return err.Cert != nil && time.Now().Before(err.Cert.NotBefore)
}

// explainLine is for what happens on an established or never established line.
func explainLine(err error, t target) *Failure {
	var timeout net.Error
	var op *net.OpError
	dialling := errors.As(err, &op) && op.Op == "dial"
	switch {
	case dialling && op.Timeout():
		return notReached(t)
	case errors.As(err, &timeout) && timeout.Timeout():
		return failf(ReasonTimeout, "%s did not answer in time", t.hostPort()).pass()
	case errors.Is(err, syscall.ECONNREFUSED):
		return failf(ReasonConnect, "nothing answers at %s", t.hostPort()).hint("the connection was refused; is the address right?")
	case errors.Is(err, syscall.EHOSTUNREACH), errors.Is(err, syscall.ENETUNREACH):
		return failf(ReasonConnect, "there is no way from here to %s", t.hostPort())
	case errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.EPIPE):
		return failf(ReasonConnect, "%s broke off the connection", t.hostPort()).pass()
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), says(err, "server closed idle connection"):
		return failf(ReasonConnect, "%s closed the connection before the answer was whole", t.hostPort()).pass()
	case says(err, "response headers exceeded", "response header list larger"):
		return failf(ReasonSize, "the header of the answer is larger than %s", bytesInWords(maxHeaderBytes))
	case says(err, "stream error:", "http2: server sent GOAWAY", "http2: client connection lost"):
		return failf(ReasonConnect, "%s broke off the connection", t.hostPort()).pass()
	case dialling:
		return failf(ReasonConnect, "no connection to %s could be made", t.hostPort()).pass()
	}
	return failf(ReasonProtocol, "what %s answers is not proper HTTP", t.hostPort())
}

// says reports whether an error's text holds one of several phrases. It is for
// errors that net/http gives no name to; a phrase that is no longer said there
// makes the words vaguer, not wrong.
func says(err error, phrases ...string) bool {
	return slices.ContainsFunc(phrases, func(p string) bool { return strings.Contains(err.Error(), p) })
}

// notReached is for a host that lets even the connection time out.
func notReached(t target) *Failure {
	f := failf(ReasonTimeout, "no connection to %s could be made in time", t.hostPort()).pass()
	f.unreached = true
	return f
}

// bytesInWords writes a limit the way it was set: "10 MiB", "64 KiB", "900 bytes".
func bytesInWords(n int64) string {
	switch {
	case n >= 1<<20 && n%(1<<20) == 0:
		return fmt.Sprintf("%d MiB", n>>20)
	case n >= 1<<10 && n%(1<<10) == 0:
		return fmt.Sprintf("%d KiB", n>>10)
	}
	return fmt.Sprintf("%d bytes", n)
}
