package app

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"entregent/internal/i18n"
	"entregent/internal/network"
	"entregent/internal/relation"
	"entregent/internal/store"
	"entregent/internal/today"
)

// A Today is the desk of one day: the shape of cli.md.
type Today struct {
	On       network.Date `json:"on"`
	Peace    bool         `json:"peace"`
	Quiet    bool         `json:"quiet,omitempty"` // a quiet day, or a pause
	Loops    []Loop       `json:"loops"`
	More     []Loop       `json:"more_loops,omitempty"` // behind one line
	Gestures []Gesture    `json:"gestures"`
	Answered int          `json:"answered"` // gestures of the day that were answered
	Drifting int          `json:"drifting"` // for the weather of the network
	People   int          `json:"people"`
}

// A Loop is something open between the keeper and somebody: thanks, news, a
// promise, an answer.
type Loop struct {
	ID     string           `json:"id"`
	Kind   network.LoopKind `json:"kind"`
	Person Named            `json:"person"`
	Since  network.Date     `json:"since"`
	Text   string           `json:"text"`
	Reason network.Reason   `json:"reason"`
	// Draft is the letter that would close it, and Email to where: in the list of
	// loops and the briefing only, not on the desk.
	Draft string `json:"draft,omitempty"`
	Email string `json:"email,omitempty"`
}

// A Gesture is one thing worth doing today.
type Gesture struct {
	ID      string              `json:"id"`
	Kind    network.GestureKind `json:"kind"`
	Person  Named               `json:"person"`
	Role    string              `json:"role,omitempty"` // title and organisation
	Email   string              `json:"email,omitempty"`
	Why     string              `json:"why"`
	Reasons []network.Reason    `json:"reasons"`
	Bring   []Bring             `json:"bring"`
	Draft   string              `json:"draft"`
	Minutes int                 `json:"minutes"`
	// Others are the letters to whoever else has a part in it: who can bring what
	// is sought is asked before anybody is presented.
	Others []DraftTo `json:"others,omitempty"`
	Pair   string    `json:"match,omitempty"` // of a gift: the match
	Ask    string    `json:"ask,omitempty"`   // of a step: the ask or introduction
}

// A Bring is something to bring to somebody: what was last spoken of, their
// news, something known of them.
type Bring struct {
	Kind  string        `json:"kind"`
	Text  string        `json:"text"`
	Facts []network.Ref `json:"facts,omitempty"`
}

// Today returns the desk. Its gestures are fixed at the first reading of the
// day, but for a replay of the past and for max, which looks deeper for once.
// p puts reasons and drafts into words.
func (a *App) Today(ctx context.Context, keeper network.KeeperID, p *i18n.Printer, max int) (out Today, err error) {
	var d *desk
	var chosen *choice
	usual := max == 0 && !a.Replay
	err = a.Store.View(ctx, keeper, func(tx store.Tx) error {
		if usual {
			var kept bool
			if out, kept, err = a.shown.find(tx, keeper, a.Now(), p.Lang()); kept || err != nil {
				return err
			}
		}
		if d, err = a.openDesk(tx, max); err != nil {
			return err
		}
		if d.fixed == nil && usual {
			chosen, err = a.choose(tx, d)
			return err
		}
		if d.fixed == nil {
			if err := a.fix(tx, d); err != nil {
				return err
			}
		}
		out, err = d.read(tx, p.At(a.Now(), d.zone))
		if err == nil && usual {
			err = a.shown.keep(tx, d, p.Lang(), out)
		}
		return err
	})
	if err != nil || chosen == nil {
		return out, err
	}
	err = a.Store.Update(ctx, keeper, func(tx store.Tx) error {
		d, err := a.openDesk(tx, 0)
		if err != nil {
			return err
		}
		if d.fixed == nil {
			if err := a.fixForGood(tx, d, chosen); err != nil {
				return err
			}
		}
		out, err = d.read(tx, p.At(a.Now(), d.zone))
		return err
	})
	return out, err
}

// A desk is a day's list in the making.
type desk struct {
	*roll
	ground  relation.Ground // without Answers, which no list looks at
	book    *book           // everybody; nil but where a list is being fixed
	keeper  network.Keeper
	zone    *time.Location
	now     time.Time
	setting today.Settings
	loops   []today.Loop
	log     []today.Entry             // what was answered; and shown, where a list is being fixed
	fixed   []today.Gesture           // nil until it is fixed or found fixed
	alive   map[network.PersonID]bool // of whom the keeper said that a source's mark is wrong
	light   *lightly
	gifts   map[network.PersonID][]today.Gift
	hearing *hearing // who should hear what; the same
	aimed   *aimed   // who answers to a goal; nil but where a list is being fixed
	lives   *lives
	steps   map[network.PersonID][]today.AskStep
}

func (a *App) openDesk(tx store.Tx, max int) (*desk, error) {
	k, err := tx.Keeper()
	if err != nil {
		return nil, err
	}
	d := &desk{keeper: k, zone: zone(k.Settings), now: a.Now(), setting: today.NewSettings(k.Settings)}
	if max > 0 {
		d.setting.Gestures, d.setting.Deeper = max, true
	}
	if err := a.seat(tx, d); err != nil {
		return nil, err
	}
	if d.log, err = answeredGestures(tx, d.day, d.zone); err != nil {
		return nil, err
	}
	if d.loops, err = d.owed(tx); err != nil {
		return nil, err
	}
	if d.gifts, err = a.gifts(tx, d); err != nil {
		return nil, err
	}
	if d.lives, err = d.readLives(tx); err != nil {
		return nil, err
	}
	d.steps = d.askSteps()
	d.dropPresented()
	if d.alive, err = alive(tx); err != nil {
		return nil, err
	}
	raw, err := tx.DayList(d.day)
	if err != nil || raw == nil || max > 0 {
		return d, err
	}
	var list dayList
	if err := json.Unmarshal(raw, &list); err != nil {
		return nil, err
	}
	d.fixed = append([]today.Gesture{}, list.Gestures...)
	return d, nil
}

