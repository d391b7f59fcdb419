package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// A randomSite is a small community and what overlays say of it and beside it,
// all drawn from one seed.
type randomSite struct {
	rnd      *rand.Rand
	public   map[string]string
	overlays map[string]map[string]string // by folder
	lie      map[string]string            // where an overlay's folder really lies, if not in the site
	links    map[string]string            // links of the public side, and what of an overlay they lead to
	posts    []string                     // addresses of public posts
	people   []string                     // ids of public contributors
	themes   []string                     // public ones
	editions string
}

var (
	phrases  = []string{"wicket gate", "spare key", "damp and mould", "permission to fail", "telling it once", "the quiet door"}
	passages = []string{
		"A wicket gate that anybody may open without asking is worth more than a drawbridge which somebody must first be found to lower.",
		"Nobody who was in the room that Thursday remembers the same meeting, and all of them have minutes which prove that they were right.",
		"We counted who came by in the rain on four mornings, with a notebook and two thermos flasks between us, and asked where each was going."}
	titles = []string{"What we do not say aloud", "The thing about Thursdays", "Minutes of a meeting that was not held", "Two vans and no job sheets", "How the letter was written", "Counting doors in the rain"}
	fields = []string{"health", "housing", "tech"}
	orgs   = []string{"hearth", "clinic", "works", "council"}
)

func newRandomSite(seed uint64) *randomSite {
	w := &randomSite{rnd: rand.New(rand.NewPCG(seed, 7)), public: map[string]string{}, overlays: map[string]map[string]string{}, lie: map[string]string{}, links: map[string]string{}}
	w.publicSide()
	w.overlay("private")
	w.editions = editionTable("internal", "private", "")
	for _, more := range []struct{ name, folder, base string }{{"team", "team", "internal"}, {"board", "board", "team"}, {"beside", "beside", ""}} {
		if more.name == "board" && w.overlays["team"] == nil || !w.chance(3) {
			continue
		}
		w.overlay(more.folder)
		w.editions += editionTable(more.name, more.folder, more.base)
	}
	w.public["site.toml"] = strings.Split(worldSite, "[[edition]]")[0] + w.editions + worldSite[strings.Index(worldSite, "[thresholds.supporter]"):]
	w.linksIntoIt()
	return w
}

func editionTable(name, folder, base string) string {
	return fmt.Sprintf("[[edition]]\nname = %q\noverlay = %q\noutput = \"public-%s\"\nbase = %q\n", name, folder, name, base)
}

// chance is true once in n times.
func (w *randomSite) chance(n int) bool { return w.rnd.IntN(n) == 0 }

func drawn[T any](w *randomSite, from []T) T { return from[w.rnd.IntN(len(from))] }

func (w *randomSite) day() string { return fmt.Sprintf("2026-11-%02d", 2+w.rnd.IntN(20)) }

