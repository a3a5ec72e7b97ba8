package capture

// tieCues tell what binds two others.
var tieCues = cues(Tie, `
travaille|travaillait|travaillent|bosse|bossait|bossent|collabore|collabore|collaborait|collaborent avec
a|ont travaille|bosse|collabore|etudie avec
travaille|travaillait|bosse|bossait pour <name>
connait|connaissait <name>
est|etait proche|ami|amie|pote|copain|copine de|d|avec
est|sont associe|associee|associes|amis|amies|cousins|cousines|voisins|voisines|collegues|freres|soeurs|potes|copains|copines|maries|maries|mariee|marie|fiances|ensemble|en
est|etait|fut le|la|l|un|une|son <any>? ami|amie|patron|patronne|boss|chef|cheffe|associe|associee|collegue|voisin|voisine|frere|soeur|beau|belle|cousin|cousine|pere|mere|fils|fille|femme|mari|copain|copine|oncle|tante|neveu|niece|filleul|parrain|marraine|n|assistant|assistante|avocat|avocate|comptable|client|cliente|mentor|tuteur|manager|bras
etaient ensemble|en|dans|a|au|a|collegues|voisins|associes
sont ensemble|en
etaient <any> <any>? ensemble
se connaissent
se frequentent
ont fait|etudie|monte|cree|travaille leurs|ensemble|l|la|le|un|une
est|sont marie|mariee|maries a|avec|au
est en couple avec
sort avec
joue|jouent avec <name>
a interviewe|embauche|recrute|forme|invite|rencontre|coache|aide|conseille|defendu|emploie <name>
emploie <name>
frere|soeur|femme|mari|associe|associee|patron|collegue|voisin|voisine|ami|amie de|d <name> (noun)
ex collegue|associe|associee|patron|femme|mari de|d <name> (noun)
ancien|ancienne collegue|associe|associee|patron de|d <name> (noun)
works|worked|working|work|works with
used to work|study|live|be|play with|for|at|under|<name>|alongside
used to be
works|worked for <name>
works|worked under <name>
reports|reported to
knows|knew <name>
knows each? other
know each other
is|are|was|were friends|friend|cousins|cousin|partners|partner|neighbours|neighbors|colleagues|siblings|brothers|sisters|married|engaged|roommates|flatmates|classmates|mates
is|was <name> s
is|was a|an|the <any>? friend|colleague|cousin|neighbour|neighbor|partner|client|brother|sister|mate of
is|was a|an|the <any>? <any>? of
went to school|university|uni|college with|together
were|was at school|university|uni|college with|together
studied|trained|grew with|up|together|under
grew up with|together
shares an|the|a? office|flat|house with
interviewed|hired|employs|employed|mentored|mentors|coached|coaches|recruited|advised|taught|trained|manages|managed <name>
is|are|was married|engaged to
plays|play|sings|runs|sails with <name>
`)

// tie makes the record of what binds two others; without two of them it is
// left to the note.
func (r *reader) tie(c clause) {
	before, behind := r.namesIn(c.a, c.hit.a), r.namesIn(c.hit.a, c.b)
	switch {
	case len(before) == 0 && len(behind) > 0:
		before = r.current
	case len(before) > 1 && len(behind) == 0:
		before, behind = before[:1], before[1:2]
	case len(before) > 1:
		before = before[len(before)-1:]
	}
	if len(before) == 0 || len(behind) == 0 || sameWho(before[0], behind[0]) {
		r.leave(c)
		return
	}
	r.current = before[:1]
	r.add(c, Record{Type: Tie, Who: before[:1], Whom: behind[:1], What: r.whole(c)})
}

func sameWho(a, b Who) bool { return a.ID == b.ID && a.Name == b.Name }
