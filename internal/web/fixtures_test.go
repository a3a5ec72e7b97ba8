package web

import (
	"fmt"
	"strings"
	"time"

	"entregent/internal/app"
	"entregent/internal/i18n"
	"entregent/internal/network"
	"entregent/internal/year"
)

// now is the moment at which all pages of the tests are shown.
var now = time.Date(2026, 3, 12, 8, 30, 0, 0, time.UTC)

// A sample is one page with what it is a sample of.
type sample struct {
	name string
	view view
}

// A scene makes sample pages in one language. Its words are invented.
type scene struct{ p *i18n.Printer }

func newScene(lang string) scene { return scene{i18n.For(lang).At(now, time.UTC)} }

// w chooses the words of the scene's language.
func (s scene) w(en, fr string) string {
	if s.p.Lang() == i18n.French {
		return fr
	}
	return en
}

func (s scene) page(path string) Page {
	return Page{P: s.p, Path: path, Signed: true, Once: "k5q2"}
}

func day(y int, m time.Month, d int) network.Date { return network.Date{Year: y, Month: m, Day: d} }

func face(name string) Face {
	return Face{ID: network.Derive[network.PersonID]([]byte("test"), "person", name).String(), Name: name}
}

var names = strings.Split("Hélène d’Ormesson,Yves Martin,Karim Benali,Anna Kowalska,Thomas Lefèvre,Sarah Whitfield,Julien Moreau,Béatrice Caron,"+
	"Nikos Papadakis,Inès Haddad,Oliver Grant,Mathilde Roussel,Étienne Vasseur,Priya Raman,Lucas Fontaine,Camille Berger,Dvořák Jiří,Aïcha Diallo,Paul Ricard,"+
	"Margaux de la Tour,Simon Abecassis,Nadia Cherif,Gwenaël Le Bihan,Clara Schmidt,Antoine Giraud,Élodie Petit,Marc-Antoine Dubreuil,Zoé Lambert,Ruth Okafor,Jean-Luc Picot", ",")

// people returns n invented persons.
func people(n int) []Face {
	out := make([]Face, n)
	for i := range out {
		name := names[i%len(names)]
		if i >= len(names) {
			name = fmt.Sprintf("%s %s", strings.Fields(name)[0], []string{"Garnier", "Novak", "Perrin", "Hughes", "Lemoine", "Costa", "Blanchard"}[(i*7+i/len(names))%7])
		}
		out[i] = face(name)
	}
	return out
}

func (s scene) origins() []Origin {
	return []Origin{{Source: "LinkedIn", File: "Recommendations_Received.csv", Line: 4, Batch: "b1"}, {Typed: true}}
}

func (s scene) reasons() []Reason {
	o := Origin{Source: s.w("mailbox", "boîte aux lettres"), File: "Sent.mbox", Line: 182204, Batch: "b2"}
	return []Reason{
		{s.w("You used to be in touch every week.", "Vous étiez en contact chaque semaine."), []Evidence{
			{s.w("Lunch at the Petit Commerce", "Déjeuner au Petit Commerce"), day(2025, 12, 30), Origin{Source: s.w("calendar", "agenda"), File: "agenda.ics", Line: 1210, Batch: "b3"}},
			{s.w("Re: the catalogue", "Re : le catalogue"), day(2025, 12, 18), o}}},
		{s.w("About eight contacts have been missed at that pace.", "Environ huit contacts ont été manqués à ce rythme."), nil},
	}
}

func (s scene) loops(n int) []LoopLine { return s.loopsFrom(0, n) }

func (s scene) loopsFrom(first, n int) []LoopLine {
	texts := []string{
		s.w("thank him for the introduction to Karim Benali", "remerciez-le de vous avoir présenté Karim Benali"),
		s.w("tell her what came of her advice on the lease", "dites-lui ce qu’a donné son conseil sur le bail"),
		s.w("the book on bookbinding that you promised", "le livre sur la reliure que vous lui aviez promis"),
	}
	kinds := []network.LoopKind{network.ThanksDue, network.NewsDue, network.PromiseDue, network.AnswerDue}
	out := make([]LoopLine, n)
	for i := range out {
		out[i] = LoopLine{ID: fmt.Sprint("l", first+i), Kind: kinds[i%4], Person: people(30)[((first+i)*3+1)%30], Since: day(2026, 2, 3+i%20), Text: texts[i%3]}
	}
	return out
}

