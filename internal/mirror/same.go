package mirror

import (
	"slices"
	"strings"

	"entregent/internal/match"
	"entregent/internal/network"
)

// Two documents say the same thing in other words: an employer with its legal form
// and without, a title in French and in English, a school in short. What follows
// tells such pairs from real differences. It is judged, and errs towards the same:
// a mirror that finds fault with a comma is not looked into twice.

// set makes a set of folded words.
func set(words string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(words) {
		out[w] = true
	}
	return out
}

// legal are the words that a firm bears in law and nobody says.
var legal = set(`sa sas sasu sarl eurl sci snc scop scic spa srl gmbh ag kg bv nv ltd limited llc llp plc inc incorporated corp corporation co company cie
	compagnie et fils group groupe holding the le la les l de du des d of and und association asso`)

// plain gives one word for those that mean the same, in names of schools and firms.
var plainWords = map[string]string{
	"universite": "univ", "university": "univ", "universidade": "univ", "universidad": "univ", "universita": "univ", "universitat": "univ", "uni": "univ", "fac": "univ", "faculte": "univ",
	"ecole": "school", "escola": "school", "school": "school", "college": "college", "lycee": "highschool", "institut": "institute", "institute": "institute", "instituto": "institute",
	"academie": "academy", "academy": "academy", "mairie": "town", "ville": "town", "city": "town", "commune": "town", "centre": "center", "center": "center",
	"hopital": "hospital", "chu": "hospital", "hospital": "hospital", "ministere": "ministry", "ministry": "ministry", "laboratoire": "lab", "laboratoires": "lab", "laboratory": "lab",
	"labs": "lab", "technologies": "tech", "technology": "tech", "nationale": "national", "superieure": "superieur", "saint": "st", "sainte": "st",
	"superieur": "superieur", "sciences": "science", "systemes": "systems", "conseil": "consulting", "londres": "london", "lisbonne": "lisbon", "lisboa": "lisbon", "geneve": "geneva",
}

// common are words that name no one firm or school by themselves.
var common = set(`univ school college highschool institute academy town center hospital ministry lab tech national superieur st science systems consulting agence agency studio cabinet bank banque`)

// names parts the name of a firm or school into the words that count.
func names(s string) (out []string) {
	before, _, found := strings.Cut(s, "(") // "(stealth)", "(CDI)"
	if found && strings.TrimSpace(before) != "" {
		s = before
	}
	for _, w := range strings.Fields(network.Fold(s)) {
		if p := plainWords[w]; p != "" {
			w = p
		}
		if !legal[w] {
			out = append(out, w)
		}
	}
	if out == nil { // "Le Groupe": better the whole name than none
		out = strings.Fields(network.Fold(s))
	}
	return out
}

// sameName reports whether two names stand for one firm or school.
func sameName(a, b string) bool {
	x, y := names(a), names(b)
	if len(x) == 0 || len(y) == 0 {
		return false
	}
	if len(x) > len(y) {
		x, y = y, x
	}
	return within(x, y) || initials(a, b) || initials(b, a) || shortened(x, y)
}

// within reports whether the words of one name are all in the other, and say by
// themselves whose it is.
func within(x, y []string) bool {
	tells := false
	for _, w := range x {
		if !slices.Contains(y, w) {
			return false
		}
		tells = tells || !common[w] && len(w) > 1
	}
	if len(x) == len(y) {
		return true
	}
	return tells && (len(x) > 1 || x[0] == y[0] && len(x[0]) > 2)
}

// initials reports whether one name is the first letters of the other: "BNP" and
// "Banque Nationale de Paris", with its small words or without.
func initials(a, b string) bool {
	one, words := names(a), strings.Fields(network.Fold(b))
	if len(one) != 1 || len(words) < 2 || len(one[0]) < 2 || len(one[0]) > 8 {
		return false
	}
	short, whole := "", ""
	for _, w := range words {
		if whole += w[:1]; len(w) > 3 || !legal[w] {
			short += w[:1]
		}
	}
	return len(short) > 1 && (short == one[0] || whole == one[0])
}

