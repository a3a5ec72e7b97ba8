package words

import "strings"

// traits say what one word tells.
type traits uint16

const (
	french      traits = 1 << iota // a small word of French alone
	english                        // of English alone
	foreign                        // of neither
	tu                             // says tu to the reader
	vous                           // says vous
	inverted                       // a verb that asks when tu or vous follows it
	appointment                    // rendez-vous says vous to nobody
	thanking                       // may thank
)

// Words of both languages (on, a, me, son, plus, or, but) tell nothing and are
// in neither list.
var lists = map[traits]string{
	french: `le la les un une des du de et est que qui pour dans avec sur pas ne je il elle ils elles ce cette ces mon ma mes notre nos mais
		bien oui bonjour bonsoir salut coucou au aux en sont suis etes ete etre avoir ai avons ont fait faire peut peux vais va allez aller
		demain hier bientot semaine jour jours mois aussi tres trop encore deja toujours jamais ici comme comment quand parce donc alors si chez
		vers sans sous entre depuis pendant apres avant tout tous toute toutes cela ca cest jai quoi dont leur leurs lui nous moi rdv stp svp bises bisous
		cordialement amities amicalement bravo felicitations dispo dac accord merci mersi remercie remercions remercier voici voila soit serait serais
		cherche veux voudrais dis dites envoie recu ravi ravie heureux heureuse contente plaisir`,
	english: `the and is are was were be been am you your yours i we he she it its they them this that these those of to in for with not my our his her
		have has had do does did will would could should can may might from at by as if so what when where who how which there here then than
		just about into over after before been very too also any some all no yes hello hi hey dear thanks thank thx cheers regards best please
		know think let see get got send sent today tomorrow yesterday week month year ill im ive dont didnt cant lets u ur great good lovely`,
	foreign: `el los las por para con pero muy gracias hola como esta estoy usted der die das und ist nicht ich sie mit fur ein eine von zu den dem auch
		danke hallo guten di che per sono ti mi e lo gli alla dello del nella ho grazie ciao della nao obrigado obrigada uma com os het een van niet ik bedankt voor och att det som`,
	french | tu:   `tu te toi ton ta tes tien tienne`,
	french | vous: `vous votre vos votres`,
	french | inverted: `peux etes pourrais pourriez pouvez veux voudrais voulez voudriez aurais auriez avez serais seriez es sais savez connais
		connaissez penses pensez viens venez souhaites souhaitez aimerais aimeriez prends prenez fais faites crois croyez pourras pourrez sauriez saurais`,
	inverted:             `as`,
	french | appointment: `rendez`,
	french | thanking:    `merci mercis mersi mercii remercie remercions remercier remerciement remerciements reconnaissant reconnaissante`,
	english | thanking:   `thanks thank thx tks thankyou grateful appreciate appreciated thankful cheers thnaks thansk tanks`,
	thanking:             `gratitude`,
}

var traitsOf = lexicon(lists)

// A table holds words by their hash alone: 64 bits tell some thousand words
// apart, and a test sees that they do.
type table [2048]struct {
	hash uint64
	t    traits
}

// mix adds a letter to a word's hash.
func mix(hash uint64, c byte) uint64 { return (hash ^ uint64(c)) * 0x9e3779b97f4a7c15 >> 3 }

func (m *table) of(hash uint64) traits {
	for i := hash % uint64(len(m)); ; i = (i + 1) % uint64(len(m)) {
		if m[i].hash == hash || m[i].hash == 0 {
			return m[i].t
		}
	}
}

func (m *table) add(word string, t traits) {
	hash := uint64(0)
	for i := range len(word) {
		hash = mix(hash, word[i])
	}
	i := hash % uint64(len(m))
	for m[i].hash != 0 && m[i].hash != hash {
		i = (i + 1) % uint64(len(m))
	}
	m[i].hash = hash
	m[i].t |= t
}

func lexicon(lists map[traits]string) *table {
	var m table
	for t, list := range lists {
		for w := range strings.FieldsSeq(list) {
			m.add(w, t)
		}
	}
	return &m
}

// smalltalk are the questions that ask nothing: they greet, or look for a nod.
var smalltalk = phrases(`ca va|ca va bien|comment ca va|comment vas tu|comment tu vas|tu vas bien|vas tu bien|vous allez bien|allez vous bien|comment allez vous|
	quoi de neuf|quoi de beau|et toi|et vous|la forme|en forme|tout va bien|tout roule|ca roule|ca gaze|bien dormi|bien et toi|la sante|cv|
	n est ce pas|pas vrai|hein|non|si|ok|d accord|vraiment|ah bon|ah oui|tu vois|tu sais|vous savez|tu vois ce que je veux dire|quoi|hm|
	how are you|how are you doing|how are you today|how are you both|how are things|how s things|how s it going|how is it going|how are you keeping|how do you do|how s life|
	how have you been|what s up|what s new|sup|you ok|you well|are you well|all well|all good|alright|ok with you|keeping well|hope you are well|how r u|
	isn t it|aren t you|don t you think|right|you know|really|no|yes|eh|huh|questions|any questions|question|une question|des questions|besoin d aide|need help|qui sait|who knows|why not|pourquoi pas`)

// nods may end a sentence that only looks for assent.
var nods = phrases(`n est ce pas|hein|isn t it|wasn t it|aren t they|don t you think|pas vrai|tu vois|you know`)

// greetings may stand before them.
var greetings = phrases(`bonjour|bonsoir|salut|coucou|hello|hi|hey|dear|cher|chere|good morning|good evening|good afternoon|hola|yo|re|alors|bon|oui|yes|so|well|et|and`)

// requests begin a sentence that asks, whether or not a mark says so.
var requests = byFirst("could you |can you |would you |will you |would you mind |do you have |do you know |do you think |have you |did you |are you free |are you around |" +
	"let me know when |let me know what |let me know whether |let me know if you can |let me know if you could |let me know if you are |let me know if you re |let me know if that |" +
	"let me know how |tell me when |any chance you |any idea |est ce que tu |est ce que vous |dis moi si |dis moi quand |dites moi si |dites moi quand |fais moi savoir si tu peux |" +
	"faites moi savoir si vous pouvez |tu peux me |tu pourrais me |tu pourrais nous |tu aurais |vous auriez |serait il possible |est il possible |peut on se |on peut se voir |ca te dit ")

// openers may stand before a request without taking it from the reader.
var openers = byFirst(`please|pls|and|so|but|also|then|or|stp|svp|s il te plait|s il vous plait|et|mais|du coup|sinon|au fait|dis|alors|ps|p s|by the way|btw|hi|hello|hey|bonjour|salut|coucou`)

// byFirst sorts phrases by the byte they begin with, so that most sentences
// are told apart at a glance.
func byFirst(list string) (t [256][]string) {
	for p := range strings.SplitSeq(list, "|") {
		t[p[0]] = append(t[p[0]], p)
	}
	return t
}

func phrases(list string) map[string]bool {
	m := map[string]bool{}
	for p := range strings.SplitSeq(list, "|") {
		m[strings.TrimSpace(p)] = true
	}
	return m
}
