package mail

import (
	"bytes"
	"mime"
	"net/mail"
	"strings"
	"time"
)

// Addressed gives a message, as Message.Bytes makes it, with to whom it goes
// before it. Not a byte of it becomes another.
func Addressed(message []byte, to *mail.Address) []byte {
	bare := mail.Address{Address: to.Address}
	return append([]byte("To: "+bare.String()+"\r\n"), message...)
}

// Dated gives a message the date on which it is sent (RFC 5322 §3.6.1): programs
// sort by it, and what is a week old when it comes lies below a week of other mail.
func Dated(message []byte, at time.Time) []byte {
	return reheaded(message, map[string]func(string) string{
		"Date": func(string) string { return "Date: " + at.Format(time.RFC1123Z) },
	})
}

// Trial marks a message as one: its subject says so, and its id is another, since
// mailboxes keep one of those with the same id, and that would be the trial.
func Trial(message []byte, mark string) []byte {
	return reheaded(message, map[string]func(string) string{
		"Subject":    func(value string) string { return "Subject: [trial]\r\n " + value },
		"Message-ID": func(value string) string { return "Message-ID: <trial-" + mark + "." + strings.TrimPrefix(value, "<") },
	})
}

// reheaded writes some headers anew, each of its value on its first line.
func reheaded(message []byte, anew map[string]func(string) string) []byte {
	head, body, _ := bytes.Cut(message, []byte("\r\n\r\n"))
	lines := strings.Split(string(head), "\r\n")
	for i, line := range lines {
		name, value, _ := strings.Cut(line, ": ")
		if write := anew[name]; write != nil {
			lines[i] = write(value)
		}
	}
	return append([]byte(strings.Join(lines, "\r\n")+"\r\n\r\n"), body...)
}

// Subject gives the subject of a message as people read it.
func Subject(message []byte) string {
	msg, err := mail.ReadMessage(bytes.NewReader(message))
	if err != nil {
		return ""
	}
	said, err := new(mime.WordDecoder).DecodeHeader(msg.Header.Get("Subject"))
	if err != nil {
		return Line(msg.Header.Get("Subject"))
	}
	return Line(said)
}
