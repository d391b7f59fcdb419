// Package policy is the gate: rules and people's decisions, and the view of
// the archive that one edition may have. Everything that an edition computes
// or shows comes through its View.
//
// It promises that what a rule withholds, an overlay declares or a contributor
// declines is in no View it must not be in; that a rule which fails holds the
// entry for review and never lets it pass; and that every refusal names its
// rules, reason and owner.
package policy