func (s scene) gesture(i int) GestureCard {
	all := []GestureCard{
		{Kind: network.GestureDrift, Person: face("Hélène d’Ormesson"), Role: s.w("Artistic director, Atelier Nord", "Directrice artistique, Atelier Nord"), Minutes: 5,
			Why:     s.w("You used to have lunch every week; it has been ten weeks.", "Vous déjeuniez chaque semaine ; cela fait dix semaines."),
			Reasons: s.reasons(),
			Bring: []string{s.w("Her daughter began judo in January: how is it going?", "Sa fille a commencé le judo en janvier : où en est-elle ?"),
				s.w("You last spoke of the catalogue for the Lyon fair.", "Vous parliez la dernière fois du catalogue du salon de Lyon.")},
			Draft: Draft{Subject: s.w("Lunch?", "Déjeuner ?"), Mailto: "mailto:helene@example.org?subject=D%C3%A9jeuner",
				Text: s.w("Dear Hélène,\n\nTen weeks already! How is the judo going, and did the catalogue leave for Lyon in time?\n\nShall we have lunch next week?\n\nAnna", "Chère Hélène,\n\nDix semaines déjà ! Où en est le judo, et le catalogue est-il parti à temps pour Lyon ?\n\nOn déjeune la semaine prochaine ?\n\nAnna")}},
		{Kind: network.GestureGreet, Person: face("Oliver Grant"), Role: s.w("Printer, Grant & Daughters", "Imprimeur, Grant & Daughters"), Minutes: 3,
			Why:     s.w("You connected nine days ago and have not exchanged a word yet.", "Vous êtes en lien depuis neuf jours et n’avez pas encore échangé un mot."),
			Reasons: s.reasons()[:1], Bring: []string{s.w("He is at the same fair as you in May.", "Il sera au même salon que vous en mai.")},
			Draft: Draft{Text: s.w("Hello Oliver,\n\nI am glad we are connected.", "Bonjour Oliver,\n\nJe suis contente que nous soyons en lien.")}},
		{Kind: network.GestureBirthday, Person: face("Béatrice Caron"), Minutes: 2,
			Why: s.w("It is her birthday tomorrow.", "C’est son anniversaire demain.")},
	}
	g := all[i%len(all)]
	g.ID = fmt.Sprint("g", i)
	return g
}

func (s scene) gestures(n int) (out []GestureCard) {
	for i := range n {
		out = append(out, s.gesture(i))
	}
	return out
}

func (s scene) rows(n int) []PersonRow {
	roles := []string{s.w("Artistic director, Atelier Nord", "Directrice artistique, Atelier Nord"), "Luthier", s.w("Notary", "Notaire"), "", s.w("Head of rights, Éditions du Quai", "Responsable des droits, Éditions du Quai")}
	towns := []string{"Lyon", "Paris", "", "Rennes", "Bruxelles"}
	stages := []string{"stage.conversation", "stage.acquaintance", "stage.click", "stage.bond", "stage.trust"}
	out := make([]PersonRow, n)
	for i, f := range people(n) {
		out[i] = PersonRow{Face: f, Role: roles[i%5], Town: towns[i%5], Stage: s.p.T(stages[i%5]), Drifting: i%6 == 0, NeverMet: i%4 == 0}
		if i%7 != 3 {
			out[i].Last = day(2026-i%3, time.Month(1+i%3), 1+i%28)
		}
	}
	if n > 9 {
		out[9].Mark = RestingFor
	}
	return out
}

func (s scene) choices(on string, texts ...string) []Choice {
	var out []Choice
	for i, t := range texts {
		out = append(out, Choice{Value: fmt.Sprint(i), Text: t, On: t == on})
	}
	return out
}

