package theme

import "math"

// What is weighed of an entry and a theme.
const (
	fBias      = iota
	fTitle     // a phrase of the theme stands in title or summary
	fLead      // or in the first lines
	fMentions  // how often, logarithmic
	fRare      // how few entries have the theme's phrases, where this one has
	fRareTitle // the same, where they stand in the title
	fLike      // the likeness to the theme's profile
	fStands    // how far it stands out among the themes' likenesses
	fFirst     // 1 for the likest theme, 1/2 for the next
	fPrior     // log odds of the theme among accepted entries
	fUnusual   // how far the likeness is above the theme's usual
	fTells     // what the terms that tell themes apart say of it
	fTellsTop  // how far that stands out among the themes
	numFeatures
)

// featureNames are those of the file of weights.
var featureNames = [numFeatures]string{"bias", "title", "lead", "mentions", "rare", "rare_title", "like", "stands_out", "first", "prior", "unusual", "tells", "tells_top"}

type features [numFeatures]float64

func (f *features) dot(w *features) float64 {
	s := 0.0
	for i, x := range f {
		s += float64(x * w[i])
	}
	return s
}

// lexical is what the phrases of one theme say in one entry.
type lexical struct {
	theme                 int32
	title, lead, mentions float32
}

func lexicalsOf(r *reading, out []lexical) []lexical {
	for t, mentions := range r.mentions {
		if len(mentions) == 0 {
			continue
		}
		l := lexical{theme: int32(t)}
		for _, m := range mentions {
			share := float32(m.share)
			if m.part <= inSummary {
				l.title = max(l.title, share)
			}
			if m.part <= inLead {
				l.lead = max(l.lead, share)
			}
			l.mentions += share
		}
		out = append(out, l)
	}
	return out
}

// standing is what is known of a theme beside its profile.
type standing struct {
	rare        float64 // about 1: hardly any entry has its phrases; 0: all
	prior       float64 // log odds
	usual, wide float64 // mean and standard deviation of entries' likeness
}

// weigh makes the features of one entry and every theme.
func weigh(out []features, themes []standing, lexicals []lexical, like, tells []float64) {
	mean, deviation := momentsAmong(like, themes)
	tellsMean, tellsDeviation := moments(tells)
	for t, c := range like {
		ahead := 0
		for u, d := range like {
			if d > c || d == c && u < t {
				ahead++
			}
		}
		s := &themes[t]
		out[t] = features{fBias: 1, fLike: 5 * c, fStands: (c - mean) / (deviation + 1e-3), fFirst: 1 / float64(1+ahead), fPrior: s.prior,
			fUnusual: (c - s.usual) / (s.wide + 1e-2), fTells: 3 * tells[t], fTellsTop: (tells[t] - tellsMean) / (tellsDeviation + 1e-2)}
	}
	for _, l := range lexicals {
		f, rare := &out[l.theme], themes[l.theme].rare
		f[fTitle], f[fLead], f[fMentions] = float64(l.title), float64(l.lead), math.Log1p(float64(l.mentions))
		f[fRare], f[fRareTitle] = rare, float64(l.title)*rare
	}
}

// manyThemes is how many themes communities have of which the shipped weights
// were learnt, at least. Among few none can stand out as far as among many: with
// one alone nothing does.
const manyThemes = 34

// momentsAmong gives the moments of an entry's likenesses; where there are few
// themes, as if there were as many others as make many, at what is usual.
func momentsAmong(like []float64, themes []standing) (mean, deviation float64) {
	mean, deviation = moments(like)
	k := float64(len(like))
	others := manyThemes - k
	if others <= 0 {
		return mean, deviation
	}
	usual, wide := 0.0, 0.0
	for _, s := range themes {
		usual += s.usual / k
		wide += s.wide / k
	}
	all := float64(k*mean)/manyThemes + float64(others*usual)/manyThemes
	own := float64(deviation*deviation) + float64((mean-all)*(mean-all))
	theirs := float64(wide*wide) + float64((usual-all)*(usual-all))
	return all, math.Sqrt(float64(k*own)/manyThemes + float64(others*theirs)/manyThemes)
}

func moments(of []float64) (mean, deviation float64) {
	n, square := float64(len(of)), 0.0
	for _, c := range of {
		mean += c / n
	}
	for _, c := range of {
		square += float64((c - mean) * (c - mean) / n)
	}
	return mean, math.Sqrt(square)
}