func (w *randomSite) publicSide() {
	var lists strings.Builder
	for _, org := range orgs {
		fmt.Fprintf(&lists, "[[organisation]]\nid = %q\nname = %q\nhome = %v\n", org, "The "+org, org == "hearth")
	}
	for i := range 4 + w.rnd.IntN(3) {
		w.people = append(w.people, "voice-"+string(rune('a'+i)))
	}
	for _, id := range w.people {
		for n := range 3 + w.rnd.IntN(3) {
			w.posts = append(w.posts, fmt.Sprintf("https://%s.example/%d", id, n))
		}
	}
	for _, id := range w.people {
		fmt.Fprintf(&lists, "[[contributor]]\nid = %q\nname = \"Voice %s\"\nsite = \"https://%s.example/\"\nsectors = [%q]\nfeeds = [\"samples/%s.json\"]\n", id, strings.ToUpper(id[6:]), id, drawn(w, fields), id)
		if w.chance(2) {
			fmt.Fprintf(&lists, "organisation = %q\n", drawn(w, orgs))
		}
		w.public["feeds/samples/"+id+".json"] = w.feedOf(id, "Voice "+strings.ToUpper(id[6:]), w.posts, func(address string) bool { return strings.HasPrefix(address, "https://"+id+".") })
	}
	w.public["feeds/all.toml"] = lists.String()
	for _, id := range []string{"gates", "keys", "mould"} {
		w.themes = append(w.themes, id)
		w.public["content/themes/"+id+".md"] = fmt.Sprintf("+++\nlabel = %q\nterms = [%q]\n+++\nWords on it.\n", strings.ToUpper(id[:1])+id[1:], drawn(w, phrases))
	}
	w.public["content/pages/about.md"] = "+++\ntitle = \"About\"\n+++\nWho we are.\n"
	w.public["content/contributions/a-letter.md"] = fmt.Sprintf("+++\ntitle = %q\nauthor = %q\ndate = %s\n+++\nThe %s. %s\n", drawn(w, titles), drawn(w, w.people), w.day(), drawn(w, phrases), drawn(w, passages))
	w.public["content/contributors/"+w.people[0]+".md"] = "+++\n+++\nWords about them.\n"
	w.public["content/tags.jsonl"] = w.tagLines(w.themes)
	w.public["content/ledger.jsonl"] = w.ledgerLines("Ada")
	w.public["content/digests/2026-W45.md"] = w.issue("2026-W45", "Everybody may read this.")
	if w.chance(2) {
		w.public["content/digests/2026-W46.md"] = w.issue("2026-W46", "")
	}
	if w.chance(2) {
		w.public["feeds/policy.toml"] = w.rule("everybody", w.people)
	}
	if w.chance(3) {
		w.public["templates/words.en-GB.json"] = `{"nav.themes": "Threads"}`
	}
}

// feedOf is a blog with posts at those of the addresses that are its own.
func (w *randomSite) feedOf(id, name string, addresses []string, own func(string) bool) string {
	var posts []string
	for _, address := range addresses {
		if !own(address) {
			continue
		}
		title := fmt.Sprintf("%s on the %s", name, drawn(w, phrases))
		if w.chance(4) {
			title = drawn(w, titles)
		}
		html := "The " + drawn(w, phrases) + ", and the " + drawn(w, phrases) + "."
		for range w.rnd.IntN(3) {
			html += fmt.Sprintf(" After <a href='%s'>a piece</a>.", drawn(w, w.posts))
		}
		if w.chance(4) { // what the overlays have, seen from outside
			html += fmt.Sprintf(" Somebody showed me <a href='https://inner-private.example/%d'>this</a>.", w.rnd.IntN(5))
		}
		if w.chance(3) {
			html += " <blockquote>" + drawn(w, passages) + "</blockquote> And so on for a good while, as people do who have time on their hands."
		}
		authors := ""
		if w.chance(5) {
			authors = fmt.Sprintf(`{"name":"Voice %c"}`, 'A'+rune(w.rnd.IntN(6)))
		}
		posts = append(posts, posted(address, title, w.day(), html, authors))
	}
	return blogOf(posts...)
}

func (w *randomSite) tagLines(themes []string) string {
	var b strings.Builder
	for range w.rnd.IntN(5) {
		fmt.Fprintf(&b, `{"url":%q,"themes":[%q],"not":[],"by":"Bo","at":"%sT12:00:00Z"}`+"\n", drawn(w, w.posts), drawn(w, themes), w.day())
	}
	return b.String()
}

func (w *randomSite) ledgerLines(by string) string {
	var b strings.Builder
	for range w.rnd.IntN(5) {
		at := w.day() + "T12:00:00Z"
		switch w.rnd.IntN(5) {
		case 0:
			fmt.Fprintf(&b, `{"act":"decide","url":%q,"action":%q,"reason":"said so in the corridor by %s","by":%q,"at":%q}`+"\n", drawn(w, w.posts), drawn(w, []string{"withhold", "review", "internal", "excerpt", "publish"}), by, by, at)
		case 1:
			fmt.Fprintf(&b, `{"act":"name","person":%q,"by":%q,"at":%q}`+"\n", drawn(w, w.people), by, at)
		case 2:
			fmt.Fprintf(&b, `{"act":"credit","person":%q,"note":"taken up in the plan of %s","by":%q,"at":%q}`+"\n", drawn(w, w.people), by, by, at)
		case 3:
			fmt.Fprintf(&b, `{"act":"suggest","not":true,"name":"Nobody of %s","by":%q,"at":%q}`+"\n", by, by, at)
		case 4:
			fmt.Fprintf(&b, `{"act":"decide","url":%q,"action":"takedown","reason":"asked for by %s","by":%q,"at":%q}`+"\n", drawn(w, w.posts), by, by, at)
		}
	}
	return b.String()
}

