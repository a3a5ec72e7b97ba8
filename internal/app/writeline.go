package app

import (
	"slices"
	"strings"
	"time"

	"entregent/internal/capture"
	"entregent/internal/importer"
	"entregent/internal/network"
	"entregent/internal/store"
)

// A lineWriter writes the records of one line, and remembers what it made of it.
type lineWriter struct {
	*App
	tx     store.Tx
	keeper network.Keeper
	met    map[string]network.PersonID // names of the line that are new people
	on     network.Date                // of the encounter; what it brought is of that day
	made   []network.Ref
	first  network.PersonID // whom the line is about
	held   bool             // the encounter has been recorded
}

func (w *lineWriter) write(l *Line, say LineSay) error {
	with, err := w.others(say)
	if err != nil {
		return err
	}
	for i, r := range l.Records {
		if say.Leave[i] {
			continue
		}
		done, err := w.record(l, r, with, say)
		if err != nil {
			return err
		}
		if !done && !slices.Contains(l.Noted, r.Type) {
			l.Noted = append(l.Noted, r.Type)
		}
	}
	if err := w.besides(l, with, say); err != nil {
		return err
	}
	id := network.Derive[network.LineID](w.keeper.Seed, "line", l.Line, stamp(w.Now()))
	l.ID, l.Recorded = id.String(), true
	if p, err := w.tx.Person(w.first); err == nil {
		l.With = &Named{p.ID.String(), p.Name}
	}
	return w.tx.PutLine(network.Line{ID: id, At: w.Now().Truncate(time.Microsecond), Text: l.Line, Made: w.made})
}

// besides records what the keeper says though the line does not: that they met.
// A line of which nothing could be kept, or not all, is kept as a note with
// whoever it names.
func (w *lineWriter) besides(l *Line, with []network.PersonID, say LineSay) error {
	if !w.held && say.Channel != "" && !say.NotMet {
		who := with
		if len(who) == 0 && !w.first.IsZero() {
			who = []network.PersonID{w.first}
		}
		if len(who) > 0 {
			return w.encounter(NewEncounter{With: who, Channel: say.Channel, Direction: network.Out, On: say.On, Place: place0(say), Note: l.Line})
		}
	}
	switch {
	case w.held || len(w.made) > 0 && len(l.Noted) == 0:
		return nil
	case w.first.IsZero() && len(with) > 0:
		w.first = with[0]
	}
	if w.first.IsZero() {
		if len(w.made) > 0 {
			return nil // something of the keeper's own
		}
		return &network.Error{Kind: network.Invalid, Msg: "error.line_names_nobody"}
	}
	return w.fact([]network.PersonID{w.first}, network.FactNote, l.Line, "")
}

func place0(say LineSay) string {
	if say.Place == nil {
		return ""
	}
	return *say.Place
}

// others are those who were there though the line does not say so.
func (w *lineWriter) others(say LineSay) ([]network.PersonID, error) {
	out := slices.Clone(say.With)
	for _, name := range say.New {
		ids, err := w.persons([]capture.Who{{Name: name, New: true}})
		if err != nil {
			return nil, err
		}
		out = append(out, ids...)
	}
	return out, nil
}

