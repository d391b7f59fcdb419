package main

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"weft/internal/edition"
	"weft/internal/site"
)

// What `weft serve` shows is what `weft build --drafts` would write, whatever
// was saved before and in whichever order: here people edit the example site at
// random, with slips, and after each step all of it is made anew beside it.
func TestWhatServeShowsIsWhatABuildWouldWriteAfterRandomEdits(t *testing.T) {
	const rounds = 30
	for _, name := range []string{"public", "internal"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t)
			b.intertwined()
			b.must("run")
			env := &environment{dir: b.dir, stdout: io.Discard, stderr: io.Discard, now: func() time.Time { return b.now }}
			s, err := env.newServing(b.dir, name, "localhost")
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(s.close)
			random := rand.New(rand.NewPCG(20261122, uint64(len(name))))
			before := b.original()
			wellFor := 0
			for round := range rounds {
				what := b.edit(random, before)
				var got map[string][]byte
				var gotErr error
				first := random.IntN(2) == 0 // whoever is first stores the tags
				if first {
					got, gotErr = shownTree(s)
				}
				want, wantErr := b.madeAnew(name)
				if !first {
					got, gotErr = shownTree(s)
				}
				if (wantErr == nil) != (gotErr == nil) {
					t.Fatalf("round %d, %s:\nbuilt: %v\nserved: %v", round, what, wantErr, gotErr)
				}
				if wantErr != nil {
					if wantErr.Error() != gotErr.Error() {
						t.Errorf("round %d, %s:\nbuilt: %v\nserved: %v", round, what, wantErr, gotErr)
					}
					continue
				}
				wellFor++
				for _, file := range slices.Sorted(maps.Keys(want)) {
					if !bytes.Equal(got[file], want[file]) {
						t.Fatalf("round %d, %s: %s is another than in a build:\n%s", round, what, file, firstDifference(string(want[file]), string(got[file])))
					}
				}
				if len(got) != len(want) {
					t.Fatalf("round %d, %s: %d files, %d in a build", round, what, len(got), len(want))
				}
			}
			if wellFor < rounds/2 {
				t.Errorf("only %d of %d rounds gave a site", wellFor, rounds)
			}
		})
	}
}

// madeAnew gives the tree as a build with drafts makes it.
func (b *bench) madeAnew(name string) (map[string][]byte, error) {
	p, probs, err := edition.Open(b.dir)
	if err != nil || probs.Err() != nil {
		return nil, cmp.Or(probs.Err(), err)
	}
	e, err := named(p, name)
	if err != nil {
		return nil, err
	}
	ed, probs, err := p.Load(e, edition.Moment{Now: b.now})
	if err != nil || probs.Err() != nil {
		return nil, cmp.Or(err, probs.Err())
	}
	defer ed.Close()
	if err := ed.Tag(context.Background(), nil); err != nil {
		return nil, err
	}
	in, probs, err := ed.Input(templates(p), true)
	if err != nil || probs.Err() != nil {
		return nil, cmp.Or(err, probs.Err())
	}
	files := map[string][]byte{}
	return files, site.Build(in, func(file string, data []byte) error {
		files[file] = data
		return nil
	})
}

// shownTree gives the tree as serve would answer with it.
func shownTree(s *serving) (map[string][]byte, error) {
	in, probs, err := s.follower.Input(context.Background(), s.env.now())
	if err != nil || probs.Err() != nil {
		return nil, cmp.Or(err, probs.Err())
	}
	tree, err := site.Plan(in)
	if err != nil {
		return nil, err
	}
	files := map[string][]byte{}
	for _, name := range tree.Names() {
		data, err := tree.Render(name)
		if err != nil {
			return nil, err
		}
		files[name] = data
	}
	return files, nil
}

// original remembers the files that people write, so that slips can be mended.
func (b *bench) original() map[string]string {
	b.t.Helper()
	files := map[string]string{}
	for _, pattern := range []string{"site.toml", "feeds/*.toml", "private/feeds/*.toml", "content/*/*", "private/content/*/*"} {
		found, _ := filepath.Glob(filepath.Join(b.dir, pattern))
		for _, path := range found {
			rel, _ := filepath.Rel(b.dir, path)
			files[filepath.ToSlash(rel)] = string(readFile(b.t, path))
		}
	}
	return files
}