func (w *randomSite) rule(id string, people []string) string {
	when := fmt.Sprintf("entry.contributor == %q", drawn(w, people))
	if w.chance(2) {
		when = fmt.Sprintf("entry.text contains %q", drawn(w, phrases))
	}
	return fmt.Sprintf("[[rule]]\nid = \"rule-of-%s\"\nowner = \"The owner of %s\"\nwhen = '%s'\naction = %q\nreason = \"Because %s says so.\"\n",
		id, id, when, drawn(w, []string{"withhold", "review", "internal", "excerpt", "publish"}), id)
}

// issue is what a person wrote of a period; sections have ids, titles, or none.
func (w *randomSite) issue(period, intro string, more ...string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "+++\nperiod = %q\n+++\n%s\n", period, intro)
	for _, head := range []string{"## Gates {#gates}", "## From the sectors", "## Words alone"} {
		if w.chance(3) {
			continue
		}
		b.WriteString("\n" + head + "\n\n")
		if w.chance(2) {
			b.WriteString("Some words.\n<!-- not for readers -->\n\n")
		}
		for range w.rnd.IntN(3) {
			fmt.Fprintf(&b, "- [Read this](%s) It says it well.\n", drawn(w, slices.Concat(w.posts, more)))
		}
	}
	return b.String()
}

// overlay adds one: people, posts, themes, rules, words, wishes and decisions, on
// its own things and on public ones.
func (w *randomSite) overlay(dir string) {
	files := map[string]string{}
	w.overlays[dir] = files
	var own []string
	for n := range 2 + w.rnd.IntN(3) {
		own = append(own, fmt.Sprintf("https://inner-%s.example/%d", dir, n))
	}
	if w.chance(3) { // the same post is read inside, too
		own = append(own, drawn(w, w.posts))
	}
	id := dir + "-desk"
	lists := fmt.Sprintf("[[organisation]]\nid = \"org-of-%s\"\nname = \"The house of %s\"\nhome = %v\n", dir, dir, w.chance(2)) +
		fmt.Sprintf("[[contributor]]\nid = %q\nname = \"Desk of %s\"\norganisation = %q\nsectors = [%q]\nfeeds = [\"samples/%s.json\"]\n", id, dir, drawn(w, []string{"hearth", "clinic", "org-of-" + dir}), drawn(w, fields), id)
	files["feeds/samples/"+id+".json"] = w.feedOf(id, "Desk of "+dir, own, func(string) bool { return true })
	for _, who := range w.people {
		if w.chance(3) {
			lists += fmt.Sprintf("[[contributor]]\nid = %q\naliases = [\"the one from %s\"]\nprofiles = [\"https://people-%s.example/%s\"]\nsectors = [%q]\n", who, dir, dir, who, drawn(w, fields))
			lists += drawn(w, []string{"", "opt_out = true\n", "opt_out = [\"influence\"]\n", "hosts = [\"" + who + ".inner.example\"]\n", "organisation = \"org-of-" + dir + "\"\n", "feeds = [\"samples/" + dir + "-" + who + ".json\"]\n"})
			files["feeds/samples/"+dir+"-"+who+".json"] = w.feedOf(who, "More of "+who, []string{"https://inner-" + dir + ".example/" + who}, func(string) bool { return true })
		}
	}
	files["feeds/inside.toml"] = lists
	if w.chance(2) {
		files["feeds/policy.toml"] = w.rule(dir, append(w.people, id))
	}
	theme := "theme-of-" + dir
	files["content/themes/"+theme+".md"] = fmt.Sprintf("+++\nlabel = \"Theme of %s\"\nterms = [%q]\n+++\nOurs.\n", dir, drawn(w, phrases))
	if w.chance(2) {
		files["content/themes/gates.md"] = fmt.Sprintf("+++\nterms = [%q]\nnot = [%q]\n+++\nHow we say it.\n", drawn(w, phrases), drawn(w, phrases))
	}
	files["content/tags.jsonl"] = w.tagLines(append(w.themes, theme))
	files["content/ledger.jsonl"] = w.ledgerLines("Chief of " + dir)
	for _, period := range []string{"2026-W44", "2026-W45", "2026-W46"} {
		if w.chance(2) {
			files["content/digests/"+period+".md"] = w.issue(period, "Colleagues of "+dir+": this is for us.", own...)
		}
	}
	for name, text := range map[string]string{
		"content/pages/about.md":                       "+++\n+++\nWho we are inside " + dir + ".\n",
		"content/pages/only-" + dir + ".md":            "+++\ntitle = \"Only " + dir + "\"\n+++\nFor us.\n",
		"content/contributors/" + w.people[0] + ".md":  "+++\ncorrection = \"Inside " + dir + " they are called the nurse\"\n+++\nOur words.\n",
		"content/contributors/" + w.people[1] + ".md":  "+++\nopt_out = true\n+++\n",
		"content/contributions/ours-" + dir + ".md":    fmt.Sprintf("+++\ntitle = %q\nauthor = %q\ndate = %s\n+++\nThe %s.\n", drawn(w, titles), drawn(w, append(w.people, id)), w.day(), drawn(w, phrases)),
		"content/themes/ignore.txt":                    drawn(w, phrases) + "\n",
		"templates/style.css":                          "body { color: red }\n",
		"templates/words.en-GB.json":                   `{"nav.themes": "Ours"}`,
		"content/digests/2026-W45.items.json":          "",
		"feeds/samples/not-listed-of-" + dir + ".json": "{}",
	} {
		if text != "" && w.drawnFor(name) {
			files[name] = text
		}
	}
	if w.chance(4) {
		w.lie[dir] = "elsewhere-" + dir
	}
}

