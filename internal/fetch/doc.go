// Package fetch asks strangers' servers for feeds: politely, conditionally,
// within bounds, and never at a private address.
//
// It promises:
//
//   - No address is connected to that was not checked at the moment of
//     connecting: after resolution, at every redirect, on every dial. Private,
//     loopback, link-local, translated and reserved addresses are refused. A
//     feed with Network "private" opens its own host and port and nothing else.
//   - One connection at a time to one host, with a gap between requests, and
//     Options.Concurrency requests in all. A slow host holds up nobody else.
//   - One feed takes at most Options.Timeout of asking, at most Options.Bytes of
//     memory after decompression, Options.Redirects redirects and
//     Options.Attempts attempts. Waiting for its turn is not counted.
//   - One failing feed is an Outcome like any other. It never stops the rest.
//   - A credential is read when the request is made, sent to the listed origin
//     only, and found in no log, no error and no Outcome.
//   - Whatever a server says that a person may come to read (addresses, header
//     values) is free of control characters; its status text and its error
//     pages are not repeated at all.
//
// It does not parse feeds, store validators, decide when a feed is next due,
// read files named by a feed list, or ask for robots.txt: a listed feed is an
// invitation. It keeps no cookies and sends no referrer. It speaks gzip,
// deflate and brotli.
//
// How one feed is asked:
//
//	Get ── visit ── attempt (again after a pause, retry.go)
//	                  └─ ask, a hop each (redirect.go)
//	                       ├─ turn    at the host, then one of all (polite.go)
//	                       ├─ road    which connections may be used (dial.go, proxy.go)
//	                       └─ body    decoded and bounded (body.go)
package fetch
