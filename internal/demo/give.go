package demo

import (
	"time"

	"entregent/internal/importer"
	"entregent/internal/network"
)

// A Wish is what somebody seeks or brings, as the keeper would have noted it
// after seeing them. It stands in no archive; so it is no event of the Reader.
type Wish struct {
	Who         string // a handle of whose it is; "" for the keeper's own
	Kind        network.WishKind
	What        string
	Place, Whom string
	From, Until network.Date
	On          time.Time // when it was said
}

// A Gathering is something the keeper organises or attends.
type Gathering struct {
	Title, Place, About string
	Hour                string
	On                  network.Date
	Hosts               bool
	Invited, Coming     []string // handles
}

// A Given is what there is to give, to be brought together and to organise.
type Given struct {
	Wishes     []Wish
	Gatherings []Gathering
}

// told is a line of the story of giving: of whom (the n-th close person of a
// culture, less than 0 for the keeper), how many days ago.
type told struct {
	of     int
	ago    int
	kind   network.WishKind
	what   string
	place  string
	whom   string
	summer bool // in July
}

// Gives invents them for the people of the network. What French people say is in
// French, and what English people say in English; the keeper's own words are in
// the language of the program.
func (r Reader) Gives(opt importer.Options, lang string) Given {
	w := newWorld(r.Size.bounded(), opt)
	french, english := w.near(&frenchCulture), w.near(&englishCulture)
	own := ownFr
	if lang == "en" {
		own = ownEn
	}
	var out Given
	for _, said := range []struct {
		by    []*person
		lines []told
	}{{nil, own}, {french, saysFr}, {english, saysEn}} {
		for _, t := range said.lines {
			if t.of >= len(said.by) {
				continue // a small network has fewer people to say it
			}
			wish := Wish{Kind: t.kind, What: t.what, Place: t.place, Whom: t.whom, On: w.date(max(0, w.days-t.ago)).Add(18 * time.Hour)}
			if t.of >= 0 {
				wish.Who = said.by[t.of].handles[0].Value
			}
			if t.summer {
				wish.From, wish.Until = w.july()
			}
			out.Wishes = append(out.Wishes, wish)
		}
	}
	out.Gatherings = w.gatherings(lang, french, english)
	return out
}

// near lists the people of a culture whom the keeper sees, by handle the surest
// first: those who have no part in a scene.
func (w *world) near(c *culture) []*person {
	var out []*person
	for _, t := range []tier{seasonal, monthly, weekly} {
		for _, i := range w.tiers[t] {
			if p := &w.people[i]; p.culture == c && !p.reserved && len(p.handles) > 0 && p.handles[0].Kind == network.Email {
				out = append(out, p)
			}
		}
	}
	return out
}

// july is the next July that is to come.
func (w *world) july() (from, until network.Date) {
	y := w.today.Year()
	if w.today.Month() > time.May {
		y++
	}
	return network.Date{Year: y, Month: 7, Day: 1}, network.Date{Year: y, Month: 7, Day: 31}
}

// gatherings are one in two weeks, to which some are invited, and one that took
// place the day before yesterday: who came?
func (w *world) gatherings(lang string, french, english []*person) []Gathering {
	day := func(in int) network.Date { return network.DateOf(w.today.AddDate(0, 0, in)) }
	words := [2]string{"Apéro des coopératives", "Petit déjeuner des indépendants"}
	about := [2]string{"coopératives, gouvernance", "indépendants"}
	if lang == "en" {
		words, about = [2]string{"Drinks among co-operatives", "Breakfast of independents"}, [2]string{"co-operatives, governance", "independents"}
	}
	some := func(of []*person, from, to int) []string {
		var out []string
		for i := from; i < min(to, len(of)); i++ {
			out = append(out, of[i].handles[0].Value)
		}
		return out
	}
	coming := Gathering{Title: words[0], Place: "Rennes", About: about[0], Hour: "18:30", On: day(13), Hosts: true, Invited: some(french, 3, 6), Coming: append(some(french, 8, 10), some(english, 0, 1)...)}
	past := Gathering{Title: words[1], Place: "Rennes", About: about[1], Hour: "08:30", On: day(-2), Coming: some(french, 5, 8)}
	if len(coming.Invited)+len(coming.Coming) == 0 {
		return nil
	}
	return []Gathering{coming, past}
}

// What the keeper brings and seeks.
var (
	ownFr = []told{
		{of: -1, ago: 60, kind: network.Offer, what: "conseil pour créer une coopérative"},
		{of: -1, ago: 60, kind: network.Offer, what: "relire un dossier ou un manuscrit"},
		{of: -1, ago: 25, kind: network.Offer, what: "conversation en français autour d’un café"},
		{of: -1, ago: 12, kind: network.Offer, what: "prête une salle de réunion le vendredi", place: "Rennes"},
		{of: -1, ago: 9, kind: network.Need, what: "un graphiste pour mon rapport annuel"},
	}
	ownEn = []told{
		{of: -1, ago: 60, kind: network.Offer, what: "advice on starting a co-operative"},
		{of: -1, ago: 60, kind: network.Offer, what: "can proofread an application or a manuscript"},
		{of: -1, ago: 25, kind: network.Offer, what: "French conversation over a coffee"},
		{of: -1, ago: 12, kind: network.Offer, what: "can lend a meeting room on Fridays", place: "Rennes"},
		{of: -1, ago: 9, kind: network.Need, what: "a graphic designer for my annual report"},
	}
)

// What the people around say; those that answer each other are of two.
var (
	saysFr = []told{
		{of: 0, ago: 34, kind: network.Need, what: "une maison de vacances en Bretagne", place: "Bretagne", summer: true},
		{of: 1, ago: 6, kind: network.Offer, what: "loue sa maison de vacances à Quiberon", place: "Quiberon", summer: true},
		{of: 2, ago: 40, kind: network.Need, what: "quelqu’un pour refaire le site internet de sa librairie"},
		{of: 3, ago: 75, kind: network.Offer, what: "crée des sites internet pour de petites structures"},
		{of: 4, ago: 20, kind: network.Need, what: "un stage de troisième dans un atelier", whom: "son fils"},
		{of: 5, ago: 50, kind: network.Offer, what: "accueille volontiers des stagiaires dans son atelier de menuiserie"},
		{of: 6, ago: 15, kind: network.Need, what: "relire le manuscrit de son premier roman"},
		{of: 7, ago: 28, kind: network.Need, what: "une salle pour réunir dix personnes un vendredi", place: "Rennes"},
		{of: 8, ago: 118, kind: network.Need, what: "un vélo d’occasion pour sa fille"},
		{of: 9, ago: 22, kind: network.Offer, what: "donne des plants de tomates et de courgettes au printemps"},
		{of: 10, ago: 45, kind: network.Offer, what: "connaît bien les aides de la Région pour les associations"},
		{of: 3, ago: 16, kind: network.Ask, what: "un mot d’introduction auprès de son ancien client"},
	}
	saysEn = []told{
		{of: 1, ago: 18, kind: network.Need, what: "advice on turning her studio into a co-operative"},
		{of: 2, ago: 31, kind: network.Need, what: "someone to practise French with"},
		{of: 3, ago: 26, kind: network.Offer, what: "designs annual reports and brochures"},
		{of: 4, ago: 55, kind: network.Offer, what: "happy to put up friends of friends for a night", place: "Bristol"},
	}
)
