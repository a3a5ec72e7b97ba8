package capture

import "entregent/internal/network"

// factCues tell what was learned of somebody. Those by kin alone are weak: "his
// wife is looking for a flat" is a need.
var factCues = cues(Fact, `
sa|son|ses|leur|leurs <any>? <child> (noun) (weak) = child
his|her|their <any>? <child> (noun) (weak) = child
<name> s <child> (noun) (weak) = child
deux|trois|quatre|cinq|2|3|4|5 <child> (noun) (weak) = child
two|three|four|five|2|3|4|5 <child> (noun) (weak) = child
les <child> (noun) (weak) = child
a|ont deux|trois|quatre|cinq|2|3|4|5|un|une petit|petite? <child> (noun) = child
has|have two|three|four|five|2|3|4|5|a|one young|little? <child> (noun) = child
attend|attendent un|une|des|leur|son <any>? bebe|enfant|petit|jumeaux|jumelles|garcon|fille = child
attend|attendent <child> = child
est|sont enceinte = child
enceinte de|d (noun) = child
a|ont eu un|une|des|leur <any>? <child> = child
est|sont devenu|devenue|devenus|vient|viennent d? etre? papa|maman|parents|grand|grands|grand-pere|grand-mere = child
vient|viennent d etre|avoir papa|maman|parents|un|une|grand = child
bebe s appelle (noun) = child
conge|conges mat|maternite|parental|pat|paternite (noun) = child
rentre|revient|reprend|part de|en|apres|un|son conge|conges mat|maternite|parental|pat|paternite = child
back from|off maternity|paternity|parental leave (noun) = child
on maternity|paternity|parental leave (noun) = child
conge|conges mat|maternite|parental|pat|paternite bebe s? appelle? (noun) = child
expecting a|an|their|his|her|twins|another|in|number = child
is|are|s|re pregnant = child
pregnant with (noun) = child
had|has a|her|his|their baby = child
just had a|their = child
became|become a? dad|mum|mom|father|mother|parents|grandfather|grandmother|grandparents = child
baby is|s|was (noun) = child
the baby|twins is|are|s? (noun) = child
maternity|paternity|parental leave (noun) = child

sa|son|ses|leur|leurs <any>? <kin> (noun) (weak) = family
his|her|their <any>? <kin> (noun) (weak) = family
<name> s <kin> (noun) (weak) = family
a|ont perdu son|sa|leur|ses = family
vient de perdre son|sa|leur = family
lost his|her|their father|mother|dad|mum|mom|wife|husband|brother|sister|dog|grandmother|grandfather = family
s est|sont marie|mariee|maries|fiance|fiancee|separe|separee|remarie|remariee = family
se marie|marient = family
va|vont se marier = family
est|sont en plein divorce = family
divorce|divorcent (noun) = family
vient de divorcer = family
got|getting|gets|is|are married|engaged|divorced = family
going through a divorce = family

part|partent|partait|partira|partiront en|au|aux|a|skier|pour|faire|dans|camper|surfer|marcher|naviguer|voyager|vivre? (other) = holiday
rentre|rentrent|revient|reviennent|rentrait|revenait de|d|du|des = holiday
retour de|d|du vacances|voyage|<any> (noun) = holiday
va|vont skier|camper|surfer|randonner|en vacances|passer ses|leurs|les vacances|noel|l ete (other) = holiday
passe|passent|passera|passeront ses|leurs|les|l|une|deux|trois vacances|ete|semaine|semaines|week = holiday
en vacances en|a|au|aux|dans|chez|du|jusqu (noun) = holiday
etait|etaient|est|sont en vacances|voyage = holiday
a|ont passe ses|leurs vacances = holiday
cet|cette|l ete <any> fait|font|part|partent|va|vont (noun) = holiday
cet|cette ete (noun) = holiday
prend|prennent des|ses vacances = holiday
reserve|a un|son voyage|gite en|au|a = holiday
off|flying|travelling|traveling|heading to <any> (other) = holiday
going|goes to the? <proper> (other) = holiday
going on|skiing|camping|hiking|sailing holiday|vacation|honeymoon|in|safari|cruise (other) = holiday
going|went skiing|camping|hiking|diving|surfing|sailing (other) = holiday
back from (noun) = holiday
got|gotten|coming|came|flew|returned|returning|return back? from = holiday
is|are|was|were|s|re on holiday|vacation|safari|honeymoon = holiday
on holiday|vacation in|with|until|next|from (noun) = holiday
holiday|holidays|vacation|trip in|to|with (noun) = holiday
this summer (noun) = holiday
walking the <any> (other) = holiday
spending|spends|spent his|her|their|a|two|three|the <any>? holiday|holidays|vacation|week|weeks|summer|christmas|month = holiday

anniversaire (noun) = birthday
anniv|annif (noun) = birthday
fete|fetera|fetait|fetent ses|son|ces <any>? ans|anniversaire? = birthday
ne|nee <when> = birthday
aura|va avoir <any> ans = birthday
birthday|bday|b-day (noun) = birthday
turns|turning|turned|is <any> on|in|next|this = birthday
turning|turns <any> = birthday
was|is born <when> = birthday
born <when> = birthday

travaille|travaillait|bosse|bossait|exerce chez|pour|a|au|dans|comme|en|aux = job
est|sont|etait devenu|devenue <any> = job
est|sont|etait passe|passee|parti|partie chez = job
part|passe|partira chez|bosser|travailler|monter|diriger = job
a|ont rejoint = job
vient|viennent de|d rejoindre|quitter|demissionner|prendre|lancer|creer|monter|signer|changer|demarrer|integrer = job
rejoint|rejoindra|integre = job
quitte|quittent|quittera = job
a|ont quitte|demissionne|lance|cree|monte|fonde|repris|ouvert|decroche = job
a|ont change de = job
a|ont ete nomme|nommee|promu|promue|recrute|recrutee|embauche|embauchee|licencie|licenciee|elu|elue = job
est|etait licencie|licenciee|au|a|en chomage|promu|promue|nomme|nommee|retraite = job
monte|montent|lance|lancent|cree|creent|ouvre|ouvrent|developpe|dirige|gere|tient un|une|sa|son|leur|des|la|le (other) = job
reprend|reprennent les|des|ses etudes = job
prend|prennent sa|leur retraite = job
part|partent|partira a|en la? retraite = job
a|ont signe chez|avec = job
est|sont a|en la? retraite = job
change|changent de boite|boulot|travail|job|poste|metier|voie = job
nouveau|nouvel|nouvelle poste|job|boulot|emploi|boite|dg (noun) = job
nomme|nommee|promu|promue <any> (noun) = job
en reconversion (noun) = job
mutation|mute|mutee a|en|au|pour|<any> (noun) = job
se reconvertit = job
est|sont directeur|directrice|responsable|chef|cheffe|gerant|gerante|maire|elu|elue|dentiste|pharmacien|pharmacienne|traducteur|traductrice|photographe|musicien|musicienne|comedien|comedienne|ecrivain|peintre|plombier|macon|menuisier|electricien|boulanger|boulangere|libraire|chercheur|chercheuse|enseignant|enseignante|institutrice|instituteur|veterinaire|pilote|kine|psychologue|banquier|banquiere|courtier|analyste|consultant|consultante|ingenieur|architecte|avocat|avocate|medecin|prof|professeur|infirmier|infirmiere|developpeur|developpeuse|comptable|graphiste|commercial|commerciale|associe|notaire|journaliste = job
bosse|travaille maintenant? a|chez|dans = job
a son compte (noun) = job
works|working|worked for|at|in|as = job
works <any> for|at = job
used to work|run|teach|live at|for|in|as|the|<name>|a = job
graduated|graduates from|in|last|this = job
is|was|be|been made? redundant = job
is|s a|an|the|our <any>? governor|trustee|councillor|mayor|magistrate|musician|photographer|plumber|builder|translator|writer|author|painter|actor|actress|chef|baker|accountant|banker|broker|analyst|researcher|professor|midwife|dentist|vet|pharmacist|coach|carpenter|electrician|pilot|publisher|editor|physio|physiotherapist|plasterer|barrister|consultant|developer|trainer|tutor|gardener|florist = job
s|has|have|is joined|joining = job
joined|joining|joins <any> = job
left|leaving|leaves|quit|quitting his|her|the|their|<name>|<any> (other) = job
has left|quit = job
sold|sells|sold his|her|their|the company|business|firm|agency|shop|practice = job
a|ont vendu sa|son|leur boite|entreprise|societe|agence|magasin|cabinet|affaire = job
started|starting|starts|launched|launching|opened|opening|founded|runs|running|set a|an|up|her|his|their|at|as|the (other) = job
new job|role|position|post|business|company|startup (noun) = job
changed|changing|changes jobs|job|careers|career = job
was|is|been|got|has appointed|promoted|hired|made|laid|elected|fired|sacked = job
promoted|appointed to|as|<any> (noun) = job
has become = job
became = job
is now a|an|the|head|director|cto|ceo|cfo|vp|partner|manager|at|working = job
is a|an|the|now? head|director|cto|ceo|cfo|vp|partner|manager|consultant|lawyer|teacher|nurse|doctor|engineer|architect|developer|journalist|designer|freelance|solicitor|surgeon = job
retiring|retires|retired = job
going to retire|leave|quit|join|resign = job
gone|going|went|goes back to college|university|uni|school|work = job
won|wins|winning a|an|the|his|her prize|award|contract|tender|grant|election|<any>? prize? = job
taken|taking|took a? sabbatical = job
between jobs (noun) = job
made redundant (noun) = job

habite|habitent|vit|vivent|reside maintenant? a|au|en|dans|aux|pres|rue|<name> = town
habite|habitent <any> = town
demenage|demenagent|demenagera = town
a|ont|est demenage = town
va|vont|vient|viennent de? demenager|s|installer|emmenager = town
s installe|installent|installera = town
s est|sont installe|installee|installes = town
emmenage|emmenagent = town
lives|living|live in|near|on|at = town
has|have|s|is|are lived|settled|moved|based in|to|near|from = town
moved|moving|moves|relocating|relocated to|from|out|back|house = town
moving|moved his|her|their|the <any>? to = town
is|are based in = town
is|are|s|comes|come originally? from <proper> = town
est|sont|vient originaire de|d = town
bought|buying|buys a|an|their|his|her|the <any>? house|flat|apartment|place|cottage|farm = town
a|ont achete un|une|leur|sa|son <any>? maison|appart|appartement|terrain|ferme|studio = town
based in (noun) = town

fait|font|faisait|pratique|pratiquent du|de|des|beaucoup = interest
fait|font un|une|le marathon|semi|triathlon|trail|ironman|blog|podcast|chorale = interest
joue|jouent au|aux|du|de|dans|a|en = interest
chante|chantent|danse|dansent|peint|jardine|cuisine|surfe|nage|skie|collectionne|tricote|brasse|photographie dans|en|du|le|la|au|des|de|a|son|sa|<any>? = interest
court|courent le|la|un|des|les|tous|beaucoup|souvent = interest
prepare|preparent le|la|un|son|sa <any>? marathon|triathlon|trail|diagonale|ironman|semi|course|traversee|concours = interest
prepare|preparent la|le|l <any> des|de (other) = interest
s est|sont mis|mise|re|remis|remise|mises a|au|aux|la = interest
s|se met|mettent|remet|remettent a|au|aux = interest
s etait mis|mise a|au = interest
et|s|est mis|mise a|au la? = interest
adore|adorent|aime|aiment|kiffe|deteste|detestent <any> (other) = interest
passionne|passionnee|passionnes|mordu|mordue|accro|dingue|amateur|amatrice|adepte|fou|folle|fana|fan|fans de|d|du|par|des (noun) = interest
supporte|supportent le|la|les|l|om|psg = interest
supporter|supportrice de|du|des|d (noun) = interest
est|sont vegetarien|vegetarienne|vegan|vegane|vegetariens|allergique|allergiques|intolerant|intolerante|diabetique = interest
vegetarien|vegetarienne|vegan|allergique (noun) = interest
ne mange|boit|mangent|boivent pas|plus = interest
parle|parlent couramment? portugais|japonais|anglais|espagnol|allemand|italien|arabe|chinois|russe|neerlandais|polonais|turc|breton = interest
prend|prennent|suit des|un cours de|d = interest
apprend|apprennent a|le|la|l|<any> (other) = interest
a|ont un|une|deux|trois|adopte chat|chats|chien|chiens|chienne|cheval|poney|lapin|chiot|chaton|un? = interest
a|ont adopte un|une|deux = interest
son|sa|leur chien|chienne|chat|cheval|chiot|voilier|bateau|potager|jardin (noun) = interest
s entraine|entrainent pour|au = interest
membre|benevole de|d|du|a|au|aux|chez (noun) = interest
lit|lisent beaucoup|tout|tous|le = interest
plays|playing|play <any> (other) = interest
sings|singing|dances|paints|knits|sails|surfs|skis|swims|climbs|collects|bakes|gardens|rides|brews|cycles|runs <any> (other) = interest
loves|loving|adores|enjoys|likes|hates <any> (other) = interest
is|are|s|re|really into <any> = interest
into <any> now|these (noun) = interest
fan|fans of (noun) = interest
keen|avid|passionate|mad|crazy on|about|<any> (noun) = interest
took|taken|takes|taking|take up <any> (other) = interest
training|trains for = interest
running the|a|another|his|her <any>? marathon|half|ultra|10k|race|triathlon = interest
ran the|a|his|her <any>? marathon|half|ultra = interest
supports|supported <any> (other) = interest
supporter of (noun) = interest
is|are|s|re vegetarian|vegan|allergic|diabetic|coeliac|intolerant = interest
vegetarian|vegan (noun) = interest
allergic to (noun) = interest
doesn|does|dont|do not eat|drink|drinks|eats = interest
speaks|speaking portuguese|japanese|french|spanish|german|italian|arabic|chinese|russian|welsh|polish|english|dutch|turkish|mandarin|fluent = interest
taking|takes|doing|does <any> classes|lessons|courses|yoga|pilates|karate|judo|boxing|ballet|ceramics|pottery|crossfit = interest
does|doing|practises|practices yoga|pilates|karate|judo|boxing|ballet|ceramics|pottery|crossfit|triathlons|aikido = interest
learning|learns to|the|<any> (other) = interest
has|have|got|adopted a|an|two|three <any>? cat|cats|dog|dogs|puppy|kitten|horse|pony|allotment|boat = interest
his|her|their dog|cat|puppy|horse|boat|allotment|garden (noun) = interest
s back playing|running|swimming = interest
is back playing|running|swimming = interest
volunteers|volunteering at|for|with = interest
member of (noun) = interest
season ticket (noun) = interest
a|est|un abonne|abonnee au|a = interest

connu|connue|connus grace|par|via|au|a|en|lors|chez|pendant (noun) = met
rencontre|rencontree|rencontres grace|via|par|lors = met
on|nous s|se est|nous|sommes rencontre|rencontres|rencontrees|connu|connus|connues (noun) = met
rencontree au|a|aux|lors|en|dans|chez = met
s est connu|connus|rencontre|rencontres|rencontrees = met
on se connait de|du|depuis = met
met through = met
met via = met
we met at|in|on|through|via|when|during = met
met at|during = met
know|known|knows each? other? from (i) = met
got to know = met

s est casse|cassee|blesse|blessee|fait|foule = note
est|sont|etait hospitalise|hospitalisee|malade|fatigue|fatiguee|operee|opere|creve|crevee|deborde|debordee|souffrant|souffrante = note
a|ont ete opere|operee = note
a|ont un cancer = note
en burn burnout|out (noun) = note
broke|broken|breaking his|her|a = note
is|was|been|s in hospital|ill|sick|unwell|exhausted = note
had surgery = note
burnt|burned out = note
`)

