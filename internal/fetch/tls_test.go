package fetch

import (
	"crypto/tls"
	"crypto/x509"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// secure starts a TLS server with a certificate, or settings of its own.
func secure(t testing.TB, config *tls.Config, h http.HandlerFunc) (port string) {
	t.Helper()
	s := httptest.NewUnstartedServer(h)
	s.Config.ErrorLog = silent()
	s.TLS = config
	s.StartTLS()
	t.Cleanup(s.Close)
	_, port, _ = net.SplitHostPort(s.Listener.Addr().String())
	return port
}

// blogExample is a certificate for blog.example that is valid now.
func (a *authority) blogExample(t testing.TB) tls.Certificate {
	key := newKey(t)
	template := certificate("blog.example", time.Now().Add(-time.Hour), time.Now().Add(time.Hour))
	cert := a.sign(t, template, a.cert, &key.PublicKey)
	return tls.Certificate{Certificate: [][]byte{cert.Raw}, PrivateKey: key}
}

func selfMade(t testing.TB) tls.Certificate {
	a := &authority{key: newKey(t)}
	template := certificate("blog.example", time.Now().Add(-time.Hour), time.Now().Add(time.Hour))
	cert := a.sign(t, template, template, &a.key.PublicKey)
	return tls.Certificate{Certificate: [][]byte{cert.Raw}, PrivateKey: a.key}
}

func TestWhatIsWrongWithASecureConnectionIsSaidAndWhoseMatterItIs(t *testing.T) {
	a := newAuthority(t)
	roots := x509.NewCertPool()
	roots.AddCert(a.cert)
	good := a.blogExample(t)
	needsCertificate := &tls.Config{Certificates: []tls.Certificate{good}, ClientAuth: tls.RequireAnyClientCert, MaxVersion: tls.VersionTLS12}
	for _, test := range []struct {
		name   string
		config *tls.Config
		want   string
	}{
		{"TLS 1.2", &tls.Config{Certificates: []tls.Certificate{good}, MaxVersion: tls.VersionTLS12}, ""},
		{"TLS 1.3", &tls.Config{Certificates: []tls.Certificate{good}, MinVersion: tls.VersionTLS13}, ""},
		{"self-signed", &tls.Config{Certificates: []tls.Certificate{selfMade(t)}}, "the certificate of blog.example is signed by nobody but itself; " + trustHint},
		{"TLS 1.0", &tls.Config{Certificates: []tls.Certificate{good}, MinVersion: tls.VersionTLS10, MaxVersion: tls.VersionTLS10},
			"blog.example speaks no TLS of this decade (1.2 or later); tell the site's owner; older ones can be read by others"},
		{"TLS 1.1", &tls.Config{Certificates: []tls.Certificate{good}, MinVersion: tls.VersionTLS10, MaxVersion: tls.VersionTLS11},
			"blog.example speaks no TLS of this decade (1.2 or later); tell the site's owner; older ones can be read by others"},
		{"wants a certificate of ours", needsCertificate, "blog.example refused to set up a secure connection; it is the server's matter; does the address open in a browser?"},
	} {
		port := secure(t, test.config, sayFeed)
		names := resolver(t, map[string][]string{"blog.example": {"127.0.0.1"}})
		o := hurried(Options{testOnlyRoots: roots, testOnlyResolver: names}).Get(t.Context(), private("https://blog.example:"+port+"/feed"))
		if test.want == "" {
			if o.Status != OK {
				t.Errorf("%s: %v", test.name, o.Err)
			}
			continue
		}
		if f := failure(t, o); f.Reason != ReasonTLS || f.Error() != test.want || o.FinalURL != "" {
			t.Errorf("%s: %s: %s", test.name, f.Reason, f)
		}
	}
}

// TestThereIsNoWayBackToHTTP: a server whose certificate is bad, and that would
// answer by http at the same port, is not asked that way.
func TestThereIsNoWayBackToHTTP(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	config := &tls.Config{Certificates: []tls.Certificate{selfMade(t)}}
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				defer c.Close()
				first := make([]byte, 1)
				if _, err := c.Read(first); err == nil && first[0] != 0x16 { // no handshake
					t.Errorf("asked without TLS: %q…", first)
				}
				_ = tls.Server(c, config).Handshake()
			}()
		}
	}()
	for range 2 {
		o := hurried(Options{}).Get(t.Context(), private("https://"+l.Addr().String()+"/feed"))
		if f := failure(t, o); f.Reason != ReasonTLS && f.Reason != ReasonConnect && f.Reason != ReasonProtocol {
			t.Errorf("%s: %s", f.Reason, f)
		}
	}
}

func TestAnUpgradeToHTTPSIsProposedLikeAnyMove(t *testing.T) {
	a := newAuthority(t)
	roots := x509.NewCertPool()
	roots.AddCert(a.cert)
	tlsPort := secure(t, &tls.Config{Certificates: []tls.Certificate{a.blogExample(t)}}, sayFeed)
	strict := secure(t, &tls.Config{Certificates: []tls.Certificate{selfMade(t)}}, sayFeed)
	to := "https://blog.example:" + tlsPort + "/feed"
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/301", "/308":
			code := map[string]int{"/301": 301, "/308": 308}[r.URL.Path]
			http.Redirect(w, r, to, code)
		case "/302":
			http.Redirect(w, r, to, http.StatusFound)
		default:
			http.Redirect(w, r, strings.Replace(to, tlsPort, strict, 1), http.StatusMovedPermanently)
		}
	})
	_, port, _ := net.SplitHostPort(s.Listener.Addr().String())
	c := hurried(Options{testOnlyRoots: roots, testOnlyPublic: loopbackIsPublic(), testOnlyResolver: resolver(t, map[string][]string{"blog.example": {"127.0.0.1"}})})
	for path, permanent := range map[string]string{"/301": to, "/308": to, "/302": ""} {
		o := c.Get(t.Context(), Request{URL: "http://blog.example:" + port + path})
		if o.Status != OK || o.FinalURL != to || o.Permanent != permanent {
			t.Errorf("%s: %s at %s, proposes %q, %v", path, o.Status, o.FinalURL, o.Permanent, o.Err)
		}
	}
	// Where the secure address cannot be trusted, nothing is proposed.
	o := c.Get(t.Context(), Request{URL: "http://blog.example:" + port + "/strict"})
	if f := failure(t, o); f.Reason != ReasonTLS || o.Permanent != "" {
		t.Errorf("%s: %s, proposes %q", f.Reason, f, o.Permanent)
	}
}
