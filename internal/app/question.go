package app

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"
	"sync"

	"entregent/internal/network"
	"entregent/internal/resolve"
	"entregent/internal/store"
)

// A Question is one thing that waits for the keeper's yes, no or later.
type Question struct {
	Kind   QuestionKind
	ID     string // for Say and Unsaid
	Person Person
	Other  Person             // of QuestionSame: who may be the same
	With   []Named            // of QuestionMeeting: all it is proposed with; of QuestionFavour: who was presented
	On     *network.Date      // of a meeting, or the newest of favours
	What   []string           // subject of the meeting, words of the favours, in order
	Favour network.FavourKind // of QuestionFavour
	Given  bool               // of QuestionFavour: by the keeper
	Circle string             // of QuestionPlace
	Mark   network.Mark       // of QuestionMark
	Reason network.Reason     // of QuestionSame, the first ground
	Why    []network.Reason   // of QuestionSame: all that speaks for it
	WhyNot []network.Reason   // and against
	Part   string             // of QuestionOpen: which of the three
	Facts  []network.Ref      // what the question rests on
}

// A QuestionKind says what is asked.
type QuestionKind string

// The questions, in the order in which they are asked.
const (
	QuestionMeeting QuestionKind = "meeting" // did you meet?
	QuestionMark    QuestionKind = "mark"    // a source's own mark: deceased, rather not
	QuestionSame    QuestionKind = "same"    // two persons that may be one
	QuestionFavour  QuestionKind = "favour"  // was this brought? one question for each person and kind
	QuestionPlace   QuestionKind = "place"   // a place in a circle
	QuestionOpen    QuestionKind = "open"    // what somebody answered to an open question: is it to be kept?
)

// QuestionKinds lists them.
var QuestionKinds = []QuestionKind{QuestionMeeting, QuestionMark, QuestionSame, QuestionFavour, QuestionOpen, QuestionPlace}

// everything is a limit that no book reaches.
const everything = 1 << 20

// Questions lists all that waits for a word of the keeper, by kind, and within a
// kind in a fixed order. What was put off is left out until its day.
func (a *App) Questions(ctx context.Context, keeper network.KeeperID) (out []Question, err error) {
	err = a.Store.View(ctx, keeper, func(tx store.Tx) error {
		out, err = a.questions(tx)
		return err
	})
	return out, err
}

func (a *App) questions(tx store.Tx) ([]Question, error) {
	b, err := a.readBook(tx)
	if err != nil {
		return nil, err
	}
	k, err := tx.Keeper()
	if err != nil {
		return nil, err
	}
	pairs, err := a.alike(tx, k)
	if err != nil {
		return nil, err
	}
	same := func(tx store.Tx) ([]Question, error) { return b.askSame(tx, pairs) }
	var out []Question
	for _, ask := range []func(store.Tx) ([]Question, error){b.askMeetings, b.askMarks, same, b.askFavours, b.askOpen, b.askPlaces} {
		list, err := ask(tx)
		if err != nil {
			return nil, err
		}
		out = append(out, list...)
	}
	return out, nil
}

// A waitingCount keeps how much waited at one state of the book.
type waitingCount struct {
	sync.Mutex
	at bookState
	n  int
}

// Waiting counts what waits for a word of the keeper. Proposed places are left
// out: there always are some, and the village shows them.
func (a *App) Waiting(ctx context.Context, keeper network.KeeperID) (n int, err error) {
	err = a.Store.View(ctx, keeper, func(tx store.Tx) error {
		k, err := tx.Keeper()
		if err != nil {
			return err
		}
		day := a.today(k.Settings)
		at, err := a.stateOf(tx, k, day)
		if err != nil {
			return err
		}
		w := &a.waiting
		w.Lock()
		defer w.Unlock()
		if ok, err := w.at.stands(tx, at); ok || err != nil {
			n = w.n
			return err
		}
		pairs, err := a.alike(tx, k)
		if err != nil {
			return err
		}
		b, err := a.askedOrAll(tx, k, day, pairs)
		if err != nil {
			return err
		}
		defer a.rest()
		same := func(tx store.Tx) ([]Question, error) { return b.askSame(tx, pairs) }
		n = 0
		for _, ask := range []func(store.Tx) ([]Question, error){b.askMeetings, b.askMarks, same, b.askFavours, b.askOpen} {
			list, err := ask(tx)
			if err != nil {
				return err
			}
			n += len(list)
		}
		w.at, w.n = at, n
		return nil
	})
	return n, err
}

