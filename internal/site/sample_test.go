package site

import (
	"fmt"
	"os"
	"testing/fstest"
	"time"

	"weft/internal/config"
	"weft/internal/digest"
	"weft/internal/entry"
	"weft/internal/influence"
	"weft/internal/period"
	"weft/internal/policy"
	"weft/internal/roster"
	"weft/internal/theme"
	"weft/internal/travel"
)

// The sample is a small invented community with one of everything a page can
// show.

const sampleSite = `
id = "0b6f6a52-3f8e-4b0e-9f0a-2f1f6a3c9d10"
title = "The Saltmarsh Letter"
tagline = "What the people who keep a small harbour town going tell one another"
base_url = "https://letter.example/weekly/"
language = "en-GB"
timezone = "Europe/London"
contact = "editors@letter.example"
[mail]
from = "Edda Lund <letter@letter.example>"
reply_to = "editors@letter.example"
unsubscribe = "https://leave.example/"
[[sector]]
id = "harbour"
name = "Harbour"
note = "Boats, tides, dues."
[[sector]]
id = "health"
name = "Health"
note = "The cottage hospital and the nurses’ rounds."
[[sector]]
id = "schools"
name = "Schools"
note = "Two schools and one very old bus."
[[sector]]
id = "housing"
name = "Housing"
[[edition]]
name = "internal"
overlay = "private"
output = "public-internal"
[thresholds.enough]
people = 2
organisations = 2
`

const sampleList = `
curators = ["Edda Lund <edda@letter.example>"]
[[organisation]]
id = "port"
name = "Saltmarsh Port"
home = true
[[organisation]]
id = "cottage"
name = "Cottage Hospital"
[[contributor]]
id = "edda-lund"
was = ["edda"]
name = "Edda Lund"
organisation = "port"
sectors = ["harbour"]
site = "https://edda.example/"
profiles = ["https://social.example/@edda"]
feeds = ["https://edda.example/feed.xml"]
[[contributor]]
id = "tomas-rey"
name = "Tomás Rey"
sectors = ["health", "schools"]
organisation = ""
site = "https://tomas.example/"
feeds = ["https://tomas.example/atom"]
[[contributor]]
id = "ward-notes"
name = "Ward Notes"
organisation = "cottage"
sectors = ["health"]
feeds = ["https://ward.example/feed.xml"]
[[contributor]]
id = "quiet-nurse"
name = "Bryn Quiet"
organisation = "cottage"
sectors = ["health"]
opt_out = ["influence"]
feeds = ["https://quiet.example/feed.xml"]
[[contributor]]
id = "ilse-berg"
name = "Ilse Berg"
organisation = ""
sectors = ["housing"]
language = "de"
feeds = ["https://ilse.example/feed.xml"]
[[contributor]]
id = "hidden-hal"
name = "Hal Hidden"
organisation = ""
opt_out = true
feeds = ["https://hal.example/feed.xml"]
[[contributor]]
id = "old-salt"
name = "Old Salt"
organisation = ""
sectors = []
`

func at(day string) time.Time {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		panic(err)
	}
	return t.Add(9 * time.Hour)
}

// A world is what the sample is made of.
type world struct {
	site   *config.Site
	roster *roster.Roster
	pieces map[string]*policy.Piece
}

func newWorld() world {
	files := fstest.MapFS{"site.toml": {Data: []byte(sampleSite)}, "feeds/people.toml": {Data: []byte(sampleList)}}
	site, probs := config.Load(files)
	if err := probs.Err(); err != nil {
		panic(err)
	}
	r, probs := roster.Load([]roster.Layer{{FS: files}}, site.SectorIDs())
	if err := probs.Err(); err != nil {
		panic(err)
	}
	return world{site, r, map[string]*policy.Piece{}}
}

func (w world) who(id string) *roster.Contributor {
	c, ok := w.roster.Contributor(id)
	if !ok {
		panic(id)
	}
	return c
}

func (w world) piece(id, who, day, title, excerpt string, tags ...entry.Tag) *policy.Piece {
	c := w.who(who)
	p := &policy.Piece{
		Entry:       entry.Entry{ID: id, URL: "https://" + who + ".example/" + id, Title: title, Published: at(day), FirstSeen: at(day).Add(time.Hour), Language: c.Language},
		Contributor: c, People: []policy.Person{{Key: c.ID, Name: c.Name, Contributor: c}}, Sectors: c.Sectors,
		Relation: policy.External, Excerpt: excerpt, Tags: tags, Decision: policy.Decision{Action: policy.Publish},
	}
	if org, ok := w.roster.EmployedBy(c, at(day)); ok {
		p.Organisation = &org
		if org.Home {
			p.Relation = policy.Internal
		}
	}
	if len(c.Feeds) > 0 {
		p.Feed = &c.Feeds[0]
	}
	w.pieces[id] = p
	return p
}

