package edition

import "weft/internal/policy"

// Suggestion gives a curator's newest word on whether somebody who is on no list,
// known by a name or an address, is to be suggested. False: nobody has said.
func (ed *Edition) Suggestion(name, address string) (policy.Act, bool) {
	return ed.gate.Verdicts.Ledger.Suggestion(name, address)
}
