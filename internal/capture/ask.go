package capture

// askCues tell what the keeper asked for. Those of kind own are wants that
// nobody has been asked for.
var askCues = cues(Ask, `
j ai|avais demande
jai demande
je lui|leur ai demande
lui|leur ai demande
lui|leur demande|demander
je lui|leur demande
pour lui|leur demander
demande a|au <name>
demande un|une|des|de|conseil|l|son|sa a? (i)
sollicite|sollicitee <name>
lui|leur demandant
en lui|leur demandant
j ai|avais sollicite
je cherche|recherche|cherchais = own
j ai|aurais|avais besoin de|d|du|des = own
je voudrais|veux|souhaite|aimerais|souhaiterais <any> = own
il me faut|faudrait = own
i|ive ve|have? asked
i|ive ve|have? asked him|her|them|<name>
asked <name>|him|her|them for|to|if|whether|about|a
asked <name>|him|her|them
asked for (mine)
to ask <name>|him|her|them? for|if|whether|to|about
i m|am looking|searching|hunting for|to = own
im looking for = own
i need <any> = own
need a|an|some|help|advice (bare) = own
asking <name>|him|her|them? for|to|if|whether|about
requested a|an|some|his|her (mine) = own
i m? hoping|hope <name>|to|for
i m hoping|counting that|on
j espere que
i d|would like|love to|a|an|some|<name> = own
i|we could use|do a|an|some|more|with = own
i want a|an|some|to = own
i m|am after = own
`)

// ask makes the record of what the keeper wants.
func (r *reader) ask(c clause) {
	rec := Record{Type: Ask, What: r.asked(c)}
	for i := c.hit.a; i < c.b; i++ {
		u := r.units[i]
		if u.kind == nameUnit {
			rec.Who = appendWho(rec.Who, r.names[u.at].who)
			if i+2 < c.b && r.units[i+2].kind == nameUnit && r.conjunction(r.units[i+1].fold) {
				continue
			}
			break
		}
		if rec.Who != nil {
			continue
		}
		if u.kind == wordUnit && i < c.hit.b && objectPronouns[u.fold] {
			rec.Who = r.current
			break
		}
	}
	if rec.Who == nil && c.hit.cue.kind != "own" {
		rec.Who = r.current
	}
	r.add(c, rec)
}

// asked returns the words of an ask, or the cue itself where nothing follows:
// "demandé à Lucie".
func (r *reader) asked(c clause) string {
	if w := r.trimmed(r.afterCue(c), c.b); w != "" && r.units[c.hit.b-1].kind != nameUnit {
		return w
	}
	return r.text(c.hit.a, c.b)
}
