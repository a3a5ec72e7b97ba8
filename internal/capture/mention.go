package capture

import (
	"strings"
	"time"

	"entregent/internal/network"
	"entregent/internal/resolve"
)

// A mention is somebody's name in the line, from token from up to token to.
type mention struct {
	from, to int
	title    bool // Mme, Mr: a family name follows
	words    []string
	who      Who
	found    []int32 // several people it may stand for
}

// maxNames bounds what one line can name; more stay words.
const maxNames = 60

// findNames looks for names from left to right, outside of moments.
func (r *reader) findNames() {
	w := 0
	for i := 0; i < len(r.tokens) && len(r.names) < maxNames; {
		for w < len(r.whens) && r.whens[w].to <= i {
			w++
		}
		if w < len(r.whens) && r.whens[w].from <= i {
			i = r.whens[w].to
			continue
		}
		end := len(r.tokens)
		if w < len(r.whens) {
			end = r.whens[w].from
		}
		if m, ok := r.nameAt(i, end); ok {
			r.resolve(&m)
			r.names = append(r.names, m)
			i = m.to
			continue
		}
		i++
	}
}

// nameAt reads a name that begins at token i, before token end.
func (r *reader) nameAt(i, end int) (mention, bool) {
	t := r.tokens[i]
	if t.sign || t.number {
		return mention{}, false
	}
	if m, ok := r.titled(i, end); ok {
		return m, true
	}
	if t.capital {
		return r.capitalised(i, end)
	}
	return r.lower(i, end)
}

var personTitles = words(`m mr mrs ms miss mme mlle dr docteur monsieur madame mademoiselle maitre prof me`)

// titled reads "Mme Morel", "mr hughes": what follows the title is a name, in
// capitals or not. A bare "m" or "me" is a title before a capital only.
func (r *reader) titled(i, end int) (mention, bool) {
	t := r.tokens[i]
	if !personTitles[t.fold] || i+1 >= end || t.elided || (t.fold == "me" || t.fold == "prof") && !t.capital {
		return mention{}, false
	}
	next := r.tokens[i+1]
	switch {
	case next.sign || next.number || next.elided && len(next.fold) == 1:
		return mention{}, false
	case !next.capital && (t.fold == "m" || t.fold == "dr" || t.fold == "me" || len(r.people.by[next.fold]) == 0 && common[next.fold]):
		return mention{}, false
	case !next.capital && all().begins(next.fold):
		return mention{}, false
	}
	to := i + 2
	for to < end && r.short(i, to) && (r.nameWord(to) || r.particle(to, end)) {
		to++
	}
	return mention{from: i, to: to, title: true}, true
}

// nameWord reports whether token i can be a further word of a name.
func (r *reader) nameWord(i int) bool {
	t := r.tokens[i]
	if t.sign || t.number || !t.capital {
		return false
	}
	if i > 0 && i+2 < len(r.tokens) && r.tokens[i+1].hyphen && r.tokens[i+1].capital && r.tokens[i+2].hyphen && (firstNames[r.tokens[i-1].fold] || r.tokens[i-1].hyphen) {
		return true // three words that hyphens join are a family: Saint-Exupéry-Lamartine
	}
	return t.hyphen || !common[t.fold] && (!organisations[t.fold] || i > 0 && firstNames[r.tokens[i-1].fold]) && (!t.shout || len(t.fold) > 3) || len(r.people.by[t.fold]) > 0
}

// How many words a name has; those that a hyphen joins are not counted, up to a
// bound.
const (
	mostWords  = 5
	mostJoined = 12
)

// short reports whether token to may still belong to a name that began at from.
func (r *reader) short(from, to int) bool {
	n := 0
	for i := from; i < to; i++ {
		if !r.tokens[i].hyphen {
			n++
		}
	}
	return to < from+mostJoined && (n < mostWords || r.tokens[to].hyphen)
}

var particles = words(`de du des la le van von der den el al ben bin da di dos del della d o mc mac st`)

// particle reports whether token i binds two words of a name: Anne de la Tour.
func (r *reader) particle(i, end int) bool {
	if r.tokens[i].sign || !particles[r.tokens[i].fold] {
		return false
	}
	for k := i + 1; k < end && k <= i+2; k++ {
		if r.tokens[k].capital && !common[r.tokens[k].fold] && !r.placeWord(k) && r.tokens[i].fold != "d" {
			return r.tokens[i].fold != "de" && r.tokens[i].fold != "du" || len(r.people.by[r.tokens[k].fold]) > 0 || k == i+2 && r.tokens[i+1].capital // de La Tour
		}
		if r.tokens[k].sign || !particles[r.tokens[k].fold] {
			return false
		}
	}
	return false
}

func (r *reader) placeWord(i int) bool {
	return towns[r.tokens[i].fold] || organisations[r.tokens[i].fold]
}

