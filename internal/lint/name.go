package lint

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"weft/internal/diag"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// longestPath is how long a file's path may be, so that it can be checked out
// into a folder of its own where a path has 260 characters (Windows).
const longestPath = 200

// reserved are names that Windows keeps for devices, whatever their ending.
var reserved = regexp.MustCompile(`(?i)^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])[ ]*(?:\.|$)`)

// checkName tells of a name that some system cannot hold. Strict: nor may it
// be one that would keep the site, which is a Go module too, from being
// downloaded as one (golang.org/x/mod/module, CheckFilePath).
func checkName(shown, base string, strict bool, probs *diag.List) {
	if why := broken(base); why != "" {
		probs.Add(shown, 0, renameTo(base), "the file's name %s", why)
	} else if r, ok := notOfAModule(base); strict && ok {
		probs.Add(shown, 0, renameTo(base), "the file's name holds %q, with which this module cannot be downloaded", r)
	}
	if n := utf8.RuneCountInString(shown); n > longestPath {
		probs.Add(shown, 0, "give it, or a folder around it, a shorter name", "its path has %d characters; on Windows more than %d may be too many", n, longestPath)
	}
}

// broken says why a name breaks on some system; "" when it does not.
func broken(base string) string {
	switch {
	case !utf8.ValidString(base):
		return "is not UTF-8; Macs and Windows cannot hold it"
	case reserved.MatchString(base):
		return "is one that Windows keeps for itself"
	case strings.HasSuffix(base, ".") || strings.HasSuffix(base, " "):
		return "ends in a full stop or a blank, which Windows drops"
	case strings.HasPrefix(base, "-"):
		return "begins with a hyphen, which commands take for an option"
	case strings.HasPrefix(base, " "):
		return "begins with a blank, which nobody sees"
	}
	for _, r := range base {
		switch {
		case strings.ContainsRune(`<>:"|?*\`, r):
			return fmt.Sprintf("holds %q, which Windows cannot", r)
		case unicode.IsControl(r), unicode.Is(unicode.Cf, r), r == unicode.ReplacementChar:
			return fmt.Sprintf("holds %U, which nobody sees", r)
		}
	}
	if !norm.NFC.IsNormalString(base) {
		return "is written with letters and marks apart, and is another name on other systems"
	}
	return ""
}

// notOfAModule finds the first rune that the file of a Go module may not have.
func notOfAModule(base string) (rune, bool) {
	for _, r := range base {
		if r < utf8.RuneSelf {
			if !strings.ContainsRune("!#$%&()+,-.=@[]^_{}~ ", r) && !isAlphanumeric(r) {
				return r, true
			}
		} else if !unicode.IsLetter(r) {
			return r, true
		}
	}
	return 0, false
}

func isAlphanumeric(r rune) bool {
	return '0' <= r && r <= '9' || 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z'
}

// renameTo offers a name that every system can hold.
func renameTo(base string) string {
	stem, ext, _ := strings.Cut(norm.NFC.String(base), ".")
	safe := strings.Trim(strings.Map(safeRune, stem), "-")
	if reserved.MatchString(safe) {
		safe = "the-" + safe
	}
	if ext = strings.Trim(strings.Map(safeRune, strings.ReplaceAll(ext, ".", " ")), "-"); safe != "" && ext != "" {
		safe += "." + ext
	}
	if _, no := notOfAModule(safe); no || safe == "" || broken(safe) != "" {
		return "letters, digits and hyphens are safe everywhere"
	}
	return fmt.Sprintf("rename it, for example to %q", safe)
}

func safeRune(r rune) rune {
	switch {
	case unicode.IsLetter(r), isAlphanumeric(r):
		return r
	case unicode.IsControl(r), unicode.Is(unicode.Cf, r), unicode.IsMark(r), r == unicode.ReplacementChar:
		return -1
	}
	return '-'
}

// foldedName is the same for names that some system takes for one.
func foldedName(name string) string { return cases.Fold().String(norm.NFC.String(name)) }
