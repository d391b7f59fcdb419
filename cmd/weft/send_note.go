package main

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/mail"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"weft/internal/atomicfile"
	"weft/internal/edition"
	"weft/internal/policy"
)

// While an issue goes out, a note in .weft/ says how far it has come, so that
// whatever stops weft, nobody gets a mail twice without a person's word:
//
//	asked    before an address is handed over; taken away by the server's answer
//	taken    the server has it for this address
//	unsaid   so many were taken that the ledger does not tell of yet
//
// It goes when all have it. Addresses stand in it as hashes: weft keeps nobody's.
type sentNote struct {
	path   string
	Asked  string    `json:"asked,omitempty"`
	Taken  []string  `json:"taken,omitempty"`
	Unsaid int       `json:"unsaid,omitempty"`
	By     string    `json:"by,omitempty"` // of what is unsaid
	Reason string    `json:"reason,omitempty"`
	At     time.Time `json:"at,omitzero"`
	Said   string    `json:"said,omitempty"` // the id of the newest line about this sending
}

// keyOf tells addresses apart.
func keyOf(a *mail.Address) string {
	sum := sha256.Sum256([]byte(strings.ToLower(a.Address)))
	return hex.EncodeToString(sum[:10])
}

// sendingTurn makes those who send wait for one another.
func sendingTurn(p *edition.Project) (done func() error, err error) {
	dir := filepath.Join(p.Dir, ".weft", "sending")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	return atomicfile.Turn(filepath.Join(dir, "lock"))
}

// sentNoteOf reads the note of an issue of an edition; an empty one where there is none.
func sentNoteOf(p *edition.Project, l letter) (*sentNote, error) {
	n := &sentNote{path: filepath.Join(p.Dir, ".weft", "sending", l.Name+"."+l.period+".json")}
	data, err := os.ReadFile(n.path)
	if errors.Is(err, fs.ErrNotExist) {
		return n, nil
	}
	if err == nil {
		err = json.Unmarshal(data, n)
	}
	if err != nil {
		return nil, fmt.Errorf("%s says how far the sending came, and cannot be read: %w; see who has the mail, and delete it", n.path, err)
	}
	return n, nil
}

func (n *sentNote) save() error {
	data, err := json.Marshal(n)
	if err != nil {
		return err
	}
	return atomicfile.Write(n.path, append(data, '\n'), 0o644)
}

func (n *sentNote) forget() error {
	if err := os.Remove(n.path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// begin notes who sends from now on, and why.
func (n *sentNote) begin(how sending, at time.Time) {
	n.By, n.Reason, n.At = how.by, how.reason, at
}

// took notes that an address has the mail.
func (n *sentNote) took(key string) {
	n.Asked, n.Unsaid = "", n.Unsaid+1
	if !slices.Contains(n.Taken, key) {
		n.Taken = append(n.Taken, key)
	}
}

// settle tells the ledger of what it does not know yet. The line is made of the
// note alone, so that the run after one that was killed writes the same, once.
func (n *sentNote) settle(p *edition.Project, l letter) error {
	if n.Unsaid == 0 {
		return nil
	}
	act := policy.Act{Act: policy.ActSend, Issue: l.period, Edition: l.Name, Sent: n.Unsaid, Reason: n.Reason, By: n.By, At: n.At}.Recorded()
	if err := recordSend(p, l, act); err != nil {
		return err
	}
	n.Said, n.Unsaid = act.ID, 0
	return n.save()
}

// recordSend adds a line to the edition's ledger, unless it stands there.
func recordSend(p *edition.Project, l letter, act policy.Act) error {
	ledger, err := ledgerOf(p, l.stand)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(ledger.Acts, func(a policy.Act) bool { return a.ID == act.ID }) {
		return nil
	}
	line, err := act.Bytes()
	if err != nil {
		return err
	}
	return appendLines(p.LayerDir(l.Edition, len(p.Layers(l.Edition))-1), policy.LedgerFile, line)
}

// lastSent is the newest line of the ledger about the sending of a letter; nil:
// it did not go out.
func lastSent(p *edition.Project, l letter) (*policy.Act, error) {
	ledger, err := ledgerOf(p, l.stand)
	if err != nil {
		return nil, err
	}
	for _, a := range slices.Backward(ledger.Acts) {
		if a.Act == policy.ActSend && a.Issue == l.period && (a.Edition == "" || a.Edition == l.Name) {
			if a.Not {
				return nil, nil
			}
			return &a, nil
		}
	}
	return nil, nil
}
