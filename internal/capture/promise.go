package capture

import "entregent/internal/network"

// promiseCues tell that the keeper gave their word or wrote down what to do.
// Bare verbs count where a clause begins: "rappeler Isabelle", "call her back".
var promiseCues = cues(Promise, `
j ai|avais promis a|de|d
jai promis
je|j lui|leur ai promis
lui|leur ai promis
ai promis
promis a <name> de|d
promis de|d
promis a <name>
je|j m|me suis engage|engagee a
je dois|devrais|devais
je lui|leur dois
faut que je|j
il faut que je|j
faudrait|faudra que je|j
je vais
je lui|leur|l|le|la|les|vous <act>
je m|me occupe|charge de|d
je fais|ferai
je m en occupe
je pense a
j essaie|essaye|essaierai de|d
j enverrai|appellerai|envoie|apporterai|inviterai|organise|ecrirai|appelle
je rappelle|reserve|prepare|passe|transmets|presenterai|reviens|relance|recontacte lui|leur|pour|le|la|l|les|un|vers|<name>
a rappeler|relancer|recontacter|remercier|inviter|revoir|contacter (noun)
a faire (noun)
me|m rappeler de|d
faut <verb> (mine)
on se revoit|retrouve|rappelle|revoie|cale|refait|recontacte|voit
we ll|will <any>
we re|are meeting|seeing|having|going
will|ll <any> <name>|him|them (mine)
will|ll <any> her the|a|an|my|our|some|back (mine)
todo
ne pas oublier de|d
pas oublier de|d
n oublie pas
penser a|, <any>
promised him|her|them|<name> to|a|an|the|some|that
promised him|her|them|<name>
promised to
i promised
promised
i|ill ll|will <any>
ill <any>
i m|am going to
im going to
i need|have|ought|got|want|plan|promise to
i ve got to
i should|must|owe
i gotta
i owe <name>|him|her|them
have|need|got to <any> (mine)
must <any>
gotta <any>
remember|remind|dont|don|don't forget? to|me
remember to|me
don|do not forget to
don|do forget to
remind me to
to do
follow up with|on|about
make sure to|i
`)

// imperatives are verbs that, where a clause begins with one, tell what the
// keeper has to do.
var imperatives = words(`rappeler envoyer relancer recontacter demander inviter remercier transmettre proposer verifier reserver preparer presenter contacter appeler ecrire organiser feliciter
	apporter rendre ramener recommander prendre repondre confirmer trouver acheter faire donner passer
	send ask forward introduce thank invite check arrange organise organize prepare book bring return find give buy confirm reply congratulate remind share tell write call phone ring email text
	message chase reach ping`)

// asNouns are imperatives that name encounters as well; they need what only a
// verb has after it.
var asNouns = words(`call phone ring email text message`)

// promise makes the record of something to do, with the day it is due.
func (r *reader) promise(c clause) {
	rec := Record{Type: Promise, Due: r.due(c), What: r.promised(c)}
	rec.Who = r.addressee(c)
	r.add(c, rec)
}

// addressee returns to whom the word was given: the first name in the clause,
// before a pronoun, which stands for whom the talk is of.
func (r *reader) addressee(c clause) []Who {
	first := c.hit.a
	for i := first; i < c.b; i++ {
		u := r.units[i]
		if u.kind == nameUnit {
			return []Who{r.names[u.at].who}
		}
		if u.kind == wordUnit && objectPronouns[u.fold] && u.fold != "l" && u.fold != "les" && !r.beforeKin(i) {
			return r.current
		}
	}
	return r.current
}

// beforeKin tells "her" from "her mother".
func (r *reader) beforeKin(i int) bool {
	return i+1 < len(r.units) && (r.units[i+1].kind == wordUnit && (r.in("kin", r.units[i+1].fold) || r.in("child", r.units[i+1].fold)))
}

// promised returns the words of a promise: what comes after "I have to", with
// the verb.
func (r *reader) promised(c clause) string {
	a := c.hit.a
	for k := range c.hit.b - c.hit.a {
		u := r.units[c.hit.a+k]
		if u.kind == wordUnit && promiseLeads[u.fold] {
			a = c.hit.a + k + 1
		}
	}
	if a >= c.b {
		a = c.hit.a
	}
	return r.trimmed(a, c.b)
}

var promiseLeads = words(`j jai je ai avais promis dois devrais devais faut que vais i ill ll will m am going to need have ought got should must gotta promised il faudrait faudra
	oublier pas ne penser remember remind don do not forget me make sure suis engage engagee`)

// due returns the day by which: the next such day where it can be read both
// ways.
func (r *reader) due(c clause) (d network.Date) {
	for i := c.a; i < c.b; i++ {
		if u := r.units[i]; u.kind == whenUnit && !r.whens[u.at].hour && !after(r.today, r.whens[u.at].next) {
			return r.whens[u.at].next
		}
	}
	return d
}
