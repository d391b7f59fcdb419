// Command eval has the whole program judged on labelled data: it makes sites of
// the data, runs weft on them as a curator would, and hands what `weft export`
// says to the scorers that come with the data.
//
//	go build -o weft ./cmd/weft
//	go run ./bench/eval -data ../shared/eval -weft ./weft -out bench/out/eval themes dups quotes bursts influence
//
// It promises to give weft what the protocols allow and nothing else: of the
// themes of an entry that is judged, weft is told nothing. Python 3 runs the
// scorers.
package main

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// A bench is where things are.
type bench struct {
	data string // the labelled data and its scorers
	weft string // the program
	out  string // what is made
}

func main() {
	var b bench
	flag.StringVar(&b.data, "data", "../shared/eval", "the `folder` of the labelled data")
	flag.StringVar(&b.weft, "weft", "./weft", "the `program`")
	flag.StringVar(&b.out, "out", "bench/out/eval", "the `folder` for sites and predictions")
	flag.Parse()
	tasks := map[string]func() error{"themes": b.themes, "dups": b.dups, "quotes": b.quotes, "bursts": b.bursts, "influence": b.influence}
	for _, name := range flag.Args() {
		task := tasks[name]
		if task == nil {
			fail(fmt.Errorf("no task %q; there are themes, dups, quotes, bursts and influence", name))
		}
		if err := task(); err != nil {
			fail(fmt.Errorf("%s: %w", name, err))
		}
	}
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, "eval:", err)
	os.Exit(1)
}

// read reads a file of JSON lines.
func read[T any](path string) ([]T, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return lines[T](bufio.NewReader(f))
}

func lines[T any](r *bufio.Reader) ([]T, error) {
	var out []T
	for dec := json.NewDecoder(r); dec.More(); {
		var v T
		if err := dec.Decode(&v); err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, nil
}

// write writes JSON lines.
func write[T any](path string, rows []T) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	enc := json.NewEncoder(f)
	enc.SetEscapeHTML(false)
	for _, r := range rows {
		if err := enc.Encode(r); err != nil {
			f.Close()
			return err
		}
	}
	return f.Close()
}

// run runs weft in a site and gives what it writes to stdout.
func (b bench) run(site string, args ...string) (*bufio.Reader, error) {
	program, err := filepath.Abs(b.weft)
	if err != nil {
		return nil, err
	}
	var said, out strings.Builder
	cmd := exec.Command(program, args...)
	cmd.Dir, cmd.Stdout, cmd.Stderr = site, &out, &said
	if err := cmd.Run(); err != nil {
		text := said.String()
		return nil, fmt.Errorf("weft %s in %s: %w\n%s", strings.Join(args, " "), site, err, text[max(0, len(text)-2000):])
	}
	return bufio.NewReader(strings.NewReader(out.String())), nil
}

// score runs a scorer and gives the figures it prints as JSON.
func (b bench) score(name string, args ...string) (map[string]any, error) {
	cmd := exec.Command("python3", append([]string{filepath.Join(b.data, "score", "score-"+name+".py"), "--json"}, args...)...)
	cmd.Stderr = os.Stderr
	data, err := cmd.Output()
	if err != nil {
		return nil, err
	}
	var out map[string]any
	return out, json.Unmarshal(data, &out)
}