func (s scene) moments(n int) []Moment {
	all := []Moment{
		{Channel: network.InPerson, Direction: network.Mutual, Place: "Le Petit Commerce", Text: s.w("Lunch: the Lyon catalogue, her daughter’s judo", "Déjeuner : le catalogue de Lyon, le judo de sa fille"), Editable: true, Origins: []Origin{{Typed: true}}},
		{Channel: network.Mail, Direction: network.In, Text: s.w("Re: the catalogue", "Re : le catalogue"), Excerpt: s.w("Here are the last proofs; tell me whether the blue is right…", "Voici les dernières épreuves ; dites-moi si le bleu est juste…"), Origins: s.origins()},
		{Channel: network.Video, Direction: network.Mutual, Text: s.w("Choosing the paper", "Choix du papier"), With: people(4)[2:], Origins: s.origins()},
		{Channel: network.Meeting, State: network.Proposed, Text: s.w("Lunch Hélène", "Déjeuner Hélène"), Origins: s.origins()},
	}
	out := make([]Moment, n)
	for i := range out {
		out[i] = all[i%4]
		out[i].ID = fmt.Sprint("m", i)
		out[i].On = (network.DayOf(now, time.UTC) - network.Day(72+i*9)).Date()
	}
	return out
}

func (s scene) person() *PersonPage {
	facts := []FactLine{
		{ID: "f1", Label: s.p.T("fact.organisation"), Text: "Atelier Nord", Shown: true, Origins: s.origins()},
		{ID: "f2", Label: s.p.T("fact.organisation"), Text: "Imprimerie du Marais", Origins: s.origins()[:1], On: day(2019, 9, 1)},
		{ID: "f3", Label: s.p.T("fact.birthday"), Text: s.w("4 June", "4 juin"), Shown: true, Origins: s.origins()[:1]},
		{ID: "f4", Label: s.p.T("fact.how_met"), Text: s.w("At the bookbinders’ evening in Lyon", "À la soirée des relieurs, à Lyon"), Shown: true, Typed: true, Origins: s.origins()[1:]},
	}
	g := s.gesture(0)
	return &PersonPage{Page: s.page("/people/x"), Person: face("Hélène d’Ormesson"), Role: g.Role, Town: "Lyon",
		Lead:  []string{s.w("You met in 2019 through Yves Martin and had lunch almost every week.", "Vous vous êtes rencontrées en 2019 par Yves Martin et déjeuniez presque chaque semaine."), s.w("It has been ten weeks.", "Cela fait dix semaines.")},
		Loops: s.loops(1), Gesture: &g, Bring: g.Bring,
		Talk: []FactLine{{ID: "t1", Text: s.w("Her daughter Jeanne, nine, began judo", "Sa fille Jeanne, neuf ans, a commencé le judo"), On: day(2026, 1, 8)}, {ID: "t2", Text: s.w("Sings in a choir on Tuesdays", "Chante dans un chœur le mardi")}},
		Last: s.moments(3), Balance: Verdict{Text: s.w("She brought you three things this year, you brought one, in March.", "Elle vous a apporté trois choses cette année, vous une, en mars.")},
		Favours: []FavourLine{{ID: "v1", Text: s.w("She recommended you: “a rare eye”", "Elle vous a recommandée : « un œil rare »"), On: day(2025, 10, 2), Origins: s.origins()}, {ID: "v2", Text: s.w("You introduced her to Karim Benali", "Vous lui avez présenté Karim Benali"), Given: true, State: network.Proposed}},
		Common:  people(6)[1:],
		Stage: StageView{Word: s.p.T("stage.bond"), Step: 3, Sentence: s.w("You know each other face to face.", "Vous vous connaissez pour de bon."), Lowered: s.w("Shown one step lower, for the silence.", "Montré un cran plus bas, à cause du silence."),
			Evidence: s.reasons(), Missing: []string{s.w("One more meeting in person", "Encore une rencontre en personne")}, Next: s.p.T("stage.trust")},
		Drift:    &DriftView{Verdict: Verdict{s.w("Likely to fall silent.", "Ce lien va sans doute se taire."), s.reasons()}, Drifting: true},
		Planned:  []Moment{{ID: "p1", On: day(2026, 5, 4), Channel: network.InPerson, State: network.Planned, Text: s.w("Lyon fair", "Salon de Lyon")}},
		Timeline: s.moments(9), TimelineMore: "/people/x?before=2025-01-01", Facts: facts,
		Handles:   []HandleLine{{Kind: s.p.T("handle.email"), Text: "helene.dormesson@ateliernord.example", URL: "mailto:helene.dormesson@ateliernord.example", Origins: s.origins()}, {Kind: s.p.T("handle.phone"), Text: "+33 2 61 91 00 78", URL: "tel:+33261910078"}, {Kind: s.p.T("handle.uid"), Text: "7f2c-11"}},
		Cards:     []CardLine{{ID: "c1", Name: "Hélène d’Ormesson", Origin: s.origins()[0], Split: true}, {ID: "c2", Name: "Helene DORMESSON", Origin: s.origins()[1]}},
		Proposals: []MergeLine{{ID: "m1", Other: s.rows(3)[2], Why: s.reasons()[1:]}},
		Tie:       TieForm{Circles: s.choices("", s.w("none", "aucun"), s.p.T("circle.5"), s.p.T("circle.15")), Stages: s.choices("", s.w("as worked out", "comme calculé"), s.p.T("stage.trust")), Rhythm: "21", Address: s.choices("tu", "vous", "tu"), Tongue: s.choices("", s.p.T("language.fr"), s.p.T("language.en"))}}
}

