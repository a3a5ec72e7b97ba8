package app

import (
	"context"
	"slices"
	"sync"

	"entregent/internal/network"
	"entregent/internal/relation"
	"entregent/internal/store"
	"entregent/internal/today"
	"entregent/internal/year"
)

// A Year is the yearly review: the shape of cli.md. Parts of it list people in
// the order of their names.
type Year struct {
	Year         int          `json:"year"`
	From         network.Date `json:"from"`
	To           network.Date `json:"to"`   // the last day of the year, or today
	Over         bool         `json:"over"` // the year is over
	Counted      []YearPerson `json:"counted"`
	Passed       []YearPerson `json:"passed_through"`
	Newcomers    []YearPerson `json:"newcomers"`
	FoundAgain   []YearPerson `json:"found_again"`
	Drifted      []YearPerson `json:"drifted"`
	NeverThanked []YearPerson `json:"never_thanked"`
	FirstMet     []YearPerson `json:"first_met"`
	TakenOut     []YearPerson `json:"taken_out"` // of those who counted, by the keeper
	Months       []year.Month `json:"months"`
	Places       []year.Place `json:"places"`
}

// A YearPerson is somebody in one part of the review.
type YearPerson struct {
	Person    Named            `json:"person"`
	Why       []network.Reason `json:"why"`
	BroughtMe []year.Brought   `json:"brought_me"`
	IBrought  []year.Brought   `json:"i_brought"`
	Days      int              `json:"contact_days"`   // of the year
	Met       int              `json:"met"`            // days met in person, of the year
	Word      string           `json:"word,omitempty"` // the keeper's own
	Said      bool             `json:"said,omitempty"` // stands here because the keeper said so
}

// Year writes the review of a year, of this one for 0, as it stands now. It reads everything that
// ever took place, which for a million encounters takes a few seconds.
// What was worked out is kept until something changes of anybody, or is answered:
// pages of it are turned, and the back button is pressed.
func (a *App) Year(ctx context.Context, keeper network.KeeperID, n int) (out Year, err error) {
	err = a.Store.View(ctx, keeper, func(tx store.Tx) error {
		k, err := tx.Keeper()
		if err != nil {
			return err
		}
		now := a.today(k.Settings)
		if n == 0 {
			n = now.Date().Year
		}
		span, begun := year.Of(n, now)
		if !begun || n < 1 {
			return &network.Error{Kind: network.Invalid, Field: "year", Msg: "error.year_not_begun", Args: []any{n}}
		}
		at, err := a.stateOf(tx, k, now)
		if err != nil {
			return err
		}
		y := &a.years
		y.Lock()
		defer y.Unlock()
		if ok, err := y.at.stands(tx, at); err != nil || ok && y.out.Year == n && !a.Replay {
			out = y.out
			return err
		}
		lives, err := a.lives(tx, k, span)
		if err != nil {
			return err
		}
		out = yearView(year.Write(span, lives))
		if out.Places, err = metAt(tx, lives); err != nil {
			return err
		}
		if out.Over = now > span.To; !a.Replay {
			y.at, y.out = at, out
		}
		return nil
	})
	return out, err
}

// A keptYear is the review as it was at one state of the book.
type keptYear struct {
	sync.Mutex
	at  bookState
	out Year
}

func yearView(r year.Review) Year {
	people := func(list []year.Person) []YearPerson {
		out := make([]YearPerson, len(list))
		for i, p := range list {
			out[i] = YearPerson{Named{p.ID.String(), p.Name}, p.Why, p.BroughtMe, p.IBrought, p.Days, p.Met, p.Word, p.Said}
		}
		return out
	}
	return Year{
		Year: r.Year, From: r.From.Date(), To: r.To.Date(), Counted: people(r.Counted), Passed: people(r.Passed),
		Newcomers: people(r.New), FoundAgain: people(r.Found), Drifted: people(r.Drifted), NeverThanked: people(r.Unthanked),
		FirstMet: people(r.FirstMet), TakenOut: people(r.Out), Months: r.Months[:],
	}
}

// A past is what the review needs of one person until it can read the tie: how
// it goes depends on how it went with everybody.
type past struct {
	life        year.Life
	before, end relation.Tie
	lastThanks  network.Day // the keeper's latest word of thanks to them, 0 for none
}

