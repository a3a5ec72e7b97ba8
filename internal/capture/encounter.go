package capture

// encounterCues tell that the keeper was in contact with somebody, and how.
// Those that say "mine" are verbs whose subject must not be somebody else.
var encounterCues = cues(Encounter, `
cafe|kawa|cafes (noun) = in_person
pause|petit|p|ptit|bon|bu cafe|kawa (noun) = in_person
pris|prend|bu|boit|partage un|le|une cafe|verre|the|pot|biere|coup|apero|kawa (noun) = in_person
bu|pris un <any>? verre|cafe|the|coup|pot (noun) = in_person
dej|dejeuner|dejeune|dejeunee|lunch|brunch|gouter|diner|dine|souper|repas|resto|restau|restaurant|bouffe|apero|aperos|verre|biere|pique (noun) = in_person
pot|the (noun) (fr) = in_person
petit|ptit|p dej|dejeuner (noun) = in_person
balade|promenade|rando|footing|jogging|partie|tournoi|golf|tennis|squash avec|de|du|au (noun) = in_person
visite|passage|passe chez|avec|de|a|au|voir (noun) = in_person
soiree|fete|barbecue|mariage chez|avec (noun) = in_person
ap|apres midi|m avec (noun) = in_person
vu|vue|vus|croise|croisee|croises|retrouve|retrouvee|revu|revue|recroise|visite (mine) = in_person
suis tombe|tombee sur = in_person
tombe|tombee sur (mine) = in_person
rencontre|rencontree|rencontres (noun) (mine) = in_person
rencontre avec (noun) = in_person
rdv|rv|rendez-vous|rendezvous|reunion|entretien|entrevue|reu (noun) = meeting
point|seance|atelier (noun) (fr) = meeting
rendez vous (noun) = meeting
conference|colloque|seminaire|congres|salon|forum|cocktail|vernissage|foire (noun) = event
discute|parle|papote|echange|bavarde|cause|discussion|conversation avec (mine) (noun) = meeting
echange|echanges avec|de|sur|par (noun) (mine) = meeting
fait le|un point avec = meeting
visio|visios|zoom|teams|skype|facetime|webcall|videoconf|visioconference|visioconf|gmeet|meet (noun) = video
video|google|appel|call visio|video|call|meet|zoom|teams (noun) = video
tel|telephone|appel|phone|fil (noun) = call
coup|coups de fil|tel|telephone (noun) = call
appele|telephone|rappele|joint|contacte (mine) = call
eu|ai <name> au|en? tel|telephone|ligne|visio (mine) = call
eu|ai <name> <any>? au tel|telephone (mine) = call
eu au tel|telephone (mine) = call
m|nous a|ont appele|rappele|telephone = call in
mail|email|e-mail|mel|courriel|mails|emails|courriels (noun) = mail
ecrit a|, <name> (mine) = mail out
j ai envoye|ecrit|adresse un|une mail|email|courriel = mail out
j ai envoye|ecrit|laisse un|une message|sms|texto|mp|mot = message out
j ai envoye une lettre|carte = letter out
i sent <name>|him|her|them an|a email|mail = mail out
i sent an email|mail to = mail out
had a|an <any>? chat|conversation|talk|catch-up|discussion (noun) = meeting
had a|an <any>? call (noun) = call
repondu a <name> (mine) = mail out
m|nous a|ont ecrit|repondu|recontacte = mail in
m|nous a|ont envoye un mail|email|courriel|mot = mail in
recu|eu un|une|des mail|email|courriel|message|sms|lettre|mot|carte|nouvelles de|d = mail in
m|nous a|ont envoye|laisse|mis un sms|texto|message|whatsapp|vocal|mp = message in
sms|texto|textos|message|messages|msg|whatsapp|wa|mp|dm|messenger|telegram (noun) = message
linkedin (noun) = message
lettre|courrier (noun) = letter
carte postale|de (noun) = letter

coffee|coffees|brew|cuppa|tea|lunch|lunched|brunch|dinner|dined|supper|breakfast|brekkie|drink|drinks|pint|pints|beer|beers|meal|bbq (noun) = in_person
coffee break (noun) = in_person
grabbed|grab|had|shared|took|having a|an|some|quick? quick? coffee|lunch|drink|tea|dinner|beer|breakfast|pint|bite|cuppa|meal (noun) = in_person
had lunch|dinner|coffee|drinks|breakfast|tea|brunch|beers (noun) = in_person
walk|stroll|run|round|game|golf|tennis|afternoon|evening|morning|day|catch-up|catchup with (noun) = in_person
party|wedding|barbecue|bbq at|with (noun) = in_person
visit|visited|visiting <name> (noun) = in_person
visit from|to|with (noun) = in_person
dropped by|in|round = in_person
popped in|round|by = in_person
saw|seen (mine) (en) = in_person
met (mine) (en) (noun) = in_person
met up|with (mine) (en) = in_person
bumped|ran|run into (mine) = in_person
came across = in_person
caught up|with (mine) (noun) = in_person
caught up with (mine) (noun) = in_person
catch up|catchup|catch-up (noun) = in_person
meeting|mtg|appointment|appt|interview|session|catchup|sync|1-1|one-to-one (noun) = meeting
phone interview (noun) = call
conference|seminar|convention|meetup|summit|reception|exhibition|workshop|webinar (noun) = event
trade|book|craft|county|job fair|show (noun) = event
talked|spoke|chatted|chat|spoken|talk|conversation|discussion to|with (mine) (noun) = meeting
chatted|spoke|talked on|over|by|via (mine) (noun) = meeting
call|calls|phonecall|rang|phoned|called|ringing (noun) (mine) = call
phone|telephone call (noun) = call
video call|chat|conference (noun) = video
zoom|teams|skype|facetime|meet call|chat|meeting (noun) = video
facetimed|zoomed|skyped = video
got|had <name> on the phone|line = call
on the phone (noun) = call
called|rang|phoned me = call in
emailed|mailed|wrote (mine) = mail out
wrote to (mine) = mail out
exchanged|swapped|traded emails|mails = mail
emailed|wrote to? me = mail in
heard from = message in
texted|messaged|whatsapped|dmed|pinged (mine) = message out
texted|messaged|whatsapped|pinged me = message in
text|texts (noun) = message
letter|postcard (noun) = letter
sent <name> a an? email|message|text|letter|card = message out
`)

