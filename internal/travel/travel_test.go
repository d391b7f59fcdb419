package travel

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"weft/internal/influence"
	"weft/internal/policy"
	"weft/internal/roster"
)

var sectors = []string{"housing", "health", "tech"}

// told makes pieces of lines "id day who sector,sector [what it points to …]",
// a day being of November 2026 and "?" for one that the feed did not give.
// Who writes with others is first of "ida+tom", whom no list need know.
// "->x" points in a way that counts, "=>x" quotes, "~>x" points in one that does not.
func told(lines ...string) Record {
	r := Record{Theme: "slack", Sectors: sectors}
	byID, briefs, abridge := map[string]*policy.Piece{}, map[string]*policy.Brief{}, policy.NewAbridger()
	people := map[string]*roster.Contributor{}
	for _, line := range lines {
		f := strings.Fields(line)
		names := strings.Split(f[2], "+")
		if people[names[0]] == nil {
			people[names[0]] = &roster.Contributor{ID: names[0]}
			people[names[0]].OptOut.Influence = strings.HasPrefix(names[0], "shy")
		}
		who := people[names[0]]
		p := &policy.Piece{Contributor: who, People: []policy.Person{{Key: who.ID, Name: who.ID, Contributor: who}}}
		for _, name := range names[1:] {
			p.People = append(p.People, policy.Person{Key: name, Name: name, Contributor: people[name]})
		}
		p.ID, p.URL = f[0], "https://"+who.ID+".example/"+f[0]
		var day int
		fmt.Sscanf(strings.TrimSuffix(f[1], "?"), "%d", &day)
		p.FirstSeen = time.Date(2026, 11, day, 12, len(byID), 0, 0, time.UTC)
		if !strings.HasSuffix(f[1], "?") {
			p.Published = p.FirstSeen
		}
		if f[3] != "-" {
			p.Sectors = strings.Split(f[3], ",")
		}
		byID[p.ID], briefs[p.ID] = p, abridge.Brief(p)
		r.Pieces = append(r.Pieces, briefs[p.ID])
		for _, to := range f[4:] {
			c := influence.Citation{From: abridge.Lean(p), To: abridge.Lean(byID[to[2:]]), Of: byID[to[2:]].Contributor, Kind: influence.Link, At: p.Date(), Passage: p.ID + " on " + to[2:], Counted: to[0] != '~'}
			if to[0] == '=' {
				c.Kind = influence.Quote
			}
			between, _ := Between(c, briefs)
			r.Citations = append(r.Citations, between)
		}
	}
	return r
}

// said writes a journey down: "sector:id how(to) …; legs; without a link".
func said(j Journey) string {
	var stops, legs, without []string
	for _, s := range j.Stops {
		text := strings.Join(s.Sectors, ",") + ":" + s.Piece.ID + " " + string(s.How)
		for _, l := range s.Legs {
			text += " " + l.To.ID
		}
		if s.Before != nil {
			text += " " + s.Before.ID
		}
		stops = append(stops, text)
	}
	for _, l := range j.Legs {
		text := l.From.ID + "-" + string(l.Kind) + "-" + l.To.ID
		if l.Crosses {
			text += "!"
		}
		legs = append(legs, text)
	}
	for _, p := range j.Unlinked {
		without = append(without, p.ID)
	}
	return strings.Join(stops, ", ") + "; " + strings.Join(legs, " ") + "; " + strings.Join(without, " ")
}

