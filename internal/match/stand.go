package match

import "slices"

// stand works out the side and the mode, and returns the cue behind which the
// thing itself is named.
func (r *reader) stand(stands side) (from said) {
	known, before := false, said{}
	owned := false
	for _, c := range r.cues {
		if c.cue == not || c.cue == void || c.cue == remote || r.ruled[c.from] {
			continue
		}
		if m := cueModes[c.cue]; m != 0 && r.out.mode == 0 {
			r.out.mode = m
		}
		s := cueSides[c.cue]
		switch {
		case c.cue == own:
			owned = true
		case owned && !known && (c.cue == rent || c.cue == sell || c.cue == donate): // "j'ai une chambre à louer"
			r.out.side, known = gives, true
		case s == 0:
		case stands == wants && s == gives && !r.myself(c.from, c.cue) && !(before.cue == noCue && r.toGive(c)) && !(c.cue == bring && r.tokens[c.from].gap) && !(before.cue == seek && c.from-before.to <= 1):
			// "dad can't use the internet", "leaving teaching": said of others.
		case !known && stands == wants && s == gives && r.somebody(c.from):
			// "quelqu'un qui donne des cours": the one who is looked for gives.
		case !known, before.cue == seek && c.from-before.to <= 1:
			r.out.side, known, from = s, true, c
		}
		if c.cue == learn || c.cue == teach {
			r.out.taught = true
		}
		if c.cue != plain && c.cue != work && c.cue != client {
			before = c
		}
	}
	return from
}

// toGive reports whether a cue says that what stands before is given: "une
// poussette à donner", "two boxes of novels to pass on".
func (r *reader) toGive(c said) bool {
	w := r.tokens[c.from].fold
	return c.from > 0 && (c.cue == donate || c.cue == lend) && (w == "a" || w == "to")
}

// myself reports whether who has the need speaks of what they do themselves:
// "je donne", "I am selling", "vendre mon vélo", "my settee is free to whoever".
func (r *reader) myself(at int, c cue) bool {
	for i := max(at-3, 0); i <= at; i++ {
		switch r.tokens[i].fold {
		case "ou", "where", "which", "that", "dont":
			return false
		case "je", "j", "i", "we", "nous", "on":
			return true
		}
	}
	return at == 0 || c != bring && firsts[r.tokens[0].fold]
}

// firsts are first words that say that the text is about the writer's own.
var firsts = set(`je j i we nous on mon ma mes my our notre nos`)

// somebody reports whether the words before tell that somebody else does it.
func (r *reader) somebody(at int) bool {
	for i := at - 1; i >= 0 && i >= at-4; i-- {
		switch r.tokens[i].fold {
		case "qui", "who", "that", "quelqu", "qqn", "quelqun", "someone", "somebody", "anyone", "personne", "pouvant", "pour", "gens", "people":
			return true
		}
	}
	return false
}

// articles may stand between a cue and the noun that it is about.
var articles = set(`un une des du de d le la les l mon ma mes son sa ses notre nos leur leurs a an the any some my his her their our new nouveau nouvel nouvelle petit petite premier premiere bon autre first part full time summer
	good good another il elle on j ai avons ont quelques plusieurs few more plus small petits petites little odd en as paid remunere ete saison`)

// pastimes are the fields in which "stage" is a course and no work.
var pastimes = set(`leisure sports arts food`)

// turn changes the side where work or those who take it are what is looked for
// or offered: who seeks a post of cook cooks; who seeks a tenant has a flat.
func (r *reader) turn(from int) bool {
	for _, c := range r.cues {
		if c.cue != work && c.cue != client || c.from < from || r.ruled[c.from] || !r.directly(from, c.from) && !r.behind(from, c) || r.within(c) {
			continue
		}
		if w := r.tokens[c.from].fold; r.out.side == gives && (w == "heures" || w == "hours") {
			continue // "propose quelques heures"
		}
		if from > 0 && r.hires(from) || c.cue == work && r.pastime(c) {
			return false
		}
		r.out.side = -r.out.side
		r.out.job = c.cue == work && r.out.side == gives
		r.drop(c)
		return true
	}
	return false
}

// behind reports whether a word for work stands right behind what the work is,
// as in "a front-end job".
func (r *reader) behind(from int, c said) bool {
	return c.cue == work && r.lang&en != 0 && slices.ContainsFunc(r.out.things, func(t thing) bool { return t.first >= from && t.last == c.from })
}

// posts are concepts that are work themselves: who seeks a summer job works.
var posts = set(`job student-job seasonal-work internship apprentice first-job`)

// within reports whether a cue is part of a longer expression: "employment
// lawyer" looks for no employment.
func (r *reader) within(c said) bool {
	return slices.ContainsFunc(r.out.things, func(t thing) bool {
		return t.first <= c.from && t.last >= c.to && t.last-t.first > c.to-c.from && !(len(t.concepts) > 0 && posts[r.lex.Concepts[t.concepts[0]].Key])
	})
}

func (r *reader) directly(from, to int) bool {
	for _, t := range r.tokens[from:to] {
		if !articles[t.fold] {
			return false
		}
	}
	return true
}

func (r *reader) hires(to int) bool {
	return slices.ContainsFunc(r.cues, func(c said) bool { return c.to == to && c.cue == hire })
}

func (r *reader) pastime(c said) bool {
	for _, t := range r.out.things {
		if t.first >= c.from {
			for _, k := range t.concepts {
				if pastimes[r.lex.Concepts[k].Field] {
					return true
				}
			}
		}
	}
	return false
}

// drop takes away the word for work itself, unless it is all there is.
func (r *reader) drop(c said) {
	rest := slices.DeleteFunc(slices.Clone(r.out.things), func(t thing) bool { return t.first >= c.from && t.last <= c.to })
	if len(rest) > 0 {
		r.out.things = rest
	}
}