func (s scene) village(sizes [4]int) *VillagePage {
	all := people(160)
	v := &VillagePage{Page: s.page("/village"),
		Contacts:  Number{523, s.w("Every living person in the book, without organisations, machines and lists.", "Toutes les personnes vivantes du carnet, sans les organisations, les machines et les listes."), "/people"},
		Relations: Number{31, s.w("Those you exchanged with both ways or met, on at least three days, the last within a year; and whoever you gave a place.", "Celles avec qui vous avez échangé dans les deux sens ou que vous avez vues, sur au moins trois jours, le dernier depuis moins d’un an ; et celles à qui vous avez donné une place."), "/people?relations=1"}}
	caps, at := []int{5, 15, 50, 150}, 0
	for i, cp := range caps {
		c := Circle{Key: fmt.Sprint(cp), Name: i18n.Sentence(s.p.T(fmt.Sprint("circle.", cp))), Capacity: cp, Places: cp}
		if i > 0 {
			c.Places -= caps[i-1]
		}
		c.Name = strings.TrimSuffix(c.Name, ".")
		for k := range sizes[i] {
			c.Seats = append(c.Seats, Seat{Face: all[at%len(all)], Drifting: k%7 == 2, Drift: float64(k%7) / 3, Proposed: k%5 == 4})
			at++
		}
		v.Circles = append(v.Circles, c)
	}
	if at == 0 {
		v.Contacts, v.Relations = Number{}, Number{}
		return v
	}
	tie := func(i int, en, fr string) TieLine { return TieLine{Face: all[i], Text: s.w(en, fr)} }
	v.Drifting = []TieLine{tie(0, "Ten weeks; it used to be one.", "Dix semaines ; c’était une."), tie(12, "Silent since November.", "Silence depuis novembre.")}
	v.Newcomers = []TieLine{tie(10, "Connected nine days ago.", "En lien depuis neuf jours."), tie(13, "Met at the Lyon fair.", "Rencontrée au salon de Lyon.")}
	v.Dormant = []TieLine{tie(20, "Two years.", "Deux ans.")}
	v.NeverMet = []TieLine{tie(21, "Forty mails, never a coffee.", "Quarante courriels, jamais un café.")}
	v.Moves = []MoveLine{{ID: "mv", Person: all[7], Key: "5", Circle: v.Circles[0].Name, Why: Verdict{s.w("You have seen her eleven times this year.", "Vous l’avez vue onze fois cette année."), s.reasons()}, Full: true, Out: all[:5]}}
	return v
}

