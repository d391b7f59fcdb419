package detect

import (
	"strings"
)

// Phones finds phone numbers: of the United Kingdom as they are written there
// (020 7946 0958, (01632) 960 001, 07700 900 123, 0800 1111) and of any country
// with its code (+44 20 7946 0958, 0044 (0)20 …, +353 1 234 5678). Numbers of other
// countries without their code, and short ones such as 999, are not found: they
// look like much else.
func Phones(text string) []Span {
	var found []Span
	addresses := strand{text: text}
	last := 0 // where the last number found ends
	for at := 0; at < len(text); {
		c := text[at]
		if c != '+' && c != '0' && c != '(' {
			if digitAt(text, at) {
				at = digitsFrom(text, at)
			} else {
				at++
			}
			continue
		}
		end := number(text, at)
		if end > 0 && phoneAlone(text, at, end, last) && !namedLast(before(text, at, 24), otherThanPhones) && !addresses.inAddress(at) {
			found = append(found, Span{at, end})
			at, last = end, end
			continue
		}
		at = max(at+1, digitsFrom(text, at))
	}
	return found
}

// number gives the end of the phone number that begins at a byte, 0 for none.
func number(s string, at int) int {
	rest := s[at:]
	switch {
	case rest[0] == '+' || strings.HasPrefix(rest, "(+"):
		return international(s, at+strings.IndexByte(rest, '+')+1)
	case strings.HasPrefix(rest, "00"):
		return international(s, at+2) // without a plus: see there
	case rest[0] == '0' || strings.HasPrefix(rest, "(0"):
		return national(s, at)
	}
	return 0
}

// A reading is the digits of a number and how they are grouped.
type reading struct {
	digits string
	groups []string
	dotted bool
	end    int
}

// mostDigits are those of the longest number (E.164) and a zero in brackets.
const mostDigits = 16

// read takes in groups of digits, each with at most one sign and one pair of
// brackets around it, up to where enough says that the number is whole.
func read(s string, at int, enough func(reading) bool) (reading, bool) {
	var r, whole reading
	for ok := false; ; {
		next := at
		if len(r.groups) > 0 {
			sign, behind := gap(s, at, ".")
			if next = behind; sign == '.' {
				r.dotted = true
			}
			if sign == 0 && at < len(s) && s[at] != '(' && s[at-1] != ')' {
				return whole, ok
			}
		}
		open := next < len(s) && s[next] == '('
		if open {
			next++
		}
		end := digitsFrom(s, next)
		if end == next || len(r.digits)+end-next > mostDigits {
			return whole, ok
		}
		group := s[next:end]
		if at = end; at < len(s) && s[at] == ')' && (open || len(r.groups) == 0) {
			at++
		} else if open {
			return whole, ok
		}
		if group == "0" && open && len(r.groups) > 0 {
			continue // +44 (0)20: the zero is for callers at home
		}
		r.digits, r.groups, r.end = r.digits+group, append(r.groups, group), at
		if enough(r) {
			whole, ok = r, true
			whole.groups = append([]string(nil), r.groups...)
		}
	}
}

// international reads on behind the plus.
func international(s string, at int) int {
	if !digitAt(s, at) && runeAt(s, at) != ' ' {
		return 0
	}
	zeros := s[at-1] == '0'
	if runeAt(s, at) == ' ' { // "+ 44 …", and "00 44 …": of other codes it may be the end of a time
		if at++; zeros && !strings.HasPrefix(s[at:], "44") {
			return 0
		}
	}
	r, ok := read(s, at, func(r reading) bool {
		code := countryCode(r.digits)
		n := len(r.digits) - len(code)
		switch {
		case code == "" || len(r.digits) > 15:
			return false
		case code == "44":
			return (n == 10 || n == 9 && len(r.groups) > 1) && ukRange(r.digits[2:])
		case code == "1":
			return n == 10 && r.digits[1] >= '2' && r.digits[4] >= '2'
		case len(r.groups) > 1 && len(r.groups[0]) < len(code):
			return false // grouped as an amount is
		case zeros && len(r.groups) == 1:
			return false // a long number that begins with zeros
		}
		return len(r.digits) >= 9
	})
	if !ok {
		return 0
	}
	return r.end
}

