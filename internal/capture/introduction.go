package capture

// introductionCues tell who presented whom. What follows must be a person: a
// name or a role. "M’a présenté son projet" is no introduction.
var introductionCues = cues(Introduction, `
m|me|nous a|ont|avait|avaient presente|presentee|presentes|presentees = received
m|me|nous presente|presentent (other) = received
m|me|nous a|ont|avait mis|mise|mises en contact|relation|lien avec = received
m|me|nous a|ont branche|branchee|connecte|connectee avec|a = received
m|nous a|ont fait rencontrer|connaitre = received
m|nous a|ont introduit|introduite aupres|chez|a? de|d? = received
mis|mise en contact|relation|lien par = by
presente|presentee|presentes|recommande|recommandee|adresse|envoye par = by
par l intermediaire de|d = by
par l entremise de|d = by
via <name> = by
grace a <name> j ai rencontre|connu|rencontree = thanks
grace a <name> = by
introduced|introduces|introducing|intro me|us to = received
introd|intro|introed me|us to = received
put|puts me|us in touch|contact with = received
connected|connects me|us with|to = received
hooked me|us up with = received
set me|us up with = received
linked me|us up? with|to = received
made an|the? intro|introduction to = received
introduced|recommended|referred|sent by = by
through <name> = by
intro by|from|via|through = by
thanks to <name> i|we met = thanks
thanks to <name> = by
j ai|avais presente|presentee = given
jai presente = given
je|j lui|leur|les|l ai presente|presentee = given
lui|leur ai presente = given
j ai|avais mis|mise en contact|relation|lien = given
j ai|avais mis|mise <name> en contact|relation|lien = given
ai mis|mise <name> en contact|relation|lien = given
mis|mise <name> en contact|relation|lien = given
mis|mise en contact|relation|lien <name> = given
presente|presentee <name> a|au <name> = given
a|ont presente|presentee <name> a = third
a|ont mis|mise <name> en contact|relation|lien avec = third
i|ive ve|have? introduced = given
introduced <name> to|and = given
i|ive ve|have? put <name> in touch|contact = given
put <name> in touch|contact = given
put <name> and <name> in touch|contact = given
i|ive ve|have? connected <name> = given
connected <name> with|to|and = given
`)

// introduction makes the record of somebody presented to somebody.
func (r *reader) introduction(c clause) {
	names := r.namesIn(c.hit.a, c.b)
	rec := Record{Type: Introduction, What: r.whole(c), On: r.day0(c)}
	switch c.hit.cue.kind {
	case "received":
		if len(names) == 0 && !r.roleIn(c.hit.b, c.b) {
			r.leave(c)
			return
		}
		rec.Who, rec.Whom = r.subject(c), names
	case "by", "thanks":
		rec = r.presentedBy(c, rec, names)
	case "given":
		rec.Given = true
		rec.Whom, rec.To = r.ends(c, names)
	case "third":
		rec.Who = r.subject(c)
		rec.Whom, rec.To = r.ends(c, names)
	}
	if len(rec.Who) > 0 && len(rec.Whom) > 0 && sameWho(rec.Who[0], rec.Whom[0]) || len(rec.Who) == 0 && !rec.Given || len(rec.Whom) == 0 && !r.roleIn(c.hit.b, c.b) {
		r.leave(c)
		return
	}
	if c.hit.cue.kind == "thanks" {
		r.header.meet(rec.Whom, c, r)
	}
	r.add(c, rec)
}

// meet notes that those presented were met in person: "grâce à Didier j’ai
// rencontré Anne".
func (e *encounter) meet(who []Who, c clause, r *reader) {
	if !e.found {
		e.found, e.channel, e.cue = true, "in_person", r.span(c.hit.a, c.hit.b)
	}
	e.who = appendWho(e.who, who...)
	r.current = who[:1]
	r.circumstances(c)
	e.words = append(e.words, r.span(c.a, c.b))
}

// presentedBy reads "présenté par Sophie", "grâce à Didier j’ai rencontré Anne":
// the first name is the go-between, whoever was met is presented.
func (r *reader) presentedBy(c clause, rec Record, names []Who) Record {
	rec.Whom = r.current
	if len(names) == 0 {
		return rec
	}
	rec.Who = names[:1]
	if before := r.namesIn(c.a, c.hit.a); len(before) > 0 {
		rec.Whom = before
	}
	if len(names) > 1 {
		rec.Whom = names[1:]
	}
	return rec
}

// ends returns who was presented and to whom.
func (r *reader) ends(c clause, names []Who) (whom, to []Who) {
	if len(names) > 1 {
		return names[:1], names[1:]
	}
	return names, r.current
}

// roleIn reports whether somebody without a name is meant: "sa sœur", "her
// boss".
func (r *reader) roleIn(a, b int) bool {
	for i := a; i < b && i < a+5; i++ {
		f := r.units[i].fold
		if r.units[i].kind == wordUnit && (r.in("role", f) || r.in("kin", f) || r.in("child", f)) {
			return true
		}
	}
	return false
}
