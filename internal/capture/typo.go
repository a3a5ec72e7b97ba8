package capture

import "strings"

// spelled are the words that are mended where they are mistyped: those that
// tell most, and have no neighbour among ordinary words.
var spelled = strings.Fields(`avec hier demain semaine derniere dernier prochain prochaine lundi mardi mercredi jeudi vendredi samedi dimanche janvier fevrier juillet septembre octobre novembre decembre
	cherche recherche recrute besoin dejeuner dejeune rencontre croise presente presentee recommande conseille travaille demenage connait promis rappeler envoyer relancer
	anniversaire vacances appele telephone reunion visio message courriel
	with coffee dinner breakfast yesterday tomorrow looking searching needs introduced recommended birthday promised meeting called
	monday tuesday wednesday thursday friday saturday sunday january february september october november december`)

// spelledBy finds the words to mend by length.
var spelledBy = func() map[int][]string {
	m := map[int][]string{}
	for _, w := range spelled {
		m[len(w)] = append(m[len(w)], w)
	}
	return m
}()

// spared are real words one letter from one that is mended.
var spared = words(`appelle appelles appellent rencontres recherches locking booking cooking rappelez envoyez connais connaitre messages reunions presenter presents diner promise promises callee caller calls seeming
	needy semaines travailler recommander conseiller conseil cherches chercher recherches coffees dinners marcher`)

// mend corrects mistyped words in place: their folded form only, so that what
// was typed stays what it was.
func (r *reader) mend() {
	for i := range r.tokens {
		t := &r.tokens[i]
		if t.sign || t.number || len(t.fold) < 4 || t.capital && !r.opens(i) || r.meaningful(t.fold) {
			continue
		}
		if w := mended(t.fold); w != "" {
			t.fold = w
		}
	}
}

// meaningful reports whether the word says something as it stands.
func (r *reader) meaningful(w string) bool {
	return spared[w] || common[w] || firstNames[w] || adverbs[w] || all().begins(w) || len(r.people.by[w]) > 0
}

// mended returns the word that w is, but for one slip; "" where there is none.
// A short word is mended only of two letters that changed places.
func mended(w string) string {
	for n := len(w) - 1; n <= len(w)+1; n++ {
		for _, s := range spelledBy[n] {
			switch {
			case s == w:
				return ""
			case s[0] != w[0] || strings.HasPrefix(w, s): // rencontrer is no slip for rencontre
				continue
			}
			if swapped(s, w) || len(s) >= 6 && oneApart(s, w) {
				return s
			}
		}
	}
	return ""
}

func swapped(a, b string) bool {
	if len(a) != len(b) {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	return i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] && a[i+2:] == b[i+2:]
}
