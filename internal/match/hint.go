package match

import (
	"fmt"
	"slices"
)

// A hint is a concept that a word may speak of: it stands in hints.txt, is one
// of several words of a term, or has the root of one.
type hint struct {
	concept int32
	sim     float32
}

// A root is the family of a word, with the number of concepts that it hints at.
type root struct {
	word  string
	among int
}

// How much a word tells that is not a term. Set on the development half, and on
// former blind sets with the lexicon as it stood before them.
const (
	hintAlone  = 0.85 // a word by itself
	hintAmong  = 0.7  // one of two words
	hintOfMore = 0.5  // one of three and more
	hintSplit  = 0.12 // by how much less it tells for each further concept that it hints at
	hintsMost  = 20   // a word that hints at more tells nothing
	rootLeast  = 3    // letters of the shortest root that is evidence
	ofRoot     = 0.65 // the same root in two texts
	ofOwnName  = 0.85 // what a word hints at that the lexicon names as something else
	ofNamed    = 0.7  // the same root, in two things that the lexicon names as different
)

// shared is what is left of the evidence of a word that hints at n concepts.
func shared(sim float32, n int) float32 { return sim / (1 + float32(max(n, 1)-1)*hintSplit) }

// telling holds, by language and family, how surely a word hints at concepts.
type telling [en + 1]map[string]map[int32]float32

// put takes the words of a term or of a line of hints.
func (t telling) put(l lang, c int32, words []string) {
	words = slices.DeleteFunc(words, func(w string) bool { return isSmall(w, l) })
	sim := [...]float32{0, hintAlone, hintAmong, hintOfMore}[min(len(words), 3)]
	for _, w := range words {
		f := family(w, l)
		if vague[w] || len(f) < rootLeast {
			continue
		}
		if t[l][f] == nil {
			t[l][f] = map[int32]float32{}
		}
		t[l][f][c] = max(t[l][f][c], sim)
	}
}

// finishHints works out which words hint at which concepts, with those that
// stand in hints.txt.
func (x *Lexicon) finishHints(told telling, all *pool) (wrong []error) {
	for _, c := range x.clues {
		at, ok := x.index[c.key]
		if !ok {
			wrong = append(wrong, fmt.Errorf("lexicon/hints.txt: no concept %q", c.key))
			continue
		}
		for l, list := range [...][]Term{fr: c.fr, en: c.en} {
			for _, t := range list {
				told.put(lang(l), at, folds(t.Text, lang(l)))
			}
		}
	}
	for _, l := range []lang{fr, en} {
		x.among[l] = map[string]int32{}
		found := map[string][]hint{}
		for f, by := range told[l] {
			if len(by) > hintsMost {
				x.among[l][f] = int32(len(by))
				continue
			}
			for c, sim := range by {
				found[f] = append(found[f], hint{c, shared(sim, len(by))})
			}
			slices.SortFunc(found[f], func(a, b hint) int { return int(a.concept - b.concept) })
		}
		x.hints[l] = pack(found, all)
	}
	return wrong
}

// unknown returns the family of a word and what it may speak of.
func (r *reader) unknown(w string) (root string, hints []hint) {
	for _, l := range []lang{fr, en} {
		if r.lang&l == 0 {
			continue
		}
		f := family(w, l)
		if vague[w] {
			return f, nil
		}
		if root == "" {
			root = f
		}
		hints = append(hints, r.lex.hints[l].of(f)...)
	}
	return root, hints
}

// concern is how many concepts a family hints at.
func (x *Lexicon) concern(l lang, family string) int {
	if n := x.among[l][family]; n > 0 {
		return int(n)
	}
	return len(x.hints[l].of(family))
}

// roots adds the roots of a word to a list.
func (r *reader) roots(out []root, w string) []root {
	if isSmall(w, r.lang) || vague[w] {
		return out
	}
	for _, l := range []lang{fr, en} {
		if r.lang&l == 0 {
			continue
		}
		if f := family(w, l); len(f) >= rootLeast && !slices.ContainsFunc(out, func(x root) bool { return x.word == f }) {
			out = append(out, root{f, r.lex.concern(l, f)})
		}
	}
	return out
}

