package app

import (
	"context"
	"encoding/json"

	"entregent/internal/capture"
	"entregent/internal/network"
	"entregent/internal/relation"
	"entregent/internal/store"
)

// A Line is what one typed line says, and whether it was written down: the
// shape of cli.md.
type Line struct {
	ID       string           `json:"id,omitempty"` // once recorded; by it the line is taken back
	Line     string           `json:"line"`
	Records  []capture.Record `json:"records"`
	Unsure   []capture.Unsure `json:"unsure"`
	Recorded bool             `json:"recorded"`
	// Noted lists the types of record that found nobody to belong to, and are kept
	// in the words of the line.
	Noted []capture.Type `json:"noted,omitempty"`
	// With is the first person the line is about, once recorded.
	With *Named `json:"with,omitempty"`
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

// A LineSay is what the keeper says of a line before it is written down: whom
// its names stand for, and what is to be otherwise than it was read.
type LineSay struct {
	// Who says for a name of the line who that is: a person's id, Someone or
	// NoOne. Names that are not here are taken as they were read.
	Who  map[string]string
	With []network.PersonID // who was there besides
	New  []string           // names of people who are new, and were there besides
	// Channel, if set, says that they met or spoke, and how; NotMet that they did
	// not. On and Place are those of the encounter.
	Channel network.Channel
	NotMet  bool
	On      network.Date
	Place   *string
	Leave   map[int]bool   // records, by their number, that are not to be kept
	What    map[int]string // words of records, corrected
}

// What a name of a line may stand for, besides a person.
const (
	Someone = "new"    // a person whom the keeper does not know yet
	NoOne   = "nobody" // no person at all
)

// RecordLine writes down what a line says: the encounter with the line as its
// note, needs, offers, asks, facts, favours, introductions, promises, ties
// between others, and people who are new. A line that leaves a name in doubt is
// refused: nothing is guessed.
func (a *App) RecordLine(ctx context.Context, keeper network.KeeperID, line, lang, key string) (Line, error) {
	return a.KeepLine(ctx, keeper, line, lang, LineSay{}, key)
}

// KeepLine writes down what a line says, as the keeper has confirmed it.
func (a *App) KeepLine(ctx context.Context, keeper network.KeeperID, line, lang string, say LineSay, key string) (Line, error) {
	var out Line
	if len(line) > MaxFact {
		return out, &network.Error{Kind: network.Invalid, Field: "line", Msg: "error.fact_too_long", Args: []any{MaxFact}}
	}
	raw, err := a.once(ctx, keeper, key, func(tx store.Tx) ([]byte, error) {
		b, err := a.readBook(tx)
		if err != nil {
			return nil, err
		}
		l := b.line(line, lang)
		if err := say.settle(&l, b); err != nil {
			return nil, err
		}
		w := lineWriter{App: a, tx: tx, met: map[string]network.PersonID{}, on: l.on()}
		if w.keeper, err = tx.Keeper(); err != nil {
			return nil, err
		}
		if err := w.write(&l, say); err != nil {
			return nil, err
		}
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

// settle puts what the keeper says into the records.
func (s LineSay) settle(l *Line, b *book) error {
	for _, u := range l.Unsure {
		if s.Who[u.Name] == "" {
			return tooMany(b, u)
		}
	}
	for i := range l.Records {
		r := &l.Records[i]
		for _, list := range []*[]capture.Who{&r.Who, &r.Whom, &r.To} {
			if err := s.name(list); err != nil {
				return err
			}
		}
		if what, ok := s.What[i]; ok {
			r.What = network.OneLine(what)
		}
		if r.Type != capture.Encounter {
			continue
		}
		if !s.On.IsZero() {
			r.On = s.On
		}
		if s.Channel != "" {
			r.Channel = s.Channel
		}
		if s.Place != nil {
			r.Place = *s.Place
		}
	}
	return nil
}

// name puts in whom the names of a list stand for.
func (s LineSay) name(list *[]capture.Who) error {
	var out []capture.Who
	for _, w := range *list {
		switch said := s.Who[w.Name]; said {
		case "":
		case NoOne:
			continue
		case Someone:
			w.ID, w.New, w.Candidates = network.PersonID{}, true, nil
		default:
			id, err := network.ParseID[network.PersonID](said)
			if err != nil {
				return noSuchPerson()
			}
			w.ID, w.New, w.Candidates = id, false, nil
		}
		out = append(out, w)
	}
	*list = out
	return nil
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