func (s scene) pairs() *PairsPage {
	rows := s.rows(4)
	val := func(text string, other bool) []PairValue { return []PairValue{{text, other}} }
	p := &PairsPage{Page: s.page("/pairs"), Total: 12, More: 40, Back: "/pairs"}
	for i := range 2 {
		p.Pairs = append(p.Pairs, PairView{
			ID: fmt.Sprint("p", i), A: rows[2*i], B: rows[2*i+1], From: [2]string{s.w("LinkedIn archive", "archive LinkedIn"), s.w("mailbox", "boîte mail")}, Wait: i > 0,
			Rows: []PairLine{
				{s.p.T("web.pairs.field.name"), val("Hélène d’Ormesson", true), val("ORMESSON Helene", true), false},
				{s.p.T("web.pairs.field.email"), val("helene.dormesson@"+strings.Repeat("atelier", 9)+".example", true), nil, false},
				{s.p.T("web.pairs.field.town"), val("Nantes", false), val("Nantes", false), true},
			},
			Why: []string{s.p.T("same.name"), s.p.T("same.employer", "Atelier Nord")}, WhyNot: []string{s.p.T("differ.profile", "LinkedIn")},
		})
	}
	return p
}

func (s scene) proposals() *ProposalsPage {
	rows := s.rows(12)
	p := &ProposalsPage{Page: s.page("/proposals?kind=meeting"), Total: 44, First: 21, Prev: "/proposals", Next: "/proposals?page=3"}
	for i, k := range app.QuestionKinds {
		p.Kinds = append(p.Kinds, AskKind{s.p.T("web.ask.kind." + string(k)), 44 + i*7, "/proposals?kind=" + string(k), i == 0, k == app.QuestionSame})
	}
	facts := s.reasons()[0].Facts
	p.Asks = []AskLine{
		{Kind: "meeting", ID: "m1", Who: rows[:1], Text: s.p.T("web.ask.meeting", day(2026, 3, 3)), What: []string{s.w("Lunch Hélène", "Déjeuner Hélène")}, Facts: facts[:1]},
		{Kind: "mark", ID: "k1", Who: rows[1:2], Text: s.p.T("web.ask.mark.deceased"), Facts: facts[1:]},
		{Kind: "same", ID: "s1", Who: rows[2:4], Text: s.p.T("web.ask.same"), What: []string{s.p.T("same.name")}},
		{Kind: "favour", ID: "f1", Who: rows[4:5], Text: s.p.T("web.ask.favour", "x."), What: []string{"Plans", "Chantiers", strings.Repeat("Donaudampfschiff", 20)}},
		{Kind: "place", ID: "p1", Who: rows[5:6], Text: s.p.T("web.ask.place", s.p.T("circle.5"))},
	}
	return p
}

func (s scene) counts() Counts {
	return Counts{Read: 30412, New: 412, Known: 98, Filled: 41, Encounters: 9120, Again: 18, Favours: 7, Proposals: 12}
}

func (s scene) problems() []ProblemLine {
	return []ProblemLine{{File: "Connections.csv", Line: 218, Text: s.w("“31 Fev 2021” is no date.", "« 31 Fev 2021 » n’est pas une date."), Raw: "Jean;Petit;https://www.linkedin.com/in/jean-petit;;Acme;Chef;31 Fev 2021"},
		{File: "messages.csv", Line: 9021, Text: s.w("The row ends in the middle of a quotation.", "La ligne s’arrête au milieu d’une citation.")}}
}

func (s scene) batch() BatchLine {
	return BatchLine{ID: "b1", Name: "Basic_LinkedInDataExport_03-02-2026.zip", Source: s.p.T("source.linkedin"), At: now.AddDate(0, 0, -10), Counts: s.counts(), Wrong: 2}
}

func (s scene) ignored() []WhyCount {
	return []WhyCount{{s.p.T("ignored.list"), 18204}, {s.p.T("ignored.broadcast"), 311}}
}

func (s scene) progress() Progress {
	return Progress{URL: "/imports/b4", Name: "Sent.mbox", Phase: s.w("Reading", "Lecture"), Done: 412, Of: 1000, Text: s.w("12,400 messages of about 30,000", "12 400 messages sur 30 000 environ"), Found: s.counts()}
}

