package policy

import (
	"time"

	"github.com/expr-lang/expr/vm"
)

// A Rule is one rule of feeds/policy.toml.
type Rule struct {
	ID      string
	Owner   string
	When    string // the expression, as written
	Action  Action
	Reason  string
	Final   bool
	Until   time.Time     // of an embargo
	For     time.Duration // of an embargo, from the entry's date
	Expires time.Time     // the rule does not hold from this day on; zero: no end
	Layer   int
	File    string
	Line    int
	program *vm.Program
}