// shortened reports whether word by word one begins the other: "Univ. Lyon", "Sté
// Gén.".
func shortened(x, y []string) bool {
	if len(x) != len(y) {
		return false
	}
	for i := range x {
		short, long := x[i], y[i]
		if len(short) > len(long) {
			short, long = long, short
		}
		if short != long && (len(short) < 3 || !strings.HasPrefix(long, short)) {
			return false
		}
	}
	return true
}

// honours stand before or behind a name and are no part of it.
var honours = set(`m mme mlle mr mrs ms miss dr prof me maitre monsieur madame mademoiselle phd md mba msc`)

// samePerson reports whether two names can be one person's: the words of one are
// in the other, whole or as a first letter.
func samePerson(a, b string) bool {
	x, y := nameWords(a), nameWords(b)
	if len(x) > len(y) {
		x, y = y, x
	}
	if len(x) == 0 {
		return true
	}
	for _, w := range x {
		if !slices.ContainsFunc(y, func(o string) bool {
			return o == w || len(w) == 1 && strings.HasPrefix(o, w) || len(o) == 1 && strings.HasPrefix(w, o)
		}) {
			return false
		}
	}
	return len(x) > 1 || len(y) == 1
}

func nameWords(s string) (out []string) {
	for _, w := range strings.Fields(network.Fold(s)) {
		if !honours[w] {
			out = append(out, w)
		}
	}
	return out
}

// A level is how high a title stands; 0 says nothing of it.
type level int

const (
	unsaid level = iota
	intern
	junior
	senior
	lead // directs something or somebody
)

var levels = map[string]level{
	"intern": intern, "internship": intern, "stagiaire": intern, "stage": intern, "apprenti": intern, "alternant": intern, "apprentice": intern, "trainee": intern,
	"junior": junior, "jr": junior, "assistant": junior,
	"senior": senior, "sr": senior, "confirme": senior, "staff": senior, "principal": senior, "expert": senior,
	"lead": lead, "leader": lead, "head": lead, "director": lead, "directeur": lead, "dir": lead, "chief": lead, "vp": lead, "president": lead, "responsable": lead, "chef": lead,
	"manager": lead, "mgr": lead, "ceo": lead, "cto": lead, "cfo": lead, "coo": lead, "cmo": lead, "pdg": lead, "dg": lead, "founder": lead, "fondateur": lead, "cofounder": lead,
	"cofondateur": lead, "partner": lead, "associe": lead, "gerant": lead, "owner": lead, "dirigeant": lead, "dircom": lead, "drh": lead, "daf": lead, "dsi": lead,
}

// femininity puts a feminine title into the form it is compared in.
var femininity = []struct{ end, by string }{
	{"trices", "teur"}, {"trice", "teur"}, {"euses", "eur"}, {"euse", "eur"}, {"iennes", "ien"}, {"ienne", "ien"}, {"ieres", "ier"}, {"iere", "ier"},
	{"antes", "ant"}, {"ante", "ant"}, {"ives", "if"}, {"ive", "if"}, {"ees", "e"}, {"ee", "e"}, {"effe", "ef"}, {"iales", "ial"}, {"iale", "ial"},
}

// shortTitles are abbreviations in titles.
var shortTitles = map[string]string{"sr": "senior", "jr": "junior", "dir": "directeur", "mgr": "manager", "eng": "engineer", "dev": "developer", "resp": "responsable", "ing": "ingenieur", "com": "communication"}

// titleWords parts a title into the words that count, in the masculine, with how
// high it stands.
func titleWords(s string) (out []string, l level) {
	for _, w := range strings.Fields(network.Fold(s)) {
		for _, f := range femininity {
			if len(w) > len(f.end)+2 && strings.HasSuffix(w, f.end) {
				w = strings.TrimSuffix(w, f.end) + f.by
				break
			}
		}
		if x := shortTitles[w]; x != "" {
			w = x
		}
		l = max(l, levels[w])
		if !legal[w] && w != "en" && w != "a" && w != "au" && w != "aux" {
			out = append(out, w)
		}
	}
	slices.Sort(out)
	return slices.Compact(out), l
}

