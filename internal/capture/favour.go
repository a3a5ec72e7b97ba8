package capture

import (
	"strings"

	"entregent/internal/network"
)

// frenchVerbs are what is brought, by the stem of the participle or the verb.
var frenchVerbs = []struct{ verbs, kind string }{
	{"conseille~|suggere~|explique~|oriente~|guide~|eclaire~", "advice"},
	{"recommande~", "recommends"},
	{"donne~|file~|refile~|offert~|offre~|offrent|apporte~|rapporte~", "gives"},
	{"prete~|prêt~|aide~|depanne~|relu~|relit|garde~|heberge~|rendu|rend|repare~|traduit~|corrige~|coache~|forme~|accompagne~|conduit|emmene~|depose~|raccompagne~|amene~|trouve~|accueilli~|loge~|libere~|debloque~|reserve~|installe~|monte~|remplace~|ramene~|imprime~|transporte~|obtenu|negocie~|accorde~|laisse~|organise~|fait gagner", "service"},
	{"envoye~|envoie|transmis|adresse~|amene~|ramene~|oriente~", "sends"},
	{"passe~|communique~", "information"},
	{"parle~|signale~|prevenu~|previent|averti~|informe~|indique~|alerte~|appris|montre~|decouvrir|fait decouvrir|fait suivre|briefe~|renseigne~|partage~|mis au courant|mise au courant", "information"},
	{"invite~|convie~", "invitation"},
	{"soutenu~|soutient|encourage~|rassure~|remonte~|defendu~|ecoute~|console~|motive~|reconforte~|appuye~|felicite~", "support"},
}

// favourCues tell what was brought, to the keeper and by the keeper. Kinds in
// -s are settled by the words after: what is given may be advice or a present.
var favourCues = cues(Favour, `
m|nous a|ont rendu un? service|fier = received service
m|nous a|ont fait un|une|des|le|la|mon|mes <any> = received service
a|ont offert|prete|donne|recommande|conseille|envoye <any>? (other) = received gives
a recommande (other) = received recommends
a conseille (other) = received advice
a|ont explique (other) = received advice
me|m|nous invite|invitent|invitera = received invitation
m|nous a|ont ouvert la|les porte|portes = received introduction
m|nous l a|ont donne|envoye|passe|prete|file = received information
me l a donne|passe|file|envoye|prete|offert = received information
a|ont relu|corrige|garde|repare|traduit|imprime|depanne|monte mon|ma|mes|notre|nos (other) = received service
grace a <name> j ai trouve|eu|obtenu|decroche = received service
gave|sent|passed it|them to me|us (other) = received information
gave|gives|giving me|us (other) = received gives
gave <any> to me|us (other) = received gives
gave my|our <any> (other) = received gives
bought me|us (other) = received gift
brought me|us (other) = received gift
brought me|us clients|business|a? client = received referral
treated me|us to (other) = received gift
lent|lends|loaned me|us (other) = received service
sent|sends|forwarded|passed|emailed|handed me|us (other) = received sends
sent me|us (other) = received sends
referred <any>? <any>? to me|us (other) = received referral
helped|helps|helping|assisted me|us (other) = received service
found|got|fixed|booked|translated|arranged|made|drove me|us (other) = received service
did me|us a favour|favor = received service
showed me how = received advice
proofread|reviewed|corrected|edited|checked|read|reread|translated|coached|fixed|hosted|babysat|minded|drove my|our|me|us (other) = received service
put me|us up = received service
covered for me|us (other) = received service
invited|invites|inviting me|us (other) = received invitation
asked|asks me|us to speak|join|talk|present|come|give|write|attend = received invitation
told|tells me|us about|of (other) = received information
told me|us that|where|how (other) = received information
tipped|tipping me|us off (other) = received information
let me|us know about|of = received information
warned|alerted|briefed|updated|informed me|us (other) = received information
gave me|us a? heads|tip|lead (other) = received information
shared <any>? <any>? with me|us (other) = received information
showed|pointed me|us (other) = received information
advised|advises|suggested|suggests|counselled|coached|mentored me|us (other) = received advice
suggested <any> (other) = received advice
explained how|to|why|what|<any> (other) = received advice
talked me|us through (other) = received advice
walked me|us through (other) = received advice
recommended|recommends|endorsed me|us to|for|as = received recommendation
recommended|recommends me|us? (other) = received recommends
vouched for me = received recommendation
wrote me|us a reference|recommendation = received recommendation
put in a? good? word for me = received recommendation
opened the|a door|doors (other) = received introduction
stood up for me|us = received support
backed|supported|encouraged|reassured|comforted|defended|cheered me|us (other) = received support
was there for me = received support

gave|lent|bought|sent|offered|showed|told|helped|advised|recommended|invited|taught|encouraged|proofread|reviewed him|her|them (mine) = given any
gave|bought <name> (i) = given gives
helped|drove|hosted|coached|covered|trained|translated|fixed <name>|him|her|them (mine) = given service
lent|loaned <name>|him|her|them|my (mine) = given service
gave|sent|forwarded|passed|bought|offered <name>|him|her|them (mine) = given gives
advised <name>|him|her|them (mine) = given advice
invited <name>|him|her|them (mine) = given invitation
told <name>|him|her|them about|of (mine) = given information
i|ive|ve told|tipped <name>|him|her|them = given information
i|ive|ve ve|have? gave|given|sent|passed|forwarded|offered|bought|brought = given gives
i|ive|ve ve|have? lent|loaned|helped|hosted|coached|drove|driven|proofread|reviewed|translated|fixed|booked|babysat|edited|corrected|read|looked|covered|trained|set|wrote|designed = given service
i|ive|ve ve|have? advised|suggested|explained|mentored|counselled = given advice
i|ive|ve ve|have? recommended|endorsed|vouched = given recommendation
i|ive|ve ve|have? invited = given invitation
i|ive|ve ve|have? told|shared|showed|pointed|tipped|warned = given information
i|ive|ve ve|have? referred = given referral
i|ive|ve ve|have? supported|encouraged|reassured|defended|comforted = given support
recommended <name> to|for = given recommendation
reviewed|proofread|translated|edited <name> s (mine) = given service
looked|look after <name>|his|her (i) = given service
`)

