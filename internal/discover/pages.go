package discover

import "regexp"

// pageKinds tell the pages that stand in place of a feed and are no blog's own:
// the first that fits. What names nothing but itself must be short, so that a
// blog about domains, or with a login beside its posts, is none of them.
var pageKinds = []struct {
	kind       Kind
	is         func(look) bool
	text, hint string
}{
	{Challenge, isChallenge, "answers with a page that checks whether a person is there, not with the feed",
		"its owner can let programs for feeds pass, or may have another address for them"},
	{Parked, isParked, "answers with a page that looks as if the domain is for sale, or has run out",
		"the blog has probably left it: look for it elsewhere, and write its new address, or take the feed out"},
	{Login, isLogin, "answers with a page that asks for a password, not with the feed",
		`set auth = "env:NAME" for it if you have one, or ask its owner whether there is an open feed`},
	{Vacant, isVacant, "answers with a page that says that nothing is there yet, or not at the moment",
		"it may be over soon; if it lasts, ask its owner, or look for the blog elsewhere"},
	{Elsewhere, isElsewhere, "answers with a page that only sends a browser elsewhere, which weft does not follow",
		"look in a browser where it leads; that may be another's"},
}

var (
	challenged = regexp.MustCompile(`^\W*(just a moment|attention required|checking your browser|one more step|verifying you are human|ddos-guard|access denied|pardon our interruption|security check|are you (a )?(human|robot)|bot verification|human verification)`)
	checks     = regexp.MustCompile(`/cdn-cgi/challenge-platform/|_cf_chl_|cf-browser-verification|_incapsula_resource|sucuri_cloudproxy|g-recaptcha|h-captcha|cf-turnstile|px-captcha|ddos-guard|awswafintegration`)
	says       = regexp.MustCompile(`(?:verify|verifying|checking|confirm|prove)[^.]{0,40}(?:you are (?:a )?human|your browser|not a robot)|enable javascript and cookies to continue`)

	forSale = regexp.MustCompile(`(?:domain|website|web site|url|name|site)\b[^.!?]{0,60}\b(?:is|are|may be|might be|available|now)\b[^.!?]{0,20}\bfor sale\b|` +
		`\b(?:buy|purchase|own|get|make an offer (?:on|for)|acquire|inquire about) this (?:domain|name)|\bdomain (?:is )?(?:parked|parking)|parked (?:free|domain|by|page)|` +
		`[a-z0-9-]+\.[a-z]{2,}\s+(?:is |may be |could be )?(?:available )?for sale\b|this (?:domain|web ?page|page|site)(?: name)? (?:is|has been|was) (?:parked|just registered|recently registered|registered at|registered with|reserved)|` +
		`domain(?: name)?(?: registration)? (?:has|is|have) expired|this domain (?:name )?(?:has )?expired|expired domain|renew (?:this|your) domain|` +
		`steht (?:hier )?zum verkauf|domain (?:zu verkaufen|kaufen|geparkt|günstig)|domaine? (?:est|à) (?:à vendre|vendre)|nom de domaine.{0,30}(?:vendre|expiré)|` +
		`dominio.{0,30}(?:en venta|in vendita|à venda|está à venda|caducado|scaduto)|domein.{0,30}(?:te koop|geregistreerd|geparkeerd)|домен.{0,30}(?:прода|припаркован)|域名[^。]{0,12}(?:出售|转让)`)
	parkers = regexp.MustCompile(`sedoparking|parkingcrew|bodis\.com|parklogic|hugedomains\.com|afternic\.com|dan\.com/buy|undeveloped\.com|above\.com/marketplace|domainmarket\.com|` +
		`cashparking|parking-lander|d38psrni17bvxu|voodoo\.com|skenzo|uniregistry\.com/buy|namebright\.com|squadhelp|sedo\.com/(?:search/details|services|checkdomain)|` +
		`(?:window|document)\.location(?:\.href)?\s*=\s*["']/lander|google\.com/adsense/domains|adsense/domains/caf\.js`)

	wantsPassword = regexp.MustCompile(`<input[^>]*type\s*=\s*["']?password`)
	calledLogin   = regexp.MustCompile(`\b(?:log ?in|sign ?in|log on|anmelden|anmeldung|einloggen|connexion|se connecter|iniciar sesi[oó]n|accedi|inloggen|logga in|logowanie)\b`)

	vacant = regexp.MustCompile(`\bcoming soon\b|under construction|(?:under|down for|scheduled|undergoing|in) (?:\w+ )?maintenance|(?:be|we'll be|back) (?:right |shortly |online )?(?:back|soon)\b|` +
		`website (?:is )?(?:almost here|coming)|future home of|default (?:web ?(?:site )?)?page|welcome to nginx|apache2? (?:ubuntu |debian )?(?:default|http server)|^\W*it works!?|iis windows|` +
		`index of /|web server is (?:up|running)|account (?:has been )?suspended|site (?:is )?(?:temporarily|currently) (?:unavailable|offline|down|closed)|error establishing a database connection|` +
		`wartungsarbeiten|im aufbau|demnächst|en construction|maintenance en cours|en construcci[oó]n|in costruzione|manutenzione|onderhoud|in aanbouw`)

	sendsOn = regexp.MustCompile(`http-equiv\s*=\s*["']?refresh|<frameset\b|<frame\b|location\s*(?:\.\s*(?:href|replace|assign))?\s*(?:=|\()|<iframe[^>]*(?:width|height)\s*[=:]\s*["']?100`)
)

func (l look) short() bool { return l.words <= fewWords }

func isChallenge(l look) bool {
	return l.short() && (challenged.MatchString(l.title) || checks.MatchString(l.raw) && l.words <= fewWords/2 || says.MatchString(l.text))
}

func isParked(l look) bool {
	return forSale.MatchString(l.title) && l.words <= 2*fewWords || l.short() && (forSale.MatchString(l.text) || parkers.MatchString(l.raw))
}

func isLogin(l look) bool {
	return wantsPassword.MatchString(l.raw) && (l.words <= fewWords/2 || l.short() && calledLogin.MatchString(l.title))
}

func isVacant(l look) bool {
	return l.short() && vacant.MatchString(l.title) || l.words <= fewWords/2 && vacant.MatchString(l.text)
}

func isElsewhere(l look) bool { return l.words <= hardlyWords && sendsOn.MatchString(l.raw) }
