package publish

import (
	"fmt"
	"io/fs"
	"path"
	"strings"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// names are the files and folders of the tree being staged, by folded name, so
// that two which are one on a Mac or on Windows don't both get in.
type names map[string]spelled

type spelled struct {
	name   string // as first written
	folder bool
}

// add takes in the file name and its folders, or says why it can't.
func (n names) add(name string) error {
	if err := checkName(name); err != nil {
		return err
	}
	key := fold(name)
	if had, ok := n[key]; ok {
		return clash(name, had)
	}
	folders := parents(name)
	for _, dir := range folders {
		if had, ok := n[fold(dir)]; ok && (had.name != dir || !had.folder) {
			return clash(name, had)
		}
	}
	for _, dir := range folders {
		n[fold(dir)] = spelled{dir, true}
	}
	n[key] = spelled{name, false}
	return nil
}

func clash(name string, had spelled) error {
	switch {
	case had.name != name && (had.folder || !strings.HasPrefix(name, had.name+"/")):
		return fmt.Errorf("publish %q: on some systems it is the same as, or lies in, %q, which is written too: rename one of them", name, had.name)
	case had.name != name:
		return fmt.Errorf("publish %q: it lies in %q, which is a file: rename one of them", name, had.name)
	case had.folder:
		return fmt.Errorf("publish %q: other files lie in a folder of this name: rename one of them", name)
	}
	return fmt.Errorf("publish %q: it is written twice: give one of the two another address", name)
}

// inTheWay says whether a stale file of this name must go before the new files
// come: one of them has its name in another spelling, is a folder of it, or
// needs it to be a folder.
func (n names) inTheWay(stale string) bool {
	if _, ok := n[fold(stale)]; ok {
		return true
	}
	for _, dir := range parents(stale) {
		if had, ok := n[fold(dir)]; ok && !had.folder {
			return true
		}
	}
	return false
}

// parents lists the folders of a slash name, outermost first, without ".".
func parents(name string) []string {
	var dirs []string
	for i := range len(name) {
		if name[i] == '/' {
			dirs = append(dirs, name[:i])
		}
	}
	return dirs
}

// fold maps names that some file system holds to be equal onto one: upper and
// lower case (NTFS, APFS), composed and decomposed letters (HFS+, APFS).
func fold(name string) string {
	for i := range len(name) {
		if name[i] >= 0x80 {
			return norm.NFC.String(cases.Fold().String(norm.NFC.String(name)))
		}
	}
	return strings.ToLower(name)
}

// checkName refuses names that can't be written everywhere a site is built or
// checked out, and the few that are not weft's to write.
func checkName(name string) error {
	if !fs.ValidPath(name) || name == "." {
		return fmt.Errorf("publish %q: not a clean slash path below the output folder: give the page another address", name)
	}
	for part := range strings.SplitSeq(name, "/") {
		if why := unsafePart(part); why != "" {
			return fmt.Errorf("publish %q: %s: give the page another address", name, why)
		}
	}
	if base := path.Base(name); strings.EqualFold(base, ".gitignore") {
		return fmt.Errorf("publish %q: a .gitignore in the output folder is a person's and is never published", name)
	}
	return nil
}

// unsafePart says what is wrong with one part of a path, "" when nothing is.
// Source of the rules: Microsoft, "Naming Files, Paths, and Namespaces".
func unsafePart(part string) string {
	switch {
	case len(part) > 255:
		return fmt.Sprintf("%.40q… is longer than the 255 bytes that file systems allow", part)
	case strings.HasSuffix(part, ".") || strings.HasSuffix(part, " "):
		return fmt.Sprintf("%q ends with a dot or a space, which Windows drops", part)
	case strings.ContainsAny(part, `<>:"|?*\`):
		return fmt.Sprintf("%q holds one of < > : \" | ? * \\, which Windows forbids", part)
	case strings.ContainsFunc(part, func(r rune) bool { return r < 0x20 || r == 0x7f }):
		return fmt.Sprintf("%q holds a control character", part)
	case reserved(part):
		return fmt.Sprintf("%q is a name that Windows keeps for a device", part)
	case strings.EqualFold(part, ".git"):
		return "a .git folder is a repository's and is never published"
	case strings.HasPrefix(part, ".weft-"):
		return fmt.Sprintf("%q looks like one of weft's temporary files", part)
	}
	return ""
}

// reserved reports names of DOS devices, with any extension: nul, Con.html,
// com1.tar.gz. The superscript digits count too.
func reserved(part string) bool {
	stem, _, _ := strings.Cut(part, ".")
	stem = strings.ToLower(strings.TrimRight(stem, " "))
	switch stem {
	case "con", "prn", "aux", "nul", "conin$", "conout$":
		return true
	}
	for _, device := range []string{"com", "lpt"} {
		if digit, ok := strings.CutPrefix(stem, device); ok {
			return len([]rune(digit)) == 1 && strings.Contains("0123456789¹²³", digit)
		}
	}
	return false
}
