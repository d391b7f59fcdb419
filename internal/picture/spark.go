package picture

import (
	"fmt"
	"strings"
)

// Sparkline draws counts as small bars beside a text. The label says the same
// in words. Counts below four fill no more than their share of four, so that
// one entry does not look like many.
func Sparkline(counts []int, label string) string {
	const bar, gap, high = 3, 1, 22
	highest := 4
	for _, n := range counts {
		highest = max(highest, n)
	}
	var d strings.Builder
	for i, n := range counts {
		if n > 0 {
			h := max(2, n*high/highest)
			fmt.Fprintf(&d, "M%d %dh%dv%dh%dz", i*(bar+gap), high-h, bar, h, -bar)
		}
	}
	w := max(1, len(counts)*(bar+gap)-gap)
	bars := ""
	if d.Len() > 0 {
		bars = `<path class="bars" d="` + d.String() + `"/>`
	}
	return fmt.Sprintf(`<svg class="spark" viewBox="0 0 %d %d" width="%d" height="%d" role="img" aria-label="%s">%s<path class="base" d="M0 %dh%d"/></svg>`,
		w, high+2, w, high+2, escape(label), bars, high+1, w)
}
