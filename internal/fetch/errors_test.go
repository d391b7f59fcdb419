package fetch

import (
	"bufio"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"syscall"
	"testing"
	"time"
)

// authority signs certificates that a test trusts.
type authority struct {
	key  *ecdsa.PrivateKey
	cert *x509.Certificate
}

func newAuthority(t testing.TB) *authority {
	t.Helper()
	a := &authority{key: newKey(t)}
	template := certificate("an authority", time.Now().Add(-time.Hour), time.Now().Add(time.Hour))
	template.IsCA, template.BasicConstraintsValid = true, true
	a.cert = a.sign(t, template, template, &a.key.PublicKey)
	return a
}

func newKey(t testing.TB) *ecdsa.PrivateKey {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func certificate(name string, from, until time.Time) *x509.Certificate {
	return &x509.Certificate{SerialNumber: big.NewInt(1), NotBefore: from, NotAfter: until, DNSNames: []string{name}}
}

func (a *authority) sign(t testing.TB, template, parent *x509.Certificate, key *ecdsa.PublicKey) *x509.Certificate {
	t.Helper()
	der, err := x509.CreateCertificate(rand.Reader, template, parent, key, a.key)
	if err != nil {
		t.Fatal(err)
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return cert
}

// serveTLS shows a certificate signed by the authority.
func (a *authority) serveTLS(t testing.TB, template *x509.Certificate) (port string) {
	t.Helper()
	key := newKey(t)
	cert := a.sign(t, template, a.cert, &key.PublicKey)
	s := httptest.NewUnstartedServer(http.HandlerFunc(sayFeed))
	s.Config.ErrorLog = silent()
	s.TLS = &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{cert.Raw}, PrivateKey: key}}}
	s.StartTLS()
	t.Cleanup(s.Close)
	_, port, _ = net.SplitHostPort(s.Listener.Addr().String())
	return port
}

func TestCertificatesAreVerifiedAndTheFaultNamed(t *testing.T) {
	a, stranger := newAuthority(t), newAuthority(t)
	now := time.Now()
	roots := x509.NewCertPool()
	roots.AddCert(a.cert)
	c := hurried(Options{testOnlyRoots: roots, testOnlyResolver: resolver(t, map[string][]string{"blog.example": {"127.0.0.1"}})})
	good := certificate("blog.example", now.Add(-time.Hour), now.Add(time.Hour))
	tests := []struct {
		name, port, says string
	}{
		{"good", a.serveTLS(t, good), ""},
		{"expired", a.serveTLS(t, certificate("blog.example", now.Add(-2*time.Hour), now.Add(-time.Hour))), "the certificate of blog.example has expired"},
		{"not valid yet", a.serveTLS(t, certificate("blog.example", now.Add(time.Hour), now.Add(2*time.Hour))), "the certificate of blog.example is not valid yet; is this machine's clock right?"},
		{"another's", a.serveTLS(t, certificate("shop.example", now.Add(-time.Hour), now.Add(time.Hour))), "the certificate shown is not for blog.example"},
		{"signed by a stranger", stranger.serveTLS(t, good), "signed by nobody this machine trusts"},
	}
	for _, test := range tests {
		o := c.Get(t.Context(), private("https://blog.example:"+test.port+"/feed"))
		if test.says == "" {
			if o.Status != OK {
				t.Errorf("%s: %v", test.name, o.Err)
			}
			continue
		}
		if f := failure(t, o); f.Reason != ReasonTLS || !strings.Contains(f.Error(), test.says) || o.Requests != 0 {
			t.Errorf("%s: %s: %s", test.name, f.Reason, f)
		}
	}
}

// speak starts a server that says something else than HTTP.
func speak(t testing.TB, say func(net.Conn)) (hostPort string) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				defer c.Close()
				_, _ = bufio.NewReader(c).ReadString('\n')
				say(c)
			}()
		}
	}()
	return l.Addr().String()
}

