package main

// together takes a site of many cases from the list to the pages, twice, and
// asks every command that tells of it.
func (a *attempt) together() error {
	if err := a.fetch(begins, false); err != nil {
		return err
	}
	if err := a.publish(begins); err != nil {
		return err
	}
	if err := a.fetch(later, false); err != nil {
		return err
	}
	if err := a.build(later); err != nil {
		return err
	}
	for _, args := range [][]string{
		{"status", "--ill"}, {"status", "--json"}, {"check", "--json"}, {"export", "citations"}, {"export", "people"}, {"export", "decisions"}, {"export", "feeds"},
		{"export", "feeds", "--format", "csv"}, {"export", "feeds", "--format", "opml"}, {"draft", "2026-W48"}, {"build", "--drafts"},
	} {
		r, err := a.must(later, []int{0, 1}, args...)
		if err != nil {
			return err
		}
		if last := args[len(args)-1]; last == "opml" {
			a.faults = append(a.faults, xmlFaults([]byte(r.stdout))...)
		} else if last == "--json" || len(args) == 2 && args[0] == "export" {
			a.faults = append(a.faults, jsonFaults([]byte(r.stdout))...)
		}
	}
	_, f := a.place.paperFaults("content/digests/2026-W48.md", nil)
	a.faults = append(a.faults, f...)
	if err := a.build(later); err != nil {
		return err
	}
	return a.lookThrough(later)
}
