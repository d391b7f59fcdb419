package lint

import (
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"
)

// rounds is how often TestNoBytesStopIt mangles its files; WEFT_ROUNDS says
// otherwise.
const rounds = 60

// TestNoBytesStopIt mangles a whole site with mistakes, at random and always
// alike: the check comes to an end, and each problem says where, what, and what
// to do. (A fuzz target would spend its time in SQLite.)
func TestNoBytesStopIt(t *testing.T) {
	n := rounds
	if said, err := strconv.Atoi(os.Getenv("WEFT_ROUNDS")); err == nil {
		n = said
	}
	random := rand.New(rand.NewPCG(1, 2))
	for _, file := range []string{"issues", "broken", "overlay"} {
		a := parsed(t, file)
		dir := t.TempDir()
		for _, f := range a {
			write(t, dir, f.Name, f.Data)
		}
		read(t, dir)
		for range n / 3 {
			f := a[random.IntN(len(a))]
			data := mangle(random, f.Data)
			write(t, dir, f.Name, data)
			for _, p := range look(t, dir).Problems {
				if p.File == "" || p.Message == "" || p.Hint == "" || p.Line < 0 || p.File == f.Name && p.Line > strings.Count(string(data), "\n")+2 {
					t.Errorf("%s as %q: %+v", f.Name, data, p)
				}
			}
			if random.IntN(3) == 0 {
				write(t, dir, f.Name, f.Data)
			}
		}
	}
}

// fragments are what is strange to some reader.
var fragments = []string{"+++\n", "\n", "\r\n", "\x00", "\xff", "\u202e", "“", "”", "[", "](", ")", "{#", "}", "<!--", "-->", "- [a](b)\n", "## x {#y}\n", "```\n", "> ", "\"", "{", "[[", "=", "/../", "%zz", "https://[", "0000-01-01", "9999999999999999999", "null", "\t", "#", "|a|\n|-|\n", "[^1]", "&#0;", "{{", "../contributions/x.md"}

func mangle(random *rand.Rand, data []byte) []byte {
	s := string(data)
	for range 1 + random.IntN(4) {
		i, j := random.IntN(len(s)+1), random.IntN(len(s)+1)
		switch random.IntN(4) {
		case 0:
			s = s[:min(i, j)] + s[max(i, j):]
		case 1:
			s = s[:i] + s[min(i, j):max(i, j)] + s[i:]
		default:
			s = s[:i] + fragments[random.IntN(len(fragments))] + s[i:]
		}
	}
	return []byte(s)
}