// capitalised reads a run of capitalised words as a name, where it is one.
func (r *reader) capitalised(i, end int) (mention, bool) {
	if m, ok := r.known(i, end); ok {
		return m, true
	}
	t := r.tokens[i]
	if common[t.fold] && !firstNames[t.fold] || t.hyphen || all().begins(t.fold) && r.opens(i) && !firstNames[t.fold] {
		return mention{}, false
	}
	to := i + 1
	for to < end && r.short(i, to) && (r.nameWord(to) || r.particle(to, end) || r.tokens[to].hyphen && firstNames[r.tokens[to].fold]) {
		if r.tokens[to].elided && !r.tokens[to-1].elided && r.tokens[to].fold == "s" {
			break
		}
		to++
	}
	m := mention{from: i, to: to}
	if organisations[t.fold] || !firstNames[t.fold] && r.organisation(i, to) {
		return m, false
	}
	first := firstNames[t.fold] || r.people.first[token1(t)]
	switch {
	case first && !(towns[t.fold] && r.after(i, placePreps)) && !(to == i+1 && r.after(i, inside) && !r.people.first[token1(t)]):
		return m, !r.after(i, streets)
	case r.after(i, personPreps) && !towns[t.fold] && !t.shout:
		return m, true
	case r.after(i, personPreps) && to > i+1 && !towns[t.fold]:
		return m, true
	case to == i+2 && !towns[t.fold] && !t.shout && (r.opens(i) && i == 0 || len(r.whens) > 0 && r.whenEnds(i)):
		return m, true
	case to > i+1 && r.after(i, links) && len(r.names) > 0 && r.names[len(r.names)-1].to >= i-2 && !towns[t.fold]:
		return m, true
	}
	return m, false
}

// token1 is the word by which a first name is indexed: nicknames opened.
func token1(t token) string {
	if w := resolve.Tokens(t.fold); len(w) == 1 {
		return w[0]
	}
	return t.fold
}

// opens reports whether a sentence begins at token i.
func (r *reader) opens(i int) bool { return i == 0 || r.tokens[i-1].sign }

// organisation reports whether the run of words names a company or a place.
func (r *reader) organisation(i, to int) bool {
	for k := i; k < to; k++ {
		if organisations[r.tokens[k].fold] && len(r.people.by[r.tokens[k].fold]) == 0 {
			return true
		}
	}
	return false
}

var (
	personPreps = words(`avec av with w vu vue vus croise croisee rencontre rencontree presente presentee appele appelee saw met bumped ran phoned rang called messaged texted introduced
		by par emailed revu rappele contacte recontacte relance telephone dejeune dine collegue amie ami colleague friend asked ask told thank thanked remercie demande invite invited aide helped prete lent donne gave envoye sent`)
	placePreps = words(`a au aux en in at to from near dans vers chez`)
	inside     = words(`a en in at near dans vers from`)
	streets    = words(`rue avenue place boulevard saint sainte st street quai gare fort`)
	links      = words(`et and ou or`)
)

// after reports whether one of the words stands right before token i; a role or
// kin word between is passed over, as in "avec son associé Karim".
func (r *reader) after(i int, set map[string]bool) bool {
	k := i - 1
	if f := r.fold(k); f != "" && (r.in("role", f) || r.in("kin", f)) {
		k--
		if f := r.fold(k); f == "l" || f == "d" || f == "son" || f == "sa" || f == "his" || f == "her" || f == "mon" || f == "ma" || f == "my" || f == "un" || f == "une" {
			k--
		}
	}
	return set[r.fold(k)] && !r.tokens[k].sign
}

// whenEnds reports whether a moment ends right before token i: "rencontré hier
// Olga Petrova".
func (r *reader) whenEnds(i int) bool {
	for _, w := range r.whens {
		if w.to == i {
			return true
		}
	}
	return false
}

// known reads the longest run of words that together name somebody known.
func (r *reader) known(i, end int) (mention, bool) {
	if t := r.tokens[i]; len(r.people.by) == 0 || len(r.people.by[token1(t)]) == 0 && !(t.capital && len(t.fold) == 1) {
		return mention{}, false
	}
	for to := min(end, i+5); to > i+1; to-- {
		if r.signs(i, to) || !r.wholeName(i, to) {
			continue
		}
		w := r.nameTokens(i, to)
		if len(w) > 1 && len(r.people.find(w)) > 0 && (len(w[0]) > 1 || r.tokens[i].capital) {
			return mention{from: i, to: to}, true
		}
	}
	return mention{}, false
}

// wholeName refuses runs that begin or end with a word that binds, such as
// "Yves et".
func (r *reader) wholeName(i, to int) bool {
	last := r.tokens[to-1]
	if len(last.fold) == 1 {
		return last.capital
	}
	return len(r.people.by[token1(last)]) > 0 && (!particles[r.tokens[i].fold] || len(r.people.by[token1(r.tokens[i])]) > 0)
}

