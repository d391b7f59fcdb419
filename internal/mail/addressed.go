package mail

import (
	"bytes"
	"mime"
	"net/mail"
	"strings"
)

// Addressed gives a message, as Message.Bytes makes it, with to whom it goes
// before it. Not a byte of it becomes another.
func Addressed(message []byte, to *mail.Address) []byte {
	bare := mail.Address{Address: to.Address}
	return append([]byte("To: "+bare.String()+"\r\n"), message...)
}

// Trial marks a message as one: its subject says so, and its id is another, since
// mailboxes keep one of those with the same id, and that would be the trial.
func Trial(message []byte, mark string) []byte {
	head, body, _ := bytes.Cut(message, []byte("\r\n\r\n"))
	lines := strings.Split(string(head), "\r\n")
	for i, line := range lines {
		name, value, _ := strings.Cut(line, ": ")
		switch name {
		case "Subject":
			lines[i] = "Subject: [trial]\r\n " + value
		case "Message-ID":
			lines[i] = "Message-ID: <trial-" + mark + "." + strings.TrimPrefix(value, "<")
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
