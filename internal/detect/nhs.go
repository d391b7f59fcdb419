package detect

import "strings"

// NHSNumbers finds the NHS numbers of the United Kingdom: ten digits, together or
// as 3-3-4 with blanks or hyphens, the last of which checks the others (modulus
// 11; NHS Data Dictionary, "NHS NUMBER").
//
// Numbers of other kinds pass the same check by chance, one in eleven, and every
// ISBN-10 does, because it is the same sum. So where no "NHS" stands before it a
// number must besides look like one that is given out, and what is called
// something else is left alone.
func NHSNumbers(text string) []Span {
	var found []Span
	addresses := strand{text: text}
	for at := 0; at < len(text); {
		if !digitAt(text, at) {
			at++
			continue
		}
		run := digitsFrom(text, at)
		end, sign := tenDigits(text, at, run)
		if end > 0 && IsNHSNumber(text[at:end]) && alone(text, at, end, sign) && isGiven(text, at, end, sign) && !addresses.inAddress(at) {
			found = append(found, Span{at, end})
			run = end
		}
		at = run
	}
	return found
}

// tenDigits gives the end of ten digits in one of the usual spacings, and what
// parts their groups: 0 nothing.
func tenDigits(s string, at, run int) (end int, sign rune) {
	switch run - at {
	case 10:
		return run, 0
	case 3:
		first, next := gap(s, run, "")
		if first == 0 || digitsFrom(s, next)-next != 3 {
			return 0, 0
		}
		second, last := gap(s, next+3, "")
		if second != first || digitsFrom(s, last)-last != 4 {
			return 0, 0
		}
		return last + 4, first
	}
	return 0, 0
}

// IsNHSNumber reports whether the digits of a text are ten, are not all the same,
// and the last one checks the others.
func IsNHSNumber(s string) bool {
	sum, n, same, first := 0, 0, true, rune(-1)
	for _, r := range s {
		if !isDigit(r) {
			continue
		}
		if first < 0 {
			first = r
		}
		same = same && r == first
		sum += int(r-'0') * max(10-n, 1)
		n++
	}
	// The weights are 10 to 2 and the check digit brings the sum to a multiple of
	// 11. Where it would have to be 10 the number is not given out.
	return n == 10 && !same && sum%11 == 0
}

// alone reports whether digits are a number of their own and no part of a longer
// one, of a name, or of an amount.
func alone(s string, from, to int, sign rune) bool {
	b, a := runeBefore(s, from), runeAt(s, to)
	if glued(b) || glued(a) || isHyphen(b) || b == '.' || b == ',' && digitAt(s, from-2) {
		return false
	}
	if (a == '.' || a == ',' || a == ':' || isHyphen(a) || a == '\'') && glued(runeAt(s, to+len(string(a)))) {
		return false
	}
	if sign != ' ' {
		return true
	}
	// Blanks part its groups: a group on either side may be another of them.
	if isBlank(b) && digitAt(s, from-len(string(b))-1) {
		return false
	}
	if isBlank(a) {
		next := to + len(string(a))
		if end := digitsFrom(s, next); end > next && !strings.ContainsRune("/-.:", runeAt(s, end)) || end > next && runeAt(s, end) == 0 {
			return false
		}
	}
	return true
}

// otherNumbers are names of numbers that are no NHS number.
var otherNumbers = []string{"isbn", "issn", "orcid", "doi", "tel", "telephone", "phone", "call", "fax", "mobile", "mob", "ring", "dial", "text", "whatsapp", "cell",
	"order", "account", "invoice", "reference", "ref", "ticket", "version", "timestamp", "upc", "ean", "gtin", "asin", "charity", "company", "vat", "pmid", "arxiv"}

// isGiven reports whether a number is called an NHS number, or looks like those
// that are given out and is called nothing else.
func isGiven(s string, from, to int, sign rune) bool {
	near := before(s, from, 48)
	if strings.Contains(near, "nhs") || namedLast(near, []string{"chi"}) {
		return true
	}
	if namedLast(near, otherNumbers) {
		return false
	}
	if b := runeBefore(s, from); b == '(' || b == '[' { // "(485) 777 3456" is read as a phone number, and references stand in brackets
		return sign == ' ' && runeAt(s, to) == ')'
	}
	switch first := s[from]; {
	case sign != 0:
		return first != '0'
	case first == '3':
		return s[from+1] >= '2' // Northern Ireland
	default:
		return first == '4' || first == '6' || first == '7' || first == '9'
	}
}