// drawnFor is drawn from a name, so that the order of a map decides nothing.
func (w *randomSite) drawnFor(name string) bool {
	return (len(name)+len(w.posts)+len(w.overlays))%2 == 0
}

// linksIntoIt adds links of the public side that lead into an overlay.
func (w *randomSite) linksIntoIt() {
	if w.chance(2) {
		w.links["content/contributions/linked.md"] = "private/content/contributions/ours-private.md"
	}
	if w.chance(3) {
		w.links["content/themes/linked"] = "private/content/themes"
		w.links["templates/parts"] = "private/templates"
	}
}

// lay writes the public side, and the overlays where they are wanted.
func (w *randomSite) lay(b *bench, overlays bool) {
	for name, text := range w.public {
		b.write(name, text)
	}
	for name, to := range w.links {
		at := filepath.Join(b.dir, filepath.FromSlash(name))
		up := strings.Repeat("../", strings.Count(name, "/"))
		if err := os.MkdirAll(filepath.Dir(at), 0o755); err != nil {
			b.t.Fatal(err)
		}
		if err := os.Symlink(filepath.FromSlash(up+to), at); err != nil {
			b.t.Fatal(err)
		}
	}
	if !overlays {
		return
	}
	for dir, files := range w.overlays {
		in := dir
		if away := w.lie[dir]; away != "" {
			in = "../" + filepath.Base(b.dir) + "-" + away
			b.t.Cleanup(func() { os.RemoveAll(filepath.Join(b.dir, in)) })
			if err := os.Symlink(in, filepath.Join(b.dir, dir)); err != nil {
				b.t.Fatal(err)
			}
		}
		for name, text := range files {
			b.write(in+"/"+name, text)
		}
	}
}

// take takes the overlays away, and all that weft keeps but the public archive.
func (w *randomSite) take(b *bench) {
	for dir := range w.overlays {
		b.remove(dir)
	}
	b.keepOnly(".weft", "archive.db")
}
