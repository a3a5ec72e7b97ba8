package capture

import (
	"strings"
	"unicode"
)

// offerCues tell what somebody can or will bring. What the keeper can do is a
// promise where the keeper gives their word, and else stays in the note.
var offerCues = cues(Offer, `
peut|peuvent|pourrait|pourraient|pourra|pourront m|me|nous|te|vous|l|le|la|les|lui|leur|y|en|se|s? <verb> (other)
peut|peuvent|pourrait|pourraient <any> (other)
propose|proposent|proposait de|d|un|une|des|ses|son|sa (other)
m|me|nous propose|proposent|proposait (other)
m|nous a|ont propose|proposee
m|nous a|ont propose|proposee de|d
s|se propose|proposent pour|de|d
vend|vendent|vendrait|revend|cede|cedent|brade (other)
cherche|cherchent a|, vendre|ceder|donner|revendre|preter (other)
veut|veulent|voudrait|voudraient|compte|va|vont|aimerait|souhaite vendre|ceder|revendre|donner|se? debarrasser (other)
met|mettent en vente
met|mettent a disposition
loue|louent son|sa|ses|leur|leurs (other)
sous|sous-loue loue? son|sa|ses|leur
donne|donnent des|ses|son|sa|leur (other)
donne|donnent un|une (other)
est|sont|serait|seraient pret|prete|prets|pretes a
pret|prete|prets a (noun)
dispo|disponible|disponibles pour|le|en|a|la|des
est|sont dispo|disponible|disponibles
a|ont accepte de|d
est|sont|serait d accord pour
d accord pour
est|sont|serait|seraient partant|partante|partants pour
partant|partante pour
est|serait ravi|ravie|content|contente de|d m|me|nous
volontaire pour
va|vont m|me|nous|lui|leur|en (other)
va|vont m|me|nous|lui|leur en? <verb> (other)
m|me|nous enverra|passera|pretera|donnera|presentera|mettra|filera|aidera|dira|trouvera|transmettra|recommandera
veut|veulent bien (other)
connait|connaissait quelqu un = way
connait|connaissent quelqu|qqn|plusieurs|plein|du|des|un|une|beaucoup (other) = way
connait|connaissent le|la|l = way
a|ont un|une|des contact|contacts = way
a|ont un|une|des <any> a|de? louer|vendre|donner|preter|ceder|libre|dispo
a|ont des places|billets|entrees
a|ont de la place
fait|font des prix
se charge|chargent de|d
s occupe|occupent de|d (other)
offre|offrent de|d|ses|son|sa|un|une (other)
can|could me|us|you? <any> (other)
is|are|s|re able to
might be? able to? <any> (other)
offered|offers|offering to|me|us|a|an|his|her|their (other)
offered me|us
is|are|s|re|now selling
selling his|her|their|a|an|some|the|two|three
sells|sell (other)
wants|want|hopes|planning|looking|trying|hoping to sell|give|let|pass (other)
rents|renting|rent out (other)
lets|letting out (other)
is|are|s|re giving away
giving|gives away
gives|give|offers|giving <any>? <any>? lessons|classes|courses|tuition|workshops
gives|teaches|tutors (other)
has|have a|an contact|contacts|friend|cousin|brother|sister|colleague at|in|who = way
has|have a|an contact|contacts = way
has|have a|two|three|four|some|spare ticket|tickets|room|seats|places
has|have contacts = way
has|have a|an|some|two|three|his|her <any>? spare
has|have a|an|some spare|free|extra
has <any>? <any>? <any>? to rent|sell|let|lend|give|spare|share
happy|willing|ready|glad|prepared to (noun)
up for
available to|for|on|in|at (noun)
is|are|s available
free to|on|in (noun)
will|ll|would <any> (other)
d <any> (other) (en)
is|are|s|re going to introduce|send|lend|give|help|put|connect|show|recommend|ask|talk|speak (other)
knows someone|somebody|people|lots|plenty = way
knows a|an|some|several|the = way
know|knows of a|an|some|someone = way
volunteers|volunteered to
agreed|agrees to
says he|she|they can|could|will
let me|us know if
`)

// offer makes the record of what somebody can bring.
func (r *reader) offer(c clause) {
	if r.resumes(c) {
		last := &r.records[len(r.records)-1]
		last.What += ", " + r.whole(c)
		last.Words = append(last.Words, r.span(c.a, c.b))
		return
	}
	r.way = c.hit.cue.kind == "way"
	r.add(c, Record{Type: Offer, Who: r.subject(c), What: r.whole(c)})
}

// resumes reports whether an offer only goes on with the one before: "il a un
// contact, il veut bien me le passer".
func (r *reader) resumes(c clause) bool {
	if len(r.records) == 0 || len(r.subjectNames(c)) > 0 {
		return false
	}
	last := r.records[len(r.records)-1]
	if last.Type != Offer || !r.adjacent(last, c) {
		return false
	}
	if r.way { // "knows a recruiter, she can introduce us"
		return true
	}
	for i := c.hit.a; i < c.b; i++ {
		if u := r.units[i]; u.kind == wordUnit && resuming[u.fold] && (u.fold != "le" && u.fold != "la" && u.fold != "les" && u.fold != "l" || i < c.hit.b && i > c.hit.a) {
			return true
		}
	}
	return false
}

// resuming are words that stand for what was said before.
var resuming = words(`en y le la l les it them one word number numero details coordonnees`)

// adjacent reports whether no words stand between a record and a clause.
func (r *reader) adjacent(last Record, c clause) bool {
	s := r.span(c.a, c.b)
	from := last.Words[len(last.Words)-1].To
	return from <= s.From && !strings.ContainsFunc(r.line[from:s.From], unicode.IsLetter)
}