func tag(theme, quote, where string) entry.Tag {
	return entry.Tag{Theme: theme, Score: 0.7, By: entry.ByWeft, Evidence: []entry.Evidence{{Quote: quote, Where: where}}}
}

func (w world) ref(id string) digest.Ref { return digest.Ref{ID: id, Name: w.who(id).Name} }

func (w world) facts(p *policy.Piece) digest.Facts {
	f := digest.Facts{Entry: p.ID, URL: p.URL, Title: p.Title, Contributor: w.ref(p.Contributor.ID), Relation: string(p.Relation), Date: p.Date(), Language: p.Language, Excerpt: p.Excerpt, AlsoAt: p.AlsoAt}
	if p.Organisation != nil {
		f.Organisation = &digest.Ref{ID: p.Organisation.ID, Name: p.Organisation.Name}
	}
	for _, id := range p.Sectors {
		s, _ := w.site.Sector(id)
		f.Sectors = append(f.Sectors, digest.Ref{ID: id, Name: s.Name})
	}
	for _, t := range p.Tags {
		f.Themes = append(f.Themes, digest.ThemeFact{ID: t.Theme, Label: "Slack water", Quote: t.Evidence[0].Quote, Where: t.Evidence[0].Where, By: t.By})
	}
	return f
}

func (w world) item(id, words string) digest.Item {
	return digest.Item{Facts: w.facts(w.pieces[id]), Title: w.pieces[id].Title, Words: words}
}

func week(site *config.Site, name string) period.Period {
	p, err := site.Calendar.Parse(name)
	if err != nil {
		panic(err)
	}
	return p
}

