package fetch

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptrace"
	"sync/atomic"
	"time"
)

// accept names the forms of feeds weft reads, best first (RFC 9110 §12.5.1).
// The last two let servers answer that think little of such lists.
const accept = "application/atom+xml, application/rss+xml, application/feed+json, " +
	"application/rdf+xml;q=0.9, application/xml;q=0.8, text/xml;q=0.8, application/json;q=0.7, */*;q=0.5"

// visit is one feed being asked for.
type visit struct {
	c          *Client
	rank       int // among those who wait: its place in the list
	req        Request
	first      target
	opened     string // the host and port that Network "private" opens, or ""
	credential credential
	left       time.Duration // of Options.Timeout
	seated     bool          // holds one of the client's seats
	lane       *lane         // of the host asked last
	silent     string        // the host and port that let a whole connection time out
	requests   atomic.Int32
	connected  atomic.Bool   // in the hop under way
	begun      time.Time     // when that began
	waited     time.Duration // since then, for room
	limit      *time.Timer   // ends it when the feed's time is up
	rooms      []*room       // that it holds
}

// answer is what one hop brought.
type answer struct {
	code   int
	header http.Header
	body   []byte
}

// visit asks for a feed. Until done is called it keeps its seat and its rooms,
// so that no more bodies are held than there are of these. rank is its place
// among those who wait for them.
func (c *Client) visit(ctx context.Context, rank int, r Request) (o Outcome, done func()) {
	begun := time.Now()
	v := &visit{c: c, rank: rank, req: r, left: c.options.Timeout}
	f := v.prepare()
	if f == nil {
		o, f = v.persist(ctx)
	}
	o.Request = v.withoutUser()
	if o.Header == nil {
		o.Header = http.Header{}
	}
	if f != nil {
		o.Err = v.credential.maskFailure(f)
	}
	if o.Status != OK && o.Status != NotModified && ctx.Err() != nil {
		o = Outcome{Request: o.Request, Status: Interrupted, Header: http.Header{}, Err: ctx.Err()}
	}
	o.FinalURL = v.credential.mask(o.FinalURL)
	if v.credential.mask(o.Permanent) != o.Permanent {
		o.Permanent = "" // an address that holds the credential is nothing to put into a list
	}
	o.Requests, o.Elapsed, o.Spent = int(v.requests.Load()), time.Since(begun), c.options.Timeout-v.left
	return o, v.stand
}

// prepare reads the request itself, before anybody is asked.
func (v *visit) prepare() (f *Failure) {
	if v.first, f = parseTarget(v.req.URL, nil); f != nil {
		return f
	}
	switch v.req.Network {
	case "":
	case NetworkPrivate:
		v.opened = v.first.hostPort()
	default:
		return failf(ReasonAddress, "network = %s is not known", quoteAddress(v.req.Network)).hint(`write network = "private" or leave it out`)
	}
	if v.req.Auth != "" && v.first.url.Scheme != "https" && v.opened == "" {
		return failf(ReasonAuth, "a credential is not sent over http, where all can read it").hint("use the feed's https address")
	}
	v.credential, f = readCredential(v.req.Auth, v.c.options.Folder)
	return f
}

// persist attempts until there is an answer, the trouble is not of the passing
// kind, or the bounds are reached.
func (v *visit) persist(ctx context.Context) (Outcome, *Failure) {
	for attempt := 1; ; attempt++ {
		o, f := v.attempt(ctx)
		wait, again := v.again(o, f, attempt)
		if !again {
			if f != nil && f.unreached {
				v.lane.markDown(f)
			}
			return o, f
		}
		v.stand()
		v.left -= wait
		if err := v.c.sleep(ctx, wait); err != nil {
			return o, f
		}
	}
}

// attempt follows the way from the listed address to an answer.
func (v *visit) attempt(ctx context.Context) (Outcome, *Failure) {
	way := newChain(v.first, v.c.options.Redirects)
	for {
		a, f := v.ask(ctx, way.at)
		if f == nil && isRedirect(a.code) {
			f = way.follow(a.code, a.header.Get("Location"))
			if f == nil {
				continue
			}
		}
		return v.judge(a, f, way)
	}
}

// judge makes an outcome of the last answer.
func (v *visit) judge(a answer, f *Failure, way *chain) (Outcome, *Failure) {
	o := Outcome{Status: Failed, Code: a.code, Header: keepHeader(a.header)}
	v.credential.maskHeader(o.Header)
	if a.code != 0 {
		o.FinalURL = way.at.String()
	}
	if f == nil {
		o.Status, f = v.status(a, way.at)
	}
	switch o.Status {
	case OK:
		o.Body = v.credential.maskBytes(a.body)
		o.Permanent, o.FreshUntil = way.permanent, freshUntil(a.header, v.c.options.Now())
	case NotModified:
		o.Permanent, o.FreshUntil = way.permanent, freshUntil(a.header, v.c.options.Now())
	case Deferred:
		o.RetryAfter = v.deferral(a)
		f = failf(ReasonStatus, "%s", f.Text).hint("it is asked again after %s", o.RetryAfter.UTC().Format("2006-01-02 15:04 MST"))
	}
	return o, f
}