func TestWhatIsNotHTTPIsSaidInOurOwnWords(t *testing.T) {
	endlessHeader := func(c net.Conn) {
		_, err := fmt.Fprint(c, "HTTP/1.1 200 OK\r\n")
		for err == nil {
			_, err = fmt.Fprintf(c, "X-H: %s\r\n", strings.Repeat("a", 1000))
		}
	}
	tests := []struct {
		name string
		say  func(net.Conn)
		want Reason
		says string
	}{
		{"another protocol", func(c net.Conn) { fmt.Fprint(c, "SSH-2.0-CANARY\r\n") }, ReasonProtocol, "is not proper HTTP"},
		{"a status line with escapes", func(c net.Conn) {
			fmt.Fprint(c, "HTTP/1.1 404 \x1b[31mCANARY\x1b[0m\x07\r\nX-A: \x1b]0;CANARY\x07\r\nContent-Length: 0\r\n\r\n")
		}, "", ""},
		{"a status that is no number", func(c net.Conn) { fmt.Fprint(c, "HTTP/1.1 CANARY\r\n\r\n") }, ReasonProtocol, "is not proper HTTP"},
		{"a header that is none", func(c net.Conn) { fmt.Fprint(c, "HTTP/1.1 200 OK\r\nCANARY\r\n\r\n") }, ReasonProtocol, "is not proper HTTP"},
		{"chunks that are none", func(c net.Conn) {
			fmt.Fprint(c, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nCANARY\r\n")
		}, ReasonProtocol, "is not proper HTTP"},
		{"nothing", func(net.Conn) {}, ReasonConnect, "closed the connection before the answer was whole"},
		{"half a body", func(c net.Conn) { fmt.Fprint(c, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n<rss>") }, ReasonConnect, "closed the connection before the answer was whole"},
		{"a header without end", endlessHeader, ReasonSize, "the header of the answer is larger than 256 KiB"},
	}
	for _, test := range tests {
		o := hurried(Options{}).Get(t.Context(), private("http://"+speak(t, test.say)))
		f := failure(t, o)
		if test.want != "" && (f.Reason != test.want || !strings.Contains(f.Error(), test.says)) {
			t.Errorf("%s: %s: %s", test.name, f.Reason, f)
		}
		if strings.Contains(f.Error(), "CANARY") || !printable(f.Error()) {
			t.Errorf("%s: the server's words in %q", test.name, f)
		}
	}
}

func TestManyCookiesAreNotTooMuchOfAHeader(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		for i := range 200 {
			http.SetCookie(w, &http.Cookie{Name: fmt.Sprint("c", i), Value: strings.Repeat("x", 1000)})
		}
		sayFeed(w, r)
	})
	if o := hurried(Options{}).Get(t.Context(), private(s.URL)); o.Status != OK {
		t.Error(o.Err)
	}
}

func TestWhereNobodyAnswersIsSaid(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l.Close()
	o := hurried(Options{}).Get(t.Context(), private("http://"+l.Addr().String()))
	if f := failure(t, o); f.Reason != ReasonConnect || f.Text != "nothing answers at "+l.Addr().String() || o.Requests != 0 {
		t.Errorf("%s: %s", f.Reason, f)
	}
}

func TestAnHTTPServerAtAnHTTPSAddressIsSaid(t *testing.T) {
	s := serve(t, sayFeed)
	o := hurried(Options{}).Get(t.Context(), private(strings.Replace(s.URL, "http:", "https:", 1)))
	if f := failure(t, o); f.Reason != ReasonTLS || !strings.Contains(f.Error(), "does not speak https there; is the address an http one?") {
		t.Errorf("%s: %s", f.Reason, f)
	}
}

func TestErrorsOfTheLineAreToldApart(t *testing.T) {
	at, _ := parseTarget("https://blog.example/feed", nil)
	dial := func(err error) error { return &net.OpError{Op: "dial", Err: err} }
	tests := []struct {
		err     error
		want    Reason
		says    string
		passing bool
	}{
		{dial(syscall.EHOSTUNREACH), ReasonConnect, "there is no way from here to blog.example:443", false},
		{dial(syscall.ENETUNREACH), ReasonConnect, "there is no way from here", false},
		{dial(errors.New("anything")), ReasonConnect, "no connection to blog.example:443 could be made", true},
		{dial(timeoutError{}), ReasonTimeout, "no connection to blog.example:443 could be made in time", true},
		{&net.OpError{Op: "read", Err: timeoutError{}}, ReasonTimeout, "did not answer in time", true},
		{&net.OpError{Op: "read", Err: syscall.ECONNRESET}, ReasonConnect, "broke off the connection", true},
		{&net.DNSError{Err: "server misbehaving", IsTemporary: true}, ReasonDNS, "could not be looked up", true},
		{&net.DNSError{Err: "no such host", IsNotFound: true}, ReasonDNS, "no such host", false},
		{&net.OpError{Op: "remote error", Err: errors.New("tls: handshake failure")}, ReasonTLS, "refused to set up a secure connection", false},
		{&tls.CertificateVerificationError{Err: errors.New("odd")}, ReasonTLS, "cannot be verified", false},
	}
	for _, test := range tests {
		f := explain(fmt.Errorf("wrapped: %w", test.err), at)
		if f.Reason != test.want || !strings.Contains(f.Error(), test.says) || f.passing != test.passing {
			t.Errorf("%v: %s: %s (passing: %t)", test.err, f.Reason, f, f.passing)
		}
	}
}

func TestALimitIsWrittenAsItWasSet(t *testing.T) {
	for n, want := range map[int64]string{10 << 20: "10 MiB", 64 << 10: "64 KiB", 900: "900 bytes", 1<<20 + 1: "1048577 bytes"} {
		if got := bytesInWords(n); got != want {
			t.Errorf("%d: got %q", n, got)
		}
	}
}

func TestHTTP2IsSpokenWithinTheSameBounds(t *testing.T) {
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.ProtoMajor != 2 {
			t.Errorf("spoke %s", r.Proto)
		}
		switch r.URL.Path {
		case "/hang-up":
			hangUp(w, r)
		case "/header":
			for i := range 300 {
				w.Header().Set(fmt.Sprint("X-", i), strings.Repeat("a", 1000))
			}
		case "/large":
			_, _ = w.Write(make([]byte, 2<<20))
			return
		}
		sayFeed(w, r)
	}))
	s.EnableHTTP2 = true
	s.Config.ErrorLog = silent()
	s.StartTLS()
	t.Cleanup(s.Close)
	c := hurried(Options{Bytes: 1 << 20, testOnlyRoots: s.Client().Transport.(*http.Transport).TLSClientConfig.RootCAs})
	if o := c.Get(t.Context(), private(s.URL)); o.Status != OK || string(o.Body) != feedBody {
		t.Errorf("got %s, %v", o.Status, o.Err)
	}
	for path, want := range map[string]Reason{"/hang-up": ReasonConnect, "/header": ReasonProtocol, "/large": ReasonSize} {
		if f := failure(t, c.Get(t.Context(), private(s.URL+path))); f.Reason != want {
			t.Errorf("%s: %s: %s", path, f.Reason, f)
		}
	}
}
