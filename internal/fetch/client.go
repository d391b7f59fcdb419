package fetch

import (
	"context"
	"crypto/x509"
	"log/slog"
	"net"
	"net/netip"
	"strings"
	"time"
)

// Options bound what a Client does. The zero value is a good one.
type Options struct {
	// Concurrency is how many requests are under way at once; 0 means 128.
	Concurrency int
	// PerHost is how many of them may be at one host; 0 means 1.
	PerHost int
	// Gap is the least time between the end of a request to a host and the
	// next; 0 means 500 ms, less than 0 none. A feed with Network "private"
	// has none at its own host and port.
	Gap time.Duration
	// Timeout is how long one feed may take in all, redirects, retries and
	// reading included, waiting for its turn not; 0 means 30 s.
	Timeout time.Duration
	// Bytes is the largest body, compressed or not; 0 means 10 MiB.
	Bytes int64
	// Redirects is how many are followed for one feed; 0 means 5, less than 0
	// none.
	Redirects int
	// Attempts is how often a feed is asked when the trouble may pass; 0 means 3.
	Attempts int
	// UserAgent should name the program and an address where its owner is
	// reached (RFC 9110 §10.1.5); "" names weft alone.
	UserAgent string
	// Proxy allows HTTP_PROXY, HTTPS_PROXY and NO_PROXY, read in New. Behind a
	// proxy the names are resolved by the proxy, and refusing private
	// addresses is partly its matter too.
	Proxy bool
	// Folder is where relative paths of credential files are seen from; "" means
	// the working folder.
	Folder string
	// Log gets a line a request at level Debug; nil means none.
	Log *slog.Logger
	// Now is the clock that Retry-After is reckoned by; nil means time.Now.
	Now func() time.Time

	testOnlyPublic   []netip.Prefix // addresses that count as public
	testOnlyRoots    *x509.CertPool // instead of the system's
	testOnlyResolver *net.Resolver  // instead of the system's
	testOnlyDial     dialFunc       // instead of any dialling, guard and all
	testOnlySleep    sleepFunc      // instead of waiting
}

// Client asks for feeds. It is safe for concurrent use; one is meant to serve a
// whole run, since it is the client that keeps politeness towards each host.
type Client struct {
	options Options
	guard   guard
	proxy   *proxy
	roads   roads
	hosts   *hosts
	bodies  *bodies
	seats   *room // one for each request under way
	sleep   sleepFunc
}

// New returns a Client within the given bounds.
func New(o Options) *Client {
	o = o.withDefaults()
	c := &Client{
		options: o,
		guard:   newGuard(o.testOnlyPublic),
		hosts:   newHosts(o.PerHost),
		bodies:  newBodies(o.Bytes),
		seats:   newRoom(o.Concurrency),
		sleep:   o.testOnlySleep,
	}
	if c.sleep == nil {
		c.sleep = sleep
	}
	if o.Proxy {
		c.proxy = proxyFromEnvironment()
	}
	c.roads = c.newRoads()
	return c
}

func (o Options) withDefaults() Options {
	o.Concurrency = orDefault(o.Concurrency, 128)
	o.PerHost = orDefault(o.PerHost, 1)
	o.Gap = orDefault(o.Gap, 500*time.Millisecond)
	o.Timeout = orDefault(o.Timeout, 30*time.Second)
	o.Bytes = orDefault(o.Bytes, 10<<20)
	o.Redirects = orDefault(o.Redirects, 5)
	o.Attempts = max(orDefault(o.Attempts, 3), 1)
	o.Gap, o.Redirects = max(o.Gap, 0), max(o.Redirects, 0)
	o.UserAgent = strings.TrimSpace(o.UserAgent)
	if o.UserAgent == "" || !printable(o.UserAgent) {
		o.UserAgent = "weft"
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	return o
}

// orDefault returns the default for a zero value.
func orDefault[T comparable](value, standard T) T {
	var zero T
	if value == zero {
		return standard
	}
	return value
}

// Get asks for one feed and says what became of it. It waits for its turn at
// the host and among the client's requests. When ctx ends it returns at once
// with Interrupted.
func (c *Client) Get(ctx context.Context, r Request) Outcome {
	o, done := c.visit(ctx, 0, r)
	done()
	return o
}
