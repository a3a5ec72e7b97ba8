package app

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"entregent/internal/i18n"
	"entregent/internal/match"
	"entregent/internal/meet"
	"entregent/internal/network"
	"entregent/internal/relation"
	"entregent/internal/store"
	"entregent/internal/today"
)

// A Meet is whom to see: the shape of cli.md.
type Meet struct {
	NeverMet []Named       `json:"never_met"` // relations never met in person, by name
	Coffees  []Coffee      `json:"coffees"`   // a first meeting with each newcomer, in order
	In       string        `json:"in,omitempty"`
	On       *network.Date `json:"on,omitempty"`
	Here     []Visit       `json:"here"`                  // who is there and worth seeing
	Others   int           `json:"others_here,omitempty"` // who is there besides
	// Calendar is the day on which a calendar was last read; without one, slots
	// follow the keeper's hours alone.
	Calendar *network.Date `json:"calendar,omitempty"`
}

// A Coffee is a meeting to propose to somebody.
type Coffee struct {
	Person  Named            `json:"person"`
	Role    string           `json:"role,omitempty"`
	Town    string           `json:"town,omitempty"`
	Why     string           `json:"why"`
	Reasons []network.Reason `json:"reasons"`
	By      network.Channel  `json:"by"`    // in person, or by video where they live far
	Slots   []Slot           `json:"slots"` // free in the keeper's calendar
	Draft   string           `json:"draft,omitempty"`
	Email   string           `json:"email,omitempty"`
}

// A Visit is somebody to see where the keeper will be, with what tells that they
// are there.
type Visit struct {
	Coffee
	Where   string         `json:"where"`
	Grounds network.Reason `json:"where_reason"`
}

// A Slot is a time to propose, in the keeper's zone, and in words.
type Slot struct {
	From  time.Time `json:"from"`
	Until time.Time `json:"until"`
	Text  string    `json:"text"`
}

// A MeetAsk says where and when the keeper will be; zero fields do not.
type MeetAsk struct {
	In string
	On network.Date
	// Letters is for how many coffees slots and a letter are made; 0 is for a few.
	Letters int
}

// someLetters is for how many people slots and letters are made at a time: what
// is proposed to all of them is to be kept free.
const someLetters = 5

// Meet says whom to see: the newcomers with whom a coffee is due, who was never
// met, and who is at a place.
func (a *App) Meet(ctx context.Context, keeper network.KeeperID, p *i18n.Printer, ask MeetAsk) (out Meet, err error) {
	out = Meet{NeverMet: []Named{}, Coffees: []Coffee{}, Here: []Visit{}}
	if ask.Letters == 0 {
		ask.Letters = someLetters
	}
	ask.In = shorten(network.OneLine(ask.In), 200)
	err = a.Store.View(ctx, keeper, func(tx store.Tx) error {
		m, err := a.meeter(tx, p, ask.In)
		if err != nil {
			return err
		}
		if !ask.On.IsZero() {
			if !ask.On.Valid() || ask.On.Year == 0 {
				return &network.Error{Kind: network.Invalid, Field: "on", Msg: "error.not_a_date", Args: []any{ask.On.String()}}
			}
			if untilDay(ask.On) < m.b.day {
				return &network.Error{Kind: network.Invalid, Field: "on", Msg: "error.until_past", Args: []any{ask.On}}
			}
			out.On = &ask.On
		}
		if !m.read.IsZero() {
			d := network.DateOf(m.read.In(m.d.zone))
			out.Calendar = &d
		}
		for _, x := range meet.NeverMet(m.people) {
			out.NeverMet = append(out.NeverMet, Named{x.ID.String(), x.Name})
		}
		free := newSlotter(m.b, m.busy, a.Now(), network.Date{})
		for i, c := range meet.Coffees(m.b.day, m.open(), m.home, m.places) {
			v, err := m.coffee(c, free, "draft.coffee", i < ask.Letters)
			if err != nil {
				return err
			}
			out.Coffees = append(out.Coffees, v)
		}
		if ask.In == "" {
			return nil
		}
		out.In = m.places.Name(ask.In)
		free = newSlotter(m.b, m.busy, a.Now(), ask.On)
		visits, others := meet.Here(m.b.day, m.people, ask.In, m.places)
		out.Others = others
		for i, x := range visits {
			c, err := m.coffee(meet.Coffee{Person: x.Person, Reasons: x.Reasons}, free, "draft.visit", i < ask.Letters, out.In)
			if err != nil {
				return err
			}
			out.Here = append(out.Here, Visit{Coffee: c, Where: m.p.Reason(x.Where), Grounds: x.Where})
		}
		return nil
	})
	return out, err
}

