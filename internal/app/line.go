package app

import (
	"context"
	"encoding/json"
	"time"

	"entregent/internal/capture"
	"entregent/internal/importer"
	"entregent/internal/network"
	"entregent/internal/relation"
	"entregent/internal/store"
)

// A Line is what one typed line says, and whether it was written down: the
// shape of cli.md.
type Line struct {
	Line     string           `json:"line"`
	Records  []capture.Record `json:"records"`
	Unsure   []capture.Unsure `json:"unsure"`
	Recorded bool             `json:"recorded"`
	// Noted lists the types of record that have no place of their own yet and are
	// kept in the words of the encounter.
	Noted []capture.Type `json:"noted,omitempty"`
}

// ReadLine says what a line would record, and writes nothing.
func (a *App) ReadLine(ctx context.Context, keeper network.KeeperID, line, lang string) (out Line, err error) {
	err = a.Store.View(ctx, keeper, func(tx store.Tx) error {
		b, err := a.readBook(tx)
		if err != nil {
			return err
		}
		out = b.line(line, lang)
		return nil
	})
	return out, err
}

func (b *book) line(line, lang string) Line {
	got := capture.Read(line, capture.Context{People: b.people(), Today: b.day.Date(), Lang: lang})
	out := Line{Line: line, Records: got.Records, Unsure: got.Unsure}
	if out.Records == nil {
		out.Records = []capture.Record{}
	}
	if out.Unsure == nil {
		out.Unsure = []capture.Unsure{}
	}
	for _, r := range out.Records {
		switch r.Type {
		case capture.Need, capture.Offer, capture.Tie, capture.Ask:
			out.Noted = append(out.Noted, r.Type)
		}
	}
	return out
}

// people is the index of names that a line is read with.
func (b *book) people() *capture.People {
	known := make([]capture.Known, 0, len(b.entries))
	for _, e := range b.entries {
		k := capture.Known{ID: e.ID, Name: e.Name, Organisation: e.Organisation}
		var t relation.Tie
		if e.tie(&t) == nil && t.Pulse.N > 0 {
			k.Contacts, k.Last = t.Pulse.N, t.Pulse.Last
		}
		known = append(known, k)
	}
	return capture.NewPeople(known)
}

// RecordLine writes down what a line says: the encounter with the line as its
// note, facts, favours, introductions, promises, and people who are new. A line
// that leaves a name in doubt is refused: nothing is guessed.
func (a *App) RecordLine(ctx context.Context, keeper network.KeeperID, line, lang, key string) (Line, error) {
	var out Line
	raw, err := a.once(ctx, keeper, key, func(tx store.Tx) ([]byte, error) {
		b, err := a.readBook(tx)
		if err != nil {
			return nil, err
		}
		l := b.line(line, lang)
		if len(l.Unsure) > 0 {
			return nil, tooMany(b, l.Unsure[0])
		}
		w := lineWriter{App: a, tx: tx, met: map[string]network.PersonID{}, on: l.on()}
		if w.keeper, err = tx.Keeper(); err != nil {
			return nil, err
		}
		if err := w.write(l); err != nil {
			return nil, err
		}
		l.Recorded = true
		return json.Marshal(l)
	})
	if err == nil {
		err = json.Unmarshal(raw, &out)
	}
	return out, err
}

// on returns the day of the encounter, zero where the line tells of none.
func (l Line) on() network.Date {
	for _, r := range l.Records {
		if r.Type == capture.Encounter {
			return r.On
		}
	}
	return network.Date{}
}

func tooMany(b *book, u capture.Unsure) error {
	var people []Person
	for _, c := range u.Candidates {
		if e, ok := b.entry(c.ID); ok {
			people = append(people, b.row(e))
		}
	}
	return &TooMany{u.Name, people}
}

// A lineWriter writes the records of one line.
type lineWriter struct {
	*App
	tx     store.Tx
	keeper network.Keeper
	met    map[string]network.PersonID // names of the line that are new people
	on     network.Date                // of the encounter; what it brought is of that day
}

func (w *lineWriter) write(l Line) error {
	recorded := false
	for _, r := range l.Records {
		who, err := w.persons(r.Who)
		if err != nil {
			return err
		}
		switch r.Type {
		case capture.Encounter:
			if len(who) > 0 {
				_, err = w.record(w.tx, NewEncounter{With: who, Channel: r.Channel, Direction: r.Direction, On: r.On, Place: r.Place, Note: l.Line})
				recorded = true
			}
		case capture.Fact:
			err = w.facts(who, r.FactKind(), r.What)
		case capture.Favour:
			err = w.favours(who, network.Favour{Kind: network.FavourKind(r.Kind), Given: r.Given, What: r.What}, r.On)
		case capture.Introduction:
			err = w.introduction(who, r)
		case capture.Promise:
			err = w.favours(who, network.Favour{Kind: network.Service, Given: true, What: r.What, State: network.Planned}, r.On)
		}
		if err != nil {
			return err
		}
	}
	if recorded {
		return nil
	}
	return w.keepNote(l)
}

// keepNote keeps a line that tells of no encounter with whoever it names.
func (w *lineWriter) keepNote(l Line) error {
	for _, r := range l.Records {
		who, err := w.persons(r.Who)
		if err != nil {
			return err
		}
		if len(who) > 0 {
			return w.facts(who[:1], network.FactNote, l.Line)
		}
	}
	return &network.Error{Kind: network.Invalid, Msg: "error.line_names_nobody"}
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
		}
		out = append(out, id)
	}
	return out, nil
}

func (w *lineWriter) facts(who []network.PersonID, kind network.FactKind, value string) error {
	for _, id := range who {
		_, err := w.change(w.tx, id, func(k network.Keeper, p *network.Person) error {
			c, err := typedCard(w.tx, k.Seed, *p)
			if err != nil {
				return err
			}
			return w.tx.AddFacts([]network.Fact{w.typedFact(k.Seed, c.ID, kind, value, "")})
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// introduction writes that somebody was presented to the keeper, or by the
// keeper to somebody; who was presented is a person from then on.
func (w *lineWriter) introduction(who []network.PersonID, r capture.Record) error {
	if _, err := w.persons(r.Whom); err != nil {
		return err
	}
	f := network.Favour{Kind: network.Introduction, What: r.What}
	if f.What == "" {
		f.What = names(r.Whom)
	}
	if len(who) == 0 {
		to, err := w.persons(r.To)
		if err != nil {
			return err
		}
		who, f.Given = to, true
	}
	return w.favours(who, f, r.On)
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
	if on.IsZero() {
		on = w.on
	}
	for _, id := range who {
		_, err := w.change(w.tx, id, func(k network.Keeper, p *network.Person) error {
			at, err := w.moment(on, zone(k.Settings))
			if err != nil {
				return err
			}
			c, err := typedCard(w.tx, k.Seed, *p)
			if err != nil {
				return err
			}
			g := f
			g.ID = network.Derive[network.FavourID](k.Seed, "favour", network.Typed, c.ID.String(), string(f.Kind), f.What, stamp(w.Now().Truncate(time.Microsecond)))
			g.Card, g.Person, g.On, g.Source = c.ID, p.ID, at, network.Typed
			return w.tx.AddFavours([]network.Favour{g})
		})
		if err != nil {
			return err
		}
	}
	return nil
}