func sample() Input {
	w := newWorld()
	slack := func(q, where string) entry.Tag { return tag("slack-water", q, where) }
	p1 := w.piece("a1", "tomas-rey", "2026-10-27", "The ten minutes when nothing pulls", "Between the tides there is a pause. Wards have one too, at about four in the morning.", slack("the pause between the tides", "first lines"))
	p2 := w.piece("a2", "edda-lund", "2026-11-03", "We moved the dredger to slack water", "Tomás wrote about the pause; we tried it with a dredger and eleven angry boats.", slack("slack water", "title"))
	p3 := w.piece("a3", "ward-notes", "2026-11-04", "Handover at four", "What the night shift knows and how little of it we write down.", slack("slack water", "body"), tag("one-bus", "the same bus", "body"))
	p4 := w.piece("a4", "ilse-berg", "2026-11-05", "Der Bus, der nicht kam", "Drei Familien, ein Fahrplan.", tag("one-bus", "ein Bus für zwei Schulen", "body"))
	p5 := w.piece("a5", "quiet-nurse", "2026-11-06", "", "A list of the forms I filled in on Tuesday, with the time each took, and who read it.")
	w.piece("h1", "hidden-hal", "2026-11-06", "Hidden piece by Hal", "Nobody should see this.")
	own := w.piece("c1", "old-salt", "2026-10-29", "Letter about the bench", "There was a bench. I sat on it for forty years.")
	own.URL, own.Full, own.Body, own.Feed = "/contributions/letter-about-the-bench/", true, `<p>There was a bench. I sat on it for forty years.</p><h1>Then</h1><p>It went. <img src="https://pixel.example/x.png" alt="the bench"></p>`, nil
	p3.People = []policy.Person{{Key: "ward.example\x00nell", Name: "Nell Aske"}}
	p2.AlsoAt = []string{"https://port.example/news/dredger"}
	issue2 := digest.Issue{Period: week(w.site, "2026-W45"), Title: "Slack water", Frozen: true, File: "content/digests/2026-W45.md",
		Intro: `<p>A week about pauses. See <a href="/themes/slack-water/">the theme</a>, and do write.</p>`,
		Sections: []digest.Section{
			{ID: "highlights", Title: "Highlights", Parts: []digest.Part{{Items: []digest.Item{w.item("a2", "<p>Edda took an idea from the wards and gave it to a dredger.</p>"), w.item("a1", "<p>Where it began.</p>")}}}},
			{ID: "slack-water", Title: "Slack water", Theme: "slack-water", Parts: []digest.Part{{Prose: "<p>Two more on the <em>same</em> pause.</p><h3>From the ward</h3>"}, {Items: []digest.Item{w.item("a3", "<p>Four in the morning, told by those who are awake.</p>"), w.item("a4", "")}}}},
			{ID: "sectors", Title: "From the sectors", Parts: []digest.Part{{Items: []digest.Item{w.item("a5", "<p>Forms, timed.</p>"), w.item("c1", "<p>A letter.</p>")}}}},
		}}
	issue2.Sections[0].Parts[0].Items[1].Facts.TakenUp = []digest.Uptake{
		{By: w.ref("edda-lund"), URL: p2.URL, Title: p2.Title, Sectors: []digest.Ref{{ID: "harbour", Name: "Harbour"}}, Date: p2.Date(), Passage: "Tomás wrote about the pause; we tried it."},
		{By: w.ref("quiet-nurse"), URL: p5.URL, Title: "Forms", Sectors: []digest.Ref{{ID: "health", Name: "Health"}}, Date: p5.Date(), Passage: "secret praise"}}
	issue2.Sections[1].Parts[1].Items[0].Facts.SameStory = []digest.Companion{
		{Entry: "a4", By: w.ref("ilse-berg"), URL: p4.URL, Title: p4.Title, Sectors: []digest.Ref{{ID: "housing", Name: "Housing"}}, Date: p4.Date()},
		{Entry: "h1", By: w.ref("hidden-hal"), URL: w.pieces["h1"].URL, Title: "Hidden piece by Hal", Date: at("2026-11-06")}}
	// What was frozen before somebody asked to be left out.
	late := w.item("a1", "<p>On pauses.</p>")
	late.Facts.Byline, late.Facts.Via = []string{"Tomás Rey", "Hal Hidden"}, &digest.Ref{ID: "hidden-hal", Name: "Hal Hidden"}
	torn := w.item("c1", "<p>Torn up since.</p>")
	torn.Facts.URL, torn.Facts.Entry = "/contributions/torn-up/", "c9"
	gone := w.item("h1", "<p>Hidden words about Hal.</p>")
	issue1 := digest.Issue{Period: week(w.site, "2026-W44"), Title: "The bench", Frozen: true, File: "content/digests/2026-W44.md", Intro: "<p>A quiet one.</p>",
		Sections: []digest.Section{{ID: "sectors", Title: "From the sectors", Parts: []digest.Part{{Items: []digest.Item{late, gone, torn, w.item("c1", "<p>On a bench.</p>")}}}}}}
	all := []*policy.Piece{p5, p4, p3, p2, own, p1, w.pieces["h1"]}
	in := Input{Site: w.site, Edition: w.site.Editions[0], Roster: w.roster, Templates: os.DirFS("../../templates"),
		Themes: []theme.Theme{
			{ID: "one-bus", Label: "One bus", Terms: []string{"one bus", "timetable"}, Related: []string{"slack-water"}, Note: "Two schools, one hospital, one **bus**."},
			{ID: "slack-water", Label: "Slack water", Terms: []string{"slack water", "pause between the tides"}, Not: []string{"slack rope"}, Related: []string{"one-bus"}, Note: "The pause in which things can be moved.\n\nIt is short."},
			{ID: "untouched", Label: "A theme nobody wrote on", Terms: []string{"x"}},
		},
		Rules: []policy.Rule{
			{ID: "no-names", Owner: "The matron", When: `entry.text matches "(?i)patient"`, Action: policy.Withhold, Reason: "A town this small recognises everybody.", Final: true},
			{ID: "dues", Owner: "The harbour office", When: `entry.text contains "dues"`, Action: policy.Embargo, For: 14 * 24 * time.Hour, Reason: "Dues are being talked about."},
			{ID: "adverts", Owner: "The editors", When: `"jobs" in entry.tags`, Action: policy.Review, Reason: "They go stale.", Expires: at("2027-03-31")},
		},
		Quarters: []policy.Tally{
			{Period: w.site.Calendar.Quarter(at("2026-11-08")), Counted: true, Judged: 7, Rules: map[string]int{"dues": 1, "adverts": 4}, Became: map[policy.Action]int{policy.Publish: 5, policy.Embargo: 1, policy.Review: 1}, Waiting: 1,
				Decided: map[policy.Action]int{policy.Publish: 3, policy.Withhold: 1}, Appeals: map[policy.Outcome]int{policy.Granted: 1, policy.Waiting: 1}, Took: []time.Duration{2 * time.Hour, 50 * time.Hour, 9 * 24 * time.Hour}},
			{Period: w.site.Calendar.Quarter(at("2026-08-01")), Counted: true, Judged: 2, Became: map[policy.Action]int{policy.Publish: 2}},
			{Period: w.site.Calendar.Quarter(at("2026-05-01")), Counted: true}},
		Gathered: at("2026-11-09"), Newest: week(w.site, "2026-W45"), From: at("2026-05-11"), To: week(w.site, "2026-W45").End,
		Issues: []digest.Issue{issue2, issue1}, Window: all, River: all, Recent: map[string][]*policy.Piece{}, Contributions: []*policy.Piece{own},
		Crossings: map[string][]theme.Crossing{"2026-W45": {
			{Theme: "slack-water", Sectors: []string{"harbour", "health"}, People: []theme.Voice{{Key: "edda-lund", Name: "Edda Lund"}, {Key: "ward.example\x00nell", Name: "Nell Aske"}}, Organisations: []string{"cottage", "port"}, Entries: []string{"a2", "a3"}},
			{Theme: "one-bus", Sectors: []string{"health", "housing"}, People: []theme.Voice{{Key: "ilse-berg", Name: "Ilse Berg"}, {Key: "ward.example\x00nell", Name: "Nell Aske"}}, Organisations: []string{"cottage", "person:ilse-berg"}, Entries: []string{"a3", "a4"}}}},
		Citations: []influence.Citation{
			{From: lean(p2), To: lean(p1), Of: p1.Contributor, Address: p1.URL, Kind: influence.Link, At: p2.Date(), Passage: "Tomás wrote about the pause; we tried it.", Counted: true},
			{From: lean(p4), Of: p2.Contributor, Address: "https://edda.example/", Kind: influence.Link, At: p4.Date(), Passage: "Wie Edda sagt.", Counted: true},
			{From: lean(p5), To: lean(p2), Of: p2.Contributor, Address: p2.URL, Kind: influence.Link, At: p5.Date(), Passage: "secret praise", Counted: true},
			{From: lean(p3), To: lean(p1), Of: p1.Contributor, Address: p1.URL, Kind: influence.Link, At: p3.Date(), Passage: "uncounted words", WhyNot: "same sector"},
		},
		Pages: []Page{
			{Slug: "policy", Title: "What we print", Summary: "The rules and who answers.", HTML: "<p>We print what is <strong>true</strong> and kind.</p>"},
			{Slug: "tides", Title: "Tides", HTML: `<h1 id="top">High</h1><p><a href="/river/">river</a></p><h3 id="low">Low</h3>`},
		},
	}
	more := w.piece("a6", "ilse-berg", "2026-11-07", "Was der Bagger lehrt", "Vom Stillwasser in die Siedlung.", slack("Stillwasser", "body"))
	guest := w.piece("a7", "tomas-rey", "2026-11-02", "A nurse in the harbour office", "Written at Edda’s desk.", slack("slack water", "body"))
	guest.Via = w.who("edda-lund")
	in.Window = append(in.Window, more, guest)
	in.Citations = append(in.Citations,
		influence.Citation{From: lean(more), To: lean(p2), Of: p2.Contributor, Address: p2.URL, Kind: influence.Link, At: more.Date(), Passage: "Der Bagger im Stillwasser.", Counted: true},
		influence.Citation{From: lean(p4), Of: p1.Contributor, Address: "Tomás Rey", Kind: influence.MentionKind, At: p4.Date(), Passage: "Tomás Rey hätte gelacht.", WhyNot: "a mention, which is shown and not counted"},
		influence.Citation{From: lean(p5), Of: p1.Contributor, Address: "Tomás Rey", Kind: influence.MentionKind, At: p5.Date(), Passage: "secret naming", WhyNot: "a mention, which is shown and not counted"},
		influence.Citation{From: lean(guest), Of: p2.Contributor, Author: p1.Contributor, Address: guest.URL, Kind: influence.BylineKind, At: guest.Date(), Passage: "Tomás Rey", WhyNot: "a byline, which is shown apart"})
	one, two, three := in.Citations[0], in.Citations[4], in.Citations[2] // their own, whatever becomes of the list
	toTomas, toEdda, secret := &one, &two, &three
	in.Standings = []influence.Standing{
		{Person: w.who("edda-lund"), Organisation: p2.Organisation, SuperConnector: true, Enough: true, Reach: 9.5, Evidence: []*influence.Citation{toEdda, secret},
			Passed: []influence.Chain{{Theme: "slack-water", In: toTomas, Out: toEdda, From: "health", Into: "housing"}}},
		{Person: w.who("hidden-hal"), Independent: true, Supporter: true, Enough: true},
		{Person: w.who("ilse-berg"), Independent: true, Supporter: true, Enough: true, Evidence: []*influence.Citation{toTomas}},
		{Person: w.who("quiet-nurse"), Supporter: true, Enough: true, Evidence: []*influence.Citation{toTomas}},
		{Person: w.who("tomas-rey"), Independent: true, Supporter: true, Enough: true, Reach: 8.25, Evidence: []*influence.Citation{toTomas}},
	}
	in.Credits = map[string][]policy.Act{"tomas-rey": {{Act: policy.ActCredit, Person: "tomas-rey", Entry: "a1", Note: "read aloud when the dredger was paid for", By: "Edda Lund <edda@letter.example>", At: at("2026-11-05")}},
		"quiet-nurse": {{Act: policy.ActCredit, Person: "quiet-nurse", Note: "secret credit", By: "Edda Lund", At: at("2026-11-05")}}}
	in.Confirmed = map[string]bool{"tomas-rey": true, "edda-lund": true, "hidden-hal": true, "quiet-nurse": true} // nobody confirmed Ilse
	in.Stories = map[string][]*policy.Piece{"a3": {p4}, "a4": {p3, w.pieces["h1"]}}
	in.Record, in.Earlier = w.record(all)
	for _, p := range all {
		in.Recent[p.Contributor.ID] = append(in.Recent[p.Contributor.ID], p)
	}
	return in
}