// CoffeeWith is a meeting to propose to one person, whoever they are.
func (a *App) CoffeeWith(ctx context.Context, keeper network.KeeperID, p *i18n.Printer, who network.PersonID) (out Coffee, err error) {
	err = a.Store.View(ctx, keeper, func(tx store.Tx) error {
		who, err := person(tx, who)
		if err != nil {
			return err
		}
		m, err := a.meeter(tx, p, "")
		if err != nil {
			return err
		}
		i := slices.IndexFunc(m.people, func(x meet.Person) bool { return x.ID == who.ID })
		if i < 0 {
			return noSuchPerson()
		}
		c := meet.CoffeeWith(m.b.day, &m.people[i], m.home, m.places)
		key := "draft.coffee"
		if m.people[i].Reading.Met || !m.people[i].Reading.Newcomer {
			key = "draft.coffee_again"
		}
		out, err = m.coffee(c, newSlotter(m.b, m.busy, a.Now(), network.Date{}), key, true)
		return err
	})
	return out, err
}

// A meeter knows of everybody what bears on seeing them.
type meeter struct {
	*App
	tx     store.Tx
	p      *i18n.Printer
	b      *book
	d      *desk
	people []meet.Person
	busy   []meet.Busy
	read   time.Time // when a calendar was last read
	home   string
	places match.Map
	placed bool // it is asked where people are: a look at all that tells it
}

func (a *App) meeter(tx store.Tx, p *i18n.Printer, in string) (*meeter, error) {
	b, err := a.readBook(tx)
	if err != nil {
		return nil, err
	}
	d, err := a.openDesk(tx, 0)
	if err != nil {
		return nil, err
	}
	m := &meeter{App: a, tx: tx, b: b, d: d, p: p.At(a.Now(), d.zone), places: match.Default().Map(), home: b.settings.Home}
	m.placed = in != "" || m.home != ""
	if m.read, err = calendarRead(tx); err != nil {
		return nil, err
	}
	now := a.Now()
	busy, with, err := b.plans(tx, now, now.AddDate(0, 0, 2*farDays+30))
	if err != nil {
		return nil, err
	}
	m.busy = busy
	return m, m.everybody(with)
}

// everybody puts the people together.
func (m *meeter) everybody(with map[network.PersonID]network.Day) error {
	at := map[network.PersonID]int{}
	for _, e := range m.b.entries {
		at[e.ID] = len(m.people)
		next, booked := with[e.ID]
		x := meet.Person{
			ID: e.ID, Name: e.Name, SortKey: e.SortKey, Mark: relation.MarkOn(e.Person, m.b.day), Circle: e.Circle,
			Reading: m.b.reading(e), Next: next, Booked: booked,
		}
		for _, g := range m.d.gifts[e.ID] {
			x.Gifts = append(x.Gifts, g.Facts...)
		}
		m.people = append(m.people, x)
	}
	for _, l := range today.Open(m.d.loops) {
		if i, ok := at[l.Person]; ok {
			m.people[i].Owed = append(m.people[i].Owed, l.Reason.Facts...)
		}
	}
	return m.facts(at)
}