// trade returns what the writer of a need does, where they say so: a cook who
// seeks a place is met by who seeks a cook, and "I tutor Spanish" offers. What
// they do is then not what they look for.
func (r *reader) trade(before int) *reading {
	end, sure := r.oneself(), true
	if end == 0 {
		if end, sure = r.firstPerson(before), false; end < 0 {
			return nil
		}
	}
	mine := func(t thing) bool { return (end == 0 || t.last <= end) && r.tells(t) }
	alt := r.out
	alt.side, alt.things, alt.weight = gives, nil, 0
	for _, t := range r.out.things {
		if mine(t) {
			t.weight = byRank[min(len(alt.things), len(byRank)-1)]
			t.tells = 1
			alt.things, alt.weight = append(alt.things, t), alt.weight+t.weight
		}
	}
	if len(alt.things) == 0 {
		return nil
	}
	if rest := slices.DeleteFunc(slices.Clone(r.out.things), mine); sure && !r.out.job && len(rest) > 0 {
		r.out.things, r.out.weight = rest, 0
		for _, t := range rest {
			r.out.weight += t.weight
		}
	}
	return &alt
}

// firstPerson returns where what the writer does ends, 0 for nowhere, less
// where they say nothing of it.
func (r *reader) firstPerson(before int) int {
	switch {
	case len(r.tokens) < 2 || !iAm[r.tokens[0].fold] || notI[r.tokens[1].fold]:
		return -1
	case before > 0 && !iDo[r.tokens[1].fold] && !slices.ContainsFunc(r.tokens[:before], func(t token) bool { return t.fold == "et" || t.fold == "and" }):
		return -1
	}
	return before
}

// oneself returns the end of the words by which a need begins with who seeks:
// "apprenti boulanger, je cherche un patron", "I lay tiles, any jobs going?"; 0
// where it does not.
func (r *reader) oneself() int {
	n := len(r.tokens)
	if n < 3 {
		return 0
	}
	first := iAm[r.tokens[0].fold] && !notI[r.tokens[1].fold]
	end := 0
	for i := 1; i < n && end == 0; i++ {
		t := r.tokens[i]
		if t.gap || first && i > 1 && (t.fold == "et" || t.fold == "and") || seeks[t.fold] {
			end = i
		}
	}
	if end == 0 {
		return 0
	}
	if first {
		for _, t := range r.tokens[end:] {
			if openings[t.fold] {
				return end
			}
		}
		return 0
	}
	if end > 4 || !r.tokens[end].gap && r.tokens[end].fold[0] != 'l' && r.tokens[end].fold[0] != 's' || !slices.ContainsFunc(r.out.things, func(t thing) bool { return t.first <= 2 && t.last <= end && r.tells(t) }) {
		return 0
	}
	if slices.ContainsFunc(r.tokens[end:], func(t token) bool { return openings[t.fold] }) && slices.ContainsFunc(r.tokens[end:], func(t token) bool { return seeks[t.fold] }) {
		return end
	}
	if next := r.tokens[end].fold; iAm[next] || seeks[next] || next == "free" || next == "wants" || next == "wanting" || next == "libre" || next == "would" || next == "dispo" || next == "disponible" || next == "available" {
		return end
	}
	return 0
}

// notI are second words after which a text that begins with I tells no trade.
var notI = set(`ne n me m se need have had want would d can could ve ai avais veux voudrais aimerais cherche peux vais got lost`)

var (
	iAm   = set(`je j i we nous on il elle ils elles he she they`)
	iDo   = set(`suis fais sommes faisons m am are re`)
	seeks = set(`looking seeking seeks looks cherche cherchant recherche`)
	// openings are what somebody looks for to do what they do.
	openings = set(`boulot job jobs travail taf poste place patron ouvrage work gig gigs mission missions saison season shift shifts employeur employer contrat chantier chantiers commandes orders extra extras position role family troupe band berth groupe post`)
)

// inCompany looks for words of doing a thing together, and of joining in.
func (r *reader) inCompany() {
	for _, t := range r.tokens {
		r.out.joint = r.out.joint || partners[t.fold]
		r.out.joins = r.out.joins || joiners[t.fold]
	}
}

var (
	partners = set(`partenaire partenaires coequipier coequipiere coequipiers equipier equipiere duo binome compagnon compagne compagnie compagnons ensemble copain copine partner partners mate mates teammate teammates buddy buddies duo companion companions company together fellow pair`)
	joiners  = set(`rejoindre integrer join joining`)
)

// broken marks the things of a need that tells that something does not work:
// "le PC ne s'allume plus", "the clock has stopped".
func (r *reader) broken() {
	if !r.needs || !slices.ContainsFunc(r.tokens, func(t token) bool { return fails[t.fold] }) && !r.noMore() {
		return
	}
	for i := range r.out.things {
		r.out.things[i].broken = true
	}
}

// noMore reports whether the text holds "ne … plus" or "won't" and the like.
func (r *reader) noMore() bool {
	ne := false
	for i, t := range r.tokens {
		switch {
		case t.fold == "ne" || t.fold == "n":
			ne = true
		case t.fold == "plus" && ne:
			return true
		case t.fold == "t" && i > 0 && (r.tokens[i-1].fold == "won" || r.tokens[i-1].fold == "doesn"):
			return true
		}
	}
	return false
}

// fails are words of what does not work.
var fails = set(`panne casse cassee casses cassees brise brisee hs foutu foutue creve crevee bloque bloquee fendu fendue fele felee dechire dechiree plante rame broken broke stopped cracked bust busted smashed torn stuck dead punctured flat dying fails failing`)