// pairFavours say given and received alike by who the subject is.
var pairFavours = cues(Favour, `
merci a <name> pour = received service
merci <name> pour|de = received service
thanks to <name> for = received service
thanks to <name> i|we got|found|won|landed|have = received service
thanks <name> for = received service
thank <name> for (i) = given service
`)

// verbFavours writes out the ways in which a French verb says who brought.
func verbFavours() []*cue {
	var b strings.Builder
	for _, v := range frenchVerbs {
		for _, one := range strings.Split(v.verbs, "|") {
			b.WriteString("m|me|nous a|ont|avait|avaient " + one + " = received " + v.kind + "\n")
			b.WriteString("m|nous " + one + " (other) = received " + v.kind + "\n")
			b.WriteString("j ai|avais " + one + " = given " + v.kind + "\n")
			b.WriteString("jai " + one + " = given " + v.kind + "\n")
			b.WriteString("lui|leur ai|avais " + one + " = given " + v.kind + "\n")
			b.WriteString("l|les ai|avais " + one + " = given " + v.kind + "\n")
		}
	}
	return readCues(Favour, b.String())
}

// favour makes the record of what was brought.
func (r *reader) favour(c clause) {
	side, kind, _ := strings.Cut(c.hit.cue.kind, " ")
	if kind == "information" && c.hit.b < c.b && r.units[c.hit.b].kind == wordUnit && classes["poss"][r.units[c.hit.b].fold] {
		r.leave(c) // "showed me her project" brings nothing
		return
	}
	rec := Record{Type: Favour, Given: side == "given", What: r.what(c), On: r.day0(c)}
	if kind == "recommends" && c.hit.b < c.b && r.units[c.hit.b].kind == nameUnit {
		kind = string(network.Recommendation)
	}
	rec.Kind = string(favourKind(kind, r.text(c.hit.a, c.b)))
	if rec.Given {
		rec.Who = r.object(c)
	} else {
		rec.Who = r.subject(c)
	}
	r.add(c, rec)
}

// favourKind settles a kind by the words of the favour.
func favourKind(kind, text string) network.FavourKind {
	w := strings.Fields(network.Fold(text))
	has := func(set map[string]bool) bool {
		for _, x := range w {
			if set[x] {
				return true
			}
		}
		return false
	}
	switch kind {
	case "gives", "any":
		switch {
		case has(adviceWords):
			return network.Advice
		case has(helpWords):
			return network.Service
		case has(contactWords):
			return network.Information
		case has(clientWords):
			return network.Referral
		case kind == "any" && has(serviceWords):
			return network.Service
		}
		return network.Gift
	case "sends":
		switch {
		case has(clientWords):
			return network.Referral
		case has(presentWords):
			return network.Gift
		}
		return network.Information
	case "recommends":
		if has(vouchWords) {
			return network.Recommendation
		}
		return network.Advice
	}
	return network.FavourKind(kind)
}

var (
	adviceWords  = words(`conseil conseils avis astuce astuces feedback advice tips tip guidance pointers pistes idees ideas`)
	helpWords    = words(`main hand lift help aide coup temps time`)
	contactWords = words(`contact contacts nouvelles numero numeros mail adresse adresses nom coordonnees info infos lien liens article number numbers address name names details email link links lead info
		information heads news document dossier file reference references`)
	clientWords  = words(`client clients cliente clientes affaire affaires mission missions contrat contrats chantier client customer customers business referral referrals lead leads gig job prospect prospects patients`)
	presentWords = words(`fleurs cadeau chocolats carte flowers gift present chocolates card wine vin bouteille bottle`)
	vouchWords   = words(`aupres comme chez for as to pour`)
	serviceWords = words(`helped lent proofread reviewed taught`)
)

// object returns for whom a favour was done: a pronoun stands for whom the
// talk is of, else it is the first name after the verb.
func (r *reader) object(c clause) []Who {
	for i := c.hit.a; i < c.hit.b; i++ {
		if u := r.units[i]; u.kind == wordUnit && objectPronouns[u.fold] {
			return r.current
		}
	}
	first := -1
	for i := c.hit.a; i < c.b; i++ {
		if r.units[i].kind != nameUnit {
			continue
		}
		if first < 0 {
			first = i
		}
		if f := r.units[i-1].fold; first > c.hit.b && (f == "a" || f == "to" || f == "for") {
			first = i // "passé le contact d’Ahmed à Camille"
			break
		}
	}
	if first < 0 {
		return r.current
	}
	return []Who{r.names[r.units[first].at].who}
}

var objectPronouns = words(`lui leur him her them l les`)

// day0 returns the day that the clause names, if it is past.
func (r *reader) day0(c clause) (d network.Date) {
	for i := c.a; i < c.b; i++ {
		if u := r.units[i]; u.kind == whenUnit && !r.whens[u.at].hour && !r.yetToCome(r.whens[u.at]) {
			return r.whens[u.at].past
		}
	}
	return d
}