// askedOrAll returns the book to count questions in: of few where that will do.
// Whom the title of an event names, nobody can say who does not know all names.
func (a *App) askedOrAll(tx store.Tx, k network.Keeper, day network.Day, pairs []alike) (*book, error) {
	alone, err := aloneEvents(tx, day.Start(zone(k.Settings)))
	if err != nil {
		return nil, err
	}
	if len(alone) > 0 {
		return a.lend(tx, k, day)
	}
	return asked(tx, k, day, pairs)
}

// asked is a book of those only of whom something but a place is asked: enough
// to count the questions without reading everybody.
func asked(tx store.Tx, k network.Keeper, day network.Day, pairs []alike) (*book, error) {
	who := map[network.PersonID]bool{}
	for _, p := range pairs {
		who[p.a], who[p.b] = true, true
	}
	meetings, err := tx.ProposedMeetings(everything)
	if err != nil {
		return nil, err
	}
	for _, e := range meetings {
		for _, p := range e.With {
			who[p.Person] = true
		}
	}
	favours, err := tx.Favours(network.PersonID{})
	if err != nil {
		return nil, err
	}
	for _, f := range favours {
		if f.State == network.Proposed {
			who[f.Person] = true
		}
	}
	if err := tx.FactsOfKind(network.FactMark, func(p network.PersonID, _ network.Fact) error { who[p] = true; return nil }); err != nil {
		return nil, err
	}
	open, err := tx.OpenQuestions()
	if err != nil {
		return nil, err
	}
	for _, q := range open {
		if !q.Answered.IsZero() {
			who[q.Person] = true
		}
	}
	b := &book{keeper: k.ID, settings: k.Settings, day: day, byID: map[network.PersonID]*entry{}}
	people, err := tx.People(slices.Collect(maps.Keys(who))) // the keeper, and cards of nobody, are left out
	for _, p := range people {
		if p.Standing == network.Contact && !p.Binned && p.Merged.IsZero() {
			b.byID[p.ID] = &entry{Person: p}
		}
	}
	return b, err
}

func (b *book) askMeetings(tx store.Tx) ([]Question, error) {
	var p Proposals
	if err := b.meetings(tx, network.PersonID{}, everything, &p); err != nil {
		return nil, err
	}
	var out []Question
	for _, m := range p.Meetings {
		q := Question{
			Kind: QuestionMeeting, ID: m.ID, With: m.With, On: &m.On, Facts: []network.Ref{{Kind: network.RefEncounter, ID: m.ID}},
		}
		if m.Subject != "" {
			q.What = []string{m.Subject}
		}
		q.Person = b.rowOf(m.With[0].ID)
		out = append(out, q)
	}
	return out, nil
}

func (b *book) rowOf(id string) Person {
	who, err := network.ParseID[network.PersonID](id)
	if err != nil {
		return Person{}
	}
	e, ok := b.entry(who)
	if !ok {
		return Person{}
	}
	return b.row(e)
}

func (b *book) askSame(tx store.Tx, pairs []alike) ([]Question, error) {
	var p Proposals
	if err := b.sames(tx, pairs, network.PersonID{}, everything, &p); err != nil {
		return nil, err
	}
	out := make([]Question, len(p.Same))
	for i, s := range p.Same {
		out[i] = Question{Kind: QuestionSame, ID: s.ID, Person: s.A, Other: s.B, Reason: s.Reason, Why: s.Evidence, WhyNot: s.Against}
	}
	return out, nil
}

