package detect

import (
	"strings"
	"testing"
)

// Each case is a text in which what is found stands between ⟦ and ⟧.
func check(t *testing.T, find func(string) []Span, cases ...string) {
	t.Helper()
	for _, want := range cases {
		text := strings.NewReplacer("⟦", "", "⟧", "").Replace(want)
		var got strings.Builder
		last := 0
		for _, s := range find(text) {
			got.WriteString(text[last:s.From] + "⟦" + text[s.From:s.To] + "⟧")
			last = s.To
		}
		if got.WriteString(text[last:]); got.String() != want {
			t.Errorf("got  %s\nwant %s", got.String(), want)
		}
	}
}

func TestNHSNumbersAreFound(t *testing.T) {
	check(t, NHSNumbers,
		"Her number is ⟦943 476 5919⟧.",
		"⟦9434765919⟧",
		"(⟦943 476 5919⟧)",
		"NHS No: ⟦943-476-5919⟧, seen on 3 May",
		"NHS number ⟦943\u00a0476\u00a05919⟧ and ⟦4010232137⟧;",
		"patient 3: ⟦485 777 3457⟧ 01/02/1980",
		"the NHS number (⟦4857773457⟧) of a child",
		"‘⟦401 023 2137⟧’",
		"nhs:⟦4010232137⟧",
		"⟦7067730422⟧\n⟦706 773 0422⟧",
		"nhs number 3: ⟦320 000 0015⟧",
		"NHS number=x, CHI number ⟦0101010117⟧",
		"an NHS number ⟦1234567881⟧ by its check digit",
		"患者番号 ⟦943 476 5919⟧。",
	)
}

func TestWhatIsNoNHSNumberIsLeftAlone(t *testing.T) {
	check(t, NHSNumbers,
		"NHS number 943 476 5918", // wrong check digit
		"NHS number 943 476 5910",
		"NHS number 9434765929",
		"4010232138 and 401-023-2136",
		"NHS number 987 654 4320", // a check digit of 10 is not given out
		"NHS number 111 111 1111", // all the same: a placeholder
		"9999999999 or 000 000 0000",
		"1 943 476 5919 2", // parts of longer numbers
		"19434765919 94347659190",
		"943 476 5919 1234",
		"943 476 59190",
		"94 3476 5919 9434 765 919", // no usual spacing
		"943.476.5919 943/476/5919 943  476 5919",
		"943 476-5919", // two kinds of signs
		"https://example.org/?id=9434765919 and https://example.org/9434765919/",
		"see www.example.org/a:9434765919",
		"id=9434765919 #9434765919 user_9434765919 9434765919@example.org",
		"9434765919.html, v9434765919, 9434765919th",
		"£9434765919, $943 476 5919 and +9434765919",
		"ISBN 0306406152, ISBN-10: 4010232137", // the same sum as an ISBN's
		"0306406152 1234567881 1609459202",     // unnamed, and not given out
		"call 401-023-2137, tel: 401 023 2137, (401) 023 2137",
		"0.9434765919 and 12,943 476 5919",
		"doi:10.1000/4010232137 10.1000/9434765919",
		"the order 4010232137 of ticket no 9434765919",
		"[4010232137] (4010232137",
		"943 476\n5919",
		"９４３ ４７６ ５９１９",
		"an NHS number has ten digits; ask 111",
	)
}

func TestEmailAddressesAreFound(t *testing.T) {
	check(t, Emails,
		"Write to ⟦ana@example.org⟧.",
		"<⟦ana.pop+blog@news.example.co.uk⟧>",
		"mailto:⟦o'neill@example.ie⟧?",
		"'⟦ana@example.org⟧', (⟦b_c-d%e@x-y.example⟧)",
		"⟦josé@bücher.example⟧ und ⟦名@例え.テスト⟧",
		"⟦a@b.cd⟧:next line",
		"to: ⟦ANA@EXAMPLE.ORG⟧; cc:⟦x@example.org⟧,⟦y@example.org⟧",
		"see...⟦ana@example.org⟧…",
		"⟦x@xn--bcher-kva.xn--p1ai⟧",
	)
}

func TestWhatIsNoEmailAddressIsLeftAlone(t *testing.T) {
	check(t, Emails,
		"follow @ana@social.example",
		"@ana at https://medium.com/@ana.pop",
		"git@github.com:weft/weft.git",
		"https://ana:secret@example.org/ ssh://git@example.org/x",
		"ana @ example.org, ana@ example.org",
		"logo@2x.png and icon@big.svg",
		"lodash@4.17.21 react@next left@right",
		"ana@localhost ana@example ana@.org ana@-x.org ana@x..org",
		"a.@example.org",
		"maps/@51.5072,-0.1276,15z",
		"10 apples @ 2.50 each",
		"ana@example.c",
		"ana [at] example.org",
		"@@ @.@ a@b@c.example",
	)
}

func TestPhoneNumbersAreFound(t *testing.T) {
	check(t, Phones,
		"Ring ⟦020 7946 0958⟧.",
		"⟦02079460958⟧ or ⟦(020) 7946 0958⟧",
		"Tel:⟦0161 496 0000⟧, ⟦0161-496-0001⟧, ⟦0161.496.0002⟧",
		"⟦01632 960001⟧, ⟦(01632) 960 001⟧, ⟦01632 96 00 01⟧",
		"mobile ⟦07700 900123⟧ / ⟦07700 900 124⟧",
		"⟦+44 20 7946 0958⟧ and ⟦+44 (0)20 7946 0958⟧ and ⟦+442079460958⟧",
		"⟦0044 20 7946 0958⟧; ⟦00442079460958⟧; ⟦+44(0)7700 900123⟧",
		"⟦(+44) 7700 900123⟧",
		"⟦+353 1 234 5678⟧, ⟦+1 212 555 0123⟧, ⟦+1 (212) 555-0123⟧, ⟦+49 30 901820⟧, ⟦+33 1 23 45 67 89⟧",
		"⟦0800 1111⟧ (free), ⟦0800 123 456⟧, ⟦0345 608 1456⟧ and ⟦0808 157 0192⟧",
		"⟦020\u00a07946\u00a00958⟧ ⟦020 7946 0959⟧",
		"tel:⟦+442079460958⟧",
		"⟦01946 12345⟧", // some areas have ten digits
		"Phone 1430 on ⟦+44 117 496 0123⟧ 24 hours",
		"electro⟦+44 117 496 0123⟧"[len("electro"):],
	)
}