// emptySample is a fresh site: sectors, nobody, nothing.
func emptySample() Input {
	files := fstest.MapFS{"site.toml": {Data: []byte(sampleSite)}}
	site, _ := config.Load(files)
	r, _ := roster.Load([]roster.Layer{{FS: files}}, site.SectorIDs())
	return Input{Site: site, Edition: site.Editions[0], Roster: r, Templates: os.DirFS("../../templates")}
}

// tree builds an input into memory.
func tree(in Input) (map[string][]byte, error) {
	files := map[string][]byte{}
	err := Build(in, func(name string, data []byte) error {
		if _, double := files[name]; double {
			return fmt.Errorf("%s came twice", name)
		}
		files[name] = data
		return nil
	})
	return files, err
}

// record is the sample's past: a theme that came by a quote, one that went
// through many hands, and all that is in the window.
func (w world) record(window []*policy.Piece) (map[string][]*policy.Brief, []travel.Citation) {
	slack := func(q string) entry.Tag { return tag("slack-water", q, "title") }
	o1 := w.piece("o1", "ilse-berg", "2025-03-12", "Vom Stillstand", "", slack("Vom Stillstand"))
	o2 := w.piece("o2", "tomas-rey", "2025-04-02", "Standing still, after Ilse", "", slack("Standing still"))
	o3 := w.piece("o3", "old-salt", "2025-06-30", "Nobody’s water", "", slack("slack water"))
	o4 := w.piece("o4", "hidden-hal", "2025-02-01", "Hidden first of all", "", slack("Hidden words"))
	record := map[string][]*policy.Brief{}
	known := map[string]*policy.Brief{}
	for _, p := range append(briefs(o1, o2, o3, o4), briefs(window...)...) {
		known[p.ID] = p
		for _, t := range p.Tags {
			record[t.Theme] = append(record[t.Theme], p)
		}
	}
	c, _ := travel.Between(influence.Citation{From: lean(o2), To: lean(o1), Of: o1.Contributor, Address: o1.URL, Kind: influence.Quote, At: o2.Date(), Passage: "Stillstand ist keine Pause.", Counted: true}, known)
	return record, []travel.Citation{c}
}

// briefs are pieces of the record that are at hand.
func briefs(pieces ...*policy.Piece) []*policy.Brief {
	abridge := policy.NewAbridger()
	var all []*policy.Brief
	for _, p := range pieces {
		all = append(all, abridge.Whole(p))
	}
	return all
}

// lean is what citations keep of a piece.
func lean(p *policy.Piece) *policy.Brief { return policy.NewAbridger().Lean(p) }
