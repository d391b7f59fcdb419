package fetch

import (
	"context"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"testing"

	"golang.org/x/net/dns/dnsmessage"
)

func TestAddressesThatAreNotPublicAreRefused(t *testing.T) {
	tests := []struct{ host, says string }{
		{"127.0.0.2", "the address is 127.0.0.2, which is this machine itself; add network = \"private\" to this feed if that is meant"},
		{"10.0.0.5", "the address is 10.0.0.5, which is private; add network = \"private\""},
		{"172.16.0.1", "which is private"},
		{"192.168.0.1", "which is private"},
		{"169.254.169.254", "the address is 169.254.169.254, which is link-local; such addresses are never asked"},
		{"100.64.0.1", "which is not a public address"},
		{"0.0.0.0", "which is this machine itself"},
		{"255.255.255.255", "which is not a public address"},
		{"224.0.0.1", "which is not a public address"},
		{"203.0.113.7", "which is not a public address"},
		{"[::1]", "which is this machine itself"},
		{"[::]", "which is this machine itself"},
		{"[::ffff:127.0.0.2]", "the address is ::ffff:127.0.0.2, which is this machine itself"},
		{"[::ffff:10.0.0.1]", "which is private"},
		{"[fe80::1]", "which is link-local"},
		{"[fd00::1]", "which is private"},
		{"[64:ff9b::7f00:1]", "which is not a public address"},
		{"[2002:7f00:1::]", "which is not a public address"},
		{"[2001:db8::1]", "which is not a public address"},
	}
	c := hurried(Options{})
	for _, test := range tests {
		o := c.Get(t.Context(), Request{URL: "http://" + test.host + "/"})
		f := failure(t, o)
		if f.Reason != ReasonPrivate || !strings.Contains(f.Error(), test.says) || o.Requests != 0 {
			t.Errorf("%s: got %s: %s", test.host, f.Reason, f)
		}
	}
}

// canary is a server that ought not to be asked.
func canary(t *testing.T) string {
	s := serve(t, func(http.ResponseWriter, *http.Request) { t.Error("the canary was asked") })
	return s.URL
}

func TestAPrivateFeedOpensItsOwnHostAndPortAlone(t *testing.T) {
	bird := canary(t)
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/away":
			http.Redirect(w, r, bird+"/feed", http.StatusFound)
		case "/home":
			http.Redirect(w, r, "/feed", http.StatusFound)
		default:
			sayFeed(w, r)
		}
	})
	c := hurried(Options{})
	if o := c.Get(t.Context(), private(s.URL+"/home")); o.Status != OK {
		t.Errorf("a redirect to its own host: %v", o.Err)
	}
	f := failure(t, c.Get(t.Context(), private(s.URL+"/away")))
	if f.Reason != ReasonPrivate || !strings.HasPrefix(f.Text, "redirects to 127.0.0.1:") || !strings.Contains(f.Hint, "a redirect is never followed to there") {
		t.Errorf("a redirect to another port: %s", f)
	}
}

func TestAWarmConnectionOfAPrivateFeedIsNotFoundByOthers(t *testing.T) {
	s := serve(t, sayFeed)
	outside := serve(t, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, s.URL+"/secret", http.StatusFound)
	})
	c := hurried(Options{})
	for range 2 { // the first leaves a connection behind
		if o := c.Get(t.Context(), private(s.URL)); o.Status != OK {
			t.Fatal(o.Err)
		}
		if f := failure(t, c.Get(t.Context(), Request{URL: s.URL})); f.Reason != ReasonPrivate {
			t.Errorf("asked without network = \"private\": %s", f)
		}
		if f := failure(t, c.Get(t.Context(), private(outside.URL))); f.Reason != ReasonPrivate {
			t.Errorf("reached by another feed's redirect: %s", f)
		}
	}
}

func TestTheOpenedRoadLeadsToOnePlace(t *testing.T) {
	dial := dialOpened(func(context.Context, string, string) (net.Conn, error) {
		t.Error("connected")
		return nil, net.ErrClosed
	})
	ctx := context.WithValue(t.Context(), openedKey{}, "intranet.example:80")
	for _, ctx := range []context.Context{ctx, t.Context()} {
		if _, err := dial(ctx, "tcp", "intranet.example:81"); err == nil {
			t.Error("connected to another port")
		}
	}
}

