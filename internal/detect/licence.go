package detect

import (
	"regexp"
	"strings"
)

// KnownLicence reports whether a text names a licence under which words are
// published for others to use, by its usual name or its address: Creative Commons,
// its public domain marks, the Open Government Licences, and a few more that texts
// are put under. "All rights reserved" and "©" name none.
func KnownLicence(licence string) bool {
	s := strings.ToLower(strings.TrimSpace(licence))
	if address := licenceAddress.FindStringSubmatch(s); address != nil {
		return true
	}
	return licenceName.MatchString(strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || r == '-' || r == '_' }), "-"))
}

var licenceAddress = regexp.MustCompile(`^(?:https?:)?//(?:www\.)?(?:creativecommons\.org/(?:licen[cs]es/(?:by|by-sa|by-nc|by-nd|by-nc-sa|by-nc-nd)|publicdomain/(?:zero|mark))(?:/[0-9.]+)?(?:/[a-z.-]*)*|` +
	`nationalarchives\.gov\.uk/doc/(?:open|non-commercial)-government-licence(?:/version/\d|/[a-z-]*)*/?|gnu\.org/licenses/(?:old-licenses/)?fdl(?:-[0-9.]+)?(?:\.html)?)$`)

var licenceName = regexp.MustCompile(`^(?:(?:cc-)?by(?:-(?:sa|nc|nd|nc-sa|nc-nd))?(?:-[1-4]\.\d)?(?:-[a-z]{2,4})?|cc-?0(?:-1\.0)?|cc-?zero|cc-pdm(?:-1\.0)?|public-domain|` +
	`creative-commons(?:-attribution(?:-(?:sharealike|share-alike|noncommercial|non-commercial|noderivs|noderivatives|no-derivatives|only|and|[1-4]\.\d|international|unported|licen[cs]e))*|-zero|-0)|` +
	`ogl(?:-uk)?(?:-v?[1-3](?:\.0)?)?|open-government-licen[cs]e(?:-v?[1-3](?:\.0)?)?|gfdl(?:-1\.[1-3])?(?:-or-later|-only)?|mit|apache-2\.0|odc-by(?:-1\.0)?|pddl(?:-1\.0)?|unlicen[cs]e|0bsd|wtfpl|etalab-2\.0|against-drm|fal(?:-?1\.3)?|free-art-licen[cs]e)$`)
