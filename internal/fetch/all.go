package fetch

import (
	"context"
	"sync"
	"sync/atomic"
)

// delivered is an outcome on its way to the sink.
type delivered struct {
	i    int
	o    Outcome
	done func()
}

// All asks for every request and hands each outcome to sink as it arrives, with
// the request's index. The sink is called from one goroutine, All's own, and so
// may write to a store; while it works no more bodies pile up than
// Options.Concurrency. It must not ask the same client for more: what it would
// wait for waits for it. Collect such requests and ask when All has returned.
//
// A failing feed never stops the rest. When ctx ends, All stops asking at once,
// hands over what had arrived, and returns ctx.Err(); a request that was cut off
// or not asked is not handed over, since nothing was learnt about its feed.
func (c *Client) All(ctx context.Context, reqs []Request, sink func(i int, o Outcome)) error {
	defer c.roads.closeIdle()
	arrived := make(chan delivered)
	go func() {
		defer close(arrived)
		c.askAll(ctx, reqs, arrived)
	}()
	for d := range arrived {
		d.done()
		if d.o.Status != Interrupted {
			sink(d.i, d.o)
		}
	}
	return ctx.Err()
}

// askAll runs each host's requests in the order of the list, the hosts side by
// side. A host that is slow so keeps nobody but its own feeds waiting.
func (c *Client) askAll(ctx context.Context, reqs []Request, arrived chan<- delivered) {
	var working sync.WaitGroup
	for _, group := range groupByHost(reqs) {
		var next atomic.Int64
		for range min(c.options.PerHost, len(group)) {
			working.Go(func() {
				for n := next.Add(1) - 1; int(n) < len(group) && ctx.Err() == nil; n = next.Add(1) - 1 {
					i := group[n]
					o, done := c.visit(ctx, i, reqs[i])
					arrived <- delivered{i, o, done}
				}
			})
		}
	}
	working.Wait()
}

// groupByHost returns the indexes of the requests host by host, hosts in the
// order of their first request. What has no host goes together.
func groupByHost(reqs []Request) [][]int {
	var groups [][]int
	at := map[string]int{}
	for i, r := range reqs {
		key := ""
		if t, f := parseTarget(r.URL, nil); f == nil {
			key = t.host
			if r.Network == NetworkPrivate {
				key = t.hostPort()
			}
		}
		g, known := at[key]
		if !known {
			g = len(groups)
			at[key] = g
			groups = append(groups, nil)
		}
		groups[g] = append(groups[g], i)
	}
	return groups
}
