package htmlsafe

import (
	"regexp"

	"github.com/microcosm-cc/bluemonday"
)

// The allow-list, twice: for the walk (kept) and for bluemonday (policy), both
// made of this table, so that they cannot disagree about a name.
//
//	element     attributes beside lang and dir
var elements = map[string][]string{
	"a":   {"href", "title"},
	"img": {"src", "alt", "title", "width", "height"},

	"p": nil, "div": nil, "br": nil, "hr": nil, "pre": nil,
	"h1": nil, "h2": nil, "h3": nil, "h4": nil, "h5": nil, "h6": nil,
	"blockquote": {"cite"}, "q": {"cite"}, "del": {"cite", "datetime"}, "ins": {"cite", "datetime"},
	"ul": nil, "ol": {"start", "reversed"}, "li": {"value"}, "dl": nil, "dt": nil, "dd": nil,
	"table": nil, "caption": nil, "thead": nil, "tbody": nil, "tfoot": nil, "tr": nil,
	"td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan", "scope"},
	"figure": nil, "figcaption": nil, "details": nil, "summary": nil,
	"em": nil, "strong": nil, "b": nil, "i": nil, "u": nil, "s": nil, "small": nil, "mark": nil,
	"sub": nil, "sup": nil, "cite": nil, "dfn": nil, "abbr": {"title"}, "time": {"datetime"},
	"code": {"class"}, "kbd": nil, "samp": nil, "var": nil,
	"bdi": nil, "bdo": nil, "span": nil, "ruby": nil, "rt": nil, "rp": nil, "wbr": nil,
}

// everywhere may stand on any element.
var everywhere = []string{"lang", "dir"}

// values says what an attribute may hold; nil is any text.
var values = map[string]*regexp.Regexp{
	"href":     regexp.MustCompile(`^(?i:https?://|mailto:)[^\s<>"]+$`),
	"src":      regexp.MustCompile(`^(?i:https?://)[^\s<>"]+$`),
	"cite":     regexp.MustCompile(`^(?i:https?://)[^\s<>"]+$`),
	"class":    regexp.MustCompile(`^language-[\pL\pN+#._-]{1,40}$`),
	"dir":      regexp.MustCompile(`^(?:ltr|rtl|auto)$`),
	"lang":     regexp.MustCompile(`^[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8}){0,6}$`),
	"datetime": regexp.MustCompile(`^[0-9A-Za-z:.+ -]{1,40}$`),
	"scope":    regexp.MustCompile(`^(?:row|col|rowgroup|colgroup)$`),
	"reversed": regexp.MustCompile(`^$`),
	"start":    number, "value": number,
	"width": count, "height": count, "colspan": count, "rowspan": count,
}

var (
	number = regexp.MustCompile(`^-?[0-9]{1,9}$`)
	count  = regexp.MustCompile(`^[0-9]{1,4}$`)
)

// renamed elements live on under a plainer name.
var renamed = map[string]string{
	"section": "div", "article": "div", "main": "div", "header": "div", "footer": "div", "aside": "div",
	"nav": "div", "center": "div", "address": "div", "fieldset": "div", "form": "div", "hgroup": "div", "dir": "ul", "menu": "ul",
	"tt": "code", "strike": "s", "acronym": "abbr", "xmp": "pre", "listing": "pre", "plaintext": "pre",
}

// dropped elements go with all that is in them; what is neither kept, renamed
// nor dropped leaves its content in its place.
var dropped = map[string]bool{
	"script": true, "style": true, "template": true, "noscript": true, "noframes": true, "noembed": true,
	"iframe": true, "frame": true, "frameset": true, "object": true, "embed": true, "applet": true, "param": true,
	"meta": true, "link": true, "base": true, "head": true, "title": true, "svg": true, "canvas": true, "map": true, "area": true,
	"input": true, "button": true, "select": true, "option": true, "optgroup": true, "textarea": true, "datalist": true,
	"audio": true, "video": true, "source": true, "track": true, "portal": true, "dialog": true, "colgroup": true, "col": true,
}

// policy is bluemonday's form of the table. Addresses are held to their
// patterns and not parsed again, so that they stay letter for letter.
var policy = newPolicy()

func newPolicy() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.RequireParseableURLs(false)
	for name, attrs := range elements {
		p.AllowElements(name)
		p.AllowNoAttrs().OnElements(name)
		for _, attr := range append(append([]string(nil), attrs...), everywhere...) {
			allow(p, attr, name)
		}
	}
	return p
}

func allow(p *bluemonday.Policy, attr, element string) {
	if re := values[attr]; re != nil {
		p.AllowAttrs(attr).Matching(re).OnElements(element)
		return
	}
	p.AllowAttrs(attr).OnElements(element)
}
