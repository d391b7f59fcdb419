package mail

import (
	"strings"
	"testing"

	"weft/internal/leak"
)

// What only an overlay knows is found in a message as it is made, wherever its
// encodings break it.
func TestAMessageCanBeSearchedForWhatIsInternal(t *testing.T) {
	const secret = "Möbius kept the second ledger of the landlord of landlords"
	scanner := leak.NewScanner([]leak.Needle{{Text: secret, What: "a title"}})
	for name, put := range map[string]func(*Message){
		"nowhere":     func(*Message) {},
		"the subject": func(m *Message) { m.Subject = "News of the week: " + secret },
		"the list":    func(m *Message) { m.ListName = secret },
		"whom from":   func(m *Message) { m.From.Name = secret },
		"the text":    func(m *Message) { m.Text = strings.Repeat("words ", 11) + secret + "\n" },
		"lines of it": func(m *Message) { m.Text = new(Pen).Fill("  | ", strings.Repeat("words ", 9)+secret) },
		"the page":    func(m *Message) { m.HTML = "<p>" + strings.ReplaceAll(secret, "kept", "<b>kept</b>") + "</p>" },
		"an address": func(m *Message) {
			m.HTML = `<a href="https://inner.example/` + strings.ReplaceAll(secret, " ", "%20") + `">x</a>`
		},
		"the language": func(m *Message) { m.Language = "en" },
	} {
		t.Run(name, func(t *testing.T) {
			m := letter()
			put(&m)
			data, err := m.Bytes()
			if err != nil {
				t.Fatal(err)
			}
			if found, want := len(scanner.Find(data)) > 0, name != "nowhere" && name != "the language"; found != want {
				t.Errorf("found: %v\n%s", found, data)
			}
		})
	}
}
