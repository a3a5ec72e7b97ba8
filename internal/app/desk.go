package app

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
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
}

// A dayList is a day's list as it is stored.
type dayList struct {
	Gestures  []today.Gesture             `json:"gestures"`
	Proposals map[network.PersonID]string `json:"village"` // who was proposed for which circle
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

// diary reads what was shown and answered until a day.
func diary(tx store.Tx, day network.Day, z *time.Location) ([]today.Entry, error) {
	const farBack = 3 * 365 // a kind skipped five times rests for longer; by then it is forgotten
	var out []today.Entry
	err := tx.DayLists(day-farBack, day-1, func(on network.Day, raw []byte) error {
		var list dayList
		if err := json.Unmarshal(raw, &list); err != nil {
			return err
		}
		for _, g := range list.Gestures {
			out = append(out, today.Entry{Day: on, ID: g.ID, Kind: g.Kind, Person: g.Person, Door: g.Door})
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	answers, err := answeredGestures(tx, day, z)
	out = append(out, answers...)
	slices.SortStableFunc(out, func(a, b today.Entry) int { return cmp.Compare(a.Day, b.Day) })
	return out, err
}

// answeredGestures reads what was answered until a day.
func answeredGestures(tx store.Tx, day network.Day, z *time.Location) (out []today.Entry, err error) {
	answers, err := tx.Answers("gesture")
	for _, x := range answers {
		on := network.DayOf(x.At, z)
		if on > day {
			continue
		}
		out = append(out, today.Entry{
			Day: on, ID: x.Subject, Kind: network.GestureKind(x.Detail), Person: x.Person,
			Verdict: today.Verdict(x.Verdict), Until: untilDay(x.Until),
		})
	}
	return out, err
}

func untilDay(d network.Date) network.Day {
	if d.IsZero() {
		return 0
	}
	return network.DayOf(time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC), time.UTC)
}

// owed works out the loops.
func (d *desk) owed(tx store.Tx) ([]today.Loop, error) {
	owing, err := d.owing(tx)
	if err != nil {
		return nil, err
	}
	answers, err := tx.Answers("loop")
	if err != nil {
		return nil, err
	}
	said := map[string]today.LoopAnswer{}
	for _, x := range answers {
		said[x.Subject] = today.LoopAnswer{Verdict: today.Verdict(x.Verdict), Day: network.DayOf(x.At, d.zone), Until: untilDay(x.Until)}
	}
	loops := today.Loops(d.day, d.keeper.Seed, owing, said)
	if err := errors.Join(d.thanks(tx, owing, due(loops, network.ThanksDue)), d.subjects(tx, owing, due(loops, network.AnswerDue)),
		d.news(tx, owing, due(loops, network.NewsDue))); err != nil {
		return nil, err
	}
	return today.Loops(d.day, d.keeper.Seed, owing, said), nil
}

// owing gathers, for everybody to whom anything may be owed, what that is.
func (d *desk) owing(tx store.Tx) ([]today.Owing, error) {
	favours, err := d.brought(tx)
	if err != nil {
		return nil, err
	}
	var who []network.PersonID
	for _, f := range favours {
		if who = append(who, f.Person); !f.Presented.IsZero() {
			who = append(who, f.Presented)
		}
	}
	for i := range d.lines {
		if l := &d.lines[i]; l.Asks && today.Stands(d.day, l.Asked) {
			who = append(who, l.id)
		}
	}
	if err := d.learn(tx, who, d.keeper.Settings); err != nil {
		return nil, err
	}
	at := map[network.PersonID]*today.Owing{}
	of := func(id network.PersonID) *today.Owing {
		e, ok := d.entry(id)
		if !ok {
			return nil
		}
		if at[id] == nil {
			at[id] = &today.Owing{ID: id, Name: e.Name, Mark: relation.MarkOn(e.Person, d.day), Waiting: e.waiting}
		}
		return at[id]
	}
	for _, f := range favours {
		if o := of(f.Person); o != nil {
			if err := d.came(tx, &f); err != nil {
				return nil, err
			}
			o.Favours = append(o.Favours, f)
		}
	}
	for i := range d.lines {
		if l := &d.lines[i]; l.Asks && today.Stands(d.day, l.Asked) {
			of(l.id)
		}
	}
	out := make([]today.Owing, 0, len(at))
	for _, o := range at {
		out = append(out, *o)
	}
	slices.SortFunc(out, func(a, b today.Owing) int { return slices.Compare(a.ID[:], b.ID[:]) })
	return out, nil
}

// brought returns the favours from which a loop may come.
func (d *desk) brought(tx store.Tx) ([]today.Favour, error) {
	answers, err := tx.Answers("favour")
	if err != nil {
		return nil, err
	}
	confirmed := map[string]bool{}
	for _, x := range answers {
		confirmed[x.Subject] = x.Verdict == "yes"
	}
	said, err := d.outcomes(tx)
	if err != nil {
		return nil, err
	}
	var out []today.Favour
	for _, f := range d.favours {
		f := today.Favour{Favour: f, Day: network.DayOf(f.On, d.zone), Confirmed: confirmed[f.ID.String()], Said: said[f.ID.String()]}
		if f.Opens() && f.Day <= d.day {
			out = append(out, f)
		}
	}
	return out, nil
}

// due returns to whom something of one kind is owed.
func due(loops []today.Loop, kind network.LoopKind) map[network.PersonID]bool {
	out := map[network.PersonID]bool{}
	for _, l := range loops {
		if l.Kind == kind {
			out[l.Person] = true
		}
	}
	return out
}

// thanks puts in the keeper's words of thanks to those to whom they are due.
// Nobody else's history is read, and of theirs only the weeks that count: it
// may be long.
func (d *desk) thanks(tx store.Tx, owing []today.Owing, due map[network.PersonID]bool) error {
	for i := range owing {
		o := &owing[i]
		if !due[o.ID] {
			continue
		}
		first, last, ok := today.ThanksFrom(o.Favours)
		if !ok {
			continue
		}
		list, err := d.thanksTo(tx, o.ID, first.Start(d.zone), (last + 1).Start(d.zone))
		if err != nil {
			return err
		}
		for _, c := range list {
			if !c.At.After(d.now) {
				o.Thanks = append(o.Thanks, relation.Mark{Encounter: c.Encounter, Day: c.Day, Channel: c.Channel, Direction: c.Direction})
			}
		}
	}
	return nil
}

// subjects puts in what the messages are about that wait for an answer.
func (d *desk) subjects(tx store.Tx, owing []today.Owing, due map[network.PersonID]bool) error {
	waiting := map[network.PersonID]network.EncounterID{}
	for i := range owing {
		if due[owing[i].ID] {
			waiting[owing[i].ID] = owing[i].Waiting.Encounter
		}
	}
	about, err := d.about(tx, waiting)
	for i := range owing {
		owing[i].Subject = about[owing[i].ID]
	}
	return err
}

// fix chooses the day's gestures: first from what is at hand for everybody, and
// then again with all that is known of those who were chosen, so that the cards
// say more. What is added changes no choice.
func (a *App) fix(tx store.Tx, d *desk) error {
	err := a.everybody(tx, d)
	if err != nil {
		return err
	}
	if d.log, err = diary(tx, d.day, d.zone); err != nil {
		return err
	}
	light, err := d.lightly(tx)
	if err != nil {
		return err
	}
	in := d.input(light.all())
	for _, g := range today.Fix(in) {
		if err := light.enrich(tx, g.Person); err != nil {
			return err
		}
	}
	in.People = light.all()
	d.light, d.fixed = light, today.Fix(in)
	return nil
}

// everybody gives the desk the book, from which a list is chosen. It is not kept
// for that: once fixed, a list does without.
func (a *App) everybody(tx store.Tx, d *desk) (err error) {
	if d.book != nil {
		return nil
	}
	d.book, err = a.lend(tx, d.keeper, d.day)
	return err
}

// A choice is a day's list that has been chosen and is not fixed yet. It is made
// where others may write meanwhile, and good only for the book as it was.
type choice struct {
	change int64
	day    network.Day
	list   dayList
}

// choose chooses the day's list, with who is proposed for which circle.
func (a *App) choose(tx store.Tx, d *desk) (*choice, error) {
	change, err := tx.Change()
	if err != nil {
		return nil, err
	}
	if err := a.fix(tx, d); err != nil {
		return nil, err
	}
	earlier, err := lastProposals(tx, d.day)
	if err != nil {
		return nil, err
	}
	v, err := d.book.village(tx, earlier)
	if err != nil {
		return nil, err
	}
	c := &choice{change, d.day, dayList{d.fixed, v.Proposals()}}
	d.book, d.light = nil, nil
	a.rest()
	return c, nil
}

// fixForGood fixes the day's list in the book: the one chosen, if there is one
// and nothing was written since.
func (a *App) fixForGood(tx store.Tx, d *desk, c *choice) error {
	change, err := tx.Change()
	if err != nil {
		return err
	}
	if c == nil || c.change != change || c.day != d.day {
		if c, err = a.choose(tx, d); err != nil {
			return err
		}
	}
	d.fixed = c.list.Gestures
	raw, err := json.Marshal(c.list)
	if err != nil {
		return err
	}
	return errors.Join(tx.PutDayList(d.day, raw), keepRoll(tx, d.roll), a.foretell(tx, d))
}

// lastProposals returns who was proposed for which circle when a list was last
// fixed, on or before a day.
func lastProposals(tx store.Tx, day network.Day) (map[network.PersonID]string, error) {
	var last map[network.PersonID]string
	err := tx.DayLists(day-90, day, func(_ network.Day, raw []byte) error {
		var list dayList
		err := json.Unmarshal(raw, &list)
		last = list.Proposals
		return err
	})
	return last, err
}

func (d *desk) input(people []today.Candidate) today.Input {
	return today.Input{Day: d.day, Seed: d.keeper.Seed, Settings: d.setting, People: people, Loops: d.loops, Log: d.log}
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
