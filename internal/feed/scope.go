package feed

import (
	"cmp"
	"strings"
)

// declareNamespaces gives the scope inside an element; the outer one is shared
// where nothing is declared.
func declareNamespaces(outer map[string]string, attrs []attribute) map[string]string {
	scope := outer
	for _, a := range attrs {
		prefix, isPrefixed := strings.CutPrefix(a.name, "xmlns:")
		if !isPrefixed && a.name != "xmlns" {
			continue
		}
		if !isPrefixed {
			prefix = ""
		}
		if len(scope) == len(outer) {
			scope = copyScope(outer)
		}
		scope[strings.ToLower(prefix)] = strings.TrimSpace(a.value)
	}
	return scope
}

func copyScope(outer map[string]string) map[string]string {
	scope := make(map[string]string, len(outer)+4)
	for k, v := range outer {
		scope[k] = v
	}
	return scope
}

// vocabulary gives an element's canonical prefix and local name.
func (b *builder) vocabulary(name string, scope map[string]string) (space, local string) {
	prefix, local := splitName(name)
	uri, declared := scope[prefix]
	switch {
	case prefix == "" && (uri == b.own || uri == ""):
		return "", local // whatever the root claims to be, it is itself
	case prefix != "" && prefix == b.prefix:
		return "", local
	case declared:
		if space = canonicalPrefix(uri); space == "?" && isMisspelt(prefix, uri) {
			space = prefix
		}
		return space, local
	case isCanonical(prefix):
		return canonicalPrefixName(prefix), local
	}
	return "?", local
}

// splitName parts a name, which is never nothing: nothing is how text is
// called.
func splitName(name string) (prefix, local string) {
	name = cmp.Or(strings.Trim(strings.ToLower(name), ":"), "_")
	if before, after, ok := strings.Cut(name, ":"); ok {
		return before, after
	}
	return "", name
}
