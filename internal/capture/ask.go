package capture

// askCues tell what the keeper asked for, or looks for.
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
je cherche|recherche|cherchais
j ai|aurais|avais besoin de|d|du|des
je voudrais|veux|souhaite|aimerais|souhaiterais <any>
il me faut|faudrait
i|ive ve|have? asked
asked <name>|him|her|them for|to|if|whether|about|a
asked <name>|him|her|them
asked for (i)
to ask <name>|him|her|them? for|if|whether|to|about
i m|am looking|searching|hunting for|to
im looking for
i need <any>
need a|an|some|help|advice (mine)
asking <name>|him|her|them? for|to|if|whether|about
requested a|an|some|his|her (mine)
i m? hoping|hope <name>|to|for
i m hoping|counting that|on
j espere que
i d|would like|love to|a|an|some|<name>
i|we could use|do a|an|some|more|with
i want a|an|some|to
i m|am after
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
	if rec.Who == nil && !keeperSeeks[r.units[min(c.hit.a+1, c.hit.b-1)].fold] {
		rec.Who = r.current
	}
	r.add(c, rec)
}

// keeperSeeks are the verbs by which the keeper looks for something without
// asking anybody.
var keeperSeeks = words(`cherche recherche cherchais m need an some want ai aurais`)

// asked returns the words of an ask, or the cue itself where nothing follows:
// "demandé à Lucie".
func (r *reader) asked(c clause) string {
	if w := r.trimmed(r.afterCue(c), c.b); w != "" && r.units[c.hit.b-1].kind != nameUnit {
		return w
	}
	return r.text(c.hit.a, c.b)
}
