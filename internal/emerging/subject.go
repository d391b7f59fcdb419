package emerging

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"weft/internal/text"
)

// isSubject reports whether a phrase could be what something is about: it begins
// and ends with a word that says something, and is more than a date.
func (t *tally) isSubject(phrase uint32) bool {
	stems := t.lexicon.stems[phrase]
	first, last := stems[0], stems[len(stems)-1]
	if !t.says(first) || !t.says(last) || isNumber(first) || isYear(last) {
		return false
	}
	if len(stems) == 1 && utf8.RuneCountInString(first) < 2 {
		return false
	}
	for _, s := range stems {
		if !isNumber(s) && !dates[s] && !slightWords[s] && t.says(s) {
			return true
		}
	}
	return false
}

// common is the share of people in whose writing of a week a word is found from
// which it holds sentences together rather than saying what they are about. It
// finds the function words of languages that have no list here.
const common = 0.6

func (t *tally) says(stem string) bool {
	return !functionWords[stem] && !t.function[stem] && t.share(stem) < common
}

func isNumber(stem string) bool {
	return !strings.ContainsFunc(stem, unicode.IsLetter)
}

func isYear(stem string) bool {
	return len(stem) == 4 && isNumber(stem) && (strings.HasPrefix(stem, "19") || strings.HasPrefix(stem, "20"))
}

// functionWords are those of English that no subject begins or ends with.
var functionWords = stemmed("en", `a about above after again against all almost also although always am among an and
 another any anyone anything are aren't around as at away be became because become been before behind being below
 between both but by came can can't cannot come could couldn't did didn't do does doesn't doing don't done
 down during each either else 'em em even ever every everyone everything few for from further gave get gets getting
 give given gives go goes going gone got had hadn't has hasn't have haven't having he he'd he'll he's her here
 here's hers herself him himself his how however how's i i'd i'll i'm i've if in into is isn't it it'd it'll it's its itself
 just kept knew know known knows least less let let's like likely lot lots made make makes making many
 may maybe me might mine more most much must my myself near nearly need needed needs neither never no nobody none nor not
 nothing now of off often on once one ones only onto or other others our ours ourselves out over own per perhaps
 quite rather really said same saw say saying says seem seemed seems seen several shall she she'd she'll she's should shouldn't
 since so some somebody someone something somewhat soon still such sure take taken takes taking tell than that that's the
 their theirs them themselves then there there's these they they'd they'll they're they've this
 those though through thus to too took toward towards under unless until up upon us use used
 using very via want wanted wants was wasn't we we'd we'll we're we've well went were weren't what what's whatever when
 where whether which while who who'd who'll who's who've whom whoever whose why will with within without won't would wouldn't yet you
 you'd you'll you're you've your yours yourself e.g i.e etc wrote written write told thought went brought began begin begins`)

// slightWords say too little to be a subject alone, and may be part of one
// ("housing first").
var slightWords = stemmed("en", `able actually add added already among amazing anyway asked available back bad based best better big
 bit bring brings broad called change check clear clearly click complete completely continue current currently day days
 different easily easy end enough especially example excited exciting extremely fact far finally find first found full fully
 fun future general good great happy hard harder hear heard help helped helpful helps high hope hour hours huge idea ideas
 important include included includes including instead interested interesting issue issues keep kind large last late later
 latest learn learned left line link list little live long look looked looking looks lower main major mean means meet
 minute minutes month months morning move name necessary new next nice note number okay old open opportunity original
 originally page part particular particularly past people perfect person place plan plenty please point possible post posts
 present pretty previous previously probably problem problems provide provided provides quick quickly range read reading ready
 real reason recap recent recently related released report right run second see send set share shared short show showed
 significant similar simple simply single small special specific start started starting step steps story sum summary
 support tag team thank thanks thing things think thinking third time times title today together tomorrow top totally true
 try trying turn turned turns two three four five six seven eight nine ten update updated updates usually various visit
 watch way ways week weeks whole wide widely wonderful word words work worked working works world worth year years yesterday young`)

var dates = stemmed("en", `january february march april may june july august september october november december jan feb mar
 apr jun jul aug sep sept oct nov dec monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun
 today tomorrow yesterday morning afternoon evening night am pm utc gmt bst est cet st nd rd th`)

func stemmed(language, list string) map[string]bool {
	out := map[string]bool{}
	s := text.StemmerFor(language)
	for _, w := range strings.Fields(list) {
		out[w] = true
		out[s.Stem(w)] = true
	}
	return out
}