// nameServer answers for names on a loopback port, each question with the next
// of the name's answers: one address, or several with blanks between.
type nameServer struct {
	mu    sync.Mutex
	names map[string][]string
}

// resolver starts a name server and returns a resolver that asks it alone.
func resolver(t testing.TB, names map[string][]string) *net.Resolver {
	t.Helper()
	conn, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	n := &nameServer{names: names}
	go n.serve(conn)
	return &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, "udp", conn.LocalAddr().String())
	}}
}

func (n *nameServer) serve(conn net.PacketConn) {
	buffer := make([]byte, 1500)
	for {
		size, from, err := conn.ReadFrom(buffer)
		if err != nil {
			return
		}
		var m dnsmessage.Message
		if m.Unpack(buffer[:size]) != nil || len(m.Questions) == 0 {
			continue
		}
		m.Additionals = nil
		n.answer(&m)
		if packed, err := m.Pack(); err == nil {
			_, _ = conn.WriteTo(packed, from)
		}
	}
}

func (n *nameServer) answer(m *dnsmessage.Message) {
	n.mu.Lock()
	defer n.mu.Unlock()
	q := m.Questions[0]
	name := strings.TrimSuffix(q.Name.String(), ".")
	addresses, known := n.names[name]
	m.Response, m.RecursionAvailable = true, true
	if !known {
		m.RCode = dnsmessage.RCodeNameError
		return
	}
	if q.Type != dnsmessage.TypeA && q.Type != dnsmessage.TypeAAAA {
		return
	}
	now := strings.Fields(addresses[0])
	if len(addresses) > 1 && q.Type == dnsmessage.TypeA {
		n.names[name] = addresses[1:]
	}
	for _, address := range now {
		ip := netip.MustParseAddr(address)
		head := dnsmessage.ResourceHeader{Name: q.Name, Type: q.Type, Class: dnsmessage.ClassINET}
		switch {
		case ip.Is4() && q.Type == dnsmessage.TypeA:
			m.Answers = append(m.Answers, dnsmessage.Resource{Header: head, Body: &dnsmessage.AResource{A: ip.As4()}})
		case ip.Is6() && q.Type == dnsmessage.TypeAAAA:
			m.Answers = append(m.Answers, dnsmessage.Resource{Header: head, Body: &dnsmessage.AAAAResource{AAAA: ip.As16()}})
		}
	}
}

func TestANameThatLeadsToAPrivateAddressIsRefused(t *testing.T) {
	c := hurried(Options{testOnlyResolver: resolver(t, map[string][]string{"blog.example": {"10.0.0.5"}})})
	f := failure(t, c.Get(t.Context(), Request{URL: "https://blog.example/feed"}))
	want := `blog.example resolves to 10.0.0.5, which is private; add network = "private" to this feed if that is meant`
	if f.Error() != want {
		t.Errorf("got %q", f)
	}
	f = failure(t, c.Get(t.Context(), Request{URL: "https://nowhere.example/feed"}))
	if f.Reason != ReasonDNS || f.Text != `no such host "nowhere.example"` {
		t.Errorf("got %s: %s", f.Reason, f)
	}
}

func TestTheAddressConnectedToIsTheAddressChecked(t *testing.T) {
	asked := 0
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		asked++
		w.Header().Set("Connection", "close") // so that the redirect needs a new look-up
		http.Redirect(w, r, "/again", http.StatusFound)
	})
	_, port, _ := net.SplitHostPort(s.Listener.Addr().String())
	c := hurried(Options{
		testOnlyPublic:   []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")},
		testOnlyResolver: resolver(t, map[string][]string{"rebind.example": {"127.0.0.1", "127.0.0.2"}}),
	})
	f := failure(t, c.Get(t.Context(), Request{URL: "http://rebind.example:" + port + "/"}))
	if asked != 1 || f.Reason != ReasonPrivate || !strings.Contains(f.Text, "resolves to 127.0.0.2") {
		t.Errorf("asked %d times: %s", asked, f)
	}
}

func TestAPrivateNameMayLeadAnywhere(t *testing.T) {
	s := serve(t, sayFeed)
	_, port, _ := net.SplitHostPort(s.Listener.Addr().String())
	c := hurried(Options{testOnlyResolver: resolver(t, map[string][]string{"intranet.example": {"127.0.0.1"}})})
	if o := c.Get(t.Context(), private("http://Intranet.example:"+port+"/lab.xml")); o.Status != OK {
		t.Error(o.Err)
	}
}
