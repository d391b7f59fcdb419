package main

import (
	"fmt"
	"strings"
)

// Perpetua is in every place that somebody can be in: she writes, as a guest
// and with others, is host to a guest, cited, citing, quoted, carried, called by
// name, linked by her profile, a supporter and a super-connector whom a curator
// confirmed, credited and thanked, first with a theme, and in a frozen issue.
// Nobody else is called by any of the words she is called by.
const perpetua = `
[[contributor]]
id = "perpetua-quillfeather"
was = ["old-nib"]
name = "Perpetua Quillfeather"
aliases = ["Pérpetua Q. Quillfeather", "@pqwrites"]
site = "https://inkpot.example/"
hosts = ["inkpot.example"]
profiles = ["https://social.example/@pqwrites"]
sectors = ["health", "housing"]
feeds = ["samples/perpetua.json"]
`

// calledPerpetua are the words by which she is known, in small letters: her name,
// her handle, her host, her ids, and what only titles and texts of hers have.
var calledPerpetua = []string{"perpetua", "pérpetua", "quillfeather", "pqwrites", "inkpot", "old-nib", "zephyrine"}

// ownSentences are what others wrote of her themselves, each where it stands.
var ownSentences = []string{"I owe it all to Perpetua Quillfeather.", "An answer to Perpetua Quillfeather"}

// borrowed is a passage of hers that another quotes.
const borrowed = "A wicket gate that anybody may open without asking is worth more than a drawbridge which somebody must first be found to lower, and it costs a tenth of it."

// A voice is somebody else of her world.
type voice struct{ id, name, org, sector string }

var voices = []voice{
	{"ada-birch", "Ada Birch", "hearth", "housing"}, {"ben-cole", "Ben Cole", "hearth", "housing"},
	{"cora-dunn", "Cora Dunn", "clinic", "health"}, {"dev-east", "Dev East", "works", "tech"},
	{"eli-ford", "Eli Ford", "council", "tech"}, {"fay-gill", "Fay Gill", "ward", "health"},
	{"gus-hart", "Gus Hart", "letting", "housing"}, {"hal-ives", "Hal Ives", "", "tech"},
}

// around writes the community she is in.
func (b *bench) around(withHer bool) {
	b.remove("private", "feeds", "content")
	b.write("site.toml", worldSite)
	var lists strings.Builder
	for _, org := range []string{"hearth", "clinic", "works", "council", "ward", "letting"} {
		fmt.Fprintf(&lists, "[[organisation]]\nid = %q\nname = %q\nhome = %v\n", org, "The "+org, org == "hearth")
	}
	for i, v := range voices {
		fmt.Fprintf(&lists, "[[contributor]]\nid = %q\nname = %q\nsite = \"https://%s.example/\"\norganisation = %q\nsectors = [%q]\nfeeds = [\"samples/%s.json\"]\n", v.id, v.name, v.id, v.org, v.sector, v.id)
		b.write("feeds/samples/"+v.id+".json", voiceFeed(i, withHer))
	}
	b.write("feeds/all.toml", lists.String())
	b.write("feeds/her.toml", perpetua)
	b.write("feeds/samples/perpetua.json", blogOf(
		posted("https://inkpot.example/one", "Zephyrine one", "2026-09-02", "The wicket gate, as <a href='https://cora-dunn.example/0'>somebody</a> said. We counted who came by in the rain on four mornings, with a notebook and two thermos flasks between us, and asked each of them where they had meant to go. "+borrowed, ""),
		posted("https://inkpot.example/two", "Zephyrine two", "2026-09-16", "The spare key, as <a href='https://dev-east.example/0'>somebody</a> said.", ""),
		posted("https://inkpot.example/three", "Zephyrine three", "2026-10-07", "A wicket gate once more, with <a href='https://fay-gill.example/0'>others</a>.", ""),
		posted("https://inkpot.example/hosted", "A guest at zephyrine's", "2026-11-10", "The spare key.", `{"name":"Hal Ives"}`)))
	b.write("content/themes/gates.md", "+++\nlabel = \"Gates\"\nterms = [\"wicket gate\"]\n+++\nWords.\n")
	b.write("content/themes/keys.md", "+++\nlabel = \"Keys\"\nterms = [\"spare key\"]\n+++\nWords.\n")
	b.write("content/contributions/a-letter.md", "+++\ntitle = \"A letter\"\nauthor = \"gus-hart\"\ndate = 2026-11-11\n+++\nThe wicket gate. I owe it all to Perpetua Quillfeather.\n")
	b.write("private/feeds/inside.toml", "[[contributor]]\nid = \"inside-desk\"\nname = \"Inside Desk\"\norganisation = \"hearth\"\nsectors = [\"housing\"]\nfeeds = [\"samples/inside.json\"]\n")
	b.write("private/feeds/samples/inside.json", blogOf(posted("https://inner.hearth.example/1", "What we made of it", "2026-11-11", "The wicket gate, after <a href='https://inkpot.example/one'>a piece</a> and <a href='https://cora-dunn.example/0'>another</a>.", "")))
}

