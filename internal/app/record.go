package app

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"entregent/internal/network"
	"entregent/internal/store"
	"entregent/internal/words"
)

// A NewEncounter is something that took place, as the keeper tells it.
type NewEncounter struct {
	With      []network.PersonID // at least one
	Channel   network.Channel
	Direction network.Direction // of words; meetings and calls are both ways
	On        network.Date      // the day; zero for now
	Place     string
	Note      string
}

// Record writes down an encounter that the keeper typed.
func (a *App) Record(ctx context.Context, keeper network.KeeperID, n NewEncounter, key string) (network.EncounterID, error) {
	var id network.EncounterID
	switch {
	case len(n.With) == 0:
		return id, &network.Error{Kind: network.Invalid, Field: "with", Msg: "error.with_whom"}
	case !n.Channel.Contact():
		return id, &network.Error{Kind: network.Invalid, Field: "channel", Msg: "error.not_understood", Args: []any{string(n.Channel)}}
	case len(n.Note) > MaxFact:
		return id, &network.Error{Kind: network.Invalid, Field: "note", Msg: "error.fact_too_long", Args: []any{MaxFact}}
	case !n.On.IsZero() && !n.On.Valid():
		return id, &network.Error{Kind: network.Invalid, Field: "on", Msg: "error.not_a_date", Args: []any{n.On.String()}}
	}
	raw, err := a.once(ctx, keeper, key, func(tx store.Tx) ([]byte, error) {
		e, err := a.record(tx, n)
		if err != nil {
			return nil, err
		}
		return json.Marshal(e)
	})
	if err == nil {
		err = json.Unmarshal(raw, &id)
	}
	return id, err
}

func (a *App) record(tx store.Tx, n NewEncounter) (id network.EncounterID, err error) {
	k, err := tx.Keeper()
	if err != nil {
		return id, err
	}
	at, err := a.moment(n.On, zone(k.Settings))
	if err != nil {
		return id, err
	}
	l, err := openLedger(tx)
	if err != nil {
		return id, err
	}
	rand.Read(id[:])
	w := words.Read(n.Note)
	e := network.Encounter{
		ID: id, Source: network.Typed, Channel: n.Channel, At: at, Subject: network.OneLine(n.Note), // whole: nothing typed is lost
		Place: shorten(network.OneLine(n.Place), 200), Excerpt: w.Excerpt, Lang: w.Lang, Size: len(n.With), Mine: network.From,
		Thanks: n.Direction != network.In && saysThanks(n.Note),
	}
	if n.Channel.Met() {
		e.Mine = network.Organizer
	}
	var people []network.PersonID
	for _, pid := range n.With {
		p, err := person(tx, pid)
		if err != nil {
			return id, err
		}
		if err := l.open(p.ID); err != nil {
			return id, err
		}
		c, err := typedCard(tx, k.Seed, p)
		if err != nil {
			return id, err
		}
		people = append(people, p.ID)
		e.With = append(e.With, network.Presence{Card: c.ID, Person: p.ID, Role: typedRole(n), Status: network.Accepted})
	}
	if n.Direction == network.In {
		e.Mine = network.To
	}
	e.Reckon()
	if err := tx.AddEncounters([]network.Encounter{e}); err != nil {
		return id, err
	}
	for _, p := range people {
		if err := settleStill(tx, l, p, a.Now()); err != nil {
			return id, err
		}
	}
	return id, nil
}

// saysThanks reports whether a note says that the keeper thanked: "remercié Yves",
// "thanked her", "dit merci". What says that the keeper was thanked does not.
func saysThanks(note string) bool {
	words := strings.Fields(network.Fold(note))
	for i, w := range words {
		before := words[max(0, i-2):i]
		switch {
		case w == "remercie" || w == "remerciee" || w == "remercies" || w == "thanked" || (w == "merci" || w == "thanks") && anyOf(before, "dit", "said"):
		default:
			continue
		}
		after := words[i+1 : min(len(words), i+2)]
		if !anyOf(before, "m", "me", "nous") && !anyOf(after, "me", "us") {
			return true
		}
	}
	return false
}

func anyOf(words []string, of ...string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return slices.Contains(of, w) })
}

func typedRole(n NewEncounter) network.Role {
	switch {
	case n.Channel.Met():
		return network.Attendee
	case n.Direction == network.In:
		return network.From
	}
	return network.To
}

// moment is when something typed took place: now for today, noon for another
// day. What has not come yet cannot be told.
func (a *App) moment(on network.Date, z *time.Location) (time.Time, error) {
	now := a.Now().In(z)
	if on.IsZero() || on == network.DateOf(now) {
		return now.UTC().Truncate(time.Microsecond), nil
	}
	at := time.Date(on.Year, on.Month, on.Day, 12, 0, 0, 0, z)
	if at.After(now) {
		return at, &network.Error{Kind: network.Invalid, Field: "on", Msg: "error.not_yet", Args: []any{on}}
	}
	return at.UTC(), nil
}

// Forget takes away an encounter that the keeper typed.
func (a *App) Forget(ctx context.Context, keeper network.KeeperID, id network.EncounterID) error {
	return a.Store.Update(ctx, keeper, func(tx store.Tx) error {
		list, err := tx.Encounters([]network.EncounterID{id})
		if err != nil {
			return err
		}
		if len(list) == 0 || list[0].Source != network.Typed {
			return &network.Error{Kind: network.NotFound, Msg: "error.no_such_encounter"}
		}
		l, err := openLedger(tx)
		if err != nil {
			return err
		}
		for _, p := range list[0].With {
			if err := l.open(p.Person); err != nil {
				return err
			}
		}
		if err := tx.DeleteEncounter(id); err != nil {
			return err
		}
		for _, p := range list[0].With {
			if err := settleStill(tx, l, p.Person, a.Now()); err != nil {
				return err
			}
		}
		return nil
	})
}
