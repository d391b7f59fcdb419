package mail

import (
	"bytes"
	"net/mail"
	"strings"
	"testing"
	"time"
)

func finished(t *testing.T, subject string) []byte {
	t.Helper()
	m := Message{From: &mail.Address{Name: "Ana Pop", Address: "digest@example.org"}, Subject: subject, Date: time.Unix(1795424400, 0).UTC(),
		ID: "2026-W47@digest.localhost", ListID: "digest.localhost", Language: "en", Text: "Subject: no header\n", HTML: "<p>Message-ID: none either</p>"}
	data, err := m.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestAnAddressedMessageIsTheSameBehindItsAddress(t *testing.T) {
	data := finished(t, "Häuser und mehr")
	got := Addressed(data, &mail.Address{Name: "The list\r\nBcc: all@example.org", Address: "list@example.org"})
	if rest, ok := bytes.CutPrefix(got, []byte("To: <list@example.org>\r\n")); !ok || !bytes.Equal(rest, data) {
		t.Errorf("%q", got[:80])
	}
}

func TestADatedMessageIsTheSameButForItsDate(t *testing.T) {
	data := finished(t, "Häuser und mehr")
	data = bytes.Replace(data, []byte("Subject: no header"), []byte("Date: no header"), 1)
	at := time.Unix(1795424400, 0).In(time.FixedZone("", 3600))
	got := Dated(data, at)
	msg, err := mail.ReadMessage(bytes.NewReader(got))
	if err != nil {
		t.Fatal(err)
	}
	if date, err := msg.Header.Date(); err != nil || !date.Equal(at) || msg.Header.Get("Date") != "Mon, 23 Nov 2026 10:00:00 +0100" {
		t.Errorf("%v, %v", date, err)
	}
	was := []byte("Date: Mon, 23 Nov 2026 09:00:00 +0000")
	if !bytes.Equal(got, bytes.Replace(data, was, []byte("Date: Mon, 23 Nov 2026 10:00:00 +0100"), 1)) || !bytes.Contains(data, was) {
		t.Error("more than its date is another")
	}
}

func TestATrialIsMarkedAndHasAnIDOfItsOwn(t *testing.T) {
	for _, subject := range []string{"Houses", "Häuser und mehr", strings.Repeat("Häuser und mehr ", 9)} {
		data := finished(t, subject)
		trial := Trial(data, "17")
		msg, err := mail.ReadMessage(bytes.NewReader(trial))
		if err != nil {
			t.Fatal(err)
		}
		if got, want := Subject(trial), "[trial] "+Subject(data); got != want {
			t.Errorf("subject %q, want %q", got, want)
		}
		if got := msg.Header.Get("Message-ID"); got != "<trial-17.2026-W47@digest.localhost>" {
			t.Errorf("id %q", got)
		}
		_, body, _ := bytes.Cut(data, []byte("\r\n\r\n"))
		if !bytes.HasSuffix(trial, append([]byte("\r\n\r\n"), body...)) {
			t.Error("what it says is another")
		}
	}
}
