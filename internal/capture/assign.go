package capture

import (
	"slices"
	"strings"

	"entregent/internal/network"
)

// assign reads the clauses in order and makes their records.
func (r *reader) assign() {
	r.current = r.firstNamed()
	for i := 0; i < len(r.clauses); i++ {
		c := r.clauses[i]
		if c.hit.cue == nil {
			r.understandNothing(i)
			continue
		}
		if t := c.hit.cue.typ; (t == Tie || t == Introduction) && len(r.namesIn(c.hit.b, c.b)) == 0 && i+1 < len(r.clauses) && r.onlyName(r.clauses[i+1]) {
			c.b = r.clauses[i+1].b // an apposition: "mariée à un chef, Luca Bianchi"
			i++
		}
		if c.hit.cue.typ == Promise && r.trimmed(c.hit.b, c.b) == "" && i+1 < len(r.clauses) {
			c.b = r.clauses[i+1].b // "à faire : rappeler Grace"
			i++
		}
		r.makers()[c.hit.cue.typ](c)
	}
}

func (r *reader) makers() map[Type]func(clause) {
	return map[Type]func(clause){Encounter: r.encounter, Need: r.need, Offer: r.offer, Fact: r.fact, Favour: r.favour,
		Introduction: r.introduction, Promise: r.promise, Tie: r.tie, Ask: r.ask}
}

// firstNamed is whom the line is taken to be about until it says so.
func (r *reader) firstNamed() []Who {
	if len(r.names) == 0 {
		return nil
	}
	return []Who{r.names[0].who}
}

func (r *reader) onlyName(c clause) bool {
	n := 0
	for i := c.a; i < c.b; i++ {
		switch r.units[i].kind {
		case nameUnit:
			n++
		case signUnit:
		default:
			return false
		}
	}
	return n == 1
}

// understandNothing keeps a clause without a cue: as more of the need or offer
// before it, as what the encounter is about, or as its note.
func (r *reader) understandNothing(i int) {
	c := r.clauses[i]
	if r.span(c.a, c.b) == (Span{}) {
		return
	}
	if r.extends(c) && len(r.records) > 0 {
		last := &r.records[len(r.records)-1]
		if last.Type == Need || last.Type == Offer || last.Type == Promise || last.Type == Ask {
			s := r.span(c.a, c.b)
			last.What += ", " + network.OneLine(r.line[s.From:s.To])
			last.Words = append(last.Words, s)
			return
		}
	}
	if n := len(r.records); n > 0 && !r.header.found && !r.header.opened && r.units[c.a].fold == "," && len(r.namesIn(c.a, c.b)) == 0 {
		s := r.span(c.a, c.b)
		r.records[n-1].What += ", " + r.text(c.a, c.b)
		r.records[n-1].Words = append(r.records[n-1].Words, s)
		return
	}
	r.header.clause(r, c)
}

// extends reports whether a clause without a cue only narrows the one before:
// "…, budget 1500", "…, si possible à Lyon".
func (r *reader) extends(c clause) bool {
	i := c.a
	for i < c.b && r.units[i].kind == signUnit {
		if r.units[i].fold != "," && r.units[i].fold != "(" {
			return false
		}
		i++
	}
	return i < c.b && (r.units[i].kind == wordUnit && narrowing[r.units[i].fold])
}

var narrowing = words(`budget idealement ideal si plutot pour en a dans sur avec de du urgent possible max min maximum loyer surface environ ou pas sans vers entre avant apres minimum
	ideally preferably around within near for in at on with without or about if rent urgent asap not under over between before after from either`)

// leave puts a clause whose cue came to nothing into the note.
func (r *reader) leave(c clause) {
	c.hit = hit{}
	r.header.clause(r, c)
}

// subject returns who a clause is about: the names before its cue, else whom
// the talk is of.
func (r *reader) subject(c clause) []Who {
	names := r.subjectNames(c)
	if len(names) > 0 {
		r.current = names[:1]
		return names[:1]
	}
	if c.a > 0 && r.units[c.a-1].kind == nameUnit && (r.units[c.a].fold == "qui" || r.units[c.a].fold == "who") {
		return []Who{r.names[r.units[c.a-1].at].who} // "Karim Benali, who looks for…"
	}
	return r.current
}

func (r *reader) subjectNames(c clause) []Who {
	var out []Who
	end := c.hit.a
	if r.units[end].kind == nameUnit {
		end++
	}
	for i := c.a; i < end; i++ {
		if r.units[i].kind == nameUnit && !(i > c.a && r.units[i-1].kind == wordUnit && notSubject[r.units[i-1].fold]) {
			if who := r.names[r.units[i].at].who; len(out) > 0 && r.ofWhom(i) {
				out[0] = who // "Sarah’s brother Luke"
			} else {
				out = append(out, who)
			}
		}
	}
	return out
}