// facts puts in where people are, and when they were connected.
func (m *meeter) facts(at map[network.PersonID]int) error {
	stays := map[int][]network.Fact{}
	now := m.Now()
	kinds := []network.FactKind{network.FactConnected, network.FactMark}
	if m.placed {
		kinds = append(kinds, network.FactTown, network.FactAddress, network.FactCountry)
	}
	for _, kind := range kinds {
		err := m.tx.FactsOfKind(kind, func(p network.PersonID, f network.Fact) error {
			i, ok := at[p]
			if !ok || f.On.After(now) || f.AsOf.After(now) {
				return nil
			}
			switch kind {
			case network.FactConnected:
			case network.FactMark: // an address book says so, and the keeper has not said otherwise
				if f.Value == string(network.Deceased) && m.people[i].Mark == network.NoMark && !m.d.alive[p] {
					m.people[i].Mark = network.Deceased
				}
				return nil
			default:
				stays[i] = append(stays[i], f)
				return nil
			}
			if day := network.DayOf(f.On, m.d.zone); f.Label != network.Typed && !f.On.IsZero() && (m.people[i].Linked == nil || day > m.people[i].Linked.Day) {
				m.people[i].Linked = &meet.Linked{Day: day, Network: networkName(f.Label), Fact: factRef(f)}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	for i, facts := range stays {
		e, _ := m.b.entry(m.people[i].ID)
		slices.SortFunc(facts, e.compareStays)
		for _, f := range facts {
			s := meet.Stay{Kind: meet.Lives, Words: shorten(network.OneLine(f.Value), spokenLen), Fact: factRef(f)}
			if f.Kind == network.FactCountry {
				s.Kind = meet.Land
				s.Words = m.country(f.Value)
			}
			if on := saidOn(f); !on.IsZero() {
				s.On = network.DateOf(on.In(m.d.zone))
			}
			m.people[i].Stays = append(m.people[i].Stays, s)
		}
	}
	if !m.placed {
		return nil
	}
	return m.seen(at)
}

// country is the name of a country for its code, where that is what is known.
func (m *meeter) country(value string) string {
	region, err := language.ParseRegion(value)
	if err != nil || len(value) != 2 {
		return value
	}
	return cmp.Or(display.Regions(language.Make(m.p.Lang())).Name(region), value)
}

// How far back, and how many meetings are looked at for where people were met.
const (
	seenBack   = 2 * 365 * 24 * time.Hour
	seenAtMost = 20_000
)

// seen puts in where people were met in person, the latest first.
func (m *meeter) seen(at map[network.PersonID]int) error {
	now := m.Now()
	list, err := m.tx.InPlaces(now.Add(-seenBack), now, seenAtMost)
	for _, e := range list {
		if e.Mine == "" {
			continue
		}
		for _, p := range e.With {
			i, ok := at[p.Person]
			if !ok || !p.Contact || p.State != network.Held || slices.ContainsFunc(m.people[i].Stays, func(s meet.Stay) bool { return s.Kind == meet.Seen && s.Words == e.Place }) {
				continue
			}
			m.people[i].Stays = append(m.people[i].Stays, meet.Stay{
				Kind: meet.Seen, Words: shorten(e.Place, spokenLen), On: network.DateOf(e.At.In(m.d.zone)),
				Fact: network.Ref{Kind: network.RefEncounter, ID: e.ID.String()},
			})
		}
	}
	return err
}

// open are those to whom nothing was proposed of late, here or on the desk, and
// of whom the keeper has not said that it is not to be.
func (m *meeter) open() []meet.Person {
	off := map[network.PersonID]bool{}
	answers, err := m.tx.Answers(coffeeAnswer)
	for _, x := range answers {
		if off[x.Person] = untilDay(x.Until) > m.b.day; err != nil {
			return nil
		}
	}
	for _, e := range m.d.log {
		rests := map[today.Verdict]int{today.Done: askedFor, today.No: declinedFor}[e.Verdict]
		if e.Kind == network.GestureMeet && int(m.b.day)-int(e.Day) < rests {
			off[e.Person] = true
		}
	}
	return slices.DeleteFunc(slices.Clone(m.people), func(x meet.Person) bool { return off[x.ID] })
}

// coffee puts a meeting to propose into words, with slots and a letter where
// there is to be one.
func (m *meeter) coffee(c meet.Coffee, free *slotter, key string, letter bool, args ...any) (Coffee, error) {
	e, _ := m.b.entry(c.ID)
	out := Coffee{Person: Named{c.ID.String(), c.Name}, Role: role(e.Person), Town: e.Town, Reasons: c.Reasons, By: network.InPerson, Slots: []Slot{}}
	if c.Far {
		out.By = network.Video
	}
	if len(c.Reasons) > 0 {
		out.Why = m.p.Reason(c.Reasons[0])
	}
	if !letter {
		return out, nil
	}
	for _, s := range free.take() {
		out.Slots = append(out.Slots, Slot{s.From.In(m.d.zone), s.Until.In(m.d.zone), m.p.T("meet.slot", s.From)})
	}
	light, err := m.d.closely(m.tx, []today.Gesture{{Person: c.ID}})
	if err != nil {
		return out, err
	}
	i, ok := light.at[c.ID]
	if !ok {
		return out, nil
	}
	if out.Email = m.d.email(m.tx, c.ID); c.Far && key == "draft.coffee" {
		key = "draft.coffee_video"
	}
	x := light.list[i]
	lang, err := m.d.tongue(m.tx, x, m.p.Lang())
	if err != nil {
		return out, err
	}
	d := today.Draft{Key: key, Lang: lang, Familiar: x.Familiar}
	p, form := m.d.voice(d)
	d.Args = append([]any{c.Name, proposed(p, form, out.Slots)}, args...)
	out.Draft = m.d.draft(d)
	return out, nil
}

// proposed says which slots are proposed, one a line; without any it asks for one.
func proposed(p *i18n.Printer, form string, slots []Slot) string {
	if len(slots) == 0 {
		return p.T("draft.slots_none." + form)
	}
	var lines []string
	for _, s := range slots {
		lines = append(lines, p.T("draft.slot", s.From))
	}
	return p.T("draft.slots."+form, strings.Join(lines, "\n"))
}