// voiceFeed is what one of the others writes: an early piece, one that cites
// her, one that cites another, and what is theirs alone.
func voiceFeed(i int, withHer bool) string {
	v, next := voices[i], voices[(i+3)%len(voices)]
	at := func(n string) string { return "https://" + v.id + ".example/" + n }
	theme, day := []string{"wicket gate", "spare key"}[i%2], 6+i%7
	posts := []string{
		posted(at("0"), v.name+" begins", fmt.Sprintf("2026-08-1%d", i), "The "+theme+". The wicket gate and the spare key.", ""),
		posted(at("1"), v.name+" reads", fmt.Sprintf("2026-10-%d", 12+i), "The wicket gate and the spare key, after <a href='https://inkpot.example/"+[]string{"one", "two", "three"}[i%3]+"'>a piece</a>.", ""),
		posted(at("2"), v.name+" answers", fmt.Sprintf("2026-11-%02d", day), "The "+theme+" again: <a href='https://"+next.id+".example/0'>this</a> and <a href='https://inkpot.example/two'>that</a>.", ""),
	}
	posts = append(posts, ofHer(v.id, withHer)...)
	return blogOf(posts...)
}

// ofHer is what others have to do with her: some of it is hers, and stands in
// their feeds; without her, that is missing.
func ofHer(id string, withHer bool) []string {
	at := func(n string) string { return "https://" + id + ".example/" + n }
	second := ""
	if withHer {
		second = `,{"name":"Perpetua Q. Quillfeather"}`
	}
	switch {
	case id == "ada-birch" && withHer:
		return []string{posted(at("guest"), "Zephyrine visits", "2026-11-12", "The spare key.", `{"name":"Perpetua Quillfeather"}`)}
	case id == "gus-hart" && withHer:
		return []string{posted("https://inkpot.example/carried", "Zephyrine carried", "2026-11-12", "The spare key.", "")}
	case id == "ben-cole":
		return []string{posted(at("joint"), "Written by two", "2026-11-12", "The spare key.", `{"name":"Ben Cole"}`+second)}
	case id == "dev-east":
		return []string{posted(at("named"), "Whom I thank", "2026-11-12", "I owe it all to Perpetua Quillfeather. The spare key.", "")}
	case id == "eli-ford":
		return []string{posted(at("profile"), "Where I read it", "2026-11-12", "On <a href='https://social.example/@pqwrites'>a page</a>: the spare key.", ""),
			posted(at("to"), "An answer to Perpetua Quillfeather", "2026-11-13", "The wicket gate.", "")}
	case id == "fay-gill":
		return []string{posted(at("quote"), "A passage", "2026-10-20", "I read: <blockquote>"+borrowed+"</blockquote> The wicket gate behind our surgery has stood locked since the new fence, so I took the long way round with the keys in my hand and thought of every patient who turns back there.", "")}
	}
	return nil
}

func blogOf(posts ...string) string {
	return `{"version":"https://jsonfeed.org/version/1.1","title":"A blog","items":[` + strings.Join(posts, ",\n") + `]}`
}

func posted(url, title, day, html, authors string) string {
	return fmt.Sprintf(`{"id":%q,"url":%q,"title":%q,"date_published":"%sT10:00:00Z","content_html":"<p>%s</p>","authors":[%s]}`, url, url, title, day, html, authors)
}

const worldSite = `
title = "The Gazette"
id = "5f0c2f5e-5d0e-4a57-8f0a-0c6b7c1d2e3f"
base_url = "https://gazette.example/"
language = "en"
timezone = "UTC"
cadence = "weekly"
[mail]
from = "The Gazette <mail@gazette.example>"
unsubscribe = "mail@gazette.example"
[[sector]]
id = "health"
name = "Health"
[[sector]]
id = "housing"
name = "Housing"
[[sector]]
id = "tech"
name = "Technology"
[[edition]]
name = "internal"
overlay = "private"
output = "public-internal"
[thresholds.supporter]
people = 4
organisations = 3
sectors = 2
entries = 2
weeks = 2
reach = 0.5
[thresholds.connector]
ideas = 1
pairs = 1
readers = 2
origins = 1
[thresholds.enough]
people = 2
organisations = 2
`