// lives gathers what took place with every contact.
func (a *App) lives(tx store.Tx, k network.Keeper, s year.Span) ([]year.Life, error) {
	z := zone(k.Settings)
	people := map[network.PersonID]network.Person{}
	if err := tx.AllPeople(func(p network.Person) error {
		if p.Standing == network.Contact && !p.Binned {
			people[p.ID] = p
		}
		return nil
	}); err != nil {
		return nil, err
	}
	var before, end relation.Ego
	pasts := map[network.PersonID]*past{}
	kept := func(c store.Contact) bool { return c.Day <= s.To && !c.At.After(a.Now()) }
	err := eachTie(tx, kept, func(id network.PersonID, contacts []relation.Contact) error {
		n, _ := slices.BinarySearchFunc(contacts, s.From, func(c relation.Contact, d network.Day) int { return int(c.Day) - int(d) })
		before.Swap(nil, relation.ContactDays(contacts[:n]))
		end.Swap(nil, relation.ContactDays(contacts))
		if _, ok := people[id]; ok {
			pasts[id] = pastOf(contacts, n)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	favours, err := tx.Favours(network.PersonID{})
	if err != nil {
		return nil, err
	}
	closed, err := closedLoops(tx)
	if err != nil {
		return nil, err
	}
	said, err := yearSaid(tx, s.Year)
	if err != nil {
		return nil, err
	}
	byPerson := map[network.PersonID][]network.Favour{}
	for _, f := range favours {
		if f.State == network.Held && !f.On.IsZero() && network.DayOf(f.On, z) <= s.To {
			byPerson[f.Person] = append(byPerson[f.Person], f)
		}
	}
	eve, last := before.At(s.From-1), end.At(s.To)
	out := make([]year.Life, 0, len(people))
	for id, p := range people {
		h := pasts[id]
		if h == nil {
			h = &past{}
		}
		l := &h.life
		l.ID, l.Name, l.SortKey, l.Marked = id, p.Name, p.SortKey, p.Mark
		l.Said, l.Word = said[id].Place, said[id].Word
		then, now := profile(p, s.From-1, z), profile(p, s.To, z)
		for _, f := range slices.Backward(byPerson[id]) { // oldest first
			day := network.DayOf(f.On, z)
			addFavour(&now, f)
			if day < s.From {
				addFavour(&then, f)
				continue
			}
			thanked := h.lastThanks >= day && h.lastThanks != 0 || closed[today.LoopID(k.Seed, network.ThanksDue, f.ID.String())]
			l.Favours = append(l.Favours, year.Favour{Favour: f, Day: day, Thanked: thanked})
		}
		l.Seen = now.FirstSeen
		l.Before, l.End = h.before.Read(eve, then), h.end.Read(last, now)
		out = append(out, *l)
	}
	return out, nil
}

// metAt says where people were met in person.
func metAt(tx store.Tx, lives []year.Life) ([]year.Place, error) {
	var ids []network.EncounterID
	who := map[network.EncounterID][]network.PersonID{}
	for i := range lives {
		for _, c := range lives[i].In {
			if c.Channel == network.InPerson {
				if who[c.Encounter] == nil {
					ids = append(ids, c.Encounter)
				}
				who[c.Encounter] = append(who[c.Encounter], lives[i].ID)
			}
		}
	}
	var met []year.Meeting
	for chunk := range slices.Chunk(ids, flushAt) {
		list, err := tx.Encounters(chunk)
		if err != nil {
			return nil, err
		}
		for _, e := range list {
			for _, p := range who[e.ID] {
				met = append(met, year.Meeting{Place: e.Place, Encounter: e.ID, Person: p})
			}
		}
	}
	return year.Places(met), nil
}

// pastOf reads one person's contacts, of which the first n lie before the year.
func pastOf(contacts []relation.Contact, n int) *past {
	h := &past{before: relation.Build(contacts[:n]), end: relation.Build(contacts)}
	days := relation.ContactDays(contacts[:n])
	if h.life.Earlier = len(days); len(days) > 0 {
		h.life.Last = days[len(days)-1]
	}
	for i, c := range contacts {
		if !c.Counts {
			continue
		}
		if i >= n {
			h.life.In = append(h.life.In, c)
		}
		if c.Channel == network.InPerson && h.life.MetAt == 0 {
			h.life.MetAt, h.life.MetBy = c.Day, c.Encounter
		}
		if c.Thanks && c.Direction == network.Out {
			h.lastThanks = c.Day
		}
	}
	return h
}

// closedLoops returns the loops that the keeper said are closed.
func closedLoops(tx store.Tx) (map[string]bool, error) {
	answers, err := tx.Answers("loop")
	out := map[string]bool{}
	for _, x := range answers {
		if x.Verdict != string(today.Later) {
			out[x.Subject] = true
		}
	}
	return out, err
}
