package config

import "testing"

func TestANameBeforeAnAddressNeedsNoQuotationMarks(t *testing.T) {
	for said, name := range map[string]string{
		"Ana Pop <ana@example.org>":                   "Ana Pop",
		"Ána Pöp, éditrice <ana@example.org>":         "Ána Pöp, éditrice",
		`"Ana Pop, editor" <ana@example.org>`:         "Ana Pop, editor",
		"Digest: the week [public] <ana@example.org>": "Digest: the week [public]",
		"ana@example.org":                             "",
	} {
		if a := Mailbox(said); a == nil || a.Name != name || a.Address != "ana@example.org" {
			t.Errorf("%q is %v", said, a)
		}
	}
	for _, said := range []string{"", "Ana Pop", "Ana, <ana>", "x@example.org, Ana <ana@example.org>", "Ana, a <ana@example.org> b", "Ana, a <ana@example.org>, <x@example.org>", "Ana:\r\nBcc: x <ana@example.org>", "Ana, a <än@example.org>"} {
		if a := Mailbox(said); a != nil {
			t.Errorf("%q is %v", said, a)
		}
	}
}
