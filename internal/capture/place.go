package capture

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"entregent/internal/network"
)

// towns are some towns and regions, by which a place is told from a name.
var towns = words(`paris lyon marseille toulouse nice nantes strasbourg montpellier bordeaux lille rennes reims toulon grenoble dijon angers nimes villeurbanne brest tours limoges amiens
	perpignan metz besancon orleans rouen mulhouse caen nancy annecy pau bayonne biarritz avignon poitiers quimper lorient vannes chambery valence bretagne normandie alsace provence corse
	geneve lausanne bruxelles luxembourg montreal quebec london londres bristol leeds manchester birmingham liverpool cardiff edinburgh glasgow belfast dublin oxford cambridge brighton york
	norwich bath exeter southampton sheffield newcastle nottingham leicester wales scotland ireland england soho canton newport slough falmouth cornwall berlin munich hamburg madrid
	barcelona rome milan lisbon amsterdam vienna prague boston chicago dallas austin denver seattle houston phoenix toronto sydney melbourne york brooklyn manhattan boulogne versailles
	japon japan italie italy espagne spain grece greece portugal maroc morocco canada perou peru vietnam inde india chine china allemagne germany belgique belgium suisse switzerland`)

// venues are places with no name of their own.
var venues = words(`marche bureau bureaux mairie gare parc resto restau restaurant cafe bar cantine cine cinema golf salon cocktail soiree conference colloque ecole club hotel maison boulangerie
	terrasse piscine match stade aeroport train tgv expo vernissage mariage theatre opera plage bibliotheque mediatheque fac forum foire bistrot bistro brasserie pub auberge jardin musee
	supermarche coiffeur cabinet atelier village tennis gym salle port phare enterrement anniversaire kermesse brocante concert festival
	market office town station park restaurant pub canteen cinema trade fair club hotel school gym airport reception conference wedding concert library beach museum theatre gallery bar
	house golf party barbecue bbq supermarket church funeral gate playground pool chamber exhibition square mall cafeteria show half-marathon summit meetup`)

// inVenue are the words that may stand within a place.
var inVenue = words(`de du des la le les l d a au of the s and et hall`)

var placeLeads = map[string]string{"a": "", "au": "Le ", "aux": "Les ", "chez": "", "dans": "", "sur": "", "at": "", "in": "", "near": "", "devant": "", "pres": "", "over": "", "en": ""}

// place reads a place at unit i: a preposition and what it leads to. It returns
// the place as it is to be shown and the unit after it.
func (r *reader) place(i, end int) (string, int, bool) {
	u := r.units[i]
	lead, ok := placeLeads[u.fold]
	if u.kind != wordUnit || !ok {
		if u.kind == wordUnit && (u.fold == "gare" || u.fold == "place" || u.fold == "rue") && i+1 < end {
			to := r.placeEnd(i, end)
			return r.text(i, to), to, to > i+1
		}
		return "", 0, false
	}
	k := i + 1
	article := ""
	for k < end && r.units[k].kind == wordUnit && (placeArticles[r.units[k].fold] || u.fold == "pres" && r.units[k].fold == "de") {
		article = r.units[k].fold
		k++
	}
	to := r.placeEnd(k, end)
	if to == k {
		return "", 0, false
	}
	if lead == "" && (article == "la" || article == "l" || article == "le" || article == "les" || article == "the") {
		k-- // the article belongs to the name
	}
	if u.fold == "chez" && r.units[k].kind == nameUnit {
		k = i
	}
	text := r.text(k, to)
	if lead != "" {
		if first, _ := utf8.DecodeRuneInString(text); unicode.IsUpper(first) {
			text = lead + text
		}
	}
	return network.OneLine(text), to, true
}

var placeArticles = words(`la le l les un une son sa leur the a an his her their my mon ma notre our`)

// placeEnd returns where the name of a place that begins at unit k ends; k
// itself where none does.
func (r *reader) placeEnd(k, end int) int {
	to := k
	for i := k; i < end; i++ {
		u := r.units[i]
		switch {
		case u.kind == nameUnit:
			if i > k && !inVenue[r.units[i-1].fold] && !r.tokens[r.units[i].from].hyphen {
				return to
			}
			to = i + 1
		case u.kind != wordUnit, i == k && r.medial(u.fold):
			return to
		case r.tokens[u.from].capital && !monthOrDay(u.fold) || venues[u.fold] || towns[u.fold]:
			to = i + 1
		case i > k && (r.tokens[u.from].hyphen || r.afterVenueOf(i) || u.fold == "s" && to == i && r.tokens[u.from].elided):
			to = i + 1
		case i > k && inVenue[u.fold]:
		default:
			return to
		}
	}
	return to
}

// afterVenueOf reports whether unit i completes "salon des …", "cocktail du …".
func (r *reader) afterVenueOf(i int) bool {
	for k := i - 1; k >= i-2 && k > 0 && inVenue[r.units[k].fold]; k-- {
		if venues[r.units[k-1].fold] {
			return !common[r.units[i].fold]
		}
	}
	return false
}

func monthOrDay(f string) bool {
	_, month := months[f]
	_, day := weekdays[f]
	return month || day
}

// cleanPlace leaves out what a place cannot end with.
func cleanPlace(s string) string { return strings.Trim(s, " ,.;:") }