func (r *reader) signs(i, to int) bool {
	for k := i; k < to; k++ {
		if r.tokens[k].sign || r.tokens[k].number {
			return true
		}
	}
	return false
}

// nameTokens returns the words of a name as people are indexed by, and a lone
// initial as itself.
func (r *reader) nameTokens(i, to int) []string {
	var out []string
	for k := i; k < to; k++ {
		t := r.tokens[k]
		if len(t.fold) == 1 && t.capital && !t.elided {
			out = append(out, t.fold)
			continue
		}
		out = append(out, resolve.Tokens(t.fold)...)
	}
	return out
}

// lower reads a name typed without capitals. Only a full name that is known, or
// a first name where a person is expected, is told from other words.
func (r *reader) lower(i, end int) (mention, bool) {
	t := r.tokens[i]
	if t.elided && len(t.fold) < 3 || particles[t.fold] && len(r.people.by[token1(t)]) == 0 {
		return mention{}, false
	}
	if m, ok := r.known(i, end); ok {
		return m, true
	}
	first := token1(t)
	known := r.people.first[first]
	if len(t.fold) < 3 || !known && !firstNames[t.fold] || ordinary[t.fold] && !(known && r.after(i, personPreps)) {
		return mention{}, false
	}
	expected := r.after(i, personPreps) || r.after(i, imperatives) || (r.fold(i-1) == "a" || r.fold(i-1) == "to") && imperatives[r.fold(i-2)] || r.after(i, lowerPreps) || r.after(i, links) && len(r.names) > 0 && r.names[len(r.names)-1].to == i-1 ||
		known && (i == 0 || i+1 < len(r.tokens) && r.tokens[i+1].fold == ":")
	if !expected {
		return mention{}, false
	}
	to := i + 1
	if !known && to < end && r.surname(to) {
		to++
	}
	return mention{from: i, to: to}, true
}

var lowerPreps = words(`tel rdv rv call visio de from appel mail chez dejeuner cafe coffee lunch whatsapp sms text`)

// ordinary are first names that are words as well.
var ordinary = words(`rose may mark will bill france claire olive jade art grace hope joy page young rich pat sue max noel mai aime pierre jean iris violette june april florence
	val nat clement constant prudence jack jo stan bob guy ray lou ambre perle`)

// surname reports whether token i, without a capital, may be the family name of
// somebody not known.
func (r *reader) surname(i int) bool {
	t := r.tokens[i]
	return !t.sign && !t.number && !t.elided && len(t.fold) > 2 && !common[t.fold] && !all().begins(t.fold) && !adverbs[t.fold] && !towns[t.fold] && !venues[t.fold]
}

// begins reports whether some cue begins with the word.
func (t *table) begins(w string) bool {
	if len(t.words[w]) > 0 {
		return true
	}
	for n := t.least; n <= len(w); n++ {
		if len(t.stems[w[:n]]) > 0 {
			return true
		}
	}
	return false
}

// resolve finds whom the name stands for: somebody named before in the line,
// then those known, then those known by a name one letter off.
func (r *reader) resolve(m *mention) {
	i := m.from
	if m.title {
		i++
	}
	m.words = r.nameTokens(i, m.to)
	m.who.Name = network.OneLine(r.line[r.tokens[m.from].from:r.tokens[m.to-1].to])
	if before, ok := r.before(m.words); ok {
		m.who, m.found = before.who, before.found
		return
	}
	found := r.people.find(m.words)
	if len(found) == 0 && (len(m.words) > 1 || m.title || !firstNames[strings.Join(m.words, "")]) {
		found = r.people.mistyped(m.words)
	}
	found = r.people.choose(found, m.words, m.title, dayOf(r.today))
	switch len(found) {
	case 0:
		m.who.New = true
	case 1:
		k := r.people.list[found[0]]
		m.who.Name, m.who.ID = k.Name, k.ID
	default:
		m.found = found
		for _, k := range found[:min(len(found), maxCandidates)] {
			m.who.Candidates = append(m.who.Candidates, r.people.list[k].ID)
		}
	}
}

// maxCandidates is the most people that are proposed for one name.
const maxCandidates = 8

// before returns an earlier name of the line that has all these words.
func (r *reader) before(w []string) (mention, bool) {
	if len(w) == 0 {
		return mention{}, false
	}
	for _, m := range r.names {
		all := true
		for _, x := range w {
			if !contains(m.words, x) && !contains(resolve.Tokens(m.who.Name), x) {
				all = false
				break
			}
		}
		if all && (m.who.ID != network.PersonID{} || len(m.words) >= len(w)) {
			return m, true
		}
	}
	return mention{}, false
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

func dayOf(d network.Date) network.Day {
	if d.IsZero() {
		return 0
	}
	return network.DayOf(time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC), time.UTC)
}
