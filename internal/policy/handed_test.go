package policy

import (
	"testing"
	"testing/fstest"
)

func letter(matter string) *fstest.MapFile {
	return &fstest.MapFile{Data: []byte("+++\ntitle = \"x\"\n" + matter + "+++\nWords.\n")}
}

func TestWhoeverHandsInAndIsOnNoListIsOneVoice(t *testing.T) {
	w := newWorld(t)
	w.public["content/contributions/1.md"] = letter("name = \"Shirin\"\nsector = \"housing\"\nconsent = \"yes\"\n")
	w.public["content/contributions/2.md"] = letter("name = \"shirin \"\nsector = \"health\"\nconsent = \"yes\"\n")
	w.public["content/contributions/3.md"] = letter("name = \"Noor\"\nconsent = \"yes\"\n")
	w.public["content/contributions/4.md"] = letter("name = \"No Consent\"\n")
	w.public["content/contributions/5.md"] = letter("name = \"Cléo Fox\"\nconsent = \"yes\"\n")
	w.public["content/contributions/6.md"] = letter("name = \"ana pop\"\nconsent = \"yes\"\n")
	w.public["content/contributions/9.md"] = letter("name = \"Shirin\"\n")
	w.public["content/contributions/10.md"] = letter("name = \"Shirin\"\nsector = \"howsing\"\nconsent = \"yes\"\n")
	w.private["content/contributions/7.md"] = letter("name = \"Shirin\"\nconsent = \"yes\"\n")
	w.holds(0, Contributions, titled("one", "/contributions/1/", "Shirin"), titled("two", "/contributions/2/", "shirin "), titled("three", "/contributions/3/", "Noor"),
		titled("four", "/contributions/4/", "No Consent"), titled("five", "/contributions/5/", "Cléo Fox"), titled("six", "/contributions/6/", "ana pop"),
		titled("nine", "/contributions/9/", "Shirin"), titled("ten", "/contributions/10/", "Shirin"), titled("forged", "/contributions/8/", "content/contributions|shirin"))
	w.holds(1, Contributions, titled("seven", "/contributions/7/", "Shirin"))
	pieces, err := w.view(false).Newest(10)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, p := range pieces {
		got[p.Title] = credited(p) + " as " + p.People[0].Key + " " + p.OrganisationKey()
	}
	const shirin = "content/contributions|shirin"
	for title, want := range map[string]string{
		"one":   shirin + " via - - external [housing health] by Shirin as " + shirin + " person:" + shirin,
		"two":   shirin + " via - - external [housing health] by Shirin as " + shirin + " person:" + shirin,
		"three": "content/contributions|noor via - - external [] by Noor as content/contributions|noor person:content/contributions|noor",
		"six":   "ana via - brookside internal [housing] by Ana Pop as ana brookside",
		"seven": "private/" + shirin + " via - - external [] by Shirin as private/" + shirin + " person:private/" + shirin,
		"nine":  "", "ten": "", // the same name, and no consent to these
		"four": "", "five": "", "forged": "",
	} {
		if got[title] != want {
			t.Errorf("%s: %q; want %q", title, got[title], want)
		}
	}
	for _, c := range w.gate(false).Roster.Contributors {
		if c.Handed {
			t.Error("listed:", c.ID)
		}
	}
}