func TestWhatIsNoPhoneNumberIsLeftAlone(t *testing.T) {
	check(t, Phones,
		"on 01/02/2021, 01-02-2021, 01.02.2021, 2021-02-01 10:30:00, 01 02 2021 1030",
		"2013-12-27 12:45:00 2013-12-27 13:00:00, at 12:00 44 20 7946 0958", // times in a table, as a replay of real blogs has them
		"20210201103000 0201-02-03T04:05:06",
		"ISBN 0-306-40615-2, 0306406152, 978-0-306-40615-7, 9780306406157, ISBN 0 7475 3269 9, ISBN: 0201 896 8345",
		"ORCID 0000-0002-1825-0097, https://orcid.org/0000-0003-1415-9269",
		"£020 7946 0958, 0.02079460958, 1,020 794 6095, +10 000 000 people, +25 000 000",
		"weft 0.12.345, v01632.960.001, 10.0.0.1, 192.168.100.200",
		"0345-1234-5678-9012 and 4929 0161 4960 0001",
		"https://example.org/02079460958 https://example.org/?q=020+7946+0958 www.example.org/a:02079460958",
		"doi:10.1093/02079460958 id-02079460958 x02079460958 02079460958x #02079460958 user@02079460958",
		"12-34-56 01234567, 01-23-45 12345678",
		"+5 to health, +12345, C++ 11, 1+020 7946 0958",
		"999, 111, 101, 116 123",
		"0000 0000 000 00000000000 0123",
		"GTIN 05012345678900, 005012345678900",
		"+999 123 456 789, +210 12 34",
		"0400 123 4567 and 06123 456789",
		"invoice 02079460958, order no. 01632 960001, account number 07700900123",
		"grid ref 02079460958",
		"51.5072, -0.1276543210",
		"030 40 50 60 70 80 90",
		"12 020 7946 0958",
		"0123456789 01234 5678",
	)
}

func TestWordsOfAListAreFoundWholeInEveryScript(t *testing.T) {
	words, err := ReadWords([]byte("\ufeff# Names nobody is to read.\nMargaret Hale\nZoë   # with or without\r\nC#\n\nStraße\nпаспорт\n診断\nنتيجة الفحص\n\tO’Neill\n"))
	if err != nil || words.Len() != 8 {
		t.Fatal(err, words)
	}
	check(t, words.Find,
		"⟦margaret\n hale⟧ met ⟦ZOE⟧ and ⟦Zoé⟧.",
		"Margaret and Hale; Zoely; Margarethale",
		"die ⟦STRAßE⟧, nicht Strasse; ⟦o'neill⟧",
		"⟦Паспорт⟧ и паспорта",
		"この⟦診断⟧は",
		"ال ⟦نَتِيجَة الفحص⟧",
		"",
	)
}

func TestAListThatHoldsNothingOrTooMuchIsRefused(t *testing.T) {
	for _, data := range []string{"", "# only words for people\n \n", "--- ,\n", "\xff\xfe", "a\x00b", strings.Repeat("word\n", MostWords+1)} {
		if w, err := ReadWords([]byte(data)); err == nil {
			t.Errorf("%.20q was read as %d words", data, w.Len())
		}
	}
}

func TestLicencesThatAreKnown(t *testing.T) {
	for _, s := range []string{"CC-BY-4.0", "cc by 4.0", "CC BY-SA", "CC-BY-NC-ND-3.0", "CC0", "CC0-1.0", "OGL-UK-3.0", "Open Government Licence v3.0", "Creative Commons Attribution 4.0 International",
		"https://creativecommons.org/licenses/by/4.0/", "http://creativecommons.org/licenses/by-nc-sa/3.0/deed.en", "https://creativecommons.org/publicdomain/zero/1.0/", "//creativecommons.org/licenses/by-sa/2.0/uk/",
		"https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/", "GFDL-1.3-or-later", "MIT", " public domain "} {
		if !KnownLicence(s) {
			t.Errorf("%q is a licence", s)
		}
	}
	for _, s := range []string{"", " ", "All rights reserved", "© 2021 Ana Pop", "CC", "CC-BY-9.9", "free", "see the footer", "https://example.org/licenses/by/4.0/", "https://creativecommons.org/", "https://evil.example/?creativecommons.org/licenses/by/4.0/", "proprietary", "CC-BY-4.0 except pictures"} {
		if KnownLicence(s) {
			t.Errorf("%q is no licence that is known", s)
		}
	}
}

func TestAHostIsAmongOthersOrBelowOne(t *testing.T) {
	listed := []string{"example.org", "WWW.Bank.example", ""}
	for host, want := range map[string]bool{"example.org": true, "www.example.org": true, "News.Example.ORG.": true, "badexample.org": false, "org": false, "bank.example": true, "example.org.evil.example": false, "example.org:8443": true, "[2001:db8::1]": false, "": false} {
		if HostAmong(host, listed) != want {
			t.Errorf("%q: %v", host, !want)
		}
	}
}
