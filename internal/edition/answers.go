package edition

import (
	"io/fs"
	"os"
	"path/filepath"

	"weft/internal/atomicfile"
	"weft/internal/config"
	"weft/internal/policy"
)

// What rules answered lies beside the archive of the topmost layer, like what was
// found of citations, and may be deleted at any time: then every rule is asked once
// more. It holds sums of entries and no words.

func answersPath(archive string, e config.Edition) string {
	return filepath.Join(filepath.Dir(archive), "rules-"+e.Name)
}

// answered gives what the edition's rules answered before.
func (ed *Edition) answered() *policy.Answers {
	data, _ := os.ReadFile(answersPath(ed.ArchivePath(ed.Edition, len(ed.Layers)-1), ed.Edition)) // else they are asked
	return policy.NewAnswers(ed.Rules, data)
}

// keepAnswers writes down what rules answered, where any was asked. Where it cannot
// be written, nothing is lost but time.
func (ed *Edition) keepAnswers() {
	answers := ed.gate.Verdicts.Answers
	path := answersPath(ed.ArchivePath(ed.Edition, len(ed.Layers)-1), ed.Edition)
	if _, err := os.Stat(filepath.Dir(path)); err != nil || len(ed.Rules) == 0 || answers.Fresh() == 0 {
		return
	}
	atomicfile.Write(path, answers.Bytes(), fs.FileMode(0o644))
}