// ofWhom reports whether the name at unit i follows a word for kin or a role,
// which binds it to the name before: "Sarah’s brother Luke".
func (r *reader) ofWhom(i int) bool {
	f := r.units[i-1].fold
	return r.units[i-1].kind == wordUnit && (r.in("kin", f) || r.in("role", f) || r.in("child", f))
}

// notSubject are words after which a name is no subject.
var notSubject = words(`avec with pour for par by chez sur about at`)

// namesIn returns the persons named between two units.
func (r *reader) namesIn(a, b int) []Who {
	var out []Who
	for i := a; i < b; i++ {
		if r.units[i].kind == nameUnit {
			out = append(out, r.names[r.units[i].at].who)
		}
	}
	return out
}

// what returns the words after the cue, and all of the clause where its subject
// is kin ("her husband is looking for…") or nothing follows.
func (r *reader) what(c clause) string {
	for i := c.a; i < c.hit.a; i++ {
		if u := r.units[i]; u.kind == wordUnit && (r.in("kin", u.fold) || r.in("child", u.fold) || r.in("role", u.fold)) {
			return r.whole(c)
		}
	}
	if w := r.trimmed(r.afterCue(c), c.b); w != "" {
		return w
	}
	return r.whole(c)
}

// afterCue returns where what a cue leads to begins: the article that ends the
// cue belongs to it, and so does a verb that says something of it.
func (r *reader) afterCue(c clause) int {
	a := c.hit.b
	if last := c.hit.cue.elems; len(last) > 1 && last[len(last)-1].open() {
		return a - 1
	}
	if a < c.b && a > c.hit.a+1 && r.units[a-1].kind == wordUnit && keptVerbs[r.units[a-1].fold] {
		a--
	}
	for a > c.hit.a+1 && r.units[a-1].kind == wordUnit && determiners[r.units[a-1].fold] && r.units[a-1].fold != "of" && r.units[a-1].fold != "de" && r.units[a-1].fold != "d" {
		a--
	}
	return a
}

// keptVerbs say something of what is sought.
var keptVerbs = words(`acheter louer rencontrer vendre apprendre recruter embaucher emprunter investir visiter racheter buy rent meet learn hire borrow recruit sell join speak talk present come write attend`)

// whole returns the words of a clause without its subject.
func (r *reader) whole(c clause) string {
	a := c.a
	for a < c.hit.a && (r.units[a].kind != wordUnit || subjectWords[r.units[a].fold]) {
		a++
	}
	if a > c.a && a < c.b && r.units[a].kind == wordUnit && contracted[r.units[a].fold] && r.lang == "en" && r.tokens[r.units[a].from].elided {
		a++
	}
	return r.trimmed(a, c.b)
}

// contracted are what is left of a verb after an apostrophe: she’s, they’re.
var contracted = words(`s re ve ll d m`)

var subjectWords = words(`il elle ils elles he she they hes shes theyre et and mais but qui who puis then donc so also`)

// trimmed returns the words from unit a up to b without the words that only
// lead to them.
func (r *reader) trimmed(a, b int) string {
	for a < b && (r.units[a].kind == signUnit || r.units[a].kind == wordUnit && leading[r.units[a].fold]) {
		a++
	}
	for b > a && (r.units[b-1].kind == signUnit || r.units[b-1].kind == wordUnit && r.conjunction(r.units[b-1].fold)) {
		b--
	}
	return r.text(a, b)
}

var leading = words(`for to de d que qu`)

// add keeps a record with the words of its clause.
func (r *reader) add(c clause, rec Record) {
	rec.Words = []Span{r.span(c.a, c.b)}
	rec.Cue = r.span(c.hit.a, min(c.hit.b, c.b))
	if len(rec.Who) == 0 && len(rec.Whom) == 0 && rec.Type != Ask && rec.Type != Promise {
		rec.Who = r.current
	}
	r.records = append(r.records, rec)
}

// result puts the encounter first and gathers the names to ask about.
func (r *reader) result() Result {
	res := Result{Line: r.line, Lang: r.lang, Records: []Record{}, Unsure: []Unsure{}}
	res.Records = append(append(res.Records, r.finish()...), r.records...)
	first := 0
	if r.header.found {
		first = 1
	}
	slices.SortStableFunc(res.Records[first:], func(a, b Record) int { return a.Words[0].From - b.Words[0].From })
	seen := map[string]bool{}
	for _, m := range r.names {
		if len(m.found) > 1 && !seen[strings.Join(m.words, " ")] {
			seen[strings.Join(m.words, " ")] = true
			res.Unsure = append(res.Unsure, r.unsure(m))
		}
	}
	return res
}

func (r *reader) unsure(m mention) Unsure {
	u := Unsure{Name: m.who.Name, Words: Span{r.tokens[m.from].from, r.tokens[m.to-1].to}}
	for _, i := range m.found[:min(len(m.found), maxCandidates)] {
		k := r.people.list[i]
		u.Candidates = append(u.Candidates, Candidate{k.ID, k.Name, k.Organisation})
	}
	return u
}
