package roster

import (
	"reflect"
	"testing"
	"testing/fstest"
)

func TestAFeedIsFoundWhereAListNamesIt(t *testing.T) {
	const list = "[[contributor]]\nname = \"A\"\nfeeds = [\"https://a.example/1\", 'https://a.example/2']\n[[contributor]]\nname = \"B\"\n[[contributor.feed]]\nurl = \"https://b.example/\"\n[[contributor.feed]]\nurl = \"https://b.example/x\"\n"
	for address, want := range map[string][]any{
		"https://a.example/2": {"contributor", 0, "feeds", 1},
		"https://b.example/x": {"contributor", 1, "feed", 1, "url"},
		"https://b.example":   nil, // not as it is written
	} {
		if got, found := FeedPath([]byte(list), address); !reflect.DeepEqual(got, want) || found != (want != nil) {
			t.Errorf("%s: %v", address, got)
		}
	}
}

func TestAFeedIsFoundByTheKeyItHadBefore(t *testing.T) {
	r, probs := Load([]Layer{{FS: fstest.MapFS{"feeds/a.toml": {Data: []byte("[[contributor]]\nname = \"A\"\nfeeds = [\"https://new.example/\", \"https://other.example/\"]\n")}}}}, nil)
	if err := probs.Err(); err != nil {
		t.Fatal(err)
	}
	r.Succeed("https://old.example/", "https://new.example/")
	r.Succeed("https://other.example/", "https://new.example/") // is listed itself
	r.Succeed("https://x.example/", "https://nobody.example/")
	if f, ok := r.Feed("https://old.example/"); !ok || f.Key != "https://new.example/" {
		t.Error(f, ok)
	}
	if f, _ := r.Feed("https://other.example/"); f.Key != "https://other.example/" {
		t.Error(f)
	}
	if _, ok := r.Feed("https://x.example/"); ok || len(r.Feeds(0)) != 2 {
		t.Error("a feed that is not listed was found, or one more is read")
	}
}
