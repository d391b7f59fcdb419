package entry

import (
	"crypto/sha256"
	"encoding/hex"
)

// NewID makes the id of an entry: of the feed that first brought it and of the
// id it had there, so that two feeds may use the same ids. It is 20 lower-case
// hexadecimal digits (80 bits: among a million entries a chance meeting has a
// probability below 10⁻¹²).
func NewID(feed, native string) string {
	sum := sha256.Sum256([]byte(feed + "\x00" + native))
	return hex.EncodeToString(sum[:10])
}
