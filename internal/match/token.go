package match

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"entregent/internal/network"
)

// maxText is the number of bytes of a text that are read.
const maxText = 2 << 10

// A token is one word of a text.
type token struct {
	from, to int    // bytes in the text
	fold     string // network.Fold of it
	capital  bool   // begins with a capital
	first    bool   // begins a sentence
	mended   bool   // was written otherwise
	gap      bool   // a comma, a full stop or the like stands before it
}

// tokenise cuts a text into words. An apostrophe and a hyphen part words;
// "œ" and accents are folded.
func tokenise(text string) []token {
	if len(text) > maxText {
		text = strings.ToValidUTF8(text[:maxText], "")
	}
	out := make([]token, 0, len(text)/5+1)
	first, gap := true, false
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRuneInString(text[i:])
		if !inWord(r) {
			switch r {
			case '.', '!', '?', '\n', ';', ':':
				first, gap = true, true
			case ',', '(', ')', '/', '–', '—':
				gap = true
			}
			i += n
			continue
		}
		if k := sign(text[i:]); k > 0 {
			out = append(out, token{from: i, to: i + k, fold: strings.ToLower(text[i : i+k]), capital: true, first: first, gap: gap})
			first, gap = false, false
			i += k
			continue
		}
		j := i + n
		for j < len(text) {
			r, n := utf8.DecodeRuneInString(text[j:])
			if !inWord(r) {
				break
			}
			j += n
		}
		word := text[i:j]
		if word == "IT" { // the trade, not the pronoun
			word = "infotech"
		}
		for f := range strings.FieldsSeq(network.Fold(word)) {
			if f == "son" && len(out) > 0 && beforeSound[out[len(out)-1].fold] {
				f = "sonore" // the sound, not his or hers
			}
			out = append(out, token{from: i, to: j, fold: f, capital: unicode.IsUpper(r), first: first, gap: gap})
			first, gap = false, false
		}
		i = j
	}
	return out
}

var beforeSound = set(`du le au ingenieur ingenieure technicien technicienne prise regie`)

// sign returns the length of a word that is written with signs: "R&D", "C++".
func sign(s string) int {
	for _, w := range []string{"R&D", "M&A", "B&B", "D&D", "C++", "C#"} {
		if strings.HasPrefix(s, w) {
			return len(w)
		}
	}
	return 0
}

func inWord(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r)
}

// loose are words that a term may have or lack: "garder des enfants", "garder
// mes enfants".
var loose = map[lang]map[string]bool{
	fr: set(`le la les l un une des du de d mon ma mes ton ta tes son sa ses notre nos votre vos leur leurs ce cet cette ces`),
	en: set(`a an the my our your his her their its some any of this that s`),
}

// small are words that carry no meaning for a match; unless they
// belong to a term, they are passed over.
var small = map[lang]map[string]bool{
	fr: set(`a ai aie au aux avec c ca car ce ceci cela celle celui ces cet cette chez ci comme d dans de des du elle elles en encore entre es est et eu eux fait faire il ils j je l la le les
		leur leurs lui m ma mais me meme mes moi mon n ne nos notre nous on ou par pas peu plus pour qu que quel quelle quelles quels qui quoi s sa se ses si soi son sont sur t ta te tes toi ton tous tout toute toutes
		tres trop tu un une unes vos votre vous vers y deux trois quatre cinq six sept huit neuf dix ans an quelqu quelque quelques chose afin alors aussi autre autres bien bon bonne bonnes bons cherche cherchent besoin urgent
		avoir ayant etre etait suis sommes etes ont avons avez avait aurait voudrait serait peut peuvent pourrait doit faut faudrait veut veulent va vont vais dont donc sinon stp svp merci bonjour salut plutot petit petite petits petites grand grande
		gros grosse nouveau nouvelle nouvel nouveaux vrai vraie ici la bas deja toujours souvent jamais beaucoup assez moins environ autour cote pres type genre style sorte facon maniere truc bref etc eventuellement idealement surtout personne personnes gens monde
		disponible dispo libre possible rapidement vite bientot actuellement moment jour jours mois semaine semaines annee annees heure heures fois soit sans sous puis apres avant pendant depuis jusque jusqu lors quand comment combien ainsi
		connait connaitre connaissez connais trouver trouve recherche recherchons cherchons cherchez aimerais aimerait voudrais souhaite souhaitent mettre met avis sympa serieux serieuse sure experience experimente experimentee qualite prix pas cher raisonnable`),
	en: set(`a about after again all also am an and any anybody anyone anything are around as at back be because been before being best better both but by can cause could d did do does doing done down each either else
		enough etc even ever every few for from get gets getting give given go going good got great had has have having he her here hers him his how i if in into is it its just kind know knows last least less let like likes little ll long
		look looking looks lot lots m made make makes making many may maybe me might mine more most much must my near nearby need needed needs new nice no not now of off ok old on once one only onto or other others our out over own
		per people person place please pretty put quite rather re really s same say says see she should since so some somebody someone something soon still stuff such sure t take takes than thanks that the their them then there these they thing things this those
		though three through to together too toward try trying two type under until up upon us use used using usually ve very via want wants was way we week weeks well were what when where which while who whom whose why will wish with within without
		would yes yet you your yours first four five six eight ten month months year years day days hour hours time times available free possible possibly currently ideally preferably big small large long short decent reliable experienced cheap reasonable find found help`),
}

func set(list string) map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(list) {
		m[w] = true
	}
	return m
}

func isSmall(w string, l lang) bool {
	if len(w) < 2 || w[0] >= '0' && w[0] <= '9' && !hasLetter(w) {
		return true
	}
	return l&fr != 0 && small[fr][w] || l&en != 0 && small[en][w]
}

func hasLetter(w string) bool { return strings.ContainsFunc(w, unicode.IsLetter) }

// Small reports whether a folded word is one that carries no meaning for a
// match, in either language.
func Small(word string) bool { return isSmall(word, either) }

// Stems returns the words of a text that count, without what their forms add;
// small ones left out. It is for measuring against other ways to match.
func Stems(text string) []string {
	l := language(text, "", Offer)
	var out []string
	for _, t := range tokenise(text) {
		switch {
		case isSmall(t.fold, l):
		case l == en:
			out = append(out, stem(t.fold, en))
		default:
			out = append(out, stem(t.fold, fr))
		}
	}
	return out
}