// fact makes the record of something learned. Its words are the clause, so that
// they read by themselves months later.
func (r *reader) fact(c clause) {
	if c.hit.cue.kind == Birthday && c.hit.a > 0 && ownWords[r.units[c.hit.a-1].fold] {
		r.leave(c) // the keeper’s own
		return
	}
	if (c.hit.cue.kind == Job || c.hit.cue.kind == Holiday) && r.ownedSubject(c) {
		r.leave(c)
		return
	}
	rec := Record{Type: Fact, Kind: c.hit.cue.kind, Who: r.subject(c), What: r.whole(c)}
	if rec.Kind == Birthday {
		rec.On = r.yearly(c)
	}
	r.add(c, rec)
}

// yearly returns the day of the year that a clause names.
func (r *reader) yearly(c clause) (d network.Date) {
	for i := c.a; i < c.b; i++ {
		if u := r.units[i]; u.kind == whenUnit && !r.whens[u.at].hour {
			d = r.whens[u.at].next
			d.Year = 0
			return d
		}
	}
	return d
}

var articles = words(`le la l les the`)

var ownWords = words(`mon ma mes notre nos my our`)

// ownedSubject reports whether the clause is about something of theirs and not
// about them: "his joiner has left".
func (r *reader) ownedSubject(c clause) bool {
	for i := c.a; i < c.hit.a; i++ {
		if r.units[i].kind == wordUnit && (classes["poss"][r.units[i].fold] || articles[r.units[i].fold]) {
			return true
		}
	}
	return false
}
