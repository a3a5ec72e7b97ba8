package app

import (
	"bytes"
	"context"
	"time"

	"entregent/internal/i18n"
	"entregent/internal/meet"
	"entregent/internal/network"
	"entregent/internal/store"
)

// coffeeAnswer is the kind of the keeper's answer to a coffee that was proposed
// to them to propose.
const coffeeAnswer = "coffee"

// For how many days a coffee is not proposed again: the letter has gone, it is
// put off, it is not to be.
const (
	askedFor = 30
	laterFor = 14
	notFor   = 365
	// declinedFor is for how long "not this one" on the desk counts here (rulings §8).
	declinedFor = 90
)

// AnswerCoffee says of a coffee that the letter has gone ("done"), that it is for
// later ("later"), or that it is not to be ("no").
func (a *App) AnswerCoffee(ctx context.Context, keeper network.KeeperID, who network.PersonID, verdict string) error {
	days, ok := map[string]int{"done": askedFor, "later": laterFor, "no": notFor}[verdict]
	if !ok {
		return &network.Error{Kind: network.Invalid, Field: "answer", Msg: "error.not_understood", Args: []any{verdict}}
	}
	return a.Store.Update(ctx, keeper, func(tx store.Tx) error {
		p, err := person(tx, who)
		if err != nil {
			return err
		}
		k, err := tx.Keeper()
		if err != nil {
			return err
		}
		until := (a.today(k.Settings) + network.Day(days)).Date()
		return tx.PutAnswer(store.Answer{Kind: coffeeAnswer, Subject: p.ID.String(), Verdict: verdict, Person: p.ID, At: a.Now(), Until: until})
	})
}

// UnsayCoffee takes that back. What was taken back already is no error.
func (a *App) UnsayCoffee(ctx context.Context, keeper network.KeeperID, who network.PersonID) error {
	return a.Store.Update(ctx, keeper, func(tx store.Tx) error { return ignoreMissing(tx.DropAnswer(coffeeAnswer, who.String())) })
}

// Met writes down that the keeper met somebody in person today: one tap. What was
// said can be added afterwards.
func (a *App) Met(ctx context.Context, keeper network.KeeperID, who network.PersonID, key string) (network.EncounterID, error) {
	return a.Record(ctx, keeper, NewEncounter{With: []network.PersonID{who}, Channel: network.InPerson, Direction: network.Mutual}, key)
}

// An InvitationAsk says for which meeting a calendar file is made.
type InvitationAsk struct {
	With  network.PersonID
	At    time.Time
	Place string
	By    network.Channel
}

// invitable is how far ahead an invitation may be.
const invitable = 400 * 24 * time.Hour

// Invitation makes the calendar file of a meeting, to be sent by the keeper; it
// sends nothing. method is "REQUEST" where it can be answered.
func (a *App) Invitation(ctx context.Context, keeper network.KeeperID, p *i18n.Printer, ask InvitationAsk) (file []byte, err error) {
	if now := a.Now(); ask.At.Before(now) || ask.At.After(now.Add(invitable)) {
		return nil, &network.Error{Kind: network.Invalid, Field: "at", Msg: "error.until_past", Args: []any{network.DateOf(ask.At)}}
	}
	if network.OneLine(ask.Place) != ask.Place || len(ask.Place) > 300 {
		return nil, &network.Error{Kind: network.Invalid, Field: "place", Msg: "error.not_understood", Args: []any{"place"}}
	}
	var b bytes.Buffer
	err = a.Store.View(ctx, keeper, func(tx store.Tx) error {
		k, err := tx.Keeper()
		if err != nil {
			return err
		}
		who, err := person(tx, ask.With)
		if err != nil {
			return err
		}
		email, err := firstEmail(tx, who.ID)
		if err != nil {
			return err
		}
		key := "meet.title"
		if ask.By == network.Video {
			key = "meet.title_video"
		}
		me := meName(k.Settings)
		i := meet.Invitation{
			UID:  network.Derive[network.EncounterID](k.Seed, "invitation", who.ID.String(), stamp(ask.At)).String() + "@entregent",
			Made: a.Now(), From: ask.At, Until: ask.At.Add(slotLength), Title: p.T(key, who.Name, me), Place: ask.Place,
			Host: meet.Party{Name: me, Email: myEmail(k.Settings)}, Guest: meet.Party{Name: who.Name, Email: email},
		}
		if me == "" {
			i.Title = p.T(key+"_alone", who.Name)
		}
		return i.Write(&b)
	})
	return b.Bytes(), err
}

// myEmail is the address the keeper writes from, "" if none is known.
func myEmail(s network.Settings) string {
	for _, h := range s.Handles {
		if h.Kind == network.Email {
			return h.Value
		}
	}
	return ""
}
