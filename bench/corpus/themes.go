package main

import (
	"fmt"
	"strings"
)

// A subject is a theme that the invented community of the measured site follows. The
// words are ours; the blogs are about research software, open data, R, Rust,
// digital government and communities.
type subject struct {
	id, label, note string
	terms, not      []string
	related         []string
}

var subjects = []subject{
	{"accessibility", "Everybody can use it", "Services, talks and documents that do not shut anybody out.",
		[]string{"web accessibility", "accessible design", "digital accessibility", "accessible for everyone", "screen reader", "assistive technology", "plain language", "alt text"}, nil, []string{"people-first-services"}},
	{"careers-in-research-software", "A profession of its own", "Whether the people who write research software have a job title, a path and colleagues.",
		[]string{"research software engineer", "research software engineers", "research software engineering", "RSE career", "career path", "RSE group"}, nil, []string{"paying-for-the-commons"}},
	{"credit-and-citation", "Credit where it is due", "How software and data are cited, and who is named.",
		[]string{"software citation", "data citation", "cite software", "persistent identifier", "ORCID iD", "contributor roles", "citation file", "software DOI"}, nil, nil},
	{"keeping-code-alive", "Keeping code alive", "What it takes for software to outlive the enthusiasm of its first year.",
		[]string{"technical debt", "package maintenance", "software maintenance", "maintainer burnout", "legacy code", "breaking changes", "deprecation", "backwards compatibility", "software sustainability"}, nil, []string{"paying-for-the-commons"}},
	{"learning-to-program", "Learning to program", "How people who never meant to become programmers are taught.",
		[]string{"teaching programming", "live coding", "instructor training", "lesson development", "teach programming", "learn to code", "coding workshop", "cognitive load"}, nil, []string{"welcoming-newcomers"}},
	{"machines-that-write", "Machines that write", "Language models at work, and what people let them do.",
		[]string{"large language model", "large language models", "LLM", "LLMs", "generative AI", "ChatGPT", "GitHub Copilot", "coding agent"}, nil, nil},
	{"open-data", "Open data", "Data that anybody may use, and whether anybody does.",
		[]string{"open data", "open government data", "data portal", "FAIR data", "FAIR principles", "data sharing"}, nil, []string{"credit-and-citation"}},
	{"paying-for-the-commons", "Paying for the commons", "Grants, sponsors and budgets behind what everybody uses for nothing.",
		[]string{"open source funding", "grant funding", "sustainable funding", "funding open source", "fund open source", "research funders", "GitHub Sponsors", "funding model"}, nil, []string{"keeping-code-alive"}},
	{"people-first-services", "Services people can use", "Asking those who will use a service before building it.",
		[]string{"user research", "service design", "human-centered design", "human-centred design", "usability testing", "user needs", "user experience research"}, nil, []string{"accessibility"}},
	{"results-that-hold", "Results that hold", "Whether somebody else gets the same answer.",
		[]string{"reproducible research", "computational reproducibility", "reproducible analysis", "reproducible analytical pipeline", "reproducible workflow", "replication study", "reproducible environment"}, nil, []string{"trusting-the-build"}},
	{"trusting-the-build", "Trusting what we build", "Tests, reviews and machines that look again.",
		[]string{"code review", "continuous integration", "unit tests", "unit testing", "software peer review", "supply chain security", "automated testing", "test coverage"}, nil, []string{"keeping-code-alive"}},
	{"welcoming-newcomers", "Welcoming newcomers", "How a community lets people in and keeps them.",
		[]string{"code of conduct", "community building", "community manager", "good first issue", "mentorship program", "mentoring program", "onboarding new", "first-time contributor", "community of practice"}, nil, []string{"learning-to-program"}},
}

// file is the theme as a curator would have written it.
func (t subject) file() string {
	var b strings.Builder
	fmt.Fprintf(&b, "+++\nlabel = %s\nterms = %s\n", quote(t.label), array(t.terms))
	if len(t.not) > 0 {
		fmt.Fprintf(&b, "not = %s\n", array(t.not))
	}
	if len(t.related) > 0 {
		fmt.Fprintf(&b, "related = %s\n", array(t.related))
	}
	fmt.Fprintf(&b, "+++\n%s\n", t.note)
	return b.String()
}
