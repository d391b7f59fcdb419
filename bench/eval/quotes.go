package main

import (
	"fmt"
	"path/filepath"
)

// quotes has weft find, among the documents of the duplicates, who quotes whom:
// what the labels call a quote, and nothing else. It fails under .9 found or .95
// true. Of two documents of one day neither is earlier, so some do not count.
func (b bench) quotes() error {
	s, ids, err := b.dupSite("quotes")
	if err != nil {
		return err
	}
	out, err := b.run(s.dir, "export", "citations")
	if err != nil {
		return err
	}
	rows, err := lines[struct {
		From, To, Kind, Passage string
		Counted                 bool
	}](out)
	if err != nil {
		return err
	}
	truth, err := read[struct{ Type, How, A, B string }](filepath.Join(b.data, "dev", "dups.truth.jsonl"))
	if err != nil {
		return err
	}
	planted := map[[2]string]bool{}
	for _, t := range truth {
		if t.How == "quote" {
			planted[[2]string{t.A, t.B}], planted[[2]string{t.B, t.A}] = true, true
		}
	}
	found, right, counted := 0, 0, 0
	for _, r := range rows {
		if r.Kind != "quote" {
			continue
		}
		if r.Counted {
			counted++
		}
		if found++; planted[[2]string{ids[key(r.From)], ids[key(r.To)]}] {
			right++
		} else {
			fmt.Printf("  not planted: %s quotes %s: %.100q\n", ids[key(r.From)], ids[key(r.To)], r.Passage)
		}
	}
	all := len(planted) / 2
	recall, precision := float64(right)/float64(max(1, all)), float64(right)/float64(max(1, found))
	fmt.Printf("quotes: %d planted, %d found, %d of them planted (%d count): recall %.3f, precision %.3f\n", all, found, right, counted, recall, precision)
	if recall < 0.9 || precision < 0.95 {
		return fmt.Errorf("recall %.3f, precision %.3f; wanted .9 and .95", recall, precision)
	}
	return nil
}