// record writes one record. done is false where there is nobody it could belong
// to: its words are then kept in the note.
func (w *lineWriter) record(l *Line, r capture.Record, with []network.PersonID, say LineSay) (done bool, err error) {
	who, err := w.persons(r.Who)
	if err != nil {
		return false, err
	}
	if w.first.IsZero() && len(who) > 0 {
		w.first = who[0]
	}
	switch r.Type {
	case capture.Encounter:
		if who = union(who, with); len(who) == 0 || say.NotMet {
			return true, nil
		}
		n := NewEncounter{With: who, Channel: r.Channel, Direction: r.Direction, On: r.On, Place: r.Place, Note: l.Line}
		return true, w.encounter(n)
	case capture.Introduction:
		return w.introduction(who, r)
	case capture.Tie:
		whom, err := w.persons(r.Whom)
		if err != nil || len(who) == 0 || len(whom) == 0 {
			return false, err
		}
		return true, w.pairs(who[0], whom, network.Told, r.What, r.On)
	case capture.Ask:
		if len(who) == 0 { // what the keeper wants, and has asked of nobody
			return true, w.wish(network.PersonID{}, network.Need, r)
		}
	}
	if len(who) == 0 {
		return false, nil
	}
	switch r.Type {
	case capture.Need, capture.Offer, capture.Ask:
		kind := map[capture.Type]network.WishKind{capture.Need: network.Need, capture.Offer: network.Offer, capture.Ask: network.Ask}[r.Type]
		for _, id := range who {
			if err := w.wish(id, kind, r); err != nil {
				return false, err
			}
		}
		return true, nil
	case capture.Fact:
		return true, w.fact(who, r.FactKind(), r.FactValue(), r.Kind)
	case capture.Favour:
		return true, w.favours(who, network.Favour{Kind: network.FavourKind(r.Kind), Given: r.Given, What: r.What}, r.On)
	case capture.Promise:
		return true, w.favours(who, network.Favour{Kind: network.Service, Given: true, What: r.What, State: network.Planned, Due: r.Due}, r.On)
	}
	return false, nil
}

func (w *lineWriter) encounter(n NewEncounter) error {
	id, err := w.App.record(w.tx, n)
	w.held = true
	w.made = append(w.made, network.Ref{Kind: network.RefEncounter, ID: id.String()})
	if w.first.IsZero() {
		w.first = n.With[0]
	}
	return err
}

