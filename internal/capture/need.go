package capture

// needCues tell that somebody looks for something. The keeper's own wants are
// asks, and are not here.
var needCues = cues(Need, `
cherche|cherchent|cherchait|cherchaient|chercherait|chercher
a|ont cherche a
recherche|recherchent|recherchait
a|est|sont|ont a? la recherche de|d|du|des
en recherche de|d|du
en quete de|d|du
a|ont|avait|avaient|aurait|auraient besoin de|d|du|des
besoin de|d|du|des (noun)
lui|leur faut|faudrait
lui|leur manque
manque|manquent de|d
en manque de|d
en panne de|d
recrute|recrutent|recrutait|recruterait
embauche|embauchent|embaucherait
veut|veulent|voudrait|voudraient|aimerait|aimeraient|souhaite|souhaitent|souhaiterait|souhaiteraient|envisage|envisagent|compte|espere|reve trouver|recruter|embaucher|acheter|louer|rencontrer|apprendre|acquerir|investir|trouver|emprunter|recuperer|racheter|visiter|connaitre|changer|investir
veut|veulent|voudrait|voudraient|aimerait|aimeraient|souhaite|souhaiterait de|d? <verb>
veut|voudrait|voudraient|aimerait|souhaite|souhaiterait un|une|des|du
envisage|envisagent de|d <verb>
demande|demandait|m? si je connais|connaissais
m a? demande|demandait si je connais|connaissais
m a? demande un|une|de|d|des|du
galere|galerent a|pour trouver
a|ont du mal a trouver
est|sont preneur|preneuse|preneurs de|d
est|sont interesse|interessee|interesses par
est|sont|serait|seraient interesse|interessee|interesses par|pour
en demande de|d
ouvert|ouverte a
attend|attendent des reponses|propositions
s est mis|mise en quete de|d
looking|lookin|searching|hunting|shopping|searches|looks|hunts for|4 (other)
looking|hoping|planning|trying to hire|rent|buy|find|meet|recruit|learn|get|borrow|move|raise (other)
on the lookout|hunt for
on the market for
in the market for
in search|need|want of
needs
needed
need|needing (they)
is|are|was|s|re|m after a|an|some|any|the|more
s|re|is|are seeking
seeking
seeks
is|are|s|re hiring|recruiting
hiring|recruiting <any>
hires
wants|want|would|d like|likes? to find|buy|rent|hire|meet|learn|recruit|get|borrow|try|know|join|visit|take|start|improve|change|raise|invest (other)
wants a|an|some|someone|somebody|more|new|to (other)
want a|an|some|someone (other)
would|d like a|an|some|to (other)
could use (other)
could do with (other)
would|d love|like|prefer|want <any>? (other)
is|are|s|re short of|on
short of|on
running|run low|out of
lacks|lacking
asked|asks|asking|wondering|wonders|wondered me? if|whether i know|knew|have|had
asked me for
asks me for
interested in (noun)
keen to find|meet|hire|buy|rent|get
struggling to find|hire|recruit
desperate for
open to
`)

// need makes the record of a clause in which somebody looks for something.
func (r *reader) need(c clause) {
	r.add(c, Record{Type: Need, Who: r.subject(c), What: r.what(c)})
}