// sharesRoot compares two things by the roots of their words.
func (x *Lexicon) sharesRoot(m *met, t, u *thing) {
	for _, a := range t.roots {
		for _, b := range u.roots {
			if a.word != b.word {
				continue
			}
			sim := shared(ofRoot, a.among)
			if len(t.concepts) > 0 && len(u.concepts) > 0 {
				sim *= ofNamed
			}
			if sim > m.sim {
				m.sim, m.key, m.concept = sim, SameRoot, -1
			}
		}
	}
}

// reach works out, for the things of a need, how near the words that hint come
// to each concept, so that it is done once for all entries.
func (x *Lexicon) reach(things []thing) {
	for i := range things {
		t := &things[i]
		if len(t.hints) == 0 {
			continue
		}
		t.reach = map[int32]float32{}
		for _, h := range t.hints {
			for _, k := range x.near[h.concept] {
				t.reach[k.concept] = max(t.reach[k.concept], h.sim*k.sim)
			}
		}
	}
}

// hinted compares a thing of a need with one of an entry by what their words
// hint at.
func (x *Lexicon) hinted(m *met, t, u *thing) {
	take := func(d int32, sim float32) {
		if sim > m.sim {
			m.sim, m.key, m.concept = sim, Hinted, d
		}
	}
	own := func(t *thing) float32 {
		if len(t.concepts) > 0 {
			return ofOwnName
		}
		return 1
	}
	for _, d := range u.concepts {
		take(d, t.reach[d]*own(t))
	}
	if len(t.concepts) == 0 || len(u.concepts) == 0 { // of two named things, what both hint at is too far
		for _, g := range u.hints {
			take(g.concept, t.reach[g.concept]*g.sim)
		}
	}
	for _, g := range u.hints {
		for _, c := range t.concepts {
			if k, ok := x.nearness(c, g.concept); ok {
				take(g.concept, k.sim*g.sim*own(u))
			}
		}
	}
}

// vague are words that many things are said with: shared, they tell nothing, and
// they hint at nothing.
var vague = set(`fille fils enfant enfants maman papa mere pere parents mari femme frere soeur famille copain ami amie amis voisin voisine grand mamie papi tante oncle neveu niece couple client clients
	parler parle parlons dire aide aider aidera donner donne prendre prend passer passe partir rester tenir venir faire refaire avoir partager partage profiter commence commencer profite regler regle libere interesse interessee mettre mettons envie pouvoir savoir sais chercher travail travaille travailler boulot
	lundi mardi mercredi jeudi vendredi samedi dimanche matin soir midi nuit ete hiver printemps automne vacances rentree lieu endroit place coin rue avenue boulevard street road avenue lane ville quartier maison chez retraite debut fin retour idee question probleme conseil conseils besoin club
	daughter son kid kids child children mum mom dad mother father parents husband wife brother sister family friend friends neighbour neighbours gran grandad grandpa grandma aunt uncle nephew niece couple client clients folks
	talk talks talking speak hear tell say ask come comes go goes leave leaving start starting begin keep run running work working works right turn turns show shows bring brings share shares sharing join want hope happy ready fancy able live lives
	monday tuesday wednesday thursday friday saturday sunday morning evening night summer winter spring autumn holiday holidays weekend house home room spot town city area idea question problem advice bit club retired private local professional real proper
	gamin gamins gamine mome momes garcon garcons gosse gosses ado ados boy boys girl girls lad lads youngster youngsters teen teens
	douze quinze vingt trente quarante cinquante soixante cent cents mille euros onze seven nine eleven twelve fifteen twenty thirty forty fifty sixty hundred thousand pounds
	rien encore aller va voir dit dire rendre rend rendent sait savent perdre perdu servir comprendre comprend supporter supporte gagner tourner ancien anciens ancienne anciennes vieux vieille vieilles jeune jeunes accompagner accompagne installer installe porter creer cree bouger essayer essaie garder garde changer change
	nothing nowhere somewhere lost along look take taken gear laugh fit fits set sets young serve head gladly change changes keeps hold held lay lie replace replaces replacing across split load order remplacer remplace utile use useful short bit back front side part whole new`)