// seat gives the desk what it asks of everybody: in the present the roll, which
// is quickly read; in the past, which has none, the book as it was.
func (a *App) seat(tx store.Tx, d *desk) error {
	day := a.today(d.keeper.Settings)
	if !a.Replay {
		ego, err := storedEgo(tx)
		if err != nil {
			return err
		}
		d.ground = ego.At(day)
		if err := learn(tx, &d.ground, false); err != nil {
			return err
		}
		d.roll, err = a.readRoll(tx, d.keeper, day)
		return err
	}
	b, err := a.makeBook(tx, d.keeper, day)
	if err != nil {
		return err
	}
	d.book, d.ground, d.roll = b, b.ground, b.roll(d.keeper, b.change)
	for _, e := range b.entries {
		d.roll.known[e.ID] = e
	}
	return nil
}

// read puts what is left of the day's list into words.
func (d *desk) read(tx store.Tx, p *i18n.Printer) (Today, error) {
	if err := d.learnOf(tx, d.fixed); err != nil {
		return Today{}, err
	}
	light := d.light
	if light == nil {
		var err error
		if light, err = d.only(tx, d.fixed); err != nil {
			return Today{}, err
		}
	}
	in := d.input(light.all())
	shown := today.Read(in, d.fixed)
	out := Today{On: shown.On, Peace: shown.Peace, Quiet: shown.Quiet, Loops: []Loop{}, Gestures: []Gesture{}, People: len(d.lines), Drifting: d.drifting(d.ground)}
	for i, l := range today.Open(d.loops) {
		if i < len(shown.Loops) {
			out.Loops = append(out.Loops, loopView(l, p))
		} else {
			out.More = append(out.More, loopView(l, p))
		}
	}
	for _, g := range shown.Gestures {
		out.Gestures = append(out.Gestures, d.gesture(tx, g, p))
	}
	answered := map[string]bool{}
	for _, e := range d.log {
		answered[e.ID] = answered[e.ID] || e.Verdict != today.Shown
	}
	for _, g := range d.fixed {
		if answered[g.ID] {
			out.Answered++
		}
	}
	return out, nil
}

func loopView(l today.Loop, p *i18n.Printer) Loop {
	return Loop{ID: l.ID, Kind: l.Kind, Person: Named{l.Person.String(), l.Name}, Since: l.Since, Text: p.Reason(l.Reason), Reason: l.Reason}
}

func (d *desk) gesture(tx store.Tx, g today.Gesture, p *i18n.Printer) Gesture {
	out := Gesture{
		ID: g.ID, Kind: g.Kind, Person: Named{g.Person.String(), g.Name}, Reasons: g.Reasons,
		Bring: []Bring{}, Draft: d.draft(g.Draft), Minutes: g.Minutes, Pair: g.Pair, Others: d.others(tx, g),
	}
	if !g.Ask.IsZero() {
		out.Ask = g.Ask.String()
	}
	if len(g.Reasons) > 0 {
		out.Why = p.Reason(g.Reasons[0])
	}
	if e, ok := d.entry(g.Person); ok {
		out.Role, out.Person.Name = role(e.Person), e.Name
		out.Email = d.email(tx, e.ID)
	}
	for _, b := range g.Bring {
		out.Bring = append(out.Bring, Bring{Kind: b.Kind, Text: p.T(b.Key, b.Args...), Facts: b.Facts})
	}
	return out
}

func role(p network.Person) string {
	switch {
	case p.Title == "":
		return p.Organisation
	case p.Organisation == "":
		return p.Title
	}
	return p.Title + ", " + p.Organisation
}

// desk puts what stands on the desk about one person into their briefing.
func (a *App) desk(tx store.Tx, e *entry, p *i18n.Printer, out *Briefing) error {
	d, err := a.openDesk(tx, 0)
	if err != nil {
		return err
	}
	p = p.At(a.Now(), d.zone)
	open := slices.DeleteFunc(today.Open(d.loops), func(l today.Loop) bool { return l.Person != e.ID })
	letters, err := d.letters(tx, open)
	if err != nil {
		return err
	}
	for _, l := range open {
		out.Loops = append(out.Loops, letters.view(l, p))
	}
	asks := askView{d: d, tx: tx, p: p}
	for i := range d.lives.list {
		if l := &d.lives.list[i]; !l.r.Over() && (l.wish.Person == e.ID || l.wish.Leads == e.ID) {
			x, err := asks.ask(l)
			if err != nil {
				return err
			}
			out.Asks = append(out.Asks, x)
		}
	}
	light, err := d.only(tx, []today.Gesture{{Person: e.ID}})
	if err == nil {
		err = light.enrich(tx, e.ID)
	}
	if err != nil {
		return err
	}
	for _, g := range today.Read(d.input(light.all()), d.fixed).Gestures {
		if g.Person == e.ID {
			out.Gestures = append(out.Gestures, d.gesture(tx, g, p))
		}
	}
	for _, c := range light.all() {
		for _, x := range today.Brings(&c) {
			out.Bring = append(out.Bring, Bring{Kind: x.Kind, Text: p.T(x.Key, x.Args...), Facts: x.Facts})
		}
	}
	return nil
}
