package app

import (
	"context"
	"slices"
	"time"

	"entregent/internal/i18n"
	"entregent/internal/network"
	"entregent/internal/relation"
	"entregent/internal/store"
)

// A Briefing is everything worth knowing before meeting somebody, and where it
// comes from: the shape of cli.md.
type Briefing struct {
	Person     Person      `json:"person"`
	Decided    Decided     `json:"decided"`
	Handles    []Handle    `json:"handles"`
	Facts      []Fact      `json:"facts"`
	Tie        Tie         `json:"tie"`
	Needs      []Wish      `json:"needs"`
	Offers     []Wish      `json:"offers"`
	Asks       []Ask       `json:"asks,omitempty"`
	Knows      []Known     `json:"knows,omitempty"` // ties with others that the keeper was told of
	Favours    []Favour    `json:"favours"`
	Loops      []Loop      `json:"loops"`
	Gestures   []Gesture   `json:"gestures,omitempty"` // of today, with this person
	Encounters []Encounter `json:"encounters"`
	Planned    []Encounter `json:"planned,omitempty"`
	Older      string      `json:"older,omitempty"`  // cursor to earlier encounters
	Origins    []Origin    `json:"origins"`          // one for each card
	Common     []Named     `json:"common,omitempty"` // seen together with the keeper and them
	Bring      []Bring     `json:"bring"`
	Matches    []Match     `json:"matches"`          // their needs, and what they could bring to others
	Invite     []Gathering `json:"invite,omitempty"` // gatherings to come that the keeper organises, to which they are not invited yet
}

// Decided is what the keeper decided about somebody.
type Decided struct {
	Circle    string              `json:"circle,omitempty"`
	Slow      bool                `json:"slow,omitempty"`
	Rhythm    int                 `json:"rhythm,omitempty"`
	Mark      network.Mark        `json:"mark,omitempty"`
	MarkUntil network.Date        `json:"mark_until,omitzero"`
	Stage     string              `json:"stage,omitempty"`
	StageWord string              `json:"stage_word,omitempty"`
	Familiar  network.Familiarity `json:"familiar,omitempty"`
	Lang      string              `json:"lang,omitempty"`
	Version   int64               `json:"version"`
}

// A Handle is one identity with where it was read.
type Handle struct {
	Kind    network.HandleKind `json:"kind"`
	Value   string             `json:"value"`
	Origins []Origin           `json:"origins"`
}

// A Fact is one thing known, with where it was read. Shown tells that it is the
// one shown of its kind.
type Fact struct {
	ID      string           `json:"id"`
	Kind    network.FactKind `json:"kind"`
	Label   string           `json:"label,omitempty"`
	Value   string           `json:"value"`
	On      *network.Date    `json:"on,omitempty"`
	AsOf    *network.Date    `json:"as_of,omitempty"`
	Typed   bool             `json:"typed,omitempty"`
	Shown   bool             `json:"shown,omitempty"`
	Origins []Origin         `json:"origins"`
}

// A Tie is what binds the keeper and somebody, as verdicts with their reasons.
type Tie struct {
	Stage       relation.Stage       `json:"stage"`
	Progress    relation.Progress    `json:"progress"`
	Evidence    []network.Reason     `json:"evidence"`
	Missing     []network.Reason     `json:"missing"`
	Drift       relation.Drift       `json:"drift"`
	Reciprocity relation.Reciprocity `json:"reciprocity"`
	Balance     []network.Reason     `json:"balance"`
	Relation    bool                 `json:"relation"`
	Newcomer    bool                 `json:"newcomer,omitempty"`
	Drifting    bool                 `json:"drifting,omitempty"`
	Dormant     bool                 `json:"dormant,omitempty"`
	Days        int                  `json:"contact_days"`
	Silence     int                  `json:"silence"`
}

// An Encounter is something that took place, or is planned, with where it was
// read.
type Encounter struct {
	ID        string            `json:"id"`
	At        time.Time         `json:"at"`
	On        network.Date      `json:"on"`
	Channel   network.Channel   `json:"channel"`
	Direction network.Direction `json:"direction,omitempty"`
	Subject   string            `json:"subject,omitempty"`
	Excerpt   string            `json:"excerpt,omitempty"`
	Place     string            `json:"place,omitempty"`
	State     string            `json:"state,omitempty"`
	With      []Named           `json:"with"` // the others present
	Contact   bool              `json:"contact"`
	Typed     bool              `json:"typed,omitempty"`
	Origins   []Origin          `json:"origins"`
}

// An Origin says where something was read: import, file and line.
type Origin struct {
	Batch  string    `json:"batch"`
	Source string    `json:"source"`
	Label  string    `json:"label"`
	At     string    `json:"at"` // "Connections.csv:6"
	Read   time.Time `json:"read"`
	Card   string    `json:"card,omitempty"`
	Name   string    `json:"name,omitempty"` // the name as that source writes it
}

