package roster

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"weft/internal/config"
	"weft/internal/entry"
)

// FuzzLoad: whatever two lists hold, the second in an overlay, everybody has
// one valid id, every feed one owner, nobody is found by what two share, and
// the overlay takes nothing away. Every problem says where it is and what to do.
func FuzzLoad(f *testing.F) {
	f.Add("sector = \"housing\"\n[[organisation]]\nid = \"o\"\n[[contributor]]\nid = \"a\"\nname = \"A\"\norganisation = \"o\"\nfeeds = [\"https://a.example/f\", \"x.xml\"]\n",
		"[[contributor]]\nid = \"a\"\naliases = [\"B\"]\nopt_out = true\nfeeds = [\"x.xml\", \"http://a.example/f/\"]\n", "+++\nopt_out = [\"influence\"]\n+++\n")
	f.Add("[[contributor]]\nname = \"A\"\nhosts = [\"a.example\"]\nprofiles = [\"https://s.example/@a\"]\n[[contributor]]\nname = \"B\"\naliases = [\"a\"]\nprofiles = [\"https://s.example/@a\"]\nhosts = [\"A.example.\"]\n", "", "x")
	f.Add("[[contributor]]\nid = \"a\"\nname = \"A\"\nwas = [\"b\", \"a\"]\n[[contributor.feed]]\nurl = \"x.xml\"\nmax_per_issue = -3\n[[contributor.feed]]\nurl = \"x.xml\"\n", "[[contributor]]\nid = \"b\"\nname = \"A\"\nwas = [\"a\"]\n", "+++\n")
	f.Add("[[contributor]]\nid = \"a\"\naffiliation = [{organisation = \"o\", from = 0000-01-01, until = 9999-12-31}]\nopt_out = {a = 1}\n", "contributor = 1", "")
	f.Add("\ufeff[[contributor]]\r\nid = \"a\"\r\nname = \"\\u0000\"\r\n", "[[organisation]]\nid = \"o\"\n[[organisation]]\nid = \"o\"", "+++\nopt_out = 1979-05-27\n+++")
	f.Fuzz(func(t *testing.T, public, private, note string) {
		site := fstest.MapFS{"feeds/a.toml": {Data: []byte(public)}, "feeds/x.xml": {}, "content/contributors/a.md": {Data: []byte(note)}}
		overlay := fstest.MapFS{"feeds/a.toml": {Data: []byte(private)}, "feeds/x.xml": {}}
		layers := []Layer{{FS: site}, {FS: overlay, Name: "private/"}}
		alone, probs := Load(layers[:1], sectors)
		both, more := Load(layers, sectors)
		for _, p := range append(probs, more...) {
			if p.File == "" || p.Hint == "" || p.Line < 0 || p.Message == "" {
				t.Errorf("problem %+v", p)
			}
		}
		checkRoster(t, alone)
		checkRoster(t, both)
		checkAdded(t, alone, both)
	})
}

func checkRoster(t *testing.T, r *Roster) {
	t.Helper()
	owner := map[string]string{}
	ids := []string{}
	for _, c := range r.Contributors {
		ids = append(ids, c.ID)
		if found, ok := r.Contributor(c.ID); !ok || found != c || !config.ValidID(c.ID) {
			t.Errorf("id %q", c.ID)
		}
		for i, f := range c.Feeds {
			if found, ok := r.Feed(f.Key); !ok || found != &c.Feeds[i] || owner[f.Key] != "" || f.Contributor != c.ID || f.MaxPerIssue < 0 {
				t.Errorf("feed %q of %q is of %q too: %+v", f.Key, c.ID, owner[f.Key], found)
			}
			owner[f.Key] = c.ID
		}
		r.EmployedBy(c, time.Now())
		checkFound(t, r, c)
	}
	if !slices.IsSorted(ids) || len(slices.Compact(ids)) != len(r.Contributors) {
		t.Errorf("ids %q", ids)
	}
	if n := len(r.Feeds(0)) + len(r.Feeds(1)); n != len(owner) {
		t.Errorf("%d feeds, %d have an owner", n, len(owner))
	}
}

// checkFound: whoever is found by a name or profile has it, and alone.
func checkFound(t *testing.T, r *Roster, c *Contributor) {
	t.Helper()
	for _, name := range append([]string{c.Name}, c.Aliases...) {
		holders := 0
		for _, other := range r.Contributors {
			if slices.ContainsFunc(append([]string{other.Name}, other.Aliases...), func(n string) bool { return foldName(n) == foldName(name) }) {
				holders++
			}
		}
		if found := r.Named(name); found != nil && (found != c || holders > 1) {
			t.Errorf("%q finds %q, and %d have it", name, found.ID, holders)
		}
	}
	for _, p := range c.Profiles {
		if found := r.Owner(p); found != nil && found != c && entry.AddressKey(p) != "" {
			t.Errorf("%q's profile %q finds %q", c.ID, p, found.ID)
		}
	}
}

func checkAdded(t *testing.T, alone, both *Roster) {
	t.Helper()
	for _, was := range alone.Contributors {
		is, ok := both.Contributor(was.ID)
		if !ok || is.Name != was.Name || is.Layer != 0 || is.Organisation != was.Organisation && was.Organisation != "" ||
			len(is.Feeds) < len(was.Feeds) || len(is.Sectors) < len(was.Sectors) || was.OptOut.All && !is.OptOut.All || was.OptOut.Influence && !is.OptOut.Influence {
			t.Errorf("%+v became %+v", was, is)
		}
		for i, f := range was.Feeds {
			if is.Feeds[i] != f {
				t.Errorf("feed %+v became %+v", f, is.Feeds[i])
			}
		}
	}
	for _, org := range alone.Organisations {
		if is, ok := both.Organisation(org.ID); !ok || is != org {
			t.Errorf("%+v became %+v", org, is)
		}
	}
}

func FuzzSlug(f *testing.F) {
	for _, s := range []string{"Idris Vaughan", "Zoë", "İI", "\xff a", "con", "a\u0301\u0302", strings.Repeat("x ", 50)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, name string) {
		s := Slug(name)
		if s != "" && len(s) <= 64 && !config.ValidID(s) && !config.ValidID(s+"-x") || Slug(s) != s {
			t.Errorf("%q gives %q", name, s)
		}
	})
}
