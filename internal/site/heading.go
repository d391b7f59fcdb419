package site

import (
	"regexp"
	"strconv"
)

var headingTag = regexp.MustCompile(`<(/?)h([1-6])([ >])`)

// underHeading renumbers the headings of safe HTML so that the first is one
// below level, none is above it, and none skips a level going down: a reader
// who goes from heading to heading misses nothing.
func underHeading(safe string, level int) string {
	var open []int // levels as written, the outermost first
	return headingTag.ReplaceAllStringFunc(safe, func(tag string) string {
		m := headingTag.FindStringSubmatch(tag)
		written, _ := strconv.Atoi(m[2])
		if m[1] == "" {
			for len(open) > 0 && open[len(open)-1] >= written {
				open = open[:len(open)-1]
			}
			open = append(open, written)
		}
		return "<" + m[1] + "h" + strconv.Itoa(min(6, level+max(1, len(open)))) + m[3]
	})
}