// media are words that settle the channel wherever they stand beside a cue of
// an encounter; the first of the list that is found counts.
var media = []struct {
	words   map[string]bool
	channel string
}{
	{words(`visio visios zoom teams skype facetime video visioconference visioconf webcall gmeet`), "video"},
	{words(`tel telephone telephonique phone appel fil call phoned`), "call"},
	{words(`lettre courrier letter postcard`), "letter"},
	{words(`mail mails email emails courriel courriels mel`), "mail"},
	{words(`sms texto textos message messages msg whatsapp linkedin messenger telegram dm text texted`), "message"},
}

// An encounter is gathered from the clauses that are about it.
type encounter struct {
	found     bool
	channel   string
	direction string
	who       []Who
	pending   []Who // named before anything was said of them
	when      when
	dated     bool
	place     string
	words     []Span
	cue       Span
	notes     []Span
	opened    bool // "avec Yves" or a day before anything else: contact without a word for it
}

// encounter takes in a clause with a cue of its own.
func (r *reader) encounter(c clause) {
	e := &r.header
	kind, dir := c.hit.cue.kind, ""
	if k := len(kind); k > 3 && kind[k-3:] == " in" {
		kind, dir = kind[:k-3], "in"
	} else if k > 4 && kind[k-4:] == " out" {
		kind, dir = kind[:k-4], "out"
	}
	if !e.found && len(r.records) > 0 && c.hit.cue.noun && !c.hit.cue.mine && len(r.namesIn(c.a, c.b)) == 0 {
		r.leave(c) // a coffee is spoken of, nobody is met
		return
	}
	first := !e.found
	if first {
		e.found = true
		e.cue = r.span(c.hit.a, min(c.hit.b, c.b))
	}
	if first || rank[kind] > rank[e.channel] {
		e.channel = kind
	}
	if dir != "" {
		e.direction = dir
	}
	r.medium(c)
	who := r.attend(c)
	e.who = appendWho(e.who, who...)
	if len(who) > 0 {
		r.current = who[:1]
	}
	r.circumstances(c)
	e.words = append(e.words, r.span(c.a, c.b))
	if rest := r.remark(c); rest != (Span{}) {
		e.notes = append(e.notes, rest)
	}
}

var rank = map[string]int{"event": 1, "meeting": 2, "in_person": 3, "message": 4, "mail": 4, "letter": 4, "call": 5, "video": 6}

// medium settles the channel by the media named in the clause.
func (r *reader) medium(c clause) {
	for _, m := range media {
		for i := c.a; i < c.b; i++ {
			if u := r.units[i]; u.kind == wordUnit && m.words[u.fold] {
				if rank[m.channel] > rank[r.header.channel] {
					r.header.channel = m.channel
				}
				return
			}
		}
	}
}

// attend returns who of the persons named in a clause took part.
func (r *reader) attend(c clause) []Who {
	var out, at []Who
	for i := c.a; i < c.b; i++ {
		if r.units[i].kind != nameUnit {
			continue
		}
		who := r.names[r.units[i].at].who
		switch r.partBefore(c, i, len(out) > 0) {
		case "with":
			out = append(out, who)
		case "at":
			at = append(at, who)
		case "more":
			if len(at) > 0 && len(out) == 0 {
				at = append(at, who)
			} else {
				out = append(out, who)
			}
		}
	}
	if len(out) == 0 {
		return at // "dîner chez Noémie": the host is whom one met
	}
	return out
}