// persons finds those a record names, and adds those who are new.
func (w *lineWriter) persons(names []capture.Who) (out []network.PersonID, err error) {
	for _, n := range names {
		id := n.ID
		if id.IsZero() {
			id = w.met[network.Fold(n.Name)]
		}
		if id.IsZero() {
			name, err := network.CleanName(n.Name)
			if err != nil {
				return nil, err
			}
			p, err := w.addTyped(w.tx, w.keeper, importer.Who{Name: name}, nil, nil)
			if err != nil {
				return nil, err
			}
			id = p.ID
			w.met[network.Fold(n.Name)] = id
			w.made = append(w.made, network.Ref{Kind: network.RefPerson, ID: id.String()})
		}
		if !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	return out, nil
}

// of carries out fn with the typed card of a person.
func (w *lineWriter) of(id network.PersonID, fn func(c network.Card) error) error {
	_, err := w.change(w.tx, id, func(k network.Keeper, p *network.Person) error {
		c, err := typedCard(w.tx, k.Seed, *p)
		if err != nil {
			return err
		}
		c.Person = p.ID
		return fn(c)
	})
	return err
}

func (w *lineWriter) fact(who []network.PersonID, kind network.FactKind, value, label string) error {
	for _, id := range who {
		err := w.of(id, func(c network.Card) error {
			f := w.typedFact(w.keeper.Seed, c.ID, kind, value, label)
			w.made = append(w.made, network.Ref{Kind: network.RefFact, ID: f.ID.String()})
			return w.tx.AddFacts([]network.Fact{f})
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// when is the moment of what the line tells: the day said, else that of the
// encounter, else now.
func (w *lineWriter) when(on network.Date) (time.Time, error) {
	if on.IsZero() || on.Year == 0 {
		on = w.on
	}
	return w.moment(on, zone(w.keeper.Settings))
}

func (w *lineWriter) wish(of network.PersonID, kind network.WishKind, r capture.Record) error {
	at, err := w.when(r.On)
	if err != nil {
		return err
	}
	n, err := w.addWish(w.tx, w.keeper, NewWish{Kind: kind, Of: of, What: r.What}, at)
	if err == nil {
		w.made = append(w.made, network.Ref{Kind: network.RefWish, ID: n.ID.String()})
	}
	return err
}

// introduction writes that somebody was presented to the keeper, by the keeper
// to somebody, or by one other to another. Who was presented is a person from
// then on, and two who were presented to each other know each other.
func (w *lineWriter) introduction(who []network.PersonID, r capture.Record) (done bool, err error) {
	whom, err := w.persons(r.Whom)
	if err != nil {
		return false, err
	}
	to, err := w.persons(r.To)
	if err != nil {
		return false, err
	}
	f := network.Favour{Kind: network.Introduction, What: names(r.Whom)}
	if f.What == "" {
		f.What = r.What // "presented me to his boss"
	}
	switch {
	case len(whom) > 0 && len(to) > 0:
		if err := w.pairs(whom[0], to, network.Introduced, strings.TrimSpace(names(r.Who)+" "+r.What), r.On); err != nil {
			return false, err
		}
		if len(who) > 0 && !r.Given {
			return true, nil // between three others: nothing was brought to the keeper
		}
		who, f.Given = to, true
	case len(who) == 0:
		who, f.Given = to, true
	}
	if len(who) == 0 {
		return false, nil
	}
	if len(whom) > 0 {
		p, err := person(w.tx, whom[0])
		if err != nil {
			return false, err
		}
		c, err := typedCard(w.tx, w.keeper.Seed, p)
		if err != nil {
			return false, err
		}
		f.Whom = c.ID
	}
	return true, w.favours(who, f, r.On)
}

// pairs writes ties between one person and others.
func (w *lineWriter) pairs(a network.PersonID, with []network.PersonID, kind network.PairKind, what string, on network.Date) error {
	at, err := w.when(on)
	if err != nil {
		return err
	}
	for _, b := range with {
		if a == b {
			continue
		}
		p, err := w.addPair(w.tx, w.keeper.Seed, a, b, network.Pair{Kind: kind, What: what, On: at})
		if err != nil {
			return err
		}
		w.made = append(w.made, network.Ref{Kind: network.RefPair, ID: p.ID.String()})
	}
	return nil
}

func names(who []capture.Who) string {
	out := ""
	for i, n := range who {
		if i > 0 {
			out += ", "
		}
		out += n.Name
	}
	return out
}

func (w *lineWriter) favours(who []network.PersonID, f network.Favour, on network.Date) error {
	at, err := w.when(on)
	if err != nil {
		return err
	}
	for _, id := range who {
		if known, err := w.presented(id, f, at); err != nil || known {
			return err
		}
		err := w.of(id, func(c network.Card) error {
			g := f
			g.ID = network.Derive[network.FavourID](w.keeper.Seed, "favour", network.Typed, c.ID.String(), string(f.Kind), f.What, stamp(w.Now().Truncate(time.Microsecond)))
			g.Card, g.Person, g.On, g.Source = c.ID, c.Person, at, network.Typed
			w.made = append(w.made, network.Ref{Kind: network.RefFavour, ID: g.ID.String()})
			return w.tx.AddFavours([]network.Favour{g})
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// presented reports whether an introduction that a line tells of stands in the book
// already, as what came of an ask: it is one, and counts once.
func (w *lineWriter) presented(by network.PersonID, f network.Favour, at time.Time) (bool, error) {
	return presentedByAsk(w.tx, w.keeper.Seed, by, f, at)
}

func presentedByAsk(tx store.Tx, seed []byte, by network.PersonID, f network.Favour, at time.Time) (bool, error) {
	if f.Kind != network.Introduction || f.Whom.IsZero() || f.State != network.Held {
		return false, nil
	}
	asks, err := tx.Asks()
	if err != nil || len(asks) == 0 {
		return false, err
	}
	all, err := tx.Favours(by)
	for _, g := range all {
		if g.Kind == f.Kind && g.Given == f.Given && g.Whom == f.Whom && within(g.On, at, sameIntroduction) &&
			slices.ContainsFunc(asks, func(a network.Wish) bool { return giftOfAsk(seed, a.ID) == g.ID }) {
			return true, err
		}
	}
	return false, err
}

// sameIntroduction is for how long a line about an introduction that was asked for
// is taken to tell of that one.
const sameIntroduction = 60 * 24 * time.Hour

func within(a, b time.Time, most time.Duration) bool { return a.Sub(b).Abs() <= most }
