package resolve

import (
	"strings"

	"entregent/internal/network"
)

// Tokens returns the words of a name that can tell people apart: folded,
// nicknames turned into the name they stand for, titles and single letters
// left out. A name that is really an address has none: it says nothing that
// the address does not.
func Tokens(name string) []string {
	if strings.Contains(name, "@") {
		return nil
	}
	var out []string
	for _, w := range strings.Fields(network.Fold(name)) {
		if len(w) < 2 || titles[w] {
			continue
		}
		if full, ok := nicknames[w]; ok {
			w = full
		}
		out = append(out, w)
	}
	return out
}

var titles = func() map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(`mr mrs ms miss dr prof sir dame lord lady m mme mlle me monsieur madame mademoiselle maitre docteur professeur
		phd mba md cpa cfa pmp jr sr ii iii iv esq pe rn bsc msc ing de du des del della van von der den la le el al bin ibn di da dos`) {
		m[w] = true
	}
	return m
}()

// nicknames maps a familiar form to one full form, in French and English.
var nicknames = func() map[string]string {
	m := map[string]string{}
	for _, line := range strings.Split(`robert: bob bobby rob robbie
william: bill billy will willy liam
richard: dick rick rich richie
michael: mike mick mickey mikey
james: jim jimmy jamie
john: jack johnny jon
charles: charlie chuck
edward: ed eddie ted teddy ned
thomas: tom tommy
joseph: joe joey jojo
daniel: dan danny
david: dave davy
steven: steve stephen stevie
christopher: chris kris
matthew: matt
anthony: tony
andrew: andy drew
benjamin: ben benny
samuel: sam sammy
nicholas: nick nicky nico nicolas
alexander: alex sandy alexandre alexis
gregory: greg gregoire
kenneth: ken kenny
timothy: tim timmy
lawrence: larry laurie
patrick: pat paddy
peter: pete
philip: phil phillip philippe
ronald: ron ronnie
donald: don donnie
gerald: gerry jerry gerard
elizabeth: liz lizzie beth betty eliza elisabeth
margaret: maggie meg peggy greta
katherine: kate katie kathy cathy kat catherine kathryn
jennifer: jen jenny
jessica: jess jessie
patricia: patty tricia trish
susan: sue susie suzanne
deborah: deb debbie
barbara: barb barbie
victoria: vicky tori
rebecca: becky becca
jacqueline: jackie jacky
christine: chrissie christina tina
veronique: vero
frederic: fred freddy
frederique: freda
dominique: dom domi
stephane: steph
stephanie: stef stephie
emmanuel: manu emmanuelle
bernard: nanard
francois: fanfan
jeanphilippe: jeanphi
sebastien: seb
guillaume: guigui
maximilien: max maxime
valerie: val
caroline: caro
isabelle: isa
nathalie: nath nat
sandrine: sandy
florence: flo
delphine: delph
dorothee: doro
angelique: angie
benedicte: bene
geraldine: gege
virginie: vivi
aurelien: aure
bertrand: bebert
ludovic: ludo
mathieu: mat mathias
theodore: theo
gabriel: gab gabi
raphael: raph rafael
antoine: toine tonio
augustin: gus auguste`, "\n") {
		full, short, _ := strings.Cut(line, ":")
		for _, s := range strings.Fields(short) {
			if _, taken := m[s]; !taken && s != full {
				m[s] = full
			}
		}
	}
	return m
}()