func TestAThemeIsFollowed(t *testing.T) {
	for _, c := range []struct {
		name string
		of   Record
		want string
	}{
		{"nothing", told(), "; ; "},
		{"one entry", told("a 1 ida health"), "health:a began; ; "},
		{"by a link", told("a 1 ida health", "b 3 tom housing ->a"), "health:a began, housing:b pointed a; b-link-a!; "},
		{"by a quote", told("a 1 ida health", "b 3 tom housing =>a"), "health:a began, housing:b pointed a; b-quote-a!; "},
		{"without a link", told("a 1 ida health", "b 3 tom housing"), "health:a began, housing:b unlinked; ; b"},
		{"the first without a link, a later one with", told("a 1 ida health", "b 3 tom housing", "c 4 eva housing ->a"), "health:a began, housing:b unlinked; c-link-a!; b"},
		{"each person once", told("a 1 ida health", "b 3 tom housing", "c 4 tom housing", "d 5 eva housing"), "health:a began, housing:b unlinked; ; b d"},
		{"who first pointed is not named for a later piece that does not", told("a 1 ida health", "b 3 tom housing ->a", "c 4 tom housing"), "health:a began, housing:b pointed a; b-link-a!; "},
		{"in the sector where it began nothing is taken up", told("a 1 ida health", "b 3 tom health"), "health:a began; ; "},
		{"within a sector a leg does not cross", told("a 1 ida health", "b 3 tom health ->a"), "health:a began; b-link-a; "},
		{"two on one day both began", told("a 1 ida health", "b 1 tom housing", "c 2 eva tech"), "health:a began, housing:b began, tech:c unlinked; ; c"},
		{"somebody of two sectors carries nothing", told("a 1 ida health,tech", "b 3 tom housing"), "health,tech:a began, housing:b unlinked; ; b"},
		{"nor somebody who wrote in another before", told("a 1 ida health", "b 3 ida housing"), "health:a began, housing:b carried a; ; "},
		{"nor one of several who wrote it", told("a 1 ida health", "b 3 tom+ida housing"), "health:a began, housing:b carried a; ; "},
		{"even with a link to what they wrote themselves", told("a 1 ida+eva health", "b 3 tom+ida housing ->a"), "health:a began, housing:b carried a; ; "},
		{"but with one to what others wrote", told("a 1 ida health", "b 2 eva health", "c 3 tom+ida housing ->a ->b"), "health:a began, housing:c pointed b; c-link-b!; "},
		{"without a sector it is heard, and gets nowhere", told("a 1 ida -", "b 3 tom housing", "c 4 eva -", "d 5 kim health"), "housing:b began, health:d unlinked; ; d"},
		{"through somebody without a sector", told("a 1 ida health", "b 3 tom - ->a", "c 4 eva tech ->b"), "health:a began, tech:c pointed b; b-link-a c-link-b; "},
		{"without a date it is not said to come later", told("a 1 ida health", "b 3? tom housing"), "health:a began, housing:b undated; ; "},
		{"but what it points to is said", told("a 1 ida health", "b 3? tom housing ->a"), "health:a began, housing:b pointed a; b-link-a!; "},
		{"a sector that is not declared", told("a 1 ida poetry", "b 3 tom housing"), "housing:b began; ; "},
		{"a link that counts for nothing is still a link", told("a 1 ida health", "b 3 tom housing ~>a"), "health:a began, housing:b silent; ; "},
		{"about somebody who declined nothing is claimed", told("a 1 ida health", "b 3 shy housing ->a", "c 4 shy2 tech"), "health:a began, housing:b silent, tech:c silent; ; "},
		{"nor of what was pointed to", told("a 1 shy health", "b 3 tom housing ->a"), "health:a began, housing:b silent; ; "},
		{"twice the same link", told("a 1 ida health", "b 3 tom housing ->a ->a =>a"), "health:a began, housing:b pointed a a; b-link-a! b-quote-a!; "},
	} {
		if got := said(Of(c.of)); got != c.want {
			t.Errorf("%s:\nhave %s\nwant %s", c.name, got, c.want)
		}
	}
}

func TestNothingIsClaimedOfTwoOfOneName(t *testing.T) {
	r := told("a 1 ida+zoe health", "b 3 tom+zed housing ->a")
	r.Pieces[0].People[1].Name, r.Pieces[1].People[1].Name = "Zhian Kamvar", "Zhian Kamvar"
	if got := said(Of(r)); got != "health:a began, housing:b silent; ; " {
		t.Error(got)
	}
}