func (s scene) settings() *SettingsPage {
	q := &SettingsPage{Page: s.page("/settings"), Languages: s.choices("Français", "Français", "English"), Zone: Field{Value: "Europe/Paris"}, Zones: []string{"Europe/Paris", "Europe/London"}, Country: s.choices("France", "France", "Belgique"),
		Me:      MeView{Names: []string{"Anna Kowalska"}, Handles: []HandleLine{{Kind: s.p.T("handle.email"), Text: "anna@example.org"}}, Guesses: []Claim{{Value: "a@b.example", Text: "anna.k@old.example", Why: s.p.T("me.sent")}}},
		Minutes: Field{Value: "20"}, Most: Field{Value: "3"}, People: 523}
	for i := range 7 {
		q.Quiet = append(q.Quiet, Choice{Value: fmt.Sprint(i), Text: s.p.T(fmt.Sprint("weekday.", (i+1)%7)), On: i == 6})
	}
	for _, c := range []string{"5", "15", "50", "150"} {
		q.Circles = append(q.Circles, CircleField{Key: c, Name: s.p.T("circle." + c), Places: Field{Value: c}})
	}
	q.Access = AccessView{Passphrase: true, Sessions: []SessionLine{{ID: "s1", Name: "Firefox, Linux", Seen: now, Since: now, This: true}, {ID: "s2", Name: "Safari, iPhone", Seen: now.AddDate(0, 0, -3)}}}
	return q
}

// months are those of a year in which little and much took place.
func (s scene) months() []MonthBar {
	var list []year.Month
	for m := range 12 {
		list = append(list, year.Month{Month: m + 1, Days: m, Met: m * m % 7})
	}
	return (&visit{p: s.p}).months(list, 12)
}

// year is a review with these names in every chapter.
func (s scene) year(names []string) *YearPage {
	page := &YearPage{Page: s.page("/year?y=2025"), Year: 2025, Lead: s.p.T("web.year.lead", 12, 31), Months: s.months(), Prev: "/year?y=2024", Next: "/year?y=2026"}
	for _, key := range chapters {
		part := YearPart{Key: key, Title: s.p.T("year.part." + key), Note: s.p.T("web.year.note." + key)}
		for _, n := range names {
			part.People = append(part.People, YearLine{Face: face(n), Why: s.reasons(), Brought: []string{s.p.T("year.brought_me_words", s.p.T("favour.advice"), n)}})
		}
		page.Parts = append(page.Parts, part)
	}
	return page
}

// live is the page of live sources, with one of each state.
func (s scene) live() *SourcesPage {
	form := SourceForm{
		Kind: "imap", Address: Field{Value: "imap.example.org"}, Account: "anna@example.org", Words: true, Near: true,
		Every: s.choices("6h0m0s", s.p.T("live.web.every.1h0m0s"), s.p.T("live.web.every.6h0m0s")),
		Found: &SourceFound{Text: s.p.T("live.web.found.imap", 12400), Folders: []Choice{{"INBOX", "INBOX", true}, {"Envoyés", "Envoyés", true}, {"Archives", "Archives", false}}},
	}
	return &SourcesPage{
		Page: s.page("/sources"), Form: form,
		Kinds: []SourceKind{{"imap", s.p.T("live.kind.imap"), true}, {"calendar", s.p.T("live.kind.calendar"), false}},
		Sources: []SourceLine{
			{ID: "s1", Kind: s.p.T("live.kind.imap"), Name: s.w("My mail", "Mon courrier"), Where: "anna@example.org · imap.example.org", State: s.p.T("live.web.read", now), Imports: 14, Password: true},
			{ID: "s2", Kind: s.p.T("live.kind.calendar"), Name: "Agenda", Where: "https://calendar.example.org/… (3fa2c1)", State: s.p.T("live.web.never"), Told: s.p.T("live.password", "calendar.example.org"), Paused: true, Password: true, Secret: true},
			{ID: "s3", Kind: s.p.T("live.kind.folder"), Name: "Archives", Where: "/home/anna/archives", State: s.p.T("live.web.working"), Working: true},
		},
	}
}
