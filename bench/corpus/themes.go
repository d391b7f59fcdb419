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
	{"accessibility", "Everybody can use it", "Accessibility of websites, documents, events and lessons: alt text, captions, screen readers, contrast, plain language. What it takes so that people with disabilities are not shut out.",
		[]string{"accessibility", "web accessibility", "accessible design", "digital accessibility", "section 508", "WCAG", "screen reader", "assistive technology", "alt text", "closed captions", "people with disabilities", "plain language"},
		[]string{"access and accessibility", "findability and accessibility", "data accessibility", "accessibility of data"}, []string{"people-first-services"}},
	{"careers-in-research-software", "A profession of its own", "Research software engineers and their careers: job titles, career paths, surveys of the profession, groups at universities and laboratories, and how to become one.",
		[]string{"research software engineer", "research software engineering", "RSE career", "RSE careers", "career path", "career development", "RSE group", "RSE team", "RSE community", "software engineers in research"},
		nil, []string{"paying-for-the-commons"}},
	{"community-calls", "Calls and open hours", "The calls at which a community meets online: what was shown and said, who came, when the next is, and how such calls, office hours and coworking hours are run.",
		[]string{"community call", "community calls", "virtual hangout", "office hours", "open hours", "coworking session", "social coworking", "community discussion", "community meetup", "themed discussion"},
		nil, []string{"welcoming-newcomers"}},
	{"credit-and-citation", "Credit where it is due", "How software and data are cited and found, and who is credited: persistent identifiers, DOIs, metadata, citation files, contributor roles.",
		[]string{"software citation", "data citation", "cite software", "citing software", "easier to cite", "persistent identifier", "persistent identifiers", "PIDs", "ORCID iD", "contributor roles", "citation file", "CITATION.cff", "software DOI", "DOI registration", "metadata schema"},
		nil, nil},
	{"data-on-maps", "Places and maps", "Geographic data: coordinates, map tiles, satellite pictures, spatial queries and packages that draw maps.",
		[]string{"geospatial", "spatial data", "GeoJSON", "map tiles", "MBTiles", "SpatiaLite", "PostGIS", "shapefile", "longitude", "basemap", "elevation data", "OpenStreetMap"},
		nil, []string{"pictures-of-data"}},
	{"keeping-code-alive", "Keeping code alive", "Looking after software that is already there: deprecating and retiring it, breaking changes and editions, old issues, technical debt, maintainers and what happens when they leave.",
		[]string{"technical debt", "package maintenance", "software maintenance", "maintainer burnout", "legacy code", "breaking changes", "deprecation", "sunsetting", "backlog", "software sustainability", "new edition", "lifecycle"},
		[]string{"tidy up the backlog", "research data lifecycle", "data lifecycle", "project lifecycle", "software lifecycle", "development lifecycle"}, []string{"paying-for-the-commons"}},
	{"keeping-it-safe", "Keeping it safe", "Security of software and services: advisories and vulnerabilities, logins and secrets, signed releases, attacks on the supply chain.",
		[]string{"security advisory", "security advisories", "vulnerability", "CVE", "supply chain security", "security response", "secure login", "OAuth", "secrets management", "cybersecurity", "two-factor authentication", "malicious"},
		[]string{"vulnerability of", "social vulnerability"}, []string{"trusting-the-build"}},
	{"learning-to-program", "Learning to program", "How people who never meant to become programmers are taught: lessons, workshops, courses, instructors and textbooks for learning to code and to handle data.",
		[]string{"teaching programming", "live coding", "instructor training", "lesson development", "teach programming", "learn to code", "coding workshop", "cognitive load", "carpentries workshop", "carpentry workshop", "lesson", "curriculum", "online course", "instructors"},
		[]string{"lessons learned", "lesson learned", "lessons from"}, []string{"welcoming-newcomers"}},
	{"machines-that-learn", "Machines that learn", "Machine learning in use: training, tuning and judging models, tidymodels and other toolkits, neural networks, and what artificial intelligence does in government and research.",
		[]string{"machine learning", "deep learning", "artificial intelligence", "neural network", "predictive modeling", "predictive model", "random forest", "xgboost", "tidymodels", "tune models", "train and evaluate"},
		nil, []string{"machines-that-write"}},
	{"machines-that-write", "Machines that write", "Large language models at work: assistants that write text and code, and what people let them do.",
		[]string{"large language model", "large language models", "LLM", "LLMs", "generative AI", "ChatGPT", "GitHub Copilot", "coding agent", "GPT-3"},
		nil, []string{"machines-that-learn"}},
	{"mentors-and-cohorts", "Mentors and cohorts", "Programmes in which people learn with a mentor or in a cohort: fellowships, internships, Google Summer of Code, Outreachy, champions, and what those who took part say of it.",
		[]string{"mentorship", "mentoring", "mentors", "mentees", "cohort", "fellowship program", "fellows program", "internship", "interns", "Google Summer of Code", "GSoC", "Outreachy", "champions program"},
		[]string{"cohort study", "cohort studies"}, []string{"learning-to-program"}},
	{"more-than-one-language", "More than one language", "Work in languages other than English: translating lessons, guides and services, writing for people who speak Spanish or Japanese, reviews and events in several languages.",
		[]string{"translation", "translations", "translated into", "multilingual", "localization", "internationalisation", "internationalization", "en español", "Spanish-speaking", "in Spanish", "in Portuguese", "in Japanese", "non-English", "languages other than English", "mother tongue"},
		[]string{"adds translations", "translations for dplyr", "SQL translation", "SQL translations", "translated into SQL", "translates it to"}, []string{"learning-to-program"}},
	{"new-faces", "New faces and open posts", "Who joins and who leaves: open positions, new members of a team, new directors and community managers who introduce themselves, farewells.",
		[]string{"we are hiring", "we're hiring", "is hiring", "job opening", "open position", "open positions", "join our team", "joins the team", "joining the team", "welcome to the team", "delighted to welcome", "please welcome", "introducing our new", "farewell", "stepping down", "secondment"},
		nil, []string{"who-decides"}},
	{"open-data", "Data that travels", "Open data and what makes data fit to be shared: data portals, FAIR data, common formats and schemas, data packages, validation of tables.",
		[]string{"open data", "open government data", "data portal", "FAIR data", "FAIR principles", "data sharing", "data standards", "data package", "table schema", "data validation", "research data management"},
		[]string{"data validation error", "open data science"}, []string{"credit-and-citation"}},
	{"open-source-in-institutions", "Open source in institutions", "Governments, cities and companies that use, share and govern open source: public code, open source program offices, reuse by another city, policies and surveys.",
		[]string{"public code", "OSPO", "OSPOs", "open source program office", "open source program offices", "open source programs", "open source in government", "digital public goods", "digital public good", "public sector open source", "inner source", "municipalities"},
		nil, []string{"keeping-code-alive"}},
	{"paying-for-the-commons", "Paying for the commons", "Money behind what everybody uses for nothing: grants and awards, donations, sponsors, fundraising, memberships and sustainable funding.",
		[]string{"open source funding", "grant funding", "sustainable funding", "funding open source", "fund open source", "research funders", "GitHub Sponsors", "funding model", "fundraising", "awarded a grant", "been awarded", "donations", "mini-grants", "funding opportunity"},
		nil, []string{"keeping-code-alive"}},
	{"people-first-services", "Services people can use", "Asking those who will use a service before building it: user research, usability tests, service and content design, customer experience of government.",
		[]string{"user research", "service design", "human-centered design", "human-centred design", "user-centered design", "user-centered", "design research", "usability testing", "usability", "user needs", "user experience", "customer experience", "design system"},
		nil, []string{"accessibility"}},
	{"pictures-of-data", "Pictures of data", "Charts, plots and art from code: ggplot2, Matplotlib, D3 and others, how to draw a chart that tells something, and generative art.",
		[]string{"data visualisation", "data visualization", "data visualisations", "data visualizations", "generative art", "ggplot2", "matplotlib", "vega-lite", "bar chart", "bar charts", "radar chart", "charts", "graphics device"},
		nil, []string{"data-on-maps"}},
	{"results-that-hold", "Results that hold", "Whether somebody else gets the same answer: reproducible research, pipelines, containers and environments, replication, sharing an analysis so that it can be run again.",
		[]string{"reproducible research", "reproducibility", "computational reproducibility", "reproducible analysis", "reproducible analyses", "reproducible workflow", "reproducible workflows", "reproducible analytical pipeline", "replication study", "reproducible environment", "reproducible environments", "reproduce results"},
		[]string{"reproducible example"}, []string{"trusting-the-build"}},
	{"robots-that-build", "Robots that build", "Machines that build, check and publish whenever somebody pushes: GitHub Actions, continuous integration and deployment, build servers, scheduled workflows.",
		[]string{"GitHub Actions", "GitHub Action", "continuous integration", "continuous deployment", "CI/CD", "Jenkins", "Travis CI", "build system", "build server", "workflow file"},
		nil, []string{"trusting-the-build"}},
	{"trusting-the-build", "Tests and reviews", "People and tests that look again before others rely on a piece of software: code review, software peer review, unit tests, pytest, testthat, coverage.",
		[]string{"code review", "pull request review", "unit tests", "unit testing", "software peer review", "package reviewers", "automated testing", "test coverage", "pytest", "testthat", "test suite", "writing tests", "snapshot tests"},
		nil, []string{"keeping-code-alive"}},
	{"welcoming-newcomers", "Welcoming newcomers", "How a community lets people in and keeps them: codes of conduct, inclusion and belonging, first contributions, contributing guides, community managers and facilitators.",
		[]string{"code of conduct", "community building", "community management", "good first issue", "onboarding new", "first-time contributor", "first contribution", "contributing guide", "diversity, equity, and inclusion", "equity and inclusion", "sense of belonging", "welcoming environment", "community engagement"},
		[]string{"abide by our code of conduct", "follow our code of conduct"}, []string{"mentors-and-cohorts"}},
	{"who-decides", "Who decides", "How communities and foundations govern themselves: elections, councils, boards, bylaws, principles, teams and who sits in them.",
		[]string{"governance", "executive council", "steering council", "steering committee", "core team", "elections", "advisory board", "advisory committee", "strategic council", "board of directors", "bylaws", "candidates"},
		[]string{"data governance", "content governance", "information governance", "governance plan"}, []string{"new-faces"}},
	{"working-apart", "Working apart", "Teams whose people are in different places: remote and hybrid work, distributed teams, meetings and onboarding online.",
		[]string{"remote work", "remote working", "distributed team", "distributed teams", "remote team", "remote teams", "hybrid work", "virtual onboarding", "work from home", "remote-first", "telework", "hybrid event", "hybrid meetings"},
		nil, []string{"welcoming-newcomers"}},
	{"writing-it-down", "Writing it down", "Documentation: handbooks, decision records, guides for users, API references, and the tools that build them.",
		[]string{"documentation portal", "internal documentation", "architecture decision records", "decision records", "documentation site", "documentation website", "API reference", "write documentation", "writing documentation", "improve documentation", "user guide", "handbook", "readme", "Read the Docs", "pkgdown", "Sphinx autodoc"},
		[]string{"see the documentation", "The Carpentries Handbook"}, []string{"welcoming-newcomers"}},
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
