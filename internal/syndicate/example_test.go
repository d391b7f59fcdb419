package syndicate

import "time"

// example is a feed that uses everything, with what strangers write.
func example() Feed {
	day := func(d int) time.Time {
		return time.Date(2026, 11, d, 9, 30, 15, 999, time.FixedZone("", 3600))
	}
	return Feed{
		ID:       "urn:uuid:0d0f3f4a-6f6e-5b5e-9d1f-2f4f7a3d9a10",
		Title:    "The Borderless Digest: permission & failure",
		Subtitle: "What crossed sectors <this week>",
		Language: "en-GB",
		HomeURL:  "https://digest.example.org/themes/permission-to-fail/",
		AtomURL:  "https://digest.example.org/themes/permission-to-fail/feed.atom",
		RSSURL:   "https://digest.example.org/themes/permission-to-fail/feed.rss",
		JSONURL:  "https://digest.example.org/themes/permission-to-fail/feed.json",
		Icon:     "https://digest.example.org/icon.png",
		Updated:  day(20), Generator: "weft",
		Entries: []Entry{
			{
				ID:          "urn:uuid:2b1c7c3e-3a52-5e8a-8a53-1f7b2f2a0001",
				URL:         "https://digest.example.org/river/three-in-four/",
				ExternalURL: "https://example.org/three-in-four?a=1&b=2",
				Via:         "https://example.net/links",
				Title:       "Three in four <should> fail & \"learn\"",
				Published:   day(18), Updated: day(19),
				Authors:     []Person{{"Idris Vaughan", "https://example.org/"}, {"Ana Pop", ""}},
				Categories:  []Category{{"permission-to-fail", "Permission to fail"}, {"housing", ""}},
				Summary:     "If 3 < 4 fail & nobody says so, <script>nobody()</script> learns.",
				ContentHTML: "<p>Give leave to fail first ]]&gt; said <em>Idris</em>. ]]></p>\n<p>Second.</p>",
				Language:    "cy",
				Source: &Source{ID: "tag:example.org,2020:blog", Title: "Idris & Co",
					HomeURL: "https://example.org/", FeedURL: "https://example.org/feed.xml"},
			},
			{
				ID:        "urn:uuid:2b1c7c3e-3a52-5e8a-8a53-1f7b2f2a0002",
				URL:       "https://example.net/untitled",
				Published: day(17),
				Summary:   "A note without a title.",
			},
			{
				ID:          "urn:uuid:2b1c7c3e-3a52-5e8a-8a53-1f7b2f2a0003",
				ExternalURL: "https://example.net/only-elsewhere",
				Title:       "Only elsewhere",
				Updated:     day(16),
				Authors:     []Person{{"", "https://social.example/@nameless"}},
				Source:      &Source{Title: "A feed with no address"},
			},
		},
	}
}

func exampleOutline() Outline {
	return Outline{
		Title: "Who is read", OwnerName: "Ana & Pop", OwnerURL: "https://digest.example.org/",
		Feeds: []Subscription{{Title: "The digest", FeedURL: "https://digest.example.org/feed.atom"}},
		Groups: []Group{
			{Title: "Housing", Feeds: []Subscription{
				{Title: "Idris \"I\" Vaughan", FeedURL: "https://example.org/feed.xml?a=1&b=2", HomeURL: "https://example.org/", Language: "cy", Description: "writes on risk"},
				{Title: "From a file", FeedURL: "feeds/samples/x.xml"},
			}},
			{Title: "Empty"},
			{Title: "Health", Feeds: []Subscription{{FeedURL: "https://example.net/atom"}}},
		},
	}
}
