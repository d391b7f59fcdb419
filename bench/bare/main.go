// Bare fetches feeds and parses them, and that is all it does: what weft is
// measured against. It keeps 128 requests in flight, has net/http undo gzip and
// hands the answer to gofeed. It is not polite, not bounded and not safe.
//
//	go run ./bench/bare URLS.txt
package main

import (
	"bufio"
	"fmt"
	"net/http"
	"os"
	"sync"
	"sync/atomic"

	"github.com/mmcdole/gofeed"
)

const inFlight = 128

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: bare URLS.txt")
		os.Exit(2)
	}
	if err := run(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "bare:", err)
		os.Exit(1)
	}
}

func run(list string) error {
	file, err := os.Open(list)
	if err != nil {
		return err
	}
	defer file.Close()
	var all sync.WaitGroup
	var items, failed atomic.Int64
	seats := make(chan struct{}, inFlight)
	for lines := bufio.NewScanner(file); lines.Scan(); {
		url := lines.Text()
		seats <- struct{}{}
		all.Go(func() {
			defer func() { <-seats }()
			n, err := parse(url)
			if err != nil {
				failed.Add(1)
			}
			items.Add(int64(n))
		})
	}
	all.Wait()
	if n := failed.Load(); n > 0 {
		return fmt.Errorf("%d feeds failed", n)
	}
	fmt.Println(items.Load(), "entries")
	return nil
}

func parse(url string) (items int, err error) {
	resp, err := http.Get(url)
	if err != nil {
		return 0, err
	}
	defer resp.Body.Close()
	feed, err := gofeed.NewParser().Parse(resp.Body)
	if err != nil {
		return 0, err
	}
	return len(feed.Items), nil
}
