package feed

import (
	"testing"
	"time"
)

func TestADateIsReadWhereItCanMeanOneMomentOnly(t *testing.T) {
	for in, want := range map[string]string{
		// RFC 3339 and ISO 8601
		"2026-11-22T10:00:00Z":                    "2026-11-22T10:00:00Z",
		"2026-11-22t10:00:00.5+05:45":             "2026-11-22T04:15:00Z",
		"2026-11-22T10:00:00+01:00[Europe/Paris]": "2026-11-22T09:00:00Z",
		"20261122T100000+0100":                    "2026-11-22T09:00:00Z",
		"20261122":                                "2026-11-22T00:00:00Z",
		"2026-326":                                "2026-11-22T00:00:00Z",
		"2026-11":                                 "2026-11-01T00:00:00Z",
		"2026":                                    "2026-01-01T00:00:00Z",
		"2026-11-22T24:00:00Z":                    "2026-11-23T00:00:00Z",
		"2026-11-22 10:00:00 UTC":                 "2026-11-22T10:00:00Z",
		"1795341600":                              "2026-11-22T10:00:00Z",
		"1795341600000":                           "2026-11-22T10:00:00Z",
		// RFC 822 and its relatives
		"Sun, 22 Nov 2026 10:00:00 GMT":        "2026-11-22T10:00:00Z",
		"Sunday, 22-Nov-26 10:00:00 GMT":       "2026-11-22T10:00:00Z",
		"22 Nov 95 10:00 EST":                  "1995-11-22T15:00:00Z",
		"Sun, 22 Nov 2026 10:00:00 Etc/GMT":    "2026-11-22T10:00:00Z",
		"Sun, 22 Nov 2026 10:00:00 GMT-01:30":  "2026-11-22T11:30:00Z",
		"Sun Nov 22 10:00:00 2026":             "2026-11-22T10:00:00Z",
		"Sun Nov 22 10:00:00 PST 2026":         "2026-11-22T18:00:00Z",
		"Sun Nov 22 10:00:00 2026 +0100":       "2026-11-22T09:00:00Z",
		"Sun, 22 Nov 2026 12:05 AM":            "2026-11-22T00:05:00Z",
		"November 22nd, 2026 at 3:04 p.m. EST": "2026-11-22T20:04:00Z",
		"Fri, 2006/09/15 08:19:53 EDT":         "2006-09-15T12:19:53Z",
		"Wed, 01 Jul 2026 10:00:00 ET":         "2026-07-01T14:00:00Z", // in summer Eastern time is EDT
		"Wed, 01 Apr 2026 10:00:00 AEDT":       "2026-03-31T23:00:00Z",
		// other languages
		"dim., 22 nov. 2026 10:00:00 +0100": "2026-11-22T09:00:00Z",
		"22 novembre 2026 à 10h30":          "2026-11-22T10:30:00Z",
		"1er décembre 2026":                 "2026-12-01T00:00:00Z",
		"mar, 01 dic 2026 10:00:00 GMT":     "2026-12-01T10:00:00Z",
		"22 de noviembre de 2026":           "2026-11-22T00:00:00Z",
		"So, 22. März 2026 10:00":           "2026-03-22T10:00:00Z",
		"22 мая 2026":                       "2026-05-22T00:00:00Z",
		"2004년 05월 28일  01:31:15":           "2004-05-27T16:31:15Z",
		"2004-05-25 오후 11:23:17":            "2004-05-25T14:23:17Z",
		"2026年11月22日 10:00":                 "2026-11-22T10:00:00Z",
		// numbers alone
		"22.11.2026 10:00":      "2026-11-22T10:00:00Z",
		"02.03.2026":            "2026-03-02T00:00:00Z",
		"22/11/2026":            "2026-11-22T00:00:00Z",
		"11/22/2026 3:04:05 PM": "2026-11-22T15:04:05Z",
		"05/05/2026":            "2026-05-05T00:00:00Z",
	} {
		got, ok := parseDate(in)
		if !ok || got.Format(time.RFC3339) != want {
			t.Errorf("%q: got %v %v, want %s", in, got.Format(time.RFC3339), ok, want)
		}
	}
}

func TestWhatIsNoDateOrCouldBeTwoIsNone(t *testing.T) {
	for _, in := range []string{
		"", "-", "yesterday", "0001-01-01T00:00:00Z", "Mon, 01 Jan 0001 00:00:00 +0000", "10000-01-01T00:00:00Z",
		"2026-13-01", "2026-02-30", "Sun, 30 Feb 2026 10:00:00 GMT", "Sun, 99 Jun 2009 12:00:00 GMT",
		"2026-11-22T25:00:00Z", "2026-11-22T10:00:61Z", "2026-11-22T10:00:00+99:99", "2026-11-22T10:00:00ZZZ9", "Sun, 16 Dec 2012 1:2:3:4 GMT",
		"Sun, 16 Dec 2012 11:47:32 +zz:00", "Sun, 16 zzz 2012 11:47:32 GMT", "Sun, 16 Dec zz 11:47:32 GMT",
		"02/03/2026",                    // the second of March or the third of February
		"03-12-31",                      // any of three numbers may be the year
		"Sun, 22 Nov 2026 10:00:00 IST", // India, Israel or Ireland
		"Sun, 22 Nov 2026 10:00:00 XYZ", "22 listopada 2026", "22 Nov", "10:00", "Nov Dec 2026", "13:00 PM 22 Nov 2026",
	} {
		if got, ok := parseDate(in); ok {
			t.Errorf("%q became %v", in, got)
		}
	}
}

func TestAmericanSummerBeginsAndEndsByTheLawOfTheYear(t *testing.T) {
	for in, want := range map[string]string{
		"Sun, 08 Mar 2026 01:59:00 ET": "2026-03-08T06:59:00Z",
		"Sun, 08 Mar 2026 03:00:00 ET": "2026-03-08T07:00:00Z",
		"Sat, 31 Oct 2026 12:00:00 PT": "2026-10-31T19:00:00Z",
		"Sun, 01 Nov 2026 12:00:00 PT": "2026-11-01T20:00:00Z",
		"Sun, 02 Apr 2006 12:00:00 ET": "2006-04-02T16:00:00Z",
		"Sun, 29 Oct 2006 12:00:00 ET": "2006-10-29T17:00:00Z",
	} {
		if got, ok := parseDate(in); !ok || got.Format(time.RFC3339) != want {
			t.Errorf("%q: got %v, want %s", in, got, want)
		}
	}
}