func TestTheSamePieceAtTwoPlacesIsOne(t *testing.T) {
	r := told("a 1 ida health", "b 3 tom housing", "c 5 eva tech ->b")
	r.Pieces[1].AlsoAt = []string{"http://www.ida.example/a/"}
	if got := said(Of(r)); got != "health:a began, tech:c pointed a; c-link-a!; " {
		t.Errorf("carried elsewhere: %s", got)
	}
	r = told("a 1 ida health", "b 3 tom housing")
	r.Pieces[0].URL, r.Pieces[1].URL = "https://planet.example/", "https://planet.example/"
	if got := said(Of(r)); got != "health:a began, housing:b unlinked; ; b" {
		t.Errorf("two at one front page: %s", got)
	}
}

func TestADayIsTheSites(t *testing.T) {
	r := told("a 1 ida health", "b 2 tom housing")
	r.Pieces[0].At = time.Date(2026, 11, 1, 22, 30, 0, 0, time.UTC)
	r.Pieces[1].At = time.Date(2026, 11, 2, 3, 0, 0, 0, time.UTC)
	for zone, want := range map[string]string{"UTC": "health:a began, housing:b unlinked; ; b", "Asia/Tokyo": "health:a began, housing:b began; ; "} {
		r.Zone, _ = time.LoadLocation(zone)
		if got := said(Of(r)); got != want {
			t.Errorf("%s: %s, want %s", zone, got, want)
		}
	}
}

// A crowd is a record of any size, the same for a seed.
func crowd(seed uint64, n int) Record {
	random := rand.New(rand.NewPCG(seed, 7))
	lines := make([]string, n)
	for i := range lines {
		lines[i] = fmt.Sprintf("e%05d %d p%d %s", i, 1+i*27/n, random.IntN(1+n/3), []string{"health", "housing", "tech", "-", "health,tech"}[random.IntN(5)])
		if i > 0 && random.IntN(4) == 0 {
			lines[i] += fmt.Sprintf(" %s>e%05d", []string{"-", "=", "~"}[random.IntN(3)], random.IntN(i))
		}
	}
	return told(lines...)
}

func TestTheOrderOfARecordDoesNotMatter(t *testing.T) {
	for seed := range uint64(20) {
		r := crowd(seed, 60)
		want := said(Of(r))
		random := rand.New(rand.NewPCG(seed, 8))
		random.Shuffle(len(r.Pieces), func(i, j int) { r.Pieces[i], r.Pieces[j] = r.Pieces[j], r.Pieces[i] })
		random.Shuffle(len(r.Citations), func(i, j int) { r.Citations[i], r.Citations[j] = r.Citations[j], r.Citations[i] })
		if got := said(Of(r)); got != want {
			t.Fatalf("seed %d, shuffled:\n%s\nwant\n%s", seed, got, want)
		}
	}
}

func TestWhatIsSaidHolds(t *testing.T) {
	for seed := range uint64(30) {
		j := Of(crowd(seed, 80))
		seen := map[string]bool{}
		for i, s := range j.Stops {
			for _, id := range s.Sectors {
				if seen[id] {
					t.Errorf("seed %d: two first mentions in %s", seed, id)
				}
				seen[id] = true
			}
			if i > 0 && s.Piece.At.Before(j.Stops[i-1].Piece.At) {
				t.Errorf("seed %d: stops out of order", seed)
			}
		}
		pointing := map[string]bool{}
		for _, l := range j.Legs {
			pointing[l.From.ID] = true
			if !l.To.At.Before(l.From.At) {
				t.Errorf("seed %d: %s points into the future", seed, l.From.ID)
			}
		}
		voices := map[string]bool{}
		for _, p := range j.Unlinked {
			if pointing[p.ID] || meet(p.Sectors, j.Began()) || voices[p.People[0].Key] {
				t.Errorf("seed %d: %s is said to come without a link", seed, p.ID)
			}
			voices[p.People[0].Key] = true
		}
	}
}

func BenchmarkTenThousandPieces(b *testing.B) {
	r := crowd(1, 10_000)
	for b.Loop() {
		Of(r)
	}
}