// timelinePage is how many encounters a briefing shows at a time.
const timelinePage = 30

// Briefing returns the briefing on one person. before is a cursor into earlier
// encounters, zero for the newest.
func (a *App) Briefing(ctx context.Context, keeper network.KeeperID, p *i18n.Printer, id network.PersonID, before time.Time) (out Briefing, err error) {
	err = a.Store.View(ctx, keeper, func(tx store.Tx) error {
		who, err := person(tx, id)
		if err != nil {
			return err
		}
		b, err := a.readBook(tx)
		if err != nil {
			return err
		}
		w := briefer{tx: tx, book: b, p: who, zone: zone(b.settings), now: a.Now(), places: map[[16]byte][]Origin{}}
		e, ok := b.entry(who.ID)
		if !ok { // an organisation, or somebody in the bin
			e = &entry{Person: who}
		}
		out, err = w.brief(e, before)
		if err != nil {
			return err
		}
		if err := a.give(tx, b, e, p, &out); err != nil {
			return err
		}
		return a.desk(tx, e, p, &out)
	})
	return out, err
}

// A briefer puts together the briefing on one person.
type briefer struct {
	tx     store.Tx
	book   *book
	p      network.Person
	zone   *time.Location
	now    time.Time
	places map[[16]byte][]Origin
}

func (w *briefer) brief(e *entry, before time.Time) (Briefing, error) {
	p := w.p
	out := Briefing{
		Person: w.book.row(e), Needs: []Wish{}, Offers: []Wish{}, Loops: []Loop{}, Bring: []Bring{}, Matches: []Match{},
		Decided: Decided{p.Circle, p.Slow, p.Rhythm, p.Mark, p.MarkUntil, p.Stage, p.StageWord, p.Familiar, p.Lang, p.Version},
		Tie:     tieView(w.book.reading(e), w.book.balance(e, w.book.lastBrought(map[network.PersonID]bool{e.ID: true})[e.ID])),
	}
	for _, step := range []func(*Briefing) error{w.cards, w.facts, w.favours, w.wishes, w.pairs} {
		if err := step(&out); err != nil {
			return out, err
		}
	}
	return out, w.encounters(&out, before)
}

func tieView(r relation.Reading, balance []network.Reason) Tie {
	return Tie{
		Stage: r.Stage.Shown, Progress: r.Stage, Evidence: r.Stage.Evidence, Missing: r.Stage.Missing,
		Drift: r.Drift, Reciprocity: r.Answers, Balance: balance,
		Relation: r.Relation, Newcomer: r.Newcomer, Drifting: r.Drifting, Dormant: r.Dormant,
		Days: r.Contacts, Silence: r.Silence,
	}
}

// origins reads where a record comes from, once.
func (w *briefer) origins(id [16]byte) ([]Origin, error) {
	if o, ok := w.places[id]; ok {
		return o, nil
	}
	places, err := w.tx.OriginsOf(id)
	out := []Origin{}
	for _, p := range places {
		at := p.File
		if p.Line > 0 {
			at = place(pos(p))
		}
		out = append(out, Origin{Batch: p.Batch.String(), Source: p.Source, Label: p.Label, At: at, Read: p.At})
	}
	w.places[id] = out
	return out, err
}

func (w *briefer) cards(out *Briefing) error {
	out.Handles, out.Origins = []Handle{}, []Origin{}
	cards, err := w.tx.CardsOf(w.p.ID)
	if err != nil {
		return err
	}
	at := map[network.Handle]int{}
	for _, c := range cards {
		origins, err := w.origins(c.ID)
		if err != nil {
			return err
		}
		for _, o := range origins {
			o.Card, o.Name = c.ID.String(), c.Name
			out.Origins = append(out.Origins, o)
		}
		for _, h := range c.Handles {
			if h.Kind == network.CardUID || h.Kind == network.Scoped {
				continue
			}
			i, ok := at[h]
			if !ok {
				i = len(out.Handles)
				at[h] = i
				out.Handles = append(out.Handles, Handle{Kind: h.Kind, Value: h.Value, Origins: []Origin{}})
			}
			out.Handles[i].Origins = append(out.Handles[i].Origins, origins...)
		}
	}
	slices.SortStableFunc(out.Handles, func(a, b Handle) int { return handleRank(a.Kind) - handleRank(b.Kind) })
	return nil
}

func handleRank(k network.HandleKind) int {
	return slices.Index([]network.HandleKind{network.Email, network.Phone, network.RawPhone, network.LinkedIn, network.Website, network.Account, network.IM}, k)
}