// edit does one thing that people do, and says which.
func (b *bench) edit(random *rand.Rand, original map[string]string) string {
	b.t.Helper()
	names := slices.Sorted(maps.Keys(original))
	name := names[random.IntN(len(names))]
	if digests := slices.DeleteFunc(slices.Clone(names), func(n string) bool { return !strings.Contains(n, "content/digests/") }); random.IntN(2) == 0 {
		name = digests[random.IntN(len(digests))]
	}
	path := filepath.Join(b.dir, filepath.FromSlash(name))
	text := original[name]
	if now, err := os.ReadFile(path); err == nil && random.IntN(3) > 0 {
		text = string(now)
	}
	lines := strings.SplitAfter(text, "\n")
	at := random.IntN(len(lines))
	switch random.IntN(12) {
	case 0:
		b.remove(name)
		return "take away " + name
	case 1:
		b.write(name, strings.Join(slices.Delete(lines, at, at+1), ""))
		return fmt.Sprintf("take line %d out of %s", at+1, name)
	case 2:
		b.write(name, strings.Join(slices.Insert(lines, at, lines[random.IntN(len(lines))]), ""))
		return fmt.Sprintf("write line %d of %s twice", at+1, name)
	case 3:
		words := []string{"weft", "permission to fail", "Idris Vaughan", "- [x](https://idrisvaughan.example/) y\n", "draft = true\n", "opt_out = true\n", "# "}
		b.write(name, strings.Join(slices.Insert(lines, at, words[random.IntN(len(words))]), ""))
		return fmt.Sprintf("write something into %s, line %d", name, at+1)
	case 4:
		for _, name := range names {
			b.write(name, original[name])
		}
		return "put everything back"
	case 5, 6, 7:
		return b.editBeside(random)
	}
	for _, name := range names { // mend the slips, and change one line
		b.write(name, original[name])
	}
	b.write(name, strings.Replace(original[name], " the ", fmt.Sprintf(" the %dth ", random.IntN(100)), 1+random.IntN(3)))
	return "change words of " + name
}

// editBeside does what is done beside the files of the site: decide, look of
// the pages, fetch, wait.
func (b *bench) editBeside(random *rand.Rand) string {
	b.t.Helper()
	switch random.IntN(6) {
	case 0:
		b.write("content/ledger.jsonl", `{"act":"decide","url":"https://idrisvaughan.example/2026/11/small-print-for-brave-people/","action":"withhold","by":"Ana Pop","at":"2026-11-19T10:00:00Z","reason":"R"}`+"\n")
		return "decide"
	case 1:
		b.write("content/digests/2026-W46.md", "+++\ntitle = \"A draft\"\nperiod = \"2026-W46\"\ndraft = true\n+++\n## News {#permission-to-fail}\n\n- [A](https://idrisvaughan.example/2026/11/small-print-for-brave-people/) says it.\n")
		return "begin a draft"
	case 2:
		b.write("templates/words.en.json", string(bytes.Replace(readFile(b.t, "../../templates/words.en.json"), []byte("Digests"), fmt.Appendf(nil, "Digests %d", random.IntN(9)), 1)))
		return "say things otherwise"
	case 3:
		b.write("content/contributions/another.md", fmt.Sprintf("+++\ntitle = \"Another %d\"\nauthor = \"maggie-fenn\"\ndate = 2026-11-12T10:00:00Z\n+++\nPermission to fail, once more.\n", random.IntN(9)))
		b.weft("fetch")
		return "send a piece, and fetch"
	case 4:
		b.now = b.now.AddDate(0, 0, 7*random.IntN(2))
		return "let a week go by"
	}
	b.remove("content/ledger.jsonl", "content/digests/2026-W46.md", "templates", "content/contributions/another.md")
	b.weft("fetch")
	return "take back what was done beside"
}

func TestNoPageThatIsBuiltHasTheScriptOfThePreview(t *testing.T) {
	b := newBench(t)
	b.must("run")
	b.must("build", "--drafts")
	for _, dir := range []string{"public", "public-internal"} {
		pages := htmlPages(t, filepath.Join(b.dir, dir))
		if len(pages) < 30 {
			t.Errorf("%s has only %d pages", dir, len(pages))
		}
		for _, page := range pages {
			text := readFile(t, filepath.Join(b.dir, dir, fileOf(page)))
			for _, ours := range []string{"<script", "script-src", "connect-src", ".weft/"} {
				if bytes.Contains(text, []byte(ours)) {
					t.Errorf("%s%s holds %q", dir, page, ours)
				}
			}
		}
	}
}

// fileOf gives the file of a page as htmlPages names it.
func fileOf(page string) string {
	if strings.HasSuffix(page, "/") {
		page += "index.html"
	}
	return filepath.FromSlash(page)
}