// askFavours asks once for what one person brought, or was brought, of one kind:
// nobody wants to be asked twenty times about twenty skills.
func (b *book) askFavours(tx store.Tx) ([]Question, error) {
	var p Proposals
	if err := b.proposedFavours(tx, network.PersonID{}, everything, &p); err != nil {
		return nil, err
	}
	type group struct {
		who   string
		kind  network.FavourKind
		given bool
	}
	at := map[group]int{}
	var out []Question
	for _, f := range p.Favours {
		g := group{f.From.ID, f.Kind, false}
		if f.From.ID == "" {
			g = group{f.To.ID, f.Kind, true}
		}
		i, ok := at[g]
		if !ok {
			i = len(out)
			at[g] = i
			out = append(out, Question{Kind: QuestionFavour, ID: f.ID, Person: b.rowOf(g.who), On: f.On, Favour: f.Kind, Given: g.given})
		}
		if f.What != "" {
			out[i].What = append(out[i].What, f.What)
		}
		if f.Presented != nil && !slices.Contains(out[i].With, *f.Presented) {
			out[i].With = append(out[i].With, *f.Presented)
		}
		out[i].Facts = append(out[i].Facts, network.Ref{Kind: network.RefFavour, ID: f.ID})
	}
	return out, nil
}

// askMarks asks whether what a source says of somebody holds: that they have
// died, or that they are rather not to be written to.
func (b *book) askMarks(tx store.Tx) ([]Question, error) {
	said, err := answered(tx, string(QuestionMark), b.day)
	if err != nil {
		return nil, err
	}
	at := map[string]int{}
	var out []Question
	err = tx.FactsOfKind(network.FactMark, func(p network.PersonID, f network.Fact) error {
		e, ok := b.entry(p)
		mark := network.Mark(f.Value)
		if !ok || e.Mark != network.NoMark || mark != network.Deceased && mark != network.RatherNot {
			return nil
		}
		id := subject(p, f.Value)
		i, ok := at[id]
		if !ok && !said[id] {
			i, ok = len(out), true
			at[id] = i
			out = append(out, Question{Kind: QuestionMark, ID: id, Person: b.row(e), Mark: mark})
		}
		if ok {
			out[i].Facts = append(out[i].Facts, factRef(f))
		}
		return nil
	})
	byPerson(out)
	return out, err
}

func byPerson(list []Question) {
	slices.SortStableFunc(list, func(a, b Question) int {
		return cmp.Or(compareText(a.Person.Name, b.Person.Name, a.Person.ID, b.Person.ID), cmp.Compare(a.ID, b.ID))
	})
}

// askPlaces asks about those who are proposed for a circle, the innermost first.
func (b *book) askPlaces(tx store.Tx) ([]Question, error) {
	off, err := answered(tx, string(QuestionPlace), b.day)
	if err != nil {
		return nil, err
	}
	earlier, err := lastProposals(tx, b.day)
	if err != nil {
		return nil, err
	}
	v, err := b.village(tx, earlier)
	if err != nil {
		return nil, err
	}
	var out []Question
	for _, r := range v.Rings {
		for _, m := range r.Members {
			if id := subject(m.ID, r.Name); !m.Confirmed && !off[id] {
				out = append(out, Question{Kind: QuestionPlace, ID: id, Person: b.rowOf(m.ID.String()), Circle: r.Name})
			}
		}
	}
	return out, nil
}

// subject is what is answered about one person and one word.
func subject(p network.PersonID, word string) string { return p.String() + "-" + word }

// PlaceQuestion names the question whether somebody has a place in a circle.
func PlaceQuestion(p network.PersonID, circle string) string { return subject(p, circle) }

// PlaceAsked takes the name of such a question apart; "" where it is none.
func PlaceAsked(id string) (person, circle string) {
	p, circle, err := ofSubject(id)
	if err != nil {
		return "", ""
	}
	return p.String(), circle
}

// ofSubject takes it apart.
func ofSubject(s string) (p network.PersonID, word string, err error) {
	id, word, ok := strings.Cut(s, "-")
	p, err = network.ParseID[network.PersonID](id)
	if err != nil || !ok {
		return p, word, noSuchPerson()
	}
	return p, word, nil
}

// putOff is for how many days "later" puts a question off.
const putOff = 7