// ask sends one request and reads its answer, within a turn at the host.
func (v *visit) ask(ctx context.Context, t target) (answer, *Failure) {
	road, f := v.road(ctx, t)
	if f != nil {
		return answer{}, f
	}
	leave, f := v.turn(ctx, t)
	if f != nil {
		return answer{}, f
	}
	defer leave()
	if v.left <= 0 {
		return answer{}, v.tookTooLong()
	}
	had, run := v.left, ctx
	ctx, cancel := context.WithCancel(run)
	defer cancel()
	v.begun, v.waited, v.limit = time.Now(), 0, time.AfterFunc(had, cancel)
	defer v.limit.Stop()
	a, err := v.exchange(ctx, run, road, t)
	took := time.Since(v.begun) - v.waited
	v.left -= took
	v.c.options.Log.DebugContext(ctx, "asked", "url", v.credential.mask(t.String()), "code", a.code, "bytes", len(a.body), "elapsed", took)
	if err == nil {
		return a, nil
	}
	return a, v.fairly(v.explain(ctx, err, t), t, had)
}

// fairly lets a host be called unreachable only when it once had all the time
// to connect that anybody gets: what is left of the feed's time after others
// took theirs says nothing of it.
func (v *visit) fairly(f *Failure, t target, had time.Duration) *Failure {
	switch {
	case !f.unreached:
		return f
	case had >= min(connectTimeout, v.c.options.Timeout):
		v.silent = t.hostPort()
	case v.silent != t.hostPort():
		return v.tookTooLong()
	}
	return f
}

func (v *visit) tookTooLong() *Failure {
	return failf(ReasonTimeout, "took longer than %s", v.c.options.Timeout)
}

// turn waits for the host and then for a seat, in this order: whoever holds a
// seat waits for nobody, so none can wait for each other in a circle.
func (v *visit) turn(ctx context.Context, t target) (leave func(), f *Failure) {
	v.stand()
	key, gap := t.host, v.c.options.Gap
	if t.hostPort() == v.opened {
		key, gap = v.opened, 0
	}
	l := v.c.hosts.lane(key, gap)
	v.lane = l
	if err := l.enter(ctx, v.c.sleep); err != nil {
		return nil, failf(ReasonTimeout, "interrupted")
	}
	if f := l.isDown(); f != nil {
		l.leave()
		return nil, f
	}
	if err := v.c.seats.enter(ctx, v.rank); err != nil {
		l.leave()
		return nil, failf(ReasonTimeout, "interrupted")
	}
	v.seated = true
	return l.leave, nil
}

// stand gives back the seat and the rooms that are held.
func (v *visit) stand() {
	v.vacate()
	if v.seated {
		v.seated = false
		v.c.seats.leave()
	}
}

// exchange is one request and its answer on a road. ctx ends when the feed's
// time is up, run when the whole run does.
func (v *visit) exchange(ctx, run context.Context, road *http.Transport, t target) (answer, error) {
	r, err := v.request(ctx, t)
	if err != nil {
		return answer{}, failf(ReasonAddress, "%s cannot be asked for", quoteAddress(t.String()))
	}
	resp, err := road.RoundTrip(r)
	if err != nil {
		return answer{}, err
	}
	defer resp.Body.Close()
	a := answer{code: resp.StatusCode, header: resp.Header}
	if hasFeed(a.code) {
		a.body, err = v.c.bodies.read(resp, func(r *room) error { return v.claim(run, r) })
	} else if 0 <= resp.ContentLength && resp.ContentLength <= 4<<10 {
		// A short rest is read so that the connection can be used again.
		_, _ = io.CopyN(io.Discard, resp.Body, resp.ContentLength)
	}
	return a, err
}

func (v *visit) request(ctx context.Context, t target) (*http.Request, error) {
	if v.opened != "" {
		ctx = context.WithValue(ctx, openedKey{}, v.opened)
	}
	// Counted where it happens: a dial may fail, and the transport sends again by
	// itself when a warm connection turns out to be dead.
	v.connected.Store(false)
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GotConn:      func(httptrace.GotConnInfo) { v.connected.Store(true) },
		WroteHeaders: func() { v.requests.Add(1) },
	})
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, t.String(), nil)
	if err != nil {
		return nil, err
	}
	r.Header.Set("User-Agent", v.c.options.UserAgent)
	r.Header.Set("Accept", accept)
	r.Header.Set("Accept-Encoding", acceptEncoding)
	if v.conditional(t) {
		addValidators(r.Header, v.req)
	}
	if !v.credential.none() && t.origin() == v.first.origin() {
		r.Header.Set("Authorization", v.credential.header)
	}
	return r, nil
}

// explain puts what went wrong in a hop into words; ctx is the hop's, and ends
// when the feed's time is up.
func (v *visit) explain(ctx context.Context, err error, t target) *Failure {
	var refused *refusal
	var ours *Failure
	switch {
	case errors.As(err, &refused):
		return v.refused(refused, t)
	case errors.As(err, &ours):
		return ours
	case ctx.Err() != nil && !v.connected.Load():
		return notReached(t)
	case ctx.Err() != nil:
		return v.tookTooLong()
	}
	return explain(err, t)
}

// withoutUser is the request as an outcome repeats it.
func (v *visit) withoutUser() Request {
	r := v.req
	r.URL = stripUser(r.URL)
	r.ValidatedURL = stripUser(r.ValidatedURL)
	return r
}
