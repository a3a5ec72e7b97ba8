package app

import (
	"context"
	"slices"
	"strings"

	"entregent/internal/known"
	"entregent/internal/network"
	"entregent/internal/relation"
	"entregent/internal/store"
	"entregent/internal/today"
)

// A KnownPerson is whether somebody knows the keeper: the shape of cli.md.
type KnownPerson struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	known.Reading
	TheySay []Saying `json:"they_say"`
	// TellThem is what they should hear that the keeper wants to be known for, and
	// what of it they have heard.
	TellThem []Telling `json:"tell_them"`
	Email    string    `json:"email,omitempty"` // where to write; where one person is asked about
}

// A Telling is one thing the keeper wants to be known for, as far as somebody is
// concerned.
type Telling struct {
	Text  string           `json:"text"`
	Goal  Named            `json:"goal"`         // its id and its words
	On    *network.Date    `json:"on,omitempty"` // when they last heard of it
	Due   bool             `json:"due"`          // they should hear of it now
	Why   []network.Reason `json:"why"`          // why it is they who should
	Facts []network.Ref    `json:"facts"`        // the tellings, newest first
	// Draft is the letter that lets them know; where one person is asked about.
	Draft string `json:"draft,omitempty"`
}

// A Saying is what somebody says of the keeper, in their own words, or as the
// keeper heard it.
type Saying struct {
	Text  string        `json:"text"`
	On    *network.Date `json:"on,omitempty"`
	Facts []network.Ref `json:"facts"`
}

// Known says of everybody, or of one person, what shows that they know the
// keeper, in the order of names. Of one person it begins the letters as well.
func (a *App) Known(ctx context.Context, keeper network.KeeperID, about network.PersonID) ([]KnownPerson, error) {
	out := []KnownPerson{}
	err := a.Store.View(ctx, keeper, func(tx store.Tx) error {
		b, err := a.readBook(tx)
		if err != nil {
			return err
		}
		brought := b.broughtMe()
		h, err := a.hearing(tx, b, true)
		if err != nil {
			return err
		}
		seen, err := b.seenAs(tx)
		if err != nil {
			return err
		}
		for _, e := range b.entries {
			if !about.IsZero() && e.ID != about {
				continue
			}
			var t relation.Tie
			if err := e.tie(&t); err != nil {
				return err
			}
			p := KnownPerson{ID: e.ID.String(), Name: e.Name, TheySay: append([]Saying{}, seen[e.ID]...), TellThem: []Telling{}}
			if h != nil {
				for _, t := range h.of(e, t.Read(b.ground, e.profile)) {
					p.TellThem = append(p.TellThem, h.view(t))
				}
			}
			var list []known.Favour
			for _, f := range brought[e.ID] {
				k := known.Favour{ID: f.ID, Kind: f.Kind}
				s := Saying{Text: f.What, Facts: []network.Ref{{Kind: network.RefFavour, ID: f.ID.String()}}}
				if !f.On.IsZero() {
					k.Day = network.DayOf(f.On, zone(b.settings))
					on := k.Day.Date()
					s.On = &on
				}
				if list = append(list, k); f.What != "" && (f.Kind == network.Recommendation || f.Kind == network.Endorsement) {
					p.TheySay = append(p.TheySay, s)
				}
			}
			p.Reading = known.Read(&t, list, b.day)
			out = append(out, p)
		}
		if !about.IsZero() && len(out) == 1 {
			return a.writeTellings(tx, about, &out[0])
		}
		return nil
	})
	return out, err
}

// writeTellings begins the letters that let somebody know.
func (a *App) writeTellings(tx store.Tx, who network.PersonID, p *KnownPerson) error {
	k, err := tx.Keeper()
	if err != nil || len(p.TellThem) == 0 {
		return err
	}
	d := &desk{keeper: k, zone: zone(k.Settings), now: a.Now()}
	if err := a.seat(tx, d); err != nil {
		return err
	}
	light, err := d.closely(tx, []today.Gesture{{Person: who}})
	if err != nil {
		return err
	}
	i, ok := light.at[who]
	if !ok {
		return nil
	}
	c := light.list[i]
	p.Email = d.email(tx, who)
	for n := range p.TellThem {
		t := &p.TellThem[n]
		t.Draft = d.draft(today.Draft{Key: "draft.let_know", Args: []any{c.Name, t.Text}, Lang: c.Lang, Familiar: c.Familiar})
	}
	return nil
}

// seenAs are the words about the keeper that were typed, by whose they are, newest
// first.
func (b *book) seenAs(tx store.Tx) (map[network.PersonID][]Saying, error) {
	out := map[network.PersonID][]Saying{}
	z := zone(b.settings)
	err := tx.FactsOfKind(network.FactSeesMe, func(p network.PersonID, f network.Fact) error {
		s := Saying{Text: f.Value, Facts: []network.Ref{factRef(f)}}
		if !f.On.IsZero() {
			day := network.DayOf(f.On, z)
			if day > b.day {
				return nil
			}
			on := day.Date()
			s.On = &on
		}
		out[p] = append(out[p], s)
		return nil
	})
	for _, list := range out {
		slices.SortStableFunc(list, func(x, y Saying) int { return strings.Compare(y.day(), x.day()) })
	}
	return out, err
}

func (s Saying) day() string {
	if s.On == nil {
		return ""
	}
	return s.On.String()
}

// view is a telling as it is shown.
func (h *hearing) view(t known.Telling) Telling {
	out := Telling{Text: t.What, Goal: Named{t.Goal.String(), h.goals[t.Goal].What}, Due: t.Due, Why: t.Why, Facts: t.Refs}
	if out.Why == nil {
		out.Why = []network.Reason{}
	}
	if out.Facts == nil {
		out.Facts = []network.Ref{}
	}
	if t.Last != 0 {
		on := t.Last.Date()
		out.On = &on
	}
	return out
}

// broughtMe returns what each person has brought the keeper until the day of the
// book, newest first. A proposed endorsement is a sign too: that it was given is
// certain, only whether it counts as a favour is not.
func (b *book) broughtMe() map[network.PersonID][]network.Favour {
	out := map[network.PersonID][]network.Favour{}
	for _, f := range b.favours {
		if f.Given || f.State != network.Held && f.Kind != network.Endorsement {
			continue
		}
		if f.On.IsZero() || network.DayOf(f.On, zone(b.settings)) <= b.day {
			out[f.Person] = append(out[f.Person], f)
		}
	}
	return out
}
