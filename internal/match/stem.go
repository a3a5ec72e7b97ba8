package match

import "strings"

// The languages of texts and terms. A text may be of either.
type lang uint8

const (
	fr lang = 1 << iota
	en
	either = fr | en
)

func langOf(s string) lang {
	switch s {
	case "fr":
		return fr
	case "en":
		return en
	}
	return 0
}

// stem takes from a folded word what its form adds: plural, feminine, the
// infinitive. It is light, and made for nouns: what it leaves unlike, the
// lexicon names. Two words it makes one by mistake would be one in every text,
// so it does too little rather than too much.
func stem(w string, l lang) string {
	if l == en {
		return stemEn(w)
	}
	return stemFr(w)
}

var apartFr = map[string]string{"travaux": "travaux", "cours": "cours", "bras": "bras", "temps": "temps", "avis": "avis", "repas": "repas", "bois": "bois", "jus": "jus", "bus": "bus",
	"mois": "mois", "corps": "corps", "dos": "dos", "gaz": "gaz", "prix": "prix", "voix": "voix", "poids": "poids", "tapis": "tapis", "colis": "colis", "permis": "permis", "velos": "velo",
	"hiver": "hiver", "mer": "mer", "fer": "fer", "hier": "hier", "cher": "cher", "ver": "ver", "noel": "noel", "yeux": "oeil", "lunettes": "lunettes", "sens": "sens", "ans": "an",
	"cuisiniere": "cuisinier", "concours": "concours", "parcours": "parcours", "secours": "secours", "tennis": "tennis", "jambes": "jambe", "devis": "devis", "relais": "relais", "anglais": "anglais",
	"francais": "francais", "japonais": "japonais", "chinois": "chinois", "portugais": "portugais", "neerlandais": "neerlandais", "sous": "sous", "vacances": "vacances"}

func stemFr(w string) string {
	if s, ok := apartFr[w]; ok {
		return s
	}
	n := len(w)
	if n < 4 {
		return w
	}
	switch {
	case strings.HasSuffix(w, "eaux"):
		w = w[:n-1]
	case strings.HasSuffix(w, "aux") && n > 5:
		w = w[:n-3] + "al"
	case strings.HasSuffix(w, "ss"), strings.HasSuffix(w, "us"), strings.HasSuffix(w, "is") && n < 6:
	case w[n-1] == 's', w[n-1] == 'x':
		w = w[:n-1]
	}
	for _, e := range endsFr {
		if len(w) >= e.least && strings.HasSuffix(w, e.end) {
			return w[:len(w)-len(e.end)] + e.by
		}
	}
	return w
}

type ending struct {
	end, by string
	least   int
}

// endsFr turn the feminine into the masculine and the verb into its present.
var endsFr = []ending{
	{"euse", "eur", 6}, {"trice", "teur", 7}, {"iere", "ier", 6}, {"ienne", "ien", 7}, {"ive", "if", 6}, {"ante", "ant", 7}, {"elle", "el", 7}, {"ere", "er", 7},
	{"ee", "e", 5}, {"ez", "e", 5}, {"ier", "ier", 5}, {"er", "e", 5},
}

var apartEn = map[string]string{"children": "child", "kids": "kid", "men": "man", "women": "woman", "people": "people", "wives": "wife", "lives": "life", "knives": "knife", "shelves": "shelf",
	"news": "news", "business": "business", "gas": "gas", "bus": "bus", "tennis": "tennis", "premises": "premises", "clothes": "clothes", "movies": "movie", "cookies": "cookie",
	"glasses": "glasses", "housing": "housing", "building": "building", "wedding": "wedding", "evening": "evening", "morning": "morning", "ceiling": "ceiling", "string": "string", "spring": "spring",
	"painting": "painting", "drawing": "drawing", "meeting": "meeting", "training": "training", "funding": "funding", "housewarming": "housewarming", "nursing": "nursing", "nurses": "nurse", "mice": "mouse", "teeth": "tooth",
	"accounting": "accounting", "boxing": "boxing", "acting": "acting", "running": "running", "collecting": "collecting", "marketing": "marketing", "recruiting": "recruit", "recruitment": "recruit", "wing": "wing", "thing": "thing", "ring": "ring", "sibling": "sibling", "premium": "premium"}

func stemEn(w string) string {
	if s, ok := apartEn[w]; ok {
		return s
	}
	n := len(w)
	switch {
	case n < 4:
		return w
	case strings.HasSuffix(w, "ies") && n > 4:
		w = w[:n-3] + "y"
	case strings.HasSuffix(w, "ss"), strings.HasSuffix(w, "us"), strings.HasSuffix(w, "is"):
	case strings.HasSuffix(w, "ches"), strings.HasSuffix(w, "shes"), strings.HasSuffix(w, "sses"), strings.HasSuffix(w, "xes"):
		w = w[:n-2]
	case w[n-1] == 's':
		w = w[:n-1]
	}
	for _, end := range []string{"ing", "ed"} {
		if b, ok := strings.CutSuffix(w, end); ok && len(b) >= 3 && strings.ContainsAny(b, "aeiouy") {
			return restore(b)
		}
	}
	return w
}

// restore undoes what "-ing" does to the end of a verb: "running", "moving".
func restore(b string) string {
	n := len(b)
	last, prev := b[n-1], b[n-2]
	vowel := func(c byte) bool { return strings.IndexByte("aeiou", c) >= 0 }
	switch {
	case last == prev && !vowel(last) && last != 'l' && last != 's' && last != 'z':
		return b[:n-1]
	case !vowel(last) && vowel(prev) && strings.IndexByte("cgsvz", last) >= 0,
		n == 3 && !vowel(last) && vowel(prev) && strings.IndexByte("wxyl", last) < 0:
		return b + "e"
	}
	return b
}