// sameTitle reports whether two titles say the same: the same words in any order
// and gender, or the same trade by the lexicon, in either language, at the same
// height.
func sameTitle(lex *match.Lexicon, a, b string) bool {
	x, high := titleWords(a)
	y, tall := titleWords(b)
	if slices.Equal(x, y) {
		return true
	}
	if high != tall {
		return false
	}
	return shares(lex, trades(lex, a), trades(lex, b))
}

func themesOf(lex *match.Lexicon, s string, kind match.Kind) []match.Theme {
	if s == "" || lex == nil {
		return nil
	}
	return lex.Themes(s, "", kind)
}

// shares reports whether two texts have a theme in common, or one covers one of
// the other's.
func shares(lex *match.Lexicon, a, b []match.Theme) bool {
	for _, x := range a {
		for _, y := range b {
			if lex.Covers(x.Key, y.Key) || lex.Covers(y.Key, x.Key) {
				return true
			}
		}
	}
	return false
}

// grades puts degrees on a common scale, by the words they are called.
var grades = map[string]int{
	"bac": 1, "baccalaureat": 1, "bts": 2, "dut": 2, "deug": 2, "licence": 3, "bachelor": 3, "bachelors": 3, "bsc": 3, "ba": 3, "bs": 3, "beng": 3, "bba": 3, "but": 3,
	"master": 5, "masters": 5, "maitrise": 5, "msc": 5, "ma": 5, "ms": 5, "meng": 5, "mba": 5, "dea": 5, "dess": 5, "ingenieur": 5, "diplome": 0,
	"doctorat": 8, "doctorate": 8, "phd": 8, "these": 8, "doctor": 8,
}

// sameDegree reports whether two degrees are of the same height and do not speak of
// different things.
func sameDegree(lex *match.Lexicon, a, b string) bool {
	x, y := strings.Fields(network.Fold(a)), strings.Fields(network.Fold(b))
	if grade(x) != grade(y) && grade(x) > 0 && grade(y) > 0 {
		return false
	}
	x, y = subject(x), subject(y)
	if len(x) == 0 || len(y) == 0 {
		return true
	}
	for _, w := range x {
		for _, o := range y {
			if w == o || len(w) > 4 && len(o) > 4 && w[:5] == o[:5] { // "informatique", "informatics"
				return true
			}
		}
	}
	return shares(lex, themesOf(lex, a, match.Fact), themesOf(lex, b, match.Fact))
}

func grade(words []string) (g int) {
	for _, w := range words {
		g = max(g, grades[w])
	}
	return g
}

func subject(words []string) (out []string) {
	for _, w := range words {
		if _, is := grades[w]; !is && !legal[w] && len(w) > 2 && w != "degree" && w != "diploma" {
			out = append(out, w)
		}
	}
	return out
}

// languageNames gives one word for a language, however it is called.
var languageNames = map[string]string{
	"francais": "fr", "french": "fr", "fra": "fr", "fre": "fr", "anglais": "en", "english": "en", "eng": "en", "allemand": "de", "german": "de", "deutsch": "de", "deu": "de", "ger": "de",
	"espagnol": "es", "spanish": "es", "espanol": "es", "castellano": "es", "spa": "es", "italien": "it", "italian": "it", "italiano": "it", "ita": "it",
	"portugais": "pt", "portuguese": "pt", "portugues": "pt", "por": "pt", "arabe": "ar", "arabic": "ar", "ara": "ar", "chinois": "zh", "chinese": "zh", "mandarin": "zh", "zho": "zh", "chi": "zh",
	"japonais": "ja", "japanese": "ja", "jpn": "ja", "russe": "ru", "russian": "ru", "rus": "ru", "neerlandais": "nl", "dutch": "nl", "nld": "nl", "dut": "nl", "polonais": "pl", "polish": "pl", "pol": "pl",
}

func language(s string) string {
	words := strings.Fields(network.Fold(s))
	if len(words) == 0 {
		return ""
	}
	if l := languageNames[words[0]]; l != "" {
		return l
	}
	return strings.Join(words, " ")
}