// facts lists what is known, each value once, the one shown first in its kind.
func (w *briefer) facts(out *Briefing) error {
	out.Facts = []Fact{}
	facts, err := w.tx.FactsOf(w.p.ID)
	if err != nil {
		return err
	}
	cards, err := w.tx.CardsOf(w.p.ID)
	if err != nil {
		return err
	}
	source := map[network.CardID]string{}
	for _, c := range cards {
		source[c.ID] = c.Source
	}
	slices.SortStableFunc(facts, func(a, b network.Fact) int {
		if a.Kind != b.Kind {
			return compareText(string(a.Kind), string(b.Kind), "", "")
		}
		return better(a, b, source)
	})
	at := map[string]int{}
	kinds := map[network.FactKind]bool{}
	for _, f := range facts {
		if !f.On.IsZero() && f.On.After(w.now) {
			continue // the past is being replayed
		}
		origins, err := w.origins(f.ID)
		if err != nil {
			return err
		}
		key := string(f.Kind) + "\x00" + f.Label + "\x00" + f.Value
		if i, ok := at[key]; ok {
			out.Facts[i].Origins = append(out.Facts[i].Origins, origins...)
			continue
		}
		at[key] = len(out.Facts)
		out.Facts = append(out.Facts, Fact{
			ID: f.ID.String(), Kind: f.Kind, Label: f.Label, Value: f.Value, On: w.date(f.On), AsOf: w.date(f.AsOf),
			Typed: source[f.Card] == network.Typed, Shown: !kinds[f.Kind], Origins: slices.Clone(origins),
		})
		kinds[f.Kind] = true
	}
	return nil
}

func (w *briefer) date(t time.Time) *network.Date {
	if t.IsZero() {
		return nil
	}
	d := network.DateOf(t.UTC())
	return &d
}

func (w *briefer) favours(out *Briefing) error {
	out.Favours = []Favour{}
	favours, err := w.tx.Favours(w.p.ID)
	for _, f := range favours {
		v := w.book.favour(f)
		if v.Origins, err = w.origins(f.ID); err != nil {
			return err
		}
		out.Favours = append(out.Favours, v)
	}
	return err
}

func meName(s network.Settings) string {
	if len(s.Names) > 0 {
		return s.Names[0]
	}
	return ""
}

// encounters lists the timeline, newest first, and what is planned.
func (w *briefer) encounters(out *Briefing, before time.Time) error {
	out.Encounters = []Encounter{}
	first := before.IsZero()
	if first {
		before = w.now.AddDate(1, 0, 0)
	}
	list, err := w.tx.EncountersOf(w.p.ID, before, timelinePage)
	if err != nil {
		return err
	}
	common := map[network.PersonID]int{}
	for _, e := range list {
		v, err := w.encounter(e, common)
		if err != nil {
			return err
		}
		switch {
		case !e.At.After(w.now) && e.State != network.Planned:
			out.Encounters = append(out.Encounters, v)
		case first && e.At.After(w.now) && e.State == network.Planned:
			out.Planned = append(out.Planned, v)
		}
	}
	if len(list) == timelinePage {
		out.Older = list[len(list)-1].At.Format(time.RFC3339Nano)
	}
	out.Common = w.names(common)
	return nil
}

func (w *briefer) encounter(e network.Encounter, common map[network.PersonID]int) (Encounter, error) {
	v := Encounter{
		ID: e.ID.String(), At: e.At, On: network.DateOf(e.At.In(w.zone)), Channel: e.Channel,
		Subject: e.Subject, Excerpt: e.Excerpt, Place: e.Place, State: string(e.State), With: []Named{}, Typed: e.Source == network.Typed,
	}
	for _, p := range e.With {
		if p.Person == w.p.ID {
			v.Direction, v.Contact = p.Direction, v.Contact || p.Contact
			if p.State != network.Held {
				v.State = string(p.State)
			}
			continue
		}
		if o, ok := w.book.entry(p.Person); ok {
			v.With = append(v.With, Named{o.ID.String(), o.Name})
			common[o.ID]++
		}
	}
	var err error
	v.Origins, err = w.origins(e.ID)
	return v, err
}

// names lists persons by how often they were seen, at most eight.
func (w *briefer) names(count map[network.PersonID]int) []Named {
	ids := make([]network.PersonID, 0, len(count))
	for id := range count {
		ids = append(ids, id)
	}
	slices.SortFunc(ids, func(a, b network.PersonID) int {
		if count[a] != count[b] {
			return count[b] - count[a]
		}
		return slices.Compare(a[:], b[:])
	})
	var out []Named
	for _, id := range ids[:min(8, len(ids))] {
		e, _ := w.book.entry(id)
		out = append(out, Named{id.String(), e.Name})
	}
	return out
}