// Say answers a question with "yes", "no" or "later". A yes to a place in a
// circle that is full asks who moves out: see Place, which then is to be called.
func (a *App) Say(ctx context.Context, keeper network.KeeperID, kind QuestionKind, id, verdict string) error {
	switch verdict {
	case "yes", "no":
	case "later":
		return a.putOff(ctx, keeper, kind, id)
	default:
		return &network.Error{Kind: network.Invalid, Field: "answer", Msg: "error.not_understood", Args: []any{verdict}}
	}
	yes := verdict == "yes"
	switch kind {
	case QuestionMeeting:
		e, err := network.ParseID[network.EncounterID](id)
		if err != nil {
			return &network.Error{Kind: network.NotFound, Msg: "error.no_such_encounter"}
		}
		return a.AnswerMeeting(ctx, keeper, e, yes)
	case QuestionSame:
		x, y, ok := cardPair(id)
		if !ok {
			return noSuchPerson()
		}
		return a.Same(ctx, keeper, x, y, yes)
	case QuestionFavour:
		return a.sayFavours(ctx, keeper, id, yes)
	case QuestionMark:
		return a.sayMark(ctx, keeper, id, yes)
	case QuestionPlace:
		return a.sayPlace(ctx, keeper, id, yes)
	case QuestionOpen:
		return a.sayOpen(ctx, keeper, id, yes)
	}
	return noSuchQuestion(kind)
}

func noSuchQuestion(kind QuestionKind) error {
	return &network.Error{Kind: network.NotFound, Field: "kind", Msg: "error.not_understood", Args: []any{string(kind)}}
}

// putOff lets a question rest. What was answered meanwhile stays answered.
func (a *App) putOff(ctx context.Context, keeper network.KeeperID, kind QuestionKind, id string) error {
	return a.Store.Update(ctx, keeper, func(tx store.Tx) error {
		if kind == QuestionSame {
			return a.putPairOff(tx, id)
		}
		all, err := a.questions(tx)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(all, func(q Question) bool { return q.Kind == kind && q.ID == id })
		if i < 0 {
			if x, ok, err := said(tx, kind, id); err != nil || ok && x.Verdict == "later" { // a second click
				return err
			}
			return &network.Error{Kind: network.Conflict, Msg: "error.changed_meanwhile"}
		}
		k, err := tx.Keeper()
		if err != nil {
			return err
		}
		x := store.Answer{Kind: string(kind), Subject: id, Verdict: "later", At: a.Now(), Until: (a.today(k.Settings) + putOff).Date()}
		if kind == QuestionOpen { // what was filed of an earlier answer is still to be found
			old, _, err := said(tx, kind, id)
			if err != nil {
				return err
			}
			x.Detail, x.Person = old.Detail, old.Person
		}
		if kind != QuestionFavour {
			return tx.PutAnswer(x)
		}
		for _, f := range all[i].Facts {
			x.Subject = f.ID
			if err := tx.PutAnswer(x); err != nil {
				return err
			}
		}
		return nil
	})
}

// putPairOff lets a pair rest, also one of the less likely.
func (a *App) putPairOff(tx store.Tx, id string) error {
	k, err := tx.Keeper()
	if err != nil {
		return err
	}
	pairs, err := a.alike(tx, k)
	if err != nil {
		return err
	}
	if x, ok, err := said(tx, QuestionSame, id); err != nil || ok && x.Verdict != "later" || !slices.ContainsFunc(pairs, func(p alike) bool { return p.id() == id }) {
		return cmp.Or(err, error(&network.Error{Kind: network.Conflict, Msg: "error.changed_meanwhile"}))
	}
	return tx.PutAnswer(store.Answer{Kind: string(QuestionSame), Subject: id, Verdict: "later", At: a.Now(), Until: (a.today(k.Settings) + putOff).Date()})
}

// Unsaid takes back what the keeper last said to a question, so that it is asked
// again. Where nothing was said it does nothing.
func (a *App) Unsaid(ctx context.Context, keeper network.KeeperID, kind QuestionKind, id string) error {
	switch kind {
	case QuestionMeeting:
		e, err := network.ParseID[network.EncounterID](id)
		if err != nil {
			return &network.Error{Kind: network.NotFound, Msg: "error.no_such_encounter"}
		}
		return a.unsaidMeeting(ctx, keeper, e)
	case QuestionSame:
		x, y, ok := cardPair(id)
		if !ok {
			return noSuchPerson()
		}
		pair := resolve.Pair(x, y)
		return a.Unsay(ctx, keeper, pair[0], pair[1])
	case QuestionFavour:
		return a.unsayFavours(ctx, keeper, id)
	case QuestionMark:
		return a.unsayMark(ctx, keeper, id)
	case QuestionPlace:
		return a.unsayPlace(ctx, keeper, id)
	case QuestionOpen:
		return a.unsayOpen(ctx, keeper, id)
	}
	return noSuchQuestion(kind)
}