// national reads a number as it is written within the United Kingdom.
func national(s string, at int) int {
	r, ok := read(s, at, func(r reading) bool {
		first := len(r.groups[0])
		switch n := len(r.digits); {
		case r.digits == "08001111" || r.digits == "0845464" || r.digits == "08454647":
			return len(r.groups) > 1 || r.digits == "08001111"
		case first < 3 || !ukRange(r.digits[1:]) || !wellGrouped(r):
			return false
		case n == 11:
			return true
		case n == 10: // few: some old areas, some freephone numbers
			return len(r.groups) > 1 && first >= 4 && first <= 6 && (strings.HasPrefix(r.digits, "01") || strings.HasPrefix(r.digits, "0800") || strings.HasPrefix(r.digits, "0500"))
		}
		return false
	})
	if !ok {
		return 0
	}
	return r.end
}

// wellGrouped reports whether groups are such as people write: few, and none of
// a single digit.
func wellGrouped(r reading) bool {
	least := 2
	if r.dotted {
		least = 3
	}
	for _, g := range r.groups[1:] {
		if len(g) < least {
			return false
		}
	}
	return len(r.groups) <= 5
}

// ukRange reports whether a number without its zero begins as those that Ofcom
// gives out (the National Telephone Numbering Plan).
func ukRange(significant string) bool {
	if len(significant) < 2 {
		return false
	}
	second := significant[1]
	switch significant[0] {
	case '1':
		return second != '0'
	case '2':
		return strings.IndexByte("03489", second) >= 0
	case '3':
		return strings.IndexByte("0347", second) >= 0
	case '5':
		return strings.IndexByte("056", second) >= 0
	case '7':
		return second != '2'
	case '8':
		return strings.IndexByte("0247", second) >= 0
	case '9':
		return strings.IndexByte("0189", second) >= 0
	}
	return false
}

// countryCode gives the code that digits begin with, "" where no country has it
// (ITU-T E.164).
func countryCode(digits string) string {
	for n := 1; n <= 3 && n < len(digits); n++ {
		if strings.Contains(countryCodes, " "+digits[:n]+" ") {
			return digits[:n]
		}
	}
	return ""
}

// None of the codes begins another.
const countryCodes = " 1 7 20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 63 64 65 66 81 82 84 86 90 91 92 93 94 95 98 " +
	"211 212 213 216 218 220 221 222 223 224 225 226 227 228 229 230 231 232 233 234 235 236 237 238 239 240 241 242 243 244 245 246 247 248 249 " +
	"250 251 252 253 254 255 256 257 258 260 261 262 263 264 265 266 267 268 269 290 291 297 298 299 350 351 352 353 354 355 356 357 358 359 " +
	"370 371 372 373 374 375 376 377 378 380 381 382 383 385 386 387 389 420 421 423 500 501 502 503 504 505 506 507 508 509 " +
	"590 591 592 593 594 595 596 597 598 599 670 672 673 674 675 676 677 678 679 680 681 682 683 685 686 687 688 689 690 691 692 " +
	"800 808 850 852 853 855 856 870 878 880 881 882 883 886 888 960 961 962 963 964 965 966 967 968 970 971 972 973 974 975 976 977 979 992 993 994 995 996 998 "

// otherThanPhones are names of numbers that are no phone number.
var otherThanPhones = []string{"isbn", "issn", "orcid", "doi", "order", "account", "invoice", "reference", "ref", "ticket", "version", "timestamp", "charity", "company", "vat", "iban", "uprn", "pmid"}

// phoneAlone reports whether a number is one of its own: no part of a longer one,
// of a name, a decimal number, an amount.
func phoneAlone(s string, from, to, last int) bool {
	b, a := runeBefore(s, from), runeAt(s, to)
	if glued(b) || isHyphen(b) || b == '.' || b == '(' && a != ')' && s[from] != '+' || (b == ',' || b == ':') && digitAt(s, from-2) {
		return false
	}
	if glued(a) && a != '/' && a != '*' {
		return false
	}
	if (a == '.' || a == ',' || isHyphen(a)) && digitAt(s, to+len(string(a))) {
		return false
	}
	// So may one behind it that is like its last.
	if n := len(s[from:to]) - len(strings.TrimRight(s[from:to], "0123456789")); isBlank(a) && n <= 3 {
		next := to + len(string(a))
		if digitsFrom(s, next)-next == n {
			return false
		}
	}
	// A group of digits before it may belong to it, unless it is a phone number too.
	if isBlank(b) && s[from] != '+' && s[from] != '(' {
		if end := from - len(string(b)); digitAt(s, end-1) && end != last {
			return false
		}
	}
	return true
}