// partBefore says what the words before the name at unit i make of it: "with"
// for one met, "at" for a host, "more" for a further one, "" for one only
// spoken of.
func (r *reader) partBefore(c clause, i int, some bool) string {
	k := i - 1
	for k >= c.a && r.units[k].kind == wordUnit && (aside[r.units[k].fold] || r.in("role", r.units[k].fold) || r.in("kin", r.units[k].fold)) && !(k >= c.hit.a && k < c.hit.b) {
		k--
	}
	if k < c.a || r.units[k].kind == whenUnit {
		return "with"
	}
	u := r.units[k]
	inCue := k >= c.hit.a && k < c.hit.b
	switch {
	case u.kind == nameUnit:
		return ""
	case u.fold == "chez" || u.fold == "at":
		return "at"
	case withWords[u.fold]:
		return "with"
	case u.fold == "et" || u.fold == "and" || u.fold == "," || u.fold == "&" || u.fold == "+" || u.fold == "/":
		return "more"
	case inCue, k+1 == i && c.hit.cue != nil && k == c.hit.b && fromTo[u.fold]:
		return r.turned(u.fold)
	case !some && k == c.hit.b-1:
		return "with"
	case u.kind == signUnit:
		return "with"
	case fromTo[u.fold] && r.mediaWord(c, k-1):
		return r.turned(u.fold)
	case c.hit.cue != nil && (r.mediaWord(c, k) || venues[u.fold]) && !some:
		return "with"
	}
	return ""
}

func (r *reader) mediaWord(c clause, k int) bool {
	return k >= c.a && r.units[k].kind == wordUnit && r.medial(r.units[k].fold)
}

// medial reports whether a word names a medium.
func (r *reader) medial(fold string) bool {
	for _, m := range media {
		if m.words[fold] {
			return true
		}
	}
	return false
}

// turned notes who turned to whom: "mail de Benoît", "message à Thomas".
func (r *reader) turned(f string) string {
	switch f {
	case "de", "d", "from", "by":
		r.header.direction = "in"
	case "a", "au", "to":
		r.header.direction = "out"
	}
	return "with"
}

var aside = words(`mon ma mes son sa ses notre my his her our leur l le la un une a an the dr ce cet cher chere ami amie old vieux bien rapide quick`)
var withWords = words(`avec av with w vu vue saw met croise rencontre`)
var fromTo = words(`de d from by a au to for`)

// circumstances reads when and where of a clause.
func (r *reader) circumstances(c clause) {
	e := &r.header
	for i := c.a; i < c.b; i++ {
		u := r.units[i]
		if u.kind == whenUnit && !r.whens[u.at].hour && !e.dated {
			e.when, e.dated = r.whens[u.at], true
		}
		if e.place != "" {
			continue
		}
		if c.hit.cue != nil && i >= c.hit.a && i < c.hit.b {
			if c.hit.cue.kind == "event" && i == c.hit.a {
				e.place = r.eventName(c, i)
			}
			continue
		}
		if p, to, ok := r.place(i, c.b); ok && !r.host(i, to) {
			e.place = cleanPlace(p)
			i = to - 1
		}
	}
}

// host reports whether the place is only a person’s home: "chez Noémie".
func (r *reader) host(i, to int) bool {
	if f := r.units[i].fold; f != "chez" && f != "at" && f != "a" && f != "de" {
		return false
	}
	for k := i + 1; k < to; k++ {
		u := r.units[k]
		if u.kind == wordUnit && u.fold != "et" && u.fold != "and" && u.fold != "s" {
			return false
		}
	}
	return !r.alsoWith(i)
}

// alsoWith reports whether somebody else was met: then "chez Paul" is a place.
func (r *reader) alsoWith(i int) bool {
	for k := 0; k < i; k++ {
		if r.units[k].kind == wordUnit && withWords[r.units[k].fold] && k+1 < len(r.units) && r.units[k+1].kind == nameUnit {
			return true
		}
	}
	return false
}

// eventName returns the place that an event at the head of a line is: "Salon
// Pollutec", "Trade fair". A preposition after it leads to a better one.
func (r *reader) eventName(c clause, i int) string {
	to := c.hit.b
	for to < c.b && r.units[to].kind != whenUnit && r.units[to].kind != signUnit {
		if _, ok := placeLeads[r.units[to].fold]; ok && r.units[to].kind == wordUnit {
			if _, _, ok := r.place(to, c.b); ok {
				return ""
			}
			break
		}
		if r.units[to].kind == wordUnit && (withWords[r.units[to].fold] || r.units[to].fold == "on") {
			break
		}
		to++
	}
	return r.text(i, to)
}

// remark returns what a clause of an encounter says beyond who, when, where and
// how: "sur le projet de crèche".
func (r *reader) remark(c clause) Span {
	for i := c.hit.b; i < c.b; i++ {
		u := r.units[i]
		if u.kind == wordUnit && about[u.fold] && i+1 < c.b {
			if _, _, ok := r.place(i, c.b); !ok {
				return r.span(i, c.b)
			}
		}
	}
	return Span{}
}

var about = words(`sur pour concernant about re regarding propos sujet on for`)

func appendWho(list []Who, more ...Who) []Who {
	for _, w := range more {
		known := false
		for _, x := range list {
			known = known || sameWho(x, w)
		}
		if !known {
			list = append(list, w)
		}
	}
	return list
}
